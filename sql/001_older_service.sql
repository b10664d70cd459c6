-- The three tables of the older service, as it has them. In a shared database they exist already and stay as they are.

CREATE TABLE IF NOT EXISTS candidate (
  id SERIAL PRIMARY KEY,
  user_id VARCHAR(255),
  profile JSONB,
  created_at TIMESTAMPTZ,
  updated_at TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS candidate_job (
  id SERIAL PRIMARY KEY,
  candidate_id INTEGER NOT NULL,
  job_title TEXT,
  company TEXT,
  job_description TEXT,
  created_at TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS resume_generation_job (
  id VARCHAR(255) PRIMARY KEY,
  candidate_id INTEGER NOT NULL,
  job_row_id INTEGER,
  status VARCHAR(50) NOT NULL,
  progress INTEGER,
  file_type VARCHAR(50),
  result_url TEXT,
  error_message TEXT,
  created_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ,
  completed_at TIMESTAMPTZ
);

CREATE INDEX IF NOT EXISTS idx_candidate_id ON resume_generation_job (candidate_id);
CREATE INDEX IF NOT EXISTS idx_job_row_id ON resume_generation_job (job_row_id);
CREATE INDEX IF NOT EXISTS idx_status ON resume_generation_job (status);
CREATE INDEX IF NOT EXISTS idx_created_at ON resume_generation_job (created_at);
