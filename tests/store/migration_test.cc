// SPDX-License-Identifier: Apache-2.0
// Migrations, and the guards that they put on tables: the same on both databases.
#include "store/migration.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "store/backup.h"
#include "store_test.h"

namespace kaogong::store {
namespace {

constexpr std::string_view kFirst = R"sql(
CREATE TABLE version (
  id BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  note TEXT,
  data /*sqlite: BLOB */ /*postgres: BYTEA */,
  published_at TEXT
);
-- frozen: version when published_at is not null except note
CREATE TABLE rule (
  id BIGINT PRIMARY KEY,
  version_id BIGINT NOT NULL REFERENCES version (id),
  body TEXT
);
-- frozen: rule by version_id of version(id) when published_at is not null
CREATE TABLE ledger (id BIGINT PRIMARY KEY, cents BIGINT);
-- append-only: ledger
CREATE TABLE letter (id BIGINT PRIMARY KEY, state TEXT, body TEXT);
-- frozen: letter when state in ('signed', 'closed')
-- sqlite:
CREATE TABLE only_here (id BIGINT);
-- postgres:
CREATE TABLE only_there (id BIGINT);
-- both:
CREATE TABLE everywhere (id BIGINT);
)sql";

constexpr std::string_view kSecond = R"sql(
ALTER TABLE version ADD COLUMN scale BIGINT;
-- mutable: ledger
UPDATE ledger SET cents = cents * 100;
-- append-only: ledger
)sql";

const std::vector<Migration> kMigrations = {{1, "V0001__first.sql", kFirst},
                                            {2, "V0002__second.sql", kSecond}};

class MigrationTest : public StoreTest {
 protected:
  void SetUp() override {
    pool_ = Open();
    ASSERT_NE(pool_, nullptr);
  }

  Result<MigrationOutcome> MigrateTo(int version) {
    return Migrate(*pool_, std::span(kMigrations).first(static_cast<std::size_t>(version)),
                   {"2025-01-31T08:00:00Z", {}, std::chrono::seconds(5)});
  }

  FailureKind KindOf(std::string_view sql) {
    const Failure failure =
        FailureOf(*pool_, [&](Transaction& transaction) { return transaction.Execute(sql); });
    if (failure.kind != FailureKind::kNone && failure.kind != FailureKind::kImmutable) {
      ADD_FAILURE() << sql << ": " << failure.detail;
    }
    return failure.kind;
  }
  void ExpectImmutable(std::initializer_list<std::string_view> statements) {
    for (const std::string_view sql : statements) {
      EXPECT_EQ(KindOf(sql), FailureKind::kImmutable) << sql;
    }
  }
  void ExpectAllowed(std::initializer_list<std::string_view> statements) {
    for (const std::string_view sql : statements) {
      EXPECT_EQ(KindOf(sql), FailureKind::kNone) << sql;
    }
  }

  std::unique_ptr<Pool> pool_;
};
KAOGONG_STORE_SUITE(MigrationTest);

TEST_P(MigrationTest, AppliesEachStepOnceAndRecordsIt) {
  const auto first = MigrateTo(1);
  ASSERT_TRUE(IsOk(first));
  EXPECT_EQ(first.value().version_before, 0);
  EXPECT_EQ(first.value().version_after, 1);
  const auto second = MigrateTo(2);
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(second.value().version_before, 1);
  const auto third = MigrateTo(2);
  ASSERT_TRUE(IsOk(third));
  EXPECT_EQ(third.value().version_before, 2);
  const auto recorded = pool_->Read([](Transaction& transaction) {
    return transaction.One<std::string, std::int64_t, std::string>(
        "SELECT name, length(checksum), applied_at FROM schema_migration WHERE version = 2");
  });
  ASSERT_TRUE(IsOk(recorded));
  EXPECT_EQ(recorded.value(), std::tuple("V0002__second.sql", 64, "2025-01-31T08:00:00Z"));
  EXPECT_EQ(Count(*pool_, is_sqlite() ? "only_here" : "only_there"), 0);
  EXPECT_EQ(Count(*pool_, "everywhere"), 0);
}

TEST_P(MigrationTest, IsRefusedWhenARecordedStepDiffers) {
  ASSERT_TRUE(IsOk(MigrateTo(1)));
  const std::vector<Migration> changed = {{1, "V0001__first.sql", "CREATE TABLE x (id BIGINT);"},
                                          kMigrations[1]};
  const auto outcome = Migrate(*pool_, changed, {});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kConflict);
  EXPECT_NE(outcome.error().message.en.find("V0001__first.sql"), std::string::npos);
}

TEST_P(MigrationTest, IsRefusedWhenTheDatabaseIsNewer) {
  ASSERT_TRUE(IsOk(MigrateTo(2)));
  const auto outcome = MigrateTo(1);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kConflict);
}

