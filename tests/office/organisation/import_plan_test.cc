// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/import_plan.h"

#include <gtest/gtest.h>

#include "importer/xlsx.h"
#include "office/organisation/workbook.h"
#include "plan_fixture.h"
#include "sheet/write.h"

namespace kaogong::office {

sheet::Sheet SheetOf(std::string name, const Lines& lines) {
  sheet::Sheet made;
  made.name = std::move(name);
  for (const std::string& title : lines.front()) made.columns.push_back({.title = title});
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::vector<sheet::Cell> row;
    for (const std::string& text : lines[i]) {
      if (text.empty()) {
        row.emplace_back();
      } else if (text.starts_with("=")) {
        row.push_back(sheet::Cell::Formula("1+1", text.substr(1)));
      } else {
        row.push_back(sheet::Cell::Text(text));
      }
    }
    made.rows.push_back(std::move(row));
  }
  return made;
}

std::string BytesOf(std::vector<sheet::Sheet> sheets) {
  sheet::Workbook book;
  book.sheets = std::move(sheets);
  auto bytes = sheet::RenderWorkbook(book);
  EXPECT_TRUE(bytes.ok());
  return bytes.ok() ? std::move(bytes).value() : "";
}

std::string Codes(const Issues& issues) {
  std::string joined;
  for (const Issue& issue : issues.list()) {
    if (!joined.empty()) joined += ' ';
    joined += issue.code;
    if (!issue.place.sheet.empty()) joined += "@" + issue.place.sheet;
    if (!issue.place.cell.empty()) joined += "!" + issue.place.cell;
  }
  return joined;
}

Planned PlanSheets(std::vector<sheet::Sheet> sheets, const Snapshot& snapshot,
                   const ImportReach& reach) {
  ImportFindings findings;
  Planned planned;
  const auto rows = ReadImportRows(BytesOf(std::move(sheets)), "组织.xlsx", {}, findings);
  EXPECT_TRUE(rows.ok()) << (rows.ok() ? "" : rows.error().message.zh);
  if (rows.ok()) {
    planned.plan = PlanImport(rows.value(), snapshot, reach, Day("2026-03-01"), findings);
  }
  planned.issues = findings.Take();
  return planned;
}

namespace {

// A city with two departments, one position and one person in the first department.
Snapshot SmallCity() {
  Snapshot city;
  city.units = {{"001", 1}, {"101", 2}, {"102", 3}};
  const Validity since{Day("2020-01-01"), {}};
  city.spans = {{11, 1, {std::nullopt, "安和市", "", UnitCategory::kCity, 1}, since},
                {12, 2, {1, "教育局", "教育", UnitCategory::kDepartment, 1}, since},
                {13, 3, {1, "卫生局", "", UnitCategory::kDepartment, 2}, since}};
  city.positions = {{"P1", {21, "局长", 15000, 1}}};
  city.persons = {{"R1", {31, "王建国", "5551", ""}}};
  city.appointments = {{41, 31, 2, 21, true, {Day("2021-05-01"), {}}}};
  return city;
}

std::string Shown(const PlannedChange& change) {
  std::string text = std::string(change.kind) + " " + std::string(change.action) + " " +
                     change.label + ":";
  for (const FieldChange& field : change.fields) {
    text += " " + field.field + " " + field.before + ">" + field.after;
  }
  return text;
}

TEST(ImportPlan, PlansNewChangedEndedAndUnchangedRows) {
  const Planned planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader,
                        {"101", "教育体育局", "", "", "", "", "2026-07-01", ""},
                        {"102", "", "", "", "", "", "", ""},
                        {"103", "审计局", "", "001", "部门", "3", "2026-01-01", ""}}),
       SheetOf("岗位", {kPositionHeader, {"P1", "", "1.6", ""}, {"P2", "科员", "", ""}}),
       SheetOf("人员", {kPersonHeader, {"R1", "王建国", "", ""}, {"R2", "李梅", "5552", ""}}),
       SheetOf("任职", {kAppointmentHeader,
                        {"R1", "101", "P1", "", "2021-05-01", "2026-12-31"},
                        {"R2", "103", "P2", "", "2026-02-01", ""}})},
      SmallCity());
  EXPECT_EQ(Codes(planned.issues), "");
  const ImportSummary& summary = planned.plan.summary;
  EXPECT_EQ(summary.units_new, 1);
  EXPECT_EQ(summary.units_changed, 1);
  EXPECT_EQ(summary.positions_new, 1);
  EXPECT_EQ(summary.positions_changed, 1);
  EXPECT_EQ(summary.persons_new, 1);
  EXPECT_EQ(summary.persons_changed, 0);
  EXPECT_EQ(summary.appointments_new, 1);
  EXPECT_EQ(summary.appointments_ended, 1);
  EXPECT_EQ(summary.unchanged, 2);
  std::vector<std::string> shown;
  for (const PlannedChange& change : planned.plan.preview) shown.push_back(Shown(change));
  EXPECT_EQ(shown, (std::vector<std::string>{
                       "unit change 101 教育局: name 教育局>教育体育局 valid_from "
                       "2020-01-01>2026-07-01",
                       "unit new 103 审计局: name >审计局 parent >001 category >department order >3 "
                       "valid_from >2026-01-01",
                       "position change P1 局长: coefficient 1.5>1.6",
                       "position new P2 科员: name >科员 coefficient >1 order >3",
                       "person new R2 李梅: name >李梅 phone >5552",
                       "appointment end 王建国 · 教育体育局 · 局长: valid_to >2026-12-31",
                       "appointment new 李梅 · 审计局 · 科员: is_primary >true valid_from "
                       ">2026-02-01"}));
}

