// SPDX-License-Identifier: Apache-2.0
// Evidence and work records.
#include "api/internal/upload.h"
#include "api/process_json.h"
#include "api/process_routes.h"

namespace kaogong::api {

namespace {

namespace pro = office::process;

constexpr std::size_t kTitleMax = 200;
constexpr std::size_t kTextMax = 10'000;
constexpr std::size_t kFieldMax = 200;

Answer UploadFile(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file"}));
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload->File("file"));
  KAOGONG_TRY_ASSIGN(const auto made, pro::UploadEvidence(desk.library().office(), call.actor(),
                                                          file->file_name, file->path));
  return Reply(EvidenceJson(made), 201);
}

Answer FindFile(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto found, pro::FindEvidence(desk.library(), call.actor(), id));
  return Reply(EvidenceJson(found));
}

Answer SendFile(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(auto content, pro::OpenEvidence(desk.library(), call.actor(), id));
  const pro::Evidence& file = content.evidence;
  http::Response response(200);
  const bool is_text = file.media_type.starts_with("text/");
  // Text in an encoding that nobody told must not be guessed to be a page.
  response.Set("Content-Type", is_text ? file.media_type + "; charset=utf-8" : file.media_type);
  response.Set("X-Content-Type-Options", "nosniff");
  response.Set("Cache-Control", "private, no-store");
  // Nothing in the file may act as a page of ours.
  response.Set("Content-Security-Policy",
               "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'");
  if (file.is_viewable()) {
    response.Set("Content-Disposition", "inline");
  } else {
    response.SetDownloadName(file.name);
  }
  response.set_body(std::move(content.bytes));
  return response;
}

Json WorkRecordJson(const pro::WorkRecord& record) {
  return {{"id", Wire(record.id)},
          {"unit", {{"id", Wire(record.unit)}, {"name", record.unit_name}}},
          {"day", record.day.ToString()},
          {"title", record.title},
          {"text", record.text},
          {"assessee", record.assessee ? AssesseeJson(*record.assessee) : Json(nullptr)},
          {"assessment", record.assessment ? AssessmentJson(*record.assessment) : Json(nullptr)},
          {"field", OrNull(record.field)},
          {"field_label", OrNull(record.field)},
          {"evidence", EvidenceRefsJson(record.evidence)},
          {"author", record.author},
          {"is_mine", record.is_mine},
          {"created_at", record.created_at},
          {"changed_at", record.changed_at},
          {"version", record.version}};
}

Answer ListRecords(ProcessDesk& desk, Call& call) {
  pro::WorkRecordFilter filter;
  KAOGONG_TRY_ASSIGN(filter.unit, call.QueryId("unit_id"));
  KAOGONG_TRY_ASSIGN(filter.assessee, call.QueryId("assessee_id"));
  KAOGONG_TRY_ASSIGN(filter.from, call.QueryDay("from"));
  KAOGONG_TRY_ASSIGN(filter.to, call.QueryDay("to"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  filter.field = call.QueryText("field");
  filter.is_mine = call.QueryFlag("mine");
  filter.query = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(const auto list,
                     pro::ListWorkRecords(desk.library().office(), call.actor(), filter, page));
  return Reply(ListJson(list, page, WorkRecordJson));
}

Answer AddRecord(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  pro::NewWorkRecord made;
  made.unit = body.Id("unit_id");
  made.day = body.Day("day");
  made.title = body.Text("title", kTitleMax);
  made.text = body.OptionalText("text", kTextMax).value_or("");
  made.assessee = body.OptionalId("assessee_id");
  made.field = body.OptionalText("field", kFieldMax);
  made.evidence = ReadOptionalIds(body, "evidence_ids", pro::kEvidenceFilesMax)
                      .value_or(std::vector<office::Id>());
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto record, pro::AddWorkRecord(desk.library(), call.actor(), made));
  return Reply(WorkRecordJson(record), 201);
}

Answer FindRecord(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto record,
                     pro::FindWorkRecord(desk.library().office(), call.actor(), id));
  return Reply(WorkRecordJson(record));
}

Answer ChangeRecord(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  pro::WorkRecordChange wanted;
  wanted.version = body.Integer("version", 1, INT64_MAX);
  wanted.day = body.OptionalDay("day");
  if (body.Has("title")) wanted.title = body.Text("title", kTitleMax);
  if (body.Has("text")) wanted.text = body.OptionalText("text", kTextMax).value_or("");
  if (body.Has("assessee_id")) wanted.assessee = body.OptionalId("assessee_id");
  if (body.Has("field")) wanted.field = body.OptionalText("field", kFieldMax);
  wanted.evidence = ReadOptionalIds(body, "evidence_ids", pro::kEvidenceFilesMax);
  KAOGONG_TRY(body.Finish());
  const auto changed = pro::ChangeWorkRecord(desk.library(), call.actor(), id, wanted);
  if (changed.ok()) return Reply(WorkRecordJson(changed.value()));
  const auto current = pro::FindWorkRecord(desk.library().office(), call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), WorkRecordJson(current.value()));
}

Answer ArchiveRecord(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(pro::ArchiveWorkRecord(desk.library().office(), call.actor(), id));
  return http::Response(204);
}

}  // namespace

void AddEvidenceRoutes(Routes& routes, ProcessDesk& desk) {
  EndpointOptions upload;
  // The form around the file takes a little more.
  upload.body_bytes_max = pro::kEvidenceBytesMax + 65'536;
  upload.open_upload = [](const Call& call) {
    return Upload::Open(call.request, {.file_bytes_max = pro::kEvidenceBytesMax});
  };
  routes.Post("/evidence", WithDesk(desk, UploadFile), upload);
  routes.Get("/evidence/{id}", WithDesk(desk, FindFile));
  routes.Get("/evidence/{id}/content", WithDesk(desk, SendFile));
  routes.Get("/work-records", WithDesk(desk, ListRecords));
  routes.Post("/work-records", WithDesk(desk, AddRecord));
  routes.Get("/work-records/{id}", WithDesk(desk, FindRecord));
  routes.Patch("/work-records/{id}", WithDesk(desk, ChangeRecord));
  routes.Delete("/work-records/{id}", WithDesk(desk, ArchiveRecord));
}

}  // namespace kaogong::api
