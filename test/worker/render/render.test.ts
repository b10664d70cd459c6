import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import t from 'tap'
import { FontChoice } from '../../../worker/render/fonts.ts'
import { findBlankGlyphs } from '../../../worker/render/glyph-check.ts'
import { subsetFont } from '../../../worker/render/pdf-subset.ts'
import { type Draft, render } from '../../../worker/render/render.ts'
import type { Resume } from '../../../worker/render/resume.ts'
import { samples } from './samples.ts'

const run = promisify(execFile)
const digest = async (resume: Resume, fileType: 'word' | 'pdf'): Promise<string> =>
  createHash('sha256')
    .update((await render(resume, fileType)).bytes)
    .digest('hex')

t.test('the same résumé gives the same bytes, here again and in another process', async t => {
  const here: Record<string, string[]> = {}
  for (const [name, resume] of Object.entries(samples)) {
    here[name] = [await digest(resume, 'word'), await digest(resume, 'pdf')]
    t.same(here[name], [await digest(resume, 'word'), await digest(resume, 'pdf')], name)
  }
  const script = fileURLToPath(new URL('print-digests.ts', import.meta.url))
  const { stdout } = await run(process.execPath, [script], { env: { ...process.env, TZ: 'Asia/Tokyo', LANG: 'tr_TR' } })
  t.same(JSON.parse(stdout), here)
})

t.test('an odd résumé renders all the same', async t => {
  const empty: Resume = { language: '', country: null, name: '', label: null, contacts: [], sections: [] }
  const odd: Resume[] = [
    empty,
    { ...empty, language: 'not a language!', name: 'A <b>&amp; "c"' },
    { ...empty, contacts: [{ kind: 'url', text: 'javascript:alert(1)', href: 'javascript:alert(1)' }] },
    { ...empty, contacts: [{ kind: 'url', text: 'a(b)\\c', href: 'https://example.com/a(b)\\c?x=%' }] },
  ]
  for (const resume of odd) {
    for (const fileType of ['word', 'pdf'] as const) {
      const { bytes } = await render(resume, fileType)
      t.ok(bytes.length > 500)
      t.notMatch(bytes.toString('latin1'), /javascript:/)
    }
  }
})

const writing = (texts: { proper: string; plain: string }): ((resume: Resume, plain: boolean) => Promise<Draft>) => {
  return async (resume, plain) => {
    const { bytes } = await render({ ...resume, name: plain ? texts.plain : texts.proper }, 'word')
    const { blocksOf } = await import('../../../worker/render/blocks.ts')
    return { bytes, warnings: [], blocks: blocksOf(resume), problem: null }
  }
}

t.test('a document that reads back wrong is made once more the plain way, then fails', async t => {
  const resume = samples.ukrainian!
  const once = writing({ proper: 'Wrong', plain: resume.name })
  t.ok((await render(resume, 'word', { word: once, pdf: once })).bytes.length > 0)
  const never = writing({ proper: 'Wrong', plain: 'Wrong too' })
  await t.rejects(render(resume, 'word', { word: never, pdf: never }), { code: 'READ_BACK_FAILED' })
  const broken = async (): Promise<Draft> => {
    throw new Error('no ink')
  }
  await t.rejects(render(resume, 'pdf', { word: broken, pdf: broken }), { code: 'RENDER_FAILED' })
})

t.test('a font whose outlines are lost is found out', async t => {
  const face = new FontChoice('en', '').faceFor('A', false)!
  const id = face.font.nominalGlyph(0x41)!
  const { xBearing, yBearing, width, height } = face.font.glyphExtents(id)!
  const outlines = new Map([
    [id, [xBearing, yBearing + height, xBearing + width, yBearing] as [number, number, number, number]],
  ])
  const font = Buffer.from(subsetFont(face.path, [id]))
  t.equal(findBlankGlyphs(pdfWith(font), new Map([['F1', outlines]])), null)
  const damaged = Buffer.from(font)
  const glyf = damaged.readUInt32BE(damaged.indexOf('glyf') + 8)
  damaged.copy(damaged, glyf + 1, glyf, glyf + 200)
  t.match(findBlankGlyphs(pdfWith(damaged), new Map([['F1', outlines]])), /1 glyphs/)
  t.match(findBlankGlyphs(pdfWith(font), new Map([['F1', new Map([[id, null]])]])), /1 glyphs/)
  t.match(findBlankGlyphs(Buffer.from('%PDF'), new Map([['F1', outlines]])), /0 of 1/)
})

const pdfWith = (font: Buffer): Buffer => {
  const body = deflateSync(font)
  return Buffer.concat([
    Buffer.from(`1 0 obj\n<<\n/Length1 ${font.length}\n/Length ${body.length}\n>>\nstream\n`),
    body,
  ])
}
