-- SPDX-License-Identifier: Apache-2.0
-- Targets (目标): sheets by assessee and revision, what was done to them, the letters that both sides
-- sign, and how the targets are shared out. An approved sheet and a signed letter never change.

CREATE TABLE target_sheet (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  revision BIGINT NOT NULL CHECK (revision > 0),
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'confirmed', 'approved', 'published',
    'signed_by_assessee', 'signed', 'superseded')),
  reason TEXT,              -- Why it was returned last, or why this revision was begun.
  submitted_by BIGINT,      -- Accounts; 0: the program.
  confirmed_by BIGINT,
  approved_by BIGINT,
  approved_at TEXT,
  comment_until TEXT CHECK (length(comment_until) = 10),  -- Stands open to comment until that day.
  is_void BOOLEAN NOT NULL,                               -- Its letter: a revision was begun.
  decomposition_version BIGINT NOT NULL CHECK (decomposition_version > 0),
  version BIGINT NOT NULL CHECK (version > 0),
  UNIQUE (assessee_id, revision),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL))
);
CREATE INDEX target_sheet_assessment ON target_sheet (assessment_id, state);
-- frozen: target_sheet when approved_at is not null except state, comment_until, is_void, decomposition_version, version

-- In units × 10^-places of the field's element.
CREATE TABLE target_value (
  sheet_id BIGINT NOT NULL REFERENCES target_sheet (id),
  field TEXT NOT NULL CHECK (field <> ''),       -- Of the assessee's kind: 粮食产量.目标
  period BIGINT NOT NULL CHECK (period >= 0),
  units BIGINT,
  is_not_applicable BOOLEAN NOT NULL,
  baseline_units BIGINT,                         -- Last year's verified value of what it is a target of.
  owner_person_id BIGINT REFERENCES person (id),
  deadline TEXT CHECK (length(deadline) = 10),
  measure TEXT NOT NULL,
  return_reason TEXT,
  PRIMARY KEY (sheet_id, field, period),
  CHECK (units IS NULL OR NOT is_not_applicable)
) /*sqlite: WITHOUT ROWID */;
-- frozen: target_value by sheet_id of target_sheet(id) when approved_at is not null

-- What was done to a sheet.
CREATE TABLE target_step (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  sheet_id BIGINT NOT NULL REFERENCES target_sheet (id),
  act TEXT NOT NULL CHECK (act IN ('open', 'assign', 'save', 'import', 'submit', 'confirm', 'return',
    'approve', 'publish', 'sign', 'revise')),
  account_id BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX target_step_sheet ON target_step (sheet_id, id);
-- append-only: target_step

-- What people said while the targets stood open to comment.
CREATE TABLE target_comment (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  sheet_id BIGINT NOT NULL REFERENCES target_sheet (id),
  account_id BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> '')
);
CREATE INDEX target_comment_sheet ON target_comment (sheet_id, id);
-- append-only: target_comment

-- The responsibility letter (责任书) as it was when the first party signed: a line for each part,
-- whose SHA-256 is what is signed.
CREATE TABLE target_letter (
  sheet_id BIGINT PRIMARY KEY REFERENCES target_sheet (id),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  text TEXT NOT NULL
);
-- append-only: target_letter

CREATE TABLE target_signature (
  sheet_id BIGINT NOT NULL REFERENCES target_letter (sheet_id),
  party TEXT NOT NULL CHECK (party IN ('assessee', 'superior')),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  account_id BIGINT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_at TEXT NOT NULL,
  PRIMARY KEY (sheet_id, party)
);
-- append-only: target_signature

-- Decomposition (分解): who takes which part of a target until when.
CREATE TABLE target_share (
  sheet_id BIGINT NOT NULL REFERENCES target_sheet (id),
  place BIGINT NOT NULL CHECK (place >= 0),
  field TEXT NOT NULL CHECK (field <> ''),
  period BIGINT NOT NULL CHECK (period >= 0),
  unit_id BIGINT REFERENCES unit (id),
  person_id BIGINT REFERENCES person (id),
  units BIGINT,
  deadline TEXT CHECK (length(deadline) = 10),
  PRIMARY KEY (sheet_id, place),
  CHECK ((unit_id IS NULL) <> (person_id IS NULL))
) /*sqlite: WITHOUT ROWID */;
