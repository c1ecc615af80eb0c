// SPDX-License-Identifier: Apache-2.0
#include "explain/attainable.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "explain/internal/shape.h"
#include "explain/internal/wording.h"

namespace kaogong::explain {
namespace {

using facts::Row;
using internal::Join;
using internal::Point;
using internal::Same;
using internal::Wording;
using internal::operator+;
using scheme::Expr;
using scheme::ExprId;
using scheme::FieldId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;
using scheme::Role;
using scoring::Value;

constexpr int kPercentScale = 4;  // Percentages are tried in hundredths of a percent.
constexpr std::int64_t kIndexMax = 1'000'000'000'000'000;
constexpr int kSamples = 8;
constexpr int kRefinements = 6;

// A reported figure of the row in one period.
struct Cell {
  FieldId field = kNone;
  int period = 0;
  friend bool operator==(const Cell&, const Cell&) = default;
};

// Walks formulas from a figure without leaving the row.
class Walker {
 public:
  Walker(scoring::Reference& reference, Row row) : wording_(reference), row_(row) {}

  // Leaf indicators that the figure is made of.
  std::vector<std::pair<FigureId, int>> Leaves(FigureId figure, int period) {
    if (IsLeaf(wording_.scheme(), wording_.scheme().figure(figure))) return {{figure, period}};
    WalkLeaves({wording_.scheme().figure(figure).expr, row_, period},
               wording_.scheme().figure(figure).kind);
    return std::move(leaves_);
  }

  // Reported figures that a leaf reads, in its own formula and its definitions.
  std::vector<Cell> Cells(FigureId leaf, int period) {
    WalkCells({wording_.scheme().figure(leaf).expr, row_, period},
              wording_.scheme().figure(leaf).kind);
    return std::move(cells_);
  }

  // The members of the groups that the formulas run over, once each.
  std::int64_t members() const { return members_; }

 private:
  const Expr& expr(ExprId id) const { return wording_.scheme().expr(id); }

  static bool IsLeaf(const scheme::Scheme& scheme, const scheme::Figure& figure) {
    return figure.role == Role::kIndicator &&
           std::none_of(figure.children.begin(), figure.children.end(), [&](FigureId child) {
             return scheme.figure(child).role == Role::kIndicator;
           });
  }

  template <class Visit>
  void Operands(const Expr& formula, Point at, Visit visit) {
    if (formula.op == Op::kAggregate && formula.domain.level != kNone) {
      for (const auto& place : wording_.reference().Members(formula, at.row, at.period)) {
        visit(Point{formula.args[0], place.row, place.period});
      }
      return;
    }
    for (const ExprId arg : formula.args) visit(Point{arg, at.row, at.period});
    for (const scheme::Arm& arm : formula.arms) visit(Point{arm.value, at.row, at.period});
  }

  void WalkLeaves(Point at, scheme::KindId kind) {
    // What a group has (the total of an allocation) is no row's own.
    if (expr(at.id).kind != kind) return;
    const auto inner = wording_.Through(at);
    if (!inner) return;
    at = *inner;
    const Expr& formula = expr(at.id);
    if (formula.kind != kind || at.row != row_) return;
    if (formula.op == Op::kFigure) {
      const scheme::Figure& figure = wording_.scheme().figure(formula.target);
      if (!seen_.insert({formula.target, at.period}).second) return;
      if (IsLeaf(wording_.scheme(), figure))
        return leaves_.emplace_back(formula.target, at.period), void();
      return WalkLeaves({figure.expr, at.row, at.period}, kind);
    }
    Operands(formula, at, [&](Point operand) { WalkLeaves(operand, kind); });
  }

