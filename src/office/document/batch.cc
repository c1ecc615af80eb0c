// SPDX-License-Identifier: Apache-2.0
#include "office/document/batch.h"

#include <algorithm>
#include <set>
#include <utility>

#include "document/render.h"
#include "office/document/internal/draft.h"
#include "office/document/internal/issue_rows.h"
#include "office/document/internal/parallel.h"
#include "office/document/internal/rows.h"
#include "office/document/internal/words.h"
#include "office/job/queue.h"
#include "office/library/archive.h"
#include "office/library/blobs.h"

namespace kaogong::office::documents {

namespace {

using result::ComputationState;
using store::Row;
using store::Transaction;

constexpr std::string_view kKind = "document_batch";
// Documents stored in one transaction.
constexpr std::size_t kTogether = 100;

constexpr std::string_view kColumns =
    "b.id, b.assessment_id, a.title, a.year, b.computation_id, "
    "(SELECT count(*) FROM publication p WHERE p.computation_id = b.computation_id), b.basis, "
    "b.period, b.template, b.template_title, b.audience, j.state, j.lease_holder, j.done_count, "
    "b.subject_count, (SELECT count(*) FROM document d WHERE d.batch_id = b.id), b.trouble_zh, "
    "b.trouble_en, b.account_id, b.created_by, b.created_at, b.finished_at "
    "FROM document_batch b JOIN job j ON j.id = b.id JOIN assessment a ON a.id = b.assessment_id ";

ComputationState StateOf(std::string_view name, std::string_view holder) {
  if (name == "done") return ComputationState::kDone;
  if (name == "failed") return ComputationState::kFailed;
  if (name == "cancelled") return ComputationState::kCancelled;
  return holder.empty() ? ComputationState::kWaiting : ComputationState::kRunning;
}

Batch ReadBatch(const Row& row) {
  Batch to;
  to.id = row.Get<Id>(0);
  to.assessment = {row.Get<Id>(1), row.Get<std::string>(2), row.Get<int>(3)};
  to.computation = row.Get<std::optional<Id>>(4);
  to.is_published = row.Get<std::int64_t>(5) > 0;
  to.basis = result::BasisNamed(row.Get<std::string_view>(6)).value_or(result::Basis::kVerified);
  to.period = row.Get<std::string>(7);
  to.form = row.Get<std::string>(8);
  to.form_title = row.Get<std::string>(9);
  if (const auto audience = row.Get<std::optional<std::string>>(10))
    to.audience = AudienceNamed(*audience);
  to.state = StateOf(row.Get<std::string_view>(11), row.Get<std::string_view>(12));
  to.total = row.Get<std::int64_t>(14);
  to.made = row.Get<std::int64_t>(15);
  to.done = std::max(row.Get<std::int64_t>(13), to.made);
  if (const auto zh = row.Get<std::optional<std::string>>(16))
    to.trouble = Text{*zh, row.Get<std::optional<std::string>>(17).value_or("")};
  to.account = row.Get<Id>(18);
  to.created_by = row.Get<std::string>(19);
  to.created_at = row.Get<std::string>(20);
  to.finished_at = row.Get<std::optional<std::string>>(21);
  return to;
}

Result<Batch> LoadBatch(const Session& session, Id id) {
  std::optional<Batch> found;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE b.id = ?", kColumns), {id},
                                        [&](const Row& row) { found = ReadBatch(row); }));
  if (!found) return Error{ErrorCode::kNotFound, Say("没有这个批次", "There is no such batch")};
  return *std::move(found);
}

// A batch is there for who began it, and for who issues documents everywhere.
Result<Batch> FindBatch(const Session& session, Id id) {
  KAOGONG_TRY(Require(session.actor, Act::kDraftDocuments));
  KAOGONG_TRY_ASSIGN(Batch batch, LoadBatch(session, id));
  const bool is_own = batch.account == session.actor.account;
  if (!is_own && !ReachOf(session.actor, Act::kIssueDocuments).is_everywhere)
    return Error{ErrorCode::kNotFound, Say("没有这个批次", "There is no such batch")};
  if (!batch.is_published) KAOGONG_TRY(Require(session.actor, Act::kViewDraftResults));
  return batch;
}

