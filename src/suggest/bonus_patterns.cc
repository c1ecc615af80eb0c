// SPDX-License-Identifier: Apache-2.0
// What is added: 获国家、省、市级表彰的分别加5、3、1分,累计不超过6分 · 每采用一篇得0.5分,最高5分 ·
// 信访件主办0.2协办0.1累计≤4.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "suggest/patterns.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

std::optional<Rational> LimitOf(const Scope& scope, Matcher& clause) {
  static const RE2 kLimit(
      "(?:累计|合计|总计|加分|最高|最多|共)[^,;]{0,8}?(?:不超过|不得超过|不高于|以|加|得|为|限)("
      "\\d+(?:\\.\\d+)?)分(?:为限|为止|封顶)?|(?:加满|加到|满|封顶)(\\d+(?:\\.\\d+)?)分(?:为止|"
      "封顶)?|(?:最高|最多)(\\d+(?:\\.\\d+)?)分");
  if (clause.Find(kLimit)) {
    clause.Take();
    for (std::size_t i = 1; i <= 3; ++i) {
      if (clause.Has(i)) return NumberOf(clause.Group(i));
    }
  }
  // A sentence of its own: 加分累计不超过4分.
  static const RE2 kAlone(
      "(?:加分)(?:累计|合计|总计|总分|最高)?[^,;]{0,6}?不(?:得)?超过(\\d+(?:\\.\\d+)?)分");
  std::string digits;
  if (RE2::PartialMatch(scope.standard, kAlone, &digits)) return NumberOf(digits);
  return std::nullopt;
}

Question CapQuestion() {
  return {"cap", Say("加分以多少为限？", "what is the most that is added?"),
          Say("草案不设上限", "the draft sets no limit")};
}

struct Level {
  std::string name;  // 省级
  Rational points;
};

std::vector<Level> LevelsOf(Matcher& clause) {
  // 国家级、省级、市级表彰的分别加5、3、1分; 国、省、市、县奖励,加5、3、2、1分.
  static const RE2 kRow(
      "((?:国家|全国|中央|国|省部|省|自治区|市|州|县|区|乡|镇)(?:级|部级|委)?(?:[、,和或](?:国家|"
      "全国|中央|国|省部|省|自治区|市|州|县|区|乡|镇)(?:级|部级)?)+)[^,;\\d]{0,24}?,?[^,;\\d]{0,14}"
      "?(?:分别|各|依次)?(?:加|奖励?|得|计|记)(\\d+(?:\\.\\d+)?(?:分)?(?:[、,]\\d+(?:\\.\\d+)?(?:"
      "分)?)+)");
  static const RE2 kName("((?:国家|全国|中央|国|省部|省|自治区|市|州|县|区|乡|镇)(?:级|部级)?)");
  static const RE2 kNumber("(\\d+(?:\\.\\d+)?)");
  std::vector<Level> levels;
  if (clause.Find(kRow)) {
    Matcher names(clause.Group(1));
    Matcher numbers(clause.Group(2));
    const auto all_names = names.TakeAll(kName);
    const auto all_numbers = numbers.TakeAll(kNumber);
    if (all_names.size() == all_numbers.size()) {
      clause.Take();
      for (std::size_t i = 0; i < all_names.size(); ++i)
        levels.push_back({all_names[i][1], NumberOf(all_numbers[i][1])});
      return levels;
    }
  }
  // 国家级每项加5分,省级加3分,市级加1分.
  static const RE2 kOne(
      "(国家级|全国性|国家|中央|省部级|省级|省|市级|州级|市|县级|区级|县|乡镇级|镇级)(?:[^,;\\d级]{"
      "0,10}?)?(?:每(?:项|次|个|篇|人次|人))?(?:的)?,?(?:加|奖励?|得|计|记)(\\d+(?:\\.\\d+)?)分?");
  Matcher probe = clause;
  if (probe.TakeAll(kOne).size() < 2) return {};
  for (const auto& row : clause.TakeAll(kOne)) levels.push_back({row[1], NumberOf(row[2])});
  return levels;
}

bool TakeBestOnly(const Scope& scope, Matcher& clause) {
  static const RE2 kBest(
      "(?:同一?|相同)[^,;]{0,10}(?:事项|项目|成果|内容|工作|荣誉|奖项|项)[^,;]{0,14}(?:最高|就高)[^"
      ",;]{0,10}(?:,?(?:不累计|不重复[^,;]{0,6}))?");
  bool is_found = RE2::PartialMatch(scope.standard, kBest);
  while (clause.Find(kBest)) clause.Take();
  static const RE2 kNoSum("不累计|不重复(?:计|加)分?");
  if (is_found && clause.Find(kNoSum)) clause.Take();
  return is_found;
}

