// SPDX-License-Identifier: Apache-2.0
// The pieces of a request that we read ourselves.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/accept.h"
#include "http/byte_range.h"
#include "http/cookie.h"
#include "http/event_channel.h"
#include "http/headers.h"
#include "http/percent.h"
#include "http/problem.h"
#include "http/proxy.h"
#include "http/response.h"

namespace kaogong::http {
namespace {

std::string Joined(const std::vector<std::string>& pieces) {
  std::string joined;
  for (const std::string& piece : pieces) joined += "[" + piece + "]";
  return joined;
}

std::string Joined(const std::vector<NameValue>& pairs) {
  std::string joined;
  for (const NameValue& pair : pairs) joined += pair.name + "=" + pair.value + ";";
  return joined;
}

TEST(Target, SplitsAndDecodesThePath) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"/", "[]"},
      {"/units", "[units]"},
      {"/units/", "[units][]"},
      {"//a", "[][a]"},
      {"/units/%E7%94%98%E6%BA%AA", "[units][甘溪]"},
      {"/a%20b+c%2b", "[a b+c+]"},
      {"/a.b/..c/d..", "[a.b][..c][d..]"},
      {"/a:b@c;d=e,f!$&'()*", "[a:b@c;d=e,f!$&'()*]"},
  };
  for (const auto& [text, want] : cases) {
    const auto target = ParseTarget(text);
    ASSERT_TRUE(target.has_value()) << text;
    EXPECT_EQ(Joined(target->segments), want) << text;
  }
}

TEST(Target, RefusesWhatCouldLeadElsewhereOrIsNoText) {
  for (const std::string_view text :
       {"",          "units",     "*",       "http://x/", "/..",        "/.",      "/a/../b",
        "/a/./b",    "/%2e%2e/b", "/.%2E",   "/a%2fb",    "/a%5Cb",     "/a\\b",   "/%00",
        "/a%0d%0ab", "/%7f",      "/%C0%AF", "/%FF",      "/%ED%A0%80", "/%E7%94", "/%",
        "/%1",       "/%zz",      "/%%41",   "/a b",      "/a\tb",      "/a#b",    "/甘溪",
        "/a?b=%FF",  "/a?b=%0",   "/a?%00=1"}) {
    EXPECT_FALSE(ParseTarget(text).has_value()) << text;
  }
}

TEST(Form, DecodesPairsInOrder) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"", ""},
      {"a=1&b=2", "a=1;b=2;"},
      {"a=1&a=2", "a=1;a=2;"},
      {"a&b=&=c", "a=;b=;=c;"},
      {"&&a=1&", "a=1;"},
      {"a=x+y%2Bz", "a=x y+z;"},
      {"a=b=c", "a=b=c;"},
      {"%E5%90%8D=%E7%94%B2", "名=甲;"},
      {"a=1%0D%0A2%09", "a=1\r\n2\t;"},
  };
  for (const auto& [text, want] : cases) {
    const auto pairs = DecodeForm(text);
    ASSERT_TRUE(pairs.has_value()) << text;
    EXPECT_EQ(Joined(*pairs), want) << text;
  }
  for (const std::string_view text : {"a=%", "a=%G1", "a=%FF", "%C3=1", "a=%00", "a=%1B"}) {
    EXPECT_FALSE(DecodeForm(text).has_value()) << text;
  }
}

TEST(Percent, EncodesAndDecodesBack) {
  std::string every;
  for (int c = 0x20; c < 0x7f; ++c) every.push_back(static_cast<char>(c));
  every += "甘溪😀";
  EXPECT_EQ(DecodePercent(EncodePercent(every)), every);
  EXPECT_EQ(EncodePercent("甲/a b"), "%E7%94%B2%2Fa%20b");
}

TEST(Cookies, TakesWhatIsWellFormed) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"", ""},
      {"a=1", "a=1;"},
      {"a=1; b=2;c=3", "a=1;b=2;c=3;"},
      {"a=\"x\"; b=", "a=x;b=;"},
      {"a=1; a=2", "a=1;a=2;"},
      {"a=b=c", "a=b=c;"},
      {"noise; =x; a b=1; c=x y; d=x\"y; e=\\; f=1", "f=1;"},
      {"a=甲; b=1", "b=1;"},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(Joined(ParseCookies(text)), want) << text;
}

TEST(Cookies, AreWrittenOutOfReachByDefault) {
  Cookie cookie;
  cookie.name = "session";
  cookie.value = "abc";
  EXPECT_EQ(ToHeader(cookie), "session=abc; Path=/; Secure; HttpOnly; SameSite=Strict");
  cookie.max_age = std::chrono::seconds(0);
  cookie.is_secure = false;
  cookie.is_http_only = false;
  cookie.same_site = Cookie::SameSite::kLax;
  EXPECT_EQ(ToHeader(cookie), "session=abc; Path=/; Max-Age=0; SameSite=Lax");
  cookie.value = "a;b";
  EXPECT_DEATH(ToHeader(cookie), "assertion");
}

