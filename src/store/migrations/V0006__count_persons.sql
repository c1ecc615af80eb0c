-- SPDX-License-Identifier: Apache-2.0
-- How many persons there are, kept by the database: counting a hundred thousand takes PostgreSQL
-- longer than all else that a list of persons needs.
ALTER TABLE organisation_state ADD COLUMN person_count BIGINT NOT NULL DEFAULT 0;
UPDATE organisation_state SET person_count = (SELECT count(*) FROM person);
-- sqlite:
CREATE TRIGGER person_added AFTER INSERT ON person BEGIN
  UPDATE organisation_state SET person_count = person_count + 1 WHERE id = 1;
END;
CREATE TRIGGER person_removed AFTER DELETE ON person BEGIN
  UPDATE organisation_state SET person_count = person_count - 1 WHERE id = 1;
END;
-- postgres:
CREATE FUNCTION person_count_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organisation_state SET person_count = person_count + (SELECT count(*) FROM added)
  WHERE id = 1;
  RETURN NULL;
END $$;
CREATE TRIGGER person_added AFTER INSERT ON person REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION person_count_added();
CREATE FUNCTION person_count_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organisation_state SET person_count = person_count - (SELECT count(*) FROM removed)
  WHERE id = 1;
  RETURN NULL;
END $$;
CREATE TRIGGER person_removed AFTER DELETE ON person REFERENCING OLD TABLE AS removed
FOR EACH STATEMENT EXECUTE FUNCTION person_count_removed();
-- both:

-- With the id in it a page far down is found in the index alone.
DROP INDEX person_name_order;
CREATE INDEX person_name_order ON person (name_order, code, id);
