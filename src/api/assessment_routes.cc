// SPDX-License-Identifier: Apache-2.0
// Assessments: launching them, their fields and assessees, the stages of their year.
#include <utility>

#include "api/assessment_json.h"
#include "api/internal/upload.h"
#include "api/library_json.h"
#include "api/routes.h"
#include "importer/file.h"
#include "office/assessment/assessees.h"
#include "office/assessment/assessments.h"
#include "office/assessment/fields.h"
#include "office/target/stages.h"

namespace kaogong::api {

namespace {

namespace year = office::assessment;
using office::library::Library;

constexpr std::uint64_t kWorkbookBytesMax = std::uint64_t{64} << 20U;
constexpr std::size_t kListMax = 2000;
constexpr std::size_t kRowsMax = 5000;

Json SummaryJson(const year::AssessmentSummary& summary, Language language) {
  const year::AssessmentRow& row = summary.row;
  return {{"id", Wire(row.id)},
          {"title", row.title},
          {"year", row.year},
          {"regulation",
           {{"version_id", Wire(row.version_id)},
            {"slug", summary.slug},
            {"title", summary.regulation_title},
            {"label", summary.label}}},
          {"stage", NameOf(row.stage)},
          {"stage_title", TitleOf(row.stage).In(language)},
          {"owner_unit", NamedOrNull(summary.owner_unit)},
          {"assessee_count", summary.assessee_count},
          {"targets_due", DayOrNull(row.targets_due)},
          {"data_due", DayOrNull(row.data_due)},
          {"version", row.version}};
}

std::string_view StateName(year::StageView::State state) {
  switch (state) {
    case year::StageView::State::kDone:
      return "done";
    case year::StageView::State::kCurrent:
      return "current";
    case year::StageView::State::kAhead:
      return "ahead";
  }
  return "ahead";
}

Json StripJson(const std::vector<year::StageView>& strip, Language language) {
  Json json = Json::array();
  for (const year::StageView& view : strip) {
    Json missing = Json::array();
    for (const year::MissingItem& item : view.missing) {
      missing.push_back(
          {{"code", item.code}, {"text", item.text.In(language)}, {"count", item.count}});
    }
    json.push_back({{"stage", year::NameOf(view.stage)},
                    {"title", TitleOf(view.stage).In(language)},
                    {"state", StateName(view.state)},
                    {"missing", std::move(missing)}});
  }
  return json;
}

Json OverviewJson(const year::Overview& overview, Language language) {
  Json json = SummaryJson(overview.summary, language);
  json["has_targets"] = overview.has_targets;
  json["created_at"] = overview.summary.row.created_at;
  json["created_by"] = overview.summary.row.created_by;
  json["kinds"] = Json::array();
  for (const year::KindView& kind : overview.kinds) {
    json["kinds"].push_back({{"kind", kind.name},
                             {"is_record", kind.is_record},
                             {"parent", kind.parent.empty() ? Json(nullptr) : Json(kind.parent)},
                             {"id_column", kind.id_column},
                             {"count", kind.count}});
  }
  json["strip"] = StripJson(overview.strip, language);
  const auto stage = [](const std::optional<year::Stage>& one) {
    return one.has_value() ? Json(year::NameOf(*one)) : Json(nullptr);
  };
  json["next_stage"] = stage(overview.next);
  json["previous_stage"] = stage(overview.previous);
  json["may"] = Json::array();
  if (overview.may_manage) json["may"] = {"manage", "assign"};
  if (overview.may_approve) json["may"].push_back("approve");
  return json;
}

Answer AnswerOverview(const Call& call, const Result<year::Overview>& overview, int status = 200) {
  if (!overview.ok()) return overview.error();
  return Reply(OverviewJson(overview.value(), call.language), status);
}

// A change that came too late or out of turn gets what the assessment is now.
Answer AnswerChange(Library& library, Call& call, office::Id id,
                    const Result<year::Overview>& changed) {
  if (changed.ok() || changed.error().code != ErrorCode::kConflict)
    return AnswerOverview(call, changed);
  const auto current = year::GetAssessment(library, call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), OverviewJson(current.value(), call.language));
}

Result<std::optional<int>> QueryYear(const Call& call) {
  KAOGONG_TRY_ASSIGN(const auto year, call.QueryId("year"));
  if (!year.has_value()) return std::optional<int>();
  return std::optional(static_cast<int>(std::min<std::int64_t>(*year, 9999)));
}

Answer List(Library& library, Call& call) {
  year::AssessmentQuery query;
  KAOGONG_TRY_ASSIGN(query.year, QueryYear(call));
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  query.contains = call.QueryText("query");
  const std::string stage = call.QueryText("stage");
  query.stage = year::StageNamed(stage);
  if (!stage.empty() && !query.stage.has_value()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("没有“{}”这个阶段", "There is no stage '{}'", stage)};
  }
  KAOGONG_TRY_ASSIGN(const auto list, year::ListAssessments(library.office(), call.actor(), query));
  return Reply(ListJson(list, query.page, [&](const year::AssessmentSummary& summary) {
    return SummaryJson(summary, call.language);
  }));
}