// --- Beginning one

// All of a kind that are in reach of the act.
Result<std::vector<Id>> AssesseesOf(const Session& session, const NewBatch& wanted, Act act) {
  const Reach reach = ReachOf(session.actor, act);
  const WithinReach within(reach, session.today);
  std::vector<store::Argument> arguments = within.arguments();
  for (const store::Argument& argument : std::initializer_list<store::Argument>{
           wanted.assessment, wanted.kind, reach.is_everywhere, static_cast<std::int64_t>(kBatchSubjectsMax + 1)})
    arguments.push_back(argument);
  std::vector<Id> assessees;
  KAOGONG_TRY(session.transaction.Query(
      within.with() + "SELECT id FROM assessee WHERE assessment_id = ? AND kind = ? "
                      "AND (? OR unit_id IN (SELECT id FROM within)) ORDER BY place, id LIMIT ?",
      arguments, [&](const Row& row) { assessees.push_back(row.Get<Id>(0)); }));
  return assessees;
}

Result<std::vector<Id>> ChooseSubjects(const Session& session, const NewBatch& wanted) {
  const Act act = wanted.audience ? Act::kIssueDocuments : Act::kDraftDocuments;
  KAOGONG_TRY(Require(session.actor, Act::kDraftDocuments));
  KAOGONG_TRY(Require(session.actor, act));
  std::vector<Id> subjects = wanted.assessees;
  if (!wanted.kind.empty()) {
    KAOGONG_TRY_ASSIGN(subjects, AssesseesOf(session, wanted, act));
  }
  const std::set<Id> once(subjects.begin(), subjects.end());
  const std::string pointer = wanted.kind.empty() ? "/assessee_ids" : "/kind";
  if (subjects.empty())
    return internal::RefuseFaults({{pointer, Say("没有可选的考核对象", "There is nobody to choose")}})
        .error();
  if (once.size() != subjects.size())
    return internal::RefuseFaults({{pointer, Say("有重复的考核对象", "Somebody is named twice")}})
        .error();
  if (subjects.size() > kBatchSubjectsMax) {
    return internal::RefuseFaults(
               {{pointer, Say("一批最多 {} 份，请分批生成", "At most {} in a batch",
                              kBatchSubjectsMax)}})
        .error();
  }
  if (!wanted.kind.empty()) return subjects;
  for (const Id subject : subjects) {
    KAOGONG_TRY_ASSIGN(const auto row, assessment::FindAssessee(session, subject, act));
    if (row.assessment == wanted.assessment) continue;
    return internal::RefuseFaults({{pointer, Say("“{}”不在这项考核中", "'{}' is not in this assessment",
                                                 row.name)}})
        .error();
  }
  return subjects;
}

Result<void> InsertBatch(const Change& change, const NewBatch& wanted, const RecordBasis& basis,
                         const OpenedTemplate& form, const std::vector<Id>& subjects, Id id) {
  const std::optional<std::string> audience =
      wanted.audience ? std::optional(std::string(NameOf(*wanted.audience))) : std::nullopt;
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO document_batch (id, assessment_id, computation_id, basis, period, template, "
      "template_title, given, audience, subject_count, account_id, created_by, created_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, wanted.assessment, basis.wish.computation, result::NameOf(basis.wish.basis),
       wanted.period, form.reference, form.title.zh, ToJson(wanted.given), audience,
       static_cast<std::int64_t>(subjects.size()), change.actor.account, change.actor.name,
       change.now.ToString()}));
  std::int64_t place = 0;
  for (const Id subject : subjects) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO document_batch_subject (batch_id, place, assessee_id) VALUES (?, ?, ?)",
        {id, place++, subject}));
  }
  return {};
}

// --- Making one

// One document of a batch, before it is stored.
struct Made {
  Id assessee = 0;
  std::string object;
  std::shared_ptr<const RowFacts> row;
  std::optional<document::Document> model;
  internal::RenderedFiles files;  // Of one issued at once.
};

