// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "store/internal/connection.h"
#include "store/transaction.h"

namespace kaogong::store {

// Lease is a connection on loan from a Pool, returned when it is destroyed.
class Lease {
 public:
  using Return = std::function<void(std::unique_ptr<Connection>)>;

  Lease(std::unique_ptr<Connection> connection, Return give_back)
      : connection_(std::move(connection)), give_back_(std::move(give_back)) {}
  Lease(Lease&& other) noexcept = default;
  Lease& operator=(Lease&&) = delete;
  ~Lease() {
    if (connection_) give_back_(std::move(connection_));
  }

  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

 private:
  std::unique_ptr<Connection> connection_;
  Return give_back_;
};

// Runs any number of statements in the transaction.
Result<void> RunScript(Transaction& transaction, std::string_view sql);

}  // namespace kaogong::store
