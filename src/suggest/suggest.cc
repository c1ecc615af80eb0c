// SPDX-License-Identifier: Apache-2.0
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "regulation/case.h"
#include "regulation/linter.h"
#include "suggest/clause_text.h"
#include "suggest/correction.h"
#include "suggest/draft.h"
#include "suggest/engine.h"
#include "suggest/suggestion.h"
#include "suggest/understand.h"

namespace kaogong::suggest {
namespace {

const Rational kPointsWhenUnsaid(10);

// A title for a sentence about the whole: its first words.
std::string HeadOf(const std::string& standard) {
  for (const std::string_view mark : {"，", ",", "：", ":", "。", "；", "(", "（", "\n"}) {
    const std::size_t at = standard.find(mark);
    if (at != std::string::npos && at > 0) return HeadOf(standard.substr(0, at));
  }
  // 弄虚作假的取消…, 错保率每高0.1个…: what comes before the condition's end or the figure.
  static const re2::RE2 kBeginning("^([^\\d]{2,}?)(?:的|每|控制在|达到|应在|得|扣|\\d)");
  std::string head;
  return re2::RE2::PartialMatch(standard, kBeginning, &head) ? head : standard;
}

// How much of what was read a draft takes. Clauses that run alone may not run together: two grades
// from one score on.
enum class Taken { kAll, kWithoutTheWhole, kNothing };

// Leaves out what the draft shall not take; what a person wrote stays.
void LeaveOut(Taken taken, ReadClause& read) {
  if (taken == Taken::kAll) return;
  const auto left_out = std::erase_if(read.readings, [&](const Reading& reading) {
    if (reading.pattern == "corrected") return false;
    return taken == Taken::kNothing || reading.part == Part::kDefinition ||
           reading.role == "barred";
  });
  if (left_out == 0) return;
  read.clause.understood = Understood::kNot;
  read.clause.reason =
      Say("与其他条文合在一起不能运行", "it does not run together with the others");
}

class Drafter {
 public:
  Drafter(const Rubric& rubric, const SuggestOptions& options, Taken taken)
      : rubric_(rubric), options_(options), taken_(taken) {
    suggestion_.title = OneLine(!options.title.empty()  ? options.title
                                : !rubric.title.empty() ? rubric.title
                                                        : "考核办法（草案）");
    for (const char* reserved : {"总分", "排名", "等次", "满分", "优秀", "合格", "不合格", "良好"})
      namer_.Unique(reserved, reserved);
    namer_.Unique(options.kind, "单位");
    namer_.Unique(options.group, "组");
  }

  Suggestion Run() {
    ReadItems();
    for (DraftItem& draft : drafts_) Compose(draft, options_, suggestion_.issues);
    Number();
    Assemble();
    Verify();
    for (DraftItem& draft : drafts_) {
      for (ReadClause& read : draft.clauses) {
        Count(read.clause.understood);
        draft.item.clauses.push_back(std::move(read.clause));
      }
      suggestion_.items.push_back(std::move(draft.item));
    }
    return std::move(suggestion_);
  }

 private:
  void ReadItems() {
    for (std::size_t i = 0; i < rubric_.rows.size(); ++i) {
      const RubricRow& row = rubric_.rows[i];
      DraftItem draft;
      draft.item.row = row;
      draft.item.name = namer_.Unique(row.name.empty() ? HeadOf(row.standard) : row.name, "指标");
      draft.points = row.points.units() > 0 ? Rational(row.points) : kPointsWhenUnsaid;
      Scope scope{draft.item.name,        draft.points, row.points.units() > 0, {},
                  Quoted(options_.group), &namer_};
      scope.standard = NormalClause(row.standard).text;
      draft.clauses = ReadStandard(row.standard, scope);
      draft.hand_field = namer_.Unique(draft.item.name + "评分", "评分");
      for (const Decision& decision : options_.decisions) {
        if (decision.item == i && decision.clause < draft.clauses.size())
          Decide(decision, &namer_, draft.clauses);
      }
      for (ReadClause& read : draft.clauses) LeaveOut(taken_, read);
      drafts_.push_back(std::move(draft));
    }
  }

  void Number() {
    int number = 2;
    for (DraftItem& draft : drafts_) draft.item.article = ArticleName(number++);
    hand_article_ = ArticleName(number++);
    total_article_ = ArticleName(number);
  }

  // The standard as paragraphs. What Markdown would take for a heading or a fence stays text.
  static std::string Quote(const std::string& standard) {
    std::string text;
    bool is_start = true;
    for (const char c : standard) {
      if (c == '\r') continue;
      if (is_start && std::string_view("#`~|>-").find(c) != std::string_view::npos) text += "　";
      text += c;
      is_start = c == '\n';
      if (is_start) text += '\n';
    }
    return text + "\n\n";
  }

