// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/assessments.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "office/assessment/internal/rows.h"
#include "office/faults.h"
#include "office/library/regulations.h"
#include "office/like_pattern.h"

namespace kaogong::office::assessment {

namespace {

using store::Row;

constexpr std::string_view kSummaryColumns =
    "SELECT a.id, a.version_id, a.year, a.title, a.stage, a.owner_unit_id, a.targets_due, "
    "a.data_due, a.created_at, a.created_by, a.version, r.slug, r.title, v.label, "
    "(SELECT s.name FROM unit_span s WHERE s.unit_id = a.owner_unit_id "
    "ORDER BY s.valid_from DESC LIMIT 1), "
    "(SELECT count(*) FROM assessee x WHERE x.assessment_id = a.id AND x.kind <> '全体') "
    "FROM assessment a JOIN regulation_version v ON v.id = a.version_id "
    "JOIN regulation r ON r.id = v.regulation_id ";

Result<AssessmentSummary> ReadSummary(const Row& row) {
  const auto day = [&](std::size_t column) -> Result<std::optional<Date>> {
    const auto text = row.Get<std::optional<std::string>>(column);
    if (!text.has_value()) return std::optional<Date>();
    KAOGONG_TRY_ASSIGN(const Date read, Date::Parse(*text));
    return std::optional(read);
  };
  AssessmentSummary to;
  to.row.id = row.Get<Id>(0);
  to.row.version_id = row.Get<Id>(1);
  to.row.year = row.Get<int>(2);
  to.row.title = row.Get<std::string>(3);
  to.row.stage = StageNamed(row.Get<std::string_view>(4)).value_or(Stage::kPreparing);
  to.row.owner_unit = row.Get<std::optional<Id>>(5);
  KAOGONG_TRY_ASSIGN(to.row.targets_due, day(6));
  KAOGONG_TRY_ASSIGN(to.row.data_due, day(7));
  to.row.created_at = row.Get<std::string>(8);
  to.row.created_by = row.Get<std::string>(9);
  to.row.version = row.Get<std::int64_t>(10);
  to.slug = row.Get<std::string>(11);
  to.regulation_title = row.Get<std::string>(12);
  to.label = row.Get<std::string>(13);
  const auto owner = row.Get<std::optional<std::string>>(14);
  if (to.row.owner_unit.has_value()) to.owner_unit = Named{*to.row.owner_unit, owner.value_or("")};
  to.assessee_count = row.Get<std::int64_t>(15);
  return to;
}

bool SeesPreparing(const Actor& actor) { return MayDo(actor, Act::kViewDrafts); }

Error NoSuchAssessment() {
  return {ErrorCode::kNotFound, Say("没有这项考核", "There is no such assessment")};
}

Result<std::vector<KindView>> KindsOf(const Session& session, const Frame& frame) {
  std::map<std::string, std::int64_t> counts;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT kind, count(*) FROM assessee WHERE assessment_id = ? GROUP BY kind", {frame.row.id},
      [&](const Row& row) { counts[row.Get<std::string>(0)] = row.Get<std::int64_t>(1); }));
  std::vector<KindView> kinds;
  const scheme::Scheme& scheme = frame.scheme();
  for (std::size_t i = 1; i < scheme.kinds.size(); ++i) {
    const scheme::Kind& kind = scheme.kinds[i];
    KindView view;
    view.kind = static_cast<scheme::KindId>(i);
    view.name = kind.name;
    view.is_record = kind.is_record;
    if (kind.parent > 0) view.parent = scheme.kind(kind.parent).name;
    view.id_column = kind.id_column;
    view.count = counts[kind.name];
    kinds.push_back(std::move(view));
  }
  return kinds;
}

