// SPDX-License-Identifier: Apache-2.0
// Scheme (考核办法): a regulation after reading and checking, as plain values.
//
// A scheme knows kinds of things (villages, cadres, ballots) that belong to one another, fields
// that facts fill in for each of them and each period, and figures that formulas compute from
// them. Indicators, bonuses, vetoes, grades and payouts are figures with a role.
//
// Invariants (established by the compiler in regulation/, relied on everywhere)
// 1. Every Expr has a fixed context: the kind whose rows it is evaluated for and the level of
//    period. Steps to another context are operations of their own (kToAncestor, kContaining …).
// 2. Arguments of an Expr have smaller ids than the Expr; figures do not depend on themselves.
// 3. Kind 0 is the whole (全体): one row, ancestor of every kind.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/issue.h"
#include "scheme/period.h"
#include "scheme/work_calendar.h"

namespace kaogong::scheme {

using KindId = int;
using FieldId = int;
using FigureId = int;
using ExprId = int;
using ParameterId = int;
using TextId = int;
using ArticleId = int;
inline constexpr int kNone = -1;

enum class Type : std::uint8_t { kNumber, kBoolean, kText, kDate };

// What happens where a fact is missing. kUnstated is refused by the linter.
enum class Missing : std::uint8_t { kUnstated, kPending, kZero, kExempt };

// An interval of decimals; an absent bound is infinite.
struct Range {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  bool closed_low = true;
  bool closed_high = true;

  bool Contains(Decimal value) const;
  std::string ToString() const;  // "[0, 100)"
};

// A field (数据 or 属性): what facts say about each row of a kind.
struct Field {
  std::string name;    // "粮食产量" or, for a facet, "粮食产量.目标".
  std::string column;  // Heading in tables of facts; equals name unless the regulation says 列.
  KindId kind = kNone;
  LevelId level = kYear;
  Type type = Type::kNumber;
  int places_max = 6;       // Decimal places a fact may have.
  bool is_percent = false;  // Facts are percentages: 86 or 86% is 0.86.
  bool is_attribute = false;
  Missing missing = Missing::kUnstated;
  std::optional<Range> range;        // In the unit of the facts.
  std::vector<std::string> options;  // Allowed texts; empty: any.
  std::string unit;
  std::string source;               // Who reports or verifies it.
  std::string imported_regulation;  // 引用: filled from that regulation's figure.
  std::string imported_figure;
  Place place;
};

// A kind of row (对象, 明细): villages of a town, cadres of a village, ballots about a cadre.
struct Kind {
  std::string name;
  KindId parent = 0;       // kNone for the whole.
  bool is_record = false;  // 明细: rows without a name of their own.
  std::string id_column;   // Heading of the identifier.
  std::string parent_column;
  FieldId date_field = kNone;  // Of a record: the day it counts for.
  std::vector<FieldId> fields;
  Place place;
};

struct ParameterValue {
  std::optional<Date> from;      // Nothing: from the beginning.
  std::optional<Decimal> value;  // Nothing: no longer in force.
  std::string reference;
};

// A dated number, day or text that the regulation names (参数). A day counts from the epoch, a text
// is its TextId.
struct Parameter {
  std::string name;
  std::string unit;
  Type type = Type::kNumber;
  bool is_percent = false;
  std::vector<ParameterValue> values;  // Ascending by date.
  std::string file;
  Place place;

