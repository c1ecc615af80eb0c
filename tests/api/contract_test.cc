// SPDX-License-Identifier: Apache-2.0
// The endpoints of the server and those of the OpenAPI document are the same, and are for the same
// people.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include "api/all_routes.h"
#include "office/library/library.h"
#include "store/pool.h"

namespace kaogong::api {
namespace {

class StandingClock final : public office::Clock {
 public:
  Instant Now() const override { return Instant::Parse("2026-08-03T02:00:00Z").value(); }
};

class NoSecrets final : public office::SecretSource {
 public:
  void Fill(std::span<std::byte>) override {}
};

// "GET /units/{id}" -> whom it is for: open, newcomer or signed_in.
using Endpoints = std::map<std::string, std::string>;

std::string Capitals(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

Endpoints Documented() {
  Endpoints endpoints;
  const YAML::Node document = YAML::LoadFile(KAOGONG_SOURCE_DIR "/docs/reference/openapi.yaml");
  for (const auto& path : document["paths"]) {
    for (const auto& operation : path.second) {
      const auto act = operation.second["x-act"].as<std::string>("");
      endpoints[Capitals(operation.first.as<std::string>()) + " " + path.first.as<std::string>()] =
          act == "open" || act == "newcomer" ? act : "signed_in";
    }
  }
  return endpoints;
}

std::string NameOf(Access access) {
  switch (access) {
    case Access::kOpen: return "open";
    case Access::kNewcomer: return "newcomer";
    case Access::kSignedIn: return "signed_in";
  }
  return "";
}

Endpoints Served() {
  std::string pattern = (std::filesystem::temp_directory_path() / "kaogong-contract-XXXXXX").string();
  KAOGONG_ASSERT(::mkdtemp(pattern.data()) != nullptr);
  const auto pool = store::Pool::Open(std::filesystem::path(pattern) / "data.sqlite").value();
  StandingClock clock;
  NoSecrets secrets;
  const office::Office office(*pool, clock, secrets);
  office::library::Library library(office);
  OrganisationDesk desk(office, [](const Error&) {});
  ProcessDesk process(library, [](const Error&) {});
  ResultDesk results(library, [](const Error&) {});
  DocumentDesk documents(results.boards(), KAOGONG_SOURCE_DIR "/templates", [](const Error&) {});
  ReportDesk reports(library, [](const Error&) {});
  http::Router router;
  Routes routes(office, router);
  AddAllRoutes(routes, desk, library, process, results, documents, reports);
  Endpoints endpoints;
  for (const Endpoint& endpoint : routes.endpoints()) {
    std::string path = endpoint.pattern.substr(std::string_view("/api/v1").size());
    // A parameter over several folders is written {path*}; OpenAPI has no word for it.
    std::erase(path, '*');
    endpoints[std::string(http::NameOf(endpoint.method)) + " " + path] = NameOf(endpoint.access);
  }
  std::error_code ignored;
  std::filesystem::remove_all(pattern, ignored);
  return endpoints;
}

TEST(ApiContract, ServesWhatIsDocumentedAndNothingElse) {
  const Endpoints documented = Documented();
  const Endpoints served = Served();
  EXPECT_GT(served.size(), 60u);
  for (const auto& [endpoint, access] : served) {
    const auto found = documented.find(endpoint);
    if (found == documented.end()) {
      ADD_FAILURE() << endpoint << " is not in docs/reference/openapi.yaml";
    } else {
      EXPECT_EQ(found->second, access) << endpoint;
    }
  }
  for (const auto& [endpoint, access] : documented) {
    EXPECT_TRUE(served.contains(endpoint)) << endpoint << " is documented but not served";
  }
}

}  // namespace
}  // namespace kaogong::api
