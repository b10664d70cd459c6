// Small things on disk that `npm start` and the tests share: where the project is, secrets kept between runs.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'

/** The project's folder. */
export const PROJECT = resolve(import.meta.dirname, '..')

/** The secret in `path`, made (32 random bytes in hex, mode 0600) when the file is missing or empty. */
export async function keptSecret(path: string): Promise<string> {
  const kept = existsSync(path) ? (await readFile(path, 'utf8')).trim() : ''
  if (kept) return kept
  const secret = randomBytes(32).toString('hex')
  await writeFile(path, secret, { mode: 0o600 })
  return secret
}

/** The full path of the first of `names` that stands in a folder of PATH. */
export function findOnPath(names: string[], path = process.env.PATH ?? ''): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const folders = path.split(delimiter).filter(Boolean)
  return names.flatMap(name => folders.map(folder => join(folder, name + suffix))).find(file => existsSync(file))
}
