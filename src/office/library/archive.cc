// SPDX-License-Identifier: Apache-2.0
#include "office/library/archive.h"

#include <sys/stat.h>
#include <zip.h>

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "office/library/sources.h"

namespace kaogong::office::library {

namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

constexpr std::size_t kPieceBytes = 65'536;

Error NoArchive() {
  return {ErrorCode::kInvalidInput, Say("这不是完整的 zip 压缩包；请重新压缩后再上传",
                                        "this is no whole zip archive; pack it again")};
}

Error BadEntry(std::string_view path, const Text& why) {
  return {ErrorCode::kInvalidInput,
          Say("压缩包中的 {0} {1}", "{0} in the archive {2}", path, why.zh, why.en)};
}

Error TooLarge(const ArchiveLimits& limits) {
  return {ErrorCode::kLimitExceeded,
          Say("压缩包解开后太大：每个文件不超过 {} 字节，合计不超过 {} 字节",
              "the archive unpacks to too much: at most {} bytes a file and {} in all",
              limits.entry_bytes_max, limits.total_bytes_max)};
}

// An archive begins with an entry and ends with its end record. One that does not might be a second
// kind of file at the same time, and another program might find other entries in it.
bool IsWhole(std::string_view bytes) {
  constexpr std::string_view kEntry = "PK\x03\x04";
  constexpr std::string_view kEnd = "PK\x05\x06";
  constexpr std::size_t kEndBytes = 22;
  if (!bytes.starts_with(kEntry) || bytes.size() < kEndBytes) return false;
  return bytes.substr(bytes.size() - kEndBytes).starts_with(kEnd);
}

Result<Archive> Open(std::string_view bytes, const ArchiveLimits& limits) {
  if (bytes.size() > limits.archive_bytes_max) {
    return Error{ErrorCode::kLimitExceeded, Say("压缩包有 {} 字节，超过上限 {} 字节",
                                                "the archive has {} bytes; the limit is {}",
                                                bytes.size(), limits.archive_bytes_max)};
  }
  if (!IsWhole(bytes)) return NoArchive();
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* const opened = source == nullptr
                            ? nullptr
                            : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  zip_error_fini(&error);
  if (opened == nullptr) {
    zip_source_free(source);
    return NoArchive();
  }
  Archive archive(opened);
  // It begins with an entry, but its directory has none: another program might find some.
  if (zip_get_num_entries(opened, 0) <= 0) return NoArchive();
  if (static_cast<std::size_t>(zip_get_num_entries(opened, 0)) > limits.entries_max) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("压缩包中的文件超过 {} 个", "the archive holds more than {} files",
                     limits.entries_max)};
  }
  return archive;
}

bool IsLeftBehind(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return path.starts_with("__MACOSX/") || name == ".DS_Store" || name == "Thumbs.db" ||
         name == "desktop.ini";
}

// Files made on unix say what they are; only plain ones are taken.
bool IsPlainFile(zip_t* archive, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return false;
  if (system != ZIP_OPSYS_UNIX && system != ZIP_OPSYS_OS_X) return true;
  const mode_t type = (attributes >> 16U) & S_IFMT;
  return type == 0 || type == S_IFREG;
}

class Unpacker {
 public:
  Unpacker(zip_t* archive, const ArchiveLimits& limits) : archive_(archive), limits_(limits) {}

  Result<void> Unpack(zip_uint64_t index) {
    const char* const raw = zip_get_name(archive_, index, ZIP_FL_ENC_RAW);
    if (raw == nullptr) return NoArchive();
    std::string path = raw;
    if (path.ends_with('/')) {
      path.pop_back();
      return CheckRelativePath(path);
    }
    if (IsLeftBehind(path)) return {};
    KAOGONG_TRY(CheckRelativePath(path));
    if (!paths_.insert(path).second) return BadEntry(path, Say("出现了两次", "occurs twice"));
    KAOGONG_TRY(CheckEntry(path, index));
    KAOGONG_TRY_ASSIGN(std::string bytes, Read(path, index));
    entries_.push_back({std::move(path), std::move(bytes)});
    return {};
  }

