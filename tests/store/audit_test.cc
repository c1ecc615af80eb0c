// SPDX-License-Identifier: Apache-2.0
// The audit chain, and what tampering with it looks like: the same on both databases. Tampering
// takes the triggers away first, as somebody with full rights could.
#include "store/audit.h"

#include <string>
#include <vector>

#include "base/sha256.h"
#include "store_test.h"

namespace kaogong::store {
namespace {

constexpr int kRows = 6;

class AuditTest : public StoreTest {
 protected:
  void SetUp() override {
    pool_ = Open();
    ASSERT_NE(pool_, nullptr);
    ASSERT_TRUE(IsOk(Migrate(*pool_, BuiltInMigrations(), {})));
    for (int i = 1; i <= kRows; ++i) {
      const auto mark = Append("{\"number\":" + std::to_string(i) + "}");
      ASSERT_TRUE(IsOk(mark));
      EXPECT_EQ(mark.value().seq, i);
      marks_.push_back(mark.value());
    }
  }

  Result<AuditMark> Append(std::string detail) {
    return pool_->Write([&](Transaction& transaction) {
      return AppendAudit(transaction,
                         {"2025-01-31T08:00:00Z", "考核办 甲", "publish", "scheme/甘溪镇", detail});
    });
  }

  void RemoveTriggers() {
    if (!is_sqlite()) {
      return Run(*pool_, {"ALTER TABLE audit_entry DISABLE TRIGGER ALL",
                          "ALTER TABLE audit_head DISABLE TRIGGER ALL"});
    }
    std::vector<std::string> triggers;
    ASSERT_TRUE(IsOk(pool_->Read([&](Transaction& transaction) {
      return transaction.Query(
          "SELECT name FROM sqlite_schema WHERE type = 'trigger'", {},
          [&](const Row& row) { triggers.push_back(row.Get<std::string>(0)); });
    })));
    for (const std::string& trigger : triggers) Run(*pool_, {"DROP TRIGGER " + trigger});
  }

  AuditReport Verify(const std::optional<AuditMark>& witnessed = {}) {
    const auto report =
        pool_->Read([&](Transaction& transaction) { return VerifyAudit(transaction, witnessed); });
    EXPECT_TRUE(IsOk(report));
    return report.ok() ? report.value() : AuditReport{};
  }
  // Expects the chain to break at row `seq` for this reason.
  void ExpectBreak(AuditFault fault, std::int64_t seq,
                   const std::optional<AuditMark>& witnessed = {}) {
    const AuditReport report = Verify(witnessed);
    ASSERT_FALSE(report.is_whole());
    EXPECT_EQ(report.first_finding->fault, fault) << report.first_finding->message.en;
    EXPECT_EQ(report.first_finding->seq, seq) << report.first_finding->message.en;
    EXPECT_NE(report.first_finding->message.zh, "");
  }

  // Computes a row's hash anew from what stands in it, as a forger would.
  void Rehash(int seq) {
    const std::string number = std::to_string(seq);
    const auto row = pool_->Read([&](Transaction& transaction) {
      return transaction.One<std::string, std::string, std::string, std::string, std::string,
                             std::string>(
          "SELECT at, actor, act, subject, detail, previous_hash FROM audit_entry WHERE seq = ?",
          {seq});
    });
    ASSERT_TRUE(row.ok() && row.value().has_value());
    const auto& [at, actor, act, subject, detail, previous] = *row.value();
    std::string text;
    for (const std::string& field : {number, at, actor, act, subject, detail, previous}) {
      text += std::to_string(field.size()) + ":" + field + ",";
    }
    Run(*pool_, {"UPDATE audit_entry SET hash = '" + Sha256Hex(text) + "' WHERE seq = " + number});
  }
  // Makes the rows from `first` on follow one another again.
  void RelinkFrom(int first) {
    for (int seq = first; seq <= kRows; ++seq) {
      Run(*pool_, {"UPDATE audit_entry SET previous_hash = (SELECT e.hash FROM audit_entry e"
                   " WHERE e.seq = " +
                   std::to_string(seq - 1) + ") WHERE seq = " + std::to_string(seq)});
      Rehash(seq);
    }
  }

