// SPDX-License-Identifier: Apache-2.0
// Call is one request of the API as a handler sees it: who asks, in which language, with which body.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/response.h"
#include "office/account/sign_in.h"
#include "office/office.h"
#include "office/paging.h"

namespace kaogong::api {

using Json = nlohmann::json;

struct Call {
  const office::Office& office;
  http::Request& request;
  Language language = Language::kChinese;
  std::optional<office::User> user;  // Nothing only where the endpoint is open to all.

  // Requires: the endpoint is for signed-in users.
  const office::Actor& actor() const { return user->actor; }

  // Returns the id in the path. Errors: kNotFound for what is no id.
  Result<office::Id> IdOf(std::string_view parameter) const;
  // Returns an id, number, day or flag of the query; nothing when it is not given. Errors:
  // kInvalidInput, naming the parameter.
  Result<std::optional<office::Id>> QueryId(std::string_view name) const;
  Result<std::optional<Date>> QueryDay(std::string_view name) const;
  std::string QueryText(std::string_view name) const;
  bool QueryFlag(std::string_view name) const;
  // Returns page and page_size. Errors: kInvalidInput.
  Result<office::Page> PageOf() const;
};

// What a handler answers.
struct Answer {
  Answer(http::Response response) : value(std::move(response)) {}
  Answer(Error error) : value(std::move(error)) {}
  Answer(http::Problem problem) : value(std::move(problem)) {}
  template <class T>
  requires std::convertible_to<T, http::Response> Answer(Result<T> result)
      : value(result.ok() ? std::variant<http::Response, Error, http::Problem>(
                                http::Response(std::move(result).value()))
                          : std::variant<http::Response, Error, http::Problem>(
                                std::move(result).error())) {}

  std::variant<http::Response, Error, http::Problem> value;
};

// A conflict with what the thing is now, so that nobody's work is lost: {…, "current": {…}}. Any
// other error stays as it is.
http::Problem WithCurrent(const Error& error, const Json& current);

}  // namespace kaogong::api
