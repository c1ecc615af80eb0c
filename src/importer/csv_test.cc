// SPDX-License-Identifier: Apache-2.0
#include "importer/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "importer/table.h"

namespace kaogong::importer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A literal that contains NUL bytes.
template <std::size_t kSize>
constexpr std::string_view Bytes(const char (&literal)[kSize]) {
  return {literal, kSize - 1};
}

struct Read {
  std::vector<Table> tables;
  Issues issues;

  const Table& table() const { return tables.at(0); }
  // The finding codes, joined by spaces.
  std::string codes() const {
    std::string joined;
    for (const Issue& issue : issues.list()) {
      if (!joined.empty()) joined += ' ';
      joined += issue.code;
    }
    return joined;
  }
  // The table as lines of cells divided by "|", each with its row number.
  std::string text() const {
    std::string text;
    for (const Row& row : table().rows) {
      text += std::to_string(row.number) + ':';
      for (const Cell& cell : row.cells) text += cell.text + '|';
      text.back() = '\n';
    }
    return text;
  }
};

Read ReadText(std::string_view bytes, const CsvOptions& options = {}) {
  Read read;
  TableCollector collector;
  ReadCsv(bytes, "facts.csv", options, collector, read.issues);
  read.tables = std::move(collector.tables());
  return read;
}

struct ShapeCase {
  std::string_view name;
  std::string_view input;
  std::string_view want;  // Rows as Read::text words them.
};

class CsvShape : public ::testing::TestWithParam<ShapeCase> {};

