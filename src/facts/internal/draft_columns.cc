// SPDX-License-Identifier: Apache-2.0
#include "facts/internal/draft_columns.h"

#include <algorithm>
#include <type_traits>

#include "base/result.h"

namespace kaogong::facts::internal {
namespace {

constexpr std::int64_t kNarrowMax = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t kMissingNarrow = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kNotApplicableNarrow = kMissingNarrow + 1;

bool IsAbsent(std::int64_t units) { return units <= kNotApplicableUnits; }
bool IsNarrow(std::int64_t units) {
  return IsAbsent(units) || (units > kNotApplicableNarrow && units <= kNarrowMax);
}
// The marks lie equally far above the least number of either width.
std::int32_t Narrow(std::int64_t units) {
  return IsAbsent(units) ? static_cast<std::int32_t>(units - kMissingUnits + kMissingNarrow)
                         : static_cast<std::int32_t>(units);
}
std::int64_t Wide(std::int32_t units) {
  return units <= kNotApplicableNarrow ? std::int64_t{units} - kMissingNarrow + kMissingUnits
                                       : units;
}

}  // namespace

std::size_t DraftColumns::AddColumn(int scale) {
  KAOGONG_ASSERT(rows_ == 0);
  columns_.emplace_back().column.scale = scale;
  window_.resize(columns_.size() * kStride, kMissingUnits);
  return columns_.size() - 1;
}

void DraftColumns::Reserve(std::size_t rows) {
  for (Draft& draft : columns_) {
    if (draft.column.is_wide()) {
      draft.column.wide.reserve(rows);
    } else {
      draft.column.narrow.reserve(rows);
    }
  }
}

// Appends a full window of numbers that all fit into 32 bits. Returns false, and has done nothing,
// when they do not. The loops have no branches and a fixed length for the compiler to vectorise.
bool DraftColumns::AppendNarrow(const std::int64_t* units, Draft* draft) {
  std::uint64_t overflow = 0;
  for (std::size_t i = 0; i < kWindow; ++i)
    overflow |= (static_cast<std::uint64_t>(units[i]) + (std::uint64_t{1} << 31U)) >> 32U;
  if (overflow != 0 || draft->column.is_wide()) return false;
  std::array<std::int32_t, kWindow> narrow;
  for (std::size_t i = 0; i < kWindow; ++i) narrow[i] = static_cast<std::int32_t>(units[i]);
  std::int32_t low = narrow[0];
  std::int32_t high = narrow[0];
  for (std::size_t i = 0; i < kWindow; ++i) {
    low = std::min(low, narrow[i]);
    high = std::max(high, narrow[i]);
  }
  if (low <= kNotApplicableNarrow) return false;
  draft->low = std::min<std::int64_t>(draft->low, low);
  draft->high = std::max<std::int64_t>(draft->high, high);
  draft->column.narrow.insert(draft->column.narrow.end(), narrow.begin(), narrow.end());
  return true;
}

void DraftColumns::Append(const std::int64_t* units, std::size_t count, Draft* draft) {
  if (count == kWindow && AppendNarrow(units, draft)) return;
  std::int64_t low = draft->low;
  std::int64_t high = draft->high;
  std::size_t absent = 0;
  for (std::size_t i = 0; i < count; ++i) {
    // The marks are less than any number: as `high` they change nothing.
    const bool is_absent = IsAbsent(units[i]);
    absent += is_absent ? 1 : 0;
    low = std::min(low, is_absent ? low : units[i]);
    high = std::max(high, units[i]);
  }
  Column& column = draft->column;
  draft->absent += absent;
  draft->low = low;
  draft->high = high;
  const bool fits = low > high || (IsNarrow(low) && IsNarrow(high));
  if (!column.is_wide() && !fits) Widen(&column);
  if (column.is_wide() || !fits) {
    column.wide.insert(column.wide.end(), units, units + count);
    return;
  }
  std::array<std::int32_t, kWindow> narrow;
  for (std::size_t i = 0; i < count; ++i) narrow[i] = Narrow(units[i]);
  column.narrow.insert(column.narrow.end(), narrow.data(), narrow.data() + count);
}

void DraftColumns::Widen(Column* column) {
  column->wide.reserve(column->narrow.capacity());
  for (const std::int32_t units : column->narrow) column->wide.push_back(Wide(units));
  column->narrow = {};
}

void DraftColumns::Flush() {
  const std::size_t count = rows_ - window_begin_;
  if (count == 0) return;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    Append(window_.data() + i * kStride, count, &columns_[i]);
  std::fill(window_.begin(), window_.end(), kMissingUnits);
  window_begin_ = rows_;
}

bool DraftColumns::PutEarlier(std::size_t index, std::size_t row, std::int64_t units) {
  Draft& draft = columns_[index];
  Column& column = draft.column;
  const std::int64_t before = column.is_wide() ? column.wide[row] : Wide(column.narrow[row]);
  if (before != kMissingUnits) return before == units;
  if (!column.is_wide() && !IsNarrow(units)) Widen(&column);
  if (column.is_wide()) {
    column.wide[row] = units;
  } else {
    column.narrow[row] = Narrow(units);
  }
  if (IsAbsent(units)) return true;
  --draft.absent;
  draft.low = std::min(draft.low, units);
  draft.high = std::max(draft.high, units);
  return true;
}

void DraftColumns::Reorder(const std::vector<Row>& order, Column* column) {
  const auto reorder = [&order](auto* units) {
    std::remove_reference_t<decltype(*units)> moved;
    moved.reserve(order.size());
    for (const Row row : order) moved.push_back((*units)[static_cast<std::size_t>(row)]);
    *units = std::move(moved);
  };
  if (column->is_wide()) return reorder(&column->wide);
  reorder(&column->narrow);
}

// Puts the marks of absent cells where they belong; their units become 0.
void DraftColumns::MarkPresence(Column* column) {
  column->presence.assign(column->size(), Presence::kPresent);
  const auto mark = [column](auto* all, auto missing) {
    for (std::size_t row = 0; row < all->size(); ++row) {
      auto& units = (*all)[row];
      if (units > missing + 1) continue;
      column->presence[row] = units == missing ? Presence::kMissing : Presence::kNotApplicable;
      units = 0;
    }
  };
  if (column->is_wide()) return mark(&column->wide, kMissingUnits);
  mark(&column->narrow, kMissingNarrow);
}

Column DraftColumns::Take(std::size_t index, const std::vector<Row>* order) {
  KAOGONG_ASSERT(rows_ == window_begin_);
  Draft& draft = columns_[index];
  Column column = std::move(draft.column);
  if (order != nullptr) Reorder(*order, &column);
  if (draft.absent > 0) MarkPresence(&column);
  const bool counts_zero = draft.absent > 0 || rows_ == 0;
  column.low = counts_zero ? std::min<std::int64_t>(draft.low, 0) : draft.low;
  column.high = counts_zero ? std::max<std::int64_t>(draft.high, 0) : draft.high;
  return column;
}

}  // namespace kaogong::facts::internal
