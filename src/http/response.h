// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "http/cookie.h"
#include "http/event_channel.h"

namespace kaogong::http {

// A part of a file on the disk, sent piece by piece.
class FileBody {
 public:
  // Opens the file, all of it. Nothing when it cannot be read or is no regular file.
  static std::optional<FileBody> Open(const std::string& path);
  FileBody(FileBody&& other) noexcept;
  FileBody& operator=(FileBody&& other) noexcept;
  ~FileBody();

  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  int descriptor() const { return descriptor_; }

 private:
  explicit FileBody(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

// A part of a text that many responses share.
struct SharedBody {
  std::shared_ptr<const std::string> bytes;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// Response is what a handler answers. The server adds Content-Length, Date, X-Request-Id and the
// security headers, and leaves out the body where HTTP has none (HEAD, 204, 304).
class Response {
 public:
  using Body = std::variant<std::string, SharedBody, FileBody, std::shared_ptr<EventChannel>>;
  using Header = std::pair<std::string, std::string>;

  explicit Response(int status = 204) : status_(status) {}
  static Response Text(int status, std::string text);
  static Response Json(int status, std::string json);
  // Sends the client to `location`, a path of ours or a URL: 303, to be fetched with GET.
  static Response SeeOther(std::string_view location);
  // Sends what is written into the channel until it is closed (text/event-stream).
  static Response Events(std::shared_ptr<EventChannel> channel);

  int status() const { return status_; }
  void set_status(int status) { status_ = status; }
  const Body& body() const { return body_; }
  Body& body() { return body_; }
  void set_body(Body body) { body_ = std::move(body); }
  std::uint64_t body_size() const;  // 0 for events.

  // Sets a header, instead of any of the same name, or adds another. Names in any case. A value
  // with a control character, or a name that is none, spoils the whole response: the client gets
  // 500 instead, so that no text of a user can forge a header.
  void Set(std::string_view name, std::string_view value);
  void Add(std::string_view name, std::string_view value);
  void SetCookie(const Cookie& cookie) { Add("Set-Cookie", ToHeader(cookie)); }
  // Makes the browser save the body under this name, which may be Chinese.
  void SetDownloadName(std::string_view file_name);

  std::optional<std::string_view> Find(std::string_view name) const;
  const std::vector<Header>& headers() const { return headers_; }
  bool is_spoilt() const { return is_spoilt_; }

 private:
  int status_;
  std::vector<Header> headers_;
  Body body_;
  bool is_spoilt_ = false;
};

}  // namespace kaogong::http
