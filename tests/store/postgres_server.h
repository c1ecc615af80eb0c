// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace kaogong::store {

// PostgresServer is a private PostgreSQL 15 in a temporary folder, reached by a unix socket only.
// It runs as user postgres when we are root, and ends with this process, however that ends.
class PostgresServer {
 public:
  // Errors: kUnavailable, with a hint, when PostgreSQL is not installed or does not start.
  static Result<std::unique_ptr<PostgresServer>> Start();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  std::string AddressOf(const std::string& database) const;
  // The database of an address.
  static std::string NameOf(const std::string& address);
  // Creates a database, empty or a copy of another that nobody has open, and returns its address.
  Result<std::string> CreateDatabase(const std::string& like = "template0");
  // Runs a statement outside any transaction in the database postgres.
  Result<void> Execute(const std::string& sql);

  // Ends the server as a crash would (nothing is flushed or said goodbye to), or lets open
  // sessions be cut off in order.
  void Crash();
  void ShutDown();
  // Starts it again on the same data. Requires: not running.
  Result<void> Restart();

 private:
  explicit PostgresServer(std::string folder) : folder_(std::move(folder)) {}

  Result<void> Initialize();
  void StopWith(int signal);

  std::string folder_;
  pid_t process_ = -1;
  int databases_ = 0;
};

}  // namespace kaogong::store