TEST(ImportPlan, FindsEverythingWrongAtOnce) {
  const Planned planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader,
                        {"", "无编码局", "", "001", "部门", "", "2026-01-01", ""},
                        {"104", "甲局", "", "999", "部门", "", "2026-01-01", ""},
                        {"105", "乙局", "", "001", "衙门", "", "2026-01-01", ""},
                        {"106", "丙局", "", "001", "部门", "x", "2026-13-01", ""},
                        {"107", "丁局", "", "001", "部门", "", "2026-05-01", "2026-05-01"},
                        {"108", "=戊局", "", "001", "部门", "", "2026-01-01", ""},
                        {"109", "己局", "", "001", "部门", "", "2026-01-01", ""},
                        {"109", "己局", "", "001", "部门", "", "2026-01-01", ""},
                        {"1 10", "庚局", "", "001", "部门", "", "2026-01-01", ""}}),
       SheetOf("岗位", {kPositionHeader, {"P3", "处长", "1.23456", ""}, {"P4", "科长", "高", ""}}),
       SheetOf("人员", {kPersonHeader, {"R3", std::string(400, 'n'), "", ""}, {"R4", "", "", ""}}),
       SheetOf("任职", {kAppointmentHeader,
                        {"R9", "101", "", "", "2026-01-01", ""},
                        {"R1", "109", "P9", "大概", "2026-01-01", ""},
                        {"R3", "105", "P3", "", "2026-01-01", ""},
                        {"R1", "102", "", "", "", ""}})},
      SmallCity());
  EXPECT_EQ(Codes(planned.issues),
            "import.required@单位!A2 import.category@单位!E4 import.number@单位!F5 "
            "import.date@单位!G5 import.date-order@单位!H6 import.formula@单位!B7 "
            "import.code@单位!A10 import.coefficient@岗位!C2 import.number@岗位!C3 "
            "import.name@人员!B2 import.yes-or-no@任职!D3 import.required@任职!E5 "
            "import.duplicate@单位!A9 import.unknown-unit@单位!D3 import.required@人员!B3 "
            "import.unknown-person@任职!A2");
}

TEST(ImportPlan, FindsCircularParentsAndMissingOnes) {
  Planned planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader,
                        {"201", "甲", "", "202", "部门", "", "2026-01-01", ""},
                        {"202", "乙", "", "203", "部门", "", "2026-01-01", ""},
                        {"203", "丙", "", "201", "部门", "", "2026-01-01", ""}})},
      SmallCity());
  EXPECT_EQ(Codes(planned.issues),
            "import.circle@单位!D4 import.circle@单位!D3 import.circle@单位!D2");

  planned = PlanSheets({SheetOf("单位", {kUnitHeader,
                                         {"001", "", "", "101", "", "", "2026-04-01", ""}})},
                       SmallCity());
  EXPECT_NE(Codes(planned.issues).find("import.circle@单位!D2"), std::string::npos);

  planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader,
                        {"201", "甲", "", "001", "部门", "", "2026-05-01", ""},
                        {"202", "乙", "", "201", "内设机构", "", "2026-04-30", ""},
                        {"203", "丙", "", "", "市", "", "2026-04-30", ""}})},
      SmallCity());
  EXPECT_EQ(Codes(planned.issues), "import.second-top@单位!D4 import.no-parent@单位!D3");
}

