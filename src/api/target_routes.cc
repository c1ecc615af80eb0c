// SPDX-License-Identifier: Apache-2.0
// Target sheets, responsibility letters, decomposition, published targets.
#include <utility>

#include "api/assessment_json.h"
#include "api/download.h"
#include "api/internal/upload.h"
#include "api/library_json.h"
#include "api/routes.h"
#include "importer/file.h"
#include "office/target/bulk.h"
#include "office/target/decomposition.h"
#include "office/target/drafting.h"
#include "office/target/letter.h"
#include "office/target/publicity.h"
#include "office/target/workbook.h"

namespace kaogong::api {

namespace {

namespace target = office::target;
using office::library::Library;

constexpr std::uint64_t kWorkbookBytesMax = std::uint64_t{64} << 20U;
constexpr std::size_t kItemsMax = 2000;
constexpr std::size_t kSharesMax = 5000;
constexpr int kPlacesMax = 12;

// --- Writing

Json AssessmentName(office::Id id, const std::string& title, int year) {
  return {{"id", Wire(id)}, {"title", title}, {"year", year}};
}

Json SummaryJson(const target::SheetSummary& summary, Language language) {
  const target::SheetRow& row = summary.row;
  Json may = Json::array();
  for (const target::SheetAct act : summary.may) may.push_back(target::NameOf(act));
  return {{"id", Wire(row.id)},
          {"assessment", AssessmentName(row.assessment, summary.assessment_title, summary.year)},
          {"assessee",
           {{"id", Wire(summary.assessee.id)},
            {"name", summary.assessee.name},
            {"code", summary.assessee.code},
            {"kind", summary.assessee.kind}}},
          {"revision", row.revision},
          {"state", target::NameOf(row.state)},
          {"state_title", target::TitleOf(row.state).In(language)},
          {"filled", summary.filled},
          {"total", summary.total},
          {"returned", summary.returned},
          {"due", DayOrNull(summary.due)},
          {"may", std::move(may)},
          {"version", row.version}};
}

Json UnitsOrNull(const target::Term& term, const std::optional<std::int64_t>& units) {
  return units.has_value() ? Json(target::ValueText(term, *units)) : Json(nullptr);
}

// The members that say which target it is.
Json TermJson(const target::Term& term, int period) {
  return {{"field", term.field->name},
          {"label", term.label},
          {"period", period},
          {"period_title", term.periods[static_cast<std::size_t>(period)]},
          {"unit", term.field->is_percent ? std::string("%") : term.field->unit},
          {"places", term.use->places},
          {"is_additive", term.use->is_additive}};
}

Json ItemJson(const target::TargetView& item, const scheme::Scheme& scheme, Language language) {
  const target::Term& term = *item.term;
  Json json = TermJson(term, item.period);
  json["base_field"] =
      term.base == scheme::kNone ? Json(nullptr) : Json(scheme.field(term.base).name);
  json["is_percent"] = term.field->is_percent;
  json["value"] = UnitsOrNull(term, item.units);
  json["is_not_applicable"] = item.is_not_applicable;
  json["baseline"] = UnitsOrNull(term, item.baseline);
  json["history"] = Json::array();
  for (const auto& [year, units] : item.history) {
    json["history"].push_back({{"year", year}, {"value", target::ValueText(term, units)}});
  }
  json["peers"] = nullptr;
  if (item.peers.has_value()) {
    json["peers"] = {{"count", item.peers->count},
                     {"low", target::ValueText(term, item.peers->low)},
                     {"median", target::ValueText(term, item.peers->median)},
                     {"high", target::ValueText(term, item.peers->high)}};
  }
  json["owner_person"] = NamedOrNull(item.owner);
  json["deadline"] = OrNull(item.deadline);
  json["measure"] = item.measure;
  json["return_reason"] = OrNull(item.return_reason);
  json["warnings"] = Json::array();
  for (const target::Warning& warning : item.warnings) {
    json["warnings"].push_back({{"code", warning.code}, {"text", warning.text.In(language)}});
  }
  json["points"] = term.points.has_value() ? Json(term.points->ToString()) : Json(nullptr);
  json["article"] = term.article;
  return json;
}

Json SheetJson(const target::SheetView& view, Language language) {
  Json json = SummaryJson(view.summary, language);
  json["items"] = Json::array();
  for (const target::TargetView& item : view.items) {
    json["items"].push_back(ItemJson(item, view.frame.scheme(), language));
  }
  json["steps"] = Json::array();
  for (const target::StepView& step : view.steps) {
    json["steps"].push_back({{"act", step.act},
                             {"title", target::TitleOfStep(step.act).In(language)},
                             {"by", step.by},
                             {"at", step.at},
                             {"note", step.note}});
  }
  json["revisions"] = Json::array();
  for (const target::RevisionView& revision : view.revisions) {
    json["revisions"].push_back({{"id", Wire(revision.id)},
                                 {"revision", revision.revision},
                                 {"state", target::NameOf(revision.state)},
                                 {"state_title", target::TitleOf(revision.state).In(language)}});
  }
  json["reason"] = OrNull(view.summary.row.reason);
  json["comment_until"] = DayOrNull(view.summary.row.comment_until);
  json["comment_count"] = view.comment_count;
  return json;
}

Answer AnswerSheet(const Call& call, const Result<target::SheetView>& sheet, int status = 200) {
  if (!sheet.ok()) return sheet.error();
  return Reply(SheetJson(sheet.value(), call.language), status);
}

// An act that came too late or out of turn gets what the sheet is now.
Answer AnswerAct(Library& library, Call& call, office::Id id,
                 const Result<target::SheetView>& changed, int status = 200) {
  if (changed.ok() || changed.error().code != ErrorCode::kConflict)
    return AnswerSheet(call, changed, status);
  const auto current = target::GetSheet(library, call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), SheetJson(current.value(), call.language));
}

// --- Sheets

Answer List(Library& library, Call& call) {
  target::SheetQuery query;
  KAOGONG_TRY_ASSIGN(query.assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(query.assessee, call.QueryId("assessee_id"));
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  query.kind = call.QueryText("kind");
  query.contains = call.QueryText("query");
  query.is_mine = call.QueryFlag("mine");
  const std::string state = call.QueryText("state");
  query.state = target::SheetStateNamed(state);
  if (!state.empty() && !query.state.has_value()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("没有“{}”这个状态", "There is no state '{}'", state)};
  }
  KAOGONG_TRY_ASSIGN(const auto list, target::ListSheets(library.office(), call.actor(), query));
  return Reply(ListJson(list, query.page, [&](const target::SheetSummary& summary) {
    return SummaryJson(summary, call.language);
  }));
}

Answer Get(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  return AnswerSheet(call, target::GetSheet(library, call.actor(), id));
}

target::TargetChange ReadChange(Body& item) {
  target::TargetChange change;
  change.field = item.Text("field");
  change.period = static_cast<int>(item.Integer("period", 0, 400));
  if (item.Has("value")) change.value = item.OptionalNumber("value", kPlacesMax);
  change.is_not_applicable = item.OptionalFlag("is_not_applicable");
  if (item.Has("owner_person_id")) change.owner = item.OptionalId("owner_person_id");
  if (item.Has("deadline")) change.deadline = item.OptionalDay("deadline");
  if (item.Has("measure")) {
    change.measure = item.OptionalText("measure", target::kMeasureCharactersMax).value_or("");
  }
  return change;
}

Answer Put(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  std::vector<target::TargetChange> changes;
  for (Body& item : body.RequiredObjects("items", kItemsMax)) {
    changes.push_back(ReadChange(item));
    body.Take(item);
  }
  KAOGONG_TRY(body.Finish());
  return AnswerAct(library, call, id,
                   target::SaveTargets(library, call.actor(), id, version, changes));
}

using SheetStep = Result<target::SheetView> (*)(Library&, const office::Actor&, office::Id,
                                                std::int64_t);

// An act that takes nothing but the version.
Answer Step(Library& library, Call& call, SheetStep step) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  return AnswerAct(library, call, id, step(library, call.actor(), id, version));
}

