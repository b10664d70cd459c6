import t from 'tap'
import { attachment } from '../../server/routes/download.ts'
import { API, startRest } from './rest-setup.ts'

const { ask, candidate, job, finish } = await startRest(t, { CORS_ORIGINS: 'https://app.example.com' })
const id = await candidate()
const done = await job(id)
await finish(done, 'Zoë "文" Łuk.docx')

t.test('the file comes with its type, length, name and tag', async t => {
  const { status, headers, text } = await ask('GET', `${API}/download/${done}`)
  t.equal(status, 200)
  t.equal(text, 'the file')
  t.match(headers, {
    'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'content-length': '8',
    etag: /^"[0-9a-f]{64}"$/,
    'content-disposition': `attachment; filename="Zoe ___ _uk.docx"; filename*=UTF-8''Zo%C3%AB%20%22%E6%96%87%22%20%C5%81uk.docx`,
  })
})

t.test('HEAD answers the same without the file', async t => {
  const { status, headers, text } = await ask('HEAD', `${API}/download/${done}`)
  t.match({ status, text }, { status: 200, text: '' })
  t.match(headers, { 'content-length': '8', etag: /^"/, 'content-disposition': /filename\*/ })
})

t.test('If-None-Match answers 304', async t => {
  const { etag } = (await ask('GET', `${API}/download/${done}`)).headers
  t.equal((await ask('GET', `${API}/download/${done}`, { headers: { 'if-none-match': etag! } })).status, 304)
  t.equal((await ask('GET', `${API}/download/${done}`, { headers: { 'if-none-match': '"x"' } })).status, 200)
})

t.test('a page of another origin may read its headers, and caches tell origins apart', async t => {
  const { headers } = await ask('GET', `${API}/download/${done}`, { headers: { origin: 'https://app.example.com' } })
  t.equal(headers['access-control-allow-origin'], 'https://app.example.com')
  t.match(headers['access-control-expose-headers'], /content-disposition/)
  t.match(headers.vary, /Origin.*authorization/)
})

t.test('without a document it is 409, and so is its evidence', async t => {
  const waiting = await job(id)
  const cancelled = await job(id)
  await ask('POST', `${API}/cancel/${cancelled}`)
  for (const door of ['download', 'evidence']) {
    const answers = [await ask('GET', `${API}/${door}/${waiting}`), await ask('GET', `${API}/${door}/${cancelled}`)]
    t.same(
      answers.map(answer => [answer.status, answer.body.code]),
      [
        [409, 'JOB_NOT_READY'],
        [409, 'JOB_FAILED'],
      ],
    )
  }
})

t.test('evidence tells what each line rests on', async t => {
  const { status, body } = await ask('GET', `${API}/evidence/${done}`)
  t.equal(status, 200)
  t.same(body, {
    job_id: done,
    lines: [{ section: 'summary', text: 'Ann', sources: ['s'], kept: true, reason: null }],
    warnings: ['a warning'],
  })
})

t.test('a file name keeps no quote, line end or lone surrogate', async t => {
  t.equal(attachment('a"b\\c\r\n%.pdf'), `attachment; filename="a_b_c___.pdf"; filename*=UTF-8''a%22b%5Cc%0D%0A%25.pdf`)
  t.match(attachment('\ud800.pdf'), /%EF%BF%BD\.pdf$/)
})
