// SPDX-License-Identifier: Apache-2.0
#include "office/library/differences.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace kaogong::office::library {

namespace {

using scheme::Article;
using scheme::Figure;
using scheme::FigureId;
using scheme::kNone;
using scheme::Scheme;

class Comparer {
 public:
  Comparer(const Scheme& before, const Scheme& after) : before_(before), after_(after) {}

  std::vector<Difference> Run() {
    CompareArticles();
    CompareParameters();
    CompareFigures();
    return std::move(differences_);
  }

 private:
  void Add(DifferenceKind kind, Text what, const std::string& article, std::string was,
           std::string is) {
    if (was == is) return;
    differences_.push_back({kind, std::move(what), article, std::move(was), std::move(is)});
  }

  void CompareArticles() {
    std::map<std::string, const Article*> known;
    for (const Article& article : before_.articles) known[article.number] = &article;
    for (const Article& article : after_.articles) {
      const auto found = known.find(article.number);
      if (found == known.end()) {
        Add(DifferenceKind::kArticle, Say("新增{}", "{} is new", article.title), article.number, "",
            article.text);
        continue;
      }
      const Article& old = *found->second;
      Add(DifferenceKind::kArticle, Say("{}的标题", "heading of {}", article.number),
          article.number, old.title, article.title);
      Add(DifferenceKind::kArticle, Say("{}的条文", "text of {}", article.number), article.number,
          old.text, article.text);
      known.erase(found);
    }
    for (const Article& article : before_.articles) {
      if (known.count(article.number) == 0) continue;
      Add(DifferenceKind::kArticle, Say("删去{}", "{} is gone", article.title), article.number,
          article.text, "");
    }
  }

  static std::string ValueOf(const Scheme& scheme, const std::string& name) {
    for (const auto& parameter : scheme.parameters) {
      if (parameter.name != name) continue;
      const auto* value = parameter.At(scheme.as_of);
      return value == nullptr || !value->value ? "—" : value->value->ToString();
    }
    return "";
  }

  void CompareParameters() {
    for (const auto& parameter : before_.parameters) AddParameter(parameter);
    for (const auto& parameter : after_.parameters) {
      if (ValueOf(before_, parameter.name).empty()) AddParameter(parameter);
    }
  }

  void AddParameter(const scheme::Parameter& parameter) {
    Add(DifferenceKind::kParameter, Say("参数“{}”", "parameter '{}'", parameter.name),
        parameter.place.article, ValueOf(before_, parameter.name), ValueOf(after_, parameter.name));
  }

  static const Figure* Find(const Scheme& scheme, const std::string& kind,
                            const std::string& name) {
    const scheme::KindId id = scheme.FindKind(kind);
    if (id == kNone) return nullptr;
    const FigureId figure = scheme.FindFigure(id, name);
    return figure == kNone ? nullptr : &scheme.figure(figure);
  }

  static std::string ArticleOf(const Scheme& scheme, const Figure& figure) {
    return figure.article == kNone
               ? ""
               : scheme.articles[static_cast<std::size_t>(figure.article)].number;
  }

  static std::string Digits(const std::optional<Decimal>& number) {
    return number ? number->ToString() : "";
  }

  void CompareFigures() {
    for (const Figure& figure : before_.figures) {
      const std::string& kind = before_.kind(figure.kind).name;
      const Figure* const now = Find(after_, kind, figure.name);
      if (now == nullptr) {
        Add(DifferenceKind::kFigure, Say("删去{}的“{}”", "{1} of {0} is gone", kind, figure.name),
            ArticleOf(before_, figure), figure.formula, "");
        continue;
      }
      CompareFigure(kind, figure, *now);
    }
    for (const Figure& figure : after_.figures) {
      const std::string& kind = after_.kind(figure.kind).name;
      if (Find(before_, kind, figure.name) != nullptr) continue;
      Add(DifferenceKind::kFigure, Say("新增{}的“{}”", "{1} of {0} is new", kind, figure.name),
          ArticleOf(after_, figure), "", figure.formula);
    }
  }

  void CompareFigure(const std::string& kind, const Figure& was, const Figure& is) {
    const std::string article = ArticleOf(after_, is);
    const auto add = [&](const Text& part, std::string before, std::string after) {
      Add(DifferenceKind::kFigure,
          Say("{0}的“{1}”的{2}", "{3} of '{1}' of {0}", kind, is.name, part.zh, part.en), article,
          std::move(before), std::move(after));
    };
    add({"分值", "points"}, Digits(was.points), Digits(is.points));
    add({"权重", "weight"}, Digits(was.weight), Digits(is.weight));
    add({"上限", "cap"}, Digits(was.cap), Digits(is.cap));
    add({"责任单位", "owner"}, was.owner, is.owner);
    add({"规则", "rule"}, was.formula, is.formula);
    add({"依据条文", "article"}, ArticleOf(before_, was), article);
  }

  const Scheme& before_;
  const Scheme& after_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> DifferencesOf(const Scheme& before, const Scheme& after) {
  return Comparer(before, after).Run();
}

}  // namespace kaogong::office::library
