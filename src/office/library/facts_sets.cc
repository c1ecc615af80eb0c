// SPDX-License-Identifier: Apache-2.0
#include "office/library/facts_sets.h"

#include <set>
#include <utility>

#include "office/library/blobs.h"
#include "office/library/internal/facts_rows.h"
#include "office/library/internal/rows.h"

namespace kaogong::office::library {

namespace {

using store::Row;

constexpr int kYearFirst = 1990;
constexpr int kYearLast = 2199;

constexpr std::string_view kColumns =
    "f.id, f.regulation_id, r.slug, f.name, f.year, f.content_hash, f.row_count, f.created_at, "
    "f.created_by FROM facts_set f JOIN regulation r ON r.id = f.regulation_id ";

FactsSet ReadFactsSet(const Row& row) {
  FactsSet set;
  set.id = row.Get<Id>(0);
  set.regulation = row.Get<Id>(1);
  set.slug = row.Get<std::string>(2);
  set.name = row.Get<std::string>(3);
  set.year = row.Get<int>(4);
  set.content_hash = row.Get<std::string>(5);
  set.row_count = row.Get<std::int64_t>(6);
  set.created_at = row.Get<std::string>(7);
  set.created_by = row.Get<std::string>(8);
  return set;
}

Result<void> AddFiles(const Session& session, FactsSet* set) {
  return session.transaction.Query(
      "SELECT f.name, b.size, f.sha256 FROM facts_file f JOIN blob b ON b.sha256 = f.sha256 "
      "WHERE f.facts_set_id = ? ORDER BY f.place",
      {set->id}, [&](const Row& row) {
        set->files.push_back(
            {row.Get<std::string>(0), row.Get<std::int64_t>(1), row.Get<std::string>(2)});
      });
}

Result<FactsSet> Load(const Session& session, Id id) {
  std::optional<FactsSet> found;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE f.id = ?", kColumns), {id},
                                        [&](const Row& row) { found = ReadFactsSet(row); }));
  if (!found)
    return Error{ErrorCode::kNotFound, Say("没有这套数据", "There is no such set of facts")};
  KAOGONG_TRY(AddFiles(session, &*found));
  return *std::move(found);
}

Result<void> CheckFiles(const std::vector<UploadedFile>& files, std::vector<Fault>* faults) {
  std::set<std::string> names;
  std::size_t total = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string& name = files[i].name;
    const bool is_good = CheckRelativePath(name).ok() && name.find('/') == std::string::npos;
    if (!is_good || !names.insert(name).second) {
      faults->push_back({fmt::format("/files/{}", i),
                         Say("文件名不能用，或与另一个文件重名",
                             "The file name cannot be used, or another file has it")});
    }
    total += files[i].bytes.size();
  }
  if (files.empty())
    faults->push_back(
        {"/files", Say("请选择数据表（.xlsx 或 .csv）", "Choose tables (.xlsx or .csv)")});
  if (files.size() > FactsLimits::kFilesMax || total > FactsLimits::kTotalBytesMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("一套数据最多 {} 个文件，合计不超过 {} 字节",
                     "A set of facts has at most {} files of {} bytes in all",
                     FactsLimits::kFilesMax, FactsLimits::kTotalBytesMax)};
  }
  return {};
}

// The version whose rules say how the tables are to be read.
Result<Sources> SourcesForYear(Library& library, const Actor& actor, Id regulation, int year) {
  KAOGONG_TRY_ASSIGN(const Regulation known, GetRegulation(library, actor, regulation));
  auto version = internal::CurrentOf(known.versions, fmt::format("{}-12-31", year));
  if (!version) version = internal::DraftOf(known.versions);
  if (!version) return internal::NoSuchVersion();
  return LoadSources(library, actor, version->id);
}

}  // namespace

Result<Listing<FactsSet>> ListFactsSets(Library& library, const Actor& actor,
                                        std::optional<Id> regulation, const Page& page) {
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<FactsSet>> {
    KAOGONG_TRY(Require(actor, Act::kViewRuns));
    const Id wanted = regulation.value_or(0);
    constexpr std::string_view kFilter = "WHERE (? = 0 OR f.regulation_id = ?) ";
    Listing<FactsSet> list;
    KAOGONG_TRY_ASSIGN(
        const auto total,
        session.transaction.One<std::int64_t>(
            fmt::format("SELECT count(*) FROM facts_set f {}", kFilter), {wanted, wanted}));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {}{}ORDER BY f.year DESC, f.id DESC LIMIT ? OFFSET ?", kColumns,
                    kFilter),
        {wanted, wanted, page.size, page.offset()},
        [&](const Row& row) { list.items.push_back(ReadFactsSet(row)); }));
    for (FactsSet& set : list.items) KAOGONG_TRY(AddFiles(session, &set));
    return list;
  });
}

Result<FactsSet> GetFactsSet(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<FactsSet> {
    KAOGONG_TRY(Require(actor, Act::kViewRuns));
    return Load(session, id);
  });
}

Result<FactsSet> CreateFactsSet(Library& library, const Actor& actor, NewFactsSet wanted,
                                Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kRunRegulations));
  std::vector<Fault> faults;
  internal::CheckName("/name", wanted.name, &faults);
  if (wanted.year < kYearFirst || wanted.year > kYearLast) {
    faults.push_back({"/year", Say("年度应在 {} 至 {} 之间", "The year lies between {} and {}",
                                   kYearFirst, kYearLast)});
  }
  KAOGONG_TRY(CheckFiles(wanted.files, &faults));
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  KAOGONG_TRY_ASSIGN(const Sources sources,
                     SourcesForYear(library, actor, wanted.regulation, wanted.year));
  KAOGONG_TRY_ASSIGN(const internal::FactsSummary summary, library.Compute([&] {
    return internal::ReadTables(sources, wanted, issues);
  }));
  return library.office().Write(actor, [&](Change& change) -> Result<FactsSet> {
    KAOGONG_TRY_ASSIGN(const Id id, internal::InsertFactsSet(change, wanted, summary));
    change.Record("facts_set.create", fmt::format("facts_set/{}", id),
                  Detail()
                      .Set("slug", sources.slug)
                      .Set("name", wanted.name)
                      .Set("year", std::int64_t{wanted.year})
                      .Set("content_hash", summary.content_hash));
    return Load(change, id);
  });
}

Result<FactsBytes> LoadFactsBytes(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<FactsBytes> {
    FactsBytes facts;
    KAOGONG_TRY_ASSIGN(facts.set, Load(session, id));
    for (const FactsFileRow& file : facts.set.files) {
      KAOGONG_TRY_ASSIGN(std::string bytes, LoadBlob(session, file.sha256));
      facts.bytes.push_back(std::make_shared<const std::string>(std::move(bytes)));
    }
    return facts;
  });
}

}  // namespace kaogong::office::library
