// SPDX-License-Identifier: Apache-2.0
// Numbered headings and rows of 一是, 二是 that skip a number or use one twice: a part was lost or
// moved. Where a numbering begins is not judged: excerpts begin anywhere.
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/words.h"
#include "text/enumerator.h"
#include "text/fold.h"
#include "text/numeral.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

void Add(const Document& document, const Span& span, int last, int number, Outcome& outcome) {
  Finding finding;
  finding.check = "numbering";
  finding.certainty = Certainty::kAsk;
  finding.span = span;
  const std::string mark = document.Original(span);
  finding.message =
      number > last
          ? Say("序号不连续：前一项是{1}，这里是“{0}”", "numbers are skipped: \"{0}\" follows {1}", mark, last)
          : Say("序号重复或倒退：前一项是{1}，这里是“{0}”", "a number comes again: \"{0}\" follows {1}", mark, last);
  outcome.findings.push_back(std::move(finding));
}

struct Level {
  EnumeratorStyle style = EnumeratorStyle::kChineseComma;
  int last = 0;
};

// True when the flow stops within a sentence, so that the next one's 二、三层 is no heading.
bool EndsOpen(View text) {
  if (text.size() < 15) return text.size() > 6 && View(U",;、").find(text.back()) != View::npos;
  return View(U"。!?:”)》】…").find(text.back()) == View::npos &&
         text.find_first_of(U",。;、") != View::npos;
}

class Headings {
 public:
  Headings(const Document& document, Outcome& outcome)
      : document_(document), outcome_(outcome) {}

  void Take(std::uint32_t flow) {
    const View text = document_.FlowText(flow);
    const std::size_t at = text.starts_with(U'.') ? 1 : 0;
    const auto enumerator = EnumeratorAt(text, at);
    if (!enumerator || enumerator->style >= EnumeratorStyle::kOrdinal) {
      TakeBare(text);
      return;
    }
    // 二、三年级: two numerals in a row are a pair.
    const std::size_t after = at + enumerator->length;
    const bool is_pair = after < text.size() && (IsChineseNumeral(text[after]) || IsDigit(text[after])) &&
                         enumerator->style != EnumeratorStyle::kArabicDot;
    const bool is_cut = enumerator->style == EnumeratorStyle::kChineseComma && flow > 0 &&
                        EndsOpen(document_.FlowText(flow - 1));
    if ((is_pair || is_cut) && !IsExpected(*enumerator)) return;
    Enter(*enumerator, {flow, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(after)});
  }

 private:
  // A heading that lost its mark (2对于教师…) still counts when it is the one expected.
  void TakeBare(View text) {
    if (levels_.empty() || text.empty() || !IsDigit(text[0])) return;
    const auto numeral = NumeralAt(text, 0);
    if (!numeral || numeral->length > 2 || numeral->length >= text.size()) return;
    const char32_t next = text[numeral->length];
    if (!IsHan(next) || UnitLike(next)) return;
    if (numeral->value == Rational(levels_.back().last + 1)) ++levels_.back().last;
  }

  bool IsExpected(const Enumerator& enumerator) const {
    for (const Level& level : levels_) {
      if (level.style == enumerator.style) return enumerator.number == level.last + 1;
    }
    return false;
  }

  static bool UnitLike(char32_t c) { return View(U"年月日个名人所项万元%").find(c) != View::npos; }

  void Enter(const Enumerator& enumerator, const Span& span) {
    for (std::size_t depth = 0; depth < levels_.size(); ++depth) {
      if (levels_[depth].style != enumerator.style) continue;
      levels_.resize(depth + 1);
      Level& level = levels_[depth];
      const bool is_next = enumerator.number == level.last + 1 || enumerator.number == 1;
      if (!is_next) Add(document_, span, level.last, enumerator.number, outcome_);
      level.last = enumerator.number;
      return;
    }
    // A new kind of heading ends those below it: 二、 after 4. of an excerpt.
    std::erase_if(levels_, [&](const Level& level) { return level.style > enumerator.style; });
    levels_.push_back({enumerator.style, enumerator.number});
  }

  const Document& document_;
  Outcome& outcome_;
  std::vector<Level> levels_;
};

// Rows of 一是, 二是 in running text. A row lies within one flow, or its items each begin a flow;
// an item may hold a row of its own.
class Rows {
 public:
  Rows(const Document& document, Outcome& outcome)
      : document_(document), outcome_(outcome) {}

  void Take(std::uint32_t flow) {
    const View text = document_.FlowText(flow);
    const auto heading = EnumeratorAt(text, 0);
    if (heading && heading->style < EnumeratorStyle::kOrdinal) open_.clear();
    // 一是 at the end of a flow may go on with 二是 at the head of the next.
    for (Row& row : open_) row.is_leading = row.is_leading || (row.last == 1 && row.flow + 1 == flow);
    std::erase_if(open_, [](const Row& row) { return !row.is_leading; });
    for (std::size_t at = text.find(U'是'); at != View::npos; at = text.find(U'是', at + 1)) {
      std::size_t begin = at;
      while (begin > 0 && IsChineseNumeral(text[begin - 1]) && at - begin < 3) --begin;
      if (begin == at) continue;
      if (begin > 0 && View(U"。;:,!?”)").find(text[begin - 1]) == View::npos) continue;
      const auto enumerator = EnumeratorAt(text, begin);
      if (!enumerator || enumerator->style != EnumeratorStyle::kIs) continue;
      Enter(enumerator->number, {flow, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at + 1)});
    }
  }

 private:
  struct Row {
    int last = 0;
    std::uint32_t flow = 0;
    bool is_leading = false;  // Every item so far begins a flow.
  };

  static bool MayHold(const Row& row, const Span& span) {
    return span.begin == 0 ? row.is_leading : row.flow == span.flow;
  }

  void Enter(int number, const Span& span) {
    const bool is_leading = span.begin == 0;
    if (number == 1) {
      constexpr std::size_t kOpenMax = 8;  // Rows do not nest deeper.
      if (open_.size() == kOpenMax) open_.erase(open_.begin());
      open_.push_back({1, span.flow, is_leading});
      return;
    }
    for (std::size_t depth = open_.size(); depth-- > 0;) {
      if (open_[depth].last + 1 != number || !MayHold(open_[depth], span)) continue;
      open_.resize(depth + 1);
      open_[depth] = {number, span.flow, is_leading && open_[depth].is_leading};
      return;
    }
    for (std::size_t depth = open_.size(); depth-- > 0;) {
      if (!MayHold(open_[depth], span)) continue;
      Add(document_, span, open_[depth].last, number, outcome_);
      open_.resize(depth + 1);
      open_[depth] = {number, span.flow, is_leading && open_[depth].is_leading};
      return;
    }
    if (open_.empty()) open_.push_back({number, span.flow, is_leading});
  }

  const Document& document_;
  Outcome& outcome_;
  std::vector<Row> open_;  // The outermost first.
};

}  // namespace

void CheckNumbering(const Document& document, Outcome& outcome) {
  Headings headings(document, outcome);
  Rows rows(document, outcome);
  for (std::uint32_t flow = 0; flow < document.normal.flows.size(); ++flow) {
    if (document.normal.flows[flow].kind == ParagraphKind::kCell) continue;
    headings.Take(flow);
    rows.Take(flow);
  }
}

}  // namespace kaogong::text
