// SPDX-License-Identifier: Apache-2.0
#include "office/report/comparison.h"

#include "report_fixture.h"

namespace kaogong::office::report {
namespace {

using store::IsOk;

const std::string kShared =
    "围绕产业振兴这一主线，镇里把闲置校舍改造成电商服务站，组织返乡青年开展直播培训，"
    "帮助合作社把香菇、木耳和土蜂蜜销往省外，带动农户稳定增收，群众的获得感明显增强。";
const std::string kOwnA =
    "汛期前对二十三处山塘逐一排查，更换老化闸门，落实巡查人员昼夜值守，全年没有发生险情。";
const std::string kOwnB =
    "敬老院新建无障碍通道，配备康复器材，与县医院签订协议，每周安排医生上门为老人问诊。";

class ComparisonTest : public ReportTest {
 protected:
  void SetUp() override {
    ReportTest::SetUp();
    first_ = Upload(clerk_, town_, "镇汇报\n\n" + kShared + "\n" + kOwnA + "\n");
    second_ = Upload(neighbour_, other_town_, "邻镇汇报\n\n" + kOwnB + "\n" + kShared + "\n");
    third_ = Upload(clerk_, villages_[0],
                    "村汇报\n\n公路硬化三公里，安装路灯四十盏，夜间出行更加方便安全。\n");
  }
  Comparison Compare(const Actor& actor, NewComparison wanted) {
    const auto made = StartComparison(office(), actor, wanted);
    EXPECT_TRUE(IsOk(made));
    EXPECT_TRUE(IsOk(RunNextComparison(*library_, progress_)));
    return FindComparison(office(), actor, made.value().id).value();
  }

  Report first_;
  Report second_;
  Report third_;
};

TEST_P(ComparisonTest, SharedPassagesAreAlignedAndUnrelatedReportsLeftAlone) {
  const Comparison made = Compare(chief_, {"全县", {2026}, {}, 45});
  EXPECT_EQ(made.state, CheckState::kDone);
  EXPECT_EQ(made.report_count, 3);
  EXPECT_EQ(made.pair_count, 1);
  EXPECT_EQ(made.cluster_count, 1);
  const ComparisonView view = ReadComparison(office(), chief_, made.id).value();
  ASSERT_EQ(view.pairs.size(), 1U);
  EXPECT_EQ(view.members[0].report, first_.id);
  EXPECT_EQ(view.members[0].cluster, 1);
  EXPECT_FALSE(view.members[2].cluster.has_value());
  EXPECT_GT(view.pairs[0].percent_a, 40);
  const PairView pair = ReadPair(office(), chief_, made.id, 0).value();
  ASSERT_FALSE(pair.passages.empty());
  std::string shared;
  for (const auto& [text, is_shared] : pair.passages[0].a) shared += is_shared ? text : "";
  EXPECT_NE(shared.find("电商服务站"), std::string::npos);
  EXPECT_EQ(pair.b.unit.name, "邻镇");
  EXPECT_EQ(Trouble(ReadPair(office(), chief_, made.id, 1)), "not found");
  EXPECT_TRUE(IsOk(ExportPairs(office(), chief_, made.id, Language::kChinese)));
}

TEST_P(ComparisonTest, WhatIsComparedIsInReachAndInTheYears) {
  EXPECT_EQ(Trouble(StartComparison(office(), chief_, {"无", {2020}, {}, 45})), "invalid /years");
  EXPECT_EQ(Trouble(StartComparison(office(), chief_, {" ", {}, {987654}, 5})),
            "invalid /title /years /letters_min /unit_ids/0");
  EXPECT_EQ(Trouble(StartComparison(office(), clerk_, {"镇", {2026}, {}, 45})), "not permitted");
  const Comparison made = Compare(chief_, {"镇", {2026, 2026}, {town_}, 45});
  EXPECT_EQ(made.report_count, 2);
  EXPECT_EQ(made.units, "镇");
  EXPECT_EQ(made.pair_count, 0);
  // An office of one town compares what lies below it.
  const Actor local = Person(Role::kOffice, town_, 301);
  EXPECT_EQ(Compare(local, {"镇", {2026}, {}, 45}).report_count, 2);
  EXPECT_EQ(Trouble(StartComparison(office(), local, {"邻", {2026}, {other_town_}, 45})),
            "invalid /unit_ids/0");
}

TEST_P(ComparisonTest, AComparisonIsThereForWhoBeganItAndWhoComparesEverywhere) {
  const Actor local = Person(Role::kOffice, town_, 301);
  const Actor other = Person(Role::kOffice, town_, 302);
  const Comparison made = Compare(local, {"镇", {2026}, {}, 45});
  EXPECT_EQ(Trouble(FindComparison(office(), other, made.id)), "not found");
  EXPECT_EQ(Trouble(ReadPair(office(), other, made.id, 0)), "not found");
  EXPECT_TRUE(IsOk(FindComparison(office(), auditor_, made.id)));
  EXPECT_EQ(ListComparisons(office(), other, {}).value().total, 0);
  EXPECT_EQ(ListComparisons(office(), auditor_, {}).value().total, 1);
}

TEST_P(ComparisonTest, TheLatestVersionsAreComparedAndWhatCannotBeReadIsSaid) {
  ASSERT_TRUE(IsOk(UploadVersion(office(), neighbour_, second_.id, 1,
                                 File("改.txt", "邻镇汇报\n\n" + kOwnB + "\n"))));
  Upload(clerk_, villages_[1], "\x89PNG damaged", 2026, "扫描.pdf");
  const Comparison made = Compare(chief_, {"全县", {2026}, {}, 45});
  EXPECT_EQ(made.pair_count, 0);
  const ComparisonView view = ReadComparison(office(), chief_, made.id).value();
  ASSERT_EQ(view.members.size(), 4U);
  EXPECT_EQ(view.members[1].number, 2);
  EXPECT_TRUE(view.members[2].letters.has_value());
  EXPECT_FALSE(view.members[3].letters.has_value());
  EXPECT_EQ(Refusal("UPDATE report_comparison SET title = 'x'"), store::FailureKind::kImmutable);
}

KAOGONG_STORE_SUITE(ComparisonTest);

}  // namespace
}  // namespace kaogong::office::report
