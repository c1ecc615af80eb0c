// SPDX-License-Identifier: Apache-2.0
#include "postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "store/internal/connection.h"

namespace kaogong::store {

namespace {

constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin/";

Error Unavailable(const std::string& what) {
  return {ErrorCode::kUnavailable,
          Say("{0}；请安装软件包 postgresql-15", "{0}; install the package postgresql-15", what)};
}

// In the child: becomes user postgres when root, for PostgreSQL refuses to run as root, and dies
// with the parent. SIGQUIT is its immediate shutdown.
void BecomePostgres() {
  const passwd* const user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr;
  if (user != nullptr) {
    const bool has_changed = ::initgroups("postgres", user->pw_gid) == 0 &&
                             ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0;
    if (!has_changed) ::_exit(126);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
}

pid_t Spawn(const std::string& program, std::vector<std::string> arguments,
            const std::string& log) {
  const std::string path = kPrograms + program;
  std::vector<char*> pointers = {const_cast<char*>(path.c_str())};
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  BecomePostgres();
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  ::chdir("/");
  ::execv(path.c_str(), pointers.data());
  ::_exit(127);
}

int WaitFor(pid_t process) {
  int status = -1;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void GiveToPostgres(const std::string& folder) {
  const passwd* const user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr;
  if (user != nullptr && ::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0) std::abort();
}

}  // namespace

Result<std::unique_ptr<PostgresServer>> PostgresServer::Start() {
  if (::access((std::string(kPrograms) + "postgres").c_str(), X_OK) != 0) {
    return Unavailable(std::string(kPrograms) + "postgres is missing");
  }
  std::string folder = std::filesystem::temp_directory_path() / "kaogong-pg-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return Unavailable("no temporary folder");
  GiveToPostgres(folder);
  std::unique_ptr<PostgresServer> server(new PostgresServer(folder));
  KAOGONG_TRY(server->Initialize());
  KAOGONG_TRY(server->Restart());
  return server;
}

PostgresServer::~PostgresServer() {
  StopWith(SIGINT);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Result<void> PostgresServer::Initialize() {
  const pid_t initdb = Spawn("initdb",
                             {"-D", folder_ + "/data", "-U", "postgres", "--auth=trust", "-E",
                              "UTF8", "--locale=C", "--no-sync"},
                             folder_ + "/initdb.log");
  if (WaitFor(initdb) != 0) return Unavailable("initdb failed, see " + folder_ + "/initdb.log");
  return {};
}

Result<void> PostgresServer::Restart() {
  // Tests kill processes and never the power: what the kernel has taken is safe, and waiting for the
  // disk at every commit and every new database would be most of their time.
  process_ = Spawn("postgres",
                   {"-D", folder_ + "/data", "-k", folder_, "-c", "listen_addresses=", "-c",
                    "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c",
                    "deadlock_timeout=100ms"},
                   folder_ + "/postgres.log");
  for (int i = 0; i < 600; ++i) {
    if (OpenConnection(AddressOf("postgres"), {}).ok()) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return Unavailable("PostgreSQL does not answer, see " + folder_ + "/postgres.log");
}

std::string PostgresServer::AddressOf(const std::string& database) const {
  return "postgres:///" + database + "?user=postgres&host=" + folder_;
}

std::string PostgresServer::NameOf(const std::string& address) {
  const std::size_t begin = address.find("///") + 3;
  return address.substr(begin, address.find('?') - begin);
}

Result<std::string> PostgresServer::CreateDatabase(const std::string& like) {
  const std::string name = "t" + std::to_string(++databases_);
  KAOGONG_TRY(Execute("CREATE DATABASE " + name + " TEMPLATE " + like));
  return AddressOf(name);
}

Result<void> PostgresServer::Execute(const std::string& sql) {
  KAOGONG_TRY_ASSIGN(const auto connection, OpenConnection(AddressOf("postgres"), {}));
  KAOGONG_TRY(connection->Run(sql, {}, {}));
  return {};
}

void PostgresServer::Crash() { StopWith(SIGQUIT); }

void PostgresServer::ShutDown() { StopWith(SIGINT); }

void PostgresServer::StopWith(int signal) {
  if (process_ <= 0) return;
  ::kill(process_, signal);
  WaitFor(process_);
  process_ = -1;
}

}  // namespace kaogong::store
