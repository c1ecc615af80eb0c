// SPDX-License-Identifier: Apache-2.0
#include "office/document/documents.h"

#include <algorithm>
#include <array>
#include <utility>

#include "office/document/internal/draft.h"
#include "office/document/internal/rows.h"
#include "office/document/internal/words.h"
#include "office/like_pattern.h"
#include "office/result/objection.h"

namespace kaogong::office::documents {

namespace {

using internal::RequireEditable;
using internal::RequireSeen;
using store::Row;

struct Named {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Named, 4> kStates{{{"draft", "草稿", "draft"},
                                        {"issued", "已印发", "issued"},
                                        {"withdrawn", "已撤回", "withdrawn"},
                                        {"discarded", "已弃用", "discarded"}}};
constexpr std::array<Named, 5> kActs{{{"draft", "起草", "drafted"},
                                      {"edit", "修改", "edited"},
                                      {"refresh", "更新数字", "refreshed"},
                                      {"redraft", "重新起草", "drafted again"},
                                      {"restore", "恢复", "restored"}}};
constexpr std::array<std::string_view, 2> kAudiences{"office", "assessed"};
constexpr std::array<std::string_view, 4> kChangeKinds{"same", "added", "removed", "changed"};

// What of a list the actor may see, as SQL after WHERE; the counterpart of RequireSeen.
class Filter {
 public:
  Filter(const Session& session, const DocumentQuery& query)
      : within_(ReachOf(session.actor, Act::kViewDocuments), session.today),
        arguments_(within_.arguments()) {
    AddReach(session.actor);
    AddQuery(query);
  }

  std::string head() const { return within_.with(); }
  const std::string& where() const { return where_; }
  const std::vector<store::Argument>& arguments() const { return arguments_; }

 private:
  void AddReach(const Actor& actor) {
    const bool is_everywhere = ReachOf(actor, Act::kViewDocuments).is_everywhere;
    const Id person = actor.person == 0 ? -1 : actor.person;
    where_ =
        "WHERE ((d.assessee_id IS NOT NULL AND (e.person_id = ? OR e.unit_id IN (SELECT id FROM "
        "within) OR ?)) OR (d.assessee_id IS NULL AND (? OR (d.audience = 'assessed' AND EXISTS "
        "(SELECT 1 FROM assessee o WHERE o.assessment_id = d.assessment_id AND (o.person_id = ? "
        "OR o.unit_id IN (SELECT id FROM within)))))))";
    for (const store::Argument& argument : std::initializer_list<store::Argument>{
             person, is_everywhere, is_everywhere, person})
      arguments_.push_back(argument);
    if (MayDo(actor, Act::kViewDraftResults)) return;
    where_ +=
        " AND (d.audience = 'assessed' OR (d.account_id = ? AND EXISTS (SELECT 1 FROM publication "
        "p WHERE p.computation_id = d.computation_id)))";
    arguments_.emplace_back(actor.account == 0 ? Id{-1} : actor.account);
  }

  void AddQuery(const DocumentQuery& query) {
    const auto add = [&](std::string_view condition, store::Argument argument) {
      where_ += fmt::format(" AND {}", condition);
      arguments_.push_back(argument);
    };
    if (query.assessment) add("d.assessment_id = ?", *query.assessment);
    if (query.assessee) add("d.assessee_id = ?", *query.assessee);
    if (query.batch) add("d.batch_id = ?", *query.batch);
    if (!query.form.empty()) {
      versions_ = LikePattern(query.form + "/", true);
      where_ += " AND (d.template = ? OR d.template LIKE ? ESCAPE '!')";
      arguments_.emplace_back(query.form);
      arguments_.emplace_back(versions_);
    }
    if (!query.search.empty()) {
      search_ = LikePattern(query.search);
      where_ +=
          " AND (d.title LIKE ? ESCAPE '!' OR d.number LIKE ? ESCAPE '!' "
          "OR e.name LIKE ? ESCAPE '!')";
      for (int i = 0; i < 3; ++i) arguments_.emplace_back(search_);
    }
    where_ += ConditionOf(query.state);
  }

