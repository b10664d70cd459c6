// A TCP proxy whose connections can be frozen: they stay open and bring nothing, as after a failover.
import { connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  port: number
  /** Freezes the connections open now that have sent this text; new ones work. How many it froze. */
  freeze(having: string): number
}

export const startTcpProxy = async (t: { teardown(end: () => void): void }, targetPort: number): Promise<TcpProxy> => {
  const pairs = new Map<Socket, { target: Socket; sent: string }>()
  const server = createServer(client => {
    const target = connect(targetPort, '127.0.0.1')
    const pair = { target, sent: '' }
    pairs.set(client, pair)
    client.on('data', data => {
      pair.sent = (pair.sent + data.toString('latin1')).slice(-4_096)
    })
    client.pipe(target).pipe(client)
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
    client.on('close', () => pairs.delete(client))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const [client, { target }] of pairs) {
      client.destroy()
      target.destroy()
    }
    server.close()
  })
  return {
    port: (server.address() as { port: number }).port,
    freeze(having) {
      const frozen = [...pairs].filter(([, { sent }]) => sent.includes(having))
      for (const [client, { target }] of frozen) {
        target.unpipe(client)
        client.unpipe(target)
        target.pause()
        client.resume()
      }
      return frozen.length
    },
  }
}
