// SPDX-License-Identifier: Apache-2.0
// Kills a writer at random moments and checks that nothing it acknowledged is lost.
//
// usage: store_crash ROUNDS [sqlite|postgres]     on a new database of its own
//        store_crash write ADDRESS                the writer
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "crash_rounds.h"
#include "postgres_server.h"

namespace {

using namespace kaogong;         // NOLINT
using namespace kaogong::store;  // NOLINT

int Fail(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.en.c_str());
  return 1;
}

int Report(const std::string& program, const std::string& address, int rounds) {
  const std::uint32_t seed = ChooseSeed();
  std::printf("seed %u\n", seed);
  const auto report = RunCrashRounds(program, address, rounds, seed);
  if (!report.ok()) return Fail(report.error());
  std::printf("%d rounds: %lld rows acknowledged, %lld found, none missing; audit chain whole\n",
              report.value().rounds, static_cast<long long>(report.value().acknowledged),
              static_cast<long long>(report.value().found));
  return 0;
}

int RunOnPostgres(const std::string& program, int rounds) {
  auto server = PostgresServer::Start();
  if (!server.ok()) return Fail(server.error());
  const auto address = server.value()->CreateDatabase();
  return address.ok() ? Report(program, address.value(), rounds) : Fail(address.error());
}

int RunOnSqlite(const std::string& program, int rounds) {
  std::string folder = std::filesystem::temp_directory_path() / "kaogong-crash-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  const int status = Report(program, folder + "/data.sqlite", rounds);
  std::filesystem::remove_all(folder);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "write") return WriteUntilKilled(argv[2]);
  if (argc < 2) {
    std::fprintf(stderr, "usage: store_crash ROUNDS [sqlite|postgres]\n");
    return 2;
  }
  const std::string program = std::filesystem::read_symlink("/proc/self/exe");
  const int rounds = std::atoi(argv[1]);
  const bool is_postgres = argc > 2 && std::string_view(argv[2]) == "postgres";
  return is_postgres ? RunOnPostgres(program, rounds) : RunOnSqlite(program, rounds);
}