  static std::string_view ConditionOf(std::optional<DocumentState> state) {
    if (!state) return " AND d.discarded_at IS NULL ";
    switch (*state) {
      case DocumentState::kDraft: return " AND d.issued_at IS NULL AND d.discarded_at IS NULL ";
      case DocumentState::kIssued: return " AND d.issued_at IS NOT NULL AND d.withdrawn_at IS NULL ";
      case DocumentState::kWithdrawn: return " AND d.withdrawn_at IS NOT NULL ";
      case DocumentState::kDiscarded: return " AND d.discarded_at IS NOT NULL ";
    }
    return "";
  }

  WithinReach within_;
  std::vector<store::Argument> arguments_;
  std::string where_;
  std::string versions_;
  std::string search_;
};

// The row of a document that the actor sees.
Result<DocumentRow> FindSeen(const Session& session, Id id) {
  KAOGONG_TRY_ASSIGN(DocumentRow row, internal::LoadDocument(session, id));
  KAOGONG_TRY(RequireSeen(session, row));
  return row;
}

// An objection must be the actor's to see, and about the same row.
Result<void> CheckObjection(Shelf& shelf, const Actor& actor, const NewDocument& wanted) {
  if (!wanted.objection) return {};
  KAOGONG_TRY_ASSIGN(const auto objection,
                     result::GetObjection(shelf.boards(), actor, *wanted.objection));
  if (wanted.assessee && objection.assessee.id == *wanted.assessee) return {};
  return internal::RefuseFaults(
      {{"/objection_id", Say("这件申诉不是这个考核对象的", "The objection is not this assessee's")}});
}

Error NotInResult() {
  return {ErrorCode::kNotFound, Say("结果中没有这个考核对象", "The result has no such assessee")};
}

}  // namespace

std::string_view NameOf(DocumentState state) {
  return kStates[static_cast<std::size_t>(state)].name;
}

std::optional<DocumentState> DocumentStateNamed(std::string_view name) {
  const auto found = std::ranges::find(kStates, name, &Named::name);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<DocumentState>(found - kStates.begin());
}

Text TitleOf(DocumentState state) {
  const Named& named = kStates[static_cast<std::size_t>(state)];
  return {std::string(named.zh), std::string(named.en)};
}

std::string_view NameOf(Audience audience) {
  return kAudiences[static_cast<std::size_t>(audience)];
}

std::optional<Audience> AudienceNamed(std::string_view name) {
  const auto found = std::ranges::find(kAudiences, name);
  if (found == kAudiences.end()) return std::nullopt;
  return static_cast<Audience>(found - kAudiences.begin());
}

std::string_view NameOf(VersionAct act) { return kActs[static_cast<std::size_t>(act)].name; }

Text TitleOf(VersionAct act) {
  const Named& named = kActs[static_cast<std::size_t>(act)];
  return {std::string(named.zh), std::string(named.en)};
}

std::string_view NameOf(ChangeKind kind) { return kChangeKinds[static_cast<std::size_t>(kind)]; }

Result<Listing<DocumentRow>> ListDocuments(Shelf& shelf, const Actor& actor,
                                           const DocumentQuery& query) {
  return shelf.office().Read(actor, [&](Session& session) -> Result<Listing<DocumentRow>> {
    KAOGONG_TRY(Require(actor, Act::kViewDocuments));
    const Filter filter(session, query);
    Listing<DocumentRow> list;
    KAOGONG_TRY(session.transaction.Query(
        filter.head() + "SELECT count(*) FROM document d LEFT JOIN assessee e "
                        "ON e.id = d.assessee_id " + filter.where(),
        filter.arguments(), [&](const Row& row) { list.total = row.Get<std::int64_t>(0); }));
    std::vector<store::Argument> arguments = filter.arguments();
    arguments.emplace_back(query.page.size);
    arguments.emplace_back(query.page.offset());
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("{}SELECT {}{}ORDER BY d.id DESC LIMIT ? OFFSET ?", filter.head(),
                    internal::kDocumentColumns, filter.where()),
        arguments,
        [&](const Row& row) { list.items.push_back(internal::ReadDocument(row)); }));
    return list;
  });
}

