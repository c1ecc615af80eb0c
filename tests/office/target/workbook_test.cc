// SPDX-License-Identifier: Apache-2.0
#include "office/target/workbook.h"

#include <gmock/gmock.h>

#include "importer/xlsx.h"
#include "sheet/write.h"
#include "target_fixture.h"

namespace kaogong::office::target {
namespace {

using store::IsOk;
using testing::ElementsAre;

class WorkbookTest : public TargetTest {
 protected:
  // A workbook for villages: headings and rows.
  static std::string Book(const std::vector<std::string>& headings,
                          const std::vector<std::vector<std::string>>& rows) {
    sheet::Workbook workbook;
    sheet::Sheet sheet;
    sheet.name = "村";
    for (const std::string& heading : headings) {
      sheet.columns.emplace_back();
      sheet.columns.back().title = heading;
    }
    for (const auto& row : rows) {
      sheet.rows.emplace_back();
      for (const std::string& cell : row) {
        sheet.rows.back().push_back(cell.empty() ? sheet::Cell{} : sheet::Cell::Text(cell));
      }
    }
    workbook.sheets = {sheet};
    return sheet::RenderWorkbook(workbook).value();
  }

  Result<std::int64_t> Import(const std::string& bytes, Issues* issues, const Actor& actor) {
    return ImportTargets(*library_, actor, assessment_, bytes, "目标.xlsx", issues);
  }
};

TEST_P(WorkbookTest, WhatComesOutGoesInAgain) {
  BringTo("甲村", SheetState::kDraft);
  const auto bytes = ExportTargets(*library_, clerk_, assessment_, Language::kChinese);
  ASSERT_TRUE(IsOk(bytes));
  importer::TableCollector collector;
  Issues issues;
  ASSERT_TRUE(IsOk(importer::ReadXlsx(bytes.value(), "a.xlsx", {}, collector, issues)));
  ASSERT_FALSE(collector.tables().empty());
  const importer::Table& table = collector.tables()[0];
  EXPECT_EQ(table.info.sheet, "村");
  ASSERT_EQ(table.rows.size(), 4U);  // Not 邻村.
  EXPECT_EQ(table.rows[0].cells[0].text, "甲村");
  EXPECT_EQ(table.rows[0].cells[*table.info.Find("上年：粮食 目标")].text, "100");
  EXPECT_EQ(table.rows[0].cells[*table.info.Find("粮食 目标")].text, "90");
  EXPECT_TRUE(table.info.Find("进度 目标[二季度]").has_value());
  const auto changed = Import(bytes.value(), &issues, clerk_);
  ASSERT_TRUE(IsOk(changed));
  EXPECT_EQ(changed.value(), 0);
}

TEST_P(WorkbookTest, WritesWhatDiffers) {
  Issues issues;
  const auto changed =
      Import(Book({"编号", "名称", "粮食 目标", "参保率 目标", "事故 目标"},
                  {{"甲村", "", "120.5", "86%", "不适用"}, {"乙村", "", "", "", "3"}}),
             &issues, clerk_);
  ASSERT_TRUE(IsOk(changed));
  EXPECT_EQ(changed.value(), 4);
  const SheetView sheet = Sheet("甲村");
  EXPECT_EQ(sheet.items[0].units, 12'050);
  EXPECT_EQ(ValueText(*sheet.items[1].term, *sheet.items[1].units), "86");
  EXPECT_TRUE(sheet.items[2].is_not_applicable);
  EXPECT_EQ(Sheet("乙村").summary.filled, 1);
  // The office may write for everybody.
  EXPECT_TRUE(IsOk(Import(Book({"编号", "事故 目标"}, {{"邻村", "1"}}), &issues, chief_)));
}

TEST_P(WorkbookTest, NamesEveryWrongCellAndWritesNothing) {
  BringTo("丙村", SheetState::kSubmitted);
  Issues issues;
  const auto refused =
      Import(Book({"编号", "粮食 目标", "事故 目标", "粮食目标"}, {{"甲村", "很多", "1.5", ""},
                                                                   {"没有", "1", "", ""},
                                                                   {"乙村", "200000", "1", ""},
                                                                   {"乙村", "2", "1", ""},
                                                                   {"丙村", "91", "2", ""},
                                                                   {"邻村", "1", "", ""}}),
             &issues, clerk_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  std::vector<std::string> found;
  for (const Issue& issue : issues.list()) {
    EXPECT_EQ(issue.place.sheet, "村");
    found.push_back(issue.place.cell + " " + std::string(issue.code));
  }
  EXPECT_THAT(found, ElementsAre("D1 target.column", "B2 target.number", "C2 target.value",
                                 "A3 target.code", "B4 target.value", "A5 target.twice",
                                 "B6 target.state", "A7 target.code"));
  EXPECT_EQ(Sheet("甲村").summary.filled, 0);
}

TEST_P(WorkbookTest, WhoDraftsNothingIsRefused) {
  Issues issues;
  EXPECT_EQ(Import(Book({"编号"}, {}), &issues, superior_).error().code, ErrorCode::kNotPermitted);
}

KAOGONG_STORE_SUITE(WorkbookTest);

}  // namespace
}  // namespace kaogong::office::target
