// SPDX-License-Identifier: Apache-2.0
// Templates of documents.
#include "api/document_desk.h"
#include "api/download.h"
#include "api/internal/document_json.h"
#include "api/internal/upload.h"
#include "api/library_json.h"
#include "api/routes.h"
#include "base/utf8.h"
#include "importer/file.h"

namespace kaogong::api {

namespace {

namespace docs = office::documents;

Answer List(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto list, docs::ListTemplates(desk.shelf(), call.actor(),
                                                          call.QueryFlag("archived")));
  Json items = Json::array();
  for (const docs::TemplateView& view : list) items.push_back(TemplateJson(view, call.language));
  return Reply({{"items", std::move(items)}});
}

Answer Get(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto view, docs::GetTemplate(desk.shelf(), call.actor(),
                                                        call.request.Parameter("key")));
  return Reply(TemplateJson(view, call.language));
}

// The bytes of the only file of a form.
Result<docs::TemplateFile> ReadFile(const Upload& upload) {
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload.File("file"));
  KAOGONG_TRY_ASSIGN(const auto bytes, importer::FileBytes::Open(file->path));
  return docs::TemplateFile{file->file_name, std::string(bytes.bytes())};
}

Answer Add(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file", "title", "subject"}));
  KAOGONG_TRY_ASSIGN(docs::TemplateFile file, ReadFile(*upload));
  const auto subject = docs::SubjectNamed(upload->Field("subject").value_or(""));
  if (!subject) {
    return Error{ErrorCode::kInvalidInput,
                 Say("有 {} 处需要修改", "{} entries need attention", 1),
                 {{"/subject", Say("应为 whole、assessee 或 paid", "must be whole, assessee or paid")}}};
  }
  docs::NewTemplate wanted;
  wanted.title = Trim(upload->Field("title").value_or(""));
  wanted.subject = *subject;
  wanted.file_name = std::move(file.name);
  wanted.bytes = std::move(file.bytes);
  Issues issues;
  const auto made = docs::AddTemplate(desk.shelf(), call.actor(), wanted, &issues);
  if (!made.ok()) return Refuse(call, made.error(), issues);
  return Reply(TemplateJson(made.value(), call.language), 201);
}

Answer AddVersion(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file"}));
  KAOGONG_TRY_ASSIGN(const docs::TemplateFile file, ReadFile(*upload));
  Issues issues;
  const auto made =
      docs::AddTemplateVersion(desk.shelf(), call.actor(), call.request.Parameter("key"),
                               file.name, file.bytes, &issues);
  if (!made.ok()) return Refuse(call, made.error(), issues);
  return Reply(TemplateJson(made.value(), call.language), 201);
}

Answer Change(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  docs::TemplateChange wanted;
  wanted.version = body.Integer("version", 1, INT64_MAX);
  if (body.Has("title")) wanted.title = body.Text("title", docs::kTemplateTitleMax);
  if (body.Has("is_archived")) wanted.is_archived = body.Flag("is_archived");
  KAOGONG_TRY(body.Finish());
  const std::string key(call.request.Parameter("key"));
  const auto changed = docs::ChangeTemplate(desk.shelf(), call.actor(), key, wanted);
  if (changed.ok()) return Reply(TemplateJson(changed.value(), call.language));
  const auto current = docs::GetTemplate(desk.shelf(), call.actor(), key);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), TemplateJson(current.value(), call.language));
}

// A number of the query that counts from 1; nothing when it is not given.
Result<std::optional<int>> QueryNumber(const Call& call, std::string_view name) {
  KAOGONG_TRY_ASSIGN(const auto number, call.QueryId(name));
  if (!number) return std::optional<int>();
  return std::optional(static_cast<int>(std::min<office::Id>(*number, INT32_MAX)));
}

Answer GetFile(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto number, QueryNumber(call, "number"));
  KAOGONG_TRY_ASSIGN(auto file, docs::GetTemplateFile(desk.shelf(), call.actor(),
                                                      call.request.Parameter("key"), number));
  return Download(std::move(file.bytes), kDocxType, file.name);
}

Answer GetForm(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(const auto objection, call.QueryId("objection_id"));
  if (!assessment) {
    return Error{ErrorCode::kInvalidInput,
                 Say("缺少网址参数 assessment_id", "The query parameter assessment_id is missing")};
  }
  KAOGONG_TRY_ASSIGN(const auto form,
                     docs::GetForm(desk.shelf(), call.actor(), call.request.Parameter("key"),
                                   *assessment, objection));
  return Reply(DocumentFormJson(form, call.language));
}

}  // namespace

void AddTemplateRoutes(Routes& routes, DocumentDesk& desk) {
  const auto with = [&desk](Answer (*handler)(DocumentDesk&, Call&)) -> Handler {
    return [&desk, handler](Call& call) { return handler(desk, call); };
  };
  EndpointOptions upload;
  upload.body_bytes_max = docs::kTemplateBytesMax + (std::uint64_t{1} << 20U);
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kManageTemplates));
    return Upload::Open(call.request, {.file_bytes_max = docs::kTemplateBytesMax});
  };
  routes.Get("/document-templates", with(List));
  routes.Post("/document-templates", with(Add), upload);
  routes.Get("/document-templates/{key}", with(Get));
  routes.Patch("/document-templates/{key}", with(Change));
  routes.Post("/document-templates/{key}/versions", with(AddVersion), upload);
  routes.Get("/document-templates/{key}/file", with(GetFile));
  routes.Get("/document-templates/{key}/form", with(GetForm));
}

}  // namespace kaogong::api
