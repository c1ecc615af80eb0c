// SPDX-License-Identifier: Apache-2.0
// Statements, values and refusals: the same on both databases.
#include <limits>
#include <string>
#include <vector>

#include "store/batch_insert.h"
#include "store_test.h"

namespace kaogong::store {
namespace {

using namespace std::string_literals;

constexpr std::string_view kCreateThing =
    "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT, is_open BOOLEAN,"
    " data /*sqlite: BLOB */ /*postgres: BYTEA */)";

class StatementTest : public StoreTest {
 protected:
  void SetUp() override {
    pool_ = Open();
    ASSERT_NE(pool_, nullptr);
    Run(*pool_, {kCreateThing,
                 "CREATE TABLE person (id BIGINT PRIMARY KEY, login TEXT NOT NULL UNIQUE,"
                 " age BIGINT, boss BIGINT REFERENCES person (id),"
                 " CONSTRAINT age_is_sane CHECK (age < 150))"});
  }

  std::unique_ptr<Pool> pool_;
};
KAOGONG_STORE_SUITE(StatementTest);

TEST_P(StatementTest, CountsArgumentsInsideWhatIsForOneDatabase) {
  const auto found = pool_->Read([](Transaction& transaction) {
    return transaction.One<std::int64_t>(
        "SELECT ? /*sqlite: + instr(?, ?) */ /*postgres: + strpos(?, ?) */ + ?",
        {100, "甲乙丙", "丙", 20});
  });
  ASSERT_TRUE(IsOk(found));
  EXPECT_EQ(found.value(), 123);
}

TEST_P(StatementTest, ReturnsEveryTypeAsItWasGiven) {
  const Blob blob = {std::byte{0}, std::byte{255}, std::byte{39}, std::byte{92}};
  const std::string text = "甘溪镇 \"'\\\n\t?$1 😀";
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(
        transaction.Execute("INSERT INTO thing (id, name, is_open, data) VALUES (?, ?, ?, ?)",
                            {std::numeric_limits<std::int64_t>::min(), text, true, blob}));
    KAOGONG_TRY(
        transaction.Execute("INSERT INTO thing (id, name, is_open, data) VALUES (?, ?, ?, ?)",
                            {std::numeric_limits<std::int64_t>::max(), nullptr,
                             std::optional<bool>(), std::optional<Blob>()}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO thing (id, name, is_open, data) VALUES (?, ?, ?, ?)", {0, "", false, Blob{}}));
    return {};
  });
  ASSERT_TRUE(IsOk(done));
  std::vector<std::tuple<std::int64_t, std::optional<std::string>, std::optional<bool>,
                         std::optional<Blob>>>
      rows;
  const auto read = pool_->Read([&](Transaction& transaction) {
    return transaction.Query(
        "SELECT id, name, is_open, data FROM thing ORDER BY id", {}, [&](const Row& row) {
          rows.emplace_back(row.Get<std::int64_t>(0), row.Get<std::optional<std::string>>(1),
                            row.Get<std::optional<bool>>(2), row.Get<std::optional<Blob>>(3));
        });
  });
  ASSERT_TRUE(IsOk(read));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0], std::tuple(std::numeric_limits<std::int64_t>::min(), std::optional(text),
                                std::optional(true), std::optional(blob)));
  EXPECT_EQ(rows[1],
            std::tuple(0, std::optional(""s), std::optional(false), std::optional(Blob{})));
  EXPECT_EQ(rows[2], std::tuple(std::numeric_limits<std::int64_t>::max(), std::nullopt,
                                std::nullopt, std::nullopt));
}

TEST_P(StatementTest, GivesSumsAndCountsAsIntegers) {
  Run(*pool_, {"INSERT INTO thing (id) VALUES (4), (5)"});
  const auto sums = pool_->Read([&](Transaction& transaction) {
    return transaction.One<std::int64_t, std::int64_t, std::optional<std::int64_t>>(
        "SELECT sum(id), count(*), sum(id) FILTER (WHERE id > 9) FROM thing");
  });
  ASSERT_TRUE(IsOk(sums));
  EXPECT_EQ(sums.value(), std::tuple(9, 2, std::nullopt));
}

TEST_P(StatementTest, LeavesQuestionMarksInStringsAndCommentsAlone) {
  const auto found = pool_->Read([&](Transaction& transaction) {
    return transaction.One<std::string, std::int64_t>(
        "SELECT 'a?''?' || CAST(? AS TEXT) AS \"what?\", -- ?\n CAST(? AS BIGINT) /* ? */",
        {"b", 7});
  });
  ASSERT_TRUE(IsOk(found));
  EXPECT_EQ(found.value(), std::tuple("a?'?b"s, 7));
}

