// What `npm start` and `npm test` print while they work: one line a step, begun before the work and ended after it.

export interface Progress {
  /** Prints `name …`, does the work, and ends the line with what it answers. */
  step<T>(name: string, work: (note: (line: string) => void) => Promise<T>, describe: (result: T) => string): Promise<T>
  say(line: string): void
}

export function createProgress(write: (text: string) => void = text => void process.stdout.write(text)): Progress {
  let open = false
  const say = (line: string) => {
    write(`${open ? '\n' : ''}${line}\n`)
    open = false
  }
  const step: Progress['step'] = async (name, work, describe) => {
    write(`${name} … `)
    open = true
    const startMs = Date.now()
    try {
      const result = await work(line => say(`  ${line}`))
      const seconds = ((Date.now() - startMs) / 1000).toFixed(1)
      write(`${open ? '' : `${name}: `}${describe(result)} (${seconds} s)\n`)
      open = false
      return result
    } catch (error) {
      say('not done')
      throw error
    }
  }
  return { step, say }
}
