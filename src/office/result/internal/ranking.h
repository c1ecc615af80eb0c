// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "facts/facts.h"
#include "scheme/scheme.h"

namespace kaogong::office::result {

class Board;

// Ranking: who is ranked with whom by a figure such as 组内名次 = 名次(总分, 在: 全体, 按: 类别).
struct Ranking {
  std::string title;                // 类别; empty when rows are not ranked by anything of their own.
  std::vector<std::string> groups;  // In the order of their first rows; empty without a title.
  std::vector<int> group_of;        // By row; empty without a title.
  std::vector<bool> is_tied;        // By row: another of the group has the same rank.
  std::vector<facts::Row> order;    // Group by group in official order, then by rank.
};

// Returns the name of the row's group; empty when there are none. `ranking` may be null.
std::string GroupOf(const Ranking* ranking, facts::Row row);

// Requires: `rank` is a figure of the kind.
Ranking MakeRanking(const Board& board, scheme::KindId kind, scheme::FigureId rank);

}  // namespace kaogong::office::result
