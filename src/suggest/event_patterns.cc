// SPDX-License-Identifier: Apache-2.0
// So much off for each event: 每发生一例扣2分,扣完为止 · 控制在3起以内得满分,每超1起扣5分 ·
// 逾期每天扣0.5分 · 缺1节-5(最多扣40).
#include <optional>

#include "suggest/patterns.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

constexpr char kUnit[] =
    "人次|起|例|次|件|项|人|名|处|个|家|户|天|日|份|条|篇|节|宗|批|场|期|票|台|课时|级|工作日|学时";

struct Event {
  std::string noun;  // 安全事故
  std::string unit;  // 起
  Rational size;     // 每2次
  Rational points;
};

// The words that name what is counted: those of the match, else those right before it.
std::string NameOfEvent(const Event& event, const std::string& before,
                        const std::string& indicator) {
  static const RE2 kTail("(?:的|者)$");
  std::string noun = event.noun;
  RE2::GlobalReplace(&noun, kTail, "");
  if (noun.empty() || noun == "不合格" || noun == "未完成") {
    std::string head = before;
    static const RE2 kLead("^(?:对|凡|如|若|因)");
    RE2::Replace(&head, kLead, "");
    RE2::GlobalReplace(&head, kTail, "");
    // 课时费200,缺1节: the amount names nothing.
    static const RE2 kAmount("(费|资|贴|金|酬)\\d+(?:\\.\\d+)?(?:分|元)?");
    RE2::GlobalReplace(&head, kAmount, "\\1");
    noun = head + noun;
  }
  return (noun.empty() ? indicator : noun) + event.unit + "数";
}

std::optional<Rational> LimitOf(Matcher& clause) {
  static const RE2 kLimit(
      "(?:最多|最高|累计|合计|扣分)[^,;]{0,6}?(?:扣|不超过|不得超过|以)(\\d+(?:\\.\\d+)?)分(?:为限|"
      "为止)?|扣满(\\d+(?:\\.\\d+)?)分为止|\\((?:最多|最高)扣(\\d+(?:\\.\\d+)?)\\)");
  if (!clause.Find(kLimit)) return std::nullopt;
  clause.Take();
  return NumberOf(clause.Has(1) ? clause.Group(1) : clause.Has(2) ? clause.Group(2) : clause.Group(3));
}

// 扣完为止 in the clause or anywhere in the standard.
bool TakeFloor(const Scope& scope, Matcher& clause) {
  static const RE2 kFloor(
      "(?:该项|本项)?(?:分值|分数)?(?:直至|直到)?扣完(?:该项|本项|为)?(?:分值|分)?(?:为止)?|"
      "不计负分|不得负分|扣至0分(?:为止)?|不低于0分");
  const bool is_stated = RE2::PartialMatch(scope.standard, kFloor);
  while (clause.Find(kFloor)) clause.Take();
  return is_stated;
}

void AddEvent(const Scope& scope, Matcher& clause, const Event& event, const std::string& before,
              std::vector<Reading>& readings) {
  const std::optional<Rational> limit = LimitOf(clause);
  const bool has_floor = TakeFloor(scope, clause);
  const std::string field = scope.namer->Unique(NameOfEvent(event, before, scope.indicator),
                                                scope.indicator + "扣分次数");
  Reading reading;
  reading.pattern = "per-event";
  reading.part = Part::kDeduction;
  reading.fields.push_back({field, "整数, 缺失 零", {}});
  const std::string count =
      event.size == Rational(1)
          ? Quoted(field)
          : "每(" + Quoted(field) + ", 步长: " + Plain(event.size) + ", 计: 足)";
  const std::string product = Plain(event.points) + " × " + count;
  reading.formula = limit ? "不超过(" + product + ", " + Plain(*limit) + ")" : product;
  reading.neutral = {{field, "0"}};
  const Rational times(2);
  const std::string many = Plain(event.size * times);
  reading.rows = {{"", "", {{field, many}}}};
  reading.value = event.points * times;
  if (limit && reading.value > *limit) reading.value = *limit;
  reading.told = many + event.unit + "：扣" + Plain(reading.value) + "分";
  if (!limit && !has_floor) reading.questions.push_back(FloorQuestion());
  readings.push_back(std::move(reading));
}

