// SPDX-License-Identifier: Apache-2.0
// Readiness, publications, notices that are open to everybody, payout lists.
#include "api/download.h"
#include "api/internal/outcome_json.h"
#include "api/library_json.h"
#include "api/result_desk.h"
#include "api/routes.h"
#include "office/result/payout.h"

namespace kaogong::api {

namespace {

namespace lib = office::library;
namespace res = office::result;

Answer GetReadiness(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto computation, call.QueryId("computation_id"));
  KAOGONG_TRY_ASSIGN(const auto readiness,
                     res::ReadinessOf(desk.boards(), call.actor(), id, computation));
  return Reply(ReadinessJson(readiness, call.language));
}

// A conflict with what is missing in the member "readiness".
Answer RefuseNotReady(const Call& call, const Error& error, const res::Readiness& readiness) {
  if (error.code != ErrorCode::kConflict || readiness.items.empty()) return error;
  http::Response response =
      http::Render(http::ProblemOf(error), call.language, call.request.id);
  Json json = Json::parse(std::get<std::string>(response.body()));
  json["readiness"] = ReadinessJson(readiness, call.language);
  response.set_body(Written(json));
  return response;
}

Answer Publish(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  res::NewPublication wanted;
  wanted.computation = body.Id("computation_id");
  wanted.kinds = body.Texts("kinds", 50);
  wanted.columns = body.Texts("columns", 200);
  wanted.notice_days = static_cast<int>(body.Integer("notice_days", 1, res::kNoticeDaysMax));
  wanted.contact = body.Text("contact", 200);
  wanted.override_reason = body.OptionalText("override_reason", 500);
  KAOGONG_TRY(body.Finish());
  res::Readiness readiness;
  const auto made = res::PublishResults(desk.boards(), call.actor(), id, wanted, &readiness);
  if (!made.ok()) return RefuseNotReady(call, made.error(), readiness);
  return Reply(PublicationJson(made.value(), call.language), 201);
}

Answer List(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list,
                     res::ListPublications(desk.boards(), call.actor(), assessment, page));
  return Reply(ListJson(list, page, [&](const res::Publication& publication) {
    return PublicationJson(publication, call.language);
  }));
}

using Act = Result<res::Publication> (*)(res::Boards&, const office::Actor&, office::Id);

template <Act act>
Answer DoOn(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto publication, act(desk.boards(), call.actor(), id));
  return Reply(PublicationJson(publication, call.language));
}

Json NoticeJson(const res::Publication& publication) {
  return {{"id", Wire(publication.id)},
          {"title", publication.assessment.title},
          {"year", publication.assessment.year},
          {"regulation", publication.regulation},
          {"revision", publication.revision},
          {"notice_from", publication.notice_from.ToString()},
          {"notice_until", publication.notice_until.ToString()},
          {"working_days_left", publication.working_days_left},
          {"contact", publication.contact},
          {"kinds", publication.kinds()}};
}

Answer ListNotices(ResultDesk& desk, Call&) {
  KAOGONG_TRY_ASSIGN(const auto notices, res::ListNotices(desk.boards()));
  Json items = Json::array();
  for (const res::Publication& notice : notices) items.push_back(NoticeJson(notice));
  return Reply({{"items", std::move(items)}});
}

Answer ReadNotice(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  res::NoticeQuery query;
  query.kind = call.QueryText("kind");
  query.search = call.QueryText("search");
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto page, res::ReadNotice(desk.boards(), id, query, call.language));
  Json columns = Json::array();
  for (std::size_t i = 0; i < page.columns.size(); ++i) {
    columns.push_back({{"key", page.columns[i].key},
                       {"title", page.columns[i].title},
                       {"unit", page.units[i]}});
  }
  Json items = Json::array();
  for (const res::NoticeRow& row : page.rows) {
    Json values = Json::object();
    for (std::size_t i = 0; i < page.columns.size(); ++i)
      values[page.columns[i].key] = row.values[i];
    items.push_back({{"name", row.name},
                     {"parent", row.parent.empty() ? Json(nullptr) : Json(row.parent)},
                     {"values", std::move(values)}});
  }
  return Reply({{"notice", NoticeJson(page.publication)},
                {"kind", page.kind},
                {"columns", std::move(columns)},
                {"items", std::move(items)},
                {"total", page.total},
                {"page", query.page.number},
                {"page_size", query.page.size}});
}

Answer ListPayouts(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  res::PayoutQuery query;
  query.figure = call.QueryText("figure");
  query.search = call.QueryText("search");
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, res::ListPayouts(desk.boards(), call.actor(), id, query));
  Json figures = Json::array();
  for (const res::PayoutFigure& figure : list.figures) {
    figures.push_back({{"key", figure.key},
                       {"kind", figure.kind},
                       {"title", figure.title},
                       {"unit", figure.unit}});
  }
  Json items = Json::array();
  for (const res::PayoutItem& item : list.items) {
    items.push_back({{"row", item.row},
                     {"assessee", AssesseeRefJson(item.assessee)},
                     {"parent", item.parent.empty() ? Json(nullptr) : Json(item.parent)},
                     {"amount", item.value.ok() ? Json(item.amount) : Json(nullptr)},
                     {"uncalibrated_amount",
                      item.uncalibrated ? Json(*item.uncalibrated) : Json(nullptr)},
                     {"state", lib::NameOfState(item.value.state)},
                     {"is_held", item.is_held()},
                     {"why", item.why.In(call.language)}});
  }
  return Reply({{"figures", std::move(figures)},
                {"figure", list.figure ? Json(list.figure->key) : Json(nullptr)},
                {"amount_total", list.amount_total},
                {"held_total", list.held_total},
                {"items", std::move(items)},
                {"total", list.total},
                {"page", query.page.number},
                {"page_size", query.page.size}});
}

Answer ExportPayouts(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(std::string bytes,
                     res::PayoutWorkbook(desk.boards(), call.actor(), id, call.language));
  return Download(std::move(bytes), kXlsxType,
                  Say("奖金清单-{}.xlsx", "payouts-{}.xlsx", id).In(call.language));
}

}  // namespace

void AddPublicationRoutes(Routes& routes, ResultDesk& desk) {
  const auto with = [&desk](Answer (*handler)(ResultDesk&, Call&)) -> Handler {
    return [&desk, handler](Call& call) { return handler(desk, call); };
  };
  EndpointOptions open;
  open.access = Access::kOpen;
  routes.Get("/assessments/{id}/readiness", with(GetReadiness));
  routes.Post("/assessments/{id}/publications", with(Publish));
  routes.Post("/assessments/{id}/archive", with(DoOn<res::ArchiveAssessment>));
  routes.Get("/publications", with(List));
  routes.Get("/publications/{id}", with(DoOn<res::GetPublication>));
  routes.Post("/publications/{id}/finalise", with(DoOn<res::FinaliseResults>));
  routes.Get("/publications/{id}/payouts", with(ListPayouts));
  routes.Get("/publications/{id}/payouts.xlsx", with(ExportPayouts));
  routes.Get("/public/notices", with(ListNotices), open);
  routes.Get("/public/notices/{id}", with(ReadNotice), open);
}

}  // namespace kaogong::api