Result<DocumentView> GetDocument(Shelf& shelf, const Actor& actor, Id id) {
  return shelf.office().Read(actor, [&](Session& session) -> Result<DocumentView> {
    KAOGONG_TRY(FindSeen(session, id));
    return internal::LoadView(session, id);
  });
}

Result<document::Document> GetVersion(Shelf& shelf, const Actor& actor, Id id,
                                      std::optional<int> number) {
  return shelf.office().Read(actor, [&](Session& session) -> Result<document::Document> {
    KAOGONG_TRY_ASSIGN(const DocumentRow row, FindSeen(session, id));
    KAOGONG_TRY_ASSIGN(auto version,
                       internal::LoadVersion(session, id, number.value_or(row.latest)));
    return std::move(version.model);
  });
}

Result<DocumentView> DraftDocument(Shelf& shelf, const Actor& actor, const NewDocument& wanted,
                                   Issues* issues) {
  OpenedTemplate form;
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY(internal::RequireDraftable(session, wanted.computation, wanted.assessee));
    KAOGONG_TRY_ASSIGN(form, OpenTemplate(shelf, session, wanted.form));
    return internal::RequireSubject(form, wanted.assessee.has_value());
  }));
  KAOGONG_TRY(CheckObjection(shelf, actor, wanted));
  const RecordWish wish{wanted.assessment, wanted.computation, wanted.basis, wanted.period,
                        wanted.objection};
  KAOGONG_TRY_ASSIGN(const auto basis, OpenBasis(shelf, wish, issues));
  internal::NewRow row{wanted.assessment, basis->wish.computation, basis->wish.basis,
                       wanted.period,     form.reference,          form.title.zh,
                       form.subject,      wanted.assessee,         {},
                       wanted.objection,  std::nullopt};
  if (wanted.assessee) {
    const auto object = basis->ObjectOf(*wanted.assessee);
    if (!object) return NotInResult();
    row.object = *object;
  }
  KAOGONG_TRY_ASSIGN(const auto record, shelf.office().Read(actor, [&](Session& session) {
    return internal::RecordFor(shelf, session, basis, wanted.assessee, wanted.given);
  }));
  KAOGONG_TRY_ASSIGN(const auto model, internal::MakeDocument(form, *record, row.object, issues));
  return shelf.office().Write(actor, [&](Change& change) -> Result<DocumentView> {
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY(internal::InsertDocument(change, id, row, model, wanted.given));
    change.Record("document.draft", fmt::format("document/{}", id),
                  Detail()
                      .Set("assessment", wanted.assessment)
                      .Set("template", form.reference)
                      .Set("title", model.title));
    return internal::LoadView(change, id);
  });
}

