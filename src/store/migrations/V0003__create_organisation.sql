-- SPDX-License-Identifier: Apache-2.0
-- The organisation: units whose name, place and order hold for spans of days, positions, persons,
-- and who was appointed where. Days are ISO text; a span begins on the day valid_from and holds
-- until the day valid_to, which it does not include; no valid_to means until further notice.

-- One row. Whoever changes the organisation raises the version first and so holds it until commit:
-- the checks below that read other rows need that on PostgreSQL, and caches know when to read anew.
CREATE TABLE organisation_state (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL CHECK (version > 0)
);
INSERT INTO organisation_state (id, version) VALUES (1, 1);

-- import_id, here and below: the import (a job) that wrote the row last; none when by hand.
CREATE TABLE unit (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  version BIGINT NOT NULL CHECK (version > 0)
);
CREATE TABLE unit_span (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  parent_id BIGINT REFERENCES unit (id) CHECK (parent_id <> unit_id),
  name TEXT NOT NULL CHECK (name <> ''),
  short_name TEXT NOT NULL,
  category TEXT NOT NULL CHECK (category IN ('city', 'department', 'county', 'town', 'village',
    'school', 'hospital', 'enterprise', 'section', 'other')),
  official_order BIGINT NOT NULL CHECK (official_order >= 0),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to > valid_from),
  import_id BIGINT,
  UNIQUE (unit_id, valid_from)
);
CREATE INDEX unit_span_parent ON unit_span (parent_id, valid_from);

CREATE TABLE position (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  coefficient BIGINT NOT NULL CHECK (coefficient >= 0),  -- Ten-thousandths: 10420 is 1.0420.
  official_order BIGINT NOT NULL CHECK (official_order >= 0),
  import_id BIGINT,
  version BIGINT NOT NULL CHECK (version > 0)
);

