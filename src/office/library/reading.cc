// SPDX-License-Identifier: Apache-2.0
#include "office/library/reading.h"

#include <algorithm>

#include "regulation/document.h"
#include "scheme/reading.h"

namespace kaogong::office::library {

namespace {

using scheme::kNone;
using scheme::Scheme;

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void AddParameter(scheme::ParameterId id, std::vector<scheme::ParameterId>* to) {
  if (std::find(to->begin(), to->end(), id) == to->end()) to->push_back(id);
}

// The parameters in a figure's own formula.
void AddParametersOf(const Scheme& scheme, scheme::FigureId figure,
                     std::vector<scheme::ParameterId>* to) {
  scheme::WalkFormula(scheme, figure, scheme::Reach::kOwn, [&](const scheme::Expr& expr) {
    if (expr.op == scheme::Op::kParameter) AddParameter(expr.target, to);
  });
}

// The article in whose lines a place lies; -1 for none.
int ArticleAt(const Scheme& scheme, const Place& place) {
  int found = kNone;
  for (std::size_t i = 0; i < scheme.articles.size(); ++i) {
    const scheme::Article& article = scheme.articles[i];
    if (article.file == place.file && article.line <= place.line) found = static_cast<int>(i);
  }
  return found;
}

}  // namespace

std::vector<ReadingArticle> ReadArticles(const regulation::RegulationFiles& files,
                                         const Checked& checked) {
  const Scheme& scheme = checked.compiled.scheme;
  std::vector<ReadingArticle> articles(scheme.articles.size());
  for (std::size_t i = 0; i < articles.size(); ++i) {
    articles[i].article = static_cast<scheme::ArticleId>(i);
    articles[i].paragraphs = LinesOf(scheme.articles[i].text);
  }
  Issues reported;  // By the compiler already.
  for (const auto& block : regulation::ReadDocument(files.documents, &reported).blocks) {
    int line = block.line;
    for (std::string& text : LinesOf(block.text))
      articles[static_cast<std::size_t>(block.article)].rules.push_back({line++, std::move(text)});
  }
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::ArticleId article = scheme.figures[i].article;
    if (article == kNone) continue;
    ReadingArticle& at = articles[static_cast<std::size_t>(article)];
    at.figures.push_back(static_cast<scheme::FigureId>(i));
    AddParametersOf(scheme, static_cast<scheme::FigureId>(i), &at.parameters);
  }
  for (std::size_t i = 0; i < scheme.parameters.size(); ++i) {
    const int article = ArticleAt(scheme, scheme.parameters[i].place);
    if (article != kNone)
      AddParameter(static_cast<int>(i), &articles[static_cast<std::size_t>(article)].parameters);
  }
  for (std::size_t i = 0; i < checked.issues.list().size(); ++i) {
    const int article = ArticleAt(scheme, checked.issues.list()[i].place);
    if (article != kNone) articles[static_cast<std::size_t>(article)].issues.push_back(i);
  }
  return articles;
}

}  // namespace kaogong::office::library
