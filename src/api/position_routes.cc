// SPDX-License-Identifier: Apache-2.0
#include "api/internal/organisation_json.h"
#include "api/organisation_routes.h"
#include "office/organisation/positions.h"

namespace kaogong::api {

namespace {

Json PositionJson(const office::Position& position) {
  return {{"id", Wire(position.id)},
          {"code", position.code},
          {"name", position.name},
          {"coefficient", office::CoefficientText(position.coefficient)},
          {"order", position.order},
          {"version", position.version}};
}

// A coefficient in ten-thousandths; its bounds are the use case's matter.
std::int64_t Units(const Decimal& coefficient, Body& body) {
  Text problem;
  const auto units = office::ReadCoefficient(coefficient.ToString(), problem);
  if (!units.has_value()) body.AddFault("coefficient", problem);
  return units.value_or(0);
}

Answer List(Call& call) {
  const auto page = call.PageOf();
  if (!page.ok()) return page.error();
  const auto listing = office::ListPositions(call.office, call.actor(), call.QueryText("query"),
                                             page.value());
  if (!listing.ok()) return listing.error();
  return Reply(ListJson(listing.value(), page.value(), PositionJson));
}

Answer Create(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  Body& fields = body.value();
  office::NewPosition made;
  made.code = fields.Text("code", office::kCodeCharactersMax);
  made.name = fields.Text("name", office::kNameCharactersMax);
  if (fields.Has("coefficient")) {
    made.coefficient = Units(fields.Number("coefficient", office::kCoefficientScale), fields);
  } else {
    fields.AddFault("coefficient", Say("必须填写", "This is required"));
  }
  made.order = fields.OptionalInteger("order", 0, office::kOrderMax);
  if (const auto read = fields.Finish(); !read.ok()) return read.error();
  const auto position = office::CreatePosition(call.office, call.actor(), made);
  if (!position.ok()) return position.error();
  return Reply(PositionJson(position.value()), 201);
}

Answer Alter(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  Body& fields = body.value();
  office::PositionChange change;
  change.version = fields.Integer("version", 1, INT64_MAX);
  if (fields.Has("name")) change.name = fields.Text("name", office::kNameCharactersMax);
  if (const auto number = fields.OptionalNumber("coefficient", office::kCoefficientScale)) {
    change.coefficient = Units(*number, fields);
  }
  change.order = fields.OptionalInteger("order", 0, office::kOrderMax);
  if (const auto read = fields.Finish(); !read.ok()) return read.error();
  const auto position = office::ChangePosition(call.office, call.actor(), id.value(), change);
  if (position.ok()) return Reply(PositionJson(position.value()));
  const auto current = office::FindPosition(call.office, call.actor(), id.value());
  if (!current.ok()) return position.error();
  return WithCurrent(position.error(), PositionJson(current.value()));
}

}  // namespace

void AddPositionRoutes(Routes& routes) {
  routes.Get("/positions", List);
  routes.Post("/positions", Create);
  routes.Patch("/positions/{id}", Alter);
}

}  // namespace kaogong::api
