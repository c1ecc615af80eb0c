// SPDX-License-Identifier: Apache-2.0
#include "office/report/comparison.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "office/faults.h"
#include "office/library/blobs.h"
#include "office/report/internal/held_job.h"
#include "office/report/internal/rows.h"
#include "office/report/internal/stored.h"
#include "sheet/write.h"
#include "text/check.h"

namespace kaogong::office::report {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Argument;
using store::Row;

namespace {

constexpr std::string_view kCompareJob = "report.comparison";
constexpr std::size_t kComparisonTitleMax = 100;
constexpr int kLettersLeast = 20;
constexpr int kLettersMost = 1000;

Error NoSuchComparison() {
  return {ErrorCode::kNotFound, Say("没有这次比对，或不是您发起的",
                                    "There is no such comparison, or somebody else began it")};
}

// --- Years, "2025,2026" in the store

std::string JoinYears(const std::vector<int>& years) {
  std::string text;
  for (const int year : years) text += (text.empty() ? "" : ",") + std::to_string(year);
  return text;
}

std::vector<int> SplitYears(std::string_view text) {
  std::vector<int> years;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    int year = 0;
    std::from_chars(text.data() + at, text.data() + end, year);
    years.push_back(year);
    at = end + 1;
  }
  return years;
}

// --- Reading

constexpr std::string_view kColumns =
    "c.id, c.title, c.years, c.units, c.letters_min, j.state, j.lease_holder, j.done_count, "
    "j.total_count, (SELECT count(*) FROM report_comparison_member m WHERE m.comparison_id = "
    "c.id), "
    "c.pair_count, c.cluster_count, c.text_version, c.trouble_zh, c.trouble_en, c.created_by, "
    "c.created_at, c.finished_at, c.account_id "
    "FROM report_comparison c JOIN job j ON j.id = c.id ";

Comparison ReadRow(const Row& row) {
  Comparison made;
  made.id = row.Get<Id>(0);
  made.title = row.Get<std::string>(1);
  made.years = SplitYears(row.Get<std::string_view>(2));
  made.units = row.Get<std::string>(3);
  made.letters_min = row.Get<int>(4);
  made.state = StateOf(row.Get<std::string_view>(5), row.Get<std::string_view>(6));
  made.done = row.Get<std::int64_t>(7);
  made.total = row.Get<std::int64_t>(8);
  made.report_count = row.Get<std::int64_t>(9);
  made.pair_count = row.Get<std::optional<std::int64_t>>(10);
  made.cluster_count = row.Get<std::optional<std::int64_t>>(11);
  const auto text_version = row.Get<std::optional<std::string>>(12);
  made.is_current = !text_version.has_value() || *text_version == text::kTextVersion;
  if (const auto zh = row.Get<std::optional<std::string>>(13))
    made.trouble = Text{*zh, row.Get<std::optional<std::string>>(14).value_or("")};
  made.created_by = row.Get<std::string>(15);
  made.created_at = row.Get<std::string>(16);
  made.finished_at = row.Get<std::optional<std::string>>(17);
  return made;
}

// For who began it, and for who compares everywhere.
Result<Comparison> LoadComparison(const Session& session, Id id) {
  KAOGONG_TRY(Require(session.actor, Act::kCompareReports));
  std::optional<Comparison> found;
  Id account = 0;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE c.id = ?", kColumns), {id},
                                        [&](const Row& row) {
                                          found = ReadRow(row);
                                          account = row.Get<Id>(18);
                                        }));
  if (!found.has_value()) return NoSuchComparison();
  const bool is_own = account == session.actor.account;
  if (!is_own && !ReachOf(session.actor, Act::kCompareReports).is_everywhere)
    return NoSuchComparison();
  return *std::move(found);
}

Member ReadMember(const Row& row) {
  Member member;
  member.place = row.Get<int>(0);
  member.report = row.Get<Id>(1);
  member.number = row.Get<int>(2);
  member.unit = {row.Get<Id>(3), row.Get<std::optional<std::string>>(4).value_or("")};
  member.year = row.Get<int>(5);
  member.title = row.Get<std::string>(6);
  member.letters = row.Get<std::optional<std::int64_t>>(7);
  member.shared_letters = row.Get<std::optional<std::int64_t>>(8).value_or(0);
  member.shared_percent = row.Get<std::optional<int>>(9).value_or(0);
  member.cluster = row.Get<std::optional<int>>(10);
  return member;
}

