// SPDX-License-Identifier: Apache-2.0
#include "text/read_report.h"

#include <algorithm>
#include <array>
#include <string>

#include "importer/file.h"
#include "text/readers/readers.h"

namespace kaogong::text {
namespace {

std::string ExtensionOf(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 9) return {};
  std::string extension(name.substr(dot + 1));
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return extension;
}

bool StartsWithIgnoringCase(std::string_view text, std::string_view head) {
  return text.size() >= head.size() &&
         std::equal(head.begin(), head.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
         });
}

bool LooksLikeHtml(std::string_view bytes) {
  std::size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < bytes.size() && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
    ++at;
  }
  const std::string_view head = bytes.substr(at, 64);
  return StartsWithIgnoringCase(head, "<!doctype html") || StartsWithIgnoringCase(head, "<html") ||
         StartsWithIgnoringCase(head, "<head") || StartsWithIgnoringCase(head, "<body");
}

Error Unknown(std::string_view kind_zh, std::string_view kind_en) {
  return Error{ErrorCode::kInvalidInput,
               Say("这是{0}，不是可读的报告；请另存为 DOCX、PDF、HTML、Markdown 或 TXT",
                   "this is {1}, not a report that can be read; save it as DOCX, PDF, HTML, Markdown or TXT",
                   kind_zh, kind_en)};
}

// Files that are told by their first bytes and that no reader takes.
struct Signature {
  std::string_view head;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kSignatures = {
    Signature{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "旧版 Office 文件(.doc、.xls)或加了密码的文档",
              "an old Office file (.doc, .xls) or a document protected by a password"},
    Signature{"\x89PNG", "图片", "a picture"},
    Signature{"\xFF\xD8\xFF", "图片", "a picture"},
    Signature{"GIF8", "图片", "a picture"},
    Signature{"Rar!", "压缩包", "an archive"},
    Signature{"7z\xBC\xAF", "压缩包", "an archive"},
    Signature{"\x1F\x8B", "压缩包", "an archive"},
    Signature{"{\\rtf", "RTF 文件", "an RTF file"},
};

Result<Report> Dispatch(std::string_view bytes, std::string_view name, const ReadLimits& limits) {
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.head)) return Unknown(signature.zh, signature.en);
  }
  if (bytes.starts_with("PK\x03\x04")) return ReadDocx(bytes, limits);
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return ReadPdf(bytes, limits);
  const std::string extension = ExtensionOf(name);
  if (extension == "html" || extension == "htm" || LooksLikeHtml(bytes)) return ReadHtml(bytes, limits);
  if (extension == "md" || extension == "markdown") return ReadMarkdown(bytes, limits);
  return ReadPlain(bytes, limits);
}

}  // namespace

Result<Report> ReadReport(std::string_view bytes, std::string_view name, const ReadLimits& limits) {
  if (bytes.size() > limits.file_bytes_max) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("文件有 {0} MB，超过 {1} MB 的上限", "the file has {0} MB, over the limit of {1} MB",
                     bytes.size() >> 20U, limits.file_bytes_max >> 20U)};
  }
  if (bytes.empty()) return Error{ErrorCode::kInvalidInput, Say("文件是空的", "the file is empty")};
  KAOGONG_TRY_ASSIGN(Report report, Dispatch(bytes, name, limits));
  if (report.paragraphs.empty())
    return Error{ErrorCode::kInvalidInput, Say("文件里没有文字", "there is no text in the file")};
  report.name = name;
  return report;
}

Result<Report> ReadReportFile(const std::filesystem::path& path, const ReadLimits& limits) {
  KAOGONG_TRY_ASSIGN(const importer::FileBytes file,
                     importer::FileBytes::Open(path, limits.file_bytes_max));
  return ReadReport(file.bytes(), path.string(), limits);
}

}  // namespace kaogong::text
