// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "demo/year_work.h"
#include "office/document/batch.h"

namespace kaogong::demo {

namespace {

namespace docs = office::documents;
namespace result = office::result;
using office::Id;

// Writes the documents of one assessment from one of its computations.
class Writer {
 public:
  Writer(YearWork& work, Launched& launched, result::Boards& boards, Id computation)
      : work_(work),
        launched_(launched),
        shelf_(boards, work.templates),
        computation_(computation),
        issuer_(launched.plan.slug == "ganxi-village" ? "甘溪镇人民政府" : "安和市绩效考核办公室") {}

  // What the year ends with: notices to all, a scorecard for each, a report that is being written.
  Result<void> EndOfYear() {
    KAOGONG_TRY_ASSIGN(const auto notice, Draft("public-notice", {}));
    KAOGONG_TRY(Issue(notice, docs::Audience::kAssessed));
    KAOGONG_TRY_ASSIGN(const auto bulletin, Draft("result-notice", {}));
    KAOGONG_TRY(Issue(bulletin, docs::Audience::kAssessed));
    KAOGONG_TRY(Scorecards());
    if (FirstRow() == 0) return {};
    KAOGONG_TRY_ASSIGN(const auto report, Draft("work-report", FirstRow()));
    return Revise(report);
  }

  // Half way: a bulletin that the office has not issued yet.
  Result<void> MidYear() {
    KAOGONG_TRY(Draft("bulletin", {}));
    return {};
  }

 private:
  docs::GivenValues Given(std::string_view form) {
    const std::string day = work_.office().Today().ToString();
    docs::GivenValues given{{"发文机关", std::string(issuer_), {}}, {"成文日期", day, {}}};
    if (form == "result-notice" || form == "bulletin") {
      given.push_back({"文号",
                       fmt::format("{}〔{}〕{}号", issuer_ == "甘溪镇人民政府" ? "甘政发" : "安绩办发",
                                   work_.office().Today().year(), launched_.id % 90 + 1),
                       {}});
    }
    return given;
  }

  Result<docs::DocumentView> Draft(std::string_view form, std::optional<Id> assessee) {
    docs::NewDocument wanted;
    wanted.assessment = launched_.id;
    wanted.computation = computation_;
    wanted.form = form;
    wanted.assessee = assessee;
    wanted.given = Given(form);
    Issues issues;
    auto drafted = docs::DraftDocument(shelf_, work_.first, wanted, &issues);
    if (drafted.ok() || issues.empty()) return drafted;
    Error error = drafted.error();
    error.message.zh += "：" + issues.list().front().message.zh;
    error.message.en += ": " + issues.list().front().message.en;
    return error;
  }

  Result<void> Issue(const docs::DocumentView& draft, docs::Audience audience) {
    std::vector<document::Change> changes;
    KAOGONG_TRY(docs::IssueDocument(shelf_, work_.first, draft.row.id,
                                    {draft.row.version, audience, {}}, &changes));
    return {};
  }

  Result<void> Scorecards() {
    docs::NewBatch wanted;
    wanted.assessment = launched_.id;
    wanted.computation = computation_;
    wanted.form = "scorecard";
    wanted.kind = launched_.plan.slug == "ganxi-village" ? "村" : launched_.plan.rows.front().kind;
    wanted.audience = docs::Audience::kAssessed;
    wanted.given = {{"考核机构", std::string(issuer_), {}}};
    Issues issues;
    KAOGONG_TRY(docs::StartBatch(shelf_, work_.first, wanted, &issues));
    office::JobProgress progress;
    bool is_there = true;
    while (is_there) {
      KAOGONG_TRY_ASSIGN(is_there, docs::RunNextBatch(shelf_, progress));
    }
    return {};
  }

  // A first sentence of the clerk's own.
  Result<void> Revise(const docs::DocumentView& report) {
    int number = 0;
    int first = 0;
    document::EachParagraph(report.model, [&](const std::string&, const document::Paragraph& at) {
      ++number;
      if (first == 0 && at.style.role == document::Role::kHeading1) first = number;
    });
    docs::Edit edit;
    edit.version = report.row.version;
    edit.note = "补写开头";
    edit.added = {{first, {{std::nullopt, "一年来，在上级的领导和群众的支持下，各项工作稳步推进。"}}}};
    KAOGONG_TRY(docs::EditDocument(shelf_, work_.first, report.row.id, edit));
    return {};
  }

  // The first row of the main kind; 0 without one.
  Id FirstRow() const {
    const std::string_view kind =
        launched_.plan.slug == "ganxi-village" ? "村" : launched_.plan.rows.front().kind;
    for (const FilledRow& row : launched_.filling.rows) {
      if (launched_.frame.scheme().kind(row.kind).name == kind) return row.assessee.id;
    }
    return 0;
  }

  YearWork& work_;
  Launched& launched_;
  docs::Shelf shelf_;
  const Id computation_;
  const std::string_view issuer_;
};

}  // namespace

Result<void> WriteDocuments(YearWork& work, Launched& launched, Id computation) {
  if (work.templates.empty()) return {};
  result::Boards boards(work.library);
  Writer writer(work, launched, boards, computation);
  return launched.plan.progress == Progress::kArchived ? writer.EndOfYear() : writer.MidYear();
}

}  // namespace kaogong::demo
