// Loaded into a server under stress: at SIGUSR2 it collects garbage and prints what the process holds.
process.on('SIGUSR2', () => {
  const { gc } = globalThis as { gc?: () => void }
  gc?.()
  gc?.()
  const resources = process.getActiveResourcesInfo()
  const count = (name: string) => resources.filter(resource => resource === name).length
  const held = { heap: process.memoryUsage().heapUsed, sockets: count('TCPSocketWrap'), timers: count('Timeout') }
  console.log(`probe ${JSON.stringify(held)}`)
})
