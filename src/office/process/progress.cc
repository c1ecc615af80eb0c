// SPDX-License-Identifier: Apache-2.0
#include "office/process/progress.h"

#include <algorithm>
#include <array>

#include "base/rational.h"

namespace kaogong::office::process {

using scheme::Op;

namespace {

// At least so much of what is asked for is amber, in percent.
constexpr int kAmberFrom = 80;
constexpr int kDueSoonDays = 7;

constexpr std::array<std::string_view, 4> kNames{"none", "green", "amber", "red"};

bool IsField(const scheme::Scheme& scheme, scheme::ExprId at, scheme::FieldId field) {
  if (at == scheme::kNone) return false;
  const scheme::Expr& expr = scheme.expr(at);
  return expr.op == Op::kField && expr.target == field;
}

std::string PercentText(const Rational& ratio) {
  const auto rounded = (ratio * Rational(100)).Round(1, Rounding::kHalfUp);
  return rounded.has_value() ? rounded->Trimmed().ToString() : "?";
}

// How much of a whole is asked for by today.
Rational ShareOf(const ProgressInput& input) {
  if (!input.is_additive || input.today >= input.last) return Rational(1);
  if (input.today < input.first) return Rational(0);
  return Rational::Fraction(DaysBetween(input.first, input.today) + 1,
                            DaysBetween(input.first, input.last) + 1);
}

Progress WithoutValue(const ProgressInput& input) {
  const int left = DaysBetween(input.today, input.due);
  if (left < 0) return {Light::kRed, Say("逾期 {} 天没有报送", "{} days overdue", -left)};
  if (input.today > input.last && left <= kDueSoonDays) {
    return {Light::kAmber, Say("{} 天内报送", "due in {} days", left)};
  }
  return {Light::kNone, Say("应于 {} 前报送", "due on {}", input.due.ToString())};
}

Progress AgainstTarget(const ProgressInput& input, std::int64_t value, std::int64_t target) {
  const std::string shown = UnitsText(*input.field, input.places, target);
  if (input.is_lower_better) {
    if (value <= target)
      return {Light::kGreen, Say("在控制数 {} 以内", "within the limit of {}", shown)};
    return {Light::kRed, Say("超过控制数 {}", "over the limit of {}", shown)};
  }
  if (target <= 0) {
    const bool is_met = value >= target;
    return {is_met ? Light::kGreen : Light::kRed,
            is_met ? Say("达到目标 {}", "has reached the target of {}", shown)
                   : Say("没有达到目标 {}", "below the target of {}", shown)};
  }
  const Rational done = Rational(Decimal::FromInteger(value)) * Rational::Fraction(1, target);
  const Rational share = ShareOf(input);
  const bool is_whole = share == Rational(1);
  const Text text =
      is_whole ? Say("完成目标 {0} 的 {1}%", "{1} % of the target of {0}", shown, PercentText(done))
               : Say("完成目标 {0} 的 {1}%，时间过去 {2}%",
                     "{1} % of the target of {0} with {2} % of the time gone", shown,
                     PercentText(done), PercentText(share));
  if (done >= share) return {Light::kGreen, text};
  const bool is_near = done >= share * Rational::Fraction(kAmberFrom, 100);
  return {is_near ? Light::kAmber : Light::kRed, text};
}

}  // namespace

std::string_view NameOf(Light light) { return kNames[static_cast<std::size_t>(light)]; }

std::optional<Light> LightNamed(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Light>(found - kNames.begin());
}

void Lights::Count(Light light) {
  switch (light) {
    case Light::kNone:
      ++none;
      break;
    case Light::kGreen:
      ++green;
      break;
    case Light::kAmber:
      ++amber;
      break;
    case Light::kRed:
      ++red;
      break;
  }
}

bool IsLowerBetter(const scheme::Scheme& scheme, scheme::FieldId field, scheme::FieldId target) {
  return std::ranges::any_of(scheme.exprs, [&](const scheme::Expr& expr) {
    if (expr.args.size() != 2) return false;
    const bool is_straight =
        IsField(scheme, expr.args[0], field) && IsField(scheme, expr.args[1], target);
    const bool is_turned =
        IsField(scheme, expr.args[0], target) && IsField(scheme, expr.args[1], field);
    switch (expr.op) {
      case Op::kLess:
      case Op::kLessOrEqual:
        return is_straight;
      case Op::kGreater:
      case Op::kGreaterOrEqual:
      case Op::kDivide:
        return is_turned;
      default:
        return false;
    }
  });
}

Progress ProgressOf(const ProgressInput& input) {
  const Measurement& now = input.now;
  if (now.state == MeasurementState::kReturned) {
    return {Light::kAmber,
            Say("已退回，请修改后重报", "returned; to be mended and submitted again")};
  }
  if (!now.has_value() || now.state == MeasurementState::kDraft) return WithoutValue(input);
  if (now.is_not_applicable) return {Light::kNone, Say("不适用", "not applicable")};
  if (input.field->type == scheme::Type::kNumber && now.units.has_value() &&
      input.target.has_value()) {
    return AgainstTarget(input, *now.units, *input.target);
  }
  return {Light::kGreen, Say("已报送", "reported")};
}

}  // namespace kaogong::office::process
