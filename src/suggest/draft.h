// SPDX-License-Identifier: Apache-2.0
// Puts what was read together to the articles of a regulation, each tried by the engine.
#pragma once

#include <string>
#include <vector>

#include "suggest/reading.h"
#include "suggest/suggestion.h"
#include "suggest/understand.h"

namespace kaogong::suggest {

// An item while it is drafted.
struct DraftItem {
  Item item;
  std::vector<ReadClause> clauses;
  Rational points;
  bool is_bonus = false;             // 加分 of its own, outside the points.
  bool is_indicator = false;         // Has a figure of its own in the total.
  std::string hand_field;            // For an item scored by hand.
  std::vector<std::string> fields;   // Declarations, one line each.
  std::vector<std::string> records;  // Blocks of declarations of records.
  Facts neutral;                     // Facts under which it gives `neutral_value`.
  std::vector<ExampleRow> neutral_rows;
  Rational neutral_value;
};

// The rules of one item alone, as an article: declarations behind 针对 and its figure.
std::string RulesOf(const DraftItem& draft, const SuggestOptions& options);

// The declarations that come first: whom the regulation is about, and the records of items.
std::string KindsOf(const std::vector<DraftItem>& drafts, const SuggestOptions& options);

// A whole document around the articles. `articles` are pairs of heading and body.
std::string DocumentOf(const std::string& title, int year,
                       const std::vector<std::pair<std::string, std::string>>& articles);

// A case of one example.
std::string CaseOf(const Example& example, const std::string& title, const std::string& basis,
                   const SuggestOptions& options);

// 第十二条
std::string ArticleName(int number);

// Fills in figures, formulas and examples of the item from its readings, and tries them; what does
// not run or comes out otherwise is no longer understood. Corrections of decisions are in the
// readings.
void Compose(DraftItem& draft, const SuggestOptions& options, Issues& issues);

}  // namespace kaogong::suggest
