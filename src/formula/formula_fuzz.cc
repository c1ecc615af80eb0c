// SPDX-License-Identifier: Apache-2.0
// Any bytes are read as rule text without fault: tokens lie inside the text, formulas nest no
// deeper than promised, and whatever is refused is refused with words.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "formula/parser.h"

namespace kaogong::formula {
namespace {

// Returns the levels below the node, and checks the promises of ast.h on the way.
int Measure(const Node& node) {
  int depth = 0;
  const auto over = [&](const NodePtr& below) {
    if (below != nullptr) depth = std::max(depth, Measure(*below) + 1);
  };
  for (const NodePtr& operand : node.operands) over(operand);
  for (const Argument& argument : node.arguments) {
    KAOGONG_ASSERT(argument.value != nullptr);
    over(argument.label);
    over(argument.value);
  }
  KAOGONG_ASSERT(depth <= node.depth || node.depth == 0);
  KAOGONG_ASSERT(node.span.length >= 0 && node.span.column >= 1);
  return depth;
}

void ReadLine(const LogicalLine& line, const Place& base, std::size_t skipped, Issues* issues) {
  TokenStream stream(line.tokens, base, issues);
  stream.set_position(skipped);
  const std::size_t before = issues->error_count();
  const NodePtr formula = ParseFormula(&stream);
  KAOGONG_ASSERT(formula != nullptr || issues->error_count() > before);
  if (formula != nullptr) KAOGONG_ASSERT(Measure(*formula) <= kTreeDepthMax);
}

}  // namespace
}  // namespace kaogong::formula

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Place base;
  base.file = "fuzz.md";
  Issues issues;
  for (const formula::LogicalLine& line : formula::Tokenize(text, base, 1, &issues)) {
    KAOGONG_ASSERT(!line.tokens.empty());
    KAOGONG_ASSERT(line.tokens.back().kind == formula::TokenKind::kEnd);
    if (!line.is_sound) continue;
    // A whole line, and what stands behind a word as in 定义 x = …
    formula::ReadLine(line, base, 0, &issues);
    if (line.tokens.size() > 3) formula::ReadLine(line, base, 3, &issues);
  }
  if (!issues.empty()) KAOGONG_ASSERT(!Render(issues.list().back(), Language::kChinese, text).empty());
  return 0;
}
