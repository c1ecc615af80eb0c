// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <optional>
#include <utility>

#include "base/rational.h"
#include "base/utf8.h"
#include "formula/token.h"

namespace kaogong::formula {
namespace {

struct Unit {
  std::string_view text;
  std::int64_t numerator;
  std::int64_t denominator;
};

// Longest first: 个百分点 before 百分点 before 分.
constexpr std::array<Unit, 12> kUnits{{{"个百分点", 1, 100},
                                       {"百分点", 1, 100},
                                       {"万元", 10'000, 1},
                                       {"亿元", 100'000'000, 1},
                                       {"万", 10'000, 1},
                                       {"亿", 100'000'000, 1},
                                       {"%", 1, 100},
                                       {"‰", 1, 1000},
                                       {"分", 1, 1},
                                       {"元", 1, 1},
                                       {"位", 1, 1},
                                       {"名", 1, 1}}};

// Symbols that several characters may write; the canonical form comes second.
constexpr std::array<std::pair<std::string_view, std::string_view>, 33> kSymbols{{
    {"<=", "<="}, {">=", ">="}, {"!=", "≠"}, {"<>", "≠"}, {"..", ".."}, {"≤", "<="}, {"≥", ">="},
    {"≠", "≠"},   {"×", "*"},   {"÷", "/"},  {"（", "("}, {"）", ")"},  {"，", ","}, {"、", ","},
    {"：", ":"},  {"＝", "="},  {"＋", "+"}, {"－", "-"}, {"−", "-"},   {"＜", "<"}, {"＞", ">"},
    {"【", "["},  {"】", "]"},  {"(", "("},  {")", ")"},  {"[", "["},   {"]", "]"},  {",", ","},
    {":", ":"},   {"@", "@"},   {"；", ","}, {"∞", "∞"},   {"．", "."},
}};

constexpr std::string_view kSingles = "+-*/=<>.";

bool IsNameStart(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007 ||
         (c >= 0x20000 && c <= 0x323AF) || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
         (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
}

bool IsDigit(char32_t c) { return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19); }

bool IsNamePart(char32_t c) { return IsNameStart(c) || IsDigit(c) || c == 0xB7; }

constexpr std::size_t kTokensMax = 5000;  // Of one logical line.

bool IsSpace(char32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == 0x3000 || c == 0xA0; }

// Reads one physical line.
class LineLexer {
 public:
  LineLexer(std::string_view text, int line, const Place& base, Issues* issues)
      : text_(text), line_(line), base_(base), issues_(issues) {}

  int indent() const { return indent_; }

  std::vector<Token> Run() {
    SkipSpace();
    indent_ = column_ - 1;
    std::vector<Token> tokens;
    while (offset_ < text_.size() && Peek() != '#') {
      if (auto token = Next()) {
        token->after_space = after_space_;
        tokens.push_back(std::move(*token));
      }
      SkipSpace();
    }
    return tokens;
  }

 private:
  char32_t Peek() const { return DecodeCodePoint(text_, offset_).value; }

  void Advance() {
    offset_ += DecodeCodePoint(text_, offset_).size;
    ++column_;
  }

  void SkipSpace() {
    after_space_ = false;
    while (offset_ < text_.size() && IsSpace(Peek())) {
      after_space_ = true;
      Advance();
    }
  }

  bool Accept(std::string_view word) {
    if (text_.substr(offset_, word.size()) != word) return false;
    const std::size_t end = offset_ + word.size();
    while (offset_ < end) Advance();
    return true;
  }

  Span SpanFrom(int column) const { return {line_, column, column_ - column}; }

  Place PlaceOf(Span span) const {
    Place place = base_;
    place.line = span.line;
    place.column = span.column;
    place.length = span.length;
    return place;
  }

  std::optional<Token> Next() {
    const int start = column_;
    const char32_t c = Peek();
    Token token;
    if (IsDigit(c)) return Number();
    if (IsNameStart(c)) {
      token.kind = TokenKind::kName;
      const std::size_t begin = offset_;
      while (offset_ < text_.size() && IsNamePart(Peek())) Advance();
      token.text = NormalizeFullWidth(text_.substr(begin, offset_ - begin));
      token.span = SpanFrom(start);
      return token;
    }
    if (Accept("「")) return Quoted(TokenKind::kName, start, "」");
    if (Accept("“")) return Quoted(TokenKind::kText, start, "”");
    if (Accept("\"")) return Quoted(TokenKind::kText, start, "\"");
    return Symbol();
  }

  std::optional<Token> Symbol() {
    const int start = column_;
    Token token;
    token.kind = TokenKind::kSymbol;
    for (const auto& [written, canonical] : kSymbols) {
      if (Accept(written)) {
        token.text = canonical;
        token.span = SpanFrom(start);
        return token;
      }
    }
    const char32_t c = Peek();
    const std::size_t begin = offset_;
    Advance();
    token.span = SpanFrom(start);
    if (c < 0x80 && kSingles.find(static_cast<char>(c)) != std::string_view::npos) {
      token.text = std::string(1, static_cast<char>(c));
      return token;
    }
    issues_->Error(
        "formula.unknown-character", PlaceOf(token.span),
        Say("不认识的字符“{}”", "unknown character '{}'", text_.substr(begin, offset_ - begin)),
        Say("名称若含特殊字符，请写在「」中", "write names with special characters in 「」"));
    return std::nullopt;
  }

  std::optional<Token> Quoted(TokenKind kind, int start, std::string_view close) {
    Token token;
    token.kind = kind;
    token.is_quoted = true;
    const std::size_t end = text_.find(close, offset_);
    if (end == std::string_view::npos) {
      while (offset_ < text_.size()) Advance();
      issues_->Error("formula.unclosed-quote", PlaceOf(SpanFrom(start)),
                     Say("引号没有结束，应以{}收尾",
                         "the quotation is not closed; it should end with {}", close));
      return std::nullopt;
    }
    token.text = std::string(text_.substr(offset_, end - offset_));
    while (offset_ < end + close.size()) Advance();
    token.span = SpanFrom(start);
    return token;
  }

  std::optional<Token> Number() {
    const int start = column_;
    const std::size_t begin = offset_;
    while (offset_ < text_.size() && IsDigit(Peek())) Advance();
    // "1.5" is one number, "1..5" a range.
    const std::string_view rest = text_.substr(offset_);
    const std::size_t point = rest.starts_with('.') ? 1 : rest.starts_with("．") ? std::string_view("．").size() : 0;
    if (point > 0 && point < rest.size() && IsDigit(DecodeCodePoint(rest, point).value)) {
      Advance();
      while (offset_ < text_.size() && IsDigit(Peek())) Advance();
    }
    const std::string digits = NormalizeFullWidth(text_.substr(begin, offset_ - begin));
    Token token;
    token.kind = TokenKind::kNumber;
    Rational scale(1);
    for (const Unit& unit : kUnits) {
      if (text_.substr(offset_).starts_with("％") && unit.text == "%") {
        Accept("％");
      } else if (!Accept(unit.text)) {
        continue;
      }
      scale = Rational::Fraction(unit.numerator, unit.denominator);
      token.is_percent = unit.denominator != 1;
      token.is_points = unit.text == "分";
      break;
    }
    if (offset_ < text_.size() && IsNamePart(Peek())) {
      // 3月, 1季度 and the like name periods and are read as names.
      while (offset_ < text_.size() && IsNamePart(Peek())) Advance();
      token.kind = TokenKind::kName;
      token.text = std::string(text_.substr(begin, offset_ - begin));
      token.span = SpanFrom(start);
      return token;
    }
    token.span = SpanFrom(start);
    const auto parsed = Decimal::Parse(digits);
    const auto value = parsed ? (Rational(*parsed) * scale).ExactDecimal() : std::nullopt;
    if (!value) {
      issues_->Error(
          "formula.number-out-of-range", PlaceOf(token.span),
          Say("数字 {} 超出范围(至多18位有效数字、12位小数)",
              "the number {} is out of range (at most 18 digits, 12 of them decimals)", digits));
      return std::nullopt;
    }
    token.text = std::string(text_.substr(begin, offset_ - begin));
    token.number = *value;
    return token;
  }

  std::string_view text_;
  int line_;
  const Place& base_;
  Issues* issues_;
  std::size_t offset_ = 0;
  int column_ = 1;
  int indent_ = 0;
  bool after_space_ = false;
};

bool Continues(const std::vector<Token>& tokens) {
  const Token& first = tokens.front();
  for (const std::string_view word : {"则", "否则", "且", "或", "then", "else", "and", "or"}) {
    if (first.IsName(word)) return true;
  }
  for (const std::string_view symbol : {"+", "-", "*", "/", ")", "]"}) {
    if (first.IsSymbol(symbol)) return true;
  }
  return false;
}

int Depth(const std::vector<Token>& tokens) {
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.IsSymbol("(") || token.IsSymbol("[")) ++depth;
    if (token.IsSymbol(")") || token.IsSymbol("]")) --depth;
  }
  return depth;
}

}  // namespace

std::vector<LogicalLine> Tokenize(std::string_view text, const Place& base, int line,
                                  Issues* issues) {
  std::vector<LogicalLine> lines;
  int depth = 0;
  for (std::size_t begin = 0; begin <= text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    LineLexer lexer(text.substr(begin, end - begin), line, base, issues);
    const std::size_t issues_before = issues->list().size();
    std::vector<Token> tokens = lexer.Run();
    const bool is_sound = issues->list().size() == issues_before;
    begin = end + 1;
    if (tokens.empty()) {
      if (!is_sound && depth > 0) lines.back().is_sound = false;
      continue;
    }
    if (tokens.size() > kTokensMax) {
      Place place = base;
      place.line = line;
      issues->Error("formula.line-too-long", place,
                    Say("这一行超过{}个词", "the line has more than {} words", kTokensMax),
                    Say("请分成几行、几条", "split it into several statements"));
      continue;
    }
    const bool joins = !lines.empty() && (depth > 0 || Continues(tokens)) &&
                       lines.back().tokens.size() < kTokensMax;
    depth = std::max(0, (joins ? depth : 0) + Depth(tokens));
    if (joins) {
      auto& target = lines.back().tokens;
      target.insert(target.end(), std::make_move_iterator(tokens.begin()),
                    std::make_move_iterator(tokens.end()));
      lines.back().is_sound = lines.back().is_sound && is_sound;
    } else {
      lines.push_back({lexer.indent(), std::move(tokens), is_sound});
    }
  }
  for (LogicalLine& logical : lines) {
    Token end;
    end.span = logical.tokens.back().span;
    end.span.column += end.span.length;
    end.span.length = 1;
    logical.tokens.push_back(end);
  }
  return lines;
}

}  // namespace kaogong::formula