Result<std::vector<Member>> MembersOf(const Session& session, Id comparison) {
  std::vector<Member> members;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT m.place, v.report_id, v.number, r.unit_id, (SELECT s.name FROM unit_span s "
      "WHERE s.unit_id = r.unit_id ORDER BY s.valid_from DESC LIMIT 1), r.year, r.title, "
      "m.letters, m.shared_letters, m.shared_percent, m.cluster FROM report_comparison_member m "
      "JOIN report_version v ON v.id = m.version_id JOIN report r ON r.id = v.report_id "
      "WHERE m.comparison_id = ? ORDER BY m.place",
      {comparison}, [&](const Row& row) { members.push_back(ReadMember(row)); }));
  return members;
}

Pair ReadPairRow(const Row& row) {
  return {row.Get<int>(0), row.Get<int>(1),          row.Get<int>(2),          row.Get<int>(3),
          row.Get<int>(4), row.Get<std::int64_t>(5), row.Get<std::int64_t>(6), row.Get<int>(7)};
}

constexpr std::string_view kPairColumns =
    "seq, place_a, place_b, percent_a, percent_b, letters_a, letters_b, passage_count";

Result<std::vector<Pair>> PairsOf(const Session& session, Id comparison) {
  std::vector<Pair> pairs;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM report_comparison_pair WHERE comparison_id = ? ORDER BY seq",
                  kPairColumns),
      {comparison}, [&](const Row& row) { pairs.push_back(ReadPairRow(row)); }));
  return pairs;
}

// --- Choosing

// The latest versions of the reports of these years in reach, below the chosen units.
Result<std::vector<Id>> ChooseVersions(const Session& session, const NewComparison& wanted) {
  Reach reach = ReachOf(session.actor, Act::kCompareReports);
  if (!wanted.units.empty()) reach = Reach{false, wanted.units};
  const WithinReach within(reach, session.today);
  std::vector<Argument> arguments = within.arguments();
  std::string years;
  for (const int year : wanted.years) {
    years += years.empty() ? "?" : ", ?";
    arguments.emplace_back(year);
  }
  std::vector<Id> versions;
  KAOGONG_TRY(session.transaction.Query(
      within.with() +
          fmt::format("SELECT v.id FROM report r JOIN report_version v ON v.report_id = r.id "
                      "AND v.number = (SELECT max(w.number) FROM report_version w WHERE "
                      "w.report_id = r.id) WHERE r.archived_at IS NULL AND r.year IN ({}){} "
                      "ORDER BY r.year, r.id",
                      years,
                      reach.is_everywhere ? "" : " AND r.unit_id IN (SELECT id FROM within)"),
      arguments, [&](const Row& row) { versions.push_back(row.Get<Id>(0)); }));
  return versions;
}

Result<std::string> NamesOfUnits(const Session& session, const std::vector<Id>& units,
                                 Faults* faults) {
  std::string names;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool may =
        RequireOn(session.transaction, session.actor, Act::kCompareReports, units[i], session.today)
            .ok();
    KAOGONG_TRY_ASSIGN(const auto name, session.transaction.One<std::string>(
                                            "SELECT name FROM unit_span WHERE unit_id = ? "
                                            "ORDER BY valid_from DESC LIMIT 1",
                                            {units[i]}));
    if (!may || !name.has_value()) {
      faults->Add(fmt::format("/unit_ids/{}", i),
                  Say("没有这个单位，或不在您的范围内",
                      "There is no such unit, or it is not in your reach"));
      continue;
    }
    names += (names.empty() ? "" : "、") + *name;
  }
  return names;
}

