// SPDX-License-Identifier: Apache-2.0
// Computations: started, watched, read as rank lists, scorecards and explanations, calibrated.
#include <charconv>

#include "api/download.h"
#include "api/internal/outcome_json.h"
#include "api/library_json.h"
#include "api/result_desk.h"
#include "api/routes.h"
#include "office/library/regulations.h"
#include "office/result/scorecard.h"

namespace kaogong::api {

namespace {

namespace lib = office::library;
namespace res = office::result;
using scheme::KindId;

// Texts in a body may have several lines.
constexpr std::size_t kReasonCharactersMax = 500;

Answer Start(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id assessment, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  res::NewComputation wanted;
  const auto basis = res::BasisNamed(body.Text("basis"));
  if (!basis) body.AddFault("basis", Say("应为 verified 或 reported", "verified or reported"));
  wanted.basis = basis.value_or(res::Basis::kVerified);
  wanted.label = body.Text("label", 100);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto made,
                     res::StartComputation(desk.library(), call.actor(), assessment, wanted));
  desk.WakeComputations();
  return Reply(ComputationJson(made, call.language), 202);
}

Answer List(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list,
                     res::ListComputations(desk.library(), call.actor(), assessment, page));
  return Reply(ListJson(list, page, [&](const res::Computation& computation) {
    return ComputationJson(desk.WithProgress(computation), call.language);
  }));
}

// The columns of every kind, for whoever chooses among them.
Result<Json> KindsJson(ResultDesk& desk, const Call& call, const res::Computation& computation) {
  const office::Actor program = office::ProgramActor();
  KAOGONG_TRY_ASSIGN(
      const auto frame, call.office.Read(program, [&](office::Session& session) {
        return office::assessment::LoadFrame(desk.library(), session, computation.assessment.id);
      }));
  Json kinds = Json::array();
  for (std::size_t i = 0; i < frame.scheme().kinds.size(); ++i) {
    if (frame.scheme().kinds[i].is_record) continue;
    Json columns = Json::array();
    for (const auto& column : lib::ColumnsOf(frame.scheme(), static_cast<KindId>(i),
                                             lib::ColumnChoice::kAll))
      columns.push_back(ResultColumnJson(frame.scheme(), column));
    if (columns.empty()) continue;
    kinds.push_back({{"kind", frame.scheme().kinds[i].name}, {"columns", std::move(columns)}});
  }
  return kinds;
}

Answer Get(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(auto computation, res::GetComputation(desk.library(), call.actor(), id));
  computation = desk.WithProgress(std::move(computation));
  Json json = ComputationJson(computation, call.language);
  KAOGONG_TRY_ASSIGN(json["kinds"], KindsJson(desk, call, computation));
  return Reply(json);
}

Answer Cancel(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto computation,
                     res::CancelComputation(desk.library(), call.actor(), id));
  return Reply(ComputationJson(computation, call.language));
}

Answer Watch(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(res::GetComputation(desk.library(), call.actor(), id));
  auto channel = std::make_shared<http::EventChannel>();
  desk.Watch(call.actor(), id, channel,
             [language = call.language](const res::Computation& now) {
               return Written(ComputationJson(now, language));
             });
  return http::Response::Events(std::move(channel));
}

Answer ExportFacts(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(std::string bytes, res::ExportFacts(desk.library(), call.actor(), id));
  return Download(std::move(bytes), kZipType,
                  fmt::format("facts-{}.zip", id));
}

Json RankRowJson(const res::RankList& list, const lib::ResultView& view, const res::RankRow& row) {
  const res::Board& board = *list.opened.board;
  Json values = Json::object();
  for (const res::ResultColumn& column : list.columns) {
    values[lib::KeyOf(view.scheme, column)] =
        ValueJson(view, column.figure, board.At(column, row.row));
  }
  Json calibrated = Json::array();
  for (const auto& [key, grade] : row.calibrated) {
    values[key] = {{"state", "valid"}, {"text", grade}, {"exact", ""}};
    calibrated.push_back(key);
  }
  const std::string& parent = lib::ParentNameOf(view, list.kind, row.row);
  return {{"row", row.row},
          {"assessee_id", row.assessee == 0 ? Json(nullptr) : Json(Wire(row.assessee))},
          {"code", view.facts.table(list.kind).ids[static_cast<std::size_t>(row.row)]},
          {"name", view.facts.table(list.kind).NameOf(row.row)},
          {"parent", parent.empty() ? Json(nullptr) : Json(parent)},
          {"group", row.group},
          {"values", std::move(values)},
          {"tied", row.is_tied},
          {"calibrated", std::move(calibrated)},
          {"last_year", StandingJson(row.last_year)},
          {"rank_change", OrNull(row.rank_change)}};
}

