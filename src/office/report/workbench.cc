// SPDX-License-Identifier: Apache-2.0
#include "office/report/workbench.h"

#include <algorithm>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"
#include "importer/file.h"
#include "office/faults.h"
#include "office/job/job.h"
#include "office/library/archive.h"
#include "office/library/blobs.h"
#include "office/library/transfer.h"
#include "office/report/internal/rows.h"
#include "suggest/rubric.h"

namespace kaogong::office::report {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Row;
using suggest::Suggestion;
using suggest::SuggestOptions;

namespace {

constexpr std::size_t kKindCharactersMax = 30;
constexpr std::size_t kFormulaCharactersMax = 2000;
constexpr int kYearFirst = 1990;
constexpr int kYearLast = 2200;
// A regulation has at most so many files; a long rubric's cases share some.
constexpr std::size_t kCaseFilesMax = 250;

Error NoSuchRubric() {
  return {ErrorCode::kNotFound, Say("没有这份评分细则", "There is no such rubric")};
}

// --- The store

constexpr std::string_view kColumns =
    "r.id, r.file_name, r.title, r.kind, r.group_kind, r.year, (SELECT count(*) FROM "
    "rubric_decision d WHERE d.rubric_id = r.id), r.regulation_version_id, g.id, g.slug, v.label, "
    "r.created_by, r.created_at, r.changed_at, r.version, r.sha256 FROM rubric r "
    "LEFT JOIN regulation_version v ON v.id = r.regulation_version_id "
    "LEFT JOIN regulation g ON g.id = v.regulation_id ";

RubricRow ReadRow(const Row& row) {
  RubricRow made;
  made.id = row.Get<Id>(0);
  made.file_name = row.Get<std::string>(1);
  made.title = row.Get<std::string>(2);
  made.kind = row.Get<std::string>(3);
  made.group_kind = row.Get<std::string>(4);
  made.year = row.Get<int>(5);
  made.decision_count = row.Get<std::int64_t>(6);
  if (const auto version = row.Get<std::optional<Id>>(7)) {
    made.saved = SavedDraft{row.Get<std::optional<Id>>(8).value_or(0), *version,
                            row.Get<std::optional<std::string>>(9).value_or(""),
                            row.Get<std::optional<std::string>>(10).value_or("")};
  }
  made.created_by = row.Get<std::string>(11);
  made.created_at = row.Get<std::string>(12);
  made.changed_at = row.Get<std::string>(13);
  made.version = row.Get<std::int64_t>(14);
  return made;
}

// All that a draft is computed from.
struct Source {
  RubricRow row;
  std::string sha256;
  std::string bytes;
  std::vector<ClauseDecision> decisions;
  std::vector<std::string> clause_texts;  // That the decisions are about.
};

Result<RubricRow> LoadRow(const Session& session, Id id, std::string* sha256 = nullptr) {
  KAOGONG_TRY(Require(session.actor, Act::kEditRegulations));
  std::optional<RubricRow> found;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {}WHERE r.id = ? AND r.archived_at IS NULL{}", kColumns,
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE OF r */"),
      {id}, [&](const Row& row) {
        found = ReadRow(row);
        if (sha256 != nullptr) *sha256 = row.Get<std::string>(15);
      }));
  if (!found.has_value()) return NoSuchRubric();
  return *std::move(found);
}

std::string_view NameOf(suggest::Verdict verdict) {
  switch (verdict) {
    case suggest::Verdict::kAccept:
      return "accept";
    case suggest::Verdict::kCorrect:
      return "correct";
    case suggest::Verdict::kReject:
      return "reject";
  }
  return "";
}

suggest::Verdict VerdictNamed(std::string_view name) {
  if (name == "correct") return suggest::Verdict::kCorrect;
  return name == "reject" ? suggest::Verdict::kReject : suggest::Verdict::kAccept;
}

