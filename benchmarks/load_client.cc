// SPDX-License-Identifier: Apache-2.0
// Asks a server on the loopback at a fixed rate and prints how long the answers took.
//
// usage: load_client PORT RATE SECONDS CONNECTIONS COOKIE < targets
//
// A line of the input is a name and a target ("persons /api/v1/persons?page=500"); they are asked in
// turn. The rate does not wait for answers: each request has its moment, and its time counts from
// that moment even if all connections were still busy then, so a server that stalls does not look fast.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Target {
  std::string name;
  std::string request;
};

struct Figures {
  std::vector<long> microseconds;
  long failures = 0;
  long bytes = 0;
};

struct Plan {
  int port = 0;
  long rate = 0;
  long count = 0;
  std::vector<Target> targets;
  Clock::time_point start;
  std::atomic<long> next{0};
};

// One connection, opened again when the server closed it.
class Connection {
 public:
  explicit Connection(int port) : port_(port) {}
  ~Connection() { Close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends a request and reads the whole answer. Returns its status, 0 when there was none.
  int Ask(const std::string& request, long& bytes) {
    if (socket_ < 0 && !Open()) return 0;
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      return Fail();
    }
    std::size_t head = std::string::npos;
    std::size_t size = 0;
    input_.clear();
    while (head == std::string::npos || input_.size() < head + 4 + size) {
      char buffer[65536];
      const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
      if (got <= 0) return Fail();
      input_.append(buffer, static_cast<std::size_t>(got));
      if (head != std::string::npos) continue;
      head = input_.find("\r\n\r\n");
      if (head == std::string::npos) continue;
      const std::size_t field = input_.find("Content-Length: ");
      if (field == std::string::npos || field > head) return Fail();
      size = std::strtoul(input_.c_str() + field + 16, nullptr, 10);
    }
    bytes += static_cast<long>(input_.size());
    return std::atoi(input_.c_str() + 9);
  }

 private:
  bool Open() {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return true;
    Close();
    return false;
  }
  int Fail() {
    Close();
    return 0;
  }
  void Close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  int port_;
  int socket_ = -1;
  std::string input_;
};

void Work(Plan& plan, std::map<std::string, Figures>& figures) {
  Connection connection(plan.port);
  for (long i = plan.next++; i < plan.count; i = plan.next++) {
    const auto due = plan.start + std::chrono::nanoseconds(1'000'000'000 / plan.rate * i);
    std::this_thread::sleep_until(due);
    const Target& target = plan.targets[static_cast<std::size_t>(i) % plan.targets.size()];
    Figures& own = figures[target.name];
    const int status = connection.Ask(target.request, own.bytes);
    if (status != 200) ++own.failures;
    own.microseconds.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - due).count());
  }
}

double Percentile(const std::vector<long>& sorted, double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5);
  return static_cast<double>(sorted[place]) / 1000;
}

void Print(const std::string& name, Figures& figures) {
  std::vector<long>& times = figures.microseconds;
  std::sort(times.begin(), times.end());
  const auto count = static_cast<long>(times.size());
  std::printf("%-16s %7ld %7ld %8.1f %8.2f %8.2f %8.2f %8.2f\n", name.c_str(), count,
              figures.failures, static_cast<double>(figures.bytes / count) / 1024,
              Percentile(times, 0.5), Percentile(times, 0.9), Percentile(times, 0.99),
              Percentile(times, 1));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: load_client PORT RATE SECONDS CONNECTIONS COOKIE < targets\n");
    return 2;
  }
  Plan plan;
  plan.port = std::atoi(argv[1]);
  plan.rate = std::max(1L, std::atol(argv[2]));
  plan.count = plan.rate * std::atol(argv[3]);
  const int connections = std::max(1, std::atoi(argv[4]));
  std::string name;
  std::string path;
  while (std::cin >> name >> path) {
    plan.targets.push_back({name, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " +
                                      argv[5] + "\r\nAccept: application/json\r\n\r\n"});
  }
  if (plan.targets.empty()) return 2;
  plan.start = Clock::now() + std::chrono::milliseconds(50);
  std::vector<std::map<std::string, Figures>> figures(static_cast<std::size_t>(connections));
  std::vector<std::thread> threads;
  for (auto& own : figures) threads.emplace_back([&plan, &own] { Work(plan, own); });
  for (std::thread& thread : threads) thread.join();
  std::map<std::string, Figures> sums;
  Figures all;
  for (auto& own : figures) {
    for (auto& [key, part] : own) {
      for (Figures* sum : {&sums[key], &all}) {
        sum->microseconds.insert(sum->microseconds.end(), part.microseconds.begin(),
                                 part.microseconds.end());
        sum->failures += part.failures;
        sum->bytes += part.bytes;
      }
    }
  }
  std::printf("%-16s %7s %7s %8s %8s %8s %8s %8s\n", "what", "asked", "failed", "KiB", "p50 ms",
              "p90 ms", "p99 ms", "max ms");
  for (auto& [key, sum] : sums) Print(key, sum);
  Print("all", all);
  return all.failures == 0 ? 0 : 1;
}