  void WalkCells(Point at, scheme::KindId kind) {
    // What a group has (the total of an allocation) is no row's own.
    if (expr(at.id).kind != kind) return;
    const auto inner = wording_.Through(at);
    if (!inner) return;
    at = *inner;
    const Expr& formula = expr(at.id);
    if (formula.kind != kind || at.row != row_) return;
    const scheme::Scheme& scheme = wording_.scheme();
    if (formula.op == Op::kField) {
      const Cell cell{formula.target, at.period};
      const bool known = std::find(cells_.begin(), cells_.end(), cell) != cells_.end();
      if (is_given_ || !IsOwnDoing(scheme.field(formula.target))) return;
      ++found_;
      if (!known) cells_.push_back(cell);
      return;
    }
    if (formula.op == Op::kFigure) {
      const auto [seen, is_new] = walked_.insert({{formula.target, at.period, is_given_}, 0});
      if (!is_new) {
        found_ += seen->second;
        return;
      }
      const std::int64_t before = found_;
      const scheme::Figure& figure = scheme.figure(formula.target);
      if (figure.role == Role::kDefinition) WalkCells({figure.expr, at.row, at.period}, kind);
      seen->second = found_ - before;
      return;
    }
    if (WalkRatio(formula, at, kind)) return;
    const bool is_many = formula.op == Op::kAggregate || formula.op == Op::kRank ||
                         formula.op == Op::kWithinQuota || formula.op == Op::kAllocate;
    if (is_many)
      members_ += static_cast<std::int64_t>(
          wording_.reference().Members(formula, at.row, at.period).size());
    Operands(formula, at, [&](Point operand) { WalkCells(operand, kind); });
  }

  // Targets, last year's figures and attributes are not the assessed row's to change.
  static bool IsOwnDoing(const scheme::Field& field) {
    for (const std::string_view given :
         {".", "目标", "任务", "计划", "基数", "基期", "上年", "去年", "target", "plan", "base"}) {
      if (field.name.find(given) != std::string::npos) return false;
    }
    return field.type == scheme::Type::kNumber && !field.is_attribute &&
           field.imported_regulation.empty();
  }

  // What something is measured against is given: nobody is advised to lower it. A divisor is what
  // the row itself does only where nothing above it is (标准成本 ÷ 成本).
  bool WalkRatio(const Expr& formula, Point at, scheme::KindId kind) {
    const auto walk = [&](ExprId id) { WalkCells({id, at.row, at.period}, kind); };
    const auto given = [&](ExprId id) {
      const bool outer = std::exchange(is_given_, true);
      walk(id);
      is_given_ = outer;
    };
    const scheme::Scheme& scheme = wording_.scheme();
    if (const auto shape = internal::AsProportional(scheme, at.id)) {
      walk(shape->actual);
      for (const ExprId id : {shape->target, shape->full, shape->cap, shape->floor}) {
        if (id != kNone) given(id);
      }
      return true;
    }
    if (const auto shape = internal::AsEfficacy(scheme, at.id)) {
      walk(shape->subject);
      for (const ExprId id : {shape->worst, shape->best, shape->base, shape->span}) given(id);
      return true;
    }
    if (const auto shape = internal::AsRatio(scheme, at.id)) {
      walk(shape->now);
      given(shape->before);
      return true;
    }
    if (formula.op != Op::kDivide) return false;
    const std::int64_t before = found_;
    walk(formula.args[0]);
    found_ > before ? given(formula.args[1]) : walk(formula.args[1]);
    return true;
  }

  Wording wording_;
  Row row_;
  std::set<std::pair<FigureId, int>> seen_;
  std::map<std::tuple<FigureId, int, bool>, std::int64_t> walked_;  // With what was found in it.
  std::int64_t found_ = 0;
  bool is_given_ = false;
  std::vector<std::pair<FigureId, int>> leaves_;
  std::vector<Cell> cells_;
  std::int64_t members_ = 0;
};

class Searcher {
 public:
  Searcher(scoring::Reference& reference, FigureId figure, Row row, int period,
           const AttainableOptions& options)
      : base_(reference),
        trial_(reference.scheme(), reference.facts()),
        figure_(figure),
        row_(row),
        period_(period),
        options_(options),
        work_left_(options.work_max) {}

  Attainable Run() {
    Attainable found;
    found.figure = figure_;
    found.row = row_;
    found.period = period_;
    found.value = base_.Figure(figure_, row_, period_);
    total_now_ = found.value;
    auto leaves = Walker(base_, row_).Leaves(figure_, period_);
    if (leaves.size() > options_.leaves_max) leaves.resize(options_.leaves_max);
    for (const auto& [leaf, period] : leaves) {
      auto advice = Leaf(leaf, period);
      if (advice) found.leaves.push_back(std::move(*advice));
    }
    Grades(&found);
    return found;
  }