class Work {
 public:
  Work(Shelf& shelf, JobProgress& progress, JobClaim claim, Batch batch)
      : shelf_(shelf),
        office_(shelf.office()),
        progress_(progress),
        claim_(std::move(claim)),
        batch_(std::move(batch)) {
    actor_.account = claim_.account;
    actor_.name = batch_.created_by;
  }
  ~Work() { progress_.Forget(claim_.id); }

  Result<void> Go() {
    if (claim_.is_given_up()) {
      return Fail(Say("生成中断了 {} 次，不再重试；请重新发起",
                      "It was cut short {} times and is given up; start it again", kJobAttemptsMax));
    }
    const auto done = Make();
    if (is_lost_) return {};
    if (done.ok()) return Finish();
    return done.error().code == ErrorCode::kUnavailable ? done : Fail(done.error().message);
  }

 private:
  Result<void> Make() {
    KAOGONG_TRY(Prepare());
    KAOGONG_TRY(Tell(batch_.total - static_cast<std::int64_t>(subjects_.size())));
    for (std::size_t at = 0; at < subjects_.size() && !is_lost_; at += kTogether) {
      const std::size_t count = std::min(kTogether, subjects_.size() - at);
      KAOGONG_TRY_ASSIGN(auto made, Draft(std::span(subjects_).subspan(at, count)));
      KAOGONG_TRY(Store(made));
      KAOGONG_TRY(Tell(batch_.total - static_cast<std::int64_t>(subjects_.size() - at - count)));
    }
    return {};
  }

  Result<void> Prepare() {
    KAOGONG_TRY(office_.Read(program_, [&](Session& session) -> Result<void> {
      KAOGONG_TRY_ASSIGN(form_, OpenTemplate(shelf_, session, batch_.form));
      KAOGONG_TRY_ASSIGN(const auto given,
                         session.transaction.One<std::string>(
                             "SELECT given FROM document_batch WHERE id = ?", {batch_.id}));
      KAOGONG_TRY_ASSIGN(given_, GivenFromJson(given.value_or("[]")));
      return session.transaction.Query(
          "SELECT s.assessee_id FROM document_batch_subject s WHERE s.batch_id = ? AND NOT EXISTS "
          "(SELECT 1 FROM document d WHERE d.batch_id = s.batch_id "
          "AND d.assessee_id = s.assessee_id) ORDER BY s.place",
          {batch_.id}, [&](const Row& row) { subjects_.push_back(row.Get<Id>(0)); });
    }));
    Issues issues;
    RecordWish wish;
    wish.assessment = batch_.assessment.id;
    wish.computation = batch_.computation;
    wish.basis = batch_.basis;
    wish.period = batch_.period;
    KAOGONG_TRY_ASSIGN(basis_, OpenBasis(shelf_, wish, &issues));
    return {};
  }

  Result<std::vector<Made>> Draft(std::span<const Id> subjects) {
    std::vector<Made> made;
    KAOGONG_TRY(office_.Read(program_, [&](Session& session) -> Result<void> {
      made.clear();
      for (const Id subject : subjects) {
        Made one;
        one.assessee = subject;
        const auto object = basis_->ObjectOf(subject);
        if (!object) {
          return Error{ErrorCode::kNotFound,
                       Say("结果中没有 {} 号考核对象", "The result has no assessee {}", subject)};
        }
        one.object = *object;
        KAOGONG_TRY_ASSIGN(one.row, LoadRowFacts(shelf_, session, *basis_, subject));
        made.push_back(std::move(one));
      }
      return {};
    }));
    KAOGONG_TRY(shelf_.library().Compute([&] {
      return internal::ForEachInParallel(made.size(), [&] {
        // A record is one thread's.
        auto record = std::make_shared<StoreRecord>(basis_, given_, nullptr);
        return [&, record](std::size_t at) { return DraftOne(*record, &made[at]); };
      });
    }));
    return made;
  }

  Result<void> DraftOne(StoreRecord& record, Made* made) const {
    record.GoTo(made->row);
    Issues issues;
    auto model = internal::MakeDocument(form_, record, made->object, &issues);
    if (!model.ok()) {
      Error error = model.error();
      const std::string name = document::NameOfObject(record, made->object);
      if (!issues.empty()) error.message = issues.list().front().message;
      error.message.zh = fmt::format("{}：{}", name, error.message.zh);
      error.message.en = fmt::format("{}: {}", name, error.message.en);
      return error;
    }
    made->model = std::move(model).value();
    if (!batch_.audience) return {};
    KAOGONG_TRY_ASSIGN(made->files, internal::RenderFiles(*made->model));
    return {};
  }

