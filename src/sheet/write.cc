// SPDX-License-Identifier: Apache-2.0
#include "sheet/write.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "sheet/internal/book.h"
#include "sheet/internal/chart_writer.h"
#include "sheet/internal/check.h"
#include "sheet/internal/sheet_name.h"
#include "sheet/internal/sheet_writer.h"
#include "sheet/internal/validation.h"
#include "sheet/internal/verify.h"
#include "sheet/replace_file.h"

namespace kaogong::sheet {
namespace {

// From here on cells go to the disk row by row instead of staying in memory.
constexpr std::size_t kStreamedCellsMin = 200'000;

// A file name for the library to write to; the file is gone at the end.
class ScratchFile {
 public:
  ScratchFile() {
    std::error_code error;
    std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    if (error) folder = "/tmp";
    path_ = (folder / "kaogong-XXXXXX").string();
    const int descriptor = ::mkstemp(path_.data());
    is_created_ = descriptor >= 0;
    if (is_created_) ::close(descriptor);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    if (is_created_) ::unlink(path_.c_str());
  }

  bool is_created() const { return is_created_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool is_created_ = false;
};

// Merged cells are written twice, which a stream of rows does not allow.
bool CanStream(const Workbook& workbook) {
  std::size_t cells = 0;
  for (const Sheet& sheet : workbook.sheets) {
    if (!sheet.merges.empty() || !sheet.title.empty()) return false;
    cells += sheet.rows.size() * sheet.columns.size();
  }
  return cells >= kStreamedCellsMin;
}

Result<void> WriteSheets(const Workbook& workbook, Book& book) {
  std::vector<std::string> names;
  names.reserve(workbook.sheets.size());
  for (const Sheet& sheet : workbook.sheets) names.push_back(LegalSheetName(sheet.name, names));
  ChoiceSheet choices(LegalSheetName(Say("选项", "Choices").In(workbook.language), names));
  std::vector<lxw_worksheet*> written;
  for (std::size_t i = 0; i < workbook.sheets.size(); ++i) {
    KAOGONG_TRY_ASSIGN(lxw_worksheet* const worksheet,
                       WriteSheet(workbook.sheets[i], names[i], workbook, book, choices));
    written.push_back(worksheet);
  }
  for (std::size_t i = 0; i < workbook.sheets.size(); ++i)
    WriteCharts(workbook.sheets[i], workbook, names, written[i], &book);
  KAOGONG_TRY(choices.Write(book));
  book.SetProperties(workbook);
  return {};
}

Error Unavailable(int number) {
  const std::string reason = std::generic_category().message(number);
  return {ErrorCode::kUnavailable,
          Say("写不了临时文件：{}", "cannot write a temporary file: {}", reason)};
}

}  // namespace

Result<std::string> RenderWorkbook(const Workbook& workbook) {
  KAOGONG_TRY(CheckWorkbook(workbook));
  const ScratchFile scratch;
  if (!scratch.is_created()) return Unavailable(errno);
  Book book(scratch.path(), CanStream(workbook));
  KAOGONG_TRY(WriteSheets(workbook, book));
  KAOGONG_TRY(book.Close());
  std::ifstream file(scratch.path(), std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (!file || bytes.empty()) return Unavailable(EIO);
  KAOGONG_TRY(VerifyWorkbook(bytes));
  return bytes;
}

Result<void> SaveWorkbook(const Workbook& workbook, const std::filesystem::path& path) {
  KAOGONG_TRY_ASSIGN(const std::string bytes, RenderWorkbook(workbook));
  return ReplaceFile(path, bytes);
}

}  // namespace kaogong::sheet
