// SPDX-License-Identifier: Apache-2.0
#include "cli/lookup.h"

#include <algorithm>

#include "base/utf8.h"

namespace kaogong::cli {

namespace {

bool HasFigures(const scheme::Scheme& scheme, scheme::KindId kind) {
  return std::any_of(scheme.figures.begin(), scheme.figures.end(),
                     [&](const scheme::Figure& figure) { return figure.kind == kind; });
}

}  // namespace

Result<RowChoice> FindRow(const Run& run, const std::string& text) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const std::size_t slash = text.find('/');
  const std::string wanted_kind = slash == std::string::npos ? "" : text.substr(0, slash);
  const std::string id = slash == std::string::npos ? text : text.substr(slash + 1);
  std::vector<RowChoice> found;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const auto kind = static_cast<scheme::KindId>(i);
    if (scheme.kinds[i].is_record || !HasFigures(scheme, kind)) continue;
    if (!wanted_kind.empty() && scheme.kinds[i].name != wanted_kind) continue;
    const facts::Table& table = run.facts.table(kind);
    for (facts::Row row = 0; row < table.rows(); ++row) {
      if (table.ids[static_cast<std::size_t>(row)] == id || table.NameOf(row) == id)
        found.push_back({kind, row});
      if (known.size() < 10'000) known.push_back(table.ids[static_cast<std::size_t>(row)]);
    }
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    const std::string near = NearestName(id, known);
    return Error{ErrorCode::kInvalidInput,
                 near.empty()
                     ? kaogong::Say("数据里没有“{}”", "the facts have no row '{}'", id)
                     : kaogong::Say("数据里没有“{}”，是否想写“{}”？",
                                    "the facts have no row '{}'; did you mean '{}'?", id, near)};
  }
  return Error{ErrorCode::kInvalidInput,
               kaogong::Say("有几个“{0}”，请写明对象，如 {1}/{0}",
                            "there are several '{0}'; name the kind, such as {1}/{0}", id,
                            scheme.kind(found.front().kind).name)};
}

scheme::FigureId DefaultFigure(const scheme::Scheme& scheme, scheme::KindId kind) {
  scheme::FigureId best = scheme::kNone;
  int best_order = 0;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.kind != kind) continue;
    const int order = figure.role == scheme::Role::kTotal       ? 4
                      : figure.role == scheme::Role::kPayout    ? 3
                      : figure.role == scheme::Role::kIndicator ? 2
                                                                : 1;
    if (order > best_order || (order == 1 && best_order == 1)) {
      best = static_cast<scheme::FigureId>(i);
      best_order = order;
    }
  }
  return best;
}

void AdoptOutcome(const Run& run, scoring::Reference* reference) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto id = static_cast<scheme::FigureId>(i);
    for (std::size_t p = 0; p < run.outcome.figures[i].size(); ++p) {
      for (facts::Row r = 0; r < run.facts.table(scheme.figures[i].kind).rows(); ++r) {
        const int period = static_cast<int>(p);
        reference->Adopt(id, r, period, run.outcome.At(id, r, period));
      }
    }
  }
}

}  // namespace kaogong::cli
