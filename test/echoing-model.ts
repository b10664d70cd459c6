// A model server that quotes whatever it got, in each way an answer can: key and prompt in error messages, in broken
// chunks, in answers that fit no schema. For tests that nothing of it is logged.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const chunk = (content: string): string =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: content, choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`

const answers: ((response: ServerResponse, quoted: string) => void)[] = [
  ...[500, 429, 400, 401].map(status => (response: ServerResponse, quoted: string) => {
    const error = { message: quoted, type: quoted, code: quoted, param: quoted }
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-request-id': quoted })
      .end(JSON.stringify({ error }))
  }),
  (response, quoted) => response.writeHead(502, { 'content-type': 'text/html' }).end(`<h1>${quoted}</h1>`),
  (response, quoted) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`data: {"choices": ${quoted}\n\n`)
  },
  (response, quoted) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`${chunk(quoted)}data: ${JSON.stringify({ error: { message: quoted, code: quoted } })}\n\n`)
  },
  (response, quoted) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(chunk(quoted))
    setTimeout(() => response.destroy(), 50)
  },
  (response, quoted) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const last = { choices: [{ index: 0, delta: {}, finish_reason: quoted }] }
    response.end(`${chunk(`{"${quoted.replaceAll('"', '')}":1}`)}data: ${JSON.stringify(last)}\n\ndata: [DONE]\n\n`)
  },
]

export interface EchoingModel {
  url: string
  /** Answers given so far. */
  asked(): number
  close(): Promise<void>
}

/** Each request gets the next kind of answer, round and round. */
export const startEchoingModel = async (): Promise<EchoingModel> => {
  let asked = 0
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const quoted = `${request.headers.authorization} ${body}`.replace(/[^\x20-\x7e]/g, ' ').slice(0, 7_000)
    answers[asked++ % answers.length]!(response, quoted)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: () => asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
