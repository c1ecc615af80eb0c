// SPDX-License-Identifier: Apache-2.0
// Before and after: 由59个精简到38个 must go down, 从213人上升到647人 up; and the same for rows paired
// by 分别: 由9%和7%提高到89.11%和73.45%.
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

struct Row {
  std::vector<const Figure*> figures;
};

bool IsJoint(View between) {
  return between == U"、" || between == U"和" || between == U"," || between == U"及" || between == U"与";
}

// The row of figures that ends with `index` (goes back) or begins with it.
Row RowEndingAt(const Document& document, std::size_t index) {
  Row row;
  row.figures.push_back(&document.figures[index]);
  while (index > 0 && document.figures[index - 1].sentence == document.figures[index].sentence &&
         IsJoint(document.Between(document.figures[index - 1], document.figures[index]))) {
    --index;
    row.figures.insert(row.figures.begin(), &document.figures[index]);
  }
  return row;
}

Row RowBeginningAt(const Document& document, std::size_t index) {
  Row row;
  row.figures.push_back(&document.figures[index]);
  while (index + 1 < document.figures.size() &&
         document.figures[index + 1].sentence == document.figures[index].sentence &&
         IsJoint(document.Between(document.figures[index], document.figures[index + 1]))) {
    ++index;
    row.figures.push_back(&document.figures[index]);
  }
  return row;
}

bool IsRank(const Figure& figure) { return figure.quantity.kind == QuantityKind::kOrdinal; }

bool Compare(const Figure& a, const Figure& b) {
  if (IsRank(a) != IsRank(b)) return false;
  if (IsRank(a)) return true;
  if (a.quantity.kind == QuantityKind::kBare || b.quantity.kind == QuantityKind::kBare) {
    return a.quantity.kind == b.quantity.kind;
  }
  return a.quantity.kind == QuantityKind::kAmount && b.quantity.kind == QuantityKind::kAmount &&
         AreComparable(a.quantity.unit, b.quantity.unit);
}

// The figure the change starts from: the one before the word of change, in the same clause or
// introduced by 由 or 从.
const Figure* BaseOf(const Document& document, std::size_t target, std::uint32_t verb_begin) {
  if (target == 0) return nullptr;
  const Figure& base = document.figures[target - 1];
  const Figure& end = document.figures[target];
  if (base.sentence != end.sentence || !Compare(base, end)) return nullptr;
  const View text = document.FlowText(end.flow);
  if (base.quantity.end > verb_begin) return nullptr;
  const View between = text.substr(base.quantity.end, verb_begin - base.quantity.end);
  if (between.size() > 16 || ContainsAnyOf(between, U";。")) return nullptr;
  const View before = document.Before(*RowEndingAt(document, target - 1).figures.front());
  const bool is_led = ContainsAnyOf(before, U"由从") || ContainsAny(before, {U"原来", U"原有"});
  return is_led ? &base : nullptr;
}

// True when some values that the two figures admit move that way.
bool MayMove(bool is_up, const Interval& from, const Interval& to) {
  return is_up ? !(to.high() && *to.high() <= from.low()) : !(from.high() && *from.high() <= to.low());
}

void Judge(const Document& document, const Figure& base, const Figure& target, int sign,
           Outcome& outcome) {
  const bool is_up = (sign > 0) != IsRank(target);
  // In ranks 上升 means a smaller number; 第3 stays exact.
  const Interval& from = base.quantity.admitted;
  const Interval& to = target.quantity.admitted;
  // 由80%提高到80% says nothing rose, however the two were rounded.
  const bool is_same = base.quantity.value == target.quantity.value &&
                       base.quantity.approximation == Approximation::kNone &&
                       target.quantity.approximation == Approximation::kNone;
  const bool is_right = !is_same && MayMove(is_up, from, to);
  if (is_right) {
    outcome.verified.push_back({"before-after", Relation::kOrder, {base.span(), target.span()}});
    return;
  }
  Finding finding;
  finding.check = "before-after";
  finding.certainty = Certainty::kSure;
  finding.span = target.span();
  finding.others = {base.span()};
  const bool says_up = sign > 0;
  finding.message =
      says_up ? Say("文中说提高或增加，但从“{0}”到“{1}”并没有增加",
                    "said to rise, but \"{1}\" is no more than \"{0}\"", Show(document, base),
                    Show(document, target))
              : Say("文中说降低或减少，但从“{0}”到“{1}”并没有减少",
                    "said to fall, but \"{1}\" is no less than \"{0}\"", Show(document, base),
                    Show(document, target));
  outcome.findings.push_back(std::move(finding));
}

void CheckTarget(const Document& document, std::size_t index, Outcome& outcome) {
  const Figure& target = document.figures[index];
  std::uint32_t begin = 0;
  bool is_target = false;
  const int sign = ChangeBefore(document, target, begin, is_target);
  if (sign == 0 || !is_target) return;
  const Figure* base = BaseOf(document, index, begin);
  if (base == nullptr) return;
  const Row targets = RowBeginningAt(document, index);
  const Row bases = RowEndingAt(document, index - 1);
  if (targets.figures.size() != bases.figures.size()) {
    const View before = WideBefore(document, *bases.figures.front());
    if (bases.figures.size() < 2 || targets.figures.size() < 2 || !Contains(before, U"分别")) return;
    Finding finding;
    finding.check = "before-after";
    finding.certainty = Certainty::kAsk;
    finding.span = target.span();
    for (const Figure* figure : bases.figures) finding.others.push_back(figure->span());
    finding.message = Say("分别列出的前后数字个数不同：前{0}个，后{1}个",
                          "the figures before and after differ in number: {0} before, {1} after",
                          bases.figures.size(), targets.figures.size());
    outcome.findings.push_back(std::move(finding));
    return;
  }
  for (std::size_t i = 0; i < targets.figures.size(); ++i) {
    if (Compare(*bases.figures[i], *targets.figures[i])) {
      Judge(document, *bases.figures[i], *targets.figures[i], sign, outcome);
    }
  }
}

}  // namespace

void CheckChanges(const Document& document, Outcome& outcome) {
  for (std::size_t i = 0; i < document.figures.size(); ++i) CheckTarget(document, i, outcome);
}

}  // namespace kaogong::text
