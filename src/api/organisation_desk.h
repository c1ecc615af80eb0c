// SPDX-License-Identifier: Apache-2.0
// What the routes of the organisation share with each other and with whoever composes the server.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/watchers.h"
#include "http/event_channel.h"
#include "office/job/worker.h"
#include "office/organisation/imports.h"
#include "office/organisation/units.h"

namespace kaogong::api {

// OrganisationDesk keeps trees between requests, runs imports on a thread of its own, and tells
// those who watch one how far it is. It ends when the import at hand is done.
class OrganisationDesk {
 public:
  // Tells of what keeps an import from being run (the store is away); it is tried again.
  using OnTrouble = std::function<void(const Error&)>;

  // `office` outlives the desk.
  OrganisationDesk(const office::Office& office, OnTrouble on_trouble);

  office::TreeCache& trees() { return trees_; }
  const office::ImportProgress& progress() const { return progress_; }
  void WakeImports() { worker_.Wake(); }

  // Sends the import's state to the channel whenever it changes, and closes it when the import
  // rests. `render` gives the event's data.
  using Render = std::function<std::string(const office::Import&)>;
  void Watch(office::Actor actor, office::Id import, std::shared_ptr<http::EventChannel> channel,
             Render render);

 private:
  const office::Office& office_;
  office::TreeCache trees_;
  office::ImportProgress progress_;
  Watchers watchers_;
  office::Worker worker_;  // Last: it uses the others.
};

// The import as the API shows it, how far it is taken from the desk where that knows better.
office::Import WithProgress(office::Import import, const OrganisationDesk& desk);

}  // namespace kaogong::api
