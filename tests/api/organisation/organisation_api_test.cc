// SPDX-License-Identifier: Apache-2.0
// The organisation's endpoints over HTTP, with the demonstration city behind them.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/organisation_routes.h"
#include "demo/load.h"
#include "office/account/accounts.h"
#include "office/organisation/workbook.h"
#include "sheet/write.h"
#include "store/migration.h"
#include "store/pool.h"
#include "test_client.h"

namespace kaogong::api {
namespace {

using Json = nlohmann::json;

class StandingClock final : public office::Clock {
 public:
  Instant Now() const override { return Instant::Parse("2026-08-03T02:00:00Z").value(); }
};

class CountingSecrets final : public office::SecretSource {
 public:
  void Fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>((next_ += 97) >> 3U);
  }

 private:
  std::atomic<unsigned> next_{1};
};

// One server for all tests of this file: loading the city hashes eight passwords.
class Town {
 public:
  static Town& Get() {
    static Town town;
    return town;
  }

  struct User {
    std::string cookie;
    std::string csrf_token;
  };
  const User& SignIn(const std::string& login) {
    User& user = users_[login];
    if (!user.cookie.empty()) return user;
    const http::Reply reply = http::Ask(
        server_->port(),
        Request("POST", "/session",
                Json{{"login", login}, {"password", std::string(demo::kPassword)}}.dump(), {}));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const std::string cookie = reply.Header("set-cookie");
    user.cookie = cookie.substr(0, cookie.find(';'));
    user.csrf_token = Json::parse(reply.body).at("csrf_token");
    return user;
  }
  std::string Request(std::string_view method, std::string_view path, std::string_view body,
                      const User& user, std::string_view type = "application/json") {
    std::string request(method);
    request += " /api/v1";
    request += path;
    request += " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Language: en\r\n";
    if (!user.cookie.empty()) request += "Cookie: " + user.cookie + "\r\n";
    if (!user.csrf_token.empty()) request += "X-CSRF-Token: " + user.csrf_token + "\r\n";
    if (method != "GET") {
      request += "Content-Type: " + std::string(type) + "\r\n";
      request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    return request + "\r\n" + std::string(body);
  }
  int port() const { return server_->port(); }
  const std::vector<Endpoint>& endpoints() const { return routes_->endpoints(); }

 private:
  Town() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kaogong-api-XXXXXX").string();
    KAOGONG_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    pool_ = store::Pool::Open(folder_ / "data.sqlite").value();
    KAOGONG_ASSERT(store::Migrate(*pool_, store::BuiltInMigrations(),
                                  {.at = "2026-08-01T00:00:00Z", .on_before_change = {}})
                       .ok());
    office_ = std::make_unique<office::Office>(*pool_, clock_, secrets_);
    KAOGONG_ASSERT(demo::LoadCity(*office_).ok());
    desk_ = std::make_unique<OrganisationDesk>(*office_, [](const Error&) {});
    http::Router router;
    // The routes are part of the handlers and must stay where they are.
    routes_ = std::make_unique<Routes>(*office_, router);
    AddSessionRoutes(*routes_);
    AddOrganisationRoutes(*routes_, *desk_);
    server_ = http::StartServer(std::move(router));
  }
  ~Town() {
    server_.reset();
    desk_.reset();
    office_.reset();
    pool_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path folder_;
  std::unique_ptr<store::Pool> pool_;
  StandingClock clock_;
  CountingSecrets secrets_;
  std::unique_ptr<office::Office> office_;
  std::unique_ptr<OrganisationDesk> desk_;
  std::unique_ptr<Routes> routes_;
  std::unique_ptr<http::Server> server_;
  std::map<std::string, User> users_;
};

struct Answered {
  int status = 0;
  Json json;
};

Answered Ask(const std::string& login, std::string_view method, std::string_view path,
             const Json& body = nullptr) {
  Town& town = Town::Get();
  const Town::User user = login.empty() ? Town::User() : town.SignIn(login);
  const http::Reply reply = http::Ask(
      town.port(), town.Request(method, path, body.is_null() ? "" : body.dump(), user));
  return {reply.status, Json::parse(reply.body, nullptr, false)};
}

std::string UnitId(const std::string& code, std::string_view on = "2026-08-03") {
  const Answered units = Ask("office", "GET", "/units?on=" + std::string(on));
  for (const Json& unit : units.json.at("items")) {
    if (unit.at("code") == code) return unit.at("id");
  }
  return "";
}

Json PersonNamed(const std::string& query) {
  const Answered persons = Ask("office", "GET", "/persons?query=" + query);
  EXPECT_EQ(persons.json.at("total"), 1) << persons.json;
  return persons.json.at("items").at(0);
}

std::string Form(std::string_view bytes) {
  return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n" +
         std::string(bytes) + "\r\n--b--\r\n";
}

Answered Upload(const std::string& login, std::string_view bytes) {
  Town& town = Town::Get();
  const http::Reply reply =
      http::Ask(town.port(), town.Request("POST", "/organisation/imports", Form(bytes),
                                          town.SignIn(login), "multipart/form-data; boundary=b"));
  return {reply.status, Json::parse(reply.body, nullptr, false)};
}

// Reads the import's events to their end; returns the last.
Json Watch(const std::string& id) {
  Town& town = Town::Get();
  http::TestClient client(town.port());
  client.Send(town.Request("GET", "/organisation/imports/" + id + "/events", "",
                           town.SignIn("office")));
  const std::string text = client.ReadToEnd();
  const std::size_t at = text.rfind("data: ");
  EXPECT_NE(at, std::string::npos) << text;
  if (at == std::string::npos) return nullptr;
  return Json::parse(text.substr(at + 6, text.find('\n', at) - at - 6));
}

std::string Faults(const Answered& answer) {
  std::string text = std::to_string(answer.status);
  for (const Json& fault : answer.json.value("errors", Json::array())) {
    text += " " + fault.at("pointer").get<std::string>();
  }
  return text;
}

TEST(OrganisationApi, GivesTheTreeOfAnyDay) {
  const Answered now = Ask("leader", "GET", "/units");
  ASSERT_EQ(now.status, 200);
  EXPECT_EQ(now.json.at("on"), "2026-08-03");
  EXPECT_EQ(now.json.at("items").at(0).at("name"), "安和市");
  EXPECT_EQ(now.json.at("items").at(0).at("parent_id"), nullptr);
  EXPECT_EQ(UnitId("B18"), "");  // Merged in July.
  EXPECT_NE(UnitId("B18", "2026-06-30"), "");
  const Answered renamed = Ask("leader", "GET", "/units/" + UnitId("B14"));
  EXPECT_EQ(renamed.json.at("name"), "市自然资源局");
  EXPECT_EQ(renamed.json.at("history").at(0).at("name"), "市国土资源局");
  EXPECT_EQ(renamed.json.at("path").at(0).at("name"), "安和市");
  EXPECT_EQ(Ask("leader", "GET", "/units?on=yesterday").status, 400);
  EXPECT_EQ(Ask("leader", "GET", "/units/0").status, 404);
  EXPECT_EQ(Ask("leader", "GET", "/units/9999999").status, 404);
}

TEST(OrganisationApi, ShowsAClerkHisUnitsAndTheWayUp) {
  const Answered units = Ask("clerk", "GET", "/units");
  ASSERT_EQ(units.status, 200);
  const Json& items = units.json.at("items");
  EXPECT_EQ(items.at(0).at("name"), "安和市");
  EXPECT_FALSE(items.at(0).at("is_covered").get<bool>());
  EXPECT_FALSE(items.at(0).contains("code"));
  EXPECT_FALSE(items.at(0).contains("person_count"));
  EXPECT_EQ(Ask("clerk", "GET", "/units/" + UnitId("B01")).status, 404);
  EXPECT_EQ(Ask("clerk", "GET", "/units/" + UnitId("C03T01")).status, 200);
  const Answered persons = Ask("clerk", "GET", "/persons?page_size=200");
  for (const Json& person : persons.json.at("items")) EXPECT_FALSE(person.contains("phone"));
  EXPECT_LT(persons.json.at("total").get<int>(), 200);
  const Json change = {{"version", 1}, {"from", "2026-09-01"}, {"name", "x"}};
  EXPECT_EQ(Ask("clerk", "PATCH", "/units/" + UnitId("C03T01"), change).status, 403);
  EXPECT_EQ(Ask("clerk", "PATCH", "/units/" + UnitId("B01"), change).status, 404);
}

TEST(OrganisationApi, AnswersALateChangeWithTheUnitAsItIs) {
  const Json made = {{"parent_id", UnitId("A")}, {"code", "B90"},       {"name", "市体育局"},
                     {"category", "department"}, {"valid_from", "2026-01-01"}};
  const Answered unit = Ask("office", "POST", "/units", made);
  ASSERT_EQ(unit.status, 201) << unit.json;
  EXPECT_EQ(Ask("office", "POST", "/units", made).status, 409);
  const std::string path = "/units/" + unit.json.at("id").get<std::string>();
  EXPECT_EQ(Ask("office", "PATCH", path,
                {{"version", 1}, {"from", "2026-09-01"}, {"name", "市体育中心"}})
                .status,
            200);
  const Answered late =
      Ask("office", "PATCH", path, {{"version", 1}, {"from", "2026-09-01"}, {"name", "x"}});
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.json.at("current").at("version"), 2);
  EXPECT_EQ(Ask("office", "POST", path + "/close", {{"version", 2}, {"on", "2027-01-01"}}).status,
            200);
}

TEST(OrganisationApi, NamesEveryFieldThatIsWrong) {
  EXPECT_EQ(Faults(Ask("office", "POST", "/units",
                       {{"code", ""}, {"name", 7}, {"category", "palace"}, {"order", -1},
                        {"valid_from", "2026-02-30"}, {"colour", "red"}})),
            "422 /code /name /category /order /valid_from /colour");
  EXPECT_EQ(Faults(Ask("office", "POST", "/positions", {{"code", "P"}, {"name", "p"}})),
            "422 /coefficient");
  EXPECT_EQ(Faults(Ask("office", "POST", "/positions",
                       {{"code", "P"}, {"name", "p"}, {"coefficient", "101"}})),
            "422 /coefficient");
  EXPECT_EQ(Faults(Ask("office", "POST", "/persons",
                       {{"code", "有 空"},
                        {"name", "<script>"},
                        {"appointments", Json::array({{{"unit_id", "1x"}}})}})),
            "422 /appointments/0/unit_id /appointments/0/valid_from");
  EXPECT_EQ(Ask("office", "GET", "/persons?sort=phone").status, 400);
  EXPECT_EQ(Ask("office", "GET", "/persons?unit_id=x").status, 400);
}

TEST(OrganisationApi, KeepsPersonsPositionsAndAppointments) {
  const Answered position = Ask("office", "POST", "/positions",
                                {{"code", "X01"}, {"name", "教练"}, {"coefficient", "1.0420"}});
  ASSERT_EQ(position.status, 201) << position.json;
  EXPECT_EQ(position.json.at("coefficient"), "1.042");
  const std::string position_id = position.json.at("id");
  EXPECT_EQ(Ask("office", "PATCH", "/positions/" + position_id,
                {{"version", 1}, {"coefficient", "1.5"}})
                .json.at("coefficient"),
            "1.5");
  EXPECT_EQ(Ask("office", "PATCH", "/positions/" + position_id, {{"version", 1}}).status, 409);
  EXPECT_EQ(Ask("leader", "PATCH", "/positions/" + position_id, {{"version", 2}}).status, 403);

  const Answered person = Ask(
      "office", "POST", "/persons",
      {{"code", "X900"},
       {"name", "=cmd|calc"},
       {"note", "第一行\n第二行"},
       {"appointments", Json::array({{{"unit_id", UnitId("B11")}, {"valid_from", "2026-02-01"}}})}});
  ASSERT_EQ(person.status, 201) << person.json;
  const std::string path = "/persons/" + person.json.at("id").get<std::string>();
  EXPECT_EQ(person.json.at("note"), "第一行\n第二行");
  const Answered two = Ask("office", "POST", path + "/appointments",
                           {{"unit_id", UnitId("B12")},
                            {"position_id", position_id},
                            {"valid_from", "2026-03-01"}});
  ASSERT_EQ(two.status, 201) << two.json;
  EXPECT_FALSE(two.json.at("appointments").at(1).at("is_primary").get<bool>());
  const std::string second =
      "/appointments/" + two.json.at("appointments").at(1).at("id").get<std::string>();
  EXPECT_EQ(Faults(Ask("office", "PATCH", second, {{"version", 1}, {"is_primary", true}})),
            "422 /is_primary");
  EXPECT_EQ(Ask("office", "PATCH", second, {{"version", 1}, {"valid_to", "2026-12-01"}}).status,
            200);
  const Answered late = Ask("office", "PATCH", second, {{"version", 1}, {"valid_to", nullptr}});
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.json.at("current").at("appointments").at(1).at("valid_to"), "2026-12-01");
  EXPECT_EQ(Ask("office", "PATCH", path, {{"version", 1}, {"name", "林青云"}}).status, 200);
  EXPECT_EQ(Ask("office", "PATCH", path, {{"version", 1}, {"name", "x"}}).status, 409);
  EXPECT_EQ(PersonNamed("lqy").at("name"), "林青云");
  EXPECT_EQ(Ask("panel", "GET", path).status, 403);
  EXPECT_EQ(Ask("clerk", "GET", path).status, 404);
}

