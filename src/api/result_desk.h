// SPDX-License-Identifier: Apache-2.0
// What the routes of results share with each other and with whoever composes the server.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/watchers.h"
#include "office/job/worker.h"
#include "office/result/board.h"

namespace kaogong::api {

class Routes;

// ResultDesk keeps opened results between requests, runs computations on a thread of its own, and
// tells those who watch one how far it is. It ends when the computation at hand is done.
class ResultDesk {
 public:
  // Tells of what keeps a computation from being run (the store is away); it is tried again.
  using OnTrouble = std::function<void(const Error&)>;

  // `library` outlives the desk.
  ResultDesk(office::library::Library& library, OnTrouble on_trouble);

  office::result::Boards& boards() { return boards_; }
  office::library::Library& library() { return boards_.library(); }
  void WakeComputations() { worker_.Wake(); }
  // How far it is, taken from this process where that knows better than the store.
  office::result::Computation WithProgress(office::result::Computation computation) const;

  // Sends the computation to the channel whenever it changes, and closes it when it rests.
  // `render` gives the event's data.
  using Render = std::function<std::string(const office::result::Computation&)>;
  void Watch(office::Actor actor, office::Id computation,
             std::shared_ptr<http::EventChannel> channel, Render render);

 private:
  office::result::Boards boards_;
  office::JobProgress progress_;
  Watchers watchers_;
  office::Worker worker_;  // Last: it uses the others.
};

// The areas. The desk outlives the routes.
void AddComputationRoutes(Routes& routes, ResultDesk& desk);
void AddPublicationRoutes(Routes& routes, ResultDesk& desk);
void AddObjectionRoutes(Routes& routes, ResultDesk& desk);

}  // namespace kaogong::api
