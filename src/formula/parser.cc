// SPDX-License-Identifier: Apache-2.0
#include "formula/parser.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kaogong::formula {

const Token& TokenStream::Peek(std::size_t ahead) const {
  const std::size_t at = position_ + ahead;
  return at < tokens_.size() ? tokens_[at] : tokens_.back();
}

const Token& TokenStream::Next() {
  const Token& token = Peek();
  if (position_ + 1 < tokens_.size()) ++position_;
  return token;
}

bool TokenStream::AcceptSymbol(std::string_view symbol) {
  if (!Peek().IsSymbol(symbol)) return false;
  Next();
  return true;
}

bool TokenStream::PeekWord(std::string_view zh, std::string_view en) const {
  return Peek().IsName(zh) || Peek().IsName(en);
}

bool TokenStream::AcceptWord(std::string_view zh, std::string_view en) {
  if (!PeekWord(zh, en)) return false;
  Next();
  return true;
}

Place TokenStream::PlaceOf(const Span& span) const {
  Place place = base_;
  place.line = span.line;
  place.column = span.column;
  place.length = span.length;
  return place;
}

namespace {

NodePtr MakeNode(NodeKind kind, Span span, std::string text = {}) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->span = span;
  node->text = std::move(text);
  return node;
}

// Grows `span` to the end of `last` when both lie on one line.
Span Join(Span span, const Span& last) {
  if (span.line == last.line) span.length = last.column + last.length - span.column;
  return span;
}

// "(" may open an interval or a formula. It is an interval when a comma stands inside and the
// bracket that closes it ends a label or the line. Looking ahead instead of trying both keeps
// deeply nested text linear.
bool LooksLikeInterval(const TokenStream& stream) {
  if (!stream.Peek().IsSymbol("[") && !stream.Peek().IsSymbol("(")) return false;
  int depth = 0;
  bool has_comma = false;
  for (std::size_t i = 0;; ++i) {
    const Token& token = stream.Peek(i);
    if (token.kind == TokenKind::kEnd) return false;
    if (token.IsSymbol("[") || token.IsSymbol("(")) ++depth;
    if (token.IsSymbol(",") && depth == 1) has_comma = true;
    if ((token.IsSymbol("]") || token.IsSymbol(")")) && --depth == 0) {
      return has_comma &&
             (token.IsSymbol("]") || stream.Peek(i + 1).IsSymbol(":") ||
              stream.Peek(i + 1).kind == TokenKind::kEnd || stream.Peek(i + 1).IsSymbol(","));
    }
  }
}

constexpr std::array<std::string_view, 6> kComparisons{"=", "≠", "<", "<=", ">", ">="};

class Parser {
 public:
  explicit Parser(TokenStream* stream) : stream_(stream) {}

  NodePtr Formula() {
    if (++depth_ > kDepthMax) return TooDeep();
    NodePtr result = stream_->PeekWord("若", "if") ? Conditional() : Or();
    --depth_;
    return result;
  }

  NodePtr Sum() { return Additive(); }

  NodePtr Interval() {
    const Span start = stream_->Peek().span;
    const bool closed_left = stream_->Peek().IsSymbol("[");
    if (!closed_left && !stream_->Peek().IsSymbol("(")) return nullptr;
    stream_->Next();
    NodePtr low = Bound();
    if (!stream_->AcceptSymbol(",")) return Expected("“,”", "','");
    NodePtr high = Bound();
    const bool closed_right = stream_->Peek().IsSymbol("]");
    if (!closed_right && !stream_->Peek().IsSymbol(")")) return Expected("“)”或“]”", "')' or ']'");
    const Span end = stream_->Next().span;
    NodePtr node = MakeNode(NodeKind::kInterval, Join(start, end));
    node->text = std::string(closed_left ? "[" : "(") + (closed_right ? "]" : ")");
    node->operands.push_back(std::move(low));
    node->operands.push_back(std::move(high));
    return Measured(std::move(node));
  }