  // What the article says beneath its text: what was not understood, and what is to be settled.
  static std::string Remarks(const DraftItem& draft) {
    std::string text;
    for (const ReadClause& read : draft.clauses) {
      if (read.clause.understood == Understood::kNot)
        text += "- 【待定】“" + OneLine(read.clause.text) + "”：" + read.clause.reason.zh + "。\n";
      if (read.clause.understood == Understood::kPartly && !read.clause.reason.empty()) {
        text += "- 【部分】“" + OneLine(read.clause.text) + "”：" + read.clause.reason.zh + "。\n";
      }
      for (const Question& question : read.clause.questions)
        text += "- 【请定】" + question.question.zh + question.taken.zh + "。\n";
      for (const Vague& vague : read.clause.vague) {
        text += "- 【含糊】“" + read.clause.text.substr(vague.begin, vague.end - vague.begin) +
                "”：" + vague.reason.zh + "。可以写：" + vague.wording + "。\n";
      }
    }
    if (draft.item.row.points.units() == 0 && draft.is_indicator && !draft.is_bonus)
      text += "- 【请定】没有写明分值，草案按" + Plain(draft.points) + "分。\n";
    return text.empty() ? text : text + "\n";
  }

  static std::string OneLine(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  }

  void Assemble() {
    std::vector<std::pair<std::string, std::string>> articles;
    articles.emplace_back(ArticleName(1) + " 考核对象和数据",
                          "考核对象为各" + options_.kind + "，按" + options_.group +
                              "排名。\n\n```规则\n" + KindsOf(drafts_, options_) + "```\n");
    std::string hand;
    for (const DraftItem& draft : drafts_) {
      const std::string points = draft.item.row.points.units() > 0
                                     ? "（" + draft.item.row.points.Trimmed().ToString() + "分）"
                                     : "";
      std::string body =
          Quote(draft.item.row.standard.empty() ? draft.item.name : draft.item.row.standard) +
          Remarks(draft);
      if (draft.item.is_by_hand) {
        body += "```未编码\n没有可以计算的标准，由考核办评分\n```\n";
        hand += RulesOf(draft, options_);
      } else if (!draft.item.rules.empty()) {
        body += "```规则\n" + RulesOf(draft, options_) + "```\n";
      } else {
        body += Definitions(draft).empty() ? "```说明\n不涉及计分。\n```\n"
                                           : "```说明\n规则在" + total_article_ + "。\n```\n";
      }
      articles.emplace_back(draft.item.article + " " + draft.item.name + points, std::move(body));
    }
    if (!hand.empty()) {
      articles.emplace_back(
          hand_article_ + " 由考核办评分的指标",
          "下列指标还没有可以计算的标准，由考核办评分。\n\n```规则\n" + hand + "```\n");
    } else {
      articles.emplace_back(hand_article_ + " 其他",
                            "没有需要由考核办评分的指标。\n\n```说明\n不涉及计分。\n```\n");
    }
    articles.emplace_back(total_article_ + " 总分、排名和等次", TotalArticle());
    suggestion_.files.push_back(
        {"regulation.md", DocumentOf(suggestion_.title, options_.year, articles)});
  }

  // Vetoes that bar grades and lines about grades and quotas, which stand with the total.
  static std::vector<const Reading*> Definitions(const DraftItem& draft) {
    std::vector<const Reading*> found;
    for (const ReadClause& read : draft.clauses) {
      for (const Reading& reading : read.readings) {
        if (reading.part == Part::kDefinition || reading.role == "barred")
          found.push_back(&reading);
      }
    }
    return found;
  }

  // A formula of the language nests 400 deep at most, and each term of a sum is a level: a long sum
  // is one of sums in parentheses.
  std::string TotalFormula() const {
    constexpr std::size_t kTermsMax = 100;
    std::vector<std::string> sums;
    std::size_t terms = 0;
    for (const DraftItem& draft : drafts_) {
      if (!draft.is_indicator) continue;
      if (terms++ % kTermsMax == 0) sums.emplace_back();
      sums.back() += (sums.back().empty() ? "" : " + ") + Quoted(draft.item.name);
    }
    if (sums.size() == 1) return sums.front();
    std::string total;
    for (const std::string& sum : sums) total += (total.empty() ? "(" : " + (") + sum + ")";
    return total;
  }

  struct Grades {
    std::vector<std::pair<std::string, std::string>> lines;  // Grade and condition, best first.
    bool is_stated = false;
    std::string quota;
    std::string quota_grade;
  };