Result<Source> LoadSource(const Session& session, Id id) {
  Source source;
  KAOGONG_TRY_ASSIGN(source.row, LoadRow(session, id, &source.sha256));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT item, clause, verdict, formula, made_by, made_at, clause_text FROM rubric_decision "
      "WHERE rubric_id = ? ORDER BY item, clause",
      {id}, [&](const Row& row) {
        ClauseDecision made;
        made.decision = {row.Get<std::size_t>(0), row.Get<std::size_t>(1),
                         VerdictNamed(row.Get<std::string_view>(2)), row.Get<std::string>(3)};
        made.made_by = row.Get<std::string>(4);
        made.made_at = row.Get<std::string>(5);
        source.decisions.push_back(std::move(made));
        source.clause_texts.push_back(row.Get<std::string>(6));
      }));
  KAOGONG_TRY_ASSIGN(source.bytes, library::LoadBlob(session, source.sha256));
  return source;
}

Result<Source> LoadSource(const Office& office, const Actor& actor, Id id) {
  return office.Read(actor, [&](Session& session) { return LoadSource(session, id); });
}

// --- Computing

SuggestOptions OptionsOf(const RubricRow& row) {
  SuggestOptions options;
  options.title = row.title;
  options.kind = row.kind;
  options.group = row.group_kind;
  options.year = row.year;
  return options;
}

bool HasClause(const Suggestion& suggestion, std::size_t item, std::size_t clause) {
  return item < suggestion.items.size() && clause < suggestion.items[item].clauses.size();
}

// The rubric with what becomes of it.
struct Drafted {
  suggest::Rubric rubric;
  Issues reading;
  Suggestion suggestion;  // Under the decisions that still hold.
};

