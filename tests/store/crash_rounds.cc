// SPDX-License-Identifier: Apache-2.0
#include "crash_rounds.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <random>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "store/audit.h"
#include "store/backup.h"
#include "store/migration.h"
#include "store/pool.h"

namespace kaogong::store {

namespace {

constexpr int kWriters = 4;

Error Broken(int round, const std::string& what) {
  return {ErrorCode::kInternal, Say("第 {0} 轮：{1}", "Round {0}: {1}", round, what)};
}

// Inserts the row that follows the writer's last one and returns its number.
Result<std::int64_t> InsertNext(Pool& pool, int writer) {
  return pool.Write([&](Transaction& transaction) -> Result<std::int64_t> {
    KAOGONG_TRY_ASSIGN(const auto last,
                       transaction.One<std::int64_t>("SELECT COALESCE(max(id), 0) FROM crash_row"
                                                     " WHERE id % 10 = ?",
                                                     {writer}));
    const std::int64_t id = (last.value_or(0) / 10 + 1) * 10 + writer;
    KAOGONG_TRY(transaction.Execute("INSERT INTO crash_row (id, body) VALUES (?, ?)",
                                    {id, std::string(300, 'x')}));
    KAOGONG_TRY(AppendAudit(transaction, {"2025-01-31T08:00:00Z", std::to_string(writer), "insert",
                                          std::to_string(id), "{}"}));
    return id;
  });
}

struct Child {
  pid_t process = -1;
  int output = -1;
};

Child Start(const std::string& program, const std::string& address) {
  std::array<int, 2> ends{};
  KAOGONG_ASSERT(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl(program.c_str(), program.c_str(), "write", address.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  return {process, ends[0]};
}

// A moment to kill at: so many rows after the first, and then a while that lets the writers get
// anywhere in their next transactions. Counted in rows because a loaded machine may need a second
// for what takes a millisecond on an idle one.
struct Moment {
  std::ptrdiff_t rows = 0;
  std::chrono::microseconds delay{0};
};

Moment ChooseMoment(std::mt19937* random) {
  std::uniform_int_distribution<int> rows(0, 60);
  std::uniform_int_distribution<int> delay(0, 4000);
  Moment moment;
  moment.rows = rows(*random);
  moment.delay = std::chrono::microseconds(delay(*random));
  return moment;
}

// Returns what is written into the pipe, to its end; kills the process at the moment.
std::string ReadAndKill(const Child& child, const Moment& moment) {
  std::string text;
  std::array<char, 65536> buffer{};
  bool is_alive = true;
  while (true) {
    if (is_alive && std::count(text.begin(), text.end(), '\n') >= moment.rows) {
      std::this_thread::sleep_for(moment.delay);
      ::kill(child.process, SIGKILL);
      is_alive = false;
    }
    const ssize_t size = ::read(child.output, buffer.data(), buffer.size());
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

// Runs the writer up to the moment and returns the numbers it acknowledged.
std::set<std::int64_t> RunAndKill(const std::string& program, const std::string& address,
                                  const Moment& moment) {
  const Child child = Start(program, address);
  std::string text = ReadAndKill(child, moment);
  ::close(child.output);
  ::waitpid(child.process, nullptr, 0);
  // A number without the end of its line was not fully said.
  text.erase(text.find_last_of('\n') + 1);
  std::istringstream lines(text);
  std::set<std::int64_t> numbers;
  for (std::int64_t number = 0; lines >> number;) numbers.insert(number);
  return numbers;
}

// What the database holds at one moment.
struct Found {
  std::set<std::int64_t> rows;
  AuditReport audit;
};

// In one transaction: a server may still finish what a writer, killed already, had asked for last.
Result<Found> Look(Pool& pool) {
  return pool.Read([](Transaction& transaction) -> Result<Found> {
    Found found;
    KAOGONG_TRY(transaction.Query("SELECT id FROM crash_row", {}, [&](const Row& row) {
      found.rows.insert(row.Get<std::int64_t>(0));
    }));
    KAOGONG_TRY_ASSIGN(found.audit, VerifyAudit(transaction));
    return found;
  });
}

Result<void> Check(Pool& pool, int round, const std::set<std::int64_t>& acknowledged,
                   std::int64_t found_before, const Found& found) {
  for (const std::int64_t id : acknowledged) {
    if (!found.rows.contains(id)) return Broken(round, "row " + std::to_string(id) + " is lost");
  }
  // Each writer of this round, and of the one before, may have been killed before it could say.
  const auto count = static_cast<std::int64_t>(found.rows.size());
  if (count > found_before + static_cast<std::int64_t>(acknowledged.size()) + 2 * kWriters) {
    return Broken(round, "more rows than were ever begun");
  }
  KAOGONG_TRY_ASSIGN(const auto findings, CheckIntegrity(pool));
  if (!findings.empty()) return Broken(round, findings.front());
  if (!found.audit.is_whole()) return Broken(round, found.audit.first_finding->message.en);
  if (found.audit.row_count != count) {
    return Broken(round, "rows without an audit entry, or entries without a row");
  }
  return {};
}

}  // namespace

Result<void> PrepareForWriter(const std::string& address) {
  KAOGONG_TRY_ASSIGN(const auto pool, Pool::Open(address));
  KAOGONG_TRY(Migrate(*pool, BuiltInMigrations(), {}));
  KAOGONG_TRY(pool->Write([](Transaction& transaction) {
    return transaction.Execute(
        "CREATE TABLE crash_row (id BIGINT PRIMARY KEY, body TEXT NOT NULL)");
  }));
  return {};
}

Result<CrashReport> RunCrashRounds(const std::string& program, const std::string& address,
                                   int rounds, std::uint32_t seed) {
  KAOGONG_TRY(PrepareForWriter(address));
  std::mt19937 random(seed);
  CrashReport report;
  for (int round = 1; round <= rounds; ++round) {
    const auto acknowledged = RunAndKill(program, address, ChooseMoment(&random));
    KAOGONG_TRY_ASSIGN(const auto pool, Pool::Open(address));
    KAOGONG_TRY_ASSIGN(const Found found, Look(*pool));
    KAOGONG_TRY(Check(*pool, round, acknowledged, report.found, found));
    report.rounds = round;
    report.acknowledged += static_cast<std::int64_t>(acknowledged.size());
    report.found = static_cast<std::int64_t>(found.rows.size());
  }
  return report;
}

int WriteUntilKilled(const std::string& address) {
  auto opened = Pool::Open(address);
  if (!opened.ok()) return 1;
  Pool& pool = *opened.value();
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&pool, writer] {
      while (true) {
        const auto id = InsertNext(pool, writer);
        if (!id.ok()) continue;
        const std::string line = std::to_string(id.value()) + "\n";
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) return;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return 1;
}

std::uint32_t ChooseSeed() {
  const char* const given = std::getenv("KAOGONG_SEED");
  if (given != nullptr) return static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10));
  return std::random_device{}();
}

}  // namespace kaogong::store
