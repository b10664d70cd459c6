// What may happen while a résumé is being written: a reload, a blocked or dead socket, a token that runs out, a laptop
// that sleeps, an attempt that fails. The document comes all the same, once.
import type { Page } from 'playwright-core'
import t from 'tap'
import { DEMO_USER } from '../../shared/protocol.ts'
import { token, until } from '../harness.ts'
import { newPage } from './browser.ts'
import { openLive, press, watchDownloads } from './press.ts'
import { startSetup } from './setup.ts'

const COMING_MS = 40_000

t.setTimeout(240_000)
const { url, standIn, browser } = await startSetup(t, 2_500)
const done = (page: Page) => page.locator('.latest-job [data-stage=done]').waitFor({ timeout: COMING_MS })
const isWriting = (page: Page) => page.locator('.latest-job').getByText('Writing the text').waitFor()

t.test('a reload in mid-job loses nothing, and the document comes once, to the tab that asked', async t => {
  const { page, complaints } = await newPage(t, browser, url)
  await openLive(page, url)
  const [other, duplicate] = [await page.context().newPage(), await page.context().newPage()]
  const downloads = [page, other, duplicate].map(watchDownloads)
  await openLive(other, url)
  await press(page, 'Word')
  await isWriting(page)
  // A browser's “Duplicate tab” copies what the tab keeps.
  const kept = await page.evaluate('JSON.stringify(sessionStorage)')
  await duplicate.addInitScript(`Object.assign(sessionStorage, ${kept})`)
  await openLive(duplicate, url)
  await duplicate.locator('.latest-job .job').waitFor()
  await page.reload()
  await isWriting(page)
  const bar = page.locator('.latest-job').getByRole('progressbar', { name: 'Résumé for Maya Okafor' })
  t.ok(Number(await bar.getAttribute('aria-valuenow')) > 0, 'the bar stands where it stood')
  await Promise.all([page, duplicate].map(done))
  await until(() => downloads.flat().length > 0)
  await other.locator('.job-list > li').first().getByText('Ready').waitFor()
  await page.reload()
  await done(page)
  t.equal(downloads.flat().length, 1, 'one document')
  t.equal(downloads[1]?.length, 0, 'not to the tab that did not ask')
  t.strictSame(complaints, [])
})

t.test('where sockets are blocked the page polls, and is live again when they are let through', async t => {
  const { page } = await newPage(t, browser, url)
  let blocked = true
  await page.routeWebSocket(/\/ws$/, socket => {
    if (blocked) void socket.close()
    else socket.connectToServer()
  })
  await page.goto(url)
  await page.locator('.badge[data-state=polling]').waitFor()
  const coming = page.waitForEvent('download', { timeout: COMING_MS })
  await press(page, 'Word')
  t.match((await coming).suggestedFilename(), /\.docx$/)
  blocked = false
  await page.locator('.badge[data-state=live]').waitFor({ timeout: COMING_MS })
})

t.test('a token that runs out in mid-job is renewed, and the page stays live', async t => {
  const { page, complaints } = await newPage(t, browser, url)
  let tokens = 0
  await page.route('**/api/dev/token', async route => {
    tokens += 1
    const expiresAt = Math.floor(Date.now() / 1000) + 3
    const body = { user_id: DEMO_USER, expires_at: new Date(expiresAt * 1000).toISOString(), stand_in: true }
    await route.fulfill({ json: { ...body, token: token(DEMO_USER, { exp: expiresAt }) } })
  })
  await openLive(page, url)
  await page.evaluate(`
    window.states = new Set()
    new MutationObserver(() => window.states.add(document.querySelector('.badge').dataset.state))
      .observe(document.body, { subtree: true, childList: true, attributes: true })
  `)
  standIn.setPace(5_000)
  const coming = page.waitForEvent('download', { timeout: COMING_MS })
  await press(page, 'PDF')
  await isWriting(page)
  const before = tokens
  t.match((await coming).suggestedFilename(), /\.pdf$/)
  t.ok(tokens > before, 'a new token was fetched while it was being written')
  t.notOk(await page.evaluate(`window.states.has('signed-out')`))
  t.strictSame(complaints, [])
  standIn.reset()
})

t.test('a pasted token that runs out in mid-job is asked for anew, and the document still comes', async t => {
  const { page } = await newPage(t, browser, url)
  await page.route('**/api/dev/token', route => route.fulfill({ status: 404, json: { code: 'NOT_FOUND' } }))
  const paste = async (pasted: string) => {
    await page.getByLabel('Access token').fill(pasted)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.locator('.badge[data-state=live]').waitFor()
  }
  await page.goto(url)
  await page.getByRole('heading', { name: 'Sign in with a token' }).waitFor()
  await paste(token(DEMO_USER, { exp: Math.floor(Date.now() / 1000) + 4 }))
  standIn.setPace(6_000)
  await press(page, 'Word')
  await page.getByRole('heading', { name: 'Your token is no longer accepted' }).waitFor({ timeout: COMING_MS })
  const coming = page.waitForEvent('download', { timeout: COMING_MS })
  await paste(`Bearer ${token(DEMO_USER)}`)
  t.match((await coming).suggestedFilename(), /\.docx$/)
  standIn.reset()
})

t.test('a laptop that slept through the end of a job wakes up to its document', async t => {
  const { page, complaints } = await newPage(t, browser, url)
  let asleep = false
  await page.routeWebSocket(/\/ws$/, socket => {
    const server = socket.connectToServer()
    const isDead = () => asleep
    // While it sleeps nothing comes through, and no one tells the page that this socket is dead.
    let dead = false
    const through = (send: (message: string | Buffer) => void) => (message: string | Buffer) => {
      dead ||= isDead()
      if (!dead) send(message)
    }
    socket.onMessage(through(message => server.send(message)))
    server.onMessage(through(message => socket.send(message)))
  })
  await page.clock.install()
  await openLive(page, url)
  await press(page, 'Word')
  await isWriting(page)
  asleep = true
  const watcher = await newPage(t, browser, url)
  await openLive(watcher.page, url)
  await watcher.page.locator('.job-list > li').first().getByText('Ready').waitFor({ timeout: COMING_MS })
  t.equal(await page.locator('.latest-job [data-stage=done]').count(), 0, 'it sleeps')
  asleep = false
  const coming = page.waitForEvent('download', { timeout: COMING_MS })
  await page.clock.fastForward('01:00:00')
  t.match((await coming).suggestedFilename(), /\.docx$/)
  await done(page)
  await page.locator('.badge[data-state=live]').waitFor()
  t.strictSame(complaints, [])
})

t.test('a failed attempt is said to be tried again, and is', async t => {
  const { page, complaints } = await newPage(t, browser, url)
  await openLive(page, url)
  standIn.order({ fault: 'cut', name: 'main_sections' })
  const coming = page.waitForEvent('download', { timeout: COMING_MS })
  await press(page, 'Word')
  const card = page.locator('.latest-job')
  await card.getByText('That didn’t work. Trying again shortly').waitFor()
  await card.getByText('Writing the text, attempt 2').waitFor()
  t.match((await coming).suggestedFilename(), /\.docx$/)
  t.strictSame(complaints, [])
  standIn.reset()
})
