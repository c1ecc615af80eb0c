// SPDX-License-Identifier: Apache-2.0
// Cases: rules that none of them exercises, and articles they cite that are not there.
#include "base/utf8.h"
#include "regulation/internal/lint.h"

namespace kaogong::regulation::internal {

namespace {

// 第五条第二款 cites 第五条.
bool Cites(std::string_view basis, const scheme::Article& article) {
  if (basis == article.number || basis == article.title) return true;
  return article.number.ends_with("条") && basis.starts_with(article.number);
}

void LintBasis(const std::vector<CaseResult>& cases, LintContext* context) {
  std::vector<std::string> known;
  for (const scheme::Article& article : context->scheme.articles) known.push_back(article.number);
  for (const CaseResult& result : cases) {
    for (const std::string& basis : result.basis) {
      bool found = false;
      for (const scheme::Article& article : context->scheme.articles)
        found = found || Cites(basis, article);
      if (found) continue;
      Place place;
      place.file = result.file;
      place.line = result.line;
      const std::string near = NearestName(basis, known);
      context->issues.Warning(
          "lint.unknown-basis", std::move(place),
          Say("案例“{0}”引用的“{1}”不在办法里", "case '{0}' cites '{1}', which is not there",
              result.title, basis),
          near.empty() ? Text{} : Say("是否想写“{}”？", "did you mean '{}'?", near));
    }
  }
}

}  // namespace

void LintCases(LintContext* context) {
  if (context->cases == nullptr || context->compiled.issues.has_errors()) return;
  const std::vector<CaseResult>& cases = *context->cases;
  const scheme::Scheme& scheme = context->scheme;
  if (cases.empty()) {
    Place place;
    if (!context->files.documents.empty()) place.file = context->files.documents.front().path;
    place.line = 1;
    context->issues.Warning(
        "lint.no-cases", std::move(place),
        Say("没有案例，规则没有经过检验", "there are no cases: no rule has been tried"),
        Say("在 cases/ 里为每条规则写案例", "write cases for every rule in cases/"));
    return;
  }
  LintBasis(cases, context);
  std::vector<bool> figures(scheme.figures.size(), false);
  std::vector<bool> effects(scheme.effects.size(), false);
  for (const CaseResult& result : cases) {
    for (std::size_t i = 0; i < figures.size() && i < result.figures.size(); ++i) {
      figures[i] = figures[i] || result.figures[i];
    }
    for (std::size_t i = 0; i < effects.size() && i < result.effects.size(); ++i) {
      effects[i] = effects[i] || result.effects[i];
    }
  }
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (figures[i]) continue;
    const scheme::Figure& figure = scheme.figures[i];
    context->issues.Warning(
        "lint.untested-figure", figure.place,
        Say("没有案例算出过“{}”", "no case gives '{}' a value", figure.name),
        Say("加一个案例，写明应得的结果", "add a case that says what must come out"));
  }
  for (std::size_t i = 0; i < effects.size(); ++i) {
    if (effects[i]) continue;
    const scheme::Effect& effect = scheme.effects[i];
    context->issues.Warning(
        "lint.untested-effect", effect.place,
        Say("没有案例触发过“{0}”对“{1}”的作用", "no case makes '{0}' act on '{1}'", effect.name,
            scheme.figure(effect.target).name),
        Say("加一个触发它的案例", "add a case in which it applies"));
  }
}

}  // namespace kaogong::regulation::internal
