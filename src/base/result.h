// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"

// Stops the program on a programmer's mistake, in release builds too. Never for anything a user,
// a file or the network can cause: those are Issues or a Result.
#define KAOGONG_ASSERT(condition)                                                            \
  do {                                                                                       \
    if (!(condition)) {                                                                      \
      std::fprintf(stderr, "%s:%d: assertion failed: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)

namespace kaogong {

// What went wrong for the caller or operator, independent of any protocol. Stored in logs and
// mapped to exit codes and HTTP statuses; append only.
enum class ErrorCode {
  kInvalidInput,   // The input breaks a rule that the message names.
  kNotFound,       // The named thing does not exist (or the caller may not know that it does).
  kConflict,       // The state changed meanwhile, or the act is out of order.
  kNotPermitted,   // The caller's role does not allow the act.
  kNotSignedIn,    // Nobody knows who the caller is.
  kLimitExceeded,  // A size, count or time limit was passed.
  kUnavailable,    // A file, database or service cannot be reached now.
  kInternal,       // A mistake of ours.
};

// What is wrong with one part of an input.
struct Fault {
  std::string pointer;  // JSON pointer of the part: "/persons/3/name".
  Text message;
};

// An Error is for whoever called; its message is bilingual and complete: what, where, how to mend.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  Text message;
  std::vector<Fault> faults = {};  // Of an input with parts: all of them at once.
};

// Result is a value or the Error that kept it from being made.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const noexcept { return state_.index() == 0; }
  T& value() & {
    KAOGONG_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    KAOGONG_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    KAOGONG_ASSERT(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const Error& error() const& {
    KAOGONG_ASSERT(!ok());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    KAOGONG_ASSERT(!ok());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const noexcept { return !error_.has_value(); }
  const Error& error() const& {
    KAOGONG_ASSERT(!ok());
    return *error_;
  }
  Error&& error() && {
    KAOGONG_ASSERT(!ok());
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace kaogong

#define KAOGONG_CONCAT_IMPL(a, b) a##b
#define KAOGONG_CONCAT(a, b) KAOGONG_CONCAT_IMPL(a, b)
#define KAOGONG_TRY_ASSIGN_IMPL(temporary, declaration, expression) \
  auto temporary = (expression);                                    \
  if (!temporary.ok()) return std::move(temporary).error();         \
  declaration = std::move(temporary).value()
// Declares a variable from a Result or returns its Error. Several statements: needs braces in an
// if.
#define KAOGONG_TRY_ASSIGN(declaration, expression) \
  KAOGONG_TRY_ASSIGN_IMPL(KAOGONG_CONCAT(kaogong_result_, __COUNTER__), declaration, expression)
#define KAOGONG_TRY_IMPL(temporary, expression)                 \
  do {                                                          \
    auto temporary = (expression);                              \
    if (!temporary.ok()) return std::move(temporary).error();   \
  } while (false)
// Returns the Error of a Result that failed. The name is unique, so one may stand inside another's
// lambda.
#define KAOGONG_TRY(expression) \
  KAOGONG_TRY_IMPL(KAOGONG_CONCAT(kaogong_result_, __COUNTER__), expression)