// What a person decided holds for the words that he saw: the program may part a text into other
// clauses by now.
void DropStale(const Suggestion& plain, Source* source) {
  for (std::size_t i = source->decisions.size(); i-- > 0;) {
    const suggest::Decision& decision = source->decisions[i].decision;
    const bool holds =
        HasClause(plain, decision.item, decision.clause) &&
        plain.items[decision.item].clauses[decision.clause].text == source->clause_texts[i];
    if (holds) continue;
    source->decisions.erase(source->decisions.begin() + static_cast<std::ptrdiff_t>(i));
    source->clause_texts.erase(source->clause_texts.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

std::vector<suggest::Decision> PlainOf(const std::vector<ClauseDecision>& decisions) {
  std::vector<suggest::Decision> plain;
  for (const ClauseDecision& decision : decisions) plain.push_back(decision.decision);
  return plain;
}

Result<Drafted> DraftOf(Library& library, Source* source) {
  return library.Compute([&]() -> Result<Drafted> {
    Drafted drafted;
    KAOGONG_TRY_ASSIGN(drafted.rubric,
                       suggest::ReadRubric(source->bytes, source->row.file_name, drafted.reading));
    SuggestOptions options = OptionsOf(source->row);
    drafted.suggestion = suggest::Suggest(drafted.rubric, options);
    DropStale(drafted.suggestion, source);
    if (source->decisions.empty()) return drafted;
    options.decisions = PlainOf(source->decisions);
    drafted.suggestion = suggest::Suggest(drafted.rubric, options);
    return drafted;
  });
}

Workbench WorkbenchOf(Source source, Drafted drafted) {
  return {std::move(source.row), std::move(drafted.suggestion), std::move(source.decisions),
          std::move(drafted.reading)};
}

// --- Checks

void CheckNames(std::string_view kind, std::string_view group_kind, Faults* faults) {
  const auto check = [&](std::string pointer, std::string_view name) {
    Text fault = FaultOfLine(name, kKindCharactersMax);
    // A name of the rule language: no punctuation, no blanks, no digit first.
    const bool is_plain = std::ranges::none_of(name, [](char c) {
      const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '_' ||
                           static_cast<unsigned char>(c) > 127;
      return !is_word;
    });
    const bool has_mark =
        name.find("「") != std::string_view::npos || name.find("」") != std::string_view::npos ||
        name.find("，") != std::string_view::npos || name.find("。") != std::string_view::npos;
    const bool begins_well = !name.empty() && !(name[0] >= '0' && name[0] <= '9');
    if (fault.empty() && (!is_plain || has_mark || !begins_well))
      fault = Say("只用汉字、字母和数字，不以数字开头", "Use ideographs, letters and digits");
    faults->Add(std::move(pointer), std::move(fault));
  };
  check("/kind", kind);
  check("/group", group_kind);
  if (kind == group_kind)
    faults->Add("/group", Say("考核对象和分组要用不同的名称",
                              "Who is assessed and the group need "
                              "different names"));
}

void CheckYear(int year, Faults* faults) {
  if (year >= kYearFirst && year <= kYearLast) return;
  faults->Add("/year",
              Say("年度应在 {} 至 {} 之间", "The year is from {} to {}", kYearFirst, kYearLast));
}

Text FaultOfFormula(std::string_view formula) {
  Text fault = FaultOfLine(formula, kFormulaCharactersMax);
  if (fault.empty() && formula.find("```") != std::string_view::npos)
    fault = Say("规则里不能有 ```", "A rule has no ```");
  return fault;
}

// Puts a decision in place of the one about the same clause; without a verdict takes it back.
void Apply(const NewClauseDecision& wanted, const std::string& clause_text, const Session& session,
           Source* source) {
  for (std::size_t i = 0; i < source->decisions.size(); ++i) {
    const suggest::Decision& known = source->decisions[i].decision;
    if (known.item != wanted.item || known.clause != wanted.clause) continue;
    source->decisions.erase(source->decisions.begin() + static_cast<std::ptrdiff_t>(i));
    source->clause_texts.erase(source->clause_texts.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  if (!wanted.verdict.has_value()) return;
  const bool is_correction = *wanted.verdict == suggest::Verdict::kCorrect;
  source->decisions.push_back({{wanted.item, wanted.clause, *wanted.verdict,
                                is_correction ? wanted.formula : std::string()},
                               session.actor.name,
                               session.now.ToString()});
  source->clause_texts.push_back(clause_text);
}

Result<void> StoreDecisions(const Change& change, const Source& source) {
  KAOGONG_TRY(change.transaction.Execute("DELETE FROM rubric_decision WHERE rubric_id = ?",
                                         {source.row.id}));
  for (std::size_t i = 0; i < source.decisions.size(); ++i) {
    const ClauseDecision& made = source.decisions[i];
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO rubric_decision (rubric_id, item, clause, clause_text, verdict, formula, "
        "account_id, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {source.row.id, static_cast<std::int64_t>(made.decision.item),
         static_cast<std::int64_t>(made.decision.clause), source.clause_texts[i],
         NameOf(made.decision.verdict), made.decision.formula, change.actor.account, made.made_by,
         made.made_at}));
  }
  return {};
}

Result<void> Touch(const Change& change, const RubricRow& row, std::int64_t version) {
  if (row.version != version) return Stale(Say("这份评分细则", "The rubric"));
  KAOGONG_TRY(change.transaction.Execute(
      "UPDATE rubric SET version = version + 1, changed_at = ? WHERE id = ?",
      {change.now.ToString(), row.id}));
  return {};
}

// --- The draft's files

std::vector<library::ArchiveEntry> EntriesOf(const Suggestion& suggestion) {
  std::vector<library::ArchiveEntry> entries;
  std::vector<const suggest::DraftFile*> cases;
  for (const suggest::DraftFile& file : suggestion.files) {
    if (file.path.starts_with("cases/")) {
      cases.push_back(&file);
    } else {
      entries.push_back({file.path, file.text});
    }
  }
  const std::size_t each = (cases.size() + kCaseFilesMax - 1) / kCaseFilesMax;
  for (std::size_t i = 0; i < cases.size(); i += each) {
    library::ArchiveEntry entry{cases[i]->path, cases[i]->text};
    for (std::size_t next = i + 1; next < std::min(i + each, cases.size()); ++next)
      entry.bytes += "---\n" + cases[next]->text;
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

Result<Workbench> UploadRubric(Library& library, const Actor& actor, const NewRubric& wanted) {
  KAOGONG_TRY(Require(actor, Act::kEditRegulations));
  Faults faults;
  if (!wanted.title.empty()) faults.Add("/title", FaultOfLine(wanted.title, kTitleCharactersMax));
  CheckNames(wanted.kind, wanted.group_kind, &faults);
  CheckYear(wanted.year, &faults);
  KAOGONG_TRY(std::move(faults).Finish());
  KAOGONG_TRY_ASSIGN(const auto file, importer::FileBytes::Open(wanted.path));
  if (file.bytes().size() > kRubricBytesMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("文件超过 {} MiB", "The file is larger than {} MiB", kRubricBytesMax >> 20U)};
  }
  Source source;
  source.bytes = file.bytes();
  source.sha256 = Sha256Hex(source.bytes);
  source.row.file_name = ShownFileName(wanted.file_name, "rubric");
  source.row.title = wanted.title;
  source.row.kind = wanted.kind;
  source.row.group_kind = wanted.group_kind;
  source.row.year = wanted.year;
  auto read = DraftOf(library, &source);
  if (!read.ok() && read.error().code == ErrorCode::kInvalidInput) {
    Faults unreadable;
    unreadable.Add("/file", read.error().message);
    KAOGONG_TRY(std::move(unreadable).Finish());
  }
  KAOGONG_TRY_ASSIGN(Drafted drafted, std::move(read));
  const std::string& title = drafted.suggestion.title;
  source.row.title = title.substr(0, AdvanceCodePoints(title, 0, kTitleCharactersMax));
  KAOGONG_TRY_ASSIGN(
      source.row, library.office().Write(actor, [&](Change& change) -> Result<RubricRow> {
        KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
        KAOGONG_TRY(library::InsertBlob(change, source.sha256, source.bytes));
        const std::string now = change.now.ToString();
        KAOGONG_TRY(change.transaction.Execute(
            "INSERT INTO rubric (id, file_name, sha256, title, kind, group_kind, year, account_id, "
            "created_by, created_at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "1)",
            {id, source.row.file_name, source.sha256, source.row.title, wanted.kind,
             wanted.group_kind, wanted.year, actor.account, actor.name, now, now}));
        change.Record("rubric.upload", fmt::format("rubric/{}", id),
                      Detail().Set("title", source.row.title).Set("sha256", source.sha256));
        return LoadRow(change, id);
      }));
  return WorkbenchOf(std::move(source), std::move(drafted));
}

Result<Listing<RubricRow>> ListRubrics(const Office& office, const Actor& actor, const Page& page) {
  KAOGONG_TRY(Require(actor, Act::kEditRegulations));
  return office.Read(actor, [&](Session& session) -> Result<Listing<RubricRow>> {
    Listing<RubricRow> list;
    KAOGONG_TRY_ASSIGN(const auto total,
                       session.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM rubric WHERE archived_at IS NULL"));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {}WHERE r.archived_at IS NULL ORDER BY r.changed_at DESC, r.id DESC "
                    "LIMIT ? OFFSET ?",
                    kColumns),
        {page.size, page.offset()}, [&](const Row& row) { list.items.push_back(ReadRow(row)); }));
    return list;
  });
}

Result<Workbench> OpenRubric(Library& library, const Actor& actor, Id id) {
  KAOGONG_TRY_ASSIGN(Source source, LoadSource(library.office(), actor, id));
  KAOGONG_TRY_ASSIGN(Drafted drafted, DraftOf(library, &source));
  return WorkbenchOf(std::move(source), std::move(drafted));
}

Result<Workbench> ChangeRubric(Library& library, const Actor& actor, Id id,
                               const RubricChange& change) {
  KAOGONG_TRY(library.office().Write(actor, [&](Change& act) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const RubricRow before, LoadRow(act, id));
    RubricRow after = before;
    after.title = change.title.value_or(before.title);
    after.kind = change.kind.value_or(before.kind);
    after.group_kind = change.group_kind.value_or(before.group_kind);
    after.year = change.year.value_or(before.year);
    Faults faults;
    faults.Add("/title", FaultOfLine(after.title, kTitleCharactersMax));
    CheckNames(after.kind, after.group_kind, &faults);
    CheckYear(after.year, &faults);
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(Touch(act, before, change.version));
    KAOGONG_TRY(act.transaction.Execute(
        "UPDATE rubric SET title = ?, kind = ?, group_kind = ?, year = ? WHERE id = ?",
        {after.title, after.kind, after.group_kind, after.year, id}));
    act.Record("rubric.change", fmt::format("rubric/{}", id),
               Detail()
                   .SetChange("title", before.title, after.title)
                   .SetChange("kind", before.kind, after.kind)
                   .SetChange("group", before.group_kind, after.group_kind)
                   .SetChange("year", std::to_string(before.year), std::to_string(after.year)));
    return {};
  }));
  return OpenRubric(library, actor, id);
}

