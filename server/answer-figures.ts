// How this server has answered, in plain numbers: a request costs two look-ups and some additions. The metrics read it.
// Knows no requests.

/** Upper bounds in seconds. */
export const ANSWER_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export interface Durations {
  /** Observed in each bucket, those of the smaller ones not included; the last is beyond the last bound. */
  counts: number[]
  sumSeconds: number
}

interface Answers extends Durations {
  byStatus: Map<number, number>
}

export class AnswerFigures {
  /** By method, then by route. */
  readonly #answers = new Map<string, Map<string, Answers>>()

  /** @param seconds undefined where the time tells nothing. */
  answered(method: string, route: string, status: number, seconds: number | undefined): void {
    const answers = this.#of(method, route)
    answers.byStatus.set(status, (answers.byStatus.get(status) ?? 0) + 1)
    if (seconds === undefined) return
    let bucket = 0
    while (bucket < ANSWER_SECONDS.length && seconds > ANSWER_SECONDS[bucket]!) bucket++
    answers.counts[bucket]!++
    answers.sumSeconds += seconds
  }

  requests(): [{ method: string; route: string; status: string }, number][] {
    return this.#all().flatMap(([labels, { byStatus }]) =>
      [...byStatus].map(([status, count]): [{ method: string; route: string; status: string }, number] => [
        { ...labels, status: String(status) },
        count,
      ]),
    )
  }

  durations(): [{ method: string; route: string }, Durations][] {
    return this.#all()
  }

  #all(): [{ method: string; route: string }, Answers][] {
    return [...this.#answers].flatMap(([method, routes]) =>
      [...routes].map(([route, answers]): [{ method: string; route: string }, Answers] => [{ method, route }, answers]),
    )
  }

  #of(method: string, route: string): Answers {
    const routes = this.#answers.get(method) ?? new Map<string, Answers>()
    this.#answers.set(method, routes)
    const known = routes.get(route)
    if (known) return known
    const made = { byStatus: new Map(), counts: [...ANSWER_SECONDS, 0].fill(0), sumSeconds: 0 }
    routes.set(route, made)
    return made
  }
}
