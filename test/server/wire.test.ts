// Our own frames, byte for byte as `ws` makes them.
import t from 'tap'
import * as ws from 'ws'
import { encodeFrame } from '../../server/wire.ts'

/** Exported, though its types don't say so. */
const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } }
const expected = (text: string) =>
  Buffer.concat(Sender.frame(Buffer.from(text), { fin: true, opcode: 1, mask: false, rsv1: false, readOnly: true }))

t.test('a frame of any length and any text', async t => {
  for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    for (const piece of ['x', 'é', '履', '😀', '\ud800']) {
      const text = piece.repeat(Math.floor(length / Buffer.byteLength(piece))).padEnd(length && 1, 'x')
      t.ok(
        encodeFrame(text, '').equals(encodeFrame('', ...[...text].slice(0, 1), [...text].slice(1).join(''))),
        'in pieces',
      )
      t.ok(encodeFrame(text).equals(expected(text)), `${length} bytes of ${JSON.stringify(piece)}`)
    }
})