 private:
  const scheme::Scheme& scheme() const { return base_.scheme(); }

  static Decimal FullPoints(const scheme::Figure& figure) {
    return figure.points ? *figure.points : Decimal::FromInteger(100);
  }

  std::optional<LeafAdvice> Leaf(FigureId id, int period) {
    const scheme::Figure& figure = scheme().figure(id);
    LeafAdvice advice;
    advice.figure = id;
    advice.period = period;
    advice.value = base_.Figure(id, row_, period);
    advice.full_points = FullPoints(figure);
    const bool is_pending = advice.value.state == scoring::State::kPending;
    if (!advice.value.ok() && !is_pending) return std::nullopt;
    advice.lost = Rational(advice.full_points) - advice.value.number;
    if (advice.lost.sign() <= 0) return std::nullopt;
    Walker walker(base_, row_);
    std::vector<Cell> cells = walker.Cells(id, period);
    if (cells.size() > options_.fields_max) cells.resize(options_.fields_max);
    cost_ = 20 + 10 * walker.members();
    leaf_ = {figure.expr, row_, period};
    leaf_now_ = advice.value;
    for (const Cell& cell : cells) {
      auto field = Field(cell, Rational(advice.full_points));
      if (field) advice.fields.push_back(std::move(*field));
    }
    return advice;
  }

  Value Current(const Cell& cell) const {
    const facts::Column& column = facts::ColumnOf(scheme(), base_.facts(), cell.field, cell.period);
    const facts::Presence presence = column.PresenceOf(row_);
    if (presence == facts::Presence::kNotApplicable) return Value::Without(scoring::State::kExempt);
    if (presence == facts::Presence::kMissing) return Value::Without(scoring::State::kPending);
    return Value::Of(Decimal::FromUnits(column.UnitsOf(row_), column.scale));
  }

  std::optional<FieldAdvice> Field(const Cell& cell, const Rational& full) {
    const scheme::Field& field = scheme().field(cell.field);
    FieldAdvice advice;
    advice.field = cell.field;
    advice.period = cell.period;
    advice.measure = {field.is_percent ? Scale::kPercent : Scale::kPlain, field.unit, kNone};
    advice.now = Current(cell);
    if (advice.now.state == scoring::State::kExempt) return std::nullopt;
    cell_ = cell;
    is_exhausted_ = false;
    scale_ = field.is_percent ? std::min(kPercentScale, field.places_max + 2) : field.places_max;
    if (!SetBounds(field)) return std::nullopt;
    if (advice.now.ok() && leaf_now_.ok()) {
      advice.next =
          Find(advice.now, [&](const Value& points) { return points.number > leaf_now_.number; });
    }
    advice.full = Find(advice.now, [&](const Value& points) { return points.number >= full; });
    advice.is_exhausted = is_exhausted_;
    trial_.Pretend(cell.field, row_, cell.period,
                   advice.now.ok() ? std::optional<Value>(advice.now) : std::nullopt);
    return advice;
  }

  // The numbers that may be tried, as multiples of 10^-scale_.
  bool SetBounds(const scheme::Field& field) {
    low_ = -kIndexMax;
    high_ = kIndexMax;
    const Rational unit = field.is_percent ? Rational::Fraction(1, 100) : Rational(1);
    const Rational grid(PowerOfTen(scale_));
    if (field.range && field.range->low) {
      const Rational bound = Rational(*field.range->low) * unit * grid;
      const auto index = bound.ToInteger(bound.sign() > 0 ? Rounding::kUp : Rounding::kDown);
      if (!index) return false;
      low_ = *index + (!field.range->closed_low && Rational(*index) == bound ? 1 : 0);
    } else {
      low_ = 0;
    }
    if (field.range && field.range->high) {
      const Rational bound = Rational(*field.range->high) * unit * grid;
      const auto index = bound.ToInteger(bound.sign() > 0 ? Rounding::kDown : Rounding::kUp);
      if (!index) return false;
      high_ = *index - (!field.range->closed_high && Rational(*index) == bound ? 1 : 0);
    }
    return low_ <= high_;
  }

