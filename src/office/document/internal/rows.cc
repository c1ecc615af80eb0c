// SPDX-License-Identifier: Apache-2.0
#include "office/document/internal/rows.h"

#include <utility>

#include "document/document_json.h"
#include "office/document/internal/words.h"

namespace kaogong::office::documents::internal {

namespace {

using store::Row;

constexpr std::size_t kTitleMax = 200;

Error NoSuchDocument() {
  return {ErrorCode::kNotFound, Say("没有这份公文，或不在您的范围内",
                                    "There is no such document, or it is not in your reach")};
}

DocumentState StateOf(const Row& row) {
  if (row.Get<std::optional<std::string>>(28)) return DocumentState::kWithdrawn;
  if (row.Get<std::optional<std::string>>(26)) return DocumentState::kIssued;
  if (row.Get<std::optional<std::string>>(30)) return DocumentState::kDiscarded;
  return DocumentState::kDraft;
}

std::optional<VersionAct> VersionActNamed(std::string_view name) {
  for (const VersionAct act : {VersionAct::kDraft, VersionAct::kEdit, VersionAct::kRefresh,
                               VersionAct::kRedraft, VersionAct::kRestore}) {
    if (NameOf(act) == name) return act;
  }
  return std::nullopt;
}

// True when the assessment has somebody in the actor's reach: what is said to all is said to him.
Result<bool> IsAssessed(const Session& session, Id assessment) {
  const Reach reach = ReachOf(session.actor, Act::kViewDocuments);
  if (reach.is_everywhere) return true;
  const WithinReach within(reach, session.today);
  std::vector<store::Argument> arguments = within.arguments();
  arguments.emplace_back(assessment);
  arguments.emplace_back(session.actor.person == 0 ? Id{-1} : session.actor.person);
  bool is_found = false;
  KAOGONG_TRY(session.transaction.Query(
      within.with() + "SELECT id FROM assessee WHERE assessment_id = ? AND (person_id = ? "
                      "OR unit_id IN (SELECT id FROM within)) LIMIT 1",
      arguments, [&](const Row&) { is_found = true; }));
  return is_found;
}

Result<void> LoadVersions(const Session& session, DocumentView* view) {
  return session.transaction.Query(
      "SELECT number, act, note, made_by, made_at FROM document_version WHERE document_id = ? "
      "ORDER BY number DESC",
      {view->row.id}, [&](const Row& row) {
        view->versions.push_back(
            {row.Get<int>(0),
             VersionActNamed(row.Get<std::string_view>(1)).value_or(VersionAct::kDraft),
             row.Get<std::string>(2), row.Get<std::string>(3), row.Get<std::string>(4)});
      });
}

Result<void> LoadFiles(const Session& session, DocumentView* view) {
  const std::pair<std::string_view, const std::string&> files[] = {
      {"docx", view->row.docx_sha256}, {"pdf", view->row.pdf_sha256}};
  for (const auto& [format, sha256] : files) {
    if (sha256.empty()) continue;
    KAOGONG_TRY_ASSIGN(const auto size, session.transaction.One<std::int64_t>(
                                            "SELECT size FROM blob WHERE sha256 = ?", {sha256}));
    view->files.push_back({std::string(format), sha256, size.value_or(0)});
  }
  return {};
}

}  // namespace

const std::string_view kDocumentColumns =
    "d.id, d.assessment_id, a.title, a.year, d.computation_id, "
    "(SELECT count(*) FROM publication p WHERE p.computation_id = d.computation_id), d.basis, "
    "d.period, d.template, d.template_title, d.subject, d.assessee_id, e.kind, e.code, e.name, "
    "e.unit_id, e.person_id, d.object, d.objection_id, d.batch_id, d.title, d.latest, d.number, "
    "d.audience, d.docx_sha256, d.pdf_sha256, d.issued_at, d.issued_by, d.withdrawn_at, "
    "d.withdrawn_by, d.discarded_at, d.withdraw_reason, d.account_id, d.created_by, d.created_at, "
    "d.changed_at, d.version FROM document d JOIN assessment a ON a.id = d.assessment_id "
    "LEFT JOIN assessee e ON e.id = d.assessee_id ";

DocumentRow ReadDocument(const Row& row) {
  DocumentRow to;
  to.id = row.Get<Id>(0);
  to.assessment = {row.Get<Id>(1), row.Get<std::string>(2), row.Get<int>(3)};
  to.computation = row.Get<std::optional<Id>>(4);
  to.is_published = row.Get<std::int64_t>(5) > 0;
  to.basis = result::BasisNamed(row.Get<std::string_view>(6)).value_or(result::Basis::kVerified);
  to.period = row.Get<std::string>(7);
  to.form = row.Get<std::string>(8);
  to.form_title = row.Get<std::string>(9);
  to.subject = SubjectNamed(row.Get<std::string_view>(10)).value_or(document::Subject::kWhole);
  if (const auto assessee = row.Get<std::optional<Id>>(11)) {
    to.assessee = result::AssesseeRef{*assessee, row.Get<std::string>(13),
                                      row.Get<std::string>(14), row.Get<std::string>(12)};
  }
  to.unit = row.Get<std::optional<Id>>(15);
  to.person = row.Get<std::optional<Id>>(16);
  to.object = row.Get<std::string>(17);
  to.objection = row.Get<std::optional<Id>>(18);
  to.batch = row.Get<std::optional<Id>>(19);
  to.title = row.Get<std::string>(20);
  to.latest = row.Get<int>(21);
  to.number = row.Get<std::optional<std::string>>(22);
  if (const auto audience = row.Get<std::optional<std::string>>(23))
    to.audience = AudienceNamed(*audience);
  to.docx_sha256 = row.Get<std::optional<std::string>>(24).value_or("");
  to.pdf_sha256 = row.Get<std::optional<std::string>>(25).value_or("");
  to.issued_at = row.Get<std::optional<std::string>>(26);
  to.issued_by = row.Get<std::optional<std::string>>(27);
  to.withdrawn_at = row.Get<std::optional<std::string>>(28);
  to.withdrawn_by = row.Get<std::optional<std::string>>(29);
  to.withdraw_reason = row.Get<std::optional<std::string>>(31);
  to.account = row.Get<Id>(32);
  to.created_by = row.Get<std::string>(33);
  to.created_at = row.Get<std::string>(34);
  to.changed_at = row.Get<std::string>(35);
  to.version = row.Get<std::int64_t>(36);
  to.state = StateOf(row);
  return to;
}

Result<DocumentRow> LoadDocument(const Session& session, Id id) {
  std::optional<DocumentRow> found;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE d.id = ?", kDocumentColumns),
                                        {id},
                                        [&](const Row& row) { found = ReadDocument(row); }));
  if (!found) return NoSuchDocument();
  return *std::move(found);
}

