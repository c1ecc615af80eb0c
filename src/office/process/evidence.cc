// SPDX-License-Identifier: Apache-2.0
#include "office/process/evidence.h"

#include <algorithm>
#include <utility>

#include "base/sha256.h"
#include "importer/file.h"
#include "office/job/job.h"
#include "office/library/blobs.h"
#include "office/process/internal/book.h"
#include "office/process/internal/sniff.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Row;

namespace {

constexpr std::string_view kColumns =
    "e.id, e.name, e.size, e.media_type, e.sha256, e.uploaded_by, e.uploaded_at";

Evidence ReadEvidence(const Row& row) {
  return {row.Get<Id>(0),          row.Get<std::string>(1), row.Get<std::int64_t>(2),
          row.Get<std::string>(3), row.Get<std::string>(4), row.Get<std::string>(5),
          row.Get<std::string>(6)};
}

Error NoSuchEvidence() {
  return {ErrorCode::kNotFound,
          Say("没有这个文件，或您看不到它", "There is no such file, or you may not see it")};
}

// What a file is attached to.
struct Link {
  EvidenceUse use;
  std::optional<Id> assessee;
  std::optional<Id> unit;
  std::optional<MeasurementKey> measurement;
};

Result<std::vector<Link>> LinksOf(const Session& session, Id id) {
  std::vector<Link> links;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT what, title, assessee_id, unit_id FROM evidence_link WHERE evidence_id = ? "
      "ORDER BY what, thing_id",
      {id}, [&](const Row& row) {
        links.push_back({{row.Get<std::string>(0), row.Get<std::string>(1)},
                         row.Get<std::optional<Id>>(2),
                         row.Get<std::optional<Id>>(3),
                         {}});
      }));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT element_id, year, period, subject_id FROM measurement_evidence WHERE evidence_id = ? "
      "ORDER BY element_id, year, period, subject_id",
      {id}, [&](const Row& row) {
        Link link;
        link.use.what = "measurement";
        link.measurement =
            MeasurementKey{row.Get<Id>(0), row.Get<int>(1), row.Get<int>(2), row.Get<Id>(3)};
        links.push_back(std::move(link));
      }));
  return links;
}

// A member of a panel sees what is about those he scores.
Result<bool> ScoresAssessee(const Session& session, Id assessee) {
  KAOGONG_TRY_ASSIGN(
      const auto count,
      session.transaction.One<std::int64_t>(
          "SELECT count(*) FROM panel p JOIN assessee a ON a.assessment_id = p.assessment_id "
          "WHERE p.account_id = ? AND a.id = ?",
          {session.actor.account, assessee}));
  return MayDo(session.actor, Act::kScorePanel) && count.value_or(0) > 0;
}

Result<bool> MaySeeLink(Book& book, Link& link) {
  const Session& session = book.session();
  if (link.measurement.has_value()) {
    const MeasurementKey& key = *link.measurement;
    KAOGONG_TRY_ASSIGN(const auto uses, book.UsesOf(key.element, key.year, key.subject));
    if (uses.empty()) return false;
    link.use.title = NameOfCell(uses.front(), key.period);
    KAOGONG_TRY_ASSIGN(bool may, MaySee(session, uses, Act::kViewProcess));
    if (!may) {
      KAOGONG_TRY_ASSIGN(may, MayVerify(session, uses));
    }
    for (const Use& use : uses) {
      if (may) break;
      KAOGONG_TRY_ASSIGN(may, ScoresAssessee(session, use.assessee.id));
    }
    return may;
  }
  if (link.assessee.has_value()) {
    if (assessment::FindAssessee(session, *link.assessee, Act::kViewProcess).ok()) return true;
    return ScoresAssessee(session, *link.assessee);
  }
  if (!link.unit.has_value()) return false;
  return RequireOn(session.transaction, session.actor, Act::kViewProcess, *link.unit, session.today)
      .ok();
}

Result<EvidenceView> Load(Book& book, Id id) {
  const Session& session = book.session();
  EvidenceView view;
  Id account = 0;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {}, e.account_id FROM evidence e WHERE e.id = ?", kColumns), {id},
      [&](const Row& row) {
        view.evidence = ReadEvidence(row);
        account = row.Get<Id>(7);
      }));
  if (view.evidence.id == 0) return NoSuchEvidence();
  KAOGONG_TRY_ASSIGN(auto links, LinksOf(session, id));
  bool may_see = session.actor.is_program || account == session.actor.account;
  for (Link& link : links) {
    KAOGONG_TRY_ASSIGN(const bool may, MaySeeLink(book, link));
    if (may) view.used_by.push_back(link.use);
    may_see = may_see || may;
  }
  if (!may_see) return NoSuchEvidence();
  return view;
}

// Errors: kInvalidInput when a file is not there for the actor. `before` are attached already.
Result<void> CheckFiles(const Change& change, std::span<const Id> files,
                        const std::vector<Evidence>& before, std::string_view pointer) {
  std::vector<Fault> faults;
  if (files.size() > kEvidenceFilesMax) {
    faults.push_back(
        {std::string(pointer), Say("一处最多附 {} 个文件", "At most {} files", kEvidenceFilesMax)});
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Id id = files[i];
    const std::string at = fmt::format("{}/{}", pointer, i);
    if (std::ranges::find(files.subspan(0, i), id) !=
        files.begin() + static_cast<std::ptrdiff_t>(i)) {
      faults.push_back({at, Say("同一个文件附了两次", "The same file twice")});
      continue;
    }
    if (std::ranges::find(before, id, &Evidence::id) != before.end()) continue;
    KAOGONG_TRY_ASSIGN(
        const auto account,
        change.transaction.One<Id>("SELECT account_id FROM evidence WHERE id = ?", {id}));
    if (account.has_value() && (*account == change.actor.account || change.actor.is_program))
      continue;
    faults.push_back({at, Say("没有这个文件；请附自己上传的文件",
                              "There is no such file; attach files that you uploaded")});
  }
  if (faults.empty()) return {};
  return Error{ErrorCode::kInvalidInput, Say("附件有误", "The files are wrong"), std::move(faults)};
}

}  // namespace

