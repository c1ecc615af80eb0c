// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kaogong {

// UTF-8 text, as bytes in std::string. Input from outside is checked once with FindInvalidUtf8;
// the other functions accept any bytes and never read past the end: a byte that begins no valid
// sequence counts as one character and decodes as U+FFFD. Locale plays no part.

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

// Returns the offset of the first byte that is not part of a valid sequence (overlong forms,
// surrogates, values over U+10FFFF and cut sequences included), or nothing when all is valid.
std::optional<std::size_t> FindInvalidUtf8(std::string_view bytes);

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  // Bytes taken from the text.
};

// Returns the character at `offset`, which must be less than text.size().
CodePoint DecodeCodePoint(std::string_view text, std::size_t offset);

// Appends the character to `to`; a surrogate or a value over U+10FFFF is written as U+FFFD.
void AppendCodePoint(char32_t value, std::string& to);

// Returns the offset `count` characters after `offset`, or text.size() when there are fewer.
std::size_t AdvanceCodePoints(std::string_view text, std::size_t offset, std::size_t count);

// Returns the offset of the character that ends just before `offset`; zero for zero.
std::size_t PreviousCodePoint(std::string_view text, std::size_t offset);

std::size_t CountCodePoints(std::string_view text);

// Returns the terminal columns a character takes: 2 for CJK, full-width forms and emoji, 0 for
// combining marks and invisible format characters, 1 otherwise (control characters too).
int DisplayWidth(char32_t value);
std::size_t DisplayWidth(std::string_view text);

// Returns the text with the full-width forms of ASCII (U+FF01..U+FF5E: digits, letters,
// （），：；％＋－．＝＜＞ and the like) and the ideographic space replaced by their ASCII
// characters. Everything else stays: 。 、 “ ” × ÷ ≥ ≤ ≠ have no ASCII form of the same meaning.
// One character becomes one character, so columns in the result are columns in the text.
std::string NormalizeFullWidth(std::string_view text);

// Returns the text without white space at both ends: ASCII white space, U+00A0, U+2000..U+200B,
// U+202F, U+3000 and the byte order mark U+FEFF.
std::string_view Trim(std::string_view text);

// Returns the name in `known` that the author of `wanted` most likely meant, or an empty string
// when none is near. Nearness counts inserted, dropped, changed and swapped characters and does
// not see width or ASCII case; a third of the characters may differ, at least one, never all.
// Of equally near names the first is taken.
std::string NearestName(std::string_view wanted, std::span<const std::string> known);

}  // namespace kaogong
