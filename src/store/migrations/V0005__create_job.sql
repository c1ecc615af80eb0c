-- SPDX-License-Identifier: Apache-2.0
-- Work that outlives a request: any instance takes a job that waits, holds it by a lease that it
-- renews, and a job whose lease ran out is taken again by whoever comes first.
CREATE TABLE job (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  kind TEXT NOT NULL CHECK (kind <> ''),
  -- What is to be done or was done, in the words of the kind.
  state TEXT NOT NULL CHECK (state <> ''),
  is_waiting BOOLEAN NOT NULL,  -- Some instance has to work on it.
  account_id BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  -- Of the work at hand.
  done_count BIGINT NOT NULL CHECK (done_count >= 0),
  total_count BIGINT NOT NULL CHECK (total_count >= 0),
  attempt_count BIGINT NOT NULL CHECK (attempt_count >= 0),
  lease_holder TEXT NOT NULL,
  lease_until TEXT NOT NULL  -- Empty when nobody holds it.
);
CREATE INDEX job_waiting ON job (is_waiting, kind, id);

-- A file that a job reads, in pieces.
CREATE TABLE job_file (
  job_id BIGINT NOT NULL REFERENCES job (id),
  piece BIGINT NOT NULL CHECK (piece >= 0),
  bytes /*sqlite: BLOB */ /*postgres: BYTEA */ NOT NULL,
  PRIMARY KEY (job_id, piece)
);
-- append-only: job_file

-- An import of the organisation: what was given and what came of it.
CREATE TABLE organisation_import (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  file_name TEXT NOT NULL,
  file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
  plan_sha256 TEXT NOT NULL,  -- Of all planned changes; empty until they are planned.
  units_new BIGINT NOT NULL,
  units_changed BIGINT NOT NULL,
  positions_new BIGINT NOT NULL,
  positions_changed BIGINT NOT NULL,
  persons_new BIGINT NOT NULL,
  persons_changed BIGINT NOT NULL,
  appointments_new BIGINT NOT NULL,
  appointments_changed BIGINT NOT NULL,
  appointments_ended BIGINT NOT NULL,
  unchanged BIGINT NOT NULL
);
CREATE TABLE organisation_import_issue (
  job_id BIGINT NOT NULL REFERENCES organisation_import (job_id),
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
-- The first planned changes, one row for each field.
CREATE TABLE organisation_import_change (
  job_id BIGINT NOT NULL REFERENCES organisation_import (job_id),
  seq BIGINT NOT NULL,  -- Of the change …
  item BIGINT NOT NULL,  -- … and of the field in it.
  kind TEXT NOT NULL,
  action TEXT NOT NULL,
  label TEXT NOT NULL,
  field TEXT NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  PRIMARY KEY (job_id, seq, item)
);
