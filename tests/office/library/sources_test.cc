// SPDX-License-Identifier: Apache-2.0
#include "office/library/sources.h"

#include <gtest/gtest.h>

#include "texts.h"

namespace kaogong::office::library {
namespace {

TEST(Sources, KnowsFilesByTheirPath) {
  const std::pair<std::string_view, std::optional<SourceKind>> table[] = {
      {"regulation.md", SourceKind::kDocument},
      {"regulation/01-总则.md", SourceKind::kDocument},
      {"params/a.yaml", SourceKind::kParameters},
      {"cases/a.yaml", SourceKind::kCases},
      {"README.md", SourceKind::kNote},
      {"params/.yaml", std::nullopt},
      {"params/deep/a.yaml", std::nullopt},
      {"cases/a.yml", std::nullopt},
      {"facts/村.csv", std::nullopt},
      {"run.sh", std::nullopt},
      {"other/a.md", std::nullopt}};
  for (const auto& [path, kind] : table) EXPECT_EQ(KindOfSource(path), kind) << path;
}

TEST(Sources, RefusesPathsThatLeaveTheFolder) {
  for (const std::string path :
       {"", "/etc/passwd", "../a.md", "params/../../a.md", "params//a.yaml", "./a.md", ".git",
        "params/.hidden.yaml", "a\\b.md", "C:a.md", "a\nb.md", "a/", "\xff\xfe.md"}) {
    EXPECT_FALSE(CheckRelativePath(path).ok()) << path;
  }
  EXPECT_FALSE(CheckRelativePath(std::string(SourceLimits::kPathBytesMax + 1, 'a')).ok());
  EXPECT_TRUE(CheckRelativePath(std::string(SourceLimits::kPathBytesMax, 'a')).ok());
  EXPECT_FALSE(CheckRelativePath(std::string_view("a\0.md", 5)).ok());
}

TEST(Sources, RefusesTextThatIsNotUtf8AndFilesTooLarge) {
  EXPECT_TRUE(CheckSource({"README.md", "说明"}).ok());
  EXPECT_EQ(CheckSource({"README.md", "\xc4\xe3"}).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(CheckSource({"README.md", std::string("a\0b", 3)}).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_TRUE(CheckSource({"README.md", std::string(SourceLimits::kFileBytesMax, 'a')}).ok());
  EXPECT_EQ(
      CheckSource({"README.md", std::string(SourceLimits::kFileBytesMax + 1, 'a')}).error().code,
      ErrorCode::kLimitExceeded);
}

TEST(Sources, AreSortedUniqueAndHaveADocument) {
  std::vector<SourceFile> files{{"regulation.md", "b"}, {"cases/a.yaml", "a"}};
  ASSERT_TRUE(CheckSources(&files).ok());
  EXPECT_EQ(files.front().path, "cases/a.yaml");
  files.push_back({"cases/A.yaml", "c"});
  EXPECT_FALSE(CheckSources(&files).ok());
  std::vector<SourceFile> none{{"README.md", "a"}};
  EXPECT_FALSE(CheckSources(&none).ok());
}

TEST(Sources, CountAndTotalAreLimited) {
  std::vector<SourceFile> many{{"regulation.md", ""}};
  for (std::size_t i = 1; i < SourceLimits::kFilesMax; ++i)
    many.push_back({"cases/" + std::to_string(i) + ".yaml", ""});
  EXPECT_TRUE(CheckSources(&many).ok());
  many.push_back({"cases/one-more.yaml", ""});
  EXPECT_EQ(CheckSources(&many).error().code, ErrorCode::kLimitExceeded);
  std::vector<SourceFile> large{{"regulation.md", ""}};
  for (int i = 0; i < 5; ++i) {
    large.push_back(
        {"regulation/" + std::to_string(i) + ".md", std::string(SourceLimits::kFileBytesMax, 'a')});
  }
  EXPECT_EQ(CheckSources(&large).error().code, ErrorCode::kLimitExceeded);
}

TEST(Sources, HashDependsOnPathAndText) {
  const std::string hash = ContentHashOf({{"regulation.md", "a"}});
  EXPECT_EQ(hash, ContentHashOf({{"regulation.md", "a"}}));
  EXPECT_NE(hash, ContentHashOf({{"regulation.md", "b"}}));
  EXPECT_NE(hash, ContentHashOf({{"regulation/a.md", "a"}}));
  EXPECT_NE(ContentHashOf({{"a", "bc"}}), ContentHashOf({{"ab", "c"}}));
}

TEST(Sources, CompilerGetsEachKind) {
  const auto files = FilesOf("a", {{"README.md", "n"},
                                   {"cases/a.yaml", "c"},
                                   {"params/a.yaml", "p"},
                                   {"regulation.md", "r"},
                                   {"regulation/b.md", "s"}});
  EXPECT_EQ(files.id, "a");
  ASSERT_EQ(files.documents.size(), 2U);
  EXPECT_EQ(files.documents.front().path, "regulation.md");
  EXPECT_EQ(files.parameters.size(), 1U);
  EXPECT_EQ(files.cases.size(), 1U);
}

}  // namespace
}  // namespace kaogong::office::library
