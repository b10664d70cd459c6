// Renders every sample in a process of its own and prints the digests, for the test of equal bytes.
import { createHash } from 'node:crypto'
import { render } from '../../../worker/render/render.ts'
import { samples } from './samples.ts'

const digests: Record<string, string[]> = {}
for (const [name, resume] of Object.entries(samples).reverse()) {
  digests[name] = []
  for (const fileType of ['word', 'pdf'] as const) {
    const { bytes } = await render(resume, fileType)
    digests[name].push(createHash('sha256').update(bytes).digest('hex'))
  }
}
process.stdout.write(JSON.stringify(digests))
