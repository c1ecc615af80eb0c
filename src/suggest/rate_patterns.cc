// SPDX-License-Identifier: Apache-2.0
// Rates and steps: 完成目标得满分,未完成按比例得分 · 每低1个百分点扣0.5分 ·
// 比上年增长10%以上得满分.
#include <algorithm>
#include <optional>
#include <utility>

#include "suggest/patterns.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

// ---- proportions ---------------------------------------------------------------------------

struct Cap {
  std::optional<Rational> share;  // Of the points: 1.2; nothing when there is no limit.
  bool is_stated = false;
};

// 超额部分不超过该项分值的20%, 封顶120%, 超额不加分, 不封顶.
Cap CapOf(const Scope& scope, Matcher& clause) {
  static const RE2 kPlus(
      "(?:超额|超过|超出|加分)[^,;]{0,10}(?:不超过|不高于|最高|以)[^,;\\d]{0,12}(\\d+(?:\\.\\d+)?)%"
      "("
      "?:为限)?");
  static const RE2 kTotal("(?:封顶|上限|最高)[^,;]{0,6}?(\\d{3})%");
  static const RE2 kNone(
      "(?:超额|超过|超出|超目标)[^,;]{0,6}(?:不加分|不再加分|不计分|不计)|封顶(?:为)?(?:基本分|"
      "满分|100%|分值)|最高(?:不超过|得)(?:满分|该项分值|本项分值)");
  static const RE2 kOpen("不封顶|上不封顶");
  if (clause.Find(kPlus)) {
    clause.Take();
    return {Rational(1) + Quotient(NumberOf(clause.Group(1)), Rational(100)), true};
  }
  if (clause.Find(kTotal)) {
    clause.Take();
    return {Quotient(NumberOf(clause.Group(1)), Rational(100)), true};
  }
  if (clause.Find(kOpen)) {
    clause.Take();
    return {std::nullopt, true};
  }
  if (clause.Find(kNone)) {
    clause.Take();
    return {Rational(1), true};
  }
  // Said in another clause of the standard.
  std::string percent;
  if (RE2::PartialMatch(scope.standard, kPlus, &percent))
    return {Rational(1) + Quotient(NumberOf(percent), Rational(100)), true};
  if (RE2::PartialMatch(scope.standard, kTotal, &percent))
    return {Quotient(NumberOf(percent), Rational(100)), true};
  if (RE2::PartialMatch(scope.standard, kOpen)) return {std::nullopt, true};
  return {Rational(1), RE2::PartialMatch(scope.standard, kNone)};
}

std::string PercentText(const Rational& share) { return Plain(share * Rational(100)) + "%"; }

void AddProportional(const Scope& scope, Matcher& clause, bool is_higher_better,
                     std::vector<Reading>& readings) {
  const Cap cap = CapOf(scope, clause);
  const std::string field =
      scope.namer->Unique(scope.indicator + (is_higher_better ? "完成值" : "实际值"), "完成值");
  Reading reading;
  reading.pattern = is_higher_better ? "proportional" : "inversely";
  reading.fields.push_back({field, "小数2, 含 目标, 缺失 待定", {}});
  const std::string limit = cap.share ? ", 封顶: " + PercentText(*cap.share) : "";
  reading.formula = (is_higher_better ? "按比例(" : "按反比例(") + Quoted(field) + ", " +
                    Quoted(field) + ".目标" + limit + ", 保底: 0)";
  reading.neutral = {{field, "100"}, {field + ".目标", "100"}};
  reading.neutral_value = scope.points;
  // Past the limit when there is one above the points, else short of the target.
  const bool is_over = cap.share && *cap.share > Rational(1);
  const std::string actual = is_over            ? (is_higher_better ? "150" : "50")
                             : is_higher_better ? "90"
                                                : "125";
  const Rational ratio = is_higher_better ? Quotient(NumberOf(actual), Rational(100))
                                          : Quotient(Rational(100), NumberOf(actual));
  const Rational share = cap.share && ratio > *cap.share ? *cap.share : ratio;
  reading.rows = {{"", "", {{field, actual}, {field + ".目标", "100"}}}};
  reading.value = scope.points * share;
  reading.told = "目标100、实际" + actual + "：" + Plain(scope.points) + "×" + PercentText(share);
  if (!cap.is_stated) {
    reading.questions.push_back({"cap",
                                 is_higher_better
                                     ? Say("超额完成的加不加分，加到多少为止？",
                                           "do points rise past the target, and how far?")
                                     : Say("低于目标的加不加分，加到多少为止？",
                                           "do points rise below the target, and how far?"),
                                 Say("草案按不加分", "the draft gives no more than full points")});
  }
  readings.push_back(std::move(reading));
}