  Result<void> Store(const std::vector<Made>& made) {
    return office_.Write(actor_, [&](Change& change) -> Result<void> {
      KAOGONG_TRY_ASSIGN(const auto held, change.transaction.One<std::int64_t>(
                                              "SELECT count(*) FROM job WHERE id = ? "
                                              "AND state = 'waiting' AND lease_holder = ?",
                                              {claim_.id, claim_.holder}));
      if (held.value_or(0) == 0) {
        is_lost_ = true;
        change.RecordNothing();
        return {};
      }
      // What was drafted a moment ago still stands.
      KAOGONG_TRY(ReloadBasis(shelf_, change, *basis_));
      KAOGONG_TRY_ASSIGN(const Id first,
                         TakeIds(change.transaction, static_cast<std::int64_t>(made.size())));
      for (std::size_t i = 0; i < made.size(); ++i)
        KAOGONG_TRY(StoreOne(change, first + static_cast<Id>(i), made[i]));
      change.Record("document_batch.draft_part", fmt::format("document_batch/{}", batch_.id),
                    Detail()
                        .Set("first", first)
                        .Set("count", static_cast<std::int64_t>(made.size()))
                        .SetFlag("is_issued", batch_.audience.has_value()));
      return {};
    });
  }

  Result<void> StoreOne(const Change& change, Id id, const Made& made) const {
    internal::NewRow row;
    row.assessment = batch_.assessment.id;
    row.computation = basis_->wish.computation;
    row.basis = basis_->wish.basis;
    row.period = batch_.period;
    row.form = form_.reference;
    row.form_title = form_.title.zh;
    row.subject = form_.subject;
    row.assessee = made.assessee;
    row.object = made.object;
    row.batch = batch_.id;
    KAOGONG_TRY(internal::InsertDocument(change, id, row, *made.model, given_));
    if (!batch_.audience) return {};
    return internal::MarkIssued(change, id, made.files,
                                {*batch_.audience, std::nullopt, basis_->wish.computation});
  }

  Result<void> Tell(std::int64_t done) {
    progress_.Set(claim_.id, done, batch_.total);
    KAOGONG_TRY_ASSIGN(const bool is_held, RenewJob(office_, claim_, done, batch_.total));
    is_lost_ = is_lost_ || !is_held;
    return {};
  }

  Result<void> Finish() {
    return End("done", std::nullopt);
  }
  Result<void> Fail(const Text& trouble) { return End("failed", trouble); }

  Result<void> End(std::string_view state, const std::optional<Text>& trouble) {
    const auto stored = office_.Write(actor_, [&](Change& change) -> Result<void> {
      KAOGONG_TRY(FinishJob(change.transaction, claim_, state));
      const auto zh = trouble ? std::optional(trouble->zh) : std::nullopt;
      const auto en = trouble ? std::optional(trouble->en) : std::nullopt;
      KAOGONG_TRY(change.transaction.Execute(
          "UPDATE document_batch SET trouble_zh = ?, trouble_en = ?, finished_at = ? WHERE id = ?",
          {zh, en, change.now.ToString(), claim_.id}));
      change.Record(trouble ? "document_batch.fail" : "document_batch.finish",
                    fmt::format("document_batch/{}", claim_.id), Detail().SetOptional("trouble", zh));
      return {};
    });
    // Cancelled, or another instance has it by now.
    return !stored.ok() && stored.error().code == ErrorCode::kConflict ? Result<void>() : stored;
  }

  Shelf& shelf_;
  const Office& office_;
  JobProgress& progress_;
  const JobClaim claim_;
  const Batch batch_;
  Actor actor_;  // Who started it; what it may read was checked then.
  const Actor program_ = ProgramActor();
  OpenedTemplate form_;
  GivenValues given_;
  std::vector<Id> subjects_;  // That are still to be made.
  std::shared_ptr<const RecordBasis> basis_;
  bool is_lost_ = false;
};

