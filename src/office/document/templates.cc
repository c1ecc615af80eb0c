// SPDX-License-Identifier: Apache-2.0
#include "office/document/templates.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/sha256.h"
#include "office/document/internal/words.h"
#include "office/library/blobs.h"

namespace kaogong::office::documents {

namespace {

using document::Making;
using document::Subject;
using store::Row;

constexpr std::size_t kFileNameMax = 150;

Error NoSuchTemplate() {
  return {ErrorCode::kNotFound, Say("没有这个模板", "There is no such template")};
}

std::optional<Id> IdOf(std::string_view text) {
  Id id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool is_id = error == std::errc() && end == text.data() + text.size() && id > 0;
  return is_id ? std::optional(id) : std::nullopt;
}

// The workbook of formulas is no document with a model.
bool IsOffered(const document::ShippedTemplate& shipped) {
  return shipped.making != Making::kWorkbook;
}

TemplateView ViewOf(const document::ShippedTemplate& shipped) {
  TemplateView view;
  view.key = shipped.name;
  view.title = {std::string(shipped.title_zh), std::string(shipped.title_en)};
  view.subject = shipped.subject;
  view.making = shipped.making;
  return view;
}

const document::ShippedTemplate* FindShipped(std::string_view key) {
  for (const auto& shipped : document::ShippedTemplates()) {
    if (IsOffered(shipped) && shipped.name == key) return &shipped;
  }
  return nullptr;
}

Result<std::vector<TemplateView>> LoadOwn(const Session& session, Id id) {
  std::vector<TemplateView> list;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT id, title, subject, is_archived, version FROM document_template "
      "WHERE ? = 0 OR id = ? ORDER BY id",
      {id, id}, [&](const Row& row) {
        TemplateView view;
        view.key = std::to_string(row.Get<Id>(0));
        view.title = {row.Get<std::string>(1), row.Get<std::string>(1)};
        view.subject = SubjectNamed(row.Get<std::string_view>(2)).value_or(Subject::kWhole);
        view.is_archived = row.Get<bool>(3);
        view.version = row.Get<std::int64_t>(4);
        list.push_back(std::move(view));
      }));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT template_id, number, file_name, size, sha256, uploaded_by, uploaded_at "
      "FROM document_template_version WHERE ? = 0 OR template_id = ? ORDER BY number DESC",
      {id, id}, [&](const Row& row) {
        const std::string key = std::to_string(row.Get<Id>(0));
        const auto view = std::ranges::find(list, key, &TemplateView::key);
        if (view == list.end()) return;
        view->versions.push_back({row.Get<int>(1), row.Get<std::string>(2),
                                  row.Get<std::int64_t>(3), row.Get<std::string>(4),
                                  row.Get<std::string>(5), row.Get<std::string>(6)});
      }));
  return list;
}

Result<TemplateView> Find(const Session& session, std::string_view key) {
  if (const auto* const shipped = FindShipped(key)) return ViewOf(*shipped);
  const auto id = IdOf(key);
  if (!id) return NoSuchTemplate();
  KAOGONG_TRY_ASSIGN(auto found, LoadOwn(session, *id));
  if (found.empty()) return NoSuchTemplate();
  return std::move(found.front());
}

// One of the office's own, to be changed.
Result<TemplateView> FindOwn(const Session& session, std::string_view key) {
  KAOGONG_TRY_ASSIGN(TemplateView view, Find(session, key));
  if (!view.is_shipped()) return view;
  return Error{ErrorCode::kConflict,
               Say("自带的模板不能修改：下载原文件，改好后作为新模板上传",
                   "A template that comes with the program cannot be changed: download the file, "
                   "edit it and upload it as a new one")};
}

// Mistakes of the file go to `issues`.
Result<void> CheckFile(Shelf& shelf, std::string_view name, std::string_view bytes,
                       Issues* issues) {
  if (bytes.size() > kTemplateBytesMax) {
    return Error{ErrorCode::kLimitExceeded, Say("模板文件超过 {} MB", "The file is over {} MB",
                                                kTemplateBytesMax >> 20U)};
  }
  const auto read = shelf.Read(bytes, name, issues);
  if (!read.ok()) return read.error();
  if (read.value()) return {};
  return Error{ErrorCode::kInvalidInput,
               Say("模板有 {} 处错误，没有保存", "The template has {} mistakes and was not saved",
                   issues->error_count())};
}

Result<void> InsertVersion(const Change& change, Id id, int number, std::string_view file_name,
                           std::string_view bytes) {
  const std::string sha256 = Sha256Hex(bytes);
  KAOGONG_TRY(library::InsertBlob(change, sha256, bytes));
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO document_template_version (template_id, number, file_name, size, sha256, "
      "account_id, uploaded_by, uploaded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {id, number, file_name, static_cast<std::int64_t>(bytes.size()), sha256,
       change.actor.account, change.actor.name, change.now.ToString()}));
  return {};
}

