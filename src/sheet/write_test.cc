// SPDX-License-Identifier: Apache-2.0
#include "sheet/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/internal/number_cell.h"
#include "sheet/internal/sheet_name.h"
#include "sheet/replace_file.h"

namespace kaogong::sheet {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Workbook SmallWorkbook() {
  Sheet sheet{.name = "得分",
              .columns = {{.title = "单位"}, {.title = "得分"}},
              .rows = {},
              .merges = {},
              .highlights = {}};
  sheet.rows = {{Cell::Text("甘溪镇"), Cell::Number("98.50")}};
  return {.sheets = {sheet}};
}

// A folder that is removed with all it holds.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "kaogong-sheet-test-XXXXXX") {
    std::string name = path_.string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

 private:
  std::filesystem::path path_;
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(RenderWorkbook, GivesTheSameBytesAgain) {
  Workbook workbook = SmallWorkbook();
  workbook.sheets[0].columns[0].note = "按文件全称";
  const Result<std::string> first = RenderWorkbook(workbook);
  const Result<std::string> second = RenderWorkbook(workbook);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(first.value() == second.value());
  EXPECT_TRUE(first.value().starts_with("PK"));
}

struct FaultCase {
  std::string_view name;
  std::function<void(Workbook&)> spoil;
  std::string_view words;
};

class WorkbookFault : public ::testing::TestWithParam<FaultCase> {};

TEST_P(WorkbookFault, IsNamed) {
  Workbook workbook = SmallWorkbook();
  GetParam().spoil(workbook);
  const Result<std::string> result = RenderWorkbook(workbook);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().message.en, HasSubstr(std::string(GetParam().words)));
  EXPECT_FALSE(result.error().message.zh.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, WorkbookFault,
    ::testing::Values(
        FaultCase{"NoSheet", [](Workbook& book) { book.sheets.clear(); }, "at least one sheet"},
        FaultCase{"FirstSheetHidden", [](Workbook& book) { book.sheets[0].is_hidden = true; },
                  "not hidden"},
        FaultCase{"NoColumn", [](Workbook& book) { book.sheets[0].columns.clear(); }, "no columns"},
        FaultCase{"Digits",
                  [](Workbook& book) { book.sheets[0].rows[0][1] = Cell::Number("1,234"); },
                  "\"得分\" cannot be written: B2: \"1,234\""},
        FaultCase{"Day",
                  [](Workbook& book) { book.sheets[0].rows[0][1] = Cell::Date("2012-02-30"); },
                  "B2"},
        FaultCase{"Formula",
                  [](Workbook& book) { book.sheets[0].rows[0][1] = Cell::Formula("", "1"); },
                  "formula"},
        FaultCase{"BadText", [](Workbook& book) { book.sheets[0].rows[0][0] = Cell::Text("\xC3"); },
                  "A2: the text is not valid"},
        FaultCase{"Nul",
                  [](Workbook& book) {
                    book.sheets[0].rows[0][0] = Cell::Text(std::string_view("a\0b", 3));
                  },
                  "character"},
        FaultCase{"LongText",
                  [](Workbook& book) {
                    book.sheets[0].rows[0][0] = Cell::Text(std::string(32'768, 'x'));
                  },
                  "32767"},
        FaultCase{"TooManyCells", [](Workbook& book) { book.sheets[0].rows[0].emplace_back(); },
                  "C2"},
        FaultCase{"TooManyRows", [](Workbook& book) { book.sheets[0].entry_rows = 1'048'575; },
                  "1048576 rows"},
        FaultCase{"EmptyList",
                  [](Workbook& book) { book.sheets[0].columns[0].validation = OneOf{}; },
                  "drop-down"},
        FaultCase{"NoBounds",
                  [](Workbook& book) { book.sheets[0].columns[0].validation = NumberBetween{}; },
                  "no bound"},
        FaultCase{"BadBound",
                  [](Workbook& book) {
                    book.sheets[0].columns[0].validation = NumberBetween{"x", {}};
                  },
                  "\"x\""},
        FaultCase{"BadDays",
                  [](Workbook& book) {
                    book.sheets[0].columns[0].validation = DateBetween{"2012", {}};
                  },
                  "\"2012\""},
        FaultCase{"MergeOutside",
                  [](Workbook& book) {
                    book.sheets[0].merges = {{0, 0, 1, 0}};
                  },
                  "outside"},
        FaultCase{"MergesOverlap",
                  [](Workbook& book) {
                    book.sheets[0].entry_rows = 5;
                    book.sheets[0].merges = {{2, 0, 3, 0}, {0, 0, 2, 1}};
                  },
                  "overlap"},
        FaultCase{"HighlightOutside",
                  [](Workbook& book) {
                    book.sheets[0].highlights = {{.range = {0, 0, 0, 2}, .value = "1"}};
                  },
                  "highlighted"},
        FaultCase{"HighlightValue",
                  [](Workbook& book) { book.sheets[0].highlights = {{.range = {}, .value = "x"}}; },
                  "\"x\""}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(SaveWorkbook, ReplacesTheFileWhole) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "得分.xlsx";
  ASSERT_TRUE(SaveWorkbook(SmallWorkbook(), path).ok());
  EXPECT_EQ(ReadFile(path), RenderWorkbook(SmallWorkbook()).value());
  EXPECT_EQ(folder.Names().size(), 1U);
}

TEST(SaveWorkbook, LeavesEverythingAsItWasAfterAnError) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "得分.xlsx";
  ASSERT_TRUE(ReplaceFile(path, "old").ok());
  Workbook workbook = SmallWorkbook();
  workbook.sheets[0].rows[0][1] = Cell::Number("x");
  EXPECT_FALSE(SaveWorkbook(workbook, path).ok());
  EXPECT_EQ(ReadFile(path), "old");
  EXPECT_EQ(folder.Names().size(), 1U);
  const Result<void> elsewhere =
      SaveWorkbook(SmallWorkbook(), folder.path() / "no folder" / "a.xlsx");
  ASSERT_FALSE(elsewhere.ok());
  EXPECT_EQ(elsewhere.error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(ReplaceFile(folder.path(), "a folder cannot be replaced").ok());
  EXPECT_EQ(folder.Names().size(), 1U);
}

// Lets no file grow beyond a size, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  using Handler = void (*)(int);
  Handler handler_;
  rlimit before_{};
};

TEST(SaveWorkbook, NeverWritesHalfAWorkbookToAFullDisk) {
  Workbook workbook = SmallWorkbook();
  for (int i = 0; i < 3000; ++i) {
    workbook.sheets[0].rows.push_back(
        {Cell::Text("x" + std::to_string(i)), Cell::Number(std::to_string(i * 7919))});
  }
  const Folder folder;
  const std::filesystem::path path = folder.path() / "得分.xlsx";
  ASSERT_TRUE(ReplaceFile(path, "old").ok());
  for (const rlim_t bytes : {1'000U, 10'000U, 40'000U, 60'000U, 100'000U, 150'000U}) {
    const FullDisk disk(bytes);
    const Result<void> result = SaveWorkbook(workbook, path);
    ASSERT_FALSE(result.ok()) << bytes;
    EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
  }
  EXPECT_EQ(ReadFile(path), "old");
  EXPECT_EQ(folder.Names().size(), 1U);
  EXPECT_TRUE(SaveWorkbook(workbook, path).ok());
}

TEST(ReplaceFile, FollowsLinksAndWritesIntoDevices) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "file";
  const std::filesystem::path link = folder.path() / "link";
  ASSERT_TRUE(ReplaceFile(path, "old").ok());
  std::filesystem::create_symlink("file", link);
  ASSERT_TRUE(ReplaceFile(link, "new").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(std::filesystem::file_size(path), 3U);
  EXPECT_TRUE(ReplaceFile("/dev/null", "gone").ok());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  EXPECT_EQ(ReplaceFile("/dev/full", "too much").error().message.en,
            "cannot write /dev/full: the disk is full");
}

TEST(ReplaceFile, KeepsPermissionsAndTakesLongNames) {
  const Folder folder;
  std::string name;
  for (int i = 0; i < 84; ++i) name += "长";
  const std::filesystem::path path = folder.path() / name;
  ASSERT_TRUE(ReplaceFile(path, "old").ok());
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_TRUE(ReplaceFile(path, "new").ok());
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
  EXPECT_EQ(ReadFile(path), "new");
}

struct NameCase {
  std::string_view name;
  std::string_view want;
};

class SheetName : public ::testing::TestWithParam<NameCase> {};

TEST_P(SheetName, IsMadeLegal) {
  EXPECT_EQ(LegalSheetName(GetParam().name, {"得分", "Score"}), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, SheetName,
    ::testing::Values(
        NameCase{"排名", "排名"}, NameCase{"得分", "得分(2)"}, NameCase{"SCORE", "SCORE(2)"},
        NameCase{"a/b\\c?d*e:f[g]", "a-b-c-d-e-f-g-"}, NameCase{"", "Sheet"},
        NameCase{"  ' x ' ", "x"}, NameCase{"History", "History-"}, NameCase{"a\tb\nc", "abc"},
        NameCase{"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四",
                 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"},
        NameCase{"𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀", "𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀"}));

TEST(SheetNames, StayDifferentWhenCut) {
  const std::string longest(31, 'x');
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i) names.push_back(LegalSheetName(longest + "y", names));
  EXPECT_EQ(names[1], std::string(28, 'x') + "(2)");
  EXPECT_EQ(names[11], std::string(27, 'x') + "(12)");
}

TEST(NumberCell, KeepsTheDigitsAsFormat) {
  EXPECT_EQ(ReadNumberCell("98.50")->format, "0.00");
  EXPECT_EQ(ReadNumberCell("-3")->format, "0");
  EXPECT_EQ(ReadNumberCell("86.5%")->format, "0.0%");
  EXPECT_TRUE(ReadNumberCell("123456789012345")->is_exact);
  EXPECT_TRUE(ReadNumberCell("0.0000000001230")->is_exact);
  EXPECT_FALSE(ReadNumberCell("1234567890123456")->is_exact);
  EXPECT_FALSE(ReadNumberCell("123456789.1234567")->is_exact);
  for (const std::string_view text : {"", "-", ".5", "5.", "1e3", "+1", "1.2.3", "%", "x"}) {
    EXPECT_FALSE(ReadNumberCell(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace kaogong::sheet
