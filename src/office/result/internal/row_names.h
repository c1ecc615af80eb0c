// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "office/library/result_table.h"

namespace kaogong::office::result::internal {

// RowNames: what the rows of a kind are called, as one text to search.
class RowNames {
 public:
  RowNames(const library::ResultView& view, scheme::KindId kind);

  // By row: whether name, identifier or the parent's name contains the text.
  std::vector<bool> Containing(std::string_view text) const;

 private:
  // Name, identifier and parent of each row, each ended by a line feed.
  std::string text_;
  std::vector<std::size_t> begins_;  // Of each row.
};

}  // namespace kaogong::office::result::internal
