// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "office/library/figure_text.h"

namespace kaogong::cli {

using Json = nlohmann::ordered_json;

namespace {

bool Chinese() { return OutputLanguage() == Language::kChinese; }

// A figure that decides something, in one of the two results.
struct Watched {
  scheme::Role role = scheme::Role::kTotal;
  std::string kind;
  std::string name;
  scheme::FigureId before = scheme::kNone;
  scheme::FigureId after = scheme::kNone;
};

struct Change {
  std::string id;
  std::string name;
  std::string before;
  std::string after;
  std::optional<Rational> difference;  // Of numbers.
};

scheme::FigureId FindByName(const scheme::Scheme& scheme, const std::string& kind,
                            const std::string& name) {
  const scheme::KindId id = scheme.FindKind(kind);
  return id == scheme::kNone ? scheme::kNone : scheme.FindFigure(id, name);
}

std::vector<Watched> FiguresToWatch(const scheme::Scheme& before, const scheme::Scheme& after) {
  std::vector<Watched> watched;
  for (std::size_t i = 0; i < before.figures.size(); ++i) {
    const scheme::Figure& figure = before.figures[i];
    const bool decides =
        figure.role == scheme::Role::kTotal || figure.role == scheme::Role::kRanking ||
        figure.role == scheme::Role::kGrade || figure.role == scheme::Role::kPayout;
    if (!decides || figure.level != scheme::kYear) continue;
    Watched one;
    one.role = figure.role;
    one.kind = before.kind(figure.kind).name;
    one.name = figure.name;
    one.before = static_cast<scheme::FigureId>(i);
    one.after = FindByName(after, one.kind, one.name);
    if (one.after != scheme::kNone && after.figure(one.after).level == scheme::kYear)
      watched.push_back(std::move(one));
  }
  return watched;
}

// How a figure is written: office::library::ShowOnScreen or office::library::ShowDigits.
using Show = office::library::FigureText (*)(const scheme::Scheme&, const facts::Facts&,
                                             scheme::FigureId, const scoring::Value&, Language);

std::vector<Change> ChangesOf(const Run& before, const Run& after, const Watched& watched,
                              Show show) {
  std::vector<Change> changes;
  const scheme::KindId kind = before.regulation.scheme().figure(watched.before).kind;
  const scheme::KindId other = after.regulation.scheme().figure(watched.after).kind;
  for (const facts::Row row : before.facts.table(kind).order) {
    const std::string& id = before.facts.table(kind).ids[static_cast<std::size_t>(row)];
    const auto there = after.facts.FindRow(other, id);
    if (!there) continue;
    const scoring::Value was = before.outcome.At(watched.before, row, 0);
    const scoring::Value is = after.outcome.At(watched.after, *there, 0);
    Change change;
    change.before =
        show(before.regulation.scheme(), before.facts, watched.before, was, OutputLanguage()).text;
    change.after =
        show(after.regulation.scheme(), after.facts, watched.after, is, OutputLanguage()).text;
    change.id = id;
    change.name = before.facts.table(kind).NameOf(row);
    const bool is_number =
        before.regulation.scheme().figure(watched.before).type == scheme::Type::kNumber;
    if (was.ok() && is.ok() && is_number) change.difference = is.number - was.number;
    const bool is_same =
        change.difference ? change.difference->is_zero() : change.before == change.after;
    if (is_same) continue;
    changes.push_back(std::move(change));
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    const Rational left = a.difference ? Absolute(*a.difference) : Rational();
    const Rational right = b.difference ? Absolute(*b.difference) : Rational();
    return right < left;
  });
  return changes;
}

// With the places of the figure; one that is not rounded as on the screen.
std::string Digits(const Rational& number, int places) {
  const auto exact = number.ExactDecimal();
  const int shown = exact
                        ? std::max(places, std::min(exact->scale(), office::library::kScreenPlaces))
                        : office::library::kScreenPlaces;
  const auto rounded = number.Round(std::max(shown, 0), Rounding::kHalfUp);
  return rounded ? rounded->ToString() : number.ToString();
}

std::string Signed(const Rational& number, int places) {
  return (number.sign() > 0 ? "+" : "") + Digits(number, places);
}

Rational Total(const Run& run, scheme::FigureId figure) {
  Rational sum;
  const scheme::KindId kind = run.regulation.scheme().figure(figure).kind;
  for (facts::Row row = 0; row < run.facts.table(kind).rows(); ++row) {
    const scoring::Value value = run.outcome.At(figure, row, 0);
    if (value.ok()) sum += value.number;
  }
  return sum;
}

void PrintChanges(const Run& before, const Run& after, const Watched& watched, int most) {
  const auto changes = ChangesOf(before, after, watched, office::library::ShowOnScreen);
  const int places = before.regulation.scheme().figure(watched.before).places;
  const auto rows =
      before.facts.table(before.regulation.scheme().figure(watched.before).kind).rows();
  Say(stdout, kaogong::Say("{0}.{1}:{3} 个中 {2} 个有变化", "{0}.{1}: {2} of {3} change",
                           watched.kind, watched.name, changes.size(), rows));
  if (watched.role == scheme::Role::kPayout) {
    const Rational was = Total(before, watched.before);
    const Rational is = Total(after, watched.after);
    Say(stdout,
        was == is ? kaogong::Say("  合计 {}，不变", "  in all {}, as before", Digits(was, places))
                  : kaogong::Say("  合计 {} → {}({})", "  in all {} → {} ({})", Digits(was, places),
                                 Digits(is, places), Signed(is - was, places)));
  }
  if (changes.empty()) return;
  std::vector<std::vector<std::string>> table{{watched.kind, Chinese() ? "原来" : "before",
                                               Chinese() ? "现在" : "after",
                                               Chinese() ? "变化" : "change"}};
  for (std::size_t i = 0; i < changes.size() && i < static_cast<std::size_t>(most); ++i) {
    const Change& change = changes[i];
    std::string difference = change.difference ? Signed(*change.difference, places) : "";
    if (watched.role == scheme::Role::kRanking && change.difference) {
      // A smaller number is a better place.
      const bool up = change.difference->sign() < 0;
      difference = (Chinese() ? (up ? "升 " : "降 ") : (up ? "up " : "down ")) +
                   Absolute(*change.difference).ToString();
    }
    table.push_back({change.name, change.before, change.after, difference});
  }
  std::printf("%s", RenderTable(table).c_str());
  if (changes.size() > static_cast<std::size_t>(most)) {
    Say(stdout, kaogong::Say("  ……还有 {} 个", "  ... and {} more",
                             changes.size() - static_cast<std::size_t>(most)));
  }
}

Json ChangesJson(const Run& before, const Run& after, const std::vector<Watched>& watched) {
  Json list = Json::array();
  for (const Watched& one : watched) {
    Json entry{{"kind", one.kind}, {"figure", one.name}};
    Json& rows = entry["changes"] = Json::array();
    for (const Change& change : ChangesOf(before, after, one, office::library::ShowDigits)) {
      Json row{{"id", change.id},
               {"name", change.name},
               {"before", change.before},
               {"after", change.after}};
      if (change.difference) row["difference"] = change.difference->ToString();
      rows.push_back(std::move(row));
    }
    list.push_back(std::move(entry));
  }
  return list;
}

// --- The texts of two regulations.

void PrintLine(Tone tone, const std::string& text) {
  std::printf("%s\n", Paint(text, tone, HasColor(stdout)).c_str());
}

void PrintArticles(const scheme::Scheme& before, const scheme::Scheme& after, int* changes) {
  std::map<std::string, const scheme::Article*> known;
  for (const auto& article : before.articles) known[article.number] = &article;
  for (const auto& article : after.articles) {
    const auto found = known.find(article.number);
    if (found == known.end()) {
      ++*changes;
      PrintLine(Tone::kGood, "+ " + article.title);
      continue;
    }
    if (found->second->text != article.text || found->second->title != article.title) {
      ++*changes;
      PrintLine(Tone::kWarn,
                "~ " + article.title + (Chinese() ? "：条文有改动" : ": the text has changed"));
    }
    known.erase(found);
  }
  for (const auto& article : before.articles) {
    if (known.count(article.number) == 0) continue;
    ++*changes;
    PrintLine(Tone::kBad, "- " + article.title);
  }
}

void PrintParameters(const scheme::Scheme& before, const scheme::Scheme& after, int* changes) {
  const auto value = [](const scheme::Scheme& scheme, const std::string& name) -> std::string {
    for (const auto& parameter : scheme.parameters) {
      if (parameter.name != name) continue;
      const auto* found = parameter.At(scheme.as_of);
      if (found == nullptr || !found->value) return "—";
      return parameter.is_percent ? (Rational(*found->value) * Rational(100)).ToString() + "%"
                                  : found->value->ToString();
    }
    return "—";
  };
  for (const auto& parameter : before.parameters) {
    const std::string was = value(before, parameter.name);
    const std::string is = value(after, parameter.name);
    if (was == is) continue;
    ++*changes;
    PrintLine(Tone::kWarn, "~ " + std::string(Chinese() ? "参数 " : "parameter ") + parameter.name +
                               ": " + was + " → " + is);
  }
  for (const auto& parameter : after.parameters) {
    if (value(before, parameter.name) != "—") continue;
    ++*changes;
    PrintLine(Tone::kGood, "+ " + std::string(Chinese() ? "参数 " : "parameter ") + parameter.name +
                               " = " + value(after, parameter.name));
  }
}

void PrintFigures(const scheme::Scheme& before, const scheme::Scheme& after, int* changes) {
  const auto describe = [](const scheme::Figure& figure) {
    std::string text = figure.formula;
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (figure.points) text += " | " + figure.points->ToString();
    if (figure.weight) text += " | " + figure.weight->ToString();
    return text;
  };
  for (const auto& figure : before.figures) {
    const scheme::FigureId other = FindByName(after, before.kind(figure.kind).name, figure.name);
    if (other == scheme::kNone) {
      ++*changes;
      PrintLine(Tone::kBad, "- " + describe(figure));
    } else if (describe(after.figure(other)) != describe(figure)) {
      ++*changes;
      PrintLine(Tone::kBad, "- " + describe(figure));
      PrintLine(Tone::kGood, "+ " + describe(after.figure(other)));
    }
  }
  for (const auto& figure : after.figures) {
    if (FindByName(before, after.kind(figure.kind).name, figure.name) != scheme::kNone) continue;
    ++*changes;
    PrintLine(Tone::kGood, "+ " + describe(figure));
  }
}

}  // namespace

