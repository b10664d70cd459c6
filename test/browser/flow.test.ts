// The whole way in a real browser: press Generate, watch the bar move, find the download to be a real document.
import { strFromU8, unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import t from 'tap'
import { extractText, getDocumentProxy } from 'unpdf'
import { startServer, token } from '../harness.ts'
import { testApp } from './app-steps.ts'
import { newPage } from './browser.ts'
import { testMonitor } from './monitor-steps.ts'
import { bytesOf, press } from './press.ts'
import { startSetup } from './setup.ts'

const LATIN = 'Maya Okafor'

t.setTimeout(240_000)
const setup = await startSetup(t, 1_200)
const { url, server, serverEnv, standIn, browser } = setup

t.test('a Word file is generated with a moving bar and downloaded by itself', async t => {
  const { page, complaints, requests } = await newPage(t, browser, url)
  await page.goto(url)
  await page.getByRole('link', { name: LATIN }).click()
  await page.getByText('Local stand-in.').waitFor()
  await page.locator('.badge[data-state=live]').waitFor()
  const { filename, bytes, bar } = await generate(page, 'Word')

  t.match(filename, /\.docx$/)
  const document = unzipSync(bytes)['word/document.xml']
  t.match(document && strFromU8(document), /Maya Okafor/i)
  t.ok(bar.length >= 4, `the bar stood at ${bar.join(', ')}`)
  t.strictSame(
    bar,
    bar.toSorted((a, b) => a - b),
    'it never fell',
  )
  t.notOk(
    requests.some(request => request.includes('/job-status/')),
    'states came by push alone',
  )
  t.equal(requests.filter(request => request.includes('/download/')).length, 1, 'one download')
  t.strictSame(complaints, [])
})

t.test('a PDF of a candidate whose name is not in the Latin alphabet, on a phone', async t => {
  const { page, complaints } = await newPage(t, browser, url, { viewport: { width: 360, height: 740 } })
  await page.goto(url)
  const link = page.locator('.candidate-list a').filter({ hasText: /[^\p{Script=Latin}\p{Script=Common}]/u })
  const name = (await link.locator('.candidate-name').textContent()) ?? ''
  await link.click()
  await page.getByText('No particular job').click()
  const { filename, bytes } = await generate(page, 'PDF')

  t.match(filename, /\.pdf$/)
  t.equal(strFromU8(bytes.subarray(0, 5)), '%PDF-')
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true })
  t.ok(text.replaceAll(/\s/g, '').includes(name.replaceAll(/\s/g, '')), `the text has ${name}`)
  const overhang = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  t.equal(overhang, 0, 'nothing is wider than the screen')
  t.strictSame(complaints, [])
})

t.test('my jobs are there after a reload, each with its document, and nothing is downloaded twice', async t => {
  const { page, requests } = await newPage(t, browser, url)
  await page.goto(url)
  const { filename } = await generate(page, 'Word')
  await page.reload()
  await page.locator('.badge[data-state=live]').waitFor()
  await page
    .locator('.latest-job')
    .getByRole('button', { name: /Download/ })
    .waitFor()
  const again = page.waitForEvent('download')
  await page
    .locator('.job-list > li')
    .first()
    .getByRole('button', { name: /Download/ })
    .click()
  t.equal((await again).suggestedFilename(), filename)
  t.equal(requests.filter(request => request.includes('/download/')).length, 2, 'one by itself, one by the button')
  t.equal(await page.locator('.job-list > li').count(), 3, 'the jobs of the other pages are there too')
})

t.test('a failure says what can be done, and nothing is downloaded', async t => {
  const { page, requests } = await newPage(t, browser, url)
  await page.goto(url)
  standIn.order({ fault: 'insufficient_quota', times: 0 })
  await press(page, 'Word')
  const card = page.locator('.latest-job [data-stage=failed]')
  await card.getByText('The AI service has no quota left. Please tell your administrator.').waitFor()
  t.equal(await page.getByRole('status').textContent(), 'Résumé for Maya Okafor: Failed.')
  t.notOk(requests.some(request => request.includes('/download/')))
  standIn.reset()
})

t.test('a job that is cancelled in one tab is shown so in another', async t => {
  const [here, there] = [await newPage(t, browser, url), await newPage(t, browser, url)]
  await Promise.all([here.page.goto(url), there.page.goto(url)])
  await there.page.locator('.badge[data-state=live]').waitFor()
  await press(here.page, 'PDF')
  await here.page
    .locator('.latest-job')
    .getByRole('button', { name: /Cancel/ })
    .click()
  await there.page.locator('.job-list > li').first().getByText('Cancelled').waitFor()
  t.equal(await there.page.locator('.latest-job article').count(), 0, 'the other tab did not ask for it')
})

testApp(t, setup)
testMonitor(t, setup)

t.test('a server that restarts in mid-job is caught up with, and the document comes', async t => {
  const { page } = await newPage(t, browser, url)
  const { page: monitor } = await newPage(t, browser, url)
  await monitor.goto(`${url}/ops#token=${token('reader', { role: 'ops-read' })}`)
  const failed = monitor.getByRole('region', { name: 'Jobs, table' }).getByText('failed').first()
  await failed.waitFor()
  await page.goto(url)
  await page.locator('.badge[data-state=live]').waitFor()
  standIn.setPace(3_000)
  const coming = page.waitForEvent('download', { timeout: 30_000 })
  await press(page, 'Word')
  await page.getByText('Writing the text').first().waitFor()
  await server.stop()
  await Promise.all([page, monitor].map(each => each.locator('.badge:not([data-state=live])').waitFor()))
  await startServer(t, { ...serverEnv, PORT: String(server.port) })
  t.match((await coming).suggestedFilename(), /\.docx$/)
  await Promise.all([page, monitor].map(each => each.locator('.badge[data-state=live]').waitFor()))
  await monitor.reload()
  await failed.waitFor()
})

/** Presses Generate; the file that then comes by itself, and where the bar stood on the way. */
async function generate(page: Page, fileType: 'Word' | 'PDF') {
  await page.locator('.segments').getByText(fileType).click()
  await page.evaluate(`
    window.bar = []
    new MutationObserver(() => {
      const bar = document.querySelector('.latest-job [role=progressbar]')
      const value = bar && Number(bar.getAttribute('aria-valuenow'))
      if (value !== null && window.bar.at(-1) !== value) window.bar.push(value)
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  `)
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Generate résumé' }).click()
  const download = await coming
  const bytes = await bytesOf(download)
  return { filename: download.suggestedFilename(), bytes, bar: (await page.evaluate('window.bar')) as number[] }
}
