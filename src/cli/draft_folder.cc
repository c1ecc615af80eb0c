// SPDX-License-Identifier: Apache-2.0
#include "cli/draft_folder.h"

#include <chrono>
#include <string_view>
#include <system_error>

#include "base/utf8.h"
#include "sheet/replace_file.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

Result<void> CheckName(const std::string& name) {
  constexpr std::string_view kForbidden = "\"'`()[]{}<>|/\\:,;#*?&!@%";
  const bool is_bad = name.empty() || name.size() > 120 || FindInvalidUtf8(name) ||
                      NormalizeFullWidth(name).find_first_of(kForbidden) != std::string::npos ||
                      name.find("「") != std::string::npos ||
                      name.find("」") != std::string::npos || name.front() == '.' ||
                      name.front() == '-' || name.front() == '_';
  if (!is_bad) return {};
  return Error{ErrorCode::kInvalidInput,
               Say("名称“{}”里不能有标点和引号，也不能是空的",
                   "the name '{}' may hold neither punctuation nor quotes, nor be empty", name)};
}

Result<void> CheckUnused(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error) ||
      (fs::is_directory(folder, error) && fs::is_empty(folder, error)))
    return {};
  return Error{ErrorCode::kConflict,
               Say("{} 已经存在且不是空文件夹；请换一个",
                   "{} exists and is not an empty folder; choose another", folder.string())};
}

Result<void> WriteDrafts(const std::vector<Draft>& drafts) {
  for (const auto& [path, text] : drafts) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    KAOGONG_TRY(sheet::ReplaceFile(path, text));
  }
  return {};
}

int ThisYear() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return static_cast<int>(std::chrono::year_month_day(today).year());
}

}  // namespace kaogong::cli