bool Evidence::is_viewable() const {
  return media_type.starts_with("image/") || media_type == "application/pdf";
}

Result<EvidenceView> UploadEvidence(const Office& office, const Actor& actor,
                                    std::string_view file_name, const std::filesystem::path& path) {
  KAOGONG_TRY_ASSIGN(const auto file, importer::FileBytes::Open(path));
  const std::string_view bytes = file.bytes();
  if (bytes.size() > kEvidenceBytesMax) {
    return Error{ErrorCode::kLimitExceeded, Say("文件超过 {} MiB", "The file is larger than {} MiB",
                                                kEvidenceBytesMax >> 20U)};
  }
  Text why;
  const auto type = SniffEvidence(file_name, bytes, &why);
  if (!type.has_value()) return Error{ErrorCode::kInvalidInput, why, {{"/file", why}}};
  EvidenceView view;
  Evidence& made = view.evidence;
  made.name = ShownFileName(file_name, "evidence");
  made.size = static_cast<std::int64_t>(bytes.size());
  made.media_type = *type;
  made.sha256 = Sha256Hex(bytes);
  made.uploaded_by = actor.name;
  return office.Write(actor, [&](Change& change) -> Result<EvidenceView> {
    KAOGONG_TRY_ASSIGN(made.id, TakeIds(change.transaction));
    made.uploaded_at = change.now.ToString();
    KAOGONG_TRY(library::InsertBlob(change, made.sha256, bytes));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO evidence (id, name, size, media_type, sha256, account_id, uploaded_by, "
        "uploaded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {made.id, made.name, made.size, made.media_type, made.sha256, change.actor.account,
         made.uploaded_by, made.uploaded_at}));
    change.Record("evidence.upload", fmt::format("evidence/{}", made.id),
                  Detail().Set("name", made.name).Set("sha256", made.sha256));
    return view;
  });
}

Result<EvidenceView> FindEvidence(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) {
    Book book(library, session);
    return Load(book, id);
  });
}

Result<EvidenceContent> OpenEvidence(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<EvidenceContent> {
    Book book(library, session);
    KAOGONG_TRY_ASSIGN(EvidenceView view, Load(book, id));
    EvidenceContent content;
    content.evidence = std::move(view.evidence);
    KAOGONG_TRY_ASSIGN(content.bytes, library::LoadBlob(session, content.evidence.sha256));
    return content;
  });
}

Result<std::vector<Evidence>> EvidenceOf(const Session& session, std::string_view what, Id thing) {
  std::vector<Evidence> files;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id "
                  "WHERE l.what = ? AND l.thing_id = ? ORDER BY l.place",
                  kColumns),
      {what, thing}, [&](const Row& row) { files.push_back(ReadEvidence(row)); }));
  return files;
}

Result<std::vector<Evidence>> EvidenceOf(const Session& session, const MeasurementKey& key) {
  std::vector<Evidence> files;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM measurement_evidence l JOIN evidence e ON e.id = l.evidence_id "
                  "WHERE l.element_id = ? AND l.year = ? AND l.period = ? AND l.subject_id = ? "
                  "ORDER BY l.place",
                  kColumns),
      {key.element, key.year, key.period, key.subject},
      [&](const Row& row) { files.push_back(ReadEvidence(row)); }));
  return files;
}

Result<void> Attach(const Change& change, const EvidenceHolder& holder, std::span<const Id> files,
                    std::string_view pointer) {
  KAOGONG_TRY_ASSIGN(const auto before, EvidenceOf(change, holder.what, holder.thing));
  KAOGONG_TRY(CheckFiles(change, files, before, pointer));
  KAOGONG_TRY(change.transaction.Execute(
      "DELETE FROM evidence_link WHERE what = ? AND thing_id = ?", {holder.what, holder.thing}));
  std::int64_t place = 0;
  for (const Id id : files) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO evidence_link (what, thing_id, evidence_id, place, title, assessee_id, "
        "unit_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {holder.what, holder.thing, id, ++place, holder.title, holder.assessee, holder.unit}));
  }
  return {};
}

Result<void> AttachToMeasurement(const Change& change, const MeasurementKey& key,
                                 std::span<const Id> files, std::string_view pointer) {
  KAOGONG_TRY_ASSIGN(const auto before, EvidenceOf(change, key));
  KAOGONG_TRY(CheckFiles(change, files, before, pointer));
  KAOGONG_TRY(change.transaction.Execute(
      "DELETE FROM measurement_evidence WHERE element_id = ? AND year = ? AND period = ? "
      "AND subject_id = ?",
      {key.element, key.year, key.period, key.subject}));
  std::int64_t place = 0;
  for (const Id id : files) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO measurement_evidence (element_id, year, period, subject_id, evidence_id, "
        "place) VALUES (?, ?, ?, ?, ?, ?)",
        {key.element, key.year, key.period, key.subject, id, ++place}));
  }
  return {};
}

}  // namespace kaogong::office::process