TEST(Accept, ChoosesTheEncodingWantedMost) {
  const std::vector<std::string_view> offers = {"br", "gzip"};
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"", "identity"},
      {"gzip, deflate, br", "br"},
      {"gzip", "gzip"},
      {"GZIP", "gzip"},
      {"br;q=0.5, gzip;q=0.8", "gzip"},
      {"br;q=0, gzip", "gzip"},
      {"br ; q=0.001 ,gzip;q=0", "br"},
      {"*", "br"},
      {"*;q=0", "identity"},
      {"br;q=0, *", "gzip"},
      {"br;q=0.5, identity", "identity"},
      {"br;q=nonsense", "identity"},
      {"br;q=2", "identity"},
      {"deflate", "identity"},
      {",,;;,", "identity"},
  };
  for (const auto& [header, want] : cases)
    EXPECT_EQ(ChooseEncoding(header, offers), want) << header;
}

TEST(Accept, SpeaksChineseUnlessEnglishIsWantedMore) {
  EXPECT_EQ(ChooseLanguage(""), Language::kChinese);
  EXPECT_EQ(ChooseLanguage("zh-CN,zh;q=0.9,en;q=0.8"), Language::kChinese);
  EXPECT_EQ(ChooseLanguage("en-US,en;q=0.9"), Language::kEnglish);
  EXPECT_EQ(ChooseLanguage("en-US;q=0.5,zh;q=0.6"), Language::kChinese);
  EXPECT_EQ(ChooseLanguage("fr"), Language::kChinese);
}

