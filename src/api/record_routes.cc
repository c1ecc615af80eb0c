// SPDX-License-Identifier: Apache-2.0
// Events and other records.
#include "api/process_json.h"
#include "api/process_routes.h"

namespace kaogong::api {

namespace {

namespace pro = office::process;

constexpr std::size_t kBasisMax = 1000;
constexpr std::size_t kReasonMax = 500;
constexpr std::size_t kValueMax = 1000;

Json FieldJson(const pro::RecordKind& kind, const scheme::Field& field) {
  const bool is_day = kind.date_field == field.name;
  const bool is_required = !is_day && field.missing != scheme::Missing::kZero &&
                           field.missing != scheme::Missing::kExempt;
  return {{"field", field.name},
          {"label", field.name},
          {"type", TypeName(field.type)},
          {"options", field.options},
          {"range", RangeJson(field)},
          {"places", field.places_max},
          {"unit", field.unit},
          {"is_percent", field.is_percent},
          {"is_required", is_required || kind.kind.empty()}};
}

Json KindJson(const pro::RecordKind& kind) {
  Json fields = Json::array();
  for (const scheme::Field& field : kind.fields) fields.push_back(FieldJson(kind, field));
  return {{"kind", kind.kind},
          {"field", OrNull(kind.field)},
          {"title", kind.title},
          {"role", pro::NameOf(kind.role)},
          {"parent_kind", kind.parent_kind},
          {"date_field", OrNull(kind.date_field)},
          {"fields", std::move(fields)},
          {"article", TextOrNull(kind.article)}};
}

Answer ListKinds(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto kinds, pro::ListRecordKinds(desk.library(), call.actor(), id));
  Json items = Json::array();
  for (const pro::RecordKind& kind : kinds) items.push_back(KindJson(kind));
  return Reply({{"items", std::move(items)}});
}

Json RecordJson(const pro::Record& record, Language language) {
  Json values = Json::array();
  for (const pro::RecordValue& value : record.values) {
    values.push_back({{"field", value.field}, {"label", value.field}, {"value", value.value}});
  }
  Json claims = Json::array();
  for (const pro::RecordClaim& claim : record.claimed_by) {
    claims.push_back({{"record_id", Wire(claim.record)},
                      {"assessee", claim.assessee},
                      {"state", pro::NameOf(claim.state)}});
  }
  Json may = Json::array();
  if (record.may_decide) may.push_back("decide");
  if (record.may_withdraw) may.push_back("withdraw");
  return {{"id", Wire(record.id)},
          {"assessment", AssessmentJson(record.assessment)},
          {"kind", record.kind},
          {"field", OrNull(record.field)},
          {"title", record.title},
          {"assessee", AssesseeJson(record.assessee)},
          {"day", record.day.ToString()},
          {"amount", OrNull(record.amount)},
          {"unit", record.unit},
          {"values", std::move(values)},
          {"state", pro::NameOf(record.state)},
          {"state_title", pro::TitleOf(record.state).In(language)},
          {"basis", record.basis},
          {"evidence", EvidenceRefsJson(record.evidence)},
          {"proposed_by", record.proposed_by},
          {"proposed_at", record.proposed_at},
          {"is_mine", record.is_mine},
          {"decided_by", OrNull(record.decided_by)},
          {"decided_at", OrNull(record.decided_at)},
          {"decision_note", OrNull(record.decision_note)},
          {"claimed_by", std::move(claims)},
          {"may", std::move(may)},
          {"version", record.version}};
}

Answer ListRecords(ProcessDesk& desk, Call& call) {
  pro::RecordFilter filter;
  KAOGONG_TRY_ASSIGN(filter.assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(filter.assessee, call.QueryId("assessee_id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  if (call.request.Query("kind").has_value()) filter.kind = call.QueryText("kind");
  filter.field = call.QueryText("field");
  filter.is_mine = call.QueryFlag("mine");
  filter.query = call.QueryText("query");
  if (const std::string state = call.QueryText("state"); !state.empty()) {
    filter.state = pro::RecordStateNamed(state);
    if (!filter.state.has_value()) {
      return Error{
          ErrorCode::kInvalidInput,
          Say("网址参数 state 不是可选的状态", "The query parameter state is none of the states")};
    }
  }
  KAOGONG_TRY_ASSIGN(const auto list, pro::ListRecords(desk.library(), call.actor(), filter, page));
  return Reply(ListJson(
      list, page, [&](const pro::Record& record) { return RecordJson(record, call.language); }));
}

Answer FindRecord(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto record, pro::FindRecord(desk.library(), call.actor(), id));
  return Reply(RecordJson(record, call.language));
}

// The values by field: {"事项": "…"}.
std::vector<pro::RecordValue> ReadValues(Body& body) {
  std::vector<pro::RecordValue> values;
  const Json& given = body.Any("values");
  if (given.is_null()) return values;
  if (!given.is_object()) {
    body.AddFault("values", Say("应为对象", "This must be an object"));
    return values;
  }
  Body part(given, "/values");
  for (const auto& [field, value] : given.items()) {
    const auto text = part.OptionalText(field, kValueMax);
    if (text.has_value()) values.push_back({field, *text});
  }
  body.Take(part);
  return values;
}

Answer Propose(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  pro::NewRecord made;
  made.assessment = body.Id("assessment_id");
  made.kind = body.OptionalText("kind", 100).value_or("");
  made.field = body.OptionalText("field", 200);
  made.assessee = body.Id("assessee_id");
  made.day = body.Day("day");
  made.amount = body.OptionalText("amount", 40);
  made.values = ReadValues(body);
  made.basis = body.Text("basis", kBasisMax);
  made.evidence = ReadOptionalIds(body, "evidence_ids", pro::kEvidenceFilesMax)
                      .value_or(std::vector<office::Id>());
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto record, pro::ProposeRecord(desk.library(), call.actor(), made));
  return Reply(RecordJson(record, call.language), 201);
}

Answer AnswerChange(ProcessDesk& desk, Call& call, office::Id id,
                    const Result<pro::Record>& record) {
  if (record.ok()) return Reply(RecordJson(record.value(), call.language));
  const auto current = pro::FindRecord(desk.library(), call.actor(), id);
  if (!current.ok()) return record.error();
  return WithCurrent(record.error(), RecordJson(current.value(), call.language));
}

Answer Decide(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  const std::string verdict = body.Text("verdict", 20);
  if (verdict != "approve" && verdict != "reject" && !verdict.empty()) {
    body.AddFault("verdict", Say("应为 approve 或 reject", "This must be approve or reject"));
  }
  const std::string reason = body.OptionalText("reason", kReasonMax).value_or("");
  KAOGONG_TRY(body.Finish());
  return AnswerChange(
      desk, call, id,
      pro::DecideRecord(desk.library(), call.actor(), id, version, verdict == "approve", reason));
}

Answer Withdraw(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  const std::string reason = body.Text("reason", kReasonMax);
  KAOGONG_TRY(body.Finish());
  return AnswerChange(desk, call, id,
                      pro::WithdrawRecord(desk.library(), call.actor(), id, version, reason));
}

}  // namespace

void AddRecordRoutes(Routes& routes, ProcessDesk& desk) {
  routes.Get("/assessments/{id}/record-kinds", WithDesk(desk, ListKinds));
  routes.Get("/records", WithDesk(desk, ListRecords));
  routes.Post("/records", WithDesk(desk, Propose));
  routes.Get("/records/{id}", WithDesk(desk, FindRecord));
  routes.Post("/records/{id}/decide", WithDesk(desk, Decide));
  routes.Post("/records/{id}/withdraw", WithDesk(desk, Withdraw));
}

}  // namespace kaogong::api
