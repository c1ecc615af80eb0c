// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "store/internal/guard.h"

namespace kaogong::store {
namespace {

GuardLine Parsed(std::string_view line) {
  const auto parsed = ParseGuardLine(line);
  EXPECT_TRUE(parsed.ok() && parsed.value().has_value()) << line;
  return parsed.ok() ? parsed.value().value_or(GuardLine{}) : GuardLine{};
}

TEST(GuardLine, ReadsEveryForm) {
  const GuardLine append_only = Parsed("-- append-only: payout_line");
  EXPECT_EQ(append_only.kind, GuardLine::Kind::kAppendOnly);
  EXPECT_EQ(append_only.table, "payout_line");

  const GuardLine frozen =
      Parsed("-- frozen: scheme_version when published_at is not null except note, withdrawn_at");
  EXPECT_EQ(frozen.kind, GuardLine::Kind::kFrozen);
  EXPECT_EQ(frozen.condition_column, "published_at");
  EXPECT_EQ(frozen.condition_rest, "IS NOT NULL");
  EXPECT_EQ(frozen.excepted, (std::vector<std::string>{"note", "withdrawn_at"}));

  const GuardLine by_parent =
      Parsed("--  frozen: rule by version_id of version(id) when state in ('a', '已发布')");
  EXPECT_EQ(by_parent.kind, GuardLine::Kind::kFrozenByParent);
  EXPECT_EQ(by_parent.column, "version_id");
  EXPECT_EQ(by_parent.parent, "version");
  EXPECT_EQ(by_parent.parent_column, "id");
  EXPECT_EQ(by_parent.condition_rest, "IN ('a', '已发布')");

  EXPECT_EQ(Parsed("-- frozen: t when state = 'x'").condition_rest, "= 'x'");
  EXPECT_EQ(Parsed("-- mutable: t").kind, GuardLine::Kind::kMutable);
}

TEST(GuardLine, IsNothingInOtherLines) {
  for (const std::string_view line : {"", "SELECT 1", "-- A comment.", "-- frozen tables are …"}) {
    const auto parsed = ParseGuardLine(line);
    ASSERT_TRUE(parsed.ok()) << line;
    EXPECT_FALSE(parsed.value().has_value()) << line;
  }
}

TEST(GuardLine, RefusesWhatItCannotRead) {
  for (const std::string_view line :
       {"-- append-only:", "-- append-only: a b", "-- append-only: A; DROP TABLE x", "-- frozen: t",
        "-- frozen: t when", "-- frozen: t when a", "-- frozen: t when a = b",
        "-- frozen: t when a = 'x", "-- frozen: t when a = 'x\\'", "-- frozen: t when a is null",
        "-- frozen: t when a in ()", "-- frozen: t when a in ('x'", "-- frozen: t by when a = 'x'",
        "-- frozen: t when a = 'x' except", "-- frozen: t when a = 'x' except b,",
        "-- frozen: t by c of p(q) when a = 'x' except b", "-- mutable:"}) {
    EXPECT_FALSE(ParseGuardLine(line).ok()) << line;
  }
}

}  // namespace
}  // namespace kaogong::store