Result<void> ArchiveRubric(const Office& office, const Actor& actor, Id id) {
  return office.Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const RubricRow before, LoadRow(change, id));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE rubric SET archived_at = ?, version = version + 1 WHERE id = ?",
        {change.now.ToString(), id}));
    change.Record("rubric.archive", fmt::format("rubric/{}", id),
                  Detail().Set("title", before.title));
    return {};
  });
}

namespace {

// Checks decisions against the draft as it is, and applies them to the source.
Result<void> ApplyAll(const Session& session, const Suggestion& suggestion,
                      const std::vector<NewClauseDecision>& wanted, std::string_view pointer,
                      Source* source) {
  Faults faults;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const NewClauseDecision& one = wanted[i];
    const std::string at = pointer.empty() ? std::string() : fmt::format("{}/{}", pointer, i);
    if (!HasClause(suggestion, one.item, one.clause)) {
      faults.Add(at + "/clause", Say("细则里没有这一句", "The rubric has no such clause"));
      continue;
    }
    if (one.verdict == suggest::Verdict::kCorrect)
      faults.Add(at + "/formula", FaultOfFormula(one.formula));
    Apply(one, suggestion.items[one.item].clauses[one.clause].text, session, source);
  }
  return std::move(faults).Finish();
}

// The errors of corrections, with their clause's article.
Issues ErrorsOf(const Suggestion& suggestion) {
  Issues errors;
  for (const suggest::Item& item : suggestion.items) {
    for (const suggest::Clause& clause : item.clauses) {
      for (const Issue& issue : clause.errors.list()) {
        Place place = issue.place;
        place.article = item.article;
        errors.Error(issue.code, std::move(place), issue.message, issue.hint);
      }
    }
  }
  return errors;
}

}  // namespace

