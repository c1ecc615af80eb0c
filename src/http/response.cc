// SPDX-License-Identifier: Apache-2.0
#include "http/response.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "http/ascii.h"
#include "http/percent.h"

namespace kaogong::http {

std::optional<FileBody> FileBody::Open(const std::string& path) {
  FileBody file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (file.descriptor_ < 0 || ::fstat(file.descriptor_, &status) != 0) return std::nullopt;
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  file.size = static_cast<std::uint64_t>(status.st_size);
  return file;
}

FileBody::FileBody(FileBody&& other) noexcept
    : offset(other.offset), size(other.size), descriptor_(std::exchange(other.descriptor_, -1)) {}

FileBody& FileBody::operator=(FileBody&& other) noexcept {
  std::swap(offset, other.offset);
  std::swap(size, other.size);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileBody::~FileBody() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Response Response::Text(int status, std::string text) {
  Response response(status);
  response.Set("Content-Type", "text/plain; charset=utf-8");
  response.set_body(std::move(text));
  return response;
}

Response Response::Json(int status, std::string json) {
  Response response(status);
  response.Set("Content-Type", "application/json");
  response.set_body(std::move(json));
  return response;
}

Response Response::SeeOther(std::string_view location) {
  Response response(303);
  response.Set("Location", location);
  return response;
}

Response Response::Events(std::shared_ptr<EventChannel> channel) {
  Response response(200);
  response.Set("Content-Type", "text/event-stream");
  response.Set("Cache-Control", "no-store");
  response.Set("X-Accel-Buffering", "no");  // Proxies shall pass on each event at once.
  response.set_body(std::move(channel));
  return response;
}

std::uint64_t Response::body_size() const {
  if (const auto* text = std::get_if<std::string>(&body_)) return text->size();
  if (const auto* shared = std::get_if<SharedBody>(&body_)) return shared->size;
  if (const auto* file = std::get_if<FileBody>(&body_)) return file->size;
  return 0;
}

void Response::Set(std::string_view name, std::string_view value) {
  std::erase_if(headers_,
                [&](const Header& header) { return EqualsIgnoringCase(header.first, name); });
  Add(name, value);
}

void Response::Add(std::string_view name, std::string_view value) {
  if (!IsToken(name) || std::ranges::any_of(value, IsControl)) {
    is_spoilt_ = true;
  } else {
    headers_.emplace_back(name, value);
  }
}

void Response::SetDownloadName(std::string_view file_name) {
  std::string plain;
  for (const char c : file_name) {
    const bool is_plain = IsDigit(c) || IsAlpha(c) || c == '.' || c == '-' || c == '_';
    plain.push_back(is_plain ? c : '_');
  }
  Set("Content-Disposition",
      "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + EncodePercent(file_name));
}

std::optional<std::string_view> Response::Find(std::string_view name) const {
  for (const Header& header : headers_) {
    if (EqualsIgnoringCase(header.first, name)) return header.second;
  }
  return std::nullopt;
}

}  // namespace kaogong::http
