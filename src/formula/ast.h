// SPDX-License-Identifier: Apache-2.0
// Syntax of a formula: what the author wrote, before names and types are known.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formula/token.h"

namespace kaogong::formula {

enum class NodeKind {
  kNumber,
  kText,
  kName,        // text
  kMember,      // operands[0] . text
  kIndex,       // operands[0] [ operands[1] ]
  kNegate,      // - operands[0]
  kNot,         // 非 operands[0]
  kBinary,      // operands[0] text operands[1]; text is + - * / = ≠ < <= > >= and or
  kIf,          // 若 operands[0] 则 operands[1] 否则 operands[2]
  kCall,        // text ( arguments )
  kCompareArm,  // ">= x" as a label: text is the operator, operands[0] the bound
  kInterval,    // "[a, b)" as a label: text is "[)" etc., operands a and b; null means infinite
  kElse,        // 其余 as a label
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

// `label: value` or just `value`.
struct Argument {
  NodePtr label;
  NodePtr value;
};

struct Node {
  NodeKind kind = NodeKind::kNumber;
  Span span;
  std::string text;
  Decimal number;
  bool is_percent = false;
  bool is_quoted = false;
  int depth = 0;  // Levels of nodes below.
  std::vector<NodePtr> operands;
  std::vector<Argument> arguments;
};

}  // namespace kaogong::formula
