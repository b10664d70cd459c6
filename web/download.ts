// Hands a job's document to the browser as a download: a plain link could not carry the token.
import type { Api } from './api.ts'

/** Some browsers read the blob only after the click has returned. */
const KEEP_BLOB_MS = 60_000

export async function saveDocument(api: Api, jobId: string): Promise<void> {
  const { blob, filename } = await api.download(jobId)
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), KEEP_BLOB_MS)
}
