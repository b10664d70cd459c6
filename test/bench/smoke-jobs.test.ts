// The benches of the job's way, of many jobs at once and of a steady load run and print their table.
import { smoke } from './smoke.ts'

smoke('bench -- jobs cached --rounds 1', 'a cached job')
smoke('bench -- load --rounds 1 --jobs 50', '50 jobs at once')
smoke('bench -- soak --minutes 0.1', 'live bytes of the server')
