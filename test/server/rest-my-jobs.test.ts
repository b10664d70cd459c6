import t from 'tap'
import { API, startRest } from './rest-setup.ts'

const { ask, candidate, job, finish } = await startRest(t)
const id = await candidate()
const mine = (query = '', as = '42') => ask('GET', `${API}/my-jobs${query}`, { as })
const ids = (body: { jobs: { job_id: string }[] }) => body.jobs.map(({ job_id }) => job_id)

const made: string[] = []
for (let i = 0; i < 5; i++) made.unshift(await job(id))
await finish(made[0]!)

t.test('newest first, in pages that new jobs do not disturb', async t => {
  const first = (await mine('?limit=2')).body
  t.same(ids(first), made.slice(0, 2))
  const newer = await job(id)
  const second = (await mine(`?limit=2&cursor=${first.next_cursor}`)).body
  const third = (await mine(`?limit=2&cursor=${second.next_cursor}`)).body
  t.same([...ids(second), ...ids(third)], made.slice(2))
  t.equal(third.next_cursor, null)
  t.equal(ids((await mine()).body)[0], newer)
})

t.test('filtered by status; a job view each', async t => {
  const { body } = await mine('?status=SUCCESS')
  t.same(ids(body), [made[0]])
  t.same(body.jobs[0], (await ask('GET', `${API}/job-status/${made[0]}`)).body)
  t.same((await mine('?status=PROCESSING')).body, { jobs: [], next_cursor: null })
})

t.test('only mine', async t => {
  t.same((await mine('', '43')).body, { jobs: [], next_cursor: null })
})

t.test('a parameter without a value is absent, an unknown one ignored', async t => {
  t.equal((await mine('?limit=&status=&cursor=&page=3&__proto__=1')).body.jobs.length, 6)
})

t.test('a wrong value is 400 and names its parameter', async t => {
  const beyond = Buffer.from('999999999999999.x').toString('base64url')
  const wrong: Record<string, string> = {
    'limit=0': 'limit must be >= 1',
    'limit=101': 'limit must be <= 100',
    'limit=abc': 'limit must be integer',
    'limit=7.5': 'limit must be integer',
    'limit=1&limit=2': 'limit must be integer',
    'limit=%zz': 'limit must be integer',
    'status=success': 'status must be one of PENDING, PROCESSING, SUCCESS, FAILURE',
    'status=SUCCESS&status=FAILURE': 'status must be string',
    'cursor=abc': 'cursor must be a next_cursor of an earlier answer',
    'cursor=%00': 'cursor must be a next_cursor of an earlier answer',
    [`cursor=${beyond}`]: 'cursor must be a next_cursor of an earlier answer',
    [`cursor=${'a'.repeat(3000)}`]: 'cursor must NOT have more than 200 characters',
  }
  for (const [query, message] of Object.entries(wrong)) {
    const { status, body } = await mine(`?${query}`)
    t.match({ status, ...body }, { status: 400, code: 'INVALID_REQUEST', message: `querystring/${message}` }, query)
  }
})
