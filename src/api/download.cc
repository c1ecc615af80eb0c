// SPDX-License-Identifier: Apache-2.0
#include "api/download.h"

#include <utility>

namespace kaogong::api {

http::Response Download(std::string bytes, std::string_view type, std::string_view name) {
  http::Response response(200);
  response.set_body(std::move(bytes));
  response.Set("Content-Type", type);
  response.Set("Cache-Control", "no-store");
  response.SetDownloadName(name);
  return response;
}

}  // namespace kaogong::api