TEST(OrganisationApi, ImportsAWorkbookInTwoSteps) {
  office::ImportRows rows;
  rows.persons = {{2, "X901", "梁书怀", "", ""}};
  rows.appointments = {{2, "X901", "B01", "", {}, Date::Parse("2026-01-01").value(), {}}};
  const auto bytes = sheet::RenderWorkbook(office::MakeWorkbook(rows, Language::kChinese));
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(Upload("leader", bytes.value()).status, 403);
  const Answered import = Upload("office", bytes.value());
  ASSERT_EQ(import.status, 202) << import.json;
  const std::string id = import.json.at("id");
  const Json ready = Watch(id);
  EXPECT_EQ(ready.at("state"), "ready") << ready;
  EXPECT_FALSE(ready.contains("preview"));
  const Answered shown = Ask("office", "GET", "/organisation/imports/" + id);
  EXPECT_EQ(shown.json.at("summary").at("persons_new"), 1);
  EXPECT_EQ(shown.json.at("preview").at(0).at("kind"), "person");
  EXPECT_EQ(Ask("clerk", "GET", "/organisation/imports/" + id).status, 403);
  EXPECT_EQ(Ask("office", "POST", "/organisation/imports/" + id + "/apply").status, 202);
  EXPECT_EQ(Watch(id).at("state"), "applied");
  EXPECT_EQ(PersonNamed("X901").at("appointments").at(0).at("unit").at("name"), "市委办公室");
  EXPECT_EQ(Ask("office", "POST", "/organisation/imports/" + id + "/apply").status, 409);
}