void ReadAwards(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  const std::vector<Level> levels = LevelsOf(clause);
  if (levels.size() < 2) return;
  const bool is_best = TakeBestOnly(scope, clause);
  const std::optional<Rational> limit = LimitOf(scope, clause);
  Reading reading;
  reading.part = Part::kBonus;
  std::string sum;
  if (is_best) {
    reading.pattern = "awards-best";
    const std::string record = scope.namer->Unique(scope.indicator + "表彰记录", "表彰记录");
    std::string choices;
    std::string keys;
    for (const Level& level : levels) {
      choices += (choices.empty() ? "" : ", ") + level.name;
      keys += ", " + level.name + ": " + Plain(level.points);
    }
    reading.fields.push_back({"事项", "文字, 缺失 待定", record});
    reading.fields.push_back({"级别", "选项(" + choices + "), 缺失 待定", record});
    sum = "合计最高(对照(" + Quoted(record) + ".级别" + keys + "), 同项: " + Quoted(record) +
          ".事项)";
    reading.rows = {{"", "", {}},
                    {record, "", {{"事项", "甲事项"}, {"级别", levels[0].name}}},
                    {record, "", {{"事项", "甲事项"}, {"级别", levels[1].name}}}};
    reading.value = levels[0].points;
    reading.told = "同一事项获" + levels[0].name + "、" + levels[1].name + "，按最高计" +
                   Plain(levels[0].points) + "分";
  } else {
    reading.pattern = "awards";
    Facts facts;
    for (const Level& level : levels) {
      const std::string field = scope.namer->Unique(level.name + "奖励次数", "奖励次数");
      reading.fields.push_back({field, "整数, 缺失 零", {}});
      reading.neutral.emplace_back(field, "0");
      facts.emplace_back(field, "0");
      sum += (sum.empty() ? "" : " + ") + Plain(level.points) + " × " + Quoted(field);
    }
    facts.back().second = "2";
    reading.rows = {{"", "", facts}};
    reading.value = levels.back().points * Rational(2);
    reading.told = levels.back().name + "2次：" + Plain(levels.back().points) + "×2";
  }
  reading.formula = limit ? "不超过(" + sum + ", " + Plain(*limit) + ")" : sum;
  if (limit && reading.value > *limit) reading.value = *limit;
  if (!limit) reading.questions.push_back(CapQuestion());
  if (!is_best) {
    reading.questions.push_back(
        {"same-matter",
         Say("同一事项获多级表彰的，重复加分吗？", "does one matter count at several levels?"),
         Say("草案逐次加分", "the draft counts each award")});
  }
  readings.push_back(std::move(reading));
}

// What is earned or added for each of something: 每采用一篇得0.5分; with `kPlus`, as people note it
// down: 每增1节+5, 增1节+5.
void ReadEach(const Scope& scope, const RE2& pattern, Matcher& clause, std::vector<Reading>& readings) {
  while (clause.Find(pattern)) {
    const std::string verb = clause.Group(1);
    const Rational size = clause.Has(2) ? NumberOf(clause.Group(2)) : Rational(1);
    const std::string unit = clause.Group(3);
    const std::string noun = clause.Group(4);
    const bool is_earned =
        clause.Group(5) == "得" || clause.Group(5) == "计" || clause.Group(5) == "记";
    const Rational points = NumberOf(clause.Group(6));
    const std::string before = clause.Before();
    clause.Take();
    if (size.sign() <= 0) continue;
    const std::optional<Rational> limit = LimitOf(scope, clause);
    const std::string hint = !noun.empty()     ? noun
                             : !before.empty() ? before
                             : !verb.empty()   ? verb
                                               : scope.indicator;
    const bool is_amount = unit == "万元" || unit == "亿元" || unit == "亩";
    const std::string field = scope.namer->Unique(hint + unit + "数", scope.indicator + "加分次数");
    Reading reading;
    reading.pattern = "per-item";
    reading.part = is_earned ? Part::kBase : Part::kBonus;
    reading.fields.push_back({field, is_amount ? "小数2, 缺失 零" : "整数, 缺失 零", {}});
    const std::string product =
        Plain(points) + " × " +
        (size == Rational(1) ? Quoted(field)
                             : "每(" + Quoted(field) + ", 步长: " + Plain(size) + ", 计: 足)");
    const Rational most = limit.value_or(is_earned ? scope.points : Rational());
    reading.formula = limit || is_earned ? "不超过(" + product + ", " + Plain(most) + ")" : product;
    reading.neutral = {{field, "0"}};
    reading.rows = {{"", "", {{field, Plain(size * Rational(2))}}}};
    reading.value = points * Rational(2);
    if ((limit || is_earned) && reading.value > most) reading.value = most;
    reading.told = Plain(size * Rational(2)) + unit + "：" + Plain(points) + "×2";
    if (!limit && !is_earned) reading.questions.push_back(CapQuestion());
    if (!limit && is_earned) {
      reading.questions.push_back(
          {"cap", Say("最多得几分？", "how many points at most?"),
           Say("草案以本项分值为限", "the draft stops at the points of the indicator")});
    }
    readings.push_back(std::move(reading));
  }
}