Result<void> CheckOwner(const Session& session, const std::optional<Id>& owner, Faults* faults) {
  if (!owner.has_value()) return {};
  const std::string today = session.today.ToString();
  KAOGONG_TRY_ASSIGN(
      const auto found,
      session.transaction.One<Id>("SELECT unit_id FROM unit_span WHERE unit_id = ? "
                                  "AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)",
                                  {*owner, today, today}));
  if (!found.has_value()) {
    faults->Add("/owner_unit_id",
                Say("现在没有这个单位，请另选", "There is no such unit now; choose another"));
  }
  return {};
}

void CheckDues(const std::optional<Date>& targets, const std::optional<Date>& data,
               Faults* faults) {
  if (targets.has_value() && data.has_value() && *data < *targets) {
    faults->Add("/data_due",
                Say("数据截止日不能早于目标截止日", "Data cannot be due before the targets are"));
  }
}

// A version that assessments may be begun with.
Result<void> RequirePublished(const Session& session, Id version) {
  const auto found = session.transaction.One<bool, bool>(
      "SELECT published_at IS NOT NULL, withdrawn_at IS NOT NULL FROM regulation_version "
      "WHERE id = ? /*postgres: FOR SHARE */",
      {version});
  KAOGONG_TRY(found);
  const auto& state = found.value();
  const bool sees_drafts = MayDo(session.actor, Act::kViewDrafts);
  if (!state.has_value() || (!std::get<0>(*state) && !sees_drafts)) {
    return Error{ErrorCode::kInvalidInput,
                 Say("没有办法的这个版本", "There is no such version of a regulation"),
                 {{"/version_id", Say("请选择已发布的办法版本", "Choose a published version")}}};
  }
  if (!std::get<0>(*state) || std::get<1>(*state)) {
    return Error{ErrorCode::kInvalidInput,
                 Say("只能按已发布且未撤回的办法发起考核",
                     "An assessment needs a version that is published and not withdrawn"),
                 {{"/version_id", Say("请先发布这个版本，或另选一个",
                                      "Publish this version first, or choose another")}}};
  }
  return {};
}

// How many rows of `measurement` are there for this assessment and for no other.
Result<std::int64_t> ReportedAlone(const Session& session, const AssessmentRow& row) {
  KAOGONG_TRY_ASSIGN(
      const auto count,
      session.transaction.One<std::int64_t>(
          "SELECT count(*) FROM assessment_field f JOIN assessee a "
          "ON a.assessment_id = f.assessment_id AND a.kind = f.kind "
          "JOIN measurement m ON m.element_id = f.element_id AND m.year = ? "
          "AND m.subject_id = a.subject_id WHERE f.assessment_id = ? AND NOT EXISTS ("
          "SELECT 1 FROM assessment_field o JOIN assessment b ON b.id = o.assessment_id "
          "WHERE o.element_id = f.element_id AND b.year = ? AND b.id <> f.assessment_id)",
          {row.year, row.id, row.year}));
  return count.value_or(0);
}

Result<void> RequireUnused(const Session& session, const AssessmentRow& row) {
  KAOGONG_TRY_ASSIGN(const std::int64_t reported, ReportedAlone(session, row));
  KAOGONG_TRY_ASSIGN(const auto sheets,
                     session.transaction.One<std::int64_t>(
                         "SELECT count(*) FROM target_sheet WHERE assessment_id = ?", {row.id}));
  if (reported == 0 && sheets.value_or(0) == 0) return {};
  return Error{ErrorCode::kConflict,
               Say("这项考核已有 {0} 张目标表、{1} 个数据，不能删除；不再需要时请归档",
                   "The assessment has {0} target sheets and {1} data and cannot be deleted; "
                   "archive it when it is no longer needed",
                   sheets.value_or(0), reported)};
}

// The settings of an assessment's fields, to be carried over.
internal::SettingsByName SettingsOf(const Frame& frame) {
  internal::SettingsByName settings;
  const scheme::Scheme& scheme = frame.scheme();
  for (const FieldUse& use : frame.fields) {
    const scheme::Field& field = scheme.field(use.field);
    settings[{scheme.kind(field.kind).name, field.name}] = {use.use, use.verifier_unit, use.rounds,
                                                            use.due_days, use.is_additive};
  }
  return settings;
}

