// SPDX-License-Identifier: Apache-2.0
// kaogong new: a first regulation that lints clean and runs, to be edited from there.
#include <filesystem>
#include <iostream>

#include "base/rational.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/draft_folder.h"
#include "regulation/linter.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

struct Item {
  std::string name;
  Decimal points;
};

// Returns the answer; `fallback` for an empty one or when there is nobody to answer.
std::string Ask(const Text& question, const std::string& fallback) {
  const std::string& words = question.In(OutputLanguage());
  if (fallback.empty()) {
    std::fprintf(stderr, "%s: ", words.c_str());
  } else {
    std::fprintf(stderr, "%s [%s]: ", words.c_str(), fallback.c_str());
  }
  std::string answer;
  if (!std::getline(std::cin, answer)) return fallback;
  const std::string trimmed(Trim(answer));
  return trimmed.empty() ? fallback : trimmed;
}

// Reads "产业发展:40". Errors: kInvalidInput, also for a name that is taken.
Result<Item> ReadItem(const std::string& text, const std::vector<Item>& known) {
  const std::string normal = NormalizeFullWidth(text);
  const std::size_t colon = normal.rfind(':');
  std::string digits(Trim(normal.substr(colon == std::string::npos ? 0 : colon + 1)));
  constexpr std::string_view kPoints = "分";
  if (digits.ends_with(kPoints)) digits.resize(digits.size() - kPoints.size());
  const auto points = Decimal::Parse(digits);
  if (colon == std::string::npos || colon == 0 || !points || points->units() <= 0) {
    return Error{ErrorCode::kInvalidInput,
                 kaogong::Say("指标要写成 名称:分值,如 产业发展:40,不是“{}”",
                              "an indicator is name:points, such as industry:40, not '{}'", text)};
  }
  Item item{std::string(Trim(normal.substr(0, colon))), points->Trimmed()};
  KAOGONG_TRY(CheckName(item.name));
  for (const Item& other : known) {
    if (other.name != item.name) continue;
    return Error{ErrorCode::kInvalidInput,
                 kaogong::Say("指标“{}”写了两次", "the indicator '{}' is given twice", item.name)};
  }
  return item;
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
  return "---\n名称: " + options.title + "\n版本: " + std::to_string(options.year) +
         "\n施行: " + std::to_string(options.year) + "-01-01\n---\n\n# " + options.title +
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

Rational SumOf(const std::vector<Item>& items) {
  Rational sum;
  for (const Item& item : items) sum += item.points;
  return sum;
}

// Asks for indicators until an empty answer; a bad one is asked again.
void AskItems(std::vector<Item>* items) {
  while (true) {
    const std::string answer =
        Ask(kaogong::Say("指标:分值,如 产业发展:40(现共 {} 分;直接回车结束)",
                         "indicator:points, such as industry:40 ({} points so far; enter to end)",
                         SumOf(*items).ToString()),
            "");
    if (answer.empty()) return;
    auto item = ReadItem(answer, *items);
    if (item.ok()) {
      items->push_back(std::move(item).value());
    } else {
      Fail(item.error());
    }
  }
}

void AskAll(NewOptions* options, std::vector<Item>* items) {
  options->title = Ask({"办法名称", "title of the regulation"}, options->title);
  options->kind = Ask({"考核谁", "who is assessed"}, options->kind);
  options->group = Ask({"在什么范围内排名", "within what they rank"}, options->group);
  if (items->empty()) AskItems(items);
}

std::vector<Draft> DraftsOf(const NewOptions& options, const std::vector<Item>& items) {
  const fs::path folder(options.folder);
  const std::string total = SumOf(items).ToString();
  const std::string readme =
      "# " + options.title +
      "\n\n由 `kaogong new` 生成的第一稿。改 `regulation.md` 的条文和规则,在 `cases/` "
      "里补案例,然后:\n\n```\nkaogong lint .\nkaogong test .\nkaogong score .\n```\n\n"
      "`facts/` 里是示例数据;`template.xlsx` 是空的填报模板,填好后用 `--facts` 指明。\n";
  return {{folder / "regulation.md", RegulationText(options, items, total)},
          {folder / "cases" / "01-all-met.yaml", CaseText(options, items, total)},
          {folder / "facts" / (options.kind + ".csv"), FactsText(options, items)},
          {folder / "facts" / (options.group + ".csv"),
           options.group + "\n示例" + options.group + "\n"},
          {folder / "README.md", readme}};
}

// Compiles, lints and tests the draft in memory: what is written is known to run.
Issues Review(const std::vector<Draft>& drafts) {
  regulation::RegulationFiles files;
  files.documents.push_back({drafts[0].path.string(), drafts[0].text});
  files.cases.push_back({drafts[1].path.string(), drafts[1].text});
  const regulation::Compiled compiled = regulation::Compile(files, {});
  Issues issues = compiled.issues;
  if (issues.has_errors()) return issues;
  const auto cases = regulation::RunCases(files, files.cases[0]);
  for (const regulation::CaseResult& result : cases) issues.Append(result.failures);
  issues.Append(regulation::Lint(files, compiled, &cases));
  return issues;
}

}  // namespace

int RunNew(const NewOptions& given) {
  NewOptions options = given;
  if (const auto unused = CheckUnused(options.folder); !unused.ok()) return Fail(unused.error());
  if (options.title.empty()) options.title = "年度目标考核办法";
  if (options.kind.empty()) options.kind = "单位";
  if (options.group.empty()) options.group = "组";
  if (options.year == 0) options.year = ThisYear();
  std::vector<Item> items;
  for (const std::string& text : options.indicators) {
    auto item = ReadItem(text, items);
    if (!item.ok()) return Misuse(item.error().message);
    items.push_back(std::move(item).value());
  }
  if (options.is_interactive) AskAll(&options, &items);
  for (const std::string& name : {options.kind, options.group}) {
    if (const auto checked = CheckName(name); !checked.ok()) return Misuse(checked.error().message);
    for (const Item& item : items) {
      if (item.name != name) continue;
      return Misuse(kaogong::Say("“{}”既是指标又是对象或分组,请用不同的名称",
                                 "'{}' is an indicator and a kind; use different names", name));
    }
  }
  if (items.empty())
    items = {{"重点工作", *Decimal::Parse("50")},
             {"主要业务", *Decimal::Parse("30")},
             {"日常管理", *Decimal::Parse("20")}};
  const std::vector<Draft> drafts = DraftsOf(options, items);
  const Issues issues = Review(drafts);
  if (!issues.empty()) {
    PrintIssues(issues, nullptr);
    return Fail({ErrorCode::kInvalidInput,
                 kaogong::Say("用这些名称写不成办法,没有写出任何文件;请换个名称",
                              "no regulation can be made of these names and nothing was written; "
                              "choose others")});
  }
  if (const auto written = WriteDrafts(drafts); !written.ok()) return Fail(written.error());
  TemplateOptions form;
  form.regulation.folder = options.folder;
  form.out = (fs::path(options.folder) / "template.xlsx").string();
  if (const int code = RunTemplate(form); code != kExitOk) return code;
  Say(stdout,
      kaogong::Say(
          "已写好 {0}。接着可以：\n  kaogong lint {0}\n  kaogong test {0}\n  kaogong score {0}",
          "wrote {0}. Next:\n  kaogong lint {0}\n  kaogong test {0}\n  kaogong score {0}",
          options.folder));
  return kExitOk;
}

}  // namespace kaogong::cli
