// SPDX-License-Identifier: Apache-2.0
// Growth: what was, what is, the difference and the rate must fit together.
//   实现产值5800万元,比上年增加800万元,增长16%      current, difference, rate
//   由上年的1200人增加到1500人,增长25%            before, current, rate
//   上年1200人,今年1500人,增加300人              before, current, difference
//   参选率97.6%,较上届的94.3%提高3.3个百分点        the same between percentages
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

// A figure that is the size of a change.
struct Change {
  std::size_t index = 0;
  const Figure* figure = nullptr;
  int sign = 0;
  std::uint32_t begin = 0;  // Where the word of change stands.
};

bool IsPoint(const Figure& figure) { return figure.quantity.unit.dimension == Dimension::kPoint; }
bool IsMultiple(const Figure& figure) {
  return figure.quantity.kind == QuantityKind::kAmount &&
         figure.quantity.unit.dimension == Dimension::kMultiple;
}

// An amount or a percentage that says how things stand, not how they changed.
bool IsLevel(const Document& document, const Figure& figure) {
  if (!IsAmount(figure) && !IsPercent(figure)) return false;
  std::uint32_t begin = 0;
  bool is_target = false;
  return ChangeBefore(document, figure, begin, is_target) == 0 || is_target;
}

bool AreAlike(const Figure& a, const Figure& b) {
  return IsPercent(a) == IsPercent(b) && AreComparable(a.quantity.unit, b.quantity.unit);
}

// Words that make the figure behind them the level before the change.
bool IsBase(const Document& document, const Figure& figure) {
  const View before = document.Before(figure);
  if (ContainsAny(before, {U"今年", U"本年", U"本期", U"今后"})) return false;
  const bool is_named =
      ContainsAny(before, {U"上年", U"去年", U"同期", U"上一年", U"原来", U"原有", U"年初", U"上学期", U"上届",
                           U"上季度", U"前年", U"上月", U"上个月", U"改革前", U"期初", U"原", U"过去"});
  const bool is_led = ContainsAnyOf(before, U"由从");
  const bool is_compared = ContainsAnyOf(before, U"比较") && ContainsAny(before, {U"年", U"届", U"期", U"月"});
  return is_named || is_led || is_compared;
}

// Figures so far apart, or parted by a semicolon, do not speak of one change.
bool IsApart(const Document& document, const Figure& a, const Figure& b) {
  const View between = document.Between(a, b);
  return between.size() > 36 || between.find(U';') != View::npos;
}

struct Setting {
  const Figure* before = nullptr;   // The level before.
  const Figure* current = nullptr;  // The level after.
};

// The levels that a change of this dimension refers to: the nearest ones of its sentence.
Setting SettingOf(const Document& document, const Change& change, const Figure* like) {
  Setting setting;
  const Sentence& sentence = document.sentences[change.figure->sentence];
  for (std::size_t i = change.index; i-- > sentence.figure_first;) {
    const Figure& figure = document.figures[i];
    if (IsApart(document, figure, document.figures[i + 1])) break;
    if (!IsLevel(document, figure) || figure.quantity.is_weak) continue;
    if (like != nullptr && !AreAlike(figure, *like)) continue;
    if (like == nullptr && setting.current != nullptr && !AreAlike(figure, *setting.current)) break;
    if (like == nullptr && setting.before != nullptr && !AreAlike(figure, *setting.before)) break;
    if (IsBase(document, figure)) {
      if (setting.before == nullptr) setting.before = &figure;
    } else if (setting.current == nullptr) {
      setting.current = &figure;
    } else {
      break;
    }
    if (setting.before != nullptr && setting.current != nullptr) break;
  }
  return setting;
}

