// SPDX-License-Identifier: Apache-2.0
#include "sheet/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace kaogong::sheet {
namespace {

// A file under a temporary name, removed unless it was moved to its place.
class TemporaryFile {
 public:
  // Creates the file in the folder of `path`, so that moving it is one step of the file system. Its
  // name does not contain that of `path`, which may be as long as names can be.
  explicit TemporaryFile(const std::filesystem::path& path) {
    for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
      const std::string name =
          ".kaogong-" + std::to_string(::getpid()) + "-" + std::to_string(attempt) + ".tmp";
      name_ = (path.parent_path() / name).string();
      descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor_ >= 0 || errno != EEXIST) return;
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (!is_moved_) ::unlink(name_.c_str());
  }

  int descriptor() const { return descriptor_; }
  bool MoveTo(const std::filesystem::path& path) {
    is_moved_ = ::rename(name_.c_str(), path.c_str()) == 0;
    return is_moved_;
  }

 private:
  // Threads of this program that write into the same folder at once take different numbers.
  static constexpr int kAttemptsMax = 1000;

  std::string name_;
  int descriptor_ = -1;
  bool is_moved_ = false;
};

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::write(descriptor, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

// Gives the file the permissions of the one it replaces. A new file has what the system gives it.
bool CopyPermissions(const std::filesystem::path& from, int descriptor) {
  struct stat status {};
  if (::stat(from.c_str(), &status) != 0) return true;
  return ::fchmod(descriptor, status.st_mode & 07777U) == 0;
}

// Makes the new name survive a power failure. Best effort: the file itself is safe already.
void SyncFolder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

// Devices and pipes hold no old content and cannot be replaced: the bytes go straight into them.
bool WriteInto(const std::filesystem::path& path, std::string_view bytes) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool is_written = WriteAll(descriptor, bytes);
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  return is_written;
}

bool Replace(const std::filesystem::path& path, std::string_view bytes) {
  TemporaryFile file(path);
  const bool is_written = file.descriptor() >= 0 && WriteAll(file.descriptor(), bytes) &&
                          CopyPermissions(path, file.descriptor()) &&
                          ::fsync(file.descriptor()) == 0 && file.MoveTo(path);
  if (is_written) SyncFolder(path.parent_path());
  return is_written;
}

Text ReasonOf(int number) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return {"磁盘已满", "the disk is full"};
    case EACCES:
    case EPERM:
      return {"没有权限", "no permission"};
    case EROFS:
      return {"磁盘是只读的", "the disk is read-only"};
    case ENOENT:
    case ENOTDIR:
      return {"没有这个文件夹", "there is no such folder"};
    case EISDIR:
      return {"这是一个文件夹", "it is a folder"};
    default:
      const std::string text = std::generic_category().message(number);
      return {text, text};
  }
}

// A link stays, and what it leads to is replaced.
std::filesystem::path FollowLinks(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_symlink(path, error)) return path;
  const auto target = std::filesystem::canonical(path, error);
  return error ? path : target;
}

}  // namespace

Result<void> ReplaceFile(const std::filesystem::path& given, std::string_view bytes) {
  const std::filesystem::path path = FollowLinks(given);
  struct stat status {};
  const bool is_special = ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  errno = 0;
  if (is_special ? WriteInto(path, bytes) : Replace(path, bytes)) return {};
  const Text reason = ReasonOf(errno);
  return Error{ErrorCode::kUnavailable, Say("写不了文件 {0}：{1}", "cannot write {0}: {2}",
                                            given.string(), reason.zh, reason.en)};
}

}  // namespace kaogong::sheet