void CheckWanted(const NewComparison& wanted, Faults* faults) {
  faults->Add("/title", FaultOfLine(wanted.title, kComparisonTitleMax));
  if (wanted.years.empty() || wanted.years.size() > kComparedYearsMax) {
    faults->Add("/years", Say("请选择 1 至 {} 个年度", "Choose 1 to {} years", kComparedYearsMax));
  }
  if (wanted.units.size() > kComparedUnitsMax)
    faults->Add("/unit_ids", Say("最多选 {} 个单位", "At most {} units", kComparedUnitsMax));
  if (wanted.letters_min < kLettersLeast || wanted.letters_min > kLettersMost) {
    faults->Add("/letters_min",
                Say("应在 {} 至 {} 字之间", "From {} to {} letters", kLettersLeast, kLettersMost));
  }
}

void CheckCount(std::size_t count, Faults* faults) {
  if (count < 2) {
    faults->Add("/years", Say("所选的年度和单位只有 {} 份汇报，至少要两份才能比对",
                              "These years and units have {} reports; it takes two", count));
  }
  if (count > kComparedMax) {
    faults->Add("/years", Say("所选的年度和单位有 {0} 份汇报，一次最多比对 {1} 份；请缩小范围",
                              "These years and units have {0} reports; choose at most {1}", count,
                              kComparedMax));
  }
}

// --- The job

// One comparison, from its claim to its end.
class CompareWork {
 public:
  CompareWork(Library& library, JobProgress& progress, JobClaim claim)
      : office_(library.office()), job_(office_, progress, std::move(claim)) {
    actor_.account = job_.claim().account;
  }

  Result<void> Go() {
    if (job_.claim().is_given_up()) {
      return Fail(Say("比对中断了 {} 次，不再重试；请缩小范围后重新发起",
                      "It was cut short {} times and is given up; choose fewer reports",
                      kJobAttemptsMax));
    }
    if (const auto read = ReadMembers(); !read.ok()) return EndFor(read.error());
    if (job_.is_lost()) return {};
    const auto total = static_cast<std::int64_t>(files_.size()) * 2;
    text::SimilarOptions options;
    options.letters_min = letters_min_;
    const auto view = job_.RunHeld(
        total / 2, total, [&] { return text::CompareForScreen(reports_, options, kPairsKept); });
    job_.Tell(total, total);
    return job_.is_lost() ? Result<void>() : Finish(view);
  }

 private:
  struct File {
    int place = 0;
    std::string name;
    std::string sha256;
  };

  Result<void> ReadMembers() {
    KAOGONG_TRY(office_.Read(program_, [&](Session& session) -> Result<void> {
      files_.clear();
      KAOGONG_TRY_ASSIGN(
          const auto letters,
          session.transaction.One<int>("SELECT letters_min FROM report_comparison WHERE id = ?",
                                       {job_.claim().id}));
      letters_min_ = static_cast<std::size_t>(letters.value_or(0));
      return session.transaction.Query(
          "SELECT m.place, v.file_name, v.sha256 FROM report_comparison_member m "
          "JOIN report_version v ON v.id = m.version_id WHERE m.comparison_id = ? ORDER BY m.place",
          {job_.claim().id}, [&](const Row& row) {
            files_.push_back({row.Get<int>(0), row.Get<std::string>(1), row.Get<std::string>(2)});
          });
    }));
    const auto total = static_cast<std::int64_t>(files_.size()) * 2;
    std::size_t bytes = 0;
    for (const File& file : files_) {
      job_.Tell(file.place, total);
      if (job_.is_lost()) return {};
      KAOGONG_TRY_ASSIGN(const std::string content, office_.Read(program_, [&](Session& session) {
        return library::LoadBlob(session, file.sha256);
      }));
      auto report = text::ReadReport(content, file.name, kReadLimits);
      // What cannot be read says so in its own check; the others are compared all the same.
      if (!report.ok()) continue;
      for (const text::Paragraph& paragraph : report.value().paragraphs)
        bytes += paragraph.text.size();
      if (bytes > kComparedTextBytesMax) {
        return Error{ErrorCode::kLimitExceeded,
                     Say("这些汇报的文字合计超过 {} MiB；请缩小范围，分几次比对",
                         "These reports have over {} MiB of text; compare them in parts",
                         kComparedTextBytesMax >> 20U)};
      }
      places_.push_back(file.place);
      reports_.push_back(std::move(report).value());
    }
    return {};
  }

