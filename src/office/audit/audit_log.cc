// SPDX-License-Identifier: Apache-2.0
#include "office/audit/audit_log.h"

namespace kaogong::office {

namespace {

using store::Argument;
using store::Row;

// The first instant of a day of the city.
Instant StartOf(Date day) {
  const std::int64_t seconds = std::int64_t{day.days_since_epoch()} * 86'400;
  return Instant().Plus(seconds).Plus(-std::int64_t{Office::kOffsetMinutes} * 60);
}

struct Texts {
  std::string actor;
  std::string act;
  std::string act_like;
  std::string subject;
  std::string from;
  std::string until;
};

Texts TextsOf(const AuditFilter& filter) {
  Texts texts;
  if (filter.account.has_value()) texts.actor = fmt::format("account/{}", *filter.account);
  texts.act = filter.act;
  for (const char c : filter.act) {
    if (c == '%' || c == '_' || c == '!') texts.act_like.push_back('!');
    texts.act_like.push_back(c);
  }
  texts.act_like += ".%";
  texts.subject = filter.subject;
  if (filter.from.has_value()) texts.from = StartOf(*filter.from).ToString();
  if (filter.to.has_value()) texts.until = StartOf(*filter.to).Plus(86'400).ToString();
  return texts;
}

// Appends the conditions and their arguments, which look at `texts`.
std::string Conditions(const Texts& texts, std::vector<Argument>& arguments) {
  std::string sql = "WHERE 1 = 1 ";
  if (!texts.actor.empty()) {
    sql += "AND e.actor = ? ";
    arguments.emplace_back(texts.actor);
  }
  if (!texts.act.empty()) {
    sql += "AND (e.act = ? OR e.act LIKE ? ESCAPE '!') ";
    arguments.emplace_back(texts.act);
    arguments.emplace_back(texts.act_like);
  }
  if (!texts.subject.empty()) {
    sql += "AND e.subject = ? ";
    arguments.emplace_back(texts.subject);
  }
  if (!texts.from.empty()) {
    sql += "AND e.at >= ? ";
    arguments.emplace_back(texts.from);
  }
  if (!texts.until.empty()) {
    sql += "AND e.at < ? ";
    arguments.emplace_back(texts.until);
  }
  return sql;
}

}  // namespace

Result<Listing<AuditView>> ListAudit(const Office& office, const Actor& actor,
                                     const AuditFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kViewAudit));
  return office.Read(actor, [&](Session& session) -> Result<Listing<AuditView>> {
    const Texts texts = TextsOf(filter);
    std::vector<Argument> arguments;
    const std::string where = Conditions(texts, arguments);
    Listing<AuditView> listing;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT COUNT(*) FROM audit_entry e " + where, arguments,
        [&](const Row& row) { listing.total = row.Get<std::int64_t>(0); }));
    arguments.emplace_back(page.size);
    arguments.emplace_back(page.offset());
    KAOGONG_TRY(session.transaction.Query(
        "SELECT e.seq, e.at, e.actor, p.name, e.act, e.subject, e.detail, e.hash FROM audit_entry e "
        "LEFT JOIN account a ON e.actor = 'account/' || CAST(a.id AS TEXT) "
        "LEFT JOIN person p ON p.id = a.person_id " +
            where + "ORDER BY e.seq DESC LIMIT ? OFFSET ?",
        arguments, [&](const Row& row) {
          listing.items.push_back({row.Get<std::int64_t>(0), row.Get<std::string>(1),
                                   row.Get<std::string>(2),
                                   row.Get<std::optional<std::string>>(3).value_or(""),
                                   row.Get<std::string>(4), row.Get<std::string>(5),
                                   row.Get<std::string>(6), row.Get<std::string>(7)});
        }));
    return listing;
  });
}

Result<store::AuditReport> VerifyAuditLog(const Office& office, const Actor& actor) {
  KAOGONG_TRY(Require(actor, Act::kVerifyAudit));
  KAOGONG_TRY_ASSIGN(const store::AuditReport report, office.Read(actor, [](Session& session) {
    return store::VerifyAudit(session.transaction);
  }));
  Detail detail;
  detail.Set("rows", report.row_count).SetFlag("is_whole", report.is_whole());
  if (report.first_finding.has_value()) detail.Set("first_finding", report.first_finding->seq);
  KAOGONG_TRY(office.Write(actor, [&](Change& change) -> Result<void> {
    change.Record("audit.verify", "audit", detail);
    return {};
  }));
  return report;
}

}  // namespace kaogong::office
