// SPDX-License-Identifier: Apache-2.0
// Panels and reviews.
#include "api/process_json.h"
#include "api/process_routes.h"
#include "office/process/panel.h"
#include "office/process/review.h"

namespace kaogong::api {

namespace {

namespace pro = office::process;

Json PanelJson(const pro::Panel& panel) {
  Json members = Json::array();
  for (const pro::PanelMember& member : panel.members) {
    members.push_back({{"account_id", Wire(member.account)},
                       {"name", member.name},
                       {"total", member.total},
                       {"submitted", member.submitted}});
  }
  Json assessees = Json::array();
  for (const office::Id id : panel.assessees) assessees.push_back(Wire(id));
  return {{"kind", panel.kind},
          {"title", panel.kind},
          {"parent_kind", panel.parent_kind},
          {"members", std::move(members)},
          {"is_for_all", panel.assessees.empty()},
          {"assessee_ids", std::move(assessees)},
          {"sheets_total", panel.sheets},
          {"sheets_submitted", panel.submitted}};
}

Answer ListPanels(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto panels, pro::ListPanels(desk.library(), call.actor(), id));
  Json items = Json::array();
  for (const pro::Panel& panel : panels.panels) items.push_back(PanelJson(panel));
  Json candidates = Json::array();
  for (const pro::Candidate& candidate : panels.candidates) {
    candidates.push_back({{"id", Wire(candidate.account)}, {"name", candidate.name}});
  }
  return Reply({{"items", std::move(items)}, {"candidates", std::move(candidates)}});
}

Answer Appoint(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  pro::NewPanel wanted;
  wanted.kind = body.Text("kind", 100);
  const auto accounts = ReadOptionalIds(body, "account_ids", 200);
  if (!accounts.has_value()) body.AddFault("account_ids", Say("必须填写", "This is required"));
  wanted.accounts = accounts.value_or(std::vector<office::Id>());
  wanted.assessees =
      ReadOptionalIds(body, "assessee_ids", 5000).value_or(std::vector<office::Id>());
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto panel, pro::AppointPanel(desk.library(), call.actor(), id, wanted));
  return Reply(PanelJson(panel));
}

Json SheetRowJson(const pro::PanelSheetRow& row) {
  return {{"assessment", AssessmentJson(row.assessment)},
          {"kind", row.kind},
          {"title", row.kind},
          {"assessee", AssesseeJson(row.assessee)},
          {"done", row.done},
          {"total", row.total},
          {"is_submitted", row.is_submitted},
          {"due", row.due ? Json(row.due->ToString()) : Json(nullptr)}};
}

