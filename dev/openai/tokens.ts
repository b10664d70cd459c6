// Cuts text into token-like pieces and counts what a prompt would cost, its cached part too. Knows no HTTP.

/** About what a tokenizer makes of it: four letters, one ideograph, a run of marks or spaces. */
const piece =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|\s?[\p{L}\p{M}\p{N}]{1,4}|\s?[^\s\p{L}\p{M}\p{N}]{1,3}|\s+/gu

export const cutTokens = (text: string): string[] => text.match(piece) ?? []

/** OpenAI caches prefixes from this size up, in steps. */
const CACHED_FROM = 1024
const CACHED_STEP = 128

/** Remembers the last prompt of each cache key, as a prompt cache would. */
export class PromptCache {
  #last = new Map<string, string[]>()

  /** How many tokens the prompt has, and how many at its start were in the last one of the same key. */
  count(key: string, prompt: string): { prompt: number; cached: number } {
    const tokens = cutTokens(prompt)
    const last = this.#last.get(key) ?? []
    this.#last.set(key, tokens)
    let equal = 0
    while (equal < tokens.length && tokens[equal] === last[equal]) equal++
    return { prompt: tokens.length, cached: equal < CACHED_FROM ? 0 : equal - (equal % CACHED_STEP) }
  }

  clear(): void {
    this.#last.clear()
  }
}