void ReadControl(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kControl(std::string("(?:控制在|不超过|不多于|不突破)(\\d+)(") + kUnit +
                            ")(?:以内|以下|之内)?[^,;]{0,6}(?:得|计)(?:满分|基本分|\\d+(?:\\.\\d+)?"
                            "分),?每(?:超过|超出|增加|超|多)(\\d+)(?:" +
                            kUnit + ")?(?:的)?,?扣(?:减|除)?(\\d+(?:\\.\\d+)?)分");
  if (!clause.Find(kControl)) return;
  const std::string most = clause.Group(1);
  const std::string unit = clause.Group(2);
  const Rational size = NumberOf(clause.Group(3));
  const Rational points = NumberOf(clause.Group(4));
  const std::string before = clause.Before();
  clause.Take();
  const bool has_floor = TakeFloor(scope, clause);
  const std::string field =
      scope.namer->Unique((before.empty() ? scope.indicator : before) + unit + "数", "次数");
  Reading reading;
  reading.pattern = "control";
  reading.part = Part::kDeduction;
  reading.fields.push_back({field, "整数, 缺失 零", {}});
  const std::string excess = "较大(" + Quoted(field) + " - " + most + ", 0)";
  reading.formula =
      Plain(points) + " × " +
      (size == Rational(1) ? excess : "每(" + excess + ", 步长: " + Plain(size) + ", 计: 足)");
  reading.neutral = {{field, most}};
  const Rational actual = NumberOf(most) + size;
  reading.rows = {{"", "", {{field, Plain(actual)}}}};
  reading.value = points;
  reading.told = Plain(actual) + unit + "，超" + Plain(size) + unit + "：扣" + Plain(points) + "分";
  if (!has_floor) reading.questions.push_back(FloorQuestion());
  readings.push_back(std::move(reading));
}

void ReadEach(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  const std::string verb =
      "(?:有|发生|发现|出现|缺少|缺|少|漏报|漏|迟到|迟报|超过|超|逾期|延迟|拖延|延误|查出|查实|"
      "通报)";
  // 每发生1起安全事故扣2分, 每迟报1次扣1分, 每少1次扣2分.
  static const RE2 kEach(
      "(?:每)((?:" + verb + "|被[^,;\\d]{0,8}?|[^,;\\d每]{0,8}?)?)(\\d+)?(?:个)?(" +
      std::string(kUnit) +
      ")([^,;\\d]{0,16}?)(?:(?:的)?,?(?:各)?(?:扣|减)(?:减|除|分)?|-)(\\d+(?:\\.\\d+)?)(?:分)?");
  // 发现1起扣2分, 1次不合格扣1分, 缺1项扣1分, 缺1节-5.
  static const RE2 kOne(
      "((?:" + verb + "|被[^,;\\d]{0,8}?))?(\\d+)(" + std::string(kUnit) +
      ")([^,;\\d]{0,12}?)(?:(?:的)?,?(?:扣|减)(?:减|除|分)?|-)(\\d+(?:\\.\\d+)?)(?:分)?");
  // 扣0.5分/次.
  static const RE2 kSlash("(?:的)?,?(?:扣|减)(?:减|除)?(\\d+(?:\\.\\d+)?)分/(?:每)?(" +
                          std::string(kUnit) + ")");
  while (clause.Find(kSlash)) {
    const Event event{"", clause.Group(2), Rational(1), NumberOf(clause.Group(1))};
    const std::string before = clause.Before();
    clause.Take();
    AddEvent(scope, clause, event, before, readings);
  }
  for (const RE2* pattern : {&kEach, &kOne}) {
    while (clause.Find(*pattern)) {
      const Rational size = clause.Has(2) ? NumberOf(clause.Group(2)) : Rational(1);
      Event event{clause.Group(4), clause.Group(3), size, NumberOf(clause.Group(5))};
      if (event.noun.empty() && clause.Group(1) != "有" && clause.Group(1) != "发生" &&
          clause.Group(1) != "发现" && clause.Group(1) != "出现") {
        event.noun = clause.Group(1);
      }
      // 1个百分点 is no event.
      if (event.noun.starts_with("百分点")) break;
      std::string before = clause.Before();
      clause.Take();
      if (size.sign() <= 0) continue;
      if (event.noun == "少" || event.noun == "缺" || event.noun == "超" || event.noun == "逾期" ||
          event.noun == "超过")
        before += event.noun;
      if (event.noun == "少" || event.noun == "缺" || event.noun == "超" || event.noun == "超过")
        event.noun.clear();
      AddEvent(scope, clause, event, before, readings);
    }
  }
}

}  // namespace

void ReadEvents(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  ReadControl(scope, clause, readings);
  ReadEach(scope, clause, readings);
  TakeFloor(scope, clause);
}

}  // namespace kaogong::suggest
