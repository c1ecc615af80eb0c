// SPDX-License-Identifier: Apache-2.0
#include "office/process/internal/sniff.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/utf8.h"

namespace kaogong::office::process::internal {

namespace {

struct Kind {
  std::string_view media_type;
  std::string_view name;
  std::array<std::string_view, 2> extensions;
};
constexpr std::array<Kind, 9> kKinds{{
    {"application/pdf", "PDF", {"pdf", ""}},
    {"image/png", "PNG", {"png", ""}},
    {"image/jpeg", "JPEG", {"jpg", "jpeg"}},
    {"image/gif", "GIF", {"gif", ""}},
    {"image/webp", "WebP", {"webp", ""}},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     "Word",
     {"docx", ""}},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", {"xlsx", ""}},
    {"text/csv", "CSV", {"csv", ""}},
    {"text/plain", "TXT", {"txt", ""}},
}};

// How far into a file a page or document could begin that a browser or reader would still find.
constexpr std::size_t kHeadBytes = 1024;

std::string Folded(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::string ExtensionOf(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : Folded(name.substr(dot + 1));
}

std::uint64_t Little(std::string_view bytes, std::size_t at, int count) {
  std::uint64_t value = 0;
  for (int i = count - 1; i >= 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return value;
}
std::uint64_t Big(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

// --- Archives

constexpr std::size_t kEndRecordBytes = 22;
constexpr std::size_t kEntryBytes = 46;

// Where the end record of an archive stands that reaches the end of the file.
std::optional<std::size_t> FindArchiveEnd(std::string_view bytes) {
  if (bytes.size() < kEndRecordBytes) return std::nullopt;
  const std::size_t last = bytes.size() - kEndRecordBytes;
  const std::size_t first = last > 0xFFFF ? last - 0xFFFF : 0;
  for (std::size_t at = last + 1; at-- > first;) {
    if (bytes.substr(at, 4) != std::string_view("PK\5\6", 4)) continue;
    if (at + kEndRecordBytes + Little(bytes, at + 20, 2) == bytes.size()) return at;
  }
  return std::nullopt;
}

// The names in an archive; nothing when its directory is damaged.
std::optional<std::vector<std::string>> NamesInArchive(std::string_view bytes) {
  const auto end = FindArchiveEnd(bytes);
  if (!end.has_value()) return std::nullopt;
  const std::uint64_t count = Little(bytes, *end + 10, 2);
  std::uint64_t at = Little(bytes, *end + 16, 4);
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (at + kEntryBytes > *end || bytes.substr(at, 4) != std::string_view("PK\1\2", 4)) {
      return std::nullopt;
    }
    const std::uint64_t name = Little(bytes, at + 28, 2);
    const std::uint64_t more = Little(bytes, at + 30, 2) + Little(bytes, at + 32, 2);
    if (at + kEntryBytes + name + more > *end) return std::nullopt;
    names.emplace_back(bytes.substr(at + kEntryBytes, name));
    at += kEntryBytes + name + more;
  }
  return names;
}

// --- Each kind

bool IsPng(std::string_view bytes) {
  std::size_t at = 8;
  bool is_first = true;
  while (at + 12 <= bytes.size()) {
    const std::uint64_t size = Big(bytes, at);
    const std::string_view type = bytes.substr(at + 4, 4);
    if (is_first && type != "IHDR") return false;
    is_first = false;
    if (size > bytes.size() - at - 12) return false;
    at += 12 + size;
    if (type == "IEND") return at == bytes.size();
  }
  return false;
}

bool IsJpeg(std::string_view bytes) {
  // Some cameras fill up with zeros.
  const std::size_t last = bytes.find_last_not_of('\0');
  return last != std::string_view::npos && last >= 3 && bytes.substr(last - 1, 2) == "\xFF\xD9";
}

bool IsPdf(std::string_view bytes) {
  const std::size_t tail = bytes.size() > 2048 ? bytes.size() - 2048 : 0;
  return bytes.substr(tail).find("%%EOF") != std::string_view::npos;
}

bool IsText(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](unsigned char c) {
    return c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f');
  });
}

bool LooksLikeAPage(std::string_view bytes) {
  const std::string head = Folded(bytes.substr(0, kHeadBytes));
  for (const std::string_view mark :
       {"<!doctype", "<html", "<script", "<svg", "<head", "<body", "<iframe", "<?xml", "<?php"}) {
    if (head.find(mark) != std::string::npos) return true;
  }
  return false;
}

std::string_view OfficeTypeOf(const std::vector<std::string>& names) {
  const auto has = [&](std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  if (!has("[Content_Types].xml")) return "";
  if (has("word/document.xml")) return kKinds[5].media_type;
  if (has("xl/workbook.xml")) return kKinds[6].media_type;
  return "";
}

bool HasMacros(const std::vector<std::string>& names) {
  return std::ranges::any_of(names, [](const std::string& name) {
    return Folded(name).find("vbaproject") != std::string::npos ||
           name.find("/activeX/") != std::string::npos;
  });
}

// What the bytes say they are, before they are looked at closely; empty for none of ours.
std::string_view ClaimOf(std::string_view bytes) {
  if (bytes.starts_with("%PDF-1.") || bytes.starts_with("%PDF-2.")) return kKinds[0].media_type;
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return kKinds[1].media_type;
  if (bytes.starts_with("\xFF\xD8\xFF")) return kKinds[2].media_type;
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return kKinds[3].media_type;
  if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") {
    return kKinds[4].media_type;
  }
  if (bytes.starts_with(std::string_view("PK\3\4", 4))) {
    const auto names = NamesInArchive(bytes);
    return names.has_value() ? OfficeTypeOf(*names) : "";
  }
  return IsText(bytes) ? kKinds[8].media_type : "";
}

// Whether the bytes are whole and nothing but what they claim.
std::optional<Text> WrongIn(std::string_view type, std::string_view bytes) {
  const Text damaged = Say("文件不完整或已损坏，请重新导出后上传",
                           "The file is damaged or cut off; save it again and upload it");
  const Text mixed = Say("文件里夹带了别的内容，不能作为佐证",
                         "The file has something else hidden in it and is not taken");
  const bool is_archive = type == kKinds[5].media_type || type == kKinds[6].media_type;
  const std::string_view head = bytes.substr(0, kHeadBytes);
  if (type == kKinds[0].media_type && !IsPdf(bytes)) return damaged;
  if (type == kKinds[1].media_type && !IsPng(bytes)) {
    return FindArchiveEnd(bytes).has_value() ? mixed : damaged;
  }
  if (type == kKinds[2].media_type && !IsJpeg(bytes)) {
    return FindArchiveEnd(bytes).has_value() ? mixed : damaged;
  }
  if (type == kKinds[3].media_type && bytes.back() != ';') {
    return FindArchiveEnd(bytes).has_value() ? mixed : damaged;
  }
  if (type == kKinds[4].media_type && Little(bytes, 4, 4) + 8 != bytes.size() &&
      Little(bytes, 4, 4) + 9 != bytes.size()) {
    return damaged;
  }
  if (is_archive && HasMacros(*NamesInArchive(bytes))) {
    return Say("文件带有宏，请另存为不带宏的文件后上传",
               "The file has macros; save it without them and upload it");
  }
  if (!is_archive && FindArchiveEnd(bytes).has_value()) return mixed;
  if (LooksLikeAPage(bytes)) {
    // Pictures and PDF may have XML about themselves in their head; a page at the very beginning of
    // a text is none.
    const bool is_text = type == kKinds[8].media_type;
    const std::string folded = Folded(head);
    if (is_text || folded.find("<script") != std::string::npos ||
        folded.find("<html") != std::string::npos) {
      return mixed;
    }
  }
  if (type != kKinds[0].media_type && head.find("%PDF-") != std::string_view::npos) return mixed;
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> SniffEvidence(std::string_view name, std::string_view bytes,
                                              Text* why) {
  const auto refuse = [&](Text text) {
    *why = std::move(text);
    return std::nullopt;
  };
  if (bytes.empty()) return refuse(Say("文件是空的", "The file is empty"));
  const std::string extension = ExtensionOf(name);
  const auto named = std::ranges::find_if(kKinds, [&](const Kind& kind) {
    return !extension.empty() &&
           std::ranges::find(kind.extensions, extension) != kind.extensions.end();
  });
  std::string_view type = ClaimOf(bytes);
  if (type.empty() || named == kKinds.end()) {
    return refuse(Say(
        "只收 PDF、图片（PNG、JPEG、GIF、WebP）、.docx、.xlsx、.txt 和 .csv 文件，并以文件内容为准",
        "Only PDF, images (PNG, JPEG, GIF, WebP), .docx, .xlsx, .txt and .csv are taken; the "
        "content decides"));
  }
  if (auto wrong = WrongIn(type, bytes)) return refuse(*std::move(wrong));
  if (type == kKinds[8].media_type && named->media_type == kKinds[7].media_type)
    type = named->media_type;
  if (type != named->media_type) {
    const auto is = std::ranges::find(kKinds, type, &Kind::media_type);
    return refuse(Say("文件名说是 {0}，内容却是 {1}；请用正确的文件名上传",
                      "It is named as {0} but is {1}; upload it under its right name", named->name,
                      is->name));
  }
  return type;
}

}  // namespace kaogong::office::process::internal