void ReadProportions(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kInverse(
      "(?:低于|不高于|不超过|控制在)[^,;]{0,12}(?:定额|目标|预算|指标|计划|标准|上年)[^,;]{0,8}得(?"
      ":满分|\\d+(?:\\.\\d+)?分),?(?:超过|高于|超出)[^,;]{0,8}"
      "按比例(?:扣分|扣减|减分|递减|扣)");
  static const RE2 kFull(
      "(?:(?:全面|按时|全部)?(?:完成|达到)[^,;。]{0,14}(?:得|计|记)(?:满分|\\d+(?:\\.\\d+)?分|"
      "基本分)[,;]?)?(?:对)?(?:未完成|完不成|没有完成|未达到|达不到|不足|其余|超额|每)?[^,;。]{0,"
      "12}?"
      "(?:按|依)(?:实际)?(?:完成|实际|相应|同)?(?:任务|目标|计划)?(?:的)?(?:完成)?(?:比例|率|"
      "百分比|程度)(?:的)?(?:折算|计算)?(?:相应)?(?:得分|计分|给分|扣分|减分|扣减|加减分|增减分|"
      "增减分数|加分|折算|计算得分|计算|增减该项分值|增减分值)");
  static const RE2 kFormula(
      "(?:得分|分数|其他)?(?:=|为)(?:该项|本项|标准)?(?:满分|分值|基本分|标准分|权重分|\\d+分?)(?:"
      "×|\\*|乘以)[^,;]{0,8}(?:完成率|完成比例|完成程度|达标率)");
  static const RE2 kShort("(?:按|依)(?:任务|目标|计划)?完成率(?:计分|得分|折算|,|不封顶|封顶)?");
  if (clause.Find(kInverse)) {
    clause.Take();
    AddProportional(scope, clause, false, readings);
    return;
  }
  for (const RE2* pattern : {&kFull, &kFormula, &kShort}) {
    if (!clause.Find(*pattern)) continue;
    clause.Take();
    AddProportional(scope, clause, true, readings);
    return;
  }
  // The limit alone, of a proportion that another clause tells and that took it from here.
  static const RE2 kElsewhere("按(?:实际)?(?:完成|任务|目标)?(?:比例|完成率)");
  if (RE2::PartialMatch(scope.standard, kElsewhere)) CapOf(scope, clause);
}

// ---- steps ---------------------------------------------------------------------------------

struct Counting {
  std::string word = "足";
  bool is_stated = false;
};

// What a part of a step counts: 不足1个百分点的按1个百分点计.
Counting CountingOf(const Scope& scope, Matcher& clause) {
  static const RE2 kStarted("不足[^,;]{0,12}(?:按|以)\\d+[^,;]{0,6}(?:计|算)(?:算)?");
  static const RE2 kCompleted("不足[^,;]{0,12}(?:不计|不扣|不加|忽略|舍去)");
  static const RE2 kContinuous("不足[^,;]{0,12}按比例[^,;]{0,4}");
  const std::pair<const RE2*, const char*> choices[] = {
      {&kStarted, "起"}, {&kCompleted, "足"}, {&kContinuous, "连续"}};
  for (const auto& [pattern, word] : choices) {
    if (clause.Find(*pattern)) {
      clause.Take();
      return {word, true};
    }
    if (RE2::PartialMatch(scope.standard, *pattern)) return {word, true};
  }
  return {};
}

