// SPDX-License-Identifier: Apache-2.0
// Where the values of a regulation's fields come from, as far as the regulation itself tells.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "office/assessment/frame.h"

namespace kaogong::office::assessment {

struct Classified {
  scheme::FieldId field = scheme::kNone;
  FieldClass use = FieldClass::kMeasurement;
  scheme::FieldId base = scheme::kNone;
  bool is_additive = false;
};

// Returns every field of a kind that is no record, in the order of the scheme.
//   引用 → imported; 属性 → attribute; 目标, 计划, 应… of another field, or a name that ends so →
//   target; 上年 → baseline; 上报 → reported; what is zero when nothing is said and is read by
//   vetoes, bonuses and deductions only → event; anything else → measurement.
std::vector<Classified> Classify(const scheme::Scheme& scheme);

// The classes that the office may give the field.
std::vector<FieldClass> ClassesFor(const scheme::Scheme& scheme, const Classified& classified);

// The field that a target, baseline or reported value is about, by its name; kNone: none.
scheme::FieldId BaseOf(const scheme::Scheme& scheme, scheme::FieldId field);

struct UnitName {
  std::string name;
  Id unit = 0;
};
// The unit that a regulation's source means: “市统计局” is 安和市统计局 or 统计局. Of several the
// one whose name is nearest in length, the first of these.
std::optional<Id> VerifierFor(std::string_view source, std::span<const UnitName> names);

}  // namespace kaogong::office::assessment
