// SPDX-License-Identifier: Apache-2.0
// Declarations: the statements of rule blocks as the author wrote them, before names are known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formula/ast.h"
#include "regulation/document.h"

namespace kaogong::regulation {

enum class Keyword {
  kKind,         // 对象 村 属于 镇
  kRecords,      // 明细 表彰 属于 村
  kOn,           // 针对 村
  kPeriods,      // 考核期 阶段: 期中, 期末
  kAttribute,    // 属性 人口: 整数
  kData,         // 数据 粮食产量: 小数2
  kImport,       // 引用 单位得分 = jingzhou-unit/总分
  kParameter,    // 参数 加分上限 = 3
  kIndicator,    // 指标 经济 40分
  kBonus,        // 加分 表彰 不超过 3分
  kDeduction,    // 扣分 违纪 不超过 5分
  kItem,         // 项: a bonus or deduction like its parent
  kDefinition,   // 定义 完成率 = 实际 / 目标
  kTotal,        // 总分 = …
  kRanking,      // 排名 = 名次(…)
  kGrade,        // 等次
  kCoefficient,  // 系数 人口系数值 = …
  kPayout,       // 奖金 = …
  kVeto,         // 否决 安全事故
  kException,    // 例外 综合得分
  kCheck,        // 校验 "…" = condition
  // Options on lines of their own below a declaration.
  kScoring,    // 计分 formula
  kRounding,   // 舍入 2位 四舍五入
  kOwner,      // 责任 农业站
  kPoints,     // 满分 120
  kFloor,      // 不低于 0
  kCap,        // 不超过 20
  kUnit,       // 单位 元
  kCondition,  // 条件 formula
  kEffect,     // 效果 总分 = 0
  kReplace,    // 改为 formula
  kArm,        // 优秀: condition, below a grade
};

struct Declaration {
  Keyword keyword = Keyword::kOn;
  std::string name;
  bool has_name = false;
  std::string parent;              // 属于
  std::string level;               // 每月 → 月
  std::string type;                // 小数2
  std::vector<std::string> words;  // Periods, options, facets (含), effect words.
  std::vector<std::string> owners;
  std::vector<std::string> imported;  // 引用: regulation and figure.
  std::optional<Decimal> points;      // 10分
  formula::NodePtr weight;            // 权重
  formula::NodePtr cap;               // 不超过
  formula::NodePtr floor;             // 不低于
  formula::NodePtr range;             // 范围
  formula::NodePtr formula;           // After = or the option's formula.
  std::string missing;                // 缺失 待定
  std::string source;                 // 来源
  std::string column;                 // 列
  std::string parent_column;          // 上级列
  std::string unit;
  std::string clause;         // @第二款
  std::optional<int> places;  // 舍入 2位
  std::string rounding;       // 四舍五入 …
  std::optional<Date> from;   // 参数 … 自 2013-01-01
  std::string text;           // The line as written.
  Place place;
  int article = 0;
  std::vector<Declaration> children;

  const Declaration* Child(Keyword wanted) const;
};

// Reads the statements of all blocks; findings go to `issues`, reading goes on after each.
std::vector<Declaration> ReadDeclarations(const Document& document, Issues* issues);

}  // namespace kaogong::regulation
