// SPDX-License-Identifier: Apache-2.0
// Dates that cannot be (2月30日, 13月5日, a Friday that was none), spans that run backwards, and
// spans whose stated length is another: 9月22日至30日,历时七天.
#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/date.h"
#include "text/checks/checks.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

Span SpanOf(const DatedSpan& dated) {
  return {dated.flow, static_cast<std::uint32_t>(dated.mention.begin),
          static_cast<std::uint32_t>(dated.mention.end)};
}

void Add(const Span& span, std::vector<Span> others, Certainty certainty, Text message,
         Outcome& outcome) {
  Finding finding;
  finding.check = "date";
  finding.certainty = certainty;
  finding.span = span;
  finding.others = std::move(others);
  finding.message = std::move(message);
  outcome.findings.push_back(std::move(finding));
}

// The most days a month can have when the year is not known.
int DaysInMonth(int month, const std::optional<int>& year) {
  static constexpr std::array<int, 13> kDays = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month == 2 && year && !Date::FromYearMonthDay(*year, 2, 29).ok()) return 28;
  return kDays[static_cast<std::size_t>(month)];
}

std::optional<Text> ImpossibleOf(const PartialDate& date) {
  if (date.month && (*date.month < 1 || *date.month > 12)) {
    return Say("没有{0}月", "there is no month {0}", *date.month);
  }
  if (date.day && (*date.day < 1 || *date.day > 31)) {
    return Say("没有{0}日这一天", "no month has a day {0}", *date.day);
  }
  if (date.month && date.day && *date.day > DaysInMonth(*date.month, date.year)) {
    return Say("{0}月没有{1}日", "month {0} has no day {1}", *date.month, *date.day);
  }
  return std::nullopt;
}

// The end of a span with what it leaves out taken from its beginning.
PartialDate Completed(const PartialDate& first, const PartialDate& last) {
  PartialDate full = last;
  if (!full.year && !full.month) full.month = first.month;
  if (!full.year) full.year = first.year;
  return full;
}

std::optional<Date> DateOf(const PartialDate& date, int year_when_unknown) {
  if (!date.month || !date.day) return std::nullopt;
  const auto made =
      Date::FromYearMonthDay(date.year.value_or(year_when_unknown), *date.month, *date.day);
  if (!made.ok()) return std::nullopt;
  return made.value();
}

bool RunsBackwards(const PartialDate& first, const PartialDate& last) {
  if (first.year && last.year && *last.year != *first.year) return *last.year < *first.year;
  if (first.month && last.month && *last.month != *first.month) return *last.month < *first.month;
  if (first.month == last.month && first.day && last.day) return *last.day < *first.day;
  return false;
}

void CheckSpan(const Document& document, const DatedSpan& dated, Outcome& outcome) {
  const PartialDate& first = dated.mention.first;
  const PartialDate last = Completed(first, *dated.mention.last);
  if (dated.mention.has_unknown && (!first.month || !last.month)) return;
  if (!RunsBackwards(first, last)) {
    outcome.verified.push_back({"date", Relation::kPeriod, {SpanOf(dated)}});
    return;
  }
  // 11月至次年3月 is fine: without years a span may cross New Year.
  const bool names_last_year = dated.mention.last->year.has_value();
  const bool may_cross = !names_last_year && first.month && last.month && *first.month != *last.month;
  if (dated.mention.has_unknown && may_cross) return;
  const bool is_sure = !may_cross;
  Add(SpanOf(dated), {}, is_sure ? Certainty::kSure : Certainty::kAsk,
      Say("起止时间前后颠倒：“{0}”", "the span runs backwards: \"{0}\"", document.Original(SpanOf(dated))),
      outcome);
}

