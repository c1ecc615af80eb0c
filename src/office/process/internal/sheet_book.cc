// SPDX-License-Identifier: Apache-2.0
#include "office/process/internal/sheet_book.h"

#include <algorithm>
#include <tuple>

namespace kaogong::office::process::internal {

using store::Argument;
using store::Row;

namespace {

constexpr std::size_t kListMax = 200;  // Of IdList.

// "…, ?" conditions of a scope over assessee a, with their arguments.
struct ScopeSql {
  std::string with;
  std::string where;
  std::vector<Argument> arguments;
};

ScopeSql SqlOf(const Session& session, Id assessment, const std::string_view& kind,
               const AssesseeScope& scope, std::string* like) {
  ScopeSql sql;
  if (!scope.reach.is_everywhere) {
    const WithinReach within(scope.reach, session.today);
    sql.with = within.with();
  }
  sql.where = "WHERE a.assessment_id = ? AND a.kind = ?";
  sql.arguments.emplace_back(assessment);
  sql.arguments.emplace_back(kind);
  if (scope.assessee.has_value()) {
    sql.where += " AND a.id = ?";
    sql.arguments.emplace_back(*scope.assessee);
  }
  if (!scope.reach.is_everywhere) {
    sql.where += " AND (a.unit_id IN (SELECT id FROM within) OR a.person_id = ?)";
    sql.arguments.emplace_back(scope.own_person);
  }
  if (!scope.query.empty()) {
    *like = scope.query;
    sql.where +=
        " AND (/*sqlite: instr *//*postgres: strpos */(a.name, ?) > 0 "
        "OR /*sqlite: instr *//*postgres: strpos */(a.code, ?) > 0)";
    sql.arguments.emplace_back(*like);
    sql.arguments.emplace_back(*like);
  }
  return sql;
}

template <class OnRow>
Result<void> QueryAssessees(const Session& session, Id assessment, std::string_view kind,
                            const AssesseeScope& scope, std::string_view select,
                            std::string_view tail, std::vector<Argument> more, OnRow on_row) {
  std::string like;
  ScopeSql sql = SqlOf(session, assessment, kind, scope, &like);
  std::vector<Argument> arguments;
  // The arguments of the head look at texts of the object that makes them.
  const WithinReach within(scope.reach, session.today);
  if (!scope.reach.is_everywhere) arguments = within.arguments();
  arguments.insert(arguments.end(), sql.arguments.begin(), sql.arguments.end());
  arguments.insert(arguments.end(), more.begin(), more.end());
  return session.transaction.Query(
      fmt::format("{}SELECT {} FROM assessee a {}{}", sql.with, select, sql.where, tail), arguments,
      on_row);
}

bool Counts(FieldClass use, bool with_kept) {
  if (use == FieldClass::kMeasurement) return true;
  return with_kept && use == FieldClass::kAttribute;
}

}  // namespace

Date DueOf(const Frame& frame, const FieldUse& use, int period) {
  const scheme::Field& field = frame.scheme().field(use.field);
  const Date last = assessment::DaysOf(field.level, period, frame.row.year).second;
  const auto due = last.AddDays(use.due_days);
  const Date day = due.ok() ? due.value() : last;
  return frame.row.data_due.has_value() ? std::min(day, *frame.row.data_due) : day;
}

Text LevelTitle(const scheme::Level& level) { return {level.name, level.name_en}; }

std::string PeriodTitle(const scheme::Level& level, int period) {
  const auto at = static_cast<std::size_t>(period);
  return at < level.periods.size() ? level.periods[at] : std::string();
}

std::vector<Slot> SlotsOf(const Frame& frame, bool with_kept) {
  std::map<std::pair<scheme::KindId, scheme::LevelId>, std::vector<const FieldUse*>> groups;
  for (const FieldUse& use : frame.fields) {
    if (!Counts(use.use, with_kept)) continue;
    const scheme::Field& field = frame.scheme().field(use.field);
    groups[{field.kind, field.level}].push_back(&use);
  }
  std::vector<Slot> slots;
  for (const auto& [key, fields] : groups) {
    const auto& [kind, level] = key;
    const int periods = scheme::PeriodCount(level, frame.scheme().level(level), frame.row.year);
    for (int period = 0; period < periods; ++period) {
      Slot slot{&frame, kind, level, period, {}, {}, {}, fields};
      std::tie(slot.first, slot.last) = assessment::DaysOf(level, period, frame.row.year);
      slot.due = DueOf(frame, *fields.front(), period);
      for (const FieldUse* use : fields) slot.due = std::min(slot.due, DueOf(frame, *use, period));
      slots.push_back(std::move(slot));
    }
  }
  std::ranges::stable_sort(slots, {}, [](const Slot& slot) {
    return std::tuple(slot.due, slot.level, slot.period, slot.kind);
  });
  return slots;
}

Result<std::vector<Id>> AssessmentsFor(const Session& session, std::optional<Id> wanted) {
  std::vector<Id> ids;
  if (wanted.has_value()) {
    KAOGONG_TRY_ASSIGN(const auto found, session.transaction.One<Id>(
                                             "SELECT id FROM assessment WHERE id = ?", {*wanted}));
    if (!found.has_value()) {
      return Error{ErrorCode::kNotFound, Say("没有这项考核", "There is no such assessment")};
    }
    ids.push_back(*wanted);
    return ids;
  }
  KAOGONG_TRY(session.transaction.Query(
      "SELECT id FROM assessment WHERE stage IN ('targets', 'process') ORDER BY year DESC, id", {},
      [&](const Row& row) { ids.push_back(row.Get<Id>(0)); }));
  return ids;
}

Result<std::int64_t> CountAssessees(const Session& session, Id assessment, std::string_view kind,
                                    const AssesseeScope& scope) {
  std::int64_t count = 0;
  KAOGONG_TRY(QueryAssessees(session, assessment, kind, scope, "count(*)", "", {},
                             [&](const Row& row) { count = row.Get<std::int64_t>(0); }));
  return count;
}

Result<std::vector<AssesseeRow>> ListAssessees(const Session& session, Id assessment,
                                               std::string_view kind, const AssesseeScope& scope,
                                               std::int64_t limit, std::int64_t offset) {
  std::vector<AssesseeRow> rows;
  KAOGONG_TRY(
      QueryAssessees(session, assessment, kind, scope, assessment::kAssesseeColumns,
                     " ORDER BY a.place, a.id LIMIT ? OFFSET ?", {limit, offset},
                     [&](const Row& row) { rows.push_back(assessment::ReadAssessee(row)); }));
  return rows;
}

Result<Filled> MeasurementsOf(const Session& session, int year, int period,
                              std::span<const Id> subjects, std::span<const Id> elements) {
  Filled filled;
  for (std::size_t e = 0; e < elements.size(); e += kListMax) {
    const IdList element_list(elements.subspan(e, std::min(kListMax, elements.size() - e)));
    for (std::size_t s = 0; s < subjects.size(); s += kListMax) {
      const IdList subject_list(subjects.subspan(s, std::min(kListMax, subjects.size() - s)));
      std::vector<Argument> arguments = subject_list.arguments();
      arguments.insert(arguments.end(), element_list.arguments().begin(),
                       element_list.arguments().end());
      arguments.emplace_back(year);
      arguments.emplace_back(period);
      KAOGONG_TRY(session.transaction.Query(
          fmt::format("SELECT element_id, subject_id, version, state, is_not_applicable, units, "
                      "reported_units, text, round FROM measurement WHERE subject_id IN ({}) "
                      "AND element_id IN ({}) AND year = ? AND period = ?",
                      subject_list.marks(), element_list.marks()),
          arguments, [&](const Row& row) {
            Measurement made;
            made.key = {row.Get<Id>(0), year, period, row.Get<Id>(1)};
            made.version = row.Get<std::int64_t>(2);
            made.state = static_cast<MeasurementState>(row.Get<int>(3));
            made.is_not_applicable = row.Get<bool>(4);
            made.units = row.Get<std::optional<std::int64_t>>(5);
            made.reported = row.Get<std::optional<std::int64_t>>(6);
            made.text = row.Get<std::optional<std::string>>(7);
            made.round = row.Get<int>(8);
            filled[{made.key.subject, made.key.element}] = std::move(made);
          }));
    }
  }
  return filled;
}

Result<std::vector<ReportingSheetRow>> RowsOf(const Session& session, const Slot& slot,
                                              std::span<const AssesseeRow> assessees) {
  std::vector<Id> subjects;
  std::vector<Id> elements;
  for (const AssesseeRow& row : assessees) subjects.push_back(row.subject);
  for (const FieldUse* use : slot.fields) elements.push_back(use->element);
  KAOGONG_TRY_ASSIGN(const Filled filled, MeasurementsOf(session, slot.frame->row.year, slot.period,
                                                         subjects, elements));
  const scheme::Level& level = slot.frame->scheme().level(slot.level);
  std::vector<ReportingSheetRow> rows;
  for (const AssesseeRow& assessee : assessees) {
    ReportingSheetRow row;
    row.assessment = NameOf(slot.frame->row);
    row.assessee = NameOf(assessee);
    row.level = level.name;
    row.level_name = level.name;
    row.period = slot.period;
    row.period_title = PeriodTitle(level, slot.period);
    row.due = slot.due;
    row.days_left = DaysBetween(session.today, slot.due);
    row.total = static_cast<int>(slot.fields.size());
    for (const FieldUse* use : slot.fields) {
      const auto found = filled.find({assessee.subject, use->element});
      if (found == filled.end() || NameOf(found->second) == "missing") {
        ++row.missing;
        continue;
      }
      switch (found->second.state) {
        case MeasurementState::kDraft:
          ++row.draft;
          break;
        case MeasurementState::kSubmitted:
          ++row.submitted;
          break;
        case MeasurementState::kReturned:
          ++row.returned;
          break;
        case MeasurementState::kVerified:
          ++row.verified;
          break;
      }
    }
    const bool is_open = slot.frame->row.stage <= Stage::kProcess;
    row.is_overdue = is_open && row.days_left < 0 && row.missing + row.draft + row.returned > 0;
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<Targets> TargetsOf(const Session& session, std::span<const Id> assessees) {
  Targets targets;
  for (std::size_t at = 0; at < assessees.size(); at += kListMax) {
    const IdList list(assessees.subspan(at, std::min(kListMax, assessees.size() - at)));
    // Ascending revisions: the newest in force stays.
    KAOGONG_TRY(session.transaction.Query(
        fmt::format(
            "SELECT s.assessee_id, v.field, v.period, v.units FROM target_sheet s "
            "JOIN target_value v ON v.sheet_id = s.id WHERE s.assessee_id IN ({}) "
            "AND s.state IN ('approved', 'published', 'signed_by_assessee', 'signed') "
            "AND NOT EXISTS (SELECT 1 FROM target_sheet n WHERE n.assessee_id = s.assessee_id "
            "AND n.revision > s.revision "
            "AND n.state IN ('approved', 'published', 'signed_by_assessee', 'signed'))",
            list.marks()),
        list.arguments(), [&](const Row& row) {
          const auto units = row.Get<std::optional<std::int64_t>>(3);
          if (!units.has_value()) return;
          targets[{row.Get<Id>(0), row.Get<std::string>(1), row.Get<int>(2)}] = *units;
        }));
  }
  return targets;
}

scheme::FieldId TargetFieldOf(const Frame& frame, scheme::FieldId field) {
  for (const FieldUse& use : frame.fields) {
    if (use.use == FieldClass::kTarget && use.base == field) return use.field;
  }
  return scheme::kNone;
}

std::optional<std::int64_t> TargetOf(const Frame& frame, const Targets& targets, Id assessee,
                                     scheme::FieldId field, int period) {
  const scheme::FieldId target = TargetFieldOf(frame, field);
  if (target == scheme::kNone) return std::nullopt;
  const scheme::Field& definition = frame.scheme().field(target);
  const scheme::Field& base = frame.scheme().field(field);
  // A target of another level is no target of this period.
  if (definition.level != base.level || definition.places_max > base.places_max) {
    return std::nullopt;
  }
  const auto found = targets.find({assessee, definition.name, period});
  if (found == targets.end()) return std::nullopt;
  return found->second * PowerOfTen(base.places_max - definition.places_max);
}

Progress LightOf(const Slot& slot, const FieldUse& use, const AssesseeRow& assessee,
                 const Measurement& now, const Targets& targets, Date today) {
  const scheme::Scheme& scheme = slot.frame->scheme();
  ProgressInput input;
  input.field = &scheme.field(use.field);
  input.places = use.places;
  input.now = now;
  input.target = TargetOf(*slot.frame, targets, assessee.id, use.field, slot.period);
  if (input.target.has_value()) {
    input.is_lower_better = IsLowerBetter(scheme, use.field, TargetFieldOf(*slot.frame, use.field));
  }
  input.is_additive = use.is_additive;
  input.first = slot.first;
  input.last = slot.last;
  input.due = DueOf(*slot.frame, use, slot.period);
  input.today = today;
  return ProgressOf(input);
}

AssesseeName NameOf(const AssesseeRow& row) { return {row.id, row.kind, row.code, row.name}; }

AssessmentName NameOf(const assessment::AssessmentRow& row) {
  return {row.id, row.title, row.year, std::string(assessment::NameOf(row.stage))};
}

}  // namespace kaogong::office::process::internal