TEST(ImportPlan, RefusesToCloseAUnitThatIsStillUsed) {
  Planned planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader, {"101", "", "", "", "", "", "", "2026-06-01"}})}, SmallCity());
  EXPECT_EQ(Codes(planned.issues), "import.still-appointed@单位!H2");

  planned = PlanSheets({SheetOf("单位", {kUnitHeader, {"001", "", "", "", "", "", "", "2026-06-01"}})},
                       SmallCity());
  EXPECT_NE(Codes(planned.issues).find("import.still-below@单位!H2"), std::string::npos);

  // Together with the end of the appointment it is fine, also when it moves to another unit.
  planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader, {"101", "", "", "", "", "", "", "2026-06-01"}}),
       SheetOf("任职", {kAppointmentHeader,
                        {"R1", "101", "P1", "", "2021-05-01", "2026-06-01"},
                        {"R1", "102", "P1", "", "2026-06-01", ""}})},
      SmallCity());
  EXPECT_EQ(Codes(planned.issues), "");
  EXPECT_EQ(planned.plan.preview.front().action, "end");
  EXPECT_EQ(planned.plan.summary.appointments_new, 1);
}

TEST(ImportPlan, JudgesAppointmentsBesideEachOther) {
  const auto codes = [](Lines lines) {
    lines.insert(lines.begin(), kAppointmentHeader);
    return Codes(PlanSheets({SheetOf("任职", lines)}, SmallCity()).issues);
  };
  // A second primary on the same day, but not on days that only touch.
  EXPECT_EQ(codes({{"R1", "102", "", "是", "2026-01-01", ""}}), "import.primary@任职!D2");
  EXPECT_EQ(codes({{"R1", "102", "", "是", "2020-01-01", "2021-05-01"}}), "");
  EXPECT_EQ(codes({{"R1", "102", "", "是", "2020-01-01", "2021-05-02"}}), "import.primary@任职!D2");
  EXPECT_EQ(codes({{"R1", "102", "", "", "2026-01-01", ""}}), "");  // Taken as secondary.
  EXPECT_EQ(codes({{"R1", "101", "P1", "否", "2026-01-01", ""}}), "import.appointed-twice@任职!E2");
  EXPECT_EQ(codes({{"R1", "102", "", "", "2026-01-01", ""}, {"R1", "102", "", "", "2026-01-01", ""}}),
            "import.duplicate@任职!A3");
  EXPECT_EQ(codes({{"R1", "102", "", "否", "2019-12-31", ""}}), "import.no-unit@任职!E2");
}

TEST(ImportPlan, KeepsToTheReachOfWhoImports) {
  ImportReach reach;
  reach.units = {2};
  const Planned planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader,
                        {"102", "卫健局", "", "", "", "", "2026-05-01", ""},
                        {"111", "基教科", "", "101", "内设机构", "", "2026-05-01", ""},
                        {"112", "医政科", "", "102", "内设机构", "", "2026-05-01", ""}}),
       SheetOf("岗位", {kPositionHeader, {"P1", "", "1.6", ""}}),
       SheetOf("人员", {kPersonHeader, {"R1", "王建军", "", ""}, {"R5", "赵平", "", ""}}),
       SheetOf("任职", {kAppointmentHeader, {"R1", "102", "", "", "2026-05-01", ""}})},
      SmallCity(), reach);
  EXPECT_EQ(Codes(planned.issues),
            "import.reach@单位!A2 import.reach@单位!D4 import.reach@岗位!A2 import.reach@人员!A3 "
            "import.reach@任职!A2");
}

TEST(ImportPlan, SaysTheSameTwiceAndAnotherThingWhenTheOrganisationChanged) {
  const auto plan = [](const Snapshot& snapshot) {
    return PlanSheets({SheetOf("人员", {kPersonHeader, {"R1", "王建军", "", ""}})}, snapshot).plan;
  };
  Snapshot later = SmallCity();
  EXPECT_EQ(plan(SmallCity()).sha256, plan(later).sha256);
  later.persons["R1"].phone = "6661";  // Not what the file is about.
  EXPECT_EQ(plan(SmallCity()).sha256, plan(later).sha256);
  EXPECT_EQ(plan(later).persons.front().phone, "6661");
  later.persons["R1"].name = "王建";
  EXPECT_NE(plan(SmallCity()).sha256, plan(later).sha256);
}

TEST(ImportPlan, CorrectsThePresentStateAndRevivesAClosedUnit) {
  Planned planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader, {"102", "卫生健康局", "", "", "", "", "", ""}})}, SmallCity());
  EXPECT_EQ(Codes(planned.issues), "");
  ASSERT_EQ(planned.plan.span_edits.size(), 1u);
  EXPECT_EQ(planned.plan.span_edits[0].span, 13);
  EXPECT_TRUE(planned.plan.new_spans.empty());

  planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader, {"102", "卫生健康局", "", "", "", "", "2019-01-01", ""}})},
      SmallCity());
  EXPECT_EQ(Codes(planned.issues), "import.later-state@单位!G2");

  Snapshot closed = SmallCity();
  closed.spans[2].validity.to = Day("2025-01-01");
  planned = PlanSheets(
      {SheetOf("单位", {kUnitHeader, {"102", "", "", "", "", "", "2026-01-01", ""}})}, closed);
  EXPECT_EQ(Codes(planned.issues), "");
  ASSERT_EQ(planned.plan.new_spans.size(), 1u);
  EXPECT_EQ(planned.plan.new_spans[0].validity.from, Day("2026-01-01"));
  EXPECT_TRUE(planned.plan.span_edits.empty());
}

