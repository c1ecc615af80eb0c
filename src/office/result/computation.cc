// SPDX-License-Identifier: Apache-2.0
#include "office/result/computation.h"

#include <algorithm>

#include "office/library/archive.h"
#include "office/result/internal/faults.h"

namespace kaogong::office::result {

namespace {

using assessment::Frame;
using assessment::Stage;
using library::Library;
using store::Row;
using store::Transaction;

constexpr std::string_view kKind = "computation";
constexpr std::size_t kLabelCharactersMax = 100;

constexpr std::string_view kColumns =
    "c.id, c.assessment_id, a.title, a.year, c.label, c.basis, j.state, j.lease_holder, "
    "j.done_count, j.total_count, c.run_id, c.facts_set_id, c.result_hash, c.row_count, "
    "c.duration_ms, c.trouble_zh, c.trouble_en, c.objection_id, c.created_by, c.created_at, "
    "c.finished_at, "
    "(SELECT count(*) FROM publication p WHERE p.computation_id = c.id) "
    "FROM computation c JOIN job j ON j.id = c.id JOIN assessment a ON a.id = c.assessment_id ";

ComputationState StateOf(std::string_view name, std::string_view holder) {
  if (name == "done") return ComputationState::kDone;
  if (name == "failed") return ComputationState::kFailed;
  if (name == "cancelled") return ComputationState::kCancelled;
  return holder.empty() ? ComputationState::kWaiting : ComputationState::kRunning;
}

Computation ReadComputation(const Row& row) {
  Computation to;
  to.id = row.Get<Id>(0);
  to.assessment = {row.Get<Id>(1), row.Get<std::string>(2), row.Get<int>(3)};
  to.label = row.Get<std::string>(4);
  to.basis = BasisNamed(row.Get<std::string_view>(5)).value_or(Basis::kVerified);
  to.state = StateOf(row.Get<std::string_view>(6), row.Get<std::string_view>(7));
  to.done = row.Get<std::int64_t>(8);
  to.total = row.Get<std::int64_t>(9);
  to.run = row.Get<std::optional<Id>>(10);
  to.facts_set = row.Get<std::optional<Id>>(11);
  to.result_hash = row.Get<std::optional<std::string>>(12);
  to.row_count = row.Get<std::optional<std::int64_t>>(13);
  to.duration_ms = row.Get<std::optional<std::int64_t>>(14);
  if (const auto zh = row.Get<std::optional<std::string>>(15))
    to.trouble = Text{*zh, row.Get<std::optional<std::string>>(16).value_or("")};
  to.objection = row.Get<std::optional<Id>>(17);
  to.created_by = row.Get<std::string>(18);
  to.created_at = row.Get<std::string>(19);
  to.finished_at = row.Get<std::optional<std::string>>(20);
  to.is_published = row.Get<std::int64_t>(21) > 0;
  return to;
}

Error NoSuchComputation() {
  return {ErrorCode::kNotFound, Say("没有这次计算，或尚未公布",
                                    "There is no such computation, or it is not published")};
}

Result<void> LoadIssues(const Session& session, Computation* computation) {
  return session.transaction.Query(
      "SELECT severity, code, file, line, col, article, message_zh, message_en, hint_zh, hint_en "
      "FROM computation_issue WHERE computation_id = ? ORDER BY seq",
      {computation->id}, [&](const Row& row) {
        ComputationIssue issue;
        issue.is_error = row.Get<std::string_view>(0) == "error";
        issue.code = row.Get<std::string>(1);
        issue.file = row.Get<std::string>(2);
        issue.line = row.Get<int>(3);
        issue.column = row.Get<int>(4);
        issue.article = row.Get<std::string>(5);
        issue.message = {row.Get<std::string>(6), row.Get<std::string>(7)};
        issue.hint = {row.Get<std::string>(8), row.Get<std::string>(9)};
        computation->issues.push_back(std::move(issue));
      });
}

Result<void> InsertIssues(Transaction& transaction, Id computation, const Issues& issues) {
  constexpr std::int64_t kIssuesMax = 200;
  std::int64_t seq = 0;
  for (const Issue& issue : issues.list()) {
    if (seq == kIssuesMax) break;
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO computation_issue (computation_id, seq, severity, code, file, line, col, "
        "article, message_zh, message_en, hint_zh, hint_en) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {computation, seq++, issue.severity == Severity::kError ? "error" : "warning", issue.code,
         issue.place.file, issue.place.line, issue.place.column, issue.place.article,
         issue.message.zh, issue.message.en, issue.hint.zh, issue.hint.en}));
  }
  return {};
}

