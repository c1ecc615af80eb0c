// SPDX-License-Identifier: Apache-2.0
#include "store/audit.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/sha256.h"

namespace kaogong::store {

namespace {

const std::string kNoHash(64, '0');

struct AuditRow {
  std::int64_t seq = 0;
  AuditRecord record;
  std::string previous_hash;
  std::string hash;
};

// Returns the hash the row would have as row number `seq`.
std::string HashAs(std::int64_t seq, const AuditRow& row) {
  const std::string number = std::to_string(seq);
  const std::array<std::string_view, 7> fields = {
      number,           row.record.at,      row.record.actor,
      row.record.act,   row.record.subject, row.record.detail,
      row.previous_hash};
  Sha256 hash;
  for (const std::string_view field : fields) {
    hash.Update(std::to_string(field.size()));
    hash.Update(":");
    hash.Update(field);
    hash.Update(",");
  }
  return hash.TakeHex();
}

bool IsCanonicalJson(const std::string& text) {
  const auto parsed = nlohmann::json::parse(text, nullptr, false);
  return !parsed.is_discarded() && parsed.dump() == text;
}

Result<std::optional<AuditMark>> ReadHead(Transaction& transaction) {
  // Locked on PostgreSQL: a transaction whose snapshot is too old to append learns it here.
  const std::string_view sql =
      transaction.is_read_only()
          ? "SELECT seq, hash FROM audit_head WHERE id = 1"
          : "SELECT seq, hash FROM audit_head WHERE id = 1 /*postgres: FOR UPDATE */";
  KAOGONG_TRY_ASSIGN(const auto found, (transaction.One<std::int64_t, std::string>(sql)));
  if (!found.has_value()) return std::optional<AuditMark>{};
  return std::optional<AuditMark>({std::get<0>(*found), std::get<1>(*found)});
}

Error HeadIsMissing() {
  return {ErrorCode::kInternal, Say("审计日志的链头缺失", "The head of the audit log is missing")};
}

// Follows the chain row by row and keeps the first row that breaks it.
class Walk {
 public:
  Walk(const AuditMark& head, const std::optional<AuditMark>& witnessed)
      : head_(head), witnessed_(witnessed), last_{0, kNoHash} {}

  // False when the chain breaks at this row.
  bool Take(const AuditRow& row) {
    ++row_count_;
    if (row.seq != last_.seq + 1) return Break(AuditFault::kRemoved, last_.seq + 1);
    const bool is_linked = row.previous_hash == last_.hash;
    const bool is_consistent = HashAs(row.seq, row) == row.hash;
    if (is_linked && !is_consistent) return Break(AuditFault::kChanged, row.seq);
    if (!is_linked && !is_consistent) {
      displaced_ = row;
      return Break(AuditFault::kReordered, row.seq);
    }
    // The row is as it was written, so the one before it was changed later, hash and all.
    if (!is_linked) return Break(AuditFault::kChanged, row.seq == 1 ? 1 : row.seq - 1);
    if (row.seq > head_.seq) return Break(AuditFault::kAppended, row.seq);
    if (witnessed_ && witnessed_->seq == row.seq && witnessed_->hash != row.hash) {
      return Break(AuditFault::kReplaced, row.seq);
    }
    last_ = {row.seq, row.hash};
    return true;
  }

  // After the last row.
  void End() {
    const bool is_short =
        last_.seq < head_.seq || (witnessed_.has_value() && last_.seq < witnessed_->seq);
    if (is_short) {
      Break(AuditFault::kTruncated, last_.seq + 1);
    } else if (last_.hash != head_.hash) {
      Break(AuditFault::kReplaced, last_.seq);
    }
  }

  std::int64_t row_count() const { return row_count_; }
  bool is_broken() const { return seq_ >= 0; }
  AuditFault fault() const { return fault_; }
  std::int64_t seq() const { return seq_; }
  const std::optional<AuditRow>& displaced() const { return displaced_; }

 private:
  bool Break(AuditFault fault, std::int64_t seq) {
    fault_ = fault;
    seq_ = seq;
    return false;
  }