int ReadYear(Body& body) {
  return static_cast<int>(body.Integer("year", year::kYearFirst, year::kYearLast));
}

Answer Create(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  year::NewAssessment wanted;
  wanted.version = body.Id("version_id");
  wanted.year = ReadYear(body);
  wanted.title = body.Text("title", year::kTitleCharactersMax);
  wanted.owner_unit = body.OptionalId("owner_unit_id");
  wanted.targets_due = body.OptionalDay("targets_due");
  wanted.data_due = body.OptionalDay("data_due");
  KAOGONG_TRY(body.Finish());
  return AnswerOverview(call, year::CreateAssessment(library, call.actor(), wanted), 201);
}

Answer Get(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  return AnswerOverview(call, year::GetAssessment(library, call.actor(), id));
}

Answer Alter(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  year::AssessmentChange wanted;
  wanted.version = body.Integer("version", 1, INT64_MAX);
  if (body.Has("title")) wanted.title = body.Text("title", year::kTitleCharactersMax);
  if (body.Has("targets_due")) wanted.targets_due = body.OptionalDay("targets_due");
  if (body.Has("data_due")) wanted.data_due = body.OptionalDay("data_due");
  KAOGONG_TRY(body.Finish());
  return AnswerChange(library, call, id, year::ChangeAssessment(library, call.actor(), id, wanted));
}

Answer Delete(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto stamp, call.QueryId("version"));
  if (!stamp.has_value()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("网址中缺少参数 version", "The query parameter version is missing")};
  }
  KAOGONG_TRY(year::DeleteAssessment(library, call.actor(), id, *stamp));
  return http::Response(204);
}

// --- Fields

Json FieldJson(const year::FieldView& view, const scheme::Scheme& scheme, int of_year,
               Language language) {
  const scheme::Field& field = *view.field;
  const scheme::Level& level = scheme.level(field.level);
  Json periods = Json::array();
  const int count = scheme::PeriodCount(field.level, level, of_year);
  for (int i = 0; i < count; ++i) periods.push_back(level.periods[static_cast<std::size_t>(i)]);
  Json classes = Json::array();
  for (const year::FieldClass use : view.classes) classes.push_back(year::NameOf(use));
  return {{"kind", view.kind},
          {"field", field.name},
          {"label", year::LabelOf(field)},
          {"column", field.column},
          {"class", year::NameOf(view.use.use)},
          {"class_title", year::TitleOf(view.use.use).In(language)},
          {"classes", std::move(classes)},
          {"base_field", view.base.empty() ? Json(nullptr) : Json(view.base)},
          {"type", NameOf(field.type)},
          {"level", field.level},
          {"level_name", level.name},
          {"periods", std::move(periods)},
          {"places", view.use.places},
          {"is_percent", field.is_percent},
          {"unit", field.unit},
          {"range", field.range.has_value() ? Json(field.range->ToString()) : Json(nullptr)},
          {"options", field.options},
          {"element_id", Wire(view.use.element)},
          {"shared_with", view.shared_with},
          {"verifier_unit", NamedOrNull(view.verifier_unit)},
          {"source", field.source},
          {"rounds", view.use.rounds},
          {"due_days", view.use.due_days},
          {"is_additive", view.use.is_additive}};
}