Result<void> FillDone(const Change& change, Id computation, const library::PreparedRun& run,
                      Id run_id) {
  KAOGONG_TRY(change.transaction.Execute(
      "UPDATE computation SET run_id = ?, facts_set_id = ?, result_hash = ?, row_count = ?, "
      "duration_ms = ?, finished_at = ? WHERE id = ?",
      {run_id, run.facts_set, run.evaluation->result_hash, run.row_count, run.duration_ms,
       change.now.ToString(), computation}));
  return {};
}

std::string NameOfFacts(const Frame& frame, std::string_view label) {
  return fmt::format("{}（{}）", frame.row.title, label);
}

// One computation, from its claim to its end.
class Work {
 public:
  Work(Library& library, JobProgress& progress, JobClaim claim, Computation computation)
      : library_(library),
        office_(library.office()),
        progress_(progress),
        claim_(std::move(claim)),
        computation_(std::move(computation)) {
    actor_.account = claim_.account;
    actor_.name = computation_.created_by;
  }
  ~Work() { progress_.Forget(claim_.id); }

  Result<void> Go() {
    if (claim_.is_given_up()) {
      return Fail(Say("计算中断了 {} 次，不再重试；请重新发起计算",
                      "It was cut short {} times and is given up; start it again",
                      kJobAttemptsMax));
    }
    library::TableRun wanted;
    if (const auto assembled = Assemble(&wanted); !assembled.ok())
      return EndFor(assembled.error());
    if (is_lost_) return {};
    auto run = library::PrepareRun(library_, std::move(wanted), &issues_);
    if (!run.ok()) return EndFor(run.error());
    Tell(kTotal, kTotal);
    if (is_lost_) return {};
    return Finish(run.value());
  }

 private:
  // Progress goes in parts of a hundred: a third is assembling, the rest the run itself.
  static constexpr std::int64_t kTotal = 100;
  static constexpr std::int64_t kAssembled = 30;

  Result<void> Assemble(library::TableRun* wanted) {
    Tell(0, kTotal);
    KAOGONG_TRY(office_.Read(actor_, [&](Session& session) -> Result<void> {
      Session reader{session.transaction, program_, session.now, session.today};
      KAOGONG_TRY_ASSIGN(
          const Frame frame,
          assessment::LoadFrame(library_, reader, computation_.assessment.id));
      wanted->version = frame.row.version_id;
      wanted->year = frame.row.year;
      wanted->name = NameOfFacts(frame, computation_.label);
      KAOGONG_TRY_ASSIGN(wanted->imports, ChooseImports(reader, frame.row.year));
      KAOGONG_TRY_ASSIGN(wanted->tables,
                         AssembleFacts(reader, frame, computation_.basis, {},
                                       [&](std::size_t done, std::size_t total) {
                                         Tell(Part(done, total, kAssembled), kTotal);
                                       }));
      return {};
    }));
    KAOGONG_TRY_ASSIGN(wanted->facts_set, office_.pool().Write([](Transaction& transaction) {
      return TakeIds(transaction);
    }));
    wanted->progress = [this](std::size_t done, std::size_t total) {
      Tell(kAssembled + Part(done, total, kTotal - kAssembled), kTotal);
    };
    return {};
  }

  static std::int64_t Part(std::size_t done, std::size_t total, std::int64_t of) {
    if (total == 0) return 0;
    return static_cast<std::int64_t>(std::min(done, total)) * of /
           static_cast<std::int64_t>(total);
  }

  // Says how far it is, and now and then holds the job on; what another has taken is lost.
  void Tell(std::int64_t done, std::int64_t total) {
    progress_.Set(claim_.id, done, total);
    const Instant now = office_.Now();
    constexpr std::int64_t kSecondsBetween = 2;
    if (told_at_ && now < told_at_->Plus(kSecondsBetween)) return;
    told_at_ = now;
    // Inside the reading transaction nothing is written: another connection does it.
    const auto is_held = RenewJob(office_, claim_, done, total);
    if (is_held.ok() && !is_held.value()) is_lost_ = true;
  }