  Result<void> Finish(const text::SimilarityView& view) {
    return Store([&](Change& change) -> Result<void> {
      KAOGONG_TRY(FinishJob(change.transaction, job_.claim(), "done"));
      for (std::size_t i = 0; i < view.reports.size(); ++i) {
        const text::ComparedView& one = view.reports[i];
        KAOGONG_TRY(change.transaction.Execute(
            "UPDATE report_comparison_member SET letters = ?, shared_letters = ?, "
            "shared_percent = ?, cluster = ? WHERE comparison_id = ? AND place = ?",
            {static_cast<std::int64_t>(one.letters), static_cast<std::int64_t>(one.shared_letters),
             one.shared_percent, ClusterOf(view, i), job_.claim().id, places_[i]}));
      }
      KAOGONG_TRY(InsertPairs(change, view));
      KAOGONG_TRY(change.transaction.Execute(
          "UPDATE report_comparison SET text_version = ?, pair_count = ?, cluster_count = ?, "
          "finished_at = ? WHERE id = ?",
          {text::kTextVersion, static_cast<std::int64_t>(view.pairs_total),
           static_cast<std::int64_t>(view.clusters.size()), change.now.ToString(),
           job_.claim().id}));
      return {};
    });
  }

  static std::optional<std::int64_t> ClusterOf(const text::SimilarityView& view, std::size_t at) {
    for (std::size_t i = 0; i < view.clusters.size(); ++i) {
      if (std::ranges::find(view.clusters[i], at) != view.clusters[i].end())
        return static_cast<std::int64_t>(i) + 1;
    }
    return std::nullopt;
  }

  Result<void> InsertPairs(const Change& change, const text::SimilarityView& view) {
    for (std::size_t i = 0; i < view.pairs.size(); ++i) {
      const text::PairView& pair = view.pairs[i];
      KAOGONG_TRY(change.transaction.Execute(
          "INSERT INTO report_comparison_pair (comparison_id, seq, place_a, place_b, percent_a, "
          "percent_b, letters_a, letters_b, passage_count, passages) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {job_.claim().id, static_cast<std::int64_t>(i), places_[pair.a], places_[pair.b],
           pair.percent_a, pair.percent_b, static_cast<std::int64_t>(pair.letters_a),
           static_cast<std::int64_t>(pair.letters_b),
           static_cast<std::int64_t>(pair.passages.size()), ToJson(PassagesOf(pair))}));
    }
    return {};
  }

  Result<void> EndFor(const Error& error) {
    if (error.code == ErrorCode::kUnavailable) return error;
    return Fail(error.message);
  }

  Result<void> Fail(const Text& trouble) {
    return Store([&](Change& change) -> Result<void> {
      KAOGONG_TRY(FinishJob(change.transaction, job_.claim(), "failed"));
      KAOGONG_TRY(change.transaction.Execute(
          "UPDATE report_comparison SET trouble_zh = ?, trouble_en = ?, finished_at = ? "
          "WHERE id = ?",
          {trouble.zh, trouble.en, change.now.ToString(), job_.claim().id}));
      return {};
    });
  }

  // What comes out follows from the versions chosen, so the audit log needs no word of it.
  template <class Body>
  Result<void> Store(Body&& body) {
    const auto stored = office_.Write(actor_, [&](Change& change) -> Result<void> {
      change.RecordNothing();
      return body(change);
    });
    return !stored.ok() && stored.error().code == ErrorCode::kConflict ? Result<void>() : stored;
  }

  const Office& office_;
  HeldJob job_;
  Actor actor_;
  const Actor program_ = ProgramActor();
  std::size_t letters_min_ = 0;
  std::vector<File> files_;
  std::vector<int> places_;  // Of the reports that could be read.
  std::vector<text::Report> reports_;
};

// --- The workbook

sheet::Column Titled(Text title, Language language) {
  sheet::Column column;
  column.title = title.In(language);
  return column;
}

