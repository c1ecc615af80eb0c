// SPDX-License-Identifier: Apache-2.0
// Files of drafts; publishing and withdrawing.
#include <algorithm>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"
#include "office/library/internal/rows.h"
#include "office/library/regulations.h"

namespace kaogong::office::library {

namespace {

using store::Row;

constexpr std::size_t kReasonCharactersMax = 500;

Text NameOfVersion(const VersionRow& row) { return Say("版本“{}”", "the version '{}'", row.label); }

Error NotADraft(const VersionRow& row) {
  return {ErrorCode::kConflict,
          Say("版本“{}”已经发布，内容不能再改；请以它为底稿新建一个版本",
              "The version '{}' is published and cannot be changed; make a new version from it",
              row.label)};
}

// The row of a draft that the actor may change, as the editor last saw it.
Result<VersionRow> FindDraft(const Session& session, Id id, std::int64_t stamp) {
  KAOGONG_TRY_ASSIGN(VersionRow row, internal::FindVersion(session, id));
  KAOGONG_TRY(Require(session.actor, Act::kEditRegulations));
  if (row.state() != VersionState::kDraft) return NotADraft(row);
  if (row.version != stamp) return Stale(NameOfVersion(row));
  return row;
}

std::vector<SourceFile>::iterator FindFile(std::vector<SourceFile>* files, std::string_view path) {
  return std::find_if(files->begin(), files->end(),
                      [&](const SourceFile& file) { return file.path == path; });
}

Error NoSuchFile(std::string_view path) {
  return {ErrorCode::kNotFound, Say("这个版本没有文件“{}”", "The version has no file '{}'", path)};
}

// Puts a file among the others, or takes it away when there is no text.
void Replace(std::vector<SourceFile>* files, std::string_view path,
             const std::optional<std::string>& text) {
  const auto found = FindFile(files, path);
  if (!text) {
    if (found != files->end()) files->erase(found);
  } else if (found != files->end()) {
    found->text = *text;
  } else {
    files->push_back({std::string(path), *text});
  }
}

// Stores a draft whose file at `path` has become `text`. The check is made before the transaction
// begins, from the files as they were then; the stamp says whether they still are.
Result<Version> Store(Library& library, const Actor& actor, Id id, std::int64_t stamp,
                      std::string_view path, const std::optional<std::string>& text) {
  KAOGONG_TRY_ASSIGN(Sources sources,
                     library.office().Read(actor, [&](Session& session) -> Result<Sources> {
                       KAOGONG_TRY_ASSIGN(const VersionRow row, FindDraft(session, id, stamp));
                       return internal::LoadTexts(session, row);
                     }));
  const bool is_known = FindFile(&sources.files, path) != sources.files.end();
  if (!text && !is_known) return NoSuchFile(path);
  Replace(&sources.files, path, text);
  KAOGONG_TRY(CheckSources(&sources.files));
  sources = SourcesOf(std::move(sources.slug), std::move(sources.files));
  KAOGONG_TRY_ASSIGN(const auto checked, library.Check(sources));
  return library.office().Write(actor, [&](Change& change) -> Result<Version> {
    KAOGONG_TRY_ASSIGN(const VersionRow row, FindDraft(change, id, stamp));
    KAOGONG_TRY(change.transaction.Execute(
        "DELETE FROM regulation_file WHERE version_id = ? AND path = ?", {id, path}));
    if (text) KAOGONG_TRY(internal::InsertFile(change, id, {std::string(path), *text}));
    KAOGONG_TRY(internal::UpdateVersion(change, id, sources, *checked));
    change.Record(text ? "regulation_version.edit" : "regulation_version.delete_file",
                  fmt::format("regulation_version/{}", id),
                  Detail()
                      .Set("path", path)
                      .SetChange("content_hash", row.content_hash, sources.content_hash));
    return internal::LoadVersion(change, id);
  });
}

}  // namespace

Result<StoredFile> GetFile(Library& library, const Actor& actor, Id version,
                           std::string_view path) {
  return library.office().Read(actor, [&](Session& session) -> Result<StoredFile> {
    KAOGONG_TRY(internal::FindVersion(session, version));
    std::optional<StoredFile> found;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT path, text, sha256 FROM regulation_file WHERE version_id = ? AND path = ?",
        {version, path}, [&](const Row& row) {
          found = StoredFile{{row.Get<std::string>(0), row.Get<std::string>(1)},
                             row.Get<std::string>(2)};
        }));
    if (!found) return NoSuchFile(path);
    return *std::move(found);
  });
}

