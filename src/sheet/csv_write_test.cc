// SPDX-License-Identifier: Apache-2.0
#include "sheet/csv_write.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace kaogong::sheet {
namespace {

std::string Write(const std::vector<std::string>& cells, CsvStyle style = {}) {
  std::string out;
  CsvWriter(out, style).Row(cells);
  return out;
}

TEST(CsvWriter, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(Write({"甲", "1.5", "", "a b"}), "甲,1.5,,a b\r\n");
  EXPECT_EQ(Write({"a,b", "say \"hi\"", "x\ny", "x\ry"}),
            "\"a,b\",\"say \"\"hi\"\"\",\"x\ny\",\"x\ry\"\r\n");
  EXPECT_EQ(Write({"a,b", "c;d"}, {.separator = ';'}), "a,b;\"c;d\"\r\n");
}

TEST(CsvWriter, WritesTheByteOrderMarkOnce) {
  std::string out;
  CsvWriter writer(out, {.has_byte_order_mark = true});
  const std::vector<std::string_view> cells{"甲", "乙"};
  writer.Row(cells);
  writer.Row(cells);
  EXPECT_EQ(out, "\xEF\xBB\xBF甲,乙\r\n甲,乙\r\n");
}

struct EscapeCase {
  std::string_view cell;
  std::string_view want;
};

class CsvEscape : public ::testing::TestWithParam<EscapeCase> {};

TEST_P(CsvEscape, KeepsFormulasFromRunning) {
  const std::string cell(GetParam().cell);
  EXPECT_EQ(Write({cell}, {.is_formula_escaped = true}), std::string(GetParam().want) + "\r\n");
  const bool is_quoted = cell.find_first_of("\r\n\",") != std::string::npos;
  if (!is_quoted) {
    EXPECT_EQ(Write({cell}), cell + "\r\n");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, CsvEscape,
    ::testing::Values(EscapeCase{"=1+2", "'=1+2"}, EscapeCase{"+cmd", "'+cmd"},
                      EscapeCase{"-x", "'-x"}, EscapeCase{"@SUM(A1)", "'@SUM(A1)"},
                      EscapeCase{"\tx", "'\tx"}, EscapeCase{"\r=x", "\"'\r=x\""},
                      EscapeCase{"=\"a\"", "\"'=\"\"a\"\"\""}, EscapeCase{"＝1", "'＝1"},
                      EscapeCase{"－x", "'－x"}, EscapeCase{"-12.5", "-12.5"},
                      EscapeCase{"+3", "+3"}, EscapeCase{"-4.2%", "-4.2%"},
                      EscapeCase{"-1+2", "'-1+2"}, EscapeCase{"-", "'-"}, EscapeCase{"-.5", "'-.5"},
                      EscapeCase{"-5.", "'-5."}, EscapeCase{"--5", "'--5"},
                      EscapeCase{"a=b", "a=b"}, EscapeCase{"", ""}));

}  // namespace
}  // namespace kaogong::sheet
