// SPDX-License-Identifier: Apache-2.0
#include "office/document/issue.h"

#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"
#include "document/render.h"
#include "office/document/internal/draft.h"
#include "office/document/internal/issue_rows.h"
#include "office/document/internal/rows.h"
#include "office/document/internal/words.h"
#include "office/library/blobs.h"

namespace kaogong::office::documents {

namespace {

using document::Subject;

constexpr std::size_t kReasonCharactersMax = 500;

Error Differs(std::size_t count) {
  return {ErrorCode::kConflict,
          Say("有 {} 处与记录不一致，不能印发：请更新数字或重新起草",
              "{} places differ from the record and it cannot be issued: update its figures or "
              "draft it again",
              count)};
}

// The number that the document bears: its own 文号, else the one that is wished for.
Result<std::optional<std::string>> NumberOf(const GivenValues& given,
                                            const std::optional<std::string>& wished) {
  const std::string own = TextOf(given, "文号");
  if (own.empty() && !wished) return std::optional<std::string>();
  if (!own.empty() && wished && *wished != own) {
    return internal::RefuseFaults(
               {{"/number", Say("文稿里的文号是“{}”", "The document itself bears '{}'", own)}})
        .error();
  }
  std::vector<Fault> faults;
  internal::CheckWords("/number", own.empty() ? *wished : own, kNumberCharactersMax, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  return std::optional(own.empty() ? *wished : own);
}

Result<void> RequireIssuable(const Session& session, const DocumentRow& row, std::int64_t stamp) {
  KAOGONG_TRY(internal::RequireCovered(session, row, Act::kIssueDocuments));
  KAOGONG_TRY(internal::RequireSeen(session, row));
  if (row.state != DocumentState::kDraft) {
    return Error{ErrorCode::kConflict,
                 Text{fmt::format("公文{}，不能印发", TitleOf(row.state).zh),
                      fmt::format("The document is {} and cannot be issued",
                                  TitleOf(row.state).en)}};
  }
  return stamp == row.version ? Result<void>() : Stale({"公文", "document"});
}

std::optional<Id> AssesseeOf(const DocumentRow& row) {
  return row.assessee ? std::optional(row.assessee->id) : std::nullopt;
}

// What of the model is no longer so.
Result<std::vector<document::Change>> ChangesOf(Shelf& shelf, const Session& session,
                                                std::shared_ptr<const RecordBasis> basis,
                                                const DocumentRow& row,
                                                const internal::StoredVersion& stored) {
  KAOGONG_TRY_ASSIGN(const auto record, internal::RecordFor(shelf, session, std::move(basis),
                                                            AssesseeOf(row), stored.given));
  return document::FindChanges(stored.model, *record);
}

}  // namespace

namespace internal {

Result<RenderedFiles> RenderFiles(const document::Document& model) {
  RenderedFiles files;
  KAOGONG_TRY_ASSIGN(files.docx, document::RenderDocx(model));
  KAOGONG_TRY_ASSIGN(files.pdf, document::RenderPdf(model));
  return files;
}

Result<void> RequireAudience(const Actor& actor, Audience audience, Subject subject,
                             bool is_published) {
  if (audience != Audience::kAssessed) return {};
  if (subject == Subject::kPaid) {
    return RefuseFaults({{"/audience", Say("发放表只供内部使用，不向考核对象公开",
                                           "Pay sheets are for the office alone")}});
  }
  return is_published ? Result<void>() : Require(actor, Act::kPublishResults);
}

Result<void> MarkIssued(const Change& change, Id id, const RenderedFiles& files,
                        const IssueMark& mark) {
  if (mark.number) {
    KAOGONG_TRY_ASSIGN(const auto taken,
                       change.transaction.One<std::string>(
                           "SELECT title FROM document WHERE number_year = ? AND number = ?",
                           {change.today.year(), *mark.number}));
    if (taken) {
      return Error{ErrorCode::kConflict,
                   Say("文号“{0}”今年已用于“{1}”", "'{0}' is the number of '{1}' this year",
                       *mark.number, *taken)};
    }
  }
  const std::string docx = Sha256Hex(files.docx);
  const std::string pdf = Sha256Hex(files.pdf);
  KAOGONG_TRY(library::InsertBlob(change, docx, files.docx));
  KAOGONG_TRY(library::InsertBlob(change, pdf, files.pdf));
  const std::optional<int> year = mark.number ? std::optional(change.today.year()) : std::nullopt;
  KAOGONG_TRY(change.transaction.Execute(
      "UPDATE document SET number = ?, number_year = ?, audience = ?, docx_sha256 = ?, "
      "pdf_sha256 = ?, issued_at = ?, issued_by = ?, computation_id = ?, changed_at = ?, "
      "version = version + 1 WHERE id = ?",
      {mark.number, year, NameOf(mark.audience), docx, pdf, change.now.ToString(),
       change.actor.name, mark.computation, change.now.ToString(), id}));
  return {};
}

}  // namespace internal

Result<DocumentView> IssueDocument(Shelf& shelf, const Actor& actor, Id id, const IssueWish& wish,
                                   std::vector<document::Change>* changes) {
  DocumentRow row;
  internal::StoredVersion stored;
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(row, internal::LoadDocument(session, id));
    KAOGONG_TRY(RequireIssuable(session, row, wish.version));
    KAOGONG_TRY_ASSIGN(stored, internal::LoadVersion(session, id, row.latest));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(const auto number, NumberOf(stored.given, wish.number));
  Issues issues;
  KAOGONG_TRY_ASSIGN(const auto basis, internal::BasisOf(shelf, row, &issues));
  KAOGONG_TRY(
      internal::RequireAudience(actor, wish.audience, row.subject, basis->is_published));
  KAOGONG_TRY_ASSIGN(*changes, shelf.office().Read(actor, [&](Session& session) {
    return ChangesOf(shelf, session, basis, row, stored);
  }));
  if (!changes->empty()) return Differs(changes->size());
  KAOGONG_TRY_ASSIGN(const auto files, internal::RenderFiles(stored.model));
  // Once more inside the transaction: nothing may slip in between the check and the act.
  return shelf.office().Write(actor, [&](Change& change) -> Result<DocumentView> {
    KAOGONG_TRY_ASSIGN(const DocumentRow now, internal::LoadDocument(change, id));
    KAOGONG_TRY(RequireIssuable(change, now, wish.version));
    KAOGONG_TRY_ASSIGN(const auto reloaded, ReloadBasis(shelf, change, *basis));
    KAOGONG_TRY_ASSIGN(*changes, ChangesOf(shelf, change, reloaded, now, stored));
    if (!changes->empty()) return Differs(changes->size());
    KAOGONG_TRY(internal::MarkIssued(change, id, files,
                                     {wish.audience, number, basis->wish.computation}));
    change.Record("document.issue", fmt::format("document/{}", id),
                  Detail()
                      .Set("title", row.title)
                      .SetOptional("number", number)
                      .Set("audience", NameOf(wish.audience))
                      .Set("docx_sha256", Sha256Hex(files.docx))
                      .Set("pdf_sha256", Sha256Hex(files.pdf)));
    return internal::LoadView(change, id);
  });
}

Result<DocumentView> WithdrawDocument(Shelf& shelf, const Actor& actor, Id id, std::int64_t version,
                                      std::string_view reason) {
  return shelf.office().Write(actor, [&](Change& change) -> Result<DocumentView> {
    KAOGONG_TRY_ASSIGN(const DocumentRow row, internal::LoadDocument(change, id));
    KAOGONG_TRY(internal::RequireCovered(change, row, Act::kIssueDocuments));
    KAOGONG_TRY(internal::RequireSeen(change, row));
    std::vector<Fault> faults;
    internal::CheckWords("/reason", reason, kReasonCharactersMax, &faults);
    KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
    if (row.state != DocumentState::kIssued) {
      return Error{ErrorCode::kConflict,
                   Text{fmt::format("公文{}，不能撤回", TitleOf(row.state).zh),
                        fmt::format("The document is {} and cannot be withdrawn",
                                    TitleOf(row.state).en)}};
    }
    if (row.version != version) return Stale({"公文", "document"});
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE document SET withdrawn_at = ?, withdrawn_by = ?, withdraw_reason = ?, "
        "version = version + 1 WHERE id = ?",
        {change.now.ToString(), actor.name, reason, id}));
    change.Record("document.withdraw", fmt::format("document/{}", id),
                  Detail().Set("title", row.title).Set("reason", reason));
    return internal::LoadView(change, id);
  });
}

