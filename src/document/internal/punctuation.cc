// SPDX-License-Identifier: Apache-2.0
#include "document/internal/punctuation.h"

#include <vector>

#include "base/utf8.h"

namespace kaogong::document {

namespace {

bool IsAsciiWord(char32_t c) {
  return c < 0x80 && c > ' ' && c != ',' && c != ':' && c != ';' && c != '(' && c != ')';
}

char32_t Wide(char32_t c) {
  switch (c) {
    case ',': return U'，';
    case ':': return U'：';
    case ';': return U'；';
    case '(': return U'（';
    case ')': return U'）';
    default: return c;
  }
}

bool HasChinese(const std::vector<char32_t>& characters) {
  for (const char32_t c : characters) {
    if (c >= 0x2E80) return true;
  }
  return false;
}

std::vector<char32_t> CharactersOf(std::string_view text) {
  std::vector<char32_t> characters;
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = DecodeCodePoint(text, offset);
    characters.push_back(point.value);
    offset += point.size;
  }
  return characters;
}

bool IsChinese(char32_t c) { return c >= 0x2E80; }

}  // namespace

std::string FullWidth(std::string_view text) {
  const std::vector<char32_t> characters = CharactersOf(text);
  if (!HasChinese(characters)) return std::string(text);
  std::string result;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const bool is_left = i > 0 && IsAsciiWord(characters[i - 1]);
    const bool is_right = i + 1 < characters.size() && IsAsciiWord(characters[i + 1]);
    const bool is_bracket = characters[i] == '(' || characters[i] == ')';
    // A comma between two digits groups them; a bracket in Chinese text is always wide.
    const bool stays = !is_bracket && is_left && is_right;
    AppendCodePoint(stays ? characters[i] : Wide(characters[i]), result);
  }
  return result;
}

std::string WithoutBlanks(std::string_view text) {
  if (text.find(" = ") != std::string_view::npos) return std::string(text);
  const std::vector<char32_t> characters = CharactersOf(text);
  std::string result;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (characters[i] == ' ' && i > 0 && i + 1 < characters.size()) {
      const char32_t left = characters[i - 1];
      const char32_t right = characters[i + 1];
      const bool is_word = (IsChinese(left) && (IsChinese(right) || IsAsciiWord(right))) ||
                           (IsAsciiWord(left) && IsChinese(right));
      if (is_word) continue;
    }
    AppendCodePoint(characters[i], result);
  }
  return result;
}

}  // namespace kaogong::document
