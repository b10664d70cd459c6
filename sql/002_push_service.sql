-- What this service adds. New columns are null in the older service's rows (user_id above all), which are never touched.

ALTER TABLE candidate
  ADD COLUMN IF NOT EXISTS user_id VARCHAR(255),
  ADD COLUMN IF NOT EXISTS profile JSONB,
  ADD COLUMN IF NOT EXISTS created_at TIMESTAMPTZ,
  ADD COLUMN IF NOT EXISTS updated_at TIMESTAMPTZ;

CREATE INDEX IF NOT EXISTS candidate_user ON candidate (user_id, updated_at DESC, id DESC) WHERE user_id IS NOT NULL;

ALTER TABLE candidate_job
  ADD COLUMN IF NOT EXISTS company TEXT,
  ADD COLUMN IF NOT EXISTS created_at TIMESTAMPTZ;

CREATE INDEX IF NOT EXISTS candidate_job_candidate ON candidate_job (candidate_id, id);

-- The rendered file and what went into it. Several jobs may share a row; it goes with the last of them.
CREATE TABLE resume_document (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  candidate_id INTEGER NOT NULL,
  cache_key CHAR(32) NOT NULL,
  file_type VARCHAR(10) NOT NULL,
  filename TEXT NOT NULL,
  merged_text TEXT NOT NULL,
  file_data BYTEA NOT NULL,
  sha256 CHAR(64) NOT NULL,
  evidence JSONB NOT NULL,
  warnings JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
-- Word and PDF files are compressed already.
ALTER TABLE resume_document ALTER COLUMN file_data SET STORAGE EXTERNAL;
CREATE INDEX resume_document_cache ON resume_document (user_id, cache_key, id DESC);

ALTER TABLE resume_generation_job
  ADD COLUMN IF NOT EXISTS user_id VARCHAR(255),
  ADD COLUMN IF NOT EXISTS stage VARCHAR(20),
  ADD COLUMN IF NOT EXISTS priority VARCHAR(10),
  ADD COLUMN IF NOT EXISTS attempt INTEGER,        -- generations begun
  ADD COLUMN IF NOT EXISTS version INTEGER,        -- rises with each committed change that a client sees
  ADD COLUMN IF NOT EXISTS changed XID8,           -- the transaction of that change: the order in which readers catch up
  ADD COLUMN IF NOT EXISTS cache_hit VARCHAR(10),
  ADD COLUMN IF NOT EXISTS warnings JSONB,
  ADD COLUMN IF NOT EXISTS fence INTEGER,          -- rises each time a worker picks the job up; every write of a worker names it
  ADD COLUMN IF NOT EXISTS lease_until TIMESTAMPTZ,-- the worker's hold, renewed by the database's clock; null: nobody holds it
  ADD COLUMN IF NOT EXISTS worker VARCHAR(100),    -- who holds or last held it
  ADD COLUMN IF NOT EXISTS generating BOOLEAN,     -- an attempt is under way (a slot was taken)
  ADD COLUMN IF NOT EXISTS failures INTEGER,       -- attempts that failed or died; the third ends the job
  ADD COLUMN IF NOT EXISTS run_after TIMESTAMPTZ,  -- a retry waits until then
  ADD COLUMN IF NOT EXISTS cache_key CHAR(32),
  ADD COLUMN IF NOT EXISTS regenerate BOOLEAN,
  ADD COLUMN IF NOT EXISTS document_id BIGINT REFERENCES resume_document (id),
  ADD COLUMN IF NOT EXISTS request_id VARCHAR(128),
  ADD COLUMN IF NOT EXISTS retry_of VARCHAR(255),
  ADD COLUMN IF NOT EXISTS detail TEXT;            -- for operators: why the job is in this state; no personal data

CREATE INDEX job_user_created ON resume_generation_job (user_id, created_at DESC, id DESC) WHERE user_id IS NOT NULL;
CREATE INDEX job_user_changed ON resume_generation_job (user_id, changed, id) WHERE user_id IS NOT NULL;
CREATE INDEX job_unfinished ON resume_generation_job (created_at, id)
  WHERE user_id IS NOT NULL AND status IN ('PENDING', 'PROCESSING');
-- The line for a generation slot: high before default, then the oldest.
CREATE INDEX job_line ON resume_generation_job (priority DESC, created_at, id)
  WHERE user_id IS NOT NULL AND status = 'PROCESSING' AND lease_until IS NULL;
-- Identical jobs: at most one of them generates, the others ride on it.
CREATE INDEX job_identical ON resume_generation_job (user_id, cache_key) WHERE status = 'PROCESSING';
CREATE UNIQUE INDEX job_generates_once ON resume_generation_job (user_id, cache_key) WHERE generating AND NOT regenerate;
CREATE INDEX job_completed ON resume_generation_job (completed_at) WHERE user_id IS NOT NULL AND completed_at IS NOT NULL;
CREATE INDEX job_document ON resume_generation_job (document_id) WHERE document_id IS NOT NULL;

-- Profile and job text as they were at the moment of the POST.
CREATE TABLE job_input (
  job_id VARCHAR(255) PRIMARY KEY REFERENCES resume_generation_job (id) ON DELETE CASCADE,
  profile JSONB NOT NULL,
  job_title TEXT,
  company TEXT,
  job_description TEXT
);

-- Checked answers of the model, kept so that a later attempt does not pay again. Deleted when the job ends.
CREATE TABLE job_answer (
  job_id VARCHAR(255) NOT NULL REFERENCES resume_generation_job (id) ON DELETE CASCADE,
  name VARCHAR(30) NOT NULL,
  answer JSONB NOT NULL,
  PRIMARY KEY (job_id, name)
);

-- One row for each generation begun, appended when it ends. Tokens and money, of failed ones too.
CREATE TABLE job_attempt (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_id VARCHAR(255) NOT NULL REFERENCES resume_generation_job (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  worker VARCHAR(100) NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ NOT NULL,
  outcome VARCHAR(40) NOT NULL,
  model VARCHAR(100) NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cost_usd NUMERIC(12, 6) NOT NULL,
  estimated BOOLEAN NOT NULL
);
CREATE INDEX job_attempt_job ON job_attempt (job_id, id);
CREATE INDEX job_attempt_ended ON job_attempt (ended_at);

-- Every stage a job went through, appended by the trigger below.
CREATE TABLE job_timeline (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_id VARCHAR(255) NOT NULL REFERENCES resume_generation_job (id) ON DELETE CASCADE,
  at TIMESTAMPTZ NOT NULL,
  status VARCHAR(50) NOT NULL,
  stage VARCHAR(20) NOT NULL,
  progress INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  worker VARCHAR(100),
  detail TEXT
);
CREATE INDEX job_timeline_job ON job_timeline (job_id, id);

CREATE FUNCTION append_job_timeline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job_timeline (job_id, at, status, stage, progress, attempt, worker, detail)
  VALUES (NEW.id, clock_timestamp(), NEW.status, NEW.stage, NEW.progress, NEW.attempt, NEW.worker, NEW.detail);
  RETURN NULL;
END $$;

CREATE TRIGGER job_inserted AFTER INSERT ON resume_generation_job
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION append_job_timeline();
CREATE TRIGGER job_moved AFTER UPDATE ON resume_generation_job
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL AND (OLD.stage IS DISTINCT FROM NEW.stage
    OR OLD.attempt IS DISTINCT FROM NEW.attempt OR OLD.fence IS DISTINCT FROM NEW.fence))
  EXECUTE FUNCTION append_job_timeline();

CREATE TABLE idempotency_key (
  user_id VARCHAR(255) NOT NULL,
  key VARCHAR(255) NOT NULL,
  request_hash CHAR(64) NOT NULL,
  -- Deferred: the key is taken before its job is written.
  job_id VARCHAR(255) NOT NULL REFERENCES resume_generation_job (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);
CREATE INDEX idempotency_key_job ON idempotency_key (job_id);
