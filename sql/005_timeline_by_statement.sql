-- Jobs are inserted many at a time: their first lines of the timeline are too.

CREATE FUNCTION append_job_timeline_of_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job_timeline (job_id, at, status, stage, progress, attempt, worker, detail)
  SELECT id, clock_timestamp(), status, stage, progress, attempt, worker, detail FROM inserted WHERE user_id IS NOT NULL;
  RETURN NULL;
END $$;

DROP TRIGGER job_inserted ON resume_generation_job;
CREATE TRIGGER job_inserted AFTER INSERT ON resume_generation_job
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION append_job_timeline_of_inserted();
