-- SPDX-License-Identifier: Apache-2.0
-- The audit log: one row for every change, chained by SHA-256 (store/audit.h).
CREATE TABLE audit_entry (
  seq BIGINT PRIMARY KEY CHECK (seq > 0),
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
);
-- append-only: audit_entry

-- The number and hash of the last row, so that rows cut off at the end are missed.
CREATE TABLE audit_head (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64)
);
INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- The head moves only to the row that was just added.
-- sqlite:
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
WHEN NEW.id <> 1 OR NEW.seq <> OLD.seq + 1
  OR NOT EXISTS (SELECT 1 FROM audit_entry e
                 WHERE e.seq = NEW.seq AND e.hash = NEW.hash AND e.previous_hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'immutable: audit_head'); END;
CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'immutable: audit_head'); END;
-- postgres:
CREATE FUNCTION audit_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM audit_entry e
    WHERE NEW.id = 1 AND NEW.seq = OLD.seq + 1
      AND e.seq = NEW.seq AND e.hash = NEW.hash AND e.previous_hash = OLD.hash;
    IF FOUND THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'immutable: audit_head' USING ERRCODE = 'KG001';
END $$;
CREATE TRIGGER audit_head_forward BEFORE UPDATE OR DELETE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_head_forward();
CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION audit_head_forward();
