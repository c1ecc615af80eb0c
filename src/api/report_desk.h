// SPDX-License-Identifier: Apache-2.0
// What the routes of reports share with whoever composes the server.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/watchers.h"
#include "office/job/worker.h"
#include "office/report/checking.h"
#include "office/report/comparison.h"

namespace kaogong::api {

class Routes;

// ReportDesk checks and compares reports on threads of its own, so that a long comparison keeps no
// check waiting, and tells those who watch how far it is. It ends when the work at hand is done.
class ReportDesk {
 public:
  // Tells of what keeps the work from being done (the store is away); it is tried again.
  using OnTrouble = std::function<void(const Error&)>;

  // `library` outlives the desk.
  ReportDesk(office::library::Library& library, OnTrouble on_trouble);

  office::library::Library& library() const { return library_; }
  void WakeChecks() { checks_.Wake(); }
  void WakeComparisons() { comparisons_.Wake(); }
  // How far it is, taken from this process where that knows better than the store.
  office::report::Report WithProgress(office::report::Report report) const;
  office::report::Comparison WithProgress(office::report::Comparison comparison) const;

  // Sends what is watched to the channel whenever it changes, and closes it when it rests.
  // `render` gives the event's data.
  using RenderReport = std::function<std::string(const office::report::Report&)>;
  void WatchReport(office::Actor actor, office::Id report,
                   std::shared_ptr<http::EventChannel> channel, RenderReport render);
  using RenderComparison = std::function<std::string(const office::report::Comparison&)>;
  void WatchComparison(office::Actor actor, office::Id comparison,
                       std::shared_ptr<http::EventChannel> channel, RenderComparison render);

 private:
  bool Ran(const Result<bool>& ran) const;

  office::library::Library& library_;
  OnTrouble on_trouble_;
  office::JobProgress progress_;
  Watchers watchers_;
  // Last: they use the others.
  office::Worker checks_;
  office::Worker comparisons_;
};

// The areas. The desk outlives the routes.
void AddReportRoutes(Routes& routes, ReportDesk& desk);
void AddRubricRoutes(Routes& routes, office::library::Library& library);

}  // namespace kaogong::api
