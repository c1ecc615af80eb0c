// SPDX-License-Identifier: Apache-2.0
#include "office/report/checking.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"
#include "office/faults.h"
#include "office/library/blobs.h"
#include "office/report/internal/claims_record.h"
#include "office/report/internal/held_job.h"
#include "office/report/internal/rows.h"
#include "office/report/internal/stored.h"
#include "text/check.h"
#include "text/output/check_output.h"

namespace kaogong::office::report {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Row;

namespace {

constexpr std::size_t kReasonCharactersMax = 500;
constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

// What holds now, by finding.
using Decisions = std::map<std::string, FindingDecision>;

Result<Decisions> DecisionsOf(const Session& session, Id report) {
  Decisions decisions;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT finding, verdict, reason, made_by, made_at FROM report_decision "
      "WHERE report_id = ? ORDER BY id",
      {report}, [&](const Row& row) {
        const auto verdict = VerdictNamed(row.Get<std::string_view>(1)).value_or(Verdict::kOpen);
        const auto finding = row.Get<std::string>(0);
        if (verdict == Verdict::kOpen) {
          decisions.erase(finding);
          return;
        }
        decisions[finding] = {verdict, row.Get<std::string>(2), row.Get<std::string>(3),
                              row.Get<std::string>(4)};
      }));
  return decisions;
}

// What a check stored, and what it was held against.
struct Stored {
  StoredView view;
  text::Record record;
};

Result<Stored> LoadStored(const Session& session, Id check) {
  KAOGONG_TRY_ASSIGN(const auto found,
                     (session.transaction.One<std::string, std::string>(
                         "SELECT view, record FROM report_check WHERE id = ?", {check})));
  if (!found.has_value()) return NoSuchReport();
  Stored stored;
  KAOGONG_TRY_ASSIGN(stored.view, ViewOf(std::get<0>(*found)));
  KAOGONG_TRY_ASSIGN(stored.record, RecordOf(std::get<1>(*found)));
  return stored;
}

const VersionRow* VersionNumbered(const Report& report, std::optional<int> number) {
  if (!number.has_value()) return &report.versions.front();
  const auto found = std::ranges::find(report.versions, *number, &VersionRow::number);
  return found == report.versions.end() ? nullptr : &*found;
}

// The version before this one that was read.
const VersionRow* ReadBefore(const Report& report, int number) {
  for (const VersionRow& version : report.versions) {
    if (version.number < number && version.check.state == CheckState::kDone) return &version;
  }
  return nullptr;
}

bool Has(const std::vector<Finding>& findings, const std::string& key) {
  return std::ranges::find(findings, key, &Finding::key) != findings.end();
}

// Tells what is new and what is gone against the version before.
Result<void> CompareWithBefore(const Session& session, CheckedReport* checked) {
  const VersionRow* const before = ReadBefore(checked->report, checked->version.number);
  if (before == nullptr) return {};
  KAOGONG_TRY_ASSIGN(Stored earlier, LoadStored(session, before->check.id));
  checked->compared_number = before->number;
  for (Finding& finding : checked->findings)
    finding.is_new = !Has(earlier.view.findings, finding.key);
  for (Finding& finding : earlier.view.findings) {
    if (!Has(checked->findings, finding.key)) checked->gone.push_back(std::move(finding));
  }
  return {};
}

void AddDecisions(const Decisions& decisions, std::vector<Finding>* findings) {
  for (Finding& finding : *findings) {
    const auto found = decisions.find(finding.key);
    if (found != decisions.end()) finding.decision = found->second;
  }
}

// --- The job

struct Subject {
  Id version = 0;
  Id report = 0;
  Id unit = 0;
  std::string file_name;
  std::string sha256;
  std::optional<Id> assessment;
  std::string created_by;
};

Result<Subject> LoadSubject(const Session& session, Id check) {
  Subject subject;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT c.version_id, v.report_id, r.unit_id, v.file_name, v.sha256, c.assessment_id, "
      "c.created_by FROM report_check c JOIN report_version v ON v.id = c.version_id "
      "JOIN report r ON r.id = v.report_id WHERE c.id = ?",
      {check}, [&](const Row& row) {
        subject = {row.Get<Id>(0),          row.Get<Id>(1),          row.Get<Id>(2),
                   row.Get<std::string>(3), row.Get<std::string>(4), row.Get<std::optional<Id>>(5),
                   row.Get<std::string>(6)};
      }));
  return subject;
}