Result<void> RequireCovered(const Session& session, const DocumentRow& row, Act act) {
  if (!row.assessee) {
    KAOGONG_TRY(Require(session.actor, act));
    if (ReachOf(session.actor, act).is_everywhere) return {};
    return NoSuchDocument();
  }
  assessment::AssesseeRow assessee;
  assessee.unit = row.unit;
  assessee.person = row.person;
  return assessment::RequireOnAssessee(session, assessee, act);
}

Result<void> RequireSeen(const Session& session, const DocumentRow& row) {
  const bool is_issued = row.audience.has_value();
  const bool is_open = is_issued && *row.audience == Audience::kAssessed;
  if (row.assessee || !is_open) {
    KAOGONG_TRY(RequireCovered(session, row, Act::kViewDocuments));
  } else {
    KAOGONG_TRY(Require(session.actor, Act::kViewDocuments));
    KAOGONG_TRY_ASSIGN(const bool is_assessed, IsAssessed(session, row.assessment.id));
    if (!is_assessed) return NoSuchDocument();
  }
  if (is_open || MayDo(session.actor, Act::kViewDraftResults)) return {};
  const bool is_own = row.account != 0 && row.account == session.actor.account;
  if (is_own && row.is_published) return {};
  return NoSuchDocument();
}

Result<void> RequireEditable(const Session& session, const DocumentRow& row,
                             std::optional<std::int64_t> stamp) {
  KAOGONG_TRY(RequireCovered(session, row, Act::kDraftDocuments));
  const bool is_own = row.account != 0 && row.account == session.actor.account;
  const bool may_issue = RequireCovered(session, row, Act::kIssueDocuments).ok();
  if (!is_own && !may_issue) return NoSuchDocument();
  KAOGONG_TRY(RequireSeen(session, row));
  if (row.state != DocumentState::kDraft) {
    return Error{ErrorCode::kConflict,
                 Text{fmt::format("公文{}，不能再改；需要更正时请撤回后另行起草", TitleOf(row.state).zh),
                      fmt::format("The document is {}; draft another one to correct it",
                                  TitleOf(row.state).en)}};
  }
  if (stamp && *stamp != row.version) return Stale({"公文", "document"});
  return {};
}

