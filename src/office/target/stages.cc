// SPDX-License-Identifier: Apache-2.0
#include "office/target/stages.h"

#include <utility>

#include "base/utf8.h"
#include "office/faults.h"
#include "office/target/bulk.h"

namespace kaogong::office::target {

namespace {

using assessment::Stage;

Error NoSuchStep(const Frame& frame, Stage to, std::optional<Stage> next,
                 std::optional<Stage> previous) {
  Text allowed;
  for (const auto& stage : {next, previous}) {
    if (!stage.has_value()) continue;
    const Text title = TitleOf(*stage);
    allowed.zh.append(allowed.zh.empty() ? "“" : "或“").append(title.zh).append("”");
    allowed.en.append(allowed.en.empty() ? "" : " or ").append(title.en);
  }
  const Text now = TitleOf(frame.row.stage);
  const Text wanted = TitleOf(to);
  if (allowed.empty()) {
    return {
        ErrorCode::kConflict,
        Text{fmt::format("现在是“{}”阶段，这里不能再改变阶段", now.zh),
             fmt::format("The assessment is at the stage {}; it is not moved from here", now.en)}};
  }
  return {ErrorCode::kConflict,
          Text{fmt::format("现在是“{}”阶段，不能直接转到“{}”，可以转到{}", now.zh, wanted.zh,
                           allowed.zh),
               fmt::format("The assessment is at the stage {}, which {} does not follow; it may go "
                           "to {}",
                           now.en, wanted.en, allowed.en)}};
}

Error StillMissing(const std::vector<assessment::MissingItem>& missing) {
  Error error{ErrorCode::kConflict,
              Say("本阶段还有 {} 项没有完成；确需进入下一阶段的，请写明理由",
                  "{} things of this stage are missing; give a reason to go on all the same",
                  missing.size())};
  for (std::size_t i = 0; i < missing.size(); ++i) {
    error.faults.push_back({fmt::format("/missing/{}", missing[i].code), missing[i].text});
  }
  return error;
}

Result<void> RequireBackReason(std::string_view reason) {
  Faults faults;
  if (const Text problem = CheckReason(reason); !problem.empty()) {
    faults.Add("/reason",
               Say("退回上一阶段要写明理由，不超过 {} 个字",
                   "Going back needs a reason of at most {} characters", kReasonCharactersMax));
  }
  return std::move(faults).Finish();
}

}  // namespace

Result<assessment::Overview> MoveStage(library::Library& library, const Actor& actor, Id assessment,
                                       const StageMove& wanted) {
  return library.office().Write(actor, [&](Change& change) -> Result<assessment::Overview> {
    KAOGONG_TRY_ASSIGN(const Frame frame,
                       assessment::LoadManaged(library, change, assessment, wanted.version));
    const auto next = assessment::NextOf(frame);
    const auto previous = assessment::PreviousOf(frame);
    if (next != wanted.to && previous != wanted.to) {
      return NoSuchStep(frame, wanted.to, next, previous);
    }
    Detail detail;
    detail.SetChange("stage", NameOf(frame.row.stage), NameOf(wanted.to));
    if (next == wanted.to) {
      KAOGONG_TRY_ASSIGN(const auto missing, assessment::MissingOf(change, frame));
      if (!missing.empty() && !CheckReason(wanted.reason).empty()) return StillMissing(missing);
      std::vector<std::string> texts;
      for (const auto& item : missing) texts.push_back(item.text.zh);
      if (!texts.empty()) detail.Set("missing", texts);
    } else {
      KAOGONG_TRY(RequireBackReason(wanted.reason));
    }
    if (!Trim(wanted.reason).empty()) detail.Set("reason", Trim(wanted.reason));
    if (wanted.to == Stage::kTargets && next == wanted.to) {
      KAOGONG_TRY_ASSIGN(const std::int64_t made, OpenSheets(change, frame));
      detail.Set("sheets", made);
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE assessment SET stage = ?, version = version + 1 WHERE id = ?",
        {NameOf(wanted.to), assessment}));
    change.Record("assessment.move", fmt::format("assessment/{}", assessment), std::move(detail));
    return assessment::LoadOverview(library, change, assessment);
  });
}

}  // namespace kaogong::office::target
