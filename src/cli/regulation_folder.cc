// SPDX-License-Identifier: Apache-2.0
#include "cli/regulation_folder.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "intake/shared_parameters.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> FilesIn(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_regular_file() && entry.path().extension() == extension)
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> ReadAll(const std::vector<fs::path>& paths, std::vector<regulation::SourceFile>* to) {
  for (const fs::path& path : paths) {
    KAOGONG_TRY_ASSIGN(std::string text, ReadFile(path));
    to->push_back({path.string(), std::move(text)});
  }
  return {};
}

Result<void> ReadShared(const fs::path& folder, regulation::RegulationFiles* files) {
  for (const std::string& name : regulation::SharedFilesOf(files->documents)) {
    KAOGONG_TRY_ASSIGN(const fs::path found, intake::FindSharedParameters(folder, name));
    KAOGONG_TRY(ReadAll({found}, &files->parameters));
  }
  return {};
}

bool HoldsRegulation(const fs::path& folder) {
  return fs::is_regular_file(folder / "regulation.md") ||
         !FilesIn(folder / "regulation", ".md").empty();
}

}  // namespace

Result<std::string> ReadFile(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    return Error{ErrorCode::kNotFound, Say("找不到文件 {}", "no such file: {}", path.string())};
  }
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream.good() || fs::is_directory(path, error)) {
    return Error{ErrorCode::kUnavailable, Say("读不了文件 {}", "cannot read {}", path.string())};
  }
  return std::move(text).str();
}

Result<regulation::RegulationFiles> ReadRegulationFolder(const fs::path& folder) {
  if (!HoldsRegulation(folder)) {
    return Error{ErrorCode::kNotFound, Say("{} 里没有 regulation.md",
                                           "there is no regulation.md in {}", folder.string())};
  }
  regulation::RegulationFiles files;
  const fs::path normal = fs::absolute(folder).lexically_normal();
  const fs::path clean = normal.has_filename() ? normal : normal.parent_path();
  files.id = clean.filename().string();
  if (files.id.find_first_not_of("0123456789") == std::string::npos) {
    files.id = clean.parent_path().filename().string();
  }
  std::vector<fs::path> documents = FilesIn(folder / "regulation", ".md");
  if (fs::is_regular_file(folder / "regulation.md")) {
    documents.insert(documents.begin(), folder / "regulation.md");
  }
  KAOGONG_TRY(ReadAll(documents, &files.documents));
  KAOGONG_TRY(ReadShared(clean, &files));
  KAOGONG_TRY(ReadAll(FilesIn(folder / "params", ".yaml"), &files.parameters));
  KAOGONG_TRY(ReadAll(FilesIn(folder / "cases", ".yaml"), &files.cases));
  return files;
}

std::vector<fs::path> FindRegulationFolders(const fs::path& root) {
  std::vector<fs::path> folders;
  if (HoldsRegulation(root)) folders.push_back(root);
  std::error_code error;
  std::vector<fs::path> below;
  for (const auto& entry : fs::directory_iterator(root, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && !name.starts_with("_") && !name.starts_with("."))
      below.push_back(entry.path());
  }
  std::sort(below.begin(), below.end());
  for (const fs::path& path : below) {
    const auto found = FindRegulationFolders(path);
    folders.insert(folders.end(), found.begin(), found.end());
  }
  return folders;
}

}  // namespace kaogong::cli
