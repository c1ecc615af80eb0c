// SPDX-License-Identifier: Apache-2.0
#include "importer/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "importer/file.h"
#include "importer/internal/zip_builder.h"

namespace kaogong::importer {
namespace {

using ::testing::HasSubstr;

class ReadFiles : public ::testing::Test {
 protected:
  ReadFiles() {
    std::string name =
        (std::filesystem::temp_directory_path() / "kaogong-read-test-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~ReadFiles() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path Write(std::string_view name, std::string_view bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }

  std::filesystem::path folder_;
};

WorkbookParts ThreeSheets() {
  WorkbookParts parts;
  parts.workbook =
      R"(<workbook xmlns:r="x"><sheets><sheet name="一" r:id="r1"/><sheet name="二" r:id="r1"/>)"
      R"(<sheet name="三" r:id="r1" state="hidden"/></sheets></workbook>)";
  parts.sheet =
      R"(<worksheet><sheetData><row><c t="str"><v>a</v></c></row><row><c><v>1</v></c></row></sheetData></worksheet>)";
  return parts;
}

TEST_F(ReadFiles, KnowsTheKindByItsContent) {
  Issues issues;
  const auto workbook = LoadTables(Write("facts.csv", ThreeSheets().Zip()), {}, issues);
  ASSERT_TRUE(workbook.ok());
  ASSERT_EQ(workbook.value().size(), 2U);
  EXPECT_EQ(workbook.value()[1].info.sheet, "二");
  const auto text = LoadTables(Write("facts.xlsx", "a,b\n1,2\n"), {}, issues);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text.value().at(0).rows.at(0).cells.at(1).text, "2");
  EXPECT_EQ(text.value()[0].info.Find("b"), 1U);
  EXPECT_FALSE(text.value()[0].info.Find("c").has_value());
  EXPECT_TRUE(issues.empty());
}

TEST_F(ReadFiles, TakesTheSheetsAskedFor) {
  Issues issues;
  ReadOptions options;
  options.collect.sheets = {"三", "二"};
  options.collect.takes_hidden_sheets = true;
  const auto tables = LoadTables(Write("facts.xlsx", ThreeSheets().Zip()), options, issues);
  ASSERT_TRUE(tables.ok());
  ASSERT_EQ(tables.value().size(), 2U);
  EXPECT_EQ(tables.value()[0].info.sheet, "二");
  EXPECT_EQ(tables.value()[1].info.sheet, "三");
}

TEST_F(ReadFiles, RefusesTablesTooLargeForMemory) {
  Issues issues;
  ReadOptions options;
  options.collect.cells_max = 1;
  const auto tables = LoadTables(Write("facts.csv", "a,b\n1,2\n"), options, issues);
  ASSERT_FALSE(tables.ok());
  EXPECT_EQ(tables.error().code, ErrorCode::kLimitExceeded);
}

TEST_F(ReadFiles, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(FileBytes::Open(folder_ / "none").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(FileBytes::Open(folder_).error().code, ErrorCode::kInvalidInput);
  Issues issues;
  EXPECT_FALSE(LoadTables(folder_ / "none", {}, issues).ok());
}

TEST_F(ReadFiles, ReadsEmptyFilesAndPipes) {
  EXPECT_EQ(FileBytes::Open(Write("empty", "")).value().bytes(), "");
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "a,b\n", 4), 4);
  ::close(ends[1]);
  const std::string name = "/dev/fd/" + std::to_string(ends[0]);
  EXPECT_EQ(FileBytes::Open(name).value().bytes(), "a,b\n");
  ::close(ends[0]);
  const Result<FileBytes> endless = FileBytes::Open("/dev/zero", 100'000);
  ASSERT_FALSE(endless.ok());
  EXPECT_EQ(endless.error().code, ErrorCode::kLimitExceeded);
}

TEST(Columns, HaveLetters) {
  EXPECT_EQ(ColumnLetters(0), "A");
  EXPECT_EQ(ColumnLetters(25), "Z");
  EXPECT_EQ(ColumnLetters(26), "AA");
  EXPECT_EQ(ColumnLetters(701), "ZZ");
  EXPECT_EQ(ColumnLetters(702), "AAA");
  EXPECT_EQ(ColumnLetters(16'383), "XFD");
}

}  // namespace
}  // namespace kaogong::importer
