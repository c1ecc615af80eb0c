// SPDX-License-Identifier: Apache-2.0
// Ledger (得分台账): a figure taken apart into lines that add up to it, digit for digit.
//
// The lines follow the formula: sums decompose; a constant factor scales the lines of what it
// multiplies; a coefficient, cap, floor, rounding, re-weighting, veto or exception is a line for
// the difference it makes; indicators, bonuses, deductions, records and periods are lines of their
// own.
//
// Invariants
// 1. Σ amount of the lines == total, exactly. What the lines lose by being shown to 6 places stands
//    in a rounding line.
// 2. A figure without value has no total; its lines show what is settled and what it waits for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "scoring/reference.h"

namespace kaogong::explain {

// Stored and on the wire by NameOf. Do not renumber; append only.
enum class LineKind : std::uint8_t {
  kBase,              // 满分: the points a leaf begins with.
  kMethod,            // 计分: what a leaf's formula gives.
  kDeduction,         // 扣分
  kBonus,             // 加分
  kCoefficient,       // 系数: the difference a factor makes that depends on facts.
  kWeightAdjustment,  // 权重调整: the difference re-weighting makes.
  kExempt,            // 免计: a part that is not applicable; zero.
  kCap,               // 封顶
  kFloor,             // 保底
  kRounding,          // 舍入
  kVeto,              // 否决
  kException,         // 例外
  kPending,           // 待定: waits for facts; zero.
  kInvalid,           // 无法计算; zero.
};

Text NameOf(LineKind kind);

struct LedgerLine {
  LineKind kind = LineKind::kMethod;
  std::vector<scheme::FigureId> path;  // From the ledger's figure down to the line's own.
  scheme::KindId row_kind = 0;
  facts::Row row = 0;
  scheme::LevelId level = scheme::kYear;
  int period = 0;
  Decimal amount;
  scheme::ArticleId article = scheme::kNone;
  std::string clause;
  Text text;  // 按比例(粮食产量 90, 粮食产量.目标 100)
};

struct Ledger {
  scheme::FigureId figure = scheme::kNone;
  facts::Row row = 0;
  int period = 0;
  scoring::Value value;
  // The value as a decimal; nothing when there is no value or it has more than 18 digits.
  std::optional<Decimal> total;
  bool is_exact =
      true;  // False: the value is no finite decimal and the total is shown to 6 places.
  std::vector<LedgerLine> lines;

  // Returns 村级考核/粮食生产 for a line.
  std::string PathOf(const scheme::Scheme& scheme, const LedgerLine& line) const;
};

struct LedgerOptions {
  int records_max = 50;  // More records than this are one line.
  int lines_max = 2000;  // Past this, what is left is not taken apart further.
};

// Requires: the figure is a number; the row and period exist.
Ledger MakeLedger(scoring::Reference& reference, scheme::FigureId figure, facts::Row row,
                  int period, const LedgerOptions& options = {});

}  // namespace kaogong::explain
