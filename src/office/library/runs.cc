// SPDX-License-Identifier: Apache-2.0
#include "office/library/runs.h"

#include <chrono>
#include <utility>

#include "base/sha256.h"
#include "office/library/blobs.h"
#include "office/library/internal/evaluator.h"
#include "office/library/internal/facts_rows.h"
#include "office/library/internal/rows.h"
#include "scoring/score.h"

namespace kaogong::office::library {

namespace {

using internal::Evaluator;
using internal::ImportChoice;
using store::Row;

constexpr std::size_t kOverridesMax = 50;

constexpr std::string_view kColumns =
    "n.id, n.version_id, n.facts_set_id, r.slug, v.label, f.name, n.year, n.content_hash, "
    "n.result_hash, n.engine_version, n.duration_ms, n.created_at, n.created_by FROM run n "
    "JOIN regulation_version v ON v.id = n.version_id "
    "JOIN regulation r ON r.id = v.regulation_id JOIN facts_set f ON f.id = n.facts_set_id ";

RunRow ReadRunRow(const Row& row) {
  RunRow run;
  run.id = row.Get<Id>(0);
  run.version = row.Get<Id>(1);
  run.facts_set = row.Get<Id>(2);
  run.slug = row.Get<std::string>(3);
  run.label = row.Get<std::string>(4);
  run.facts_name = row.Get<std::string>(5);
  run.year = row.Get<int>(6);
  run.content_hash = row.Get<std::string>(7);
  run.result_hash = row.Get<std::string>(8);
  run.engine_version = row.Get<std::string>(9);
  run.duration_ms = row.Get<std::int64_t>(10);
  run.created_at = row.Get<std::string>(11);
  run.created_by = row.Get<std::string>(12);
  return run;
}

Result<void> AddOverrides(const Session& session, RunRow* run) {
  return session.transaction.Query(
      "SELECT name, value FROM run_override WHERE run_id = ? ORDER BY place", {run->id},
      [&](const Row& row) {
        run->overrides.emplace_back(row.Get<std::string>(0), row.Get<std::string>(1));
      });
}

Result<RunRow> LoadRow(const Session& session, Id id) {
  KAOGONG_TRY(Require(session.actor, Act::kViewRuns));
  std::optional<RunRow> found;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE n.id = ?", kColumns), {id},
                                        [&](const Row& row) { found = ReadRunRow(row); }));
  if (!found) return Error{ErrorCode::kNotFound, Say("没有这次试算", "There is no such run")};
  KAOGONG_TRY(AddOverrides(session, &*found));
  return *std::move(found);
}

// What a stored run was made from.
struct Stored {
  RunRow row;
  Sources sources;
  std::map<std::string, ImportChoice> imports;
};

Result<Sources> LoadRunSources(const Session& session, const RunRow& run) {
  std::vector<std::pair<std::string, std::string>> digests;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT path, sha256 FROM run_file WHERE run_id = ? ORDER BY path", {run.id},
      [&](const Row& row) {
        digests.emplace_back(row.Get<std::string>(0), row.Get<std::string>(1));
      }));
  if (digests.empty()) {
    VersionRow version;
    version.id = run.version;
    KAOGONG_TRY_ASSIGN(
        const auto regulation,
        session.transaction.One<Id>("SELECT regulation_id FROM regulation_version WHERE id = ?",
                                    {run.version}));
    version.regulation = regulation.value_or(0);
    return internal::LoadTexts(session, version);
  }
  std::vector<SourceFile> files;
  for (const auto& [path, sha256] : digests) {
    KAOGONG_TRY_ASSIGN(std::string text, LoadBlob(session, sha256));
    files.push_back({path, std::move(text)});
  }
  return SourcesOf(run.slug, std::move(files));
}

