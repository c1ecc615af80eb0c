-- SPDX-License-Identifier: Apache-2.0
-- Documents (公文): templates of the office, drafts with all their versions, what was issued, batches.

-- A template that the office made in Word. What is uploaded again is a new version of it.
CREATE TABLE document_template (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  title TEXT NOT NULL UNIQUE CHECK (title <> ''),
  subject TEXT NOT NULL CHECK (subject IN ('whole', 'assessee', 'paid')),
  latest BIGINT NOT NULL CHECK (latest > 0),  -- Number of the newest version.
  is_archived BOOLEAN NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0)
);
CREATE TABLE document_template_version (
  template_id BIGINT NOT NULL REFERENCES document_template (id),
  number BIGINT NOT NULL CHECK (number > 0),
  file_name TEXT NOT NULL CHECK (file_name <> ''),
  size BIGINT NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  account_id BIGINT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TEXT NOT NULL,
  PRIMARY KEY (template_id, number)
);
-- append-only: document_template_version

-- One template for many subjects, as a job.
CREATE TABLE document_batch (
  id BIGINT PRIMARY KEY REFERENCES job (id),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  computation_id BIGINT REFERENCES computation (id),  -- NULL: the data as they are.
  basis TEXT NOT NULL CHECK (basis IN ('verified', 'reported')),
  period TEXT NOT NULL,
  template TEXT NOT NULL CHECK (template <> ''),
  template_title TEXT NOT NULL,
  given TEXT NOT NULL,  -- JSON.
  audience TEXT CHECK (audience IN ('office', 'assessed')),  -- Of documents issued at once.
  subject_count BIGINT NOT NULL CHECK (subject_count > 0),
  account_id BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  trouble_zh TEXT,
  trouble_en TEXT,
  finished_at TEXT,
  CHECK ((trouble_zh IS NULL) = (trouble_en IS NULL))
);
CREATE INDEX document_batch_assessment ON document_batch (assessment_id, id);
CREATE TABLE document_batch_subject (
  batch_id BIGINT NOT NULL REFERENCES document_batch (id),
  place BIGINT NOT NULL CHECK (place >= 0),
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  PRIMARY KEY (batch_id, place)
);
-- append-only: document_batch_subject

-- A document. What was issued stands in blobs and never changes; it can be withdrawn.
CREATE TABLE document (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  computation_id BIGINT REFERENCES computation (id),  -- NULL: the data as they are.
  basis TEXT NOT NULL CHECK (basis IN ('verified', 'reported')),
  period TEXT NOT NULL,                      -- 3月; empty: the year.
  template TEXT NOT NULL CHECK (template <> ''),  -- scorecard; 17/2: version 2 of template 17.
  template_title TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (subject IN ('whole', 'assessee', 'paid')),
  assessee_id BIGINT REFERENCES assessee (id),
  object TEXT NOT NULL,                      -- Of the record: 村/青石村.
  objection_id BIGINT REFERENCES objection (id),
  batch_id BIGINT REFERENCES document_batch (id),
  title TEXT NOT NULL CHECK (title <> ''),
  latest BIGINT NOT NULL CHECK (latest > 0),  -- Number of the newest version.
  account_id BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  discarded_by TEXT,
  discarded_at TEXT,
  number TEXT CHECK (number <> ''),  -- 文号
  number_year BIGINT,
  audience TEXT CHECK (audience IN ('office', 'assessed')),
  docx_sha256 TEXT REFERENCES blob (sha256),
  pdf_sha256 TEXT REFERENCES blob (sha256),
  issued_by TEXT,
  issued_at TEXT,
  withdrawn_by TEXT,
  withdrawn_at TEXT,
  withdraw_reason TEXT,
  version BIGINT NOT NULL CHECK (version > 0),
  CHECK ((subject = 'assessee') = (assessee_id IS NOT NULL)),
  CHECK ((discarded_at IS NULL) = (discarded_by IS NULL)),
  CHECK ((number IS NULL) = (number_year IS NULL)),
  CHECK ((issued_at IS NULL) = (issued_by IS NULL)),
  CHECK ((issued_at IS NULL) = (audience IS NULL)),
  CHECK ((issued_at IS NULL) = (docx_sha256 IS NULL)),
  CHECK ((issued_at IS NULL) = (pdf_sha256 IS NULL)),
  CHECK (number IS NULL OR issued_at IS NOT NULL),
  CHECK (discarded_at IS NULL OR issued_at IS NULL),
  CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
  CHECK (withdrawn_at IS NULL OR issued_at IS NOT NULL)
);
CREATE UNIQUE INDEX document_number ON document (number_year, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX document_of_batch ON document (batch_id, assessee_id)
  WHERE batch_id IS NOT NULL;
CREATE INDEX document_assessment ON document (assessment_id, id);
CREATE INDEX document_assessee ON document (assessee_id, id);
CREATE INDEX document_account ON document (account_id, id);
-- frozen: document when issued_at is not null except withdrawn_by, withdrawn_at, withdraw_reason, version
-- frozen: document when withdrawn_at is not null

-- Every version of a document: the model, and what the office gave for it.
CREATE TABLE document_version (
  document_id BIGINT NOT NULL REFERENCES document (id),
  number BIGINT NOT NULL CHECK (number > 0),
  act TEXT NOT NULL CHECK (act IN ('draft', 'edit', 'refresh', 'redraft', 'restore')),
  note TEXT NOT NULL,
  content TEXT NOT NULL,  -- JSON of the model.
  given TEXT NOT NULL,    -- JSON.
  account_id BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (document_id, number)
);
-- append-only: document_version
