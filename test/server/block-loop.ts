// Loaded into a server before its own code, by a test: on SIGUSR2 each turn of its event loop takes so long, until the
// next one.
const TURN_MS = 1_300
const never = new Int32Array(new SharedArrayBuffer(4))
let blocking = false

const block = (): void => {
  if (!blocking) return
  Atomics.wait(never, 0, 0, TURN_MS)
  setImmediate(block)
}

process.on('SIGUSR2', () => {
  blocking = !blocking
  block()
})