int RunCompare(const CompareOptions& options) {
  int exit_code = kExitOk;
  RegulationOptions after_options = options.after;
  if (after_options.folder.empty()) after_options.folder = options.before.folder;
  if (after_options.year == 0) after_options.year = options.before.year;
  if (options.after.folder.empty() && options.after.set.empty()) {
    Say(stderr,
        kaogong::Say("请写出第二个办法，或用 --set 名称=值 试改参数",
                     "name a second regulation, or try other parameters with --set name=value"));
    return kExitUsage;
  }
  const auto before = LoadRegulation(options.before, &exit_code);
  if (!before) return exit_code;
  const auto after = LoadRegulation(after_options, &exit_code);
  if (!after) return exit_code;
  int changes = 0;
  if (!options.as_json) {
    Say(stdout, kaogong::Say("办法的不同：", "What differs in the regulations:"));
    PrintArticles(before->scheme(), after->scheme(), &changes);
    PrintParameters(before->scheme(), after->scheme(), &changes);
    PrintFigures(before->scheme(), after->scheme(), &changes);
    if (changes == 0) Say(stdout, kaogong::Say("  没有不同", "  nothing"));
  }
  if (options.text_only) return kExitOk;
  FactsOptions facts = options.facts;
  if (facts.facts.empty()) facts.facts = (before->folder / "facts").string();
  const auto first = LoadAndScore(options.before, facts, {}, &exit_code);
  if (!first) return exit_code;
  const auto second = LoadAndScore(after_options, facts, {}, &exit_code);
  if (!second) return exit_code;
  const auto watched = FiguresToWatch(first->regulation.scheme(), second->regulation.scheme());
  if (options.as_json) {
    std::printf("%s\n", ChangesJson(*first, *second, watched).dump(2).c_str());
    return kExitOk;
  }
  Say(stdout,
      kaogong::Say("\n同一数据下结果的不同：", "\nWhat differs in the results on the same facts:"));
  for (const Watched& one : watched) PrintChanges(*first, *second, one, options.most);
  return kExitOk;
}

}  // namespace kaogong::cli