TEST(OrganisationApi, TellsWhatIsWrongWithAWorkbookRowByRow) {
  office::ImportRows rows;
  rows.persons = {{2, "X902", "", "", ""}};
  rows.appointments = {{2, "X902", "B99", "", {}, Date::Parse("2026-01-01").value(), {}}};
  const auto bytes = sheet::RenderWorkbook(office::MakeWorkbook(rows, Language::kChinese));
  ASSERT_TRUE(bytes.ok());
  const Json refused = Watch(Upload("office", bytes.value()).json.at("id"));
  EXPECT_EQ(refused.at("state"), "refused");
  ASSERT_EQ(refused.at("issues").size(), 2u) << refused;
  EXPECT_EQ(refused.at("issues").at(1).at("sheet"), "任职");
  EXPECT_EQ(refused.at("issues").at(1).at("cell"), "B2");
  EXPECT_EQ(Watch(Upload("office", "%PDF-1.7").json.at("id")).at("state"), "refused");
  EXPECT_EQ(Upload("office", "").status, 422);
  EXPECT_EQ(Ask("office", "POST", "/organisation/imports", {{"file", "x"}}).status, 400);
}

TEST(OrganisationApi, GivesTemplateAndExportAsWorkbooks) {
  Town& town = Town::Get();
  for (const char* path : {"/organisation/template.xlsx", "/organisation/export.xlsx"}) {
    const http::Reply reply =
        http::Ask(town.port(), town.Request("GET", path, "", town.SignIn("auditor")));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.substr(0, 2), "PK");
    EXPECT_NE(reply.Header("content-disposition").find("attachment"), std::string::npos);
  }
}

TEST(OrganisationApi, IsClosedToWhoIsNotSignedInAndWithoutItsToken) {
  Town& town = Town::Get();
  for (const Endpoint& endpoint : town.endpoints()) {
    if (endpoint.access != Access::kSignedIn) continue;
    std::string path = endpoint.pattern.substr(std::string_view("/api/v1").size());
    if (const std::size_t at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "1");
    const std::string method(http::NameOf(endpoint.method));
    EXPECT_EQ(Ask("", method, path).status, 401) << method << path;
    if (method == "GET") continue;
    Town::User user = town.SignIn("office");
    user.csrf_token = "forged";
    EXPECT_EQ(http::Ask(town.port(), town.Request(method, path, "{}", user)).status, 403)
        << method << path;
  }
}

}  // namespace
}  // namespace kaogong::api
