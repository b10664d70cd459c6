// What differs between OpenAI's models: the parameters each takes and what it costs. One table; no I/O.
// Prices from @pydantic/genai-prices 0.1.8 (standard tier, prompts under 200,000 tokens); shutdown dates from OpenAI's page
// of deprecations, read 2026-11.

export interface Usage {
  promptTokens: number
  /** The part of `promptTokens` that came from the prompt cache. */
  cachedTokens: number
  completionTokens: number
}

export interface ModelParameters {
  max_tokens?: number
  max_completion_tokens?: number
  temperature?: number
  reasoning_effort?: 'none' | 'minimal' | 'low'
}

/** US dollars for a million tokens. */
interface Price {
  input: number
  cached: number
  output: number
}

interface ModelTraits {
  parameters: ModelParameters
  /** null where we don't know. */
  price: Price | null
  /** The day on which OpenAI takes it out of its API; absent where none is announced. */
  shutdown?: string
}

/** Room for twelve roles of ten bullets in any script, and under what the smallest model allows (16,384). */
const ANSWER_MAX_TOKENS = 12_000
/** Thinking counts as answer. */
const REASONING_MAX_TOKENS = 32_000
/** Wording may vary a little, facts may not. */
const TEMPERATURE = 0.3

const plain: ModelParameters = { max_completion_tokens: ANSWER_MAX_TOKENS, temperature: TEMPERATURE }
/** Models that think refuse `max_tokens` and a temperature. The least effort each of them takes is enough here. */
const thinking = (effort: 'none' | 'minimal' | 'low'): ModelParameters => ({
  max_completion_tokens: REASONING_MAX_TOKENS,
  reasoning_effort: effort,
})
const price = (input: number, cached: number, output: number): Price => ({ input, cached, output })

const models: Record<string, ModelTraits> = {
  'gpt-4o': { parameters: plain, price: price(2.5, 1.25, 10), shutdown: '2027-01-14' },
  'gpt-4o-mini': { parameters: plain, price: price(0.15, 0.075, 0.6), shutdown: '2027-01-14' },
  'gpt-4.1': { parameters: plain, price: price(2, 0.5, 8), shutdown: '2027-01-14' },
  'gpt-4.1-mini': { parameters: plain, price: price(0.4, 0.1, 1.6), shutdown: '2027-01-14' },
  'gpt-4.1-nano': { parameters: plain, price: price(0.1, 0.025, 0.4), shutdown: '2026-10-23' },
  o3: { parameters: thinking('low'), price: price(2, 0.5, 8), shutdown: '2026-12-11' },
  'o3-mini': { parameters: thinking('low'), price: price(1.1, 0.55, 4.4), shutdown: '2026-10-23' },
  'o4-mini': { parameters: thinking('low'), price: price(1.1, 0.275, 4.4), shutdown: '2026-10-23' },
  'gpt-5': { parameters: thinking('minimal'), price: price(1.25, 0.125, 10), shutdown: '2026-12-11' },
  'gpt-5-mini': { parameters: thinking('minimal'), price: price(0.25, 0.025, 2), shutdown: '2026-12-11' },
  'gpt-5-nano': { parameters: thinking('minimal'), price: price(0.05, 0.005, 0.4), shutdown: '2026-12-11' },
  'gpt-5.1': { parameters: thinking('none'), price: price(1.25, 0.125, 10), shutdown: '2027-04-01' },
  'gpt-5.2': { parameters: thinking('none'), price: price(1.75, 0.175, 14) },
  'gpt-5.4': { parameters: thinking('none'), price: price(2.5, 0.25, 15) },
  'gpt-5.4-mini': { parameters: thinking('none'), price: price(0.75, 0.075, 4.5) },
  'gpt-5.4-nano': { parameters: thinking('none'), price: price(0.2, 0.02, 1.25), shutdown: '2027-04-01' },
  'gpt-5.5': { parameters: thinking('none'), price: price(5, 0.5, 30) },
  'gpt-5.6-luna': { parameters: thinking('none'), price: price(0.2, 0.02, 1.2) },
  'gpt-5.6-sol': { parameters: thinking('none'), price: price(4, 0.4, 20) },
  'gpt-5.6-terra': { parameters: thinking('none'), price: price(2, 0.2, 12) },
  'gpt-6-astra': { parameters: thinking('low'), price: price(10, 1, 50) },
  'gpt-6-luna': { parameters: thinking('none'), price: price(0.1, 0.01, 0.5) },
  'gpt-6-sol': { parameters: thinking('none'), price: price(2, 0.2, 10) },
}

/** The parameters to send beside model, messages and format. */
export const parametersOf = (model: string): ModelParameters => traitsOf(model).parameters

/** What a call cost in US dollars; 0 for a model whose price we don't know. */
export const costUsd = (model: string, usage: Usage): number => {
  const price = traitsOf(model).price
  if (!price) return 0
  const fresh = Math.max(0, usage.promptTokens - usage.cachedTokens)
  return (fresh * price.input + usage.cachedTokens * price.cached + usage.completionTokens * price.output) / 1_000_000
}

/** When OpenAI takes the model out of its API, `YYYY-MM-DD`, as far as we know; its own answer knows better. */
export const shutdownOf = (model: string): string | undefined => traitsOf(model).shutdown

/** About how many tokens a text has: a quarter of its ASCII characters, and one for each other character. */
export const estimateTokens = (text: string): number => {
  let ascii = 0
  let other = 0
  for (const character of text) character <= '\u007f' ? ascii++ : other++
  return Math.ceil(ascii / 4) + other
}

/** A dated name (`gpt-4o-mini-2024-07-18`) is its undated model. */
const traitsOf = (model: string): ModelTraits => {
  const known = models[model] ?? models[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')]
  if (known) return known
  // An OpenAI model newer than this table thinks, and may refuse any effort we name; another maker's server is
  // most likely to know the old parameter.
  const parameters: ModelParameters = /^(o\d|gpt-[5-9])/.test(model)
    ? { max_completion_tokens: REASONING_MAX_TOKENS }
    : { max_tokens: ANSWER_MAX_TOKENS, temperature: TEMPERATURE }
  return { parameters, price: null }
}
