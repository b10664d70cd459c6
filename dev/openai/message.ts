// Reads what a chat-completions request asks for: the job and the facts in the user message, and which schema.
// Knows the form of the prompt; knows nothing of HTTP.

export interface TextFact {
  id: string
  text: string
}

export interface RoleFacts {
  id: string
  position?: string | null
  name?: string | null
  summary?: TextFact | null
  highlights?: TextFact[]
}

export interface NamedFact {
  id: string
  [field: string]: unknown
}

export interface Facts {
  s: string | null
  work: RoleFacts[]
  education: NamedFact[]
  certificates: NamedFact[]
  skills: NamedFact[]
}

export interface Task {
  job: { title: string; company: string; description: string }
  facts: Facts
}

interface ChatMessage {
  role?: unknown
  content?: unknown
}

/** The job and the facts fenced off in the user message, or null where there are none. */
export const readTask = (messages: unknown): Task | null => {
  if (!Array.isArray(messages)) return null
  const text = (messages as ChatMessage[])
    .filter(message => message?.role === 'user')
    .map(contentText)
    .join('\n')
  const job = fenced(text, 'job_description')
  const facts = fenced(text, 'facts')
  if (facts === null) return null
  return {
    job: { title: str(job?.title), company: str(job?.company), description: str(job?.description) },
    facts: {
      s: typeof facts.s === 'string' ? facts.s : null,
      work: list(facts.work),
      education: list(facts.education),
      certificates: list(facts.certificates),
      skills: list(facts.skills),
    },
  }
}

/** A message's text, whether it was sent as a string or as content parts. */
export const contentText = ({ content }: ChatMessage): string => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map(part => str((part as { text?: unknown } | null)?.text)).join('')
}

const str = (value: unknown): string => (typeof value === 'string' ? value : '')

const list = <T extends { id: string }>(value: unknown): T[] =>
  Array.isArray(value) ? value.filter((item): item is T => typeof (item as T | null)?.id === 'string') : []

const fenced = (text: string, tag: string): Record<string, unknown> | null => {
  const found = new RegExp(`<${tag}>\\s*([\\s\\S]*?)\\s*</${tag}>`).exec(text)
  if (!found) return null
  try {
    const value: unknown = JSON.parse(found[1]!)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    // Not JSON between the fences: for the caller the same as no fences.
    return null
  }
}
