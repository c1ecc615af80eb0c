// SPDX-License-Identifier: Apache-2.0
#include "importer/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "importer/internal/test_reading.h"
#include "importer/internal/zip_builder.h"
#include "importer/table.h"

namespace kaogong::importer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TestReading ReadBytes(std::string_view bytes, const XlsxOptions& options = {}) {
  return ReadForTest([&](RowSink& sink, Issues& issues) {
    return ReadXlsx(bytes, "facts.xlsx", options, sink, issues);
  });
}

TestReading ReadParts(const WorkbookParts& parts, const XlsxOptions& options = {}) {
  return ReadBytes(parts.Zip(), options);
}

// Reads a sheet of these rows. Row 1 may hold <h/>, which stands for the header a, b, c.
TestReading ReadRows(std::string rows, const XlsxOptions& options = {},
                     std::string_view behind = "") {
  constexpr std::string_view kHeader =
      R"(<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c>)"
      R"(<c r="C1" t="str"><v>c</v></c></row>)";
  const std::size_t header = rows.find("<h/>");
  if (header != std::string::npos) rows.replace(header, 4, kHeader);
  WorkbookParts parts;
  parts.sheet =
      "<worksheet><sheetData>" + rows + "</sheetData>" + std::string(behind) + "</worksheet>";
  parts.styles =
      R"(<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>)"
      R"(<numFmt numFmtId="171" formatCode="0.0%"/><numFmt numFmtId="172" formatCode="[h]:mm"/></numFmts>)"
      R"(<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>)"
      R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="171"/><xf numFmtId="170"/><xf numFmtId="22"/>)"
      R"(<xf numFmtId="20"/><xf numFmtId="172"/><xf numFmtId="31"/></cellXfs></styleSheet>)";
  parts.shared_strings =
      R"(<sst><si><t>甘溪镇</t></si><si><r><t>湄</t></r><r><t xml:space="preserve">潭 </t></r></si>)"
      R"(<si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si>)"
      R"(<si><t>a_x000D_b_x005F_x0041_</t></si><si><t/></si></sst>)";
  return ReadParts(parts, options);
}

// ---- Cells
// ----------------------------------------------------------------------------------------

struct CellCase {
  std::string_view name;
  std::string_view cell;  // The element at A2, without its reference: attributes, ">", content.
  std::string_view want;  // Its text.
  CellKind kind;
};

class XlsxCell : public ::testing::TestWithParam<CellCase> {};