Result<ClausePreview> TryDecision(Library& library, const Actor& actor, Id id,
                                  const NewClauseDecision& wanted) {
  KAOGONG_TRY_ASSIGN(Source source, LoadSource(library.office(), actor, id));
  KAOGONG_TRY_ASSIGN(const Drafted now, DraftOf(library, &source));
  KAOGONG_TRY(library.office().Read(actor, [&](Session& session) {
    return ApplyAll(session, now.suggestion, {wanted}, "", &source);
  }));
  SuggestOptions options = OptionsOf(source.row);
  options.decisions = PlainOf(source.decisions);
  return library.Compute([&]() -> Result<ClausePreview> {
    Suggestion tried = suggest::Suggest(now.rubric, options);
    ClausePreview preview;
    preview.item_number = wanted.item;
    preview.item = std::move(tried.items[wanted.item]);
    preview.clause = wanted.clause;
    preview.issues = preview.item.clauses[wanted.clause].errors;
    return preview;
  });
}

Result<Workbench> DecideClauses(Library& library, const Actor& actor, Id id, std::int64_t version,
                                const std::vector<NewClauseDecision>& wanted, Issues* issues) {
  KAOGONG_TRY_ASSIGN(Source source, LoadSource(library.office(), actor, id));
  if (source.row.version != version) return Stale(Say("这份评分细则", "The rubric"));
  KAOGONG_TRY_ASSIGN(Drafted drafted, DraftOf(library, &source));
  KAOGONG_TRY(library.office().Read(actor, [&](Session& session) {
    return ApplyAll(session, drafted.suggestion, wanted, "/items", &source);
  }));
  SuggestOptions options = OptionsOf(source.row);
  options.decisions = PlainOf(source.decisions);
  KAOGONG_TRY(library.Compute([&]() -> Result<void> {
    drafted.suggestion = suggest::Suggest(drafted.rubric, options);
    return {};
  }));
  *issues = ErrorsOf(drafted.suggestion);
  if (issues->has_errors()) {
    return Error{ErrorCode::kInvalidInput, Say("改写的规则不能运行，没有保存",
                                               "A corrected rule does not run; nothing is saved")};
  }
  KAOGONG_TRY_ASSIGN(
      source.row, library.office().Write(actor, [&](Change& change) -> Result<RubricRow> {
        KAOGONG_TRY_ASSIGN(const RubricRow now, LoadRow(change, id));
        KAOGONG_TRY(Touch(change, now, version));
        KAOGONG_TRY(StoreDecisions(change, source));
        change.Record("rubric.decide", fmt::format("rubric/{}", id),
                      Detail().Set("clauses", static_cast<std::int64_t>(wanted.size())));
        return LoadRow(change, id);
      }));
  return WorkbenchOf(std::move(source), std::move(drafted));
}