// One check, from its claim to its end.
class CheckWork {
 public:
  CheckWork(Library& library, JobProgress& progress, JobClaim claim, Subject subject)
      : library_(library),
        office_(library.office()),
        job_(office_, progress, std::move(claim)),
        subject_(std::move(subject)) {
    actor_.account = job_.claim().account;
    actor_.name = subject_.created_by;
  }

  Result<void> Go() {
    if (job_.claim().is_given_up()) {
      return Fail(Say("核对中断了 {} 次，不再重试；请另存后重新上传",
                      "It was cut short {} times and is given up; save the file anew and upload it",
                      kJobAttemptsMax));
    }
    job_.Tell(0, kSteps);
    if (const auto read = ReadStore(); !read.ok()) return EndFor(read.error());
    if (job_.is_lost()) return {};
    if (!view_.has_value()) {
      auto checked = job_.RunHeld(1, kSteps, [&] { return ReadAndCheck(); });
      if (!checked.ok()) return EndFor(checked.error());
      view_ = std::move(checked).value();
    }
    job_.Tell(2, kSteps);
    return job_.is_lost() ? Result<void>() : Finish();
  }

 private:
  static constexpr std::int64_t kSteps = 3;  // The store, the text, the end.

  // The figures that claims are held against, and the same bytes' earlier view or the bytes.
  Result<void> ReadStore() {
    return office_.Read(program_, [&](Session& session) -> Result<void> {
      record_ = {};
      if (subject_.assessment.has_value()) {
        KAOGONG_TRY_ASSIGN(record_,
                           ClaimsRecord(library_, session, *subject_.assessment, subject_.unit));
      }
      record_json_ = ToJson(record_);
      record_sha256_ = Sha256Hex(record_json_);
      KAOGONG_TRY_ASSIGN(
          const auto known,
          session.transaction.One<std::string>(
              "SELECT c.view FROM report_check c JOIN report_version v ON v.id = c.version_id "
              "WHERE v.sha256 = ? AND v.file_name = ? AND c.text_version = ? "
              "AND c.record_sha256 = ? ORDER BY c.id DESC LIMIT 1",
              {subject_.sha256, subject_.file_name, text::kTextVersion, record_sha256_}));
      if (known.has_value()) {
        KAOGONG_TRY_ASSIGN(view_, ViewOf(*known));
        return {};
      }
      KAOGONG_TRY_ASSIGN(bytes_, library::LoadBlob(session, subject_.sha256));
      return {};
    });
  }

  Result<StoredView> ReadAndCheck() const {
    KAOGONG_TRY_ASSIGN(const text::Report report,
                       text::ReadReport(bytes_, subject_.file_name, kReadLimits));
    return StoredOf(
        text::CheckForScreen(report, subject_.assessment.has_value() ? &record_ : nullptr));
  }

  std::int64_t CountOf(std::string_view certainty) const {
    return std::ranges::count(view_->findings, certainty, &Finding::certainty);
  }

  // What is found follows from the bytes and the figures, so the audit log needs no word of it.
  Result<void> Finish() {
    return Store([&](Change& change) -> Result<void> {
      KAOGONG_TRY(FinishJob(change.transaction, job_.claim(), "done"));
      std::int64_t seq = 0;
      for (const Finding& finding : view_->findings) {
        KAOGONG_TRY(change.transaction.Execute(
            "INSERT INTO report_finding (check_id, seq, finding) VALUES (?, ?, ?)",
            {job_.claim().id, seq++, finding.key}));
      }
      KAOGONG_TRY(change.transaction.Execute(
          "UPDATE report_check SET text_version = ?, record = ?, record_sha256 = ?, view = ?, "
          "sure_count = ?, likely_count = ?, ask_count = ?, held_count = ?, characters = ?, "
          "finished_at = ? WHERE id = ?",
          {text::kTextVersion, record_json_, record_sha256_, ToJson(*view_), CountOf("sure"),
           CountOf("likely"), CountOf("ask"), view_->held, view_->characters, change.now.ToString(),
           job_.claim().id}));
      return {};
    });
  }