Json FieldsJson(const year::FieldsView& view, Language language) {
  Json items = Json::array();
  for (const year::FieldView& item : view.items) {
    items.push_back(FieldJson(item, view.frame.scheme(), view.frame.row.year, language));
  }
  return {{"version", view.frame.row.version}, {"items", std::move(items)}};
}

Answer ListFields(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto view, year::ListFields(library, call.actor(), id));
  return Reply(FieldsJson(view, call.language));
}

year::FieldChange ReadFieldChange(Body& item) {
  year::FieldChange change;
  change.kind = item.Text("kind");
  change.field = item.Text("field");
  if (const auto name = item.OptionalText("class", 40); name.has_value()) {
    change.use = year::FieldClassNamed(*name);
    if (!change.use.has_value()) {
      item.AddFault("class", Say("没有“{}”这一类", "There is no class '{}'", *name));
    }
  }
  if (item.Has("verifier_unit_id")) change.verifier_unit = item.OptionalId("verifier_unit_id");
  const auto number = [&](std::string_view name, std::int64_t low, std::int64_t high) {
    const auto read = item.OptionalInteger(name, low, high);
    return read.has_value() ? std::optional(static_cast<int>(*read)) : std::nullopt;
  };
  change.rounds = number("rounds", 1, 3);
  change.due_days = number("due_days", 0, 366);
  change.is_additive = item.OptionalFlag("is_additive");
  return change;
}

Answer PutFields(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  std::vector<year::FieldChange> changes;
  for (Body& item : body.RequiredObjects("items", kListMax)) {
    changes.push_back(ReadFieldChange(item));
    body.Take(item);
  }
  KAOGONG_TRY(body.Finish());
  const auto changed = year::ChangeFields(library, call.actor(), id, version, changes);
  if (changed.ok()) return Reply(FieldsJson(changed.value(), call.language));
  if (changed.error().code != ErrorCode::kConflict) return changed.error();
  const auto current = year::ListFields(library, call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), FieldsJson(current.value(), call.language));
}

// --- Assessees

Json AssesseeJson(const year::AssesseeView& view) {
  return {{"id", Wire(view.row.id)},
          {"kind", view.row.kind},
          {"code", view.row.code},
          {"name", view.row.name},
          {"parent", NamedOrNull(view.parent)},
          {"unit", NamedOrNull(view.unit)},
          {"person", NamedOrNull(view.person)},
          {"place", view.row.place}};
}

Answer ListAssessees(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  year::AssesseeQuery query;
  query.kind = call.QueryText("kind");
  query.contains = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(query.parent, call.QueryId("parent_id"));
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, year::ListAssessees(library, call.actor(), id, query));
  return Reply(ListJson(list, query.page, AssesseeJson));
}

