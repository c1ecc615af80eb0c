// SPDX-License-Identifier: Apache-2.0
// Shares of one whole: they add up to no more than 100 %, and to 100 % when all are named; and
// counts with their shares (优秀12人,占15%;良好30人,占37.5%) point to one and the same whole.
#include <algorithm>
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

struct Share {
  const Figure* figure = nullptr;
  const Figure* count = nullptr;  // The amount whose share it is, when it stands before 占.
  std::u32string phrase;
  std::uint32_t begin = 0;
};

// The amount right before 占, with nothing but punctuation between.
const Figure* CountBefore(const Document& document, std::size_t index, std::uint32_t at) {
  if (index == 0) return nullptr;
  const Figure& count = document.figures[index - 1];
  if (count.flow != document.figures[index].flow || !IsAmount(count)) return nullptr;
  if (count.quantity.end > at) return nullptr;
  const View between =
      document.FlowText(count.flow).substr(count.quantity.end, at - count.quantity.end);
  return between.find_first_not_of(U",、(:各约仅分别") == View::npos ? &count : nullptr;
}

std::u32string PlainPhrase(View phrase) {
  return std::u32string(TrimEndOf(phrase, U"的比达为约仅只有到近重例"));
}

// What the share is of: the words after 占, or 批发总额 of 在批发总额中的比重占80%.
std::u32string WholeNamed(const Document& document, const Figure& figure, const PercentReading& reading) {
  const View text = document.FlowText(figure.flow);
  const View clause = text.substr(figure.clause_begin, reading.begin - figure.clause_begin);
  const std::size_t at = clause.find(U'在');
  const std::size_t end = clause.rfind(U'中');
  if (at != View::npos && end != View::npos && end > at + 2) {
    return std::u32string(clause.substr(at + 1, end - at - 1));
  }
  return PlainPhrase(reading.phrase);
}

// True when two phrases after 占 can name the same whole: one is empty or they end alike.
bool NameOneWhole(View a, View b) {
  if (a.empty() || b.empty()) return true;
  return a == b || a.ends_with(b) || b.ends_with(a);
}

std::vector<std::vector<Share>> RowsOf(const Document& document, const Sentence& sentence) {
  std::vector<std::vector<Share>> rows;
  for (std::size_t i = sentence.figure_first; i < sentence.figure_last; ++i) {
    const Figure& figure = document.figures[i];
    if (!IsPercent(figure)) continue;
    const PercentReading reading = ReadPercent(document, figure);
    if (reading.role != PercentRole::kShare) continue;
    Share share{&figure, CountBefore(document, i, reading.begin),
                WholeNamed(document, figure, reading), reading.begin};
    bool continues = false;
    if (!rows.empty()) {
      const Share& previous = rows.back().back();
      const View between = document.Between(*previous.figure, figure);
      continues = between.size() <= 40 && NameOneWhole(previous.phrase, share.phrase) &&
                  !ContainsAny(between, {U"其中", U"另外", U"此外", U"同时"});
    }
    if (!continues) rows.emplace_back();
    rows.back().push_back(std::move(share));
  }
  return rows;
}

// Attributes that lie across each other; see parts.cc for the same thought about counts.
bool AreOfOneKind(const Document& document, const std::vector<Share>& row) {
  static const WordList kKinds[] = {
      {U"男", U"女"},
      {U"党员", U"团员"},
      {U"岁", U"青年", U"年龄"},
      {U"本科", U"专科", U"研究生", U"硕士", U"博士", U"学历"},
      {U"高级", U"中级", U"初级", U"职称"},
      {U"骨干", U"带头人", U"名师", U"优秀教师"},
      {U"少数民族", U"留守", U"贫困", U"寄宿"},
  };
  int kinds = 0;
  int plain = 0;
  std::vector<bool> seen(std::size(kKinds), false);
  for (const Share& share : row) {
    std::u32string label(document.Before(*share.figure));
    if (share.count != nullptr) label += LabelOf(document, *share.count);
    bool is_plain = true;
    for (std::size_t k = 0; k < std::size(kKinds); ++k) {
      if (!ContainsAny(label, kKinds[k])) continue;
      is_plain = false;
      if (!seen[k]) ++kinds;
      seen[k] = true;
    }
    plain += is_plain ? 1 : 0;
  }
  return kinds == 0 || (kinds == 1 && plain == 0 && !seen[5] && !seen[6]);
}

std::string SumText(const Document& document, const std::vector<Share>& row) {
  std::string sum;
  for (const Share& share : row) {
    if (!sum.empty()) sum += " + ";
    sum += Show(document, *share.figure);
  }
  return sum;
}

