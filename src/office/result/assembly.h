// SPDX-License-Identifier: Apache-2.0
// Assembly: the facts of an assessment (考核数据) as tables, in the form that kaogong score reads.
//
// One table for each kind: identifier, parent, name, then the fields, a column for each period that
// has a value. Tables, not the store, are what a computation reads: whoever has them computes the
// same digits.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/assessment/frame.h"
#include "office/library/runs.h"

namespace kaogong::office::result {

// Which data count. Stored and on the wire by NameOf.
enum class Basis {
  kVerified,  // 核实数: only what was verified.
  kReported,  // 上报数: what was submitted too.
};
std::string_view NameOf(Basis basis);
std::optional<Basis> BasisNamed(std::string_view name);

// Where a measurement stands.
struct MeasurementKey {
  Id element = 0;
  int year = 0;
  int period = 0;
  Id subject = 0;

  auto operator<=>(const MeasurementKey&) const = default;
};
struct MeasurementValue {
  bool is_not_applicable = false;
  std::optional<std::int64_t> units;
  std::optional<std::string> text;
};
// Values that stand in place of those in the store: what an objection is about to correct.
using Corrections = std::map<MeasurementKey, MeasurementValue>;

using Tables = std::vector<library::UploadedFile>;

// Returns the tables of an assessment as the transaction sees its data. `progress` is told of
// fields done. The same data give the same bytes.
Result<Tables> AssembleFacts(const Session& session, const assessment::Frame& frame, Basis basis,
                             const Corrections& corrections, const library::Progress& progress);

// A digest of tables, as a negative number: no id of anything stored.
Id DigestOf(const Tables& tables);

// Returns what stands for regulations whose results are imported, by slug: of that year's
// assessments the latest published computation, else the latest on verified data.
Result<std::map<std::string, library::ImportFrom>> ChooseImports(const Session& session, int year);

// Returns the name of the field of a kind of records that says what a panel scores, and the field
// that has the score; kNone for what it lacks.
struct PanelFields {
  scheme::FieldId item = scheme::kNone;
  scheme::FieldId score = scheme::kNone;
};
PanelFields PanelFieldsOf(const scheme::Scheme& scheme, scheme::KindId kind);

}  // namespace kaogong::office::result