std::vector<std::string> MayOf(const Session& session, const DocumentRow& row) {
  std::vector<std::string> may;
  if (session.actor.is_viewing_as) return may;
  if (RequireEditable(session, row, std::nullopt).ok()) may.emplace_back("edit");
  const bool may_issue = RequireCovered(session, row, Act::kIssueDocuments).ok();
  if (may_issue && row.state == DocumentState::kDraft) may.emplace_back("issue");
  if (may_issue && row.state == DocumentState::kIssued) may.emplace_back("withdraw");
  return may;
}

Result<StoredVersion> LoadVersion(const Session& session, Id id, int number) {
  std::optional<std::pair<std::string, std::string>> found;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT content, given FROM document_version WHERE document_id = ? AND number = ?",
      {id, number}, [&](const Row& row) {
        found.emplace(row.Get<std::string>(0), row.Get<std::string>(1));
      }));
  if (!found) {
    return Error{ErrorCode::kNotFound, Say("公文没有第 {} 版", "The document has no version {}",
                                           number)};
  }
  StoredVersion version;
  KAOGONG_TRY_ASSIGN(version.model, document::FromJson(found->first));
  KAOGONG_TRY_ASSIGN(version.given, GivenFromJson(found->second));
  return version;
}

Result<DocumentView> LoadView(const Session& session, Id id) {
  DocumentView view;
  KAOGONG_TRY_ASSIGN(view.row, LoadDocument(session, id));
  KAOGONG_TRY_ASSIGN(StoredVersion version, LoadVersion(session, id, view.row.latest));
  view.model = std::move(version.model);
  view.given = std::move(version.given);
  KAOGONG_TRY(LoadVersions(session, &view));
  KAOGONG_TRY(LoadFiles(session, &view));
  view.may = MayOf(session, view.row);
  return view;
}

Result<void> InsertVersion(const Change& change, Id id, int number, const NewVersion& made) {
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO document_version (document_id, number, act, note, content, given, account_id, "
      "made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, number, NameOf(made.act), made.note, document::ToJson(*made.model), ToJson(*made.given),
       change.actor.account, change.actor.name, change.now.ToString()}));
  return {};
}

Result<void> AddVersion(const Change& change, const DocumentRow& row,
                        std::optional<Id> computation, const NewVersion& made) {
  KAOGONG_TRY(InsertVersion(change, row.id, row.latest + 1, made));
  KAOGONG_TRY(change.transaction.Execute(
      "UPDATE document SET latest = ?, title = ?, computation_id = ?, changed_at = ?, "
      "version = version + 1 WHERE id = ?",
      {row.latest + 1, Shortened(made.model->title, kTitleMax), computation, change.now.ToString(),
       row.id}));
  return {};
}

Result<void> InsertDocument(const Change& change, Id id, const NewRow& row,
                            const document::Document& model, const GivenValues& given) {
  const std::string now = change.now.ToString();
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO document (id, assessment_id, computation_id, basis, period, template, "
      "template_title, subject, assessee_id, object, objection_id, batch_id, title, latest, "
      "account_id, created_by, created_at, changed_at, version) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 1)",
      {id, row.assessment, row.computation, result::NameOf(row.basis), row.period, row.form,
       row.form_title, NameOf(row.subject), row.assessee, row.object, row.objection, row.batch,
       Shortened(model.title, kTitleMax), change.actor.account, change.actor.name, now, now}));
  return InsertVersion(change, id, 1, {VersionAct::kDraft, {}, &model, &given});
}

}  // namespace kaogong::office::documents::internal
