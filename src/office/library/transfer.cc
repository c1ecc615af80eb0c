// SPDX-License-Identifier: Apache-2.0
#include "office/library/transfer.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "intake/shared_parameters.h"
#include "office/library/archive.h"
#include "office/library/internal/facts_rows.h"
#include "office/library/internal/rows.h"
#include "regulation/document.h"

namespace kaogong::office::library {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFactsFolder = "facts/";

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool IsTable(std::string_view path) {
  return path.starts_with(kFactsFolder) &&
         path.find('/', kFactsFolder.size()) == std::string_view::npos &&
         (path.ends_with(".csv") || path.ends_with(".xlsx") || path.ends_with(".xlsm"));
}

// Returns the folder in which the regulation lies: that of the regulation.md nearest the top, or
// the one around regulation/*.md.
std::optional<std::string> FolderIn(const std::vector<ArchiveEntry>& entries) {
  std::optional<std::string> best;
  for (const ArchiveEntry& entry : entries) {
    for (std::size_t at = 0; at != std::string::npos;) {
      const std::string_view rest = std::string_view(entry.path).substr(at);
      if (rest == "regulation.md" || (rest.starts_with("regulation/") && rest.ends_with(".md"))) {
        const std::string folder = entry.path.substr(0, at);
        if (!best || folder.size() < best->size()) best = folder;
        break;
      }
      const std::size_t slash = entry.path.find('/', at);
      at = slash == std::string::npos ? slash : slash + 1;
    }
  }
  return best;
}

// "ganxi-village/2012/" → slug and label where they are not given.
void NameByFolder(std::string_view folder, ImportNames* names) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < folder.size();) {
    const std::size_t end = std::min(folder.find('/', begin), folder.size());
    if (end > begin) parts.emplace_back(folder.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!parts.empty() && IsNumber(parts.back())) {
    if (names->label.empty()) names->label = parts.back();
    parts.pop_back();
  }
  if (!parts.empty() && names->slug.empty()) names->slug = parts.back();
}

// What an archive or a folder holds.
struct Content {
  ImportNames names;
  std::vector<SourceFile> files;
  std::vector<UploadedFile> tables;
};

Result<Content> ContentOf(std::vector<ArchiveEntry> entries, std::string_view archive_name,
                          ImportNames names) {
  const auto folder = FolderIn(entries);
  if (!folder) {
    return Error{ErrorCode::kInvalidInput,
                 Say("压缩包里没有办法正文 regulation.md", "The archive holds no regulation.md")};
  }
  NameByFolder(*folder, &names);
  if (names.slug.empty()) names.slug = fs::path(archive_name).stem().string();
  Content content;
  content.names = std::move(names);
  for (ArchiveEntry& entry : entries) {
    const std::string path =
        entry.path.starts_with(*folder) ? entry.path.substr(folder->size()) : "";
    if (IsTable(path)) {
      content.tables.push_back({path.substr(kFactsFolder.size()), std::move(entry.bytes)});
    } else if (KindOfSource(path)) {
      content.files.push_back({path, std::move(entry.bytes)});
    } else {
      return Error{ErrorCode::kInvalidInput,
                   Say("压缩包中的 {} 不是办法的文件；请只压缩一个办法的文件夹",
                       "{} in the archive is no file of a regulation; pack one regulation's folder "
                       "only",
                       entry.path)};
    }
  }
  return content;
}

Result<std::string> ReadWhole(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  if (!stream.good() && !stream.eof()) {
    return Error{ErrorCode::kUnavailable, Say("读不了文件 {}", "cannot read {}", path.string())};
  }
  return std::move(bytes).str();
}

// Parameters that regulations share become part of each: a version is whole in itself.
Result<void> AddShared(const fs::path& folder, Content* content) {
  std::vector<regulation::SourceFile> documents;
  for (const SourceFile& file : content->files) {
    if (file.path.ends_with(".md")) documents.push_back({file.path, file.text});
  }
  for (const std::string& name : regulation::SharedFilesOf(documents)) {
    const std::string path = "params/" + name + ".yaml";
    if (std::ranges::find(content->files, path, &SourceFile::path) != content->files.end()) continue;
    KAOGONG_TRY_ASSIGN(const fs::path found, intake::FindSharedParameters(folder, name));
    KAOGONG_TRY_ASSIGN(std::string bytes, ReadWhole(found));
    content->files.push_back({path, std::move(bytes)});
  }
  return {};
}

Result<Content> ContentOfFolder(const fs::path& folder, ImportNames names) {
  const fs::path clean = fs::absolute(folder / "").lexically_normal().parent_path();
  NameByFolder(clean.string(), &names);
  Content content;
  content.names = std::move(names);
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(clean, error)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    const std::string name = path.lexically_relative(clean).generic_string();
    if (!IsTable(name) && !KindOfSource(name)) continue;
    KAOGONG_TRY_ASSIGN(std::string bytes, ReadWhole(path));
    if (IsTable(name)) {
      content.tables.push_back({name.substr(kFactsFolder.size()), std::move(bytes)});
    } else {
      content.files.push_back({name, std::move(bytes)});
    }
  }
  if (content.files.empty()) {
    return Error{ErrorCode::kNotFound,
                 Say("{} 里没有办法", "there is no regulation in {}", folder.string())};
  }
  KAOGONG_TRY(AddShared(clean, &content));
  return content;
}

