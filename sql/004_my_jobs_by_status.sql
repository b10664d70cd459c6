-- A user's jobs of one status, newest first, without reading past all the others.
CREATE INDEX job_user_status ON resume_generation_job (user_id, status, created_at DESC, id DESC)
  WHERE user_id IS NOT NULL;
