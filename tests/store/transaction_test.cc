// SPDX-License-Identifier: Apache-2.0
// What a transaction keeps, loses and refuses: the same on both databases.
#include <string>

#include "store/batch_insert.h"
#include "store_test.h"

namespace kaogong::store {
namespace {

class TransactionTest : public StoreTest {
 protected:
  void SetUp() override {
    pool_ = Open();
    ASSERT_NE(pool_, nullptr);
    Run(*pool_, {"CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL)"});
  }

  static Result<std::int64_t> Insert(Transaction& transaction, int id) {
    return transaction.Execute("INSERT INTO thing (id, name) VALUES (?, 'x')", {id});
  }

  std::unique_ptr<Pool> pool_;
};
KAOGONG_STORE_SUITE(TransactionTest);

TEST_P(TransactionTest, RollsBackWhenTheBodyFailsOrTheObjectDies) {
  const Error refusal{ErrorCode::kNotPermitted, Say("不行", "no")};
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(Insert(transaction, 1));
    return refusal;
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::kNotPermitted);
  {
    auto begun = pool_->Begin(Access::kWrite);
    ASSERT_TRUE(IsOk(begun));
    ASSERT_TRUE(IsOk(Insert(begun.value(), 2)));
  }
  EXPECT_EQ(Count(*pool_, "thing"), 0);
}

TEST_P(TransactionTest, CommitsNothingAfterAFailureThatTheCallerOverlooked) {
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(Insert(transaction, 1));
    (void)Insert(transaction, 1).ok();
    EXPECT_FALSE(transaction.is_sound());
    EXPECT_EQ(transaction.failure().kind, FailureKind::kUnique);
    EXPECT_FALSE(Insert(transaction, 2).ok());
    return {};
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::kConflict);
  EXPECT_EQ(Count(*pool_, "thing"), 0);
}

TEST_P(TransactionTest, ConfinesAFailureToAnAttempt) {
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(Insert(transaction, 1));
    const auto attempt = transaction.Attempt([&]() -> Result<void> {
      KAOGONG_TRY(Insert(transaction, 2));
      // An inner attempt that succeeds goes when the outer one fails.
      KAOGONG_TRY(transaction.Attempt([&] { return Insert(transaction, 3); }));
      KAOGONG_TRY(Insert(transaction, 1));
      return {};
    });
    EXPECT_FALSE(attempt.ok());
    EXPECT_TRUE(transaction.is_sound());
    KAOGONG_TRY(transaction.Attempt([&] { return Insert(transaction, 4); }));
    const auto overlooked = transaction.Attempt([&]() -> Result<void> {
      (void)Insert(transaction, 4).ok();
      return {};
    });
    EXPECT_FALSE(overlooked.ok());
    return {};
  });
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(Count(*pool_, "thing"), 2);
  EXPECT_EQ(Count(*pool_, "thing WHERE id IN (1, 4)"), 2);
}

TEST_P(TransactionTest, RefusesToWriteWhenItOnlyReads) {
  const auto done = pool_->Read([&](Transaction& transaction) { return Insert(transaction, 1); });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(Count(*pool_, "thing"), 0);
}

TEST_P(TransactionTest, ReadsOneStateThroughout) {
  auto reader = pool_->Begin(Access::kRead);
  ASSERT_TRUE(IsOk(reader));
  const auto count = [&] {
    return reader.value().One<std::int64_t>("SELECT count(*) FROM thing").value();
  };
  EXPECT_EQ(count(), 0);
  Run(*pool_, {"INSERT INTO thing (id, name) VALUES (1, 'x')"});
  EXPECT_EQ(count(), 0);
  ASSERT_TRUE(IsOk(reader.value().Commit()));
  EXPECT_EQ(Count(*pool_, "thing"), 1);
}

TEST_P(TransactionTest, RunsNothingOnceItIsOver) {
  auto begun = pool_->Begin(Access::kWrite);
  ASSERT_TRUE(IsOk(begun));
  ASSERT_TRUE(IsOk(begun.value().Commit()));
  EXPECT_FALSE(Insert(begun.value(), 1).ok());
  EXPECT_FALSE(begun.value().Commit().ok());
  EXPECT_EQ(Count(*pool_, "thing"), 0);
}

TEST_P(TransactionTest, CannotBeCommittedWhenAConstraintFailsAtTheEnd) {
  Run(*pool_, {"CREATE TABLE part (id BIGINT PRIMARY KEY, thing BIGINT NOT NULL"
               " REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED)"});
  const auto done = pool_->Write([&](Transaction& transaction) {
    return transaction.Execute("INSERT INTO part (id, thing) VALUES (1, 9)");
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::kConflict);
  EXPECT_EQ(Count(*pool_, "part"), 0);
  const auto mended = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(transaction.Execute("INSERT INTO part (id, thing) VALUES (1, 9)"));
    KAOGONG_TRY(Insert(transaction, 9));
    return {};
  });
  EXPECT_TRUE(IsOk(mended));
}

