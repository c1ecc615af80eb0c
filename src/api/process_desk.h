// SPDX-License-Identifier: Apache-2.0
// What the routes of the process share with whoever composes the server.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/watchers.h"
#include "office/job/worker.h"
#include "office/process/data_book.h"
#include "office/process/notifier.h"

namespace kaogong::api {

// ProcessDesk imports data on a thread of its own, tells those who watch an import how far it is,
// and reminds everybody once a day.
class ProcessDesk {
 public:
  // Tells of what keeps the work from being done (the store is away); it is tried again.
  using OnTrouble = std::function<void(const Error&)>;

  // `library` outlives the desk, and `notifier` does when there is one.
  ProcessDesk(office::library::Library& library, OnTrouble on_trouble,
              office::process::Notifier* notifier = nullptr);

  office::library::Library& library() { return library_; }
  office::process::Notifier* notifier() const { return notifier_; }
  void WakeImports() { imports_.Wake(); }

  // The import as it is, how far it is taken from here where that is known better.
  Result<office::process::DataImport> FindImport(const office::Actor& actor, office::Id id) const;

  using Render = std::function<std::string(const office::process::DataImport&)>;
  void Watch(office::Actor actor, office::Id import, std::shared_ptr<http::EventChannel> channel,
             Render render);

 private:
  office::library::Library& library_;
  office::process::Notifier* const notifier_;
  OnTrouble on_trouble_;
  office::JobProgress progress_;
  Watchers watchers_;
  // Last: they use the others.
  office::Worker imports_;
  office::Worker reminders_;
};

}  // namespace kaogong::api
