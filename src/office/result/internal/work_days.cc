// SPDX-License-Identifier: Apache-2.0
#include "office/result/internal/work_days.h"

#include <algorithm>

#include "regulation/compile.h"

namespace kaogong::office::result::internal {

// regulations/_shared/workdays.yaml; written when the build is configured.
extern const std::string_view kSharedWorkdays;

namespace {

using scheme::WorkCalendar;

// A calendar is a parameter file, so a regulation without rules reads it.
const WorkCalendar& SharedCalendar() {
  static const WorkCalendar calendar = [] {
    regulation::RegulationFiles files;
    files.id = "workdays";
    files.documents.push_back(
        {"regulation.md", "---\n名称: 工作日历\n版本: 1\n施行: 2012-01-01\n---\n\n# 工作日历\n"});
    files.parameters.push_back({"params/workdays.yaml", std::string(kSharedWorkdays)});
    return regulation::Compile(files, {}).scheme.calendar;
  }();
  return calendar;
}

const WorkCalendar& CalendarFor(const scheme::Scheme& scheme, int year) {
  return scheme.calendar.HasYear(year) ? scheme.calendar : SharedCalendar();
}

}  // namespace

Result<Date> NoticeEnd(const scheme::Scheme& scheme, Date today, std::int64_t days) {
  // The regulation's calendar may end where the shared one goes on.
  for (const WorkCalendar* calendar : {&scheme.calendar, &SharedCalendar()}) {
    if (const auto end = calendar->WorkdayAfter(today, days)) return *end;
  }
  int year = today.year();
  while (CalendarFor(scheme, year).HasYear(year)) ++year;
  return Error{ErrorCode::kConflict,
               Say("工作日历没有 {} 年的放假安排，算不出 {} 个工作日的公示到哪天为止；请在工作日历"
                   "（workdays.yaml）里补上这一年，或缩短公示",
                   "The work calendar lacks {}, so that the end of a notice of {} working days is "
                   "not known; add that year to workdays.yaml, or make the notice shorter",
                   year, days)};
}

std::int64_t WorkdaysLeft(const scheme::Scheme& scheme, Date today, Date last) {
  if (last < today) return 0;
  const auto yesterday = today.AddDays(-1);
  if (!yesterday.ok()) return 0;
  for (const WorkCalendar* calendar : {&scheme.calendar, &SharedCalendar()}) {
    if (const auto count = calendar->WorkdaysBetween(yesterday.value(), last))
      return std::max<std::int64_t>(0, *count);
  }
  return 0;
}

}  // namespace kaogong::office::result::internal
