// SPDX-License-Identifier: Apache-2.0
// The real server on the loopback: what well-behaved clients see.
#include "http/server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "http/problem.h"
#include "test_client.h"

namespace kaogong::http {
namespace {

Response Echo(Request& request) {
  std::string text = std::string(NameOf(request.method)) + " " + request.Path() + "\n";
  for (const NameValue& pair : request.query) text += "?" + pair.name + "=" + pair.value + "\n";
  for (const NameValue& pair : request.parameters)
    text += "{" + pair.name + "=" + pair.value + "}\n";
  text += "client " + request.client + (request.is_secure ? " secure" : "") + " host " +
          request.host + "\n";
  return Response::Text(200, text + request.body);
}

Router SampleRouter() {
  Router router;
  RouteOptions quick;
  quick.is_quick = true;
  router.Add(Method::kGet, "/echo/{name}", Echo);
  router.Add(Method::kPost, "/echo/{name}", Echo);
  router.Add(Method::kGet, "/quick", Echo, quick);
  router.Add(Method::kGet, "/empty", [](Request&) { return Response(204); });
  router.Add(Method::kGet, "/throw",
             [](Request&) -> Response { throw std::runtime_error("secret detail"); });
  router.Add(Method::kGet, "/forge", [](Request& request) {
    return Response::SeeOther(std::string("/") + std::string(*request.Query("to")));
  });
  router.Add(Method::kGet, "/large",
             [](Request&) { return Response::Text(200, std::string(3000000, 'x')); });
  router.Add(Method::kGet, "/cookie", [](Request& request) {
    Response response = Response::Text(200, request.Cookie("session").value_or("none"));
    Cookie cookie;
    cookie.name = "session";
    cookie.value = "new";
    response.SetCookie(cookie);
    return response;
  });
  return router;
}

TEST(Server, AnswersOnOneConnectionAgainAndAgain) {
  const auto server = StartServer(SampleRouter());
  TestClient client(server->port());
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(client.Send(Post("/echo/%E7%94%B2?a=b+c", "body")));
    const Reply reply = client.Read();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body,
              "POST /echo/甲\n?a=b c\n{name=甲}\nclient 127.0.0.1 host localhost\nbody");
    EXPECT_EQ(reply.Header("connection"), "");
  }
  EXPECT_EQ(server->counters().connections_total, 1U);
  EXPECT_EQ(server->counters().requests_total, 20U);
}

TEST(Server, AnswersManyPipelinedRequestsInOrder) {
  const auto server = StartServer(SampleRouter());
  TestClient client(server->port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += i % 2 == 0 ? Get("/quick?" + std::to_string(i))
                           : Post("/echo/" + std::to_string(i), std::string(100, 'b'));
  }
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 200; ++i) {
    const Reply reply = client.Read();
    ASSERT_EQ(reply.status, 200) << i;
    const std::string want =
        i % 2 == 0 ? "?" + std::to_string(i) + "=" : "{name=" + std::to_string(i);
    EXPECT_NE(reply.body.find(want), std::string::npos) << reply.body;
  }
}

TEST(Server, TakesRequestsInPiecesOfOneByte) {
  const auto server = StartServer(SampleRouter());
  TestClient client(server->port());
  const std::string request =
      "POST /echo/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n"
      "POST /echo/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
      Get("/quick");
  for (const char c : request) ASSERT_TRUE(client.Send(std::string_view(&c, 1)));
  const Reply reply = client.Read();
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.body.ends_with("abcde")) << reply.body;
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_EQ(client.Read().status, 200);
}

TEST(Server, TakesBodiesInManySmallChunks) {
  const auto server = StartServer(SampleRouter());
  std::string request = "POST /echo/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 100000; ++i) request += "1\r\nx\r\n";
  const Reply reply = Ask(server->port(), request + "0\r\n\r\n");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.body.ends_with(std::string(100000, 'x')));
}

TEST(Server, LeavesOutTheBodyWhereThereIsNone) {
  const auto server = StartServer(SampleRouter());
  TestClient client(server->port());
  ASSERT_TRUE(
      client.Send("HEAD /large HTTP/1.1\r\nHost: h\r\n\r\n" + Get("/empty") + Get("/quick")));
  const Reply head = client.Read(false);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("content-length"), "3000000");
  const Reply empty = client.Read();
  EXPECT_EQ(empty.status, 204);
  EXPECT_EQ(empty.Header("content-length"), "");
  EXPECT_EQ(client.Read().status, 200);
}

TEST(Server, SendsLargeBodiesWhole) {
  const auto server = StartServer(SampleRouter());
  EXPECT_EQ(Ask(server->port(), Get("/large")).body.size(), 3000000U);
}

