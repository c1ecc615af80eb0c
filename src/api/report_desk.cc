// SPDX-License-Identifier: Apache-2.0
#include "api/report_desk.h"

#include <malloc.h>

#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

namespace kaogong::api {

namespace rep = office::report;

namespace {

// Work that another instance left behind is looked for this often.
constexpr std::chrono::seconds kLookEvery{15};

}  // namespace

ReportDesk::ReportDesk(office::library::Library& library, OnTrouble on_trouble)
    : library_(library),
      on_trouble_(std::move(on_trouble)),
      checks_([this] { return Ran(rep::RunNextCheck(library_, progress_)); }, kLookEvery),
      comparisons_([this] { return Ran(rep::RunNextComparison(library_, progress_)); },
                   kLookEvery) {}

bool ReportDesk::Ran(const Result<bool>& ran) const {
  // A large report has taken memory that nothing else needs.
  if (!ran.ok() || ran.value()) ::malloc_trim(0);
  if (ran.ok()) return ran.value();
  if (on_trouble_) on_trouble_(ran.error());
  return false;
}

rep::Report ReportDesk::WithProgress(rep::Report report) const {
  rep::CheckRow& check = report.versions.front().check;
  const auto counts = progress_.Of(check.id);
  if (counts.has_value() && !check.is_at_rest()) std::tie(check.done, check.total) = *counts;
  return report;
}

rep::Comparison ReportDesk::WithProgress(rep::Comparison comparison) const {
  const auto counts = progress_.Of(comparison.id);
  if (counts.has_value() && !comparison.is_at_rest())
    std::tie(comparison.done, comparison.total) = *counts;
  return comparison;
}

void ReportDesk::WatchReport(office::Actor actor, office::Id report,
                             std::shared_ptr<http::EventChannel> channel, RenderReport render) {
  watchers_.Watch(std::move(channel),
                  [this, actor = std::move(actor), report,
                   render = std::move(render)]() -> std::optional<Watchers::Told> {
                    auto found = rep::FindReport(library_.office(), actor, report);
                    if (!found.ok()) return std::nullopt;
                    const auto now = WithProgress(std::move(found).value());
                    return Watchers::Told{render(now), now.is_at_rest()};
                  });
}

void ReportDesk::WatchComparison(office::Actor actor, office::Id comparison,
                                 std::shared_ptr<http::EventChannel> channel,
                                 RenderComparison render) {
  watchers_.Watch(std::move(channel),
                  [this, actor = std::move(actor), comparison,
                   render = std::move(render)]() -> std::optional<Watchers::Told> {
                    auto found = rep::FindComparison(library_.office(), actor, comparison);
                    if (!found.ok()) return std::nullopt;
                    const auto now = WithProgress(std::move(found).value());
                    return Watchers::Told{render(now), now.is_at_rest()};
                  });
}

}  // namespace kaogong::api
