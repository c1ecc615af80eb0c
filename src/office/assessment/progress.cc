// SPDX-License-Identifier: Apache-2.0
// Where the year of an assessment stands: which stage follows, and what the current one lacks.
#include <map>

#include "office/assessment/assessments.h"

namespace kaogong::office::assessment {

namespace {

using store::Row;

Result<void> AddPreparing(const Session& session, const Frame& frame,
                          std::vector<MissingItem>* missing) {
  std::map<std::string, std::int64_t, std::less<>> counts;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT kind, count(*) FROM assessee WHERE assessment_id = ? GROUP BY kind", {frame.row.id},
      [&](const Row& row) { counts[row.Get<std::string>(0)] = row.Get<std::int64_t>(1); }));
  for (std::size_t i = 1; i < frame.scheme().kinds.size(); ++i) {
    const scheme::Kind& kind = frame.scheme().kinds[i];
    if (kind.is_record || counts[kind.name] > 0) continue;
    missing->push_back(
        {"no_assessees",
         Say("“{}”还没有考核对象", "There is no assessee of the kind '{}'", kind.name), 1});
  }
  return {};
}

struct SheetGap {
  std::string_view states;  // As the statement has them.
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

constexpr SheetGap kSheetGaps[] = {
    {"'draft'", "sheet_draft", "{} 张目标表还在拟定", "{} target sheets are drafts"},
    {"'submitted'", "sheet_submitted", "{} 张目标表等待本单位确认",
     "{} target sheets wait to be confirmed by the unit"},
    {"'confirmed'", "sheet_confirmed", "{} 张目标表等待考核办审定",
     "{} target sheets wait for the office's approval"},
    {"'approved', 'published'", "sheet_unsigned", "{} 份责任书还没有签订",
     "{} responsibility letters are not signed"},
    {"'signed_by_assessee'", "sheet_half_signed", "{} 份责任书等待上级签字",
     "{} responsibility letters wait for the superior's signature"},
};

Result<void> AddTargets(const Session& session, const Frame& frame,
                        std::vector<MissingItem>* missing) {
  for (const SheetGap& gap : kSheetGaps) {
    KAOGONG_TRY_ASSIGN(
        const auto count,
        session.transaction.One<std::int64_t>(
            fmt::format("SELECT count(*) FROM target_sheet s WHERE s.assessment_id = ? AND "
                        "s.state IN ({}) AND NOT EXISTS (SELECT 1 FROM target_sheet n WHERE "
                        "n.assessee_id = s.assessee_id AND n.revision > s.revision)",
                        gap.states),
            {frame.row.id}));
    if (count.value_or(0) == 0) continue;
    missing->push_back(
        {gap.code,
         Text{fmt::format(fmt::runtime(gap.zh), *count), fmt::format(fmt::runtime(gap.en), *count)},
         *count});
  }
  // Shares were begun, but they do not add up to the target.
  KAOGONG_TRY_ASSIGN(
      const auto gaps,
      session.transaction.One<std::int64_t>(
          "SELECT count(*) FROM (SELECT s.id FROM target_sheet s JOIN assessee a "
          "ON a.id = s.assessee_id JOIN target_share h ON h.sheet_id = s.id "
          "JOIN target_value v ON v.sheet_id = s.id AND v.field = h.field AND v.period = h.period "
          "JOIN assessment_field f ON f.assessment_id = s.assessment_id AND f.kind = a.kind "
          "AND f.field = h.field WHERE s.assessment_id = ? AND f.is_additive "
          "AND s.state <> 'superseded' AND v.units IS NOT NULL "
          "GROUP BY s.id, h.field, h.period, v.units "
          "HAVING coalesce(sum(h.units), 0) <> v.units) gap",
          {frame.row.id}));
  if (gaps.value_or(0) > 0) {
    missing->push_back({"decomposition_gap",
                        Say("{} 项目标分解后的合计与目标不符",
                            "The shares of {} targets do not add up to the target", *gaps),
                        *gaps});
  }
  return {};
}

Result<void> AddProcess(const Session& session, const Frame& frame,
                        std::vector<MissingItem>* missing) {
  std::map<std::string, std::int64_t, std::less<>> counts;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT kind, count(*) FROM assessee WHERE assessment_id = ? GROUP BY kind", {frame.row.id},
      [&](const Row& row) { counts[row.Get<std::string>(0)] = row.Get<std::int64_t>(1); }));
  const scheme::Scheme& scheme = frame.scheme();
  std::int64_t expected = 0;
  for (const FieldUse& use : frame.fields) {
    if (use.use != FieldClass::kMeasurement) continue;
    const scheme::Field& field = scheme.field(use.field);
    const auto found = counts.find(scheme.kind(field.kind).name);
    if (found == counts.end()) continue;
    expected +=
        found->second * scheme::PeriodCount(field.level, scheme.level(field.level), frame.row.year);
  }
  KAOGONG_TRY_ASSIGN(const auto verified,
                     session.transaction.One<std::int64_t>(
                         "SELECT count(*) FROM assessment_field f JOIN assessee a "
                         "ON a.assessment_id = f.assessment_id AND a.kind = f.kind "
                         "JOIN measurement m ON m.element_id = f.element_id AND m.year = ? "
                         "AND m.subject_id = a.subject_id AND m.state = 3 "
                         "WHERE f.assessment_id = ? AND f.class = 'measurement'",
                         {frame.row.year, frame.row.id}));
  const std::int64_t open = expected - verified.value_or(0);
  if (open > 0) {
    missing->push_back({"data_missing",
                        Say("应报的 {0} 个数据中还有 {1} 个没有核实",
                            "Of {0} data that are due {1} are not verified", expected, open),
                        open});
  }
  return {};
}

}  // namespace

bool HasTargets(const Frame& frame) {
  for (const FieldUse& use : frame.fields) {
    if (use.use == FieldClass::kTarget) return true;
  }
  return false;
}

std::optional<Stage> NextOf(const Frame& frame) {
  switch (frame.row.stage) {
    case Stage::kPreparing:
      return HasTargets(frame) ? Stage::kTargets : Stage::kProcess;
    case Stage::kTargets:
      return Stage::kProcess;
    case Stage::kProcess:
      return Stage::kResults;
    case Stage::kResults:
    case Stage::kNotice:
    case Stage::kFinal:
    case Stage::kArchived:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Stage> PreviousOf(const Frame& frame) {
  switch (frame.row.stage) {
    case Stage::kTargets:
      return Stage::kPreparing;
    case Stage::kProcess:
      return HasTargets(frame) ? Stage::kTargets : Stage::kPreparing;
    case Stage::kResults:
      return Stage::kProcess;
    case Stage::kPreparing:
    case Stage::kNotice:
    case Stage::kFinal:
    case Stage::kArchived:
      return std::nullopt;
  }
  return std::nullopt;
}

Result<std::vector<MissingItem>> MissingOf(const Session& session, const Frame& frame) {
  std::vector<MissingItem> missing;
  if (frame.row.stage == Stage::kPreparing) KAOGONG_TRY(AddPreparing(session, frame, &missing));
  if (frame.row.stage == Stage::kTargets) KAOGONG_TRY(AddTargets(session, frame, &missing));
  if (frame.row.stage == Stage::kProcess) KAOGONG_TRY(AddProcess(session, frame, &missing));
  return missing;
}

}  // namespace kaogong::office::assessment
