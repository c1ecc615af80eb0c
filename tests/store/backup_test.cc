// SPDX-License-Identifier: Apache-2.0
#include "store/backup.h"

#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "store/audit.h"
#include "store_test.h"

namespace kaogong::store {
namespace {

class BackupTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Pool::Open(path("data.sqlite"));
    ASSERT_TRUE(IsOk(opened));
    pool_ = std::move(opened).value();
    ASSERT_TRUE(IsOk(Migrate(*pool_, BuiltInMigrations(), {})));
  }
  std::string path(std::string_view name) const { return folder_.path() / name; }
  Result<AuditMark> Append(int i) {
    return pool_->Write([&](Transaction& transaction) {
      return AppendAudit(transaction, {"t", "a", "b", std::to_string(i),
                                       "{\"text\":\"" + std::string(2000, 'x') + "\"}"});
    });
  }
  static AuditReport Verify(Pool& pool) {
    const auto report =
        pool.Read([](Transaction& transaction) { return VerifyAudit(transaction); });
    EXPECT_TRUE(IsOk(report));
    return report.ok() ? report.value() : AuditReport{};
  }

  TemporaryFolder folder_;
  std::unique_ptr<Pool> pool_;
};

TEST_F(BackupTest, CopiesOneMomentWhileOthersWrite) {
  for (int i = 0; i < 4000; ++i) ASSERT_TRUE(IsOk(Append(i)));
  std::atomic<bool> is_over = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    while (!is_over) {
      EXPECT_TRUE(IsOk(Append(++written)));
    }
  });
  int steps = 0;
  const auto done = BackUp(*pool_, path("copy.sqlite"), [&](int pages_done, int pages_total) {
    EXPECT_LE(pages_done, pages_total);
    ++steps;
    // Let the writer commit between two steps.
    const int seen = written;
    while (written < seen + 5) std::this_thread::yield();
    return true;
  });
  is_over = true;
  writer.join();
  ASSERT_TRUE(IsOk(done));
  EXPECT_GT(steps, 1);
  const auto copy = Pool::Open(path("copy.sqlite"));
  ASSERT_TRUE(IsOk(copy));
  const AuditReport report = Verify(*copy.value());
  EXPECT_TRUE(report.is_whole());
  EXPECT_GE(report.row_count, 4000);
  EXPECT_LT(report.row_count, 4000 + written);
  EXPECT_TRUE(Verify(*pool_).is_whole());
}

TEST_F(BackupTest, IsOneFileForItsOwnerOnly) {
  ASSERT_TRUE(IsOk(BackUp(*pool_, path("copy.sqlite"))));
  EXPECT_FALSE(std::filesystem::exists(path("copy.sqlite.partial")));
  EXPECT_FALSE(std::filesystem::exists(path("copy.sqlite.partial-wal")));
  EXPECT_FALSE(std::filesystem::exists(path("copy.sqlite-wal")));
  struct stat status {};
  ASSERT_EQ(::stat(path("copy.sqlite").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(BackupTest, RestoresByCopyingBack) {
  ASSERT_TRUE(IsOk(Append(1)));
  ASSERT_TRUE(IsOk(BackUp(*pool_, path("copy.sqlite"))));
  const auto backup = Pool::Open(path("copy.sqlite"));
  ASSERT_TRUE(IsOk(backup));
  ASSERT_TRUE(IsOk(BackUp(*backup.value(), path("restored.sqlite"))));
  const auto restored = Pool::Open(path("restored.sqlite"));
  ASSERT_TRUE(IsOk(restored));
  EXPECT_EQ(Verify(*restored.value()).row_count, 1);
}

TEST_F(BackupTest, NeverOverwritesAndLeavesNothingHalfDone) {
  std::ofstream(path("copy.sqlite")) << "mine";
  const auto existing = BackUp(*pool_, path("copy.sqlite"));
  ASSERT_FALSE(existing.ok());
  EXPECT_EQ(existing.error().code, ErrorCode::kConflict);
  const auto unwritable = BackUp(*pool_, path("no/such/folder/copy.sqlite"));
  ASSERT_FALSE(unwritable.ok());
  EXPECT_EQ(unwritable.error().code, ErrorCode::kUnavailable);
  const auto given_up = BackUp(*pool_, path("other.sqlite"), [](int, int) { return false; });
  EXPECT_FALSE(std::filesystem::exists(path("other.sqlite.partial")));
  // A small database is copied in one step, before anybody can object.
  EXPECT_EQ(given_up.ok(), std::filesystem::exists(path("other.sqlite")));
}

TEST_F(BackupTest, FindsDamage) {
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(IsOk(Append(i)));
  const auto sound = CheckIntegrity(*pool_);
  ASSERT_TRUE(IsOk(sound));
  EXPECT_TRUE(sound.value().empty());
  ASSERT_TRUE(IsOk(BackUp(*pool_, path("copy.sqlite"))));
  {
    std::fstream file(path("copy.sqlite"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 5);
    file << std::string(4096 * 20, '\x5a');
  }
  const auto damaged = Pool::Open(path("copy.sqlite"));
  ASSERT_TRUE(IsOk(damaged));
  const auto findings = CheckIntegrity(*damaged.value());
  EXPECT_TRUE(!findings.ok() || !findings.value().empty());
  EXPECT_FALSE(BackUp(*damaged.value(), path("again.sqlite")).ok());
  EXPECT_FALSE(std::filesystem::exists(path("again.sqlite")));
}

TEST_F(BackupTest, FindsRowsThatReferToNothing) {
  const auto done = pool_->Write([](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(transaction.Execute("CREATE TABLE a (id BIGINT PRIMARY KEY)"));
    KAOGONG_TRY(
        transaction.Execute("CREATE TABLE b (a_id BIGINT REFERENCES a (id)"
                            " DEFERRABLE INITIALLY DEFERRED)"));
    return {};
  });
  ASSERT_TRUE(IsOk(done));
  const std::string command = "sqlite3 '" + path("data.sqlite") + "' 'INSERT INTO b VALUES (7)'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const auto findings = CheckIntegrity(*pool_);
  ASSERT_TRUE(IsOk(findings));
  ASSERT_EQ(findings.value().size(), 1U);
  EXPECT_EQ(findings.value()[0], "row 1 of b refers to a missing row of a");
}

TEST_F(BackupTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(path("text.sqlite")) << std::string(5000, 'x');
  const auto opened = Pool::Open(path("text.sqlite"));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kUnavailable);
}

TEST(PostgresBackup, IsLeftToPgDump) {
  const auto address = SharedPostgres().CreateDatabase();
  ASSERT_TRUE(IsOk(address));
  const auto pool = Pool::Open(address.value());
  ASSERT_TRUE(IsOk(pool));
  const TemporaryFolder folder;
  const auto done = BackUp(*pool.value(), folder.path() / "x");
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(CheckIntegrity(*pool.value()).ok());
}

}  // namespace
}  // namespace kaogong::store
