// SPDX-License-Identifier: Apache-2.0
// What is written here and read by the importer is what was meant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "importer/csv.h"
#include "importer/table.h"
#include "importer/xlsx.h"
#include "sheet/csv_write.h"
#include "sheet/write.h"

namespace kaogong::sheet {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<importer::Table> WriteAndRead(const Workbook& workbook) {
  const Result<std::string> bytes = RenderWorkbook(workbook);
  EXPECT_TRUE(bytes.ok()) << bytes.error().message.en;
  importer::TableCollector collector;
  Issues issues;
  const Result<void> result = importer::ReadXlsx(bytes.value(), "book.xlsx", {}, collector, issues);
  EXPECT_TRUE(result.ok()) << result.error().message.en;
  for (const Issue& issue : issues.list()) ADD_FAILURE() << Render(issue, Language::kEnglish);
  return std::move(collector.tables());
}

Sheet MakeSheet(std::vector<std::string> titles, std::vector<std::vector<Cell>> rows) {
  Sheet sheet;
  sheet.name = "表";
  for (std::string& title : titles) sheet.columns.push_back({.title = std::move(title)});
  sheet.rows = std::move(rows);
  return sheet;
}

Workbook BookOf(Sheet sheet) { return {.sheets = {std::move(sheet)}}; }

TEST(RoundTrip, KeepsEveryKindOfCell) {
  const Sheet sheet =
      MakeSheet({"文本", "数", "百分比", "日期", "公式", "空"},
                {{Cell::Text("甘溪镇"), Cell::Number("98.50"), Cell::Number("86.5%"),
                  Cell::Date("2012-03-01"), Cell::Formula("B2*2", "197.00"), Cell()},
                 {Cell::Text("x"), Cell::Number("-0.29"), Cell::Number("-100%"),
                  Cell::Date("1900-01-01"), Cell::Formula("A2", "甘溪镇"), Cell()}});
  const std::vector<importer::Table> tables = WriteAndRead(BookOf(sheet));
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].info.sheet, "表");
  ASSERT_EQ(tables[0].rows.size(), 2U);
  const auto texts = [&](std::size_t row) {
    std::vector<std::string> list;
    for (const importer::Cell& cell : tables[0].rows[row].cells) list.push_back(cell.text);
    return list;
  };
  EXPECT_THAT(texts(0), ElementsAre("甘溪镇", "98.5", "86.5%", "2012-03-01", "197", ""));
  EXPECT_THAT(texts(1), ElementsAre("x", "-0.29", "-100%", "1900-01-01", "甘溪镇", ""));
  EXPECT_EQ(tables[0].rows[0].cells[1].kind, importer::CellKind::kNumber);
  EXPECT_EQ(tables[0].rows[0].cells[3].kind, importer::CellKind::kDate);
  EXPECT_TRUE(tables[0].rows[0].cells[4].has_formula);
  EXPECT_FALSE(tables[0].rows[0].cells[1].has_formula);
}

TEST(RoundTrip, NeverTurnsTextIntoAnythingElse) {
  const std::vector<std::string> texts{"=1+2",
                                       "+1",
                                       "-1",
                                       "@x",
                                       "'x",
                                       "{=1}",
                                       "123",
                                       "0012",
                                       "1E5",
                                       "TRUE",
                                       "#N/A",
                                       " 两端空格 ",
                                       "a\nb",
                                       "a\rb",
                                       "a\tb",
                                       "\x01\x1F",
                                       "_x0041_",
                                       "_x000D_",
                                       "_x",
                                       "<&>\"'",
                                       "𠀀",
                                       "http://x",
                                       "mailto:x",
                                       "internal:Sheet1!A1",
                                       std::string(32'767, 'x')};
  std::vector<std::vector<Cell>> rows;
  for (const std::string& text : texts) rows.push_back({Cell::Text(text)});
  const std::vector<importer::Table> tables = WriteAndRead(BookOf(MakeSheet({"a"}, rows)));
  ASSERT_EQ(tables.at(0).rows.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(tables[0].rows[i].cells[0].text, texts[i]);
    EXPECT_EQ(tables[0].rows[i].cells[0].kind, importer::CellKind::kText);
  }
}

TEST(RoundTrip, WritesNumbersThatDoNotFitAsText) {
  const std::vector<importer::Table> tables = WriteAndRead(BookOf(
      MakeSheet({"a"}, {{Cell::Number("123456789012345")}, {Cell::Number("123456789012345678")}})));
  EXPECT_EQ(tables[0].rows[0].cells[0].kind, importer::CellKind::kNumber);
  EXPECT_EQ(tables[0].rows[1].cells[0].kind, importer::CellKind::kText);
  EXPECT_EQ(tables[0].rows[1].cells[0].text, "123456789012345678");
}

TEST(RoundTrip, KeepsEveryDecimal) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<std::vector<Cell>> rows;
  for (int i = 0; i < 5000; ++i) {
    const std::int64_t limit = PowerOfTen(static_cast<int>(random() % 15) + 1);
    const auto units =
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(2 * limit - 1)) - limit + 1;
    const Decimal value = Decimal::FromUnits(units, static_cast<int>(random() % 13));
    rows.push_back({Cell::Number(value.ToString()), Cell::Number(value.ToString() + "%")});
  }
  const std::vector<importer::Table> tables = WriteAndRead(BookOf(MakeSheet({"a", "b"}, rows)));
  ASSERT_EQ(tables.at(0).rows.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string want = Decimal::Parse(rows[i][0].text)->Trimmed().ToString();
    EXPECT_EQ(tables[0].rows[i].cells[0].text, want);
    EXPECT_EQ(tables[0].rows[i].cells[1].text, want + "%");
  }
}