void CheckWeekday(const Document& document, const DatedSpan& dated, Outcome& outcome) {
  if (!dated.mention.weekday || !dated.mention.first.year) return;
  const PartialDate& named = dated.mention.last ? *dated.mention.last : dated.mention.first;
  const auto date = DateOf(Completed(dated.mention.first, named), 0);
  if (!date) return;
  if (date->weekday() == *dated.mention.weekday) {
    outcome.verified.push_back({"date", Relation::kWeekday, {SpanOf(dated)}});
    return;
  }
  static constexpr std::array<const char*, 8> kChinese = {"", "一", "二", "三", "四", "五", "六", "日"};
  static constexpr std::array<const char*, 8> kEnglish = {
      "", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const auto day = static_cast<std::size_t>(date->weekday());
  Add(SpanOf(dated), {}, Certainty::kSure,
      Say("“{0}”是星期{1}", "\"{0}\" is a {2}", document.Original(SpanOf(dated)), kChinese[day],
          kEnglish[day]),
      outcome);
}

// The number of days said to have passed: 历时七天, 为期3天, 共5天.
const Figure* DurationNear(const Document& document, const DatedSpan& dated) {
  const View text = document.FlowText(dated.flow);
  const auto after = std::partition_point(
      document.figures.begin(), document.figures.end(), [&](const Figure& figure) {
        return figure.flow < dated.flow ||
               (figure.flow == dated.flow && figure.quantity.begin < dated.mention.begin);
      });
  for (auto it = after; it != document.figures.end() && it->flow == dated.flow; ++it) {
    if (it->quantity.begin > dated.mention.end + 20) break;
    if (it->quantity.unit.dimension != Dimension::kTime) continue;
    const View name = it->quantity.unit.name;
    if (name != U"天" && name != U"日" && name != U"个工作日" && name != U"工作日") continue;
    if (it->quantity.kind != QuantityKind::kAmount) continue;
    const View between = text.substr(dated.mention.end, it->quantity.begin - dated.mention.end);
    if (between.find_first_of(U"。;") != View::npos) break;
    if (EndsWithAny(between, {U"历时", U"为期", U"共", U"持续", U"历经", U"用时", U"共计", U"进行了", U"开展了",
                              U"举办了", U"举行了", U"举行"})) {
      return &*it;
    }
  }
  // 为期七天(9月22日至30日)
  if (after != document.figures.begin()) {
    const Figure& before = *std::prev(after);
    if (before.flow == dated.flow && before.quantity.unit.name == U"天" &&
        before.quantity.end < dated.mention.begin && dated.mention.begin - before.quantity.end <= 6 &&
        text[dated.mention.begin - 1] == U'(') {
      return &before;
    }
  }
  return nullptr;
}

// True when the number is that of the days from Monday to Friday in the span; without the year any
// number that some year gives.
bool IsOfficeDays(std::int64_t stated, Date begin, std::int32_t days, bool is_year_known) {
  for (int shift = 0; shift < (is_year_known ? 1 : 7); ++shift) {
    std::int64_t count = 0;
    for (std::int32_t i = 0; i < days; ++i) {
      const int weekday = (begin.weekday() - 1 + shift + i) % 7;
      if (weekday < 5) ++count;
    }
    if (count == stated) return true;
  }
  return false;
}

void CheckDuration(const Document& document, const DatedSpan& dated, Outcome& outcome) {
  const PartialDate& first = dated.mention.first;
  const PartialDate last = Completed(first, *dated.mention.last);
  // The year matters only around the end of February; any will do when it is blanked out.
  constexpr int kSomeYear = 2023;
  const auto begin = DateOf(first, kSomeYear);
  auto end = DateOf(last, first.year.value_or(kSomeYear));
  if (!begin || !end) return;
  if (*end < *begin && !last.year) end = DateOf(last, begin->year() + 1);
  if (!end || *end < *begin) return;
  const Figure* duration = DurationNear(document, dated);
  if (duration == nullptr) return;
  const auto stated = duration->quantity.value.ToInteger(Rounding::kHalfUp);
  if (!stated || duration->quantity.approximation != Approximation::kNone) return;
  const std::int32_t days = DaysBetween(*begin, *end) + 1;
  if (days > 400) return;
  if (*stated == days || *stated == days - 1) {
    outcome.verified.push_back({"date", Relation::kDuration, {duration->span(), SpanOf(dated)}});
    return;
  }
  if (IsOfficeDays(*stated, *begin, days, first.year.has_value())) return;
  Add(duration->span(), {SpanOf(dated)}, *stated < days ? Certainty::kAsk : Certainty::kLikely,
      Say("“{0}”首尾共{1}天，文中为“{2}”", "\"{0}\" is {1} days, stated as \"{2}\"",
          document.Original(SpanOf(dated)), days, Show(document, *duration)),
      outcome);
}

}  // namespace

void CheckDates(const Document& document, Outcome& outcome) {
  for (const DatedSpan& dated : document.dates) {
    std::optional<Text> impossible = ImpossibleOf(dated.mention.first);
    if (!impossible && dated.mention.last) {
      impossible = ImpossibleOf(Completed(dated.mention.first, *dated.mention.last));
    }
    if (impossible) {
      Add(SpanOf(dated), {}, Certainty::kSure,
          Text{"“" + document.Original(SpanOf(dated)) + "”:" + impossible->zh,
               "\"" + document.Original(SpanOf(dated)) + "\": " + impossible->en},
          outcome);
      continue;
    }
    CheckWeekday(document, dated, outcome);
    if (!dated.mention.last) continue;
    CheckSpan(document, dated, outcome);
    CheckDuration(document, dated, outcome);
  }
}

}  // namespace kaogong::text
