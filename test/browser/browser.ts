// A real Chromium for tests: pages that report every console error and every request to another host.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '../../dev/chromium.ts'
import type { Test } from '../harness.ts'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** No step takes so long unless something is wrong. */
const PATIENCE_MS = 12_000

export interface WatchedPage {
  page: Page
  /** Console errors, uncaught errors, and addresses of other hosts, as they came. */
  complaints: string[]
  /** `GET /path` of each request to the server. */
  requests: string[]
}

export async function openBrowser(t: Test): Promise<Browser> {
  const executablePath = await ensureChromium(line => console.error(line))
  // Without a locale Chromium gives a file whose name is not in ASCII the name "download".
  const env = { ...process.env, LC_ALL: 'C.UTF-8' } as Record<string, string>
  const browser = await chromium.launch({ executablePath, args: FLAGS, env })
  t.teardown(() => browser.close())
  return browser
}

/** A page of a context of its own, closed with its test: nothing is shared with other pages. Not opened yet. */
export async function newPage(
  t: Test,
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ acceptDownloads: true, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => {
    const target = new URL(request.url())
    if (target.origin === url) requests.push(`${request.method()} ${target.pathname}`)
    else if (target.protocol !== 'blob:') complaints.push(`request to another host: ${request.url()}`)
  })
  return { page, complaints, requests }
}
