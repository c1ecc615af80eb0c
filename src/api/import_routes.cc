// SPDX-License-Identifier: Apache-2.0
// Import and export of the organisation.
#include "api/download.h"
#include "api/internal/organisation_json.h"
#include "api/internal/upload.h"
#include "api/organisation_routes.h"
#include "office/organisation/export.h"
#include "office/organisation/imports.h"

namespace kaogong::api {

namespace {


Json SummaryJson(const office::ImportSummary& summary) {
  return {{"units_new", summary.units_new},
          {"units_changed", summary.units_changed},
          {"positions_new", summary.positions_new},
          {"positions_changed", summary.positions_changed},
          {"persons_new", summary.persons_new},
          {"persons_changed", summary.persons_changed},
          {"appointments_new", summary.appointments_new},
          {"appointments_changed", summary.appointments_changed},
          {"appointments_ended", summary.appointments_ended},
          {"unchanged", summary.unchanged}};
}

Json ImportJson(const office::Import& import, Language language, bool with_preview) {
  Json json{{"id", Wire(import.id)},
            {"state", office::NameOf(import.state)},
            {"file_name", import.file_name},
            {"file_sha256", import.file_sha256},
            {"progress", {{"done", import.done}, {"total", import.total}}},
            {"summary", SummaryJson(import.summary)},
            {"issues", Json::array()},
            {"created_at", import.created_at}};
  for (const office::ImportIssue& issue : import.issues) {
    json["issues"].push_back({{"severity", issue.is_error ? "error" : "warning"},
                              {"code", issue.code},
                              {"sheet", issue.sheet},
                              {"cell", issue.cell},
                              {"message", issue.message.In(language)},
                              {"hint", issue.hint.In(language)}});
  }
  if (!with_preview) return json;
  json["preview"] = Json::array();
  for (const office::Import::PreviewRow& row : import.preview) {
    Json changes = Json::array();
    for (const office::FieldChange& change : row.changes) {
      changes.push_back(
          {{"field", change.field}, {"before", change.before}, {"after", change.after}});
    }
    json["preview"].push_back({{"kind", row.kind},
                               {"action", row.action},
                               {"label", row.label},
                               {"changes", std::move(changes)}});
  }
  return json;
}

Answer AnswerImport(Call& call, OrganisationDesk& desk, Result<office::Import> import,
                    int status = 200) {
  if (!import.ok()) return import.error();
  const office::Import now = WithProgress(std::move(import).value(), desk);
  return Reply(ImportJson(now, call.language, true), status);
}

Result<std::unique_ptr<http::BodySink>> OpenUpload(const Call& call) {
  KAOGONG_TRY(office::Require(call.actor(), office::Act::kImportOrganisation));
  return Upload::Open(call.request, {.file_bytes_max = office::kImportBytesMax});
}

Answer Start(Call& call, OrganisationDesk& desk) {
  const auto upload = Upload::Of(call.request);
  if (!upload.ok()) return upload.error();
  if (const auto allowed = upload.value()->AllowOnly({"file"}); !allowed.ok()) return allowed.error();
  const auto file = upload.value()->File("file");
  if (!file.ok()) return file.error();
  auto import = office::StartImport(call.office, call.actor(), file.value()->file_name,
                                    file.value()->path);
  if (import.ok()) desk.WakeImports();
  return AnswerImport(call, desk, std::move(import), 202);
}

Answer Find(Call& call, OrganisationDesk& desk) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  return AnswerImport(call, desk, office::FindImport(call.office, call.actor(), id.value()));
}

Answer Apply(Call& call, OrganisationDesk& desk) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto import = office::ApplyImport(call.office, call.actor(), id.value());
  if (import.ok()) desk.WakeImports();
  return AnswerImport(call, desk, std::move(import), 202);
}

Answer Watch(Call& call, OrganisationDesk& desk) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  const auto import = office::FindImport(call.office, call.actor(), id.value(), false);
  if (!import.ok()) return import.error();
  auto channel = std::make_shared<http::EventChannel>();
  desk.Watch(call.actor(), id.value(), channel,
             [language = call.language](const office::Import& now) {
               return Written(ImportJson(now, language, false));
             });
  return http::Response::Events(std::move(channel));
}

Answer AnswerWorkbook(Result<std::string> bytes, std::string_view name) {
  if (!bytes.ok()) return bytes.error();
  return Download(std::move(bytes).value(), kXlsxType, name);
}

Answer Template(Call& call) {
  if (const auto allowed = office::Require(call.actor(), office::Act::kViewOrganisation);
      !allowed.ok()) {
    return allowed.error();
  }
  return AnswerWorkbook(office::OrganisationTemplate(call.language),
                        Say("组织机构导入模板.xlsx", "organisation-template.xlsx").In(call.language));
}

Answer Export(Call& call) {
  const auto on = call.QueryDay("on");
  if (!on.ok()) return on.error();
  const Date day = on.value().value_or(call.office.Today());
  return AnswerWorkbook(
      office::ExportOrganisation(call.office, call.actor(), day, call.language),
      Say("组织机构-{}.xlsx", "organisation-{}.xlsx", day.ToString()).In(call.language));
}

}  // namespace

void AddImportRoutes(Routes& routes, OrganisationDesk& desk) {
  EndpointOptions upload;
  // The form around the file takes a little more.
  upload.body_bytes_max = office::kImportBytesMax + 65'536;
  upload.open_upload = OpenUpload;
  routes.Get("/organisation/template.xlsx", Template);
  routes.Get("/organisation/export.xlsx", Export);
  routes.Post("/organisation/imports", [&desk](Call& call) { return Start(call, desk); }, upload);
  routes.Get("/organisation/imports/{id}", [&desk](Call& call) { return Find(call, desk); });
  routes.Get("/organisation/imports/{id}/events", [&desk](Call& call) { return Watch(call, desk); });
  routes.Post("/organisation/imports/{id}/apply", [&desk](Call& call) { return Apply(call, desk); });
}

}  // namespace kaogong::api
