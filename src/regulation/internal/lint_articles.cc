// SPDX-License-Identifier: Apache-2.0
// Articles: encoded, informative or marked; wording that a rule cannot carry out.
#include <array>

#include "base/utf8.h"
#include "regulation/internal/lint.h"

namespace kaogong::regulation::internal {

using scheme::Article;

namespace {

// Words that leave the measure to whoever applies the article. Longer before shorter where one
// holds the other. To extend: add a row; the sentence says what to write instead.
struct VagueWord {
  std::string_view word;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kVagueWords = std::to_array<VagueWord>({
    {"酌情", "写明每种情形加减多少分", "list each circumstance and its points"},
    {"酌减", "写明每种情形减多少分", "list each circumstance and its points"},
    {"酌定", "写明由什么数据、按什么标准确定", "say from which data and by which standard"},
    {"视情况", "写明哪些情况、各怎样处理", "say which circumstances and what follows from each"},
    {"视情节", "把情节分档，每档写明分值", "grade the circumstances and give points to each"},
    {"视情", "写明哪些情况、各怎样处理", "say which circumstances and what follows from each"},
    {"适当", "写明幅度，如“每次加0.5分，最多3分”",
     "state the amount, such as 0.5 points each, at most 3"},
    {"适度", "写明幅度或上下限", "state the amount or its limits"},
    {"合理确定", "写明怎样计算", "say how it is computed"},
    {"较好", "写明达到多少算，如“完成率90%以上”", "state the threshold, such as 90 % or more"},
    {"较差", "写明低于多少算，如“完成率不满60%”", "state the threshold, such as less than 60 %"},
    {"较高", "写明达到多少算", "state the threshold"},
    {"较低", "写明低于多少算", "state the threshold"},
    {"明显", "写明变化多少算，如“比上年增长5%以上”", "state the change, such as 5 % over last year"},
    {"显著", "写明变化多少算，如“比上年增长5%以上”", "state the change, such as 5 % over last year"},
    {"突出", "写明依据，如“受到市级以上表彰”",
     "state the evidence, such as an award of the city or higher"},
    {"情节严重", "列举哪些情形属于，或写明数量界限", "list the circumstances or state a limit"},
    {"情节较重", "列举哪些情形属于，或写明数量界限", "list the circumstances or state a limit"},
    {"情节轻微", "列举哪些情形属于，或写明数量界限", "list the circumstances or state a limit"},
    {"影响恶劣", "写明依据，如“被省级以上通报”",
     "state the evidence, such as a notice of the province"},
    {"不良影响", "写明依据，如“被县级以上通报”",
     "state the evidence, such as a notice of the county"},
    {"原则上", "写明例外有哪些；没有例外就删去", "list the exceptions, or leave the words out"},
    {"一般不", "写明例外有哪些；没有例外就写“不”", "list the exceptions, or say 'not'"},
    {"等情形", "把情形列全", "list all the circumstances"},
    {"等情况", "把情况列全", "list all the circumstances"},
    {"必要时", "写明什么条件下、由谁决定", "say under which condition and who decides"},
    {"左右", "写明上下限", "state both limits"},
    {"大致", "写明数或上下限", "state the number or both limits"},
    {"as appropriate", "写明每种情形加减多少分", "list each circumstance and its points"},
    {"where appropriate", "写明什么条件下", "state the condition"},
    {"in principle", "写明例外有哪些；没有例外就删去",
     "list the exceptions, or leave the words out"},
    {"reasonable", "写明怎样计算", "say how it is computed"},
    {"significant", "写明变化多少算", "state the threshold"},
});

// A word that names a field, an option, a grade or a figure is defined: 较好 may be a ballot.
bool IsDefined(std::string_view word, const scheme::Scheme& scheme) {
  const auto holds = [&](const std::string& name) { return name.find(word) != std::string::npos; };
  for (const scheme::Field& field : scheme.fields) {
    if (holds(field.name)) return true;
    for (const std::string& option : field.options) {
      if (holds(option)) return true;
    }
  }
  for (const scheme::Figure& figure : scheme.figures) {
    if (holds(figure.name)) return true;
    for (const std::string& grade : figure.grades) {
      if (holds(grade)) return true;
    }
  }
  return false;
}

bool IsMarkedFence(std::string_view info) {
  info = Trim(info);
  for (const std::string_view mark :
       {"规则", "rule", "说明", "informative", "未编码", "not-modelled"}) {
    if (info == mark) return true;
  }
  return false;
}

class VagueFinder {
 public:
  explicit VagueFinder(LintContext* context) : context_(context) {}