  Result<void> Finish(const library::PreparedRun& run) {
    Id run_id = 0;
    const auto stored = office_.Write(actor_, [&](Change& change) -> Result<void> {
      KAOGONG_TRY(FinishJob(change.transaction, claim_, "done"));
      KAOGONG_TRY_ASSIGN(run_id, library::StoreRun(change, run));
      KAOGONG_TRY(FillDone(change, claim_.id, run, run_id));
      change.Record("computation.finish", fmt::format("computation/{}", claim_.id),
                    Detail()
                        .Set("run", run_id)
                        .Set("facts_set", run.facts_set)
                        .Set("result_hash", run.evaluation->result_hash));
      return {};
    });
    if (stored.ok()) {
      library_.Remember(run_id, run.key);
      return {};
    }
    // Cancelled, or another instance has it by now.
    return stored.error().code == ErrorCode::kConflict ? Result<void>() : stored;
  }

  // Ends the job for trouble that will not go away; other trouble puts it off.
  Result<void> EndFor(const Error& error) {
    if (error.code == ErrorCode::kUnavailable) return error;
    return Fail(error.message);
  }

  Result<void> Fail(const Text& trouble) {
    const auto stored = office_.Write(actor_, [&](Change& change) -> Result<void> {
      KAOGONG_TRY(FinishJob(change.transaction, claim_, "failed"));
      KAOGONG_TRY(InsertIssues(change.transaction, claim_.id, issues_));
      KAOGONG_TRY(change.transaction.Execute(
          "UPDATE computation SET trouble_zh = ?, trouble_en = ?, finished_at = ? WHERE id = ?",
          {trouble.zh, trouble.en, change.now.ToString(), claim_.id}));
      change.Record("computation.fail", fmt::format("computation/{}", claim_.id),
                    Detail().Set("trouble", trouble.zh));
      return {};
    });
    return !stored.ok() && stored.error().code == ErrorCode::kConflict ? Result<void>() : stored;
  }

  Library& library_;
  const Office& office_;
  JobProgress& progress_;
  JobClaim claim_;
  Computation computation_;
  Actor actor_;  // Who started it; what it may read is the program's business.
  const Actor program_ = ProgramActor();
  Issues issues_;
  std::optional<Instant> told_at_;
  bool is_lost_ = false;
};

}  // namespace

std::string_view NameOf(ComputationState state) {
  switch (state) {
    case ComputationState::kWaiting: return "waiting";
    case ComputationState::kRunning: return "running";
    case ComputationState::kDone: return "done";
    case ComputationState::kFailed: return "failed";
    case ComputationState::kCancelled: return "cancelled";
  }
  return "";
}

Text TitleOf(ComputationState state) {
  switch (state) {
    case ComputationState::kWaiting: return {"排队", "waiting"};
    case ComputationState::kRunning: return {"计算中", "running"};
    case ComputationState::kDone: return {"完成", "done"};
    case ComputationState::kFailed: return {"失败", "failed"};
    case ComputationState::kCancelled: return {"已取消", "cancelled"};
  }
  return {};
}

Result<Computation> LoadComputation(const Session& session, Id id) {
  std::optional<Computation> found;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE c.id = ?", kColumns), {id},
                                        [&](const Row& row) { found = ReadComputation(row); }));
  if (!found) return NoSuchComputation();
  KAOGONG_TRY(LoadIssues(session, &*found));
  return *std::move(found);
}

Result<void> RequireComputation(const Actor& actor, const Computation& computation) {
  KAOGONG_TRY(Require(actor, Act::kViewResults));
  if (computation.is_published || MayDo(actor, Act::kViewDraftResults)) return {};
  return NoSuchComputation();
}

Result<Computation> StartComputation(Library& library, const Actor& actor, Id assessment,
                                     const NewComputation& wanted) {
  KAOGONG_TRY(Require(actor, Act::kComputeResults));
  std::vector<Fault> faults;
  internal::CheckWords("/label", wanted.label, kLabelCharactersMax, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  return library.office().Write(actor, [&](Change& change) -> Result<Computation> {
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(library, change, assessment));
    KAOGONG_TRY(assessment::RequireStage(frame.row, {Stage::kProcess, Stage::kResults}));
    KAOGONG_TRY_ASSIGN(const Id id, AddJob(change, kKind, "waiting"));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO computation (id, assessment_id, label, basis, created_at, created_by) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        {id, assessment, wanted.label, NameOf(wanted.basis), change.now.ToString(), actor.name}));
    change.Record("computation.start", fmt::format("computation/{}", id),
                  Detail()
                      .Set("assessment", assessment)
                      .Set("basis", NameOf(wanted.basis))
                      .Set("label", wanted.label));
    return LoadComputation(change, id);
  });
}