Result<DocumentView> RefreshDocument(Shelf& shelf, const Actor& actor, Id id,
                                     const RefreshWish& wish, Issues* issues) {
  DocumentRow row;
  internal::StoredVersion latest;
  OpenedTemplate form;
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(row, internal::LoadDocument(session, id));
    KAOGONG_TRY(RequireEditable(session, row, wish.version));
    KAOGONG_TRY_ASSIGN(latest, internal::LoadVersion(session, id, row.latest));
    if (!wish.redraft) return {};
    KAOGONG_TRY_ASSIGN(form, OpenTemplate(shelf, session, row.form));
    return {};
  }));
  if (wish.given) latest.given = *wish.given;
  KAOGONG_TRY_ASSIGN(const auto basis, internal::BasisOf(shelf, row, issues));
  const std::optional<Id> assessee = row.assessee ? std::optional(row.assessee->id) : std::nullopt;
  KAOGONG_TRY_ASSIGN(const auto record, shelf.office().Read(actor, [&](Session& session) {
    return internal::RecordFor(shelf, session, basis, assessee, latest.given);
  }));
  if (wish.redraft) {
    KAOGONG_TRY_ASSIGN(latest.model, internal::MakeDocument(form, *record, row.object, issues));
  } else {
    document::Refresh(*record, &latest.model);
  }
  return shelf.office().Write(actor, [&](Change& change) -> Result<DocumentView> {
    KAOGONG_TRY_ASSIGN(const DocumentRow now, internal::LoadDocument(change, id));
    KAOGONG_TRY(RequireEditable(change, now, wish.version));
    const VersionAct act = wish.redraft ? VersionAct::kRedraft : VersionAct::kRefresh;
    KAOGONG_TRY(internal::AddVersion(change, now, basis->wish.computation,
                                     {act, {}, &latest.model, &latest.given}));
    change.Record(wish.redraft ? "document.redraft" : "document.refresh",
                  fmt::format("document/{}", id), Detail().Set("number", now.latest + 1));
    return internal::LoadView(change, id);
  });
}

Result<DocumentView> RestoreVersion(Shelf& shelf, const Actor& actor, Id id, std::int64_t version,
                                    int number) {
  return shelf.office().Write(actor, [&](Change& change) -> Result<DocumentView> {
    KAOGONG_TRY_ASSIGN(const DocumentRow row, internal::LoadDocument(change, id));
    KAOGONG_TRY(RequireEditable(change, row, version));
    KAOGONG_TRY_ASSIGN(const auto stored, internal::LoadVersion(change, id, number));
    KAOGONG_TRY(internal::AddVersion(
        change, row, row.computation,
        {VersionAct::kRestore, fmt::format("第 {} 版", number), &stored.model, &stored.given}));
    change.Record("document.restore", fmt::format("document/{}", id),
                  Detail().Set("number", row.latest + 1).Set("from", number));
    return internal::LoadView(change, id);
  });
}

Result<DocumentView> DiscardDocument(Shelf& shelf, const Actor& actor, Id id,
                                     std::int64_t version) {
  return shelf.office().Write(actor, [&](Change& change) -> Result<DocumentView> {
    KAOGONG_TRY_ASSIGN(const DocumentRow row, internal::LoadDocument(change, id));
    KAOGONG_TRY(RequireEditable(change, row, version));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE document SET discarded_at = ?, discarded_by = ?, version = version + 1 "
        "WHERE id = ?",
        {change.now.ToString(), actor.name, id}));
    change.Record("document.discard", fmt::format("document/{}", id),
                  Detail().Set("title", row.title));
    return internal::LoadView(change, id);
  });
}

Result<std::vector<document::Change>> CheckDocument(Shelf& shelf, const Actor& actor, Id id) {
  DocumentRow row;
  internal::StoredVersion latest;
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(row, internal::LoadDocument(session, id));
    KAOGONG_TRY(RequireEditable(session, row, std::nullopt));
    KAOGONG_TRY_ASSIGN(latest, internal::LoadVersion(session, id, row.latest));
    return {};
  }));
  Issues issues;
  KAOGONG_TRY_ASSIGN(const auto basis, internal::BasisOf(shelf, row, &issues));
  const std::optional<Id> assessee = row.assessee ? std::optional(row.assessee->id) : std::nullopt;
  return shelf.office().Read(actor, [&](Session& session) -> Result<std::vector<document::Change>> {
    KAOGONG_TRY_ASSIGN(const auto record,
                       internal::RecordFor(shelf, session, basis, assessee, latest.given));
    return document::FindChanges(latest.model, *record);
  });
}

}  // namespace kaogong::office::documents