TEST_P(StatementTest, RefusesTextWithNulOrInvalidUtf8) {
  for (const std::string& text : {"a\0b"s, "\xff"s, "\xc0\xaf"s, "\xed\xa0\x80"s}) {
    const Failure failure = FailureOf(*pool_, [&](Transaction& transaction) {
      return transaction.Execute("INSERT INTO thing (id, name) VALUES (1, ?)", {text});
    });
    EXPECT_EQ(failure.kind, FailureKind::kInvalidValue);
  }
  EXPECT_EQ(Count(*pool_, "thing"), 0);
}

TEST_P(StatementTest, NamesTheKindAndSubjectOfEachRefusal) {
  Run(*pool_, {"INSERT INTO person (id, login) VALUES (1, 'li')"});
  struct Case {
    std::string_view sql;
    FailureKind kind;
    std::string_view subject;
  };
  const std::vector<Case> cases = {
      {"INSERT INTO person (id, login) VALUES (2, 'li')", FailureKind::kUnique, "person.login"},
      {"INSERT INTO person (id, login) VALUES (1, 'wang')", FailureKind::kUnique, "person.id"},
      {"INSERT INTO person (id, login) VALUES (2, NULL)", FailureKind::kNotNull, "person.login"},
      {"INSERT INTO person (id, login, age) VALUES (2, 'x', 151)", FailureKind::kCheck,
       "age_is_sane"},
      {"INSERT INTO person (id, login, boss) VALUES (2, 'x', 99)", FailureKind::kForeignKey,
       is_sqlite() ? "" : "person_boss_fkey"},
      {"INSERT INTO nowhere (id) VALUES (2)", FailureKind::kOther, ""},
      {"SELEC 1", FailureKind::kOther, ""},
      {"INSERT INTO person (id, login) VALUES (2, \"li\")", FailureKind::kOther, ""},
  };
  for (const Case& item : cases) {
    const Failure failure =
        FailureOf(*pool_, [&](Transaction& transaction) { return transaction.Execute(item.sql); });
    EXPECT_EQ(failure.kind, item.kind) << item.sql << ": " << failure.detail;
    EXPECT_EQ(failure.subject, item.subject) << item.sql;
    EXPECT_NE(failure.detail, "");
  }
  EXPECT_EQ(Count(*pool_, "person"), 1);
}

TEST_P(StatementTest, KeepsSqlAndValuesOutOfTheCallersMessage) {
  const auto done = pool_->Write([&](Transaction& transaction) {
    return transaction.Execute("INSERT INTO person (id, login, age) VALUES (1, 'secret', 999)");
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(done.error().message.en.find("secret"), std::string::npos);
  EXPECT_EQ(done.error().message.en.find("INSERT"), std::string::npos);
}

TEST_P(StatementTest, ReportsAColumnReadAsTheWrongType) {
  Run(*pool_, {"INSERT INTO thing (id, name) VALUES (300, NULL)"});
  const auto read = [&](auto get) {
    return pool_->Read([&](Transaction& transaction) {
      return transaction.Query("SELECT id, name FROM thing", {}, get);
    });
  };
  EXPECT_FALSE(read([](const Row& row) { row.Get<std::string>(1); }).ok());
  EXPECT_FALSE(read([](const Row& row) { row.Get<std::int64_t>(1); }).ok());
  EXPECT_FALSE(read([](const Row& row) { row.Get<std::string>(0); }).ok());
  EXPECT_FALSE(read([](const Row& row) { row.Get<std::int8_t>(0); }).ok());
  EXPECT_FALSE(read([](const Row& row) { row.Get<bool>(0); }).ok());
  EXPECT_FALSE(read([](const Row& row) { row.Get<Blob>(0); }).ok());
  EXPECT_FALSE(read([](const Row& row) { row.Get<int>(2); }).ok());
  EXPECT_TRUE(read([](const Row& row) { row.Get<std::int16_t>(0); }).ok());
  EXPECT_TRUE(read([](const Row& row) { row.Get<std::optional<std::string_view>>(1); }).ok());
}

TEST_P(StatementTest, RefusesFloatingPointColumns) {
  const auto read = pool_->Read([&](Transaction& transaction) {
    return transaction.One<std::int64_t>("SELECT CAST(1 AS DOUBLE PRECISION)");
  });
  EXPECT_FALSE(read.ok());
}

TEST_P(StatementTest, RefusesWrongNumbersOfArgumentsAndStatements) {
  const std::vector<std::pair<std::string_view, std::vector<Argument>>> cases = {
      {"INSERT INTO thing (id) VALUES (?)", {}},
      {"INSERT INTO thing (id) VALUES (?)", {1, 2}},
      {"INSERT INTO thing (id) VALUES (1); INSERT INTO thing (id) VALUES (2)", {}},
  };
  for (const auto& [sql, arguments] : cases) {
    const Failure failure =
        FailureOf(*pool_, [&, &sql = sql, &arguments = arguments](Transaction& transaction) {
          return transaction.Execute(sql, arguments);
        });
    EXPECT_EQ(failure.kind, FailureKind::kOther) << sql;
  }
  EXPECT_EQ(Count(*pool_, "thing"), 0);
}

TEST_P(StatementTest, StreamsALargeResultAndStopsAtTheCallersError) {
  const auto filled = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY_ASSIGN(auto batch, BatchInsert::Open(transaction, "thing", {"id", "name"}));
    for (int i = 0; i < 50000; ++i) KAOGONG_TRY(batch.Add({i, "单位"}));
    KAOGONG_TRY(batch.Finish());
    return {};
  });
  ASSERT_TRUE(IsOk(filled));
  const auto read = pool_->Read([&](Transaction& transaction) -> Result<int> {
    int seen = 0;
    const Error enough{ErrorCode::kLimitExceeded, Say("够了", "enough")};
    const auto query = transaction.Query("SELECT id FROM thing ORDER BY id", {},
                                         [&](const Row& row) -> Result<void> {
                                           EXPECT_EQ(row.Get<int>(0), seen);
                                           if (++seen == 1000) return enough;
                                           return {};
                                         });
    EXPECT_FALSE(query.ok());
    EXPECT_EQ(query.error().code, ErrorCode::kLimitExceeded);
    // The caller's own error leaves the transaction sound.
    KAOGONG_TRY_ASSIGN(const auto count,
                       transaction.One<std::int64_t>("SELECT count(*) FROM thing"));
    EXPECT_EQ(count, 50000);
    return seen;
  });
  ASSERT_TRUE(IsOk(read));
  EXPECT_EQ(read.value(), 1000);
}

