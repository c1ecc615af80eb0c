// SPDX-License-Identifier: Apache-2.0
#include "importer/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace kaogong::importer {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const char* path) : value_(::open(path, O_RDONLY | O_CLOEXEC)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  int value() const { return value_; }

 private:
  int value_;
};

Error SystemError(const std::filesystem::path& path, int number) {
  const std::string name = path.string();
  if (number == ENOENT || number == ENOTDIR) {
    return {ErrorCode::kNotFound, Say("没有这个文件：{}", "no such file: {}", name)};
  }
  const std::string reason = std::generic_category().message(number);
  return {ErrorCode::kUnavailable, Say("读不了文件{}：{}", "cannot read {}: {}", name, reason)};
}

Result<std::string> ReadAll(const std::filesystem::path& path, int descriptor,
                            std::size_t bytes_max) {
  std::string all;
  std::array<char, 65'536> buffer;
  for (;;) {
    const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return SystemError(path, errno);
    if (size == 0) return all;
    if (all.size() + static_cast<std::size_t>(size) > bytes_max) {
      return Error{
          ErrorCode::kLimitExceeded,
          Say("{}的内容超过上限{}字节", "{} gives more than {} bytes", path.string(), bytes_max)};
    }
    all.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

Result<FileBytes> FileBytes::Open(const std::filesystem::path& path,
                                  std::size_t special_bytes_max) {
  const Descriptor file(path.c_str());
  struct stat status {};
  if (file.value() < 0 || ::fstat(file.value(), &status) != 0) return SystemError(path, errno);
  if (S_ISDIR(status.st_mode)) {
    return Error{ErrorCode::kInvalidInput,
                 Say("{}是文件夹，不是文件", "{} is a folder, not a file", path.string())};
  }
  FileBytes result;
  if (S_ISREG(status.st_mode) && status.st_size > 0) {
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const map = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value(), 0);
    if (map == MAP_FAILED) return SystemError(path, errno);
    // Only advice: a system that does not take it reads a little slower.
    ::madvise(map, size, MADV_SEQUENTIAL);
    result.map_ = map;
    result.size_ = size;
  } else {
    KAOGONG_TRY_ASSIGN(result.copy_, ReadAll(path, file.value(), special_bytes_max));
  }
  return result;
}

FileBytes::~FileBytes() {
  if (map_ != nullptr) ::munmap(map_, size_);
}

}  // namespace kaogong::importer