  Decimal At(std::int64_t index) const { return Decimal::FromUnits(index, scale_); }

  Value Try(std::int64_t index) {
    work_left_ -= cost_;
    trial_.Pretend(cell_.field, row_, cell_.period, Value::Of(At(index)));
    return trial_.Evaluate(leaf_.id, leaf_.row, leaf_.period);
  }

  template <class Goal>
  std::optional<Change> Find(const Value& now, Goal goal) {
    const auto meets = [&](std::int64_t index) {
      const Value points = Try(index);
      return points.ok() && goal(points);
    };
    const Rational exact =
        now.ok() ? now.number * Rational(PowerOfTen(scale_)) : Rational(low_ - 1);
    const auto rounded = exact.ToInteger(Rounding::kDown);
    if (!rounded) return std::nullopt;
    const bool is_below = Rational(*rounded) > exact;
    const std::int64_t under = is_below ? *rounded - 1 : *rounded;
    const std::int64_t over = Rational(under) == exact ? under : under + 1;
    const auto up = Search(under, 1, meets);
    // A figure not yet reported has nothing to come down from.
    const auto down = now.ok() ? Search(over, -1, meets) : std::nullopt;
    std::optional<std::int64_t> best = up;
    if (down && (!best || exact - Rational(*down) < Rational(*best) - exact)) best = down;
    if (!best) return std::nullopt;
    Change change;
    if (!now.ok() && *best == low_) {
      // The lowest will do: how high may it be?
      const auto beyond = Search(low_, 1, [&](std::int64_t index) { return !meets(index); });
      if (beyond) {
        best = *beyond - 1;
        change.is_at_most = true;
      }
    }
    change.value = At(*best).Trimmed();
    change.by = Rational(change.value) - now.number;
    change.points = Try(*best).number;
    change.gain = change.points - (leaf_now_.ok() ? leaf_now_.number : Rational());
    change.total_gain = TotalGain();
    return change;
  }

  // Returns the index nearest to `from` in the direction that meets the goal.
  template <class Meets>
  std::optional<std::int64_t> Search(std::int64_t from, int direction, Meets meets) {
    const std::int64_t room = direction > 0 ? high_ - from : from - low_;
    std::int64_t miss = 0;  // Strides from `from` that do not meet the goal.
    std::int64_t hit = 0;
    for (std::int64_t stride = 1; miss < room; stride *= 2) {
      if (work_left_ <= 0) return Exhausted();
      const std::int64_t step = std::min(stride, room);
      if (meets(from + direction * step)) {
        hit = step;
        break;
      }
      miss = step;
    }
    if (hit == 0) return std::nullopt;
    for (int round = 0; round < kRefinements; ++round) {
      while (hit - miss > 1) {
        if (work_left_ <= 0) return Exhausted();
        const std::int64_t middle = miss + (hit - miss) / 2;
        (meets(from + direction * middle) ? hit : miss) = middle;
      }
      // The response should be monotone; an earlier place that meets the goal is a better answer.
      bool is_earlier = false;
      for (int i = 1; i <= kSamples && !is_earlier; ++i) {
        const std::int64_t sample = hit / (kSamples + 1) * i;
        if (sample <= 0 || sample >= hit || !meets(from + direction * sample)) continue;
        hit = sample;
        miss = 0;
        is_earlier = true;
      }
      if (!is_earlier) return from + direction * hit;
    }
    return from + direction * hit;
  }

  std::optional<std::int64_t> Exhausted() {
    is_exhausted_ = true;
    return std::nullopt;
  }

  // With the last tried value still in place.
  std::optional<Rational> TotalGain() {
    if (!total_now_.ok() || work_left_ <= 0) return std::nullopt;
    const scheme::Figure& figure = scheme().figure(figure_);
    work_left_ -= 200 + cost_;
    const Value then = trial_.Evaluate(figure.expr, row_, period_);
    if (!then.ok()) return std::nullopt;
    return then.number - total_now_.number;
  }

