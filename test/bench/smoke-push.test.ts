// The benches of the push and of the polled endpoints run and print their table.
import { smoke } from './smoke.ts'

smoke('bench -- push latency --rounds 1', 'publish → receipt')
smoke('bench -- http status --rounds 1', 'job-status')
