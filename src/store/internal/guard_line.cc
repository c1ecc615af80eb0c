// SPDX-License-Identifier: Apache-2.0
#include <cstddef>

#include "store/internal/guard.h"

namespace kaogong::store {

namespace {

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Reads a declaration word by word. After a failure every further call fails too.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  bool Accept(std::string_view word) {
    SkipSpace();
    if (!rest_.starts_with(word)) return false;
    const std::string_view after = rest_.substr(word.size());
    if (IsNameCharacter(word.back()) && !after.empty() && IsNameCharacter(after[0])) return false;
    rest_ = after;
    return true;
  }
  void Expect(std::string_view word) {
    if (!Accept(word)) is_good_ = false;
  }
  std::string Name() {
    SkipSpace();
    std::size_t size = 0;
    while (size < rest_.size() && IsNameCharacter(rest_[size])) ++size;
    if (size == 0) is_good_ = false;
    return Take(size);
  }
  // 'text' with its quotes; no quote or backslash inside.
  std::string Literal() {
    SkipSpace();
    const std::size_t end = rest_.find('\'', 1);
    const bool is_literal = rest_.starts_with('\'') && end != std::string_view::npos;
    if (!is_literal || rest_.substr(0, end).find('\\') != std::string_view::npos) {
      is_good_ = false;
      return {};
    }
    return Take(end + 1);
  }
  bool AtGoodEnd() {
    SkipSpace();
    return is_good_ && rest_.empty();
  }
  bool is_good() const { return is_good_; }

 private:
  void SkipSpace() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }
  std::string Take(std::size_t size) {
    std::string taken(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  bool is_good_ = true;
};

void ReadCondition(Reader& reader, GuardLine& line) {
  line.condition_column = reader.Name();
  if (reader.Accept("is")) {
    reader.Expect("not");
    reader.Expect("null");
    line.condition_rest = "IS NOT NULL";
  } else if (reader.Accept("=")) {
    line.condition_rest = "= " + reader.Literal();
  } else {
    reader.Expect("in");
    reader.Expect("(");
    line.condition_rest = "IN (" + reader.Literal();
    while (reader.is_good() && reader.Accept(",")) line.condition_rest += ", " + reader.Literal();
    reader.Expect(")");
    line.condition_rest += ")";
  }
}

void ReadFrozen(Reader& reader, GuardLine& line) {
  line.kind = GuardLine::Kind::kFrozen;
  if (reader.Accept("by")) {
    line.kind = GuardLine::Kind::kFrozenByParent;
    line.column = reader.Name();
    reader.Expect("of");
    line.parent = reader.Name();
    reader.Expect("(");
    line.parent_column = reader.Name();
    reader.Expect(")");
  }
  reader.Expect("when");
  ReadCondition(reader, line);
  if (line.kind == GuardLine::Kind::kFrozen && reader.Accept("except")) {
    line.excepted.push_back(reader.Name());
    while (reader.is_good() && reader.Accept(",")) line.excepted.push_back(reader.Name());
  }
}

}  // namespace

Result<std::optional<GuardLine>> ParseGuardLine(std::string_view line) {
  Reader reader(line);
  if (!reader.Accept("--")) return std::optional<GuardLine>{};
  GuardLine guard;
  if (reader.Accept("append-only:")) {
    guard.kind = GuardLine::Kind::kAppendOnly;
    guard.table = reader.Name();
  } else if (reader.Accept("mutable:")) {
    guard.kind = GuardLine::Kind::kMutable;
    guard.table = reader.Name();
  } else if (reader.Accept("frozen:")) {
    guard.table = reader.Name();
    ReadFrozen(reader, guard);
  } else {
    return std::optional<GuardLine>{};
  }
  if (reader.AtGoodEnd()) return std::optional<GuardLine>(std::move(guard));
  return Error{ErrorCode::kInvalidInput,
               Say("无法理解迁移文件中的声明：{0}", "Declaration not understood: {0}", line)};
}

}  // namespace kaogong::store
