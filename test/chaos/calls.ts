// The calls that the stand-in has seen, all of them: it forgets the old ones, so they are read as the run goes on.
import type { StandIn } from '../../dev/openai/server.ts'

export interface SeenCall {
  /** The number in the job text's marker. */
  text: number
  at: Date
}

const INTERVAL_MS = 200

export class SeenCalls {
  readonly #calls = new Map<number, SeenCall>()
  readonly #standIn: StandIn
  readonly #timer: NodeJS.Timeout

  constructor(standIn: StandIn) {
    this.#standIn = standIn
    this.#timer = setInterval(() => this.#read(), INTERVAL_MS)
  }

  /** In the order they came. */
  end(): SeenCall[] {
    clearInterval(this.#timer)
    this.#read()
    return [...this.#calls.values()]
  }

  #read(): void {
    for (const { id, at, request } of this.#standIn.calls(true)) {
      if (this.#calls.has(id)) continue
      const text = /\[text (\d+)\]/.exec(JSON.stringify(request))
      this.#calls.set(id, { text: Number(text?.[1]), at: new Date(at) })
    }
  }
}