 private:
  NodePtr TooDeep() {
    stream_->issues()->Error(
        "formula.too-deep", stream_->Here(),
        Say("公式嵌套超过{}层", "the formula nests more than {} levels", kDepthMax),
        Say("请用“定义”拆成几步", "split it into steps with 定义 (define)"));
    return nullptr;
  }

  NodePtr TooLong() {
    stream_->issues()->Error(
        "formula.too-deep", stream_->Here(),
        Say("公式里的运算超过{}层", "the formula is more than {} operations deep", kTreeDepthMax),
        Say("请用“定义”拆成几步", "split it into steps with 定义 (define)"));
    return nullptr;
  }

  NodePtr Expected(std::string_view zh, std::string_view en) {
    const Token& token = stream_->Peek();
    const bool at_end = token.kind == TokenKind::kEnd;
    stream_->issues()->Error(
        "formula.syntax", stream_->Here(),
        at_end ? Say("此处应为{0}，却到了行尾", "expected {1}, found the end of the line", zh, en)
               : Say("此处应为{0}，却是“{1}”", "expected {2}, found '{1}'", zh, token.text, en));
    return nullptr;
  }

  // A bound of an interval: a formula, or ∞ with or without a sign (null).
  NodePtr Bound() {
    const bool sign = stream_->Peek().IsSymbol("-") || stream_->Peek().IsSymbol("+");
    const Token& infinity = stream_->Peek(sign ? 1 : 0);
    if (infinity.IsSymbol("∞") || infinity.IsName("inf")) {
      if (sign) stream_->Next();
      stream_->Next();
      return nullptr;
    }
    return Additive();
  }

  NodePtr Conditional() {
    const Span start = stream_->Next().span;
    NodePtr condition = Formula();
    if (!condition) return nullptr;
    if (!stream_->AcceptWord("则", "then")) return Expected("“则”", "'then'");
    NodePtr yes = Formula();
    if (!yes) return nullptr;
    if (!stream_->AcceptWord("否则", "else")) return Expected("“否则”", "'else'");
    NodePtr no = Formula();
    if (!no) return nullptr;
    NodePtr node = MakeNode(NodeKind::kIf, Join(start, no->span));
    node->operands.push_back(std::move(condition));
    node->operands.push_back(std::move(yes));
    node->operands.push_back(std::move(no));
    return Measured(std::move(node));
  }

  // Refuses a node that stands over too many levels: a + b + c + … grows a tree as deep as it is
  // long.
  NodePtr Measured(NodePtr node) {
    const auto over = [&](const NodePtr& below) {
      if (below) node->depth = std::max(node->depth, below->depth + 1);
    };
    for (const NodePtr& operand : node->operands) over(operand);
    for (const Argument& argument : node->arguments) {
      over(argument.label);
      over(argument.value);
    }
    return node->depth > kTreeDepthMax ? TooLong() : std::move(node);
  }

  NodePtr MakeBinary(std::string text, NodePtr left, NodePtr right) {
    NodePtr node = MakeNode(NodeKind::kBinary, Join(left->span, right->span), std::move(text));
    node->operands.push_back(std::move(left));
    node->operands.push_back(std::move(right));
    return Measured(std::move(node));
  }

  NodePtr Or() {
    NodePtr left = And();
    while (left && stream_->AcceptWord("或", "or")) {
      NodePtr right = And();
      if (!right) return nullptr;
      left = MakeBinary("or", std::move(left), std::move(right));
    }
    return left;
  }

  NodePtr And() {
    NodePtr left = Not();
    while (left && stream_->AcceptWord("且", "and")) {
      NodePtr right = Not();
      if (!right) return nullptr;
      left = MakeBinary("and", std::move(left), std::move(right));
    }
    return left;
  }

