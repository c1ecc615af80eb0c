-- SPDX-License-Identifier: Apache-2.0
-- The process of a year: evidence, work records, events and other records, panels, reviews,
-- reminders, and imports of data.

-- A file that proves something (佐证); its bytes stand in blob.
CREATE TABLE evidence (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  name TEXT NOT NULL CHECK (name <> ''),
  size BIGINT NOT NULL CHECK (size > 0),
  media_type TEXT NOT NULL,  -- By its bytes.
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  account_id BIGINT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TEXT NOT NULL
);
CREATE INDEX evidence_account ON evidence (account_id, id);
-- append-only: evidence

-- What a file is attached to: work_record, record, objection by id. Who may see that, sees the file.
CREATE TABLE evidence_link (
  what TEXT NOT NULL CHECK (what IN ('work_record', 'record', 'objection')),
  thing_id BIGINT NOT NULL,
  evidence_id BIGINT NOT NULL REFERENCES evidence (id),
  place BIGINT NOT NULL,
  title TEXT NOT NULL,          -- Of the thing, for showing.
  assessee_id BIGINT REFERENCES assessee (id),
  unit_id BIGINT REFERENCES unit (id),  -- Where there is no assessee.
  PRIMARY KEY (what, thing_id, evidence_id)
);
CREATE INDEX evidence_link_evidence ON evidence_link (evidence_id);

CREATE TABLE measurement_evidence (
  element_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  period BIGINT NOT NULL,
  subject_id BIGINT NOT NULL,
  evidence_id BIGINT NOT NULL REFERENCES evidence (id),
  place BIGINT NOT NULL,
  PRIMARY KEY (element_id, year, period, subject_id, evidence_id)
) /*sqlite: WITHOUT ROWID */;
CREATE INDEX measurement_evidence_evidence ON measurement_evidence (evidence_id);

-- Measurements that wait for somebody.
CREATE INDEX measurement_submitted ON measurement (element_id, year, period, subject_id)
  WHERE state = 1;
CREATE INDEX assessment_field_verifier ON assessment_field (verifier_unit_id, assessment_id);

