// SPDX-License-Identifier: Apache-2.0
#include "suggest/correction.h"

#include <algorithm>

#include "base/utf8.h"
#include "formula/token.h"

namespace kaogong::suggest {
namespace {

// A figure that a formula names, and what stands beside it: 目标, 上年.
struct Named {
  std::string name;
  std::vector<std::string> facets;
};

std::vector<Named> NamesIn(const std::string& formula) {
  std::vector<Named> names;
  Issues ignored;  // Said when the rules are compiled.
  for (const formula::LogicalLine& line : formula::Tokenize(formula, {}, 1, &ignored)) {
    for (std::size_t i = 0; i < line.tokens.size(); ++i) {
      const formula::Token& token = line.tokens[i];
      const bool is_facet = i > 0 && line.tokens[i - 1].IsSymbol(".");
      if (token.kind != formula::TokenKind::kName || !token.is_quoted || is_facet) continue;
      auto found = std::ranges::find(names, token.text, &Named::name);
      if (found == names.end()) found = names.insert(names.end(), {token.text, {}});
      const bool has_facet = i + 2 < line.tokens.size() && line.tokens[i + 1].IsSymbol(".") &&
                             line.tokens[i + 2].kind == formula::TokenKind::kName;
      if (!has_facet) continue;
      const std::string& facet = line.tokens[i + 2].text;
      if (std::ranges::find(found->facets, facet) == found->facets.end())
        found->facets.push_back(facet);
    }
  }
  return names;
}

// Declares a figure that nothing in the draft has, and gives the example facts of it.
void Declare(const Named& named, Reading& reading) {
  std::string beside;
  for (const std::string& facet : named.facets) beside += ", 含 " + facet;
  reading.fields.push_back({named.name, "小数2" + beside + ", 缺失 待定", {}});
  const bool is_alone = named.facets.empty();
  if (reading.rows.empty()) reading.rows.push_back({"", "", {}});
  const std::string value = is_alone ? "2" : "90";
  reading.rows.front().facts.emplace_back(named.name, value);
  reading.neutral.emplace_back(named.name, is_alone ? "0" : "100");
  reading.told += (reading.told.empty() ? "" : "、") + named.name + value;
  for (const std::string& facet : named.facets) {
    reading.rows.front().facts.emplace_back(named.name + "." + facet, "100");
    reading.neutral.emplace_back(named.name + "." + facet, "100");
    reading.told += "、" + facet + "100";
  }
}

// What a clause that was not understood seems to be.
Part PartOf(const std::string& text) {
  if (text.find("扣") != std::string::npos || text.find("减分") != std::string::npos)
    return Part::kDeduction;
  return text.find("加") != std::string::npos ? Part::kBonus : Part::kBase;
}

Reading Corrected(const std::string& formula, const std::string& text,
                  const std::vector<Reading>& instead) {
  Reading reading;
  reading.part = PartOf(text);
  if (!instead.empty()) reading = instead.front();
  for (std::size_t i = 1; i < instead.size(); ++i) {
    reading.fields.insert(reading.fields.end(), instead[i].fields.begin(), instead[i].fields.end());
    reading.neutral.insert(reading.neutral.end(), instead[i].neutral.begin(),
                           instead[i].neutral.end());
  }
  reading.pattern = "corrected";
  reading.formula = formula;
  reading.questions.clear();
  return reading;
}

}  // namespace

void Decide(const Decision& decision, Namer* namer, std::vector<ReadClause>& clauses) {
  ReadClause& read = clauses[decision.clause];
  if (decision.verdict == Verdict::kReject) {
    read.readings.clear();
    read.clause.understood = Understood::kNot;
    read.clause.reason = Say("建议被退回", "the suggestion was rejected");
  }
  if (decision.verdict == Verdict::kCorrect) {
    Reading reading = Corrected(decision.formula, read.clause.text, read.readings);
    for (const Named& named : NamesIn(decision.formula)) {
      if (namer->Take(named.name)) Declare(named, reading);
    }
    read.readings = {std::move(reading)};
    read.clause.understood = Understood::kWhole;
    read.clause.reason = {};
  }
}

Issues PlacedInFormula(const std::string& formula, const std::string& rules, const Issues& found) {
  Issues placed;
  for (const Issue& issue : found.list()) {
    Place place;
    std::size_t begin = 0;
    for (int line = 1; line < issue.place.line && begin < rules.size(); ++line)
      begin = std::min(rules.find('\n', begin), rules.size() - 1) + 1;
    const std::string_view line =
        std::string_view(rules).substr(begin, rules.find('\n', begin) - begin);
    const std::size_t at = line.find(formula);
    if (issue.place.line > 0 && at != std::string_view::npos) {
      const int before = static_cast<int>(CountCodePoints(line.substr(0, at)));
      const int length = static_cast<int>(CountCodePoints(formula));
      // What is wrong behind it is wrong at its end.
      place.line = 1;
      place.column = std::clamp(issue.place.column - before, 1, length + 1);
      place.length = std::min(issue.place.length, length + 1 - place.column);
    }
    placed.Error(issue.code, std::move(place), issue.message, issue.hint);
  }
  return placed;
}

}  // namespace kaogong::suggest
