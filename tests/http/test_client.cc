// SPDX-License-Identifier: Apache-2.0
#include "test_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "http/ascii.h"

namespace kaogong::http {

std::string Reply::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

TestClient::TestClient(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const void* const plain = &address;
  const int status = ::connect(descriptor_, static_cast<const sockaddr*>(plain), sizeof address);
  EXPECT_EQ(status, 0);
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

TestClient::TestClient(TestClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      received_(std::move(other.received_)),
      is_closed_(other.is_closed_),
      wait_(other.wait_) {}

TestClient::~TestClient() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool TestClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

bool TestClient::Receive() {
  pollfd ready{descriptor_, POLLIN, 0};
  if (::poll(&ready, 1, static_cast<int>(wait_.count())) <= 0) return false;
  std::array<char, 65536> buffer{};
  const ssize_t size = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (size <= 0) {
    is_closed_ = true;
    return false;
  }
  received_.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

Reply TestClient::Read(bool has_body) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!Receive()) return {};
  }
  Reply reply;
  std::istringstream head(received_.substr(0, end + 2));
  received_.erase(0, end + 4);
  std::string line;
  std::getline(head, line);
  reply.status = line.size() > 12 ? std::stoi(line.substr(9, 3)) : 0;
  while (std::getline(head, line)) {
    std::string_view value = line;
    const std::string_view name = TakeUntil(value, ':');
    reply.headers.emplace(ToLower(name), TrimBlanks(value.substr(0, value.find('\r'))));
  }
  const std::string length = reply.Header("content-length");
  if (!has_body || length.empty()) return reply;
  const std::size_t size = std::stoul(length);
  while (received_.size() < size && Receive()) {
  }
  reply.body = received_.substr(0, size);
  received_.erase(0, size);
  return reply;
}

std::string TestClient::ReadToEnd() {
  while (Receive()) {
  }
  return std::exchange(received_, {});
}

std::string TestClient::ReadUntil(std::string_view text) {
  while (received_.find(text) == std::string::npos && Receive()) {
  }
  return std::exchange(received_, {});
}

bool TestClient::IsClosedByServer() {
  ReadToEnd();
  return is_closed_;
}

void TestClient::HalfClose() { ::shutdown(descriptor_, SHUT_WR); }

void TestClient::Reset() {
  const linger now{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(std::exchange(descriptor_, -1));
}

Reply Ask(int port, std::string_view request, bool has_body) {
  TestClient client(port);
  EXPECT_TRUE(client.Send(request));
  return client.Read(has_body);
}

std::string Get(std::string_view path, std::string_view more_headers) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" +
         std::string(more_headers) + "\r\n";
}

std::string Post(std::string_view path, std::string_view body, std::string_view more_headers) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(more_headers) + "\r\n" + std::string(body);
}

std::unique_ptr<Server> StartServer(Router router, ServerOptions options) {
  auto started = Server::Start(std::move(router), std::move(options));
  EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().message.en);
  return started.ok() ? std::move(started).value() : nullptr;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace kaogong::http
