// SPDX-License-Identifier: Apache-2.0
#include "cli/result_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "office/library/figure_text.h"
#include "scoring/score.h"

namespace kaogong::cli {

using Json = nlohmann::ordered_json;

namespace {

std::string_view StateName(scoring::State state) {
  switch (state) {
    case scoring::State::kExempt:
      return "exempt";
    case scoring::State::kPending:
      return "pending";
    case scoring::State::kDivisionByZero:
      return "division_by_zero";
    case scoring::State::kNoBand:
      return "no_band";
    case scoring::State::kTooLarge:
      return "too_large";
    default:
      return "undefined";
  }
}

Json ValueJson(const Run& run, scheme::FigureId figure, facts::Row row, int period) {
  const scoring::Value value = run.outcome.At(figure, row, period);
  if (!value.ok()) return Json{{"state", StateName(value.state)}};
  const office::library::FigureText text = office::library::ShowDigits(
      run.regulation.scheme(), run.facts, figure, value, Language::kChinese);
  if (text.is_cut) return Json{{"exact", value.number.ToString()}, {"rounded", text.text}};
  return text.text;
}

Json RowJson(const Run& run, const std::vector<scheme::FigureId>& figures, scheme::KindId kind,
             facts::Row row) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  Json json;
  json["id"] = run.facts.table(kind).ids[static_cast<std::size_t>(row)];
  json["name"] = run.facts.table(kind).NameOf(row);
  Json& values = json["figures"] = Json::object();
  for (const scheme::FigureId id : figures) {
    if (scheme.figure(id).kind != kind) continue;
    const scheme::Level& level = scheme.level(scheme.figure(id).level);
    if (level.count() == 1) {
      values[scheme.figure(id).name] = ValueJson(run, id, row, 0);
      continue;
    }
    Json& periods = values[scheme.figure(id).name] = Json::object();
    for (int period = 0; period < level.count(); ++period) {
      periods[level.periods[static_cast<std::size_t>(period)]] = ValueJson(run, id, row, period);
    }
  }
  return json;
}

}  // namespace

Json ResultJson(const Run& run, const std::vector<scheme::FigureId>& figures) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  Json json;
  json["regulation"] = {{"id", scheme.id},
                        {"title", scheme.title},
                        {"version", scheme.version},
                        {"hash", scheme.content_hash}};
  json["year"] = scheme.year;
  json["as_of"] = scheme.as_of.ToString();
  json["engine"] = scoring::kEngineVersion;
  json["facts_hash"] = run.facts.content_hash;
  json["result_hash"] = scoring::ResultHash(scheme, run.facts, run.outcome);
  Json& names = json["figures"] = Json::array();
  for (const scheme::FigureId id : figures) {
    names.push_back(scheme.kind(scheme.figure(id).kind).name + "." + scheme.figure(id).name);
  }
  Json& kinds = json["kinds"] = Json::array();
  for (std::size_t kind = 0; kind < scheme.kinds.size(); ++kind) {
    const auto id = static_cast<scheme::KindId>(kind);
    const bool has_figures =
        std::any_of(figures.begin(), figures.end(),
                    [&](scheme::FigureId figure) { return scheme.figure(figure).kind == id; });
    if (!has_figures) continue;
    Json entry;
    entry["kind"] = scheme.kinds[kind].name;
    Json& rows = entry["rows"] = Json::array();
    for (const facts::Row row : run.facts.table(id).order)
      rows.push_back(RowJson(run, figures, id, row));
    kinds.push_back(std::move(entry));
  }
  return json;
}

}  // namespace kaogong::cli
