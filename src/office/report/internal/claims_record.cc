// SPDX-License-Identifier: Apache-2.0
#include "office/report/internal/claims_record.h"

#include "office/assessment/frame.h"

namespace kaogong::office::report::internal {

using assessment::FieldClass;
using assessment::FieldUse;
using assessment::Frame;
using store::Row;

namespace {

constexpr int kVerified = 3;  // The state of a measurement (V0007).

bool IsClaimable(const Frame& frame, const FieldUse& use) {
  const scheme::Field& field = frame.scheme().field(use.field);
  return (use.use == FieldClass::kMeasurement || use.use == FieldClass::kAttribute) &&
         field.type == scheme::Type::kNumber && field.name.find('.') == std::string::npos;
}

// 县统计局 李四 2026-01-12: who stands behind a figure.
std::string SourceOf(const std::optional<std::string>& by, const std::optional<std::string>& at) {
  if (!by.has_value()) return "考核办";
  const auto when = Instant::Parse(at.value_or(""));
  if (!when.ok()) return *by;
  return fmt::format("{} {}", *by, when.value().DayAt(Office::kOffsetMinutes).ToString());
}

Result<void> AddField(const Session& session, const Frame& frame, const FieldUse& use, Id unit,
                      text::Record* record) {
  const scheme::Field& field = frame.scheme().field(use.field);
  const scheme::Level& level = frame.scheme().level(field.level);
  return session.transaction.Query(
      "SELECT m.period, m.units, a.name, (SELECT c.made_by FROM measurement_change c WHERE "
      "c.element_id = m.element_id AND c.year = m.year AND c.period = m.period AND c.subject_id = "
      "m.subject_id AND c.act IN ('verify', 'correct') ORDER BY c.version DESC LIMIT 1), "
      "(SELECT c.made_at FROM measurement_change c WHERE c.element_id = m.element_id "
      "AND c.year = m.year AND c.period = m.period AND c.subject_id = m.subject_id "
      "AND c.act IN ('verify', 'correct') ORDER BY c.version DESC LIMIT 1) "
      "FROM assessee a JOIN subject s ON s.id = a.subject_id JOIN measurement m "
      "ON m.subject_id = a.subject_id WHERE a.assessment_id = ? AND a.kind = ? AND s.unit_id = ? "
      "AND m.element_id = ? AND m.year = ? AND m.state = ? AND m.units IS NOT NULL "
      "ORDER BY a.id, m.period",
      {frame.row.id, frame.scheme().kind(field.kind).name, unit, use.element, frame.row.year,
       kVerified},
      [&](const Row& row) {
        const auto period = static_cast<std::size_t>(row.Get<int>(0));
        text::Measurement made;
        made.subject = row.Get<std::string>(2);
        made.item = field.name;
        made.unit = field.is_percent ? "%" : field.unit;
        if (level.count() > 1 && period < level.periods.size()) made.period = level.periods[period];
        made.year = frame.row.year;
        made.value = Rational(Decimal::FromUnits(row.Get<std::int64_t>(1), use.places));
        made.source = SourceOf(row.Get<std::optional<std::string>>(3),
                               row.Get<std::optional<std::string>>(4));
        record->measurements.push_back(std::move(made));
      });
}

}  // namespace

Result<text::Record> ClaimsRecord(Library& library, const Session& session, Id assessment,
                                  Id unit) {
  KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(library, session, assessment));
  text::Record record;
  for (const FieldUse& use : frame.fields) {
    if (!IsClaimable(frame, use)) continue;
    KAOGONG_TRY(AddField(session, frame, use, unit, &record));
  }
  return record;
}

}  // namespace kaogong::office::report::internal