Result<DraftArchive> ExportDraft(Library& library, const Actor& actor, Id id) {
  KAOGONG_TRY_ASSIGN(Workbench bench, OpenRubric(library, actor, id));
  KAOGONG_TRY_ASSIGN(std::string bytes, library::WriteArchive(EntriesOf(bench.suggestion)));
  return DraftArchive{bench.row.title + ".zip", std::move(bytes)};
}

Result<RubricRow> SaveDraft(Library& library, const Actor& actor, Id id, std::int64_t version,
                            std::string_view slug, std::string_view label) {
  KAOGONG_TRY_ASSIGN(Workbench bench, OpenRubric(library, actor, id));
  if (bench.row.version != version) return Stale(Say("这份评分细则", "The rubric"));
  KAOGONG_TRY_ASSIGN(const std::string bytes, library::WriteArchive(EntriesOf(bench.suggestion)));
  const std::string name = label.empty() ? std::to_string(bench.row.year) : std::string(label);
  Issues issues;
  KAOGONG_TRY_ASSIGN(const library::Imported made,
                     library::ImportArchive(library, actor, bytes, std::string(slug) + ".zip",
                                            {std::string(slug), name}, &issues));
  return library.office().Write(actor, [&](Change& change) -> Result<RubricRow> {
    KAOGONG_TRY_ASSIGN(const RubricRow before, LoadRow(change, id));
    KAOGONG_TRY(Touch(change, before, version));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE rubric SET regulation_version_id = ? WHERE id = ?", {made.version, id}));
    change.Record("rubric.save", fmt::format("rubric/{}", id),
                  Detail().Set("regulation_version", made.version).Set("slug", slug));
    return LoadRow(change, id);
  });
}

}  // namespace kaogong::office::report
