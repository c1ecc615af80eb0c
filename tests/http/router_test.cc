// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <gtest/gtest.h>

#include <string>

#include "http/percent.h"

namespace kaogong::http {
namespace {

Router SampleRouter() {
  Router router;
  const auto handler = [](Request&) { return Response(204); };
  for (const std::string_view pattern :
       {"/", "/units", "/units/", "/units/{id}", "/units/root", "/units/{id}/persons",
        "/units/{unit}/persons/{person}", "/units/root/tree", "/files/{path*}",
        "/files/{name}/meta"}) {
    router.Add(Method::kGet, pattern, handler);
  }
  router.Add(Method::kPost, "/units", handler);
  router.Add(Method::kDelete, "/units/{key}", handler);
  return router;
}

std::string Found(const Router& router, Method method, std::string_view target) {
  const Match match = router.Find(method, ParseTarget(target)->segments);
  if (match.route == nullptr && match.allowed.empty()) return "404";
  std::string text;
  if (match.route == nullptr) {
    text = "405";
    for (const Method allowed : match.allowed) text += " " + std::string(NameOf(allowed));
    return text;
  }
  text = match.route->pattern;
  for (const NameValue& parameter : match.parameters) {
    text += " " + parameter.name + "=" + parameter.value;
  }
  return text;
}

TEST(Router, FindsThePatternThatFits) {
  const Router router = SampleRouter();
  const auto get = [&](std::string_view target) { return Found(router, Method::kGet, target); };
  EXPECT_EQ(get("/"), "/");
  EXPECT_EQ(get("/units"), "/units");
  EXPECT_EQ(get("/units/"), "/units/");
  EXPECT_EQ(get("/units/7"), "/units/{id} id=7");
  EXPECT_EQ(get("/units/%E7%94%B2?x=1"), "/units/{id} id=甲");
  EXPECT_EQ(get("/units/root"), "/units/root");
  EXPECT_EQ(get("/units/root/tree"), "/units/root/tree");
  // Fixed text goes first, but leads back when it does not fit further on.
  EXPECT_EQ(get("/units/root/persons"), "/units/{id}/persons id=root");
  EXPECT_EQ(get("/units/7/persons/9"), "/units/{unit}/persons/{person} unit=7 person=9");
  EXPECT_EQ(get("/files/a"), "/files/{path*} path=a");
  EXPECT_EQ(get("/files/a/b/c.js"), "/files/{path*} path=a/b/c.js");
  EXPECT_EQ(get("/files/a/meta"), "/files/{name}/meta name=a");
  for (const std::string_view target : {"/unit", "/units/7/", "/units/7/x", "/units//persons",
                                        "/files", "/Units", "/units/7/persons/9/x"}) {
    EXPECT_EQ(get(target), "404") << target;
  }
}

TEST(Router, TellsWhatAPathTakes) {
  const Router router = SampleRouter();
  EXPECT_EQ(Found(router, Method::kHead, "/units"), "/units");
  EXPECT_EQ(Found(router, Method::kPost, "/units"), "/units");
  EXPECT_EQ(Found(router, Method::kDelete, "/units/7"), "/units/{key} key=7");
  EXPECT_EQ(Found(router, Method::kPut, "/units"), "405 GET POST");
  EXPECT_EQ(Found(router, Method::kPost, "/files/a/b"), "405 GET");
}

TEST(Router, FallsBackForReadingOnly) {
  Router router = SampleRouter();
  router.SetFallback([](Request&) { return Response(204); });
  EXPECT_EQ(Found(router, Method::kGet, "/nowhere/at/all"), "");
  EXPECT_EQ(Found(router, Method::kHead, "/nowhere"), "");
  EXPECT_EQ(Found(router, Method::kPost, "/nowhere"), "404");
  EXPECT_EQ(Found(router, Method::kPut, "/units"), "405 GET POST");
}

TEST(Router, RunsMiddlewareFromOutsideIn) {
  Router router;
  std::string order;
  const auto middleware = [&](std::string name) {
    return [&order, name](Request& request, const Handler& next) {
      order += "<" + name;
      Response response = next(request);
      order += name + ">";
      return response;
    };
  };
  router.Use(middleware("a"));
  router.Use(middleware("b"));
  router.Add(Method::kGet, "/", [&](Request&) {
    order += "handler";
    return Response(204);
  });
  router.Freeze();
  Request request;
  router.Find(Method::kGet, {""}).route->handler(request);
  EXPECT_EQ(order, "<a<bhandlerb>a>");
}

TEST(Router, RefusesPatternsThatMakeNoSense) {
  const auto handler = [](Request&) { return Response(204); };
  const auto add = [&](std::string_view pattern) {
    Router router;
    router.Add(Method::kGet, "/taken", handler);
    router.Add(Method::kGet, pattern, handler);
  };
  for (const std::string_view pattern : {"units", "", "/taken", "/{", "/{}", "/{a*}/b"}) {
    EXPECT_DEATH(add(pattern), "assertion") << pattern;
  }
}

}  // namespace
}  // namespace kaogong::http