Result<Listing<Computation>> ListComputations(Library& library, const Actor& actor,
                                              std::optional<Id> assessment, const Page& page) {
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<Computation>> {
    KAOGONG_TRY(Require(actor, Act::kViewResults));
    const bool sees_drafts = MayDo(actor, Act::kViewDraftResults);
    const Id wanted = assessment.value_or(0);
    const std::string filter = fmt::format(
        "WHERE (? = 0 OR c.assessment_id = ?){} ",
        sees_drafts ? ""
                    : " AND EXISTS (SELECT 1 FROM publication p WHERE p.computation_id = c.id)");
    Listing<Computation> list;
    KAOGONG_TRY_ASSIGN(
        const auto total,
        session.transaction.One<std::int64_t>("SELECT count(*) FROM computation c " + filter,
                                              {wanted, wanted}));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {}{}ORDER BY c.id DESC LIMIT ? OFFSET ?", kColumns, filter),
        {wanted, wanted, page.size, page.offset()},
        [&](const Row& row) { list.items.push_back(ReadComputation(row)); }));
    return list;
  });
}

Result<Computation> GetComputation(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<Computation> {
    KAOGONG_TRY(Require(actor, Act::kViewResults));
    KAOGONG_TRY_ASSIGN(Computation computation, LoadComputation(session, id));
    KAOGONG_TRY(RequireComputation(actor, computation));
    return computation;
  });
}

Result<Computation> CancelComputation(Library& library, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kComputeResults));
  return library.office().Write(actor, [&](Change& change) -> Result<Computation> {
    KAOGONG_TRY_ASSIGN(Computation before, LoadComputation(change, id));
    if (before.state == ComputationState::kCancelled) {
      change.RecordNothing();
      return before;
    }
    // Whoever works on it holds a lease that this takes away: his end of the job then fails.
    KAOGONG_TRY_ASSIGN(
        const std::int64_t count,
        change.transaction.Execute("UPDATE job SET state = 'cancelled', is_waiting = ?, "
                                   "lease_holder = '', lease_until = '' "
                                   "WHERE id = ? AND state = 'waiting'",
                                   {false, id}));
    if (count != 1) {
      return Error{ErrorCode::kConflict,
                   Say("这次计算已经结束（{}），不能取消", "It has ended ({1}) and cannot be cancelled",
                       TitleOf(before.state).zh, TitleOf(before.state).en)};
    }
    KAOGONG_TRY(change.transaction.Execute("UPDATE computation SET finished_at = ? WHERE id = ?",
                                           {change.now.ToString(), id}));
    change.Record("computation.cancel", fmt::format("computation/{}", id), {});
    return LoadComputation(change, id);
  });
}

Result<std::string> ExportFacts(Library& library, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kViewDraftResults));
  KAOGONG_TRY_ASSIGN(const Computation computation, GetComputation(library, actor, id));
  if (!computation.facts_set) return internal::NoResultYet(TitleOf(computation.state));
  KAOGONG_TRY_ASSIGN(const auto facts, library::LoadFactsBytes(library, ProgramActor(),
                                                               *computation.facts_set));
  std::vector<library::ArchiveEntry> entries;
  for (std::size_t i = 0; i < facts.bytes.size(); ++i)
    entries.push_back({facts.set.files[i].name, *facts.bytes[i]});
  return library::WriteArchive(entries);
}

Result<Id> InsertDoneComputation(const Change& change, const DoneComputation& wanted,
                                 const library::PreparedRun& run, Id* run_id) {
  KAOGONG_TRY_ASSIGN(const Id id, AddJob(change, kKind, "done"));
  KAOGONG_TRY(
      change.transaction.Execute("UPDATE job SET is_waiting = ? WHERE id = ?", {false, id}));
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO computation (id, assessment_id, label, basis, objection_id, created_at, "
      "created_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {id, wanted.assessment, wanted.label, NameOf(wanted.basis), wanted.objection,
       change.now.ToString(), change.actor.name}));
  KAOGONG_TRY_ASSIGN(*run_id, library::StoreRun(change, run));
  KAOGONG_TRY(FillDone(change, id, run, *run_id));
  return id;
}

Result<bool> RunNextComputation(Library& library, JobProgress& progress) {
  const Office& office = library.office();
  KAOGONG_TRY_ASSIGN(const auto claim, ClaimJob(office, kKind));
  if (!claim) return false;
  const Actor program = ProgramActor();
  KAOGONG_TRY_ASSIGN(Computation computation, office.Read(program, [&](Session& session) {
    return LoadComputation(session, claim->id);
  }));
  KAOGONG_TRY(Work(library, progress, *claim, std::move(computation)).Go());
  return true;
}

}  // namespace kaogong::office::result
