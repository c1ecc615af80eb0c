// SPDX-License-Identifier: Apache-2.0
// Averages: 绿地面积5400平方米,生均6.5平方米 against the number of pupils given elsewhere.
#include <algorithm>
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

struct Head {
  View word;
  std::vector<View> counted;  // What the label or unit of the divisor says.
};

const std::vector<Head>& Heads() {
  static const std::vector<Head> kHeads = {
      {U"生均", {U"学生", U"在校生", U"生"}},
      {U"人均", {U"人口", U"人数", U"职工", U"员工", U"村民", U"居民"}},
      {U"户均", {U"户"}},
      {U"村均", {U"村"}},
      {U"校均", {U"校", U"学校"}},
      {U"班均", {U"班"}},
      {U"师均", {U"教师"}},
      {U"亩均", {U"亩"}},
      {U"镇均", {U"镇", U"乡镇"}},
      {U"平均每人", {U"人口", U"人数", U"职工", U"员工"}},
      {U"平均每户", {U"户"}},
      {U"平均每村", {U"村"}},
      {U"平均每所", {U"所"}},
      {U"平均每校", {U"校", U"所"}},
      {U"平均每班", {U"班"}},
      {U"平均每家", {U"家"}},
      {U"平均每亩", {U"亩"}},
      {U"平均每场", {U"场"}},
      {U"平均每期", {U"期"}},
  };
  return kHeads;
}

struct Average {
  const Figure* figure = nullptr;
  const Head* head = nullptr;
  std::u32string about;  // 绿地面积
};

std::optional<Average> ReadAverage(const Document& document, const Figure& figure) {
  const View before = document.Before(figure);
  for (const Head& head : Heads()) {
    const std::size_t at = before.rfind(head.word);
    if (at == View::npos) continue;
    Average average{&figure, &head, {}};
    average.about = std::u32string(TrimEndOf(before.substr(at + head.word.size()), U"达到为是约超过有"));
    if (average.about.empty()) average.about = std::u32string(before.substr(0, at));
    return average;
  }
  return std::nullopt;
}

bool IsCountOf(const Document& document, const Figure& figure, const Head& head) {
  if (!IsAmount(figure) || figure.quantity.is_weak) return false;
  const Dimension dimension = figure.quantity.unit.dimension;
  if (dimension != Dimension::kCount && dimension != Dimension::kPerson && dimension != Dimension::kArea) {
    return false;
  }
  if (figure.quantity.unit.name == head.counted.back()) {
    if (head.word != U"生均" && head.word != U"师均") return true;
  }
  const std::u32string label = LabelOf(document, figure);
  return std::any_of(head.counted.begin(), head.counted.end(), [&](View word) {
    return Contains(label, word) && (dimension == Dimension::kPerson || head.word != U"生均");
  });
}

struct Quotients {
  const Figure* total = nullptr;  // The best pair, for the message.
  const Figure* count = nullptr;
  int strength = 0;
  bool has_fit = false;
};

// How surely `total` is what was divided: the same thing, near by.
int TotalStrength(const Document& document, const Figure& total, const Average& average) {
  if (!IsAmount(total) || &total == average.figure) return 0;
  if (total.quantity.unit.dimension != average.figure->quantity.unit.dimension) return 0;
  if (!AreComparable(total.quantity.unit, average.figure->quantity.unit)) return 0;
  if (total.flow != average.figure->flow) return 0;
  const std::u32string label = LabelOf(document, total);
  if (ContainsAny(label, {U"均"})) return 0;
  const int shared = SharedPairs(label, average.about);
  const int wanted = SharedPairs(average.about, average.about);
  const bool is_same_sentence = total.sentence == average.figure->sentence;
  if (shared > 0 && shared * 5 >= wanted * 3) return is_same_sentence ? 3 : 1;
  const bool is_next = is_same_sentence && total.quantity.end < average.figure->quantity.begin &&
                       document.Between(total, *average.figure).size() <= 10;
  return is_next ? 2 : 0;
}

Quotients FindQuotients(const Document& document, const Average& average) {
  Quotients best;
  const auto index = static_cast<std::size_t>(average.figure - document.figures.data());
  const std::size_t first = index > 300 ? index - 300 : 0;
  const std::size_t last = std::min(document.figures.size(), index + 100);
  const std::size_t near_first = index > 12 ? index - 12 : 0;
  for (std::size_t t = near_first; t < std::min(last, index + 4); ++t) {
    const Figure& total = document.figures[t];
    const int total_strength = TotalStrength(document, total, average);
    if (total_strength == 0) continue;
    for (std::size_t c = first; c < last; ++c) {
      const Figure& count = document.figures[c];
      if (c == t || c == index || !IsCountOf(document, count, *average.head)) continue;
      const auto quotient = Ratio(total.quantity.admitted, count.quantity.admitted);
      if (!quotient) continue;
      if (FitOf(*quotient, average.figure->quantity) != Fit::kOff) {
        best = {&total, &count, 0, true};
        return best;
      }
      // Nobody is wrong by a factor of eight: then something else was divided.
      const Rational& stated = average.figure->quantity.value;
      const Rational middle = Middle(*quotient);
      if (middle > stated * Rational(8) || middle * Rational(8) < stated) continue;
      const bool is_near = count.sentence == average.figure->sentence;
      const bool is_total = ContainsAny(LabelOf(document, count), {U"总", U"共", U"在校", U"全", U"现有"});
      const int strength = total_strength * 4 + (is_near ? 3 : 0) + (is_total ? 2 : 0);
      if (strength > best.strength) best = {&total, &count, strength, false};
    }
  }
  return best;
}

}  // namespace

void CheckAverages(const Document& document, Outcome& outcome) {
  for (const Figure& figure : document.figures) {
    if (!IsAmount(figure)) continue;
    const auto average = ReadAverage(document, figure);
    if (!average) continue;
    const Quotients quotients = FindQuotients(document, *average);
    if (quotients.has_fit) {
      outcome.verified.push_back(
          {"average", Relation::kQuotient, {figure.span(), quotients.total->span(), quotients.count->span()}});
      continue;
    }
    if (quotients.total == nullptr || quotients.strength < 8) continue;
    const auto computed =
        Ratio(quotients.total->quantity.admitted, quotients.count->quantity.admitted);
    const Rational scale = figure.quantity.unit.scale;
    const std::string value = Show(Quotient(Middle(*computed), scale));
    Finding finding;
    finding.check = "average";
    finding.certainty = quotients.strength >= 13 ? Certainty::kLikely : Certainty::kAsk;
    finding.span = figure.span();
    finding.others = {quotients.total->span(), quotients.count->span()};
    finding.message = Say("“{0}”按“{1}”平均为{2}{3}，文中为“{4}”",
                          "\"{0}\" over \"{1}\" is {2}{3} on average, stated as \"{4}\"",
                          Show(document, *quotients.total), Show(document, *quotients.count), value,
                          ToUtf8(figure.quantity.unit.name), Show(document, figure));
    finding.computed = Show(document, *quotients.total) + " ÷ " + Show(document, *quotients.count) +
                       " = " + value;
    outcome.findings.push_back(std::move(finding));
  }
}

}  // namespace kaogong::text
