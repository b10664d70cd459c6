// The hooks in another React app, in React's development build: there StrictMode mounts everything twice.
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import t from 'tap'
import { build, type Rolldown } from 'vite'
import { PROJECT } from '../../dev/files.ts'
import { until } from '../harness.ts'
import { doneView, jobView, startSmallServer } from '../web/small-server.ts'
import { newPage, openBrowser } from './browser.ts'

t.setTimeout(240_000)

t.test('mounted twice it subscribes once, unmounted it leaves nothing, mounted again it is right', async t => {
  const server = await startSmallServer()
  t.teardown(() => server.stop())
  server.change(jobView({ version: 1 }))
  const [browser, script] = await Promise.all([openBrowser(t), buildPage()])
  const { page, complaints } = await newPage(t, browser, server.origin)
  // Its JSON will do as a page: one that the test made up itself counts as no local one, and may open no socket.
  await page.goto(server.origin)
  await page.addScriptTag({ content: script })
  const seen = (name: 'mounts' | 'listening') => page.evaluate(`window.seen.${name}`)

  await page.getByText('job-1: generating, live,').first().waitFor()
  await page.getByText('nowhere: missing').waitFor()
  t.equal(await seen('mounts'), 6, 'three of them, each mounted twice')
  const frames = server.connections.flatMap(({ received }) => received)
  const asked = frames.flatMap(frame => (frame.type === 'subscribe' && 'jobs' in frame ? frame.jobs : []))
  t.equal(server.connections.length, 1, 'one socket')
  t.strictSame([...asked].sort(), ['all', 'job-1', 'nowhere'], 'each asked for once')
  t.notOk(frames.some(frame => frame.type === 'unsubscribe'))
  server.draft({ type: 'preview', job_id: 'job-1', attempt: 1, section: 'main', text: 'A nurse' })
  await page.getByText('job-1: generating, live, A nurse').first().waitFor()

  await page.getByRole('button', { name: 'Turn' }).click()
  t.equal(await seen('listening'), 0, 'no listener is left')
  await until(() => server.open.length === 0)

  server.change(doneView({ version: 2 }))
  await page.getByRole('button', { name: 'Turn' }).click()
  await page.getByText('job-1: done, live,').first().waitFor()
  t.equal(server.connections.length, 2)
  t.strictSame(complaints, [])
})

async function buildPage(): Promise<string> {
  const entry = join(PROJECT, 'test/browser/hooks-page.tsx')
  const outputs = (await build({
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"development"' },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'page' } },
  })) as Rolldown.RolldownOutput[]
  return outputs[0]!.output[0].code
}
