// SPDX-License-Identifier: Apache-2.0
// The real server on the loopback: uploads, events, TLS and the end.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/multipart.h"
#include "http/problem.h"
#include "http/server.h"
#include "test_client.h"

namespace kaogong::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Counts what it is given; refuses a piece that begins with "bad".
class CountingSink : public BodySink {
 public:
  explicit CountingSink(std::atomic<int>& alive) : alive_(alive) { ++alive_; }
  ~CountingSink() override { --alive_; }
  Result<void> Take(std::string_view bytes) override {
    if (bytes.starts_with("bad")) {
      return Error{ErrorCode::kInvalidInput, Say("坏文件", "bad file")};
    }
    size += bytes.size();
    piece_max = std::max(piece_max, bytes.size());
    return {};
  }

  std::size_t size = 0;
  std::size_t piece_max = 0;

 private:
  std::atomic<int>& alive_;
};

class UploadTest : public testing::Test {
 protected:
  void SetUp() override {
    Router router;
    RouteOptions options;
    options.body_bytes_max = 50000000;
    options.open_upload =
        [this](const Request& request) -> std::variant<std::unique_ptr<BodySink>, Response> {
      if (request.Header("authorization").empty()) return Render(ProblemOf(401), request);
      return std::make_unique<CountingSink>(alive_);
    };
    router.Add(
        Method::kPost, "/files",
        [](Request& request) {
          const auto& sink = dynamic_cast<const CountingSink&>(*request.sink);
          EXPECT_LE(sink.piece_max, 100000U);
          return Response::Text(201, std::to_string(sink.size));
        },
        options);
    server_ = StartServer(std::move(router));
  }
  // Waits until no sink is left.
  bool AllSinksGone() {
    const auto began = std::chrono::steady_clock::now();
    while (alive_ > 0 && std::chrono::steady_clock::now() - began < seconds(5)) {
      std::this_thread::yield();
    }
    return alive_ == 0;
  }

  std::atomic<int> alive_ = 0;
  std::unique_ptr<Server> server_;
};

TEST_F(UploadTest, IsStreamedInPieces) {
  const std::string body(30000000, 'x');
  TestClient client(server_->port());
  ASSERT_TRUE(client.Send(Post("/files", body, "Authorization: a\r\n")));
  EXPECT_EQ(client.Read().body, "30000000");
  ASSERT_TRUE(
      client.Send("POST /files HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"));
  EXPECT_EQ(client.Read().body, "6");
  EXPECT_TRUE(AllSinksGone());
}