TEST(RoundTrip, KeepsEveryDay) {
  std::vector<std::vector<Cell>> rows;
  const Date first = Date::Parse("1900-01-01").value();
  for (int days = 0; days < 109'000; days += 37) {
    rows.push_back({Cell::Date(first.AddDays(days).value().ToString())});
  }
  const std::vector<importer::Table> tables = WriteAndRead(BookOf(MakeSheet({"a"}, rows)));
  ASSERT_EQ(tables.at(0).rows.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(tables[0].rows[i].cells[0].text, rows[i][0].text);
}

TEST(RoundTrip, KeepsRandomText) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  static constexpr std::string_view kParts[] = {"甲",  "x",  "_",  "x",  "0",  "00",   "4", "1",
                                                "_x",  "\n", "\r", "\t", "=",  "\x02", "<", "&",
                                                "]]>", "𠀀", " ",  "é",  "\"", "'"};
  std::vector<std::vector<Cell>> rows;
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t parts = 1 + random() % 12; parts > 0; --parts)
      text += kParts[random() % std::size(kParts)];
    rows.push_back({Cell::Text(text), Cell::Text("z")});
  }
  const std::vector<importer::Table> tables = WriteAndRead(BookOf(MakeSheet({"a", "b"}, rows)));
  ASSERT_EQ(tables.at(0).rows.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    ASSERT_EQ(tables[0].rows[i].cells[0].text, rows[i][0].text);
}