  // Returns the value in force on `day`, or null.
  const ParameterValue* At(Date day) const;
};

enum class Op : std::uint8_t {
  kLiteral,     // literal, or text / truth as its units.
  kExempt,      // 不适用
  kPending,     // 待定
  kParameter,   // target
  kField,       // target
  kFigure,      // target
  kToAncestor,  // args[0] for the row of args[0]'s kind above this one.
  kContaining,  // args[0] for the coarser period that contains this one.
  kAtPeriod,    // args[0] at period number `target` of its level.
  kPrevious,    // args[0] one period earlier; pending for the first.
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,  // Invalid when the divisor is zero.
  kNegate,
  kMinimum,  // Of all args.
  kMaximum,
  kAbsolute,
  kPower,
  kSquareRoot,
  kLogarithm,
  kRound,  // places, rounding
  kEqual,
  kUnequal,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAnd,
  kOr,
  kNot,
  kIf,            // args: condition, yes, no
  kBands,         // args[0] subject; arms are intervals
  kInterpolate,   // args[0] subject; arms are points low → value, ascending
  kLookup,        // args[0] subject; arms are keys low → value
  kWeighted,      // Σ args[i] × weights args[n + i], re-weighted over those not exempt
  kPointsSum,     // Σ args[i] whose full points are literals args[n + i], scaled up when some are
                  // exempt
  kSum,           // Σ of args that are not exempt
  kMean,          // mean of args that are not exempt
  kCoalesce,      // args[0], or args[1] when args[0] is pending or exempt
  kIsMissing,     // whether args[0] is pending or exempt
  kDays,          // args[1] - args[0] in days
  kWorkdays,      // working days after args[0] up to args[1]
  kWorkdayAfter,  // the args[1]-th working day after args[0]
  kPeriodOf,      // args[0] is a date: number of its period of level `target`
  kThisPeriod,    // number of the period being evaluated
  kAggregate,     // function over domain; args[0] body, args[1] weight or (kSumOfBest) the matter
  kRank,          // args[0] in domain
  kWithinQuota,   // args[0] ranked in domain; args[1] is the number of places
  kAllocate,      // args[0] total, args[1] weight in domain, places
};

enum class AggregateFunction : std::uint8_t {
  kSum,
  kMean,
  kCount,
  kMaximum,
  kMinimum,
  kMedian,
  kGeometricMean,
  kStandardDeviation,       // Population (÷ n), weighted when a weight is given.
  kCoefficientOfVariation,  // Standard deviation ÷ mean, weighted when a weight is given.
  kTrimmedMean,             // Without the `drop_high` highest and `drop_low` lowest.
  kSumOfBest,               // Σ over keys of the highest `best` values.
  kAny,
  kAll,
};

enum class Ties : std::uint8_t {
  kSkip,   // 1-2-2-4
  kDense,  // 1-2-2-3
  kMean,   // 1-2.5-2.5-4
};

enum class QuotaTies : std::uint8_t {
  kLeftOut,  // A tie that does not fit whole is left out.
  kWhole,    // A tie that begins inside the quota is taken whole.
};

// Which rows or periods an aggregate, rank, quota or allocation runs over.
struct Domain {
  KindId member = kNone;  // Rows of this kind …
  KindId scope = kNone;   // … below the row's ancestor (or itself) of this kind.
  LevelId level = kNone;  // Or, when set: the periods of this level inside the current period …
  bool to_date = false;   // … or from the first of the year to the current one.
  ExprId filter = kNone;  // Only members for which this holds.
  ExprId key = kNone;     // Only members with the same key as the row itself (按).
  bool skip_pending = false;
};

// One arm of kBands, kInterpolate or kLookup; an arm without low and high is 其余.
struct Arm {
  ExprId low = kNone;   // Bound, point or key; kNone: none, or 其余.
  ExprId high = kNone;  // Upper bound of an interval.
  bool closed_low = false;
  bool closed_high = false;
  ExprId value = kNone;
};

struct Expr {
  Op op = Op::kLiteral;
  Type type = Type::kNumber;
  KindId kind = 0;
  LevelId level = kYear;
  int target = kNone;
  std::vector<ExprId> args;
  std::vector<Arm> arms;
  Decimal literal;
  int places = 0;
  Rounding rounding = Rounding::kHalfUp;
  AggregateFunction function = AggregateFunction::kSum;
  Domain domain;
  Ties ties = Ties::kSkip;
  QuotaTies quota_ties = QuotaTies::kLeftOut;
  bool ascending = false;  // Rank: the lowest value is first.
  int drop_high = 0;
  int drop_low = 0;
  int effect = kNone;       // kIf made by a veto or exception: its index in Scheme::effects.
  std::string_view method;  // Function the author wrote, canonical Chinese name; a literal.
  std::string text;         // The author's own words for this part; figures' roots and arms.
  Place place;
};

// What a figure is for. Stored. Do not renumber; append only.
enum class Role : std::uint8_t {
  kDefinition,   // 定义
  kIndicator,    // 指标
  kBonus,        // 加分
  kDeduction,    // 扣分 (a positive number that totals subtract)
  kCoefficient,  // 系数
  kTotal,        // 总分
  kRanking,      // 排名
  kGrade,        // 等次
  kPayout,       // 奖金
  kVeto,         // 否决 (a boolean)
  kCheck,        // 校验 (a boolean that must hold)
};

// A named figure (指标、总分、等次 …) computed for every row of its kind and period of its level.
struct Figure {
  std::string name;
  KindId kind = kNone;
  LevelId level = kYear;
  Role role = Role::kDefinition;
  Type type = Type::kNumber;
  ExprId expr = kNone;
  FigureId parent = kNone;  // Indicator, bonus and deduction trees.
  std::vector<FigureId> children;
  std::optional<Decimal> points;    // 分值, full points of an indicator.
  std::optional<Decimal> weight;    // 权重 as a fraction, when it is a constant.
  std::optional<Decimal> cap;       // 不超过, when it is a constant.
  std::vector<std::string> grades;  // Of a grade: from best to worst.
  std::string owner;                // 责任: who answers for the indicator.
  std::string unit;
  int places = kNone;   // Decimal places it is rounded to; kNone: exact.
  std::string formula;  // The author's text.
  std::string message;  // Of a check: what is wrong when it fails.
  ArticleId article = kNone;
  std::string clause;  // 第二款
  Place place;
};

// A veto's effect (否决效果) or an exception (例外) that replaces a figure's value.
struct Effect {
  enum class Kind : std::uint8_t { kVeto, kException };
  Kind kind = Kind::kVeto;
  std::string name;            // Of the veto or exception.
  FigureId condition = kNone;  // The veto's figure.
  FigureId target = kNone;
  std::string text;  // 总分 = 0
  ArticleId article = kNone;
  std::string clause;
  Place place;
};

// An article of the regulation's text.
struct Article {
  enum class Status : std::uint8_t { kEncoded, kInformative, kNotModelled, kUnmarked };
  std::string number;  // 第五条, or the heading when it has no number.
  std::string title;   // The whole heading.
  std::string text;    // Its paragraphs without rule blocks.
  std::string reason;  // Of kNotModelled.
  Status status = Status::kUnmarked;
  std::string file;
  int line = 0;
};

struct Scheme {
  std::string id;  // Folder name.
  std::string title;
  std::string version;
  std::optional<Date> effective_from;
  std::vector<Level> levels;
  std::vector<Kind> kinds;
  std::vector<Field> fields;
  std::vector<Parameter> parameters;
  WorkCalendar calendar;
  std::vector<Expr> exprs;
  std::vector<Figure> figures;
  std::vector<Effect> effects;
  std::vector<Article> articles;
  std::vector<std::string> texts;  // Literals, grades and options; Expr and facts refer by TextId.
  std::vector<FigureId> order;     // Figures so that each comes after those it depends on.
  std::string content_hash;        // SHA-256 of the regulation's files and overrides.

  int year = 0;  // The cycle (考核年度) it was compiled for.
  Date as_of;    // Day whose parameter values are in force.

  const Expr& expr(ExprId at) const { return exprs[static_cast<std::size_t>(at)]; }
  const Figure& figure(FigureId at) const { return figures[static_cast<std::size_t>(at)]; }
  const Field& field(FieldId at) const { return fields[static_cast<std::size_t>(at)]; }
  const Kind& kind(KindId at) const { return kinds[static_cast<std::size_t>(at)]; }
  const Level& level(LevelId at) const { return levels[static_cast<std::size_t>(at)]; }

  KindId FindKind(std::string_view name) const;
  // Fields match by name, then by column heading.
  FieldId FindField(KindId kind, std::string_view name) const;
  // "名称", or "名称.得分" for an indicator that shares its name with a field.
  FigureId FindFigure(KindId kind, std::string_view name) const;
  TextId FindText(std::string_view text) const;
  // True when `ancestor` is `kind` or lies above it.
  bool IsAncestor(KindId ancestor, KindId kind) const;
};

// Returns the periods that an aggregate over periods runs over in `period` of its own level.
PeriodRange PeriodsOf(const Scheme& scheme, const Expr& aggregate, int period);

}  // namespace kaogong::scheme
