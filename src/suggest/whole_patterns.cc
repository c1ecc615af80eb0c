// SPDX-License-Identifier: Apache-2.0
// Sentences about more than one indicator: 领导占20%,职工占40%,考核组占40% · 职工、群众、领导3:4:3 ·
// 90分以上为优秀 · 优秀比例不超过20% · 发生重大事故的,一票否决 ·
// 去掉一个最高分和一个最低分后平均.
#include <algorithm>
#include <optional>
#include <utility>

#include "suggest/patterns.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

// ---- vetoes --------------------------------------------------------------------------------

// The veto `condition`; what it does is told and named by the caller.
Reading VetoOf(const Scope& scope, const std::string& condition) {
  const std::string field = scope.namer->Unique(condition, "否决事项");
  Reading reading;
  reading.part = Part::kVeto;
  reading.fields.push_back({field, "是否, 缺失 零", {}});
  reading.formula = Quoted(field);
  reading.neutral = {{field, "否"}};
  reading.rows = {{"", "", {{field, "是"}}}};
  reading.name = scope.namer->Unique(condition + "否决", "否决");
  return reading;
}

Reading BarredBy(const Scope& scope, const std::string& condition) {
  Reading reading = VetoOf(scope, condition);
  reading.pattern = "veto";
  reading.role = "barred";
  reading.told = condition + "：不得评为最高等次";
  return reading;
}

void ReadVetoes(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kClear(
      "(?:凡|如|若)?([^,;:]{2,40}?)(?:的)?,?(?:本项|该项|此项|本指标|该指标)(?:得分)?(?:直接)?(?:"
      "为0分|记0分|计0分|得0分|不得分|清零|全部扣除|分值全扣|扣完)");
  static const RE2 kBar(
      "(?:凡|如|若)?([^,;:]{2,40}?)(?:的)?,?(?:实行|予以|给予|直接)?(?:1票否决|一票否决|取消[^,;]{"
      "0,10}(?:资格|等次|称号)|不得(?:评为|评定为|确定为|参评|评)[^,;]{0,8}(?:优秀|先进|一等|等次)?"
      "[^,;]{0,4}|(?:评|定|确定|列)为不合格(?:等次)?)");
  const std::pair<const RE2*, bool> kinds[] = {{&kClear, true}, {&kBar, false}};
  for (const auto& [pattern, is_clear] : kinds) {
    while (clause.Find(*pattern)) {
      const std::string condition = clause.Group(1);
      clause.Take();
      Reading reading = is_clear ? ClearedBy(scope, condition) : BarredBy(scope, condition);
      if (!is_clear) {
        reading.questions.push_back(
            {"veto",
             Say("否决后得分保留吗，等次最高到哪一等？",
                 "does the score stay, and which grade is the best still open?"),
             Say("草案保留得分，不得评为最高等次",
                 "the draft keeps the score and bars the best grade")});
      }
      readings.push_back(std::move(reading));
    }
  }
}

// ---- weights -------------------------------------------------------------------------------

// Rows of a match: all of it, the name, the percentage.
using WeightRows = std::vector<std::vector<std::string>>;

bool AreWhole(const WeightRows& rows) {
  Rational sum;
  for (const auto& row : rows) sum += NumberOf(row[2]);
  return rows.size() >= 2 && sum == Rational(100);
}

// 产量、质量、成本分别占50%、30%、20%.
WeightRows NamedWeights(Matcher& clause) {
  static const RE2 kLists(
      "([^,;:\\d]{2,60}?)(?:的)?(?:权重)?(?:分别|依次|各)(?:占|为|按)(?:总分的)?((?:\\d+(?:\\.\\d+)"
      "?%[、,]){1,9}\\d+("
      "?:\\.\\d+)?%)");
  static const RE2 kName("([^、和及与]{1,16})");
  static const RE2 kShare("(\\d+(?:\\.\\d+)?)%");
  if (!clause.Find(kLists)) return {};
  Matcher names(clause.Group(1));
  Matcher shares(clause.Group(2));
  const auto all_names = names.TakeAll(kName);
  const auto all_shares = shares.TakeAll(kShare);
  if (all_names.size() != all_shares.size()) return {};
  WeightRows rows;
  for (std::size_t i = 0; i < all_names.size(); ++i)
    rows.push_back({"", all_names[i][1], all_shares[i][1]});
  if (!AreWhole(rows)) return {};
  clause.Take();
  return rows;
}

