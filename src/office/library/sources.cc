// SPDX-License-Identifier: Apache-2.0
#include "office/library/sources.h"

#include <algorithm>
#include <set>

#include "base/sha256.h"
#include "base/utf8.h"

namespace kaogong::office::library {

namespace {

Error BadPath(std::string_view path, const Text& why) {
  return {ErrorCode::kInvalidInput,
          Say("文件名“{0}”不能用：{1}", "the file name '{0}' cannot be used: {2}", path, why.zh,
              why.en)};
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

// "params/x.yaml" → "x.yaml" when the folder is "params/" and nothing lies deeper.
bool IsIn(std::string_view folder, std::string_view extension, std::string_view path) {
  if (!path.starts_with(folder) || !path.ends_with(extension)) return false;
  const std::string_view name = path.substr(folder.size());
  return name.size() > extension.size() && name.find('/') == std::string_view::npos;
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::optional<SourceKind> KindOfSource(std::string_view path) {
  if (path == "regulation.md" || IsIn("regulation/", ".md", path)) return SourceKind::kDocument;
  if (IsIn("params/", ".yaml", path)) return SourceKind::kParameters;
  if (IsIn("cases/", ".yaml", path)) return SourceKind::kCases;
  if (IsIn("", ".md", path)) return SourceKind::kNote;
  return std::nullopt;
}

Result<void> CheckRelativePath(std::string_view path) {
  if (path.empty()) return BadPath(path, Say("是空的", "it is empty"));
  if (path.size() > SourceLimits::kPathBytesMax) {
    return BadPath(path.substr(0, AdvanceCodePoints(path, 0, 30)),
                   Say("超过{}字节", "it is longer than {} bytes", SourceLimits::kPathBytesMax));
  }
  if (FindInvalidUtf8(path)) {
    return Error{ErrorCode::kInvalidInput,
                 Say("有的文件名不是 UTF-8 编码；请用英文或拼音命名，或用支持 UTF-8 的软件重新压缩",
                     "a file name is not UTF-8; use plain letters, or pack it again with UTF-8 "
                     "names")};
  }
  if (HasControl(path)) return BadPath("…", Say("有控制字符", "it holds control characters"));
  if (path.find('\\') != std::string_view::npos || path.find(':') != std::string_view::npos) {
    return BadPath(path, Say("文件夹只用“/”分隔，不用“\\”和“:”",
                             "folders are divided by '/', never by '\\' or ':'"));
  }
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    if (segment.empty() || segment.front() == '.') {
      return BadPath(path, Say("只能是办法文件夹内的相对路径，各级名称不以“.”开头",
                               "it must be a relative path inside the regulation's folder whose "
                               "names do not begin with '.'"));
    }
    begin = end + 1;
  }
  return {};
}

Result<void> CheckSource(const SourceFile& file) {
  KAOGONG_TRY(CheckRelativePath(file.path));
  if (!KindOfSource(file.path)) {
    return BadPath(file.path,
                   Say("办法只有 regulation.md、regulation/*.md、params/*.yaml、cases/*.yaml "
                       "和说明文件 *.md",
                       "a regulation has regulation.md, regulation/*.md, params/*.yaml, "
                       "cases/*.yaml and notes *.md only"));
  }
  if (file.text.size() > SourceLimits::kFileBytesMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("{} 有 {} 字节，超过上限 {} 字节", "{} has {} bytes; the limit is {}",
                     file.path, file.text.size(), SourceLimits::kFileBytesMax)};
  }
  const auto invalid = FindInvalidUtf8(file.text);
  if (invalid || file.text.find('\0') != std::string::npos) {
    return Error{ErrorCode::kInvalidInput,
                 Say("{} 不是 UTF-8 文本；请另存为 UTF-8 编码",
                     "{} is not UTF-8 text; save it in UTF-8", file.path)};
  }
  return {};
}

Result<void> CheckSources(std::vector<SourceFile>* files) {
  if (files->size() > SourceLimits::kFilesMax) {
    return Error{ErrorCode::kLimitExceeded, Say("办法有 {} 个文件，超过上限 {} 个",
                                                "the regulation has {} files; the limit is {}",
                                                files->size(), SourceLimits::kFilesMax)};
  }
  std::set<std::string> names;
  std::size_t total = 0;
  bool has_document = false;
  for (const SourceFile& file : *files) {
    KAOGONG_TRY(CheckSource(file));
    if (!names.insert(LowerAscii(file.path)).second) {
      return BadPath(file.path, Say("与另一个文件重名（大小写不算不同）",
                                    "another file has that name (case does not count)"));
    }
    total += file.text.size();
    has_document = has_document || KindOfSource(file.path) == SourceKind::kDocument;
  }
  if (!has_document) {
    return Error{ErrorCode::kInvalidInput,
                 Say("没有办法正文 regulation.md", "there is no regulation.md")};
  }
  if (total > SourceLimits::kTotalBytesMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("办法的文件共 {} 字节，超过上限 {} 字节",
                     "the regulation's files have {} bytes; the limit is {}", total,
                     SourceLimits::kTotalBytesMax)};
  }
  std::sort(files->begin(), files->end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return {};
}

regulation::RegulationFiles FilesOf(std::string_view slug, const std::vector<SourceFile>& files) {
  regulation::RegulationFiles to;
  to.id = slug;
  for (const SourceFile& file : files) {
    switch (KindOfSource(file.path).value_or(SourceKind::kNote)) {
      case SourceKind::kDocument:
        to.documents.push_back(file);
        break;
      case SourceKind::kParameters:
        to.parameters.push_back(file);
        break;
      case SourceKind::kCases:
        to.cases.push_back(file);
        break;
      case SourceKind::kNote:
        break;
    }
  }
  return to;
}

std::string ContentHashOf(const std::vector<SourceFile>& files) {
  Sha256 hash;
  const auto add = [&](std::string_view text) {
    hash.Update(std::to_string(text.size()) + ":");
    hash.Update(text);
  };
  for (const SourceFile& file : files) {
    add(file.path);
    add(file.text);
  }
  return hash.TakeHex();
}

}  // namespace kaogong::office::library