  std::unique_ptr<Pool> pool_;
  std::vector<AuditMark> marks_;
};
KAOGONG_STORE_SUITE(AuditTest);

TEST_P(AuditTest, VerifiesWhatWasAppended) {
  const AuditReport report = Verify();
  EXPECT_TRUE(report.is_whole());
  EXPECT_EQ(report.row_count, kRows);
  EXPECT_EQ(report.head.seq, kRows);
  EXPECT_EQ(report.head.hash, marks_.back().hash);
  EXPECT_TRUE(Verify(marks_[2]).is_whole());
}

TEST_P(AuditTest, HashesAsItsContractSays) {
  const std::string zeros(64, '0');
  std::string text;
  for (const std::string& field :
       {std::string("1"), std::string("2025-01-31T08:00:00Z"), std::string("考核办 甲"),
        std::string("publish"), std::string("scheme/甘溪镇"), std::string("{\"number\":1}"),
        zeros}) {
    text += std::to_string(field.size()) + ":" + field + ",";
  }
  EXPECT_EQ(marks_[0].hash, Sha256Hex(text));
}

TEST_P(AuditTest, LeavesNoGapWhenATransactionFails) {
  const auto failed = pool_->Write([&](Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(AppendAudit(transaction, {"t", "a", "b", "c", "{}"}));
    return Error{ErrorCode::kConflict, Say("不行", "no")};
  });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(Append("{}").value().seq, kRows + 1);
  EXPECT_TRUE(Verify().is_whole());
}

TEST_P(AuditTest, AppendsSeveralRecordsInOneTransaction) {
  const auto done = pool_->Write([&](Transaction& transaction) -> Result<void> {
    for (int i = 0; i < 3; ++i) {
      KAOGONG_TRY(AppendAudit(transaction, {"t", "a", "b", std::to_string(i), "{}"}));
    }
    return {};
  });
  EXPECT_TRUE(IsOk(done));
  EXPECT_EQ(Verify().row_count, kRows + 3);
}

TEST_P(AuditTest, TakesOnlyCanonicalJson) {
  for (const std::string_view detail :
       {"", "{", "{ }", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "{}\n", "{\"a\":\"\\u4e2d\"}"}) {
    EXPECT_FALSE(Append(std::string(detail)).ok()) << detail;
  }
  EXPECT_TRUE(IsOk(Append("{\"a\":\"中\",\"b\":[1,null]}")));
}

TEST_P(AuditTest, IsGuardedByTheDatabase) {
  for (const std::string_view sql :
       {"UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 0", "UPDATE audit_head SET seq = seq + 1",
        "UPDATE audit_head SET id = 1"}) {
    const Failure failure =
        FailureOf(*pool_, [&](Transaction& transaction) { return transaction.Execute(sql); });
    EXPECT_EQ(failure.kind, FailureKind::kImmutable) << sql << failure.detail;
  }
  EXPECT_TRUE(Verify().is_whole());
}

TEST_P(AuditTest, NamesAChangedField) {
  RemoveTriggers();
  for (const std::string_view column : {"at", "actor", "act", "subject", "detail", "hash"}) {
    const std::string name(column);
    const auto saved = pool_->Read([&](Transaction& transaction) {
      return transaction.One<std::string>("SELECT " + name + " FROM audit_entry WHERE seq = 4");
    });
    const std::string forged = name == "hash" ? std::string(64, 'a') : "forged";
    Run(*pool_, {"UPDATE audit_entry SET " + name + " = '" + forged + "' WHERE seq = 4"});
    ExpectBreak(AuditFault::kChanged, 4);
    Run(*pool_, {"UPDATE audit_entry SET " + name + " = '" + *saved.value() + "' WHERE seq = 4"});
    EXPECT_TRUE(Verify().is_whole());
  }
  Run(*pool_, {"UPDATE audit_entry SET previous_hash = hash WHERE seq = 4"});
  ExpectBreak(AuditFault::kChanged, 4);
}

TEST_P(AuditTest, NamesAChangedRowThatWasHashedAnew) {
  RemoveTriggers();
  Run(*pool_, {"UPDATE audit_entry SET actor = 'forged' WHERE seq = 3"});
  Rehash(3);
  ExpectBreak(AuditFault::kChanged, 3);
}

TEST_P(AuditTest, NamesARemovedRow) {
  RemoveTriggers();
  Run(*pool_, {"DELETE FROM audit_entry WHERE seq = 3"});
  ExpectBreak(AuditFault::kRemoved, 3);
  Run(*pool_, {"UPDATE audit_entry SET seq = 3 WHERE seq = 4",
               "UPDATE audit_entry SET seq = 4 WHERE seq = 5",
               "UPDATE audit_entry SET seq = 5 WHERE seq = 6", "UPDATE audit_head SET seq = 5"});
  ExpectBreak(AuditFault::kRemoved, 3);
}

TEST_P(AuditTest, NamesTheFirstRowRemovedAtTheStart) {
  RemoveTriggers();
  Run(*pool_, {"DELETE FROM audit_entry WHERE seq < 3"});
  ExpectBreak(AuditFault::kRemoved, 1);
}

TEST_P(AuditTest, NamesReorderedRows) {
  RemoveTriggers();
  Run(*pool_, {"UPDATE audit_entry SET seq = 99 WHERE seq = 3",
               "UPDATE audit_entry SET seq = 3 WHERE seq = 5",
               "UPDATE audit_entry SET seq = 5 WHERE seq = 99"});
  ExpectBreak(AuditFault::kReordered, 3);
}

TEST_P(AuditTest, NamesRowsCutOffAtTheEnd) {
  RemoveTriggers();
  Run(*pool_, {"DELETE FROM audit_entry WHERE seq >= 5"});
  ExpectBreak(AuditFault::kTruncated, 5);
  // With the head set back as well only a mark kept elsewhere tells.
  Run(*pool_, {"UPDATE audit_head SET seq = 4, hash = '" + marks_[3].hash + "'"});
  EXPECT_TRUE(Verify().is_whole());
  ExpectBreak(AuditFault::kTruncated, 5, marks_[5]);
}

TEST_P(AuditTest, NamesARowAddedBesideTheHead) {
  RemoveTriggers();
  Run(*pool_, {"UPDATE audit_head SET seq = 4, hash = '" + marks_[3].hash + "'"});
  ExpectBreak(AuditFault::kAppended, 5);
}

TEST_P(AuditTest, NoticesAChainThatWasWrittenAnew) {
  RemoveTriggers();
  Run(*pool_, {"UPDATE audit_entry SET actor = 'forged' WHERE seq = 2"});
  Rehash(2);
  RelinkFrom(3);
  ExpectBreak(AuditFault::kReplaced, kRows);
  Run(*pool_, {"UPDATE audit_head SET hash = (SELECT e.hash FROM audit_entry e WHERE e.seq = 6)"});
  EXPECT_TRUE(Verify().is_whole());
  ExpectBreak(AuditFault::kReplaced, 4, marks_[3]);
}

TEST_P(AuditTest, NoticesAMissingHead) {
  RemoveTriggers();
  Run(*pool_, {"DELETE FROM audit_head"});
  ExpectBreak(AuditFault::kRemoved, 0);
  EXPECT_FALSE(Append("{}").ok());
}

}  // namespace
}  // namespace kaogong::store
