// SPDX-License-Identifier: Apache-2.0
// What the regulation says of the targets of a kind: their fields, the indicators that read them,
// whether more is better.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/assessment/frame.h"

namespace kaogong::office::target {

// How an indicator's points move when the figure grows.
enum class Trend { kNone, kUp, kDown, kMixed };

// The trend of a figure with a field, as far as its formula tells when all quantities are taken to
// be positive; kMixed when it does not, kNone when the figure does not read the field.
Trend TrendOf(const scheme::Scheme& scheme, scheme::FigureId figure, scheme::FieldId field);

// A field whose values are targets.
struct Term {
  const assessment::FieldUse* use = nullptr;
  const scheme::Field* field = nullptr;
  std::string label;  // 粮食产量 目标
  scheme::FieldId base = scheme::kNone;
  const assessment::FieldUse* base_use = nullptr;
  std::vector<std::string> periods;
  scheme::FigureId figure = scheme::kNone;  // The first indicator that reads it.
  std::optional<Decimal> points;
  std::string article;          // 第五条, or empty.
  Trend trend = Trend::kMixed;  // Of the indicator with the base field.
};

// The terms of a kind in the order of the regulation. They point into the frame.
std::vector<Term> TermsOf(const assessment::Frame& frame, scheme::KindId kind);
const Term* FindTerm(const std::vector<Term>& terms, std::string_view field);

// Digits of units at the term's places, without superfluous zeros.
std::string ValueText(const Term& term, std::int64_t units);
// Units of a value for the term; what is wrong with it goes to `problem`.
std::optional<std::int64_t> UnitsOf(const Term& term, Decimal value, Text* problem);
// Units at other places, rounded half up.
std::optional<std::int64_t> Rescale(std::int64_t units, int from_places, int to_places);

}  // namespace kaogong::office::target