TEST_P(MigrationTest, ChangesNothingWhenAStepFails) {
  ASSERT_TRUE(IsOk(MigrateTo(1)));
  const std::vector<Migration> failing = {
      kMigrations[0],
      kMigrations[1],
      {3, "V0003__third.sql", "CREATE TABLE third (id BIGINT);\nINSERT INTO nowhere VALUES (1);"}};
  const auto outcome = Migrate(*pool_, failing, {});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInternal);
  EXPECT_NE(outcome.error().message.en.find("V0003__third.sql"), std::string::npos);
  EXPECT_NE(outcome.error().message.en.find("nowhere"), std::string::npos);
  EXPECT_EQ(Count(*pool_, "schema_migration"), 1);
  const std::vector<Migration> unreadable = {kMigrations[0],
                                             {2, "V0002__x.sql", "-- frozen: ledger when cents"}};
  EXPECT_FALSE(Migrate(*pool_, unreadable, {}).ok());
  EXPECT_TRUE(IsOk(MigrateTo(2)));
}

TEST_P(MigrationTest, MakesABackupBeforeItChangesWhatIsThere) {
  int calls = 0;
  MigrationOptions options;
  options.on_before_change = [&](int before, int after) -> Result<void> {
    ++calls;
    EXPECT_EQ(before, 1);
    EXPECT_EQ(after, 2);
    if (!is_sqlite()) return {};
    return BackUp(*pool_, folder_.path() / "before.sqlite");
  };
  ASSERT_TRUE(IsOk(Migrate(*pool_, std::span(kMigrations).first(1), options)));
  EXPECT_EQ(calls, 0);
  Run(*pool_, {"INSERT INTO ledger (id, cents) VALUES (1, 5)"});
  ASSERT_TRUE(IsOk(Migrate(*pool_, kMigrations, options)));
  EXPECT_EQ(calls, 1);
  ASSERT_TRUE(IsOk(Migrate(*pool_, kMigrations, options)));
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(Count(*pool_, "ledger WHERE cents = 500"), 1);
  if (!is_sqlite()) return;
  const auto backup = Pool::Open(folder_.path() / "before.sqlite");
  ASSERT_TRUE(IsOk(backup));
  EXPECT_EQ(Count(*backup.value(), "ledger WHERE cents = 5"), 1);
}

TEST_P(MigrationTest, DoesNothingWhenTheBackupFails) {
  ASSERT_TRUE(IsOk(MigrateTo(1)));
  MigrationOptions options;
  options.on_before_change = [](int, int) -> Result<void> {
    return Error{ErrorCode::kLimitExceeded, Say("磁盘满", "disk full")};
  };
  const auto outcome = Migrate(*pool_, kMigrations, options);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kLimitExceeded);
  EXPECT_EQ(Count(*pool_, "schema_migration"), 1);
}

