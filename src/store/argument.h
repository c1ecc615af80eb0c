// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace kaogong::store {

using Blob = std::vector<std::byte>;

// Argument is a value given for one `?` of a statement. It looks at the caller's text and bytes
// and keeps nothing, so it lives no longer than the call. There is no floating point: scores and
// money are stored as BIGINT. bool is stored as 0 or 1 and fits BOOLEAN and BIGINT columns.
// Text must be valid UTF-8 without NUL; the statement is refused otherwise.
class Argument {
 public:
  using Variant =
      std::variant<std::monostate, std::int64_t, std::string_view, std::span<const std::byte>>;

  Argument(std::nullptr_t) {}
  Argument(std::nullopt_t) {}
  template <std::integral T>
  requires(std::signed_integral<T> || sizeof(T) < sizeof(std::int64_t)) Argument(T value)
      : value_(static_cast<std::int64_t>(value)) {}
  template <class T>
  requires std::convertible_to<const T&, std::string_view> Argument(const T& text)
      : value_(std::string_view(text)) {}
  Argument(const Blob& bytes) : value_(std::span<const std::byte>(bytes)) {}
  Argument(std::span<const std::byte> bytes) : value_(bytes) {}
  template <class T>
  Argument(const std::optional<T>& value) {
    if (value.has_value()) *this = Argument(*value);
  }

  const Variant& value() const { return value_; }

 private:
  Variant value_;
};

}  // namespace kaogong::store
