// SPDX-License-Identifier: Apache-2.0
// The real server on the loopback: what malformed, oversized, slow and too many clients see.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "http/server.h"
#include "test_client.h"

namespace kaogong::http {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

Router SampleRouter() {
  Router router;
  RouteOptions small;
  small.body_bytes_max = 100;
  RouteOptions quick;
  quick.is_quick = true;
  const auto length = [](Request& request) {
    return Response::Text(200, std::to_string(request.body.size()));
  };
  router.Add(Method::kPost, "/small", length, small);
  router.Add(Method::kPost, "/usual", length);
  router.Add(Method::kGet, "/quick", length, quick);
  router.Add(Method::kGet, "/endless",
             [](Request&) { return Response::Text(200, std::string(100000000, 'x')); });
  return router;
}

std::string Chunked(std::size_t size) {
  return "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n" +
         std::string(50, 'a') + "\r\n" + (size == 100 ? "32" : "33") + "\r\n" +
         std::string(size - 50, 'b') + "\r\n0\r\n\r\n";
}

TEST(Malformed, IsRefusedAndTheConnectionClosed) {
  const auto server = StartServer(SampleRouter());
  const std::string post = "POST /usual HTTP/1.1\r\nHost: h\r\n";
  struct Case {
    const char* name;
    std::string request;
    int status;
  };
  const std::vector<Case> cases = {
      {"length and coding",
       post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"coding and length",
       post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
      {"two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400},
      {"the same length twice", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400},
      {"signed length", post + "Content-Length: +3\r\n\r\nabc", 400},
      {"negative length", post + "Content-Length: -3\r\n\r\nabc", 400},
      {"hexadecimal length", post + "Content-Length: 0x3\r\n\r\nabc", 400},
      {"length too large for a number", post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {"empty length", post + "Content-Length:\r\n\r\n", 400},
      {"two codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {"coding twice",
       post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked not last", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501},
      {"identity", post + "Transfer-Encoding: identity\r\n\r\n", 501},
      {"misspelt coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
      {"coding in HTTP/1.0",
       "POST /usual HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"blank before the colon", post + "Content-Length : 3\r\n\r\nabc", 400},
      {"bare line feeds", "GET /quick HTTP/1.1\nHost: h\n\n", 400},
      {"bare line feed in a header", "GET /quick HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400},
      {"bare carriage return", "GET /quick HTTP/1.1\r\nHost: h\rX: y\r\n\r\n", 400},
      {"NUL in a header", "GET /quick HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n"s, 400},
      {"no host", "GET /quick HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET /quick HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"a list of hosts", "GET /quick HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
      {"a host with a path", "GET /quick HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"two hosts in two places", "GET http://a/quick HTTP/1.1\r\nHost: b\r\n\r\n", 400},
      {"traversal", "GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"encoded traversal", "GET /%2e%2e/x HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"invalid UTF-8", "GET /%C0%AE HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"no slash", "GET quick HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"connect", "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n", 501},
      {"trace", "TRACE /quick HTTP/1.1\r\nHost: h\r\n\r\n", 501},
      {"unknown method", "FETCH /quick HTTP/1.1\r\nHost: h\r\n\r\n", 501},
      {"lower-case method", "get /quick HTTP/1.1\r\nHost: h\r\n\r\n", 501},
      {"HTTP/2", "GET /quick HTTP/2.0\r\nHost: h\r\n\r\n", 505},
      {"HTTP/0.9", "GET /quick\r\n\r\n", 400},
      {"HTTP/1.2", "GET /quick HTTP/1.2\r\nHost: h\r\n\r\n", 505},
      {"TLS", "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03 \r\n\r\n"s, 400},
      {"strange expectation", post + "Content-Length: 3\r\nExpect: miracles\r\n\r\nabc", 417},
      {"bad chunk", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
      {"chunk without its end", post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n", 400},
      {"huge chunk", post + "Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\n", 400},
      {"endless chunk extension",
       post + "Transfer-Encoding: chunked\r\n\r\n3;" + std::string(70000, 'x'), 400},
      {"endless trailer",
       post + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(70000, 'x'), 400},
  };
  for (const Case& item : cases) {
    TestClient client(server->port());
    client.Send(item.request);
    // A second request, as a smuggler would hide it, is never answered.
    client.Send("GET /quick HTTP/1.1\r\nHost: h\r\n\r\n");
    const Reply reply = client.Read();
    EXPECT_EQ(reply.status, item.status) << item.name;
    EXPECT_EQ(reply.Header("connection"), "close") << item.name;
    EXPECT_EQ(client.Read().status, 0) << item.name;
    EXPECT_TRUE(client.IsClosedByServer()) << item.name;
  }
  EXPECT_EQ(Ask(server->port(), Get("/quick")).status, 200);
}

TEST(Malformed, SparesWhatIsUnusualButSound) {
  const auto server = StartServer(SampleRouter());
  const int port = server->port();
  EXPECT_EQ(Ask(port, "GET http://h/quick?a=1 HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  EXPECT_EQ(Ask(port, "GET /quick HTTP/1.1\r\nHost: h\r\nX:\r\n\r\n").status, 200);
  EXPECT_EQ(Ask(port, "GET /quick HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n").status, 200);
  EXPECT_EQ(Ask(port, "GET /quick HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").status, 200);
  EXPECT_EQ(Ask(port, Chunked(100)).body, "100");
}

TEST(Oversize, IsNamedByItsStatus) {
  const auto server = StartServer(SampleRouter());
  const int port = server->port();
  std::string many_fields;
  for (int i = 0; i < 100; ++i) many_fields += "X: y\r\n";
  struct Case {
    const char* name;
    std::string request;
    int status;
  };
  const std::vector<Case> cases = {
      {"uri at the limit", Get("/quick?" + std::string(8192 - 7, 'a')), 200},
      {"uri over the limit", Get("/quick?" + std::string(8192 - 6, 'a')), 414},
      {"uri of 100 kB", Get("/quick?" + std::string(100000, 'a')), 414},
      {"uri without an end", "GET /" + std::string(100000, 'a'), 414},
      {"header at the limit", Get("/quick", "X: " + std::string(16384 - 5 - 17, 'a') + "\r\n"),
       200},
      {"header over the limit", Get("/quick", "X: " + std::string(16384 - 5 - 16, 'a') + "\r\n"),
       431},
      {"header of 100 kB", Get("/quick", "X: " + std::string(100000, 'a') + "\r\n"), 431},
      {"header without an end", "GET /quick HTTP/1.1\r\nX: " + std::string(100000, 'a'), 431},
      {"99 more fields", Get("/quick", many_fields.substr(6)), 200},
      {"100 more fields", Get("/quick", many_fields), 431},
      {"body at the limit", Post("/small", std::string(100, 'b')), 200},
      {"body over the limit", Post("/small", std::string(101, 'b')), 413},
      {"chunked body at the limit", Chunked(100), 200},
      {"chunked body over the limit", Chunked(101), 413},
      {"body of another route's limit", Post("/usual", std::string(101, 'b')), 200},
      {"body where none is taken", Post("/quick", std::string(2000000, 'b')), 405},
  };
  for (const Case& item : cases) {
    TestClient client(port);
    client.Send(item.request);
    const Reply reply = client.Read();
    EXPECT_EQ(reply.status, item.status) << item.name;
    EXPECT_EQ(reply.Header("connection"), item.status == 200 ? "" : "close") << item.name;
  }
}

TEST(Oversize, IsAnnouncedWhileTheClientStillSends) {
  const auto server = StartServer(SampleRouter());
  TestClient client(server->port());
  ASSERT_TRUE(client.Send("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n"));
  // More than any buffer between us holds; the answer must not get lost behind a reset.
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(client.Send(std::string(100000, 'x')));
  EXPECT_EQ(client.Read().status, 413);
}

Patience Impatient() {
  Patience patience;
  patience.idle = milliseconds(300);
  patience.head = milliseconds(300);
  patience.body_grace = milliseconds(300);
  patience.write_grace = milliseconds(300);
  patience.bytes_per_second_min = 1000000;
  return patience;
}

TEST(Slow, ClientsAreCutOff) {
  ServerOptions options;
  options.patience = Impatient();
  const auto server = StartServer(SampleRouter(), options);
  const int port = server->port();
  TestClient silent(port);
  TestClient idle(port);
  ASSERT_TRUE(idle.Send(Get("/quick")));
  TestClient slow_head(port);
  ASSERT_TRUE(slow_head.Send("GET /quick HTTP/1.1\r\nHo"));
  TestClient slow_body(port);
  ASSERT_TRUE(slow_body.Send("POST /usual HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"));
  TestClient slow_chunk(port);
  ASSERT_TRUE(
      slow_chunk.Send("POST /usual HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5"));
  EXPECT_EQ(silent.ReadToEnd(), "");
  EXPECT_TRUE(silent.IsClosedByServer());
  EXPECT_EQ(idle.Read().status, 200);
  EXPECT_EQ(idle.ReadToEnd(), "");
  EXPECT_TRUE(idle.IsClosedByServer());
  for (TestClient* client : {&slow_head, &slow_body, &slow_chunk}) {
    EXPECT_EQ(client->Read().status, 408);
    EXPECT_TRUE(client->IsClosedByServer());
  }
}

TEST(Slow, HeadThatDripsIsCutOffAllTheSame) {
  ServerOptions options;
  options.patience = Impatient();
  const auto server = StartServer(SampleRouter(), options);
  TestClient client(server->port());
  client.set_wait(milliseconds(20));
  ASSERT_TRUE(client.Send("GET /quick HTTP/1.1\r\nHost: h\r\n"));
  const auto began = std::chrono::steady_clock::now();
  std::string answer;
  while (answer.empty() && std::chrono::steady_clock::now() - began < std::chrono::seconds(5)) {
    client.Send("X: y\r\n");
    answer = client.ReadToEnd();
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 "));
}

TEST(Slow, ReaderIsCutOff) {
  std::atomic<int> incomplete = 0;
  ServerOptions options;
  options.patience = Impatient();
  options.patience.bytes_per_second_min = 1000000000;
  options.on_exchange = [&](const Exchange& exchange) {
    if (!exchange.is_complete) ++incomplete;
  };
  const auto server = StartServer(SampleRouter(), options);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(Get("/endless")));
  // Nothing is read until the server has given up.
  const auto began = std::chrono::steady_clock::now();
  while (incomplete == 0 && std::chrono::steady_clock::now() - began < std::chrono::seconds(10)) {
    std::this_thread::yield();
  }
  EXPECT_EQ(incomplete, 1);
  EXPECT_LT(client.Read().body.size(), 100000000U);
}

TEST(Slow, ClientsDoNotStopOthers) {
  const auto server = StartServer(SampleRouter());
  std::vector<TestClient> slow;
  for (int i = 0; i < 300; ++i) {
    slow.emplace_back(server->port());
    ASSERT_TRUE(slow.back().Send(i % 2 == 0 ? "GET /quick HTTP/1.1\r\nX-Slow: "
                                            : "POST /usual HTTP/1.1\r\nHost: h\r\n"
                                              "Content-Length: 1000\r\n\r\nslow"));
  }
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(Ask(server->port(), Post("/usual", "body")).status, 200);
  }
}

TEST(TooMany, ConnectionsPushOutTheOneIdleForLongest) {
  ServerOptions options;
  options.io_threads = 1;
  options.limits.connections_max = 3;
  const auto server = StartServer(SampleRouter(), options);
  std::vector<TestClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(server->port());
    ASSERT_TRUE(clients.back().Send(Get("/quick")));
    ASSERT_EQ(clients.back().Read().status, 200);
  }
  EXPECT_EQ(Ask(server->port(), Get("/quick")).status, 200);
  EXPECT_TRUE(clients[0].IsClosedByServer());
  ASSERT_TRUE(clients[2].Send(Get("/quick")));
  EXPECT_EQ(clients[2].Read().status, 200);
}

TEST(TooMany, BusyConnectionsMeanAnHonestNo) {
  ServerOptions options;
  options.io_threads = 1;
  options.limits.connections_max = 2;
  const auto server = StartServer(SampleRouter(), options);
  TestClient first(server->port());
  TestClient second(server->port());
  // Both have a request under way once the server asks for the rest.
  for (TestClient* client : {&first, &second}) {
    ASSERT_TRUE(
        client->Send("POST /usual HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n"
                     "Expect: 100-continue\r\n\r\n"));
    EXPECT_EQ(client->Read().status, 100);
  }
  TestClient third(server->port());
  EXPECT_EQ(third.Read().status, 503);
  EXPECT_TRUE(third.IsClosedByServer());
  EXPECT_EQ(server->counters().connections_refused, 1U);
}

TEST(TooMany, RequestsForWorkersMeanAnHonestNo) {
  std::mutex mutex;
  std::condition_variable changed;
  bool may_end = false;
  int inside = 0;
  Router router;
  router.Add(Method::kGet, "/", [&](Request&) {
    std::unique_lock lock(mutex);
    ++inside;
    changed.notify_all();
    changed.wait(lock, [&] { return may_end; });
    return Response(204);
  });
  ServerOptions options;
  options.worker_threads = 1;
  options.limits.waiting_requests_max = 1;
  const auto server = StartServer(std::move(router), options);
  TestClient running(server->port());
  ASSERT_TRUE(running.Send(Get("/")));
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return inside == 1; });
  }
  TestClient waiting(server->port());
  ASSERT_TRUE(waiting.Send(Get("/")));
  while (server->counters().requests_running < 2) std::this_thread::yield();
  const Reply refused = Ask(server->port(), Get("/"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.Header("retry-after"), "1");
  {
    const std::scoped_lock lock(mutex);
    may_end = true;
  }
  changed.notify_all();
  EXPECT_EQ(running.Read().status, 204);
  EXPECT_EQ(waiting.Read().status, 204);
}

TEST(Rude, ClientsThatVanishHarmNobody) {
  const auto server = StartServer(SampleRouter());
  for (int i = 0; i < 100; ++i) {
    TestClient client(server->port());
    switch (i % 4) {
      case 0:
        client.Send(Get("/endless"));
        break;
      case 1:
        client.Send("POST /usual HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
        break;
      case 2:
        client.Send(Get("/quick") + Get("/quick"));
        break;
      default:
        client.Send("GET /qu");
    }
    client.Reset();
  }
  EXPECT_EQ(Ask(server->port(), Get("/quick")).status, 200);
}

}  // namespace
}  // namespace kaogong::http
