// `npm run gallery`: renders demo résumés and writes their first pages as pictures into docs/gallery.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { ownResume } from '../test/eval/documents.ts'
import { allProfiles } from '../test/eval/profiles.ts'
import { render } from '../worker/render/render.ts'

/** Profile and file name. */
const SHOWN = { Maya: 'english', 佐藤: 'japanese', arabic: 'arabic' }
/** Pixels for a point. */
const SCALE = 1.3
/** Drawn so many times larger and averaged: thin strokes keep their weight. */
const OVERSAMPLING = 3
/** Shades of each colour: few compress well, and letters still have smooth edges. */
const LEVELS = 8

const folder = fileURLToPath(new URL('../docs/gallery/', import.meta.url))
mkdirSync(folder, { recursive: true })
const library = await PDFiumLibrary.init()
for (const { name, profile } of allProfiles()) {
  const file = SHOWN[name as keyof typeof SHOWN]
  if (!file) continue
  const { bytes } = await render(ownResume(profile), 'pdf')
  const picture = await firstPage(bytes)
  writeFileSync(`${folder}${file}.png`, picture)
  console.log(`docs/gallery/${file}.png  ${Math.round(picture.length / 1000)} KB`)
}
library.destroy()

async function firstPage(pdf: Buffer): Promise<Buffer> {
  const document = await library.loadDocument(pdf)
  try {
    const { data, width } = await document.getPage(0).render({ scale: SCALE * OVERSAMPLING, render: 'bitmap' })
    return pngOf(data, width)
  } finally {
    document.destroy()
  }
}

/** `rgba`: four bytes a pixel. PNG, three bytes a pixel, each row as its difference from the one above. */
function pngOf(rgba: Uint8Array, rowPixels: number): Buffer {
  const width = Math.floor(rowPixels / OVERSAMPLING)
  const height = Math.floor(rgba.length / 4 / rowPixels / OVERSAMPLING)
  const stride = 1 + width * 3
  const rows = Buffer.alloc(stride * height)
  const colour = (x: number, y: number, channel: number): number => {
    if (y < 0) return 0
    let sum = 0
    for (let down = 0; down < OVERSAMPLING; down++) {
      const row = (y * OVERSAMPLING + down) * rowPixels + x * OVERSAMPLING
      for (let right = 0; right < OVERSAMPLING; right++) sum += rgba[(row + right) * 4 + channel]!
    }
    return Math.round((Math.round((sum / OVERSAMPLING ** 2 / 255) * LEVELS) / LEVELS) * 255)
  }
  for (let y = 0; y < height; y++) {
    rows[y * stride] = 2
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++)
        rows[y * stride + 1 + x * 3 + channel] = colour(x, y, channel) - colour(x, y - 1, channel)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits, red green blue.
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND'),
  ])
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