Answer Submit(Library& library, Call& call) { return Step(library, call, target::SubmitSheet); }
Answer Confirm(Library& library, Call& call) { return Step(library, call, target::ConfirmSheet); }
Answer Approve(Library& library, Call& call) { return Step(library, call, target::ApproveSheet); }

Answer Return(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  const std::string reason = body.Text("reason", target::kReasonCharactersMax);
  std::vector<target::ItemReason> items;
  for (Body& item : body.Objects("items", kItemsMax)) {
    items.push_back({item.Text("field"), static_cast<int>(item.Integer("period", 0, 400)),
                     item.Text("reason", target::kReasonCharactersMax)});
    body.Take(item);
  }
  KAOGONG_TRY(body.Finish());
  return AnswerAct(library, call, id,
                   target::ReturnSheet(library, call.actor(), id, version, reason, items));
}

Answer Revise(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  const std::string reason = body.Text("reason", target::kReasonCharactersMax);
  KAOGONG_TRY(body.Finish());
  return AnswerAct(library, call, id,
                   target::ReviseSheet(library, call.actor(), id, version, reason), 201);
}

// --- Comments

Json CommentJson(const target::CommentView& comment) {
  return {{"id", Wire(comment.id)}, {"by", comment.by}, {"at", comment.at}, {"text", comment.text}};
}

