// SPDX-License-Identifier: Apache-2.0
#include "store/internal/sql_text.h"

#include <cstddef>

namespace kaogong::store {

namespace {

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Walks over a statement piece by piece.
class Scanner {
 public:
  Scanner(std::string_view sql, Dialect dialect) : sql_(sql), dialect_(dialect) {}

  SqlText Scan() {
    while (at_ < sql_.size()) Step();
    return std::move(text_);
  }

 private:
  bool Sees(std::string_view what) const { return sql_.substr(at_).starts_with(what); }

  void Step() {
    const char c = sql_[at_];
    if (c == '?') return Placeholder();
    if (c == '\'') return Quoted('\'', IsEscapeString());
    if (c == '"') return Quoted('"', false);
    if (Sees("--")) return CopyTo(sql_.find('\n', at_));
    if (Sees("/*")) return Comment();
    if (c == '$' && dialect_ == Dialect::kPostgres) return Dollar();
    CopyTo(at_ + 1);
  }

  void CopyTo(std::size_t end) {
    if (end > sql_.size()) end = sql_.size();
    text_.sql.append(sql_.substr(at_, end - at_));
    at_ = end;
  }

  void Placeholder() {
    ++text_.parameter_count;
    ++at_;
    if (dialect_ == Dialect::kPostgres) {
      text_.sql.append("$").append(std::to_string(text_.parameter_count));
    } else {
      text_.sql.push_back('?');
    }
  }

  // E'…' in PostgreSQL: a backslash keeps the next quote inside.
  bool IsEscapeString() const {
    if (dialect_ != Dialect::kPostgres || at_ == 0) return false;
    const bool has_prefix = sql_[at_ - 1] == 'e' || sql_[at_ - 1] == 'E';
    return has_prefix && (at_ == 1 || !IsNameCharacter(sql_[at_ - 2]));
  }

  // A doubled quote ends one piece and begins the next, which comes to the same.
  void Quoted(char quote, bool has_escapes) {
    std::size_t end = at_ + 1;
    while (end < sql_.size() && sql_[end] != quote) {
      end += has_escapes && sql_[end] == '\\' ? std::size_t{2} : std::size_t{1};
    }
    CopyTo(end + 1);
  }

  void Comment() {
    const std::string_view mark = dialect_ == Dialect::kPostgres ? "/*postgres:" : "/*sqlite:";
    const std::size_t end = EndOfComment();
    if (Sees(mark)) {
      const std::size_t begin = at_ + mark.size();
      Scanner inside(sql_.substr(begin, end < begin + 2 ? 0 : end - begin - 2), dialect_);
      inside.text_.parameter_count = text_.parameter_count;
      SqlText opened = inside.Scan();
      text_.sql += opened.sql;
      text_.parameter_count = opened.parameter_count;
      at_ = end;
    } else {
      CopyTo(end);
    }
  }

  // PostgreSQL nests comments, SQLite does not.
  std::size_t EndOfComment() const {
    int depth = 1;
    for (std::size_t i = at_ + 2; i + 1 < sql_.size(); ++i) {
      if (sql_[i] == '*' && sql_[i + 1] == '/') {
        ++i;
        if (--depth == 0) return i + 1;
      } else if (dialect_ == Dialect::kPostgres && sql_[i] == '/' && sql_[i + 1] == '*') {
        ++i;
        ++depth;
      }
    }
    return sql_.size();
  }

  void Dollar() {
    std::size_t end = at_ + 1;
    while (end < sql_.size() && IsNameCharacter(sql_[end])) ++end;
    const bool is_in_name = at_ > 0 && IsNameCharacter(sql_[at_ - 1]);
    if (is_in_name || end >= sql_.size() || sql_[end] != '$') return CopyTo(at_ + 1);
    const std::string_view tag = sql_.substr(at_, end + 1 - at_);
    const std::size_t close = sql_.find(tag, end + 1);
    CopyTo(close == std::string_view::npos ? sql_.size() : close + tag.size());
  }

  std::string_view sql_;
  Dialect dialect_;
  std::size_t at_ = 0;
  SqlText text_;
};

}  // namespace

SqlText ForDialect(std::string_view sql, Dialect dialect) { return Scanner(sql, dialect).Scan(); }

}  // namespace kaogong::store
