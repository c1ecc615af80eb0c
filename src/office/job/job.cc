// SPDX-License-Identifier: Apache-2.0
#include "office/job/job.h"

#include <span>

#include "base/utf8.h"
#include "office/account/accounts.h"

namespace kaogong::office {

using store::Row;
using store::Transaction;

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
constexpr std::size_t kNameCharacters = 100;

}  // namespace

Result<void> SaveJobFile(Transaction& transaction, Id job, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += kPieceBytes) {
    KAOGONG_TRY(transaction.Execute("INSERT INTO job_file (job_id, piece, bytes) VALUES (?, ?, ?)",
                                    {job, static_cast<std::int64_t>(at / kPieceBytes),
                                     std::as_bytes(std::span(bytes.substr(at, kPieceBytes)))}));
  }
  return {};
}

Result<std::string> LoadJobFile(Transaction& transaction, Id job) {
  std::string bytes;
  KAOGONG_TRY(transaction.Query("SELECT bytes FROM job_file WHERE job_id = ? ORDER BY piece", {job},
                                [&](const Row& row) {
                                  const auto piece = row.Get<std::span<const std::byte>>(0);
                                  for (const std::byte byte : piece)
                                    bytes.push_back(std::to_integer<char>(byte));
                                }));
  return bytes;
}

std::string ShownFileName(std::string_view file_name, std::string_view fallback) {
  const std::string_view trimmed = Trim(file_name);
  const std::size_t end = AdvanceCodePoints(trimmed, 0, kNameCharacters);
  return std::string(trimmed.empty() ? fallback : trimmed.substr(0, end));
}

Result<Actor> ActorOfJob(const Office& office, Id account) {
  if (account == 0) return ProgramActor();
  const Actor program = ProgramActor();
  return office.Read(program, [&](Session& session) -> Result<Actor> {
    Actor actor;
    actor.account = account;
    KAOGONG_TRY_ASSIGN(const auto found,
                       (session.transaction.One<bool, Id, std::optional<std::string>>(
                           "SELECT a.is_active, a.person_id, p.name FROM account a "
                           "LEFT JOIN person p ON p.id = a.person_id WHERE a.id = ?",
                           {account})));
    if (!found.has_value() || !std::get<0>(*found)) return actor;
    actor.person = std::get<1>(*found);
    actor.name = std::get<2>(*found).value_or("");
    KAOGONG_TRY_ASSIGN(const auto grants, GrantsOf(session, account));
    for (const GrantView& grant : grants) {
      actor.grants.push_back(
          {grant.role, grant.unit ? std::optional(grant.unit->id) : std::nullopt});
    }
    return actor;
  });
}

void JobProgress::Set(Id job, std::int64_t done, std::int64_t total) {
  const std::lock_guard lock(mutex_);
  counts_[job] = {done, total};
}

void JobProgress::Forget(Id job) {
  const std::lock_guard lock(mutex_);
  counts_.erase(job);
}

std::optional<std::pair<std::int64_t, std::int64_t>> JobProgress::Of(Id job) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(job);
  if (found == counts_.end()) return std::nullopt;
  return found->second;
}

}  // namespace kaogong::office
