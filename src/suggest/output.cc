// SPDX-License-Identifier: Apache-2.0
#include "suggest/output.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace kaogong::suggest {
namespace {

using Json = nlohmann::ordered_json;

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '\n' || c == '\r' ? ' ' : c;
  return line;
}

std::string Percent(int part, int whole) {
  return whole == 0 ? "-" : std::to_string((part * 200 + whole) / (2 * whole)) + "%";
}

std::string CoverageLine(const Coverage& coverage, Language language) {
  const int all = coverage.clauses();
  return Say("{0}句计分的话：已理解 {1}（{2}），部分理解 {3}（{4}），未理解 {5}（{6}）；另有说明 "
             "{7} 句\n",
             "{0} clauses that score: understood {1} ({2}), partly {3} ({4}), not {5} ({6}); notes "
             "{7}\n",
             all, coverage.whole, Percent(coverage.whole, all), coverage.partly,
             Percent(coverage.partly, all), coverage.missed, Percent(coverage.missed, all),
             coverage.notes)
      .In(language);
}

std::string ClauseLines(const Clause& clause, Language language) {
  std::string lines =
      "  [" + TitleOf(clause.understood).In(language) + "] " + OneLine(clause.text) + "\n";
  if (!clause.formula.empty()) lines += "      = " + OneLine(clause.formula) + "\n";
  for (const Example& example : clause.examples) {
    lines +=
        "      " +
        Say("例：{0} → {1}", "example: {0} → {1}", example.told, example.expected).In(language) +
        "\n";
  }
  if (!clause.reason.empty()) lines += "      " + clause.reason.In(language) + "\n";
  for (const Question& question : clause.questions) {
    lines += "      ? " + question.question.In(language) + " " + question.taken.In(language) + "\n";
  }
  for (const Vague& vague : clause.vague) {
    lines += "      ~ " +
             Say("“{0}”{1}；可以写：{2}", "\"{0}\": {1}; possible wording: {2}",
                 clause.text.substr(vague.begin, vague.end - vague.begin),
                 vague.reason.In(language), vague.wording)
                 .In(language) +
             "\n";
  }
  return lines;
}

// The UTF-16 code units of the first `bytes` of a text.
std::size_t Units(std::string_view text, std::size_t bytes) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < std::min(bytes, text.size());) {
    const CodePoint point = DecodeCodePoint(text, at);
    units += point.value > 0xFFFF ? 2 : 1;
    at += point.size;
  }
  return units;
}

Json ToJson(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json ToJson(const Example& example) {
  Json rows = Json::array();
  for (const ExampleRow& row : example.rows) {
    Json facts = Json::array();
    for (const auto& [field, value] : row.facts)
      facts.push_back({{"field", field}, {"value", value}});
    rows.push_back({{"kind", row.kind}, {"name", row.name}, {"facts", std::move(facts)}});
  }
  return {{"rows", std::move(rows)},
          {"figure", example.figure},
          {"expected", example.expected},
          {"told", example.told}};
}

Json ToJson(const Clause& clause) {
  Json json = {{"text", clause.text},
               {"understood", NameOf(clause.understood)},
               {"part", NameOf(clause.part)},
               {"pattern", clause.pattern},
               {"formula", clause.formula}};
  if (!clause.reason.empty()) json["reason"] = ToJson(clause.reason);
  json["examples"] = Json::array();
  for (const Example& example : clause.examples) json["examples"].push_back(ToJson(example));
  json["questions"] = Json::array();
  for (const Question& question : clause.questions) {
    json["questions"].push_back({{"code", question.code},
                                 {"question", ToJson(question.question)},
                                 {"taken", ToJson(question.taken)}});
  }
  json["vague"] = Json::array();
  for (const Vague& vague : clause.vague) {
    json["vague"].push_back({{"begin", Units(clause.text, vague.begin)},
                             {"end", Units(clause.text, vague.end)},
                             {"words", clause.text.substr(vague.begin, vague.end - vague.begin)},
                             {"reason", ToJson(vague.reason)},
                             {"wording", vague.wording}});
  }
  return json;
}

Json ToJson(const Item& item) {
  Json clauses = Json::array();
  for (const Clause& clause : item.clauses) clauses.push_back(ToJson(clause));
  Json place = {{"line", item.row.place.line},
                {"sheet", item.row.place.sheet},
                {"cell", item.row.place.cell}};
  return {{"blocks", item.row.blocks},
          {"name", item.name},
          {"points",
           item.row.points.units() == 0 ? Json() : Json(item.row.points.Trimmed().ToString())},
          {"standard", item.row.standard},
          {"owner", item.row.owner},
          {"place", std::move(place)},
          {"article", item.article},
          {"understood", NameOf(item.understood)},
          {"is_by_hand", item.is_by_hand},
          {"rules", item.rules},
          {"clauses", std::move(clauses)}};
}

}  // namespace

std::string SuggestTable(const Suggestion& suggestion, Language language) {
  std::string table = suggestion.title + "\n\n";
  std::string missed;
  for (const Item& item : suggestion.items) {
    const std::string points =
        item.row.points.units() == 0
            ? ""
            : Say("（{}分）", " ({} points)", item.row.points.Trimmed().ToString()).In(language);
    table += item.article + " " + item.name + points + "\n";
    for (const Clause& clause : item.clauses) {
      table += ClauseLines(clause, language);
      if (clause.understood == Understood::kNot)
        missed += "  " + item.article + " " + OneLine(clause.text) + "\n";
    }
  }
  table += "\n" + CoverageLine(suggestion.coverage, language);
  if (!missed.empty())
    table += Say("未理解、保留为文字的：\n", "kept as text:\n").In(language) + missed;
  return table;
}

std::string SuggestJson(const Suggestion& suggestion) {
  Json items = Json::array();
  for (const Item& item : suggestion.items) items.push_back(ToJson(item));
  Json files = Json::array();
  for (const DraftFile& file : suggestion.files)
    files.push_back({{"path", file.path}, {"text", file.text}});
  Json issues = Json::array();
  for (const Issue& issue : suggestion.issues.list()) {
    issues.push_back({{"severity", issue.severity == Severity::kError ? "error" : "warning"},
                      {"code", issue.code},
                      {"article", issue.place.article},
                      {"message", ToJson(issue.message)},
                      {"hint", ToJson(issue.hint)}});
  }
  const Coverage& coverage = suggestion.coverage;
  const Json json = {{"title", suggestion.title},
                     {"coverage",
                      {{"clauses", coverage.clauses()},
                       {"whole", coverage.whole},
                       {"partly", coverage.partly},
                       {"not", coverage.missed},
                       {"notes", coverage.notes}}},
                     {"items", std::move(items)},
                     {"files", std::move(files)},
                     {"issues", std::move(issues)}};
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace kaogong::suggest
