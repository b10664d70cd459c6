// One `npm start` at a time on one data folder.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { commandLine } from './processes.ts'

/** Takes the lock, or throws and names the process that has it. Returns what gives it back. */
export function takeLock(file: string, marker: string): () => void {
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0
    // A number left by a killed run may be our own by now, above all in containers.
    if (holder && holder !== process.pid && commandLine(holder).includes(marker)) {
      throw new Error(
        `npm start is running already (process ${holder}); stop that one first, or set DATA_DIR to another folder`,
      )
    }
    rmSync(file, { force: true })
  }
  throw new Error(`can't take the lock ${file}`)
}
