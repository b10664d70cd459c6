// Asks one server over and over, many requests at once, and counts the answers. undici, since Node's own clients cost more
// than the server does.
import { Pool } from 'undici'
import { signToken } from '../../shared/token.ts'

export const JWT_SECRET = 'a-bench-secret-of-at-least-32-bytes!'
export const USER = '42'
const CONNECTIONS = 32

export interface Asker {
  /** Answers a second. Rejects at the first answer of another status. */
  perSecond(request: () => Asked, ms: number): Promise<number>
  close(): Promise<void>
}
export interface Asked {
  path: string
  headers?: Record<string, string>
  status: number
}

export const openAsker = (port: number): Asker => {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
  const authorization = `Bearer ${signToken(JWT_SECRET, { sub: USER }, 3600)}`
  const ask = async ({ path, headers, status }: Asked): Promise<void> => {
    const answer = await pool.request({ method: 'GET', path, headers: { authorization, ...headers } })
    if (answer.statusCode !== status)
      throw new Error(`${path} answered ${answer.statusCode}: ${(await answer.body.text()).slice(0, 200)}`)
    await answer.body.dump()
  }
  return {
    async perSecond(request, ms) {
      const begun = performance.now()
      let count = 0
      const work = async (): Promise<void> => {
        for (; performance.now() - begun < ms; count++) await ask(request())
      }
      await Promise.all(Array.from({ length: CONNECTIONS }, work))
      return (count * 1000) / (performance.now() - begun)
    },
    close: () => pool.close(),
  }
}
