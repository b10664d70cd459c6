// Finds TCP ports on 127.0.0.1 that nobody listens on.
import { createServer } from 'node:net'

/** A free port: `preferred` or one of the nine after it when given, else a random one below the range that outgoing connections take theirs from. */
export async function freePort(preferred?: number): Promise<number> {
  const candidates =
    preferred === undefined
      ? Array.from({ length: 50 }, () => 20_000 + Math.floor(Math.random() * 10_000))
      : Array.from({ length: 10 }, (_, offset) => preferred + offset)
  for (const port of candidates) if (port <= 65_535 && (await isFree(port))) return port
  if (preferred === undefined) throw new Error('no free port found on 127.0.0.1')
  return await freePort()
}

async function isFree(port: number): Promise<boolean> {
  // A listener on every address (0.0.0.0) doesn't collide with one on 127.0.0.1 everywhere, so both are tried.
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0'))
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
