// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/number_format.h"

#include <gtest/gtest.h>

#include <string_view>

namespace kaogong::importer {
namespace {

struct FormatCase {
  std::string_view code;
  NumberFormat want;
};

class FormatCode : public ::testing::TestWithParam<FormatCase> {};

TEST_P(FormatCode, IsClassified) {
  EXPECT_EQ(ClassifyFormatCode(GetParam().code), GetParam().want) << GetParam().code;
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, FormatCode,
    ::testing::Values(
        FormatCase{"General", NumberFormat::kNumber}, FormatCase{"", NumberFormat::kNumber},
        FormatCase{"0.00", NumberFormat::kNumber}, FormatCase{"@", NumberFormat::kNumber},
        FormatCase{"#,##0.00_);[Red]\\(#,##0.00\\)", NumberFormat::kNumber},
        FormatCase{"[Red]0", NumberFormat::kNumber}, FormatCase{"0\"d\"", NumberFormat::kNumber},
        FormatCase{"\\y0", NumberFormat::kNumber}, FormatCase{"0.00E+00", NumberFormat::kNumber},
        FormatCase{"_-* #,##0", NumberFormat::kNumber}, FormatCase{"_d0", NumberFormat::kNumber},
        FormatCase{"[$¥-804]#,##0", NumberFormat::kNumber},
        FormatCase{"[DBNum1][$-804]General", NumberFormat::kNumber},
        FormatCase{"0\"分", NumberFormat::kNumber}, FormatCase{"[", NumberFormat::kNumber},
        FormatCase{"0;yyyy", NumberFormat::kNumber},
        FormatCase{"\"50%\"0", NumberFormat::kNumber}));

INSTANTIATE_TEST_SUITE_P(Percents, FormatCode,
                         ::testing::Values(FormatCase{"0%", NumberFormat::kPercent},
                                           FormatCase{"0.0%;[Red]-0.0%", NumberFormat::kPercent},
                                           FormatCase{"\"约\"0%", NumberFormat::kPercent}));

INSTANTIATE_TEST_SUITE_P(
    Days, FormatCode,
    ::testing::Values(FormatCase{"yyyy-mm-dd", NumberFormat::kDate},
                      FormatCase{"YYYY/M/D", NumberFormat::kDate},
                      FormatCase{"yyyy\"年\"m\"月\"d\"日\"", NumberFormat::kDate},
                      FormatCase{"m\"月\"", NumberFormat::kDate},
                      FormatCase{"[$-804]aaaa;@", NumberFormat::kDate},
                      FormatCase{"yyyy-mm-dd hh:mm", NumberFormat::kDate},
                      FormatCase{"[$-F800]dddd\\,\\ mmmm\\ dd", NumberFormat::kDate}));

INSTANTIATE_TEST_SUITE_P(Times, FormatCode,
                         ::testing::Values(FormatCase{"h:mm AM/PM", NumberFormat::kTime},
                                           FormatCase{"mm:ss.0", NumberFormat::kTime},
                                           FormatCase{"上午/下午h\"时\"mm\"分\"",
                                                      NumberFormat::kTime},
                                           FormatCase{"[h]:mm:ss", NumberFormat::kDuration},
                                           FormatCase{"[mm]:ss", NumberFormat::kDuration}));

TEST(BuiltInFormat, KnowsThoseOfChineseExcel) {
  EXPECT_EQ(ClassifyBuiltInFormat(0), NumberFormat::kNumber);
  EXPECT_EQ(ClassifyBuiltInFormat(4), NumberFormat::kNumber);
  EXPECT_EQ(ClassifyBuiltInFormat(9), NumberFormat::kPercent);
  EXPECT_EQ(ClassifyBuiltInFormat(10), NumberFormat::kPercent);
  EXPECT_EQ(ClassifyBuiltInFormat(14), NumberFormat::kDate);
  EXPECT_EQ(ClassifyBuiltInFormat(20), NumberFormat::kTime);
  EXPECT_EQ(ClassifyBuiltInFormat(22), NumberFormat::kDate);
  EXPECT_EQ(ClassifyBuiltInFormat(31), NumberFormat::kDate);
  EXPECT_EQ(ClassifyBuiltInFormat(33), NumberFormat::kTime);
  EXPECT_EQ(ClassifyBuiltInFormat(46), NumberFormat::kDuration);
  EXPECT_EQ(ClassifyBuiltInFormat(49), NumberFormat::kNumber);
  EXPECT_EQ(ClassifyBuiltInFormat(57), NumberFormat::kDate);
}

}  // namespace
}  // namespace kaogong::importer