TEST_P(XlsxCell, IsRead) {
  const std::string cell(GetParam().cell);
  const TestReading reading =
      ReadRows(R"(<h/><row r="2"><c r="A2")" + cell + R"(</c><c r="B2"><v>1</v></c></row>)");
  ASSERT_TRUE(reading.result.ok()) << reading.result.error().message.en;
  EXPECT_EQ(reading.Codes(), "");
  ASSERT_EQ(reading.tables.at(0).rows.size(), 1U);
  const Cell& read = reading.tables[0].rows[0].cells.at(0);
  EXPECT_EQ(read.text, GetParam().want);
  EXPECT_EQ(read.kind, GetParam().kind);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, XlsxCell,
    ::testing::Values(
        CellCase{"SharedText", R"( t="s"><v>0</v>)", "甘溪镇", CellKind::kText},
        CellCase{"RichSharedText", R"( t="s"><v>1</v>)", "湄潭 ", CellKind::kText},
        CellCase{"PhoneticReadingLeftOut", R"( t="s"><v>2</v>)", "課", CellKind::kText},
        CellCase{"EscapedCharacters", R"( t="s"><v>3</v>)", "a\rb_x0041_", CellKind::kText},
        CellCase{"EmptySharedText", R"( t="s"><v>4</v>)", "", CellKind::kEmpty},
        CellCase{"InlineText", R"( t="inlineStr"><is><t>内联</t></is>)", "内联", CellKind::kText},
        CellCase{"RichInlineText",
                 R"( t="inlineStr"><is><r><t>内</t></r><r><t>联</t></r><rPh><t>x</t></rPh></is>)",
                 "内联", CellKind::kText},
        CellCase{"EscapedInlineText", R"( t="inlineStr"><is><t>a_x000A_b</t></is>)", "a\nb",
                 CellKind::kText},
        CellCase{"Entities", R"( t="str"><v>&lt;&amp;&#x7532;&gt;</v>)", "<&甲>", CellKind::kText},
        CellCase{"SpacesStay", R"( t="str"><v> x </v>)", " x ", CellKind::kText},
        CellCase{"NoValue", R"( s="1">)", "", CellKind::kEmpty},
        CellCase{"Whole", "><v>12</v>", "12", CellKind::kNumber},
        CellCase{"Negative", "><v>-0.5</v>", "-0.5", CellKind::kNumber},
        CellCase{"SpaceAroundNumber", "><v>\n 12 </v>", "12", CellKind::kNumber},
        CellCase{"SeventeenDigits", "><v>0.28999999999999998</v>", "0.29", CellKind::kNumber},
        CellCase{"SixteenDigits", "><v>9.199999999999999</v>", "9.2", CellKind::kNumber},
        CellCase{"SumOfTenths", "><v>0.30000000000000004</v>", "0.3", CellKind::kNumber},
        CellCase{"Third", "><v>0.33333333333333331</v>", "0.333333333333333", CellKind::kNumber},
        CellCase{"SmallExponent", "><v>1.5E-7</v>", "0.00000015", CellKind::kNumber},
        CellCase{"LargeExponent", "><v>1.2E+5</v>", "120000", CellKind::kNumber},
        CellCase{"TrailingZeros", "><v>1.500</v>", "1.5", CellKind::kNumber},
        CellCase{"NegativeZero", "><v>-0</v>", "0", CellKind::kNumber},
        CellCase{"Percent", R"( s="1"><v>0.86499999999999999</v>)", "86.5%", CellKind::kNumber},
        CellCase{"PercentOfMoreDigitsThanShown", R"( s="1"><v>0.86543</v>)", "86.543%",
                 CellKind::kNumber},
        CellCase{"PercentOfWhole", R"( s="1"><v>1</v>)", "100%", CellKind::kNumber},
        CellCase{"SmallPercent", R"( s="1"><v>-0.001</v>)", "-0.1%", CellKind::kNumber},
        CellCase{"Day", R"( s="2"><v>40969</v>)", "2012-03-01", CellKind::kDate},
        CellCase{"ChineseBuiltInDay", R"( s="6"><v>40969</v>)", "2012-03-01", CellKind::kDate},
        CellCase{"FirstDay", R"( s="2"><v>1</v>)", "1900-01-01", CellKind::kDate},
        CellCase{"DayAndTime", R"( s="3"><v>40969.354166666664</v>)", "2012-03-01T08:30:00",
                 CellKind::kDate},
        CellCase{"LastInstantRoundsToNextDay", R"( s="3"><v>40968.9999999</v>)", "2012-03-01",
                 CellKind::kDate},
        CellCase{"TimeOnly", R"( s="4"><v>0.35416666666666669</v>)", "08:30:00", CellKind::kDate},
        CellCase{"Duration", R"( s="5"><v>1.5</v>)", "36:00:00", CellKind::kDate},
        CellCase{"IsoDate", R"( t="d"><v>2012-03-01</v>)", "2012-03-01", CellKind::kDate},
        CellCase{"True", R"( t="b"><v>1</v>)", "TRUE", CellKind::kBoolean},
        CellCase{"False", R"( t="b"><v>0</v>)", "FALSE", CellKind::kBoolean},
        CellCase{"UnknownStyle", R"( s="99"><v>3</v>)", "3", CellKind::kNumber}),
    [](const auto& instance) { return std::string(instance.param.name); });

struct CellFindingCase {
  std::string_view name;
  std::string_view cell;
  std::string_view codes;
};

class XlsxCellFinding : public ::testing::TestWithParam<CellFindingCase> {};

