// SPDX-License-Identifier: Apache-2.0
// What the routes of documents share with each other and with whoever composes the server.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "api/watchers.h"
#include "office/document/batch.h"
#include "office/job/worker.h"

namespace kaogong::api {

class Routes;

// DocumentDesk keeps templates that were read, makes batches on a thread of its own, and tells those
// who watch one how far it is. It ends when the batch at hand is done.
class DocumentDesk {
 public:
  // Tells of what keeps a batch from being made (the store is away); it is tried again.
  using OnTrouble = std::function<void(const Error&)>;

  // `boards` outlive the desk; `templates` is the folder of those that come with the program.
  DocumentDesk(office::result::Boards& boards, std::filesystem::path templates,
               OnTrouble on_trouble);

  office::documents::Shelf& shelf() { return shelf_; }
  void WakeBatches() { worker_.Wake(); }
  // How far it is, taken from this process where that knows better than the store.
  office::documents::Batch WithProgress(office::documents::Batch batch) const;

  using Render = std::function<std::string(const office::documents::Batch&)>;
  // Sends the batch to the channel whenever it changes, and closes it when it rests.
  void Watch(office::Actor actor, office::Id batch, std::shared_ptr<http::EventChannel> channel,
             Render render);

 private:
  office::documents::Shelf shelf_;
  office::JobProgress progress_;
  Watchers watchers_;
  office::Worker worker_;  // Last: it uses the others.
};

// The areas. The desk outlives the routes.
void AddTemplateRoutes(Routes& routes, DocumentDesk& desk);
void AddDocumentRoutes(Routes& routes, DocumentDesk& desk);
void AddBatchRoutes(Routes& routes, DocumentDesk& desk);

}  // namespace kaogong::api
