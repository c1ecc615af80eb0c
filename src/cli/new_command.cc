// SPDX-License-Identifier: Apache-2.0
// kaogong new: a first regulation that lints clean and runs, to be edited from there.
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "base/rational.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "sheet/replace_file.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

struct Item {
  std::string name;
  Decimal points;
};

std::string Ask(const Text& question, const std::string& fallback) {
  std::fprintf(stderr, "%s [%s]: ", question.In(OutputLanguage()).c_str(), fallback.c_str());
  std::string answer;
  if (!std::getline(std::cin, answer)) return fallback;
  const std::string trimmed(Trim(answer));
  return trimmed.empty() ? fallback : trimmed;
}

std::optional<Item> ReadItem(const std::string& text) {
  const std::string normal = NormalizeFullWidth(text);
  const std::size_t colon = normal.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  std::string digits(Trim(normal.substr(colon + 1)));
  constexpr std::string_view kPoints = "分";
  if (digits.ends_with(kPoints)) digits.resize(digits.size() - kPoints.size());
  const auto points = Decimal::Parse(digits);
  if (!points || points->units() <= 0) return std::nullopt;
  return Item{std::string(Trim(normal.substr(0, colon))), points->Trimmed()};
}

std::string Quoted(const std::string& name) { return "「" + name + "」"; }

std::string RegulationText(const NewOptions& options, const std::vector<Item>& items,
                           const std::string& total) {
  const std::string kind = Quoted(options.kind);
  const std::string group = Quoted(options.group);
  std::string fields;
  std::string leaves;
  std::string listed;
  for (const Item& item : items) {
    const std::string name = Quoted(item.name);
    fields += "  数据 " + name + ": 小数2, 含 目标, 来源 考核办, 缺失 待定, 范围 [0, 100000000]\n";
    leaves += "  指标 " + name + " " + item.points.ToString() + "分 = 按比例(" + name + ", " +
              name + ".目标, 封顶: 100%, 保底: 0) 舍入 2位\n";
    listed += (listed.empty() ? "" : "、") + item.name + item.points.ToString() + "分";
  }
  return "---\n名称: " + options.title + "\n版本: 1\n施行: 2026-01-01\n---\n\n# " + options.title +
         "\n\n## 第一条 目的\n\n为落实年度目标任务,客观评价各" + options.kind +
         "的工作,制定本办法。\n\n```说明\n说明制定目的,不涉及计分。\n```\n\n## 第二条 "
         "考核对象和数据\n\n" +
         "考核对象为各" + options.kind + ",按" + options.group +
         "分组排名。数据由考核办汇总,没有报送的,得分待定。\n\n```规则\n对象 " + group +
         "\n\n对象 " + kind + " 属于 " + group + "\n" + fields +
         "```\n\n## 第三条 指标与计分\n\n总分" + total + "分:" + listed +
         "。完成目标得满分,未完成的按实绩与目标之比计分,超额不加分;"
         "各项得分四舍五入保留两位小数。\n\n```规则\n指标 综合考核 " +
         total + "分 责任 考核办\n" + leaves +
         "```\n\n## 第四条 "
         "总分、排名与等次\n\n总分为各项得分之和,四舍五入保留两位小数。同组按总分排名,"
         "总分相同的名次并列,后面的名次跳过。"
         "九十分以上(含)且进入前百分之二十的为优秀,名额按全组数量向下取整,并列放不下的都不评优秀;"
         "六十分以上(含)的为合格;其余为不合格。"
         "\n\n```规则\n总分 = 综合考核 舍入 2位\n排名 = 名次(总分, 在: " +
         group + ", 并列: 跳号)\n等次\n  优秀: 总分 ≥ " +
         (Rational(*Decimal::Parse(total)) * Rational::Fraction(9, 10)).ToString() +
         " 且 入围(总分, 比例: 20%, 取整: 向下, 分母: 全体, 在: " + group +
         ", 并列: 不入)\n  合格: 总分 ≥ " +
         (Rational(*Decimal::Parse(total)) * Rational::Fraction(6, 10)).ToString() +
         "\n  不合格: 其余\n```\n";
}

