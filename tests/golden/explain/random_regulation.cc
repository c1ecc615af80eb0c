// SPDX-License-Identifier: Apache-2.0
#include "random_regulation.h"

#include <fmt/format.h>

#include <random>
#include <vector>

namespace kaogong::explain {
namespace {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  RandomRegulation Run() {
    RandomRegulation made;
    // In this order: figures speak of the fields that kinds have made.
    const std::string kinds = Kinds();
    made.rules = "## 第一条 考核\n\n```规则\n" + kinds + Figures() + "```\n";
    made.given = Given();
    return made;
  }

 private:
  // Not a distribution of the library: those differ between machines.
  int Pick(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool Chance(int percent) { return Pick(100) < percent; }
  std::string Number() {
    switch (Pick(5)) {
      case 0:
        return std::to_string(Pick(4));
      case 1:
        return fmt::format("{}.{:02}", Pick(100), Pick(100));
      case 2:
        return fmt::format("{}%", Pick(150));
      default:
        return std::to_string(Pick(120));
    }
  }
  template <class Items>
  std::string One(const Items& items) {
    return items[static_cast<std::size_t>(Pick(static_cast<int>(items.size())))];
  }
  std::string Missing() { return One(std::vector<std::string>{"待定", "零", "免"}); }

  std::string Kinds() {
    std::string text =
        "参数 基数 = 50 自 2012-01-01\n参数 系数表 = 分段([0, 1500]: 1, (1500, +∞): 1.042) 自 "
        "2012-01-01\n";
    text += "对象 镇\n  数据 总额: 金额, 缺失 待定\n对象 村 属于 镇\n  属性 人口: 整数, 缺失 零\n";
    for (int i = 0; i < 5; ++i) {
      const std::string type = One(std::vector<std::string>{"小数2", "整数", "百分比"});
      text += fmt::format("  数据 数{}: {}, 缺失 {}\n", i, type, Missing());
      fields_.push_back(fmt::format("数{}", i));
      is_percent_.push_back(type == "百分比");
    }
    text += "  数据 季数: 小数2, 每季, 缺失 " + Missing() + "\n";
    text +=
        "  数据 级别: 选项(甲, 乙, 丙), 缺失 " + One(std::vector<std::string>{"待定", "免"}) + "\n";
    text += "  数据 是非: 是否, 缺失 " + Missing() + "\n";
    text += "明细 表彰 属于 村\n  数据 分值: 小数2, 缺失 " + Missing() +
            "\n  数据 事项: 选项(子, 丑, 寅), 缺失 待定\n针对 村\n";
    return text;
  }

  std::string Condition(int depth) {
    switch (depth <= 0 ? Pick(2) : Pick(7)) {
      case 0:
        return Formula(depth - 1) +
               One(std::vector<std::string>{" > ", " ≥ ", " < ", " ≤ ", " = ", " ≠ "}) + Number();
      case 1:
        return "是非";
      case 2:
        return "(" + Condition(depth - 1) + " 且 " + Condition(depth - 1) + ")";
      case 3:
        return "(" + Condition(depth - 1) + " 或 " + Condition(depth - 1) + ")";
      case 4:
        return "缺(" + One(fields_) + ")";
      case 5:
        return "级别 = " + One(std::vector<std::string>{"甲", "乙", "丙"});
      default:
        return "(非 " + Condition(depth - 1) + ")";
    }
  }

  // A sum of records may not stand in an aggregate over other rows.
  std::string OverRecords() {
    switch (Pick(6)) {
      case 0:
        return "合计(表彰.分值)";
      case 1:
        return "计数(表彰)";
      case 2:
        return "合计最高(表彰.分值, 同项: 表彰.事项)";
      case 3:
        return "合计(表彰.分值, where: 表彰.事项 = 子)";
      case 4:
        return "平均(表彰.分值, 待定: 跳过)";
      default:
        return "去极值平均(表彰.分值, 去高: 1, 去低: 0)";
    }
  }

  std::string OverRows() {
    const std::string field = One(fields_);
    switch (Pick(6)) {
      case 0:
        return "平均(" + field + ", 在: 镇)";
      case 1:
        return "最大(" + field + ", 在: 镇, 待定: 跳过)";
      case 2:
        return "名次(" + field +
               ", 在: 镇, 并列: " + One(std::vector<std::string>{"跳号", "不跳号", "平均"}) + ")";
      case 3:
        return "平均(季数, 各: 季)";
      case 4:
        return "合计(季数, 各: 季, 待定: 跳过)";
      default:
        return "季数[二季度]";
    }
  }

  std::string Formula(int depth) {
    if (depth <= 0) {
      const int which = Pick(8);
      if (which == 0) return "基数";
      if (which <= 2) return Number();
      if (which == 3 && !figures_.empty()) return One(figures_);
      return One(fields_);
    }
    const auto sub = [&] { return Formula(depth - 1); };
    switch (Pick(22)) {
      case 0:
      case 1:
        return "(" + sub() + " + " + sub() + ")";
      case 2:
      case 3:
        return "(" + sub() + " - " + sub() + ")";
      case 4:
        return "(" + sub() + " × " + sub() + ")";
      case 5:
        return "(" + Number() + " × " + sub() + ")";
      case 6:
        return "(" + sub() + " ÷ " + sub() + ")";
      case 7:
        return "(若 " + Condition(depth - 1) + " 则 " + sub() + " 否则 " + sub() + ")";
      case 8:
        return "不超过(" + sub() + ", " + Number() + ")";
      case 9:
        return "不低于(" + sub() + ", " + Number() + ")";
      case 10:
        return "较小(" + sub() + ", " + sub() + ")";
      case 11:
        return "分段(" + sub() + ", ≥80: " + sub() + ", ≥20: " + Number() +
               (Chance(70) ? ", 其余: 0)" : ")");
      case 12:
        return "插值(" + sub() + ", 0: 0, 50: " + Number() + ", 100: 100)";
      case 13:
        return "对照(级别, 甲: " + sub() + ", 其余: " + Number() + ")";
      case 14:
        return "每(" + sub() +
               ", 步长: 3, 计: " + One(std::vector<std::string>{"连续", "足", "起"}) + ")";
      case 15:
        return "舍入(" + sub() + ", 1位)";
      case 16:
        return "如缺(" + sub() + ", " + sub() + ")";
      case 17:
        return OverRecords();
      case 18:
        return OverRows();
      case 19:
        return "权重合计(30%: " + sub() + ", 70%: " + sub() + ")";
      case 20:
        return One(std::vector<std::string>{"合计(", "平均(", "最大("}) + sub() + ", " + sub() +
               ", " + sub() + ")";
      default:
        return "(" + sub() + " × 系数表(人口))";
    }
  }

  std::string Leaf(const std::string& name) {
    if (!name.empty() && Chance(30)) {
      return "按比例(" + One(fields_) + ", " + One(fields_) +
             (Chance(50) ? ", 封顶: 120%, 保底: 0)" : ")");
    }
    if (!name.empty() && Chance(15)) return "达标(" + Condition(1) + ", 否则: 3)";
    if (!name.empty() && Chance(30)) return "不低于(满分 - 2 × " + One(fields_) + ", 0)";
    return Formula(1 + Pick(3));
  }

  std::string Options(const std::string& indent) {
    std::string text;
    if (Chance(30)) text += indent + "不低于 0\n";
    if (Chance(30)) text += indent + "不超过 " + std::to_string(20 + Pick(100)) + "\n";
    if (Chance(50)) {
      text += indent + "舍入 " + std::to_string(Pick(3)) + "位 " +
              One(std::vector<std::string>{"四舍五入", "四舍六入", "舍去", "进一"}) + "\n";
    }
    return text;
  }

  std::string Tree(const std::string& name, const std::string& indent, int depth,
                   bool is_weighted) {
    std::string text;
    const int count = 2 + Pick(3);
    int left = 100;
    for (int i = 0; i < count; ++i) {
      const int share = i + 1 == count ? left : 5 + Pick(left - 5 * (count - i) + 1);
      left -= share;
      const std::string child = name + std::to_string(i + 1);
      const bool nests = depth > 0 && Chance(30);
      // Points of children add up to their parent's, so that only weights nest freely.
      text += indent + "指标 " + child +
              (is_weighted ? fmt::format(" 权重 {}%\n", share) : fmt::format(" {}分\n", share));
      if (nests && is_weighted) {
        text += Tree(child, indent + "  ", depth - 1, Chance(50));
      } else {
        text += indent + "  计分 " + Leaf(child) + "\n";
      }
      text += Options(indent + "  ");
    }
    return text;
  }

  std::string Figures() {
    std::string text;
    for (int i = 0; i < 3; ++i) {
      const std::string name = fmt::format("定{}", i);
      text += "定义 " + name + " = " + Formula(1 + Pick(3)) + "\n";
      figures_.push_back(name);
    }
    text += "系数 人系数 = 系数表(人口)\n";
    text += "指标 甲类 100分\n" + Tree("甲", "  ", 2, Chance(50));
    if (Chance(50)) {
      text += "  加分 特色 不超过 3分\n    项 特一 = " + Formula(1) +
              "\n    项 特二 不超过 2分 = " + OverRecords() + "\n";
    }
    if (Chance(50))
      text += "  扣分 违规\n    项 违一 = 1.5 × " + OverRecords() +
              "\n    项 违二 = " + Formula(1) + "\n";
    text += Options("  ");
    text +=
        "指标 季考 100分 每季\n  指标 季一 60分\n    计分 60 - 季数\n  指标 季二 40分\n    计分 " +
        One(std::vector<std::string>{"按比例(季数, 基数)", "若 季数 > 3 则 40 否则 不适用",
                                     "上期(季数)"}) +
        "\n";
    text += "加分 外加 = " + Formula(2) + "\n扣分 外扣 = " + Formula(1) + "\n";
    text += "总分 = " +
            One(std::vector<std::string>{
                "甲类 × 人系数 + 外加 - 外扣", "(甲类 + 外加) × 系数表(人口)",
                "60% × 甲类 + 40% × 平均(季考, 各: 季)", "合计(甲类, 外加) - 外扣",
                "甲类 × 定0 ÷ 100", "平均(甲类, 合计(季考, 各: 季, 待定: 跳过))",
                "权重合计(50%: 甲类, 30%: 外加, 20%: 平均(季考, 各: 季))"}) +
            (Chance(50) ? " 舍入 2位\n" : "\n");
    text += "排名 = 名次(总分, 在: 镇, 并列: 跳号)\n";
    text += "奖金 份额 = 分配(镇.总额, 不低于(总分, 0), 在: 镇)\n";
    text +=
        "等次\n  好: 总分 ≥ 60 且 " + Condition(1) +
        "\n  中: 入围(总分, 比例: 40%, 取整: 向下, 分母: 全体, 在: 镇, 并列: 不入)\n  差: 其余\n";
    text += "否决 出事 = " + Condition(1) + "\n  效果 总分 " +
            One(std::vector<std::string>{"清零", "扣 5分", "= 30"}) + "\n  效果 等次 不高于 中\n";
    text += "例外 总分\n  条件 " + Condition(1) + "\n  改为 " + Formula(1) + "\n";
    return text;
  }

  std::string Cell(bool is_percent) {
    if (Chance(12)) return "";
    if (Chance(6)) return "不适用";
    if (Chance(15)) return "0";
    if (is_percent) return std::to_string(Pick(130));
    return std::to_string(Pick(120));
  }

  std::string Given() {
    std::string text = "镇:\n  东镇: {总额: 1000.01}\n  西镇: {总额: 77}\n村:\n";
    const int villages = 3 + Pick(3);
    std::string records = "表彰:\n  - {村: 村0}\n";
    for (int i = 0; i < villages; ++i) {
      text += fmt::format("  村{}: {{镇: {}, 人口: {}", i, i == 0 || Chance(70) ? "东镇" : "西镇",
                          Pick(3000));
      for (std::size_t field = 0; field < fields_.size(); ++field) {
        const std::string cell = Cell(is_percent_[field]);
        if (!cell.empty()) text += ", " + fields_[field] + ": " + cell;
      }
      if (Chance(85)) text += ", 级别: " + One(std::vector<std::string>{"甲", "乙", "丙"});
      if (Chance(85)) text += ", 是非: " + One(std::vector<std::string>{"是", "否"});
      for (const char* quarter : {"一季度", "二季度", "三季度", "四季度"}) {
        const std::string cell = Cell(false);
        if (!cell.empty()) text += fmt::format(", \"季数[{}]\": {}", quarter, cell);
      }
      text += "}\n";
      for (int n = Pick(4); n > 0; --n) {
        records += fmt::format("  - {{村: 村{}, 事项: {}", i,
                               One(std::vector<std::string>{"子", "丑", "寅"}));
        const std::string cell = Cell(false);
        if (!cell.empty()) records += ", 分值: " + cell;
        records += "}\n";
      }
    }
    return text + records;
  }

  std::mt19937_64 random_;
  std::vector<std::string> fields_;
  std::vector<bool> is_percent_;
  std::vector<std::string> figures_;
};

}  // namespace

RandomRegulation MakeRandomRegulation(std::uint64_t seed) { return Generator(seed).Run(); }

}  // namespace kaogong::explain
