// SPDX-License-Identifier: Apache-2.0
#include "store_test.h"

#include <cstdlib>
#include <iostream>
#include <optional>

namespace kaogong::store {

namespace {

// Started by the first test that needs it.
class Environment : public testing::Environment {
 public:
  void TearDown() override {
    server_.reset();
    folder_.reset();
  }
  // Databases with all tables, to be copied.
  const std::filesystem::path& MigratedFile() {
    if (!folder_) {
      folder_.emplace();
      file_ = folder_->path() / "migrated.sqlite";
      MakeTables(file_);
    }
    return file_;
  }
  const std::string& MigratedDatabase() {
    if (database_.empty()) {
      const std::string address = server().CreateDatabase().value();
      MakeTables(address);
      database_ = PostgresServer::NameOf(address);
    }
    return database_;
  }
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
  static void MakeTables(const std::string& address) {
    const auto pool = Pool::Open(address).value();
    KAOGONG_ASSERT(Migrate(*pool, BuiltInMigrations(),
                           {.at = "2025-01-01T00:00:00Z", .on_before_change = {}})
                       .ok());
  }

  std::unique_ptr<PostgresServer> server_;
  std::optional<TemporaryFolder> folder_;
  std::filesystem::path file_;
  std::string database_;
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

StoreTest::StoreTest(Contents contents) {
  const bool is_migrated = contents == Contents::kMigrated;
  if (is_sqlite()) {
    address_ = folder_.path() / "data.sqlite";
    if (is_migrated) std::filesystem::copy_file(kEnvironment->MigratedFile(), address_);
    return;
  }
  auto created = is_migrated ? SharedPostgres().CreateDatabase(kEnvironment->MigratedDatabase())
                             : SharedPostgres().CreateDatabase();
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