// --- Files

struct FileSource {
  std::string name;
  std::string sha256;       // Of an issued one.
  document::Document model;  // Of a draft.
};

Result<std::vector<FileSource>> LoadSources(const Session& session, Id batch,
                                            std::string_view format) {
  std::vector<std::pair<Id, int>> drafts;
  std::vector<FileSource> sources;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT d.id, d.latest, e.name, d.template_title, d.docx_sha256, d.pdf_sha256 FROM document d "
      "JOIN document_batch_subject s ON s.batch_id = d.batch_id AND s.assessee_id = d.assessee_id "
      "JOIN assessee e ON e.id = d.assessee_id "
      "WHERE d.batch_id = ? AND d.discarded_at IS NULL ORDER BY s.place",
      {batch}, [&](const Row& row) {
        FileSource source;
        source.name = fmt::format("{:04}-{}.{}", sources.size() + 1,
                                  internal::FileName(fmt::format("{}{}",
                                                                 row.Get<std::string_view>(2),
                                                                 row.Get<std::string_view>(3))),
                                  format);
        source.sha256 = row.Get<std::optional<std::string>>(format == "pdf" ? 5 : 4).value_or("");
        drafts.emplace_back(row.Get<Id>(0), row.Get<int>(1));
        sources.push_back(std::move(source));
      }));
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!sources[i].sha256.empty()) continue;
    KAOGONG_TRY_ASSIGN(auto stored,
                       internal::LoadVersion(session, drafts[i].first, drafts[i].second));
    sources[i].model = std::move(stored.model);
  }
  return sources;
}

}  // namespace

Result<Batch> StartBatch(Shelf& shelf, const Actor& actor, const NewBatch& wanted, Issues* issues) {
  std::vector<Id> subjects;
  OpenedTemplate form;
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(subjects, ChooseSubjects(session, wanted));
    KAOGONG_TRY(internal::RequireDraftable(session, wanted.computation, subjects.front()));
    KAOGONG_TRY_ASSIGN(form, OpenTemplate(shelf, session, wanted.form));
    return internal::RequireSubject(form, true);
  }));
  const RecordWish wish{wanted.assessment, wanted.computation, wanted.basis, wanted.period, {}};
  KAOGONG_TRY_ASSIGN(const auto basis, OpenBasis(shelf, wish, issues));
  if (wanted.audience) {
    KAOGONG_TRY(internal::RequireAudience(actor, *wanted.audience, form.subject,
                                          basis->is_published));
  }
  const auto object = basis->ObjectOf(subjects.front());
  if (!object) {
    return Error{ErrorCode::kNotFound,
                 Say("结果中没有所选的考核对象", "The result does not have whom you chose")};
  }
  KAOGONG_TRY_ASSIGN(const auto record, shelf.office().Read(actor, [&](Session& session) {
    return internal::RecordFor(shelf, session, basis, subjects.front(), wanted.given);
  }));
  KAOGONG_TRY(internal::MakeDocument(form, *record, *object, issues));
  return shelf.office().Write(actor, [&](Change& change) -> Result<Batch> {
    KAOGONG_TRY_ASSIGN(const Id id, AddJob(change, kKind, "waiting"));
    KAOGONG_TRY(InsertBatch(change, wanted, *basis, form, subjects, id));
    change.Record("document_batch.start", fmt::format("document_batch/{}", id),
                  Detail()
                      .Set("assessment", wanted.assessment)
                      .Set("template", form.reference)
                      .Set("count", static_cast<std::int64_t>(subjects.size()))
                      .SetFlag("is_issued", wanted.audience.has_value()));
    return LoadBatch(change, id);
  });
}