void ReadWeights(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kRow(
      "(\\d季度|[^,;:、\\d%+=×]{1,16}?)(?:各)?(?:的)?(?:权重为|权重占|权重|占|按|×|\\*|:)(?:总分|"
      "总得分|"
      "绩效得分|"
      "总成绩|权重)?(?:的)?(\\d+(?:\\.\\d+)?)%");
  std::vector<std::vector<std::string>> rows = NamedWeights(clause);
  if (rows.empty()) {
    Matcher probe = clause;
    rows = probe.TakeAll(kRow);
    if (!AreWhole(rows)) return;
    rows = clause.TakeAll(kRow);
  }
  Reading reading;
  reading.pattern = "weights";
  reading.part = Part::kBase;
  std::string parts;
  Facts facts;
  Rational value;
  std::int64_t mark = 90;
  for (const auto& row : rows) {
    static const RE2 kLead("^(?:其中|综合得分|综合|总分|得分|=|\\+|和|及|得分=)+");
    std::string name = row[1];
    RE2::Replace(&name, kLead, "");
    const std::string field = scope.namer->Unique(name + "分", "评分");
    reading.fields.push_back({field, "小数2, 缺失 待定, 范围 [0, 100]", {}});
    parts += (parts.empty() ? "" : ", ") + row[2] + "%: " + Quoted(field);
    facts.emplace_back(field, std::to_string(mark));
    reading.neutral.emplace_back(field, "100");
    value += Rational(mark) * Quotient(NumberOf(row[2]), Rational(100));
    mark = mark == 90 ? 80 : 90;
  }
  const Rational factor = Quotient(scope.points, Rational(100));
  const std::string weighted = "权重合计(" + parts + ")";
  reading.formula = factor == Rational(1) ? weighted : "满分 × " + weighted + " ÷ 100";
  reading.neutral_value = scope.points;
  reading.rows = {{"", "", facts}};
  reading.value = value * factor;
  reading.told = "加权得" + Plain(value) +
                 (factor == Rational(1) ? "" : "，折合" + Plain(reading.value) + "分");
  reading.questions.push_back({"missing-part",
                               Say("缺一方评分时怎样计？", "what if one part is missing?"),
                               Say("草案待定，直到补齐", "the draft waits until it is there")});
  readings.push_back(std::move(reading));
}

// 职工、群众、领导3:6:3(12分): parts of the points, which they make up. Who the parts are of may be unsaid.
void ReadRatio(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kRatio(
      "([\\p{Han}、]{2,60})?(?:\\()?(\\d+(?:\\.\\d+)?(?::\\d+(?:\\.\\d+)?){1,5})(?:\\))?(?:的比例)?(?:\\((?:共|"
      "满分)?(\\d+(?:\\.\\d+)?)分\\))?");
  static const RE2 kNumber("(\\d+(?:\\.\\d+)?)");
  static const RE2 kName("([^、和及与]{1,16})");
  static const RE2 kTail("(?:评分|打分|测评)?(?:的)?(?:权重|比例|分值)?(?:分别|各)?(?:按|占|为|之比)*$");
  if (!clause.Find(kRatio)) return;
  Matcher numbers(clause.Group(2));
  const auto parts = numbers.TakeAll(kNumber);
  Rational sum;
  for (const auto& part : parts) {
    if (NumberOf(part[1]).sign() <= 0) return;
    sum += NumberOf(part[1]);
  }
  // Parts that do not make up the points are a ratio of something else, or a time of day; without
  // points beside them they must be all that the clause says.
  const bool is_alone = clause.Group(0).size() == clause.text().size();
  const bool is_of_points = clause.Has(3) ? sum == NumberOf(clause.Group(3))
                                          : is_alone && scope.has_points && sum == scope.points;
  if (!is_of_points) return;
  std::string list = clause.Group(1);
  RE2::Replace(&list, kTail, "");
  Matcher names(list);
  const auto all_names = names.TakeAll(kName);
  const bool is_named = all_names.size() == parts.size();
  clause.Take();
  static const char* const kParties[] = {"甲方", "乙方", "丙方", "丁方", "戊方", "己方"};
  Reading reading;
  reading.pattern = "ratio";
  std::string formula;
  Facts facts;
  std::int64_t mark = 90;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string party = is_named ? all_names[i][1] : kParties[i];
    const std::string field = scope.namer->Unique(party + "评分", "评分");
    reading.fields.push_back({field, "小数2, 缺失 待定, 范围 [0, 100]", {}});
    formula += (formula.empty() ? "" : " + ") + parts[i][1] + " × " + Quoted(field);
    facts.emplace_back(field, std::to_string(mark));
    reading.neutral.emplace_back(field, "100");
    reading.value += NumberOf(parts[i][1]) * Quotient(Rational(mark), Rational(100));
    reading.told += (reading.told.empty() ? "" : "、") + field + "=" + std::to_string(mark);
    mark = mark == 90 ? 80 : 90;
  }
  reading.formula = "(" + formula + ") ÷ 100";
  reading.neutral_value = sum;
  reading.rows = {{"", "", facts}};
  reading.questions.push_back(
      is_named ? Question{"scale", Say("各方按百分制评分吗？", "are the marks out of a hundred?"),
                          Say("草案按百分制", "the draft takes them so")}
               : Question{"parties", Say("各份是谁的评分，是百分制吗？", "whose marks are they, out of a hundred?"),
                          Say("草案依次叫甲方、乙方，按百分制", "the draft numbers the parties and takes hundredths")});
  readings.push_back(std::move(reading));
}