// A level said after the change: 新增200张,总数达到1200张. Only with a word for the result.
const Figure* CurrentAfter(const Document& document, const Change& change, const Figure& like) {
  const Sentence& sentence = document.sentences[change.figure->sentence];
  for (std::size_t i = change.index + 1; i < sentence.figure_last; ++i) {
    const Figure& figure = document.figures[i];
    if (!IsLevel(document, figure) || !AreAlike(figure, like)) continue;
    return ContainsAny(document.Before(figure), {U"达到", U"达", U"总数", U"增至", U"增加到", U"降至", U"减至"})
               ? &figure
               : nullptr;
  }
  return nullptr;
}

Text StatedAs(std::string computed, const std::string& shown, const std::string& what_zh,
              const std::string& what_en) {
  return Say("按{2}计算应为{0}，文中为“{1}”", "from {3} it comes to {0}, stated as \"{1}\"", computed, shown,
             what_zh, what_en);
}

void Add(const Figure& at, std::vector<Span> others, Certainty certainty, Text message,
         std::string computed, Outcome& outcome) {
  Finding finding;
  finding.check = "growth";
  finding.certainty = certainty;
  finding.span = at.span();
  finding.others = std::move(others);
  finding.message = std::move(message);
  finding.computed = std::move(computed);
  outcome.findings.push_back(std::move(finding));
}

// ---- rates ---------------------------------------------------------------------------------

std::optional<Interval> RateOn(const Interval& difference, const Interval& base) {
  auto ratio = Ratio(difference, base);
  if (!ratio) return std::nullopt;
  return *ratio * Rational(100);
}

// 增长1.5倍 is 2.5 times to the careful and 1.5 times to many: both pass.
bool FitsMultiple(const Interval& current, const Interval& before, const Quantity& stated) {
  const auto times = Ratio(current, before);
  if (!times) return true;
  const Interval one = Interval::Exactly(Rational(1));
  if (stated.unit.name == U"番") return true;
  return FitOf(*times, stated) != Fit::kOff || FitOf(*times - one, stated) != Fit::kOff;
}

void JudgeRate(const Document& document, const Figure& rate, const Interval& difference,
               const Interval& base, Relation relation, std::vector<Span> others, const Text& from, std::string formula,
               Outcome& outcome) {
  const auto computed = RateOn(difference, base);
  if (!computed) return;
  const Fit fit = FitOf(*computed, rate.quantity);
  if (fit == Fit::kFits) {
    others.insert(others.begin(), rate.span());
    outcome.verified.push_back({"growth", relation, std::move(others)});
    return;
  }
  const std::string value = Show(Middle(*computed)) + "%";
  Add(rate, std::move(others), fit == Fit::kTruncated ? Certainty::kAsk : Certainty::kLikely,
      StatedAs(value, Show(document, rate), from.zh, from.en), formula + " = " + value, outcome);
}

// The difference and the rate side by side: 比上年增加800万元,增长16%.
void CheckDifferenceAndRate(const Document& document, const Change& difference, const Change& rate,
                            Outcome& outcome) {
  const Setting setting = SettingOf(document, difference, difference.figure);
  const Figure* current = setting.current;
  if (current == nullptr) current = CurrentAfter(document, difference, *difference.figure);
  const Interval& size = difference.figure->quantity.admitted;
  std::vector<Span> others = {difference.figure->span()};
  const std::string shown = Show(document, *difference.figure);
  if (setting.before != nullptr) {
    others.push_back(setting.before->span());
    JudgeRate(document, *rate.figure, size, setting.before->quantity.admitted, Relation::kGrowthOnBase,
              std::move(others), Say("“{0}”和“{1}”", "\"{0}\" and \"{1}\"", Show(document, *setting.before), shown),
              shown + " ÷ " + Show(document, *setting.before), outcome);
    return;
  }
  if (current == nullptr) return;
  others.push_back(current->span());
  const Interval base = difference.sign > 0 ? current->quantity.admitted - size
                                            : current->quantity.admitted + size;
  if (base.low().sign() <= 0) return;
  // Another level of the sentence may be the one that was meant.
  const Sentence& sentence = document.sentences[rate.figure->sentence];
  for (std::size_t i = sentence.figure_first; i < difference.index; ++i) {
    const Figure& other = document.figures[i];
    if (!IsLevel(document, other) || !AreAlike(other, *difference.figure)) continue;
    const Interval other_base = difference.sign > 0 ? other.quantity.admitted - size
                                                    : other.quantity.admitted + size;
    const auto computed = RateOn(size, other_base);
    if (computed && FitOf(*computed, rate.figure->quantity) == Fit::kFits) return;
  }
  const std::string sign = difference.sign > 0 ? " − " : " + ";
  JudgeRate(document, *rate.figure, size, base, Relation::kGrowthToLevel, std::move(others),
            Say("“{0}”和“{1}”", "\"{0}\" and \"{1}\"", Show(document, *current), shown),
            shown + " ÷ (" + Show(document, *current) + sign + shown + ")", outcome);
}

