// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/imports.h"

#include <utility>

#include "base/sha256.h"
#include "importer/file.h"
#include "office/organisation/internal/apply_plan.h"
#include "office/organisation/internal/import_files.h"
#include "office/organisation/internal/read_snapshot.h"
#include "office/organisation/internal/tables.h"

namespace kaogong::office {

namespace {

using store::Transaction;

constexpr std::string_view kKind = "organisation.import";
// How often a plan is made anew because somebody changed the organisation meanwhile.
constexpr int kPlansMax = 5;
// The lease is renewed after so many rows; a multiple of the reader's own step.
constexpr std::size_t kRenewStep = 20'000;

Error NoSuchImport() {
  return {ErrorCode::kNotFound, Say("没有这次导入", "There is no such import")};
}

Result<Import> Load(const Session& session, Id id, bool with_preview) {
  Id account = 0;
  KAOGONG_TRY_ASSIGN(auto import, LoadImport(session.transaction, id, with_preview, account));
  if (!import.has_value()) return NoSuchImport();
  const bool is_own = account == session.actor.account;
  if (!is_own && !ReachOf(session.actor, Act::kImportOrganisation).is_everywhere) {
    return NoSuchImport();
  }
  return *std::move(import);
}

Result<ImportReach> ReachFor(const Session& session) {
  const Reach reach = ReachOf(session.actor, Act::kImportOrganisation);
  ImportReach import_reach;
  import_reach.is_everywhere = reach.is_everywhere;
  if (reach.is_everywhere) return import_reach;
  KAOGONG_TRY_ASSIGN(const auto units, UnitsWithin(session.transaction, reach, session.today));
  import_reach.units.insert(units.begin(), units.end());
  return import_reach;
}

Detail DetailOf(const ImportPlan& plan) {
  const ImportSummary& s = plan.summary;
  Detail detail;
  detail.Set("plan_sha256", plan.sha256)
      .Set("units_new", s.units_new)
      .Set("units_changed", s.units_changed)
      .Set("positions_new", s.positions_new)
      .Set("positions_changed", s.positions_changed)
      .Set("persons_new", s.persons_new)
      .Set("persons_changed", s.persons_changed)
      .Set("appointments_new", s.appointments_new)
      .Set("appointments_changed", s.appointments_changed)
      .Set("appointments_ended", s.appointments_ended)
      .Set("unchanged", s.unchanged);
  return detail;
}

// One claimed import from file to outcome.
class Run {
 public:
  Run(const Office& office, ImportProgress& progress, JobClaim claim, Actor actor)
      : office_(office), progress_(progress), claim_(std::move(claim)), actor_(std::move(actor)) {}
  ~Run() { progress_.Forget(claim_.id); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Result<void> Go() {
    if (claim_.is_given_up()) {
      findings_.Error("import.given-up", {},
                      Say("处理多次中断，已放弃", "The work broke off several times and was given up"),
                      Say("请重新上传；如再次发生，请联系管理员",
                          "Upload the file again; if it happens again, tell the administrator"));
      return End(ImportState::kFailed, {});
    }
    KAOGONG_TRY_ASSIGN(import_, office_.Read(actor_, [&](Session& session) {
      return Load(session, claim_.id, false);
    }));
    KAOGONG_TRY_ASSIGN(const bool is_read, ReadFile());
    if (!is_read) return {};
    return import_.state == ImportState::kApplying ? Apply() : Preview();
  }

 private:
  // False when the file cannot be read at all (its end is written down), or the job was lost.
  Result<bool> ReadFile() {
    KAOGONG_TRY_ASSIGN(const std::string bytes,
                       office_.pool().Read([&](Transaction& transaction) {
                         return LoadJobFile(transaction, claim_.id);
                       }));
    bool is_lost = false;
    const auto tell = [&](std::size_t rows) {
      // The store is told now and then, those who watch here always: a commit takes its time.
      progress_.Set(claim_.id, static_cast<std::int64_t>(rows), 0);
      if (rows % kRenewStep != 0) return true;
      const auto renewed = RenewJob(office_, claim_, static_cast<std::int64_t>(rows), 0);
      is_lost = renewed.ok() && !renewed.value();
      return !is_lost;
    };
    auto rows = ReadImportRows(bytes, import_.file_name, tell, findings_);
    if (is_lost) return false;
    if (!rows.ok()) {
      findings_.Error("import.unreadable", {}, rows.error().message,
                      Say("请另存为 .xlsx 工作簿后重新上传", "Save it as an .xlsx workbook and upload it again"));
      KAOGONG_TRY(End(ImportState::kRefused, {}));
      return false;
    }
    rows_ = std::move(rows).value();
    const auto count = static_cast<std::int64_t>(rows_.size());
    return RenewJob(office_, claim_, count, count);
  }

  // Plans against the organisation as it is; its version goes to `version`.
  Result<ImportPlan> Plan(std::int64_t& version) {
    return office_.Read(actor_, [&](Session& session) -> Result<ImportPlan> {
      KAOGONG_TRY_ASSIGN(const ImportReach reach, ReachFor(session));
      KAOGONG_TRY_ASSIGN(const Snapshot snapshot, ReadSnapshot(session.transaction, rows_));
      version = snapshot.version;
      return PlanImport(rows_, snapshot, reach, session.today, findings_);
    });
  }

  Result<void> Preview() {
    std::int64_t version = 0;
    KAOGONG_TRY_ASSIGN(const ImportPlan plan, Plan(version));
    if (findings_.has_errors()) return End(ImportState::kRefused, {});
    return End(ImportState::kReady, plan);
  }

  Result<void> Apply() {
    for (int i = 0; i < kPlansMax; ++i) {
      findings_.Take();
      std::int64_t version = 0;
      KAOGONG_TRY_ASSIGN(const ImportPlan plan, Plan(version));
      KAOGONG_TRY_ASSIGN(const std::string agreed,
                         office_.pool().Read([&](Transaction& transaction) {
                           return PlanDigestOf(transaction, claim_.id);
                         }));
      if (findings_.has_errors() || plan.sha256 != agreed) {
        findings_.Error("import.organisation-changed", {},
                        Say("预览之后组织机构有变化，没有写入任何内容",
                            "The organisation changed since the preview; nothing was written"),
                        Say("请重新上传，核对新的预览", "Upload the file again and look at the new preview"));
        return End(ImportState::kRefused, {});
      }
      KAOGONG_TRY_ASSIGN(const bool is_written, Write(plan, version));
      if (is_written) return Measure();
    }
    findings_.Error("import.busy", {},
                    Say("组织机构正被频繁修改，没有写入任何内容",
                        "The organisation is being changed all the time; nothing was written"),
                    Say("稍后再试", "Try again later"));
    return End(ImportState::kRefused, {});
  }

  // False when the organisation is no longer what was planned against.
  Result<bool> Write(const ImportPlan& plan, std::int64_t version) {
    return office_.Write(actor_, [&](Change& change) -> Result<bool> {
      KAOGONG_TRY_ASSIGN(const std::int64_t held, HoldOrganisation(change.transaction));
      if (held != version + 1) {
        change.RecordNothing();
        return false;
      }
      // In the same transaction, so that an import is written once whoever else holds it by now.
      KAOGONG_TRY(FinishJob(change.transaction, claim_, NameOf(ImportState::kApplied)));
      KAOGONG_TRY(ApplyPlan(change.transaction, plan, claim_.id,
                            [&](std::int64_t done, std::int64_t total) {
                              progress_.Set(claim_.id, done, total);
                            }));
      change.Record("organisation.import", "job/" + std::to_string(claim_.id),
                    DetailOf(plan).Set("file_sha256", import_.file_sha256));
      return true;
    });
  }

  // Until it has looked at many new rows PostgreSQL plans as if there were few; by itself it looks
  // once a minute.
  Result<void> Measure() {
    if (office_.pool().dialect() != store::Dialect::kPostgres) return {};
    return office_.pool().Write([](Transaction& transaction) -> Result<void> {
      KAOGONG_TRY(transaction.Execute("ANALYZE unit, unit_span, person, person_key, appointment"));
      return {};
    });
  }

  Result<void> End(ImportState state, const ImportPlan& plan) {
    const Issues issues = findings_.Take();
    return office_.pool().Write([&](Transaction& transaction) -> Result<void> {
      KAOGONG_TRY(SaveOutcome(transaction, claim_.id, plan, issues));
      return FinishJob(transaction, claim_, NameOf(state));
    });
  }

  const Office& office_;
  ImportProgress& progress_;
  JobClaim claim_;
  Actor actor_;
  Import import_;
  ImportRows rows_;
  ImportFindings findings_;
};

}  // namespace

std::string_view NameOf(ImportState state) {
  switch (state) {
    case ImportState::kReading: return "reading";
    case ImportState::kReady: return "ready";
    case ImportState::kRefused: return "refused";
    case ImportState::kApplying: return "applying";
    case ImportState::kApplied: return "applied";
    case ImportState::kFailed: return "failed";
  }
  return "";
}

Result<Import> StartImport(const Office& office, const Actor& actor, std::string_view file_name,
                           const std::filesystem::path& path) {
  KAOGONG_TRY(Require(actor, Act::kImportOrganisation));
  KAOGONG_TRY_ASSIGN(const auto file, importer::FileBytes::Open(path));
  if (file.bytes().size() > kImportBytesMax) {
    return Error{ErrorCode::kLimitExceeded, Say("文件超过 {} MiB", "The file is larger than {} MiB",
                                                kImportBytesMax >> 20U)};
  }
  const std::string sha256 = Sha256Hex(file.bytes());
  return office.Write(actor, [&](Change& change) -> Result<Import> {
    KAOGONG_TRY_ASSIGN(const Id id, AddJob(change, kKind, NameOf(ImportState::kReading)));
    KAOGONG_TRY(InsertImport(change.transaction, id, ShownFileName(file_name, "import.xlsx"), sha256));
    KAOGONG_TRY(SaveJobFile(change.transaction, id, file.bytes()));
    change.RecordNothing();  // The organisation has not changed; that is recorded when it does.
    return Load(change, id, true);
  });
}

Result<Import> FindImport(const Office& office, const Actor& actor, Id id, bool with_preview) {
  KAOGONG_TRY(Require(actor, Act::kImportOrganisation));
  return office.Read(actor, [&](Session& session) { return Load(session, id, with_preview); });
}

Result<Import> ApplyImport(const Office& office, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kImportOrganisation));
  return office.Write(actor, [&](Change& change) -> Result<Import> {
    KAOGONG_TRY_ASSIGN(const Import before, Load(change, id, false));
    KAOGONG_TRY_ASSIGN(const bool is_queued,
                       RequeueJob(change.transaction, id, NameOf(ImportState::kReady),
                                  NameOf(ImportState::kApplying)));
    if (!is_queued) {
      return Error{ErrorCode::kConflict,
                   Say("这次导入不在可以写入的状态（{}）", "This import cannot be written now (it is {})",
                       NameOf(before.state))};
    }
    change.RecordNothing();  // Recorded with what is written.
    return Load(change, id, true);
  });
}

