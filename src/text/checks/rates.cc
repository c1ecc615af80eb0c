// SPDX-License-Identifier: Apache-2.0
// Rates told from two amounts of the same sentence or the one before:
//   上报案件39903件,办结39860件,处结率99.89%
//   计划植树500亩,完成548亩,完成计划的109.6%     completion
//   任务500亩,完成548亩,超额9.6%               excess
#include <algorithm>
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

struct Pair {
  const Figure* part = nullptr;   // What was done.
  const Figure* whole = nullptr;  // What there was to do.
};

bool IsPlan(const Document& document, const Figure& figure) {
  const std::u32string label = std::u32string(document.Before(figure)) + U"|" +
                               std::u32string(document.After(figure).substr(0, 6));
  return ContainsAny(label, {U"计划", U"任务", U"目标", U"预算", U"指标", U"下达", U"应完成", U"拟", U"概算",
                             U"年初安排", U"核定"});
}

bool IsDone(View label) {
  return ContainsAny(label, {U"完成", U"实际", U"实现", U"落实", U"达到", U"支出", U"已", U"建成", U"到位",
                             U"拨付", U"兑现", U"实施"});
}

// The amounts before the percentage, nearest first: those of its sentence and of the one before.
std::vector<const Figure*> AmountsBefore(const Document& document, std::size_t index) {
  std::vector<const Figure*> amounts;
  const Figure& percent = document.figures[index];
  for (std::size_t i = index; i-- > 0 && amounts.size() < 8;) {
    const Figure& figure = document.figures[i];
    if (figure.flow != percent.flow || figure.sentence + 1 < percent.sentence) break;
    if (IsAmount(figure) && !figure.quantity.is_weak) amounts.push_back(&figure);
  }
  return amounts;
}

bool IsPlainFigure(const Figure& figure) {
  return figure.quantity.approximation == Approximation::kNone && !figure.quantity.range_high;
}

std::optional<Interval> RateOf(const Pair& pair) {
  const auto ratio = Ratio(pair.part->quantity.admitted, pair.whole->quantity.admitted);
  if (!ratio) return std::nullopt;
  return *ratio * Rational(100);
}

Text MessageOf(const Document& document, const Pair& pair, const Figure& rate, const Rational& value,
               bool is_cut) {
  const std::string shown = Show(value) + "%";
  if (is_cut) {
    return Say("按“{0}”与“{1}”计算为{2}，文中“{3}”是截去尾数，四舍五入不是它",
               "\"{0}\" against \"{1}\" gives {2}; the stated \"{3}\" is cut off, not rounded",
               Show(document, *pair.part), Show(document, *pair.whole), shown, Show(document, rate));
  }
  return Say("按“{0}”与“{1}”计算为{2}，文中为“{3}”", "\"{0}\" against \"{1}\" gives {2}, stated as \"{3}\"",
             Show(document, *pair.part), Show(document, *pair.whole), shown, Show(document, rate));
}

void AddFinding(const Document& document, const Pair& pair, const Figure& rate, const Interval& computed,
            Certainty certainty, std::string_view check, Outcome& outcome) {
  const bool is_cut = FitOf(computed, rate.quantity) == Fit::kTruncated;
  Finding finding;
  finding.check = check;
  finding.certainty = is_cut ? Certainty::kAsk : certainty;
  finding.span = rate.span();
  finding.others = {pair.part->span(), pair.whole->span()};
  const Rational value = Middle(computed);
  finding.message = MessageOf(document, pair, rate, value, is_cut);
  finding.computed = Show(document, *pair.part) + " ÷ " + Show(document, *pair.whole) + " → " +
                     Show(value) + "%";
  outcome.findings.push_back(std::move(finding));
}

// Characters that a rate and the words of what it counts share: 处结率 and 处理了, 参评率 and 参加.
View SynonymsOf(View verb) {
  struct Entry {
    View verb;
    View related;
  };
  static constexpr Entry kEntries[] = {
      {U"办结", U"办结处毕"}, {U"处结", U"办结处"},   {U"结案", U"办结处"},   {U"出勤", U"出到参实"},
      {U"到会", U"到会参出"}, {U"出席", U"出到参"},   {U"参与", U"参与"},     {U"参训", U"参训"},
      {U"参评", U"参评"},     {U"参选", U"参选投"},   {U"整改", U"整改完销"}, {U"销号", U"整改完销"},
      {U"回收", U"回收"},     {U"收回", U"回收"},     {U"及格", U"及格"},     {U"合格", U"合格"},
      {U"达标", U"达标"},     {U"满意", U"满意"},     {U"录取", U"录取"},     {U"升学", U"升学录考"},
      {U"就业", U"就业"},     {U"入学", U"入学"},     {U"覆盖", U"覆盖"},     {U"签约", U"签约订"},
      {U"兑现", U"兑现发放"}, {U"到位", U"到位"},     {U"拨付", U"拨付"},     {U"支付", U"支付"},
      {U"采纳", U"采纳用"},   {U"答复", U"答复"},     {U"回访", U"回访"},     {U"回复", U"回复答"},
      {U"按期", U"按期时限"}, {U"按时", U"按期时限"}, {U"及时", U"及按时"},   {U"检测", U"检测"},
      {U"抽检", U"抽检"},     {U"上线", U"上线"},     {U"优秀", U"优秀"},     {U"执行", U"执支实完"},
      {U"开工", U"开工"},     {U"竣工", U"竣工"},     {U"入库", U"入库"},     {U"接种", U"接种"},
      {U"化解", U"化解调"},   {U"调解", U"调解成化"}, {U"脱贫", U"脱贫出"},   {U"复核", U"复核"},
  };
  for (const Entry& entry : kEntries) {
    if (verb.ends_with(entry.verb)) return entry.related;
  }
  return verb.size() > 2 ? verb.substr(verb.size() - 2) : verb;
}

