// Who uses the page, and the tokens of that user: a demo user's from the server, or one that was pasted.
import type { DevTokenBody } from '../shared/protocol.ts'
import { ApiError, readAnswer } from './api-error.ts'

export interface Session {
  userId: string
  /** Answers come from the local stand-in, not from OpenAI. */
  standIn: boolean
  /** A pasted token can't be renewed: after it, its user pastes another. */
  pasted: boolean
  /** A token that is good for at least another minute, where one can be had. */
  getToken: () => Promise<string>
  /** A token that no one has used before, where one can be had. */
  freshToken: () => Promise<string>
}

const STORAGE_KEY = 'resume.token'
const SPARE_MS = 60_000

/** The session of this tab; null where a token has to be pasted. */
export async function openSession(): Promise<Session | null> {
  const pasted = sessionStorage.getItem(STORAGE_KEY)
  if (pasted) return pastedSession(pasted)
  try {
    return demoSession(await fetchDemoToken())
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** Keeps the token for this tab only. */
export function pastedSession(token: string): Session {
  sessionStorage.setItem(STORAGE_KEY, token)
  const getToken = async (): Promise<string> => token
  return { userId: subjectOf(token), standIn: false, pasted: true, getToken, freshToken: getToken }
}

export const forgetPastedToken = (): void => sessionStorage.removeItem(STORAGE_KEY)

function demoSession(first: DevTokenBody): Session {
  let current = first
  let fetching: Promise<DevTokenBody> | null = null
  const freshToken = async (): Promise<string> => {
    fetching ??= fetchDemoToken().finally(() => {
      fetching = null
    })
    current = await fetching
    return current.token
  }
  const getToken = async (): Promise<string> =>
    Date.parse(current.expires_at) - Date.now() > SPARE_MS ? current.token : await freshToken()
  return { userId: first.user_id, standIn: first.stand_in, pasted: false, getToken, freshToken }
}

async function fetchDemoToken(): Promise<DevTokenBody> {
  return await readAnswer<DevTokenBody>(() => fetch('/api/dev/token', { method: 'POST' }))
}

/** Only shown, never trusted: the server checks the token. */
function subjectOf(token: string): string {
  try {
    const payload = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    return String((JSON.parse(payload) as { sub?: unknown }).sub ?? '')
  } catch {
    return ''
  }
}
