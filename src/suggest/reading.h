// SPDX-License-Identifier: Apache-2.0
// What the patterns make of clauses: formulas with the facts they need and an example that was
// computed without the engine.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rational.h"
#include "suggest/suggestion.h"

namespace kaogong::suggest {

using Facts = std::vector<std::pair<std::string, std::string>>;

// A field of the assessee, or of one of its records.
struct FieldUse {
  std::string name;
  std::string declaration;  // 小数2, 含 目标, 缺失 待定
  std::string record;       // Empty: of the assessee.
};

// One part of how an indicator is scored.
struct Reading {
  Part part = Part::kBase;
  std::string pattern;
  std::string formula;
  std::vector<FieldUse> fields;
  Facts neutral;  // Facts under which a base gives `neutral_value` and the others nothing.
  Rational neutral_value;
  std::vector<ExampleRow> neutral_rows;  // Records that belong to the neutral facts.
  std::vector<ExampleRow>
      rows;        // The first is the assessee's, without the neutral facts of others.
  Rational value;  // What the formula then gives.
  std::string told;
  std::vector<Question> questions;
  // For kDefinition: what it is — "total", "grade", "quota" or "figure" — and its name.
  std::string role;
  std::string name;
};

// Gives each field, record and figure of a draft a name of its own.
class Namer {
 public:
  // Returns `hint` without anything but ideographs, letters and digits, cut to a readable length
  // and numbered when it is taken; `fallback` when nothing is left of it.
  std::string Unique(std::string_view hint, std::string_view fallback);
  // Takes a name as it is. False when it is taken already, or no name that Unique would give.
  bool Take(const std::string& name);

 private:
  std::set<std::string> taken_;
};

// 「粮食产量」
std::string Quoted(std::string_view name);

// What the patterns know of the indicator a clause belongs to.
struct Scope {
  std::string indicator;
  Rational points;  // A settled stand-in when none are stated.
  bool has_points = false;
  std::string standard;  // All of it, as NormalClause gives it: 扣完为止 may stand anywhere.
  std::string group;     // Within what ranks are.
  Namer* namer = nullptr;
};

// 2.50 is "2.5"; a fraction that never ends is cut at six places.
std::string Plain(const Rational& value);

}  // namespace kaogong::suggest
