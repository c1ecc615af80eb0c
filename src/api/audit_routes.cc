// SPDX-License-Identifier: Apache-2.0
#include "api/json.h"
#include "api/routes.h"
#include "office/audit/act_words.h"
#include "office/audit/audit_log.h"

namespace kaogong::api {

namespace {

Json EntryJson(const office::AuditView& entry, Language language) {
  Json actor = {{"id", nullptr}, {"name", entry.actor_name}};
  if (entry.actor.starts_with("account/")) actor["id"] = entry.actor.substr(8);
  Json detail = Json::parse(entry.detail, nullptr, false);
  if (detail.is_discarded()) detail = entry.detail;
  return {{"seq", entry.seq},
          {"at", entry.at},
          {"actor", std::move(actor)},
          {"act", entry.act},
          {"act_title", office::TitleOfAct(entry.act).In(language)},
          {"subject", entry.subject},
          {"subject_title", office::TitleOfSubject(entry.subject).In(language)},
          {"detail", std::move(detail)},
          {"hash", entry.hash}};
}

Answer List(Call& call) {
  office::AuditFilter filter;
  const auto account = call.QueryId("actor");
  const auto from = call.QueryDay("from");
  const auto to = call.QueryDay("to");
  const auto page = call.PageOf();
  if (!account.ok()) return account.error();
  if (!from.ok()) return from.error();
  if (!to.ok()) return to.error();
  if (!page.ok()) return page.error();
  filter.account = account.value();
  filter.act = call.QueryText("act");
  filter.subject = call.QueryText("subject");
  filter.from = from.value();
  filter.to = to.value();
  const auto listing = office::ListAudit(call.office, call.actor(), filter, page.value());
  if (!listing.ok()) return listing.error();
  return Reply(ListJson(listing.value(), page.value(), [&](const office::AuditView& entry) {
    return EntryJson(entry, call.language);
  }));
}

Answer Verify(Call& call) {
  const auto report = office::VerifyAuditLog(call.office, call.actor());
  if (!report.ok()) return report.error();
  Json finding = nullptr;
  if (report.value().first_finding.has_value()) {
    finding = {{"seq", report.value().first_finding->seq},
               {"message", report.value().first_finding->message.In(call.language)}};
  }
  return Reply({{"is_whole", report.value().is_whole()},
                {"row_count", report.value().row_count},
                {"head", {{"seq", report.value().head.seq}, {"hash", report.value().head.hash}}},
                {"finding", std::move(finding)}});
}

}  // namespace

void AddAuditRoutes(Routes& routes) {
  routes.Get("/audit", List);
  routes.Post("/audit/verify", Verify);
}

}  // namespace kaogong::api
