// SPDX-License-Identifier: Apache-2.0
// Regulations, their versions and files.
#include <map>
#include <utility>

#include "api/download.h"
#include "api/internal/upload.h"
#include "api/library_json.h"
#include "api/routes.h"
#include "base/utf8.h"
#include "importer/file.h"
#include "office/library/differences.h"
#include "office/library/facts_book.h"
#include "office/library/transfer.h"
#include "sheet/write.h"

namespace kaogong::api {

namespace {

namespace lib = office::library;
using lib::Library;

// A text of a megabyte may be several in JSON.
constexpr std::uint64_t kFileBodyBytesMax = std::uint64_t{4} << 20U;
constexpr std::uint64_t kCheckBodyBytesMax = std::uint64_t{12} << 20U;
constexpr std::uint64_t kArchiveBytesMax = std::uint64_t{32} << 20U;
constexpr std::uint64_t kUploadBytesMax = kArchiveBytesMax + (std::uint64_t{1} << 20U);

Answer AnswerVersion(const Result<lib::Version>& version, int status = 200) {
  if (!version.ok()) return version.error();
  return Reply(VersionJson(version.value()), status);
}

// A change that came too late gets what the version is now.
Answer AnswerChange(Library& library, Call& call, office::Id id,
                    const Result<lib::Version>& changed, const Issues& issues = {}) {
  if (changed.ok()) return Reply(VersionJson(changed.value()));
  if (changed.error().code != ErrorCode::kConflict) return Refuse(call, changed.error(), issues);
  const auto current = lib::GetVersion(library, call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), VersionJson(current.value()));
}

Answer ListRegulations(Library& library, Call& call) {
  lib::RegulationQuery query;
  query.contains = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  const std::string state = call.QueryText("state");
  query.state = lib::VersionStateNamed(state);
  if (!state.empty() && !query.state) {
    return Error{ErrorCode::kInvalidInput, Say("state 应为 draft、published 或 withdrawn",
                                               "state must be draft, published or withdrawn")};
  }
  std::string sort = call.QueryText("sort");
  query.is_descending = sort.starts_with('-');
  if (query.is_descending) sort.erase(0, 1);
  query.by_title = sort == "title";
  if (!sort.empty() && sort != "title" && sort != "slug") {
    return Error{ErrorCode::kInvalidInput,
                 Say("sort 应为 slug 或 title", "sort must be slug or title")};
  }
  KAOGONG_TRY_ASSIGN(const auto list, lib::ListRegulations(library, call.actor(), query));
  return Reply(ListJson(list, query.page, RegulationJson));
}

Answer CreateRegulation(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  lib::NewRegulation wanted;
  wanted.slug = body.Text("slug", 64);
  wanted.title = body.Text("title", 100);
  wanted.label = body.OptionalText("label", 100).value_or("");
  wanted.copy_of = body.OptionalId("copy_of");
  wanted.owner = body.OptionalId("owner_id");
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto made,
                     lib::CreateRegulation(library, call.actor(), std::move(wanted)));
  return Reply(WholeRegulationJson(made), 201);
}

Answer ImportRegulation(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file", "slug", "label"}));
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload->File("file"));
  KAOGONG_TRY_ASSIGN(const auto archive, importer::FileBytes::Open(file->path));
  const lib::ImportNames names{std::string(Trim(upload->Field("slug").value_or(""))),
                               std::string(Trim(upload->Field("label").value_or("")))};
  Issues issues;
  const auto made =
      lib::ImportArchive(library, call.actor(), archive.bytes(), file->file_name, names, &issues);
  if (!made.ok()) return Refuse(call, made.error(), issues);
  return Reply(WholeRegulationJson(made.value().regulation), 201);
}

Answer GetRegulation(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto regulation, lib::GetRegulation(library, call.actor(), id));
  return Reply(WholeRegulationJson(regulation));
}

Answer CreateVersion(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  lib::NewVersion wanted;
  wanted.label = body.Text("label", 100);
  wanted.copy_of = body.OptionalId("copy_of");
  KAOGONG_TRY(body.Finish());
  return AnswerVersion(lib::CreateVersion(library, call.actor(), id, std::move(wanted)), 201);
}

Answer GetVersion(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  return AnswerVersion(lib::GetVersion(library, call.actor(), id));
}

