// SPDX-License-Identifier: Apache-2.0
// Rubrics at the workbench: suggested rules, decisions, the draft.
#include <charconv>

#include "api/download.h"
#include "api/internal/report_json.h"
#include "api/internal/upload.h"
#include "api/library_json.h"
#include "api/report_desk.h"
#include "api/routes.h"
#include "base/utf8.h"

namespace kaogong::api {

namespace {

namespace rep = office::report;
using office::library::Library;

constexpr std::size_t kTitleMax = 200;
constexpr std::size_t kKindMax = 30;
constexpr std::size_t kFormulaMax = 2000;
constexpr std::size_t kDecisionsMax = 2000;
constexpr std::uint64_t kDecisionsBytesMax = std::uint64_t{8} << 20U;

Answer AnswerBench(Call& call, const Result<rep::Workbench>& bench, int status = 200) {
  if (!bench.ok()) return bench.error();
  return Reply(WorkbenchJson(bench.value(), call.language), status);
}

// A change that came too late gets what the rubric is now.
Answer AnswerChange(Library& library, Call& call, office::Id id,
                    const Result<rep::Workbench>& changed, const Issues& issues = {}) {
  if (changed.ok()) return AnswerBench(call, changed);
  if (changed.error().code != ErrorCode::kConflict) return Refuse(call, changed.error(), issues);
  const auto current = rep::OpenRubric(library, call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), WorkbenchJson(current.value(), call.language));
}

std::string FieldOr(const Upload& upload, std::string_view field, std::string_view otherwise) {
  const std::string_view text = Trim(upload.Field(field).value_or(""));
  return std::string(text.empty() ? otherwise : text);
}

Answer UploadOne(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file", "title", "kind", "group", "year"}));
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload->File("file"));
  rep::NewRubric wanted;
  wanted.title = FieldOr(*upload, "title", "");
  wanted.kind = FieldOr(*upload, "kind", "单位");
  wanted.group_kind = FieldOr(*upload, "group", "组");
  const std::string year = FieldOr(*upload, "year", std::to_string(call.office.Today().year()));
  std::from_chars(year.data(), year.data() + year.size(), wanted.year);
  wanted.file_name = file->file_name;
  wanted.path = file->path;
  return AnswerBench(call, rep::UploadRubric(library, call.actor(), wanted), 201);
}

Answer List(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, rep::ListRubrics(library.office(), call.actor(), page));
  return Reply(ListJson(list, page, RubricJson));
}

Answer Get(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  return AnswerBench(call, rep::OpenRubric(library, call.actor(), id));
}

Answer ChangeOne(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  rep::RubricChange change;
  change.version = body.Integer("version", 1, INT64_MAX);
  if (body.Has("title")) change.title = body.Text("title", kTitleMax);
  if (body.Has("kind")) change.kind = body.Text("kind", kKindMax);
  if (body.Has("group")) change.group_kind = body.Text("group", kKindMax);
  if (body.Has("year")) change.year = static_cast<int>(body.Integer("year", 1990, 2200));
  KAOGONG_TRY(body.Finish());
  return AnswerChange(library, call, id, rep::ChangeRubric(library, call.actor(), id, change));
}

Answer Archive(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(rep::ArchiveRubric(library.office(), call.actor(), id));
  return http::Response(204);
}

rep::NewClauseDecision ReadDecision(Body& body) {
  rep::NewClauseDecision wanted;
  wanted.item = static_cast<std::size_t>(body.Integer("item", 0, 1999));
  wanted.clause = static_cast<std::size_t>(body.Integer("clause", 0, 999));
  const auto verdict = body.OptionalText("verdict");
  if (verdict == "accept") wanted.verdict = suggest::Verdict::kAccept;
  if (verdict == "correct") wanted.verdict = suggest::Verdict::kCorrect;
  if (verdict == "reject") wanted.verdict = suggest::Verdict::kReject;
  if (verdict.has_value() && !wanted.verdict.has_value())
    body.AddFault("verdict", Say("应为 accept、correct 或 reject", "accept, correct or reject"));
  wanted.formula = body.OptionalText("formula", kFormulaMax).value_or("");
  return wanted;
}

Answer Preview(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const rep::NewClauseDecision wanted = ReadDecision(body);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto preview, rep::TryDecision(library, call.actor(), id, wanted));
  return Reply(PreviewJson(preview, call.language));
}

Answer Decide(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  std::vector<rep::NewClauseDecision> wanted;
  for (Body& part : body.RequiredObjects("items", kDecisionsMax)) {
    wanted.push_back(ReadDecision(part));
    body.Take(part);
  }
  KAOGONG_TRY(body.Finish());
  Issues issues;
  return AnswerChange(library, call, id,
                      rep::DecideClauses(library, call.actor(), id, version, wanted, &issues),
                      issues);
}

Answer SendDraft(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(auto draft, rep::ExportDraft(library, call.actor(), id));
  return Download(std::move(draft.bytes), kZipType, draft.name);
}

Answer Save(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  const std::string slug = body.Text("slug", 64);
  const std::string label = body.OptionalText("label", 100).value_or("");
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto saved,
                     rep::SaveDraft(library, call.actor(), id, version, slug, label));
  return Reply(RubricJson(saved));
}

}  // namespace

void AddRubricRoutes(Routes& routes, Library& library) {
  const auto with = [&library](Answer (*handler)(Library&, Call&)) -> Handler {
    return [&library, handler](Call& call) { return handler(library, call); };
  };
  EndpointOptions upload;
  upload.body_bytes_max = rep::kRubricBytesMax + 65'536;
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kEditRegulations));
    return Upload::Open(call.request, {.file_bytes_max = rep::kRubricBytesMax});
  };
  EndpointOptions many;
  many.body_bytes_max = kDecisionsBytesMax;
  routes.Get("/rubrics", with(List));
  routes.Post("/rubrics", with(UploadOne), upload);
  routes.Get("/rubrics/{id}", with(Get));
  routes.Patch("/rubrics/{id}", with(ChangeOne));
  routes.Delete("/rubrics/{id}", with(Archive));
  routes.Post("/rubrics/{id}/preview", with(Preview));
  routes.Post("/rubrics/{id}/decisions", with(Decide), many);
  routes.Get("/rubrics/{id}/draft.zip", with(SendDraft));
  routes.Post("/rubrics/{id}/save", with(Save));
}

}  // namespace kaogong::api
