// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/frame.h"

#include <algorithm>
#include <array>
#include <utility>

#include "office/library/regulations.h"

namespace kaogong::office::assessment {

namespace {

using store::Row;

struct Name {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Name, kStageCount> kStages{{
    {"preparing", "筹备", "preparing"},
    {"targets", "目标制定", "setting targets"},
    {"process", "过程管理", "under way"},
    {"results", "计分校准", "scoring"},
    {"notice", "公示", "public notice"},
    {"final", "定稿", "final"},
    {"archived", "归档", "archived"},
}};

constexpr std::array<Name, 7> kUses{{
    {"attribute", "基本情况", "attribute"},
    {"target", "目标", "target"},
    {"baseline", "上年数", "last year's value"},
    {"reported", "上报数", "value as reported"},
    {"measurement", "数据", "measurement"},
    {"event", "加减分事项", "event"},
    {"imported", "引用", "imported"},
}};

template <class Enum, std::size_t N>
std::optional<Enum> Named(const std::array<Name, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name, &Name::name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

const Name& EntryOf(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }
const Name& EntryOf(FieldClass use) { return kUses[static_cast<std::size_t>(use)]; }

Result<std::optional<Date>> DayIn(const Row& row, std::size_t column) {
  const auto text = row.Get<std::optional<std::string>>(column);
  if (!text.has_value()) return std::optional<Date>();
  KAOGONG_TRY_ASSIGN(const Date day, Date::Parse(*text));
  return std::optional(day);
}

Result<void> ReadFrameRow(const Row& row, Frame* frame) {
  AssessmentRow& to = frame->row;
  to.id = row.Get<Id>(0);
  to.version_id = row.Get<Id>(1);
  to.year = row.Get<int>(2);
  to.title = row.Get<std::string>(3);
  to.stage = StageNamed(row.Get<std::string_view>(4)).value_or(Stage::kPreparing);
  to.owner_unit = row.Get<std::optional<Id>>(5);
  KAOGONG_TRY_ASSIGN(to.targets_due, DayIn(row, 6));
  KAOGONG_TRY_ASSIGN(to.data_due, DayIn(row, 7));
  to.created_at = row.Get<std::string>(8);
  to.created_by = row.Get<std::string>(9);
  to.version = row.Get<std::int64_t>(10);
  frame->slug = row.Get<std::string>(11);
  frame->label = row.Get<std::string>(12);
  return {};
}

Result<void> LoadFields(const Session& session, Frame* frame) {
  const scheme::Scheme& scheme = frame->scheme();
  KAOGONG_TRY(session.transaction.Query(
      "SELECT f.kind, f.field, f.element_id, f.class, f.base_field, f.verifier_unit_id, f.rounds, "
      "f.due_days, f.is_additive, e.places FROM assessment_field f "
      "JOIN data_element e ON e.id = f.element_id WHERE f.assessment_id = ?",
      {frame->row.id}, [&](const Row& row) {
        const scheme::KindId kind = scheme.FindKind(row.Get<std::string_view>(0));
        if (kind == scheme::kNone) return;
        FieldUse use;
        use.field = scheme.FindField(kind, row.Get<std::string_view>(1));
        use.element = row.Get<Id>(2);
        use.use = FieldClassNamed(row.Get<std::string_view>(3)).value_or(FieldClass::kMeasurement);
        const auto base = row.Get<std::optional<std::string>>(4);
        if (base.has_value()) use.base = scheme.FindField(kind, *base);
        use.verifier_unit = row.Get<std::optional<Id>>(5);
        use.rounds = row.Get<int>(6);
        use.due_days = row.Get<int>(7);
        use.is_additive = row.Get<bool>(8);
        use.places = row.Get<int>(9);
        if (use.field != scheme::kNone) frame->fields.push_back(use);
      }));
  std::ranges::sort(frame->fields, {}, &FieldUse::field);
  return {};
}

Error NoSuchAssessee() {
  return {ErrorCode::kNotFound, Say("没有这个考核对象，或不在您的范围内",
                                    "There is no such assessee, or it is not in your reach")};
}

}  // namespace

std::string_view NameOf(Stage stage) { return EntryOf(stage).name; }
std::optional<Stage> StageNamed(std::string_view name) { return Named<Stage>(kStages, name); }
Text TitleOf(Stage stage) {
  return {std::string(EntryOf(stage).zh), std::string(EntryOf(stage).en)};
}

std::string_view NameOf(FieldClass use) { return EntryOf(use).name; }
std::optional<FieldClass> FieldClassNamed(std::string_view name) {
  return Named<FieldClass>(kUses, name);
}
Text TitleOf(FieldClass use) {
  return {std::string(EntryOf(use).zh), std::string(EntryOf(use).en)};
}

const FieldUse* Frame::UseOf(scheme::FieldId field) const {
  const auto found = std::ranges::lower_bound(fields, field, {}, &FieldUse::field);
  return found == fields.end() || found->field != field ? nullptr : &*found;
}

const FieldUse* Frame::UseOfElement(Id element, scheme::KindId kind) const {
  const auto found = std::ranges::find_if(fields, [&](const FieldUse& use) {
    return use.element == element && scheme().field(use.field).kind == kind;
  });
  return found == fields.end() ? nullptr : &*found;
}

Result<Frame> LoadFrame(library::Library& library, const Session& session, Id assessment) {
  Frame frame;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT a.id, a.version_id, a.year, a.title, a.stage, a.owner_unit_id, "
                  "a.targets_due, a.data_due, a.created_at, a.created_by, a.version, r.slug, "
                  "v.label FROM assessment a JOIN regulation_version v ON v.id = a.version_id "
                  "JOIN regulation r ON r.id = v.regulation_id WHERE a.id = ?{}",
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE OF a */"),
      {assessment}, [&](const Row& row) { return ReadFrameRow(row, &frame); }));
  if (frame.row.id == 0) {
    return Error{ErrorCode::kNotFound, Say("没有这项考核", "There is no such assessment")};
  }
  KAOGONG_TRY_ASSIGN(frame.compiled, library::SchemeFor(library, session, frame.row.version_id,
                                                        frame.row.year));
  KAOGONG_TRY(LoadFields(session, &frame));
  return frame;
}

const std::string_view kAssesseeColumns =
    "a.id, a.assessment_id, a.kind, a.code, a.name, a.parent_id, a.subject_id, a.unit_id, "
    "a.person_id, a.place";

AssesseeRow ReadAssessee(const Row& row) {
  return {row.Get<Id>(0),
          row.Get<Id>(1),
          row.Get<std::string>(2),
          row.Get<std::string>(3),
          row.Get<std::string>(4),
          row.Get<std::optional<Id>>(5),
          row.Get<Id>(6),
          row.Get<std::optional<Id>>(7),
          row.Get<std::optional<Id>>(8),
          row.Get<std::int64_t>(9)};
}

Result<AssesseeRow> FindAssessee(const Session& session, Id id, Act act) {
  std::optional<AssesseeRow> found;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM assessee a WHERE a.id = ?", kAssesseeColumns), {id},
      [&](const Row& row) { found = ReadAssessee(row); }));
  if (!found.has_value()) return NoSuchAssessee();
  KAOGONG_TRY(RequireOnAssessee(session, *found, act));
  return *std::move(found);
}

