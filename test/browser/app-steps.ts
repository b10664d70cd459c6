// The app beyond the plain way: the draft as it grows, what a document rests on, the keyboard, an imported profile.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type root from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { DEMO_USER } from '../../shared/protocol.ts'
import { until } from '../harness.ts'
import { jobView } from '../web/small-server.ts'
import { findViolations } from './axe.ts'
import { newPage } from './browser.ts'
import type { Setup } from './setup.ts'

/** Where two cores are shared with all the rest; a jank that people feel is several of these. */
const LONGEST_TASK_MS = 300

export function testApp(t: typeof root, { url, browser, serverEnv }: Setup): void {
  t.test('two hundred jobs that move at once leave the page responsive', async t => {
    const { page, complaints } = await newPage(t, browser, url)
    await page.goto(url)
    await page.locator('.badge[data-state=live]').waitFor()
    await page.evaluate(`
      window.longest = 0
      new PerformanceObserver(list => {
        for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration)
      }).observe({ type: 'longtask' })
    `)
    const ids = Array.from({ length: 200 }, () => randomUUID())
    const states = [10, 40, 70].flatMap((progress, step) =>
      ids.map(id => ({
        ...jobView({ job_id: id, version: step + 1, progress }),
        created_at: new Date().toISOString(),
      })),
    )
    const input = states.map(job => JSON.stringify({ user_id: DEMO_USER, job })).join('\n')
    await publish(serverEnv, input)
    const moved = page.locator('.column-jobs').getByText('70 %')
    await until(async () => (await moved.count()) === 200)
    const longest = Number(await page.evaluate('window.longest'))
    t.ok(longest < LONGEST_TASK_MS, `the longest task took ${longest} ms`)
    t.strictSame(complaints, [])
  })

  t.test('the draft grows while it is written, and the document says what it rests on', async t => {
    const { page, complaints, requests } = await newPage(t, browser, url)
    await page.goto(url)
    await page.locator('.badge[data-state=live]').waitFor()
    await page.evaluate(`
      window.drafts = []
      new MutationObserver(() => {
        const text = document.querySelector('.draft')?.textContent
        if (text && window.drafts.at(-1) !== text.length) window.drafts.push(text.length)
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    `)
    await page.getByText('Write it anew').click()
    await page.getByRole('button', { name: 'Generate résumé' }).click()
    const evidence = page.locator('.latest-job .evidence')
    await evidence.locator('summary').first().click()
    const drafts = (await page.evaluate('window.drafts')) as number[]
    t.ok(drafts.length >= 3, `the draft's lengths were ${drafts.join(', ')}`)
    t.ok(drafts.at(-1)! > drafts[0]!, 'it grew')
    t.equal(await page.locator('.draft').count(), 0, 'it is gone with the final state')
    await evidence.getByText(/\d+ lines? reworded from what the profile says/).waitFor()
    t.match(await evidence.locator('.source-name').allTextContents(), [/^.+, \d+(st|nd|rd|th) point$|summary$/])
    t.ok(await evidence.getByText(/As the profile has it/).count())
    t.notOk(
      requests.some(request => request.includes('/job-status/')),
      'nothing polled',
    )
    t.strictSame(await findViolations(page), [])
    t.strictSame(complaints, [])
  })

  t.test('with the keyboard alone a résumé is generated and downloaded', async t => {
    const { page } = await newPage(t, browser, url)
    await page.goto(url)
    await page.locator('.badge[data-state=live]').waitFor()
    const byItself = page.waitForEvent('download')
    await tabTo(page, page.getByRole('button', { name: 'Generate résumé' }))
    await page.keyboard.press('Enter')
    const filename = (await byItself).suggestedFilename()
    const again = page.waitForEvent('download')
    await tabTo(page, page.locator('.latest-job').getByRole('button', { name: /Download/ }))
    await page.keyboard.press('Enter')
    t.equal((await again).suggestedFilename(), filename)
    await page.locator('.latest-job').getByText('so it was ready at once').waitFor()
  })

  t.test('a JSON Resume file is imported, and a wrong field in it is named', async t => {
    const { page } = await newPage(t, browser, url)
    await page.goto(url)
    const choose = (profile: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: 'ines.json', mimeType: 'application/json', buffer: Buffer.from(profile) })
    const problem = page.locator('.drop .problem')
    await choose('{"basics": {')
    await problem.getByText('ines.json is not JSON').waitFor()
    await choose('{"work": [{"highlights": []}, {"highlights": "many"}]}')
    await problem.getByText('work, entry 2, highlights: has to be a list.').waitFor()
    await choose(JSON.stringify({ basics: { image: 'x'.repeat(1_100_000) } }))
    await problem.getByText('ines.json is too large: it may have 1 MB.').waitFor()
    const profile = '{"basics": {"name": "Inês Duarte"}, "work": [{"position": "Nurse", "name": "Hospital"}]}'
    const dataTransfer = await page.evaluateHandle(text => {
      const files = new DataTransfer()
      files.items.add(new File([text], 'ines.json', { type: 'application/json' }))
      return files
    }, profile)
    await page.locator('.page-header').dispatchEvent('dragover', { dataTransfer })
    await page.locator('.drop[data-over=true]').waitFor()
    await page.locator('.page-header').dispatchEvent('drop', { dataTransfer })
    await page.getByRole('heading', { name: 'Inês Duarte', level: 1 }).waitFor()
    t.equal(await problem.count(), 0)
    await page.reload()
    await page.getByRole('link', { name: 'Inês Duarte' }).waitFor()
  })

  t.test('several candidates get a résumé for one job with one press, and my jobs are filtered', async t => {
    const { page } = await newPage(t, browser, url)
    await page.goto(url)
    await page.locator('.badge[data-state=live]').waitFor()
    await page.getByText('For other candidates too').click()
    await page.locator('.others').getByText('Inês Duarte').click()
    await page.getByRole('button', { name: 'Generate 2 résumés' }).click()
    await page.locator('.latest-job .job-compact').getByRole('heading', { name: 'Inês Duarte' }).waitFor()
    await page.locator('.latest-job .job-compact .job-outcome').waitFor()
    await page.getByLabel('Show').selectOption('FAILURE')
    const listed = page.locator('.column-jobs .job-outcome')
    await listed.filter({ hasText: 'Ready' }).first().waitFor({ state: 'detached' })
    await page.getByLabel('Show').selectOption('SUCCESS')
    await listed.first().waitFor()
    t.strictSame([...new Set(await listed.allTextContents())], ['Ready'])
  })
}

async function publish(env: NodeJS.ProcessEnv, input: string): Promise<void> {
  const child = spawn(process.execPath, [join(PROJECT, 'bin/publish.ts')], {
    env: { PATH: process.env.PATH, REDIS_URL: env.REDIS_URL },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end(`${input}\n`)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`bin/publish.ts ended with ${code}`)
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`60 presses of Tab don't lead to ${target}`)
}