TEST_P(CsvShape, IsReadWithoutFindings) {
  const Read read = ReadText(GetParam().input);
  EXPECT_EQ(read.codes(), "");
  ASSERT_EQ(read.tables.size(), 1U);
  EXPECT_EQ(read.text(), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, CsvShape,
    ::testing::Values(
        ShapeCase{"LineFeeds", "a,b\n1,2\n3,4\n", "2:1|2\n3:3|4\n"},
        ShapeCase{"CarriageReturnsAndLineFeeds", "a,b\r\n1,2\r\n3,4", "2:1|2\n3:3|4\n"},
        ShapeCase{"CarriageReturns", "a,b\r1,2\r3,4\r", "2:1|2\n3:3|4\n"},
        ShapeCase{"ByteOrderMark",
                  "\xEF\xBB\xBF"
                  "a,b\n1,2\n",
                  "2:1|2\n"},
        ShapeCase{"Tabs", "a\tb\n1,5\t2\n", "2:1,5|2\n"},
        ShapeCase{"Semicolons", "a;b;c\n1;2,0;3\n", "2:1|2,0|3\n"},
        ShapeCase{"SeparatorLine", "sep=;\na,x;b\n1;2\n", "3:1|2\n"},
        ShapeCase{"SeparatorInQuotedHeaderDoesNotCount", "\"a;b;c\",d\n1,2\n", "2:1|2\n"},
        ShapeCase{"FullWidthCommaDoesNotDivide", "甲，乙,丙\n1，2,3\n", "2:1，2|3\n"},
        ShapeCase{"QuotedCells", "a,b\n\"x,y\",\"\"\n\"\",\"z\"\n", "2:x,y|\n3:|z\n"},
        ShapeCase{"DoubledQuotes", "a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", "2:say \"hi\"|\"\n"},
        ShapeCase{"LineEndsInsideQuotes", "a,b\n\"x\ny\r\nz\",1\n2,3\n", "2:x\ny\r\nz|1\n5:2|3\n"},
        ShapeCase{"BlankLinesArePassedOver", "\n\na,b\n\n1,2\n  \n3,4\n\n", "5:1|2\n7:3|4\n"},
        ShapeCase{"RowsOfSeparatorsArePassedOver", ",,\na,b\n,\n1,\n\"\", \n", "4:1|\n"},
        ShapeCase{"EmptyCellsAtBothEnds", "a,b,c\n,2,\n", "2:|2|\n"},
        ShapeCase{"OneColumn", "a\n1\n2", "2:1\n3:2\n"},
        ShapeCase{"SpacesInCellsStay", " a ,b\n 1 , 2\n", "2: 1 | 2\n"},
        ShapeCase{"HeaderOnly", "a,b\n", ""}, ShapeCase{"HeaderOnlyWithoutLineEnd", "a,b", ""},
        ShapeCase{"QuotedLastCellAtTheEnd", "a,b\n1,\"2\"", "2:1|2\n"}),
    [](const auto& instance) { return std::string(instance.param.name); });

struct FindingCase {
  std::string_view name;
  std::string_view input;
  std::string_view codes;
  int line;
  int column;
};

class CsvFinding : public ::testing::TestWithParam<FindingCase> {};

TEST_P(CsvFinding, IsReportedAtItsPlace) {
  const Read read = ReadText(GetParam().input);
  EXPECT_EQ(read.codes(), GetParam().codes);
  ASSERT_FALSE(read.issues.empty());
  const Place& place = read.issues.list()[0].place;
  EXPECT_EQ(place.file, "facts.csv");
  EXPECT_EQ(place.line, GetParam().line);
  EXPECT_EQ(place.column, GetParam().column);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, CsvFinding,
    ::testing::Values(
        FindingCase{"Nothing", "", "csv.empty", 0, 0},
        FindingCase{"OnlyBlankLines", "\r\n\r\n  \n,,\n", "csv.empty", 0, 0},
        FindingCase{"FewerCells", "a,b,c\n1,2\n", "csv.row-width", 2, 0},
        FindingCase{"MoreCells", "a,b\n1,2,3\n4,5,6\n", "csv.row-width csv.row-width", 2, 0},
        FindingCase{"UnterminatedQuote", "a,b\n1,2\n甲乙,\"3\n4,5\n", "csv.unterminated-quote", 3,
                    4},
        FindingCase{"UnterminatedQuoteInHeader", "a,\"b\n1,2\n", "csv.unterminated-quote", 1, 3},
        FindingCase{"UnterminatedQuoteAtTheEnd", "a,b\n1,\"", "csv.unterminated-quote", 2, 3},
        FindingCase{"UnterminatedQuoteAfterLines", "a,b\n\"x\ny\",\"z\n", "csv.unterminated-quote",
                    3, 4},
        FindingCase{"QuoteInsideCell", "a,b\n甲,5\"管\n", "csv.stray-quote", 2, 3},
        FindingCase{"TextAfterQuotes", "a,b\n\"x\"y,2\n", "csv.stray-quote", 2, 1},
        FindingCase{"QuoteAfterQuotes", "a,b\n\"x\" \"y\",2\n", "csv.stray-quote", 2, 1},
        FindingCase{"EmptyName", "a,,c\n1,2,3\n", "csv.header-empty-name", 1, 3},
        FindingCase{"BlankName", "a,　,c\n1,2,3\n", "csv.header-empty-name", 1, 3},
        FindingCase{"DuplicateNames", "单位,得分, 单位\n1,2,3\n", "csv.header-duplicate-name", 1,
                    7},
        FindingCase{"FullWidthSeparators", "单位，得分\n", "csv.full-width-separator", 1, 1},
        FindingCase{"NulByte", Bytes("a,b\n1,\0002\n"), "csv.nul", 2, 0},
        FindingCase{"MalformedText", "甲,乙\n丙,\xE4\xB8\n", "csv.invalid-text csv.invalid-text", 2,
                    3},
        FindingCase{"MalformedTextAfterMark",
                    "\xEF\xBB\xBF"
                    "a,b\n\xB8\xCA\xCF\xAA,1\n",
                    "csv.invalid-text csv.invalid-text", 2, 1},
        FindingCase{"CutUtf16",
                    Bytes("\xFF\xFE"
                          "a\0,\0b"),
                    "csv.invalid-text", 0, 0}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Csv, GoesOnAfterEachFinding) {
  const Read read = ReadText("a,b\n1\n2,3\n4,5,6\n7,8\"\n9,10\n");
  EXPECT_EQ(read.codes(), "csv.row-width csv.row-width csv.stray-quote");
  EXPECT_EQ(read.text(), "3:2|3\n6:9|10\n");
}

TEST(Csv, ChecksRowsUnderABadHeaderButDeliversNone) {
  const Read read = ReadText("a,a\n1,2\n3\n");
  EXPECT_EQ(read.codes(), "csv.header-duplicate-name csv.row-width");
  EXPECT_FALSE(read.table().info.is_header_sound);
  EXPECT_THAT(read.table().rows, IsEmpty());
}

TEST(Csv, ListsAHundredErrorsAndCountsTheOthers) {
  std::string text = "a,b\n";
  for (int i = 0; i < 1234; ++i) text += "1\n";
  const Read read = ReadText(text);
  ASSERT_EQ(read.issues.list().size(), 101U);
  EXPECT_EQ(read.issues.list().back().code, "table.more-errors");
  EXPECT_THAT(read.issues.list().back().message.en, HasSubstr("1134 more"));
  EXPECT_THAT(read.issues.list().back().message.zh, HasSubstr("1134"));
}

TEST(Csv, ListsAHundredMalformedBytes) {
  const Read read = ReadText(
      "\xEF\xBB\xBF"
      "a\n" +
      std::string(500, '\xFF'));
  ASSERT_EQ(read.issues.list().size(), 101U);
  EXPECT_THAT(read.issues.list().back().message.en, HasSubstr("400 more"));
}

TEST(Csv, NamesTheByteThatIsNotText) {
  const Read read = ReadText("甲,乙\n1,2\n丙\xC3,3\n");
  ASSERT_EQ(read.codes(), "csv.invalid-text");
  EXPECT_THAT(read.issues.list()[0].message.en,
              HasSubstr("line 3, byte 4 (byte 16 of the file), 0xC3"));
}

TEST(Csv, ReadsGb18030WithAWarning) {
  // 单位,得分 / 甘溪镇,98.5 in GBK, then 𠀀 (U+20000), which takes four bytes in GB18030.
  const Read read = ReadText(
      "\xB5\xA5\xCE\xBB,\xB5\xC3\xB7\xD6\n\xB8\xCA\xCF\xAA\xD5\xF2,98.5\n"
      "\x95\x32\x82\x36,1\n");
  EXPECT_EQ(read.codes(), "csv.encoding");
  EXPECT_FALSE(read.issues.has_errors());
  EXPECT_THAT(read.issues.list()[0].message.zh, HasSubstr("GB18030"));
  EXPECT_THAT(read.table().info.header, ElementsAre("单位", "得分"));
  EXPECT_EQ(read.text(), "2:甘溪镇|98.5\n3:𠀀|1\n");
}

TEST(Csv, TakesADamagedUtf8FileForUtf8) {
  // One byte lost of "镇": the bytes would also convert as GB18030, into other characters.
  const Read read = ReadText("单位,得分\n甘溪\xE9\x95,98.5\n湄潭县,97\n");
  EXPECT_EQ(read.codes(), "csv.invalid-text csv.invalid-text");
}

TEST(Csv, ReadsUtf16WithAMark) {
  const Read little =
      ReadText(Bytes("\xFF\xFE"
                     "a\0\t\0b\0\n\0\x32\x75\t\0001\0"));
  EXPECT_EQ(little.codes(), "csv.encoding");
  EXPECT_EQ(little.text(), "2:甲|1\n");
  const Read big = ReadText(Bytes("\xFE\xFF\0a\0,\0b\0\n\x75\x32\0,\0001"));
  EXPECT_EQ(big.codes(), "csv.encoding");
  EXPECT_EQ(big.text(), "2:甲|1\n");
}

TEST(Csv, SaysThatNulsMayBeUtf16) {
  const Read read =
      ReadText(Bytes("a\0,\0b\0\n\0"
                     "1\0,\0002\0"));
  EXPECT_EQ(read.codes(), "csv.nul");
  EXPECT_THAT(read.issues.list()[0].message.en,
              HasSubstr("7 NUL bytes, the first of them at byte 2"));
  EXPECT_THAT(read.issues.list()[0].hint.en, HasSubstr("UTF-16"));
}

TEST(Csv, RefusesALineOfTenMegabytes) {
  const Read read = ReadText(std::string(10'000'000, 'x'));
  EXPECT_EQ(read.codes(), "csv.row-too-long");
  const Read commas = ReadText("a,b\n" + std::string(10'000'000, ',') + "\n1,2\n");
  EXPECT_EQ(commas.codes(), "csv.row-too-long");
  EXPECT_EQ(commas.text(), "3:1|2\n");
}

TEST(Csv, SuspectsAnOpenQuoteWhenARowSpansManyLines) {
  std::string text = "a,b\n1,\"2\n";
  for (int i = 0; i < 300'000; ++i) text += "3,4\n";
  text += "5,\"6\"\n";
  const Read read = ReadText(text);
  EXPECT_THAT(read.codes(), HasSubstr("csv.row-too-long"));
  EXPECT_THAT(read.issues.list()[0].hint.en, HasSubstr("quote"));
  EXPECT_EQ(read.issues.list()[0].place.line, 2);
}

TEST(Csv, RefusesTooManyColumns) {
  EXPECT_EQ(ReadText("a,b,c\n", {.columns_max = 2}).codes(), "csv.too-many-columns");
  EXPECT_EQ(ReadText("a,b\n1,2,3,4\n", {.columns_max = 2}).codes(), "csv.row-width");
}

TEST(Csv, RefusesAFileOverTheLimit) {
  EXPECT_EQ(ReadText("a,b\n1,2\n", {.file_bytes_max = 7}).codes(), "csv.too-large");
}

TEST(Csv, TakesTheHeaderFromTheLineNamed) {
  const Read read = ReadText("二○一二年考核,\"表\n\na,b\n1,2\n", {.header_line = 3});
  EXPECT_EQ(read.codes(), "");
  EXPECT_EQ(read.table().info.header_number, 3);
  EXPECT_EQ(read.text(), "4:1|2\n");
}

TEST(Csv, ObeysTheSeparatorNamed) {
  EXPECT_EQ(ReadText("a,x|b,y\n1|2\n", {.separator = '|'}).text(), "2:1|2\n");
}

TEST(Csv, TellsWhereACellStands) {
  const Read read = ReadText("a,b,c\n甲乙,\"x\n\"\"y\"\"\",\"丙\"\n");
  ASSERT_EQ(read.codes(), "");
  const Place first = read.table().PlaceOf(0, 0);
  EXPECT_EQ(first.line, 2);
  EXPECT_EQ(first.column, 1);
  const Place second = read.table().PlaceOf(0, 1);
  EXPECT_EQ(second.line, 2);
  EXPECT_EQ(second.column, 4);
  const Place third = read.table().PlaceOf(0, 2);
  EXPECT_EQ(third.line, 3);
  EXPECT_EQ(third.column, 8);
}

class StoppingSink : public RowSink {
 public:
  bool Begin(const TableInfo&) override { return true; }
  bool Row(const RowView& row) override {
    place = row.PlaceOf(1);
    return ++rows < 2;
  }
  int rows = 0;
  Place place;
};

TEST(Csv, StopsWhenTheSinkHasEnough) {
  StoppingSink sink;
  Issues issues;
  ReadCsv("a,b\n1,2\n33,44\n5\n", "facts.csv", {}, sink, issues);
  EXPECT_EQ(sink.rows, 2);
  EXPECT_TRUE(issues.empty());
  EXPECT_EQ(sink.place.line, 3);
  EXPECT_EQ(sink.place.column, 4);
  EXPECT_EQ(sink.place.length, 2);
}

TEST(Csv, CollectorStopsAtItsLimits) {
  TableCollector cells({.cells_max = 3});
  Issues issues;
  ReadCsv("a,b\n1,2\n3,4\n", "facts.csv", {}, cells, issues);
  EXPECT_TRUE(cells.is_over_limit());
  TableCollector bytes({.text_bytes_max = 3});
  ReadCsv("a,b\n1,2\n3,4\n", "facts.csv", {}, bytes, issues);
  EXPECT_TRUE(bytes.is_over_limit());
}

// ---- The slow, obvious reader as the judge of the fast one
// ---------------------------------------

// Reads RFC 4180 text without faults byte by byte.
std::vector<std::vector<std::string>> ReadSlowly(std::string_view text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    if (text[i] == '"') {
      const bool is_doubled = is_quoted && i + 1 < text.size() && text[i + 1] == '"';
      if (is_doubled) {
        cell += text[i++];
      } else {
        is_quoted = !is_quoted;
      }
    } else if (is_quoted) {
      cell += text[i];
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text[i] == '\n') {
      rows.push_back({""});
    } else if (text[i] != '\r') {
      cell += text[i];
    }
  }
  rows.pop_back();
  return rows;
}

std::string RandomCell(std::mt19937_64& random) {
  static constexpr std::string_view kParts[] = {"x",    "甲",   ",",  "\"\"", "\n",
                                                "\r\n", "12.5", "𠀀", "; "};
  std::string cell;
  bool is_quoted = random() % 3 == 0;
  for (std::size_t i = random() % (random() % 20 == 0 ? 90 : 6); i > 0; --i) {
    const std::string_view part = kParts[random() % std::size(kParts)];
    const bool needs_quotes = part.find_first_of(",\"\r\n") != std::string_view::npos;
    if (needs_quotes && !is_quoted) continue;
    cell += part;
  }
  return is_quoted ? '"' + cell + '"' : cell;
}

TEST(Csv, AgreesWithTheSlowReader) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 300; ++round) {
    const std::size_t width = 1 + random() % 9;
    std::string text;
    for (std::size_t i = 0; i < width; ++i) text += (i > 0 ? ",h" : "h") + std::to_string(i);
    text += '\n';
    for (std::size_t row = random() % 20; row > 0; --row) {
      for (std::size_t i = 1; i < width; ++i) text += RandomCell(random) + ',';
      text += "z" + std::to_string(row) + (random() % 2 == 0 ? "\n" : "\r\n");
    }
    const Read read = ReadText(text, {.separator = ','});
    ASSERT_EQ(read.codes(), "") << text;
    std::vector<std::vector<std::string>> got{read.table().info.header};
    for (const Row& row : read.table().rows) {
      got.emplace_back();
      for (const Cell& cell : row.cells) got.back().push_back(cell.text);
    }
    ASSERT_EQ(got, ReadSlowly(text)) << text;
  }
}

}  // namespace
}  // namespace kaogong::importer
