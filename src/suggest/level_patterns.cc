// SPDX-License-Identifier: Apache-2.0
// Levels: 90分以上得20分,80至90分得15分,其余不得分 · 优秀得10分,良好得8分 ·
// 第1名得满分,其后每位递减5% · 60分计0分,80分计70分,中间按插值.
#include <algorithm>
#include <optional>
#include <vector>

#include "suggest/patterns.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

// ---- bands ---------------------------------------------------------------------------------

struct Band {
  Rational least;
  Rational points;
};

struct Bands {
  std::vector<Band> bands;  // Highest first.
  std::optional<Rational> otherwise;
  std::string unit;            // "%" or "".
  bool is_upper_open = false;  // 80至90分: whether 90 belongs to it is left to the band above.
};

bool ReadBandRows(Matcher& clause, Bands& bands) {
  static const RE2 kAbove(
      "(\\d+(?:\\.\\d+)?)(%|分|人|项|次|个|家|篇)?(?:\\(含[^)]{0,6}\\))?(?:以上|及以上)(?:\\(含[^)]"
      "{0,12}\\))?(?:的)?,?(?:系数)?(?:得|计|记|为|加)(\\d+(?:\\.\\d+)?)(?:分)?");
  static const RE2 kBetween(
      "(\\d+(?:\\.\\d+)?)(?:%|分|人|项|次|个|家|篇)?(?:\\(含[^)]{0,6}\\))?(?:以上)?(?:至|到|-|—|~)("
      "\\d+(?:\\.\\d+)?)(%|分|人|项|次|个|家|篇)?(?:\\((?:不)?含[^)]{0,6}\\))?(?:之间|以下)?(?:\\("
      "含[^)]{0,12}\\))?(?:的)?,?(?:系数)?(?:得|计|记|为|加)(\\d+(?:\\.\\d+)?)(?:分)?");
  static const RE2 kBelow(
      "(?:低于|不足|不到)?(\\d+(?:\\.\\d+)?)(?:%|分|人|项|次|个|家|篇)?(?:\\(不含[^)]{0,6}\\))?(?:"
      "以下)?(?:\\(不含[^)]{0,12}\\))?(?:的)?[^,;\\d]{0,4}?(?:系数)?,?(?:(?:得|计|记)(\\d+(?:\\."
      "\\d+)?)分|"
      "(?:系数)?为(\\d+(?:\\.\\d+)?)(?:分)?|不得分|不计分|0分)");
  static const RE2 kElse(
      "(?:其余|其他|其它|否则)(?:的)?,?(?:得|计|记|为)?(?:(\\d+(?:\\.\\d+)?)分|不得分|不计分|0分)");
  // A row of one is no table of bands.
  Matcher probe = clause;
  const std::size_t between = probe.TakeAll(kBetween).size();
  const std::size_t above = probe.TakeAll(kAbove).size();
  if (between + above < 2) return false;
  for (const auto& row : clause.TakeAll(kBetween)) {
    bands.bands.push_back({NumberOf(row[1]), NumberOf(row[4])});
    if (row[3] == "%") bands.unit = "%";
    bands.is_upper_open = true;
  }
  for (const auto& row : clause.TakeAll(kAbove)) {
    bands.bands.push_back({NumberOf(row[1]), NumberOf(row[3])});
    if (row[2] == "%") bands.unit = "%";
  }
  for (const RE2* pattern : {&kElse, &kBelow}) {
    if (bands.otherwise || !clause.Find(*pattern)) continue;
    std::size_t points = pattern == &kElse ? 1 : 2;
    if (pattern == &kBelow && !clause.Has(points)) points = 3;
    bands.otherwise = clause.Has(points) ? NumberOf(clause.Group(points)) : Rational();
    clause.Take();
  }
  std::sort(bands.bands.begin(), bands.bands.end(),
            [](const Band& a, const Band& b) { return b.least < a.least; });
  const auto twice =
      std::adjacent_find(bands.bands.begin(), bands.bands.end(),
                         [](const Band& a, const Band& b) { return a.least == b.least; });
  return twice == bands.bands.end();
}

