// SPDX-License-Identifier: Apache-2.0
#include "intake/facts_reader.h"

#include <gtest/gtest.h>

#include <fstream>

namespace kaogong::intake {
namespace {

namespace fs = std::filesystem;

// Towns with villages; a village has a yearly figure 产量, a monthly one 月报, and records 奖.
scheme::Scheme MakeScheme() {
  scheme::Scheme scheme;
  scheme.year = 2012;
  scheme.levels = scheme::BuiltinLevels();
  const auto kind = [&](const char* name, scheme::KindId parent, bool is_record) {
    scheme::Kind made;
    made.name = made.id_column = name;
    made.parent = parent;
    made.is_record = is_record;
    made.parent_column = parent > 0 ? scheme.kind(parent).name : "";
    scheme.kinds.push_back(made);
  };
  kind("全体", scheme::kNone, false);
  kind("镇", 0, false);
  kind("村", 1, false);
  kind("奖", 2, true);
  const auto field = [&](const char* name, scheme::KindId of, scheme::LevelId level) {
    scheme::Field made;
    made.name = made.column = name;
    made.kind = of;
    made.level = level;
    made.places_max = 2;
    scheme.kinds[static_cast<std::size_t>(of)].fields.push_back(
        static_cast<scheme::FieldId>(scheme.fields.size()));
    scheme.fields.push_back(made);
  };
  field("产量", 2, scheme::kYear);
  field("月报", 2, scheme::kMonth);
  field("奖分", 3, scheme::kYear);
  return scheme;
}

class FactsReaderTest : public testing::Test {
 protected:
  FactsReaderTest() {
    std::string pattern = (fs::temp_directory_path() / "kaogong-facts-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    Write("镇.csv", "镇\n东镇\n");
  }
  ~FactsReaderTest() override { fs::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name, std::ios::binary) << text;
  }

  // Reads the folder; the findings are "code line" of each error.
  facts::Facts Read() {
    const auto paths = FactsFiles(root_);
    EXPECT_TRUE(paths.ok());
    Issues issues;
    auto facts = ReadFacts(scheme_, paths.value(), &issues);
    EXPECT_TRUE(facts.ok());
    errors_.clear();
    for (const Issue& issue : issues.list()) {
      if (issue.severity == Severity::kError)
        errors_.push_back(std::string(issue.code) + " " + std::to_string(issue.place.line));
    }
    return facts.ok() ? std::move(facts).value() : facts::Facts();
  }

  std::string Cell(const facts::Facts& facts, scheme::FieldId field, int period, facts::Row row) {
    const facts::Column& column = facts::ColumnOf(scheme_, facts, field, period);
    if (column.PresenceOf(row) != facts::Presence::kPresent) return "-";
    return Decimal::FromUnits(column.UnitsOf(row), column.scale).ToString();
  }

  const scheme::Scheme scheme_ = MakeScheme();
  fs::path root_;
  std::vector<std::string> errors_;
};

using List = std::vector<std::string>;

TEST_F(FactsReaderTest, TheSameFactsInEveryForm) {
  Write("村.csv", "村,镇,产量,月报[1月],月报[2月]\n甲村,东镇,5,1,2\n");
  const std::string wide = Read().content_hash;
  EXPECT_EQ(errors_, List{});
  Write("村.csv", "村,镇,考核期,产量,月报\n甲村,东镇,1月,5,1\n甲村,东镇,2月,,2\n");
  EXPECT_EQ(Read().content_hash, wide);
  Write("村.csv", "村,镇,项目,考核期,值\n甲村,东镇,产量,,5\n甲村,东镇,月报,1月,1\n甲村,东镇,月报,2月,2\n");
  EXPECT_EQ(Read().content_hash, wide);
  EXPECT_EQ(errors_, List{});
}

TEST_F(FactsReaderTest, ReadsRecordsAndPassesOverRemarks) {
  Write("村.csv", "村,镇,产量,备注\n甲村,东镇,5,看不看都行\n");
  Write("奖.csv", "序号,村,奖分\n1,甲村,0.5\n2,甲村,1.25\n");
  const facts::Facts facts = Read();
  EXPECT_EQ(errors_, List{});
  EXPECT_EQ(facts.table(3).rows(), 2);
  EXPECT_EQ(Cell(facts, 2, 0, 1), "1.25");
  EXPECT_EQ(Cell(facts, 1, 0, 0), "-");
}

TEST_F(FactsReaderTest, FindsEverythingAtOnceWithItsLine) {
  Write("村.csv", "村,镇,产量\n甲村,东镇,五\n乙村,北镇,1.234\n甲村,东镇,6\n甲村,东镇,7\n");
  Read();
  EXPECT_EQ(errors_, (List{"number.chinese 2", "facts.places 3", "facts.duplicate 5",
                           "facts.unknown-parent 3"}));
}

TEST_F(FactsReaderTest, ReadsOneFileOrTheTablesOfAFolder) {
  Write("村.csv", "村,镇\n");
  Write("说明.txt", "x");
  EXPECT_EQ(FactsFiles(root_).value().size(), 2u);
  EXPECT_EQ(FactsFiles(root_ / "村.csv").value().size(), 1u);
  EXPECT_EQ(FactsFiles(root_ / "nowhere").error().code, ErrorCode::kNotFound);
  fs::create_directory(root_ / "empty");
  EXPECT_EQ(FactsFiles(root_ / "empty").error().code, ErrorCode::kInvalidInput);
}

TEST_F(FactsReaderTest, LetsOthersAddFactsBeforeTheySeal) {
  Write("村.csv", "村,镇\n甲村,东镇\n");
  ReadHooks hooks;
  hooks.finish = [](facts::Builder* builder) {
    EXPECT_FALSE(builder->SetCell(0, 0, builder->FindOrAdd(2, "甲村"), "8").has_value());
  };
  Issues issues;
  const auto facts = ReadFacts(scheme_, FactsFiles(root_).value(), &issues, hooks);
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(Cell(facts.value(), 0, 0, 0), "8.00");
}

}  // namespace
}  // namespace kaogong::intake
