// SPDX-License-Identifier: Apache-2.0
// Persons and their appointments.
#include "api/internal/organisation_json.h"
#include "api/organisation_routes.h"
#include "office/organisation/persons.h"

namespace kaogong::api {

namespace {

Json AppointmentJson(const office::Appointment& appointment) {
  Json json{{"id", Wire(appointment.id)},
            {"unit", NamedOrNull(appointment.unit)},
            {"position", nullptr},
            {"is_primary", appointment.is_primary},
            {"version", appointment.version}};
  if (appointment.position.has_value()) {
    json["position"] = {{"id", Wire(appointment.position->id)},
                        {"name", appointment.position->name},
                        {"coefficient", office::CoefficientText(appointment.position->coefficient)}};
  }
  AddValidity(appointment.validity, json);
  return json;
}

Json PersonJson(const office::Person& person) {
  Json json{{"id", Wire(person.id)},
            {"code", person.code},
            {"name", person.name},
            {"appointments", Json::array()},
            {"version", person.version}};
  // What the actor may not see is not there.
  if (person.phone.has_value()) json["phone"] = *person.phone;
  if (person.note.has_value()) json["note"] = *person.note;
  for (const office::Appointment& appointment : person.appointments) {
    json["appointments"].push_back(AppointmentJson(appointment));
  }
  return json;
}

Result<office::PersonFilter> ReadFilter(const Call& call) {
  using Sort = office::PersonFilter::Sort;
  office::PersonFilter filter;
  filter.query = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(filter.unit, call.QueryId("unit_id"));
  KAOGONG_TRY_ASSIGN(filter.position, call.QueryId("position_id"));
  KAOGONG_TRY_ASSIGN(filter.on, call.QueryDay("on"));
  filter.has_below = call.QueryFlag("with_below");
  const std::string sort = call.QueryText("sort");
  if (sort == "-code") {
    filter.sort = Sort::kCodeDown;
  } else if (sort == "name") {
    filter.sort = Sort::kName;
  } else if (sort == "-name") {
    filter.sort = Sort::kNameDown;
  } else if (!sort.empty() && sort != "code") {
    return Error{ErrorCode::kInvalidInput, Say("sort 应为 code、-code、name 或 -name",
                                               "sort must be code, -code, name or -name")};
  }
  return filter;
}

Answer List(Call& call) {
  const auto filter = ReadFilter(call);
  if (!filter.ok()) return filter.error();
  const auto page = call.PageOf();
  if (!page.ok()) return page.error();
  const auto listing =
      office::ListPersons(call.office, call.actor(), filter.value(), page.value());
  if (!listing.ok()) return listing.error();
  return Reply(ListJson(listing.value(), page.value(), PersonJson));
}

Answer AnswerPerson(const Result<office::Person>& person, int status = 200) {
  if (!person.ok()) return person.error();
  return Reply(PersonJson(person.value()), status);
}

Answer Find(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  return AnswerPerson(office::FindPerson(call.office, call.actor(), id.value()));
}

office::NewAppointment ReadAppointment(Body& body) {
  office::NewAppointment made;
  made.unit = body.Id("unit_id");
  made.position = body.OptionalId("position_id");
  made.is_primary = body.OptionalFlag("is_primary");
  made.validity.from = body.Day("valid_from");
  made.validity.to = body.OptionalDay("valid_to");
  return made;
}

// Each character takes four bytes at most; how many there may be is the use case's matter.
constexpr std::size_t kPhoneBytesMax = 4 * office::kPhoneCharactersMax;
constexpr std::size_t kNoteBytesMax = 4 * office::kNoteCharactersMax;

Answer Create(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  Body& fields = body.value();
  office::NewPerson made;
  made.code = fields.Text("code", office::kCodeCharactersMax);
  made.name = fields.Text("name", office::kNameCharactersMax);
  made.phone = fields.OptionalRaw("phone", kPhoneBytesMax).value_or("");
  made.note = fields.OptionalRaw("note", kNoteBytesMax).value_or("");
  for (Body& part : fields.Objects("appointments", 50)) {
    made.appointments.push_back(ReadAppointment(part));
    fields.Take(part);
  }
  if (const auto read = fields.Finish(); !read.ok()) return read.error();
  return AnswerPerson(office::CreatePerson(call.office, call.actor(), made), 201);
}

Answer AnswerChange(Call& call, office::Id id, const Result<office::Person>& person) {
  if (person.ok()) return AnswerPerson(person);
  const auto current = office::FindPerson(call.office, call.actor(), id);
  if (!current.ok()) return person.error();
  return WithCurrent(person.error(), PersonJson(current.value()));
}

Answer Alter(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  Body& fields = body.value();
  office::PersonChange change;
  change.version = fields.Integer("version", 1, INT64_MAX);
  if (fields.Has("code")) change.code = fields.Text("code", office::kCodeCharactersMax);
  if (fields.Has("name")) change.name = fields.Text("name", office::kNameCharactersMax);
  if (fields.Has("phone")) {
    change.phone = fields.OptionalRaw("phone", kPhoneBytesMax).value_or("");
  }
  if (fields.Has("note")) change.note = fields.OptionalRaw("note", kNoteBytesMax).value_or("");
  if (const auto read = fields.Finish(); !read.ok()) return read.error();
  return AnswerChange(call, id.value(),
                      office::ChangePerson(call.office, call.actor(), id.value(), change));
}

Answer Appoint(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  const office::NewAppointment made = ReadAppointment(body.value());
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  return AnswerPerson(office::AddAppointment(call.office, call.actor(), id.value(), made), 201);
}

Answer AlterAppointment(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  Body& fields = body.value();
  office::AppointmentChange change;
  change.version = fields.Integer("version", 1, INT64_MAX);
  // null takes the position away, and the end.
  if (fields.Has("position_id")) change.position.emplace(fields.OptionalId("position_id"));
  change.is_primary = fields.OptionalFlag("is_primary");
  change.from = fields.OptionalDay("valid_from");
  if (fields.Has("valid_to")) change.to.emplace(fields.OptionalDay("valid_to"));
  if (const auto read = fields.Finish(); !read.ok()) return read.error();
  const auto person = office::ChangeAppointment(call.office, call.actor(), id.value(), change);
  if (person.ok()) return AnswerPerson(person);
  const auto current = office::FindPersonOfAppointment(call.office, call.actor(), id.value());
  if (!current.ok()) return person.error();
  return WithCurrent(person.error(), PersonJson(current.value()));
}

}  // namespace

void AddPersonRoutes(Routes& routes) {
  routes.Get("/persons", List);
  routes.Post("/persons", Create);
  routes.Get("/persons/{id}", Find);
  routes.Patch("/persons/{id}", Alter);
  routes.Post("/persons/{id}/appointments", Appoint);
  routes.Patch("/appointments/{id}", AlterAppointment);
}

}  // namespace kaogong::api