TEST_P(XlsxCellFinding, IsReportedWithItsCell) {
  const std::string cell(GetParam().cell);
  const TestReading reading =
      ReadRows(R"(<h/><row r="2"><c r="A2"><v>1</v></c><c r="B2")" + cell + "</c></row>");
  ASSERT_TRUE(reading.result.ok()) << reading.result.error().message.en;
  EXPECT_EQ(reading.Codes(), GetParam().codes);
  ASSERT_FALSE(reading.issues.empty());
  EXPECT_EQ(reading.issues.list()[0].place.sheet, "表一");
  EXPECT_EQ(reading.issues.list()[0].place.file, "facts.xlsx");
}

INSTANTIATE_TEST_SUITE_P(
    Cases, XlsxCellFinding,
    ::testing::Values(CellFindingCase{"Error", R"( t="e"><v>#DIV/0!</v>)", "xlsx.error-cell@B2"},
                      CellFindingCase{"ErrorOfFormula", R"( t="e"><f>1/0</f><v>#DIV/0!</v>)",
                                      "xlsx.error-cell@B2"},
                      CellFindingCase{"FormulaWithoutValue", "><f>A2*2</f>",
                                      "xlsx.formula-without-value@B2"},
                      CellFindingCase{"FormulaWithEmptyValue", "><f>A2*2</f><v></v>",
                                      "xlsx.formula-without-value@B2"},
                      CellFindingCase{"NoNumber", "><v>12x</v>", "xlsx.number@B2"},
                      CellFindingCase{"Infinite", "><v>1E+999</v>", "xlsx.number@B2"},
                      CellFindingCase{"TooLarge", "><v>1E+40</v>", "xlsx.number@B2"},
                      CellFindingCase{"IdentityNumber", "><v>5.2212319800101125E+17</v>",
                                      "xlsx.number-precision@B2"},
                      CellFindingCase{"DayThatNeverWas", R"( s="2"><v>60</v>)", "xlsx.date@B2"},
                      CellFindingCase{"DayZero", R"( s="2"><v>0</v>)", "xlsx.date@B2"},
                      CellFindingCase{"NegativeDay", R"( s="2"><v>-3</v>)", "xlsx.date@B2"},
                      CellFindingCase{"FarDay", R"( s="2"><v>2958465</v>)", "xlsx.date@B2"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Xlsx, MarksFormulas) {
  const TestReading reading = ReadRows(
      R"(<h/><row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"x"</f><v>x</v></c>)"
      R"(<c r="C2" t="str"><f t="shared" si="0"/><v></v></c></row>)");
  EXPECT_EQ(reading.Codes(), "");
  EXPECT_EQ(reading.Text(), "a|b|c|\n2:=2|=x|=|\n");
}

TEST(Xlsx, RefusesCellsThatAreTooLong) {
  XlsxOptions options;
  options.limits.cell_characters_max = 4;
  const TestReading reading = ReadRows(
      R"(<h/><row r="2"><c r="A2" t="str"><v>四个字符</v></c><c r="B2" t="str"><v>五个字符了</v></c>)"
      R"(<c r="C2" t="str"><v>𠀀𠀀𠀀</v></c></row>)",
      options);
  EXPECT_EQ(reading.Codes(), "xlsx.cell-too-long@B2 xlsx.cell-too-long@C2");
}

// ---- Sheets
// ---------------------------------------------------------------------------------------

TEST(Xlsx, FillsCellsThatAreNotStored) {
  const TestReading reading = ReadRows(
      R"(<h/><row r="3"><c r="B3"><v>2</v></c></row><row r="7"><c r="C7"><v>3</v></c></row>)");
  EXPECT_EQ(reading.Text(), "a|b|c|\n3:|2||\n7:||3|\n");
  EXPECT_EQ(reading.tables[0].PlaceOf(1, 2).cell, "C7");
  EXPECT_EQ(reading.tables[0].info.PlaceOfHeader(1).cell, "B1");
}

TEST(Xlsx, CountsRowsAndCellsThatAreNotNumbered) {
  const TestReading reading =
      ReadRows("<h/><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c/><c><v>3</v></c></row>");
  EXPECT_EQ(reading.Text(), "a|b|c|\n2:1|2||\n3:||3|\n");
}

TEST(Xlsx, PassesOverBlankRows) {
  const TestReading reading = ReadRows(
      R"(<row r="1"/><row r="2"><c r="A2" s="1"/></row><row r="3"><c r="A3" t="str"><v>a</v></c></row>)"
      R"(<row r="4"><c r="A4" t="s"><v>4</v></c></row><row r="5"><c r="A5"><v>1</v></c></row>)");
  EXPECT_EQ(reading.Text(), "a|\n5:1|\n");
  EXPECT_EQ(reading.tables[0].info.header_number, 3);
}

TEST(Xlsx, MarksHiddenRows) {
  EXPECT_EQ(ReadRows(R"(<h/><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>)").Text(),
            "a|b|c|\n!2:1|||\n");
}

TEST(Xlsx, TakesTheHeaderFromTheRowNamed) {
  const TestReading reading = ReadRows(
      R"(<row r="1"><c r="A1" t="str"><v>考核表</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" t="str"><v>y</v></c></row>)"
      R"(<row r="3"><c r="B3"><v>1</v></c></row>)",
      {.header_row = 2, .limits = {}});
  EXPECT_EQ(reading.Codes(), "");
  EXPECT_EQ(reading.Text(), "x|y|\n3:|1|\n");
}

TEST(Xlsx, ReportsCellsOutsideTheHeader) {
  const TestReading reading =
      ReadRows(R"(<h/><row r="2"><c r="D2"><v>1</v></c><c r="E2" s="1"/></row>)");
  EXPECT_EQ(reading.Codes(), "xlsx.cell-outside-header@D2");
}

TEST(Xlsx, ReportsBadHeaders) {
  EXPECT_EQ(
      ReadRows(
          R"(<row r="1"><c r="A1" t="str"><v>a</v></c><c r="C1" t="str"><v> a　</v></c></row>)")
          .Codes(),
      "xlsx.header-empty-name@B1 xlsx.header-duplicate-name@C1");
}

TEST(Xlsx, MarksWhatLiesUnderMergedCells) {
  const TestReading reading = ReadRows(
      R"(<h/><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="3"><c r="A3"/><c r="B3"><v>3</v></c></row>)"
      R"(<row r="4"><c r="B4"><v>4</v></c><c r="C4"><v>9</v></c></row><row r="5"><c r="A5"><v>5</v></c></row>)",
      {}, R"(<mergeCells count="2"><mergeCell ref="A2:A4"/><mergeCell ref="B4:C4"/></mergeCells>)");
  EXPECT_EQ(reading.Codes(), "");
  EXPECT_EQ(reading.Text(), "a|b|c|\n2:1|2||\n3:^|3||\n4:^|4|^|\n5:5|||\n");
}

TEST(Xlsx, ExplainsMergedHeaders) {
  const TestReading reading = ReadRows(
      R"(<row r="1"><c r="A1" t="str"><v>二〇一二年考核表</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c></row>)",
      {}, R"(<mergeCells><mergeCell ref="A1:C1"/></mergeCells>)");
  EXPECT_EQ(reading.Codes(), "xlsx.header-merged@B1 xlsx.header-merged@C1");
}

TEST(Xlsx, LeavesOutOverlappingMerges) {
  const TestReading reading =
      ReadRows(R"(<h/><row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>3</v></c></row>)", {},
               R"(<mergeCells><mergeCell ref="A2:B3"/><mergeCell ref="B2:C2"/></mergeCells>)");
  EXPECT_EQ(reading.Text(), "a|b|c|\n2:1|^|3|\n");
}

TEST(Xlsx, ReadsAllSheetsInOrderAndMarksHiddenOnes) {
  WorkbookParts parts;
  parts.workbook =
      R"(<x:workbook xmlns:x="m" xmlns:rel="x"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="二" rel:id="b"/><x:sheet name="图" rel:id="c"/>)"
      R"(<x:sheet name="一" rel:id="a" state="veryHidden"/></x:sheets></x:workbook>)";
  parts.relations =
      R"(<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="../xl/./worksheets/sheet1.xml"/>)"
      R"(<Relationship Id="b" Type="http://x/worksheet" Target="/XL/Worksheets/Sheet1.xml"/>)"
      R"(<Relationship Id="c" Type="http://x/chartsheet" Target="chart.xml"/></Relationships>)";
  parts.sheet =
      R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
  const TestReading reading = ReadParts(parts);
  ASSERT_TRUE(reading.result.ok()) << reading.result.error().message.en;
  ASSERT_EQ(reading.tables.size(), 2U);
  EXPECT_EQ(reading.tables[0].info.sheet, "二");
  EXPECT_FALSE(reading.tables[0].info.is_hidden);
  EXPECT_EQ(reading.tables[1].info.sheet, "一");
  EXPECT_TRUE(reading.tables[1].info.is_hidden);
  EXPECT_EQ(reading.Text(0), "a|\n2:7|\n");
}

TEST(Xlsx, CountsDaysFrom1904WhereTheWorkbookSaysSo) {
  WorkbookParts parts;
  parts.workbook =
      R"(<workbook xmlns:r="x"><workbookPr date1904="true"/><sheets><sheet name="表一" r:id="r1"/></sheets></workbook>)";
  parts.styles = R"(<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>)";
  parts.sheet =
      R"(<worksheet><sheetData><row><c t="str"><v>a</v></c></row><row><c s="0"><v>39507</v></c></row><row><c><v>0</v></c></row></sheetData></worksheet>)";
  EXPECT_EQ(ReadParts(parts).Text(), "a|\n2:2012-03-01|\n3:1904-01-01|\n");
}

class BeginSink : public RowSink {
 public:
  bool Begin(const TableInfo& table) override {
    info = table;
    return takes_table;
  }
  bool Row(const RowView&) override {
    ++rows;
    return false;
  }
  TableInfo info;
  bool takes_table = true;
  int rows = 0;
};

TEST(Xlsx, DeliversBlankSheetsWithoutHeader) {
  BeginSink sink;
  Issues issues;
  EXPECT_TRUE(ReadXlsx(WorkbookParts().Zip(), "facts.xlsx", {}, sink, issues).ok());
  EXPECT_EQ(sink.info.sheet, "表一");
  EXPECT_THAT(sink.info.header, IsEmpty());
  EXPECT_EQ(sink.info.header_number, 0);
  EXPECT_THAT(ReadRows("").tables, IsEmpty());
}

TEST(Xlsx, ReportsNothingOfTablesThatAreNotTaken) {
  WorkbookParts parts;
  parts.sheet =
      R"(<worksheet><sheetData><row><c t="str"><v>填表说明</v></c><c t="e"><v>#REF!</v></c></row><row><c t="e"><v>#N/A</v></c></row></sheetData>)"
      R"(<mergeCells><mergeCell ref="A1:C1"/></mergeCells></worksheet>)";
  BeginSink sink;
  sink.takes_table = false;
  Issues issues;
  EXPECT_TRUE(ReadXlsx(parts.Zip(), "facts.xlsx", {}, sink, issues).ok());
  EXPECT_FALSE(sink.info.is_header_sound);
  EXPECT_TRUE(issues.empty());
  EXPECT_EQ(ReadParts(parts).Codes(),
            "xlsx.error-cell@B1 xlsx.header-merged@B1 xlsx.header-merged@C1 xlsx.error-cell@A2");
}

TEST(Xlsx, NeedsNeitherStylesNorSharedStrings) {
  WorkbookParts parts;
  parts.relations =
      R"(<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)";
  parts.sheet = "<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>";
  EXPECT_EQ(ReadParts(parts).Text(), "5|\n");
}

TEST(Xlsx, StopsWhenTheSinkHasEnough) {
  WorkbookParts parts;
  parts.sheet =
      R"(<worksheet><sheetData><row><c t="str"><v>a</v></c></row><row><c><v>1</v></c></row><row><c t="e"><v>#REF!</v></c></row>)";
  BeginSink sink;
  Issues issues;
  EXPECT_TRUE(ReadXlsx(parts.Zip(), "facts.xlsx", {}, sink, issues).ok());
  EXPECT_EQ(sink.rows, 1);
  BeginSink skipping;
  skipping.takes_table = false;
  EXPECT_TRUE(ReadXlsx(parts.Zip(), "facts.xlsx", {}, skipping, issues).ok());
  EXPECT_EQ(skipping.rows, 0);
  EXPECT_TRUE(issues.empty());
}

// ---- Broken and hostile files
// ---------------------------------------------------------------------

// Expects the file to be refused with a message that contains `words`.
void ExpectRefused(const TestReading& reading, ErrorCode code, std::string_view words) {
  ASSERT_FALSE(reading.result.ok());
  EXPECT_EQ(reading.result.error().code, code);
  EXPECT_THAT(reading.result.error().message.en, HasSubstr(std::string(words)));
  EXPECT_FALSE(reading.result.error().message.zh.empty());
}

TEST(XlsxRefuses, WhatIsNoWorkbook) {
  ExpectRefused(ReadBytes(""), ErrorCode::kInvalidInput, "empty");
  ExpectRefused(ReadBytes("a,b\n1,2\n"), ErrorCode::kInvalidInput, "not an .xlsx");
  ExpectRefused(ReadBytes("PK\x03\x04 and then nothing"), ErrorCode::kInvalidInput, "cut short");
}

TEST(XlsxRefuses, OldAndEncryptedDocuments) {
  const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
  ExpectRefused(ReadBytes(compound), ErrorCode::kInvalidInput, "save it as .xlsx");
  std::string encrypted = compound;
  for (const char byte : std::string("EncryptedPackage")) encrypted += std::string(1, byte) + '\0';
  ExpectRefused(ReadBytes(encrypted), ErrorCode::kInvalidInput, "password");
}

TEST(XlsxRefuses, OtherZips) {
  ZipBuilder zip;
  zip.Add("readme.txt", "hello");
  ExpectRefused(ReadBytes(zip.Finish()), ErrorCode::kInvalidInput, "some other zip");
  ZipBuilder document;
  document.Add("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  document.Add("content.xml", "<x/>");
  ExpectRefused(ReadBytes(document.Finish()), ErrorCode::kInvalidInput, ".ods");
  ZipBuilder binary;
  binary.Add("_rels/.rels",
             R"(<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>)");
  binary.Add("xl/workbook.bin", "?");
  ExpectRefused(ReadBytes(binary.Finish()), ErrorCode::kInvalidInput, ".xlsb");
  ZipBuilder word;
  word.Add("_rels/.rels",
           R"(<R><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></R>)");
  word.Add("word/document.xml", "<x/>");
  ExpectRefused(ReadBytes(word.Finish()), ErrorCode::kInvalidInput, "Word");
}

TEST(XlsxRefuses, EveryTruncation) {
  WorkbookParts parts;
  parts.sheet = "<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>";
  const std::string whole = parts.Zip();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_FALSE(ReadBytes(whole.substr(0, size)).result.ok()) << size;
  }
}

TEST(XlsxRefuses, MissingParts) {
  for (const std::string_view missing :
       {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
        "xl/styles.xml", "xl/sharedStrings.xml"}) {
    ExpectRefused(ReadBytes(WorkbookParts().Zip(missing)), ErrorCode::kInvalidInput, "is missing");
  }
  ExpectRefused(ReadBytes(WorkbookParts().Zip("_rels/.rels")), ErrorCode::kInvalidInput,
                "other zip");
  WorkbookParts parts;
  parts.relations = "<Relationships/>";
  ExpectRefused(ReadParts(parts), ErrorCode::kInvalidInput, "no part belongs to the sheet");
}

TEST(XlsxRefuses, LiesInTheDirectory) {
  const auto read_with = [](ZipBuilder::Lie lie) {
    ZipBuilder zip;
    zip.Add("_rels/.rels", WorkbookParts().root_relations, lie);
    return ReadBytes(zip.Finish());
  };
  ExpectRefused(read_with({.crc_changed = 1}), ErrorCode::kInvalidInput, "checksum");
  ExpectRefused(read_with({.flags = 1}), ErrorCode::kInvalidInput, "password");
  ExpectRefused(read_with({.method = 12}), ErrorCode::kInvalidInput, "unusual way");
  ExpectRefused(read_with({.size_added = 0x70000000}), ErrorCode::kLimitExceeded, "zip bomb");
}

TEST(XlsxRefuses, TooManyPartsAndTooLargeFiles) {
  ZipBuilder zip;
  for (int i = 0; i < 5; ++i) zip.Add("part" + std::to_string(i), "");
  XlsxOptions options;
  options.limits.parts_max = 4;
  ExpectRefused(ReadBytes(zip.Finish(), options), ErrorCode::kLimitExceeded, "5 parts");
  options.limits.file_bytes_max = 10;
  ExpectRefused(ReadBytes(zip.Finish(), options), ErrorCode::kLimitExceeded, "bytes");
}

// Returns a workbook whose sheet is the given XML, compressed.
std::string Deflated(const std::string& sheet) {
  const WorkbookParts parts;
  const std::vector<std::pair<const char*, const std::string*>> entries{
      {"_rels/.rels", &parts.root_relations},
      {"xl/workbook.xml", &parts.workbook},
      {"xl/_rels/workbook.xml.rels", &parts.relations},
      {"xl/sharedStrings.xml", &parts.shared_strings},
      {"xl/styles.xml", &parts.styles},
      {"xl/worksheets/sheet1.xml", &sheet}};
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(target);
  zip_t* const zip = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  for (const auto& [name, content] : entries) {
    zip_file_add(zip, name, zip_source_buffer(zip, content->data(), content->size(), 0), 0);
  }
  EXPECT_EQ(zip_close(zip), 0);
  zip_stat_t status;
  zip_source_stat(target, &status);
  std::string bytes(status.size, '\0');
  zip_source_open(target);
  EXPECT_EQ(zip_source_read(target, bytes.data(), bytes.size()),
            static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

TEST(XlsxRefuses, ZipBombs) {
  const std::string sheet =
      "<worksheet><sheetData/>" + std::string(20'000'000, ' ') + "</worksheet>";
  std::string bytes = Deflated(sheet);
  EXPECT_LT(bytes.size(), 100'000U);
  ExpectRefused(ReadBytes(bytes), ErrorCode::kLimitExceeded, "zip bomb");
  XlsxOptions options;
  options.limits.compression_ratio_max = 2000;
  EXPECT_TRUE(ReadBytes(bytes, options).result.ok());
  options.limits.sheet_bytes_max = 19'000'000;
  ExpectRefused(ReadBytes(bytes, options), ErrorCode::kLimitExceeded, "19000000");
  // The directory says 1,000 bytes where there are 20 million.
  const std::size_t name = bytes.rfind("xl/worksheets/sheet1.xml");
  bytes.replace(name - 22, 4, std::string("\xE8\x03\0\0", 4));
  ExpectRefused(ReadBytes(bytes), ErrorCode::kLimitExceeded, "zip bomb");
}

TEST(XlsxRefuses, TotalsOverTheLimit) {
  XlsxOptions options;
  options.limits.total_bytes_max = 300;
  ExpectRefused(ReadParts(WorkbookParts(), options), ErrorCode::kLimitExceeded, "300");
}

TEST(XlsxRefuses, DoctypesAndEntities) {
  WorkbookParts parts;
  parts.sheet =
      R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>)"
      R"(<worksheet><sheetData><row><c t="str"><v>&b;&f;</v></c></row></sheetData></worksheet>)";
  ExpectRefused(ReadParts(parts), ErrorCode::kInvalidInput, "DOCTYPE");
  parts.sheet =
      "<worksheet><sheetData><row><c t=\"str\"><v>&unknown;</v></c></row></sheetData></worksheet>";
  ExpectRefused(ReadParts(parts), ErrorCode::kInvalidInput, "undefined entity");
}

TEST(XlsxRefuses, MalformedXml) {
  WorkbookParts parts;
  for (const std::string_view sheet :
       {"", "<worksheet>", "<worksheet><sheetData></worksheet>", "text", "<worksheet/><worksheet/>",
        "<worksheet>\xFF</worksheet>"}) {
    parts.sheet = sheet;
    ExpectRefused(ReadParts(parts), ErrorCode::kInvalidInput, "malformed");
  }
}

TEST(XlsxRefuses, XmlThatExhaustsTheParser) {
  std::string nested;
  for (int i = 0; i < 400'000; ++i) nested += "<a>";
  WorkbookParts parts;
  parts.sheet = "<worksheet>" + nested;
  ExpectRefused(ReadParts(parts), ErrorCode::kLimitExceeded, "nested too deep");
  parts.sheet = "<worksheet x=\"" + std::string(20'000'000, 'y') + "\"/>";
  ExpectRefused(ReadParts(parts), ErrorCode::kLimitExceeded, "tags too long");
  std::string names;
  for (int i = 0; i < 300'000; ++i) names += "<n" + std::to_string(i) + "/>";
  parts.sheet = "<worksheet>" + names + "</worksheet>";
  ExpectRefused(ReadParts(parts), ErrorCode::kLimitExceeded, "not built like");
}

TEST(XlsxRefuses, ImpossiblePlaces) {
  for (const std::string_view rows :
       {R"(<row r="2"/><row r="2"/>)", R"(<row r="2"/><row r="1"/>)", R"(<row r="0"/>)",
        R"(<row r="x"/>)", R"(<row r="1048577"/>)", R"(<row r="99999999999"/>)",
        R"(<row r="1"><c r="A2"/></row>)", R"(<row r="1"><c r="B1"/><c r="A1"/></row>)",
        R"(<row r="1"><c r="A1"/><c r="A1"/></row>)", R"(<row r="1"><c r="XFE1"/></row>)",
        R"(<row r="1"><c r="1"/></row>)", R"(<row r="1"><c r="A"/></row>)",
        R"(<row r="1"><c r="AAAAAAAAAAAAAAA1"/></row>)", R"(<row r="1"><c r="A1" t="z"/></row>)"}) {
    ExpectRefused(ReadRows(std::string(rows)), ErrorCode::kInvalidInput, "damaged");
  }
  ExpectRefused(ReadRows(R"(<h/><row r="2"><c r="A2" t="s"><v>5</v></c></row>)"),
                ErrorCode::kInvalidInput, "does not exist");
  ExpectRefused(ReadRows("", {}, R"(<mergeCells><mergeCell ref="B2:A1"/></mergeCells>)"),
                ErrorCode::kInvalidInput, "merged");
}

TEST(XlsxRefuses, MoreThanItsLimits) {
  XlsxOptions options;
  options.limits.rows_max = 2;
  ExpectRefused(ReadRows(R"(<h/><row r="3"/>)", options), ErrorCode::kInvalidInput, "damaged");
  options = {};
  options.limits.columns_max = 2;
  ExpectRefused(ReadRows("<h/>", options), ErrorCode::kInvalidInput, "damaged");
  options = {};
  options.limits.cells_max = 3;
  ExpectRefused(
      ReadRows(R"(<h/><row r="2"><c><v>1</v></c></row><row r="3"><c><v>1</v></c></row>)", options),
      ErrorCode::kLimitExceeded, "more than 3 cells");
  options = {};
  options.limits.row_bytes_max = 100;
  ExpectRefused(ReadRows(R"(<h/><row r="2"><c t="str"><v>)" + std::string(98, 'x') +
                             "</v></c><c><v>123</v></c></row>",
                         options),
                ErrorCode::kInvalidInput, "row 2 is too long");
  options = {};
  options.limits.sheets_max = 0;
  ExpectRefused(ReadRows("", options), ErrorCode::kLimitExceeded, "sheets");
  options = {};
  options.limits.merges_max = 1;
  ExpectRefused(
      ReadRows("", options,
               R"(<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>)"),
      ErrorCode::kLimitExceeded, "merged");
}

TEST(Xlsx, ReportsWorkbooksWithoutSheets) {
  WorkbookParts parts;
  parts.workbook = "<workbook/>";
  EXPECT_EQ(ReadParts(parts).Codes(), "xlsx.no-sheet");
}

TEST(Xlsx, ListsAHundredErrorsAndCountsTheOthers) {
  std::string rows = "<h/>";
  for (int row = 2; row < 302; ++row) {
    rows += R"(<row><c t="e"><v>#N/A</v></c></row>)";
  }
  const TestReading reading = ReadRows(rows);
  ASSERT_EQ(reading.issues.list().size(), 101U);
  EXPECT_THAT(reading.issues.list().back().message.en, HasSubstr("200 more"));
}

}  // namespace
}  // namespace kaogong::importer
