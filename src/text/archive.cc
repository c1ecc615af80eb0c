// SPDX-License-Identifier: Apache-2.0
#include "text/archive.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kaogong::text {
namespace {

constexpr zip_int64_t kEntriesMax = 20'000;
constexpr std::size_t kRatioMax = 1000;
constexpr std::size_t kRatioFreeBytes = std::size_t{16} << 20U;

Error Damaged() {
  return Error{ErrorCode::kInvalidInput, Say("文档已损坏，无法解开", "the document is damaged and cannot be unpacked")};
}

}  // namespace

void Archive::Close::operator()(zip* archive) const { zip_discard(archive); }

Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

Result<Archive> Archive::Open(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) {
    zip_error_fini(&error);
    return Damaged();
  }
  zip_t* opened = zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  if (opened == nullptr) {
    zip_source_free(source);
    return Damaged();
  }
  Archive archive;
  archive.zip_.reset(opened);
  const zip_int64_t count = zip_get_num_entries(opened, 0);
  if (count > kEntriesMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("文档内有 {} 个部件，超过上限", "the document holds {} parts, over the limit", count)};
  }
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(opened, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    archive.names_.emplace_back(name == nullptr ? "" : name);
  }
  return archive;
}

bool Archive::Has(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

Result<void> Archive::Stream(std::string_view name, std::size_t bytes_max,
                             const std::function<bool(std::string_view)>& sink) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) {
    return Error{ErrorCode::kNotFound, Say("文档缺少部件 {}", "the document lacks the part {}", name)};
  }
  const auto index = static_cast<zip_uint64_t>(found - names_.begin());
  zip_stat_t stat;
  if (zip_stat_index(zip_.get(), index, 0, &stat) != 0) return Damaged();
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return Error{ErrorCode::kInvalidInput, Say("文档加了密码，请先取消密码", "the document is protected by a password")};
  }
  const std::size_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(zip_.get(), index, 0), &zip_fclose);
  if (!file) return Damaged();
  std::array<char, 64 * 1024> buffer;
  std::size_t total = 0;
  while (true) {
    const zip_int64_t got = zip_fread(file.get(), buffer.data(), buffer.size());
    if (got < 0) return Damaged();
    if (got == 0) return {};
    total += static_cast<std::size_t>(got);
    const bool is_bomb = total > kRatioFreeBytes && packed > 0 && total / kRatioMax > packed;
    if (total > bytes_max || is_bomb) {
      return Error{ErrorCode::kLimitExceeded,
                   Say("文档展开后超过 {} MB 的上限", "the document unpacks to more than {} MB",
                       bytes_max >> 20U)};
    }
    if (!sink(std::string_view(buffer.data(), static_cast<std::size_t>(got)))) return {};
  }
}

Result<std::string> Archive::Read(std::string_view name, std::size_t bytes_max) const {
  std::string whole;
  KAOGONG_TRY(Stream(name, bytes_max, [&](std::string_view piece) {
    whole += piece;
    return true;
  }));
  return whole;
}

Result<std::string> WriteArchive(const std::vector<ArchiveEntry>& entries) {
  const Error failed{ErrorCode::kInternal, Say("无法生成文档", "the document could not be made")};
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 1, &error);
  if (target == nullptr) return failed;
  zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(target);
    return failed;
  }
  zip_source_keep(target);
  bool is_good = true;
  for (const ArchiveEntry& entry : entries) {
    zip_source_t* source = zip_source_buffer(archive, entry.bytes.data(), entry.bytes.size(), 0);
    const zip_int64_t index = source == nullptr ? -1 : zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      is_good = false;
      break;
    }
    // A fixed time (1 January 2000) makes the archive the same on any day.
    is_good = zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, (20U << 9U) | (1U << 5U) | 1U, 0) == 0;
    if (!is_good) break;
  }
  is_good = is_good && zip_close(archive) == 0;
  if (!is_good) zip_discard(archive);
  std::string bytes;
  if (is_good && zip_source_open(target) == 0) {
    zip_stat_t stat;
    is_good = zip_source_stat(target, &stat) == 0;
    bytes.resize(is_good ? stat.size : 0);
    is_good = is_good && zip_source_read(target, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size());
    zip_source_close(target);
  }
  zip_source_free(target);
  if (!is_good) return failed;
  return bytes;
}

}  // namespace kaogong::text
