-- SPDX-License-Identifier: Apache-2.0
-- The library: regulations and their versions, facts they are run on, and the runs.

-- Bytes by their SHA-256: uploaded tables, and files of drafts that were run.
CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  size BIGINT NOT NULL CHECK (size >= 0),
  bytes /*sqlite: BLOB */ /*postgres: BYTEA */ NOT NULL
);
-- append-only: blob

CREATE TABLE regulation (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
  title TEXT NOT NULL CHECK (title <> ''),
  owner_unit_id BIGINT REFERENCES unit (id),
  version BIGINT NOT NULL CHECK (version > 0)
);

-- What the check of the files said is kept with the version, so that lists need not compile.
CREATE TABLE regulation_version (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  regulation_id BIGINT NOT NULL REFERENCES regulation (id),
  label TEXT NOT NULL CHECK (label <> ''),
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  effective_from TEXT CHECK (length(effective_from) = 10),
  encoded BIGINT NOT NULL,
  informative BIGINT NOT NULL,
  not_modelled BIGINT NOT NULL,
  unmarked BIGINT NOT NULL,
  errors BIGINT NOT NULL,
  warnings BIGINT NOT NULL,
  cases_passed BIGINT NOT NULL,
  cases_failed BIGINT NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  published_at TEXT,
  published_by TEXT,
  withdrawn_at TEXT,
  withdrawn_by TEXT,
  withdraw_reason TEXT,
  version BIGINT NOT NULL CHECK (version > 0),
  UNIQUE (regulation_id, label),
  CHECK ((published_at IS NULL) = (published_by IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
  CHECK (withdrawn_at IS NULL OR published_at IS NOT NULL)
);
-- frozen: regulation_version when published_at is not null except withdrawn_at, withdrawn_by, withdraw_reason, version

CREATE TABLE regulation_file (
  version_id BIGINT NOT NULL REFERENCES regulation_version (id),
  path TEXT NOT NULL CHECK (path <> ''),
  text TEXT NOT NULL,
  size BIGINT NOT NULL CHECK (size >= 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  PRIMARY KEY (version_id, path)
);
-- frozen: regulation_file by version_id of regulation_version(id) when published_at is not null

-- A year's facts for a regulation: the tables as they were uploaded.
CREATE TABLE facts_set (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  regulation_id BIGINT NOT NULL REFERENCES regulation (id),
  name TEXT NOT NULL CHECK (name <> ''),
  year BIGINT NOT NULL,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  row_count BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE INDEX facts_set_regulation ON facts_set (regulation_id, year);
-- append-only: facts_set

CREATE TABLE facts_file (
  facts_set_id BIGINT NOT NULL REFERENCES facts_set (id),
  place BIGINT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  PRIMARY KEY (facts_set_id, place)
);
-- append-only: facts_file

-- A regulation applied to facts. Everything that is needed to do it again stands here or in rows
-- that cannot change; the figures themselves are computed again when somebody looks.
CREATE TABLE run (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  version_id BIGINT NOT NULL REFERENCES regulation_version (id),
  facts_set_id BIGINT NOT NULL REFERENCES facts_set (id),
  year BIGINT NOT NULL,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  result_hash TEXT NOT NULL CHECK (length(result_hash) = 64),
  engine_version TEXT NOT NULL,
  duration_ms BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE INDEX run_version ON run (version_id);
-- append-only: run

-- The files of a draft as they were when it was run. Published versions do not change: none here.
CREATE TABLE run_file (
  run_id BIGINT NOT NULL REFERENCES run (id),
  path TEXT NOT NULL CHECK (path <> ''),
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  PRIMARY KEY (run_id, path)
);
-- append-only: run_file

CREATE TABLE run_override (
  run_id BIGINT NOT NULL REFERENCES run (id),
  place BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, place)
);
-- append-only: run_override

-- The published versions, with their facts, from which the run imported results.
CREATE TABLE run_import (
  run_id BIGINT NOT NULL REFERENCES run (id),
  version_id BIGINT NOT NULL REFERENCES regulation_version (id),
  facts_set_id BIGINT NOT NULL REFERENCES facts_set (id),
  PRIMARY KEY (run_id, version_id)
);
-- append-only: run_import
