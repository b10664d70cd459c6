// Cuts a TrueType file down to the glyphs a document draws, with HarfBuzz's subsetter.
// Glyph numbers stay; hinting and all tables a PDF does not read are dropped.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface HarfBuzzSubset {
  memory: WebAssembly.Memory
  _initialize(): void
  malloc(bytes: number): number
  free(pointer: number): void
  hb_blob_create(data: number, length: number, mode: number, userData: number, destroy: number): number
  hb_blob_destroy(blob: number): void
  hb_blob_get_data(blob: number, length: number): number
  hb_blob_get_length(blob: number): number
  hb_face_create(blob: number, index: number): number
  hb_face_destroy(face: number): void
  hb_face_reference_blob(face: number): number
  hb_set_add(set: number, value: number): void
  hb_subset_input_create_or_fail(): number
  hb_subset_input_destroy(input: number): void
  hb_subset_input_glyph_set(input: number): number
  hb_subset_input_set(input: number, kind: number): number
  hb_subset_input_set_flags(input: number, flags: number): void
  hb_subset_or_fail(face: number, input: number): number
}

// From hb-subset.h.
const WRITABLE = 2
const FLAGS = { noHinting: 0x1, retainGlyphIds: 0x2, notdefOutline: 0x40, noLayoutClosure: 0x200 }
const DROP_TABLE_SET = 3
const DROPPED_TABLES = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'MATH', 'kern', 'name', 'post', 'cmap', 'OS/2', 'gasp']
DROPPED_TABLES.push('DSIG', 'meta', 'vhea', 'vmtx', 'VORG', 'prep', 'fpgm', 'cvt ', 'FFTM', 'VDMX', 'hdmx', 'LTSH')

let loaded: HarfBuzzSubset | undefined
interface LoadedFace {
  pointer: number
  data: number
  bytes: number
}

/** Each font file stands in the module's memory once; the large ones (Chinese, Japanese, Korean) only while in use. */
const loadedFaces = new Map<string, LoadedFace>()
const KEPT_MAX_BYTES = 1_000_000

export const subsetFont = (path: string, glyphIds: Iterable<number>): Uint8Array => {
  const hb = harfBuzz()
  const input = subsetInput(hb, glyphIds)
  const face = faceOf(hb, path)
  const subset = hb.hb_subset_or_fail(face.pointer, input)
  hb.hb_subset_input_destroy(input)
  if (face.bytes > KEPT_MAX_BYTES) release(hb, path, face)
  if (subset === 0) throw new Error('the font could not be subset')
  const blob = hb.hb_face_reference_blob(subset)
  const start = hb.hb_blob_get_data(blob, 0)
  const bytes = new Uint8Array(hb.memory.buffer).slice(start, start + hb.hb_blob_get_length(blob))
  hb.hb_blob_destroy(blob)
  hb.hb_face_destroy(subset)
  return bytes
}

const subsetInput = (hb: HarfBuzzSubset, glyphIds: Iterable<number>): number => {
  const input = hb.hb_subset_input_create_or_fail()
  const glyphs = hb.hb_subset_input_glyph_set(input)
  for (const id of glyphIds) hb.hb_set_add(glyphs, id)
  const dropped = hb.hb_subset_input_set(input, DROP_TABLE_SET)
  for (const tag of DROPPED_TABLES) hb.hb_set_add(dropped, Buffer.from(tag, 'latin1').readUInt32BE())
  const { noHinting, retainGlyphIds, notdefOutline, noLayoutClosure } = FLAGS
  hb.hb_subset_input_set_flags(input, noHinting | retainGlyphIds | notdefOutline | noLayoutClosure)
  return input
}

const harfBuzz = (): HarfBuzzSubset => {
  if (loaded === undefined) {
    const path = fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'))
    const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)))
    loaded = instance.exports as unknown as HarfBuzzSubset
    loaded._initialize()
  }
  return loaded
}

const faceOf = (hb: HarfBuzzSubset, path: string): LoadedFace => {
  let face = loadedFaces.get(path)
  if (face === undefined) {
    const { data, bytes } = readInto(hb, path)
    const blob = hb.hb_blob_create(data, bytes, WRITABLE, 0, 0)
    face = { pointer: hb.hb_face_create(blob, 0), data, bytes }
    hb.hb_blob_destroy(blob)
    loadedFaces.set(path, face)
  }
  return face
}

/** Straight from the disk, without a copy in JavaScript's memory. */
const readInto = (hb: HarfBuzzSubset, path: string): { data: number; bytes: number } => {
  const file = openSync(path, 'r')
  try {
    const bytes = fstatSync(file).size
    const data = hb.malloc(bytes)
    if (readSync(file, new Uint8Array(hb.memory.buffer, data, bytes), 0, bytes, 0) !== bytes)
      throw new Error(`${path} was cut short`)
    return { data, bytes }
  } finally {
    closeSync(file)
  }
}

const release = (hb: HarfBuzzSubset, path: string, { pointer, data }: LoadedFace): void => {
  hb.hb_face_destroy(pointer)
  hb.free(data)
  loadedFaces.delete(path)
}