  Result<void> Fail(const Text& trouble) {
    return Store([&](Change& change) -> Result<void> {
      KAOGONG_TRY(FinishJob(change.transaction, job_.claim(), "failed"));
      KAOGONG_TRY(change.transaction.Execute(
          "UPDATE report_check SET trouble_zh = ?, trouble_en = ?, finished_at = ? WHERE id = ?",
          {trouble.zh, trouble.en, change.now.ToString(), job_.claim().id}));
      return {};
    });
  }

  // Ends the job for trouble that will not go away; other trouble puts it off.
  Result<void> EndFor(const Error& error) {
    if (error.code == ErrorCode::kUnavailable) return error;
    return Fail(error.message);
  }

  template <class Body>
  Result<void> Store(Body&& body) {
    const auto stored = office_.Write(actor_, [&](Change& change) -> Result<void> {
      change.RecordNothing();
      return body(change);
    });
    // Another instance has it by now.
    return !stored.ok() && stored.error().code == ErrorCode::kConflict ? Result<void>() : stored;
  }

  Library& library_;
  const Office& office_;
  HeldJob job_;
  const Subject subject_;
  Actor actor_;  // Who began it; what it may read is the program's business.
  const Actor program_ = ProgramActor();
  text::Record record_;
  std::string record_json_;
  std::string record_sha256_;
  std::string bytes_;
  std::optional<StoredView> view_;
};

}  // namespace

std::string_view NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAccepted:
      return "accepted";
    case Verdict::kToCorrect:
      return "to_correct";
    case Verdict::kOpen:
      return "open";
  }
  return "";
}

std::optional<Verdict> VerdictNamed(std::string_view name) {
  for (const Verdict verdict : {Verdict::kAccepted, Verdict::kToCorrect, Verdict::kOpen}) {
    if (NameOf(verdict) == name) return verdict;
  }
  return std::nullopt;
}

Result<CheckedReport> ReadReport(const Office& office, const Actor& actor, Id report,
                                 std::optional<int> number) {
  return office.Read(actor, [&](Session& session) -> Result<CheckedReport> {
    CheckedReport checked;
    KAOGONG_TRY_ASSIGN(checked.report, LoadReport(session, report, Act::kViewReports));
    const VersionRow* const version = VersionNumbered(checked.report, number);
    if (version == nullptr) {
      return Error{ErrorCode::kNotFound,
                   Say("这份汇报没有第 {} 版", "The report has no version {}", *number)};
    }
    checked.version = *version;
    if (version->check.state != CheckState::kDone) return checked;
    KAOGONG_TRY_ASSIGN(Stored stored, LoadStored(session, version->check.id));
    checked.measurement_count = stored.record.measurements.size();
    checked.format = std::move(stored.view.format);
    checked.encoding = std::move(stored.view.encoding);
    checked.notes = std::move(stored.view.notes);
    checked.paragraphs = std::move(stored.view.paragraphs);
    checked.findings = std::move(stored.view.findings);
    KAOGONG_TRY(CompareWithBefore(session, &checked));
    KAOGONG_TRY_ASSIGN(const Decisions decisions, DecisionsOf(session, report));
    AddDecisions(decisions, &checked.findings);
    AddDecisions(decisions, &checked.gone);
    return checked;
  });
}

Result<Report> CheckAgain(const Office& office, const Actor& actor, Id report) {
  return office.Write(actor, [&](Change& change) -> Result<Report> {
    KAOGONG_TRY_ASSIGN(const Report before, LoadReport(change, report, Act::kCheckReports));
    const VersionRow& latest = before.versions.front();
    if (!latest.check.is_at_rest()) {
      change.RecordNothing();
      return before;
    }
    KAOGONG_TRY(AddCheck(change, latest.id,
                         before.assessment ? std::optional(before.assessment->id) : std::nullopt));
    change.Record("report.check", fmt::format("report/{}", report),
                  Detail().Set("number", static_cast<std::int64_t>(latest.number)));
    return LoadReport(change, report, Act::kCheckReports);
  });
}