  void Find(const Article& article, std::string_view rest) {
    int line = 1;
    for (; line < article.line && !rest.empty(); ++line) rest = AfterLine(rest);
    bool in_fence = false;
    bool in_marked = false;
    bool is_heading = true;  // The article begins with its heading, or with text before any.
    for (; !rest.empty(); ++line, rest = AfterLine(rest)) {
      const std::string_view text = rest.substr(0, rest.find('\n'));
      if (text.starts_with("```")) {
        in_marked = !in_fence && IsMarkedFence(text.substr(3));
        in_fence = !in_fence;
      } else if (!in_fence && text.starts_with('#')) {
        if (!is_heading) return;
      } else if (!in_marked) {
        FindInLine(article, line, text);
      }
      is_heading = false;
    }
  }

 private:
  static std::string_view AfterLine(std::string_view text) {
    const std::size_t end = text.find('\n');
    return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }

  void FindInLine(const Article& article, int line, std::string_view text) {
    std::size_t reported_end = 0;
    for (const VagueWord& vague : kVagueWords) {
      const std::size_t at = text.find(vague.word);
      if (at == std::string_view::npos || (at < reported_end && at > 0)) continue;
      if (IsDefined(vague.word, context_->scheme)) continue;
      reported_end = at + vague.word.size();
      Place place;
      place.file = article.file;
      place.line = line;
      place.column = static_cast<int>(CountCodePoints(text.substr(0, at))) + 1;
      place.length = static_cast<int>(CountCodePoints(vague.word));
      place.article = article.number;
      context_->issues.Warning("lint.vague-wording", std::move(place),
                               Say("“{}”没有标准，规则无法执行",
                                   "'{}' sets no standard that a rule can follow", vague.word),
                               Say("{0}", "{1}", vague.zh, vague.en));
    }
  }

  LintContext* context_;
};

}  // namespace

void LintArticles(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  std::vector<bool> has_rules(scheme.articles.size(), false);
  for (const Declaration& declaration : context->declarations) {
    has_rules[static_cast<std::size_t>(declaration.article)] = true;
  }
  VagueFinder vague(context);
  for (std::size_t i = 0; i < scheme.articles.size(); ++i) {
    const Article& article = scheme.articles[i];
    Place place;
    place.file = article.file;
    place.line = article.line;
    place.article = article.number;
    if (article.status == Article::Status::kUnmarked) {
      context->issues.Error(
          "lint.unmarked-article", place,
          Say("“{}”没有规则，也没有标明“说明”或“未编码”", "'{}' has no rules and is not marked",
              article.title),
          Say("写 ```规则；不产生数值的写 ```说明；不能编码的写 ```未编码 并说明原因",
              "write a ```rule block, ```informative, or ```not-modelled with the reason"));
    }
    if (article.status != Article::Status::kEncoded) continue;
    if (!has_rules[i] && !context->compiled.issues.has_errors()) {
      context->issues.Error(
          "lint.empty-rule", place,
          Say("“{}”的规则块里没有规则", "the rule block of '{}' holds no rule", article.title),
          Say("写上规则，或改为 ```说明", "write the rules, or mark the article ```informative"));
    }
    for (const SourceFile& file : context->files.documents) {
      if (file.path == article.file) vague.Find(article, file.text);
    }
  }
}

}  // namespace kaogong::regulation::internal
