// Stored documents: the rendered bytes and what went into them. Jobs of one user with the same inputs share a row.
import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Database, DocumentRow } from './database.ts'
import { now } from './jobs.ts'
import type { EvidenceLine, FileType } from './protocol.ts'

export interface NewDocument {
  userId: string
  candidateId: number
  cacheKey: string
  fileType: FileType
  filename: string
  mergedText: string
  bytes: Buffer
  evidence: EvidenceLine[]
  warnings: string[]
}

/** Returns the row's id. */
export const storeDocument = async (db: Database, document: NewDocument): Promise<number> => {
  const row = await db
    .insertInto('resume_document')
    .values({
      user_id: document.userId,
      candidate_id: document.candidateId,
      cache_key: document.cacheKey,
      file_type: document.fileType,
      filename: document.filename,
      merged_text: document.mergedText,
      file_data: document.bytes,
      sha256: createHash('sha256').update(document.bytes).digest('hex'),
      evidence: sql`${JSON.stringify(document.evidence)}::text::jsonb`,
      warnings: sql`${JSON.stringify(document.warnings)}::text::jsonb`,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export type CachedRow = Pick<Selectable<DocumentRow>, 'id' | 'filename' | 'warnings'>

/** The newest document of this user with these inputs. */
export const findCached = (db: Database, userId: string, cacheKey: string): Promise<CachedRow | undefined> =>
  db
    .selectFrom('resume_document')
    .select(['id', 'filename', 'warnings'])
    .where('user_id', '=', userId)
    .where('cache_key', '=', cacheKey)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** A job was given a document that has just been deleted with the last job that used it. */
export const isDocumentGone = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'resume_generation_job_document_id_fkey'

export type StoredFile = Pick<DocumentRow, 'filename' | 'file_data' | 'file_type' | 'sha256'>

/** The file of a finished job; the caller has checked whose job it is. */
export const fileOfJob = (db: Database, jobId: string): Promise<StoredFile | undefined> =>
  db
    .selectFrom('resume_document')
    .innerJoin('resume_generation_job', 'resume_generation_job.document_id', 'resume_document.id')
    .select([
      'resume_document.filename',
      'resume_document.file_data',
      'resume_document.file_type',
      'resume_document.sha256',
    ])
    .where('resume_generation_job.id', '=', jobId)
    .executeTakeFirst()

export const evidenceOfJob = (
  db: Database,
  jobId: string,
): Promise<Pick<DocumentRow, 'evidence' | 'warnings'> | undefined> =>
  db
    .selectFrom('resume_document')
    .innerJoin('resume_generation_job', 'resume_generation_job.document_id', 'resume_document.id')
    .select(['resume_document.evidence', 'resume_document.warnings'])
    .where('resume_generation_job.id', '=', jobId)
    .executeTakeFirst()