-- The work of a day (工作纪实), perhaps for a target.
CREATE TABLE work_record (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  title TEXT NOT NULL CHECK (title <> ''),
  text TEXT NOT NULL,
  assessee_id BIGINT REFERENCES assessee (id),
  field TEXT CHECK (field IS NULL OR assessee_id IS NOT NULL),
  account_id BIGINT NOT NULL,
  author TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  archived_at TEXT,
  version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX work_record_unit ON work_record (unit_id, day, id);
CREATE INDEX work_record_assessee ON work_record (assessee_id, field, day);
CREATE INDEX work_record_account ON work_record (account_id, day);
-- frozen: work_record when archived_at is not null

-- An event of a field (kind is empty) or a row of one of the regulation's records (明细).
CREATE TABLE record (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  kind TEXT NOT NULL,
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  field TEXT,
  day TEXT NOT NULL CHECK (length(day) = 10),
  units BIGINT,  -- Of an event: × 10^places of the field's element; of a boolean 1.
  state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn')),
  basis TEXT NOT NULL CHECK (basis <> ''),
  matter TEXT NOT NULL,  -- The basis without blanks and width: what it is known by.
  proposed_by BIGINT NOT NULL,  -- Accounts; 0: the program.
  proposed_name TEXT NOT NULL,
  proposed_at TEXT NOT NULL,
  decided_by BIGINT,
  decided_name TEXT,
  decided_at TEXT,
  decision_note TEXT,
  withdrawn_by BIGINT,
  withdrawn_name TEXT,
  withdrawn_at TEXT,
  withdraw_reason TEXT,
  version BIGINT NOT NULL CHECK (version > 0),
  CHECK ((kind = '') = (field IS NOT NULL)),
  CHECK ((state IN ('approved', 'rejected')) <= (decided_at IS NOT NULL)),
  CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
  CHECK (decided_by IS NULL OR decided_by = 0 OR decided_by <> proposed_by)
);
CREATE INDEX record_assessment ON record (assessment_id, state, kind, day);
CREATE INDEX record_assessee ON record (assessee_id, kind);
CREATE INDEX record_matter ON record (assessment_id, day, matter);
CREATE INDEX record_proposer ON record (proposed_by, state);
-- Once decided, only a withdrawal can follow.
-- frozen: record when decided_at is not null except state, withdrawn_by, withdrawn_name, withdrawn_at, withdraw_reason, version

CREATE TABLE record_value (
  record_id BIGINT NOT NULL REFERENCES record (id),
  field TEXT NOT NULL CHECK (field <> ''),
  value TEXT NOT NULL CHECK (value <> ''),  -- As a table of facts has it.
  PRIMARY KEY (record_id, field)
);
-- frozen: record_value by record_id of record(id) when decided_at is not null

-- Who scores the rows of a kind of records (评委).
CREATE TABLE panel (
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  account_id BIGINT NOT NULL REFERENCES account (id),
  appointed_by TEXT NOT NULL,
  appointed_at TEXT NOT NULL,
  PRIMARY KEY (assessment_id, kind, account_id)
);
CREATE INDEX panel_account ON panel (account_id);
-- Whom they score; without rows: every assessee of the parent kind.
CREATE TABLE panel_assessee (
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  kind TEXT NOT NULL,
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  PRIMARY KEY (assessment_id, kind, assessee_id)
);

-- A member's sheet about an assessee.
CREATE TABLE panel_sheet (
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  kind TEXT NOT NULL,
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  account_id BIGINT NOT NULL,
  submitted_at TEXT,
  version BIGINT NOT NULL CHECK (version > 0),
  PRIMARY KEY (assessment_id, kind, assessee_id, account_id)
);
CREATE INDEX panel_sheet_account ON panel_sheet (account_id, assessment_id, kind);
-- frozen: panel_sheet when submitted_at is not null

CREATE TABLE panel_score (
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  kind TEXT NOT NULL,
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  account_id BIGINT NOT NULL,
  item TEXT NOT NULL,  -- An option of the kind's field of choices; empty when it has none.
  choice TEXT NOT NULL CHECK (choice IN ('score', 'unknown', 'not_applicable')),
  value TEXT,  -- As a table of facts has it.
  note TEXT NOT NULL,
  is_submitted BOOLEAN NOT NULL,
  submitted_at TEXT,
  PRIMARY KEY (assessment_id, kind, assessee_id, account_id, item),
  CHECK ((choice = 'score') = (value IS NOT NULL)),
  CHECK (is_submitted = (submitted_at IS NOT NULL))
);
-- frozen: panel_score when submitted_at is not null

-- What the office remarks on an assessee in a period.
CREATE TABLE review_remark (
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  level TEXT NOT NULL,
  period BIGINT NOT NULL CHECK (period >= 0),
  remark TEXT NOT NULL,
  remark_by TEXT NOT NULL,
  remark_at TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  PRIMARY KEY (assessee_id, level, period)
);

-- What an account was reminded of: once a day at most.
CREATE TABLE reminder (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  account_id BIGINT NOT NULL REFERENCES account (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  detail_zh TEXT NOT NULL,
  detail_en TEXT NOT NULL,
  link TEXT NOT NULL,
  created_at TEXT NOT NULL,
  read_at TEXT,
  UNIQUE (account_id, day)
);
-- The days on which everybody was looked through.
CREATE TABLE reminder_round (
  day TEXT PRIMARY KEY CHECK (length(day) = 10),
  at TEXT NOT NULL
);

-- An import of data: what was given and what came of it.
CREATE TABLE data_import (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  file_name TEXT NOT NULL,
  file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
  is_submitting BOOLEAN NOT NULL,
  changed BIGINT NOT NULL CHECK (changed >= 0)
);
-- What was found in a job's file.
CREATE TABLE job_issue (
  job_id BIGINT NOT NULL REFERENCES job (id),
  seq BIGINT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  code TEXT NOT NULL,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  message_zh TEXT NOT NULL,
  message_en TEXT NOT NULL,
  hint_zh TEXT NOT NULL,
  hint_en TEXT NOT NULL,
  PRIMARY KEY (job_id, seq)
);