Result<ImportSummary> LoadRows(const Office& office, const Actor& program, const ImportRows& rows,
                               std::string_view act, Issues& issues) {
  if (!program.is_program) {
    return Error{ErrorCode::kNotPermitted, Say("只有程序自己可以这样写入", "Only the program itself may")};
  }
  return office.Write(program, [&](Change& change) -> Result<ImportSummary> {
    KAOGONG_TRY(HoldOrganisation(change.transaction));
    KAOGONG_TRY_ASSIGN(const Snapshot snapshot, ReadSnapshot(change.transaction, rows));
    ImportFindings findings;
    const ImportPlan plan = PlanImport(rows, snapshot, {.is_everywhere = true, .units = {}},
                                       change.today, findings);
    const bool is_sound = !findings.has_errors();
    issues = findings.Take();
    if (!is_sound) {
      return Error{ErrorCode::kInvalidInput, Say("组织机构数据有误", "The organisation's rows are wrong")};
    }
    KAOGONG_TRY(ApplyPlan(change.transaction, plan, {}, {}));
    change.Record(std::string(act), "organisation", DetailOf(plan));
    return plan.summary;
  });
}

Result<bool> RunNextImport(const Office& office, ImportProgress& progress) {
  KAOGONG_TRY_ASSIGN(const auto claim, ClaimJob(office, kKind));
  if (!claim.has_value()) return false;
  KAOGONG_TRY_ASSIGN(Actor actor, ActorOfJob(office, claim->account));
  Run run(office, progress, *claim, std::move(actor));
  KAOGONG_TRY(run.Go());
  return true;
}

}  // namespace kaogong::office