TEST_F(UploadTest, IsRefusedBeforeItsBodyIsSent) {
  TestClient client(server_->port());
  const std::string head =
      "POST /files HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n"
      "Expect: 100-continue\r\n";
  ASSERT_TRUE(client.Send(head + "\r\n"));
  EXPECT_EQ(client.Read().status, 401);
  EXPECT_TRUE(client.IsClosedByServer());
  TestClient allowed(server_->port());
  ASSERT_TRUE(allowed.Send(head + "Authorization: a\r\n\r\n"));
  EXPECT_EQ(allowed.Read().status, 100);
  ASSERT_TRUE(allowed.Send(std::string(1000, 'x')));
  EXPECT_EQ(allowed.Read().body, "1000");
  const Reply large = Ask(server_->port(),
                          "POST /files HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\n"
                          "Content-Length: 50000001\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(large.status, 413);
}

TEST_F(UploadTest, IsRefusedByItsSink) {
  const Reply reply =
      Ask(server_->port(), Post("/files", "bad", "Authorization: a\r\nAccept-Language: en\r\n"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_NE(reply.body.find("bad file"), std::string::npos);
  EXPECT_TRUE(AllSinksGone());
}

TEST_F(UploadTest, LeavesNothingWhenTheClientBreaksOff) {
  {
    TestClient client(server_->port());
    ASSERT_TRUE(
        client.Send("POST /files HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\n"
                    "Content-Length: 1000000\r\n\r\n" +
                    std::string(100000, 'x')));
    while (alive_ == 0) std::this_thread::yield();
    client.Reset();
  }
  EXPECT_TRUE(AllSinksGone());
}

TEST(Events, ReachTheClientAsTheyAreSent) {
  auto channel = std::make_shared<EventChannel>();
  Router router;
  router.Add(Method::kGet, "/progress", [&](Request&) { return Response::Events(channel); });
  const auto server = StartServer(std::move(router));
  ASSERT_TRUE(channel->Send({"", "early", ""}));
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(Get("/progress")));
  const std::string first = client.ReadUntil("early\n\n");
  EXPECT_NE(first.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_EQ(first.find("Content-Length"), std::string::npos);
  ASSERT_TRUE(channel->Send({"progress", "50", "1"}));
  EXPECT_EQ(client.ReadUntil("\n\n"), "event: progress\nid: 1\ndata: 50\n\n");
  channel->Send({"", "last", ""});
  channel->Close();
  EXPECT_EQ(client.ReadToEnd(), "data: last\n\n");
  EXPECT_TRUE(client.IsClosedByServer());
  EXPECT_FALSE(channel->Send({"", "too late", ""}));
}

TEST(Events, EndWhenTheClientGoes) {
  auto channel = std::make_shared<EventChannel>();
  Router router;
  router.Add(Method::kGet, "/progress", [&](Request&) { return Response::Events(channel); });
  const auto server = StartServer(std::move(router));
  {
    TestClient client(server->port());
    ASSERT_TRUE(client.Send(Get("/progress")));
    client.ReadUntil("\r\n\r\n");
  }
  while (channel->is_open()) std::this_thread::yield();
  EXPECT_EQ(Ask(server->port(), Get("/progress")).status, 200);
}

TEST(Events, EndAtOnceWhenOnlyTheHeadIsAskedFor) {
  auto channel = std::make_shared<EventChannel>();
  Router router;
  router.Add(Method::kGet, "/progress", [&](Request&) { return Response::Events(channel); });
  const auto server = StartServer(std::move(router));
  EXPECT_EQ(Ask(server->port(), "HEAD /progress HTTP/1.1\r\nHost: h\r\n\r\n", false).status, 200);
  while (channel->is_open()) std::this_thread::yield();
}

TEST(Events, CutOffAClientThatDoesNotRead) {
  auto channel = std::make_shared<EventChannel>();
  Router router;
  router.Add(Method::kGet, "/progress", [&](Request&) { return Response::Events(channel); });
  const auto server = StartServer(std::move(router));
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(Get("/progress")));
  client.ReadUntil("\r\n\r\n");
  int sent = 0;
  while (channel->Send({"", std::string(10000, 'x'), ""})) {
    ASSERT_LT(++sent, 10000);
  }
  EXPECT_FALSE(channel->is_open());
}

TEST(Events, KeepTheConnectionAwake) {
  auto channel = std::make_shared<EventChannel>();
  Router router;
  router.Add(Method::kGet, "/progress", [&](Request&) { return Response::Events(channel); });
  ServerOptions options;
  options.patience.event_heartbeat = milliseconds(50);
  const auto server = StartServer(std::move(router), options);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(Get("/progress")));
  EXPECT_TRUE(client.ReadUntil(":\n\n:\n\n").ends_with(":\n\n:\n\n"));
  ASSERT_TRUE(channel->Send({"", "x", ""}));
  EXPECT_NE(client.ReadUntil("data: x\n\n"), "");
}

// A handler that waits until it is let go.
class Gate {
 public:
  Response Wait() {
    std::unique_lock lock(mutex_);
    is_inside_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
    return Response::Text(200, "done");
  }
  void AwaitInside() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_inside_; });
  }
  void Open() {
    const std::scoped_lock lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_inside_ = false;
  bool is_open_ = false;
};

TEST(Stop, LetsWhatRunsFinishAndClosesTheRest) {
  Gate gate;
  auto channel = std::make_shared<EventChannel>();
  Router router;
  router.Add(Method::kGet, "/wait", [&](Request&) { return gate.Wait(); });
  router.Add(Method::kGet, "/now", [](Request&) { return Response(204); });
  router.Add(Method::kGet, "/events", [&](Request&) { return Response::Events(channel); });
  const auto server = StartServer(std::move(router));
  TestClient idle(server->port());
  ASSERT_TRUE(idle.Send(Get("/now")));
  EXPECT_EQ(idle.Read().status, 204);
  TestClient events(server->port());
  ASSERT_TRUE(events.Send(Get("/events")));
  events.ReadUntil("\r\n\r\n");
  TestClient running(server->port());
  ASSERT_TRUE(running.Send(Get("/wait") + Get("/now")));
  gate.AwaitInside();
  auto stopping = std::async(std::launch::async, [&] { server->Stop(seconds(10)); });
  EXPECT_TRUE(idle.IsClosedByServer());
  EXPECT_TRUE(events.IsClosedByServer());
  EXPECT_FALSE(channel->is_open());
  gate.Open();
  const Reply reply = running.Read();
  EXPECT_EQ(reply.body, "done");
  EXPECT_EQ(reply.Header("connection"), "close");
  EXPECT_TRUE(running.IsClosedByServer());
  EXPECT_EQ(stopping.wait_for(seconds(5)), std::future_status::ready);
}