Answer GetFile(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto stored,
                     lib::GetFile(library, call.actor(), id, call.request.Parameter("path")));
  return Reply({{"path", stored.file.path}, {"text", stored.file.text}, {"sha256", stored.sha256}});
}

Answer PutFile(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  lib::SourceFile file;
  file.path = call.request.Parameter("path");
  // The file may be empty; only its absence is a mistake.
  const auto text = body.OptionalRaw("text", lib::SourceLimits::kFileBytesMax);
  if (body.Any("text").is_null()) body.AddFault("text", Say("必须填写", "This is required"));
  file.text = text.value_or("");
  const std::int64_t stamp = body.Integer("version", 1, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  return AnswerChange(library, call, id,
                      lib::PutFile(library, call.actor(), id, stamp, std::move(file)));
}

// The version in the query of a DELETE.
Result<std::int64_t> StampOf(const Call& call) {
  KAOGONG_TRY_ASSIGN(const auto stamp, call.QueryId("version"));
  if (stamp) return *stamp;
  return Error{ErrorCode::kInvalidInput,
               Say("网址中缺少参数 version", "The query parameter version is missing")};
}

Answer DeleteFile(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const std::int64_t stamp, StampOf(call));
  return AnswerChange(
      library, call, id,
      lib::DeleteFile(library, call.actor(), id, stamp, call.request.Parameter("path")));
}

Answer Read(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const lib::Sources sources, lib::LoadSources(library, call.actor(), id));
  KAOGONG_TRY_ASSIGN(const auto checked, library.Check(sources));
  return Reply(ReadingJson(lib::FilesOf(sources.slug, sources.files), *checked, call.language));
}

// {path: text | null}
std::map<std::string, std::optional<std::string>> ReadTexts(Body& body) {
  std::map<std::string, std::optional<std::string>> texts;
  const Json& files = body.Any("files");
  if (files.is_null()) return texts;
  bool is_good = files.is_object();
  for (auto item = files.begin(); is_good && item != files.end(); ++item) {
    if (item->is_null()) {
      texts[item.key()] = std::nullopt;
    } else if (item->is_string()) {
      texts[item.key()] = item->get<std::string>();
    } else {
      is_good = false;
    }
  }
  if (!is_good) {
    body.AddFault("files",
                  Say("应为文件名到内容的对象", "This must be an object of texts by path"));
  }
  return texts;
}

Answer CheckVersion(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const auto texts = ReadTexts(body);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto checked, lib::CheckWith(library, call.actor(), id, texts));
  return Reply(CheckedJson(*checked, call.language));
}

Answer Publish(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t stamp = body.Integer("version", 1, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  Issues issues;
  const auto published = lib::PublishVersion(library, call.actor(), id, stamp, &issues);
  return AnswerChange(library, call, id, published, issues);
}

Answer Withdraw(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t stamp = body.Integer("version", 1, INT64_MAX);
  const std::string reason = body.Text("reason", 500);
  KAOGONG_TRY(body.Finish());
  return AnswerChange(library, call, id,
                      lib::WithdrawVersion(library, call.actor(), id, stamp, reason));
}

Answer Export(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const lib::Version version, lib::GetVersion(library, call.actor(), id));
  KAOGONG_TRY_ASSIGN(std::string bytes, lib::ExportArchive(library, call.actor(), id));
  return Download(std::move(bytes), kZipType,
                  version.slug + "-" + version.row.label + ".zip");
}

Answer Template(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const lib::Sources sources, lib::LoadSources(library, call.actor(), id));
  KAOGONG_TRY_ASSIGN(const auto checked, library.Check(sources));
  if (checked->compiled.issues.has_errors()) {
    return Refuse(call,
                  {ErrorCode::kInvalidInput,
                   Say("办法还有错误，不能生成填报模板",
                       "The regulation has errors; there is no template of its facts yet")},
                  checked->compiled.issues);
  }
  KAOGONG_TRY_ASSIGN(
      std::string bytes,
      sheet::RenderWorkbook(lib::FactsTemplate(
          checked->compiled.scheme,
          call.QueryFlag("long") ? lib::TableForm::kLong : lib::TableForm::kWide, call.language)));
  return Download(std::move(bytes), kXlsxType,
                  sources.slug + Text{"-填报模板.xlsx", "-template.xlsx"}.In(call.language));
}

