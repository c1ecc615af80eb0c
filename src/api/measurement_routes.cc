// SPDX-License-Identifier: Apache-2.0
// Reporting sheets, measurements, their verification, data as a workbook.
#include "api/download.h"
#include "api/internal/upload.h"
#include "api/process_json.h"
#include "api/process_routes.h"
#include "office/process/reporting.h"
#include "office/process/verification.h"

namespace kaogong::api {

namespace {

namespace pro = office::process;

constexpr std::size_t kItemsMax = 2000;
constexpr std::size_t kValueMax = 1000;
constexpr std::size_t kNoteMax = 500;

void AddKey(Json& json, const pro::MeasurementKey& key) {
  json["element_id"] = Wire(key.element);
  json["subject_id"] = Wire(key.subject);
  json["year"] = key.year;
  json["period"] = key.period;
}

pro::MeasurementKey ReadKey(Body& body) {
  pro::MeasurementKey key;
  key.element = body.Id("element_id");
  key.subject = body.Id("subject_id");
  key.year = static_cast<int>(body.Integer("year", 1900, 2200));
  key.period = static_cast<int>(body.Integer("period", 0, 400));
  return key;
}

void AddState(Json& json, const pro::Measurement& now, Language language) {
  json["is_not_applicable"] = now.is_not_applicable;
  json["state"] = pro::NameOf(now);
  json["state_title"] = pro::TitleOf(now).In(language);
  json["round"] = now.round;
  json["version"] = now.version;
}

Json StateJson(const pro::MeasurementView& view, Language language) {
  Json json;
  AddKey(json, view.now.key);
  AddState(json, view.now, language);
  json["value"] = OrNull(view.value);
  json["note"] = view.note;
  json["return_reason"] = TextOrNull(view.return_reason);
  return json;
}

Json StatesJson(const std::vector<pro::MeasurementView>& views, Language language) {
  Json items = Json::array();
  for (const pro::MeasurementView& view : views) items.push_back(StateJson(view, language));
  return {{"items", std::move(items)}};
}

// Who came too late, or where it is closed, gets the cells as they are now.
Answer AnswerStates(ProcessDesk& desk, Call& call,
                    const Result<std::vector<pro::MeasurementView>>& made,
                    const std::vector<pro::MeasurementKey>& keys) {
  if (made.ok()) return Reply(StatesJson(made.value(), call.language));
  if (made.error().code != ErrorCode::kConflict) return made.error();
  KAOGONG_TRY_ASSIGN(const auto now, pro::FindMeasurements(desk.library(), call.actor(), keys));
  return WithCurrent(made.error(), StatesJson(now, call.language));
}

// --- Reporting

Json SheetRowJson(const pro::ReportingSheetRow& row) {
  return {{"assessment", AssessmentJson(row.assessment)},
          {"assessee", AssesseeJson(row.assessee)},
          {"level", row.level},
          {"level_name", row.level_name},
          {"period", row.period},
          {"period_title", row.period_title},
          {"due", row.due.ToString()},
          {"days_left", row.days_left},
          {"is_overdue", row.is_overdue},
          {"missing", row.missing},
          {"draft", row.draft},
          {"submitted", row.submitted},
          {"returned", row.returned},
          {"verified", row.verified},
          {"total", row.total}};
}

Answer ListSheets(ProcessDesk& desk, Call& call) {
  pro::SheetFilter filter;
  KAOGONG_TRY_ASSIGN(filter.assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(filter.assessee, call.QueryId("assessee_id"));
  KAOGONG_TRY_ASSIGN(filter.period, QueryNumber(call, "period"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  filter.level = call.QueryText("level");
  filter.state = call.QueryText("state");
  filter.is_mine = call.QueryFlag("mine");
  filter.query = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(const auto list,
                     pro::ListReportingSheets(desk.library(), call.actor(), filter, page));
  return Reply(ListJson(list, page, SheetRowJson));
}

Json CellJson(const pro::ReportingCell& cell, Language language) {
  Json json;
  AddKey(json, cell.key);
  AddState(json, cell.now, language);
  json["field"] = cell.field;
  json["label"] = cell.field;
  json["column"] = cell.column;
  json["class"] = office::assessment::NameOf(cell.use);
  json["type"] = TypeName(cell.definition.type);
  json["unit"] = cell.definition.unit;
  json["places"] = cell.places;
  json["is_percent"] = cell.definition.is_percent;
  json["range"] = RangeJson(cell.definition);
  json["options"] = cell.definition.options;
  json["value"] = OrNull(cell.value);
  json["is_editable"] = cell.is_editable;
  json["return_reason"] = TextOrNull(cell.return_reason);
  json["target"] = OrNull(cell.target);
  json["progress"] = ProgressJson(cell.progress, language);
  json["previous"] = OrNull(cell.previous);
  json["last_year"] = OrNull(cell.last_year);
  json["verifier_unit"] = cell.verifier_unit ? Json{{"id", Wire(cell.verifier_unit->first)},
                                                    {"name", cell.verifier_unit->second}}
                                             : Json(nullptr);
  json["rounds"] = cell.rounds;
  json["entered_by"] = TextOrNull(cell.entered_by);
  json["entered_at"] = TextOrNull(cell.entered_at);
  json["verified_by"] = TextOrNull(cell.verified_by);
  json["verified_at"] = TextOrNull(cell.verified_at);
  json["note"] = cell.note;
  json["evidence"] = EvidenceRefsJson(cell.evidence);
  json["used_by"] = cell.used_by;
  return json;
}

Answer GetSheet(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id assessment, NeedId(call, "assessment_id"));
  KAOGONG_TRY_ASSIGN(const office::Id assessee, NeedId(call, "assessee_id"));
  KAOGONG_TRY_ASSIGN(const int period, NeedNumber(call, "period"));
  KAOGONG_TRY_ASSIGN(const auto sheet,
                     pro::OpenReportingSheet(desk.library(), call.actor(), assessment, assessee,
                                             call.QueryText("level"), period));
  Json json = SheetRowJson(sheet.row);
  json["may"] = sheet.may_save ? Json{"save", "submit"} : Json::array();
  json["closed_reason"] =
      sheet.closed_reason ? Json(sheet.closed_reason->In(call.language)) : Json(nullptr);
  json["cells"] = Json::array();
  for (const pro::ReportingCell& cell : sheet.cells)
    json["cells"].push_back(CellJson(cell, call.language));
  return Reply(json);
}

// --- Measurements

Answer Save(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  std::vector<pro::NewMeasurement> items;
  std::vector<pro::MeasurementKey> keys;
  for (Body& part : body.RequiredObjects("items", kItemsMax)) {
    pro::NewMeasurement item;
    item.key = ReadKey(part);
    item.value = part.OptionalText("value", kValueMax);
    item.is_not_applicable = part.OptionalFlag("is_not_applicable").value_or(false);
    if (part.Has("note")) item.note = part.OptionalText("note", kNoteMax).value_or("");
    item.evidence = ReadOptionalIds(part, "evidence_ids", pro::kEvidenceFilesMax);
    item.version = part.Integer("version", 0, INT64_MAX);
    body.Take(part);
    keys.push_back(item.key);
    items.push_back(std::move(item));
  }
  const bool submit = body.Flag("submit");
  KAOGONG_TRY(body.Finish());
  return AnswerStates(desk, call,
                      pro::SaveMeasurements(desk.library(), call.actor(), items, submit), keys);
}

Answer History(ProcessDesk& desk, Call& call) {
  pro::MeasurementKey key;
  KAOGONG_TRY_ASSIGN(key.element, NeedId(call, "element_id"));
  KAOGONG_TRY_ASSIGN(key.subject, NeedId(call, "subject_id"));
  KAOGONG_TRY_ASSIGN(key.year, NeedNumber(call, "year"));
  KAOGONG_TRY_ASSIGN(key.period, NeedNumber(call, "period"));
  KAOGONG_TRY_ASSIGN(const auto history, pro::HistoryOf(desk.library(), call.actor(), key));
  Json items = Json::array();
  for (const pro::MeasurementChange& change : history.changes) {
    items.push_back({{"version", change.version},
                     {"act", change.act},
                     {"act_title", pro::TitleOfChange(change.act).In(call.language)},
                     {"value", OrNull(change.value)},
                     {"is_not_applicable", change.is_not_applicable},
                     {"note", change.note},
                     {"by", change.by},
                     {"at", change.at}});
  }
  return Reply({{"label", history.label}, {"unit", history.unit}, {"items", std::move(items)}});
}

Answer Reopen(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const pro::MeasurementKey key = ReadKey(body);
  const std::int64_t version = body.Integer("version", 0, INT64_MAX);
  const std::string reason = body.Text("reason", kNoteMax);
  KAOGONG_TRY(body.Finish());
  const auto made = pro::ReopenMeasurement(desk.library(), call.actor(), key, version, reason);
  if (made.ok()) return Reply(StateJson(made.value(), call.language));
  if (made.error().code != ErrorCode::kConflict) return made.error();
  KAOGONG_TRY_ASSIGN(const auto now, pro::FindMeasurements(desk.library(), call.actor(), {key}));
  return WithCurrent(made.error(), StatesJson(now, call.language));
}

// --- Verification

Json VerificationJson(const pro::VerificationRow& row, Language language) {
  Json flags = Json::array();
  for (const pro::VerificationFlag& flag : row.flags) {
    flags.push_back({{"code", flag.code}, {"text", flag.text.In(language)}});
  }
  Json json;
  AddKey(json, row.key);
  AddState(json, row.now, language);
  json["assessment"] = AssessmentJson(row.assessment);
  json["assessee"] = AssesseeJson(row.assessee);
  json["label"] = row.definition.name;
  json["level"] = row.level;
  json["level_name"] = row.level;
  json["period_title"] = row.period_title;
  json["type"] = TypeName(row.definition.type);
  json["unit"] = row.definition.unit;
  json["places"] = row.places;
  json["is_percent"] = row.definition.is_percent;
  json["options"] = row.definition.options;
  json["value"] = OrNull(row.value);
  json["previous"] = OrNull(row.previous);
  json["last_year"] = OrNull(row.last_year);
  json["target"] = OrNull(row.target);
  json["change"] = OrNull(row.change);
  json["flags"] = std::move(flags);
  json["evidence"] = EvidenceRefsJson(row.evidence);
  json["note"] = row.note;
  json["entered_by"] = TextOrNull(row.entered_by);
  json["entered_at"] = TextOrNull(row.entered_at);
  json["verified_by"] = TextOrNull(row.verified_by);
  json["verified_at"] = TextOrNull(row.verified_at);
  json["return_reason"] = TextOrNull(row.return_reason);
  json["rounds"] = row.rounds;
  json["is_own"] = row.is_own;
  return json;
}

Answer ListVerifications(ProcessDesk& desk, Call& call) {
  pro::VerificationFilter filter;
  KAOGONG_TRY_ASSIGN(filter.assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(filter.element, call.QueryId("element_id"));
  KAOGONG_TRY_ASSIGN(filter.period, QueryNumber(call, "period"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  filter.level = call.QueryText("level");
  filter.state = call.QueryText("state");
  filter.query = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(const auto list,
                     pro::ListVerifications(desk.library(), call.actor(), filter, page));
  return Reply(ListJson(list, page, [&](const pro::VerificationRow& row) {
    return VerificationJson(row, call.language);
  }));
}

Answer Verify(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  std::vector<pro::Decision> items;
  std::vector<pro::MeasurementKey> keys;
  for (Body& part : body.RequiredObjects("items", kItemsMax)) {
    pro::Decision item;
    item.key = ReadKey(part);
    item.version = part.Integer("version", 0, INT64_MAX);
    const std::string verdict = part.Text("verdict", 20);
    if (verdict == "return")
      item.verdict = pro::Verdict::kReturn;
    else if (verdict == "correct")
      item.verdict = pro::Verdict::kCorrect;
    else if (verdict != "verify" && !verdict.empty())
      part.AddFault("verdict", Say("应为 verify、return 或 correct",
                                   "This must be verify, return or correct"));
    item.value = part.OptionalText("value", kValueMax);
    item.is_not_applicable = part.OptionalFlag("is_not_applicable").value_or(false);
    item.reason = part.OptionalText("reason", kNoteMax).value_or("");
    body.Take(part);
    keys.push_back(item.key);
    items.push_back(std::move(item));
  }
  KAOGONG_TRY(body.Finish());
  return AnswerStates(desk, call, pro::DecideMeasurements(desk.library(), call.actor(), items),
                      keys);
}

// --- Workbooks

Answer DownloadData(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto period, QueryNumber(call, "period"));
  KAOGONG_TRY_ASSIGN(std::string bytes,
                     pro::DataWorkbook(desk.library(), call.actor(), id, call.QueryText("level"),
                                       period, call.language));
  return Download(std::move(bytes), kXlsxType,
                  Say("数据.xlsx", "data.xlsx").In(call.language));
}

Json ImportJson(const pro::DataImport& import, Language language) {
  Json issues = Json::array();
  for (const office::JobIssue& issue : import.issues) {
    issues.push_back({{"severity", issue.is_error ? "error" : "warning"},
                      {"code", issue.code},
                      {"sheet", issue.sheet},
                      {"cell", issue.cell},
                      {"message", issue.message.In(language)},
                      {"hint", issue.hint.In(language)}});
  }
  return {{"id", Wire(import.id)},
          {"assessment_id", Wire(import.assessment)},
          {"state", pro::NameOf(import.state)},
          {"file_name", import.file_name},
          {"file_sha256", import.file_sha256},
          {"submit", import.is_submitting},
          {"done", import.done},
          {"total", import.total},
          {"changed", import.changed},
          {"issues", std::move(issues)},
          {"created_at", import.created_at}};
}

Answer ImportData(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"file", "submit"}));
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload->File("file"));
  const bool submit = upload->Field("submit").value_or("") == "true";
  KAOGONG_TRY_ASSIGN(const auto import, pro::StartDataImport(desk.library(), call.actor(), id,
                                                             file->file_name, file->path, submit));
  desk.WakeImports();
  return Reply(ImportJson(import, call.language), 202);
}

Answer GetImport(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto import, desk.FindImport(call.actor(), id));
  return Reply(ImportJson(import, call.language));
}

Answer WatchImport(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(desk.FindImport(call.actor(), id));
  auto channel = std::make_shared<http::EventChannel>();
  desk.Watch(call.actor(), id, channel, [language = call.language](const pro::DataImport& now) {
    return Written(ImportJson(now, language));
  });
  return http::Response::Events(std::move(channel));
}

}  // namespace

void AddMeasurementRoutes(Routes& routes, ProcessDesk& desk) {
  EndpointOptions upload;
  upload.body_bytes_max = pro::kDataImportBytesMax + 65'536;
  // Nothing is taken from who may not: asked before the body comes.
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kReportData));
    return Upload::Open(call.request, {.file_bytes_max = pro::kDataImportBytesMax});
  };
  routes.Get("/reporting-sheets", WithDesk(desk, ListSheets));
  routes.Get("/reporting-sheet", WithDesk(desk, GetSheet));
  routes.Put("/measurements", WithDesk(desk, Save));
  routes.Get("/measurements/history", WithDesk(desk, History));
  routes.Post("/measurements/reopen", WithDesk(desk, Reopen));
  routes.Get("/verifications", WithDesk(desk, ListVerifications));
  routes.Post("/verifications", WithDesk(desk, Verify));
  routes.Get("/assessments/{id}/data.xlsx", WithDesk(desk, DownloadData));
  routes.Post("/assessments/{id}/data/import", WithDesk(desk, ImportData), upload);
  routes.Get("/data-imports/{id}", WithDesk(desk, GetImport));
  routes.Get("/data-imports/{id}/events", WithDesk(desk, WatchImport));
}

}  // namespace kaogong::api
