// OpenAI: whether the key is good and the model is there, and until when. Asks for the model's record: that costs nothing.
import OpenAI from 'openai'
import { shutdownOf } from '../../worker/models.ts'
import { openClient } from '../../worker/openai.ts'
import { failureOf } from '../../worker/openai-errors.ts'
import { type Finding, failed, Late, note, ok, skipped, warning, within } from './finding.ts'

/** For all that is asked. */
const LIMIT_MS = 5_000
/** Time enough to try another model. */
const SOON_DAYS = 60
const DAY_MS = 24 * 60 * 60 * 1000

export interface OpenAiSettings {
  apiKey: string | undefined
  baseUrl: string | undefined
  model: string | undefined
}

export const examineOpenAi = async ({ apiKey, baseUrl, model }: OpenAiSettings): Promise<Finding> => {
  if (!apiKey) return note('OPENAI_API_KEY is not set, so nothing was asked; only workers need it')
  if (!model) return skipped('there is no usable OPENAI_MODEL')
  const client = openClient({ apiKey, baseUrl }, LIMIT_MS)
  try {
    const shutdown = await within(LIMIT_MS, lookUp(client, model))
    return judge(model, shutdown ?? (isOpenAi(baseUrl) ? shutdownOf(model) : undefined))
  } catch (error) {
    return explain(error, model)
  }
}

class UnknownModel extends Error {}
class NoRecords extends Error {}

/** The shutdown date, if the server tells one. A server that has no such route may still list its models. */
const lookUp = async (client: OpenAI, model: string): Promise<string | undefined> => {
  try {
    return shutdownIn(await client.models.retrieve(model))
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 405) throw error
    if ((error as { code?: unknown }).code === 'model_not_found') throw new UnknownModel()
  }
  return shutdownIn(await findInList(client, model))
}

const findInList = async (client: OpenAI, model: string): Promise<unknown> => {
  try {
    const { data } = await client.models.list()
    if (!Array.isArray(data)) throw new NoRecords()
    const found = data.find(({ id }) => id === model)
    if (!found) throw new UnknownModel()
    return found
  } catch (error) {
    throw statusOf(error) === 404 || statusOf(error) === 405 ? new NoRecords() : error
  }
}

const shutdownIn = (record: unknown): string | undefined => {
  const { id, shutdown_date: date } = (record ?? {}) as { id?: unknown; shutdown_date?: unknown }
  if (typeof id !== 'string') throw new NoRecords()
  return typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date) ? date : undefined
}

const statusOf = (error: unknown): number | undefined => (error as { status?: number }).status

/** Its dates are not those of another maker's server. */
const isOpenAi = (baseUrl: string | undefined): boolean =>
  baseUrl === undefined || /(^|\.)openai\.com$/.test(new URL(baseUrl).hostname)

const judge = (model: string, shutdown: string | undefined): Finding => {
  const values = { model, shutdown_date: shutdown ?? null }
  const message = `it takes the key and has ${model}`
  if (!shutdown) return ok(message, values)
  const days = Math.ceil((Date.parse(shutdown) - Date.now()) / DAY_MS)
  const whole = `${message}, which ${days > 0 ? `leaves its API on ${shutdown}` : `was to leave its API on ${shutdown}`}`
  if (days > SOON_DAYS) return ok(whole, values)
  return warning(
    whole,
    `choose another OPENAI_MODEL and try it with \`npm run eval\`${days > 0 ? `: ${days} days are left` : ''}`,
    values,
  )
}

const advice = {
  key: 'set an OPENAI_API_KEY that is good at OPENAI_BASE_URL',
  model: 'set OPENAI_MODEL to one that this key may use',
  network: 'open the way out (DNS, firewall, proxy), or correct OPENAI_BASE_URL',
  later: 'see its status page; jobs are tried again meanwhile',
}

/** Never by its messages, which can quote the key. */
const explain = (error: unknown, model: string): Finding => {
  const values = { model, shutdown_date: null }
  if (error instanceof UnknownModel) return failed(`it has no model ${model} for this key`, advice.model, values)
  if (error instanceof NoRecords)
    return warning(
      'what answers keeps no list of models, so key and model are untried',
      'see that jobs succeed',
      values,
    )
  if (error instanceof Late || error instanceof OpenAI.APIConnectionTimeoutError)
    return failed(`no answer in ${LIMIT_MS / 1000} s`, advice.network, values)
  const code = String((error as { code?: unknown }).code)
  // A restricted key: it may well be good for completions.
  if (statusOf(error) === 403 && code === 'missing_scope')
    return warning(
      'the key may not read models, so key and model are untried',
      'allow it to, or see that jobs succeed',
      values,
    )
  const failure = failureOf(error)
  if (failure.code === 'MODEL_KEY') return failed(`it refuses the key (${failure.message})`, advice.key, values)
  if (failure.code === 'MODEL_QUOTA')
    return failed(`the account has no credit left (${failure.message})`, 'add credit, or use another key', values)
  if (failure.code === 'MODEL_BUSY') return warning(`it is too busy to say (${failure.message})`, advice.later, values)
  if (statusOf(error) === undefined) return failed(`it can't be reached (${failure.message})`, advice.network, values)
  return failed(
    `it can't answer (${failure.message})`,
    (statusOf(error) ?? 0) >= 500 ? advice.later : advice.network,
    values,
  )
}