void ReadBands(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  Bands bands;
  if (!ReadBandRows(clause, bands)) return;
  const std::string field =
      scope.namer->Unique(scope.indicator + (bands.unit == "%" ? "比率" : "数值"), "数值");
  Reading reading;
  reading.pattern = "bands";
  reading.fields.push_back(
      {field, bands.unit == "%" ? "百分比, 缺失 待定" : "小数2, 缺失 待定", {}});
  std::string rows;
  for (const Band& band : bands.bands)
    rows += "≥" + Plain(band.least) + bands.unit + ": " + Plain(band.points) + ", ";
  const Rational rest = bands.otherwise.value_or(Rational());
  reading.formula = "分段(" + Quoted(field) + ", " + rows + "其余: " + Plain(rest) + ")";
  reading.neutral = {{field, Plain(bands.bands.front().least) + bands.unit}};
  reading.neutral_value = bands.bands.front().points;
  const Band& second = bands.bands[1];
  reading.rows = {{"", "", {{field, Plain(second.least) + bands.unit}}}};
  reading.value = second.points;
  reading.told = Plain(second.least) + bands.unit + "得" + Plain(second.points) + "分";
  if (!bands.otherwise) {
    reading.questions.push_back(
        {"else", Say("低于最低一档的得几分？", "how many points below the last band?"),
         Say("草案按不得分", "the draft gives none")});
  }
  readings.push_back(std::move(reading));
}

// ---- grades --------------------------------------------------------------------------------

void ReadGrades(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kRow(
      "(基本满意|不满意|满意|基本称职|不称职|称职|基本合格|不合格|合格|较好|较差|优秀|良好|一般|"
      "达标|特级|一级|二级|三级|四级|一等|二等|三等|优|良|中|好|差|[ABCD])(?:等次|等级|档|等|级)?(?"
      ":的)?(?:得|计|记|为|:)?(\\d+(?:\\.\\d+)?"
      ")分");
  Matcher probe = clause;
  if (probe.TakeAll(kRow).size() < 2) return;
  std::vector<std::pair<std::string, Rational>> rows;
  for (const auto& row : clause.TakeAll(kRow)) {
    const bool is_known = std::any_of(rows.begin(), rows.end(),
                                      [&](const auto& known) { return known.first == row[1]; });
    if (!is_known) rows.emplace_back(row[1], NumberOf(row[2]));
  }
  if (rows.size() < 2) return;
  static const RE2 kElse(
      "(?:其余|其他|其它|否则)(?:的)?,?(?:得|计|记|为)?(?:(\\d+(?:\\.\\d+)?)分|不得分|不计分)");
  std::optional<Rational> otherwise;
  if (clause.Find(kElse)) {
    otherwise = clause.Has(1) ? NumberOf(clause.Group(1)) : Rational();
    clause.Take();
  }
  const std::string field = scope.namer->Unique(scope.indicator + "评级", "评级");
  Reading reading;
  reading.pattern = "grades";
  std::string choices;
  std::string keys;
  for (const auto& [grade, points] : rows) {
    choices += (choices.empty() ? "" : ", ") + grade;
    keys += ", " + grade + ": " + Plain(points);
  }
  if (otherwise) choices += ", 其他";
  reading.fields.push_back({field, "选项(" + choices + "), 缺失 待定", {}});
  reading.formula =
      "对照(" + Quoted(field) + keys + (otherwise ? ", 其余: " + Plain(*otherwise) : "") + ")";
  reading.neutral = {{field, rows[0].first}};
  reading.neutral_value = rows[0].second;
  reading.rows = {{"", "", {{field, rows[1].first}}}};
  reading.value = rows[1].second;
  reading.told = rows[1].first + "得" + Plain(rows[1].second) + "分";
  readings.push_back(std::move(reading));
}

// ---- ranks ---------------------------------------------------------------------------------

const char* const kUnits[] = {"甲单位", "乙单位", "丙单位", "丁单位",
                              "戊单位", "己单位", "庚单位", "辛单位"};

// Rows of others that put the first row on `place`: each of those before it has one more.
std::vector<ExampleRow> RankedRows(const std::string& field, int place) {
  std::vector<ExampleRow> rows = {{"", "", {{field, "80"}}}};
  for (int i = 1; i < place; ++i)
    rows.push_back({"", kUnits[i], {{field, std::to_string(80 + i)}}});
  rows.push_back({"", kUnits[place], {{field, "70"}}});
  return rows;
}

std::string RankFormula(const Scope& scope, const std::string& field) {
  return "名次(" + Quoted(field) + ", 在: " + scope.group + ", 并列: 跳号)";
}

Reading RankReading(const Scope& scope, const char* pattern, std::string* field) {
  *field = scope.namer->Unique(scope.indicator + "排名依据", "排名依据");
  Reading reading;
  reading.pattern = pattern;
  reading.fields.push_back({*field, "小数2, 缺失 待定", {}});
  reading.questions.push_back(TiesQuestion());
  return reading;
}