TEST_P(MigrationTest, IsDoneOnceByManyStartingTogether) {
  std::vector<std::thread> threads;
  std::atomic<int> changed = 0;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto pool = Pool::Open(address_);
      const auto outcome = pool.ok() ? Migrate(*pool.value(), kMigrations, {"t", {}, {}})
                                     : Result<MigrationOutcome>(pool.error());
      if (!outcome.ok()) {
        ++failed;
      } else if (outcome.value().version_before == 0) {
        ++changed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(changed, 1);
}

TEST_P(MigrationTest, LetsNoRowOfAnAppendOnlyTableChange) {
  ASSERT_TRUE(IsOk(MigrateTo(2)));
  Run(*pool_, {"INSERT INTO ledger (id, cents) VALUES (1, 5)"});
  ExpectImmutable({"UPDATE ledger SET cents = 6", "UPDATE ledger SET cents = cents",
                   "DELETE FROM ledger", "DELETE FROM ledger WHERE id = 1",
                   "INSERT INTO ledger (id, cents) VALUES (1, 9)"
                   " ON CONFLICT (id) DO UPDATE SET cents = 9"});
  if (is_sqlite()) {
    ExpectImmutable(
        {"REPLACE INTO ledger (id, cents) VALUES (1, 9)", "UPDATE OR REPLACE ledger SET id = 1"});
  } else {
    ExpectImmutable({"TRUNCATE ledger", "TRUNCATE version CASCADE"});
  }
  ExpectAllowed({"INSERT INTO ledger (id, cents) VALUES (2, 5)", "DELETE FROM ledger WHERE id = 9",
                 "INSERT INTO ledger (id, cents) VALUES (1, 9) ON CONFLICT (id) DO NOTHING"});
  EXPECT_EQ(Count(*pool_, "ledger WHERE id = 1 AND cents = 5"), 1);
}

TEST_P(MigrationTest, FreezesARowOnceItIsPublished) {
  ASSERT_TRUE(IsOk(MigrateTo(2)));
  Run(*pool_, {"INSERT INTO version (id, title) VALUES (1, 'a')",
               "UPDATE version SET title = 'b', published_at = '2025-01-31' WHERE id = 1",
               "INSERT INTO version (id, title, published_at) VALUES (2, 'c', NULL)",
               "INSERT INTO letter (id, state) VALUES (1, 'draft'), (2, 'signed'), (3, 'closed')"});
  ExpectImmutable({"UPDATE version SET title = 'x' WHERE id = 1",
                   "UPDATE version SET published_at = NULL WHERE id = 1",
                   "UPDATE version SET id = 9 WHERE id = 1",
                   "UPDATE version SET note = 'n', title = 'x' WHERE id = 1",
                   "UPDATE version SET data = CAST('x' AS /*sqlite: BLOB */ /*postgres: BYTEA */)",
                   // The column that came with the second migration is covered too.
                   "UPDATE version SET scale = 3 WHERE id = 1", "DELETE FROM version WHERE id = 1",
                   "UPDATE letter SET body = 'x' WHERE id = 2",
                   "UPDATE letter SET state = 'draft' WHERE id = 3", "DELETE FROM letter"});
  ExpectAllowed({"UPDATE version SET note = 'n' WHERE id = 1",
                 "UPDATE version SET title = 'b' WHERE id = 1",  // As it was.
                 "UPDATE version SET title = 'x', scale = 1 WHERE id = 2",
                 "DELETE FROM version WHERE id = 2", "UPDATE letter SET body = 'x' WHERE id = 1"});
}

TEST_P(MigrationTest, FreezesTheRowsOfAPublishedParent) {
  ASSERT_TRUE(IsOk(MigrateTo(2)));
  Run(*pool_,
      {"INSERT INTO version (id, title, published_at) VALUES (1, 'a', NULL), (2, 'b', NULL)",
       "INSERT INTO rule (id, version_id, body) VALUES (1, 1, 'x'), (2, 2, 'y')",
       "UPDATE version SET published_at = '2025-01-31' WHERE id = 1"});
  ExpectImmutable({"UPDATE rule SET body = 'z' WHERE id = 1", "DELETE FROM rule WHERE id = 1",
                   "INSERT INTO rule (id, version_id) VALUES (3, 1)",
                   "UPDATE rule SET version_id = 1 WHERE id = 2",
                   "UPDATE rule SET version_id = 2 WHERE id = 1"});
  ExpectAllowed({"UPDATE rule SET body = 'z' WHERE id = 2", "DELETE FROM rule WHERE id = 2",
                 "INSERT INTO rule (id, version_id) VALUES (3, 2)"});
}

TEST_P(MigrationTest, LetsNoRowSlipIntoAParentThatIsBeingPublished) {
  ASSERT_TRUE(IsOk(MigrateTo(2)));
  Run(*pool_, {"INSERT INTO version (id, title) VALUES (1, 'a')"});
  PoolOptions options;
  options.wait_max = std::chrono::milliseconds(200);
  const auto impatient = Open(options);
  const std::string_view publish = "UPDATE version SET published_at = '2025-01-31' WHERE id = 1";
  const std::string_view add = "INSERT INTO rule (id, version_id) VALUES (1, 1)";
  {
    // While the rule is being added the version cannot be published …
    auto adder = pool_->Begin(Access::kWrite);
    ASSERT_TRUE(IsOk(adder.value().Execute(add)));
    EXPECT_FALSE(
        impatient->Write([&](Transaction& transaction) { return transaction.Execute(publish); })
            .ok());
  }
  {
    // … and while it is being published no rule can be added.
    auto publisher = pool_->Begin(Access::kWrite);
    ASSERT_TRUE(IsOk(publisher.value().Execute(publish)));
    EXPECT_FALSE(
        impatient->Write([&](Transaction& transaction) { return transaction.Execute(add); }).ok());
    ASSERT_TRUE(IsOk(publisher.value().Commit()));
  }
  ExpectImmutable({add});
  EXPECT_EQ(Count(*pool_, "rule"), 0);
}

TEST(BuiltInMigrations, AreTheFilesOfTheFolder) {
  std::set<std::string> files;
  const std::string folder = KAOGONG_SOURCE_DIR "/src/store/migrations";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.insert(entry.path().filename());
  }
  std::set<std::string> built_in;
  for (const Migration& migration : BuiltInMigrations()) {
    built_in.emplace(migration.name);
    EXPECT_EQ(migration.text.find('\r'), std::string_view::npos) << migration.name;
  }
  EXPECT_EQ(built_in, files);
}

}  // namespace
}  // namespace kaogong::store
