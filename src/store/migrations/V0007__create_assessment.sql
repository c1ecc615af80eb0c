-- SPDX-License-Identifier: Apache-2.0
-- Assessments (考核): a published regulation applied to the rows of one year in earnest, and the data
-- that are reported for it. What a unit reports stands once, under the data element and the subject
-- that it is about, and feeds every assessment that has a field for the element.

CREATE TABLE assessment (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  version_id BIGINT NOT NULL REFERENCES regulation_version (id),
  year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
  title TEXT NOT NULL CHECK (title <> ''),
  stage TEXT NOT NULL CHECK (stage IN ('preparing', 'targets', 'process', 'results', 'notice',
    'final', 'archived')),
  owner_unit_id BIGINT REFERENCES unit (id),  -- The office in charge; none: the whole city's.
  targets_due TEXT CHECK (length(targets_due) = 10),
  data_due TEXT CHECK (length(data_due) = 10),
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX assessment_year ON assessment (year, id);

-- Whom or what data are about: a unit, a person, or something that only assessments know.
CREATE TABLE subject (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  unit_id BIGINT UNIQUE REFERENCES unit (id),
  person_id BIGINT UNIQUE REFERENCES person (id),
  CHECK (unit_id IS NULL OR person_id IS NULL)
);

-- The rows of the regulation's kinds; those of records stand in `record` and `panel_score`.
CREATE TABLE assessee (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  kind TEXT NOT NULL CHECK (kind <> ''),   -- 村: the name in the scheme.
  code TEXT NOT NULL CHECK (code <> ''),   -- The identifier in tables of facts.
  name TEXT NOT NULL CHECK (name <> ''),
  parent_id BIGINT REFERENCES assessee (id),
  subject_id BIGINT NOT NULL REFERENCES subject (id),
  -- Whose grant covers the row: the unit itself, the person's, or the parent's.
  unit_id BIGINT REFERENCES unit (id),
  person_id BIGINT REFERENCES person (id),
  place BIGINT NOT NULL,                   -- Official order within the kind.
  UNIQUE (assessment_id, kind, code)
);
CREATE INDEX assessee_place ON assessee (assessment_id, kind, place, id);
CREATE INDEX assessee_subject ON assessee (subject_id, assessment_id);
CREATE INDEX assessee_unit ON assessee (unit_id, assessment_id);
CREATE INDEX assessee_person ON assessee (person_id, assessment_id);
CREATE INDEX assessee_parent ON assessee (parent_id);

-- Data elements (数据元): the same figure by the same definition, whoever asks for it.
CREATE TABLE data_element (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  name TEXT NOT NULL CHECK (name <> ''),
  type TEXT NOT NULL CHECK (type IN ('number', 'boolean', 'text', 'date')),
  level TEXT NOT NULL CHECK (level <> ''),  -- 年, 季, 月 …: the scheme's name of the level.
  places BIGINT NOT NULL CHECK (places BETWEEN 0 AND 12),  -- Units are value × 10^places.
  is_percent BOOLEAN NOT NULL,
  unit TEXT NOT NULL,
  UNIQUE (name, type, level, places, is_percent, unit)
);

-- How each field of the regulation gets its values in an assessment.
CREATE TABLE assessment_field (
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  element_id BIGINT NOT NULL REFERENCES data_element (id),
  -- attribute: kept by the office; target: from the target sheets; baseline: last year's verified
  -- value; reported: what was reported before it was verified; measurement: reported and verified;
  -- event: the sum of approved events; imported: filled in by another assessment's result.
  class TEXT NOT NULL CHECK (class IN ('attribute', 'target', 'baseline', 'reported',
    'measurement', 'event', 'imported')),
  base_field TEXT,            -- Of target, baseline and reported: the field that it belongs to.
  verifier_unit_id BIGINT REFERENCES unit (id),  -- None: the office verifies.
  rounds BIGINT NOT NULL CHECK (rounds BETWEEN 1 AND 3),  -- Of verification.
  due_days BIGINT NOT NULL CHECK (due_days BETWEEN 0 AND 366),  -- After the period's last day.
  is_additive BOOLEAN NOT NULL,  -- Shares of sub-units add up to the whole.
  PRIMARY KEY (assessment_id, kind, field)
);
CREATE INDEX assessment_field_element ON assessment_field (element_id);

-- The value of an element for a subject in a period. Numbers are units × 10^-places of the element,
-- booleans 0 or 1, dates days since 1970-01-01, texts in `text`.
CREATE TABLE measurement (
  element_id BIGINT NOT NULL REFERENCES data_element (id),
  year BIGINT NOT NULL,
  period BIGINT NOT NULL CHECK (period >= 0),   -- From 0, of the element's level.
  subject_id BIGINT NOT NULL REFERENCES subject (id),
  state BIGINT NOT NULL CHECK (state BETWEEN 0 AND 3),  -- 0 draft, 1 submitted, 2 returned, 3 verified
  is_not_applicable BOOLEAN NOT NULL,
  units BIGINT,           -- As it counts: reported, or corrected when it was verified.
  reported_units BIGINT,  -- As it was submitted first.
  text TEXT,
  round BIGINT NOT NULL CHECK (round >= 0),  -- Rounds of verification passed.
  version BIGINT NOT NULL CHECK (version > 0),
  PRIMARY KEY (element_id, year, period, subject_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX measurement_subject ON measurement (subject_id, year, element_id, period);

-- What was done to a measurement, in the order of its versions.
CREATE TABLE measurement_change (
  element_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  period BIGINT NOT NULL,
  subject_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('save', 'submit', 'verify', 'return', 'reopen', 'correct',
    'import', 'carry')),
  is_not_applicable BOOLEAN NOT NULL,
  units BIGINT,
  text TEXT,
  note TEXT NOT NULL,       -- The reporter's remark, or the reason.
  account_id BIGINT NOT NULL,  -- 0: the program.
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (element_id, year, period, subject_id, version)
) /*sqlite: WITHOUT ROWID */;
-- append-only: measurement_change
