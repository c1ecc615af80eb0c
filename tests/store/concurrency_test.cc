// SPDX-License-Identifier: Apache-2.0
// Many threads, slow holders of locks, and servers that go away.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/audit.h"
#include "store_test.h"

namespace kaogong::store {
namespace {

using std::chrono::milliseconds;

constexpr int kThreads = 8;
constexpr int kRounds = 50;

// Waits that only a hang outlasts: a loaded machine may keep eight threads in a queue for longer
// than the five seconds that a person at a screen is asked to wait. Being told in time has tests of
// its own.
PoolOptions Patient() {
  PoolOptions options;
  options.wait_max = std::chrono::minutes(2);
  return options;
}

class ConcurrencyTest : public StoreTest {
 protected:
  // Runs the transaction; when it fails says why. Safe on any thread.
  template <class Body>
  void Expect(Pool& pool, Access access, Body body) {
    const auto done = pool.Run(access, body);
    if (done.ok()) return;
    const std::scoped_lock lock(mutex_);
    failures_.push_back(done.error().message.en);
  }
  std::mutex mutex_;
  std::vector<std::string> failures_;

  // Runs `body(thread)` on every thread at once and waits for all.
  template <class Body>
  static void OnThreads(Body body) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([&body, i] { body(i); });
    for (std::thread& thread : threads) thread.join();
  }

  void ReadThenWriteOnAllThreads(Access access, std::string_view select) {
    // Two pools, as two processes have.
    const auto pool = Open(Patient());
    const auto other = Open(Patient());
    ASSERT_TRUE(pool && other);
    Run(*pool, {"CREATE TABLE counter (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)",
                "INSERT INTO counter (id, value) VALUES (1, 0)"});
    OnThreads([&](int thread) {
      Pool& mine = thread % 2 == 0 ? *pool : *other;
      for (int round = 0; round < kRounds; ++round) {
        Expect(mine, access, [&](Transaction& transaction) -> Result<void> {
          KAOGONG_TRY_ASSIGN(const auto value, transaction.One<std::int64_t>(select));
          KAOGONG_TRY(transaction.Execute("UPDATE counter SET value = ? WHERE id = 1",
                                          {value.value_or(-1) + 1}));
          return {};
        });
      }
    });
    EXPECT_THAT(failures_, testing::IsEmpty());
    const auto value = pool->Read([](Transaction& transaction) {
      return transaction.One<std::int64_t>("SELECT value FROM counter");
    });
    EXPECT_EQ(value.value(), kThreads * kRounds);
  }
};
KAOGONG_STORE_SUITE(ConcurrencyTest);

TEST_P(ConcurrencyTest, LosesNoUpdateWithRowLocks) {
  ReadThenWriteOnAllThreads(Access::kWrite,
                            "SELECT value FROM counter WHERE id = 1 /*postgres: FOR UPDATE */");
}

TEST_P(ConcurrencyTest, LosesNoUpdateWhenSerializable) {
  ReadThenWriteOnAllThreads(Access::kSerializable, "SELECT value FROM counter WHERE id = 1");
}

TEST_P(ConcurrencyTest, ChainsTheAuditLogFromManyThreads) {
  const auto pool = Open(Patient());
  ASSERT_TRUE(IsOk(Migrate(*pool, BuiltInMigrations(), {})));
  Run(*pool, {"CREATE TABLE thing (id BIGINT PRIMARY KEY)"});
  OnThreads([&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      const Access access = thread % 2 == 0 ? Access::kWrite : Access::kSerializable;
      Expect(*pool, access, [&](Transaction& transaction) -> Result<void> {
        KAOGONG_TRY(
            transaction.Execute("INSERT INTO thing (id) VALUES (?)", {thread * 1000 + round}));
        KAOGONG_TRY(AppendAudit(transaction, {"2025-01-31T08:00:00Z", std::to_string(thread),
                                              "insert", std::to_string(round), "{}"}));
        return {};
      });
    }
  });
  EXPECT_THAT(failures_, testing::IsEmpty());
  EXPECT_EQ(Count(*pool, "thing"), kThreads * kRounds);
  const auto report = pool->Read([](Transaction& transaction) { return VerifyAudit(transaction); });
  ASSERT_TRUE(IsOk(report));
  EXPECT_TRUE(report.value().is_whole());
  EXPECT_EQ(report.value().row_count, kThreads * kRounds);
  EXPECT_EQ(report.value().head.seq, kThreads * kRounds);
}

TEST_P(ConcurrencyTest, RepeatsTransactionsThatBlockEachOther) {
  const auto pool = Open(Patient());
  Run(*pool, {"CREATE TABLE counter (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)",
              "INSERT INTO counter (id, value) VALUES (0, 0), (1, 0)"});
  OnThreads([&](int thread) {
    for (int round = 0; round < 3; ++round) {
      Expect(*pool, Access::kWrite, [&](Transaction& transaction) -> Result<void> {
        // Half of the threads take the two rows in the opposite order.
        for (const int step : {0, 1}) {
          KAOGONG_TRY(transaction.Execute("UPDATE counter SET value = value + 1 WHERE id = ?",
                                          {(thread + step) % 2}));
        }
        return {};
      });
    }
  });
  EXPECT_THAT(failures_, testing::IsEmpty());
  EXPECT_EQ(Count(*pool, "counter WHERE value = 24"), 2);
}