Answer ListComments(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto comments, target::ListComments(library, call.actor(), id));
  Json items = Json::array();
  for (const target::CommentView& comment : comments) items.push_back(CommentJson(comment));
  return Reply({{"items", std::move(items)}});
}

Answer AddComment(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::string text = body.Text("text", target::kCommentCharactersMax);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto made, target::AddComment(library, call.actor(), id, text));
  return Reply(CommentJson(made), 201);
}

// --- Letters

Json PartiesJson(const std::vector<target::Signature>& signatures, const std::string& assessee,
                 const std::string& superior) {
  Json parties = Json::array();
  for (const target::Signature& signature : signatures) {
    const bool is_assessee = signature.party == target::Party::kAssessee;
    parties.push_back({{"party", target::NameOf(signature.party)},
                       {"title", is_assessee ? assessee : superior},
                       {"name", OrNull(signature.by)},
                       {"signed_at", OrNull(signature.at)}});
  }
  return parties;
}

Json LetterItemJson(const target::LetterItem& item) {
  const auto or_null = [](const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
  };
  return {{"label", item.label},
          {"period_title", item.period},
          {"value", item.value},
          {"unit", item.unit},
          {"points", or_null(item.points)},
          {"article", item.article},
          {"deadline", or_null(item.deadline)},
          {"owner", item.owner}};
}

Json LetterJson(const target::LetterView& letter) {
  Json items = Json::array();
  for (const target::LetterItem& item : letter.text.items) items.push_back(LetterItemJson(item));
  Json history = Json::array();
  for (const auto& past : letter.history) {
    history.push_back({{"sheet_id", Wire(past.sheet)},
                       {"revision", past.revision},
                       {"digest", past.digest},
                       {"is_void", past.is_void},
                       {"parties", PartiesJson(past.signatures, past.assessee, past.superior)}});
  }
  return {{"sheet_id", Wire(letter.sheet.id)},
          {"revision", letter.sheet.revision},
          {"digest", letter.digest},
          {"title", letter.text.title},
          {"paragraphs", letter.text.paragraphs},
          {"items", std::move(items)},
          {"parties", PartiesJson(letter.signatures, letter.text.assessee, letter.text.superior)},
          {"is_void", letter.sheet.is_void},
          {"history", std::move(history)},
          {"may_sign",
           letter.may_sign.has_value() ? Json(target::NameOf(*letter.may_sign)) : Json(nullptr)},
          {"version", letter.sheet.version}};
}

Answer GetLetter(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto letter, target::GetLetter(library, call.actor(), id));
  return Reply(LetterJson(letter));
}

Answer Sign(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::string digest = body.Text("digest", 64);
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  const auto letter = target::SignLetter(library, call.actor(), id, digest, version);
  if (letter.ok()) return Reply(LetterJson(letter.value()));
  if (letter.error().code != ErrorCode::kConflict) return letter.error();
  const auto current = target::GetLetter(library, call.actor(), id);
  if (!current.ok()) return letter.error();
  return WithCurrent(letter.error(), LetterJson(current.value()));
}

// --- Decomposition