Result<Stored> LoadStored(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<Stored> {
    Stored stored;
    KAOGONG_TRY_ASSIGN(stored.row, LoadRow(session, id));
    KAOGONG_TRY_ASSIGN(stored.sources, LoadRunSources(session, stored.row));
    KAOGONG_TRY(session.transaction.Query(
        "SELECT r.slug, i.version_id, i.facts_set_id FROM run_import i "
        "JOIN regulation_version v ON v.id = i.version_id "
        "JOIN regulation r ON r.id = v.regulation_id WHERE i.run_id = ?",
        {id}, [&](const Row& row) {
          stored.imports[row.Get<std::string>(0)] = {row.Get<Id>(1), row.Get<Id>(2)};
        }));
    return stored;
  });
}

Error NotTheSame(const RunRow& run, std::string_view result_hash) {
  if (run.engine_version != scoring::kEngineVersion) {
    return {
        ErrorCode::kConflict,
        Say("这次试算由引擎第 {} 版算出，现在是第 {} "
            "版，结果指纹不同；请用原版本程序查看，或重新试算",
            "The run was computed by engine {}, this is engine {}, and the result differs; look "
            "at it with the program of then, or run it again",
            run.engine_version, scoring::kEngineVersion)};
  }
  return {
      ErrorCode::kConflict,
      Say("重新计算的结果指纹为 {}，与保存的 {} 不同：库中的办法或数据可能被改动过，请核查审计记录",
          "Computed again the result is {}, not {} as stored: the regulation or the facts in the "
          "store may have been altered; verify the audit log",
          result_hash, run.result_hash)};
}

// Computes a stored run. Findings cannot come: it was computed before.
Result<std::shared_ptr<const Evaluation>> Recompute(Library& library, const Actor& actor,
                                                    const Stored& stored, bool is_fresh) {
  Issues issues;
  Evaluator evaluator(library, actor, &issues);
  evaluator.Fix(stored.imports);
  if (is_fresh) evaluator.BeFresh();
  KAOGONG_TRY_ASSIGN(const FactsBytes facts, LoadFactsBytes(library, actor, stored.row.facts_set));
  KAOGONG_TRY_ASSIGN(auto evaluation, evaluator.Run(stored.sources, facts, stored.row.overrides));
  if (evaluation->result_hash == stored.row.result_hash)
    library.Remember(stored.row.id, evaluator.key());
  return evaluation;
}

Result<void> CheckOverrides(const Overrides& overrides) {
  if (overrides.size() <= kOverridesMax) return {};
  return internal::RefuseFaults(
      {{"/overrides",
        Say("一次最多试改 {} 个参数", "At most {} parameters at a time", kOverridesMax)}});
}

// One side of a run or comparison: the version's texts and whether it is a draft.
struct Side {
  VersionRow row;
  Sources sources;
};
Result<Side> LoadSide(Library& library, const Actor& actor, Id version) {
  return library.office().Read(actor, [&](Session& session) -> Result<Side> {
    KAOGONG_TRY(Require(actor, Act::kRunRegulations));
    Side side;
    KAOGONG_TRY_ASSIGN(side.row, internal::FindVersion(session, version));
    KAOGONG_TRY_ASSIGN(side.sources, internal::LoadTexts(session, side.row));
    return side;
  });
}

Result<void> StoreParts(const Change& change, Id id, const Side& side, const NewRun& wanted,
                        const std::map<std::string, ImportChoice>& imports) {
  if (side.row.state() == VersionState::kDraft) {
    for (const SourceFile& file : side.sources.files) {
      const std::string sha256 = Sha256Hex(file.text);
      KAOGONG_TRY(InsertBlob(change, sha256, file.text));
      KAOGONG_TRY(change.transaction.Execute(
          "INSERT INTO run_file (run_id, path, sha256) VALUES (?, ?, ?)", {id, file.path, sha256}));
    }
  }
  std::int64_t place = 0;
  for (const auto& [name, value] : wanted.overrides) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO run_override (run_id, place, name, value) VALUES (?, ?, ?, ?)",
        {id, place++, name, value}));
  }
  for (const auto& [slug, choice] : imports) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO run_import (run_id, version_id, facts_set_id) VALUES (?, ?, ?)",
        {id, choice.version, choice.facts_set}));
  }
  return {};
}

}  // namespace