Result<Report> DecideFinding(const Office& office, const Actor& actor, Id report,
                             const NewDecision& wanted) {
  return office.Write(actor, [&](Change& change) -> Result<Report> {
    KAOGONG_TRY_ASSIGN(const Report before, LoadReport(change, report, Act::kCheckReports));
    const VersionRow& latest = before.versions.front();
    KAOGONG_TRY_ASSIGN(const auto count,
                       change.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM report_finding WHERE check_id = ? AND finding = ?",
                           {latest.check.id, wanted.finding}));
    Faults faults;
    if (count.value_or(0) == 0) {
      faults.Add("/finding", Say("这一版没有这条核对结果；可能已有新的版本",
                                 "The latest version has no such finding; there may be a new one"));
    }
    if (wanted.verdict == Verdict::kAccepted || !wanted.reason.empty()) {
      Text fault = FaultOfLine(wanted.reason, kReasonCharactersMax);
      if (Trim(wanted.reason).empty())
        fault = Say("请写明为什么无需更正", "Say why it is right as it stands");
      faults.Add("/reason", std::move(fault));
    }
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(Touch(change, before, wanted.version));
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO report_decision (id, report_id, version_id, finding, verdict, reason, "
        "account_id, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {id, report, latest.id, wanted.finding, NameOf(wanted.verdict), wanted.reason,
         actor.account, actor.name, change.now.ToString()}));
    change.Record("report.decide", fmt::format("report/{}", report),
                  Detail()
                      .Set("finding", wanted.finding)
                      .Set("verdict", NameOf(wanted.verdict))
                      .Set("reason", wanted.reason));
    return LoadReport(change, report, Act::kCheckReports);
  });
}

Result<AnnotatedCopy> AnnotateReport(const Office& office, const Actor& actor, Id report,
                                     std::optional<int> number, Language language) {
  std::string bytes;
  VersionRow version;
  text::Record record;
  bool has_record = false;
  KAOGONG_TRY(office.Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Report found, LoadReport(session, report, Act::kViewReports));
    const VersionRow* const chosen = VersionNumbered(found, number);
    if (chosen == nullptr) return NoSuchReport();
    version = *chosen;
    if (version.check.state != CheckState::kDone) {
      return Error{ErrorCode::kConflict, Say("这一版还没有核对完，没有批注副本",
                                             "It is not checked yet: there is no annotated copy")};
    }
    KAOGONG_TRY_ASSIGN(Stored stored, LoadStored(session, version.check.id));
    record = std::move(stored.record);
    has_record = !record.measurements.empty();
    KAOGONG_TRY_ASSIGN(bytes, library::LoadBlob(session, version.sha256));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(const text::Report read,
                     text::ReadReport(bytes, version.file_name, kReadLimits));
  const text::Document document = text::Analyze(read);
  const text::Outcome outcome = text::Check(document, has_record ? &record : nullptr);
  const text::CheckedReport checked{&read, &document, &outcome};
  const std::string stem = StemOf(version.file_name) + Say("-批注", "-annotated").In(language);
  if (read.format != text::Format::kDocx)
    return AnnotatedCopy{stem + ".html", "text/html; charset=utf-8",
                         text::CheckHtml({checked}, language)};
  KAOGONG_TRY_ASSIGN(std::string annotated, text::AnnotateDocx(bytes, checked, language));
  return AnnotatedCopy{stem + ".docx", std::string(kDocx), std::move(annotated)};
}

Result<bool> RunNextCheck(Library& library, JobProgress& progress) {
  const Office& office = library.office();
  KAOGONG_TRY_ASSIGN(const auto claim, ClaimJob(office, kCheckJob));
  if (!claim) return false;
  KAOGONG_TRY_ASSIGN(Subject subject, office.Read(ProgramActor(), [&](Session& session) {
    return LoadSubject(session, claim->id);
  }));
  KAOGONG_TRY(CheckWork(library, progress, *claim, std::move(subject)).Go());
  return true;
}

}  // namespace kaogong::office::report