Json NamedListJson(const std::vector<office::Named>& list) {
  Json json = Json::array();
  for (const office::Named& named : list) json.push_back(NamedOrNull(named));
  return json;
}

Json DecomposedJson(const target::Decomposed& item, Language language) {
  const target::Term& term = *item.term;
  Json json = TermJson(term, item.period);
  json["value"] = UnitsOrNull(term, item.units);
  json["shares"] = Json::array();
  for (const target::Share& share : item.shares) {
    json["shares"].push_back({{"unit", NamedOrNull(share.unit)},
                              {"person", NamedOrNull(share.person)},
                              {"value", UnitsOrNull(term, share.units)},
                              {"deadline", OrNull(share.deadline)}});
  }
  json["sum"] = UnitsOrNull(term, item.sum);
  json["coverage"] = {{"state", target::NameOf(item.coverage.state)},
                      {"text", item.coverage.text.In(language)}};
  return json;
}

Json DecompositionJson(const target::DecompositionView& view, Language language) {
  Json items = Json::array();
  for (const target::Decomposed& item : view.items) {
    items.push_back(DecomposedJson(item, language));
  }
  return {{"sheet_id", Wire(view.sheet.summary.row.id)},
          {"version", view.sheet.summary.row.decomposition_version},
          {"items", std::move(items)},
          {"units", NamedListJson(view.units)},
          {"persons", NamedListJson(view.persons)}};
}

Answer GetDecomposition(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto view, target::GetDecomposition(library, call.actor(), id));
  return Reply(DecompositionJson(view, call.language));
}

Answer PutDecomposition(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  std::vector<target::NewShare> shares;
  for (Body& item : body.RequiredObjects("shares", kSharesMax)) {
    target::NewShare share;
    share.field = item.Text("field");
    share.period = static_cast<int>(item.Integer("period", 0, 400));
    share.unit = item.OptionalId("unit_id");
    share.person = item.OptionalId("person_id");
    share.value = item.OptionalNumber("value", kPlacesMax);
    share.deadline = item.OptionalDay("deadline");
    body.Take(item);
    shares.push_back(std::move(share));
  }
  KAOGONG_TRY(body.Finish());
  const auto put = target::PutDecomposition(library, call.actor(), id, version, shares);
  if (put.ok()) return Reply(DecompositionJson(put.value(), call.language));
  if (put.error().code != ErrorCode::kConflict) return put.error();
  const auto current = target::GetDecomposition(library, call.actor(), id);
  if (!current.ok()) return put.error();
  return WithCurrent(put.error(), DecompositionJson(current.value(), call.language));
}

// --- Many at once

Answer Assign(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::string kind = body.Text("kind");
  std::vector<target::Assignment> items;
  for (Body& item : body.Objects("items", 500)) {
    target::Assignment made;
    made.field = item.Text("field");
    made.period = static_cast<int>(item.Integer("period", 0, 400));
    made.value = item.OptionalNumber("value", kPlacesMax);
    made.baseline_factor = item.OptionalNumber("baseline_factor", kPlacesMax);
    made.deadline = item.OptionalDay("deadline");
    body.Take(item);
    items.push_back(std::move(made));
  }
  if (items.empty()) body.AddFault("items", Say("请至少写一项目标", "Give at least one target"));
  std::optional<std::vector<office::Id>> assessees;
  if (!body.Any("assessee_ids").is_null()) assessees = ReadIds(body, "assessee_ids", kItemsMax);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto done,
                     target::AssignTargets(library, call.actor(), id, kind, items, assessees));
  return Reply({{"sheets", done.sheets},
                {"values", done.values},
                {"skipped_sheets", done.skipped_sheets},
                {"without_baseline", done.without_baseline}});
}

Answer ApproveMany(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const auto sheets = ReadIds(body, "sheet_ids", kItemsMax);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto count, target::ApproveTargets(library, call.actor(), id, sheets));
  return Reply({{"count", count}});
}

Answer Publish(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const Date until = body.Day("comment_until");
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto count, target::PublishTargets(library, call.actor(), id, until));
  return Reply({{"count", count}});
}

Answer Export(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(std::string bytes,
                     target::ExportTargets(library, call.actor(), id, call.language));
  return Download(std::move(bytes), kXlsxType,
                  Say("目标表-{}.xlsx", "targets-{}.xlsx", id).In(call.language));
}

