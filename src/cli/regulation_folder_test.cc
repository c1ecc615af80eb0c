// SPDX-License-Identifier: Apache-2.0
#include "cli/regulation_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace kaogong::cli {
namespace {

namespace fs = std::filesystem;

class RegulationFolderTest : public testing::Test {
 protected:
  RegulationFolderTest() {
    std::string pattern = (fs::temp_directory_path() / "kaogong-folder-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~RegulationFolderTest() override { fs::remove_all(root_); }

  void Write(const std::string& path, const std::string& text = "x") {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  static std::vector<std::string> Names(const std::vector<regulation::SourceFile>& files) {
    std::vector<std::string> names;
    for (const auto& file : files) names.push_back(fs::path(file.path).filename().string());
    return names;
  }

  fs::path root_;
};

using List = std::vector<std::string>;

TEST_F(RegulationFolderTest, IsNamedForItselfOrForTheFolderOfItsVersions) {
  Write("hospital/2014/regulation.md");
  Write("school/regulation.md");
  EXPECT_EQ(ReadRegulationFolder(root_ / "hospital" / "2014").value().id, "hospital");
  EXPECT_EQ(ReadRegulationFolder(root_ / "hospital" / "2014/").value().id, "hospital");
  EXPECT_EQ(ReadRegulationFolder(root_ / "school").value().id, "school");
}

TEST_F(RegulationFolderTest, ReadsPartsInOrderOfName) {
  Write("big/regulation/02-计分.md");
  Write("big/regulation/01-总则.md");
  Write("big/regulation/notes.txt");
  Write("big/params/b.yaml");
  Write("big/params/a.yaml");
  Write("big/params/c.yml");
  Write("big/cases/01-x.yaml", "\xEF\xBB\xBF...");
  const auto files = ReadRegulationFolder(root_ / "big");
  ASSERT_TRUE(files.ok());
  EXPECT_EQ(Names(files.value().documents), (List{"01-总则.md", "02-计分.md"}));
  EXPECT_EQ(Names(files.value().parameters), (List{"a.yaml", "b.yaml"}));
  EXPECT_EQ(Names(files.value().cases), List{"01-x.yaml"});
  EXPECT_EQ(files.value().cases[0].text, "\xEF\xBB\xBF...");
}

TEST_F(RegulationFolderTest, SaysWhenThereIsNone) {
  Write("empty/readme.txt");
  for (const char* folder : {"empty", "nowhere"}) {
    const auto files = ReadRegulationFolder(root_ / folder);
    ASSERT_FALSE(files.ok());
    EXPECT_EQ(files.error().code, ErrorCode::kNotFound);
  }
  fs::create_directories(root_ / "odd" / "regulation.md");
  EXPECT_FALSE(ReadRegulationFolder(root_ / "odd").ok());
}

TEST_F(RegulationFolderTest, FindsAllBelowButWhatIsWrongOnPurpose) {
  Write("b/2013/regulation.md");
  Write("b/2012/regulation.md");
  Write("a/regulation/01.md");
  Write("_rejects/x/regulation.md");
  Write(".git/x/regulation.md");
  List found;
  for (const fs::path& folder : FindRegulationFolders(root_))
    found.push_back(folder.lexically_relative(root_).string());
  EXPECT_EQ(found, (List{"a", "b/2012", "b/2013"}));
  EXPECT_EQ(FindRegulationFolders(root_ / "_rejects").size(), 1u);
  EXPECT_TRUE(FindRegulationFolders(root_ / "nowhere").empty());
}

TEST_F(RegulationFolderTest, ReadsFilesWholeOrNotAtAll) {
  const std::string bytes("a\0b\r\n\xff", 6);
  Write("file", bytes);
  EXPECT_EQ(ReadFile(root_ / "file").value(), bytes);
  EXPECT_EQ(ReadFile(root_ / "missing").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ReadFile(root_).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace kaogong::cli
