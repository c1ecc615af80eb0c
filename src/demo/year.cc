// SPDX-License-Identifier: Apache-2.0
#include "demo/year.h"

#include <utility>

#include "demo/cast.h"
#include "demo/year_work.h"

namespace kaogong::demo {

namespace {

Result<int> Play(YearWork& work, const PlannedAssessment& plan) {
  KAOGONG_TRY_ASSIGN(const auto launched, Launch(work, plan));
  if (launched->has_targets) KAOGONG_TRY(SetTargets(work, *launched));
  if (plan.progress == Progress::kTargets) return 0;
  KAOGONG_TRY(ReportData(work, *launched));
  if (plan.progress == Progress::kMidYear) {
    work.clock.GoToPresent();
    return TakeSnapshot(work, *launched, "年中测算（含未核实数）");
  }
  return PublishYear(work, *launched);
}

Text Trouble(const PlannedAssessment& plan, const Error& error) {
  Text text = Say("{}：", "{}: ", plan.title);
  text.zh += error.message.zh;
  text.en += error.message.en;
  for (const Fault& fault : error.faults) {
    text.zh += "\n  " + fault.pointer + " " + fault.message.zh;
    text.en += "\n  " + fault.pointer + " " + fault.message.en;
  }
  return text;
}

}  // namespace

Result<LoadedYear> LoadYear(office::library::Library& library, YearClock& clock,
                            const std::filesystem::path& folder,
                            const std::filesystem::path& templates) {
  LoadedYear loaded;
  KAOGONG_TRY_ASSIGN(office::Actor first, ActorOf(library.office(), "office"));
  KAOGONG_TRY_ASSIGN(office::Actor second, ActorOf(library.office(), "office-2"));
  YearWork work{library, clock, folder, templates, std::move(first), std::move(second)};
  const Date today = clock.present().DayAt(office::Office::kOffsetMinutes);
  for (const PlannedAssessment& plan : PlanOf(today.year())) {
    if (!std::filesystem::exists(folder / plan.slug / plan.label)) continue;
    const auto played = Play(work, plan);
    if (!played.ok()) {
      loaded.troubles.push_back(Trouble(plan, played.error()));
      continue;
    }
    ++loaded.assessments;
    loaded.results += played.value();
  }
  const auto written = WriteReports(work);
  if (written.ok()) loaded.reports = written.value();
  if (!written.ok()) loaded.troubles.push_back(written.error().message);
  clock.GoToPresent();
  return loaded;
}

}  // namespace kaogong::demo