Result<Run> CreateRun(Library& library, const Actor& actor, const NewRun& wanted, Issues* issues) {
  KAOGONG_TRY(CheckOverrides(wanted.overrides));
  KAOGONG_TRY_ASSIGN(const Side side, LoadSide(library, actor, wanted.version));
  KAOGONG_TRY_ASSIGN(const FactsBytes facts, LoadFactsBytes(library, actor, wanted.facts_set));
  const auto begin = std::chrono::steady_clock::now();
  Evaluator evaluator(library, actor, issues);
  KAOGONG_TRY_ASSIGN(auto evaluation, evaluator.Run(side.sources, facts, wanted.overrides));
  const std::int64_t duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                       std::chrono::steady_clock::now() - begin)
                                       .count();
  KAOGONG_TRY_ASSIGN(
      RunRow row, library.office().Write(actor, [&](Change& change) -> Result<RunRow> {
        KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
        KAOGONG_TRY(change.transaction.Execute(
            "INSERT INTO run (id, version_id, facts_set_id, year, content_hash, result_hash, "
            "engine_version, duration_ms, created_at, created_by) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {id, wanted.version, wanted.facts_set, facts.set.year, side.sources.content_hash,
             evaluation->result_hash, scoring::kEngineVersion, duration_ms, change.now.ToString(),
             actor.name}));
        KAOGONG_TRY(StoreParts(change, id, side, wanted, evaluator.imports()));
        change.Record("run.create", fmt::format("run/{}", id),
                      Detail()
                          .Set("version", wanted.version)
                          .Set("facts_set", wanted.facts_set)
                          .Set("result_hash", evaluation->result_hash));
        return LoadRow(change, id);
      }));
  library.Remember(row.id, evaluator.key());
  return Run{std::move(row), std::move(evaluation)};
}

Result<PreparedRun> PrepareRun(Library& library, TableRun wanted, Issues* issues) {
  const Actor program = ProgramActor();
  KAOGONG_TRY_ASSIGN(const Side side, LoadSide(library, program, wanted.version));
  FactsBytes facts;
  facts.set.id = wanted.facts_set;
  facts.set.year = wanted.year;
  PreparedRun run;
  run.version = wanted.version;
  run.facts_set = wanted.facts_set;
  run.facts = {side.row.regulation, wanted.year, std::move(wanted.name), {}};
  run.version_hash = side.sources.content_hash;
  for (UploadedFile& table : wanted.tables) {
    facts.set.files.push_back({table.name, static_cast<std::int64_t>(table.bytes.size()), {}});
    facts.bytes.push_back(std::make_shared<const std::string>(std::move(table.bytes)));
  }
  const auto begin = std::chrono::steady_clock::now();
  Evaluator evaluator(library, program, issues);
  evaluator.Prefer(std::move(wanted.imports));
  evaluator.Tell(std::move(wanted.progress));
  KAOGONG_TRY_ASSIGN(run.evaluation, evaluator.Run(side.sources, facts, {}));
  run.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::steady_clock::now() - begin)
                        .count();
  run.key = evaluator.key();
  run.imports = evaluator.imports();
  for (const facts::Table& table : run.evaluation->facts.tables) run.row_count += table.rows();
  for (std::size_t i = 0; i < facts.bytes.size(); ++i)
    run.tables.emplace_back(facts.set.files[i].name, facts.bytes[i]);
  return run;
}