struct Step {
  Rational size;
  Rational points;
  bool is_point = false;    // 个百分点
  bool is_percent = false;  // %
  bool is_up = false;       // 每高, 每超: adds.
  bool is_both = false;     // 每增减
  bool is_over = false;     // 每高 … 扣: takes off for what is above.
};

// What an example in the clause itself says of a part of a step: with 90%以上不扣,每降低10%扣5
// (86%扣5) the 4 points below are a step begun. One that no way of counting gives is left to be read.
std::optional<Counting> CountingOfExample(const Step& step, const Rational& threshold, Matcher& clause) {
  static const RE2 kExample(
      "\\((?:原文|例如|如|例|即)?:?(\\d+(?:\\.\\d+)?)%(?:的)?(?:扣|减|加)(\\d+(?:\\.\\d+)?)分?\\)");
  if (!clause.Find(kExample)) return std::nullopt;
  const Rational distance = step.is_up || step.is_over ? NumberOf(clause.Group(1)) - threshold
                                                       : threshold - NumberOf(clause.Group(1));
  const Rational told = NumberOf(clause.Group(2));
  const Rational steps = Quotient(distance, step.size);
  std::vector<std::string> ways;
  const auto completed = steps.ToInteger(Rounding::kDown);
  const auto begun = steps.ToInteger(Rounding::kUp);
  if (completed && step.points * Rational(*completed) == told) ways.emplace_back("足");
  if (begun && step.points * Rational(*begun) == told) ways.emplace_back("起");
  if (step.points * steps == told) ways.emplace_back("连续");
  if (ways.empty()) return std::nullopt;
  clause.Take();
  // An example of whole steps settles nothing.
  if (ways.size() > 1) return std::nullopt;
  return Counting{ways.front(), true};
}

bool IsFloorStated(const Scope& scope) {
  static const RE2 kFloor(
      "扣完为止|扣完该项|直至扣完|不计负分|不得负分|扣至0分|扣到0分|最多扣|不低于0分|保底");
  return RE2::PartialMatch(scope.standard, kFloor);
}

// The limit of what is added or taken off: 最多扣5分, 加减各不超过3分.
std::optional<Rational> LimitOf(Matcher& clause) {
  static const RE2 kLimit(
      "(?:加减|增减|加分|扣分|各|累计|合计|最多|最高|总计)[^,;]{0,8}?(?:不超过|不得超过|以|为|扣|"
      "加|得)?(\\d+(?:\\.\\d+)?)分(?:为限|为止|封顶)?");
  if (!clause.Find(kLimit)) return std::nullopt;
  clause.Take();
  return NumberOf(clause.Group(1));
}

// 95%以上不扣, 达到90%的得满分, 完成任务得15分: where steps are counted from. Nothing: the target.
std::optional<Rational> ThresholdOf(Matcher& clause) {
  static const RE2 kThreshold(
      "(?:达到|达|不低于|≥|>=|在)?(\\d+(?:\\.\\d+)?)%?(?:\\(含\\))?(?:以上|及以上)?(?:的)?,?(?:"
      "不扣分|不扣|(?:得|计|为)(?:满分|基本分|\\d+(?:\\.\\d+)?分))");
  static const RE2 kTarget(
      "(?:完成|达到)[^,;]{0,12}(?:任务|目标|计划|指标)?[^,;]{0,4}(?:得|计)?(?:满分|基本分|\\d+(?:"
      "\\.\\d+)?分)");
  if (clause.Find(kThreshold)) {
    clause.Take();
    return NumberOf(clause.Group(1));
  }
  if (clause.Find(kTarget)) clause.Take();
  return std::nullopt;
}