// Before and current with a rate: 由1200人增加到1500人,增长25%.
void CheckLevelsAndRate(const Document& document, const Change& rate, Outcome& outcome) {
  const Setting setting = SettingOf(document, rate, nullptr);
  if (setting.before == nullptr || setting.current == nullptr || IsPercent(*setting.current)) return;
  const Interval& before = setting.before->quantity.admitted;
  const Interval& current = setting.current->quantity.admitted;
  if (IsMultiple(*rate.figure)) {
    if (FitsMultiple(current, before, rate.figure->quantity)) {
      outcome.verified.push_back({"growth", Relation::kMultiple,
                                  {rate.figure->span(), setting.current->span(), setting.before->span()}});
      return;
    }
    const auto times = Ratio(current, before);
    Add(*rate.figure, {setting.before->span(), setting.current->span()}, Certainty::kLikely,
        Say("“{0}”是“{1}”的{2}倍，与“增长{3}”不符", "\"{0}\" is {2} times \"{1}\", which does not fit \"{3}\"",
            Show(document, *setting.current), Show(document, *setting.before), Show(Middle(*times)),
            Show(document, *rate.figure)),
        {}, outcome);
    return;
  }
  const Interval difference = rate.sign > 0 ? current - before : before - current;
  if (difference.high() && difference.high()->sign() < 0) {
    Add(*rate.figure, {setting.before->span(), setting.current->span()}, Certainty::kLikely,
        Say("与“{0}”相比，“{1}”的增减方向与“{2}”不符", "against \"{0}\", \"{1}\" moves the other way than \"{2}\"",
            Show(document, *setting.before), Show(document, *setting.current),
            Show(document, *rate.figure)),
        {}, outcome);
    return;
  }
  const std::string formula = rate.sign > 0 ? "(" + Show(document, *setting.current) + " − " +
                                                  Show(document, *setting.before) + ") ÷ " +
                                                  Show(document, *setting.before)
                                            : "(" + Show(document, *setting.before) + " − " +
                                                  Show(document, *setting.current) + ") ÷ " +
                                                  Show(document, *setting.before);
  JudgeRate(document, *rate.figure, difference, before, Relation::kGrowthOnLevels,
            {setting.before->span(), setting.current->span()},
            Say("“{0}”和“{1}”", "\"{0}\" and \"{1}\"", Show(document, *setting.before),
                Show(document, *setting.current)),
            formula, outcome);
}

