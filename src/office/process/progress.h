// SPDX-License-Identifier: Apache-2.0
// Progress (进度): how a figure stands against its target and the calendar, as a light with a
// sentence. It is for those who watch the year; no score depends on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "office/assessment/frame.h"
#include "office/process/measurement.h"

namespace kaogong::office::process {

enum class Light { kNone, kGreen, kAmber, kRed };
std::string_view NameOf(Light light);
std::optional<Light> LightNamed(std::string_view name);

struct Progress {
  Light light = Light::kNone;
  Text text;
};

struct Lights {
  std::int64_t red = 0;
  std::int64_t amber = 0;
  std::int64_t green = 0;
  std::int64_t none = 0;

  void Count(Light light);
};

// Whether a smaller value is the better one: the regulation holds the field against its target by
// ≤ or <, or divides the target by it.
bool IsLowerBetter(const scheme::Scheme& scheme, scheme::FieldId field, scheme::FieldId target);

// What a light is made from.
struct ProgressInput {
  const scheme::Field* field = nullptr;
  int places = 0;
  Measurement now;
  std::optional<std::int64_t> target;  // Of the same period, in the field's units.
  bool is_lower_better = false;
  bool is_additive = false;  // Grows over the period, so that a part of it asks for a part.
  Date first;                // Of the period …
  Date last;
  Date due;  // When it is to be reported.
  Date today;
};
Progress ProgressOf(const ProgressInput& input);

}  // namespace kaogong::office::process
