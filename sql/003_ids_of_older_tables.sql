-- An older table may number its rows itself: an insert of ours needs a number that is not taken. Rows stay as they are.

DO $$
DECLARE
  target TEXT;
BEGIN
  FOREACH target IN ARRAY ARRAY['candidate', 'candidate_job'] LOOP
    IF EXISTS (
      SELECT FROM pg_attribute
      WHERE attrelid = to_regclass(target) AND attname = 'id' AND NOT atthasdef AND attidentity = ''
    ) THEN
      EXECUTE format('CREATE SEQUENCE %I', target || '_push_id_seq');
      EXECUTE format('SELECT setval(%L, coalesce((SELECT max(id) FROM %I), 0) + 1, false)', target || '_push_id_seq', target);
      EXECUTE format('ALTER TABLE %I ALTER COLUMN id SET DEFAULT nextval(%L)', target, target || '_push_id_seq');
    END IF;
  END LOOP;
END $$;
