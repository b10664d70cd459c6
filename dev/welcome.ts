// The last words of a start: the address to open, and curl lines that work as they are.
import { DEMO_USER } from '../shared/protocol.ts'
import { signToken } from '../shared/token.ts'
import type { Seeded } from './seed.ts'

export interface Welcome {
  url: string
  /** Signs the token in the curl lines. */
  secret: string
  seeded: Seeded
  standIn: boolean
}

export function welcome({ url, secret, seeded, standIn }: Welcome): string {
  const lines = ['', `Open  ${url}`, '']
  if (seeded.first) lines.push(...curlLines(url, demoToken(secret), seeded.first))
  if (standIn) {
    lines.push(
      'OPENAI_API_KEY is not set: a local stand-in plays OpenAI. It picks and joins the own words of the candidate;',
      'no model is asked. Set the key to have résumés written.',
      '',
    )
  }
  lines.push('Ctrl-C stops everything.', '')
  return lines.join('\n')
}

function curlLines(url: string, token: string, { candidateId, jobRowId }: NonNullable<Seeded['first']>): string[] {
  const authorization = `-H 'Authorization: Bearer ${token}'`
  const post = (fileType: string) => {
    const body = JSON.stringify({ candidate_id: candidateId, job_row_id: jobRowId, file_type: fileType })
    const json = `-H 'Content-Type: application/json' -d '${body}'`
    return `curl -sS ${authorization} ${json} ${url}/api/resume-async/generate-async`
  }
  const statusUrl = `$(${post('pdf')} | sed 's/.*"status_url":"\\([^"]*\\)".*/\\1/')`
  return [
    'Without a browser: begin a job (the token in it is good for a day),',
    post('word'),
    '',
    'or begin one and follow it to its end:',
    `curl -sSN ${authorization} -H 'Accept: text/event-stream' "${url}${statusUrl}"`,
    '',
  ]
}

function demoToken(secret: string): string {
  const { JWT_ISSUER, JWT_AUDIENCE } = process.env
  const claims = { sub: DEMO_USER, ...(JWT_ISSUER && { iss: JWT_ISSUER }), ...(JWT_AUDIENCE && { aud: JWT_AUDIENCE }) }
  return signToken(secret, claims, 24 * 60 * 60)
}
