// One request on a connection of its own, which ends with it: idle connections would look like a leak.
import { type IncomingMessage, request } from 'node:http'

export interface Answer {
  status: number
  body: IncomingMessage
  json(): Promise<unknown>
}

export interface Call {
  method?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

export const call = (url: string, options: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { ...options, agent: false }, body => {
      resolve({ status: body.statusCode!, body, json: async () => JSON.parse(await text(body)) })
    })
    sent.once('error', reject).end()
  })

const text = async (body: IncomingMessage): Promise<string> => {
  let all = ''
  for await (const chunk of body.setEncoding('utf8')) all += chunk
  return all
}
