// SPDX-License-Identifier: Apache-2.0
// Units: the tree as of a day, and its changes.
#include "api/internal/organisation_json.h"
#include "api/organisation_routes.h"
#include "office/organisation/units.h"

namespace kaogong::api {

namespace {

Json StateJson(const office::UnitState& state) {
  return {{"name", state.name},
          {"short_name", state.short_name},
          {"category", office::NameOf(state.category)},
          {"order", state.order}};
}

Json RowJson(const office::TreeNode& node, bool is_covered) {
  Json json = StateJson(node.state);
  json["id"] = Wire(node.id);
  json["parent_id"] = node.state.parent ? Json(Wire(*node.state.parent)) : Json(nullptr);
  json["depth"] = node.depth;
  json["is_covered"] = is_covered;
  // Of a unit above the actor's own only the names are told.
  if (!is_covered) return json;
  json["code"] = node.code;
  json["person_count"] = node.person_count;
  json["version"] = node.version;
  AddValidity(node.validity, json);
  return json;
}

Json UnitJson(const office::UnitView& unit) {
  Json json = RowJson(unit.node, true);
  json["exists"] = unit.exists;
  json["path"] = Json::array();
  for (const office::Named& above : unit.path) json["path"].push_back(NamedOrNull(above));
  json["history"] = Json::array();
  for (const office::UnitSpanView& span : unit.history) {
    Json row = StateJson(span.state);
    row["parent"] = NamedOrNull(span.parent);
    AddValidity(span.validity, row);
    json["history"].push_back(std::move(row));
  }
  return json;
}

std::optional<office::UnitCategory> ReadCategory(Body& body) {
  const auto name = body.OptionalText("category", 40);
  if (!name.has_value()) return std::nullopt;
  const auto category = office::UnitCategoryNamed(*name);
  if (!category.has_value()) {
    body.AddFault("category", Say("没有“{}”这个类别", "There is no category '{}'", *name));
  }
  return category;
}

Answer List(Call& call, OrganisationDesk& desk) {
  const auto on = call.QueryDay("on");
  if (!on.ok()) return on.error();
  const Date day = on.value().value_or(call.office.Today());
  const auto rows = office::ListUnits(call.office, desk.trees(), call.actor(), day);
  if (!rows.ok()) return rows.error();
  Json items = Json::array();
  for (const office::UnitRowView& row : rows.value()) {
    items.push_back(RowJson(row.node, row.is_covered));
  }
  return Reply({{"on", day.ToString()}, {"items", std::move(items)}});
}

Answer AnswerUnit(const Result<office::UnitView>& unit, int status = 200) {
  if (!unit.ok()) return unit.error();
  return Reply(UnitJson(unit.value()), status);
}

Answer Find(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  const auto on = call.QueryDay("on");
  if (!on.ok()) return on.error();
  return AnswerUnit(office::FindUnit(call.office, call.actor(), id.value(), on.value()));
}

Answer Create(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  Body& fields = body.value();
  office::NewUnit made;
  made.parent = fields.OptionalId("parent_id");
  made.code = fields.Text("code", office::kCodeCharactersMax);
  made.name = fields.Text("name", office::kNameCharactersMax);
  made.short_name =
      fields.OptionalText("short_name", office::kShortNameCharactersMax).value_or("");
  const bool has_category = !fields.Any("category").is_null();
  made.category = ReadCategory(fields).value_or(office::UnitCategory::kOther);
  if (!has_category) fields.AddFault("category", Say("必须填写", "This is required"));
  made.order = fields.OptionalInteger("order", 0, office::kOrderMax);
  made.from = fields.Day("valid_from");
  if (const auto read = fields.Finish(); !read.ok()) return read.error();
  return AnswerUnit(office::CreateUnit(call.office, call.actor(), made), 201);
}

// A change that came too late is answered with what the unit is now.
Answer AnswerChange(Call& call, office::Id id, const Result<office::UnitView>& unit) {
  if (unit.ok()) return AnswerUnit(unit);
  const auto current = office::FindUnit(call.office, call.actor(), id);
  if (!current.ok()) return unit.error();
  return WithCurrent(unit.error(), UnitJson(current.value()));
}

Answer Alter(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  Body& fields = body.value();
  office::UnitChange change;
  change.version = fields.Integer("version", 1, INT64_MAX);
  change.from = fields.Day("from");
  if (fields.Has("name")) change.name = fields.Text("name", office::kNameCharactersMax);
  if (fields.Has("short_name")) {
    change.short_name =
        fields.OptionalText("short_name", office::kShortNameCharactersMax).value_or("");
  }
  change.parent = fields.OptionalId("parent_id");
  change.category = ReadCategory(fields);
  change.order = fields.OptionalInteger("order", 0, office::kOrderMax);
  if (const auto read = fields.Finish(); !read.ok()) return read.error();
  return AnswerChange(call, id.value(),
                      office::ChangeUnit(call.office, call.actor(), id.value(), change));
}

Answer Close(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  const std::int64_t version = body.value().Integer("version", 1, INT64_MAX);
  const Date on = body.value().Day("on");
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  return AnswerChange(call, id.value(),
                      office::CloseUnit(call.office, call.actor(), id.value(), version, on));
}

}  // namespace

void AddUnitRoutes(Routes& routes, OrganisationDesk& desk) {
  routes.Get("/units", [&desk](Call& call) { return List(call, desk); });
  routes.Post("/units", Create);
  routes.Get("/units/{id}", Find);
  routes.Patch("/units/{id}", Alter);
  routes.Post("/units/{id}/close", Close);
}

}  // namespace kaogong::api