TEST(RoundTrip, StreamsLargeSheets) {
  std::vector<std::vector<Cell>> rows;
  for (int i = 0; i < 70'000; ++i) {
    rows.push_back({Cell::Text("单位" + std::to_string(i % 80)),
                    Cell::Number(std::to_string(i) + ".5"), Cell::Text("=_x0041_\r")});
  }
  Workbook workbook = BookOf(MakeSheet({"a", "b", "c"}, rows));
  workbook.sheets[0].columns[1].note = "说明";
  workbook.sheets[0].columns[0].validation = OneOf{std::vector<std::string>(300, "很长的单位名称")};
  workbook.sheets.push_back(MakeSheet({"x"}, {{Cell::Number("1")}}));
  const std::vector<importer::Table> tables = WriteAndRead(workbook);
  ASSERT_EQ(tables.size(), 2U);
  ASSERT_EQ(tables[0].rows.size(), rows.size());
  EXPECT_EQ(tables[0].rows[69'999].cells[1].text, "69999.5");
  EXPECT_EQ(tables[0].rows[69'999].cells[2].text, "=_x0041_\r");
  EXPECT_EQ(tables[0].rows[69'999].number, 70'001);
}

// libxlsxwriter counts the characters of a list within a validation and stores its bytes: a list of
// at most 255 characters, but more bytes, ended the program.
TEST(RoundTrip, WritesLongListsOfChineseItems) {
  Workbook workbook = BookOf(MakeSheet({"项目"}, {}));
  OneOf list;
  for (int i = 0; i < 24; ++i) list.items.push_back("第" + std::to_string(10 + i) + "项重点工作");
  workbook.sheets[0].columns[0].validation = list;
  workbook.sheets[0].entry_rows = 5;
  const std::vector<importer::Table> tables = WriteAndRead(workbook);
  ASSERT_EQ(tables.size(), 1U);
}

// A workbook that uses everything the model has.
Workbook FullWorkbook() {
  Sheet sheet = MakeSheet(
      {"单位", "类别", "得分", "日期", "备注"},
      {{Cell::Text("甘溪镇"), Cell::Text("甲类"), Cell::Number("98.50"), Cell::Date("2012-03-01")},
       {Cell::Text("甘溪镇"), Cell::Text("乙类"), Cell::Number("59")}});
  std::vector<std::string> units;
  for (int i = 0; i < 80; ++i) units.push_back("第" + std::to_string(i) + "个部门，名称很长");
  sheet.columns[0].validation = OneOf{units};
  sheet.columns[0].is_locked = true;
  sheet.columns[1].validation = OneOf{{"甲类", "乙类", "甲类", ""}};
  sheet.columns[2].validation = NumberBetween{"0", "100.5"};
  sheet.columns[2].note = "保留两位小数\n四舍五入";
  sheet.columns[2].format = "0.00";
  sheet.columns[3].validation = DateBetween{"2012-01-01", {}};
  sheet.columns[4].prompt = "写明原因";
  sheet.columns[4].width = 30;
  sheet.rows[0][2].note = "经核实";
  sheet.rows[1][2].style = {.is_bold = true, .fill = 0xFFC7CE};
  sheet.entry_rows = 20;
  sheet.has_autofilter = true;
  sheet.frozen_columns = 1;
  sheet.is_landscape = true;
  sheet.merges = {{0, 0, 1, 0}, {5, 4, 5, 4}};
  using When = Highlight::When;
  sheet.highlights = {
      {.range = {0, 2, 21, 2}, .when = When::kBelow, .value = "60", .style = {.color = 0xFF0000}},
      {.range = {0, 2, 21, 2}, .when = When::kBetween, .value = "60", .upper = "70"},
      {.range = {0, 1, 21, 1}, .when = When::kTextEquals, .value = "乙\"类"},
      {.range = {0, 3, 21, 3}, .when = When::kBlank, .style = {.fill = 0xFFFF00}},
      {.range = {0, 2, 21, 2}, .when = When::kDataBar}};
  Sheet titled = MakeSheet({"名次", "单位"}, {{Cell::Number("1"), Cell::Text("甘溪镇")}});
  titled.title = "二〇一二年度排名";
  titled.name = "表";
  Sheet hidden = MakeSheet({"a"}, {});
  hidden.is_hidden = true;
  return {.sheets = {sheet, titled, hidden}, .title = "年度考核", .author = "考核办"};
}

TEST(RoundTrip, KeepsTheFurnitureApart) {
  const Result<std::string> bytes = RenderWorkbook(FullWorkbook());
  ASSERT_TRUE(bytes.ok()) << bytes.error().message.en;
  importer::TableCollector collector({.takes_hidden_sheets = true});
  Issues issues;
  ASSERT_TRUE(importer::ReadXlsx(bytes.value(), "book.xlsx", {}, collector, issues).ok());
  // The titled sheet is for reading: its first row is no header.
  EXPECT_EQ(issues.error_count(), 1U);
  EXPECT_EQ(issues.list().at(0).code, "xlsx.header-merged");
  const std::vector<importer::Table>& tables = collector.tables();
  ASSERT_EQ(tables.size(), 4U);
  EXPECT_EQ(tables[0].rows.size(), 2U);
  EXPECT_TRUE(tables[0].rows[1].cells[0].is_merged_covered);
  EXPECT_THAT(tables[0].rows[1].cells[0].text, IsEmpty());
  EXPECT_FALSE(tables[1].info.is_header_sound);
  EXPECT_THAT(tables[1].rows, IsEmpty());
  EXPECT_EQ(tables[2].info.sheet, "表(3)");
  EXPECT_TRUE(tables[2].info.is_hidden);
  EXPECT_EQ(tables[3].info.sheet, "选项");
  EXPECT_TRUE(tables[3].info.is_hidden);
  EXPECT_THAT(tables[3].info.header, ElementsAre("选项1"));
  EXPECT_EQ(tables[3].rows.size(), 80U);
}

TEST(RoundTrip, KeepsCsvCells) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  static constexpr std::string_view kParts[] = {"甲", "x",    ",", ";",  "\"",  "\n",
                                                "\r", "\r\n", " ", "，", "12.5"};
  std::string out;
  CsvWriter writer(out, {.has_byte_order_mark = true});
  std::vector<std::vector<std::string>> rows{{"a", "b", "c"}};
  for (int i = 0; i < 2000; ++i) {
    rows.emplace_back();
    for (int cell = 0; cell < 2; ++cell) {
      rows.back().emplace_back();
      for (std::size_t parts = random() % 6; parts > 0; --parts)
        rows.back().back() += kParts[random() % std::size(kParts)];
    }
    rows.back().push_back(std::to_string(i));
  }
  for (const std::vector<std::string>& row : rows) writer.Row(row);
  importer::TableCollector collector;
  Issues issues;
  importer::ReadCsv(out, "rows.csv", {}, collector, issues);
  EXPECT_TRUE(issues.empty());
  ASSERT_EQ(collector.tables().at(0).rows.size() + 1, rows.size());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    for (std::size_t cell = 0; cell < 3; ++cell) {
      ASSERT_EQ(collector.tables()[0].rows[i - 1].cells[cell].text, rows[i][cell]);
    }
  }
}

}  // namespace
}  // namespace kaogong::sheet
