// What Node's HTTP parser could not read as a request, answered in the form of every other error.
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { AppError } from '../shared/errors.ts'
import { errorBody } from './error-handler.ts'

const messages: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive.',
  HPE_HEADER_OVERFLOW: 'The headers are too large.',
}

export const clientErrorHandler = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = new AppError('INVALID_REQUEST', messages[error.code ?? ''] ?? 'This is not an HTTP request.')
  const body = JSON.stringify(errorBody(problem))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${randomUUID()}`,
    'connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  // Not `end` alone, which would wait for the other side to close too.
  socket.destroySoon()
}
