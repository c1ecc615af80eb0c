// SPDX-License-Identifier: Apache-2.0
#include "document/internal/punctuation.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace kaogong::document {

namespace {

bool IsAsciiWord(char32_t c) {
  return c < 0x80 && c > ' ' && c != ',' && c != ':' && c != ';' && c != '(' && c != ')';
}

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

char32_t Wide(char32_t c) {
  switch (c) {
    case ',':
      return U'，';
    case ':':
      return U'：';
    case ';':
      return U'；';
    case '(':
      return U'（';
    case ')':
      return U'）';
    default:
      return c;
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
    const bool is_comma = characters[i] == ',';
    const bool groups = i > 0 && i + 1 < characters.size() && IsDigit(characters[i - 1]) &&
                        IsDigit(characters[i + 1]);
    const bool stays = is_comma ? groups : !is_bracket && is_left && is_right;
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

namespace {

constexpr std::string_view kOpen = "（";
constexpr std::string_view kClose = "）";
constexpr std::string_view kComma = "，";

// The parts between commas that stand in no brackets.
std::vector<std::string_view> ClausesOf(std::string_view text) {
  std::vector<std::string_view> clauses;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(kOpen)) ++depth;
    if (rest.starts_with(kClose)) --depth;
    if (depth > 0 || !rest.starts_with(kComma)) continue;
    clauses.push_back(text.substr(begin, at - begin));
    begin = at + kComma.size();
  }
  clauses.push_back(text.substr(begin));
  return clauses;
}

// 不超过（全年开工项目数 ÷ 项目个数目标， 100%）: arithmetic or several things in brackets.
bool RepeatsAFormula(std::string_view clause) {
  const std::size_t open = clause.find(kOpen);
  const std::size_t close = clause.rfind(kClose);
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return false;
  const std::string_view inside = clause.substr(open, close - open);
  // A citation at the end, （第三条，目标权重 60%）, is none.
  if (inside.substr(kOpen.size()).starts_with("第")) return false;
  return inside.find(kComma) != std::string_view::npos ||
         inside.find("÷") != std::string_view::npos || inside.find("×") != std::string_view::npos;
}

std::string Joined(const std::vector<std::string_view>& clauses) {
  std::string text;
  for (const std::string_view clause : clauses) {
    if (!text.empty()) text += kComma;
    text += clause;
  }
  return text;
}

}  // namespace

std::string Concise(std::string_view reason) {
  constexpr std::size_t kLong = 100;
  if (CharactersOf(reason).size() <= kLong) return std::string(reason);
  std::vector<std::string_view> clauses = ClausesOf(reason);
  const std::string_view last = clauses.back();
  std::erase_if(clauses, [&](std::string_view clause) {
    return clause.data() != last.data() && RepeatsAFormula(clause);
  });
  // What comes out of a formula is said without it: 得11.00分（第三条）.
  std::string end(clauses.back());
  const std::size_t equals = end.rfind('=');
  if (RepeatsAFormula(end) && equals != std::string::npos)
    end = "得" + std::string(Trim(std::string_view(end).substr(equals + 1)));
  clauses.back() = end;
  if (CharactersOf(Joined(clauses)).size() > kLong && clauses.size() > 4)
    clauses.erase(clauses.begin() + 3, clauses.end() - 1);
  return Joined(clauses);
}

std::string FactsIn(std::string_view reason) {
  // The citation at the end: （第三条，目标权重 60%）.
  const std::size_t citation = reason.rfind("（第");
  if (citation != std::string_view::npos && reason.ends_with(kClose))
    reason = reason.substr(0, citation);
  std::vector<std::string_view> clauses = ClausesOf(reason);
  std::erase_if(clauses, [](std::string_view clause) {
    for (const std::string_view sign : {"×", "÷", "=", " - ", " + ", "四舍五入", "舍去", "按比例得",
                                        "（", "步", "不等于", "下限", "上限"}) {
      if (clause.find(sign) != std::string_view::npos) return true;
    }
    const std::string_view plain = Trim(clause);
    // What came of it is told by the points.
    return plain.starts_with("得") || plain.starts_with("按") || plain.starts_with("共") ||
           plain.ends_with("计");
  });
  return Joined(clauses);
}

}  // namespace kaogong::document
