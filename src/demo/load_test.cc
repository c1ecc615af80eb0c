// SPDX-License-Identifier: Apache-2.0
#include "demo/load.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>

#include "demo/city.h"
#include "demo/regulations.h"
#include "office/library/regulations.h"
#include "office/organisation/export.h"
#include "store/audit.h"
#include "store/migration.h"

namespace kaogong::demo {
namespace {

namespace fs = std::filesystem;

class StandingClock final : public office::Clock {
 public:
  explicit StandingClock(std::string_view now) : now_(Instant::Parse(now).value()) {}
  Instant Now() const override { return now_; }

 private:
  Instant now_;
};

class PlainSecrets final : public office::SecretSource {
 public:
  void Fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(++next_);
  }

 private:
  unsigned next_ = 0;
};

// An empty office of its own.
struct Place {
  explicit Place(std::string_view now) : clock(now) {
    std::string pattern = (fs::temp_directory_path() / "kaogong-demo-XXXXXX").string();
    KAOGONG_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
    pool = store::Pool::Open(folder / "data.sqlite").value();
    KAOGONG_ASSERT(store::Migrate(*pool, store::BuiltInMigrations(),
                                  {.at = std::string(now), .on_before_change = {}})
                       .ok());
    desk = std::make_unique<office::Office>(*pool, clock, secrets);
  }
  ~Place() {
    desk.reset();
    pool.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  std::string Export(std::string_view day) const {
    auto bytes = office::ExportOrganisation(*desk, office::ProgramActor(),
                                            Date::Parse(day).value(), Language::kChinese);
    EXPECT_TRUE(bytes.ok());
    return bytes.ok() ? std::move(bytes).value() : "";
  }

  fs::path folder;
  StandingClock clock;
  PlainSecrets secrets;
  std::unique_ptr<store::Pool> pool;
  std::unique_ptr<office::Office> desk;
};

TEST(LoadCity, GivesTheSameExportWheneverItIsLoaded) {
  const Place one("2026-03-01T00:00:00Z");
  const Place other("2027-05-05T00:00:00Z");
  ASSERT_TRUE(LoadCity(*one.desk).ok());
  ASSERT_TRUE(LoadCity(*other.desk).ok());
  EXPECT_EQ(one.Export("2026-06-30"), other.Export("2026-06-30"));
  EXPECT_EQ(one.Export("2026-07-01"), other.Export("2026-07-01"));
  EXPECT_NE(one.Export("2026-06-30"), one.Export("2026-07-01"));
  const auto report = one.pool->Read(
      [](store::Transaction& transaction) { return store::VerifyAudit(transaction); });
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report.value().is_whole());
}

TEST(LoadCity, LeavesAnOrganisationAlone) {
  const Place place("2026-03-01T00:00:00Z");
  EXPECT_TRUE(LoadCity(*place.desk).value().was_empty);
  const std::string before = place.Export("2026-03-01");
  const auto again = LoadCity(*place.desk);
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again.value().was_empty);
  EXPECT_EQ(again.value().accounts.size(), MakeCity().accounts.size());
  EXPECT_EQ(place.Export("2026-03-01"), before);
}

TEST(LoadRegulations, PublishesAndRunsEachOnce) {
  const Place place("2026-03-01T00:00:00Z");
  const fs::path regulations = place.folder / "regulations";
  fs::create_directories(regulations / "_passed-over" / "2012");
  for (const char* id : {"ganxi-village", "class-flag"}) {
    fs::copy(fs::path(KAOGONG_SOURCE_DIR) / "regulations" / id, regulations / id,
             fs::copy_options::recursive);
  }
  office::library::Library library(*place.desk);
  const auto loaded = LoadRegulations(library, regulations);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.value().regulations, 2);
  EXPECT_EQ(loaded.value().runs, 2);
  EXPECT_TRUE(loaded.value().troubles.empty());
  const auto again = LoadRegulations(library, regulations);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value().regulations, 0);
  EXPECT_TRUE(again.value().troubles.empty());
  EXPECT_FALSE(LoadRegulations(library, place.folder / "nowhere").ok());
}

}  // namespace
}  // namespace kaogong::demo