  std::vector<ArchiveEntry> Take() { return std::move(entries_); }

 private:
  Result<void> CheckEntry(const std::string& path, zip_uint64_t index) const {
    zip_stat_t stat;
    if (zip_stat_index(archive_, index, 0, &stat) != 0) return NoArchive();
    if (stat.encryption_method != ZIP_EM_NONE) {
      return BadEntry(path, Say("加了密码；请取消密码后重新压缩", "is protected by a password"));
    }
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
      return BadEntry(path,
                      Say("的压缩方式不常见；请用普通 zip 压缩", "is packed in an unusual way"));
    }
    if (!IsPlainFile(archive_, index)) {
      return BadEntry(path, Say("是链接或特殊文件，不能接受", "is a link or a special file"));
    }
    return {};
  }

  // What the directory says of sizes need not be true: bytes are counted as they come.
  Result<std::string> Read(const std::string& path, zip_uint64_t index) {
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        zip_fopen_index(archive_, index, 0), &zip_fclose);
    if (file == nullptr) return BadEntry(path, Say("读不出来", "cannot be read"));
    std::string bytes;
    std::array<char, kPieceBytes> piece;
    for (;;) {
      const zip_int64_t read = zip_fread(file.get(), piece.data(), piece.size());
      if (read < 0) return BadEntry(path, Say("已损坏", "is damaged"));
      if (read == 0) return bytes;
      total_ += static_cast<std::size_t>(read);
      bytes.append(piece.data(), static_cast<std::size_t>(read));
      if (bytes.size() > limits_.entry_bytes_max || total_ > limits_.total_bytes_max)
        return TooLarge(limits_);
    }
  }

  zip_t* archive_;
  const ArchiveLimits& limits_;
  std::vector<ArchiveEntry> entries_;
  std::set<std::string> paths_;
  std::size_t total_ = 0;
};

// Adds the entry with a fixed day, 1 January 2000.
bool Add(zip_t* archive, const ArchiveEntry& entry) {
  constexpr zip_uint16_t kDay = (20U << 9U) | (1U << 5U) | 1U;
  zip_source_t* const source =
      zip_source_buffer(archive, entry.bytes.data(), entry.bytes.size(), 0);
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, entry.path.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  return zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kDay, 0) == 0;
}

std::optional<std::string> BytesOf(zip_source_t* source) {
  if (zip_source_open(source) != 0) return std::nullopt;
  zip_stat_t stat;
  std::optional<std::string> bytes;
  if (zip_source_stat(source, &stat) == 0) {
    bytes.emplace(stat.size, '\0');
    if (zip_source_read(source, bytes->data(), bytes->size()) !=
        static_cast<zip_int64_t>(bytes->size()))
      bytes.reset();
  }
  zip_source_close(source);
  return bytes;
}

}  // namespace

Result<std::vector<ArchiveEntry>> ReadArchive(std::string_view bytes, const ArchiveLimits& limits) {
  KAOGONG_TRY_ASSIGN(const Archive archive, Open(bytes, limits));
  Unpacker unpacker(archive.get(), limits);
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i)
    KAOGONG_TRY(unpacker.Unpack(static_cast<zip_uint64_t>(i)));
  return unpacker.Take();
}

Result<std::string> WriteArchive(const std::vector<ArchiveEntry>& entries) {
  const Error failed{ErrorCode::kInternal, Say("压缩包没有生成", "the archive could not be made")};
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* const archive =
      target == nullptr ? nullptr : zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  zip_error_fini(&error);
  if (archive == nullptr) {
    zip_source_free(target);
    return failed;
  }
  zip_source_keep(target);
  bool is_good = true;
  for (const ArchiveEntry& entry : entries) is_good = is_good && Add(archive, entry);
  is_good = is_good && zip_close(archive) == 0;
  if (!is_good) zip_discard(archive);
  std::optional<std::string> bytes;
  if (is_good) bytes = BytesOf(target);
  zip_source_free(target);
  if (!bytes) return failed;
  return *std::move(bytes);
}

}  // namespace kaogong::office::library
