// SPDX-License-Identifier: Apache-2.0
// Expressions of placeholders: the syntax of formulas, evaluated over a record.
//
// Names are looked up in the innermost scope first. 上年.总分 goes on from one object to another;
// 村.村报酬 of a list gives each member's. Functions: 合计 平均 最大 最小 计数 (of a list, with 当: a
// condition), 排序(list, 按: key, 降: 1), 其中(list, 当: condition), 前(list, n), 增幅(now, before),
// 增减额(now, before), 完成率(actual, target), 占比(part, whole), 有(x), 绝对值, 四舍五入(x, places).
// Percentages less percentages are percentage points.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "document/record.h"

namespace kaogong::formula {
struct Node;
}

namespace kaogong::document {

// A scope that counts the rounds of a loop: 循环:3/20. In it 序号 is 3 and 总数 is 20.
inline constexpr std::string_view kLoopScope = "循环:";

// A parsed expression; cheap to copy, safe to share.
class Expression {
 public:
  // Returns nothing after a mistake, which it has reported at `place`.
  static std::optional<Expression> Parse(std::string_view text, const Place& place,
                                         Issues* issues);

  // Evaluates over the scopes, innermost first. Errors: kInvalidInput for a name that no scope has
  // (kNotFound, with the nearest) and for operands that do not fit.
  Result<Item> Evaluate(const Record& record, std::span<const std::string> scopes) const;

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::shared_ptr<const formula::Node> root_;
};

// Parses and evaluates at once.
Result<Item> Evaluate(std::string_view text, const Record& record,
                      std::span<const std::string> scopes);

}  // namespace kaogong::document