  // --- Grades.

  bool DependsOnFigure(ExprId id, std::set<ExprId>* seen) const {
    if (!seen->insert(id).second) return false;
    const Expr& formula = scheme().expr(id);
    if (formula.op == Op::kFigure) {
      return formula.target == figure_ ||
             DependsOnFigure(scheme().figure(formula.target).expr, seen);
    }
    const auto depends = [&](ExprId arg) { return arg != kNone && DependsOnFigure(arg, seen); };
    if (std::any_of(formula.args.begin(), formula.args.end(), depends)) return true;
    return depends(formula.domain.filter) ||
           std::any_of(formula.arms.begin(), formula.arms.end(), [&](const scheme::Arm& arm) {
             return depends(arm.low) || depends(arm.high) || depends(arm.value);
           });
  }

  void Grades(Attainable* found) {
    if (!total_now_.ok()) return;
    const scheme::Figure& total = scheme().figure(figure_);
    for (std::size_t i = 0; i < scheme().figures.size(); ++i) {
      const scheme::Figure& grade = scheme().figures[i];
      if (grade.role != Role::kGrade || grade.kind != total.kind || grade.level != total.level)
        continue;
      std::set<ExprId> seen;
      if (grade.grades.size() < 2 || !DependsOnFigure(grade.expr, &seen)) continue;
      if (auto advice = Grade(static_cast<FigureId>(i)))
        found->grades.push_back(std::move(*advice));
    }
  }

  bool DependsOn(ExprId id, ExprId on) const {
    const Expr& formula = scheme().expr(id);
    if (id == on) return true;
    if (id < on) return false;
    return std::any_of(formula.args.begin(), formula.args.end(),
                       [&](ExprId arg) { return DependsOn(arg, on); });
  }

  // The name of an effect that gives the figure a value of its own.
  Text FixedBy() {
    ExprId id = scheme().figure(figure_).expr;
    while (scheme().expr(id).op == Op::kIf && scheme().expr(id).effect != kNone) {
      const Expr& formula = scheme().expr(id);
      const bool holds = base_.Evaluate(formula.args[0], row_, period_).truth();
      if (holds && !DependsOn(formula.args[1], formula.args[2])) {
        const auto& effect = scheme().effects[static_cast<std::size_t>(formula.effect)];
        return effect.kind == scheme::Effect::Kind::kVeto
                   ? Say("否决“{}”", "veto '{}'", effect.name)
                   : Say("例外“{}”", "exception '{}'", effect.name);
      }
      id = formula.args[2];
    }
    return {};
  }

  std::string GradeText(const Value& value) const {
    return ShowValue(base_.facts(), value, scheme::Type::kText, {}, Language::kChinese);
  }

  std::optional<GradeAdvice> Grade(FigureId id) {
    const scheme::Figure& grade = scheme().figure(id);
    const Value now = base_.Figure(id, row_, period_);
    if (!now.ok()) return std::nullopt;
    const auto place_of = [&](const Value& value) {
      return std::find(grade.grades.begin(), grade.grades.end(), GradeText(value)) -
             grade.grades.begin();
    };
    const auto place = place_of(now);
    if (place == 0 || place == static_cast<std::ptrdiff_t>(grade.grades.size()))
      return std::nullopt;
    GradeAdvice advice;
    advice.grade = id;
    advice.now = GradeText(now);
    advice.fixed_by = FixedBy();
    if (!advice.fixed_by.empty()) return advice;
    const scheme::Figure& total = scheme().figure(figure_);
    scale_ = total.places != kNone ? total.places : 2;
    const auto index =
        (total_now_.number * Rational(PowerOfTen(scale_))).ToInteger(Rounding::kDown);
    if (!index) return advice;
    low_ = -kIndexMax;
    high_ = *index + 1000 * PowerOfTen(std::min(scale_, 6)) + std::abs(*index);
    const Row rows = base_.facts().table(total.kind).rows();
    const auto grade_at = [&](std::int64_t at) {
      scoring::Reference trial(scheme(), base_.facts());
      trial.AdoptOthers(base_, figure_, row_, period_);  // They keep what they have.
      trial.Adopt(figure_, row_, period_, Value::Of(At(at)));
      work_left_ -= 200 + rows;
      return trial.Evaluate(grade.expr, row_, period_);
    };
    const auto found = Search(*index, 1, [&](std::int64_t at) {
      const Value value = grade_at(at);
      return value.ok() && place_of(value) < place;
    });
    if (!found) return advice;
    advice.missing = Rational(At(*found)) - total_now_.number;
    advice.next = GradeText(grade_at(*found));
    return advice;
  }

