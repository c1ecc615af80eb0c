// SPDX-License-Identifier: Apache-2.0
#include "api/organisation_desk.h"

#include <malloc.h>

#include <chrono>
#include <optional>
#include <utility>

namespace kaogong::api {

namespace {

// Imports that another instance left behind are looked for this often.
constexpr std::chrono::seconds kLookEvery{15};

}  // namespace

OrganisationDesk::OrganisationDesk(const office::Office& office, OnTrouble on_trouble)
    : office_(office),
      worker_(
          [this, on_trouble = std::move(on_trouble)] {
            const auto ran = office::RunNextImport(office_, progress_);
            // A large import has taken memory that nothing else needs.
            if (!ran.ok() || ran.value()) ::malloc_trim(0);
            if (ran.ok()) return ran.value();
            if (on_trouble) on_trouble(ran.error());
            return false;
          },
          kLookEvery) {}

void OrganisationDesk::Watch(office::Actor actor, office::Id import,
                             std::shared_ptr<http::EventChannel> channel, Render render) {
  watchers_.Watch(std::move(channel), [this, actor = std::move(actor), import,
                                       render = std::move(render)]() -> std::optional<Watchers::Told> {
    auto found = office::FindImport(office_, actor, import, false);
    if (!found.ok()) return std::nullopt;
    const office::Import now = WithProgress(std::move(found).value(), *this);
    return Watchers::Told{render(now), now.is_at_rest()};
  });
}

office::Import WithProgress(office::Import import, const OrganisationDesk& desk) {
  const auto counts = desk.progress().Of(import.id);
  if (counts.has_value() && !import.is_at_rest()) {
    std::tie(import.done, import.total) = *counts;
  }
  return import;
}

}  // namespace kaogong::api
