// SPDX-License-Identifier: Apache-2.0
#include "scoring/score.h"

#include <algorithm>

#include "base/sha256.h"
#include "scoring/plan.h"
#include "scoring/reference.h"

namespace kaogong::scoring {
namespace {

// Stores values at one scale when all are decimals of at most that scale, exactly otherwise.
FigureColumn Pack(const std::vector<Value>& values) {
  FigureColumn column;
  bool all_valid = true;
  bool all_decimal = true;
  for (const Value& value : values) {
    all_valid = all_valid && value.ok();
    if (!value.ok()) continue;
    const auto decimal = value.number.ExactDecimal();
    all_decimal = all_decimal && decimal.has_value();
    if (decimal) column.scale = std::max(column.scale, decimal->scale());
  }
  for (const Value& value : values) {
    if (!all_valid) column.states.push_back(value.state);
    const auto padded =
        all_decimal ? value.number.Round(column.scale, Rounding::kDown) : std::nullopt;
    all_decimal = all_decimal && padded.has_value();
    if (padded) column.units.push_back(padded->units());
  }
  if (!all_decimal) {
    column.units.clear();
    column.scale = 0;
    for (const Value& value : values) column.exact.push_back(value.number);
  }
  return column;
}

}  // namespace

Outcome ScoreByReference(const scheme::Scheme& scheme, const facts::Facts& facts,
                         const std::vector<scheme::FigureId>& wanted) {
  Reference reference(scheme, facts);
  Outcome outcome;
  outcome.figures.resize(scheme.figures.size());
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto id = static_cast<scheme::FigureId>(i);
    const scheme::Figure& figure = scheme.figures[i];
    outcome.figures[i].resize(static_cast<std::size_t>(scheme.level(figure.level).count()));
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), id) == wanted.end()) continue;
    for (std::size_t period = 0; period < outcome.figures[i].size(); ++period) {
      std::vector<Value> values;
      for (facts::Row row = 0; row < facts.table(figure.kind).rows(); ++row) {
        values.push_back(reference.Figure(id, row, static_cast<int>(period)));
      }
      outcome.figures[i][period] = Pack(values);
    }
  }
  return outcome;
}

Outcome Score(const scheme::Scheme& scheme, const facts::Facts& facts,
              const std::vector<scheme::FigureId>& wanted) {
  const Plan plan = MakePlan(scheme, facts, wanted);
  Outcome outcome = MakeOutcome(scheme, facts, plan);
  RunPlan(scheme, facts, plan, {0, facts.table(plan.partition).rows()}, &outcome);
  return outcome;
}

std::string ResultHash(const scheme::Scheme& scheme, const facts::Facts& facts,
                       const Outcome& outcome) {
  return Sha256Hex(scheme.content_hash + "\n" + facts.content_hash + "\n" +
                   std::string(kEngineVersion) + "\n" + HashOf(scheme, outcome));
}

}  // namespace kaogong::scoring