  NodePtr Not() {
    const Span start = stream_->Peek().span;
    if (!stream_->AcceptWord("非", "not")) return Comparison();
    if (++depth_ > kDepthMax) return TooDeep();
    NodePtr operand = Not();
    --depth_;
    if (!operand) return nullptr;
    NodePtr node = MakeNode(NodeKind::kNot, Join(start, operand->span));
    node->operands.push_back(std::move(operand));
    return Measured(std::move(node));
  }

  // a < b <= c reads as a < b 且 b <= c only when written so; chains are refused.
  NodePtr Comparison() {
    NodePtr left = Additive();
    if (!left) return nullptr;
    if (!IsComparison()) return left;
    std::string text = stream_->Next().text;
    NodePtr right = Additive();
    if (!right) return nullptr;
    NodePtr node = MakeBinary(std::move(text), std::move(left), std::move(right));
    if (IsComparison()) {
      stream_->issues()->Error("formula.chained-comparison", stream_->Here(),
                               Say("不能连写两个比较", "two comparisons in a row"),
                               Say("请写成 a ≤ x 且 x < b", "write a <= x and x < b"));
      return nullptr;
    }
    return node;
  }

  bool IsComparison() const {
    for (const std::string_view comparison : kComparisons) {
      if (stream_->Peek().IsSymbol(comparison)) return true;
    }
    return false;
  }

  NodePtr Additive() {
    NodePtr left = Multiplicative();
    while (left && (stream_->Peek().IsSymbol("+") || stream_->Peek().IsSymbol("-"))) {
      std::string text = stream_->Next().text;
      NodePtr right = Multiplicative();
      if (!right) return nullptr;
      left = MakeBinary(std::move(text), std::move(left), std::move(right));
    }
    return left;
  }

  NodePtr Multiplicative() {
    NodePtr left = Unary();
    while (left && (stream_->Peek().IsSymbol("*") || stream_->Peek().IsSymbol("/"))) {
      std::string text = stream_->Next().text;
      NodePtr right = Unary();
      if (!right) return nullptr;
      left = MakeBinary(std::move(text), std::move(left), std::move(right));
    }
    return left;
  }

  NodePtr Unary() {
    const Span start = stream_->Peek().span;
    if (!stream_->AcceptSymbol("-")) return Postfix();
    if (++depth_ > kDepthMax) return TooDeep();
    NodePtr operand = Unary();
    --depth_;
    if (!operand) return nullptr;
    NodePtr node = MakeNode(NodeKind::kNegate, Join(start, operand->span));
    node->operands.push_back(std::move(operand));
    return Measured(std::move(node));
  }

  NodePtr Postfix() {
    NodePtr node = Primary();
    while (node) {
      if (stream_->Peek().IsSymbol(".") && stream_->Peek(1).kind == TokenKind::kName) {
        stream_->Next();
        const Token& member = stream_->Next();
        NodePtr outer = MakeNode(NodeKind::kMember, Join(node->span, member.span), member.text);
        outer->operands.push_back(std::move(node));
        node = Measured(std::move(outer));
      } else if (stream_->Peek().IsSymbol("[") && !stream_->Peek().after_space) {
        stream_->Next();
        NodePtr index = Formula();
        if (!index) return nullptr;
        const Span end = stream_->Peek().span;
        if (!stream_->AcceptSymbol("]")) return Expected("“]”", "']'");
        NodePtr outer = MakeNode(NodeKind::kIndex, Join(node->span, end));
        outer->operands.push_back(std::move(node));
        outer->operands.push_back(std::move(index));
        node = Measured(std::move(outer));
      } else {
        break;
      }
    }
    return node;
  }