TEST_P(StatementTest, RefusesAStatementInsideAQuery) {
  const auto read = pool_->Read([&](Transaction& transaction) {
    return transaction.Query("SELECT 1", {}, [&](const Row&) -> Result<void> {
      KAOGONG_TRY(transaction.One<std::int64_t>("SELECT 2"));
      return {};
    });
  });
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kInternal);
}

TEST_P(StatementTest, KeepsFewPreparedStatementsAndGoesOn) {
  PoolOptions options;
  options.statements_max = 3;
  const auto pool = Open(options);
  const auto done = pool->Write([&](Transaction& transaction) -> Result<void> {
    for (int round = 0; round < 3; ++round) {
      for (int i = 0; i < 10; ++i) {
        KAOGONG_TRY_ASSIGN(const auto value,
                           transaction.One<std::int64_t>(
                               "SELECT CAST(? AS BIGINT) + " + std::to_string(i), {round}));
        EXPECT_EQ(value, round + i);
      }
    }
    return {};
  });
  EXPECT_TRUE(IsOk(done));
}

TEST_P(StatementTest, OrdersTextByBytes) {
  Run(*pool_,
      {"INSERT INTO thing (id, name) VALUES (1, 'b'), (2, 'B'), (3, '乙'), (4, 'a'), (5, '_')"});
  std::string order;
  const auto read = pool_->Read([&](Transaction& transaction) {
    return transaction.Query("SELECT name FROM thing ORDER BY name", {},
                             [&](const Row& row) { order += row.Get<std::string>(0); });
  });
  ASSERT_TRUE(IsOk(read));
  EXPECT_EQ(order, "B_ab乙");
  EXPECT_EQ(Count(*pool_, "thing WHERE name LIKE 'B%'"), 1);
}

TEST_P(StatementTest, PreparesAnewAfterAnotherConnectionChangedTheTable) {
  Run(*pool_, {"INSERT INTO thing (id, name) VALUES (1, 'a')"});
  const auto names = [&](std::string_view sql) {
    return pool_->Read([&](Transaction& transaction) { return transaction.One<std::string>(sql); });
  };
  const std::string_view sql = "SELECT t.name FROM (SELECT name, id FROM thing) t";
  ASSERT_TRUE(IsOk(names(sql)));
  auto other = Open();
  Run(*other, {"DROP TABLE thing", "CREATE TABLE thing (name VARCHAR(9), id BIGINT)",
               "INSERT INTO thing (name, id) VALUES ('b', 2)"});
  const auto again = names(sql);
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(again.value(), "b");
}

}  // namespace
}  // namespace kaogong::store