Answer ListSheets(ProcessDesk& desk, Call& call) {
  pro::PanelFilter filter;
  KAOGONG_TRY_ASSIGN(filter.assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  filter.state = call.QueryText("state");
  KAOGONG_TRY_ASSIGN(const auto list,
                     pro::ListPanelSheets(desk.library(), call.actor(), filter, page));
  return Reply(ListJson(list, page, SheetRowJson));
}

Json ItemJson(const pro::PanelSheet& sheet, const pro::PanelItem& item) {
  Json history = Json::array();
  for (const auto& [year, value] : item.history)
    history.push_back({{"year", year}, {"value", value}});
  Json choice = nullptr;
  if (item.choice.has_value()) choice = pro::NameOf(*item.choice);
  const Json range = RangeJson(sheet.score);
  return {
      {"item", item.item},
      {"label", item.label},
      {"standard", item.standard},
      {"article", TextOrNull(item.article)},
      {"low", range.is_null() ? Json(nullptr) : range["low"]},
      {"high", range.is_null() ? Json(nullptr) : range["high"]},
      {"places", sheet.score.places_max},
      {"unit", sheet.score.unit},
      {"my", {{"choice", std::move(choice)}, {"value", OrNull(item.value)}, {"note", item.note}}},
      {"target", OrNull(item.target)},
      {"actual", OrNull(item.actual)},
      {"history", std::move(history)},
      {"group_average", OrNull(item.group_average)},
      {"evidence", EvidenceRefsJson(sheet.evidence)}};
}

Json SheetJson(const pro::PanelSheet& sheet, Language language) {
  Json json = SheetRowJson(sheet.row);
  json["version"] = sheet.version;
  json["closed_reason"] =
      sheet.closed_reason ? Json(sheet.closed_reason->In(language)) : Json(nullptr);
  json["items"] = Json::array();
  for (const pro::PanelItem& item : sheet.items) json["items"].push_back(ItemJson(sheet, item));
  return json;
}

Answer GetSheet(ProcessDesk& desk, Call& call) {
  pro::PanelKey key;
  KAOGONG_TRY_ASSIGN(key.assessment, NeedId(call, "assessment_id"));
  KAOGONG_TRY_ASSIGN(key.assessee, NeedId(call, "assessee_id"));
  key.kind = call.QueryText("kind");
  KAOGONG_TRY_ASSIGN(const auto sheet, pro::OpenPanelSheet(desk.library(), call.actor(), key));
  return Reply(SheetJson(sheet, call.language));
}

Answer SaveSheet(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  pro::PanelKey key;
  key.assessment = body.Id("assessment_id");
  key.kind = body.Text("kind", 100);
  key.assessee = body.Id("assessee_id");
  const std::int64_t version = body.Integer("version", 0, INT64_MAX);
  const bool submit = body.Flag("submit");
  std::vector<pro::PanelScore> scores;
  for (Body& part : body.Objects("items", 500)) {
    pro::PanelScore score;
    // Without items of its own a kind has one, whose name is empty.
    score.item = part.OptionalText("item", 200).value_or("");
    const std::string name = part.Text("choice", 20);
    const auto choice = pro::PanelChoiceNamed(name);
    if (!choice.has_value() && !name.empty())
      part.AddFault("choice", Say("应为 score、unknown 或 not_applicable",
                                  "This must be score, unknown or not_applicable"));
    score.choice = choice.value_or(pro::PanelChoice::kUnknown);
    score.value = part.OptionalText("value", 40);
    score.note = part.OptionalText("note", 500).value_or("");
    body.Take(part);
    scores.push_back(std::move(score));
  }
  KAOGONG_TRY(body.Finish());
  const auto sheet =
      pro::SavePanelSheet(desk.library(), call.actor(), key, version, scores, submit);
  if (sheet.ok()) return Reply(SheetJson(sheet.value(), call.language));
  if (sheet.error().code != ErrorCode::kConflict) return sheet.error();
  const auto current = pro::OpenPanelSheet(desk.library(), call.actor(), key);
  if (!current.ok()) return sheet.error();
  return WithCurrent(sheet.error(), SheetJson(current.value(), call.language));
}

// --- Reviews

Json ReviewRowJson(const pro::ReviewRow& row, Language language) {
  Json items = Json::array();
  for (const pro::ReviewItem& item : row.items) {
    items.push_back({{"field", item.field},
                     {"label", item.field},
                     {"unit", item.unit},
                     {"value", OrNull(item.value)},
                     {"target", OrNull(item.target)},
                     {"light", pro::NameOf(item.progress.light)},
                     {"text", item.progress.text.In(language)}});
  }
  return {{"assessee", AssesseeJson(row.assessee)},
          {"lights", LightsJson(row.lights)},
          {"items", std::move(items)},
          {"remark", row.remark},
          {"remark_by", OrNull(row.remark_by)},
          {"version", row.version}};
}

Answer GetReview(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  pro::ReviewFilter filter;
  filter.level = call.QueryText("level");
  KAOGONG_TRY_ASSIGN(filter.period, NeedNumber(call, "period"));
  filter.query = call.QueryText("query");
  if (const std::string light = call.QueryText("light"); !light.empty()) {
    filter.light = pro::LightNamed(light);
    if (!filter.light.has_value()) {
      return Error{ErrorCode::kInvalidInput,
                   Say("网址参数 light 应为 red、amber、green 或 none",
                       "The query parameter light must be red, amber, green or none")};
    }
  }
  KAOGONG_TRY_ASSIGN(const auto review,
                     pro::OpenReview(desk.library(), call.actor(), id, filter, page));
  Json json = ListJson(review.rows, page, [&](const pro::ReviewRow& row) {
    return ReviewRowJson(row, call.language);
  });
  json["lights"] = LightsJson(review.lights);
  return Reply(json);
}

Answer Remark(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  pro::NewRemark made;
  made.assessee = body.Id("assessee_id");
  made.level = body.Text("level", 50);
  made.period = static_cast<int>(body.Integer("period", 0, 400));
  if (!body.Has("remark")) body.AddFault("remark", Say("必须填写", "This is required"));
  made.remark = body.OptionalText("remark", 2000).value_or("");
  made.version = body.Integer("version", 0, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  const auto row = pro::RemarkReview(desk.library(), call.actor(), id, made);
  if (row.ok()) return Reply(ReviewRowJson(row.value(), call.language));
  if (row.error().code != ErrorCode::kConflict) return row.error();
  const auto current =
      pro::FindReviewRow(desk.library(), call.actor(), id, made.assessee, made.level, made.period);
  if (!current.ok()) return row.error();
  return WithCurrent(row.error(), ReviewRowJson(current.value(), call.language));
}

}  // namespace

void AddPanelRoutes(Routes& routes, ProcessDesk& desk) {
  routes.Get("/assessments/{id}/panels", WithDesk(desk, ListPanels));
  routes.Put("/assessments/{id}/panels", WithDesk(desk, Appoint));
  routes.Get("/panel/sheets", WithDesk(desk, ListSheets));
  routes.Get("/panel/sheet", WithDesk(desk, GetSheet));
  routes.Put("/panel/sheet", WithDesk(desk, SaveSheet));
  routes.Get("/assessments/{id}/review", WithDesk(desk, GetReview));
  routes.Put("/assessments/{id}/review", WithDesk(desk, Remark));
}

}  // namespace kaogong::api