year::NewAssessees ReadAssessees(Body& body) {
  year::NewAssessees wanted;
  wanted.kind = body.Text("kind");
  wanted.units = ReadIds(body, "unit_ids", kListMax);
  wanted.under = body.OptionalId("under_unit_id");
  if (const auto name = body.OptionalText("category", 40); name.has_value()) {
    wanted.category = office::UnitCategoryNamed(*name);
    if (!wanted.category.has_value()) {
      body.AddFault("category", Say("没有“{}”这个类别", "There is no category '{}'", *name));
    }
  }
  wanted.persons = ReadIds(body, "person_ids", kListMax);
  wanted.takes_persons = body.OptionalFlag("persons_of_units").value_or(false);
  wanted.parent_code = body.OptionalText("parent_code", 60).value_or("");
  for (Body& item : body.Objects("rows", kRowsMax)) {
    year::NewAssessee row;
    row.code = item.Text("code", 60);
    row.name = item.OptionalText("name", 100).value_or("");
    row.parent_code = item.OptionalText("parent_code", 60).value_or("");
    body.Take(item);
    wanted.rows.push_back(std::move(row));
  }
  return wanted;
}

Json AddedJson(const year::AddedAssessees& added) {
  return {{"added", added.added}, {"skipped", added.skipped}};
}

Answer AddAssessees(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const year::NewAssessees wanted = ReadAssessees(body);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto added, year::AddAssessees(library, call.actor(), id, wanted));
  return Reply(AddedJson(added));
}

Answer ImportAssessees(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file"}));
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload->File("file"));
  KAOGONG_TRY_ASSIGN(const auto bytes, importer::FileBytes::Open(file->path));
  Issues issues;
  const auto added =
      year::ImportAssessees(library, call.actor(), id, bytes.bytes(), file->file_name, &issues);
  if (!added.ok()) return Refuse(call, added.error(), issues);
  return Reply(AddedJson(added.value()));
}

Answer DeleteAssessee(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(year::DeleteAssessee(library, call.actor(), id));
  return http::Response(204);
}

// --- The year

Answer Move(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  office::target::StageMove wanted;
  const std::string to = body.Text("to", 40);
  wanted.to = year::StageNamed(to).value_or(year::Stage::kPreparing);
  if (!to.empty() && !year::StageNamed(to).has_value()) {
    body.AddFault("to", Say("没有“{}”这个阶段", "There is no stage '{}'", to));
  }
  wanted.reason = body.OptionalText("reason", 500).value_or("");
  wanted.version = body.Integer("version", 1, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  return AnswerChange(library, call, id,
                      office::target::MoveStage(library, call.actor(), id, wanted));
}

Answer RollOver(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  year::RollOver wanted;
  wanted.year = ReadYear(body);
  wanted.title = body.Text("title", year::kTitleCharactersMax);
  wanted.version = body.OptionalId("version_id");
  KAOGONG_TRY(body.Finish());
  return AnswerOverview(call, year::RollOverAssessment(library, call.actor(), id, wanted), 201);
}

}  // namespace

void AddAssessmentRoutes(Routes& routes, Library& library) {
  const auto with = [&library](Answer (*handler)(Library&, Call&)) -> Handler {
    return [&library, handler](Call& call) { return handler(library, call); };
  };
  EndpointOptions upload;
  upload.body_bytes_max = kWorkbookBytesMax + 65'536;
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kManageAssessments));
    return Upload::Open(call.request, {.file_bytes_max = kWorkbookBytesMax});
  };
  routes.Get("/assessments", with(List));
  routes.Post("/assessments", with(Create));
  routes.Get("/assessments/{id}", with(Get));
  routes.Patch("/assessments/{id}", with(Alter));
  routes.Delete("/assessments/{id}", with(Delete));
  routes.Get("/assessments/{id}/fields", with(ListFields));
  routes.Put("/assessments/{id}/fields", with(PutFields));
  routes.Get("/assessments/{id}/assessees", with(ListAssessees));
  routes.Post("/assessments/{id}/assessees", with(AddAssessees));
  routes.Post("/assessments/{id}/assessees/import", with(ImportAssessees), upload);
  routes.Post("/assessments/{id}/stage", with(Move));
  routes.Post("/assessments/{id}/roll-over", with(RollOver));
  routes.Delete("/assessees/{id}", with(DeleteAssessee));
}

}  // namespace kaogong::api