// Copies the assessees of kinds that the new scheme still has, those above first.
Result<void> CopyAssessees(const Session& session, Id from, Id to, const scheme::Scheme& scheme) {
  std::map<Id, Id> moved;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    if (scheme.kinds[i].is_record) continue;
    std::vector<internal::NewRow> rows;
    std::vector<Id> before;
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {} FROM assessee a WHERE a.assessment_id = ? AND a.kind = ? "
                    "ORDER BY a.place, a.id",
                    kAssesseeColumns),
        {from, scheme.kinds[i].name}, [&](const Row& row) {
          const AssesseeRow read = ReadAssessee(row);
          rows.push_back({read.kind, read.code, read.name, read.parent, read.unit, read.person,
                          read.place, internal::NewRow::About::kItself, read.subject});
          before.push_back(read.id);
        }));
    for (internal::NewRow& row : rows) {
      if (!row.parent.has_value()) continue;
      const auto parent = moved.find(*row.parent);
      row.parent = parent == moved.end() ? std::nullopt : std::optional(parent->second);
    }
    KAOGONG_TRY_ASSIGN(const auto ids, internal::InsertAssessees(session, to, std::move(rows)));
    for (std::size_t at = 0; at < ids.size(); ++at) moved[before[at]] = ids[at];
  }
  return {};
}

}  // namespace

Result<Frame> LoadVisible(library::Library& library, const Session& session, Id id) {
  KAOGONG_TRY(Require(session.actor, Act::kViewAssessments));
  KAOGONG_TRY_ASSIGN(Frame frame, LoadFrame(library, session, id));
  if (frame.row.stage == Stage::kPreparing && !SeesPreparing(session.actor)) {
    return NoSuchAssessment();
  }
  return frame;
}

Result<Frame> LoadManaged(library::Library& library, const Session& session, Id id,
                          std::optional<std::int64_t> stamp) {
  KAOGONG_TRY(Require(session.actor, Act::kManageAssessments));
  KAOGONG_TRY_ASSIGN(Frame frame, LoadFrame(library, session, id));
  if (stamp.has_value() && frame.row.version != *stamp) {
    return Stale(Say("考核“{}”", "the assessment '{}'", frame.row.title));
  }
  return frame;
}

Result<void> RaiseVersion(const Session& session, Id assessment) {
  KAOGONG_TRY(session.transaction.Execute(
      "UPDATE assessment SET version = version + 1 WHERE id = ?", {assessment}));
  return {};
}

Result<Listing<AssessmentSummary>> ListAssessments(const Office& office, const Actor& actor,
                                                   const AssessmentQuery& query) {
  return office.Read(actor, [&](Session& session) -> Result<Listing<AssessmentSummary>> {
    KAOGONG_TRY(Require(actor, Act::kViewAssessments));
    const std::string pattern = LikePattern(query.contains);
    const int year = query.year.value_or(0);
    const std::string_view stage = query.stage.has_value() ? NameOf(*query.stage) : "";
    constexpr std::string_view kFilter =
        "WHERE (? OR a.stage <> 'preparing') AND (? = 0 OR a.year = ?) AND (? = '' OR a.stage = ?) "
        "AND a.title LIKE ? ESCAPE '!' ";
    const bool sees = SeesPreparing(actor);
    Listing<AssessmentSummary> list;
    KAOGONG_TRY_ASSIGN(const auto total,
                       session.transaction.One<std::int64_t>(
                           fmt::format("SELECT count(*) FROM assessment a {}", kFilter),
                           {sees, year, year, stage, stage, pattern}));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("{}{}ORDER BY a.year DESC, a.id DESC LIMIT ? OFFSET ?", kSummaryColumns,
                    kFilter),
        {sees, year, year, stage, stage, pattern, query.page.size, query.page.offset()},
        [&](const Row& row) -> Result<void> {
          KAOGONG_TRY_ASSIGN(AssessmentSummary summary, ReadSummary(row));
          list.items.push_back(std::move(summary));
          return {};
        }));
    return list;
  });
}