// ---- grades and quotas ---------------------------------------------------------------------

void ReadGradeLines(Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kAbove(
      "(?:总分|得分)?(?:在)?(\\d+(?:\\.\\d+)?)分?(?:\\(含[^)]{0,6}\\))?(?:以上|及以上)(?:\\(含[^)]{"
      "0,6}\\))?(?:的)?,?(?:评为|定为|确定为|为|是)(?:“)?(优秀|良好|合格|称职|基本称职|基本合格|"
      "达标|先进|一等|二等|三等|好|较好)(?:”)?(?:等次|单位)?");
  static const RE2 kBetween(
      "(?:总分|得分)?(\\d+(?:\\.\\d+)?)(?:分)?(?:以上)?(?:至|到|-|—|~|,)(?:不足)?(\\d+(?:\\.\\d+)?)"
      "分(?:\\(不?含[^)]{0,6}\\))?(?:之间|以下)?(?:的)?,?(?:评为|定为|确定为|为|是)(?:“)?(优秀|"
      "良好|合格|称职|基本称职|基本合格|达标|先进|一等|二等|三等|好|较好|一般)(?:”)?(?:等次|单位)"
      "?");
  static const RE2 kElse(
      "(?:(?:不足|低于)?\\d+(?:\\.\\d+)?分(?:以下)?(?:\\(不含[^)]{0,6}\\))?|其余|其他)(?:的)?,?(?:"
      "评为|定为|确定为|为|是)(?:“)?(不合格|不称职|基本合格|基本称职|未达标|差|较差|一般|合格|称职)"
      "(?:”)?(?:等次|单位)?");
  std::vector<std::pair<Rational, std::string>> rows;
  Matcher probe = clause;
  if (probe.TakeAll(kBetween).size() + probe.TakeAll(kAbove).size() < 1) return;
  for (const auto& row : clause.TakeAll(kBetween)) rows.emplace_back(NumberOf(row[1]), row[3]);
  for (const auto& row : clause.TakeAll(kAbove)) rows.emplace_back(NumberOf(row[1]), row[2]);
  std::sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return b.first < a.first; });
  Reading reading;
  reading.pattern = "grade-lines";
  reading.part = Part::kDefinition;
  reading.role = "grade";
  for (const auto& [least, grade] : rows)
    reading.formula += grade + ": 总分 ≥ " + Plain(least) + "\n";
  if (clause.Find(kElse)) {
    reading.formula += clause.Group(1) + ": 其余\n";
    clause.Take();
  } else {
    const bool has_fail = std::any_of(rows.begin(), rows.end(),
                                      [](const auto& row) { return row.second == "不合格"; });
    reading.formula += has_fail ? "未定: 其余\n" : "不合格: 其余\n";
    reading.questions.push_back(
        {"else", Say("低于最低一档的是什么等次？", "which grade is it below the last line?"),
         Say("草案按不合格", "the draft says 不合格")});
  }
  reading.told = rows[0].second + "从" + Plain(rows[0].first) + "分起";
  readings.push_back(std::move(reading));
}