void ReadEarnings(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kEach(
      "每([^,;\\d每]{0,8}?)(\\d+)?(?:个)?(人次|起|例|次|件|项|人|名|处|个|家|户|份|条|篇|节|批|场|"
      "期|台|万元|亿元|亩|课时)([^,;\\d]{0,14}?)(?:的)?,?(得|加|计|记|奖励?)(\\d+(?:\\.\\d+)?)(?:"
      "分)?");
  static const RE2 kPlus(
      "(?:每)?(增加|增|多|超过|超|)(\\d+)(?:个)?(人次|起|例|次|件|项|人|名|处|个|家|户|份|条|篇|节|批|场|"
      "期|台|万元|亿元|亩|课时)([^,;\\d]{0,6}?)(\\+)(\\d+(?:\\.\\d+)?)(?:分)?");
  ReadEach(scope, kEach, clause, readings);
  ReadEach(scope, kPlus, clause, readings);
}

// 信访件主办0.2协办0.1累计≤4: so much for each matter by the part one has in it.
void ReadRoles(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kRoles(
      "([\\p{Han}]{1,8}(?:件|项|篇|次|条|例))((?:[、,]?[\\p{Han}]{2,4}\\d+(?:\\.\\d+)?分?){2,5}),?(?:累计|"
      "合计|总计|最高)(?:≤|<=|不(?:得)?超过)(\\d+(?:\\.\\d+)?)分?");
  static const RE2 kRole("([\\p{Han}]{2,4})(\\d+(?:\\.\\d+)?)");
  if (!clause.Find(kRoles)) return;
  const std::string matter = clause.Group(1);
  const std::string limit = clause.Group(3);
  Matcher roles(clause.Group(2));
  const auto rows = roles.TakeAll(kRole);
  const bool is_over = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
    return NumberOf(row[2]) > NumberOf(limit);
  });
  if (rows.size() < 2 || is_over) return;
  clause.Take();
  Reading reading;
  reading.pattern = "roles";
  const bool is_base = scope.has_points && NumberOf(limit) == scope.points;
  reading.part = is_base ? Part::kBase : Part::kBonus;
  std::string sum;
  Facts facts;
  std::int64_t count = 3;
  for (const auto& row : rows) {
    const std::string field = scope.namer->Unique(row[1] + matter + "数", "件数");
    reading.fields.push_back({field, "整数, 缺失 零", {}});
    reading.neutral.emplace_back(field, "0");
    facts.emplace_back(field, std::to_string(count));
    sum += (sum.empty() ? "" : " + ") + row[2] + " × " + Quoted(field);
    reading.value += NumberOf(row[2]) * Rational(count);
    reading.told += (reading.told.empty() ? "" : "、") + field + "=" + std::to_string(count);
    count = std::max<std::int64_t>(count - 1, 1);
  }
  reading.formula = "不超过(" + sum + ", " + limit + ")";
  reading.value = std::min(reading.value, NumberOf(limit));
  reading.rows = {{"", "", facts}};
  reading.questions.push_back({"each", Say("分值是每件的吗？", "are the points for each matter?"),
                               Say("草案逐件计分", "the draft counts each")});
  readings.push_back(std::move(reading));
}

}  // namespace

void ReadBonuses(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  ReadAwards(scope, clause, readings);
  ReadRoles(scope, clause, readings);
  ReadEarnings(scope, clause, readings);
  // Said once for all bonuses of the indicator, and read there.
  TakeBestOnly(scope, clause);
  static const RE2 kAlone(
      "(?:加分)(?:累计|合计|总计|总分|最高)?[^,;]{0,6}?不(?:得)?超过\\d+(?:\\.\\d+)?分");
  static const RE2 kAdds("每[^,;]{0,16}加|分别加|加\\d");
  if (RE2::PartialMatch(scope.standard, kAdds) && clause.Find(kAlone)) clause.Take();
}

}  // namespace kaogong::suggest