Result<DocumentFile> GetDocumentFile(Shelf& shelf, const Actor& actor, Id id,
                                     std::string_view format) {
  DocumentRow row;
  document::Document model;
  std::optional<std::string> bytes;
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(row, internal::LoadDocument(session, id));
    KAOGONG_TRY(internal::RequireSeen(session, row));
    const bool is_kept = !row.docx_sha256.empty() && format != "xlsx";
    if (is_kept) {
      KAOGONG_TRY_ASSIGN(bytes, library::LoadBlob(session, format == "pdf" ? row.pdf_sha256
                                                                           : row.docx_sha256));
      return {};
    }
    KAOGONG_TRY_ASSIGN(auto stored, internal::LoadVersion(session, id, row.latest));
    model = std::move(stored.model);
    return {};
  }));
  const bool is_draft = row.state == DocumentState::kDraft || row.state == DocumentState::kDiscarded;
  DocumentFile file;
  file.name = fmt::format("{}{}.{}", internal::FileName(row.title), is_draft ? "（草稿）" : "", format);
  if (bytes) {
    file.bytes = *std::move(bytes);
    return file;
  }
  KAOGONG_TRY_ASSIGN(file.bytes, shelf.library().Compute([&]() -> Result<std::string> {
    if (format == "pdf") return document::RenderPdf(model);
    return format == "xlsx" ? document::RenderXlsx(model) : document::RenderDocx(model);
  }));
  return file;
}

}  // namespace kaogong::office::documents
