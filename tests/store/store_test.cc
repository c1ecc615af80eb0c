// SPDX-License-Identifier: Apache-2.0
#include "store_test.h"

#include <cstdlib>
#include <iostream>

namespace kaogong::store {

namespace {

// Started by the first test that needs it.
class Environment : public testing::Environment {
 public:
  void TearDown() override { server_.reset(); }
  PostgresServer& server() {
    if (!server_) {
      auto started = PostgresServer::Start();
      if (!started.ok()) {
        std::cerr << started.error().message.en << "\n" << started.error().message.zh << "\n";
        std::exit(1);
      }
      server_ = std::move(started).value();
    }
    return *server_;
  }

 private:
  std::unique_ptr<PostgresServer> server_;
};

Environment* const kEnvironment = static_cast<Environment*>(
    testing::AddGlobalTestEnvironment(std::make_unique<Environment>().release()));

}  // namespace

PostgresServer& SharedPostgres() { return kEnvironment->server(); }

TemporaryFolder::TemporaryFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "kaogong-store-XXXXXX";
  KAOGONG_ASSERT(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

StoreTest::StoreTest() {
  if (is_sqlite()) {
    address_ = folder_.path() / "data.sqlite";
    return;
  }
  auto created = SharedPostgres().CreateDatabase();
  EXPECT_TRUE(IsOk(created));
  if (created.ok()) address_ = created.value();
}

std::unique_ptr<Pool> StoreTest::Open(PoolOptions options) {
  auto opened = Pool::Open(address_, std::move(options));
  EXPECT_TRUE(IsOk(opened));
  return opened.ok() ? std::move(opened).value() : nullptr;
}

void StoreTest::Run(Pool& pool, std::initializer_list<std::string_view> statements) {
  for (const std::string_view sql : statements) {
    EXPECT_TRUE(IsOk(pool.Write([&](Transaction& transaction) {
      return transaction.Execute(sql);
    }))) << sql;
  }
}

std::int64_t StoreTest::Count(Pool& pool, std::string_view table) {
  const auto count = pool.Read([&](Transaction& transaction) {
    return transaction.One<std::int64_t>("SELECT count(*) FROM " + std::string(table));
  });
  EXPECT_TRUE(IsOk(count));
  return count.ok() ? count.value().value_or(-1) : -1;
}

std::string DialectName(const testing::TestParamInfo<Dialect>& info) {
  return info.param == Dialect::kSqlite ? "Sqlite" : "Postgres";
}

}  // namespace kaogong::store
