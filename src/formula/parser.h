// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "formula/ast.h"

namespace kaogong::formula {

// Reads tokens of one logical line from left to right. Used for whole formulas and, by the
// statement reader, for the formulas inside statements.
class TokenStream {
 public:
  TokenStream(const std::vector<Token>& tokens, const Place& base, Issues* issues)
      : tokens_(tokens), base_(base), issues_(issues) {}

  const Token& Peek(std::size_t ahead = 0) const;
  const Token& Next();
  bool at_end() const { return Peek().kind == TokenKind::kEnd; }
  bool AcceptSymbol(std::string_view symbol);
  // Accepts either spelling of a keyword.
  bool AcceptWord(std::string_view zh, std::string_view en);
  bool PeekWord(std::string_view zh, std::string_view en) const;

  std::size_t position() const { return position_; }
  void set_position(std::size_t position) { position_ = position; }
  Place PlaceOf(const Span& span) const;
  Place Here() const { return PlaceOf(Peek().span); }
  Issues* issues() const { return issues_; }

 private:
  const std::vector<Token>& tokens_;
  const Place& base_;
  Issues* issues_;
  std::size_t position_ = 0;
};

// Parses a formula from the stream's position as far as it reaches. Returns null after a syntax
// error, which it has reported. Formulas nest at most kDepthMax deep. Linear in the tokens, but for
// nested brackets that may be intervals: each is looked through once.
NodePtr ParseFormula(TokenStream* stream);

// Like ParseFormula for a sum or product only: stops before a comparison, so that what follows "="
// in a statement is not taken for one.
NodePtr ParseSum(TokenStream* stream);

// Parses "[a, b)" at the stream's position; null when there is none.
NodePtr TryParseInterval(TokenStream* stream);

inline constexpr int kDepthMax = 200;
// Levels of the tree; a + b + c + … has one for each sign.
inline constexpr int kTreeDepthMax = 400;

}  // namespace kaogong::formula
