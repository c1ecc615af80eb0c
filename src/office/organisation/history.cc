// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/history.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kaogong::office {

namespace {

std::optional<Date> Earlier(const std::optional<Date>& a, const std::optional<Date>& b) {
  if (!a.has_value()) return b;
  if (!b.has_value()) return a;
  return std::min(*a, *b);
}

Validity Common(const Validity& a, const Validity& b) {
  return {std::max(a.from, b.from), Earlier(a.to, b.to)};
}

}  // namespace

History::History(std::vector<UnitSpan> spans) : spans_(std::move(spans)) {
  std::sort(spans_.begin(), spans_.end(), [](const UnitSpan& a, const UnitSpan& b) {
    return std::tie(a.unit, a.validity.from) < std::tie(b.unit, b.validity.from);
  });
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    if (!spans_[i].state.parent.has_value()) top_.push_back(i);
    const auto [at, is_first] = places_.try_emplace(spans_[i].unit, i, i);
    at->second.second = i + 1;
  }
}

std::pair<std::size_t, std::size_t> History::SpansOf(Id unit) const {
  const auto found = places_.find(unit);
  return found == places_.end() ? std::pair<std::size_t, std::size_t>{} : found->second;
}

const UnitSpan* History::At(Id unit, Date day) const {
  const auto [first, end] = SpansOf(unit);
  for (std::size_t i = first; i < end; ++i) {
    if (spans_[i].validity.Holds(day)) return &spans_[i];
  }
  return nullptr;
}

std::optional<Date> History::FirstGap(Id unit, const Validity& validity) const {
  Date reached = validity.from;
  const auto [first, end] = SpansOf(unit);
  for (std::size_t i = first; i < end; ++i) {
    if (!spans_[i].validity.Holds(reached)) continue;
    if (!spans_[i].validity.to.has_value()) return std::nullopt;
    reached = *spans_[i].validity.to;
    if (validity.to.has_value() && reached >= *validity.to) return std::nullopt;
  }
  return reached;
}

std::vector<HistoryFinding> History::Check() const {
  std::vector<HistoryFinding> findings;
  for (std::size_t place = 0; place < spans_.size(); ++place) {
    if (auto finding = CheckSpan(place)) findings.push_back(*std::move(finding));
  }
  return findings;
}

std::optional<HistoryFinding> History::CheckSpan(std::size_t place) const {
  const UnitSpan& span = spans_[place];
  const auto [first, end] = SpansOf(span.unit);
  if (place > first && spans_[place - 1].validity.Overlaps(span.validity)) {
    return HistoryFinding{HistoryFault::kOverlap, place, span.validity.from, {}};
  }
  if (span.state.parent.has_value()) {
    if (const auto gap = FirstGap(*span.state.parent, span.validity)) {
      return HistoryFinding{HistoryFault::kParentMissing, place, *gap, {}};
    }
    return ClimbFrom(place);
  }
  for (const std::size_t other : top_) {
    if (spans_[other].unit != span.unit && spans_[other].validity.Overlaps(span.validity)) {
      return HistoryFinding{HistoryFault::kSecondTop, place,
                            std::max(spans_[other].validity.from, span.validity.from),
                            spans_[other].unit};
    }
  }
  return std::nullopt;
}

// Climbs from parent to parent, each step only over the days that the unit, all steps so far and
// the next span have in common.
std::optional<HistoryFinding> History::ClimbFrom(std::size_t place) const {
  const Id origin = spans_[place].unit;
  std::vector<std::pair<Id, Validity>> level = {
      {*spans_[place].state.parent, spans_[place].validity}};
  for (int depth = 1; !level.empty(); ++depth) {
    std::vector<std::pair<Id, Validity>> next;
    for (const auto& [unit, days] : level) {
      if (unit == origin) {
        return HistoryFinding{HistoryFault::kCircle, place, days.from, {}};
      }
      if (depth > kTreeDepthMax) {
        return HistoryFinding{HistoryFault::kTooDeep, place, days.from, {}};
      }
      const auto [first, end] = SpansOf(unit);
      for (std::size_t i = first; i < end; ++i) {
        if (!spans_[i].state.parent.has_value() || !spans_[i].validity.Overlaps(days)) continue;
        next.emplace_back(*spans_[i].state.parent, Common(spans_[i].validity, days));
      }
    }
    level = std::move(next);
  }
  return std::nullopt;
}

}  // namespace kaogong::office
