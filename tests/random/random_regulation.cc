// SPDX-License-Identifier: Apache-2.0
#include "random_regulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>

namespace kaogong {
namespace {

// Kinds of row: the whole, towns with villages with cadres, awards of villages, talks with cadres.
enum Kind { kWhole, kTown, kVillage, kCadre, kAward, kTalk };
constexpr std::array<const char*, 6> kKindNames{"全体", "镇", "村", "干部", "表彰", "谈话"};
constexpr std::array<int, 6> kParents{-1, kWhole, kTown, kVillage, kVillage, kCadre};

enum Level { kYear, kHalf, kQuarter, kMonth, kWeek, kDay, kStage };
constexpr std::array<const char*, 7> kLevelNames{"年", "半年", "季", "月", "周", "日", "阶段"};
constexpr std::array<const char*, 7> kPeriods{"",     "上半年", "二季度",    "3月",
                                              "第2周", "\"2012-03-04\"", "期中"};

bool IsAncestor(int ancestor, int kind) {
  while (kind >= 0 && kind != ancestor) kind = kParents[static_cast<std::size_t>(kind)];
  return kind == ancestor;
}

bool Divides(int outer, int inner) {
  if (outer == inner || outer == kYear) return true;
  if (outer == kStage || inner == kStage) return false;
  if (outer == kWeek) return inner == kDay;
  return inner > outer && inner != kWeek;
}

// Where a formula stands: names of `kind` are bare, the value is for rows of `member`.
struct Context {
  int kind = kVillage;
  int member = kVillage;
  int level = kYear;
  bool may_aggregate = true;
};

struct Name {
  std::string text;
  int kind = kVillage;
  int level = kYear;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  RandomRegulation Run() {
    RandomRegulation made;
    // In this order: figures speak of the fields that kinds have made.
    std::string rules = Parameters();
    rules += Kinds();
    rules += Figures();
    made.rules = "## 第一条 考核\n\n```规则\n" + rules + "```\n";
    AddRows(&made.rows);
    return made;
  }

 private:
  using Words = std::vector<std::string>;

