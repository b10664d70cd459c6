// Turns the processes' JSON log lines into short readable ones.
import { prettyFactory } from 'pino-pretty'

/** A writer for the lines of one process; lines that aren't JSON pass as they are. */
export function createLogLines(name: string, write: (line: string) => void): (line: string) => void {
  const pretty = prettyFactory({
    colorize: process.stdout.isTTY ?? false,
    ignore: 'pid,hostname,name',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  })
  return line => {
    // Asked many times while the parts come up, and of no interest to who reads along.
    if (line.includes('"path":"/api/readyz"')) return
    write(`${name.padEnd(8)} ${line.startsWith('{') ? pretty(line).trimEnd() : line}`)
  }
}
