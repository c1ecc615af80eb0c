// SPDX-License-Identifier: Apache-2.0
#include "office/target/decomposition.h"

#include <gmock/gmock.h>

#include "office/target/stages.h"
#include "target_fixture.h"

namespace kaogong::office::target {
namespace {

using store::IsOk;
using testing::ElementsAre;

class DecompositionTest : public TargetTest {
 protected:
  void SetUp() override {
    TargetTest::SetUp();
    first_ = AddUnit("一组", villages_[0]);
    second_ = AddUnit("二组", villages_[0]);
    person_ = AddPerson("P1", "林青", villages_[0]);
    BringTo("甲村", SheetState::kApproved);
    sheet_ = SheetOf("甲村");
  }

  NewShare ShareOf(std::optional<Id> unit, std::optional<Id> person, std::string_view value,
                   bool has_date = true) {
    NewShare share{"粮食.目标", 0, unit, person, Decimal::Parse(value), {}};
    if (has_date) share.deadline = Date::Parse("2026-11-30").value();
    return share;
  }

  Coverage::State Put(const std::vector<NewShare>& shares) {
    const std::int64_t version =
        GetDecomposition(*library_, clerk_, sheet_).value().sheet.summary.row.decomposition_version;
    const auto put = PutDecomposition(*library_, clerk_, sheet_, version, shares);
    EXPECT_TRUE(IsOk(put));
    return put.value().items[0].coverage.state;
  }

  Id first_ = 0;
  Id second_ = 0;
  Id person_ = 0;
  Id sheet_ = 0;
};

TEST_P(DecompositionTest, NothingMayBeUnownedAndSumsHold) {
  const auto empty = GetDecomposition(*library_, clerk_, sheet_);
  ASSERT_TRUE(IsOk(empty));
  EXPECT_EQ(empty.value().items[0].coverage.state, Coverage::State::kUnowned);
  ASSERT_EQ(empty.value().units.size(), 2U);
  EXPECT_EQ(empty.value().units[0].name, "一组");
  ASSERT_EQ(empty.value().persons.size(), 1U);
  // The target is 90.
  EXPECT_EQ(Put({ShareOf(first_, {}, "50")}), Coverage::State::kShort);
  EXPECT_EQ(Put({ShareOf(first_, {}, "50"), ShareOf(second_, {}, "40.01")}),
            Coverage::State::kOver);
  EXPECT_EQ(Put({ShareOf(first_, {}, "50"), ShareOf({}, person_, "40", false)}),
            Coverage::State::kNoDate);
  EXPECT_EQ(Put({ShareOf(first_, {}, "49.99"), ShareOf({}, person_, "40.01")}),
            Coverage::State::kOk);
  // Sharing out leaves the sheet and its letter as they are.
  EXPECT_EQ(Sheet("甲村").summary.row.state, SheetState::kApproved);
}

TEST_P(DecompositionTest, AGapIsMissingInTheStrip) {
  Put({ShareOf(first_, {}, "50")});
  const auto strip = Get(assessment_).strip;
  std::vector<std::string> codes;
  for (const auto& stage : strip) {
    for (const auto& item : stage.missing) codes.emplace_back(item.code);
  }
  EXPECT_THAT(codes, testing::Contains("decomposition_gap"));
  Put({ShareOf(first_, {}, "90")});
  for (const auto& stage : Get(assessment_).strip) {
    for (const auto& item : stage.missing) EXPECT_NE(item.code, "decomposition_gap");
  }
}

TEST_P(DecompositionTest, WhatIsWrongIsSaidAtOnce) {
  const auto refused = PutDecomposition(*library_, clerk_, sheet_, 1,
                                        {ShareOf(first_, person_, "1"),
                                         ShareOf(town_, {}, "1"),
                                         ShareOf(first_, {}, "1.234"),
                                         {"没有", 0, first_, {}, {}, {}},
                                         {"粮食.目标", 3, second_, {}, {}, {}}});
  ASSERT_FALSE(refused.ok());
  std::vector<std::string> pointers;
  for (const Fault& fault : refused.error().faults) pointers.push_back(fault.pointer);
  EXPECT_THAT(pointers, ElementsAre("/shares/0/unit_id", "/shares/1/unit_id", "/shares/2/value",
                                    "/shares/3/field", "/shares/4/period", "/shares/4/value"));
  EXPECT_EQ(Count(*pool_, "target_share"), 0);
  Put({ShareOf(first_, {}, "90")});
  EXPECT_EQ(PutDecomposition(*library_, clerk_, sheet_, 1, {}).error().code, ErrorCode::kConflict);
  EXPECT_EQ(PutDecomposition(*library_, outsider_, sheet_, 2, {}).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(PutDecomposition(*library_, superior_, sheet_, 2, {}).error().code,
            ErrorCode::kNotPermitted);
}

// Whatever the parts, the target is covered exactly when they add up to it digit for digit.
TEST_P(DecompositionTest, ConservationIsExact) {
  for (int cents = 0; cents <= 9000; cents += 613) {
    const std::string part = Decimal::FromUnits(cents, 2).ToString();
    const std::string rest = Decimal::FromUnits(9000 - cents, 2).ToString();
    EXPECT_EQ(Put({ShareOf(first_, {}, part), ShareOf(second_, {}, rest)}), Coverage::State::kOk);
    const std::string less = Decimal::FromUnits(std::max(0, 8999 - cents), 2).ToString();
    if (cents <= 8999) {
      EXPECT_EQ(Put({ShareOf(first_, {}, part), ShareOf(second_, {}, less)}),
                Coverage::State::kShort);
    }
  }
}

KAOGONG_STORE_SUITE(DecompositionTest);

}  // namespace
}  // namespace kaogong::office::target
