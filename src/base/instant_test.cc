// SPDX-License-Identifier: Apache-2.0
#include "base/instant.h"

#include <gtest/gtest.h>

namespace kaogong {
namespace {

TEST(Instant, ReadsAndWritesOneForm) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-01-31T08:05:09Z", "1900-01-01T00:00:00Z",
                           "1969-12-31T23:59:59Z", "2199-12-31T23:59:59Z", "2024-02-29T12:00:00Z"}) {
    const auto instant = Instant::Parse(text);
    ASSERT_TRUE(instant.ok()) << text;
    EXPECT_EQ(instant.value().ToString(), text);
    EXPECT_EQ(Instant::FromSeconds(instant.value().seconds_since_epoch()).value(), instant.value());
  }
}

TEST(Instant, RefusesOtherForms) {
  for (const char* text : {"", "2026-01-31", "2026-01-31 08:00:00Z", "2026-01-31T08:00:00",
                           "2026-01-31T24:00:00Z", "2026-01-31T08:60:00Z", "2026-02-30T08:00:00Z",
                           "2026-01-31T08:00:60Z", "2026-01-31T08:00:00+08:00", "2026-01-31T+8:00:00Z"}) {
    EXPECT_FALSE(Instant::Parse(text).ok()) << text;
  }
  EXPECT_FALSE(Instant::FromSeconds(7'258'118'400).ok());
  EXPECT_FALSE(Instant::FromSeconds(-2'208'988'801).ok());
}

TEST(Instant, KnowsTheDayOfAPlace) {
  const Instant evening = Instant::Parse("2026-01-31T16:00:00Z").value();
  EXPECT_EQ(evening.DayAt(0).ToString(), "2026-01-31");
  EXPECT_EQ(evening.DayAt(480).ToString(), "2026-02-01");
  EXPECT_EQ(evening.Plus(-1).DayAt(480).ToString(), "2026-01-31");
  EXPECT_EQ(Instant::Parse("1969-12-31T23:59:59Z").value().DayAt(0).ToString(), "1969-12-31");
}

TEST(Instant, AddsSecondsWithinTheYears) {
  const Instant last = Instant::Parse("2199-12-31T23:59:58Z").value();
  EXPECT_EQ(last.Plus(1).ToString(), "2199-12-31T23:59:59Z");
  EXPECT_EQ(last.Plus(100).ToString(), "2199-12-31T23:59:59Z");
  EXPECT_EQ(Instant().Plus(-86'400).ToString(), "1969-12-31T00:00:00Z");
  EXPECT_LT(Instant(), last);
}

}  // namespace
}  // namespace kaogong
