// npm run settings: writes docs/settings.md, the table of all settings, made from the schema in shared/config.ts.
import { writeFileSync } from 'node:fs'
import { serverKeys, settings, workerKeys } from '../shared/config.ts'

const PAGE = new URL('../docs/settings.md', import.meta.url)
/** Of no form that any setting takes: what it answers says which one is wanted. */
const MALFORMED = '?'

export const settingsPage = (): string =>
  [
    '# Settings',
    '',
    'Made by `npm run settings` from `shared/config.ts`: change it there. All settings are environment variables; spaces around',
    'a value are ignored (a key keeps them), and an empty one counts as absent. A process whose settings are wrong ends at',
    'once with one line that names all of them; `npm run doctor` shows the same for server and worker, and what is behind them.',
    '',
    '| setting | default | read by | form | what it is |',
    '| --- | --- | --- | --- | --- |',
    ...(Object.keys(settings) as Key[]).map(row),
    '',
    'Needed: `DATABASE_URL` and `REDIS_URL` by both; by the server `JWT_SECRET` or `JWT_PUBLIC_KEY` (one of the two); by the',
    'worker `OPENAI_API_KEY`. `npm run migrate` needs `DATABASE_URL` alone, `npm run publish` `REDIS_URL`, `npm run token`',
    '`JWT_SECRET`. `NODE_ENV=production` is heeded in one place: there `DEV_LOGIN` refuses to start.',
    '',
  ].join('\n')

type Key = keyof typeof settings

const row = (key: Key): string => {
  const { env, about, fallback } = settings[key]
  const text = typeof fallback === 'boolean' ? String(Number(fallback)) : String(fallback ?? '')
  return `| \`${env}\` | ${text && `\`${text}\``} | ${readBy(key)} | ${formOf(key)} | ${about} |`
}

const readBy = (key: Key): string => {
  const readers = [serverKeys.includes(key as never) && 'server', workerKeys.includes(key as never) && 'worker']
  return readers.filter(Boolean).join(', ')
}

const formOf = (key: Key): string => {
  try {
    settings[key].parse(MALFORMED, MALFORMED)
    return 'text'
  } catch (error) {
    return (error as Error).message
      .replace(/^must be (an? )?/, '')
      .replace(' to 2147483647', '')
      .replace(/\b(postgres|postgresql|redis|rediss|https?):\/\/(?=\s|$)/g, '`$&`')
  }
}

if (import.meta.main) writeFileSync(PAGE, settingsPage())