void ReadRankList(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kTop(
      "(?:排名)?前(\\d)(?:名|位)(?:的)?(?:分别|依次)(加|得|计|奖励?)?(\\d+(?:\\.\\d+)?(?:(?:分)?["
      "、,]\\d+(?:\\.\\d+)?)+)(?:分|元)");
  static const RE2 kOne("第(\\d)(?:名|位)(?:的)?(得|计|记|加|为)?(\\d+(?:\\.\\d+)?)分");
  static const RE2 kElse(
      "(?:其余|其他|其它|以后|以下)(?:名次)?(?:的)?,?(?:得|计|记|为)?(?:(\\d+(?:\\.\\d+)?)分|"
      "不得分|不加分)");
  std::vector<Rational> points;
  bool is_bonus = false;
  if (clause.Find(kTop)) {
    is_bonus = clause.Group(2) != "得" && clause.Group(2) != "计";
    static const RE2 kNumber("(\\d+(?:\\.\\d+)?)");
    Matcher numbers(clause.Group(3));
    for (const auto& number : numbers.TakeAll(kNumber)) points.push_back(NumberOf(number[1]));
    if (points.size() !=
        static_cast<std::size_t>(NumberOf(clause.Group(1)).ToInteger(Rounding::kDown).value_or(0)))
      return;
    clause.Take();
  } else {
    Matcher probe = clause;
    const auto rows = probe.TakeAll(kOne);
    if (rows.size() < 2) return;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i][1] != std::to_string(i + 1)) return;
      is_bonus = is_bonus || rows[i][2] == "加";
      points.push_back(NumberOf(rows[i][3]));
    }
    clause.TakeAll(kOne);
  }
  if (points.size() + 1 > std::size(kUnits)) return;
  std::optional<Rational> otherwise;
  if (clause.Find(kElse)) {
    otherwise = clause.Has(1) ? NumberOf(clause.Group(1)) : Rational();
    clause.Take();
  }
  std::string field;
  Reading reading = RankReading(scope, "rank-list", &field);
  reading.part = is_bonus ? Part::kBonus : Part::kBase;
  std::string keys;
  for (std::size_t i = 0; i < points.size(); ++i)
    keys += ", " + std::to_string(i + 1) + ": " + Plain(points[i]);
  reading.formula = "对照(" + RankFormula(scope, field) + keys +
                    ", 其余: " + Plain(otherwise.value_or(Rational())) + ")";
  reading.rows = RankedRows(field, 2);
  reading.value = points[1];
  reading.told = "第2名：" + Plain(points[1]) + "分";
  reading.neutral = {{field, is_bonus ? "0" : "99"}};
  // Alone, the assessee is first whatever it has.
  reading.neutral_value = points[0];
  if (!otherwise && !is_bonus) {
    reading.questions.push_back({"else",
                                 Say("其余名次得几分？", "how many points for the other ranks?"),
                                 Say("草案按不得分", "the draft gives none")});
  }
  readings.push_back(std::move(reading));
}

void ReadRankSteps(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kSteps(
      "第1(?:名|位)?(?:的)?(?:得|计|记|为)?(?:满分|基本分|\\d+(?:\\.\\d+)?分),?[^,;]{0,8}?(?:每(?:"
      "低|降|下降|退)?(?:1|后)?(?:个)?(?:位次|名次|位|名)|依次|逐位|逐名)[^,;\\d]{0,4}?(?:递减|减|"
      "扣|少|降低)(?:满分的?)?(\\d+(?:\\.\\d+)?)(%|分)");
  if (!clause.Find(kSteps)) return;
  clause.Take();
  const Rational size = NumberOf(clause.Group(1));
  const bool is_percent = clause.Group(2) == "%";
  std::string field;
  Reading reading = RankReading(scope, "rank-steps", &field);
  const std::string rank = RankFormula(scope, field);
  reading.formula = is_percent ? "不低于(满分 × (1 - " + Plain(size) + "% × (" + rank + " - 1)), 0)"
                               : "不低于(满分 - " + Plain(size) + " × (" + rank + " - 1), 0)";
  reading.neutral = {{field, "99"}};
  reading.neutral_value = scope.points;
  reading.rows = RankedRows(field, 3);
  const Rational lost =
      is_percent ? scope.points * Quotient(size * Rational(2), Rational(100)) : size * Rational(2);
  reading.value = std::max(scope.points - lost, Rational());
  reading.told = "第3名：" + Plain(scope.points) + "-" + Plain(lost);
  readings.push_back(std::move(reading));
}