  Grades GradesOf() const {
    Grades grades;
    Rational full;
    for (const DraftItem& draft : drafts_) {
      if (draft.is_indicator && !draft.is_bonus) full += draft.points;
      for (const Reading* reading : Definitions(draft)) {
        if (reading->role == "quota" && grades.quota.empty()) {
          grades.quota = reading->formula;
          grades.quota_grade = reading->name;
        }
        if (reading->role != "grade" || grades.is_stated) continue;
        grades.is_stated = true;
        for (std::size_t at = 0; at < reading->formula.size();) {
          const std::size_t end = reading->formula.find('\n', at);
          const std::string line = reading->formula.substr(at, end - at);
          const std::size_t colon = line.find(": ");
          grades.lines.emplace_back(line.substr(0, colon), line.substr(colon + 2));
          at = end + 1;
        }
      }
    }
    if (!grades.is_stated) {
      // Nothing but bonuses has no full marks.
      if (full.sign() <= 0) full = Rational(100);
      grades.lines = {{"优秀", "总分 ≥ " + Plain(full * Rational::Fraction(9, 10))},
                      {"合格", "总分 ≥ " + Plain(full * Rational::Fraction(6, 10))},
                      {"不合格", "其余"}};
    }
    for (auto& [grade, condition] : grades.lines) {
      if (!grades.quota.empty() && grade == grades.quota_grade && condition != "其余")
        condition += " 且 " + grades.quota;
    }
    return grades;
  }

  std::string BarringLines(const Grades& grades) {
    std::string lines;
    for (DraftItem& draft : drafts_) {
      std::string fields;
      for (ReadClause& read : draft.clauses) {
        for (const Reading& reading : read.readings) {
          if (reading.role != "barred") continue;
          // The item that scores declares its own fields.
          if (draft.item.is_by_hand || draft.item.rules.empty()) {
            fields += "  数据 " + Quoted(reading.fields.front().name) + ": " +
                      reading.fields.front().declaration + ", 来源 考核办\n";
          }
          lines += "否决 " + Quoted(reading.name) + " = " + reading.formula +
                   "\n  效果 等次 不高于 " + grades.lines[1].first + "\n";
        }
      }
      barring_fields_ += fields;
    }
    return lines;
  }

  std::string TotalArticle() {
    const std::string sum = TotalFormula();
    if (sum.empty()) return "没有可以合计的指标。\n\n```说明\n不涉及计分。\n```\n";
    const Grades grades = GradesOf();
    const std::string barring = BarringLines(grades);
    std::string text =
        "总分为各项得分之和，四舍五入保留两位小数；总分相同的名次并列，后面的名次跳过。";
    if (!grades.is_stated) text += "等次的分数线没有写明，草案按总分值的90%、60%划分，请核定。";
    text += "\n\n```规则\n针对 " + Quoted(options_.kind) + "\n" + barring_fields_ +
            "总分 = " + sum +
            "\n  舍入 2位 四舍五入\n排名 = 名次(总分, 在: " + Quoted(options_.group) +
            ", 并列: 跳号)\n等次\n";
    for (const auto& [grade, condition] : grades.lines)
      text += "  " + grade + ": " + condition + "\n";
    return text + barring + "```\n";
  }

  // The facts under which every item gives what its own words call full.
  std::vector<ExampleRow> AllNeutral() const {
    std::vector<ExampleRow> rows = {{"", kExampleRow, {}}};
    for (const DraftItem& draft : drafts_) {
      rows.front().facts.insert(rows.front().facts.end(), draft.neutral.begin(),
                                draft.neutral.end());
      rows.insert(rows.end(), draft.neutral_rows.begin(), draft.neutral_rows.end());
    }
    return rows;
  }

  void AddCase(const std::string& name, const std::string& text) {
    const std::string number = std::to_string(suggestion_.files.size());
    suggestion_.files.push_back({"cases/" +
                                     std::string(number.size() < 2 ? 2 - number.size() : 0, '0') +
                                     number + "-" + name + ".yaml",
                                 text});
  }

  void AddCases() {
    for (const DraftItem& draft : drafts_) {
      std::string text;
      const std::string basis = draft.item.is_by_hand ? hand_article_ : draft.item.article;
      for (const ReadClause& read : draft.clauses) {
        for (const Example& example : read.clause.examples) {
          text += (text.empty() ? "" : "---\n") +
                  CaseOf(example, draft.item.name + "：" + example.told, basis, options_);
        }
      }
      if (!text.empty()) AddCase(draft.item.name, text);
    }
    AddTotalCase();
  }

  bool HasCorrection() const {
    return std::any_of(
        options_.decisions.begin(), options_.decisions.end(),
        [](const Decision& decision) { return decision.verdict == Verdict::kCorrect; });
  }