Json FileDiffJson(const std::string& path, const std::string* before, const std::string* after) {
  const bool is_same = before != nullptr && after != nullptr && *before == *after;
  Json json{{"path", path},
            {"state", is_same             ? "same"
                      : before == nullptr ? "added"
                      : after == nullptr  ? "removed"
                                          : "changed"}};
  json["hunks"] = HunksJson(lib::DiffLines(before == nullptr ? std::string_view() : *before,
                                           after == nullptr ? std::string_view() : *after));
  return json;
}

std::string_view NameOf(lib::DifferenceKind kind) {
  switch (kind) {
    case lib::DifferenceKind::kArticle:
      return "article";
    case lib::DifferenceKind::kParameter:
      return "parameter";
    case lib::DifferenceKind::kFigure:
      return "figure";
  }
  return "";
}

Answer Diff(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto against, call.QueryId("against"));
  if (!against) {
    return Error{ErrorCode::kInvalidInput,
                 Say("网址中缺少参数 against", "The query parameter against is missing")};
  }
  KAOGONG_TRY_ASSIGN(const lib::Sources after, lib::LoadSources(library, call.actor(), id));
  KAOGONG_TRY_ASSIGN(const lib::Sources before, lib::LoadSources(library, call.actor(), *against));
  std::map<std::string, std::pair<const std::string*, const std::string*>> paths;
  for (const lib::SourceFile& file : before.files) paths[file.path].first = &file.text;
  for (const lib::SourceFile& file : after.files) paths[file.path].second = &file.text;
  Json files = Json::array();
  for (const auto& [path, texts] : paths)
    files.push_back(FileDiffJson(path, texts.first, texts.second));
  KAOGONG_TRY_ASSIGN(const auto was, library.Check(before));
  KAOGONG_TRY_ASSIGN(const auto is, library.Check(after));
  Json changes = Json::array();
  for (const lib::Difference& difference :
       lib::DifferencesOf(was->compiled.scheme, is->compiled.scheme)) {
    changes.push_back({{"kind", NameOf(difference.kind)},
                       {"what", difference.what.In(call.language)},
                       {"article", difference.article},
                       {"before", difference.before},
                       {"after", difference.after}});
  }
  return Reply({{"files", std::move(files)}, {"changes", std::move(changes)}});
}

}  // namespace

void AddRegulationRoutes(Routes& routes, Library& library) {
  const auto with = [&library](Answer (*handler)(Library&, Call&)) -> Handler {
    return [&library, handler](Call& call) { return handler(library, call); };
  };
  EndpointOptions file;
  file.body_bytes_max = kFileBodyBytesMax;
  EndpointOptions check;
  check.body_bytes_max = kCheckBodyBytesMax;
  EndpointOptions upload;
  upload.body_bytes_max = kUploadBytesMax;
  // Nothing is taken from who may not: asked before the body comes.
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kEditRegulations));
    return Upload::Open(call.request, {.file_bytes_max = kArchiveBytesMax});
  };
  routes.Get("/regulations", with(ListRegulations));
  routes.Post("/regulations", with(CreateRegulation));
  routes.Post("/regulations/import", with(ImportRegulation), upload);
  routes.Get("/regulations/{id}", with(GetRegulation));
  routes.Post("/regulations/{id}/versions", with(CreateVersion));
  routes.Get("/regulation-versions/{id}", with(GetVersion));
  routes.Get("/regulation-versions/{id}/files/{path*}", with(GetFile));
  routes.Put("/regulation-versions/{id}/files/{path*}", with(PutFile), file);
  routes.Delete("/regulation-versions/{id}/files/{path*}", with(DeleteFile));
  routes.Get("/regulation-versions/{id}/reading", with(Read));
  routes.Post("/regulation-versions/{id}/check", with(CheckVersion), check);
  routes.Post("/regulation-versions/{id}/publish", with(Publish));
  routes.Post("/regulation-versions/{id}/withdraw", with(Withdraw));
  routes.Get("/regulation-versions/{id}/export.zip", with(Export));
  routes.Get("/regulation-versions/{id}/template.xlsx", with(Template));
  routes.Get("/regulation-versions/{id}/diff", with(Diff));
}

}  // namespace kaogong::api