// 是上年的2.5倍: nothing but the quotient of the two levels.
void CheckTimes(const Document& document, std::size_t index, Outcome& outcome) {
  const Figure& times = document.figures[index];
  const View words = document.Before(times);
  if (!words.ends_with(U'的') || !ContainsAny(words, {U"原来", U"上年", U"去年", U"同期", U"原有", U"年初", U"期初"})) return;
  const Setting setting = SettingOf(document, {index, &times, 1, times.label_begin}, nullptr);
  if (setting.before == nullptr || setting.current == nullptr) return;
  const auto computed = Ratio(setting.current->quantity.admitted, setting.before->quantity.admitted);
  if (!computed) return;
  if (FitOf(*computed, times.quantity) != Fit::kOff) {
    outcome.verified.push_back({"growth", Relation::kMultiple,
                                {times.span(), setting.current->span(), setting.before->span()}});
    return;
  }
  Add(times, {setting.before->span(), setting.current->span()}, Certainty::kLikely,
      Say("“{0}”是“{1}”的{2}倍，文中为“{3}”", "\"{0}\" is {2} times \"{1}\", stated as \"{3}\"",
          Show(document, *setting.current), Show(document, *setting.before), Show(Middle(*computed)),
          Show(document, times)),
      {}, outcome);
}

// ---- differences ---------------------------------------------------------------------------

void CheckDifference(const Document& document, const Change& change, Outcome& outcome) {
  const Setting setting = SettingOf(document, change, change.figure);
  const Figure* current = setting.current;
  if (current == nullptr && setting.before != nullptr) {
    current = CurrentAfter(document, change, *change.figure);
  }
  if (setting.before == nullptr || current == nullptr) return;
  const Interval computed = change.sign > 0
                                ? current->quantity.admitted - setting.before->quantity.admitted
                                : setting.before->quantity.admitted - current->quantity.admitted;
  if (FitOf(computed, change.figure->quantity) != Fit::kOff) {
    outcome.verified.push_back(
        {"growth", Relation::kDifference, {change.figure->span(), current->span(), setting.before->span()}});
    return;
  }
  const Figure& a = change.sign > 0 ? *current : *setting.before;
  const Figure& b = change.sign > 0 ? *setting.before : *current;
  const Rational& scale = change.figure->quantity.unit.scale;
  const std::string value = Show(Quotient(Middle(computed), scale), 4);
  Add(*change.figure, {a.span(), b.span()}, Certainty::kLikely,
      StatedAs(value + ToUtf8(change.figure->quantity.unit.name), Show(document, *change.figure),
               "“" + Show(document, a) + "”减“" + Show(document, b) + "”",
               "\"" + Show(document, a) + "\" minus \"" + Show(document, b) + "\""),
      Show(document, a) + " − " + Show(document, b) + " = " + value, outcome);
}

// Two percentages and the change between them, in points — or in per cent by mistake.
void CheckPoints(const Document& document, const Change& change, Outcome& outcome) {
  Setting setting;
  const Sentence& sentence = document.sentences[change.figure->sentence];
  for (std::size_t i = change.index; i-- > sentence.figure_first;) {
    const Figure& figure = document.figures[i];
    if (IsApart(document, figure, document.figures[i + 1])) break;
    if (!IsPercent(figure) || !IsLevel(document, figure)) continue;
    if (IsBase(document, figure) && setting.before == nullptr) {
      setting.before = &figure;
    } else if (setting.current == nullptr) {
      setting.current = &figure;
    } else {
      break;
    }
  }
  if (setting.before == nullptr || setting.current == nullptr) return;
  const Interval& before = setting.before->quantity.admitted;
  const Interval& current = setting.current->quantity.admitted;
  const Interval points = change.sign > 0 ? current - before : before - current;
  const Fit fit = FitOf(points, change.figure->quantity);
  const std::string from = "“" + Show(document, *setting.current) + "”与“" + Show(document, *setting.before) + "”";
  const std::string from_en = "\"" + Show(document, *setting.current) + "\" and \"" +
                              Show(document, *setting.before) + "\"";
  const std::string value = Show(Middle(points));
  const std::vector<Span> others = {setting.current->span(), setting.before->span()};
  if (IsPoint(*change.figure)) {
    if (fit != Fit::kOff) {
      outcome.verified.push_back(
          {"growth", Relation::kDifference, {change.figure->span(), setting.current->span(), setting.before->span()}});
      return;
    }
    Add(*change.figure, others, Certainty::kLikely,
        Say("{0}相差{1}个百分点，文中为“{2}”", "{3} differ by {1} percentage points, stated as \"{2}\"", from,
            value, Show(document, *change.figure), from_en),
        {}, outcome);
    return;
  }
  const auto relative = RateOn(points, before);
  if (relative && FitOf(*relative, change.figure->quantity) != Fit::kOff && fit == Fit::kOff) return;
  if (fit != Fit::kOff) {
    Add(*change.figure, others, Certainty::kAsk,
        Say("{0}相差{1}个百分点，应写“百分点”，写“%”则另有含义",
            "{2} differ by {1} percentage points; \"%\" means something else", from, value, from_en),
        {}, outcome);
    return;
  }
  Add(*change.figure, others, Certainty::kLikely,
      Say("{0}相差{1}个百分点，文中为“{2}”", "{3} differ by {1} percentage points, stated as \"{2}\"", from,
          value, Show(document, *change.figure), from_en),
      {}, outcome);
}