TEST_P(ConcurrencyTest, GivesUpOnALockInTime) {
  PoolOptions options;
  options.wait_max = milliseconds(150);
  const auto pool = Open(options);
  const auto other = Open(options);
  Run(*pool, {"CREATE TABLE thing (id BIGINT PRIMARY KEY)"});
  auto holder = other->Begin(Access::kWrite);
  ASSERT_TRUE(IsOk(holder));
  ASSERT_TRUE(IsOk(holder.value().Execute("INSERT INTO thing (id) VALUES (1)")));
  const auto done = pool->Write([](Transaction& transaction) {
    return transaction.Execute("INSERT INTO thing (id) VALUES (1)");
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
  ASSERT_TRUE(IsOk(holder.value().Commit()));
}

TEST_P(ConcurrencyTest, GivesUpOnAConnectionInTime) {
  PoolOptions options;
  options.connections_max = 2;
  options.wait_max = milliseconds(100);
  const auto pool = Open(options);
  const auto first = pool->Begin(Access::kRead);
  const auto second = pool->Begin(Access::kRead);
  ASSERT_TRUE(first.ok() && second.ok());
  const auto third = pool->Begin(Access::kRead);
  ASSERT_FALSE(third.ok());
  EXPECT_EQ(third.error().code, ErrorCode::kUnavailable);
}

TEST_P(ConcurrencyTest, HandsAConnectionToWhoeverWaits) {
  PoolOptions options = Patient();
  options.connections_max = 1;
  const auto pool = Open(options);
  std::atomic<int> done = 0;
  OnThreads([&](int) {
    for (int round = 0; round < kRounds; ++round) {
      const auto read = pool->Read(
          [](Transaction& transaction) { return transaction.One<std::int64_t>("SELECT 1"); });
      if (read.ok()) ++done;
    }
  });
  EXPECT_EQ(done, kThreads * kRounds);
}

TEST(PostgresPool, ConnectsAgainAfterTheServerWasRestarted) {
  auto started = PostgresServer::Start();
  ASSERT_TRUE(IsOk(started));
  PostgresServer& server = *started.value();
  const auto address = server.CreateDatabase();
  ASSERT_TRUE(IsOk(address));
  PoolOptions options;
  options.wait_max = milliseconds(2000);
  const auto opened = Pool::Open(address.value(), options);
  ASSERT_TRUE(IsOk(opened));
  Pool& pool = *opened.value();
  const auto insert = [&](int id) {
    return pool.Write([&](Transaction& transaction) {
      return transaction.Execute("INSERT INTO thing (id) VALUES (?)", {id});
    });
  };
  ASSERT_TRUE(IsOk(pool.Write([](Transaction& transaction) {
    return transaction.Execute("CREATE TABLE thing (id BIGINT PRIMARY KEY)");
  })));
  {
    // Several idle connections, all of which die.
    auto first = pool.Begin(Access::kRead);
    auto second = pool.Begin(Access::kRead);
    auto third = pool.Begin(Access::kRead);
    EXPECT_TRUE(first.ok() && second.ok() && third.ok());
  }
  server.Crash();
  ASSERT_TRUE(IsOk(server.Restart()));
  EXPECT_TRUE(IsOk(insert(1)));

  // Cut in the middle of the body: begun anew as soon as the server is back.
  int runs = 0;
  const auto done = pool.Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(transaction.Execute("INSERT INTO thing (id) VALUES (2)"));
    if (++runs == 1) {
      server.ShutDown();
      EXPECT_TRUE(IsOk(server.Restart()));
    }
    KAOGONG_TRY(transaction.Execute("INSERT INTO thing (id) VALUES (3)"));
    return {};
  });
  EXPECT_TRUE(IsOk(done));
  EXPECT_EQ(runs, 2);

  // Away for good: an answer within the wait, not for ever.
  server.ShutDown();
  const auto away = insert(4);
  ASSERT_FALSE(away.ok());
  EXPECT_EQ(away.error().code, ErrorCode::kUnavailable);
  ASSERT_TRUE(IsOk(server.Restart()));
  const auto count = pool.Read([](Transaction& transaction) {
    return transaction.One<std::int64_t>("SELECT count(*) FROM thing");
  });
  ASSERT_TRUE(IsOk(count));
  EXPECT_EQ(count.value(), 3);
}

TEST(PostgresPool, RefusesADatabaseThatIsMissingOrNotUtf8) {
  const auto missing = Pool::Open(SharedPostgres().AddressOf("nowhere"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kUnavailable);
  ASSERT_TRUE(IsOk(SharedPostgres().Execute(
      "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")));
  const auto latin = Pool::Open(SharedPostgres().AddressOf("latin"));
  ASSERT_FALSE(latin.ok());
  EXPECT_EQ(latin.error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace kaogong::store