  // Everything as the clauses wish it: the total, and what the grades and vetoes make of it.
  void AddTotalCase() {
    if (TotalFormula().empty()) return;
    Rational total;
    // Each indicator is rounded before it is added.
    for (const DraftItem& draft : drafts_) {
      if (!draft.is_indicator) continue;
      const auto points = draft.neutral_value.Round(2, Rounding::kHalfUp);
      if (!points) return;
      total += Rational(*points);
    }
    const auto rounded = total.Round(2, Rounding::kHalfUp);
    if (!rounded) return;
    Example example{AllNeutral(), "总分", rounded->ToString(), "各项没有扣分"};
    // What a person wrote has no arithmetic but the engine's.
    if (HasCorrection()) {
      const Computed computed = Compute(Files(), example, options_.kind);
      if (!computed.value) return;
      example.expected = *computed.value;
    }
    std::string text = CaseOf(example, "各项没有扣分时的总分", total_article_, options_);
    for (DraftItem& draft : drafts_) {
      for (ReadClause& read : draft.clauses) {
        for (const Reading& reading : read.readings) {
          if (reading.part != Part::kDefinition && reading.role != "barred") continue;
          Example grade = example;
          grade.figure = "等次";
          if (reading.role == "barred") {
            auto& facts = grade.rows.front().facts;
            std::erase_if(
                facts, [&](const auto& fact) { return fact.first == reading.fields.front().name; });
            facts.emplace_back(reading.fields.front().name, "是");
          }
          grade.told = reading.told;
          const Computed computed = Compute(Files(), grade, options_.kind);
          if (!computed.value) continue;
          grade.expected = *computed.value;
          text += "---\n" + CaseOf(grade, reading.told, total_article_, options_);
          read.clause.examples.push_back(std::move(grade));
        }
      }
    }
    AddCase("总分和等次", text);
  }

  regulation::RegulationFiles Files() const {
    regulation::RegulationFiles files;
    files.id = "draft";
    for (const DraftFile& file : suggestion_.files) {
      (file.path == "regulation.md" ? files.documents : files.cases)
          .push_back({file.path, file.text});
    }
    return files;
  }

  void Verify() {
    AddCases();
    const regulation::RegulationFiles files = Files();
    const regulation::Compiled compiled = regulation::Compile(files, {});
    for (const Issue& issue : compiled.issues.list()) {
      if (issue.severity == Severity::kError)
        suggestion_.issues.Error(issue.code, issue.place, issue.message, issue.hint);
    }
    if (compiled.issues.has_errors()) return;
    const std::vector<regulation::CaseResult> cases = regulation::RunAllCases(files);
    for (const regulation::CaseResult& result : cases) suggestion_.issues.Append(result.failures);
    suggestion_.issues.Append(regulation::Lint(files, compiled, &cases));
  }

  void Count(Understood understood) {
    Coverage& coverage = suggestion_.coverage;
    switch (understood) {
      case Understood::kWhole:
        ++coverage.whole;
        break;
      case Understood::kPartly:
        ++coverage.partly;
        break;
      case Understood::kNot:
        ++coverage.missed;
        break;
      case Understood::kNote:
        ++coverage.notes;
        break;
    }
  }

  const Rubric& rubric_;
  const SuggestOptions& options_;
  Taken taken_;
  Suggestion suggestion_;
  Namer namer_;
  std::vector<DraftItem> drafts_;
  std::string hand_article_;
  std::string total_article_;
  std::string barring_fields_;
};

}  // namespace

std::string_view NameOf(Understood understood) {
  switch (understood) {
    case Understood::kWhole:
      return "whole";
    case Understood::kPartly:
      return "partly";
    case Understood::kNot:
      return "not";
    case Understood::kNote:
      return "note";
  }
  return "";
}

Text TitleOf(Understood understood) {
  switch (understood) {
    case Understood::kWhole:
      return {"已理解", "understood"};
    case Understood::kPartly:
      return {"部分理解", "partly understood"};
    case Understood::kNot:
      return {"未理解", "not understood"};
    case Understood::kNote:
      return {"说明", "note"};
  }
  return {};
}

std::string_view NameOf(Part part) {
  switch (part) {
    case Part::kBase:
      return "base";
    case Part::kDeduction:
      return "deduction";
    case Part::kBonus:
      return "bonus";
    case Part::kVeto:
      return "veto";
    case Part::kDefinition:
      return "definition";
    case Part::kNone:
      return "none";
  }
  return "";
}

Suggestion Suggest(const Rubric& rubric, const SuggestOptions& options) {
  Suggestion suggestion;
  for (const Taken taken : {Taken::kAll, Taken::kWithoutTheWhole, Taken::kNothing}) {
    suggestion = Drafter(rubric, options, taken).Run();
    if (!suggestion.issues.has_errors()) break;
  }
  return suggestion;
}

}  // namespace kaogong::suggest