// Content that was checked, ready to be stored.
struct Ready {
  std::string label;
  std::string title;
  Sources sources;
  std::shared_ptr<const Checked> checked;
  NewFactsSet facts;
  internal::FactsSummary summary;
};

Result<Ready> Prepare(Library& library, Content content, Issues* issues) {
  KAOGONG_TRY(CheckSources(&content.files));
  std::vector<Fault> faults;
  internal::CheckSlug(content.names.slug, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  Ready ready;
  ready.sources = SourcesOf(content.names.slug, std::move(content.files));
  KAOGONG_TRY_ASSIGN(ready.checked, library.Check(ready.sources));
  const scheme::Scheme& scheme = ready.checked->compiled.scheme;
  ready.title = scheme.title;
  ready.label = content.names.label.empty() ? std::to_string(scheme.year) : content.names.label;
  internal::CheckName("/label", ready.label, &faults);
  internal::CheckName("/title", ready.title, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  if (!content.tables.empty()) {
    ready.facts = {0, scheme.year, std::to_string(scheme.year), std::move(content.tables)};
    KAOGONG_TRY_ASSIGN(ready.summary, library.Compute([&] {
      return internal::ReadTables(ready.sources, ready.facts, issues);
    }));
  }
  return ready;
}

struct StoredIds {
  Id regulation = 0;
  Id version = 0;
  std::optional<Id> facts_set;
};

Result<StoredIds> Insert(Change& change, Ready& ready) {
  StoredIds ids;
  KAOGONG_TRY_ASSIGN(
      const auto known,
      change.transaction.One<Id>("SELECT id FROM regulation WHERE slug = ?", {ready.sources.slug}));
  if (known) {
    ids.regulation = *known;
    KAOGONG_TRY_ASSIGN(
        const auto taken,
        change.transaction.One<Id>(
            "SELECT id FROM regulation_version WHERE regulation_id = ? AND label = ?",
            {*known, ready.label}));
    if (taken) {
      return Error{ErrorCode::kConflict,
                   Say("办法 {} 已有版本“{}”，没有导入；请换一个版本名",
                       "The regulation {} has a version '{}' already; choose another label",
                       ready.sources.slug, ready.label)};
    }
  } else {
    KAOGONG_TRY_ASSIGN(ids.regulation, TakeIds(change.transaction));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO regulation (id, slug, title, owner_unit_id, version) VALUES (?, ?, ?, ?, 1)",
        {ids.regulation, ready.sources.slug, ready.title, nullptr}));
  }
  KAOGONG_TRY_ASSIGN(ids.version, internal::InsertVersion(change, ids.regulation, ready.label,
                                                          ready.sources, *ready.checked));
  if (!ready.facts.files.empty()) {
    ready.facts.regulation = ids.regulation;
    KAOGONG_TRY_ASSIGN(ids.facts_set, internal::InsertFactsSet(change, ready.facts, ready.summary));
  }
  change.Record("regulation.import", fmt::format("regulation_version/{}", ids.version),
                Detail()
                    .Set("slug", ready.sources.slug)
                    .Set("label", ready.label)
                    .Set("content_hash", ready.sources.content_hash));
  return ids;
}

Result<Imported> Import(Library& library, const Actor& actor, Content content, Issues* issues) {
  KAOGONG_TRY_ASSIGN(Ready ready, Prepare(library, std::move(content), issues));
  KAOGONG_TRY_ASSIGN(const StoredIds ids, library.office().Write(actor, [&](Change& change) {
    return Insert(change, ready);
  }));
  KAOGONG_TRY_ASSIGN(Regulation regulation, GetRegulation(library, actor, ids.regulation));
  return Imported{std::move(regulation), ids.version, ids.facts_set};
}

}  // namespace

Result<Imported> ImportArchive(Library& library, const Actor& actor, std::string_view bytes,
                               std::string_view archive_name, ImportNames names, Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kEditRegulations));
  KAOGONG_TRY_ASSIGN(auto entries, ReadArchive(bytes));
  KAOGONG_TRY_ASSIGN(Content content,
                     ContentOf(std::move(entries), archive_name, std::move(names)));
  return Import(library, actor, std::move(content), issues);
}

Result<Imported> ImportFolder(Library& library, const Actor& actor, const fs::path& folder,
                              const FolderOptions& options, Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kEditRegulations));
  KAOGONG_TRY_ASSIGN(Content content, ContentOfFolder(folder, options.names));
  KAOGONG_TRY_ASSIGN(Imported imported, Import(library, actor, std::move(content), issues));
  if (!options.is_published) return imported;
  KAOGONG_TRY(PublishVersion(library, actor, imported.version, 1, issues));
  KAOGONG_TRY_ASSIGN(imported.regulation, GetRegulation(library, actor, imported.regulation.id));
  return imported;
}

Result<std::string> ExportArchive(Library& library, const Actor& actor, Id version) {
  KAOGONG_TRY_ASSIGN(const Version known, GetVersion(library, actor, version));
  KAOGONG_TRY_ASSIGN(const Sources sources, LoadSources(library, actor, version));
  std::vector<ArchiveEntry> entries;
  // A label may be any text; only a plain one is a folder's name.
  const bool is_plain =
      CheckRelativePath(known.row.label).ok() && known.row.label.find('/') == std::string::npos;
  const std::string folder = known.slug + (is_plain ? "/" + known.row.label : "") + "/";
  for (const SourceFile& file : sources.files) entries.push_back({folder + file.path, file.text});
  return WriteArchive(entries);
}

}  // namespace kaogong::office::library