std::string CaseText(const NewOptions& options, const std::vector<Item>& items,
                     const std::string& total) {
  std::string given;
  for (const Item& item : items) {
    given += (given.empty() ? "" : ", ") +
             ("\"" + item.name + "\": 100, \"" + item.name + ".目标\": 100");
  }
  const std::string padded = Rational(*Decimal::Parse(total)).Round(2, Rounding::kDown)->ToString();
  return "case: 全部完成得满分\norigin: office\nbasis: [第三条, 第四条]\ngiven:\n  " +
         options.kind + ":\n    示例" + options.kind + ": {" + given + "}\nexpect:\n  " +
         options.kind + ":\n    示例" + options.kind + ": {总分: \"" + padded +
         "\", 排名: 1, 等次: 合格}\n";
}

std::string FactsText(const NewOptions& options, const std::vector<Item>& items) {
  std::string header = options.kind + "," + options.group;
  for (const Item& item : items) header += "," + item.name + "," + item.name + ".目标";
  std::string text = header + "\n";
  for (int row = 1; row <= 5; ++row) {
    text += "示例" + options.kind + std::to_string(row) + ",示例" + options.group;
    for (std::size_t i = 0; i < items.size(); ++i) {
      text += "," + std::to_string(70 + (row * 7 + static_cast<int>(i) * 11) % 35) + ",100";
    }
    text += "\n";
  }
  return text;
}

}  // namespace

int RunNew(const NewOptions& given) {
  NewOptions options = given;
  const fs::path folder(options.folder);
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    return Fail(
        {ErrorCode::kConflict,
         kaogong::Say("{} 已经存在且不是空的;请换一个文件夹",
                      "{} exists and is not empty; choose another folder", folder.string())});
  }
  std::vector<std::string> indicators = options.indicators;
  if (options.is_interactive && ::isatty(::fileno(stdin)) != 0) {
    options.title = Ask({"办法名称", "title of the regulation"},
                        options.title.empty() ? "年度目标考核办法" : options.title);
    options.kind = Ask({"考核谁", "who is assessed"}, options.kind.empty() ? "单位" : options.kind);
    options.group = Ask({"按什么分组排名", "ranked within which group"},
                        options.group.empty() ? "组" : options.group);
    while (indicators.empty() || indicators.back() != "") {
      const std::string answer =
          Ask({"指标:分值(回车结束)", "indicator:points (enter to end)"}, "");
      if (answer.empty()) break;
      indicators.push_back(answer);
    }
  }
  if (options.title.empty()) options.title = "年度目标考核办法";
  if (options.kind.empty()) options.kind = "单位";
  if (options.group.empty()) options.group = "组";
  if (indicators.empty()) indicators = {"重点工作:50", "主要业务:30", "日常管理:20"};
  std::vector<Item> items;
  Rational sum;
  for (const std::string& text : indicators) {
    const auto item = ReadItem(text);
    if (!item) {
      Say(stderr, kaogong::Say("指标要写成 名称:分值,不是“{}”",
                               "an indicator is name:points, not '{}'", text));
      return kExitUsage;
    }
    sum += item->points;
    items.push_back(*item);
  }
  const std::string total = sum.ToString();
  const std::string readme =
      "# " + options.title +
      "\n\n由 `kaogong new` 生成的第一稿。改 `regulation.md` 的条文和规则,在 `cases/` "
      "里补案例,然后:\n\n```\nkaogong lint .\nkaogong test .\nkaogong score .\n```\n";
  const std::pair<fs::path, std::string> files[] = {
      {folder / "regulation.md", RegulationText(options, items, total)},
      {folder / "cases" / "01-all-met.yaml", CaseText(options, items, total)},
      {folder / "facts" / (options.kind + ".csv"), FactsText(options, items)},
      {folder / "facts" / (options.group + ".csv"),
       options.group + "\n示例" + options.group + "\n"},
      {folder / "README.md", readme}};
  for (const auto& [path, text] : files) {
    fs::create_directories(path.parent_path(), error);
    const auto written = sheet::ReplaceFile(path, text);
    if (!written.ok()) return Fail(written.error());
  }
  Say(stdout,
      kaogong::Say(
          "已写好 {0}。接着可以:\n  kaogong lint {0}\n  kaogong test {0}\n  kaogong score {0}",
          "wrote {0}. Next:\n  kaogong lint {0}\n  kaogong test {0}\n  kaogong score {0}",
          folder.string()));
  return kExitOk;
}

}  // namespace kaogong::cli
