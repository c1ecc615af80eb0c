// SPDX-License-Identifier: Apache-2.0
#include "suggest/clause_text.h"

#include <optional>

#include "base/utf8.h"
#include "text/document.h"
#include "text/enumerator.h"
#include "text/fold.h"
#include "text/normal_text.h"
#include "text/numeral.h"

namespace kaogong::suggest {
namespace {

using View = std::u32string_view;

// What may follow a Chinese numeral that counts; 一票否决, 一等奖 and 统一 stay words.
constexpr View kCounted =
    U"分例起次项个天人名件处篇家户所场期条份位%元倍年月日季万亿亩吨批宗台册节课";

bool IsHalf(View text, std::size_t at) {
  return text[at] == U'半' && at + 1 < text.size() && text[at + 1] == U'个';
}

class Rewriter {
 public:
  Rewriter(std::string_view source, const text::Flow& flow)
      : source_(source), flow_(flow), text_(flow.text) {}

  ClauseText Run() {
    const bool is_formula = text_.find(U'=') != View::npos;
    for (std::size_t at = 0; at < text_.size();) {
      if (is_formula && at > 0) RestoreMinus(at);
      if (!TakePercent(at) && !TakeNumeral(at)) {
        Put(ToUtf8(text_.substr(at, 1)), at);
        ++at;
      }
    }
    result_.origins.push_back(
        text_.empty() ? 0 : flow_.places.back().offset + flow_.places.back().size);
    return std::move(result_);
  }

 private:
  static std::string ToUtf8(View text) { return text::ToUtf8(text); }

  void Put(const std::string& bytes, std::size_t from) {
    result_.text += bytes;
    result_.origins.insert(result_.origins.end(), bytes.size(), flow_.places[from].offset);
  }

  // A dash between two words is a hyphen to the reader of reports; in 总分=加分-扣分 it counts.
  void RestoreMinus(std::size_t at) {
    const std::size_t from = flow_.places[at - 1].offset + flow_.places[at - 1].size;
    if (flow_.places[at].offset <= from) return;
    const std::string_view left_out = source_.substr(from, flow_.places[at].offset - from);
    if (left_out.find_first_of("-") == std::string_view::npos &&
        left_out.find("－") == std::string_view::npos &&
        left_out.find("−") == std::string_view::npos)
      return;
    result_.text += '-';
    result_.origins.push_back(from);
  }

  // 百分之二十.
  bool TakePercent(std::size_t& at) {
    if (text_.substr(at, 3) != U"百分之" || at + 3 >= text_.size()) return false;
    const auto numeral = text::NumeralAt(text_, at + 3);
    const auto exact = numeral ? numeral->value.ExactDecimal() : std::nullopt;
    if (!exact) return false;
    Put(exact->ToString() + "%", at);
    at += 3 + numeral->length;
    return true;
  }

  bool TakeNumeral(std::size_t& at) {
    if (IsHalf(text_, at)) {
      Put("0.5", at);
      ++at;
      return true;
    }
    if (!text::IsChineseNumeral(text_[at])) return false;
    const bool is_inner = at > 0 && (View(U"统唯单之逐划归").find(text_[at - 1]) != View::npos);
    const auto numeral = text::NumeralAt(text_, at);
    if (is_inner || !numeral || numeral->range_high || numeral->has_more) return false;
    const std::size_t end = at + numeral->length;
    if (end >= text_.size() || kCounted.find(text_[end]) == View::npos) return false;
    // 十分重视, 一个一个, 一分为二.
    if (text_.substr(at, 2) == U"十分" || text_.substr(at, 4) == U"一分为二") return false;
    const auto exact = numeral->value.ExactDecimal();
    if (!exact) return false;
    Put(exact->ToString(), at);
    at = end;
    return true;
  }

  std::string_view source_;
  const text::Flow& flow_;
  View text_;
  ClauseText result_;
};

bool EndsClause(std::string_view standard, std::size_t at, std::size_t& length) {
  for (const std::string_view mark : {"。", "；", ";", "\n", "\r"}) {
    if (standard.substr(at, mark.size()) != mark) continue;
    length = mark.size();
    return true;
  }
  return false;
}

// The bytes of a list number such as 1. or (2) or ① that begins at `at`.
std::size_t NumberLength(std::string_view standard, std::size_t at) {
  std::u32string head;
  std::vector<std::size_t> ends;
  for (std::size_t offset = at; offset < standard.size() && head.size() < 8;) {
    const CodePoint point = DecodeCodePoint(standard, offset);
    head.push_back(text::Fold(point.value));
    offset += point.size;
    ends.push_back(offset - at);
  }
  if (head.empty()) return 0;
  const auto enumerator = text::EnumeratorAt(head, 0);
  if (!enumerator || enumerator->length > ends.size()) return 0;
  using text::EnumeratorStyle;
  if (enumerator->style == EnumeratorStyle::kOrdinal ||
      enumerator->style == EnumeratorStyle::kFirstly)
    return 0;
  return ends[enumerator->length - 1];
}

bool IsBlankByte(char c) { return c == ' ' || c == '\t'; }

}  // namespace

ClauseText NormalClause(std::string_view source) {
  text::Report report;
  report.paragraphs.emplace_back();
  report.paragraphs.back().text = std::string(source);
  const text::NormalText normal = text::Normalize(report);
  if (normal.flows.empty()) return {std::string(), {0}};
  return Rewriter(source, normal.flows.front()).Run();
}

std::vector<Stretch> SplitClauses(std::string_view standard) {
  std::vector<Stretch> stretches;
  std::size_t begin = 0;
  bool is_start = true;
  const auto close = [&](std::size_t end) {
    while (begin < end && IsBlankByte(standard[begin])) ++begin;
    while (end > begin && IsBlankByte(standard[end - 1])) --end;
    if (end > begin) stretches.push_back({begin, end});
  };
  for (std::size_t at = 0; at < standard.size();) {
    std::size_t length = 0;
    if (EndsClause(standard, at, length)) {
      close(at);
      at += length;
      begin = at;
      is_start = true;
      continue;
    }
    if (is_start && !IsBlankByte(standard[at])) {
      is_start = false;
      if (const std::size_t number = NumberLength(standard, at); number > 0) {
        at += number;
        begin = at;
        continue;
      }
    }
    at += DecodeCodePoint(standard, at).size;
  }
  close(standard.size());
  return stretches;
}

}  // namespace kaogong::suggest