Answer Rows(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  res::RankQuery query;
  query.kind = call.QueryText("kind");
  query.columns = call.QueryText("columns");
  query.sort = call.QueryText("sort");
  query.is_descending = call.QueryFlag("descending");
  query.search = call.QueryText("search");
  query.grade = call.QueryText("grade");
  query.group = call.QueryText("group");
  KAOGONG_TRY_ASSIGN(query.parent, call.QueryId("parent"));
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const res::RankList list, res::ListRows(desk.boards(), call.actor(), id, query,
                                                             call.language));
  const lib::ResultView view = list.opened.board->ViewIn(call.language);
  Json columns = Json::array();
  for (const res::ResultColumn& column : list.columns)
    columns.push_back(ResultColumnJson(view.scheme, column));
  Json items = Json::array();
  for (const res::RankRow& row : list.rows) items.push_back(RankRowJson(list, view, row));
  const scheme::FigureId grade = res::KeyFiguresOf(view.scheme, list.kind).grade;
  const auto& last = list.opened.board->last_year();
  return Reply({{"kind", view.scheme.kind(list.kind).name},
                {"kinds", list.kinds},
                {"group_title", list.group_title},
                {"groups", list.groups},
                {"grades", grade == scheme::kNone ? Json::array()
                                                  : Json(view.scheme.figure(grade).grades)},
                {"last_year_title", last ? Json(last->title) : Json(nullptr)},
                {"columns", std::move(columns)},
                {"items", std::move(items)},
                {"total", list.total},
                {"page", query.page.number},
                {"page_size", query.page.size}});
}

Answer Distribute(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto distribution,
                     res::DistributionOf(desk.boards(), call.actor(), id, call.QueryText("kind"),
                                         call.language));
  Json grades = Json::array();
  for (const res::GradeCount& grade : distribution.grades) {
    grades.push_back({{"grade", grade.grade},
                      {"count", grade.count},
                      {"share", grade.share},
                      {"quota", OrNull(grade.quota)},
                      {"quota_text", OrNull(grade.quota_text)}});
  }
  Json histogram = Json::array();
  for (const res::Band& band : distribution.histogram)
    histogram.push_back({{"low", band.low}, {"high", band.high}, {"count", band.count}});
  return Reply({{"kind", distribution.kind},
                {"row_count", distribution.row_count},
                {"grade_title", OrNull(distribution.grade_title)},
                {"grades", std::move(grades)},
                {"score_title", OrNull(distribution.score_title)},
                {"histogram", std::move(histogram)}});
}

Json CardFigureJson(const lib::ResultView& view, const res::CardFigure& card) {
  const scheme::Figure& figure = view.scheme.figure(card.column.figure);
  Json article = figure.article == scheme::kNone
                     ? std::string()
                     : view.scheme.articles[static_cast<std::size_t>(figure.article)].number;
  return {{"figure", std::to_string(card.column.figure)},
          {"parent", figure.parent == scheme::kNone ? Json(nullptr)
                                                    : Json(std::to_string(figure.parent))},
          {"depth", card.depth},
          {"label", lib::HeadingOf(view.scheme, card.column)},
          {"role", NameOf(figure.role)},
          {"points", figure.points ? Json(figure.points->ToString()) : Json(nullptr)},
          {"value", ValueJson(view, card.column.figure, card.value)},
          {"lost", OrNull(card.lost)},
          {"group_average", OrNull(card.group_average)},
          {"best", OrNull(card.best)},
          {"article", std::move(article)},
          {"owner", figure.owner},
          {"column_key", lib::KeyOf(view.scheme, card.column)}};
}

Answer Scorecard(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto assessee, call.QueryId("assessee_id"));
  if (!assessee) {
    return Error{ErrorCode::kInvalidInput,
                 Say("缺少网址参数 assessee_id", "The query parameter assessee_id is missing")};
  }
  KAOGONG_TRY_ASSIGN(const res::Scorecard card, res::ScorecardOf(desk.boards(), call.actor(), id,
                                                                 *assessee, call.language));
  const lib::ResultView view = card.opened.board->ViewIn(call.language);
  const auto figures = [&](const std::vector<res::CardFigure>& list) {
    Json json = Json::array();
    for (const res::CardFigure& figure : list) json.push_back(CardFigureJson(view, figure));
    return json;
  };
  Json calibrations = Json::array();
  for (const res::Calibration& calibration : card.calibrations)
    calibrations.push_back(CalibrationJson(calibration));
  Json objections = Json::array();
  for (const res::CardObjection& objection : card.objections) {
    objections.push_back({{"id", Wire(objection.id)},
                          {"column_key", objection.column},
                          {"state", objection.state}});
  }
  return Reply({{"computation", ComputationJson(card.opened.computation, call.language)},
                {"assessee", AssesseeRefJson(card.assessee)},
                {"row", card.row},
                {"parent", OrNull(card.parent)},
                {"group", {{"name", card.group_name}, {"count", card.group_count}}},
                {"standings", figures(card.standings)},
                {"rank", OrNull(card.rank)},
                {"score", OrNull(card.score)},
                {"grade", OrNull(card.grade)},
                {"payouts", figures(card.payouts)},
                {"indicators", figures(card.indicators)},
                {"adjustments", figures(card.adjustments)},
                {"calibrations", std::move(calibrations)},
                {"last_year", StandingJson(card.last_year)},
                {"rank_change", OrNull(card.rank_change)},
                {"objections", std::move(objections)}});
}