// ---- points between -------------------------------------------------------------------------

void ReadInterpolation(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kWord("[^,;]{0,6}(?:按|用|以)?(?:线性)?(?:插值|内插)(?:法)?(?:计算|计分|折算)?");
  static const RE2 kPoint(
      "(\\d+(?:\\.\\d+)?)(%|分)?(?:的)?(?:得|计|记|为)(?:(\\d+(?:\\.\\d+)?)分|满分)");
  Matcher probe = clause;
  if (!probe.Find(kWord) || probe.TakeAll(kPoint).size() < 2) return;
  std::vector<std::pair<Rational, Rational>> points;
  bool is_percent = false;
  for (const auto& row : clause.TakeAll(kPoint)) {
    points.emplace_back(NumberOf(row[1]), row[3].empty() ? scope.points : NumberOf(row[3]));
    is_percent = is_percent || row[2] == "%";
  }
  if (clause.Find(kWord)) clause.Take();
  std::sort(points.begin(), points.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto twice =
      std::adjacent_find(points.begin(), points.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice != points.end()) return;
  const std::string unit = is_percent ? "%" : "";
  const std::string field = scope.namer->Unique(scope.indicator + "数值", "数值");
  Reading reading;
  reading.pattern = "interpolate";
  reading.fields.push_back({field, is_percent ? "百分比, 缺失 待定" : "小数2, 缺失 待定", {}});
  std::string keys;
  for (const auto& [x, y] : points) keys += ", " + Plain(x) + unit + ": " + Plain(y);
  reading.formula = "插值(" + Quoted(field) + keys + ")";
  reading.neutral = {{field, Plain(points.back().first) + unit}};
  reading.neutral_value = points.back().second;
  const auto& [x0, y0] = points[points.size() - 2];
  const auto& [x1, y1] = points.back();
  const Rational middle = Quotient(x0 + x1, Rational(2));
  reading.rows = {{"", "", {{field, Plain(middle) + unit}}}};
  reading.value = Quotient(y0 + y1, Rational(2));
  reading.told = Plain(middle) + unit + "在两点之间：" + Plain(reading.value) + "分";
  reading.questions.push_back({"ends", Say("两端之外怎样计？", "what counts beyond the ends?"),
                               Say("草案按端点的分数", "the draft keeps the points of the end")});
  readings.push_back(std::move(reading));
}

void ReadEfficacy(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kWord("[^,;]{0,12}功效系数(?:法)?[^,;]{0,10}");
  if (!clause.Find(kWord)) return;
  clause.Take();
  static const RE2 kRest("(?:不允许值|满意值)[^,;]{0,12}");
  clause.TakeAll(kRest);
  const std::string field = scope.namer->Unique(scope.indicator + "数值", "数值");
  const std::string low = scope.namer->Unique(scope.indicator + "不允许值", "不允许值");
  const std::string high = scope.namer->Unique(scope.indicator + "满意值", "满意值");
  Reading reading;
  reading.pattern = "efficacy";
  for (const std::string& name : {field, low, high})
    reading.fields.push_back({name, "小数2, 缺失 待定", {}});
  reading.formula = "满分 × 功效系数(" + Quoted(field) + ", 不允许: " + Quoted(low) +
                    ", 满意: " + Quoted(high) + ") ÷ 100";
  reading.neutral = {{field, "100"}, {low, "50"}, {high, "100"}};
  reading.neutral_value = scope.points;
  reading.rows = {{"", "", {{field, "75"}, {low, "50"}, {high, "100"}}}};
  reading.value = scope.points * Rational::Fraction(80, 100);
  reading.told = "60+40×(75-50)÷(100-50)=80";
  reading.questions.push_back(
      {"ends", Say("低于不允许值、高于满意值的怎样计？", "what counts beyond the two values?"),
       Say("草案按公式延伸", "the draft follows the formula")});
  readings.push_back(std::move(reading));
}

}  // namespace

Question TiesQuestion() {
  return {"ties", Say("并列的名次怎样排？", "how do ties rank?"),
          Say("草案按并列后跳过（1、2、2、4）", "the draft skips after a tie (1, 2, 2, 4)")};
}

void ReadLevels(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  ReadInterpolation(scope, clause, readings);
  ReadEfficacy(scope, clause, readings);
  ReadRankSteps(scope, clause, readings);
  ReadRankList(scope, clause, readings);
  ReadBands(scope, clause, readings);
  ReadGrades(scope, clause, readings);
}

}  // namespace kaogong::suggest