Result<Listing<Batch>> ListBatches(Shelf& shelf, const Actor& actor, std::optional<Id> assessment,
                                   const Page& page) {
  return shelf.office().Read(actor, [&](Session& session) -> Result<Listing<Batch>> {
    KAOGONG_TRY(Require(actor, Act::kDraftDocuments));
    const bool sees_all = ReachOf(actor, Act::kIssueDocuments).is_everywhere;
    const Id wanted = assessment.value_or(0);
    constexpr std::string_view kWhere =
        "WHERE (? = 0 OR b.assessment_id = ?) AND (? OR b.account_id = ?) ";
    Listing<Batch> list;
    KAOGONG_TRY_ASSIGN(const auto total,
                       session.transaction.One<std::int64_t>(
                           fmt::format("SELECT count(*) FROM document_batch b {}", kWhere),
                           {wanted, wanted, sees_all, actor.account}));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {}{}ORDER BY b.id DESC LIMIT ? OFFSET ?", kColumns, kWhere),
        {wanted, wanted, sees_all, actor.account, page.size, page.offset()},
        [&](const Row& row) { list.items.push_back(ReadBatch(row)); }));
    return list;
  });
}

Result<Batch> GetBatch(Shelf& shelf, const Actor& actor, Id id) {
  return shelf.office().Read(actor, [&](Session& session) { return FindBatch(session, id); });
}

Result<Batch> CancelBatch(Shelf& shelf, const Actor& actor, Id id) {
  return shelf.office().Write(actor, [&](Change& change) -> Result<Batch> {
    KAOGONG_TRY_ASSIGN(const Batch before, FindBatch(change, id));
    if (before.state == ComputationState::kCancelled) {
      change.RecordNothing();
      return before;
    }
    KAOGONG_TRY_ASSIGN(
        const std::int64_t count,
        change.transaction.Execute("UPDATE job SET state = 'cancelled', is_waiting = ?, "
                                   "lease_holder = '', lease_until = '' "
                                   "WHERE id = ? AND state = 'waiting'",
                                   {false, id}));
    if (count != 1) {
      return Error{ErrorCode::kConflict,
                   Say("这个批次已经结束（{}），不能取消", "It has ended ({1}) and cannot be cancelled",
                       TitleOf(before.state).zh, TitleOf(before.state).en)};
    }
    KAOGONG_TRY(change.transaction.Execute("UPDATE document_batch SET finished_at = ? WHERE id = ?",
                                           {change.now.ToString(), id}));
    change.Record("document_batch.cancel", fmt::format("document_batch/{}", id), {});
    return LoadBatch(change, id);
  });
}

Result<std::string> BatchFiles(Shelf& shelf, const Actor& actor, Id id, std::string_view format) {
  std::vector<FileSource> sources;
  std::vector<library::ArchiveEntry> entries;
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY(FindBatch(session, id));
    KAOGONG_TRY_ASSIGN(sources, LoadSources(session, id, format));
    entries.assign(sources.size(), {});
    for (std::size_t i = 0; i < sources.size(); ++i) {
      entries[i].path = sources[i].name;
      if (sources[i].sha256.empty()) continue;
      KAOGONG_TRY_ASSIGN(entries[i].bytes, library::LoadBlob(session, sources[i].sha256));
    }
    return {};
  }));
  if (sources.empty()) {
    return Error{ErrorCode::kConflict,
                 Say("这个批次还没有生成文件", "The batch has no documents yet")};
  }
  KAOGONG_TRY(shelf.library().Compute([&] {
    return internal::ForEachInParallel(sources.size(), [&] {
      return [&](std::size_t at) -> Result<void> {
        if (!sources[at].sha256.empty()) return {};
        auto bytes = format == "pdf" ? document::RenderPdf(sources[at].model)
                                     : document::RenderDocx(sources[at].model);
        if (!bytes.ok()) return bytes.error();
        entries[at].bytes = std::move(bytes).value();
        sources[at].model = {};
        return {};
      };
    });
  }));
  return library::WriteArchive(entries);
}

Result<bool> RunNextBatch(Shelf& shelf, JobProgress& progress) {
  const Office& office = shelf.office();
  KAOGONG_TRY_ASSIGN(const auto claim, ClaimJob(office, kKind));
  if (!claim) return false;
  const Actor program = ProgramActor();
  KAOGONG_TRY_ASSIGN(Batch batch, office.Read(program, [&](Session& session) {
    return LoadBatch(session, claim->id);
  }));
  KAOGONG_TRY(Work(shelf, progress, *claim, std::move(batch)).Go());
  return true;
}

}  // namespace kaogong::office::documents
