// SPDX-License-Identifier: Apache-2.0
#include "office/library/internal/rows.h"

#include <algorithm>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"

namespace kaogong::office::library::internal {

namespace {

using store::Row;

constexpr std::size_t kSlugBytesMax = 64;
constexpr std::size_t kNameCharactersMax = 100;

constexpr std::string_view kInsertVersion =
    "INSERT INTO regulation_version (id, regulation_id, label, content_hash, effective_from, "
    "encoded, informative, not_modelled, unmarked, errors, warnings, cases_passed, cases_failed, "
    "updated_at, updated_by, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";

constexpr std::string_view kUpdateVersion =
    "UPDATE regulation_version SET content_hash = ?, effective_from = ?, encoded = ?, "
    "informative = ?, not_modelled = ?, unmarked = ?, errors = ?, warnings = ?, cases_passed = ?, "
    "cases_failed = ?, updated_at = ?, updated_by = ?, version = version + 1 WHERE id = ?";

constexpr std::string_view kInsertFile =
    "INSERT INTO regulation_file (version_id, path, text, size, sha256) VALUES (?, ?, ?, ?, ?)";

std::optional<std::string> EffectiveFrom(const Checked& checked) {
  const auto& day = checked.compiled.scheme.effective_from;
  if (!day) return std::nullopt;
  return day->ToString();
}

bool IsSlugCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

const std::string_view kVersionColumns =
    "v.id, v.regulation_id, v.label, v.effective_from, v.content_hash, v.encoded, v.informative, "
    "v.not_modelled, v.unmarked, v.errors, v.warnings, v.cases_passed, v.cases_failed, "
    "v.updated_at, v.updated_by, v.published_at, v.published_by, v.withdrawn_at, "
    "v.withdraw_reason, v.version";

VersionRow ReadVersionRow(const Row& row) {
  using OptionalText = std::optional<std::string>;
  VersionRow to;
  to.id = row.Get<Id>(0);
  to.regulation = row.Get<Id>(1);
  to.label = row.Get<std::string>(2);
  to.effective_from = row.Get<OptionalText>(3);
  to.content_hash = row.Get<std::string>(4);
  to.coverage = {row.Get<int>(5), row.Get<int>(6), row.Get<int>(7), row.Get<int>(8)};
  to.errors = row.Get<int>(9);
  to.warnings = row.Get<int>(10);
  to.cases_passed = row.Get<int>(11);
  to.cases_failed = row.Get<int>(12);
  to.updated_at = row.Get<std::string>(13);
  to.updated_by = row.Get<std::string>(14);
  to.published_at = row.Get<OptionalText>(15);
  to.published_by = row.Get<OptionalText>(16);
  to.withdrawn_at = row.Get<OptionalText>(17);
  to.withdraw_reason = row.Get<OptionalText>(18);
  to.version = row.Get<std::int64_t>(19);
  return to;
}

Error NoSuchRegulation() {
  return {ErrorCode::kNotFound, Say("没有这个办法", "There is no such regulation")};
}

Error NoSuchVersion() {
  return {ErrorCode::kNotFound,
          Say("办法没有这个版本", "There is no such version of a regulation")};
}

Result<VersionRow> FindVersion(const Session& session, Id id) {
  KAOGONG_TRY(Require(session.actor, Act::kViewRegulations));
  std::optional<VersionRow> found;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM regulation_version v WHERE v.id = ?{}", kVersionColumns,
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE */"),
      {id}, [&](const Row& row) { found = ReadVersionRow(row); }));
  const bool is_hidden =
      found && found->state() == VersionState::kDraft && !MayDo(session.actor, Act::kViewDrafts);
  if (!found || is_hidden) return NoSuchVersion();
  return *std::move(found);
}

Result<Version> LoadVersion(const Session& session, Id id) {
  Version version;
  KAOGONG_TRY_ASSIGN(version.row, FindVersion(session, id));
  KAOGONG_TRY(session.transaction.Query("SELECT slug, title FROM regulation WHERE id = ?",
                                        {version.row.regulation}, [&](const Row& row) {
                                          version.slug = row.Get<std::string>(0);
                                          version.title = row.Get<std::string>(1);
                                        }));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT path, size, sha256 FROM regulation_file WHERE version_id = ? ORDER BY path", {id},
      [&](const Row& row) {
        version.files.push_back(
            {row.Get<std::string>(0), row.Get<std::int64_t>(1), row.Get<std::string>(2)});
      }));
  return version;
}

Result<Sources> LoadTexts(const Session& session, const VersionRow& row) {
  KAOGONG_TRY_ASSIGN(const auto slug,
                     session.transaction.One<std::string>(
                         "SELECT slug FROM regulation WHERE id = ?", {row.regulation}));
  std::vector<SourceFile> files;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT path, text FROM regulation_file WHERE version_id = ? ORDER BY path", {row.id},
      [&](const Row& file) {
        files.push_back({file.Get<std::string>(0), file.Get<std::string>(1)});
      }));
  return SourcesOf(slug.value_or(""), std::move(files));
}