  NodePtr Primary() {
    const Token& token = stream_->Peek();
    switch (token.kind) {
      case TokenKind::kNumber: {
        NodePtr node = MakeNode(NodeKind::kNumber, token.span, token.text);
        node->number = token.number;
        node->is_percent = token.is_percent;
        stream_->Next();
        return node;
      }
      case TokenKind::kText: {
        NodePtr node = MakeNode(NodeKind::kText, token.span, token.text);
        stream_->Next();
        return node;
      }
      case TokenKind::kName: {
        const Token name = stream_->Next();
        if (stream_->Peek().IsSymbol("(") && !stream_->Peek().after_space) return Call(name);
        NodePtr node = MakeNode(NodeKind::kName, name.span, name.text);
        node->is_quoted = name.is_quoted;
        return node;
      }
      case TokenKind::kSymbol:
        if (stream_->AcceptSymbol("(")) {
          NodePtr inner = Formula();
          if (!inner) return nullptr;
          if (!stream_->AcceptSymbol(")")) return Expected("“)”", "')'");
          return inner;
        }
        break;
      case TokenKind::kEnd:
        break;
    }
    return Expected("数、名称或“(”", "a number, a name or '('");
  }

  NodePtr Call(const Token& name) {
    NodePtr node = MakeNode(NodeKind::kCall, name.span, name.text);
    stream_->Next();  // (
    while (!stream_->Peek().IsSymbol(")")) {
      Argument argument;
      if (!ReadArgument(&argument)) return nullptr;
      node->arguments.push_back(std::move(argument));
      if (!stream_->AcceptSymbol(",")) break;
    }
    const Span end = stream_->Peek().span;
    if (!stream_->AcceptSymbol(")")) return Expected("“,”或“)”", "',' or ')'");
    node->span = Join(node->span, end);
    return Measured(std::move(node));
  }

  // What is read is never read again in another way: trying twice at every level would take time
  // exponential in the depth.
  bool ReadArgument(Argument* argument) {
    if (BeginsLabel()) {
      argument->label = Label();
      if (!argument->label) return false;
      if (!stream_->AcceptSymbol(":")) return Expected("“:”", "':'") != nullptr;
      argument->value = Formula();
      return argument->value != nullptr;
    }
    argument->value = Formula();
    if (argument->value && stream_->AcceptSymbol(":")) {
      argument->label = std::move(argument->value);
      argument->value = Formula();
    }
    return argument->value != nullptr;
  }

  bool BeginsLabel() const {
    return IsPlainLabel() || stream_->PeekWord("其余", "else") || IsComparison() ||
           LooksLikeInterval(*stream_);
  }

  // "若: x": before a colon a keyword is a name like any other.
  bool IsPlainLabel() const {
    return stream_->Peek().kind == TokenKind::kName && stream_->Peek(1).IsSymbol(":");
  }

  // A label that is not an expression to compute: a name, a comparison, an interval, 其余.
  NodePtr Label() {
    const Token token = stream_->Peek();
    if (stream_->AcceptWord("其余", "else")) return MakeNode(NodeKind::kElse, token.span);
    if (IsPlainLabel()) {
      stream_->Next();
      NodePtr name = MakeNode(NodeKind::kName, token.span, token.text);
      name->is_quoted = token.is_quoted;
      return name;
    }
    // A word before ":" labels, even one that begins a formula elsewhere: 若: condition.
    if (token.kind == TokenKind::kName && stream_->Peek(1).IsSymbol(":")) {
      stream_->Next();
      NodePtr name = MakeNode(NodeKind::kName, token.span, token.text);
      name->is_quoted = token.is_quoted;
      return name;
    }
    if (IsComparison()) {
      stream_->Next();
      NodePtr bound = Additive();
      if (!bound) return nullptr;
      NodePtr node = MakeNode(NodeKind::kCompareArm, Join(token.span, bound->span), token.text);
      node->operands.push_back(std::move(bound));
      return Measured(std::move(node));
    }
    return Interval();
  }

  TokenStream* stream_;
  int depth_ = 0;
};

}  // namespace

NodePtr ParseFormula(TokenStream* stream) { return Parser(stream).Formula(); }

NodePtr ParseSum(TokenStream* stream) { return Parser(stream).Sum(); }

NodePtr TryParseInterval(TokenStream* stream) {
  return LooksLikeInterval(*stream) ? Parser(stream).Interval() : nullptr;
}

}  // namespace kaogong::formula
