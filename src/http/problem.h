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

// What is wrong with one field of a request body.
struct FieldProblem {
  std::string pointer;  // JSON pointer: "/persons/3/name"
  Text message;
};

// Problem is an error as the client gets it (RFC 9457, application/problem+json).
struct Problem {
  int status = 500;
  std::string code;  // Stable, kebab-case: "not-found"
  Text detail;       // For people; may be empty.
  std::vector<FieldProblem> errors;
};

// Returns the problem that an Error of ours is: its status and code by ErrorCode, its message.
Problem ProblemOf(const Error& error);
// Returns a problem of the protocol by its status, without detail.
Problem ProblemOf(int status);

// Returns {"type","title","status","code","detail","errors","request_id"} in the language.
Response Render(const Problem& problem, Language language, std::string_view request_id);
// The same in the language the request asks for.
Response Render(const Problem& problem, const Request& request);

// Returns what HTTP calls the status: "Not Found". Empty when it has no name.
std::string_view ReasonOf(int status);
// Appends the text as a JSON string.
void AppendJsonString(std::string_view text, std::string& to);

}  // namespace kaogong::http