Answer Import(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file"}));
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload->File("file"));
  KAOGONG_TRY_ASSIGN(const auto bytes, importer::FileBytes::Open(file->path));
  Issues issues;
  const auto changed =
      target::ImportTargets(library, call.actor(), id, bytes.bytes(), file->file_name, &issues);
  if (!changed.ok()) return Refuse(call, changed.error(), issues);
  return Reply({{"changed", changed.value()}});
}

// --- For everybody

Answer ListPublic(Library& library, Call& call) {
  static_cast<void>(call);
  KAOGONG_TRY_ASSIGN(const auto open, target::ListPublicTargets(library.office()));
  Json items = Json::array();
  for (const target::PublicAssessment& one : open) {
    items.push_back({{"assessment", AssessmentName(one.id, one.title, one.year)},
                     {"comment_until", one.comment_until},
                     {"sheet_count", one.sheet_count}});
  }
  return Reply({{"items", std::move(items)}});
}

Answer GetPublic(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto open, target::GetPublicTargets(library, id, call.QueryText("kind"),
                                                               call.QueryText("query"), page));
  Json json = ListJson(open.sheets, page, [](const target::PublicSheet& sheet) {
    Json values = Json::array();
    for (const auto& value : sheet.values) values.push_back(OrNull(value));
    return Json{{"sheet_id", Wire(sheet.sheet)},
                {"code", sheet.code},
                {"name", sheet.name},
                {"values", std::move(values)}};
  });
  const auto& row = open.frame.row;
  json["assessment"] = AssessmentName(row.id, row.title, row.year);
  json["comment_until"] = open.comment_until;
  json["kind"] = open.kind;
  json["kinds"] = open.kinds;
  json["columns"] = Json::array();
  for (const target::PublicColumn& column : open.columns) {
    Json term = TermJson(*column.term, column.period);
    json["columns"].push_back({{"field", term["field"]},
                               {"period", term["period"]},
                               {"label", term["label"]},
                               {"period_title", term["period_title"]},
                               {"unit", term["unit"]},
                               {"article", column.term->article}});
  }
  return Reply(json);
}

}  // namespace

void AddTargetRoutes(Routes& routes, Library& library) {
  const auto with = [&library](Answer (*handler)(Library&, Call&)) -> Handler {
    return [&library, handler](Call& call) { return handler(library, call); };
  };
  EndpointOptions upload;
  upload.body_bytes_max = kWorkbookBytesMax + 65'536;
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kDraftTargets));
    return Upload::Open(call.request, {.file_bytes_max = kWorkbookBytesMax});
  };
  EndpointOptions open;
  open.access = Access::kOpen;
  routes.Get("/target-sheets", with(List));
  routes.Get("/target-sheets/{id}", with(Get));
  routes.Put("/target-sheets/{id}", with(Put));
  routes.Post("/target-sheets/{id}/submit", with(Submit));
  routes.Post("/target-sheets/{id}/confirm", with(Confirm));
  routes.Post("/target-sheets/{id}/return", with(Return));
  routes.Post("/target-sheets/{id}/approve", with(Approve));
  routes.Post("/target-sheets/{id}/revise", with(Revise));
  routes.Get("/target-sheets/{id}/comments", with(ListComments));
  routes.Post("/target-sheets/{id}/comments", with(AddComment));
  routes.Get("/target-sheets/{id}/letter", with(GetLetter));
  routes.Post("/target-sheets/{id}/letter/sign", with(Sign));
  routes.Get("/target-sheets/{id}/decomposition", with(GetDecomposition));
  routes.Put("/target-sheets/{id}/decomposition", with(PutDecomposition));
  routes.Post("/assessments/{id}/targets/assign", with(Assign));
  routes.Post("/assessments/{id}/targets/approve", with(ApproveMany));
  routes.Post("/assessments/{id}/targets/publish", with(Publish));
  routes.Get("/assessments/{id}/targets.xlsx", with(Export));
  routes.Post("/assessments/{id}/targets/import", with(Import), upload);
  routes.Get("/public/targets", with(ListPublic), open);
  routes.Get("/public/targets/{id}", with(GetPublic), open);
}

}  // namespace kaogong::api
