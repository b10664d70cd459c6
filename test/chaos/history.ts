// Every state that a job was ever in, kept by PostgreSQL itself: a trigger that this run adds to its own database.
import { sql } from 'kysely'
import type { Database, JobRow } from '../../shared/database.ts'

export type State = Pick<
  JobRow,
  'version' | 'fence' | 'status' | 'stage' | 'progress' | 'attempt' | 'failures' | 'document_id'
> & { job_id: string; at: Date }

const columns = sql.raw('version, fence, status, stage, progress, attempt, failures, document_id')

export const keepHistory = async (db: Database): Promise<void> => {
  await sql`create table chaos_history (
    place bigint generated always as identity, job_id text, at timestamptz, version int, fence int, status text,
    stage text, progress int, attempt int, failures int, document_id bigint)`.execute(db)
  await sql`create function chaos_keep() returns trigger language plpgsql as $$
    begin
      insert into chaos_history (job_id, at, version, fence, status, stage, progress, attempt, failures, document_id)
      values (new.id, clock_timestamp(), new.version, new.fence, new.status, new.stage, new.progress, new.attempt,
        new.failures, new.document_id);
      return null;
    end $$`.execute(db)
  await sql`create trigger chaos_kept after insert or update on resume_generation_job
    for each row execute function chaos_keep()`.execute(db)
}

/** By job, in order. */
export const readHistory = async (db: Database): Promise<Map<string, State[]>> => {
  const { rows } = await sql<State>`select job_id, at, ${columns} from chaos_history order by place`.execute(db)
  return Map.groupBy(rows, row => row.job_id)
}