// 年均增长 and 按可比价格增长 do not follow from the two levels.
bool IsAdjusted(const Document& document, const Change& change) {
  const View text = document.FlowText(change.figure->flow);
  const View clause = text.substr(change.figure->clause_begin, change.begin - change.figure->clause_begin);
  const std::size_t from = change.figure->clause_begin > 14 ? change.figure->clause_begin - 14 : 0;
  const View around = text.substr(from, change.begin - from);
  return ContainsAny(clause, {U"年均", U"平均", U"每年", U"每月", U"月均", U"日均", U"逐年", U"累计"}) ||
         ContainsAny(around, {U"可比", U"扣除", U"实际", U"不变价", U"同口径", U"名义", U"年均", U"平均每"});
}

std::vector<Change> ChangesOf(const Document& document, const Sentence& sentence) {
  std::vector<Change> changes;
  for (std::size_t i = sentence.figure_first; i < sentence.figure_last; ++i) {
    const Figure& figure = document.figures[i];
    if (figure.quantity.kind != QuantityKind::kAmount || figure.quantity.is_weak) continue;
    Change change{i, &figure, 0, 0};
    bool is_target = false;
    change.sign = ChangeBefore(document, figure, change.begin, is_target);
    const View word = document.FlowText(figure.flow).substr(change.begin, 2);
    if (change.sign == 0 || is_target || word == U"递增" || word == U"递减") continue;
    if (!IsAdjusted(document, change)) changes.push_back(change);
  }
  return changes;
}

bool IsRate(const Figure& figure) { return IsPercent(figure) || IsMultiple(figure); }

}  // namespace

void CheckGrowth(const Document& document, Outcome& outcome) {
  for (const Sentence& sentence : document.sentences) {
    if (sentence.figure_last - sentence.figure_first < 2) continue;
    for (std::size_t i = sentence.figure_first; i < sentence.figure_last; ++i) {
      if (IsMultiple(document.figures[i])) CheckTimes(document, i, outcome);
    }
    const std::vector<Change> changes = ChangesOf(document, sentence);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const Change& change = changes[i];
      const bool has_next = i + 1 < changes.size() && changes[i + 1].index == change.index + 1;
      if (IsPoint(*change.figure)) {
        CheckPoints(document, change, outcome);
      } else if (IsAmount(*change.figure)) {
        CheckDifference(document, change, outcome);
        const View between =
            has_next ? document.Between(*change.figure, *changes[i + 1].figure) : View();
        if (has_next && IsPercent(*changes[i + 1].figure) && between.size() <= 10 &&
            !ContainsAnyOf(between, U";。")) {
          CheckDifferenceAndRate(document, change, changes[i + 1], outcome);
          ++i;
        }
      } else if (IsRate(*change.figure)) {
        CheckLevelsAndRate(document, change, outcome);
        if (IsPercent(*change.figure)) CheckPoints(document, change, outcome);
      }
    }
  }
}

}  // namespace kaogong::text