Result<void> RequireFreeTitle(const Session& session, std::string_view title, Id except) {
  KAOGONG_TRY_ASSIGN(const auto taken,
                     session.transaction.One<Id>(
                         "SELECT id FROM document_template WHERE title = ? AND id <> ?",
                         {title, except}));
  bool is_taken = taken.has_value();
  for (const auto& shipped : document::ShippedTemplates()) is_taken |= shipped.title_zh == title;
  if (!is_taken) return {};
  return Error{ErrorCode::kConflict, Say("已有名为“{}”的模板", "There is a template called '{}'",
                                         title)};
}

std::string FileNameOf(std::string_view given, std::string_view title) {
  std::string name = internal::Shortened(given, kFileNameMax);
  return name.empty() ? std::string(title) + ".docx" : name;
}

}  // namespace

std::string_view NameOf(Subject subject) {
  switch (subject) {
    case Subject::kWhole: return "whole";
    case Subject::kAssessee: return "assessee";
    case Subject::kPaid: return "paid";
  }
  return "";
}

std::optional<Subject> SubjectNamed(std::string_view name) {
  for (const Subject subject : {Subject::kWhole, Subject::kAssessee, Subject::kPaid}) {
    if (NameOf(subject) == name) return subject;
  }
  return std::nullopt;
}

Result<std::vector<TemplateView>> ListTemplates(Shelf& shelf, const Actor& actor,
                                                bool with_archived) {
  using List = std::vector<TemplateView>;
  return shelf.office().Read(actor, [&](Session& session) -> Result<List> {
    KAOGONG_TRY(Require(actor, Act::kDraftDocuments));
    List list;
    for (const auto& shipped : document::ShippedTemplates()) {
      if (IsOffered(shipped)) list.push_back(ViewOf(shipped));
    }
    KAOGONG_TRY_ASSIGN(List own, LoadOwn(session, 0));
    for (TemplateView& view : own) {
      if (with_archived || !view.is_archived) list.push_back(std::move(view));
    }
    return list;
  });
}

Result<TemplateView> GetTemplate(Shelf& shelf, const Actor& actor, std::string_view key) {
  return shelf.office().Read(actor, [&](Session& session) -> Result<TemplateView> {
    KAOGONG_TRY(Require(actor, Act::kDraftDocuments));
    return Find(session, key);
  });
}

Result<TemplateView> AddTemplate(Shelf& shelf, const Actor& actor, const NewTemplate& wanted,
                                 Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kManageTemplates));
  std::vector<Fault> faults;
  internal::CheckWords("/title", wanted.title, kTemplateTitleMax, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  const std::string file_name = FileNameOf(wanted.file_name, wanted.title);
  KAOGONG_TRY(CheckFile(shelf, file_name, wanted.bytes, issues));
  return shelf.office().Write(actor, [&](Change& change) -> Result<TemplateView> {
    KAOGONG_TRY(RequireFreeTitle(change, wanted.title, 0));
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO document_template (id, title, subject, latest, is_archived, version) "
        "VALUES (?, ?, ?, 1, ?, 1)",
        {id, wanted.title, NameOf(wanted.subject), false}));
    KAOGONG_TRY(InsertVersion(change, id, 1, file_name, wanted.bytes));
    change.Record("document_template.add", fmt::format("document_template/{}", id),
                  Detail()
                      .Set("title", wanted.title)
                      .Set("subject", NameOf(wanted.subject))
                      .Set("sha256", Sha256Hex(wanted.bytes)));
    return Find(change, std::to_string(id));
  });
}

Result<TemplateView> AddTemplateVersion(Shelf& shelf, const Actor& actor, std::string_view key,
                                        std::string_view file_name, std::string_view bytes,
                                        Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kManageTemplates));
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) { return FindOwn(session, key); }));
  KAOGONG_TRY(CheckFile(shelf, file_name, bytes, issues));
  return shelf.office().Write(actor, [&](Change& change) -> Result<TemplateView> {
    KAOGONG_TRY_ASSIGN(const TemplateView before, FindOwn(change, key));
    const Id id = *IdOf(key);
    const TemplateVersion& newest = before.versions.front();
    if (newest.sha256 == Sha256Hex(bytes)) {
      return Error{ErrorCode::kConflict, Say("文件与现有版本相同",
                                             "The file is the same as the present version")};
    }
    KAOGONG_TRY(InsertVersion(change, id, newest.number + 1,
                              FileNameOf(file_name, before.title.zh), bytes));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE document_template SET latest = ?, version = version + 1 WHERE id = ?",
        {newest.number + 1, id}));
    change.Record("document_template.upload", fmt::format("document_template/{}", id),
                  Detail().Set("number", newest.number + 1).Set("sha256", Sha256Hex(bytes)));
    return Find(change, key);
  });
}

