// SPDX-License-Identifier: Apache-2.0
#include "api/document_desk.h"

#include <malloc.h>

#include <chrono>
#include <optional>
#include <utility>

namespace kaogong::api {

namespace {

// Batches that another instance left behind are looked for this often.
constexpr std::chrono::seconds kLookEvery{15};

}  // namespace

namespace docs = office::documents;

DocumentDesk::DocumentDesk(office::result::Boards& boards, std::filesystem::path templates,
                           OnTrouble on_trouble)
    : shelf_(boards, std::move(templates)),
      worker_(
          [this, on_trouble = std::move(on_trouble)] {
            const auto ran = docs::RunNextBatch(shelf_, progress_);
            // A batch has taken memory that nothing else needs.
            if (!ran.ok() || ran.value()) ::malloc_trim(0);
            if (ran.ok()) return ran.value();
            if (on_trouble) on_trouble(ran.error());
            return false;
          },
          kLookEvery) {}

docs::Batch DocumentDesk::WithProgress(docs::Batch batch) const {
  const auto counts = progress_.Of(batch.id);
  if (counts.has_value() && !batch.is_at_rest()) batch.done = counts->first;
  return batch;
}

void DocumentDesk::Watch(office::Actor actor, office::Id batch,
                         std::shared_ptr<http::EventChannel> channel, Render render) {
  watchers_.Watch(std::move(channel),
                  [this, actor = std::move(actor), batch,
                   render = std::move(render)]() -> std::optional<Watchers::Told> {
                    auto found = docs::GetBatch(shelf_, actor, batch);
                    if (!found.ok()) return std::nullopt;
                    const auto now = WithProgress(std::move(found).value());
                    return Watchers::Told{render(now), now.is_at_rest()};
                  });
}

}  // namespace kaogong::api