  scoring::Reference& base_;
  scoring::Reference trial_;
  FigureId figure_;
  Row row_;
  int period_;
  const AttainableOptions& options_;
  std::int64_t work_left_;
  Value total_now_;
  Point leaf_;
  Value leaf_now_;
  Cell cell_;
  std::int64_t cost_ = 1;
  int scale_ = 0;
  std::int64_t low_ = 0;
  std::int64_t high_ = 0;
  bool is_exhausted_ = false;
};

class AdviceWriter {
 public:
  AdviceWriter(const scheme::Scheme& scheme, const scheme::Figure& figure)
      : scheme_(scheme), total_name_(figure.name), total_measure_(MeasureOf(figure)) {}

  Text Leaf(const LeafAdvice& leaf) const {
    const scheme::Figure& figure = scheme_.figure(leaf.figure);
    Text head = Same(figure.name);
    const std::string& period =
        scheme_.level(figure.level).periods[static_cast<std::size_t>(leaf.period)];
    if (figure.level != scheme::kYear) head = head + Same("[" + period + "]");
    const int places = std::max(figure.places, leaf.full_points.scale());
    const Measure points{Scale::kPlain, "分", places};
    const bool is_pending = !leaf.value.ok();
    head = is_pending ? head + Text{" 待定，满分 ", " is pending; full points "} +
                            Points(leaf.full_points, points)
                      : head + Text{"得 ", ": "} + Points(leaf.value.number, points) +
                            Text{"，比满分少 ", ", short of full by "} + Points(leaf.lost, points);
    std::vector<Text> parts;
    for (const FieldAdvice& field : leaf.fields) Field(field, figure, points, &parts);
    if (parts.empty()) {
      parts.push_back(is_pending ? Text{"数据补齐后才能测算", "to be seen when the facts are there"}
                      : leaf.fields.empty()
                          ? Text{"没有可以单独提高它的数据", "no single reported figure raises it"}
                          : Text{"无法由单项数据提高", "no single reported figure can raise it"});
    }
    return head + Text{"：", ": "} + Join(parts, {"；", "; "}) + Text{"。", "."};
  }

  Text Grade(const Attainable& whole, const GradeAdvice& grade) const {
    const scheme::Figure& figure = scheme_.figure(whole.figure);
    const scheme::Figure& definition = scheme_.figure(grade.grade);
    if (!grade.fixed_by.empty()) {
      return Text{fmt::format("{}为“{}”：{}已由{}改定，补分不能改变。", definition.name, grade.now,
                              figure.name, grade.fixed_by.zh),
                  fmt::format("{} is '{}': {} has set {}, so points do not change it.",
                              definition.name, grade.now, grade.fixed_by.en, figure.name)};
    }
    if (!grade.missing) {
      return Say("{0}为“{1}”，提高{2}不能改变。", "{0} is '{1}'; a higher {2} does not change it.",
                 definition.name, grade.now, figure.name);
    }
    const Text missing = Points(*grade.missing, total_measure_);
    const std::string gain = internal::Beside(missing, {"可达到", ""}).zh;
    return Text{fmt::format("{}为“{}”，{}再得 {}“{}”。", definition.name, grade.now, figure.name,
                            gain, grade.next),
                fmt::format("{} is '{}'; {} more of {} reach '{}'.", definition.name, grade.now,
                            missing.en, figure.name, grade.next)};
  }

 private:
  static Measure MeasureOf(const scheme::Figure& figure) {
    const std::string_view usual = figure.role == Role::kPayout ? "元" : "分";
    return {Scale::kPlain, figure.unit.empty() ? usual : std::string_view(figure.unit),
            figure.places};
  }

