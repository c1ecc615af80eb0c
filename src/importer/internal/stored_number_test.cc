// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/stored_number.h"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <random>
#include <string>

#include "base/decimal.h"

namespace kaogong::importer {
namespace {

TEST(StoredNumber, GivesBackEveryDecimalOfFifteenDigits) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 50'000; ++round) {
    const std::int64_t limit = PowerOfTen(static_cast<int>(random() % 15) + 1);
    const auto units = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
    const Decimal value = Decimal::FromUnits(units, static_cast<int>(random() % 13)).Trimmed();
    const std::string want = value.ToString();
    double binary = 0;
    std::from_chars(want.data(), want.data() + want.size(), binary);
    // As Excel writes it: 17 significant digits.
    std::array<char, 64> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), binary,
                                   std::chars_format::general, 17);
    const std::optional<StoredNumber> read = ReadStoredNumber({buffer.data(), end.ptr});
    ASSERT_TRUE(read.has_value()) << want;
    ASSERT_EQ(read->digits, want);
    ASSERT_FALSE(read->is_imprecise);
  }
}

TEST(StoredNumber, RefusesWhatIsNoNumber) {
  for (const std::string_view text :
       {"", "-", ".", "1.2.3", "x", "1x", "inf", "nan", "1E", "0x10", "1E+400"}) {
    EXPECT_FALSE(ReadStoredNumber(text).has_value()) << text;
  }
  EXPECT_FALSE(ReadStoredNumber("1E+30").has_value());
  EXPECT_FALSE(ReadStoredNumber("1E-31").has_value());
}

TEST(StoredNumber, MovesThePointByTwo) {
  EXPECT_EQ(ToPercent("0"), "0%");
  EXPECT_EQ(ToPercent("1"), "100%");
  EXPECT_EQ(ToPercent("0.5"), "50%");
  EXPECT_EQ(ToPercent("0.005"), "0.5%");
  EXPECT_EQ(ToPercent("-0.0012"), "-0.12%");
  EXPECT_EQ(ToPercent("12.345"), "1234.5%");
}

}  // namespace
}  // namespace kaogong::importer
