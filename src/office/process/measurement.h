// SPDX-License-Identifier: Apache-2.0
// Measurement (数据): the value of a data element for a subject in a period. It is reported once
// and feeds every assessment that has a field of the element; a department verifies it in rounds.
//
// Invariants
// 1. Every change has a row in measurement_change under the version that it made.
// 2. Nobody verifies, returns or corrects what he reported himself.
// 3. It is closed once every assessment that uses it is past the stage `process`; then only the
//    office corrects it, and only while results are being computed.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/assessment/frame.h"
#include "office/library/library.h"
#include "office/office.h"

namespace kaogong::office::process {

using library::Library;

// Stored and on the wire (by NameOf). Do not renumber.
enum class MeasurementState { kDraft, kSubmitted, kReturned, kVerified };

struct MeasurementKey {
  Id element = 0;
  int year = 0;
  int period = 0;
  Id subject = 0;

  friend auto operator<=>(const MeasurementKey&, const MeasurementKey&) = default;
};

// A measurement as it is stored; version 0: there is none.
struct Measurement {
  MeasurementKey key;
  std::int64_t version = 0;
  MeasurementState state = MeasurementState::kDraft;
  bool is_not_applicable = false;
  std::optional<std::int64_t> units;     // × 10^places of the element.
  std::optional<std::int64_t> reported;  // As it was submitted first.
  std::optional<std::string> text;
  int round = 0;

  bool has_value() const { return is_not_applicable || units.has_value() || text.has_value(); }
};

// "missing", "draft", … and 未填报, 草稿, ….
std::string_view NameOf(const Measurement& measurement);
Text TitleOf(const Measurement& measurement);

// Returns a value as people write it: 12.5, 是, 2026-01-31; nothing when there is none.
std::optional<std::string> ValueText(const scheme::Field& field, int places,
                                     const Measurement& measurement);
std::string UnitsText(const scheme::Field& field, int places, std::int64_t units);

// What a caller gets back of a measurement that he saved, verified or was too late for.
struct MeasurementView {
  Measurement now;
  std::optional<std::string> value;
  std::string note;           // The reporter's.
  std::string return_reason;  // Of a returned one.
};

struct NewMeasurement {
  MeasurementKey key;
  std::optional<std::string> value;  // As people write it; nothing takes a draft away.
  bool is_not_applicable = false;
  std::optional<std::string> note;
  std::optional<std::vector<Id>> evidence;  // Nothing: as it is.
  std::int64_t version = 0;                 // As it was read.
};

// Saves drafts, or submits, all or nothing. Errors: kInvalidInput with a fault for each item that
// is wrong (/items/3/value); kConflict when an item was changed meanwhile or is closed.
Result<std::vector<MeasurementView>> SaveMeasurements(Library& library, const Actor& actor,
                                                      const std::vector<NewMeasurement>& items,
                                                      bool submit);

enum class Verdict { kVerify, kReturn, kCorrect };

struct Decision {
  MeasurementKey key;
  std::int64_t version = 0;
  Verdict verdict = Verdict::kVerify;
  std::optional<std::string> value;  // Of kCorrect.
  bool is_not_applicable = false;
  std::string reason;  // Of kReturn and kCorrect.
};

// Decides on submitted measurements, all or nothing; while results are computed the office may
// correct verified ones. Errors: as SaveMeasurements; kNotPermitted for the own submission, or when
// an earlier round was the actor's.
Result<std::vector<MeasurementView>> DecideMeasurements(Library& library, const Actor& actor,
                                                        const std::vector<Decision>& items);

// Gives a verified measurement back to who reports it. Errors: as DecideMeasurements.
Result<MeasurementView> ReopenMeasurement(Library& library, const Actor& actor,
                                          const MeasurementKey& key, std::int64_t version,
                                          std::string_view reason);

// The measurements as they are now, those that the actor may see.
Result<std::vector<MeasurementView>> FindMeasurements(Library& library, const Actor& actor,
                                                      const std::vector<MeasurementKey>& keys);

struct MeasurementChange {
  std::int64_t version = 0;
  std::string act;
  std::optional<std::string> value;
  bool is_not_applicable = false;
  std::string note;
  std::string by;
  std::string at;
};
struct MeasurementHistory {
  std::string label;
  std::string unit;
  std::vector<MeasurementChange> changes;  // The latest first.
};
// Errors: kNotFound when there is no such measurement in the actor's reach.
Result<MeasurementHistory> HistoryOf(Library& library, const Actor& actor,
                                     const MeasurementKey& key);
Text TitleOfChange(std::string_view act);

}  // namespace kaogong::office::process
