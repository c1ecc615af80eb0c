// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "facts/facts.h"

namespace kaogong::facts::internal {

// While facts are gathered a cell's units say by themselves whether it is there.
inline constexpr std::int64_t kMissingUnits = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kNotApplicableUnits = kMissingUnits + 1;

// The columns of one kind while its rows come in. The last few rows of all columns lie together
// and stay in the cache while a row is written across; then they move to the columns, which take
// four bytes a cell until a number needs eight.
class DraftColumns {
 public:
  // Returns the index of the new column. Requires: there are no rows yet.
  std::size_t AddColumn(int scale);
  void Reserve(std::size_t rows);
  // Adds a row whose cells are all missing.
  void AddRow() {
    if (rows_ == window_begin_ + kWindow) Flush();
    ++rows_;
  }
  // Sets a cell that is missing. Returns whether the cell now has these units.
  bool Put(std::size_t column, Row row, std::int64_t units) {
    const auto at = static_cast<std::size_t>(row);
    if (at < window_begin_) return PutEarlier(column, at, units);
    std::int64_t& cell = window_[column * kStride + at - window_begin_];
    if (cell != kMissingUnits) return cell == units;
    cell = units;
    return true;
  }
  // Returns the finished column with its rows in that order; all of them as they are when null.
  // May be called once for each column, after Flush.
  Column Take(std::size_t column, const std::vector<Row>* order);
  // Moves the last rows to their columns.
  void Flush();
  int scale(std::size_t column) const { return columns_[column].column.scale; }

 private:
  static constexpr std::size_t kWindow = 32;
  // An odd number of cache lines, so that the columns do not compete for the same ones.
  static constexpr std::size_t kStride = kWindow + 8;

  struct Draft {
    Column column;  // Cells that are not there have the marks below as units.
    std::int64_t low = std::numeric_limits<std::int64_t>::max();
    std::int64_t high = std::numeric_limits<std::int64_t>::min();
    std::size_t absent = 0;  // Cells that are missing or not applicable.
  };

  static bool AppendNarrow(const std::int64_t* units, Draft* draft);
  static void Append(const std::int64_t* units, std::size_t count, Draft* draft);
  static void Widen(Column* column);
  static void Reorder(const std::vector<Row>& order, Column* column);
  static void MarkPresence(Column* column);
  bool PutEarlier(std::size_t column, std::size_t row, std::int64_t units);

  std::vector<Draft> columns_;
  std::vector<std::int64_t> window_;  // kStride for each column.
  std::size_t window_begin_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace kaogong::facts::internal
