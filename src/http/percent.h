// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kaogong::http {

struct NameValue {
  std::string name;
  std::string value;
};

// Returns the text with %XX decoded, or nothing when a % is not followed by two hexadecimal
// digits, or the result is not UTF-8 or holds a control character.
std::optional<std::string> DecodePercent(std::string_view text);

// Returns the pairs of "a=1&b=x+y", decoded, in order; names may repeat, a missing "=" gives an
// empty value. Control characters other than line ends and tabs are refused like bad encodings.
// This is the form of queries and of application/x-www-form-urlencoded bodies.
std::optional<std::vector<NameValue>> DecodeForm(std::string_view text);

// Returns the text with everything but letters, digits and -._~ written as %XX.
std::string EncodePercent(std::string_view text);

// The part of a URL that a server is asked for.
struct Target {
  // Decoded: "/units/甲" has the segments "units" and "甲"; "/units/" ends with an empty one.
  std::vector<std::string> segments;
  std::vector<NameValue> query;
};

// Reads "/path?query" strictly. Nothing when it does not begin with a slash, holds a character
// that must be encoded, a bad encoding, or a segment that could lead elsewhere: ".", "..", or one
// that decodes to text with a slash or backslash.
std::optional<Target> ParseTarget(std::string_view target);

}  // namespace kaogong::http
