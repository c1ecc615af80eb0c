// SPDX-License-Identifier: Apache-2.0
#include "text/record.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "text/check.h"

namespace kaogong::text {
namespace {

namespace fs = std::filesystem;

Rational Number(const char* text) { return Rational(*Decimal::Parse(text)); }

Report ReportOf(const std::string& title, const std::string& text) {
  Report report;
  for (const std::string& line : {title, text}) {
    report.paragraphs.emplace_back();
    report.paragraphs.back().text = line;
  }
  return report;
}

const Record kTown = {{{"甘溪镇", "粮食产量", "吨", "", 0, Number("4950"), "统计站", true},
                       {"甘溪镇", "工业产值", "万元", "", 0, Number("5800"), "统计站", true},
                       {"甘溪镇", "工业产值", "万元", "上半年", 0, Number("2600"), "统计站", true},
                       {"甘溪镇", "参合率", "%", "", 0, Number("95.2"), "医保办", true},
                       {"甘溪镇", "植树", "亩", "", 0, Number("548"), "林业站", false},
                       {"甘溪镇", "慈善募捐", "", "", 0, Number("86"), "民政办", true},
                       {"白石镇", "粮食产量", "吨", "", 0, Number("6100"), "统计站", true}}};

struct Seen {
  std::string messages;
  std::size_t held = 0;
};

Seen Look(const std::string& title, const std::string& text) {
  const Report report = ReportOf(title, text);
  const Document document = Analyze(report);
  Seen seen;
  const Outcome outcome = Check(document, &kTown);
  for (const Finding& finding : outcome.findings) {
    if (finding.check == "record") seen.messages += finding.message.zh + "\n";
  }
  for (const Verified& verified : outcome.verified)
    seen.held += verified.check == "record" ? 1U : 0U;
  return seen;
}

TEST(Record, HoldsWhatAgreesHoweverItIsWritten) {
  for (const char* text :
       {"全年粮食产量达到4950吨。", "粮食产量为4950000公斤。", "粮食产量约5000吨。",
        "糧食產量達到４９５０噸。", "工业产值完成0.58亿元。", "上半年工业产值2600万元。",
        "参合率达到95.2%。", "慈善募捐86万元。"}) {
    const Seen seen = Look("甘溪镇工作汇报", text);
    EXPECT_EQ(seen.messages, "") << text;
    EXPECT_EQ(seen.held, 1U) << text;
  }
}

TEST(Record, FindsWhatDiffers) {
  struct Row {
    const char* text;
    const char* message;
  };
  for (const Row& row :
       {Row{"全年粮食产量达到5200吨。", "“粮食产量”的核实数据为4950吨（统计站），文中为“5200吨”\n"},
        Row{"白石镇粮食产量4950吨。", "“粮食产量”的核实数据为6100吨（统计站），文中为“4950吨”\n"},
        Row{"上半年工业产值5800万元。",
            "“工业产值”的核实数据为2600万元（统计站），文中为“5800万元”\n"},
        Row{"参合率达到98%。", "“参合率”的核实数据为95.2%（医保办），文中为“98%”\n"},
        Row{"植树600亩。", "“植树”的填报数据为548亩（林业站，尚未核实），文中为“600亩”\n"},
        Row{"慈善募捐120万元。", "“慈善募捐”的核实数据为86（民政办），文中为“120万元”\n"}}) {
    EXPECT_EQ(Look("甘溪镇工作汇报", row.text).messages, row.message) << row.text;
  }
}

TEST(Record, LeavesAloneWhatSpeaksOfSomethingElse) {
  for (const char* text :
       {"明年力争粮食产量达到5200吨。", "去年粮食产量4800吨。", "粮食产量比上年增加150吨。",
        "人均粮食产量0.6吨。", "粮食产量计划5000吨。", "粮食产量增长12%。",
        "一季度工业产值900万元。", "工业产值5800人。", "青石镇情况较好。"}) {
    const Seen seen = Look("甘溪镇工作汇报", text);
    EXPECT_EQ(seen.messages, "") << text;
    EXPECT_EQ(seen.held, 0U) << text;
  }
  // Nobody says which of the two towns is meant.
  EXPECT_EQ(Look("工作汇报", "粮食产量达到5200吨。").messages, "");
}

class RecordFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("kaogong_record_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const char* name, const char* text) { std::ofstream(folder_ / name) << text; }

  fs::path folder_;
};

std::string Show(const Record& record) {
  std::string all;
  for (const Measurement& m : record.measurements) {
    all += m.subject + "|" + m.item + "|" + m.unit + "|" + m.period + "|" + m.value.ToString() +
           "|" + m.source + (m.is_verified ? "" : "?") + "\n";
  }
  return all;
}

TEST_F(RecordFile, ReadsWideAndLongTables) {
  Write("村.csv",
        "村,镇,粮食产量(吨),产值（万元）[上半年],粮食产量.目标,参合率,备注\n甲村,青石镇,\"1,186\","
        "95.5,1200,96%,无\n乙村,青石镇,,12,1,97%,\n");
  Write("长表.csv",
        "对象,项目,值,核实人\n甲村,植树(亩),50,李四\n乙村,植树(亩),60,\n乙村,等次,优秀,李四\n");
  Issues issues;
  const auto record = ReadRecord(folder_, issues);
  ASSERT_TRUE(record.ok());
  EXPECT_FALSE(issues.has_errors());
  EXPECT_EQ(Show(record.value()),
            "甲村|粮食产量|吨||1186|村.csv 第2行\n"
            "甲村|产值|万元|上半年|95.5|村.csv 第2行\n"
            "乙村|产值|万元|上半年|12|村.csv 第3行\n"
            "甲村|参合率|%||96|村.csv 第2行\n"
            "乙村|参合率|%||97|村.csv 第3行\n"
            "甲村|植树|亩||50|李四\n"
            "乙村|植树|亩||60|长表.csv 第3行?\n");
}

TEST_F(RecordFile, SaysWhatIsMissing) {
  Issues issues;
  EXPECT_EQ(ReadRecord(folder_ / "no-such", issues).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ReadRecord(folder_, issues).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace kaogong::text
