-- SPDX-License-Identifier: Apache-2.0
-- Results: computations of an assessment, calibrations, publications, objections.

-- A job that assembles the facts of an assessment and runs the regulation on them. The run and its
-- set of facts are stored in the transaction that ends the job; till then there is nothing of them.
CREATE TABLE computation (
  id BIGINT PRIMARY KEY REFERENCES job (id),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  label TEXT NOT NULL CHECK (label <> ''),
  basis TEXT NOT NULL CHECK (basis IN ('verified', 'reported')),
  objection_id BIGINT,  -- The objection that made it be computed.
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  run_id BIGINT UNIQUE REFERENCES run (id),
  facts_set_id BIGINT REFERENCES facts_set (id),
  result_hash TEXT CHECK (length(result_hash) = 64),
  row_count BIGINT,
  duration_ms BIGINT,
  trouble_zh TEXT,  -- Why there is no run.
  trouble_en TEXT,
  finished_at TEXT,
  CHECK ((run_id IS NULL) = (result_hash IS NULL)),
  CHECK ((run_id IS NULL) = (facts_set_id IS NULL)),
  CHECK (run_id IS NULL OR finished_at IS NOT NULL)
);
CREATE INDEX computation_assessment ON computation (assessment_id, id);
-- frozen: computation when finished_at is not null

CREATE TABLE computation_issue (
  computation_id BIGINT NOT NULL REFERENCES computation (id),
  seq BIGINT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  code TEXT NOT NULL,
  file TEXT NOT NULL,
  line BIGINT NOT NULL,
  col BIGINT NOT NULL,
  article TEXT NOT NULL,
  message_zh TEXT NOT NULL,
  message_en TEXT NOT NULL,
  hint_zh TEXT NOT NULL,
  hint_en TEXT NOT NULL,
  PRIMARY KEY (computation_id, seq)
);
-- append-only: computation_issue

-- Another grade than the engine's, with the reason. Stays when it is withdrawn.
CREATE TABLE calibration (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  computation_id BIGINT NOT NULL REFERENCES computation (id),
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  figure TEXT NOT NULL CHECK (figure <> ''),  -- Key of the column.
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL CHECK (after_text <> before_text),
  reason TEXT NOT NULL CHECK (reason <> ''),
  account_id BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  withdrawn_by TEXT,
  withdrawn_at TEXT,
  withdraw_reason TEXT,
  CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE UNIQUE INDEX calibration_stands ON calibration (computation_id, assessee_id, figure)
  WHERE withdrawn_at IS NULL;
-- frozen: calibration when made_at is not null except withdrawn_by, withdrawn_at, withdraw_reason
-- frozen: calibration when withdrawn_at is not null

-- A computation that stands open to objection. A revision is a publication of its own.
CREATE TABLE publication (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  revision BIGINT NOT NULL CHECK (revision > 0),
  computation_id BIGINT NOT NULL REFERENCES computation (id),
  notice_from TEXT NOT NULL CHECK (length(notice_from) = 10),
  notice_until TEXT NOT NULL CHECK (length(notice_until) = 10 AND notice_until >= notice_from),
  notice_days BIGINT NOT NULL CHECK (notice_days > 0),  -- Working days.
  contact TEXT NOT NULL,
  override_reason TEXT,
  readiness TEXT,     -- JSON: what was missing when it was published all the same.
  reason TEXT,        -- Of a revision.
  objection_id BIGINT,
  published_at TEXT NOT NULL,
  published_by TEXT NOT NULL,
  finalised_at TEXT,
  finalised_by TEXT,
  UNIQUE (assessment_id, revision),
  CHECK ((override_reason IS NULL) = (readiness IS NULL)),
  CHECK ((finalised_at IS NULL) = (finalised_by IS NULL))
);
CREATE INDEX publication_computation ON publication (computation_id);
CREATE INDEX publication_until ON publication (notice_until);
-- frozen: publication when published_at is not null except finalised_at, finalised_by
-- frozen: publication when finalised_at is not null

-- What of it everybody may read.
CREATE TABLE publication_column (
  publication_id BIGINT NOT NULL REFERENCES publication (id),
  place BIGINT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (publication_id, place),
  UNIQUE (publication_id, key)
);
-- append-only: publication_column

CREATE TABLE objection (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  publication_id BIGINT NOT NULL REFERENCES publication (id),
  assessee_id BIGINT NOT NULL REFERENCES assessee (id),
  figure TEXT NOT NULL CHECK (figure <> ''),  -- Key of the column.
  figure_title TEXT NOT NULL,
  value_text TEXT NOT NULL,                   -- As it was published.
  text TEXT NOT NULL CHECK (text <> ''),
  raised_by_account BIGINT NOT NULL,
  raised_by TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'assigned', 'upheld', 'not_upheld')),
  handler_account BIGINT REFERENCES account (id),
  handler TEXT,
  reason TEXT,
  decided_by_account BIGINT,
  decided_by TEXT,
  decided_at TEXT,
  revised_publication_id BIGINT REFERENCES publication (id),
  revised_value TEXT,
  version BIGINT NOT NULL CHECK (version > 0),
  CHECK ((handler_account IS NULL) = (handler IS NULL)),
  CHECK ((decided_at IS NOT NULL) = (state IN ('upheld', 'not_upheld'))),
  CHECK ((state = 'upheld') = (revised_publication_id IS NOT NULL)),
  CHECK (decided_at IS NULL OR reason IS NOT NULL),
  CHECK (decided_by_account IS NULL OR decided_by_account <> raised_by_account)
);
CREATE UNIQUE INDEX objection_stands ON objection (assessee_id, figure) WHERE decided_at IS NULL;
CREATE INDEX objection_assessment ON objection (assessment_id, state);
CREATE INDEX objection_handler ON objection (handler_account, state);
CREATE INDEX objection_raiser ON objection (raised_by_account);
-- frozen: objection when raised_at is not null except state, handler_account, handler, reason, decided_by_account, decided_by, decided_at, revised_publication_id, revised_value, version
-- frozen: objection when decided_at is not null

-- The data that an upheld objection corrected; the changes stand in measurement_change too.
CREATE TABLE objection_correction (
  objection_id BIGINT NOT NULL REFERENCES objection (id),
  seq BIGINT NOT NULL,
  element_id BIGINT NOT NULL REFERENCES data_element (id),
  year BIGINT NOT NULL,
  period BIGINT NOT NULL,
  subject_id BIGINT NOT NULL REFERENCES subject (id),
  field TEXT NOT NULL,
  subject TEXT NOT NULL,
  period_title TEXT NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  PRIMARY KEY (objection_id, seq)
);
-- append-only: objection_correction