void ReadQuota(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kQuota(
      "(优秀|先进|一等|良好)(?:等次|单位|名额|档次)?(?:的)?(?:人数|单位数|名额|比例|数量)?(?:"
      "原则上|一般)?(?:控制在|不超过|不得超过|不高于|占|按|为)[^,;\\d]{0,12}?(\\d+(?:\\.\\d+)?)%(?:"
      "以内|确定|评定)?");
  if (!clause.Find(kQuota)) return;
  Reading reading;
  reading.pattern = "quota";
  reading.part = Part::kDefinition;
  reading.role = "quota";
  reading.name = clause.Group(1);
  reading.formula = "入围(总分, 比例: " + clause.Group(2) +
                    "%, 取整: 向下, 分母: 全体, 在: " + scope.group + ", 并列: 不入)";
  reading.told = clause.Group(1) + "不超过" + clause.Group(2) + "%";
  clause.Take();
  reading.questions.push_back(
      {"quota",
       Say("名额怎样取整，分母是谁，并列放不下怎么办？",
           "how is the quota rounded, of whom is it a share, and what of ties?"),
       Say("草案向下取整，以全体为分母，并列放不下的都不入",
           "the draft rounds down, counts all, and leaves out ties that do not fit")});
  readings.push_back(std::move(reading));
}

// ---- panels --------------------------------------------------------------------------------

void ReadPanel(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kTrimmed(
      "去掉(\\d+)?(?:个)?最高分(?:和|、|,|及)?(?:去掉)?(\\d+)?(?:个)?(?:和)?最低分,?[^,;]{0,10}?(?:"
      "取|计算|求)?(?:平均(?:分|值|数)?)?(?:后)?(?:平均(?:分|值|数)?)?");
  if (!clause.Find(kTrimmed)) return;
  const std::string high = clause.Has(1) ? clause.Group(1) : "1";
  const std::string low = clause.Has(2) ? clause.Group(2) : high;
  if (high != "1" || low != "1") return;
  clause.Take();
  const std::string record = scope.namer->Unique(scope.indicator + "评委打分", "评委打分");
  Reading reading;
  reading.pattern = "trimmed-mean";
  reading.fields.push_back({"分数", "小数2, 缺失 待定, 范围 [0, 100]", record});
  const std::string mean = "去极值平均(" + Quoted(record) + ".分数, 去高: 1, 去低: 1)";
  const Rational factor = Quotient(scope.points, Rational(100));
  reading.formula = factor == Rational(1) ? mean : "满分 × " + mean + " ÷ 100";
  for (const char* mark : {"", "95", "90", "80", "60"}) {
    if (*mark == '\0') {
      reading.rows.push_back({"", "", {}});
    } else {
      reading.rows.push_back({record, "", {{"分数", mark}}});
    }
  }
  reading.neutral_rows.assign(reading.rows.begin() + 1, reading.rows.end());
  reading.value = Rational(85) * factor;
  reading.neutral_value = reading.value;
  reading.told = "95、90、80、60去掉最高和最低，平均85";
  reading.questions.push_back({"too-few",
                               Say("评委不足三人时怎样计？", "what with fewer than three marks?"),
                               Say("草案无法计算，须补足", "the draft cannot compute it")});
  readings.push_back(std::move(reading));
}

}  // namespace

Reading ClearedBy(const Scope& scope, const std::string& condition) {
  Reading reading = VetoOf(scope, condition);
  reading.pattern = "cleared";
  reading.role = "cleared";
  reading.told = condition + "：该项得0分";
  return reading;
}

void ReadWhole(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  ReadFormulas(scope, clause, readings);
  ReadRatio(scope, clause, readings);
  ReadWeights(scope, clause, readings);
  ReadGradeLines(clause, readings);
  ReadQuota(scope, clause, readings);
  ReadPanel(scope, clause, readings);
  ReadVetoes(scope, clause, readings);
}

}  // namespace kaogong::suggest