TEST(Server, SpeaksHttp10) {
  const auto server = StartServer(SampleRouter());
  TestClient once(server->port());
  ASSERT_TRUE(once.Send("GET /quick HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(once.Read().Header("connection"), "close");
  EXPECT_TRUE(once.IsClosedByServer());
  TestClient kept(server->port());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(kept.Send("GET /quick HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    EXPECT_EQ(kept.Read().Header("connection"), "keep-alive");
  }
}

TEST(Server, ClosesWhenAskedTo) {
  const auto server = StartServer(SampleRouter());
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(Get("/quick", "Connection: close\r\n")));
  EXPECT_EQ(client.Read().Header("connection"), "close");
  EXPECT_TRUE(client.IsClosedByServer());
}

TEST(Server, TellsNotFoundFromNotAllowed) {
  const auto server = StartServer(SampleRouter());
  const int port = server->port();
  const Reply missing = Ask(port, Get("/nowhere", "Accept-Language: en\r\n"));
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.Header("content-type"), "application/problem+json");
  EXPECT_NE(missing.body.find("\"title\":\"Not Found\""), std::string::npos);
  EXPECT_NE(missing.body.find("\"request_id\":\"" + missing.Header("x-request-id") + "\""),
            std::string::npos);
  const Reply wrong = Ask(port, "DELETE /echo/x HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.Header("allow"), "GET, POST, HEAD, OPTIONS");
  const Reply options = Ask(port, "OPTIONS /echo/x HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.Header("allow"), "GET, POST, HEAD, OPTIONS");
  EXPECT_EQ(Ask(port, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").status, 204);
  EXPECT_EQ(Ask(port, Post("/nowhere", "body")).status, 404);
}

TEST(Server, AnswersBugsWithoutTheirDetail) {
  std::string bug;
  ServerOptions options;
  options.on_bug = [&](std::string_view id, std::string_view what) {
    bug = std::string(id) + " " + std::string(what);
  };
  const auto server = StartServer(SampleRouter(), options);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(Get("/throw")));
  const Reply thrown = client.Read();
  EXPECT_EQ(thrown.status, 500);
  EXPECT_EQ(thrown.body.find("secret"), std::string::npos);
  EXPECT_EQ(bug, thrown.Header("x-request-id") + " secret detail");
  ASSERT_TRUE(client.Send(Get("/forge?to=%0D%0ASet-Cookie:x")));
  const Reply forged = client.Read();
  EXPECT_EQ(forged.status, 500);
  EXPECT_EQ(forged.Header("set-cookie"), "");
  ASSERT_TRUE(client.Send(Get("/forge?to=units")));
  EXPECT_EQ(client.Read().Header("location"), "/units");
}

TEST(Server, GivesEveryResponseItsHeaders) {
  ServerOptions options;
  options.security.hsts_max_age = std::chrono::hours(24);
  const auto server = StartServer(SampleRouter(), options);
  std::set<std::string> ids;
  for (const std::string& request : {Get("/quick"), Get("/nowhere"), Get("/throw"),
                                     std::string("nonsense\r\n\r\n"), Get("/../x")}) {
    const Reply reply = Ask(server->port(), request);
    EXPECT_EQ(reply.Header("x-content-type-options"), "nosniff") << request;
    EXPECT_NE(reply.Header("content-security-policy").find("frame-ancestors 'none'"),
              std::string::npos);
    EXPECT_EQ(reply.Header("referrer-policy"), "same-origin");
    EXPECT_NE(reply.Header("date"), "");
    EXPECT_EQ(reply.Header("strict-transport-security"), "");  // Not a secure connection.
    EXPECT_EQ(reply.headers.count("x-request-id"), 1U);
    ids.insert(reply.Header("x-request-id"));
  }
  EXPECT_EQ(ids.size(), 5U);
}

TEST(Server, LetsAResponseSetItsOwnPolicy) {
  Router router;
  router.Add(Method::kGet, "/", [](Request&) {
    Response response(204);
    response.Set("content-security-policy", "sandbox");
    return response;
  });
  const auto server = StartServer(std::move(router));
  const Reply reply = Ask(server->port(), Get("/"));
  EXPECT_EQ(reply.headers.count("content-security-policy"), 1U);
  EXPECT_EQ(reply.Header("content-security-policy"), "sandbox");
}

TEST(Server, PassesCookiesBothWays) {
  const auto server = StartServer(SampleRouter());
  const Reply reply = Ask(server->port(), Get("/cookie", "Cookie: a=1; session=old\r\n"));
  EXPECT_EQ(reply.body, "old");
  EXPECT_EQ(reply.Header("set-cookie"), "session=new; Path=/; Secure; HttpOnly; SameSite=Strict");
}

TEST(Server, BelievesOnlyTrustedProxies) {
  const std::string forwarded =
      "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"
      "X-Forwarded-Host: public.example\r\nX-Request-Id: abc-1\r\n";
  const auto doubting = StartServer(SampleRouter());
  const Reply doubted = Ask(doubting->port(), Get("/quick", forwarded));
  EXPECT_NE(doubted.body.find("client 127.0.0.1 host localhost"), std::string::npos);
  EXPECT_NE(doubted.Header("x-request-id"), "abc-1");
  ServerOptions options;
  options.trusted_proxies = {"127.0.0.0/8"};
  options.security.hsts_max_age = std::chrono::seconds(60);
  const auto trusting = StartServer(SampleRouter(), options);
  const Reply trusted = Ask(trusting->port(), Get("/quick", forwarded));
  EXPECT_NE(trusted.body.find("client 1.2.3.4 secure host public.example"), std::string::npos);
  EXPECT_EQ(trusted.Header("x-request-id"), "abc-1");
  EXPECT_EQ(trusted.Header("strict-transport-security"), "max-age=60");
}

TEST(Server, RunsHandlersThatBlockBesideEachOther) {
  constexpr int kHandlers = 8;
  std::mutex mutex;
  std::condition_variable changed;
  int inside = 0;
  Router router;
  // Each waits until all are inside, so one after the other would never end.
  router.Add(Method::kGet, "/", [&](Request&) {
    std::unique_lock lock(mutex);
    ++inside;
    changed.notify_all();
    const bool all =
        changed.wait_for(lock, std::chrono::seconds(5), [&] { return inside == kHandlers; });
    return Response(all ? 204 : 500);
  });
  ServerOptions options;
  options.worker_threads = kHandlers;
  const auto server = StartServer(std::move(router), options);
  std::vector<TestClient> clients;
  for (int i = 0; i < kHandlers; ++i) {
    clients.emplace_back(server->port());
    ASSERT_TRUE(clients.back().Send(Get("/")));
  }
  for (TestClient& client : clients) EXPECT_EQ(client.Read().status, 204);
}

TEST(Server, SendsFilesInParts) {
  const std::string path = std::filesystem::temp_directory_path() / "kaogong-http-file";
  std::string content;
  for (int i = 0; content.size() < 1000000; ++i) content += std::to_string(i) + "\n";
  std::ofstream(path, std::ios::binary) << content;
  Router router;
  router.Add(Method::kGet, "/", [&](Request&) {
    Response response(200);
    auto file = FileBody::Open(path);
    file->offset = 10;
    file->size -= 20;
    response.set_body(*std::move(file));
    return response;
  });
  const auto server = StartServer(std::move(router));
  TestClient client(server->port());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(client.Send(Get("/")));
    EXPECT_TRUE(client.Read().body == content.substr(10, content.size() - 20));
  }
  std::filesystem::remove(path);
}

TEST(Server, ReportsEachExchange) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> log;
  ServerOptions options;
  options.on_exchange = [&](const Exchange& exchange) {
    const std::scoped_lock lock(mutex);
    log.push_back(std::string(exchange.method) + " " + std::string(exchange.route) + " " +
                  std::to_string(exchange.status) + " in " + std::to_string(exchange.bytes_in) +
                  (exchange.is_complete ? "" : " incomplete"));
    changed.notify_all();
  };
  const auto server = StartServer(SampleRouter(), options);
  Ask(server->port(), Post("/echo/secret-name", "12345"));
  Ask(server->port(), Get("/nowhere"));
  Ask(server->port(), "\x16\x03\x01");
  {
    TestClient client(server->port());
    client.Send("POST /echo/x HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n123");
    client.HalfClose();
    client.IsClosedByServer();
  }
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(5), [&] { return log.size() == 4; });
  std::ranges::sort(log);
  EXPECT_EQ(log, (std::vector<std::string>{"  400 in 0", "GET  404 in 0",
                                           "POST /echo/{name} 0 in 3 incomplete",
                                           "POST /echo/{name} 200 in 5"}));
}

TEST(Server, CannotStartOnNonsense) {
  const auto first = StartServer(Router());
  ServerOptions taken;
  taken.port = first->port();
  const auto second = Server::Start(Router(), taken);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
  ServerOptions nowhere;
  nowhere.address = "nowhere";
  EXPECT_EQ(Server::Start(Router(), nowhere).error().code, ErrorCode::kInvalidInput);
  ServerOptions proxies;
  proxies.trusted_proxies = {"everyone"};
  EXPECT_EQ(Server::Start(Router(), proxies).error().code, ErrorCode::kInvalidInput);
  ServerOptions tls;
  tls.tls = TlsFiles{"/nowhere/cert.pem", "/nowhere/key.pem"};
  EXPECT_EQ(Server::Start(Router(), tls).error().code, ErrorCode::kUnavailable);
}

// A tick that is due at the moment of the stop must not begin another.
TEST(Server, EndsInTheMiddleOfATick) {
  ServerOptions options;
  options.patience.event_heartbeat = std::chrono::milliseconds(1);
  for (int i = 0; i < 100; ++i) {
    const auto server = StartServer(Router(), options);
    std::this_thread::sleep_for(std::chrono::microseconds(4800 + 4 * i));
    server->Stop(std::chrono::milliseconds(0));
  }
}

TEST(Server, ListensOnIpv6AndTellsIpv4Clients) {
  ServerOptions options;
  options.address = "::";
  const auto server = StartServer(SampleRouter(), options);
  EXPECT_NE(Ask(server->port(), Get("/quick")).body.find("client 127.0.0.1 "), std::string::npos);
}

}  // namespace
}  // namespace kaogong::http