TEST(ImportRows, TakesEnglishNamesAndWarnsOfWhatItDoesNotRead) {
  ImportFindings findings;
  const auto rows = ReadImportRows(
      BytesOf({SheetOf(" persons", {{"Person code", "name", "Shoe size"}, {"R1", "Ann", "9"}}),
               SheetOf("说明", {{"本表"}, {"略"}})}),
      "a.xlsx", {}, findings);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(Codes(findings.Take()), "import.unknown-column@persons!C1 import.unknown-sheet@说明");
  ASSERT_EQ(rows.value().persons.size(), 1u);
  EXPECT_EQ(rows.value().persons[0].name, "Ann");
}

TEST(ImportRows, MissesSheetsAndColumns) {
  ImportFindings findings;
  auto rows = ReadImportRows(BytesOf({SheetOf("表1", {{"甲"}, {"乙"}})}), "a.xlsx", {}, findings);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(Codes(findings.Take()), "import.unknown-sheet@表1 import.no-sheet");
  rows = ReadImportRows(BytesOf({SheetOf("任职", {{"人员编码"}, {"R1"}})}), "a.xlsx", {}, findings);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(Codes(findings.Take()), "import.no-column@任职 import.no-column@任职");
  EXPECT_FALSE(ReadImportRows("not a workbook", "a.xlsx", {}, findings).ok());
}

TEST(ImportRows, ListsAtMostAThousandFindings) {
  Lines lines = {kPersonHeader};
  for (int i = 0; i < 1500; ++i) lines.push_back({"R " + std::to_string(i), "人", "", ""});
  ImportFindings findings;
  ASSERT_TRUE(ReadImportRows(BytesOf({SheetOf("人员", lines)}), "a.xlsx", {}, findings).ok());
  EXPECT_TRUE(findings.has_errors());
  const Issues issues = findings.Take();
  EXPECT_EQ(issues.list().size(), kJobIssuesMax + 1);
  EXPECT_EQ(issues.list().back().message.en, "500 more findings are not listed");
}

TEST(OrganisationWorkbook, ComesBackAsItWas) {
  ImportRows rows;
  rows.units = {{2, "101", "=cmd|' /C calc'!A0", "", "001", UnitCategory::kDepartment, 3,
                 Day("2026-01-31"), Day("2026-12-31")}};
  rows.positions = {{2, "P1", "局长", 10420, 1}};
  rows.persons = {{2, "R1", "+86 王", "@SUM(A1)", "第一行\n第二行"}};
  rows.appointments = {{2, "R1", "101", "P1", true, Day("2026-02-01"), {}}};
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const auto bytes = sheet::RenderWorkbook(MakeWorkbook(rows, language));
    ASSERT_TRUE(bytes.ok());
    ImportFindings findings;
    const auto back = ReadImportRows(bytes.value(), "a.xlsx", {}, findings);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(Codes(findings.Take()), "");
    ASSERT_EQ(back.value().size(), 4u);
    const UnitRow& unit = back.value().units[0];
    EXPECT_EQ(unit.name, rows.units[0].name);
    EXPECT_EQ(unit.category, UnitCategory::kDepartment);
    EXPECT_EQ(unit.order, 3);
    EXPECT_EQ(unit.from, rows.units[0].from);
    EXPECT_EQ(unit.to, rows.units[0].to);
    EXPECT_EQ(back.value().positions[0].coefficient, 10420);
    EXPECT_EQ(back.value().persons[0].phone, "@SUM(A1)");
    EXPECT_EQ(back.value().persons[0].note, "第一行\n第二行");
    EXPECT_EQ(back.value().appointments[0].is_primary, true);
    EXPECT_EQ(back.value().appointments[0].from, Day("2026-02-01"));
  }
}

TEST(OrganisationWorkbook, TemplateReadsAsNothing) {
  const auto bytes = sheet::RenderWorkbook(MakeWorkbook({}, Language::kChinese));
  ASSERT_TRUE(bytes.ok());
  ImportFindings findings;
  ASSERT_TRUE(ReadImportRows(bytes.value(), "a.xlsx", {}, findings).ok());
  EXPECT_EQ(Codes(findings.Take()), "import.no-rows");
}

}  // namespace

}  // namespace kaogong::office
