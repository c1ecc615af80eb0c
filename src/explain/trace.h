// SPDX-License-Identifier: Apache-2.0
// Trace: the explanation of one figure as a tree, read from the reference evaluator.
//
// A node is a figure or one step of its formula: a named function, a table, a branch, a limit, an
// aggregate. Plain arithmetic belongs to the node around it. Facts and parameters are not nodes:
// they stand with the node whose formula reads them. What did not apply stands beside what did.
//
// Invariants
// 1. A figure at one row and period is explained once; where it is met again its node is `repeated`
//    and has no children. So the tree is linear in the formulas that took part.
// 2. A node's value is the evaluator's, digit for digit.
// 3. Views and pointers are into the scheme and facts, which must outlive the trace.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "explain/shown.h"
#include "scoring/reference.h"

namespace kaogong::explain {

// Wire names in NameOf. Append only.
enum class NodeKind : std::uint8_t {
  kFigure,  // 指标, 总分, 等次 …: a figure, merged with the outermost step of its formula.
  kMethod,  // A named function of the row's own values: 按比例, 每, 功效系数, 增长率 …
  kTable,   // 分段, 插值, 对照, or a table parameter.
  kBranch,  // 若 … 则 … 否则, 达标
  kLimit,   // 封顶, 保底, 不超过, 不低于 that took effect.
  kRounding,   // A rounding step inside a formula.
  kParts,      // A sum, mean or weighted sum of parts.
  kFallback,   // 如缺
  kAggregate,  // Over the row's own records, or over periods.
  kGroup,      // Over the rows of a group: 平均(在: 镇), 名次, 入围, 分配.
  kMember,     // One record, row or period of an aggregate.
  kEffect,     // A veto or exception that applied.
};

// What an operand is to its node. Wire names in NameOf. Append only.
enum class TermRole : std::uint8_t {
  kFull,     // Full points that a method scales.
  kActual,   // The figure assessed.
  kTarget,   // What it is held against: target, baseline, divisor.
  kRatio,    // Actual ÷ target, before limits.
  kLimited,  // The ratio after 封顶 and 保底.
  kCap,      // A bound that must not be passed.
  kFloor,
  kSubject,  // What a table, limit or count looks at.
  kLow,      // Lower bound of the band, or the point below.
  kHigh,
  kLowValue,  // Value of the point below.
  kHighValue,
  kKey,         // The key that matched.
  kResult,      // Value of the arm or branch.
  kBase,        // 底分
  kSpan,        // 幅度
  kWorst,       // 不允许
  kBest,        // 满意
  kStep,        // 步长
  kPart,        // A part of a sum; with its weight or points.
  kChosen,      // The part that a smaller, larger or fallback took.
  kBefore,      // Before a limit or effect.
  kTotal,       // What is divided up.
  kWeight,      // The row's own weight.
  kWeightSum,   // Of the whole group.
  kShareExact,  // Before it is cut to the cent.
  kPlaces,      // Places of a quota.
};

struct Term {
  TermRole role = TermRole::kSubject;
  Text name;
  scoring::Value value;
  scheme::Type type = scheme::Type::kNumber;
  Measure measure;
  bool is_closed = false;          // Of kLow, kHigh: the bound itself belongs to the band.
  bool is_named = false;           // The name says more than the value: not a bare number.
  std::optional<Rational> weight;  // Of kPart.
};

// What was done about a fact. Append only.
enum class Standing : std::uint8_t {
  kStated,         // The facts give it.
  kNotApplicable,  // The facts say 不适用.
  kPending,        // Missing: waited for.
  kZero,           // Missing: counted as zero.
  kExempt,         // Missing: left out.
};

// A fact that a formula read.
struct Input {
  scheme::FieldId field = scheme::kNone;
  facts::Row row = 0;
  int period = 0;
  std::string_view name;
  Text row_name;     // Empty for the node's own row.
  Text period_name;  // Empty for the year.
  scoring::Value value;
  scheme::Type type = scheme::Type::kNumber;
  Measure measure;
  Standing standing = Standing::kStated;
  std::string_view source;                        // Who reports it.
  const facts::Provenance* provenance = nullptr;  // Null when the facts do not say.
  std::string_view file;  // Where the row was read, when the cell is not noted.
  int line = 0;
};

struct ParameterUse {
  std::string_view name;
  std::optional<Decimal> value;  // Nothing for a table: its arms are in the terms.
  scheme::Type type = scheme::Type::kNumber;
  Measure measure;
  std::optional<Date> from;  // Nothing: from the beginning.
  std::string_view reference;
};

// What did not apply. Append only.
enum class Alternative : std::uint8_t {
  kBand,    // Of a table, with its value.
  kBranch,  // Of 若 or 达标.
  kGrade,
  kLimit,  // A cap or floor that was not reached.
  kVeto,
  kException,
  kPart,    // An exempt part, or the one that a smaller or larger did not take.
  kMember,  // A record, row or period that did not count.
};

struct NotTaken {
  Alternative kind = Alternative::kBand;
  Text name;  // (1500, 2000] → 1.042
  Text why;   // 人口 1200 不大于 1500
  scheme::ArticleId article = scheme::kNone;
  std::string_view clause;
};

struct RoundingStep {
  Rational before;
  Decimal after;
  int places = 0;
  Rounding rounding = Rounding::kHalfUp;
};

// A row of a group, by name.
struct Neighbour {
  facts::Row row = 0;
  Text name;
  Rational value;
  int tied = 1;  // Rows of this value.
};

// What a function of many saw, without listing a group.
struct Group {
  bool is_own = false;        // The row's own records or periods; else the rows of a group.
  bool is_record = false;     // Members are records.
  Text scope;                 // 甘溪镇
  Text member_kind;           // 村; of periods 月 (months).
  Text own_name;              // The row itself.
  std::int64_t members = 0;   // In the scope.
  std::int64_t counted = 0;   // That met the conditions and have a value.
  std::int64_t left_out = 0;  // By a condition.
  std::int64_t exempt = 0;
  std::int64_t pending = 0;
  std::optional<Rational> own;  // The row's own value, when it takes part.
  Measure measure;
  std::optional<Neighbour> above;  // The nearest better row.
  std::optional<Neighbour> below;
  int tied = 0;  // Other rows with the row's own value.
  std::optional<Rational> rank;
  std::optional<Rational> mean;
  Text places_from;  // How the places of a quota were counted.
};

struct Node {
  NodeKind kind = NodeKind::kFigure;
  std::string name;
  std::string_view method;  // Canonical name of the function of this step; empty for arithmetic.
  scheme::FigureId figure = scheme::kNone;
  scheme::ExprId expr = scheme::kNone;
  scheme::KindId row_kind = 0;
  facts::Row row = 0;
  int period = 0;
  int depth = 0;  // Below the root.
  Text row_name;
  Text period_name;
  scheme::ArticleId article = scheme::kNone;
  std::string_view clause;
  std::string_view owner;
  std::string formula;  // A figure: the author's lines. A step: the formula.
  scoring::Value value;
  scheme::Type type = scheme::Type::kNumber;
  Measure measure;
  std::optional<Decimal> full_points;
  std::optional<scoring::Value> original;  // Before vetoes and exceptions that applied.
  std::optional<RoundingStep> rounding;
  std::string calculation;  // Arithmetic with the values put in.
  Text reason;              // Which condition decided; why there is no value.
  std::vector<Term> terms;
  std::vector<Input> inputs;
  std::vector<ParameterUse> parameters;
  std::unique_ptr<Group> group;
  std::vector<NotTaken> not_taken;
  std::vector<Node> children;
  bool repeated = false;   // Explained elsewhere in the tree.
  bool truncated = false;  // The limits of TraceOptions ended it here.
};

// A fact that a pending figure waits for.
struct MissingFact {
  scheme::FieldId field = scheme::kNone;
  facts::Row row = 0;
  int period = 0;
  std::string_view name;
  Text row_name;
  Text period_name;
  std::string_view source;  // Who reports it.
  std::string_view owner;   // Who answers for the indicator.
};

struct Explanation {
  Node root;
  std::vector<MissingFact> missing;  // Of a pending figure, each once, at most missing_max.
  std::int64_t missing_count = 0;
  std::vector<Text> causes;  // Why there is no value, apart from missing facts.
};

struct TraceOptions {
  int depth_max = 24;
  int nodes_max = 5000;
  int members_max = 50;    // Records or periods listed one by one.
  int not_taken_max = 20;  // Of one node.
  int missing_max = 50;
};

// Requires: the row and period exist.
Explanation Explain(scoring::Reference& reference, scheme::FigureId figure, facts::Row row,
                    int period, const TraceOptions& options = {});

// Names on the wire and in Chinese: "band" / 档.
Text NameOf(NodeKind kind);
Text NameOf(TermRole role);
Text NameOf(Standing standing);
Text NameOf(Alternative kind);
Text NameOf(Rounding rounding);
// The English name of a canonical function name beside it: 按比例, proportional.
Text NameOfMethod(std::string_view method);

}  // namespace kaogong::explain