  // --- Chance. Not a distribution of the library: those differ between machines.
  int Pick(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool Chance(int percent) { return Pick(100) < percent; }
  template <class Items>
  const auto& One(const Items& items) {
    return items[static_cast<std::size_t>(Pick(static_cast<int>(items.size())))];
  }
  std::string Word(const Words& words) { return One(words); }

  std::string Number() {
    switch (Pick(9)) {
      case 0:
        return std::to_string(Pick(4));
      case 1:
        return fmt::format("{}.{:02}", Pick(100), Pick(100));
      case 2:
        return fmt::format("{}%", Pick(150));
      case 3:
        return Chance(30) ? fmt::format("{}.{:06}", Pick(1000000), Pick(1000000)) : "0.001";
      default:
        return std::to_string(Pick(120));
    }
  }
  std::string Rounding() { return Word({"四舍五入", "四舍六入", "舍去", "进一"}); }

  // --- Declarations.

  std::string Parameters() {
    std::string text =
        "参数 基数 = 50 自 2012-01-01\n"
        "参数 系数表 = 分段([0, 1500]: 1, (1500, +∞): 1.042) 自 2012-01-01\n";
    if (Chance(30)) text += "参数 折算 = 插值(0: 0, 50: 20, 100: 100)\n", tables_.push_back("折算");
    if (Chance(20)) text += "参数 基数 = 60 自 2013-01-01\n";
    tables_.push_back("系数表");
    return text + "考核期 阶段: 期中, 期末\n";
  }

  std::string Missing() { return Word({"待定", "零", "免"}); }

  // A field of a number, once in a while with a facet or per period.
  std::string NumberField(const std::string& name, int kind, int level, const std::string& word) {
    const std::string type = Word({"小数2", "整数", "百分比", "金额", "小数"});
    std::string text = fmt::format("  {} {}: {}", word, name, type);
    numbers_.push_back({name, kind, level});
    fields_.push_back({name, kind, level});
    types_[name] = type;
    if (level != kYear) text += ", 每" + std::string(kLevelNames[static_cast<std::size_t>(level)]);
    if (Chance(15)) {
      text += ", 含 目标";
      numbers_.push_back({name + ".目标", kind, level});
      fields_.push_back({name + ".目标", kind, level});
      types_[name + ".目标"] = type;
    }
    return text + ", 缺失 " + Missing() + "\n";
  }

  int FieldLevel() {
    if (Chance(2)) return kDay;
    if (Chance(3)) return kWeek;
    return One(std::array<int, 5>{kHalf, kQuarter, kQuarter, kMonth, kStage});
  }

  std::string KindFields(int kind, int numbers) {
    std::string text;
    const std::string prefix = Word({"数", "量"}) + std::to_string(kind);
    for (int i = 0; i < numbers; ++i)
      text += NumberField(prefix + std::to_string(i), kind, kYear, Chance(80) ? "数据" : "属性");
    return text;
  }

  std::string Kinds() {
    std::string text;
    if (Chance(30)) text += "针对 全体\n" + KindFields(kWhole, 1);
    text += "对象 镇\n  数据 总额: 金额, 缺失 待定\n";
    numbers_.push_back({"总额", kTown, kYear});
    text += "对象 村 属于 镇\n  属性 人口: 整数, 缺失 零\n" + KindFields(kVillage, 3 + Pick(2));
    if (Chance(60)) text += NumberField("期数", kVillage, FieldLevel(), "数据");
    text += "  数据 级别: 选项(甲, 乙, 丙), 缺失 " + Word({"待定", "免"}) + "\n";
    text += "  数据 是非: 是否, 缺失 " + Missing() + "\n";
    has_cadres_ = Chance(50);
    if (Chance(30)) {
      text += "  数据 报送: 日期, 缺失 " + Word({"待定", "免"}) + "\n";
      dates_.push_back({"报送", kVillage, kYear});
    }
    if (Chance(15)) {
      text += "  引用 外分 = other/总分\n";
      numbers_.push_back({"外分", kVillage, kYear});
      fields_.push_back({"外分", kVillage, kYear});
      types_["外分"] = "小数2";
    }
    if (has_cadres_) text += "对象 干部 属于 村\n" + KindFields(kCadre, 2);
    text += "明细 表彰 属于 村\n";
    has_award_day_ = Chance(40);
    if (has_award_day_) text += "  数据 日子: 日期, 缺失 " + Word({"待定", "免"}) + "\n";
    text += "  数据 分值: 小数2, 缺失 " + Missing() + "\n  数据 事项: 选项(子, 丑, 寅), 缺失 待定\n";
    numbers_.push_back({"分值", kAward, kYear});
    if (has_cadres_ && Chance(50)) {
      has_talks_ = true;
      text += "明细 谈话 属于 干部\n  数据 评分: 整数, 缺失 " + Missing() + "\n";
      numbers_.push_back({"评分", kTalk, kYear});
    }
    return text;
  }

  // --- Names as a formula in the context may write them.

  std::string Written(const Name& name, const Context& at) const {
    return name.kind == at.kind ? name.text
                                : std::string(kKindNames[static_cast<std::size_t>(name.kind)]) +
                                      "." + name.text;
  }

  bool IsVisible(const Name& name, const Context& at) const {
    return IsAncestor(name.kind, at.member) && Divides(name.level, at.level);
  }

  // A number of the context, or of exactly the kind `of`; empty when there is none.
  std::string Known(const Context& at, int of = -1) {
    Words words;
    for (const Name& name : numbers_) {
      if (IsVisible(name, at) && (of < 0 || name.kind == of)) words.push_back(Written(name, at));
    }
    return words.empty() ? "" : Word(words);
  }

  // One period of a number of a finer level.
  std::string OnePeriod(const Context& at) {
    Words words;
    for (const Name& name : numbers_) {
      if (name.level != kYear && name.level != at.level && Divides(at.level, name.level) &&
          IsAncestor(name.kind, at.member))
        words.push_back(Written(name, at) + "[" + kPeriods[static_cast<std::size_t>(name.level)] +
                        "]");
    }
    return words.empty() ? Leaf(at) : Word(words);
  }

  std::string Leaf(const Context& at) {
    const int which = Pick(9);
    if (which == 0) return "基数";
    if (which <= 2) return Number();
    if (which == 3) return Chance(30) ? Word({"不适用", "不适用", "待定"}) : OnePeriod(at);
    const std::string known = Known(at);
    return known.empty() ? Number() : known;
  }

  // --- Conditions.

  bool SeesVillage(const Context& at) const { return IsAncestor(kVillage, at.member); }
  std::string OfVillage(const std::string& name, const Context& at) const {
    return Written({name, kVillage, kYear}, at);
  }

  std::string Condition(const Context& at, int depth) {
    const std::string compared =
        Formula(at, depth - 1) + Word({" > ", " ≥ ", " < ", " ≤ ", " = ", " ≠ "}) +
        (Chance(70) ? Number() : Formula(at, depth - 2));
    switch (depth <= 0 ? Pick(3) : Pick(9)) {
      case 0:
        return compared;
      case 1:
        return SeesVillage(at) ? OfVillage("是非", at) : compared;
      case 2:
        return SeesVillage(at) ? OfVillage("级别", at) + Word({" = ", " ≠ "}) + Word({"甲", "乙"})
                               : compared;
      case 3:
        return "(" + Condition(at, depth - 1) + " 且 " + Condition(at, depth - 1) + ")";
      case 4:
        return "(" + Condition(at, depth - 1) + " 或 " + Condition(at, depth - 1) + ")";
      case 5:
        return "缺(" + Formula(at, depth - 1) + ")";
      case 6:
        return at.may_aggregate ? TruthOverRows(at) : compared;
      case 7:
        return "(若 " + Condition(at, depth - 1) + " 则 是 否则 " + Condition(at, depth - 1) + ")";
      default:
        return "(非 " + Condition(at, depth - 1) + ")";
    }
  }

  // --- Aggregates.

  static Context Inside(Context at, int member) {
    at.member = member;
    at.may_aggregate = false;
    return at;
  }

  std::string Scope(int kind) {
    Words scopes{"全体"};
    for (int above = kind; above > kWhole; above = kParents[static_cast<std::size_t>(above)])
      scopes.emplace_back(kKindNames[static_cast<std::size_t>(above)]);
    return Word(scopes);
  }

  std::string Key(const Context& at) {
    return SeesVillage(at) ? OfVillage(Word({"级别", "是非"}), at) : Formula(at, 0);
  }

  // 若:, 按:, 权:, 待定: in random choice.
  std::string Labels(const Context& inside, bool may_key, bool may_weigh) {
    std::string text;
    if (Chance(25)) text += ", 若: " + Condition(inside, 0);
    if (may_key && Chance(20)) text += ", 按: " + Key(inside);
    if (may_weigh && Chance(40)) text += ", 权: " + Formula(inside, 0);
    if (Chance(35)) text += ", 待定: 跳过";
    return text;
  }

  std::string NumberAggregate(const std::string& body, const std::string& domain,
                              const Context& inside, bool may_key) {
    const int which = Pick(13);
    const std::string key = domain + Labels(inside, may_key, false);
    switch (which) {
      case 0:
        return "计数(" + body + key + ")";
      case 1:
        return "中位数(" + body + key + ")";
      case 2:
        return "几何平均(" + body + key + ")";
      case 3:
        return "标准差(" + body + domain + Labels(inside, may_key, true) + ")";
      case 4:
        return "差异系数(" + body + domain + Labels(inside, may_key, true) + ")";
      case 5:
        return fmt::format("去极值平均({}{}, 去高: {}, 去低: {})", body, key, Pick(2), Pick(2));
      case 6:
        return fmt::format("合计最高({}{}, 同项: {}, 取: {})", body, key,
                           inside.member == kAward ? "表彰.事项" : Formula(inside, 0), 1 + Pick(2));
      case 7:
        return "最大(" + body + key + ")";
      case 8:
        return "最小(" + body + key + ")";
      case 9:
      case 10:
        return "平均(" + body + domain + Labels(inside, may_key, true) + ")";
      default:
        return "合计(" + body + key + ")";
    }
  }

  // A kind below the context's, or -1.
  int Below(const Context& at) {
    std::vector<int> kinds;
    for (const int kind : {kTown, kVillage, kCadre, kAward, kTalk}) {
      const bool is_there =
          (kind != kCadre || has_cadres_) && (kind != kTalk || has_talks_);
      if (is_there && kind != at.member && IsAncestor(at.member, kind)) kinds.push_back(kind);
    }
    return kinds.empty() || at.member != at.kind ? -1 : One(kinds);
  }

  std::string OverBelow(const Context& at) {
    const int member = Below(at);
    if (member < 0) return Leaf(at);
    const Context inside = Inside(at, member);
    if (Chance(15))
      return std::string("计数(") + kKindNames[static_cast<std::size_t>(member)] + ")";
    std::string body = Known(inside, member);
    if (body.empty()) return Leaf(at);
    if (Chance(30)) body += Word({" × ", " - ", " + "}) + Formula(inside, 0);
    return NumberAggregate(body, "", inside, false);
  }

  std::string OverBeside(const Context& at) {
    if (at.kind == kWhole || at.kind != at.member) return Leaf(at);
    Context inside = at;
    inside.may_aggregate = Chance(10);
    const std::string in = ", 在: " + Scope(at.kind);
    if (Chance(50)) return NumberAggregate(Formula(inside, 1), in, inside, true);
    return "名次(" + Formula(inside, 1) + in + ", 并列: " + Word({"跳号", "不跳号", "平均"}) +
           (Chance(40) ? ", 次序: 低" : "") + Labels(inside, true, false) + ")";
  }

  std::string OverPeriods(const Context& at) {
    std::vector<Name> finer;
    for (const Name& name : numbers_) {
      if (name.level != at.level && Divides(at.level, name.level) &&
          IsAncestor(name.kind, at.member))
        finer.push_back(name);
    }
    if (finer.empty()) return Leaf(at);
    const Name name = One(finer);
    Context inside = at;
    inside.level = name.level;
    inside.may_aggregate = false;
    std::string body = Written(name, at);
    if (Chance(30)) body += Word({" × ", " - "}) + Formula(inside, 0);
    return NumberAggregate(
        body, std::string(", 各: ") + kLevelNames[static_cast<std::size_t>(name.level)], inside,
        false);
  }

  std::string TruthOverRows(const Context& at) {
    if (at.kind == kWhole || at.kind != at.member) return Formula(at, 0) + " > 3";
    Context inside = at;
    inside.may_aggregate = false;
    const std::string in = ", 在: " + Scope(at.kind);
    if (Chance(40))
      return Word({"任一(", "全部("}) + Condition(inside, 0) + in + Labels(inside, false, false) +
             ")";
    std::string text = "入围(" + Formula(inside, 1) + in;
    text += Chance(40) ? ", 名额: " + Formula(inside, Pick(2))
                       : ", 比例: " + std::to_string(Pick(100)) + "%, 取整: " +
                             Word({"向下", "向上", "四舍五入"}) + ", 分母: " +
                             (Chance(60) ? "全体" : Condition(inside, 0));
    text += ", 并列: " + Word({"不入", "全入"});
    if (Chance(20)) text += ", 候选: " + Condition(inside, 0);
    return text + Labels(inside, true, false) + ")";
  }

  std::string Aggregate(const Context& at) {
    if (!at.may_aggregate) return Leaf(at);
    switch (Pick(3)) {
      case 0:
        return OverBelow(at);
      case 1:
        return OverBeside(at);
      default:
        return OverPeriods(at);
    }
  }

  // --- Formulas.

  std::string Date(const Context& at) {
    Words words{"日期(\"2012-03-31\")"};
    for (const Name& name : dates_) {
      if (IsVisible(name, at)) words.push_back(Written(name, at));
    }
    return Word(words);
  }

  std::string OfTime(const Context& at) {
    if (at.level != kYear && Chance(60)) {
      if (Chance(40)) return "本期号()";
      return "上期(" + Leaf(at) + ")";
    }
    if (Chance(50))
      return Word({"天数(", "天数(", "工作日("}) + Date(at) + ", " + Date(at) + ")";
    if (Chance(20)) return "天数(" + Date(at) + ", 工作日后(" + Date(at) + ", " + Leaf(at) + "))";
    return "期号(" + Date(at) + ", " + Word({"半年", "季", "月", "周", "日"}) + ")";
  }

  std::string Bands(const Context& at, int depth) {
    const std::string subject = Formula(at, depth - 1);
    switch (Pick(3)) {
      case 0:
        return "分段(" + subject + ", ≥80: " + Formula(at, depth - 1) + ", >20: " + Number() +
               (Chance(70) ? ", 其余: 0)" : ")");
      case 1:
        return fmt::format("分段({}, [0, {}): {}, [{}, +∞): {})", subject, 60, Formula(at, 0), 60,
                           Number());
      default:
        return "分段(" + subject + ", <0: 0, ≤基数: " + Number() + ", 其余: " + Formula(at, 0) + ")";
    }
  }

  std::string Table(const Context& at, int depth) {
    switch (Pick(4)) {
      case 0:
        return "插值(" + Formula(at, depth - 1) + ", 0: 0, 50: " + Formula(at, 0) + ", 100: 100)";
      case 1:
        return SeesVillage(at) ? "对照(" + OfVillage("级别", at) + ", 甲: " +
                                     Formula(at, depth - 1) + ", 乙: " + Number() +
                                     (Chance(60) ? ", 其余: 1)" : ")")
                               : Bands(at, depth);
      case 2:
        return One(tables_) + "(" + Formula(at, depth - 1) + ")";
      default:
        return Bands(at, depth);
    }
  }

  std::string Method(const Context& at) {
    const std::string a = Formula(at, 0);
    const std::string b = Formula(at, 0);
    switch (Pick(6)) {
      case 0:
        return "按比例(" + a + ", " + b + ", 满分: 20" +
               (Chance(50) ? ", 封顶: 120%, 保底: 0)" : ")");
      case 1:
        return "按反比例(" + a + ", " + b + ", 满分: 20)";
      case 2:
        return "功效系数(" + a + ", 不允许: 0, 满意: " + Word({"100", b}) + ")";
      case 3:
        return "增长率(" + a + ", " + b + ")";
      case 4:
        return "完成率(" + a + ", " + b + ")";
      default:
        return "每(" + a + ", 步长: " + Word({"3", "1%", "0.5"}) +
               ", 计: " + Word({"连续", "足", "起"}) + ")";
    }
  }

  // A function that changes one value.
  std::string Single(const std::string& x) {
    switch (Pick(8)) {
      case 0:
        return "绝对值(" + x + ")";
      case 1:
        return "平方根(" + x + ")";
      case 2:
        return "对数(" + x + ")";
      case 3:
        return "幂(" + x + ", " + Word({"2", "0.5", "-1", "3"}) + ")";
      case 4:
        return "取整(" + x + ", " + Rounding() + ")";
      case 5:
        return "(-" + x + ")";
      default:
        return fmt::format("舍入({}, {}位, {})", x, Pick(3), Rounding());
    }
  }

  std::string Formula(const Context& at, int depth) {
    if (depth <= 0) return Leaf(at);
    const auto sub = [&] { return Formula(at, depth - 1); };
    switch (Pick(20)) {
      case 0:
      case 1:
      case 2:
        return "(" + sub() + Word({" + ", " - "}) + sub() + ")";
      case 3:
        return "(" + sub() + " × " + sub() + ")";
      case 4:
        return "(" + Number() + " × " + sub() + ")";
      case 5:
        return "(" + sub() + " ÷ " + sub() + ")";
      case 6:
        return "(若 " + Condition(at, depth - 1) + " 则 " + sub() + " 否则 " + sub() + ")";
      case 7:
        return Word({"不超过(", "不低于("}) + sub() + ", " + Number() + ")";
      case 8:
        return Word({"较小(", "较大("}) + sub() + ", " + sub() + ")";
      case 9:
        return Bands(at, depth);
      case 10:
        return Table(at, depth);
      case 11:
        return Method(at);
      case 12:
        return Single(sub());
      case 13:
        return "如缺(" + sub() + ", " + sub() + ")";
      case 14:
        return "权重合计(30%: " + sub() + ", 70%: " + sub() + ")";
      case 15:
        return Word({"合计(", "平均(", "最大(", "最小("}) + sub() + ", " + sub() + ", " + sub() +
               ")";
      case 16:
        return OfTime(at);
      default:
        return Aggregate(at);
    }
  }

  // --- Figures.

  std::string Options(const std::string& indent) {
    std::string text;
    if (Chance(25)) text += indent + "不低于 0\n";
    if (Chance(25)) text += indent + "不超过 " + std::to_string(20 + Pick(100)) + "\n";
    if (Chance(40)) text += indent + fmt::format("舍入 {}位 {}\n", Pick(3), Rounding());
    return text;
  }

  std::string LeafFormula(const Context& at) {
    const std::string known = Known(at);
    if (!known.empty() && Chance(25))
      return "按比例(" + known + ", " + Leaf(at) + (Chance(50) ? ", 封顶: 120%, 保底: 0)" : ")");
    if (Chance(15)) return "达标(" + Condition(at, 1) + ", 否则: 3)";
    if (!known.empty() && Chance(25)) return "不低于(满分 - 2 × " + known + ", 0)";
    return Formula(at, 1 + Pick(2));
  }

  // Indicators below one: their weights make 100 %, or their points those of the one above.
  std::string Tree(const std::string& name, const std::string& indent, const Context& at, int depth,
                   bool is_weighted) {
    std::string text;
    const int count = 2 + Pick(2);
    int left = 100;
    for (int i = 0; i < count; ++i) {
      const int share = i + 1 == count ? left : 5 + Pick(left - 5 * (count - i) + 1);
      left -= share;
      const std::string child = name + std::to_string(i + 1);
      text += indent + "指标 " + child +
              (is_weighted ? fmt::format(" 权重 {}%\n", share) : fmt::format(" {}分\n", share));
      // Points of children add up to their parent's, so that only weights nest freely.
      if (depth > 0 && is_weighted && Chance(30)) {
        text += Tree(child, indent + "  ", at, depth - 1, Chance(50));
      } else {
        text += indent + "  计分 " + LeafFormula(at) + "\n";
      }
      text += Options(indent + "  ");
    }
    return text;
  }

  std::string Adjustments(const Context& at) {
    std::string text;
    if (Chance(40))
      text += "  加分 特色 不超过 3分\n    项 特一 = " + Formula(at, 1) +
              "\n    项 特二 不超过 2分 = " + OverBelow(at) + "\n";
    if (Chance(40))
      text += "  扣分 违规" + Word({"", " 不超过 10分"}) + "\n    项 违一 = 1.5 × " + OverBelow(at) +
              "\n    项 违二 = " + Formula(at, 1) + "\n";
    return text;
  }

  void Note(const std::string& name, const Context& at) {
    numbers_.push_back({name, at.kind, at.level});
  }

  static std::string Per(const Context& at) {
    return at.level == kYear
               ? ""
               : std::string(" 每") + kLevelNames[static_cast<std::size_t>(at.level)];
  }

  static std::string On(int kind) {
    return std::string("针对 ") + kKindNames[static_cast<std::size_t>(kind)] + "\n";
  }

  Context RandomContext() {
    Context at;
    at.kind = One(std::array<int, 7>{kVillage, kVillage, kVillage, kTown, kWhole, kCadre, kAward});
    if (at.kind == kCadre && !has_cadres_) at.kind = kVillage;
    at.member = at.kind;
    if (at.kind != kAward && Chance(30)) {
      at.level = Chance(4) ? kDay : Chance(8) ? kWeek : One(std::array<int, 4>{1, 2, 3, kStage});
    }
    return at;
  }

  std::string Definitions() {
    std::string text;
    for (int i = 1 + Pick(4); i > 0; --i) {
      const Context at = RandomContext();
      const std::string name = fmt::format("定{}", i);
      // Hundreds of periods: keep it cheap.
      const bool is_long = at.level == kDay || at.level == kWeek;
      text += On(at.kind) + "定义 " + name + Per(at) + " = " +
              (is_long ? "(" + Leaf(at) + " + " + OfTime(at) + ")" : Formula(at, 1 + Pick(3))) +
              "\n" + Options("  ");
      Note(name, at);
    }
    return text;
  }

  std::string Indicators(const Context& year) {
    Context at = year;
    const bool per_quarter = Chance(25);
    const int depth = Chance(30) ? 1 : 0;
    std::string text = "指标 甲类 100分\n" + Tree("甲", "  ", at, depth, Chance(50));
    text += Adjustments(at) + Options("  ");
    Note("甲类", at);
    if (per_quarter) {
      at.level = One(std::array<int, 3>{kHalf, kQuarter, kStage});
      text += "指标 期考 100分" + Per(at) + "\n" + Tree("期", "  ", at, 0, Chance(50));
      Note("期考", at);
    }
    return text;
  }

  std::string Totals(const Context& at) {
    std::string text = "系数 人系数 = 系数表(" + Leaf(at) + ")\n";
    text += "加分 外加 = " + Formula(at, 1) + "\n扣分 外扣 = " + Formula(at, 1) + "\n";
    text += "总分 = " +
            Word({"甲类 × 人系数 + 外加 - 外扣", "合计(甲类, 外加) - 外扣",
                  "权重合计(50%: 甲类, 30%: 外加, 20%: 外扣)", "甲类 × " + Leaf(at) + " ÷ 100",
                  "60% × 甲类 + 40% × " + Formula(at, 1)}) +
            (Chance(50) ? " 舍入 2位\n" : "\n");
    Note("总分", at);
    return text;
  }

  std::string Outcomes(const Context& at) {
    std::string text;
    const std::string in = "在: " + Scope(at.kind);
    if (Chance(60)) {
      text += "排名 = 名次(总分, " + in + ", 并列: " + Word({"跳号", "不跳号", "平均"}) + ")\n";
      Note("排名", at);
    }
    if (Chance(60)) {
      const std::string weight = Word({"不低于(总分, 0)", "不低于(" + Leaf(at) + ", 0)", "总分"});
      text += "奖金 份额 = 分配(" + (at.kind == kVillage ? "镇.总额" : Leaf(at)) + ", " + weight +
              ", 在: " + (at.kind == kVillage ? "镇" : Scope(at.kind)) +
              (Chance(20) ? ", 若: " + Condition(at, 0) : "") +
              (Chance(20) ? ", 位数: 0" : "") + ")\n";
      Note("份额", at);
    }
    text += "等次\n  好: 总分 ≥ 60 且 " + Condition(at, 1) + "\n  中: " +
            (Chance(50) ? Condition(at, 1)
                        : "入围(总分, 比例: 40%, 取整: 向下, 分母: 全体, " + in + ", 并列: 不入)") +
            "\n  差: 其余\n";
    const std::string by_grade = "若 等次 = 好 则 2 否则 (若 等次 = 中 则 1 否则 0)";
    if (Chance(30)) text += "奖金 等次奖 = 50.5 × (" + by_grade + ")\n";
    if (Chance(30)) text += "奖金 等次份额 = 分配(100, " + by_grade + ", " + in + ")\n";
    return text;
  }

  std::string Effects(const Context& at) {
    std::string text;
    if (Chance(50)) {
      Context when = at;
      // A veto found in any month counts for the year.
      if (Chance(30)) when.level = kMonth;
      text += "否决 出事" + Per(when) + " = " + Condition(when, 1) + "\n  效果 总分 " +
              Word({"清零", "扣 5分", "= 30"}) + "\n";
      if (Chance(60)) text += Word({"  效果 等次 不高于 中\n", "  效果 等次 降 1等\n"});
    }
    if (Chance(40))
      text += "例外 总分\n  条件 " + Condition(at, 1) + "\n  改为 " + Formula(at, 1) + "\n";
    if (Chance(20)) text += "校验 \"总分不为负\" = 总分 ≥ 0\n";
    return text;
  }

  std::string Figures() {
    std::string text = Definitions();
    if (Chance(70)) {
      Context at;
      if (has_cadres_ && Chance(25)) at.kind = at.member = kCadre;
      text += On(at.kind);
      text += Indicators(at);
      // What changes the total cannot depend on it.
      const std::string effects = Effects(at);
      text += Totals(at);
      text += Outcomes(at) + effects;
    }
    if (Chance(50)) text += Definitions2();
    return text;
  }

  // Definitions that speak of what was computed before them.
  std::string Definitions2() {
    const Context at = RandomContext();
    if (at.level == kDay || at.level == kWeek) return "";
    return On(at.kind) + "定义 后定" + Per(at) + " = " + Formula(at, 2) + "\n";
  }

  // --- Facts.

  std::string Cell(const std::string& type) {
    if (Chance(6)) return "不适用";
    if (Chance(15)) return "0";
    if (type == "小数2" || type == "金额") {
      if (Chance(5)) return fmt::format("{}.{:02}", Pick(100000000), Pick(100));
      if (Chance(10)) return fmt::format("-{}.{}", Pick(50), Pick(10));
      return fmt::format("{}.{:02}", Pick(120), Pick(4) * 25);
    }
    if (type == "小数") return fmt::format("{}.{:06}", Pick(100), Pick(1000000));
    return std::to_string(Pick(130));
  }

  std::string Day() {
    const int year = Chance(5) ? 2011 + 2 * Pick(2) : 2012;
    return fmt::format("{}-{:02}-{:02}", year, 1 + Pick(12), 1 + Pick(28));
  }

  void AddNumbers(int kind, RandomRow* row) {
    static const std::map<int, Words> kCells{
        {kHalf, {"上半年", "下半年"}},
        {kQuarter, {"一季度", "二季度", "三季度", "四季度"}},
        {kMonth, {"1月", "2月", "3月", "7月", "12月"}},
        {kWeek, {"1", "2", "30"}},
        {kDay, {"2012-03-04", "2012-02-29", "2012-12-31"}},
        {kStage, {"期中", "期末"}}};
    for (const Name& field : fields_) {
      if (field.kind != kind) continue;
      const std::string& type = types_[field.text];
      if (field.level == kYear) {
        if (!Chance(12)) row->cells.emplace_back(field.text, Cell(type));
        continue;
      }
      for (const std::string& period : kCells.at(field.level)) {
        if (!Chance(12)) row->cells.emplace_back(field.text + "[" + period + "]", Cell(type));
      }
    }
  }

  void AddVillage(const std::string& id, const std::string& town, std::vector<RandomRow>* rows) {
    RandomRow row{"村", id, "镇", town, {{"人口", std::to_string(Pick(3000))}}};
    AddNumbers(kVillage, &row);
    if (Chance(85)) row.cells.emplace_back("级别", Word({"甲", "乙", "丙"}));
    if (Chance(85)) row.cells.emplace_back("是非", Word({"是", "否"}));
    if (!dates_.empty() && Chance(85)) row.cells.emplace_back("报送", Day());
    rows->push_back(std::move(row));
    for (int n = has_cadres_ ? Pick(3) : 0; n > 0; --n) {
      const std::string cadre = id + "干" + std::to_string(n);
      rows->push_back({"干部", cadre, "村", id, {}});
      AddNumbers(kCadre, &rows->back());
      for (int talks = has_talks_ ? Pick(3) : 0; talks > 0; --talks) {
        rows->push_back({"谈话", "", "干部", cadre, {}});
        if (!Chance(10)) rows->back().cells.emplace_back("评分", std::to_string(Pick(100)));
      }
    }
    for (int n = Pick(4); n > 0; --n) {
      rows->push_back({"表彰", "", "村", id, {{"事项", Word({"子", "丑", "寅"})}}});
      if (!Chance(12)) rows->back().cells.emplace_back("分值", Cell("小数2"));
      if (has_award_day_ && !Chance(8)) rows->back().cells.emplace_back("日子", Day());
    }
  }

  void AddRows(std::vector<RandomRow>* rows) {
    rows->push_back({"全体", "全体", "", "", {}});
    AddNumbers(kWhole, &rows->back());
    const int towns = 1 + Pick(3);
    for (int i = 0; i < towns; ++i) {
      rows->push_back({"镇", fmt::format("镇{}", i), "", "", {}});
      AddNumbers(kTown, &rows->back());
      if (!Chance(8))
        rows->back().cells.emplace_back("总额", Word({"1000.01", "77", "0", "0.05", "33333.33"}));
    }
    const int villages = Chance(5) ? 0 : 1 + Pick(6);
    for (int i = 0; i < villages; ++i)
      AddVillage(fmt::format("村{}", i), fmt::format("镇{}", Pick(towns)), rows);
  }

  std::mt19937_64 random_;
  std::vector<Name> numbers_;  // All that a formula can name: fields, then figures.
  std::vector<Name> fields_;
  std::vector<Name> dates_;
  std::map<std::string, std::string> types_;
  Words tables_;
  bool has_cadres_ = false;
  bool has_talks_ = false;
  bool has_award_day_ = false;
};

}  // namespace

std::string RandomRegulation::Given() const {
  std::string text;
  for (const char* kind : kKindNames) {
    const bool is_there = std::any_of(rows.begin(), rows.end(),
                                      [&](const RandomRow& row) { return row.kind == kind; });
    if (!is_there) continue;
    text += std::string(kind) + ":\n";
    for (const RandomRow& row : rows) {
      if (row.kind != kind) continue;
      std::string cells = row.parent.empty() ? "" : row.parent_kind + ": " + row.parent;
      for (const auto& [name, value] : row.cells)
        cells += fmt::format("{}\"{}\": \"{}\"", cells.empty() ? "" : ", ", name, value);
      const bool is_whole = row.kind == kKindNames[kWhole];
      text += is_whole          ? "  {" + cells + "}\n"
              : row.id.empty() ? "  - {" + cells + "}\n"
                               : "  " + row.id + ": {" + cells + "}\n";
    }
  }
  return text;
}

RandomRegulation MakeRandomRegulation(std::uint64_t seed) { return Generator(seed).Run(); }

}  // namespace kaogong
