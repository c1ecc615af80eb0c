// SPDX-License-Identifier: Apache-2.0
#include "office/job/queue.h"

#include <array>
#include <cstddef>

namespace kaogong::office {

using store::Transaction;

namespace {

std::string RandomName(SecretSource& secrets) {
  std::array<std::byte, 16> bytes{};
  secrets.Fill(bytes);
  std::string name;
  for (const std::byte byte : bytes) name += fmt::format("{:02x}", std::to_integer<int>(byte));
  return name;
}

}  // namespace

Result<Id> AddJob(const Session& session, std::string_view kind, std::string_view state) {
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(session.transaction));
  KAOGONG_TRY(session.transaction.Execute(
      "INSERT INTO job (id, kind, state, is_waiting, account_id, created_at, done_count, "
      "total_count, attempt_count, lease_holder, lease_until) "
      "VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, '', '')",
      {id, kind, state, true, session.actor.account, session.now.ToString()}));
  return id;
}

Result<std::int64_t> ReleaseJobs(const Office& office) {
  return office.pool().Write([](Transaction& transaction) {
    return transaction.Execute("UPDATE job SET lease_holder = '', lease_until = '' "
                               "WHERE lease_holder <> ''");
  });
}

Result<std::optional<JobClaim>> ClaimJob(const Office& office, std::string_view kind) {
  const std::string holder = RandomName(office.secrets());
  const Instant now = office.Now();
  // A look without a lock first: usually nothing waits, and SQLite has one writer.
  KAOGONG_TRY_ASSIGN(const auto waiting, office.pool().Read([&](Transaction& transaction) {
    return transaction.One<std::int64_t>(
        "SELECT count(*) FROM job WHERE is_waiting = ? AND kind = ? AND lease_until < ?",
        {true, kind, now.ToString()});
  }));
  if (waiting.value_or(0) == 0) return std::optional<JobClaim>();
  return office.pool().Write(
      [&](Transaction& transaction) -> Result<std::optional<JobClaim>> {
        KAOGONG_TRY_ASSIGN(
            const auto found,
            (transaction.One<Id, std::string, Id, int>(
                "SELECT id, state, account_id, attempt_count FROM job WHERE is_waiting = ? "
                "AND kind = ? AND lease_until < ? ORDER BY id LIMIT 1 "
                "/*postgres: FOR UPDATE SKIP LOCKED */",
                {true, kind, now.ToString()})));
        if (!found.has_value()) return std::optional<JobClaim>();
        const auto& [id, state, account, attempts] = *found;
        KAOGONG_TRY(transaction.Execute(
            "UPDATE job SET lease_holder = ?, lease_until = ?, attempt_count = attempt_count + 1, "
            "done_count = 0, total_count = 0 WHERE id = ?",
            {holder, now.Plus(kJobLeaseSeconds).ToString(), id}));
        return std::optional<JobClaim>(JobClaim{id, state, account, attempts + 1, holder});
      });
}

Result<bool> RenewJob(const Office& office, const JobClaim& claim, std::int64_t done,
                      std::int64_t total) {
  return office.pool().Write([&](Transaction& transaction) -> Result<bool> {
    KAOGONG_TRY_ASSIGN(
        const std::int64_t count,
        transaction.Execute("UPDATE job SET done_count = ?, total_count = ?, lease_until = ? "
                            "WHERE id = ? AND lease_holder = ?",
                            {done, total, office.Now().Plus(kJobLeaseSeconds).ToString(), claim.id,
                             claim.holder}));
    return count == 1;
  });
}

Result<void> FinishJob(Transaction& transaction, const JobClaim& claim, std::string_view state) {
  KAOGONG_TRY_ASSIGN(
      const std::int64_t count,
      transaction.Execute("UPDATE job SET state = ?, is_waiting = ?, attempt_count = 0, "
                          "lease_holder = '', lease_until = '' WHERE id = ? AND lease_holder = ?",
                          {state, false, claim.id, claim.holder}));
  if (count == 1) return {};
  return Error{ErrorCode::kConflict, Say("这项任务已由别的服务进程接手",
                                         "Another instance has taken this job over")};
}

Result<bool> RequeueJob(Transaction& transaction, Id job, std::string_view from,
                        std::string_view to) {
  KAOGONG_TRY_ASSIGN(const std::int64_t count,
                     transaction.Execute("UPDATE job SET state = ?, is_waiting = ?, "
                                         "attempt_count = 0, done_count = 0, total_count = 0 "
                                         "WHERE id = ? AND state = ?",
                                         {to, true, job, from}));
  return count == 1;
}

}  // namespace kaogong::office