Result<Id> StoreRun(const Change& change, const PreparedRun& run) {
  KAOGONG_TRY(internal::InsertFactsSet(
      change, run.facts, {run.evaluation->facts.content_hash, run.row_count}, run.facts_set,
      run.tables));
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO run (id, version_id, facts_set_id, year, content_hash, result_hash, "
      "engine_version, duration_ms, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, run.version, run.facts_set, run.facts.year, run.version_hash,
       run.evaluation->result_hash, scoring::kEngineVersion, run.duration_ms,
       change.now.ToString(), change.actor.name}));
  for (const auto& [slug, choice] : run.imports) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO run_import (run_id, version_id, facts_set_id) VALUES (?, ?, ?)",
        {id, choice.version, choice.facts_set}));
  }
  return id;
}

Result<Listing<RunRow>> ListRuns(Library& library, const Actor& actor, std::optional<Id> version,
                                 const Page& page) {
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<RunRow>> {
    KAOGONG_TRY(Require(actor, Act::kViewRuns));
    const Id wanted = version.value_or(0);
    // The runs behind the results of assessments are listed there, as computations.
    constexpr std::string_view kFilter =
        "WHERE (? = 0 OR n.version_id = ?) "
        "AND NOT EXISTS (SELECT 1 FROM computation c WHERE c.run_id = n.id) ";
    Listing<RunRow> list;
    KAOGONG_TRY_ASSIGN(const auto total, session.transaction.One<std::int64_t>(
                                             fmt::format("SELECT count(*) FROM run n {}", kFilter),
                                             {wanted, wanted}));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {}{}ORDER BY n.id DESC LIMIT ? OFFSET ?", kColumns, kFilter),
        {wanted, wanted, page.size, page.offset()},
        [&](const Row& row) { list.items.push_back(ReadRunRow(row)); }));
    for (RunRow& run : list.items) KAOGONG_TRY(AddOverrides(session, &run));
    return list;
  });
}

Result<Run> OpenRun(Library& library, const Actor& actor, Id id) {
  if (auto known = library.Recall(id)) {
    KAOGONG_TRY_ASSIGN(RunRow row, library.office().Read(actor, [&](Session& session) {
      return LoadRow(session, id);
    }));
    if (known->result_hash == row.result_hash) return Run{std::move(row), std::move(known)};
  }
  KAOGONG_TRY_ASSIGN(Stored stored, LoadStored(library, actor, id));
  KAOGONG_TRY_ASSIGN(auto evaluation, Recompute(library, actor, stored, false));
  if (evaluation->result_hash != stored.row.result_hash)
    return NotTheSame(stored.row, evaluation->result_hash);
  return Run{std::move(stored.row), std::move(evaluation)};
}

Result<Replay> ReplayRun(Library& library, const Actor& actor, Id id) {
  KAOGONG_TRY_ASSIGN(const Stored stored, LoadStored(library, actor, id));
  KAOGONG_TRY_ASSIGN(const auto evaluation, Recompute(library, actor, stored, true));
  return Replay{evaluation->result_hash == stored.row.result_hash, evaluation->result_hash};
}

Result<ComparisonResult> CompareVersions(Library& library, const Actor& actor,
                                         const NewComparison& wanted, Language language,
                                         Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kRunRegulations));
  KAOGONG_TRY(CheckOverrides(wanted.before.overrides));
  KAOGONG_TRY(CheckOverrides(wanted.after.overrides));
  KAOGONG_TRY_ASSIGN(const FactsBytes facts, LoadFactsBytes(library, actor, wanted.facts_set));
  const auto evaluate =
      [&](const ComparisonSide& side) -> Result<std::shared_ptr<const Evaluation>> {
    KAOGONG_TRY_ASSIGN(const Side loaded, LoadSide(library, actor, side.version));
    return Evaluator(library, actor, issues).Run(loaded.sources, facts, side.overrides);
  };
  ComparisonResult result;
  KAOGONG_TRY_ASSIGN(result.before, evaluate(wanted.before));
  KAOGONG_TRY_ASSIGN(result.after, evaluate(wanted.after));
  KAOGONG_TRY_ASSIGN(result.comparison,
                     Compare(*result.before, *result.after, wanted.figure, language));
  return result;
}

}  // namespace kaogong::office::library
