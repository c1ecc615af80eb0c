// SPDX-License-Identifier: Apache-2.0
// Batches of documents.
#include "api/assessment_json.h"
#include "api/document_desk.h"
#include "api/download.h"
#include "api/internal/document_json.h"
#include "api/library_json.h"
#include "api/routes.h"

namespace kaogong::api {

namespace {

namespace docs = office::documents;

Answer Start(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  docs::NewBatch wanted;
  wanted.assessment = body.Id("assessment_id");
  wanted.form = body.Text("template", 50);
  wanted.kind = body.OptionalText("kind", 100).value_or("");
  wanted.assessees = ReadIds(body, "assessee_ids", docs::kBatchSubjectsMax);
  wanted.given = ReadGiven(body, "given");
  WantedSource source = ReadSource(body);
  wanted.computation = source.computation;
  wanted.basis = source.basis;
  wanted.period = std::move(source.period);
  if (const auto audience = body.OptionalText("issue_to", 20)) {
    wanted.audience = docs::AudienceNamed(*audience);
    if (!wanted.audience)
      body.AddFault("issue_to", Say("应为 office 或 assessed", "must be office or assessed"));
  }
  KAOGONG_TRY(body.Finish());
  Issues issues;
  const auto started = docs::StartBatch(desk.shelf(), call.actor(), wanted, &issues);
  if (!started.ok()) return Refuse(call, started.error(), issues);
  desk.WakeBatches();
  return Reply(BatchJson(started.value(), call.language), 202);
}

Answer List(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list,
                     docs::ListBatches(desk.shelf(), call.actor(), assessment, page));
  return Reply(ListJson(list, page, [&](const docs::Batch& batch) {
    return BatchJson(desk.WithProgress(batch), call.language);
  }));
}

Answer Get(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(auto batch, docs::GetBatch(desk.shelf(), call.actor(), id));
  return Reply(BatchJson(desk.WithProgress(std::move(batch)), call.language));
}

Answer Watch(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(docs::GetBatch(desk.shelf(), call.actor(), id));
  auto channel = std::make_shared<http::EventChannel>();
  desk.Watch(call.actor(), id, channel, [language = call.language](const docs::Batch& now) {
    return Written(BatchJson(now, language));
  });
  return http::Response::Events(std::move(channel));
}

Answer Cancel(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto batch, docs::CancelBatch(desk.shelf(), call.actor(), id));
  return Reply(BatchJson(batch, call.language));
}

Answer GetFiles(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  std::string format = call.QueryText("format");
  if (format.empty()) format = "docx";
  if (format != "docx" && format != "pdf") {
    return Error{ErrorCode::kInvalidInput,
                 Say("format 应为 docx 或 pdf", "format must be docx or pdf")};
  }
  KAOGONG_TRY_ASSIGN(std::string bytes,
                     docs::BatchFiles(desk.shelf(), call.actor(), id, format));
  return Download(std::move(bytes), kZipType,
                  Say("公文-{0}-{1}.zip", "documents-{0}-{1}.zip", id, format).In(call.language));
}

}  // namespace

void AddBatchRoutes(Routes& routes, DocumentDesk& desk) {
  const auto with = [&desk](Answer (*handler)(DocumentDesk&, Call&)) -> Handler {
    return [&desk, handler](Call& call) { return handler(desk, call); };
  };
  routes.Post("/document-batches", with(Start));
  routes.Get("/document-batches", with(List));
  routes.Get("/document-batches/{id}", with(Get));
  routes.Get("/document-batches/{id}/events", with(Watch));
  routes.Post("/document-batches/{id}/cancel", with(Cancel));
  routes.Get("/document-batches/{id}/files.zip", with(GetFiles));
}

}  // namespace kaogong::api
