// SPDX-License-Identifier: Apache-2.0
// Objections to published results.
#include "api/internal/outcome_json.h"
#include "api/library_json.h"
#include "api/result_desk.h"
#include "api/routes.h"

namespace kaogong::api {

namespace {

namespace lib = office::library;
namespace res = office::result;

// With the row of the computation, which the store does not know.
Json WithRow(ResultDesk& desk, const Call& call, const res::Objection& objection) {
  Json json = ObjectionJson(objection, call.language);
  json["row"] = 0;
  const office::Actor program = office::ProgramActor();
  const auto opened = desk.boards().Open(program, objection.computation);
  if (!opened.ok()) return json;
  const auto kind = opened.value().board->scheme().FindKind(objection.assessee.kind);
  if (kind == scheme::kNone) return json;
  json["row"] = opened.value().board->RowOfAssessee(kind, objection.assessee.id).value_or(0);
  return json;
}

Answer Raise(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  res::NewObjection wanted;
  wanted.publication = body.Id("publication_id");
  wanted.assessee = body.Id("assessee_id");
  wanted.figure = body.Text("column");
  wanted.text = body.OptionalText("text", 2000).value_or("");
  if (body.Has("evidence_ids")) {
    const Json& evidence = body.Any("evidence_ids");
    if (!evidence.is_null() && !evidence.is_array())
      body.AddFault("evidence_ids", Say("应为编号的列表", "This must be a list of ids"));
    for (const Json& id : evidence.is_array() ? evidence : Json::array()) {
      const std::string text = id.is_string() ? id.get<std::string>() : std::string();
      const bool is_id = !text.empty() && text.size() < 19 && text.front() != '0' &&
                         text.find_first_not_of("0123456789") == std::string::npos;
      if (is_id) {
        wanted.evidence.push_back(std::stoll(text));
      } else {
        body.AddFault("evidence_ids", Say("应为编号的列表", "This must be a list of ids"));
      }
    }
  }
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto raised, res::RaiseObjection(desk.boards(), call.actor(), wanted));
  return Reply(WithRow(desk, call, raised), 201);
}

Answer List(ResultDesk& desk, Call& call) {
  res::ObjectionQuery query;
  KAOGONG_TRY_ASSIGN(query.assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  query.is_mine = call.QueryFlag("mine");
  if (const std::string state = call.QueryText("state"); !state.empty()) {
    query.state = res::ObjectionStateNamed(state);
    if (!query.state) {
      return Error{ErrorCode::kInvalidInput,
                   Say("网址参数 state 应为 open、assigned、upheld 或 not_upheld",
                       "The query parameter state must be open, assigned, upheld or not_upheld")};
    }
  }
  KAOGONG_TRY_ASSIGN(const auto list, res::ListObjections(desk.boards(), call.actor(), query));
  return Reply(ListJson(list, query.page, [&](const res::Objection& objection) {
    return WithRow(desk, call, objection);
  }));
}

Answer Get(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto objection, res::GetObjection(desk.boards(), call.actor(), id));
  return Reply(WithRow(desk, call, objection));
}

Answer Handlers(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto choices, res::ListHandlers(desk.boards(), call.actor(), id));
  Json items = Json::array();
  for (const res::HandlerChoice& choice : choices) {
    items.push_back({{"account_id", Wire(choice.account.id)},
                     {"name", choice.account.name},
                     {"is_independent", choice.is_independent},
                     {"why", choice.why.In(call.language)}});
  }
  return Reply({{"items", std::move(items)}});
}

// A stale change comes with the objection as it is now.
Answer AnswerObjection(ResultDesk& desk, Call& call, office::Id id,
                       const Result<res::Objection>& changed) {
  if (changed.ok()) return Reply(WithRow(desk, call, changed.value()));
  if (changed.error().code != ErrorCode::kConflict) return changed.error();
  const auto now = res::GetObjection(desk.boards(), call.actor(), id);
  if (!now.ok()) return changed.error();
  return WithCurrent(changed.error(), WithRow(desk, call, now.value()));
}

Answer Assign(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const office::Id account = body.Id("account_id");
  const std::int64_t stamp = body.Integer("version", 1, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  return AnswerObjection(desk, call, id,
                         res::AssignObjection(desk.boards(), call.actor(), id, account, stamp));
}

res::WantedCorrection ReadCorrection(Body& part) {
  res::WantedCorrection correction;
  correction.key.element = part.Id("element_id");
  correction.key.subject = part.Id("subject_id");
  correction.key.year = static_cast<int>(part.Integer("year", 1990, 2200));
  correction.key.period = static_cast<int>(part.Integer("period", 0, 400));
  correction.value = part.OptionalText("value", 200);
  correction.is_not_applicable = part.OptionalFlag("is_not_applicable").value_or(false);
  return correction;
}

Answer Resolve(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  res::Decision decision;
  const std::string verdict = body.Text("verdict");
  decision.is_upheld = verdict == "upheld";
  if (verdict != "upheld" && verdict != "not_upheld")
    body.AddFault("verdict", Say("应为 upheld 或 not_upheld", "upheld or not_upheld"));
  decision.reason = body.OptionalText("reason", 1000).value_or("");
  decision.stamp = body.Integer("version", 1, INT64_MAX);
  if (body.Has("corrections") && !body.Any("corrections").is_null()) {
    for (Body& part : body.Objects("corrections", 200)) {
      decision.corrections.push_back(ReadCorrection(part));
      body.Take(part);
    }
  }
  KAOGONG_TRY(body.Finish());
  Issues issues;
  const auto resolved = res::ResolveObjection(desk.boards(), call.actor(), id, decision, &issues);
  if (!resolved.ok() && !issues.empty()) return Refuse(call, resolved.error(), issues);
  return AnswerObjection(desk, call, id, resolved);
}

Answer Cascade(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, res::CascadeOf(desk.boards(), call.actor(), id, page));
  return Reply(ListJson(list, page, [&](const res::CascadeItem& item) {
    return Json{{"assessee", item.assessee.id == 0 ? Json(nullptr) : AssesseeRefJson(item.assessee)},
                {"name", item.assessee.name},
                {"kind", item.assessee.kind},
                {"key", item.key},
                {"figure", item.figure},
                {"role", NameOf(item.role)},
                {"before", item.before},
                {"after", item.after}};
  }));
}

}  // namespace

void AddObjectionRoutes(Routes& routes, ResultDesk& desk) {
  const auto with = [&desk](Answer (*handler)(ResultDesk&, Call&)) -> Handler {
    return [&desk, handler](Call& call) { return handler(desk, call); };
  };
  routes.Get("/objections", with(List));
  routes.Post("/objections", with(Raise));
  routes.Get("/objections/{id}", with(Get));
  routes.Get("/objections/{id}/handlers", with(Handlers));
  routes.Post("/objections/{id}/assign", with(Assign));
  routes.Post("/objections/{id}/resolve", with(Resolve));
  routes.Get("/objections/{id}/cascade", with(Cascade));
}

}  // namespace kaogong::api