Result<Overview> LoadOverview(library::Library& library, const Session& session, Id id) {
  KAOGONG_TRY_ASSIGN(const Frame frame, LoadFrame(library, session, id));
  Overview overview;
  KAOGONG_TRY(session.transaction.Query(fmt::format("{}WHERE a.id = ?", kSummaryColumns), {id},
                                        [&](const Row& row) -> Result<void> {
                                          KAOGONG_TRY_ASSIGN(overview.summary, ReadSummary(row));
                                          return {};
                                        }));
  overview.has_targets = HasTargets(frame);
  KAOGONG_TRY_ASSIGN(overview.kinds, KindsOf(session, frame));
  for (int i = 0; i < kStageCount; ++i) {
    const auto stage = static_cast<Stage>(i);
    if (stage == Stage::kTargets && !overview.has_targets) continue;
    StageView view;
    view.stage = stage;
    view.state = stage < frame.row.stage    ? StageView::State::kDone
                 : stage == frame.row.stage ? StageView::State::kCurrent
                                            : StageView::State::kAhead;
    if (stage == frame.row.stage) {
      KAOGONG_TRY_ASSIGN(view.missing, MissingOf(session, frame));
    }
    overview.strip.push_back(std::move(view));
  }
  overview.next = NextOf(frame);
  overview.previous = PreviousOf(frame);
  overview.may_manage = MayDo(session.actor, Act::kManageAssessments);
  overview.may_approve = MayDo(session.actor, Act::kReviewTargets);
  return overview;
}

Result<Overview> GetAssessment(library::Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<Overview> {
    KAOGONG_TRY(LoadVisible(library, session, id));
    return LoadOverview(library, session, id);
  });
}

Result<Overview> CreateAssessment(library::Library& library, const Actor& actor,
                                  const NewAssessment& wanted) {
  return library.office().Write(actor, [&](Change& change) -> Result<Overview> {
    KAOGONG_TRY(Require(actor, Act::kManageAssessments));
    Faults faults;
    faults.Add("/title", internal::CheckTitle(wanted.title));
    faults.Add("/year", internal::CheckYear(wanted.year));
    CheckDues(wanted.targets_due, wanted.data_due, &faults);
    KAOGONG_TRY(CheckOwner(change, wanted.owner_unit, &faults));
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(RequirePublished(change, wanted.version));
    KAOGONG_TRY_ASSIGN(const auto compiled,
                       library::SchemeFor(library, change, wanted.version, wanted.year));
    AssessmentRow row;
    row.version_id = wanted.version;
    row.year = wanted.year;
    row.title = Trim(wanted.title);
    row.owner_unit = wanted.owner_unit;
    row.targets_due = wanted.targets_due;
    row.data_due = wanted.data_due;
    KAOGONG_TRY_ASSIGN(const Id id, internal::InsertAssessment(change, row));
    KAOGONG_TRY(internal::InsertFields(change, id, compiled->scheme, {}));
    KAOGONG_TRY(internal::InsertWhole(change, id, compiled->scheme));
    change.Record("assessment.create", fmt::format("assessment/{}", id),
                  Detail()
                      .Set("title", row.title)
                      .Set("year", std::int64_t{row.year})
                      .Set("version_id", row.version_id));
    return LoadOverview(library, change, id);
  });
}

