// Every screen, light and dark, wide and phone: nothing that axe-core finds, nothing wider than the screen, nothing over
// its neighbour, whatever the words. And what the first load weighs.
import type { Page } from 'playwright-core'
import t from 'tap'
import { DEMO_USER } from '../../shared/protocol.ts'
import { token } from '../harness.ts'
import { findViolations } from './axe.ts'
import { newPage } from './browser.ts'
import { openLive, press } from './press.ts'
import { startSetup } from './setup.ts'

const FIRST_LOAD_MAX_BYTES = 150_000
const WORD = 'x'.repeat(300)
const NAME = 'Wolfeschlegelsteinhausenbergerdorff Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte'
const looks = [
  { name: 'wide and light', colorScheme: 'light', viewport: { width: 1360, height: 850 } },
  { name: 'a dark phone', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const

t.setTimeout(240_000)
const { url, standIn, browser } = await startSetup(t, 1_000)

t.before(async () => {
  const headers = { authorization: `Bearer ${token(DEMO_USER)}`, 'content-type': 'application/json' }
  const post = async (path: string, body: unknown): Promise<{ id: number }> => {
    const answer = await fetch(`${url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return (await answer.json()) as { id: number }
  }
  const { id } = await post('candidates', {
    basics: {
      name: NAME,
      label: WORD,
      email: `${WORD}@example.com`,
      url: `https://example.com/${WORD}`,
      summary: WORD,
    },
    work: [{ name: WORD, position: WORD, startDate: WORD, summary: WORD, highlights: [WORD, 'كتب التقرير في يومين'] }],
    skills: [{ name: WORD, keywords: [WORD, 'TypeScript'] }],
    languages: [{ language: WORD, fluency: WORD }],
  })
  const job = { job_title: WORD, company: WORD, job_description: `${WORD} ${WORD}` }
  await post(`candidates/${id}/jobs`, job)
  await post(`candidates/${id}/jobs`, { ...job, job_title: 'مهندس برمجيات أول', company: '株式会社テスト' })
})

for (const { name, ...options } of looks) {
  t.test(`the app, ${name}`, async t => {
    const { page, complaints } = await newPage(t, browser, url, { ...options, reducedMotion: 'reduce' })
    const look = (screen: string) => check(t, page, `${screen}, ${name}`)
    await openLive(page, url)
    await look('candidates')
    await page.getByRole('link', { name: NAME }).click()
    await page.getByText('For other candidates too').click()
    await page.locator('.others').getByText('Maya Okafor').click()
    await page.locator('.description summary').click()
    await look('a candidate of long words')
    standIn.setPace(20_000)
    await press(page, 'Word')
    await page.locator('.latest-job .draft').waitFor()
    t.equal(await page.locator('.progress-fill').first().evaluate(transition), '0s', 'nothing moves for who wants none')
    await look('generating')
    await page.locator('.latest-job').getByRole('button', { name: 'Cancel' }).first().click()
    await page.locator('.latest-job [data-stage=cancelled]').first().waitFor()
    await look('cancelled')
    standIn.reset()
    await press(page, 'PDF')
    await page.locator('.latest-job .evidence summary').first().click()
    await page.getByText('As the profile has it').first().click()
    await look('done, with its evidence')
    standIn.order({ fault: 'insufficient_quota', times: 0 })
    await press(page, 'Word')
    await page.locator('.latest-job [data-stage=failed]').waitFor()
    standIn.reset()
    await look('failed')
    await page.locator('.page-header .brand').click()
    await page.locator('input[type=file]').setInputFiles({
      name: 'wrong.json',
      mimeType: 'application/json',
      buffer: Buffer.from(`{"work": [{"${WORD}": 1, "highlights": "many"}]}`),
    })
    await page.locator('.drop .problem').waitFor()
    await look('my jobs, and an import that failed')
    t.match(complaints.length, 1, 'but for the refused import no complaint')
  })

  t.test(`the ways in, ${name}`, async t => {
    const { page } = await newPage(t, browser, url, options)
    await page.route('**/api/dev/token', route => route.fulfill({ status: 404, json: { code: 'NOT_FOUND' } }))
    await page.goto(url)
    await page.getByRole('heading', { name: 'Sign in with a token' }).waitFor()
    await check(t, page, `sign-in, ${name}`)
    await page.goto(`${url}/ops#token=${token('someone')}`)
    await page.getByText('it needs the role ops or ops-read').waitFor()
    await check(t, page, `a refused operator, ${name}`)
  })

  t.test(`the monitor, ${name}`, async t => {
    const { page, complaints } = await newPage(t, browser, url, options)
    await page.goto(`${url}/ops#token=${token('op', { role: 'ops' })}`)
    const link = page.getByRole('row').filter({ hasText: 'failed' }).getByRole('link').first()
    await link.waitFor()
    await page.getByText('24 hours', { exact: true }).click()
    await check(t, page, `the overview, ${name}`)
    await link.click()
    await page.getByRole('region', { name: 'Timeline, table' }).waitFor()
    await check(t, page, `a job, ${name}`)
    await page.getByRole('button', { name: 'Retry job' }).click()
    await page.getByRole('dialog').waitFor()
    await check(t, page, `asked before it acts, ${name}`)
    t.strictSame(complaints, [])
  })
}

t.test('the first load is small as it comes over the wire, and the monitor loads apart', async t => {
  const weigh = async (path: string) => {
    const { page } = await newPage(t, browser, url)
    const network = await page.context().newCDPSession(page)
    await network.send('Network.enable')
    const paths = new Map<string, string>()
    let bytes = 0
    network.on('Network.responseReceived', ({ requestId, response }) => paths.set(requestId, response.url))
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await page.goto(`${url}${path}`, { waitUntil: 'networkidle' })
    return { bytes, scripts: [...paths.values()].filter(file => file.endsWith('.js')) }
  }
  const [app, monitor] = [await weigh('/'), await weigh('/ops')]
  t.ok(app.bytes > 10_000 && app.bytes < FIRST_LOAD_MAX_BYTES, `the app's first load is ${app.bytes} bytes`)
  t.ok(monitor.bytes < FIRST_LOAD_MAX_BYTES, `the monitor's first load is ${monitor.bytes} bytes`)
  t.notOk(
    app.scripts.some(file => /\/ops-/.test(file)),
    'nothing of the monitor comes with the app',
  )
  t.ok(monitor.scripts.some(file => /\/ops-/.test(file)))
})

const transition = (element: Element): string => getComputedStyle(element).transitionDuration

async function check(test: Pick<typeof t, 'strictSame'>, page: Page, screen: string): Promise<void> {
  test.strictSame(await findViolations(page), [], `${screen}: axe-core`)
  test.strictSame(await page.evaluate(findCut), [], `${screen}: nothing is cut or sticks out`)
}

/** What reaches beyond its box or the screen; boxes that scroll on purpose may. Runs in the page. */
function findCut(): string[] {
  const scrolls = '.table-box, .draft, svg'
  const cut = [...document.querySelectorAll<HTMLElement>('body *')].filter(element => {
    if (element.closest(scrolls) || element.matches('.visually-hidden, .skip-link, .visually-hidden *')) return false
    const { left, right, width } = element.getBoundingClientRect()
    if (width === 0 || !element.checkVisibility()) return false
    const holder = element.closest('.column-jobs, .column-candidates, .others label, .job, .panel') ?? document.body
    const box = holder.getBoundingClientRect()
    return right > box.right + 1 || left < box.left - 1 || right > innerWidth + 1
  })
  return cut.map(element => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`)
}
