// SPDX-License-Identifier: Apache-2.0
// Finding: a statement of a report that contradicts another, or that a careful reader would ask
// about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "text/document.h"

namespace kaogong::text {

// How sure a finding is. Stored. Do not renumber; append only.
enum class Certainty : std::uint8_t {
  kSure,    // 矛盾: no reading of the sentence makes it true.
  kLikely,  // 很可能有误: the reading that makes it wrong is the natural one.
  kAsk,     // 请核实: there may be a good explanation that the text does not give.
};

// Returns "sure", "likely" or "ask".
std::string_view NameOf(Certainty certainty);
// Returns 矛盾 / contradiction and the like.
Text TitleOf(Certainty certainty);

struct Finding {
  std::string_view check;  // A literal: "share", "parts-of-whole", …
  Certainty certainty = Certainty::kAsk;
  Span span;                 // The figure at fault, as far as one can tell.
  std::vector<Span> others;  // The figures it was compared with.
  Text message;              // One line.
  std::string computed;      // The arithmetic: "39860 ÷ 39903 = 99.89%"; may be empty.
};

// What a statement says of its figures, named in the order of `spans`.
enum class Relation : std::uint8_t {
  kSum,             // whole, parts…: the parts add up to the whole.
  kSumHundred,      // shares…: they add up to 100 %.
  kShare,           // rate, part, whole: the part is so many per cent of the whole.
  kExcess,          // rate, part, whole: the part is so many per cent over the whole.
  kQuotient,        // average, total, count.
  kDifference,      // change, one level, the other: the levels differ by it.
  kGrowthOnLevels,  // rate, one level, the other: the one is so many per cent above or below the other.
  kGrowthOnBase,    // rate, change, base: the change is so many per cent of the base.
  kGrowthToLevel,   // rate, change, level reached: the same on the level less the change.
  kMultiple,        // multiple, level reached, base.
  kOrder,           // before, after: the one lies above the other.
  kEqual,           // The figures say the same.
  kCount,           // count: a list of so many items follows or went before.
  kCountAtLeast,    // count: the list ends in 等, and may name fewer.
  kDuration,        // number of days, span of dates.
  kPeriod,          // span of dates: it does not run backwards.
  kWeekday,         // day with its day of the week.
  kRank,            // rank, field: the rank lies in the field.
  kRecord,          // figure: the record says the same.
};

// A statement that was put to the test and held.
struct Verified {
  std::string_view check;
  Relation relation = Relation::kEqual;
  std::vector<Span> spans;  // The figures that agree.
};

struct Outcome {
  std::vector<Finding> findings;
  std::vector<Verified> verified;
};

}  // namespace kaogong::text
