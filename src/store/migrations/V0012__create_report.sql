-- SPDX-License-Identifier: Apache-2.0
-- Work reports (工作汇报): their versions, what was found in them and what people decided about it;
-- comparisons of reports with each other; rubrics (评分细则) at the workbench.

CREATE TABLE report (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
  title TEXT NOT NULL CHECK (title <> ''),
  assessment_id BIGINT REFERENCES assessment (id),  -- Whose verified data its claims are held against.
  account_id BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  archived_at TEXT,
  version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX report_unit ON report (unit_id, year, id);
CREATE INDEX report_year ON report (year, id);
CREATE INDEX report_assessment ON report (assessment_id);
-- frozen: report when archived_at is not null

-- A file of the report as it was uploaded; its bytes stand in blob.
CREATE TABLE report_version (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  report_id BIGINT NOT NULL REFERENCES report (id),
  number BIGINT NOT NULL CHECK (number > 0),
  file_name TEXT NOT NULL CHECK (file_name <> ''),
  size BIGINT NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  account_id BIGINT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TEXT NOT NULL,
  UNIQUE (report_id, number)
);
CREATE INDEX report_version_sha256 ON report_version (sha256);
-- append-only: report_version

-- A job that reads a version and checks its figures. The last one of a version counts.
CREATE TABLE report_check (
  id BIGINT PRIMARY KEY REFERENCES job (id),
  version_id BIGINT NOT NULL REFERENCES report_version (id),
  assessment_id BIGINT REFERENCES assessment (id),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  text_version TEXT,      -- Of the module that read and checked: another one may find other things.
  record TEXT,            -- JSON: the verified figures that its claims were held against.
  record_sha256 TEXT CHECK (length(record_sha256) = 64),
  view TEXT,              -- JSON: paragraphs and findings.
  sure_count BIGINT,
  likely_count BIGINT,
  ask_count BIGINT,
  held_count BIGINT,      -- Statements that were put to the test and held.
  characters BIGINT,
  trouble_zh TEXT,        -- Why it could not be read.
  trouble_en TEXT,
  finished_at TEXT,
  CHECK ((view IS NULL) = (text_version IS NULL)),
  CHECK ((view IS NULL) = (record_sha256 IS NULL)),
  CHECK (view IS NULL OR finished_at IS NOT NULL)
);
CREATE INDEX report_check_version ON report_check (version_id, id);
-- frozen: report_check when finished_at is not null

-- What a check found, as far as lists count it; the rest stands in its view. A finding is known by the
-- SHA-256 of what it says.
CREATE TABLE report_finding (
  check_id BIGINT NOT NULL REFERENCES report_check (id),
  seq BIGINT NOT NULL,
  finding TEXT NOT NULL CHECK (length(finding) = 64),
  PRIMARY KEY (check_id, seq)
);
-- frozen: report_finding by check_id of report_check(id) when finished_at is not null

-- What a person decided about a finding, which is known by what it says: it may come again in a later
-- version. The last one holds.
CREATE TABLE report_decision (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  report_id BIGINT NOT NULL REFERENCES report (id),
  version_id BIGINT NOT NULL REFERENCES report_version (id),  -- That the person had before him.
  finding TEXT NOT NULL CHECK (length(finding) = 64),
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'to_correct', 'open')),
  reason TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  CHECK (verdict <> 'accepted' OR reason <> '')
);
CREATE INDEX report_decision_finding ON report_decision (report_id, finding, id);
-- append-only: report_decision

-- A job that compares reports with each other.
CREATE TABLE report_comparison (
  id BIGINT PRIMARY KEY REFERENCES job (id),
  title TEXT NOT NULL CHECK (title <> ''),
  years TEXT NOT NULL,    -- "2025,2026"
  units TEXT NOT NULL,    -- Names, for showing; empty: all in reach.
  letters_min BIGINT NOT NULL CHECK (letters_min > 0),
  account_id BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  text_version TEXT,
  pair_count BIGINT,      -- Those past the stored ones included.
  cluster_count BIGINT,
  trouble_zh TEXT,
  trouble_en TEXT,
  finished_at TEXT,
  CHECK ((pair_count IS NULL) = (text_version IS NULL)),
  CHECK (pair_count IS NULL OR finished_at IS NOT NULL)
);
CREATE INDEX report_comparison_account ON report_comparison (account_id, id);
-- frozen: report_comparison when finished_at is not null

-- The versions that are compared: chosen when it is begun.
CREATE TABLE report_comparison_member (
  comparison_id BIGINT NOT NULL REFERENCES report_comparison (id),
  place BIGINT NOT NULL CHECK (place >= 0),
  version_id BIGINT NOT NULL REFERENCES report_version (id),
  letters BIGINT,         -- None: it could not be read.
  shared_letters BIGINT,
  shared_percent BIGINT,
  cluster BIGINT,         -- Reports linked by pairs have one number.
  PRIMARY KEY (comparison_id, place)
);
-- frozen: report_comparison_member by comparison_id of report_comparison(id) when finished_at is not null

CREATE TABLE report_comparison_pair (
  comparison_id BIGINT NOT NULL REFERENCES report_comparison (id),
  seq BIGINT NOT NULL CHECK (seq >= 0),
  place_a BIGINT NOT NULL,
  place_b BIGINT NOT NULL,
  percent_a BIGINT NOT NULL,
  percent_b BIGINT NOT NULL,
  letters_a BIGINT NOT NULL,
  letters_b BIGINT NOT NULL,
  passage_count BIGINT NOT NULL,
  passages TEXT NOT NULL, -- JSON
  PRIMARY KEY (comparison_id, seq)
);
-- frozen: report_comparison_pair by comparison_id of report_comparison(id) when finished_at is not null

-- A rubric that is made into the draft of a regulation.
CREATE TABLE rubric (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  file_name TEXT NOT NULL CHECK (file_name <> ''),
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  title TEXT NOT NULL CHECK (title <> ''),
  kind TEXT NOT NULL CHECK (kind <> ''),          -- Who is assessed: 单位.
  group_kind TEXT NOT NULL CHECK (group_kind <> kind),  -- Within what they rank: 组.
  year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
  regulation_version_id BIGINT REFERENCES regulation_version (id),  -- Saved last as this draft.
  account_id BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  archived_at TEXT,
  version BIGINT NOT NULL CHECK (version > 0)
);
-- frozen: rubric when archived_at is not null

-- What was decided about a clause. It holds for the words it was made about.
CREATE TABLE rubric_decision (
  rubric_id BIGINT NOT NULL REFERENCES rubric (id),
  item BIGINT NOT NULL CHECK (item >= 0),
  clause BIGINT NOT NULL CHECK (clause >= 0),
  clause_text TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'correct', 'reject')),
  formula TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (rubric_id, item, clause),
  CHECK ((verdict = 'correct') = (formula <> ''))
);
