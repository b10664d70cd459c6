-- A database as the older service left it: plain timestamps, no defaults, no numbering, rows half empty, tables tied together.
CREATE TABLE candidate (
  id INTEGER PRIMARY KEY, user_id VARCHAR(255), profile JSONB, created_at TIMESTAMP, updated_at TIMESTAMP);
CREATE TABLE candidate_job (
  id SERIAL PRIMARY KEY, candidate_id INTEGER NOT NULL REFERENCES candidate (id), job_title VARCHAR(200),
  company VARCHAR(200), job_description TEXT, created_at TIMESTAMP);
CREATE TABLE resume_generation_job (
  id VARCHAR(255) PRIMARY KEY, candidate_id INTEGER NOT NULL REFERENCES candidate (id),
  job_row_id INTEGER REFERENCES candidate_job (id), status VARCHAR(20) NOT NULL, progress INTEGER NOT NULL,
  file_type VARCHAR(10) NOT NULL, result_url VARCHAR(500), error_message TEXT, created_at TIMESTAMP NOT NULL,
  started_at TIMESTAMP, completed_at TIMESTAMP);
CREATE INDEX idx_candidate_id ON resume_generation_job (candidate_id);
CREATE INDEX idx_status ON resume_generation_job (status);

INSERT INTO candidate (id, user_id, profile) VALUES (7, '42', '{"basics": {"name": "Ann"}}'), (9, NULL, '{}');
INSERT INTO candidate_job (id, candidate_id, job_title, job_description) VALUES (3, 7, 'Dev', 'Old text');
SELECT setval('candidate_job_id_seq', 3);
INSERT INTO resume_generation_job (id, candidate_id, job_row_id, status, progress, file_type, created_at) VALUES
  ('11111111-1111-4111-8111-111111111111', 7, 3, 'PENDING', 0, 'word', '2024-01-01 10:00:00'),
  ('22222222-2222-4222-8222-222222222222', 7, NULL, 'PROCESSING', 50, 'pdf', '2024-01-01 11:00:00'),
  ('33333333-3333-4333-8333-333333333333', 9, NULL, 'SUCCESS', 100, 'word', '2024-01-01 12:00:00');