void ReportSum(const Document& document, const std::vector<Share>& row, const Rational& total,
               Certainty certainty, Outcome& outcome) {
  const std::string shown = Show(total) + "%";
  Finding finding;
  finding.check = "share-sum";
  finding.certainty = certainty;
  finding.span = row.back().figure->span();
  for (std::size_t i = 0; i + 1 < row.size(); ++i) finding.others.push_back(row[i].figure->span());
  finding.computed = SumText(document, row) + " = " + shown;
  finding.message = total > Rational(100)
                        ? Say("各项占比相加为{0}，超过100%", "the shares add up to {0}, over 100%", shown)
                        : Say("各项占比相加为{0}，不足100%", "the shares add up to {0}, short of 100%", shown);
  outcome.findings.push_back(std::move(finding));
}

bool IsWeighting(const Document& document, const std::vector<Share>& row) {
  for (const Share& share : row) {
    if (ContainsAny(share.phrase, {U"得分", U"分值", U"总分", U"成绩", U"权重", U"考核"})) return true;
  }
  const Sentence& sentence = document.sentences[row.front().figure->sentence];
  return ContainsAny(document.TextOf(sentence), {U"权重", U"百分制", U"得分"});
}

bool IsTight(const Document& document, const std::vector<Share>& row) {
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (document.Between(*row[i - 1].figure, *row[i].figure).size() > 16) return false;
  }
  return true;
}

void JudgeSum(const Document& document, const std::vector<Share>& row, Outcome& outcome) {
  if (row.size() < 2) return;
  Interval sum = Interval::Exactly(Rational());
  Rational total;
  for (const Share& share : row) {
    sum = sum + share.figure->quantity.admitted;
    total += share.figure->quantity.value;
  }
  const Interval whole = Interval::Exactly(Rational(100));
  if (sum.Meets(whole)) {
    Verified held{"share-sum", Relation::kSumHundred, {}};
    for (const Share& share : row) held.spans.push_back(share.figure->span());
    outcome.verified.push_back(std::move(held));
    return;
  }
  const bool is_weighting = IsWeighting(document, row);
  if (!is_weighting && !AreOfOneKind(document, row)) return;
  if (whole.IsBelow(sum)) {
    // Only a tight row (男占55%,女占50%) surely parts the whole; long clauses may overlap.
    if (!is_weighting && !IsTight(document, row)) return;
    ReportSum(document, row, total, is_weighting ? Certainty::kSure : Certainty::kLikely, outcome);
    return;
  }
  if (is_weighting) {
    ReportSum(document, row, total, Certainty::kLikely, outcome);
    return;
  }
  // Not all need be named. A row of three or more that nearly fills the whole most likely should.
  const Figure& last = *row.back().figure;
  const View tail = document.FlowText(last.flow).substr(last.quantity.end, 8);
  if (ContainsAny(tail, {U"其余", U"其他", U"其它", U"等"})) return;
  const Rational least = Rational(90);
  if (total >= least) ReportSum(document, row, total, Certainty::kAsk, outcome);
}

// N ÷ P gives the whole each count belongs to; all must meet in one.
void JudgeBase(const Document& document, const std::vector<Share>& row, Outcome& outcome) {
  std::optional<Interval> base;
  const Share* first = nullptr;
  for (const Share& share : row) {
    if (share.count == nullptr) return;
    if (first != nullptr && !AreComparable(share.count->quantity.unit, first->count->quantity.unit)) return;
    const Rational& value = share.figure->quantity.value;
    const Rational& step = share.figure->quantity.step;
    // Cut-off shares are tolerated here: the check of each share speaks of them.
    const Interval admitted =
        Interval::Between(value - Quotient(step, Rational(2)), value + step);
    const auto whole = Ratio(share.count->quantity.admitted * Rational(100), admitted);
    if (!whole || !whole->high()) return;
    if (base && !base->Meets(*whole)) {
      Finding finding;
      finding.check = "share";
      finding.certainty = Certainty::kLikely;
      finding.span = share.figure->span();
      finding.others = {share.count->span(), first->count->span(), first->figure->span()};
      finding.message = Say(
          "按“{0}占{1}”推算总数约{2}，按“{3}占{4}”推算约{5}，两者不一致",
          "\"{0}\" at {1} implies a whole of about {2}, \"{3}\" at {4} one of about {5}",
          Show(document, *first->count), Show(document, *first->figure), Show(Middle(*base), 0),
          Show(document, *share.count), Show(document, *share.figure), Show(Middle(*whole), 0));
      outcome.findings.push_back(std::move(finding));
      return;
    }
    if (!base) {
      base = whole;
      first = &share;
    } else {
      const Rational low = std::max(base->low(), whole->low());
      const Rational high = std::min(*base->high(), *whole->high());
      base = Interval::Between(low, high);
    }
  }
}

}  // namespace

void CheckShareSums(const Document& document, Outcome& outcome) {
  for (const Sentence& sentence : document.sentences) {
    if (sentence.figure_last - sentence.figure_first < 2) continue;
    for (const std::vector<Share>& row : RowsOf(document, sentence)) {
      JudgeSum(document, row, outcome);
      if (row.size() >= 2) JudgeBase(document, row, outcome);
    }
  }
}

}  // namespace kaogong::text
