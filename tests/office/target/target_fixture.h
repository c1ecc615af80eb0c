// SPDX-License-Identifier: Apache-2.0
// An assessment whose targets are being set, and the people who set them.
#pragma once

#include <string>
#include <vector>

#include "assessment_fixture.h"
#include "office/target/drafting.h"
#include "office/target/letter.h"

namespace kaogong::office::target {

using store::Dialect;
using store::DialectName;

class TargetTest : public assessment::AssessmentTest {
 protected:
  void SetUp() override;

  // The newest sheet of the assessee with this code, as the office sees it.
  SheetView Sheet(const std::string& code);
  Id SheetOf(const std::string& code) { return Sheet(code).summary.row.id; }
  std::int64_t VersionOf(const std::string& code) { return Sheet(code).summary.row.version; }

  // Fills in every target of a draft.
  void Fill(const std::string& code);
  // Brings a sheet from draft to this state.
  void BringTo(const std::string& code, SheetState state);
  // Does one act on the sheet as it is now, by who should; the error's code, or nothing.
  std::optional<ErrorCode> Do(const std::string& code, SheetAct act);
  std::optional<ErrorCode> Do(const std::string& code, SheetAct act, const Actor& actor);
  // Who should do the act in the state.
  const Actor& Right(SheetAct act, SheetState state) const;

  Result<LetterView> Sign(const std::string& code, const Actor& actor);

  Id assessment_ = 0;
  Actor clerk_;     // Of 镇, drafts.
  Actor leader_;    // The unit leader of 镇, confirms and signs.
  Actor superior_;  // A leader (领导) of the county.
  Actor outsider_;  // The unit leader of 邻镇.
};

}  // namespace kaogong::office::target
