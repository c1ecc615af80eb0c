// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "http/request.h"
#include "http/response.h"

namespace kaogong::http {

// Problem is an error as the client gets it (RFC 9457, application/problem+json).
struct Problem {
  int status = 500;
  std::string code;  // Stable, snake_case: "not_found"
  Text detail;       // For people; may be empty.
  std::vector<Fault> errors;
  std::string current;  // JSON: the thing as it is now, for a conflict; may be empty.
};

// Returns the problem that an Error of ours is: its status and code by ErrorCode, its message and
// faults. Input with faults was understood and is 422; other bad input is 400.
Problem ProblemOf(const Error& error);
// Returns a problem of the protocol by its status, without detail.
Problem ProblemOf(int status);

// Returns {"type","title","status","code","detail","errors","current","request_id"} in the language.
Response Render(const Problem& problem, Language language, std::string_view request_id);
// The same in the language the request asks for.
Response Render(const Problem& problem, const Request& request);

// Returns what HTTP calls the status: "Not Found". Empty when it has no name.
std::string_view ReasonOf(int status);
// Appends the text as a JSON string.
void AppendJsonString(std::string_view text, std::string& to);

}  // namespace kaogong::http
