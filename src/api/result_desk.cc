// SPDX-License-Identifier: Apache-2.0
#include "api/result_desk.h"

#include <malloc.h>

#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

namespace kaogong::api {

namespace {

// Computations that another instance left behind are looked for this often.
constexpr std::chrono::seconds kLookEvery{15};

}  // namespace

namespace res = office::result;

ResultDesk::ResultDesk(office::library::Library& library, OnTrouble on_trouble)
    : boards_(library),
      worker_(
          [this, on_trouble = std::move(on_trouble)] {
            const auto ran = res::RunNextComputation(boards_.library(), progress_);
            // Tables of a large assessment have taken memory that nothing else needs.
            if (!ran.ok() || ran.value()) ::malloc_trim(0);
            if (ran.ok()) return ran.value();
            if (on_trouble) on_trouble(ran.error());
            return false;
          },
          kLookEvery) {}

res::Computation ResultDesk::WithProgress(res::Computation computation) const {
  const auto counts = progress_.Of(computation.id);
  if (counts.has_value() && !computation.is_at_rest())
    std::tie(computation.done, computation.total) = *counts;
  return computation;
}

void ResultDesk::Watch(office::Actor actor, office::Id computation,
                       std::shared_ptr<http::EventChannel> channel, Render render) {
  watchers_.Watch(std::move(channel),
                  [this, actor = std::move(actor), computation,
                   render = std::move(render)]() -> std::optional<Watchers::Told> {
                    auto found = res::GetComputation(boards_.library(), actor, computation);
                    if (!found.ok()) return std::nullopt;
                    const auto now = WithProgress(std::move(found).value());
                    return Watchers::Told{render(now), now.is_at_rest()};
                  });
}

}  // namespace kaogong::api
