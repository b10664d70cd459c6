// Takes the pictures in docs/screens, of each screen: light and dark, wide and phone. `node test/browser/screens.ts`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { token } from '../harness.ts'
import { newPage } from './browser.ts'
import { startSetup } from './setup.ts'

const FOLDER = join(PROJECT, 'docs/screens')
const looks = [
  { name: 'wide-light', colorScheme: 'light', viewport: { width: 1360, height: 850 } },
  { name: 'wide-dark', colorScheme: 'dark', viewport: { width: 1360, height: 850 } },
  { name: 'phone-light', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const

t.setTimeout(180_000)
await mkdir(FOLDER, { recursive: true })
const { url, standIn, browser } = await startSetup(t, 2_000)

for (const { name, ...options } of looks) {
  t.test(name, async t => {
    const { page, complaints } = await newPage(t, browser, url, { ...options, reducedMotion: 'reduce' })
    const take = (screen: string, fullPage = false) =>
      page.screenshot({ path: join(FOLDER, `${screen}-${name}.png`), fullPage })
    await page.goto(url)
    await page.getByRole('link', { name: 'Maya Okafor' }).click()
    await page.locator('.badge[data-state=live]').waitFor()
    await draft(page)
    await take('writing')
    await evidence(page)
    await take('evidence')
    await page.locator('.page-header .brand').click()
    await take('jobs')
    await importWrong(page)
    await take('import')
    await failOnce(page)
    await take('failed')
    await page.goto(`${url}/ops#token=${token('op', { role: 'ops' })}`)
    await page.getByRole('region', { name: 'Jobs, table' }).waitFor()
    await take('monitor', true)
    await page.locator('tbody a[href^="#/jobs/"]').last().click()
    await page.getByRole('region', { name: 'Timeline, table' }).waitFor()
    await page.getByRole('heading', { name: 'Job', exact: true }).scrollIntoViewIfNeeded()
    await take('monitor-job')
    await page.route('**/api/dev/token', route => route.fulfill({ status: 404, json: { code: 'NOT_FOUND' } }))
    await page.goto(`${url}/`)
    await page.getByRole('heading', { name: 'Sign in with a token' }).waitFor()
    await take('sign-in')
    const overhang = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    t.equal(overhang, 0, `${name}: nothing is wider than the screen`)
    t.equal(complaints.length, 2, `${name}: no complaint but for the refused import and sign-in`)
  })
}

async function draft(page: Page): Promise<void> {
  await page.getByText('Write it anew').click()
  await page.getByRole('button', { name: 'Generate résumé' }).click()
  await page.locator('.draft-points').waitFor()
  await page.locator('.latest-job').scrollIntoViewIfNeeded()
}

async function evidence(page: Page): Promise<void> {
  await page.locator('.latest-job .evidence summary').first().click()
  await page.getByText(/reworded from what/).waitFor()
  await page.locator('.latest-job').evaluate(element => element.scrollIntoView())
}

async function importWrong(page: Page): Promise<void> {
  const buffer = Buffer.from('{"work": [{"highlights": []}, {"highlights": "many"}]}')
  await page.locator('input[type=file]').setInputFiles({ name: 'wrong.json', mimeType: 'application/json', buffer })
  await page.locator('.drop .problem').waitFor()
  await page.locator('.drop').scrollIntoViewIfNeeded()
}

async function failOnce(page: Page): Promise<void> {
  standIn.order({ fault: 'insufficient_quota', times: 2 })
  await page.goto(`${url}/`)
  await page.getByRole('link', { name: 'Maya Okafor' }).click()
  await page.getByText('Write it anew').click()
  await page.getByRole('button', { name: 'Generate résumé' }).click()
  await page.locator('.latest-job [data-stage=failed]').waitFor()
  await page.locator('.latest-job').scrollIntoViewIfNeeded()
  standIn.reset()
}