Result<TemplateView> ChangeTemplate(Shelf& shelf, const Actor& actor, std::string_view key,
                                    const TemplateChange& wanted) {
  KAOGONG_TRY(Require(actor, Act::kManageTemplates));
  return shelf.office().Write(actor, [&](Change& change) -> Result<TemplateView> {
    KAOGONG_TRY_ASSIGN(const TemplateView before, FindOwn(change, key));
    std::vector<Fault> faults;
    if (wanted.title)
      internal::CheckWords("/title", *wanted.title, kTemplateTitleMax, &faults);
    KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
    if (before.version != wanted.version) return Stale({"模板", "template"});
    const Id id = *IdOf(key);
    const std::string title = wanted.title.value_or(before.title.zh);
    const bool is_archived = wanted.is_archived.value_or(before.is_archived);
    KAOGONG_TRY(RequireFreeTitle(change, title, id));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE document_template SET title = ?, is_archived = ?, version = version + 1 "
        "WHERE id = ?",
        {title, is_archived, id}));
    change.Record("document_template.change", fmt::format("document_template/{}", id),
                  Detail()
                      .SetChange("title", before.title.zh, title)
                      .SetChange("is_archived", before.is_archived ? "1" : "0",
                                 is_archived ? "1" : "0"));
    return Find(change, key);
  });
}

Result<TemplateFile> GetTemplateFile(Shelf& shelf, const Actor& actor, std::string_view key,
                                     std::optional<int> number) {
  return shelf.office().Read(actor, [&](Session& session) -> Result<TemplateFile> {
    KAOGONG_TRY(Require(actor, Act::kDraftDocuments));
    KAOGONG_TRY_ASSIGN(const TemplateView view, Find(session, key));
    if (view.making != Making::kTemplate) {
      return Error{ErrorCode::kNotFound,
                   Say("这种文稿按规则起草，没有模板文件",
                       "This document is written by rules and has no template file")};
    }
    if (view.is_shipped()) {
      KAOGONG_TRY_ASSIGN(std::string bytes, shelf.ShippedFile(view.key));
      return TemplateFile{view.title.zh + ".docx", std::move(bytes)};
    }
    for (const TemplateVersion& version : view.versions) {
      if (number && version.number != *number) continue;
      KAOGONG_TRY_ASSIGN(std::string bytes, library::LoadBlob(session, version.sha256));
      return TemplateFile{version.file_name, std::move(bytes)};
    }
    return Error{ErrorCode::kNotFound, Say("模板没有这一版", "The template has no such version")};
  });
}

Result<OpenedTemplate> OpenTemplate(Shelf& shelf, const Session& session, std::string_view key) {
  const std::size_t slash = key.find('/');
  KAOGONG_TRY_ASSIGN(const TemplateView view, Find(session, key.substr(0, slash)));
  OpenedTemplate opened;
  opened.title = view.title;
  opened.subject = view.subject;
  opened.reference = view.key;
  Issues issues;
  if (view.is_shipped()) {
    if (view.making == Making::kDraft) return opened;
    KAOGONG_TRY_ASSIGN(const std::string bytes, shelf.ShippedFile(view.key));
    KAOGONG_TRY_ASSIGN(opened.form, shelf.Read(bytes, view.key, &issues));
  } else {
    if (view.is_archived && slash == std::string_view::npos) {
      return Error{ErrorCode::kConflict, Say("模板“{}”已停用", "The template '{}' is archived",
                                             view.title.zh)};
    }
    const auto number = slash == std::string_view::npos ? std::optional<Id>(view.versions.front().number)
                                                        : IdOf(key.substr(slash + 1));
    const auto version = std::ranges::find_if(view.versions, [&](const TemplateVersion& one) {
      return number && one.number == *number;
    });
    if (version == view.versions.end()) return NoSuchTemplate();
    opened.reference = fmt::format("{}/{}", view.key, version->number);
    KAOGONG_TRY_ASSIGN(const std::string bytes, library::LoadBlob(session, version->sha256));
    KAOGONG_TRY_ASSIGN(opened.form, shelf.Read(bytes, version->file_name, &issues));
  }
  if (opened.form) return opened;
  return Error{ErrorCode::kInternal,
               Say("模板“{}”无法读取", "The template '{}' cannot be read", view.title.zh)};
}

}  // namespace kaogong::office::documents
