// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/render.h"
#include "document/template_source.h"
#include "office/document/batch.h"
#include "office/document/form.h"
#include "result_fixture.h"

namespace kaogong::office::documents {

// KAOGONG_STORE_SUITE uses them.
using store::Dialect;
using store::DialectName;
using store::IsOk;

// The villages of Ganxi, computed, with the shipped templates.
class DocumentsTest : public result::ResultTest {
 protected:
  void Prepare(std::string_view stage = "results") {
    loaded_ = Load("ganxi-village/2012", stage);
    computation_ = Compute(loaded_.assessment);
    shelf_.emplace(*boards_, std::filesystem::path(KAOGONG_SOURCE_DIR) / "templates");
    village_ = loaded_.assessees.at({"村", "青石村"});
    unit_ = Number(fmt::format("SELECT unit_id FROM assessee WHERE id = {}", village_));
    clerk_ = ActorWith(Role::kReportingClerk, clerk_account_, unit_);
  }

  // The scorecard of 青石村.
  NewDocument Scorecard(bool of_present = false) const {
    NewDocument wanted;
    wanted.assessment = loaded_.assessment;
    if (!of_present) wanted.computation = computation_.id;
    wanted.form = "scorecard";
    wanted.assessee = village_;
    return wanted;
  }

  NewDocument Bulletin() const {
    NewDocument wanted;
    wanted.assessment = loaded_.assessment;
    wanted.computation = computation_.id;
    wanted.form = "bulletin";
    wanted.given = {{"发文机关", "甘溪镇人民政府", {}},
                    {"文号", "甘政发〔2026〕2号", {}},
                    {"成文日期", "2026-11-16", {}}};
    return wanted;
  }

  DocumentView Draft(const NewDocument& wanted) {
    issues_ = {};
    const auto made = DraftDocument(*shelf_, office_, wanted, &issues_);
    EXPECT_TRUE(IsOk(made)) << (issues_.empty() ? "" : issues_.list()[0].message.zh);
    return made.ok() ? made.value() : DocumentView();
  }

  Result<DocumentView> Issue(const DocumentView& draft, Audience audience = Audience::kOffice) {
    changes_.clear();
    return IssueDocument(*shelf_, office_, draft.row.id, {draft.row.version, audience, {}},
                         &changes_);
  }

  static std::string DocxOf(const std::string& source) {
    return document::RenderDocx(document::ReadTemplateSource(source, "test.txt").value()).value();
  }

  result::LoadedYear loaded_;
  result::Computation computation_;
  std::optional<Shelf> shelf_;
  Id village_ = 0;
  Id unit_ = 0;
  Actor clerk_;
  Issues issues_;
  std::vector<document::Change> changes_;
};

}  // namespace kaogong::office::documents