  AuditMark head_;
  std::optional<AuditMark> witnessed_;
  AuditMark last_;
  std::int64_t row_count_ = 0;
  AuditFault fault_ = AuditFault::kChanged;
  std::int64_t seq_ = -1;
  std::optional<AuditRow> displaced_;
};

// Returns the number the row was written with, or 0 when no number fits: its fields were changed.
std::int64_t OriginalPlace(const AuditRow& row, std::int64_t seq_max) {
  for (std::int64_t seq = 1; seq <= seq_max; ++seq) {
    if (HashAs(seq, row) == row.hash) return seq;
  }
  return 0;
}

// A row that neither fits its number nor its neighbour was moved, or moved up because the one it
// followed is gone, or changed.
Result<AuditFault> NameDisplacement(Transaction& transaction, const AuditRow& row,
                                    std::int64_t seq_max) {
  if (OriginalPlace(row, seq_max) == 0) return AuditFault::kChanged;
  KAOGONG_TRY_ASSIGN(const auto predecessors,
                     transaction.One<std::int64_t>(
                         "SELECT count(*) FROM audit_entry WHERE hash = ?", {row.previous_hash}));
  const bool is_first = row.previous_hash == kNoHash;
  return predecessors.value_or(0) == 0 && !is_first ? AuditFault::kRemoved : AuditFault::kReordered;
}

Text Describe(AuditFault fault, std::int64_t seq) {
  switch (fault) {
    case AuditFault::kChanged:
      return Say("审计日志第 {0} 行被更改", "Row {0} of the audit log was changed", seq);
    case AuditFault::kRemoved:
      return Say("审计日志第 {0} 行被删除", "Row {0} of the audit log was removed", seq);
    case AuditFault::kReordered:
      return Say("审计日志第 {0} 行不是原来的那一行，顺序被调换",
                 "Row {0} of the audit log is not the one recorded there: rows were reordered",
                 seq);
    case AuditFault::kTruncated:
      return Say("审计日志从第 {0} 行起被删除", "The audit log was cut off from row {0} on", seq);
    case AuditFault::kAppended:
      return Say("审计日志第 {0} 行不是由本系统追加的",
                 "Row {0} of the audit log was not appended by this system", seq);
    case AuditFault::kReplaced:
      return Say("审计日志到第 {0} 行为止与留存的哈希值不符，整条链被重写",
                 "The audit log up to row {0} does not match the hash kept: it was rewritten", seq);
  }
  return {};
}

// Feeds the rows to the walk until it breaks.
Result<void> WalkRows(Transaction& transaction, Walk& walk) {
  const Error enough{ErrorCode::kConflict, {}};
  const Result<void> read = transaction.Query(
      "SELECT seq, at, actor, act, subject, detail, previous_hash, hash FROM audit_entry"
      " ORDER BY seq",
      {}, [&](const Row& row) -> Result<void> {
        const AuditRow entry{
            row.Get<std::int64_t>(0),
            {row.Get<std::string>(1), row.Get<std::string>(2), row.Get<std::string>(3),
             row.Get<std::string>(4), row.Get<std::string>(5)},
            row.Get<std::string>(6),
            row.Get<std::string>(7)};
        if (!walk.Take(entry)) return enough;
        return {};
      });
  if (walk.is_broken()) return {};
  KAOGONG_TRY(read);
  walk.End();
  return {};
}

}  // namespace

Result<AuditMark> AppendAudit(Transaction& transaction, const AuditRecord& record) {
  if (!IsCanonicalJson(record.detail)) {
    return Error{
        ErrorCode::kInvalidInput,
        Say("审计明细不是规范的 JSON", "The detail of an audit record is not canonical JSON")};
  }
  KAOGONG_TRY(transaction.LockWriters());
  KAOGONG_TRY_ASSIGN(const auto head, ReadHead(transaction));
  if (!head.has_value()) return HeadIsMissing();
  AuditRow row{head->seq + 1, record, head->hash, {}};
  row.hash = HashAs(row.seq, row);
  KAOGONG_TRY(transaction.Execute(
      "INSERT INTO audit_entry (seq, at, actor, act, subject, detail, previous_hash, hash)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {row.seq, record.at, record.actor, record.act, record.subject, record.detail,
       row.previous_hash, row.hash}));
  KAOGONG_TRY(transaction.Execute("UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1",
                                  {row.seq, row.hash}));
  return AuditMark{row.seq, row.hash};
}

Result<AuditReport> VerifyAudit(Transaction& transaction,
                                const std::optional<AuditMark>& witnessed) {
  AuditReport report;
  KAOGONG_TRY_ASSIGN(const auto head, ReadHead(transaction));
  if (!head.has_value()) {
    report.first_finding = AuditFinding{AuditFault::kRemoved, 0, HeadIsMissing().message};
    return report;
  }
  report.head = *head;
  Walk walk(*head, witnessed);
  KAOGONG_TRY(WalkRows(transaction, walk));
  report.row_count = walk.row_count();
  if (!walk.is_broken()) return report;
  AuditFault fault = walk.fault();
  if (walk.displaced().has_value()) {
    KAOGONG_TRY_ASSIGN(fault, NameDisplacement(transaction, *walk.displaced(), head->seq));
  }
  report.first_finding = AuditFinding{fault, walk.seq(), Describe(fault, walk.seq())};
  return report;
}

}  // namespace kaogong::store
