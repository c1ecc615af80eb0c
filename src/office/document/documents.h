// SPDX-License-Identifier: Apache-2.0
// Documents (公文): drafted from a template and the record, edited by a clerk, and issued.
//
// Every change of a draft is a version that is kept. A figure in an edited sentence stays a
// reference to the record. Drafts are there for who drafted them and for who issues documents; what
// was issued to the assessed is there for whom it is about. Figures of a result that is not published
// are there only for who may see such results.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/model.h"
#include "document/verify.h"
#include "office/document/given_values.h"
#include "office/document/templates.h"
#include "office/paging.h"
#include "office/result/calibration.h"

namespace kaogong::office::documents {

// On the wire by NameOf.
enum class DocumentState {
  kDraft,      // 草稿
  kIssued,     // 已印发
  kWithdrawn,  // 已撤回
  kDiscarded,  // 已弃用
};
std::string_view NameOf(DocumentState state);
std::optional<DocumentState> DocumentStateNamed(std::string_view name);
Text TitleOf(DocumentState state);

// Who sees a document that was issued. Stored and on the wire by NameOf.
enum class Audience {
  kOffice,    // 内部: who drafts and issues, and who may see results that are not published.
  kAssessed,  // 考核对象: whom it is about; of one about all, everybody who is assessed.
};
std::string_view NameOf(Audience audience);
std::optional<Audience> AudienceNamed(std::string_view name);

struct DocumentRow {
  Id id = 0;
  result::AssessmentRef assessment;
  std::optional<Id> computation;
  bool is_published = false;  // The computation.
  result::Basis basis = result::Basis::kVerified;
  std::string period;
  std::string form;  // Reference of the template.
  std::string form_title;
  document::Subject subject = document::Subject::kWhole;
  std::optional<result::AssesseeRef> assessee;
  std::optional<Id> unit;  // Of the assessee.
  std::optional<Id> person;
  std::string object;
  std::optional<Id> objection;
  std::optional<Id> batch;
  std::string title;
  int latest = 1;
  DocumentState state = DocumentState::kDraft;
  std::optional<std::string> number;
  std::optional<Audience> audience;
  std::string docx_sha256;
  std::string pdf_sha256;
  Id account = 0;
  std::string created_by;
  std::string created_at;
  std::string changed_at;
  std::optional<std::string> issued_by;
  std::optional<std::string> issued_at;
  std::optional<std::string> withdrawn_by;
  std::optional<std::string> withdrawn_at;
  std::optional<std::string> withdraw_reason;
  std::int64_t version = 1;
};

// Stored and on the wire by NameOf.
enum class VersionAct { kDraft, kEdit, kRefresh, kRedraft, kRestore };
std::string_view NameOf(VersionAct act);
Text TitleOf(VersionAct act);

struct DocumentVersion {
  int number = 0;
  VersionAct act = VersionAct::kDraft;
  std::string note;
  std::string made_by;
  std::string made_at;
};
struct IssuedFile {
  std::string format;
  std::string sha256;
  std::int64_t size = 0;
};

struct DocumentView {
  DocumentRow row;
  document::Document model;  // Of the newest version.
  GivenValues given;
  std::vector<DocumentVersion> versions;  // The newest first.
  std::vector<IssuedFile> files;
  std::vector<std::string> may;  // edit, issue, withdraw
};

struct DocumentQuery {
  std::optional<Id> assessment;
  std::optional<Id> assessee;
  std::optional<Id> batch;
  std::string form;
  std::optional<DocumentState> state;  // Nothing: all that are not discarded.
  std::string search;
  Page page;
};
Result<Listing<DocumentRow>> ListDocuments(Shelf& shelf, const Actor& actor,
                                           const DocumentQuery& query);
// Errors: kNotFound, also for what is not for the actor to see.
Result<DocumentView> GetDocument(Shelf& shelf, const Actor& actor, Id id);
// The model of a version; the newest when none is given.
Result<document::Document> GetVersion(Shelf& shelf, const Actor& actor, Id id,
                                      std::optional<int> number);

struct NewDocument {
  Id assessment = 0;
  std::optional<Id> computation;
  result::Basis basis = result::Basis::kVerified;
  std::string form;
  std::optional<Id> assessee;
  std::optional<Id> objection;
  std::string period;
  GivenValues given;
};
// Errors: kNotFound; kInvalidInput with faults, or with `issues` when the template does not fit the
// record.
Result<DocumentView> DraftDocument(Shelf& shelf, const Actor& actor, const NewDocument& wanted,
                                   Issues* issues);

// A part of an edited paragraph: a live figure by its number in the document, or text.
struct Piece {
  std::optional<int> figure;
  std::string text;
};
struct EditedParagraph {
  int number = 0;  // In reading order, cells too; of an added one the paragraph before it.
  std::vector<Piece> pieces;
};
struct Edit {
  std::int64_t version = 0;
  std::string note;
  std::vector<EditedParagraph> replaced;
  std::vector<int> removed;
  std::vector<EditedParagraph> added;
};
// Errors: kConflict when it was changed meanwhile or is no draft; kInvalidInput with faults for
// paragraphs and figures that are not there; paragraphs of cells are neither added nor removed.
Result<DocumentView> EditDocument(Shelf& shelf, const Actor& actor, Id id, const Edit& edit);

struct RefreshWish {
  std::int64_t version = 0;
  bool redraft = false;  // From the template again; edited sentences are lost.
  std::optional<GivenValues> given;
};
Result<DocumentView> RefreshDocument(Shelf& shelf, const Actor& actor, Id id,
                                     const RefreshWish& wish, Issues* issues);
Result<DocumentView> RestoreVersion(Shelf& shelf, const Actor& actor, Id id, std::int64_t version,
                                    int number);
Result<DocumentView> DiscardDocument(Shelf& shelf, const Actor& actor, Id id, std::int64_t version);

// What of a draft is no longer what the record says.
Result<std::vector<document::Change>> CheckDocument(Shelf& shelf, const Actor& actor, Id id);

// --- Comparison of versions

enum class ChangeKind { kSame, kAdded, kRemoved, kChanged };
std::string_view NameOf(ChangeKind kind);
struct Segment {
  ChangeKind kind = ChangeKind::kSame;  // Never kChanged.
  std::string text;
};
struct ComparedLine {
  ChangeKind kind = ChangeKind::kSame;
  std::vector<Segment> segments;
};
struct DocumentComparison {
  int before = 0;
  int after = 0;
  std::vector<ComparedLine> lines;  // Paragraphs and rows of tables.
};
// The first version beside the newest, unless numbers are given.
Result<DocumentComparison> CompareVersions(Shelf& shelf, const Actor& actor, Id id,
                                           std::optional<int> before, std::optional<int> after);
std::vector<ComparedLine> CompareTexts(std::string_view before, std::string_view after);

}  // namespace kaogong::office::documents