Result<std::vector<VersionRow>> VersionsOf(const Session& session,
                                           std::span<const Id> regulations) {
  const bool sees_drafts = MayDo(session.actor, Act::kViewDrafts);
  const IdList list(regulations);
  std::vector<VersionRow> versions;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM regulation_version v WHERE v.regulation_id IN ({}) "
                  "ORDER BY v.id DESC",
                  kVersionColumns, list.marks()),
      list.arguments(), [&](const Row& row) {
        VersionRow version = ReadVersionRow(row);
        if (sees_drafts || version.state() != VersionState::kDraft)
          versions.push_back(std::move(version));
      }));
  return versions;
}

std::optional<VersionRow> CurrentOf(const std::vector<VersionRow>& newest_first,
                                    std::string_view day) {
  std::optional<VersionRow> in_force;
  std::optional<VersionRow> to_come;
  for (const VersionRow& version : newest_first) {
    if (version.state() != VersionState::kPublished) continue;
    const std::string from = version.effective_from.value_or("");
    if (from <= day) {
      if (!in_force || in_force->effective_from.value_or("") < from) in_force = version;
    } else if (!to_come || from < to_come->effective_from.value_or("")) {
      to_come = version;
    }
  }
  return in_force ? in_force : to_come;
}

std::optional<VersionRow> DraftOf(const std::vector<VersionRow>& newest_first) {
  for (const VersionRow& version : newest_first) {
    if (version.state() == VersionState::kDraft) return version;
  }
  return std::nullopt;
}

Result<Id> InsertVersion(const Change& change, Id regulation, std::string_view label,
                         const Sources& sources, const Checked& checked) {
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
  const auto& coverage = checked.coverage;
  KAOGONG_TRY(change.transaction.Execute(
      kInsertVersion,
      {id, regulation, label, sources.content_hash, EffectiveFrom(checked), coverage.encoded,
       coverage.informative, coverage.not_modelled, coverage.unmarked,
       static_cast<std::int64_t>(checked.issues.error_count()),
       static_cast<std::int64_t>(checked.issues.warning_count()), checked.cases_passed,
       checked.cases_failed, change.now.ToString(), change.actor.name}));
  for (const SourceFile& file : sources.files) KAOGONG_TRY(InsertFile(change, id, file));
  return id;
}

Result<void> UpdateVersion(const Change& change, Id version, const Sources& sources,
                           const Checked& checked) {
  const auto& coverage = checked.coverage;
  KAOGONG_TRY(change.transaction.Execute(
      kUpdateVersion,
      {sources.content_hash, EffectiveFrom(checked), coverage.encoded, coverage.informative,
       coverage.not_modelled, coverage.unmarked,
       static_cast<std::int64_t>(checked.issues.error_count()),
       static_cast<std::int64_t>(checked.issues.warning_count()), checked.cases_passed,
       checked.cases_failed, change.now.ToString(), change.actor.name, version}));
  return {};
}

Result<void> InsertFile(const Change& change, Id version, const SourceFile& file) {
  KAOGONG_TRY(change.transaction.Execute(
      kInsertFile, {version, file.path, file.text, static_cast<std::int64_t>(file.text.size()),
                    Sha256Hex(file.text)}));
  return {};
}

void CheckSlug(std::string_view slug, std::vector<Fault>* faults) {
  const bool is_good = !slug.empty() && slug.size() <= kSlugBytesMax && slug.front() != '-' &&
                       std::all_of(slug.begin(), slug.end(), IsSlugCharacter);
  if (is_good) return;
  faults->push_back(
      {"/slug", Say("代号为 1 至 64 个小写字母、数字或“-”，不以“-”开头，如 ganxi-village",
                    "The slug has 1 to 64 of a-z, 0-9 and '-', such as "
                    "ganxi-village")});
}

void CheckName(std::string_view pointer, std::string_view name, std::vector<Fault>* faults) {
  const bool is_plain = std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  const bool is_good = !Trim(name).empty() && is_plain && !FindInvalidUtf8(name) &&
                       CountCodePoints(name) <= kNameCharactersMax;
  if (is_good) return;
  faults->push_back({std::string(pointer),
                     Say("请填写 1 至 {} 个字，不含换行等控制字符",
                         "Give 1 to {} characters without line breaks", kNameCharactersMax)});
}

Result<void> RefuseFaults(std::vector<Fault> faults) {
  if (faults.empty()) return {};
  return Error{ErrorCode::kInvalidInput,
               Say("有 {} 处需要修改", "{} entries need attention", faults.size()),
               std::move(faults)};
}

}  // namespace kaogong::office::library::internal
