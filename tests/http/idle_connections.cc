// SPDX-License-Identifier: Apache-2.0
// Opens thousands of idle and hundreds of slow connections to a server in another process, and
// checks that new clients are still served, that memory stays small, and that idle connections are
// closed in the end.
//
// usage: idle_connections [COUNT]      5000 unless said otherwise
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "http/server.h"
#include "test_client.h"

namespace {

using namespace kaogong;        // NOLINT
using namespace kaogong::http;  // NOLINT

constexpr int kSlow = 300;
constexpr int kAsked = 500;
constexpr long kBytesPerConnectionMax = 8192;

// In the child: serves until it is killed and writes its port into the pipe.
[[noreturn]] void Serve(int output) {
  RaiseFileLimit();
  Router router;
  router.Add(Method::kPost, "/",
             [](Request& request) { return Response::Text(200, request.body); });
  RouteOptions quick;
  quick.is_quick = true;
  Server* running = nullptr;
  router.Add(
      Method::kGet, "/count",
      [&running](Request&) {
        return Response::Text(200, std::to_string(running->counters().connections));
      },
      quick);
  ServerOptions options;
  options.patience.idle = std::chrono::seconds(15);
  options.patience.head = std::chrono::seconds(30);
  auto started = Server::Start(std::move(router), options);
  if (!started.ok()) ::_exit(1);
  running = started.value().get();
  const int port = running->port();
  if (::write(output, &port, sizeof port) != sizeof port) ::_exit(1);
  while (true) ::pause();
}

long ResidentBytes(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  long all = 0;
  long resident = 0;
  file >> all >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

void Check(bool is_so, const char* what) {
  if (is_so) return;
  std::fprintf(stderr, "FAILED: %s\n", what);
  std::exit(1);
}

std::vector<TestClient> Connect(int port, int count, std::string_view bytes) {
  std::vector<TestClient> clients;
  clients.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    clients.emplace_back(port);
    Check(clients.back().Send(bytes), "a connection was refused");
  }
  return clients;
}

void AskOthers(int port) {
  for (int i = 0; i < kAsked; ++i) {
    Check(Ask(port, Post("/", "body")).body == "body", "a new client was not served");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 5000;
  std::array<int, 2> ends{};
  Check(::pipe(ends.data()) == 0, "no pipe");
  const pid_t server = ::fork();
  if (server == 0) Serve(ends[1]);
  int port = 0;
  Check(::read(ends[0], &port, sizeof port) == sizeof port, "the server did not start");
  RaiseFileLimit();
  AskOthers(port);
  const long before = ResidentBytes(server);

  // Half have never said a word, half have had an answer.
  std::vector<TestClient> idle = Connect(port, count / 2, {});
  std::vector<TestClient> kept = Connect(port, count - count / 2, Post("/", "body"));
  for (TestClient& client : kept) Check(client.Read().status == 200, "a client was not served");
  const long per_connection = (ResidentBytes(server) - before) / count;
  std::printf("%d idle connections: %ld bytes each, %ld KiB before\n", count, per_connection,
              before / 1024);
  Check(per_connection < kBytesPerConnectionMax, "idle connections take too much memory");

  std::vector<TestClient> slow = Connect(port, kSlow, "GET / HTTP/1.1\r\nX-Slow: ");
  std::vector<TestClient> slower =
      Connect(port, kSlow, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nslow");
  AskOthers(port);
  const int open = std::atoi(Ask(port, Get("/count")).body.c_str());
  std::printf("%d connections open, %d new clients served beside them\n", open, kAsked);
  Check(open >= count + 2 * kSlow, "connections were dropped");

  for (TestClient& client : idle) {
    client.set_wait(std::chrono::seconds(30));
    Check(client.IsClosedByServer(), "an idle connection was never closed");
  }
  for (TestClient& client : kept) Check(client.IsClosedByServer(), "a kept connection stays open");
  std::printf("idle connections closed; %ld KiB after\n", ResidentBytes(server) / 1024);
  ::kill(server, SIGTERM);
  ::waitpid(server, nullptr, 0);
  return 0;
}
