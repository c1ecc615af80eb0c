// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "postgres_server.h"
#include "store/migration.h"
#include "store/pool.h"

namespace kaogong::store {

// The one PostgreSQL server of this program; stopped when the program ends. When it cannot be
// started the test that asks fails with the hint.
PostgresServer& SharedPostgres();

// A folder that is removed with its contents.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

enum class Contents { kEmpty, kMigrated };

// Every test derived from it runs on both databases, each time on a new one: empty, or with all
// tables of the program (a copy of one that is migrated once).
class StoreTest : public testing::TestWithParam<Dialect> {
 protected:
  explicit StoreTest(Contents contents = Contents::kEmpty);

  bool is_sqlite() const { return GetParam() == Dialect::kSqlite; }
  // Opens the database of this test; the test fails when it cannot.
  std::unique_ptr<Pool> Open(PoolOptions options = {});
  // Runs statements, each committed by itself.
  void Run(Pool& pool, std::initializer_list<std::string_view> statements);
  std::int64_t Count(Pool& pool, std::string_view table);

  TemporaryFolder folder_;
  std::string address_;
};

std::string DialectName(const testing::TestParamInfo<Dialect>& info);

#define KAOGONG_STORE_SUITE(suite)                                                             \
  INSTANTIATE_TEST_SUITE_P(Both, suite, testing::Values(Dialect::kSqlite, Dialect::kPostgres), \
                           DialectName)

// True when the result holds a value; prints the message when not.
template <class T>
testing::AssertionResult IsOk(const Result<T>& result) {
  if (result.ok()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << result.error().message.en;
}

// Runs `body` in a write transaction and returns why the database refused.
template <class Body>
Failure FailureOf(Pool& pool, Body body) {
  auto begun = pool.Begin(Access::kWrite);
  if (!begun.ok()) return Failure{FailureKind::kOther, "", begun.error().message.en};
  Transaction& transaction = begun.value();
  const auto result = body(transaction);
  if (result.ok()) return Failure{};
  return transaction.failure();
}

}  // namespace kaogong::store