Result<Version> PutFile(Library& library, const Actor& actor, Id version, std::int64_t stamp,
                        SourceFile file) {
  KAOGONG_TRY(CheckSource(file));
  return Store(library, actor, version, stamp, file.path, std::move(file.text));
}

Result<Version> DeleteFile(Library& library, const Actor& actor, Id version, std::int64_t stamp,
                           std::string_view path) {
  return Store(library, actor, version, stamp, path, std::nullopt);
}

Result<std::shared_ptr<const Checked>> CheckWith(
    Library& library, const Actor& actor, Id version,
    const std::map<std::string, std::optional<std::string>>& texts) {
  if (!texts.empty()) KAOGONG_TRY(Require(actor, Act::kEditRegulations));
  KAOGONG_TRY_ASSIGN(Sources sources, LoadSources(library, actor, version));
  for (const auto& [path, text] : texts) Replace(&sources.files, path, text);
  KAOGONG_TRY(CheckSources(&sources.files));
  return library.Check(SourcesOf(std::move(sources.slug), std::move(sources.files)));
}

Result<Version> PublishVersion(Library& library, const Actor& actor, Id version, std::int64_t stamp,
                               Issues* issues) {
  KAOGONG_TRY_ASSIGN(const Sources sources, LoadSources(library, actor, version));
  KAOGONG_TRY(Require(actor, Act::kPublishRegulations));
  KAOGONG_TRY_ASSIGN(const auto checked, library.Check(sources));
  if (!checked->is_sound()) {
    issues->Append(checked->issues);
    for (const auto& result : checked->cases) issues->Append(result.failures);
    return Error{ErrorCode::kInvalidInput,
                 Say("办法还有 {0} 处错误、{1} 个未通过的案例，不能发布",
                     "The regulation has {0} errors and {1} failed cases and cannot be published",
                     checked->issues.error_count(), checked->cases_failed)};
  }
  return library.office().Write(actor, [&](Change& change) -> Result<Version> {
    KAOGONG_TRY_ASSIGN(const VersionRow row, internal::FindVersion(change, version));
    if (row.state() != VersionState::kDraft) return NotADraft(row);
    // What was checked is what is published.
    if (row.version != stamp || row.content_hash != sources.content_hash)
      return Stale(NameOfVersion(row));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE regulation_version SET published_at = ?, published_by = ?, version = version + 1 "
        "WHERE id = ?",
        {change.now.ToString(), actor.name, version}));
    change.Record("regulation_version.publish", fmt::format("regulation_version/{}", version),
                  Detail()
                      .Set("slug", sources.slug)
                      .Set("label", row.label)
                      .Set("content_hash", row.content_hash));
    return internal::LoadVersion(change, version);
  });
}

Result<Version> WithdrawVersion(Library& library, const Actor& actor, Id version,
                                std::int64_t stamp, std::string_view reason) {
  const bool has_reason = !Trim(reason).empty() && !FindInvalidUtf8(reason) &&
                          CountCodePoints(reason) <= kReasonCharactersMax &&
                          reason.find('\0') == std::string_view::npos;
  return library.office().Write(actor, [&](Change& change) -> Result<Version> {
    KAOGONG_TRY_ASSIGN(const VersionRow row, internal::FindVersion(change, version));
    KAOGONG_TRY(Require(actor, Act::kPublishRegulations));
    if (!has_reason) {
      KAOGONG_TRY(internal::RefuseFaults(
          {{"/reason", Say("请写明撤回的原因，不超过 {} 个字",
                           "Give the reason in at most {} characters", kReasonCharactersMax)}}));
    }
    if (row.state() != VersionState::kPublished) {
      return Error{ErrorCode::kConflict,
                   Say("只有已发布的版本才能撤回", "Only a published version can be withdrawn")};
    }
    if (row.version != stamp) return Stale(NameOfVersion(row));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE regulation_version SET withdrawn_at = ?, withdrawn_by = ?, withdraw_reason = ?, "
        "version = version + 1 WHERE id = ?",
        {change.now.ToString(), actor.name, reason, version}));
    change.Record("regulation_version.withdraw", fmt::format("regulation_version/{}", version),
                  Detail().Set("label", row.label).Set("reason", reason));
    return internal::LoadVersion(change, version);
  });
}

}  // namespace kaogong::office::library
