// The parts that `npm start` has running: started in order, watched, stopped in reverse order. Knows none of them by name.
import { describeExit, type Exit } from './processes.ts'

export interface Part {
  name: string
  exited: Promise<Exit>
  /** Its last lines, for the report when it dies. */
  lines?: string[]
  stop(): Promise<unknown>
  /** For the impatient: ends it at once. */
  kill?(): void
}

/** Why everything ends: a signal (a person wants it) or a failure. */
export interface Ending {
  failure?: Error
}

export class Parts {
  #parts: Part[] = []
  #ending = Promise.withResolvers<Ending>()
  #isEnding = false

  /** Settles at the first reason to end. */
  readonly ended: Promise<Ending> = this.#ending.promise

  add(part: Part): void {
    this.#parts.push(part)
    part.exited.then(exit => {
      const last = part.lines?.slice(-8).map(line => `\n  ${line}`) ?? []
      this.end({ failure: new Error(`${part.name} ended by itself (${describeExit(exit)})${last.join('')}`) })
    })
  }

  end(ending: Ending): void {
    this.#isEnding = true
    this.#ending.resolve(ending)
  }

  /** Throws once everything is to end: called between the steps of the start. */
  check(): void {
    if (this.#isEnding) throw new Error('stopped while starting')
  }

  async stopAll(say: (name: string) => void): Promise<void> {
    this.#isEnding = true
    for (let part = this.#parts.at(-1); part; part = this.#parts.at(-1)) {
      say(part.name)
      await part.stop()
      this.#parts.pop()
    }
  }

  /** A second Ctrl-C: nothing gets time any more to finish its work. */
  hurry(): void {
    for (const part of this.#parts) part.kill?.()
  }
}
