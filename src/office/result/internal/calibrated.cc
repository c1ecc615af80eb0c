// SPDX-License-Identifier: Apache-2.0
#include "office/result/internal/calibrated.h"

#include <algorithm>
#include <set>

#include "scheme/reading.h"

namespace kaogong::office::result::internal {

using scheme::FigureId;

Result<Calibrated> Follow(const std::shared_ptr<const library::Evaluation>& engine,
                          const std::vector<scoring::Given>& given) {
  Calibrated to;
  const scheme::Scheme& scheme = engine->scheme();
  to.follows.resize(scheme.figures.size());
  std::set<FigureId> graded;
  for (const scoring::Given& one : given) graded.insert(one.figure);
  for (std::size_t i = 0; i < to.follows.size() && !graded.empty(); ++i) {
    const auto read = scheme::FiguresReadBy(scheme, static_cast<FigureId>(i));
    to.follows[i] = std::ranges::any_of(graded, [&](FigureId id) { return read.contains(id); });
  }
  if (std::ranges::find(to.follows, true) == to.follows.end()) return Calibrated{};
  auto computed = std::make_shared<library::Evaluation>(*engine);
  auto input = scoring::WithGiven(scheme, engine->facts, given);
  computed->compiled.scheme = std::move(input.scheme);
  computed->facts = std::move(input.facts);
  KAOGONG_TRY_ASSIGN(computed->outcome,
                     library::ScoreOnThreads(computed->scheme(), computed->facts, {}));
  auto shown = std::make_shared<library::Evaluation>(*engine);
  for (std::size_t i = 0; i < to.follows.size(); ++i) {
    if (to.follows[i]) shown->outcome.figures[i] = computed->outcome.figures[i];
  }
  to.given = std::move(computed);
  to.shown = std::move(shown);
  return to;
}

}  // namespace kaogong::office::result::internal
