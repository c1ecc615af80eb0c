-- SPDX-License-Identifier: Apache-2.0
-- Who may sign in and what they may do. Ids of all tables come from one counter.
CREATE TABLE id_counter (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  next BIGINT NOT NULL
);
INSERT INTO id_counter (id, next) VALUES (1, 1);

-- Settings of this installation: the city's name and the like.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE account (
  id BIGINT PRIMARY KEY,
  person_id BIGINT NOT NULL UNIQUE,
  login TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  must_change_password BOOLEAN NOT NULL,
  totp_secret TEXT,
  totp_offered TEXT,
  totp_step_used BIGINT NOT NULL DEFAULT 0,
  failed_count BIGINT NOT NULL DEFAULT 0,
  locked_until TEXT,
  is_active BOOLEAN NOT NULL,
  created_at TEXT NOT NULL,
  last_seen_at TEXT,
  version BIGINT NOT NULL DEFAULT 1
);

-- A role over a unit and all below it; without a unit, over everything.
CREATE TABLE account_grant (
  account_id BIGINT NOT NULL REFERENCES account (id),
  role TEXT NOT NULL,
  unit_id BIGINT
);
CREATE INDEX account_grant_account ON account_grant (account_id);
CREATE INDEX account_grant_unit ON account_grant (unit_id);

-- Of the token only the digest is kept: who reads the table cannot sign in with it.
CREATE TABLE session (
  id BIGINT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id),
  csrf_token TEXT NOT NULL,
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  client TEXT NOT NULL,
  viewing_as BIGINT REFERENCES account (id)
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires_at);

-- The answer to a write that may be asked for again. Status 0: not yet answered.
CREATE TABLE idempotency (
  account_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  created_at TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);