Result<Overview> ChangeAssessment(library::Library& library, const Actor& actor, Id id,
                                  const AssessmentChange& wanted) {
  return library.office().Write(actor, [&](Change& change) -> Result<Overview> {
    KAOGONG_TRY_ASSIGN(const Frame frame, LoadManaged(library, change, id, wanted.version));
    AssessmentRow row = frame.row;
    Faults faults;
    if (wanted.title.has_value()) {
      faults.Add("/title", internal::CheckTitle(*wanted.title));
      row.title = Trim(*wanted.title);
    }
    if (wanted.targets_due.has_value()) row.targets_due = *wanted.targets_due;
    if (wanted.data_due.has_value()) row.data_due = *wanted.data_due;
    CheckDues(row.targets_due, row.data_due, &faults);
    KAOGONG_TRY(std::move(faults).Finish());
    const auto text = [](const std::optional<Date>& day) {
      return day.has_value() ? std::optional(day->ToString()) : std::nullopt;
    };
    const auto targets_due = text(row.targets_due);
    const auto data_due = text(row.data_due);
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE assessment SET title = ?, targets_due = ?, data_due = ?, version = version + 1 "
        "WHERE id = ?",
        {row.title, targets_due, data_due, id}));
    change.Record(
        "assessment.change", fmt::format("assessment/{}", id),
        Detail()
            .SetChange("title", frame.row.title, row.title)
            .SetChange("targets_due", text(frame.row.targets_due).value_or(""),
                       targets_due.value_or(""))
            .SetChange("data_due", text(frame.row.data_due).value_or(""), data_due.value_or("")));
    return LoadOverview(library, change, id);
  });
}

Result<void> DeleteAssessment(library::Library& library, const Actor& actor, Id id,
                              std::int64_t version) {
  return library.office().Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Frame frame, LoadManaged(library, change, id, version));
    KAOGONG_TRY(RequireStage(frame.row, {Stage::kPreparing}));
    KAOGONG_TRY(RequireUnused(change, frame.row));
    // Rows below first.
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE assessee SET parent_id = NULL WHERE assessment_id = ?", {id}));
    KAOGONG_TRY(change.transaction.Execute("DELETE FROM assessee WHERE assessment_id = ?", {id}));
    KAOGONG_TRY(
        change.transaction.Execute("DELETE FROM assessment_field WHERE assessment_id = ?", {id}));
    KAOGONG_TRY(change.transaction.Execute("DELETE FROM assessment WHERE id = ?", {id}));
    change.Record("assessment.delete", fmt::format("assessment/{}", id),
                  Detail().Set("title", frame.row.title).Set("year", std::int64_t{frame.row.year}));
    return {};
  });
}

Result<Overview> RollOverAssessment(library::Library& library, const Actor& actor, Id id,
                                    const RollOver& wanted) {
  return library.office().Write(actor, [&](Change& change) -> Result<Overview> {
    KAOGONG_TRY_ASSIGN(const Frame frame, LoadManaged(library, change, id, std::nullopt));
    Faults faults;
    faults.Add("/title", internal::CheckTitle(wanted.title));
    faults.Add("/year", internal::CheckYear(wanted.year));
    KAOGONG_TRY(std::move(faults).Finish());
    AssessmentRow row;
    row.version_id = wanted.version.value_or(frame.row.version_id);
    row.year = wanted.year;
    row.title = Trim(wanted.title);
    row.owner_unit = frame.row.owner_unit;
    KAOGONG_TRY(RequirePublished(change, row.version_id));
    KAOGONG_TRY_ASSIGN(const auto compiled,
                       library::SchemeFor(library, change, row.version_id, row.year));
    KAOGONG_TRY_ASSIGN(const Id made, internal::InsertAssessment(change, row));
    KAOGONG_TRY(internal::InsertFields(change, made, compiled->scheme, SettingsOf(frame)));
    KAOGONG_TRY(CopyAssessees(change, id, made, compiled->scheme));
    KAOGONG_TRY_ASSIGN(const auto whole,
                       change.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM assessee WHERE assessment_id = ? AND kind = ?",
                           {made, compiled->scheme.kind(0).name}));
    if (whole.value_or(0) == 0) {
      KAOGONG_TRY(internal::InsertWhole(change, made, compiled->scheme));
    }
    change.Record("assessment.roll_over", fmt::format("assessment/{}", made),
                  Detail()
                      .Set("from", fmt::format("assessment/{}", id))
                      .Set("title", row.title)
                      .Set("year", std::int64_t{row.year}));
    return LoadOverview(library, change, made);
  });
}

}  // namespace kaogong::office::assessment
