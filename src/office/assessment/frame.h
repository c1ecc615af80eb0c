// SPDX-License-Identifier: Apache-2.0
// Frame: an assessment (考核) with the scheme that it runs under, and how each field of the scheme gets
// its values. Every use case about an assessment starts from here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/library/library.h"
#include "office/office.h"

namespace kaogong::office::assessment {

// The year of an assessment; it only goes forward. Stored and on the wire by NameOf.
enum class Stage {
  kPreparing,  // 筹备: fields and assessees are being set up.
  kTargets,    // 目标制定: target sheets are drafted, reviewed and signed.
  kProcess,    // 过程管理: data are reported and verified.
  kResults,    // 计分校准: data are closed, results are computed and calibrated.
  kNotice,     // 公示: the result stands open to objection.
  kFinal,      // 定稿
  kArchived,   // 归档
};
inline constexpr int kStageCount = 7;
std::string_view NameOf(Stage stage);
std::optional<Stage> StageNamed(std::string_view name);
Text TitleOf(Stage stage);

// How a field gets its values. Stored and on the wire by NameOf.
enum class FieldClass {
  kAttribute,    // 基本情况: kept by the office.
  kTarget,       // 目标: from the target sheets.
  kBaseline,     // 上年数: last year's verified value of the base field.
  kReported,     // 上报数: what was submitted before it was verified.
  kMeasurement,  // 数据: reported by the assessee, verified by a department.
  kEvent,        // 加减分事项: the sum of approved events.
  kImported,     // 引用: another assessment's result.
};
std::string_view NameOf(FieldClass use);
std::optional<FieldClass> FieldClassNamed(std::string_view name);
Text TitleOf(FieldClass use);

struct AssessmentRow {
  Id id = 0;
  Id version_id = 0;  // Of the regulation.
  int year = 0;
  std::string title;
  Stage stage = Stage::kPreparing;
  std::optional<Id> owner_unit;
  std::optional<Date> targets_due;
  std::optional<Date> data_due;
  std::string created_at;
  std::string created_by;
  std::int64_t version = 1;
};

struct FieldUse {
  scheme::FieldId field = scheme::kNone;
  Id element = 0;
  FieldClass use = FieldClass::kMeasurement;
  scheme::FieldId base = scheme::kNone;  // Of target, baseline and reported.
  std::optional<Id> verifier_unit;
  int rounds = 1;
  int due_days = 10;
  bool is_additive = false;
  int places = 0;  // Of the element: its units are value × 10^places.
};

struct Frame {
  AssessmentRow row;
  std::string slug;   // Of the regulation.
  std::string label;  // Of its version.
  std::shared_ptr<const regulation::Compiled> compiled;
  std::vector<FieldUse> fields;  // Of kinds that are no records, in the order of the scheme.

  const scheme::Scheme& scheme() const { return compiled->scheme; }
  // Null when the assessment has no such field.
  const FieldUse* UseOf(scheme::FieldId field) const;
  const FieldUse* UseOfElement(Id element, scheme::KindId kind) const;
};

// Loads an assessment without asking for rights; a transaction that writes locks its row, so that
// two who change the same assessment come one after the other.
// Errors: kNotFound; kInvalidInput when its regulation does not compile.
Result<Frame> LoadFrame(library::Library& library, const Session& session, Id assessment);

// A row to be assessed.
struct AssesseeRow {
  Id id = 0;
  Id assessment = 0;
  std::string kind;
  std::string code;
  std::string name;
  std::optional<Id> parent;
  Id subject = 0;
  std::optional<Id> unit;
  std::optional<Id> person;
  std::int64_t place = 0;
};

// "a.id, a.assessment_id, …" of assessee a, as ReadAssessee takes them.
extern const std::string_view kAssesseeColumns;
AssesseeRow ReadAssessee(const store::Row& row);

// Returns an assessee that the actor may see for `act`: its unit is within reach, or it is the
// actor's own person. Errors: kNotFound for what is not there or not covered; kNotPermitted when it
// is covered but no role of the actor has the act.
Result<AssesseeRow> FindAssessee(const Session& session, Id id, Act act);
// The same for a row in hand.
Result<void> RequireOnAssessee(const Session& session, const AssesseeRow& row, Act act);

// Errors: kConflict, saying which stage it is and which of `allowed` it would have to be.
Result<void> RequireStage(const AssessmentRow& row, std::initializer_list<Stage> allowed);

// The first and the last day of a period of a level in a year; of a level that the regulation names
// itself the whole year.
std::pair<Date, Date> DaysOf(scheme::LevelId level, int period, int year);

}  // namespace kaogong::office::assessment
