// SPDX-License-Identifier: Apache-2.0
// Clauses: what one node of a trace did, in words; sentences and trees are put together from them.
#pragma once

#include <vector>

#include "explain/internal/wording.h"
#include "explain/trace.h"

namespace kaogong::explain::internal {

class Clauses {
 public:
  Clauses(const scheme::Scheme& scheme, const facts::Facts& facts, Grouping grouping)
      : scheme_(scheme), facts_(facts), grouping_(grouping) {}

  // How the node came to its value, before effects; empty when there is nothing to say.
  std::vector<Text> How(const Node& node) const;
  // What a group function or aggregate saw.
  std::vector<Text> GroupWords(const Node& node) const;
  // 四舍五入到 2 位为 37.33 分; empty when rounding changed nothing.
  Text RoundingWords(const Node& node) const;
  // The value before effects.
  const Value& Result(const Node& node) const {
    return node.original ? *node.original : node.value;
  }
  Text ShowValueOf(const Node& node) const { return Show(node.value, node.type, node.measure); }
  Text Show(const Value& value, scheme::Type type, const Measure& measure) const;
  // Name and value: 粮食产量 90 吨.
  Text TermWords(const Term& term) const;
  Text InputWords(const Input& input) const;
  // 缺失,按零计; empty for a fact that was reported.
  Text StandingWords(const Input& input) const;

 private:
  const Term* Find(const Node& node, TermRole role) const;
  // What the node's own step gave, before limits, rounding and effects.
  Text StepResult(const Node& node) const;
  Text ShowTerm(const Term& term) const { return Show(term.value, term.type, term.measure); }
  Text ResultWords(const Node& node, bool is_points) const;
  void Proportion(const Node& node, std::vector<Text>* parts) const;
  void Efficacy(const Node& node, std::vector<Text>* parts) const;
  void Bands(const Node& node, std::vector<Text>* parts) const;
  void Table(const Node& node, std::vector<Text>* parts) const;
  void Branch(const Node& node, std::vector<Text>* parts) const;
  void Parts(const Node& node, std::vector<Text>* parts) const;
  Text ShareFactor(const Node& node, bool is_percent) const;
  void Rank(const Node& node, const Group& group, std::vector<Text>* parts) const;
  void Allocation(const Node& node, std::vector<Text>* parts) const;
  Text CountWords(const Group& group, std::int64_t count) const;

  const scheme::Scheme& scheme_;
  const facts::Facts& facts_;
  Grouping grouping_;
};

}  // namespace kaogong::explain::internal
