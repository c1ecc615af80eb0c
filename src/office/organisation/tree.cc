// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/tree.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kaogong::office {

Tree::Tree(std::vector<TreeNode> units) {
  const auto official = [&](std::size_t a, std::size_t b) {
    return std::tie(units[a].state.order, units[a].code) <
           std::tie(units[b].state.order, units[b].code);
  };
  std::unordered_map<Id, std::size_t> given;
  for (std::size_t i = 0; i < units.size(); ++i) given.emplace(units[i].id, i);
  std::vector<std::vector<std::size_t>> below(units.size());
  std::vector<std::size_t> top;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto parent = units[i].state.parent.has_value() ? given.find(*units[i].state.parent)
                                                          : given.end();
    (parent == given.end() ? top : below[parent->second]).push_back(i);
  }

  // A stack instead of recursion; a second visit of an entry closes it.
  struct Open {
    std::size_t unit;
    int depth;
    std::optional<std::size_t> place;
  };
  std::vector<Open> stack;
  const auto push = [&](std::vector<std::size_t>& siblings, int depth) {
    std::sort(siblings.begin(), siblings.end(), official);
    for (auto i = siblings.rbegin(); i != siblings.rend(); ++i) stack.push_back({*i, depth, {}});
  };
  nodes_.reserve(units.size());
  push(top, 0);
  while (!stack.empty()) {
    Open& open = stack.back();
    if (open.place.has_value()) {
      nodes_[*open.place].end = nodes_.size();
      stack.pop_back();
      continue;
    }
    const auto [unit, depth, unused] = open;
    open.place = nodes_.size();
    places_.emplace(units[unit].id, nodes_.size());
    nodes_.push_back(std::move(units[unit]));
    nodes_.back().depth = depth;
    // Siblings were sorted before any of them was moved from; those below are still untouched.
    push(below[unit], depth + 1);
  }
}

std::optional<std::size_t> Tree::Find(Id unit) const {
  const auto found = places_.find(unit);
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::size_t> Tree::PathTo(std::size_t node) const {
  std::vector<std::size_t> path;
  while (nodes_[node].depth > 0) {
    node = *Find(*nodes_[node].state.parent);
    path.push_back(node);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace kaogong::office