void AddSteps(const Scope& scope, Matcher& clause, const Step& step,
              std::vector<Reading>& readings) {
  const std::optional<Rational> threshold = ThresholdOf(clause);
  Counting counting = CountingOf(scope, clause);
  if (threshold && !counting.is_stated) {
    if (const auto shown = CountingOfExample(step, *threshold, clause)) counting = *shown;
  }
  const std::optional<Rational> limit = LimitOf(clause);
  const std::string field = scope.namer->Unique(
      scope.indicator + (step.is_percent || step.is_point ? "比率" : "实际值"), "比率");
  const bool is_rate = step.is_percent || step.is_point;
  Reading reading;
  reading.pattern = step.is_both ? "steps-both" : step.is_up ? "steps-up" : "steps-down";
  reading.part = step.is_both ? Part::kBase : step.is_up ? Part::kBonus : Part::kDeduction;
  const std::string type = is_rate ? "百分比" : "小数2";
  reading.fields.push_back({field, type + (threshold ? "" : ", 含 目标") + ", 缺失 待定", {}});
  const std::string unit = is_rate ? "%" : "";
  const Rational base = threshold.value_or(Rational(90));
  const std::string from = threshold ? Plain(base) + unit : Quoted(field) + ".目标";
  const std::string size = is_rate ? Plain(step.size) + "个百分点" : Plain(step.size);
  const auto with_base = [&](const Rational& actual) {
    Facts facts = {{field, Plain(actual) + unit}};
    if (!threshold) facts.emplace_back(field + ".目标", Plain(base) + unit);
    return facts;
  };
  reading.neutral = with_base(base);
  const Rational count(2);
  if (step.is_both) {
    const Rational most = limit.value_or(scope.points);
    reading.formula = "满分 + 不低于(不超过(" + Plain(step.points) + " × (" + Quoted(field) +
                      " - " + from + ") ÷ " + size + ", " + Plain(most) + "), -" + Plain(most) +
                      ")";
    reading.neutral_value = scope.points;
    reading.rows = {{"", "", with_base(base - step.size * count)}};
    const Rational change = std::min(step.points * count, most);
    reading.value = scope.points - change;
    reading.told = "比目标少" + Plain(step.size * count) + unit + "：" + Plain(scope.points) + "-" +
                   Plain(change);
    if (!limit) {
      reading.questions.push_back(
          {"cap", Say("加分、扣分各以多少为限？", "what is the most that is added, and taken off?"),
           Say("草案各以本项分值为限", "the draft allows the points of the indicator each way")});
    }
  } else {
    const bool is_above = step.is_up || step.is_over;
    const std::string distance =
        is_above ? Quoted(field) + " - " + from : from + " - " + Quoted(field);
    const std::string steps = Plain(step.points) + " × 每(" + distance + ", 步长: " + size +
                              ", 计: " + counting.word + ")";
    reading.formula = limit ? "不超过(" + steps + ", " + Plain(*limit) + ")" : steps;
    reading.rows = {
        {"", "", with_base(is_above ? base + step.size * count : base - step.size * count)}};
    reading.value = step.points * count;
    if (limit && reading.value > *limit) reading.value = *limit;
    reading.told = std::string(is_above ? "多" : "少") + Plain(step.size * count) + unit + "：" +
                   Plain(step.points) + "×2";
    if (!counting.is_stated) {
      reading.questions.push_back(
          {"steps", Say("不足{}的部分怎样计？", "how does a part of a step ({}) count?", size),
           Say("草案按足{}才计", "the draft counts completed steps of {} only", size)});
    }
    if (!step.is_up && !limit && !IsFloorStated(scope))
      reading.questions.push_back(FloorQuestion());
    if (step.is_up && !limit) {
      reading.questions.push_back({"cap",
                                   Say("加分以多少为限？", "what is the most that is added?"),
                                   Say("草案不设上限", "the draft sets no limit")});
    }
  }
  if (step.is_percent && !threshold) {
    reading.questions.push_back(
        {"percent",
         Say("“{}%”是百分点，还是目标的百分之几？",
             "is {}% a percentage point or a share of the target?", Plain(step.size)),
         Say("草案按百分点", "the draft takes percentage points")});
  }
  readings.push_back(std::move(reading));
}