TEST(ByteRange, ReadsOneRange) {
  struct Case {
    std::string_view header;
    std::uint64_t size;
    RangeRequest want;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  const std::vector<Case> cases = {
      {"", 10, RangeRequest::kWhole},
      {"bytes=0-4", 10, RangeRequest::kPart, 0, 5},
      {"bytes=5-", 10, RangeRequest::kPart, 5, 10},
      {"bytes=-3", 10, RangeRequest::kPart, 7, 10},
      {"bytes=-99", 10, RangeRequest::kPart, 0, 10},
      {"bytes=5-99", 10, RangeRequest::kPart, 5, 10},
      {"bytes=9-9", 10, RangeRequest::kPart, 9, 10},
      {"bytes=0-18446744073709551615", 10, RangeRequest::kPart, 0, 10},
      {"bytes=10-", 10, RangeRequest::kUnsatisfiable},
      {"bytes=-0", 10, RangeRequest::kUnsatisfiable},
      {"bytes=0-", 0, RangeRequest::kUnsatisfiable},
      {"bytes=-1", 0, RangeRequest::kUnsatisfiable},
      {"bytes=5-4", 10, RangeRequest::kWhole},
      {"bytes=0-1,3-4", 10, RangeRequest::kWhole},
      {"bytes=-", 10, RangeRequest::kWhole},
      {"bytes=a-b", 10, RangeRequest::kWhole},
      {"bytes=18446744073709551616-", 10, RangeRequest::kWhole},
      {"bytes=+1-2", 10, RangeRequest::kWhole},
      {"items=0-1", 10, RangeRequest::kWhole},
  };
  for (const Case& item : cases) {
    ByteRange range;
    EXPECT_EQ(ParseRange(item.header, item.size, range), item.want) << item.header;
    EXPECT_EQ(range.begin, item.begin) << item.header;
    EXPECT_EQ(range.end, item.end) << item.header;
  }
}

Request From(std::string_view peer, std::string_view forwarded_for,
             const std::vector<std::string>& trusted) {
  Request request;
  request.id = "own";
  request.headers.Add("Host", "inside:8080");
  request.headers.Add("X-Forwarded-For", forwarded_for);
  request.headers.Add("X-Forwarded-Proto", "https");
  request.headers.Add("X-Forwarded-Host", "kaogong.gov.cn");
  request.headers.Add("X-Request-Id", "from-proxy.1");
  TrustedProxies::Parse(trusted).value().Resolve(peer, request);
  return request;
}

TEST(TrustedProxies, AreBelievedAndNobodyElse) {
  const std::vector<std::string> trusted = {"127.0.0.1", "10.1.0.0/16", "fd00::/8"};
  EXPECT_EQ(From("127.0.0.1", "1.2.3.4", trusted).client, "1.2.3.4");
  EXPECT_EQ(From("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.1.9.9", trusted).client, "1.2.3.4");
  EXPECT_EQ(From("fd00::1", "2001:db8::7", trusted).client, "2001:db8::7");
  EXPECT_EQ(From("10.1.255.1", "10.1.0.2, 10.1.0.3", trusted).client, "10.1.0.2");
  EXPECT_EQ(From("127.0.0.1", "1.2.3.4, nonsense", trusted).client, "127.0.0.1");
  const Request believed = From("127.0.0.1", "1.2.3.4", trusted);
  EXPECT_TRUE(believed.is_secure);
  EXPECT_EQ(believed.host, "kaogong.gov.cn");
  EXPECT_EQ(believed.id, "from-proxy.1");
  for (const std::string_view peer : {"10.2.0.1", "127.0.0.2", "fe80::1"}) {
    const Request request = From(peer, "1.2.3.4", trusted);
    EXPECT_EQ(request.client, peer);
    EXPECT_FALSE(request.is_secure);
    EXPECT_EQ(request.host, "inside:8080");
    EXPECT_EQ(request.id, "own");
  }
  EXPECT_EQ(From("127.0.0.1", "1.2.3.4", {}).client, "127.0.0.1");
}

TEST(TrustedProxies, AreReadStrictly) {
  for (const std::string entry : {"", "host", "1.2.3", "1.2.3.4/33", "::/129", "1.2.3.4/",
                                  "1.2.3.4/x", "1.2.3.4/-1", "1.2.3.4/8/8"}) {
    EXPECT_FALSE(TrustedProxies::Parse(std::vector{entry}).ok()) << entry;
  }
}

TEST(Headers, AreFoundInLowerCaseAndInOrder) {
  Headers headers;
  headers.Add("Accept", "a");
  headers.Add("X-Thing", "1");
  headers.Add("ACCEPT", "b");
  EXPECT_EQ(headers.Find("accept"), "a");
  EXPECT_EQ(headers.Join("accept"), "a, b");
  EXPECT_EQ(headers.Count("accept"), 2U);
  EXPECT_EQ(headers.Find("missing"), std::nullopt);
  EXPECT_EQ(headers.at(1).name, "x-thing");
}

TEST(Event, IsWrittenLineByLine) {
  EXPECT_EQ(Encode({"progress", "50 %", "7"}), "event: progress\nid: 7\ndata: 50 %\n\n");
  EXPECT_EQ(Encode({"", "a\nb\r\n", ""}), "data: a\ndata: b\ndata: \n\n");
  EXPECT_EQ(Encode({"x\ndata: forged", "", ""}), "event: xdata: forged\ndata: \n\n");
}

TEST(Problem, IsJsonInTheLanguageAskedFor) {
  const Error error{ErrorCode::kConflict, Say("已有\"甲\"", "There is a \"甲\" already")};
  Problem problem = ProblemOf(error);
  problem.errors.push_back({"/name", Say("重复", "duplicate\n")});
  const Response response = Render(problem, Language::kEnglish, "id-1");
  EXPECT_EQ(response.status(), 409);
  EXPECT_EQ(response.Find("content-type"), "application/problem+json");
  EXPECT_EQ(std::get<std::string>(response.body()),
            R"({"type":"about:blank","title":"Conflict","status":409,"code":"conflict",)"
            R"("detail":"There is a \"甲\" already",)"
            R"("errors":[{"pointer":"/name","message":"duplicate\u000a"}],"request_id":"id-1"})");
  const Response chinese = Render(ProblemOf(404), Language::kChinese, "id-2");
  EXPECT_EQ(std::get<std::string>(chinese.body()),
            R"({"type":"about:blank","title":"未找到","status":404,"code":"not_found",)"
            R"("request_id":"id-2"})");
}

TEST(Response, CannotBeMadeToForgeHeaders) {
  Response response(200);
  response.Set("X-A", "fine 甲");
  EXPECT_FALSE(response.is_spoilt());
  response.Set("Location", "/a\r\nSet-Cookie: x=1");
  EXPECT_TRUE(response.is_spoilt());
  EXPECT_EQ(response.Find("location"), std::nullopt);
  Response named(200);
  named.Set("Bad Name", "x");
  EXPECT_TRUE(named.is_spoilt());
}

TEST(Response, NamesADownloadInChinese) {
  Response response(200);
  response.SetDownloadName("通报\r\n\"1\".docx");
  EXPECT_FALSE(response.is_spoilt());
  EXPECT_EQ(response.Find("content-disposition"),
            "attachment; filename=\"_________1_.docx\"; "
            "filename*=UTF-8''%E9%80%9A%E6%8A%A5%0D%0A%221%22.docx");
}

}  // namespace
}  // namespace kaogong::http