std::string NameOf(const Member& member) {
  return fmt::format("{} {} {}", member.unit.name, member.year, member.title);
}

sheet::Sheet PairsSheet(const ComparisonView& view, Language language) {
  sheet::Sheet page;
  page.name = Say("雷同组合", "pairs").In(language);
  page.has_autofilter = true;
  page.columns = {Titled(Say("甲", "A"), language),
                  Titled(Say("乙", "B"), language),
                  Titled(Say("甲雷同%", "A shared %"), language),
                  Titled(Say("乙雷同%", "B shared %"), language),
                  Titled(Say("甲雷同字数", "A letters"), language),
                  Titled(Say("乙雷同字数", "B letters"), language),
                  Titled(Say("段落数", "passages"), language)};
  const auto number = [](std::int64_t value) { return sheet::Cell::Number(std::to_string(value)); };
  for (const Pair& pair : view.pairs) {
    page.rows.push_back({sheet::Cell::Text(NameOf(view.members[static_cast<std::size_t>(pair.a)])),
                         sheet::Cell::Text(NameOf(view.members[static_cast<std::size_t>(pair.b)])),
                         number(pair.percent_a), number(pair.percent_b), number(pair.letters_a),
                         number(pair.letters_b), number(pair.passage_count)});
  }
  return page;
}

sheet::Sheet MembersSheet(const ComparisonView& view, Language language) {
  sheet::Sheet page;
  page.name = Say("汇报", "reports").In(language);
  page.has_autofilter = true;
  page.columns = {Titled(Say("单位", "unit"), language),
                  Titled(Say("年度", "year"), language),
                  Titled(Say("标题", "title"), language),
                  Titled(Say("字数", "letters"), language),
                  Titled(Say("雷同字数", "shared letters"), language),
                  Titled(Say("雷同%", "shared %"), language),
                  Titled(Say("雷同组", "cluster"), language)};
  for (const Member& member : view.members) {
    const auto number = [](const auto& value) {
      return value ? sheet::Cell::Number(std::to_string(*value)) : sheet::Cell{};
    };
    page.rows.push_back(
        {sheet::Cell::Text(member.unit.name), sheet::Cell::Number(std::to_string(member.year)),
         sheet::Cell::Text(member.title), number(member.letters),
         sheet::Cell::Number(std::to_string(member.shared_letters)),
         sheet::Cell::Number(std::to_string(member.shared_percent)), number(member.cluster)});
  }
  return page;
}

}  // namespace

Result<Comparison> StartComparison(const Office& office, const Actor& actor,
                                   const NewComparison& wanted) {
  KAOGONG_TRY(Require(actor, Act::kCompareReports));
  return office.Write(actor, [&](Change& change) -> Result<Comparison> {
    NewComparison chosen = wanted;
    std::ranges::sort(chosen.years);
    const auto repeated = std::ranges::unique(chosen.years);
    chosen.years.erase(repeated.begin(), repeated.end());
    Faults faults;
    CheckWanted(chosen, &faults);
    KAOGONG_TRY_ASSIGN(const std::string names, NamesOfUnits(change, chosen.units, &faults));
    std::vector<Id> versions;
    if (faults.empty()) {
      KAOGONG_TRY_ASSIGN(versions, ChooseVersions(change, chosen));
      CheckCount(versions.size(), &faults);
    }
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY_ASSIGN(const Id id, AddJob(change, kCompareJob, "waiting"));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO report_comparison (id, title, years, units, letters_min, account_id, "
        "created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {id, chosen.title, JoinYears(chosen.years), names, chosen.letters_min, actor.account,
         actor.name, change.now.ToString()}));
    for (std::size_t i = 0; i < versions.size(); ++i) {
      KAOGONG_TRY(change.transaction.Execute(
          "INSERT INTO report_comparison_member (comparison_id, place, version_id) "
          "VALUES (?, ?, ?)",
          {id, static_cast<std::int64_t>(i), versions[i]}));
    }
    change.Record("report_comparison.start", fmt::format("report_comparison/{}", id),
                  Detail()
                      .Set("title", chosen.title)
                      .Set("years", JoinYears(chosen.years))
                      .Set("units", names)
                      .Set("reports", static_cast<std::int64_t>(versions.size())));
    return LoadComparison(change, id);
  });
}

