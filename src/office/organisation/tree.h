// SPDX-License-Identifier: Apache-2.0
// The tree of units (单位树) on one day, in official order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "office/organisation/model.h"

namespace kaogong::office {

// A unit as it stands on the day.
struct TreeNode {
  Id id = 0;
  std::string code;
  UnitState state;
  Validity validity;  // Of this state.
  std::int64_t version = 0;
  std::int64_t person_count = 0;  // Appointed here on the day, units below not counted.
  int depth = 0;                  // 0 for the topmost. Set by Tree.
  std::size_t end = 0;            // Behind the last unit below this one. Set by Tree.
};

class Tree {
 public:
  Tree() = default;
  // Brings the units into order: each before those below it, siblings by order, then by code. A
  // unit whose parent is not among them counts as topmost; units in a circle are left out.
  explicit Tree(std::vector<TreeNode> units);

  const std::vector<TreeNode>& nodes() const { return nodes_; }
  // Returns the place of the unit in nodes(), or nothing.
  std::optional<std::size_t> Find(Id unit) const;
  // Returns the places of the units above, topmost first.
  std::vector<std::size_t> PathTo(std::size_t node) const;

 private:
  std::vector<TreeNode> nodes_;
  std::unordered_map<Id, std::size_t> places_;
};

}  // namespace kaogong::office
