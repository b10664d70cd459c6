// How the words of one number add up: "two thousand five hundred", "quatre-vingt-dix".

/** These multiply what stands before them. */
const SCALES: ReadonlySet<number> = new Set([100, 1e3, 1e6, 1e9, 1e12])
/** After which smaller numbers count on: "mười hai" is twelve. */
const TEN_FIRST: ReadonlySet<string> = new Set(['mười', 'on'])

/** Adds up the words of one number as they come: a part must be smaller than what the number has room for. */
export class Sum {
  #total = 0
  #current = 0
  #last = 0

  get value(): number {
    return this.#total + this.#current
  }

  /** Something below a hundred may follow an "and". */
  get isRound(): boolean {
    return this.value > 0 && this.value % 100 === 0
  }

  get isHalfAfter(): boolean {
    return this.#last > 0 && this.#last < 100
  }

  addHalf(): void {
    this.#current += 0.5
  }

  /** False where the value is a number of its own: "five six". */
  add(value: number, before = '', word = ''): boolean {
    if (this.#last && SCALES.has(value)) return this.#addScale(value)
    if (this.#last && !this.#hasRoom(value, before, word)) return false
    if (before === 'quatre' && value === 20) this.#current += 76
    else if (value >= 1000) this.#total += value
    else this.#current += value
    this.#last = value
    return true
  }

  multiply(factor: number): void {
    if (this.#current === 0) this.#total *= factor
    // "Một trăm hai mươi": a hundred and two tens.
    else if (factor < 100) this.#current += (this.#current % 100) * (factor - 1)
    else if (factor < 1000) this.#current *= factor
    else this.#total += this.#current * factor
    if (factor < 1000) this.#last = factor < 100 ? this.#current % 100 : this.#current
    else this.#last = factor
    if (factor >= 1000) this.#current = 0
  }

  #addScale(value: number): boolean {
    // "mil cem": a hundred is added to thousands, and multiplies what is below it.
    if (value === 100 && this.#current === 0) this.#current = 100
    else if (value === 100 && this.#current >= 10) return false
    else this.multiply(value)
    this.#last = value
    return true
  }

  #hasRoom(value: number, before: string, word: string): boolean {
    // Arabic says five and twenty, and like Hebrew three ten.
    if (this.#last < 10 && value >= 20 && value < 100 && word.startsWith('و')) return true
    if (this.#last < 10 && /^(?:عشرة?|עשרה?)$/u.test(word)) return true
    if (this.#last === 10 && value < 10 && (TEN_FIRST.has(before) || (before === 'dix' && value > 6))) return true
    // "quatre-vingts" is four twenties, "soixante-dix" sixty and ten.
    if (before === 'quatre' && value === 20) return true
    const isFrenchTeen = value < 20 && /^(?:soixante|vingts?)$/.test(before) && [60, 80].includes(this.#current % 100)
    if (isFrenchTeen) return true
    if (this.#current === 0) return value < this.#last
    if (this.#last >= 100) return value < 100 && this.#current % 100 === 0
    return this.#last >= 20 && this.#last % 10 === 0 && value < 10
  }
}
