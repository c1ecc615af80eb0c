// SPDX-License-Identifier: Apache-2.0
// What was acknowledged survives the sudden death of the writer, and of the database server.
#include <atomic>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "crash_rounds.h"
#include "store_test.h"

namespace kaogong::store {
namespace {

class CrashTest : public StoreTest {};
KAOGONG_STORE_SUITE(CrashTest);

TEST_P(CrashTest, LosesNothingAcknowledgedWhenTheWriterIsKilled) {
  const std::uint32_t seed = ChooseSeed();
  std::cout << "seed " << seed << "\n";
  const auto program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "store_crash";
  const auto report = RunCrashRounds(program, address_, 20, seed);
  ASSERT_TRUE(IsOk(report));
  EXPECT_EQ(report.value().rounds, 20);
  EXPECT_GT(report.value().acknowledged, 100);
}

TEST(PostgresCrash, LosesNothingAcknowledgedWhenTheServerCrashes) {
  const std::uint32_t seed = ChooseSeed();
  std::cout << "seed " << seed << "\n";
  std::mt19937 random(seed);
  auto started = PostgresServer::Start();
  ASSERT_TRUE(IsOk(started));
  PostgresServer& server = *started.value();
  const auto address = server.CreateDatabase();
  ASSERT_TRUE(IsOk(address));
  const auto opened = Pool::Open(address.value());
  ASSERT_TRUE(IsOk(opened));
  Pool& pool = *opened.value();
  ASSERT_TRUE(IsOk(pool.Write([](Transaction& transaction) {
    return transaction.Execute("CREATE TABLE thing (id BIGINT PRIMARY KEY)");
  })));
  std::mutex mutex;
  std::condition_variable changed;
  std::set<std::int64_t> acknowledged;
  std::atomic<bool> is_over = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (std::int64_t id = writer; !is_over; id += 4) {
        const auto done = pool.Write([&](Transaction& transaction) {
          return transaction.Execute("INSERT INTO thing (id) VALUES (?)", {id});
        });
        const std::scoped_lock lock(mutex);
        if (done.ok()) acknowledged.insert(id);
        changed.notify_one();
      }
    });
  }
  for (int round = 0; round < 5; ++round) {
    {
      std::unique_lock lock(mutex);
      const std::size_t wanted = acknowledged.size() + 30 + random() % 100;
      changed.wait(lock, [&] { return acknowledged.size() >= wanted; });
    }
    server.Crash();
    EXPECT_TRUE(IsOk(server.Restart()));
  }
  is_over = true;
  for (std::thread& writer : writers) writer.join();
  std::set<std::int64_t> found;
  ASSERT_TRUE(IsOk(pool.Read([&](Transaction& transaction) {
    return transaction.Query("SELECT id FROM thing", {},
                             [&](const Row& row) { found.insert(row.Get<std::int64_t>(0)); });
  })));
  EXPECT_GT(acknowledged.size(), 100U);
  EXPECT_TRUE(std::includes(found.begin(), found.end(), acknowledged.begin(), acknowledged.end()));
  EXPECT_LE(found.size(), acknowledged.size() + 5 * 4);
}

}  // namespace
}  // namespace kaogong::store
