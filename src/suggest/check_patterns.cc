// SPDX-License-Identifier: Apache-2.0
// Met or not: 达到95%以上得10分,否则不得分 · 建立台账得2分,未建立不得分 · 未制定方案的扣2分 ·
// 有计划得2分.
#include <algorithm>

#include "suggest/patterns.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

// The points that a pattern names; 满分 and 基本分 are the indicator's.
Rational PointsOf(const Scope& scope, const std::string& digits) {
  return digits.empty() ? scope.points : NumberOf(digits);
}

void ReadThreshold(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kReach(
      "(?:达到|达|不低于|≥|>=)?(\\d+(?:\\.\\d+)?)(%|分|人|项|次|个|家|篇|亩|万元|元)?(?:\\(含\\))?("
      "?:以上|及以上)?(?:的)?,?(?:得|计|记)(?:满分|基本分|(\\d+(?:\\.\\d+)?)分),?"
      "(?:否则|未达到|未达|达不到|没有达到|低于|不足|其余|未完成)[^,;]{0,8},?(?:不得分|不计分|"
      "得0分|(?:得|计)(\\d+(?:\\.\\d+)?)分)");
  // 达8%得4,未达0.
  static const RE2 kNoted(
      "(?:达到|达|不低于|≥|>=)(\\d+(?:\\.\\d+)?)(%|分|人|项|次|个|家|篇|亩|万元|元)?(?:以上)?,?(?:得|计|记)(?:满分|"
      "基本分|(\\d+(?:\\.\\d+)?)分?),(?:否则|未达到|未达|达不到)(?:得|计)?(0)分?$");
  while (clause.Find(kReach) || clause.Find(kNoted)) {
    const std::string least = clause.Group(1);
    const std::string unit = clause.Group(2) == "%" ? "%" : "";
    const Rational points = PointsOf(scope, clause.Group(3));
    const Rational other = clause.Has(4) ? NumberOf(clause.Group(4)) : Rational();
    const std::string before = clause.Before();
    clause.Take();
    const std::string field = scope.namer->Unique(
        before.empty() ? scope.indicator + (unit.empty() ? "数值" : "比率") : before, "数值");
    Reading reading;
    reading.pattern = "threshold";
    reading.fields.push_back({field, unit.empty() ? "小数2, 缺失 待定" : "百分比, 缺失 待定", {}});
    reading.formula = "若 " + Quoted(field) + " ≥ " + least + unit + " 则 " + Plain(points) +
                      " 否则 " + Plain(other);
    reading.neutral = {{field, least + unit}};
    reading.neutral_value = points;
    const Rational short_of = NumberOf(least) - Rational(1);
    reading.rows = {{"", "", {{field, Plain(short_of) + unit}}}};
    reading.value = other;
    reading.told = Plain(short_of) + unit + "未达到" + least + unit + "：得" + Plain(other) + "分";
    readings.push_back(std::move(reading));
  }
}

void AddYesNo(const Scope& scope, const std::string& condition, const char* pattern, Part part,
              const Rational& yes, const Rational& no, std::vector<Reading>& readings) {
  const std::string field = scope.namer->Unique(condition, scope.indicator);
  Reading reading;
  reading.pattern = pattern;
  reading.part = part;
  const bool is_base = part == Part::kBase;
  reading.fields.push_back({field, is_base ? "是否, 缺失 待定" : "是否, 缺失 零", {}});
  reading.formula = "若 " + Quoted(field) + " 则 " + Plain(yes) + " 否则 " + Plain(no);
  reading.neutral = {{field, is_base && yes > no ? "是" : "否"}};
  reading.neutral_value = is_base ? std::max(yes, no) : Rational();
  const bool is_shown_yes = !is_base || yes < no;
  reading.rows = {{"", "", {{field, is_shown_yes ? "是" : "否"}}}};
  reading.value = is_shown_yes ? yes : no;
  reading.told = field + (is_shown_yes ? "为是：" : "为否：") + Plain(reading.value) + "分";
  readings.push_back(std::move(reading));
}

void ReadEitherOr(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kEither(
      "([^,;:]{2,40}?)(?:的)?,?(?:得|计|记)(?:满分|基本分|(\\d+(?:\\.\\d+)?)分),?(?:否则|未|没有|"
      "不|其余|无|达不到)[^,;]{0,14}?,?(?:不得分|不计分|得0分|0分|扣(\\d+(?:\\.\\d+)?)分|(?:得|计)("
      "\\d+(?:\\.\\d+)?)分)");
  while (clause.Find(kEither)) {
    const std::string condition = clause.Group(1);
    const Rational yes = PointsOf(scope, clause.Group(2));
    Rational no;
    if (clause.Has(3)) no = yes - NumberOf(clause.Group(3));
    if (clause.Has(4)) no = NumberOf(clause.Group(4));
    clause.Take();
    AddYesNo(scope, condition, "yes-no", Part::kBase, yes, no, readings);
  }
  // 未完成的不得分: the rest of the standard says when there are points.
  static const RE2 kNone(
      "((?:未|没有|不|无)[^,;:]{1,24}?)(?:的)?,?(?:本项|该项|此项)?(?:不得分|得0分|不计分)");
  // 未完成0.
  static const RE2 kNoted("((?:未|没有|不)[^,;:\\d]{1,16}?)(?:的)?,?0分?$");
  static const RE2 kComputed("[\\p{Han}A-Za-z]=");
  while (clause.Find(kNone) || clause.Find(kNoted)) {
    const std::string condition = clause.Group(1);
    clause.Take();
    // What a formula gives may be more than the points: taking those off would leave some.
    if (RE2::PartialMatch(scope.standard, kComputed)) {
      readings.push_back(ClearedBy(scope, condition));
      continue;
    }
    AddYesNo(scope, condition, "none", Part::kDeduction, scope.points, Rational(), readings);
    readings.back().told = condition + "：不得分";
  }
}

void ReadMissing(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kMissing(
      "([^,;:]{2,40}?)(?:的)?,?(?:一次性)?(?:扣|减)(?:减|除)?(\\d+(?:\\.\\d+)?)分");
  while (clause.Find(kMissing)) {
    const std::string condition = clause.Group(1);
    const Rational points = NumberOf(clause.Group(2));
    clause.Take();
    AddYesNo(scope, condition, "missing", Part::kDeduction, points, Rational(), readings);
  }
}

void ReadPresent(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kPresent("([^,;:]{2,40}?)(?:的)?,?(得|计|记|加)(\\d+(?:\\.\\d+)?)分");
  static const RE2 kFull("([^,;:]{2,40}?)(?:的)?,?(?:得|计|记)(?:满分|基本分)");
  while (clause.Find(kPresent)) {
    const std::string condition = clause.Group(1);
    const bool is_added = clause.Group(2) == "加";
    const Rational points = NumberOf(clause.Group(3));
    clause.Take();
    AddYesNo(scope, condition, "present", is_added ? Part::kBonus : Part::kBase, points, Rational(),
             readings);
  }
  while (clause.Find(kFull)) {
    const std::string condition = clause.Group(1);
    clause.Take();
    AddYesNo(scope, condition, "present", Part::kBase, scope.points, Rational(), readings);
    readings.back().questions.push_back({"else",
                                         Say("达不到的得几分？", "how many points otherwise?"),
                                         Say("草案按不得分", "the draft gives none")});
  }
}

}  // namespace

void ReadChecks(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  ReadThreshold(scope, clause, readings);
  ReadEitherOr(scope, clause, readings);
  ReadMissing(scope, clause, readings);
  ReadPresent(scope, clause, readings);
}

}  // namespace kaogong::suggest
