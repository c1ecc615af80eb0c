// SPDX-License-Identifier: Apache-2.0
// Tokens of the rule language. Chinese and ASCII punctuation are the same token: （ is (.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/issue.h"

namespace kaogong::formula {

// A stretch of one source line. Columns and lengths count characters.
struct Span {
  int line = 0;
  int column = 0;
  int length = 0;
};

enum class TokenKind {
  kName,    // 粮食产量, public_image, or anything in 「」.
  kNumber,  // 12.5, 20% (0.20), 5000万, 0.2分, 1个百分点 (0.01).
  kText,    // "优秀" or “优秀”.
  kSymbol,  // One of ( ) [ ] , : . + - * / = ≠ < <= > >= @ ..
  kEnd,     // End of the logical line.
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;  // Name, text without quotes, or the canonical symbol ("<=" for ≤, "*" for ×).
  Decimal number;
  bool is_percent = false;   // Written with %, ‰ or 百分点; number is already the fraction.
  bool is_points = false;    // Written with 分: "10分".
  bool is_quoted = false;    // A name written in 「」 is never a keyword.
  bool after_space = false;  // White space stands before it.
  Span span;

  bool IsSymbol(std::string_view symbol) const {
    return kind == TokenKind::kSymbol && text == symbol;
  }
  bool IsName(std::string_view name) const {
    return kind == TokenKind::kName && !is_quoted && text == name;
  }
};

// A statement: one source line, or several when brackets are open or a following line begins with
// an operator (则, 否则, 且, 或, +, …). The last token is always kEnd.
struct LogicalLine {
  int indent = 0;  // Columns of white space before the first token.
  std::vector<Token> tokens;
  bool is_sound = true;  // False: something in it was no token, which has been reported.
};

// Splits rule text into logical lines. `line` is the number of its first line in `file`.
// Findings (unknown character, unclosed quote, number out of range or with unknown unit) go to
// `issues`; reading goes on after each.
std::vector<LogicalLine> Tokenize(std::string_view text, const Place& base, int line,
                                  Issues* issues);

}  // namespace kaogong::formula