  static Text Points(const Rational& number, const Measure& measure) {
    return {ShowQuantity(number, measure, Language::kChinese, Grouping::kThousands),
            ShowQuantity(number, measure, Language::kEnglish, Grouping::kThousands)};
  }

  void Field(const FieldAdvice& field, const scheme::Figure& leaf, const Measure& points,
             std::vector<Text>* parts) const {
    if (field.full) {
      parts->push_back(
          ChangeWords(field, *field.full, leaf, points, {"，达到满分", ", full points"}));
    }
    // A small first step of a smooth rule is not worth a word.
    const bool is_notable =
        field.next && (!field.full || (field.next->value != field.full->value &&
                                       field.next->gain * Rational(20) >= field.full->gain));
    if (is_notable)
      parts->insert(parts->begin(), ChangeWords(field, *field.next, leaf, points, {}));
    if (field.is_exhausted && !field.full) {
      parts->push_back(Say("“{}”没有找完", "the search over '{}' was cut short",
                           scheme_.field(field.field).name));
    }
  }

  Text ChangeWords(const FieldAdvice& field, const Change& change, const scheme::Figure& leaf,
                   const Measure& points, const Text& goal) const {
    const std::string& name = scheme_.field(field.field).name;
    const Text to = Points(change.value, field.measure);
    const Text gain = Points(change.gain, points);
    Measure by = field.measure;
    if (by.scale == Scale::kPercent) by.scale = Scale::kPercentagePoint;
    const Text amount = Points(Absolute(change.by), by);
    Text words;
    if (!field.now.ok()) {
      words = change.is_at_most
                  ? Text{name + "不超过 " + to.zh + "，", name + " of at most " + to.en}
                  : Text{name + "达到 " + to.zh + "，", name + " of " + to.en};
    } else if (change.by.sign() < 0) {
      words = Text{name + "减少 " + amount.zh + "（降到 " + to.zh + "）",
                   amount.en + " less " + name + " (down to " + to.en + ")"};
    } else if (name == leaf.name || leaf.formula.find("按比例(") != std::string::npos) {
      words = Text{"再完成 " + amount.zh + "（" + name + "达到 " + to.zh + "）",
                   amount.en + " more (" + name + " of " + to.en + ")"};
    } else {
      words = Text{name + "增加 " + amount.zh + "（达到 " + to.zh + "）",
                   amount.en + " more " + name + " (up to " + to.en + ")"};
    }
    words = words + Text{"可再得 " + gain.zh, " gain " + gain.en} + goal;
    if (!change.total_gain || *change.total_gain == change.gain) return words;
    const Text total = Points(Absolute(*change.total_gain), total_measure_);
    switch (change.total_gain->sign()) {
      case 1:
        return words + Text{"，" + total_name_ + "随之增加 " + total.zh,
                            ", " + total_name_ + " rises by " + total.en};
      case -1:
        return words + Text{"，" + total_name_ + "反而减少 " + total.zh,
                            ", " + total_name_ + " falls by " + total.en};
      default:
        return words + Text{"，" + total_name_ + "不变", ", " + total_name_ + " stays"};
    }
  }

  const scheme::Scheme& scheme_;
  std::string total_name_;
  Measure total_measure_;
};

}  // namespace

Attainable FindAttainable(scoring::Reference& reference, FigureId figure, Row row, int period,
                          const AttainableOptions& options) {
  return Searcher(reference, figure, row, period, options).Run();
}

std::vector<Text> MakeSentences(const scheme::Scheme& scheme, const Attainable& attainable) {
  const AdviceWriter writer(scheme, scheme.figure(attainable.figure));
  std::vector<Text> sentences;
  for (const LeafAdvice& leaf : attainable.leaves) sentences.push_back(writer.Leaf(leaf));
  for (const GradeAdvice& grade : attainable.grades)
    sentences.push_back(writer.Grade(attainable, grade));
  for (Text& sentence : sentences) sentence.zh = JoinAbout(std::move(sentence.zh));
  return sentences;
}

}  // namespace kaogong::explain