TEST_P(TransactionTest, GivesRowsOfAnInsertWithReturning) {
  const auto done = pool_->Write([&](Transaction& transaction) {
    return transaction.One<std::int64_t, std::string>(
        "INSERT INTO thing (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = 'again'"
        " RETURNING id, name",
        {5, "first"});
  });
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(done.value(), std::tuple(5, std::string("first")));
}

TEST_P(TransactionTest, TellsNothingFromOneRowFromSeveral) {
  Run(*pool_, {"INSERT INTO thing (id, name) VALUES (1, 'x'), (2, 'y')"});
  const auto one = [&](std::string_view where) {
    return pool_->Read([&](Transaction& transaction) {
      return transaction.One<std::int64_t>("SELECT id FROM thing WHERE " + std::string(where));
    });
  };
  EXPECT_EQ(one("id = 3").value(), std::nullopt);
  EXPECT_EQ(one("id = 2").value(), 2);
  EXPECT_FALSE(one("id > 0").ok());
}

class BatchTest : public TransactionTest {
 protected:
  void SetUp() override {
    TransactionTest::SetUp();
    Run(*pool_, {"CREATE TABLE mixed (id BIGINT PRIMARY KEY, name TEXT, is_open BOOLEAN,"
                 " data /*sqlite: BLOB */ /*postgres: BYTEA */)"});
  }
};
KAOGONG_STORE_SUITE(BatchTest);

TEST_P(BatchTest, InsertsWhatSingleStatementsWould) {
  const std::string awkward = "\\N\t\\.\n\r\"'\\\\ 甘溪 {}";
  const Blob blob = {std::byte{0}, std::byte{92}, std::byte{10}, std::byte{255}};
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<std::int64_t> {
    KAOGONG_TRY_ASSIGN(auto batch,
                       BatchInsert::Open(transaction, "mixed", {"id", "name", "is_open", "data"}));
    for (int i = 0; i < 1003; ++i) {
      switch (i % 3) {
        case 0:
          KAOGONG_TRY(batch.Add({i, awkward + std::to_string(i), true, blob}));
          break;
        case 1:
          KAOGONG_TRY(batch.Add({i, "", false, Blob{}}));
          break;
        default:
          KAOGONG_TRY(batch.Add({i, nullptr, nullptr, nullptr}));
      }
    }
    return batch.Finish();
  });
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(done.value(), 1003);
  int seen = 0;
  const auto read = pool_->Read([&](Transaction& transaction) {
    return transaction.Query("SELECT id, name, is_open, data FROM mixed ORDER BY id", {},
                             [&](const Row& row) {
                               const int i = seen++;
                               EXPECT_EQ(row.Get<int>(0), i);
                               const auto name = row.Get<std::optional<std::string>>(1);
                               const auto data = row.Get<std::optional<Blob>>(3);
                               if (i % 3 == 0) {
                                 EXPECT_EQ(name, awkward + std::to_string(i));
                                 EXPECT_EQ(data, blob);
                               } else if (i % 3 == 1) {
                                 EXPECT_EQ(name, "");
                                 EXPECT_EQ(data, Blob{});
                               } else {
                                 EXPECT_EQ(name, std::nullopt);
                                 EXPECT_EQ(data, std::nullopt);
                               }
                             });
  });
  EXPECT_TRUE(IsOk(read));
  EXPECT_EQ(seen, 1003);
}

TEST_P(BatchTest, WritesNothingWhenOneRowBreaksAConstraint) {
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY_ASSIGN(auto batch, BatchInsert::Open(transaction, "thing", {"id", "name"}));
    for (int i = 0; i < 500; ++i) KAOGONG_TRY(batch.Add({i == 400 ? 7 : i, "x"}));
    KAOGONG_TRY(batch.Finish());
    return {};
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::kConflict);
  EXPECT_EQ(Count(*pool_, "thing"), 0);
}

TEST_P(BatchTest, FailsTheTransactionWhenItIsAbandoned) {
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY_ASSIGN(auto batch, BatchInsert::Open(transaction, "thing", {"id", "name"}));
    KAOGONG_TRY(batch.Add({1, "x"}));
    return {};
  });
  EXPECT_FALSE(done.ok());
  const auto invalid = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY_ASSIGN(auto batch, BatchInsert::Open(transaction, "thing", {"id", "name"}));
    KAOGONG_TRY(batch.Add({1, std::string_view("\0", 1)}));
    KAOGONG_TRY(batch.Finish());
    return {};
  });
  ASSERT_FALSE(invalid.ok());
  EXPECT_EQ(invalid.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(Count(*pool_, "thing"), 0);
  Run(*pool_, {"INSERT INTO thing (id, name) VALUES (1, 'x')"});
  EXPECT_EQ(Count(*pool_, "thing"), 1);
}

TEST_P(BatchTest, LetsNothingElseRunUntilItIsFinished) {
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY_ASSIGN(auto batch, BatchInsert::Open(transaction, "thing", {"id", "name"}));
    EXPECT_FALSE(Insert(transaction, 1).ok());
    EXPECT_FALSE(batch.Finish().ok());
    return {};
  });
  EXPECT_FALSE(done.ok());
}

}  // namespace
}  // namespace kaogong::store
