// SPDX-License-Identifier: Apache-2.0
#include "office/library/library.h"

#include "library_fixture.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

using namespace std::chrono_literals;

TEST(Cache, DropsWhatWasNotUsedForLongest) {
  Cache<int> cache(3);
  const auto put = [&](const std::string& key, int value, std::size_t cost) {
    cache.Put(key, std::make_shared<const int>(value), cost);
  };
  put("a", 1, 1);
  put("b", 2, 1);
  put("c", 3, 1);
  EXPECT_NE(cache.Find("a"), nullptr);
  put("d", 4, 1);
  EXPECT_EQ(cache.Find("b"), nullptr);
  ASSERT_NE(cache.Find("a"), nullptr);
  put("large", 5, 100);
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(*cache.Find("large"), 5);
  put("large", 6, 1);
  EXPECT_EQ(*cache.Find("large"), 6);
  EXPECT_EQ(cache.size(), 1U);
}

class LibraryComputing : public LibraryTest {};

TEST_P(LibraryComputing, WhoFindsNoPlaceIsToldSo) {
  Library library(*desk_, {.computing_max = 1, .wait_max = 1ms});
  const auto outer = library.Compute([&]() -> Result<int> {
    const auto inner = library.Compute([]() -> Result<int> { return 1; });
    EXPECT_FALSE(inner.ok());
    EXPECT_EQ(inner.error().code, ErrorCode::kUnavailable);
    return 2;
  });
  EXPECT_TRUE(outer.ok());
  EXPECT_TRUE(library.Compute([]() -> Result<int> { return 3; }).ok());
}

TEST_P(LibraryComputing, KeepsChecksByContent) {
  const Sources sources = SourcesOf("sample", VillageFiles());
  const auto first = library_->Check(sources);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(library_->Check(sources).value(), first.value());
  Sources other = SourcesOf("other", VillageFiles());
  EXPECT_NE(library_->Check(other).value(), first.value());
}

KAOGONG_STORE_SUITE(LibraryComputing);

}  // namespace
}  // namespace kaogong::office::library