Json ProvenanceJson(const res::FactProvenance& fact, Language language) {
  Json key;
  if (fact.key) {
    key = {{"element_id", Wire(fact.key->element)},
           {"subject_id", Wire(fact.key->subject)},
           {"year", fact.key->year},
           {"period", fact.key->period},
           {"places", fact.places},
           {"value", fact.value_text.empty() ? Json(nullptr) : Json(fact.value_text)},
           {"is_not_applicable", fact.value.is_not_applicable}};
  }
  return {{"name", fact.name},
          {"row", fact.row.In(language)},
          {"period", fact.period.In(language)},
          {"source", fact.source},
          {"entered_by", OrNull(fact.entered_by)},
          {"entered_at", OrNull(fact.entered_at)},
          {"verified_by", OrNull(fact.verified_by)},
          {"verified_at", OrNull(fact.verified_at)},
          {"note", fact.note},
          {"evidence", EvidenceRefsJson(fact.evidence)},
          {"key", std::move(key)}};
}

Answer Explain(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  res::ExplanationQuery query;
  KAOGONG_TRY_ASSIGN(query.assessee, call.QueryId("assessee_id"));
  query.kind = call.QueryText("kind");
  query.column = call.QueryText("column");
  if (const std::string text = call.QueryText("row"); !text.empty()) {
    facts::Row row = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row);
    if (error != std::errc() || end != text.data() + text.size() || row < 0) {
      return Error{ErrorCode::kInvalidInput,
                   Say("网址参数 row 应为行号", "The query parameter row must be the number of a row")};
    }
    query.row = row;
  }
  KAOGONG_TRY_ASSIGN(const auto explained,
                     res::ExplainResult(desk.boards(), call.actor(), id, query));
  Json json = ExplanationJson(explained.evaluation(), explained.explanation,
                              call.language);
  Json& provenance = json["provenance"] = Json::array();
  for (const res::FactProvenance& fact : explained.provenance)
    provenance.push_back(ProvenanceJson(fact, call.language));
  json["calibration"] =
      explained.calibration ? CalibrationJson(*explained.calibration) : Json(nullptr);
  return Reply(json);
}

Answer ListCalibrations(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto list, res::ListCalibrations(desk.boards(), call.actor(), id));
  Json items = Json::array();
  for (const res::Calibration& calibration : list) items.push_back(CalibrationJson(calibration));
  return Reply({{"items", std::move(items)}});
}

Answer Calibrate(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  res::NewCalibration wanted;
  wanted.assessee = body.Id("assessee_id");
  wanted.figure = body.Text("figure");
  wanted.value = body.Text("value", 100);
  wanted.reason = body.Text("reason", kReasonCharactersMax);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto made, res::Calibrate(desk.boards(), call.actor(), id, wanted));
  return Reply(CalibrationJson(made), 201);
}

Answer WithdrawCalibration(ResultDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::string reason = body.Text("reason", kReasonCharactersMax);
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto withdrawn,
                     res::WithdrawCalibration(desk.boards(), call.actor(), id, reason));
  return Reply(CalibrationJson(withdrawn));
}

}  // namespace

void AddComputationRoutes(Routes& routes, ResultDesk& desk) {
  const auto with = [&desk](Answer (*handler)(ResultDesk&, Call&)) -> Handler {
    return [&desk, handler](Call& call) { return handler(desk, call); };
  };
  routes.Post("/assessments/{id}/computations", with(Start));
  routes.Get("/computations", with(List));
  routes.Get("/computations/{id}", with(Get));
  routes.Post("/computations/{id}/cancel", with(Cancel));
  routes.Get("/computations/{id}/events", with(Watch));
  routes.Get("/computations/{id}/facts.zip", with(ExportFacts));
  routes.Get("/computations/{id}/rows", with(Rows));
  routes.Get("/computations/{id}/distribution", with(Distribute));
  routes.Get("/computations/{id}/scorecard", with(Scorecard));
  routes.Get("/computations/{id}/explanation", with(Explain));
  routes.Get("/computations/{id}/calibrations", with(ListCalibrations));
  routes.Post("/computations/{id}/calibrations", with(Calibrate));
  routes.Post("/calibrations/{id}/withdraw", with(WithdrawCalibration));
}

}  // namespace kaogong::api
