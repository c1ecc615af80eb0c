// SPDX-License-Identifier: Apache-2.0
#include "office/document/internal/draft.h"

#include <utility>

#include "document/annual_report.h"
#include "office/document/internal/words.h"
#include "office/result/computation.h"

namespace kaogong::office::documents::internal {

using document::Subject;

Result<document::Document> MakeDocument(const OpenedTemplate& form,
                                        const document::Record& record, const std::string& object,
                                        Issues* issues) {
  if (!form.form) return document::DraftAnnualReport(record, object);
  KAOGONG_TRY_ASSIGN(auto filled, form.form->Fill(record, object, issues));
  if (filled) return *std::move(filled);
  return Error{ErrorCode::kInvalidInput,
               Say("有 {} 处填不出来：请补充公文信息，或修改模板",
                   "{} places cannot be filled in: give what is missing, or mend the template",
                   issues->error_count())};
}

Result<std::shared_ptr<const RecordBasis>> BasisOf(Shelf& shelf, const DocumentRow& row,
                                                   Issues* issues) {
  RecordWish wish;
  wish.assessment = row.assessment.id;
  wish.computation = row.computation;
  wish.basis = row.basis;
  wish.period = row.period;
  wish.objection = row.objection;
  return OpenBasis(shelf, wish, issues);
}

Result<std::unique_ptr<StoreRecord>> RecordFor(Shelf& shelf, const Session& session,
                                               std::shared_ptr<const RecordBasis> basis,
                                               std::optional<Id> assessee,
                                               const GivenValues& given) {
  std::shared_ptr<const RowFacts> row;
  if (assessee) {
    KAOGONG_TRY_ASSIGN(row, LoadRowFacts(shelf, session, *basis, *assessee));
  }
  return std::make_unique<StoreRecord>(std::move(basis), given, std::move(row));
}

Result<void> RequireDraftable(const Session& session, std::optional<Id> computation,
                              std::optional<Id> assessee) {
  if (assessee) {
    KAOGONG_TRY(assessment::FindAssessee(session, *assessee, Act::kDraftDocuments));
  } else {
    KAOGONG_TRY(Require(session.actor, Act::kDraftDocuments));
    if (!ReachOf(session.actor, Act::kDraftDocuments).is_everywhere) {
      return Error{ErrorCode::kNotPermitted,
                   Say("关于全部考核对象的公文由考核办起草",
                       "Documents about all are drafted by the assessment office")};
    }
  }
  if (!computation) return Require(session.actor, Act::kViewDraftResults);
  KAOGONG_TRY_ASSIGN(const auto found, result::LoadComputation(session, *computation));
  return result::RequireComputation(session.actor, found);
}

Result<void> RequireSubject(const OpenedTemplate& form, bool has_assessee) {
  const bool needs = form.subject == Subject::kAssessee;
  if (needs == has_assessee) return {};
  return RefuseFaults(
      {{"/assessee_id", needs ? Say("请选择考核对象", "Choose whom it is about")
                              : Say("“{0}”是关于全部考核对象的，不选单个对象",
                                    "'{1}' is about all; choose nobody", form.title.zh,
                                    form.title.en)}});
}

}  // namespace kaogong::office::documents::internal
