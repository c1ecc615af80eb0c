// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

namespace kaogong::http {

struct StaticOptions {
  // Served, with 200, for a path that no file has and that does not look like a file (no dot in the
  // last segment), when the client takes HTML: the front end routes it. Empty: none.
  std::string fallback = "index.html";
  // First segments the fallback is not for, so that a mistyped API path is not found.
  std::vector<std::string> fallback_excluded = {"api"};
  // Files in this folder have a hash in their name and are kept by browsers for good.
  std::string hashed_folder = "assets";
  std::uint64_t cached_bytes_max = 1048576;  // Larger files are read from the disk each time.
};

// StaticFiles serves a folder of files that do not change while the server runs. It looks at the
// disk once: a request can only name what was found then, so no path leads elsewhere. Beside
// "app.js" lie "app.js.br" and "app.js.gz" for clients that take them. Safe for any thread, and
// quick.
class StaticFiles {
 public:
  // Errors: kUnavailable when the folder or a file cannot be read.
  static Result<StaticFiles> Load(const std::string& folder, StaticOptions options = {});
  StaticFiles(StaticFiles&&) noexcept;
  StaticFiles& operator=(StaticFiles&&) noexcept;
  ~StaticFiles();

  // Answers GET and HEAD: with ETag (304 when it matches), one range (206, 416), the encoding the
  // client prefers. "/" and folders are answered with their index.html.
  Response Serve(const Request& request) const;

 private:
  struct State;
  explicit StaticFiles(std::shared_ptr<const State> state);

  std::shared_ptr<const State> state_;
};

// Returns the Content-Type for a file name; application/octet-stream when it is not known.
std::string_view ContentTypeOf(std::string_view file_name);

}  // namespace kaogong::http