Result<void> RequireOnAssessee(const Session& session, const AssesseeRow& row, Act act) {
  const bool is_own = row.person.has_value() && *row.person == session.actor.person;
  if (is_own && MayDo(session.actor, act)) return {};
  std::vector<Id> units;
  if (row.unit.has_value()) units.push_back(*row.unit);
  const auto allowed = RequireOnAny(session.transaction, session.actor, act, units, session.today);
  if (!allowed.ok() && allowed.error().code == ErrorCode::kNotFound) return NoSuchAssessee();
  return allowed;
}

Result<void> RequireStage(const AssessmentRow& row, std::initializer_list<Stage> allowed) {
  if (std::ranges::find(allowed, row.stage) != allowed.end()) return {};
  Text stages;
  for (const Stage stage : allowed) {
    stages.zh.append(stages.zh.empty() ? "“" : "、“").append(EntryOf(stage).zh).append("”");
    stages.en.append(stages.en.empty() ? "" : ", ").append(EntryOf(stage).en);
  }
  return Error{ErrorCode::kConflict,
               Text{fmt::format("“{}”现在处于“{}”阶段，这一步要在{}阶段办理", row.title,
                                EntryOf(row.stage).zh, stages.zh),
                    fmt::format("{} is at the stage “{}”; this is done at: {}", row.title,
                                EntryOf(row.stage).en, stages.en)}};
}

namespace {

// Requires: the day reached lies in a year that assessments may have.
Date Shift(Date day, std::int64_t days) { return day.AddDays(days).value(); }

}  // namespace

std::pair<Date, Date> DaysOf(scheme::LevelId level, int period, int year) {
  const Date first = Date::FromYearMonthDay(year, 1, 1).value();
  const Date last = Date::FromYearMonthDay(year, 12, 31).value();
  const auto months = [&](int begin, int count) {
    const Date from = Date::FromYearMonthDay(year, begin + 1, 1).value();
    const Date to = begin + count == 12
                        ? last
                        : Shift(Date::FromYearMonthDay(year, begin + count + 1, 1).value(), -1);
    return std::pair(from, to);
  };
  switch (level) {
    case scheme::kHalf: return months(period * 6, 6);
    case scheme::kQuarter: return months(period * 3, 3);
    case scheme::kMonth: return months(period, 1);
    case scheme::kDay: return {Shift(first, period), Shift(first, period)};
    case scheme::kWeek: {
      // Weeks begin on Monday; the first and the last are cut off by the year.
      const auto in_week = [&](Date day) { return day.week_of_year() == period + 1; };
      Date from = first;
      while (from < last && !in_week(from)) from = Shift(from, 1);
      Date to = from;
      while (to < last && in_week(Shift(to, 1))) to = Shift(to, 1);
      return {from, to};
    }
    default: return {first, last};
  }
}

}  // namespace kaogong::office::assessment
