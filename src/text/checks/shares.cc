// SPDX-License-Identifier: Apache-2.0
// Shares: 1398人,占全部复核对象的0.36%. The whole is looked for by the words that name it, near by
// first; the share is wrong only when a whole that a reader would think of does not give it and no
// other figure of the report does either.
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/whole_search.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

// The amount right before 占: in the same clause, or in the clause before when 占 opens its own.
const Figure* NumeratorOf(const Document& document, std::size_t percent, std::uint32_t at) {
  const Figure& share = document.figures[percent];
  const View text = document.FlowText(share.flow);
  for (std::size_t i = percent; i-- > 0;) {
    const Figure& figure = document.figures[i];
    if (figure.flow != share.flow || figure.sentence != share.sentence) return nullptr;
    if (figure.quantity.begin >= at) continue;
    if (!IsAmount(figure) || figure.quantity.is_weak) return nullptr;
    View between = text.substr(figure.quantity.end, at - figure.quantity.end);
    // The last clause before 占 must have no subject of its own: 3736个,党员占78%.
    const std::size_t clause = between.find_last_of(U",;:、()");
    const View opening = clause == View::npos ? between : between.substr(clause + 1);
    if (opening.size() > 4 || opening.find_first_not_of(U"仅约只就已共也均各其所数量分别大") != View::npos) {
      // 女教师78人占60%: the words between belong to the counted thing, unless it only qualifies
      // another (完成四种计划的企业占30%).
      if (clause != View::npos || opening.size() > 10 || Contains(opening, U"的")) return nullptr;
    }
    if (clause != View::npos) {
      const View rest = between.substr(0, clause);
      if (rest.find_first_of(U";。") != View::npos || rest.size() > 40) return nullptr;
    }
    return &figure;
  }
  return nullptr;
}

// A whole that stands between 占 and the share: 占全县80所学校的45%.
const Figure* ExplicitWhole(const Document& document, std::size_t percent, std::uint32_t at) {
  if (percent == 0) return nullptr;
  const Figure& figure = document.figures[percent - 1];
  const Figure& share = document.figures[percent];
  if (figure.flow != share.flow || figure.quantity.begin < at || !IsAmount(figure)) return nullptr;
  const View between = document.Between(figure, share);
  return between.size() <= 12 && between.ends_with(U'的') ? &figure : nullptr;
}

std::optional<Interval> ShareOf(const Figure& part, const Figure& whole) {
  auto ratio = Ratio(part.quantity.admitted, whole.quantity.admitted);
  if (!ratio) return std::nullopt;
  return *ratio * Rational(100);
}

void AddFinding(const Document& document, const Figure& share, const Figure& part, const Figure& whole,
            Certainty certainty, const Interval& computed, bool is_cut, Outcome& outcome) {
  const std::string true_share = Show(Middle(computed)) + "%";
  Finding finding;
  finding.check = "share";
  finding.certainty = is_cut ? Certainty::kAsk : certainty;
  finding.span = share.span();
  finding.others = {part.span(), whole.span()};
  finding.computed = Show(document, part) + " ÷ " + Show(document, whole) + " = " + true_share;
  finding.message =
      is_cut ? Say("“{0}”占“{1}”的{2}，文中“{3}”是截去尾数，四舍五入不是它",
                   "\"{0}\" of \"{1}\" is {2}; the stated \"{3}\" is cut off, not rounded",
                   Show(document, part), Show(document, whole), true_share, Show(document, share))
             : Say("“{0}”占“{1}”的{2}，文中为“{3}”", "\"{0}\" of \"{1}\" is {2}, stated as \"{3}\"",
                   Show(document, part), Show(document, whole), true_share, Show(document, share));
  outcome.findings.push_back(std::move(finding));
}

void CheckOne(const Document& document, std::size_t index, Outcome& outcome) {
  const Figure& share = document.figures[index];
  const PercentReading reading = ReadPercent(document, share);
  const bool is_explicit_form =
      reading.role == PercentRole::kShare || reading.role == PercentRole::kOther;
  if (!is_explicit_form) return;
  const View text = document.FlowText(share.flow);
  std::uint32_t at = reading.begin;
  const Figure* whole = nullptr;
  if (reading.role == PercentRole::kOther) {
    // The label of a share behind an explicit whole begins after that whole: look back for 占.
    const View clause = text.substr(share.clause_begin, share.quantity.begin - share.clause_begin);
    const std::size_t found = clause.rfind(U'占');
    if (found == View::npos) return;
    at = share.clause_begin + static_cast<std::uint32_t>(found);
  }
  whole = ExplicitWhole(document, index, at);
  // 占比从0.64%提高到1.13%: of the two only the last is a share of today's whole.
  if (ContainsAnyOf(text.substr(at, share.quantity.begin - at), U"从由")) return;
  const Figure* part = NumeratorOf(document, index, at);
  if (part == nullptr) return;
  if (whole != nullptr) {
    if (!AreComparable(whole->quantity.unit, part->quantity.unit)) return;
    const auto computed = ShareOf(*part, *whole);
    if (!computed) return;
    const Fit fit = FitOf(*computed, share.quantity);
    if (fit == Fit::kFits) {
      outcome.verified.push_back({"share", Relation::kShare, {share.span(), part->span(), whole->span()}});
      return;
    }
    AddFinding(document, share, *part, *whole, Certainty::kSure, *computed, fit == Fit::kTruncated, outcome);
    return;
  }
  const View phrase = text.substr(at + 1, share.quantity.begin - at - 1);
  const std::vector<WholeCandidate> wholes = FindWholes(document, *part, phrase);
  if (wholes.empty()) return;
  for (const WholeCandidate& candidate : wholes) {
    const auto computed = ShareOf(*part, *candidate.figure);
    if (computed && FitOf(*computed, share.quantity) == Fit::kFits) {
      outcome.verified.push_back({"share", Relation::kShare, {share.span(), part->span(), candidate.figure->span()}});
      return;
    }
  }
  if (wholes.front().strength < kWholeStrong) return;
  const auto computed = ShareOf(*part, *wholes.front().figure);
  if (!computed) return;
  const bool is_near = wholes.front().figure->flow == part->flow;
  const Certainty certainty =
      is_near && wholes.front().strength >= kWholeCertain ? Certainty::kLikely : Certainty::kAsk;
  AddFinding(document, share, *part, *wholes.front().figure, certainty, *computed,
         FitOf(*computed, share.quantity) == Fit::kTruncated, outcome);
}

}  // namespace

void CheckShares(const Document& document, Outcome& outcome) {
  for (std::size_t i = 0; i < document.figures.size(); ++i) {
    if (IsPercent(document.figures[i])) CheckOne(document, i, outcome);
  }
}

}  // namespace kaogong::text