TEST(Stop, CutsOffWhatTakesTooLong) {
  Gate gate;
  Router router;
  router.Add(Method::kGet, "/wait", [&](Request&) { return gate.Wait(); });
  ServerOptions options;
  options.worker_threads = 1;
  const auto server = StartServer(std::move(router), options);
  TestClient running(server->port());
  ASSERT_TRUE(running.Send(Get("/wait")));
  gate.AwaitInside();
  TestClient waiting(server->port());
  ASSERT_TRUE(waiting.Send(Get("/wait")));
  TestClient slow(server->port());
  ASSERT_TRUE(slow.Send("GET /wa"));
  auto stopping = std::async(std::launch::async, [&] { server->Stop(milliseconds(50)); });
  EXPECT_TRUE(running.IsClosedByServer());
  EXPECT_TRUE(waiting.IsClosedByServer());
  EXPECT_TRUE(slow.IsClosedByServer());
  gate.Open();
  EXPECT_EQ(stopping.wait_for(seconds(5)), std::future_status::ready);
}

TEST(Stop, LetsNobodyIn) {
  const auto server = StartServer(Router());
  server->Stop(seconds(1));
  server->Stop(seconds(1));
}

// A client that speaks TLS up to a version.
class TlsClient {
 public:
  TlsClient(int port, int version_max)
      : client_(port), context_(SSL_CTX_new(TLS_client_method())), tls_(nullptr) {
    SSL_CTX_set_security_level(context_, 0);
    SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_, version_max);
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, client_.descriptor());
  }
  ~TlsClient() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool Connect() { return SSL_connect(tls_) == 1; }
  std::string Ask(const std::string& request) {
    SSL_write(tls_, request.data(), static_cast<int>(request.size()));
    std::string answer(100000, '\0');
    const int size = SSL_read(tls_, answer.data(), static_cast<int>(answer.size()));
    answer.resize(static_cast<std::size_t>(std::max(0, size)));
    return answer;
  }
  const char* version() const { return SSL_get_version(tls_); }

 private:
  TestClient client_;
  SSL_CTX* context_;
  SSL* tls_;
};

class TlsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string folder = std::filesystem::temp_directory_path() / "kaogong-tls-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -subj /CN=localhost -keyout " +
        folder + "/key.pem -out " + folder + "/cert.pem 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
    Router router;
    router.Add(Method::kGet, "/", [](Request& request) {
      return Response::Text(200, request.is_secure ? "secure" : "plain");
    });
    ServerOptions options;
    options.tls = TlsFiles{folder + "/cert.pem", folder + "/key.pem"};
    options.security.hsts_max_age = seconds(60);
    options.patience.head = milliseconds(300);
    server_ = StartServer(std::move(router), options);
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::filesystem::path folder_;
  std::unique_ptr<Server> server_;
};

TEST_F(TlsTest, SpeaksVersions12And13) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(server_->port(), version);
    ASSERT_TRUE(client.Connect()) << version;
    for (int i = 0; i < 3; ++i) {
      const std::string answer = client.Ask(Get("/"));
      EXPECT_TRUE(answer.ends_with("secure")) << answer;
      EXPECT_NE(answer.find("Strict-Transport-Security: max-age=60"), std::string::npos);
    }
    // Two requests in one record: the second is not forgotten.
    const std::string both = client.Ask(Get("/") + Get("/"));
    EXPECT_TRUE(both.ends_with("secure") || client.Ask("").ends_with("secure"));
  }
}

TEST_F(TlsTest, RefusesOlderVersionsAndPlainClients) {
  TlsClient old(server_->port(), TLS1_1_VERSION);
  EXPECT_FALSE(old.Connect());
  TestClient plain(server_->port());
  plain.Send(Get("/"));
  EXPECT_TRUE(plain.IsClosedByServer());
  TestClient silent(server_->port());
  EXPECT_TRUE(silent.IsClosedByServer());
  TlsClient modern(server_->port(), TLS1_3_VERSION);
  EXPECT_TRUE(modern.Connect());
}

}  // namespace
}  // namespace kaogong::http