bool IsLinked(const Document& document, const Figure& part, View rate_words) {
  const View related = SynonymsOf(rate_words);
  std::u32string label(document.Before(part));
  label += document.After(part).substr(0, 8);
  return ContainsAnyOf(label, related);
}

// Looks for amounts that give the rate; returns the pair a reader would take when none does.
std::optional<Pair> FindMismatch(const Document& document, std::size_t index, const PercentReading& reading,
                                 bool& is_certain, Outcome& outcome) {
  const Figure& rate = document.figures[index];
  const std::vector<const Figure*> amounts = AmountsBefore(document, index);
  std::optional<Pair> expected;
  for (std::size_t n = 0; n < amounts.size(); ++n) {
    for (std::size_t d = 0; d < amounts.size(); ++d) {
      if (d == n || !AreComparable(amounts[n]->quantity.unit, amounts[d]->quantity.unit)) continue;
      const Pair pair{amounts[n], amounts[d]};
      const auto computed = RateOf(pair);
      if (computed && FitOf(*computed, rate.quantity) == Fit::kFits) {
        if (!IsLinked(document, *pair.part, reading.phrase)) return std::nullopt;
        // 20条 against 20余个 is no proof of 100 %.
        if (!IsPlainFigure(*pair.part) || !IsPlainFigure(*pair.whole)) return std::nullopt;
        outcome.verified.push_back({"rate", Relation::kShare, {rate.span(), pair.part->span(), pair.whole->span()}});
        return std::nullopt;
      }
      if (expected || d < n || n > 1 || amounts[n]->sentence != rate.sentence) continue;
      if (!IsLinked(document, *pair.part, reading.phrase)) continue;
      std::uint32_t begin = 0;
      bool is_target = false;
      if (ChangeBefore(document, *pair.part, begin, is_target) != 0) continue;
      expected = pair;
    }
  }
  if (!expected) return std::nullopt;
  const View between = document.Between(*expected->part, rate);
  is_certain = between.size() <= 16 && expected->whole->sentence == rate.sentence;
  return expected;
}

void CheckRate(const Document& document, std::size_t index, const PercentReading& reading,
               Outcome& outcome) {
  bool is_certain = false;
  const auto pair = FindMismatch(document, index, reading, is_certain, outcome);
  if (!pair) return;
  const auto computed = RateOf(*pair);
  if (!computed) return;
  AddFinding(document, *pair, document.figures[index], *computed,
         is_certain ? Certainty::kLikely : Certainty::kAsk, "rate", outcome);
}

// The plan is the nearest amount called one; what was done, the nearest that is not. Another
// percentage between them and this one has used them up.
std::optional<Pair> PlanAndDone(const Document& document, std::size_t index) {
  Pair pair;
  for (const Figure* amount : AmountsBefore(document, index)) {
    const auto first = static_cast<std::size_t>(amount - document.figures.data());
    for (std::size_t i = first + 1; i < index; ++i) {
      if (IsPercent(document.figures[i])) return std::nullopt;
    }
    const bool is_plan = IsPlan(document, *amount);
    if (is_plan && pair.whole == nullptr) pair.whole = amount;
    if (!is_plan && pair.part == nullptr) pair.part = amount;
    if (pair.part != nullptr && pair.whole != nullptr) break;
  }
  if (pair.part == nullptr || pair.whole == nullptr) return std::nullopt;
  if (!AreComparable(pair.part->quantity.unit, pair.whole->quantity.unit)) return std::nullopt;
  return pair;
}

void CheckCompletion(const Document& document, std::size_t index, bool is_excess,
                     Outcome& outcome) {
  const Figure& rate = document.figures[index];
  const auto pair = PlanAndDone(document, index);
  if (!pair || pair->part->sentence != rate.sentence || pair->whole->sentence != rate.sentence) return;
  // Any two amounts that give the figure settle it.
  const std::vector<const Figure*> amounts = AmountsBefore(document, index);
  const Interval hundred = Interval::Exactly(Rational(100));
  for (const Figure* part : amounts) {
    for (const Figure* whole : amounts) {
      if (part == whole || !AreComparable(part->quantity.unit, whole->quantity.unit)) continue;
      const auto computed = RateOf({part, whole});
      if (!computed) continue;
      const Interval stated = is_excess ? *computed - hundred : *computed;
      if (FitOf(stated, rate.quantity) == Fit::kFits) {
        const Relation relation = is_excess ? Relation::kExcess : Relation::kShare;
        outcome.verified.push_back({"completion", relation, {rate.span(), part->span(), whole->span()}});
        return;
      }
    }
  }
  const auto computed = RateOf(*pair);
  if (!computed) return;
  const bool is_near = IsDone(LabelOf(document, *pair->part)) && pair->whole->sentence == rate.sentence;
  AddFinding(document, *pair, rate, is_excess ? *computed - hundred : *computed,
         is_near ? Certainty::kLikely : Certainty::kAsk, "completion", outcome);
}

}  // namespace

void CheckRates(const Document& document, Outcome& outcome) {
  for (std::size_t i = 0; i < document.figures.size(); ++i) {
    if (!IsPercent(document.figures[i])) continue;
    const PercentReading reading = ReadPercent(document, document.figures[i]);
    if (reading.role == PercentRole::kRate) CheckRate(document, i, reading, outcome);
    if (reading.role == PercentRole::kCompletion) CheckCompletion(document, i, false, outcome);
    if (reading.role == PercentRole::kExcess) CheckCompletion(document, i, true, outcome);
  }
}

}  // namespace kaogong::text
