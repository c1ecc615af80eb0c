// SPDX-License-Identifier: Apache-2.0
#include "api/process_desk.h"

#include <malloc.h>

#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

#include "office/process/reminder.h"

namespace kaogong::api {

namespace {

// Imports that another instance left behind are looked for this often, and the day this often.
constexpr std::chrono::seconds kLookEvery{15};
constexpr std::chrono::minutes kLookAtDayEvery{10};

}  // namespace

ProcessDesk::ProcessDesk(office::library::Library& library, OnTrouble on_trouble,
                         office::process::Notifier* notifier)
    : library_(library),
      notifier_(notifier),
      on_trouble_(std::move(on_trouble)),
      imports_(
          [this] {
            const auto ran = office::process::RunNextDataImport(library_, progress_);
            // A large import has taken memory that nothing else needs.
            if (!ran.ok() || ran.value()) ::malloc_trim(0);
            if (ran.ok()) return ran.value();
            if (on_trouble_) on_trouble_(ran.error());
            return false;
          },
          kLookEvery),
      reminders_(
          [this] {
            const auto done = office::process::RemindDaily(library_, notifier_);
            if (!done.ok() && on_trouble_) on_trouble_(done.error());
            return false;
          },
          kLookAtDayEvery) {}

Result<office::process::DataImport> ProcessDesk::FindImport(const office::Actor& actor,
                                                            office::Id id) const {
  KAOGONG_TRY_ASSIGN(auto import, office::process::FindDataImport(library_.office(), actor, id));
  const auto counts = progress_.Of(id);
  if (counts.has_value() && !import.is_at_rest()) std::tie(import.done, import.total) = *counts;
  return import;
}

void ProcessDesk::Watch(office::Actor actor, office::Id import,
                        std::shared_ptr<http::EventChannel> channel, Render render) {
  watchers_.Watch(std::move(channel),
                  [this, actor = std::move(actor), import,
                   render = std::move(render)]() -> std::optional<Watchers::Told> {
                    const auto found = FindImport(actor, import);
                    if (!found.ok()) return std::nullopt;
                    return Watchers::Told{render(found.value()), found.value().is_at_rest()};
                  });
}

}  // namespace kaogong::api