Result<Listing<Comparison>> ListComparisons(const Office& office, const Actor& actor,
                                            const Page& page) {
  KAOGONG_TRY(Require(actor, Act::kCompareReports));
  return office.Read(actor, [&](Session& session) -> Result<Listing<Comparison>> {
    const bool sees_all = ReachOf(actor, Act::kCompareReports).is_everywhere;
    const Id account = sees_all ? -1 : actor.account;
    Listing<Comparison> list;
    KAOGONG_TRY_ASSIGN(
        const auto total,
        session.transaction.One<std::int64_t>(
            "SELECT count(*) FROM report_comparison c WHERE (? = -1 OR c.account_id = ?)",
            {account, account}));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {}WHERE (? = -1 OR c.account_id = ?) ORDER BY c.id DESC "
                    "LIMIT ? OFFSET ?",
                    kColumns),
        {account, account, page.size, page.offset()},
        [&](const Row& row) { list.items.push_back(ReadRow(row)); }));
    return list;
  });
}

Result<Comparison> FindComparison(const Office& office, const Actor& actor, Id id) {
  return office.Read(actor, [&](Session& session) { return LoadComparison(session, id); });
}

Result<ComparisonView> ReadComparison(const Office& office, const Actor& actor, Id id) {
  return office.Read(actor, [&](Session& session) -> Result<ComparisonView> {
    ComparisonView view;
    KAOGONG_TRY_ASSIGN(view.comparison, LoadComparison(session, id));
    KAOGONG_TRY_ASSIGN(view.members, MembersOf(session, id));
    KAOGONG_TRY_ASSIGN(view.pairs, PairsOf(session, id));
    return view;
  });
}

Result<PairView> ReadPair(const Office& office, const Actor& actor, Id id, int seq) {
  return office.Read(actor, [&](Session& session) -> Result<PairView> {
    KAOGONG_TRY(LoadComparison(session, id));
    std::optional<PairView> found;
    std::string passages;
    KAOGONG_TRY(
        session.transaction.Query(fmt::format("SELECT {}, passages FROM report_comparison_pair "
                                              "WHERE comparison_id = ? AND seq = ?",
                                              kPairColumns),
                                  {id, seq}, [&](const Row& row) {
                                    found.emplace().pair = ReadPairRow(row);
                                    passages = row.Get<std::string>(8);
                                  }));
    if (!found.has_value()) {
      return Error{ErrorCode::kNotFound, Say("这次比对没有这一对汇报", "There is no such pair")};
    }
    KAOGONG_TRY_ASSIGN(found->passages, PassagesOf(std::string_view(passages)));
    KAOGONG_TRY_ASSIGN(const auto members, MembersOf(session, id));
    found->a = members[static_cast<std::size_t>(found->pair.a)];
    found->b = members[static_cast<std::size_t>(found->pair.b)];
    return *std::move(found);
  });
}

Result<std::string> ExportPairs(const Office& office, const Actor& actor, Id id,
                                Language language) {
  KAOGONG_TRY_ASSIGN(const ComparisonView view, ReadComparison(office, actor, id));
  if (view.comparison.state != CheckState::kDone) {
    return Error{ErrorCode::kConflict,
                 Say("这次比对还没有完成，没有结果可以导出",
                     "The comparison is not done: there is nothing to export")};
  }
  sheet::Workbook book;
  book.title = view.comparison.title;
  book.sheets = {PairsSheet(view, language), MembersSheet(view, language)};
  return sheet::RenderWorkbook(book);
}

Result<bool> RunNextComparison(Library& library, JobProgress& progress) {
  KAOGONG_TRY_ASSIGN(const auto claim, ClaimJob(library.office(), kCompareJob));
  if (!claim) return false;
  KAOGONG_TRY(CompareWork(library, progress, *claim).Go());
  return true;
}

}  // namespace kaogong::office::report