void ReadSteps(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kBoth(
      "每(?:增减|升降|高低|增加或减少|提高或降低|上升或下降|高或低)(\\d+(?:\\.\\d+)?)(?:个)?("
      "百分点|%),?(?:相应)?(?:加减|增减|加扣|加或减|±)(\\d+(?:\\.\\d+)?)(?:分)?");
  static const RE2 kDown(
      "每(?:减少|降低|下降|少|低|差|欠|相差|低于[^,;\\d]{0,10}|少于[^,;\\d]{0,10})(\\d+(?:\\.\\d+)?"
      ")(?:个)?(百分点|%)(?:的)?,?(?:扣|减|扣减|扣除)(?:除)?(\\d+(?:\\.\\d+)?)(?:分)?");
  static const RE2 kUp(
      "每(?:超过|超出|超|增加|提高|高于[^,;\\d]{0,10}|高出|高|多|增长)(\\d+(?:\\.\\d+)?)(?:个)?("
      "百分点|%)(?:的)?,?(?:加|增加|奖励?)(\\d+(?:\\.\\d+)?)(?:分)?");
  // 错保率每高0.1个百分点扣1分: too much is what is taken off for.
  static const RE2 kOver(
      "每(?:超过|超出|超|增加|提高|高于[^,;\\d]{0,10}|高出|高|多|增长|上升)(\\d+(?:\\.\\d+)?)(?:个)"
      "?("
      "百分点|%)(?:的)?,?(?:扣|减|扣减|扣除)(?:除)?(\\d+(?:\\.\\d+)?)(?:分)?");
  const std::pair<const RE2*, int> kinds[] = {{&kBoth, 0}, {&kDown, -1}, {&kUp, 1}, {&kOver, 2}};
  for (const auto& [pattern, kind] : kinds) {
    while (clause.Find(*pattern)) {
      const Step step{NumberOf(clause.Group(1)),
                      NumberOf(clause.Group(3)),
                      clause.Group(2) == "百分点",
                      clause.Group(2) == "%",
                      kind == 1,
                      kind == 0,
                      kind == 2};
      clause.Take();
      if (step.size.sign() > 0) AddSteps(scope, clause, step, readings);
    }
  }
}

// ---- growth --------------------------------------------------------------------------------

void ReadGrowth(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kGrowth(
      "(?:比|较|同比)?(?:上年|去年|上一年度|上年度)?(?:同期)?(?:增长|增幅|增速|提高)(?:率)?(?:达到|"
      "达|不低于|在)?(\\d+(?:\\.\\d+)?)%(?:\\(含\\))?(以上|及以上)?(?:的)?,?得(?:满分|\\d+(?:\\."
      "\\d+)?分)");
  if (!clause.Find(kGrowth)) return;
  clause.Take();
  const std::string least = clause.Group(1);
  const std::string field = scope.namer->Unique(scope.indicator + "实绩", "实绩");
  Reading reading;
  reading.pattern = "growth";
  reading.fields.push_back({field, "小数2, 含 上年, 缺失 待定", {}});
  reading.formula =
      "达标(增长率(" + Quoted(field) + ", " + Quoted(field) + ".上年) ≥ " + least + "%)";
  const Rational reached = Rational(100) + NumberOf(least);
  reading.neutral = {{field, Plain(reached)}, {field + ".上年", "100"}};
  reading.neutral_value = scope.points;
  reading.rows = {{"", "", {{field, Plain(reached - Rational(1))}, {field + ".上年", "100"}}}};
  reading.value = Rational();
  reading.told = "上年100、本年" + Plain(reached - Rational(1)) + "：增长不到" + least + "%，不得分";
  static const RE2 kElse(",?(?:否则|达不到|未达到|低于|不足)[^,;]{0,10}不得分");
  if (clause.Find(kElse)) {
    clause.Take();
  } else {
    reading.questions.push_back({"else",
                                 Say("达不到的得几分？", "how many points when it is not reached?"),
                                 Say("草案按不得分", "the draft gives none")});
  }
  readings.push_back(std::move(reading));
}

}  // namespace

Question FloorQuestion() {
  return {"floor", Say("扣分以什么为限？", "how much may be taken off?"),
          Say("草案扣完本项分值为止", "the draft stops at no points")};
}

void ReadRates(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  ReadSteps(scope, clause, readings);
  ReadGrowth(scope, clause, readings);
  ReadProportions(scope, clause, readings);
}

}  // namespace kaogong::suggest
