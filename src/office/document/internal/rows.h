// SPDX-License-Identifier: Apache-2.0
// Rows of documents inside a transaction, and who may see and change them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/document/documents.h"

namespace kaogong::office::documents::internal {

// "d.id, … FROM document d …"
extern const std::string_view kDocumentColumns;
DocumentRow ReadDocument(const store::Row& row);
// Without asking for rights. Errors: kNotFound.
Result<DocumentRow> LoadDocument(const Session& session, Id id);

// Errors: kNotFound for what the actor may not know of, kNotPermitted when no role of his has the
// act.
Result<void> RequireSeen(const Session& session, const DocumentRow& row);
// Whether the row is covered for an act: of a document about all, a reach of everywhere.
Result<void> RequireCovered(const Session& session, const DocumentRow& row, Act act);
// Errors: also kConflict when it is no draft, or not as the editor last saw it.
Result<void> RequireEditable(const Session& session, const DocumentRow& row,
                             std::optional<std::int64_t> stamp);
// What the actor may do now: edit, issue, withdraw.
std::vector<std::string> MayOf(const Session& session, const DocumentRow& row);

struct StoredVersion {
  document::Document model;
  GivenValues given;
};
// Errors: kNotFound.
Result<StoredVersion> LoadVersion(const Session& session, Id id, int number);
Result<DocumentView> LoadView(const Session& session, Id id);

struct NewVersion {
  VersionAct act = VersionAct::kDraft;
  std::string note;
  const document::Document* model = nullptr;
  const GivenValues* given = nullptr;
};
Result<void> InsertVersion(const Change& change, Id id, int number, const NewVersion& made);
// Adds a version to a draft and brings its row up to date.
Result<void> AddVersion(const Change& change, const DocumentRow& row,
                        std::optional<Id> computation, const NewVersion& made);

// A draft that is about to be stored.
struct NewRow {
  Id assessment = 0;
  std::optional<Id> computation;
  result::Basis basis = result::Basis::kVerified;
  std::string period;
  std::string form;
  std::string form_title;
  document::Subject subject = document::Subject::kWhole;
  std::optional<Id> assessee;
  std::string object;
  std::optional<Id> objection;
  std::optional<Id> batch;
};
Result<void> InsertDocument(const Change& change, Id id, const NewRow& row,
                            const document::Document& model, const GivenValues& given);

}  // namespace kaogong::office::documents::internal
