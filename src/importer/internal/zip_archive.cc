// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace kaogong::importer {
namespace {

constexpr std::size_t kPieceBytes = 65'536;
// Small parts may be as repetitive as they like.
constexpr std::size_t kRatioFreeBytes = std::size_t{8} << 20U;

Error Broken(std::string_view file, const Text& what) {
  return {ErrorCode::kInvalidInput, Say("工作簿{}已损坏：{}。请用Excel或WPS打开并另存为.xlsx",
                                        "the workbook {0} is damaged: {2}. Open it and "
                                        "save it again as .xlsx",
                                        file, what.zh, what.en)};
}

Error TooLarge(std::string_view file, std::string_view part, const Text& what) {
  return {ErrorCode::kLimitExceeded,
          Say("工作簿{0}的{1}{2}", "{1} in the workbook {0} {3}", file, part, what.zh, what.en)};
}

// Returns the number of entries the archive says it has, without building a list of them: the list
// of a hostile file could be many times its size. Nothing when there is no end record at
// the end.
std::optional<std::size_t> CountEntries(std::string_view bytes) {
  constexpr std::string_view kEndMagic = "PK\x05\x06";
  constexpr std::size_t kEndBytes = 22;
  constexpr std::size_t kCommentMax = 65'535;
  const std::size_t searched = std::min(bytes.size(), kEndBytes + kCommentMax);
  const std::string_view tail = bytes.substr(bytes.size() - searched);
  const std::size_t end = tail.rfind(kEndMagic);
  if (end == std::string_view::npos || tail.size() - end < kEndBytes) return std::nullopt;
  const auto byte = [&](std::size_t i) {
    return std::size_t{static_cast<unsigned char>(tail[end + i])};
  };
  // Behind the record stands its comment and nothing else: a file that goes on is a second kind of
  // file at the same time.
  const std::size_t comment = byte(20) | byte(21) << 8U;
  if (end + kEndBytes + comment != tail.size()) return std::nullopt;
  return byte(10) | byte(11) << 8U;
}

}  // namespace

void ZipArchive::Discard::operator()(zip* archive) const { zip_discard(archive); }

Result<ZipArchive> ZipArchive::Open(std::string_view bytes, std::string_view file,
                                    const XlsxLimits& limits) {
  if (bytes.size() > limits.file_bytes_max) {
    return TooLarge(file, "文件",
                    Say("有{}字节，超过上限{}字节", "has {} bytes; the limit is {}", bytes.size(),
                        limits.file_bytes_max));
  }
  const std::optional<std::size_t> entries = CountEntries(bytes);
  if (!entries.has_value()) {
    return Broken(file, Say("文件不完整，或后面还有别的内容（末尾没有结尾记录）",
                            "it is cut short, or something follows it (no end record at its end)"));
  }
  if (*entries > limits.parts_max) {
    return Error{ErrorCode::kLimitExceeded, Say("工作簿{}有{}个部件，超过上限{}个",
                                                "the workbook {} has {} parts; the limit is {}",
                                                file, *entries, limits.parts_max)};
  }
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* const archive =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  const std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    return Broken(file, Say("压缩目录读不出来（{}）", "its directory cannot be read ({})", reason));
  }
  return ZipArchive(archive, file, limits);
}

bool ZipArchive::Has(const std::string& part) const {
  return zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
}

Error ZipArchive::TooManyBytes(const std::string& part, const Entry& entry) const {
  if (entry.is_limited_by_ratio) {
    return TooLarge(
        file_, part,
        Say("压缩比异常（超过{}倍），可能是压缩炸弹",
            "is compressed more than {} times: perhaps a zip bomb", limits_.compression_ratio_max));
  }
  return TooLarge(file_, part,
                  Say("解压后超过{}字节，或整个工作簿超过{}字节",
                      "unpacks to more than {} bytes, or the whole workbook to more than {}",
                      entry.bytes_max, limits_.total_bytes_max));
}

Result<ZipArchive::Entry> ZipArchive::Locate(const std::string& part, std::size_t bytes_max) const {
  const zip_int64_t index = zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return Broken(file_, Say("缺少部件{}", "the part {} is missing", part));
  const auto position = static_cast<zip_uint64_t>(index);
  zip_stat_t status;
  if (zip_stat_index(archive_.get(), position, 0, &status) != 0) {
    return Broken(file_, Say("部件{}读不出来", "the part {} cannot be read", part));
  }
  if (status.encryption_method != ZIP_EM_NONE) {
    return Error{ErrorCode::kInvalidInput,
                 Say("工作簿{}有密码，读不了；请取消密码后再导入",
                     "the workbook {} is protected by a password; remove it and try again", file_)};
  }
  if (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE) {
    return Broken(file_, Say("部件{}的压缩方式不合规范",
                             "the part {} is compressed in an unusual way", part));
  }
  const std::size_t by_ratio = std::max<std::size_t>(
      kRatioFreeBytes, std::min<std::size_t>(status.comp_size, limits_.file_bytes_max) *
                           limits_.compression_ratio_max);
  const Entry entry{.index = static_cast<std::size_t>(position),
                    .bytes_max = std::min(bytes_max, by_ratio),
                    .is_limited_by_ratio = by_ratio < bytes_max};
  if (status.size > entry.bytes_max) return TooManyBytes(part, entry);
  return entry;
}

Result<void> ZipArchive::Stream(const std::string& part, std::size_t bytes_max,
                                const std::function<bool(std::string_view)>& receive) {
  bytes_max = std::min(bytes_max, limits_.total_bytes_max - bytes_read_);
  KAOGONG_TRY_ASSIGN(const Entry entry, Locate(part, bytes_max));
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive_.get(), entry.index, 0), &zip_fclose);
  if (file == nullptr) {
    return Broken(file_, Say("部件{}读不出来", "the part {} cannot be read", part));
  }
  std::vector<char> piece(kPieceBytes);
  std::size_t total = 0;
  for (;;) {
    const zip_int64_t read = zip_fread(file.get(), piece.data(), piece.size());
    if (read < 0) {
      return Broken(file_, Say("部件{}的内容不完整或校验不符",
                               "the part {} is incomplete or fails its checksum", part));
    }
    const auto size = static_cast<std::size_t>(read);
    total += size;
    // What the directory says of the size need not be true.
    if (total > entry.bytes_max) return TooManyBytes(part, entry);
    bytes_read_ += size;
    if (!receive({piece.data(), size}) || size == 0) return {};
  }
}

}  // namespace kaogong::importer
