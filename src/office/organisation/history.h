// SPDX-License-Identifier: Apache-2.0
// The spans of all units over all days, and what must hold of them:
//
// 1. The spans of one unit have no day in common.
// 2. On each day of a span its parent exists.
// 3. On no day is a unit above itself, nor deeper than kTreeDepthMax.
// 4. On no day are there two topmost units.
#pragma once

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "office/organisation/model.h"

namespace kaogong::office {

enum class HistoryFault {
  kOverlap,        // Another span of the unit holds on the day.
  kParentMissing,  // The parent does not exist on the day.
  kCircle,         // The unit is above itself.
  kTooDeep,
  kSecondTop,  // There is another topmost unit on the day.
};

struct HistoryFinding {
  HistoryFault fault = HistoryFault::kOverlap;
  std::size_t span = 0;  // Its place in spans().
  Date day;              // The first day it happens.
  std::optional<Id> other = {};  // The other topmost unit.
};

class History {
 public:
  explicit History(std::vector<UnitSpan> spans = {});

  // Sorted by unit and day.
  const std::vector<UnitSpan>& spans() const { return spans_; }
  // The spans of one unit as places [first, second).
  std::pair<std::size_t, std::size_t> SpansOf(Id unit) const;
  // The span that holds on the day.
  const UnitSpan* At(Id unit, Date day) const;
  // Returns the first day of `validity` on which the unit does not exist, or nothing.
  std::optional<Date> FirstGap(Id unit, const Validity& validity) const;

  // At most one finding for a span, in the order of spans(). Empty: all of the above holds.
  std::vector<HistoryFinding> Check() const;

 private:
  std::optional<HistoryFinding> CheckSpan(std::size_t place) const;
  std::optional<HistoryFinding> ClimbFrom(std::size_t place) const;

  std::vector<UnitSpan> spans_;
  std::vector<std::size_t> top_;  // Places of the spans without a parent.
  std::unordered_map<Id, std::pair<std::size_t, std::size_t>> places_;
};

}  // namespace kaogong::office
