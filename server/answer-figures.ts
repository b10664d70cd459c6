// How this server has answered, in plain numbers: a request costs two look-ups and some additions. The metrics read it.
// Knows no requests.
import { Buckets } from '../shared/buckets.ts'

/** Upper bounds, in seconds. */
const ANSWER_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Answers {
  byStatus: Map<number, number>
  seconds: Buckets
}

export class AnswerFigures {
  /** By method, then by route. */
  readonly #answers = new Map<string, Map<string, Answers>>()

  /** @param seconds undefined where the time tells nothing. */
  answered(method: string, route: string, status: number, seconds: number | undefined): void {
    const answers = this.#of(method, route)
    answers.byStatus.set(status, (answers.byStatus.get(status) ?? 0) + 1)
    if (seconds !== undefined) answers.seconds.observe(seconds)
  }

  requests(): [{ method: string; route: string; status: string }, number][] {
    return this.#all().flatMap(([labels, { byStatus }]) =>
      [...byStatus].map(([status, count]): [{ method: string; route: string; status: string }, number] => [
        { ...labels, status: String(status) },
        count,
      ]),
    )
  }

  durations(): [{ method: string; route: string }, Buckets][] {
    return this.#all().map(([labels, { seconds }]) => [labels, seconds])
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
    const made = { byStatus: new Map(), seconds: new Buckets(ANSWER_SECONDS) }
    routes.set(route, made)
    return made
  }
}
