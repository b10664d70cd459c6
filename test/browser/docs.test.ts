// The page at /docs in a real Chromium, under the policy that every page of ours is under.
import t from 'tap'
import { createDatabase, redisUrl, startServer } from '../harness.ts'
import { findViolations } from './axe.ts'
import { newPage, openBrowser } from './browser.ts'

const settings = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t) }
const [{ url }, browser] = await Promise.all([startServer(t, settings), openBrowser(t)])

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`${colorScheme}: styled, led through by links, nothing cut on a phone, no complaint`, async t => {
    const options = { colorScheme, viewport: { width: 360, height: 740 } }
    const { page, complaints, requests } = await newPage(t, browser, url, options)
    await page.goto(`${url}/docs`)
    t.equal(await page.title(), 'Résumé push: the interface')
    t.equal(await page.evaluate('getComputedStyle(document.querySelector("article")).borderRadius'), '8px')
    await page.getByRole('link', { name: 'GET /api/resume-async/job-status/{id}' }).click()
    await page.locator('#getJobStatus').getByRole('link', { name: 'JobView' }).first().click()
    t.equal(new URL(page.url()).hash, '#schema-JobView')
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
    t.same(await findViolations(page), [])
    t.same(complaints, [])
    t.same(requests, ['GET /docs', 'GET /docs/page.css'])
  })
}
