// SPDX-License-Identifier: Apache-2.0
#include "office/document/internal/names.h"

#include <algorithm>
#include <array>

#include "formula/parser.h"

namespace kaogong::office::documents::internal {

namespace {

using formula::Node;
using formula::NodeKind;
using formula::NodePtr;

// Functions whose labelled arguments are about the members of their list.
constexpr std::array<std::string_view, 16> kListFunctions{
    "合计", "平均", "最大", "最小", "计数",  "排序",  "其中", "前",
    "sum",  "mean", "max",  "min",  "count", "sort", "where", "first"};

NodePtr Parse(std::string_view expression) {
  Issues issues;
  const Place place;
  const auto lines = formula::Tokenize(expression, place, 1, &issues);
  if (issues.has_errors() || lines.size() != 1) return nullptr;
  formula::TokenStream stream(lines[0].tokens, place, &issues);
  return formula::ParseFormula(&stream);
}

bool IsListFunction(const Node& node) {
  return node.kind == NodeKind::kCall && !node.arguments.empty() &&
         std::ranges::find(kListFunctions, node.text) != kListFunctions.end();
}

bool IsHas(const Node& node) {
  return node.kind == NodeKind::kCall && (node.text == "有" || node.text == "has");
}

// The expression of a list: a name, or members of one.
std::string TextOf(const Node& node) {
  if (node.kind == NodeKind::kName) return node.text;
  if (node.kind == NodeKind::kMember) {
    const std::string base = TextOf(*node.operands[0]);
    return base.empty() ? "" : base + "." + node.text;
  }
  if (IsListFunction(node)) return TextOf(*node.arguments[0].value);
  return "";
}

class Collector {
 public:
  void Visit(const Node& node, bool is_guarded) {
    if (node.kind == NodeKind::kName) found.push_back({node.text, lists_, is_guarded});
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
      if (node.operands[i] != nullptr) Visit(*node.operands[i], is_guarded);
    }
    const bool is_list = IsListFunction(node);
    for (const formula::Argument& argument : node.arguments) {
      const bool is_of_members = is_list && argument.label != nullptr;
      if (is_of_members) lists_.insert(lists_.begin(), TextOf(*node.arguments[0].value));
      Visit(*argument.value, is_guarded || IsHas(node));
      if (is_of_members) lists_.erase(lists_.begin());
    }
  }

  std::vector<AskedName> found;

 private:
  std::vector<std::string> lists_;
};

}  // namespace

std::vector<AskedName> NamesIn(std::string_view expression) {
  const NodePtr root = Parse(expression);
  if (root == nullptr) return {};
  Collector collector;
  collector.Visit(*root, false);
  return std::move(collector.found);
}

std::string ListIn(std::string_view expression) {
  const NodePtr root = Parse(expression);
  std::string list = root == nullptr ? "" : TextOf(*root);
  return list.empty() ? std::string(expression) : list;
}

}  // namespace kaogong::office::documents::internal
