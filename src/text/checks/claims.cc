// SPDX-License-Identifier: Apache-2.0
#include "text/checks/claims.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "text/checks/percent_role.h"
#include "text/checks/tense.h"
#include "text/checks/words.h"
#include "text/normal_text.h"
#include "text/unit.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

// The text as reports are matched.
std::u32string Normal(const std::string& text) {
  Report report;
  report.paragraphs.emplace_back();
  report.paragraphs.back().text = text;
  const NormalText normal = Normalize(report);
  return normal.flows.empty() ? std::u32string() : normal.flows.front().text;
}

struct Known {
  const Measurement* measurement = nullptr;
  std::u32string subject;
  std::u32string period;
  std::optional<Unit> unit;  // With 万 in its scale.
};

// 万元: ten thousand and the unit yuan.
std::optional<Unit> UnitOf(const std::u32string& text) {
  std::size_t at = 0;
  Rational scale(1);
  for (; at < text.size(); ++at) {
    if (text[at] == U'万' && text.size() > 1) {
      scale = scale * Rational(10'000);
    } else if (text[at] == U'亿' && text.size() > 1) {
      scale = scale * Rational(100'000'000);
    } else {
      break;
    }
  }
  if (at == text.size()) return std::nullopt;
  auto match = UnitAt(text, at);
  if (!match || at + match->length != text.size()) return std::nullopt;
  match->unit.scale = match->unit.scale * scale;
  return match->unit;
}

// The words between an item and its figure say no more than "is".
bool IsPlainLink(View between) {
  constexpr View kFillers = U"达到为是约共计完成实现了已累总量数额有的面积,:合";
  return between.size() <= 8 && between.find_first_not_of(kFillers) == View::npos;
}

// Words before an item that make it another one: 人均粮食产量.
bool IsQualified(View before) {
  return EndsWithAny(before, {U"人均", U"户均", U"亩均", U"平均", U"其中", U"新增", U"非", U"每"});
}

class Claims {
 public:
  Claims(const Document& document, const Record& record, Outcome& outcome)
      : document_(document), outcome_(outcome), plan_from_(PlanFrom(document)) {
    for (const Measurement& measurement : record.measurements) {
      const std::u32string item = Normal(measurement.item);
      if (item.size() < 2) continue;
      Known known{&measurement, Normal(measurement.subject), Normal(measurement.period),
                  UnitOf(Normal(measurement.unit))};
      if (!known.subject.empty()) subjects_.insert(known.subject);
      items_[item].push_back(std::move(known));
    }
    for (const auto& [item, knowns] : items_) by_start_[item.substr(0, 2)].push_back(&item);
    title_subject_ = SubjectOfTitle();
  }

  void Run() {
    for (const Figure& figure : document_.figures) {
      if (IsAmount(figure) || IsPercent(figure)) Check(figure);
    }
  }

 private:
  std::optional<std::u32string> SubjectIn(View text) const {
    std::optional<std::u32string> found;
    std::size_t best = 0;
    for (const std::u32string& subject : subjects_) {
      const std::size_t at = text.rfind(subject);
      if (at == View::npos) continue;
      // The one said last, and of those that end alike the longest.
      const std::size_t end = at + subject.size();
      if (!found || end > best || (end == best && subject.size() > found->size())) found = subject;
      best = std::max(best, end);
    }
    return found;
  }

  std::optional<std::u32string> SubjectOfTitle() const {
    std::u32string title = Normal(document_.report->name);
    const std::size_t flows = std::min<std::size_t>(document_.normal.flows.size(), 2);
    for (std::size_t flow = 0; flow < flows; ++flow) {
      title += U'|';
      title += document_.FlowText(static_cast<std::uint32_t>(flow)).substr(0, 60);
    }
    return SubjectIn(title);
  }

  // The longest item whose name stands before the figure with nothing but a link between.
  const std::u32string* ItemBefore(const Figure& figure) const {
    const View text = document_.FlowText(figure.flow);
    const std::size_t floor = document_.sentences[figure.sentence].begin;
    const std::size_t end = figure.quantity.begin;
    const std::size_t from = end > floor + 40 ? end - 40 : floor;
    const std::u32string* best = nullptr;
    for (std::size_t at = from; at + 2 <= end; ++at) {
      const auto found = by_start_.find(text.substr(at, 2));
      if (found == by_start_.end()) continue;
      for (const std::u32string* item : found->second) {
        if (text.substr(at, item->size()) != *item || at + item->size() > end) continue;
        if (!IsPlainLink(text.substr(at + item->size(), end - at - item->size()))) continue;
        if (IsQualified(text.substr(floor, at - floor))) continue;
        if (best == nullptr || item->size() > best->size()) best = item;
      }
    }
    return best;
  }

  bool IsAboutAnotherTime(const Figure& figure) const {
    std::uint32_t begin = 0;
    bool is_target = false;
    if (ChangeBefore(document_, figure, begin, is_target) != 0 && !is_target) return true;
    if (ContainsAny(WideBefore(document_, figure),
                    {U"上年", U"去年", U"同期", U"前年", U"上一年", U"原来", U"往年"})) {
      return true;
    }
    return IsPlanned(document_, figure, plan_from_);
  }

  bool FitsTime(const Known& known, const Figure& figure) const {
    const Sentence& sentence = document_.sentences[figure.sentence];
    const View head = document_.FlowText(figure.flow)
                          .substr(sentence.begin, figure.quantity.begin - sentence.begin);
    const int year = YearOf(document_, figure).value_or(0) / 100;
    if (known.measurement->year != 0 && year != 0 && year != known.measurement->year) return false;
    if (!known.period.empty()) return Contains(head, known.period);
    return !ContainsAny(head, {U"上半年", U"下半年", U"季度", U"本月", U"1-", U"截至"}) &&
           YearOf(document_, figure).value_or(0) % 100 == 0;
  }

  // The one measurement that the figure claims, or nothing.
  const Known* MeasurementOf(const std::u32string& item, const Figure& figure) const {
    const Sentence& sentence = document_.sentences[figure.sentence];
    const View head = document_.FlowText(figure.flow)
                          .substr(sentence.begin, figure.quantity.begin - sentence.begin);
    std::optional<std::u32string> subject = SubjectIn(head);
    if (!subject) subject = title_subject_;
    if (!subject && subjects_.size() == 1) subject = *subjects_.begin();
    const Known* found = nullptr;
    for (const Known& known : items_.at(item)) {
      if (!known.subject.empty() && (!subject || known.subject != *subject)) continue;
      if (!FitsTime(known, figure)) continue;
      const bool is_newer = found != nullptr && known.measurement->year > found->measurement->year;
      if (found != nullptr && !is_newer) {
        if (known.measurement->year == found->measurement->year) return nullptr;
        continue;
      }
      found = &known;
    }
    return found;
  }

  // The digits alone: a record without a unit may mean 元 or 万元.
  static bool FitsAnyScale(const Figure& figure, const Rational& value) {
    const Quantity& quantity = figure.quantity;
    for (const std::int64_t factor : {1, 10'000, 100'000'000}) {
      const Rational scaled = value * Rational(factor) * quantity.unit.scale;
      if (FitOf(Interval::Exactly(scaled), quantity) != Fit::kOff) return true;
    }
    return false;
  }

  void Check(const Figure& figure) {
    if (figure.quantity.is_weak) return;
    const std::u32string* item = ItemBefore(figure);
    if (item == nullptr || IsAboutAnotherTime(figure)) return;
    const Known* known = MeasurementOf(*item, figure);
    if (known == nullptr) return;
    const Measurement& measurement = *known->measurement;
    if (known->unit && !AreComparable(*known->unit, figure.quantity.unit)) return;
    const bool is_held = known->unit
                             ? FitOf(Interval::Exactly(measurement.value * known->unit->scale),
                                     figure.quantity) != Fit::kOff
                             : FitsAnyScale(figure, measurement.value);
    if (is_held) {
      outcome_.verified.push_back({"record", Relation::kRecord, {figure.span()}});
      return;
    }
    Add(figure, *known);
  }

  void Add(const Figure& figure, const Known& known) {
    const Measurement& measurement = *known.measurement;
    const std::string recorded = Show(measurement.value, 4) + measurement.unit;
    Finding finding;
    finding.check = "record";
    finding.certainty =
        measurement.is_verified && known.unit ? Certainty::kLikely : Certainty::kAsk;
    finding.span = figure.span();
    finding.message =
        measurement.is_verified
            ? Say("“{0}”的核实数据为{1}（{2}），文中为“{3}”",
                  "the verified figure of \"{0}\" is {1} ({2}), stated as \"{3}\"",
                  measurement.item, recorded, measurement.source, Show(document_, figure))
            : Say("“{0}”的填报数据为{1}（{2}，尚未核实），文中为“{3}”",
                  "the reported figure of \"{0}\" is {1} ({2}, not verified yet), stated as "
                  "\"{3}\"",
                  measurement.item, recorded, measurement.source, Show(document_, figure));
    finding.computed = Show(document_, figure) + " ≠ " + recorded;
    outcome_.findings.push_back(std::move(finding));
  }

  const Document& document_;
  Outcome& outcome_;
  std::uint32_t plan_from_;
  std::map<std::u32string, std::vector<Known>> items_;
  std::map<std::u32string, std::vector<const std::u32string*>, std::less<>> by_start_;
  std::set<std::u32string> subjects_;
  std::optional<std::u32string> title_subject_;
};

}  // namespace

void CheckClaims(const Document& document, const Record& record, Outcome& outcome) {
  Claims(document, record, outcome).Run();
}

}  // namespace kaogong::text
