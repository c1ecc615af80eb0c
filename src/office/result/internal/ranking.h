// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "facts/facts.h"
#include "scheme/scheme.h"

namespace kaogong::office::result {

class Board;

// Ranking: who of a kind is ranked with whom, by its rank (组内名次 = 名次(总分, 在: 全体, 按: 类别)).
// Without a rank: the rows below one row of the kind above, in official order.
struct Ranking {
  std::string title;                // 类别; empty when rows are not ranked by anything of their own.
  std::vector<std::string> groups;  // In the order of their first rows; empty without a title.
  std::vector<int> group_of;        // By row; empty without a title.
  // Rows that are ranked with one another, and by row in which of these it is. Where the rank is
  // among the rows below one of another kind there are more of them than groups.
  std::vector<std::vector<facts::Row>> peers;
  std::vector<int> peers_of;
  const std::vector<facts::Row>& PeersOf(facts::Row row) const {
    return peers[static_cast<std::size_t>(peers_of[static_cast<std::size_t>(row)])];
  }
  std::vector<bool> is_tied;        // By row: another of the group has the same rank.
  std::vector<facts::Row> order;    // Peers together in official order, then by rank.
};

// Returns the name of the row's group; empty when there are none.
std::string GroupOf(const Ranking& ranking, facts::Row row);

Ranking MakeRanking(const Board& board, scheme::KindId kind);

}  // namespace kaogong::office::result
