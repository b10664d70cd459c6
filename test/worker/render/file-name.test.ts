import t from 'tap'
import { fileName } from '../../../worker/render/file-name.ts'

const named = (name: string, jobTitle: string | null = null, company: string | null = null): string =>
  fileName({ name, jobTitle, company, fileType: 'word' })

t.test('a name is made of person, job and company', async t => {
  t.equal(named('Ana García', 'Data Engineer', 'Contoso, Inc.'), 'Ana García - Data Engineer - Contoso, Inc.docx')
  t.equal(fileName({ name: '山田 太郎', jobTitle: null, company: '北風', fileType: 'pdf' }), '山田 太郎 - 北風.pdf')
  t.equal(named('محمد الأحمد'), 'محمد الأحمد.docx')
  t.equal(named(''), 'Resume.docx')
})

t.test('nothing in it means something to a file system, a shell or Windows', async t => {
  t.equal(named('../../etc/passwd', 'C:\\x', 'a|b?*"<>'), 'etc passwd - C x - a b.docx')
  t.equal(named('...hidden... '), 'hidden.docx')
  t.equal(named('-rf ~'), 'rf.docx')
  t.equal(named('a\u0000b\r\nc\u202Egnp.exe'), 'ab cgnp.exe.docx')
  for (const device of ['CON', 'nul', 'Com1', 'LPT9', 'aux.txt', 'COM¹']) t.equal(named(device), `_${device}.docx`)
  t.equal(named('Conrad'), 'Conrad.docx')
  t.equal(named('???', '***', '...'), 'Resume.docx')
})

t.test('it is cut to a length that every file system takes, between graphemes', async t => {
  const family = '👨‍👩‍👧'
  for (const long of ['ж'.repeat(300), family.repeat(60), 'é'.repeat(300), 'a '.repeat(300)]) {
    const name = named(long, long, long)
    t.ok(Buffer.byteLength(name) <= 160, `${Buffer.byteLength(name)} bytes`)
    t.ok(name.endsWith('.docx'))
    t.ok(name.isWellFormed())
  }
  t.match(named(family.repeat(60)), new RegExp(`^(${family})+\\.docx$`))
})
