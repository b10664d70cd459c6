// The monitor: live, a failed job tried again from it, and who may only look.
import type root from 'tap'
import { DEMO_USER } from '../../shared/protocol.ts'
import { startWorker, token } from '../harness.ts'
import { findViolations } from './axe.ts'
import { newPage } from './browser.ts'
import type { Setup } from './setup.ts'

export function testMonitor(t: typeof root, { url, browser, standIn, workerEnv }: Setup): void {
  const ask = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${token(DEMO_USER)}`, 'content-type': 'application/json' }
    const { candidates } = (await (await fetch(`${url}/api/candidates`, { headers })).json()) as {
      candidates: { id: number }[]
    }
    const body = JSON.stringify({ candidate_id: candidates[0]?.id, regenerate: true })
    const answer = await fetch(`${url}/api/resume-async/generate-async`, { method: 'POST', headers, body })
    return ((await answer.json()) as { job_id: string }).job_id
  }

  t.test('the monitor shows a failure live, and the job that is retried from it to its end', async t => {
    const { page, complaints } = await newPage(t, browser, url)
    await page.goto(`${url}/ops#token=${token('op', { role: 'ops' })}`)
    await page.locator('.badge[data-state=live]').waitFor()
    t.equal(new URL(page.url()).hash, '', 'the token is not left in the address')
    await page.getByRole('region', { name: 'Workers', exact: true }).getByText('Alive').waitFor()

    standIn.order({ fault: 'insufficient_quota', times: 0 })
    const id = await ask()
    const row = page.getByRole('row').filter({ has: page.locator(`a[title="${id}"]`) })
    await row.getByText('failed').waitFor()
    standIn.reset()
    await row.getByRole('link').click()
    await page.getByRole('region', { name: 'Attempts, table' }).getByText('gpt-4o-mini').first().waitFor()
    t.strictSame(await findViolations(page), [])

    await page.getByRole('button', { name: 'Retry job' }).click()
    await page.getByRole('button', { name: 'Yes, retry job' }).click()
    await page.getByText('Asked for again in place of').waitFor()
    await page.getByRole('region', { name: 'Timeline, table' }).getByText('done').waitFor()
    t.notMatch(await page.locator('body').innerText(), /Maya|Okafor/, 'nothing of the candidate is shown')

    await page.getByRole('link', { name: 'All jobs' }).click()
    await page.getByLabel('Status').selectOption('FAILURE')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByText('done', { exact: true }).first().waitFor({ state: 'detached' })
    await row.getByText('failed').waitFor()
    t.strictSame(await findViolations(page), [])
    t.strictSame(complaints, [])
  })

  t.test('who may only read sees a running job and can not cancel it; who may act can', async t => {
    standIn.setPace(20_000)
    const id = await ask()
    const reader = await newPage(t, browser, url)
    await reader.page.goto(`${url}/ops#token=${token('reader', { role: 'ops-read' })}`)
    await reader.page.getByText('Read only').waitFor()
    await reader.page.goto(`${url}/ops#/jobs/${id}`)
    const stage = reader.page.getByRole('region', { name: 'Timeline, table' })
    await stage.getByText('generating').first().waitFor()
    await reader.page.getByText('Attempt 1 has not ended yet.').waitFor()
    t.equal(await reader.page.getByRole('button', { name: 'Cancel job' }).count(), 0)

    const operator = await newPage(t, browser, url)
    await operator.page.goto(`${url}/ops`)
    await operator.page.getByLabel('Access token').fill(token('op', { role: 'ops' }))
    await operator.page.getByRole('button', { name: 'Continue' }).click()
    await operator.page.getByLabel('Job id').fill(id)
    await operator.page.getByRole('button', { name: 'Search' }).click()
    await operator.page.getByRole('button', { name: 'Cancel job' }).click()
    await operator.page.getByRole('button', { name: 'Yes, cancel job' }).click()
    await stage.getByText('cancelled').waitFor()
    standIn.reset()
  })

  t.test('a worker that is gone is still named, also after a reload, and jobs are found by user and time', async t => {
    const worker = await startWorker(t, workerEnv)
    const { page, complaints } = await newPage(t, browser, url)
    await page.goto(`${url}/ops#token=${token('reader', { role: 'ops-read' })}`)
    const row = page.getByRole('region', { name: 'Workers, table' }).getByRole('row', { name: `${worker.process.pid}` })
    await row.getByText('Alive').waitFor()
    await worker.stop()
    await row.getByText('Gone').waitFor()
    await page.reload()
    await row.getByText('Gone').waitFor()

    const jobs = page.getByRole('region', { name: 'Jobs, table' })
    await jobs.waitFor()
    const search = async (field: string, value: string) => {
      await page.getByRole('button', { name: 'Clear' }).click()
      await page.getByLabel(field, { exact: true }).fill(value)
      await page.getByRole('button', { name: 'Search' }).click()
    }
    await search('User', 'nobody')
    await page.getByText('No such job.').waitFor()
    await search('User', DEMO_USER)
    await jobs.waitFor()
    await search('To', '2020-01-01T00:00')
    await page.getByText('No such job.').waitFor()
    await search('From', '2020-01-01T00:00')
    await jobs.waitFor()
    t.strictSame(complaints, [])
  })

  t.test(
    'a token without the role sees nothing of the monitor, until a link with a better one is followed',
    async t => {
      const { page } = await newPage(t, browser, url)
      await page.goto(`${url}/ops#token=${token('someone')}`)
      await page.getByText('it needs the role ops or ops-read').waitFor()
      t.equal(await page.getByRole('table').count(), 0)
      await page.goto(`${url}/ops#token=${token('reader', { role: 'ops-read' })}`)
      await page.locator('.badge[data-state=live]').waitFor()
    },
  )
}