CREATE TABLE person (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL,    -- Folded: width, case and blanks do not count.
  name_order TEXT NOT NULL,  -- In the order of pinyin.
  phone TEXT NOT NULL,
  note TEXT NOT NULL,
  import_id BIGINT,
  version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX person_name_order ON person (name_order, code);

-- What a person is found by: the code, the name and each end of it, the initials in pinyin; all
-- folded. A search is a range of keys that begin alike, so it needs no scan.
-- Without a reference to person: several rows for each, always written with it, and PostgreSQL
-- would look every one of them up.
CREATE TABLE person_key (
  search_key TEXT NOT NULL,
  person_id BIGINT NOT NULL,
  PRIMARY KEY (search_key, person_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX person_key_person ON person_key (person_id);

CREATE TABLE appointment (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  person_id BIGINT NOT NULL REFERENCES person (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  position_id BIGINT REFERENCES position (id),
  is_primary BOOLEAN NOT NULL,
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to > valid_from),
  import_id BIGINT,
  version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX appointment_person ON appointment (person_id, valid_from);
CREATE INDEX appointment_unit ON appointment (unit_id, valid_from, valid_to, person_id);
CREATE INDEX appointment_position ON appointment (position_id);

-- No two spans of a unit have a day in common, no unit is above itself on any day, and nobody has
-- two primary appointments on one day.
-- sqlite:
CREATE TRIGGER unit_span_added AFTER INSERT ON unit_span BEGIN
  SELECT RAISE(ABORT, 'check: unit_span_overlap') WHERE EXISTS (
    SELECT 1 FROM unit_span s WHERE s.unit_id = NEW.unit_id AND s.id <> NEW.id
      AND s.valid_from < coalesce(NEW.valid_to, '9999-12-31')
      AND coalesce(s.valid_to, '9999-12-31') > NEW.valid_from);
  SELECT RAISE(ABORT, 'check: unit_span_cycle') WHERE EXISTS (
    WITH RECURSIVE above (unit_id, first_day, end_day) AS (
      SELECT NEW.parent_id, NEW.valid_from, coalesce(NEW.valid_to, '9999-12-31')
      UNION
      SELECT s.parent_id, max(s.valid_from, a.first_day),
             min(coalesce(s.valid_to, '9999-12-31'), a.end_day)
      FROM above a JOIN unit_span s ON s.unit_id = a.unit_id
      WHERE s.parent_id IS NOT NULL AND s.valid_from < a.end_day
        AND coalesce(s.valid_to, '9999-12-31') > a.first_day)
    SELECT 1 FROM above WHERE unit_id = NEW.unit_id);
END;
CREATE TRIGGER unit_span_changed AFTER UPDATE ON unit_span BEGIN
  SELECT RAISE(ABORT, 'check: unit_span_overlap') WHERE EXISTS (
    SELECT 1 FROM unit_span s WHERE s.unit_id = NEW.unit_id AND s.id <> NEW.id
      AND s.valid_from < coalesce(NEW.valid_to, '9999-12-31')
      AND coalesce(s.valid_to, '9999-12-31') > NEW.valid_from);
  SELECT RAISE(ABORT, 'check: unit_span_cycle') WHERE EXISTS (
    WITH RECURSIVE above (unit_id, first_day, end_day) AS (
      SELECT NEW.parent_id, NEW.valid_from, coalesce(NEW.valid_to, '9999-12-31')
      UNION
      SELECT s.parent_id, max(s.valid_from, a.first_day),
             min(coalesce(s.valid_to, '9999-12-31'), a.end_day)
      FROM above a JOIN unit_span s ON s.unit_id = a.unit_id
      WHERE s.parent_id IS NOT NULL AND s.valid_from < a.end_day
        AND coalesce(s.valid_to, '9999-12-31') > a.first_day)
    SELECT 1 FROM above WHERE unit_id = NEW.unit_id);
END;
CREATE TRIGGER appointment_added AFTER INSERT ON appointment WHEN NEW.is_primary BEGIN
  SELECT RAISE(ABORT, 'check: appointment_primary') WHERE EXISTS (
    SELECT 1 FROM appointment a WHERE a.person_id = NEW.person_id AND a.id <> NEW.id
      AND a.is_primary AND a.valid_from < coalesce(NEW.valid_to, '9999-12-31')
      AND coalesce(a.valid_to, '9999-12-31') > NEW.valid_from);
END;
CREATE TRIGGER appointment_changed AFTER UPDATE ON appointment WHEN NEW.is_primary BEGIN
  SELECT RAISE(ABORT, 'check: appointment_primary') WHERE EXISTS (
    SELECT 1 FROM appointment a WHERE a.person_id = NEW.person_id AND a.id <> NEW.id
      AND a.is_primary AND a.valid_from < coalesce(NEW.valid_to, '9999-12-31')
      AND coalesce(a.valid_to, '9999-12-31') > NEW.valid_from);
END;
-- postgres:
CREATE FUNCTION unit_span_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM organisation_state WHERE id = 1 FOR UPDATE;
  PERFORM 1 FROM added n JOIN unit_span s ON s.unit_id = n.unit_id AND s.id <> n.id
  WHERE s.valid_from < coalesce(n.valid_to, '9999-12-31')
    AND coalesce(s.valid_to, '9999-12-31') > n.valid_from LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'check: unit_span_overlap'
    USING ERRCODE = '23514', CONSTRAINT = 'unit_span_overlap';
  END IF;
  PERFORM 1 FROM (
    WITH RECURSIVE above (origin_id, unit_id, first_day, end_day) AS (
      SELECT n.unit_id, n.parent_id, n.valid_from, coalesce(n.valid_to, '9999-12-31')
      FROM added n WHERE n.parent_id IS NOT NULL
      UNION
      SELECT a.origin_id, s.parent_id, greatest(s.valid_from, a.first_day),
             least(coalesce(s.valid_to, '9999-12-31'), a.end_day)
      FROM above a JOIN unit_span s ON s.unit_id = a.unit_id
      WHERE s.parent_id IS NOT NULL AND s.valid_from < a.end_day
        AND coalesce(s.valid_to, '9999-12-31') > a.first_day)
    SELECT 1 FROM above WHERE unit_id = origin_id LIMIT 1) found;
  IF FOUND THEN
    RAISE EXCEPTION 'check: unit_span_cycle'
    USING ERRCODE = '23514', CONSTRAINT = 'unit_span_cycle';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER unit_span_added AFTER INSERT ON unit_span REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION unit_span_check();
CREATE TRIGGER unit_span_changed AFTER UPDATE ON unit_span REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION unit_span_check();
CREATE FUNCTION appointment_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM organisation_state WHERE id = 1 FOR UPDATE;
  PERFORM 1 FROM added n JOIN appointment a ON a.person_id = n.person_id AND a.id <> n.id
  WHERE n.is_primary AND a.is_primary AND a.valid_from < coalesce(n.valid_to, '9999-12-31')
    AND coalesce(a.valid_to, '9999-12-31') > n.valid_from LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'check: appointment_primary'
    USING ERRCODE = '23514', CONSTRAINT = 'appointment_primary';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER appointment_added AFTER INSERT ON appointment REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION appointment_check();
CREATE TRIGGER appointment_changed AFTER UPDATE ON appointment REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION appointment_check();
