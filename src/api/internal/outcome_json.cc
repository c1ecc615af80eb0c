// SPDX-License-Identifier: Apache-2.0
#include "api/internal/outcome_json.h"

#include "api/library_json.h"

namespace kaogong::api {

namespace res = office::result;

Json WireOrNull(const std::optional<office::Id>& id) {
  return id.has_value() ? Json(Wire(*id)) : Json(nullptr);
}

Json AssessmentRefJson(const res::AssessmentRef& assessment) {
  return {{"id", Wire(assessment.id)}, {"title", assessment.title}, {"year", assessment.year}};
}

Json AssesseeRefJson(const res::AssesseeRef& assessee) {
  return {{"id", Wire(assessee.id)},
          {"code", assessee.code},
          {"name", assessee.name},
          {"kind", assessee.kind}};
}

Json ComputationJson(const res::Computation& computation, Language language) {
  Json issues = Json::array();
  for (const res::ComputationIssue& issue : computation.issues) {
    issues.push_back({{"severity", issue.is_error ? "error" : "warning"},
                      {"code", issue.code},
                      {"file", issue.file},
                      {"line", issue.line},
                      {"column", issue.column},
                      {"length", 0},
                      {"article", issue.article},
                      {"sheet", ""},
                      {"cell", ""},
                      {"message", issue.message.In(language)},
                      {"hint", issue.hint.In(language)}});
  }
  return {{"id", Wire(computation.id)},
          {"assessment", AssessmentRefJson(computation.assessment)},
          {"label", computation.label},
          {"basis", res::NameOf(computation.basis)},
          {"state", res::NameOf(computation.state)},
          {"state_title", res::TitleOf(computation.state).In(language)},
          {"done", computation.done},
          {"total", computation.total},
          {"run_id", WireOrNull(computation.run)},
          {"facts_set_id", WireOrNull(computation.facts_set)},
          {"result_hash", OrNull(computation.result_hash)},
          {"row_count", OrNull(computation.row_count)},
          {"duration_ms", OrNull(computation.duration_ms)},
          {"issues", std::move(issues)},
          {"trouble", computation.trouble ? Json(computation.trouble->In(language)) : Json(nullptr)},
          {"objection_id", WireOrNull(computation.objection)},
          {"created_by", computation.created_by},
          {"created_at", computation.created_at},
          {"finished_at", OrNull(computation.finished_at)},
          {"is_published", computation.is_published}};
}

Json ResultColumnJson(const scheme::Scheme& scheme, const res::ResultColumn& column) {
  const scheme::Figure& figure = scheme.figure(column.figure);
  Json json{{"key", office::library::KeyOf(scheme, column)},
            {"title", office::library::HeadingOf(scheme, column)},
            {"role", NameOf(figure.role)},
            {"unit", figure.unit},
            {"type", NameOf(figure.type)},
            {"is_headline", office::library::IsHeadline(scheme, column.figure)}};
  if (!figure.grades.empty()) json["grades"] = figure.grades;
  return json;
}

Json CalibrationJson(const res::Calibration& calibration) {
  return {{"id", Wire(calibration.id)},
          {"computation_id", Wire(calibration.computation)},
          {"assessee", AssesseeRefJson(calibration.assessee)},
          {"figure", calibration.figure},
          {"figure_title", calibration.figure_title},
          {"before", calibration.before},
          {"after", calibration.after},
          {"reason", calibration.reason},
          {"made_by", calibration.made_by},
          {"made_at", calibration.made_at},
          {"withdrawn_by", OrNull(calibration.withdrawn_by)},
          {"withdrawn_at", OrNull(calibration.withdrawn_at)},
          {"withdraw_reason", OrNull(calibration.withdraw_reason)}};
}

Json StandingJson(const std::optional<res::Standing>& standing) {
  if (!standing) return nullptr;
  return {{"rank", OrNull(standing->rank)},
          {"score", OrNull(standing->score)},
          {"grade", OrNull(standing->grade)}};
}

Json EvidenceRefsJson(const std::vector<res::EvidenceRef>& evidence) {
  Json list = Json::array();
  for (const res::EvidenceRef& file : evidence) {
    list.push_back({{"id", Wire(file.id)},
                    {"name", file.name},
                    {"media_type", file.media_type},
                    {"size", file.size}});
  }
  return list;
}

Json ReadinessJson(const res::Readiness& readiness, Language language) {
  Json items = Json::array();
  for (const res::ReadinessItem& item : readiness.items) {
    items.push_back({{"code", res::NameOf(item.lack)},
                     {"severity", item.is_error ? "error" : "warning"},
                     {"title", item.title.In(language)},
                     {"text", item.text.In(language)},
                     {"count", item.count},
                     {"examples", item.examples},
                     {"link", item.link}});
  }
  return {{"is_ready", readiness.is_ready()},
          {"computation_id", WireOrNull(readiness.computation)},
          {"items", std::move(items)}};
}

namespace {

// What was missing when it was published, as it was kept.
Json KeptReadinessJson(const res::Publication& publication, Language language) {
  if (!publication.readiness) return nullptr;
  const Json kept = Json::parse(*publication.readiness, nullptr, false);
  if (!kept.is_object()) return nullptr;
  const std::string end = language == Language::kChinese ? "_zh" : "_en";
  Json items = Json::array();
  for (const Json& item : kept.value("items", Json::array())) {
    items.push_back({{"code", item.value("code", "")},
                     {"severity", item.value("is_error", true) ? "error" : "warning"},
                     {"title", item.value("title" + end, "")},
                     {"text", item.value("text" + end, "")},
                     {"count", item.value("count", 0)},
                     {"examples", item.value("examples", Json::array())},
                     {"link", item.value("link", "")}});
  }
  return {{"is_ready", false},
          {"computation_id", Wire(publication.computation)},
          {"items", std::move(items)}};
}

}  // namespace

Json PublicationJson(const res::Publication& publication, Language language) {
  Json columns = Json::array();
  for (const res::PublishedColumn& column : publication.columns)
    columns.push_back({{"key", column.key}, {"kind", column.kind}, {"title", column.title}});
  return {{"id", Wire(publication.id)},
          {"assessment", AssessmentRefJson(publication.assessment)},
          {"revision", publication.revision},
          {"state", res::NameOf(publication.state)},
          {"state_title", res::TitleOf(publication.state).In(language)},
          {"computation_id", Wire(publication.computation)},
          {"kinds", publication.kinds()},
          {"columns", std::move(columns)},
          {"notice_from", publication.notice_from.ToString()},
          {"notice_until", publication.notice_until.ToString()},
          {"notice_days", publication.notice_days},
          {"working_days_left", publication.working_days_left},
          {"contact", publication.contact},
          {"override_reason", OrNull(publication.override_reason)},
          {"readiness", KeptReadinessJson(publication, language)},
          {"reason", OrNull(publication.reason)},
          {"objection_id", WireOrNull(publication.objection)},
          {"open_objections", publication.open_objections},
          {"published_by", publication.published_by},
          {"published_at", publication.published_at},
          {"finalised_by", OrNull(publication.finalised_by)},
          {"finalised_at", OrNull(publication.finalised_at)}};
}

Json ObjectionJson(const res::Objection& objection, Language language) {
  Json corrections = Json::array();
  for (const res::CorrectionView& correction : objection.corrections) {
    corrections.push_back({{"field", correction.field},
                           {"subject", correction.subject},
                           {"period_title", correction.period_title},
                           {"before", correction.before},
                           {"after", correction.after}});
  }
  Json handler;
  if (objection.handler)
    handler = {{"account_id", Wire(objection.handler->id)}, {"name", objection.handler->name}};
  return {{"id", Wire(objection.id)},
          {"assessment", AssessmentRefJson(objection.assessment)},
          {"publication_id", Wire(objection.publication)},
          {"revision", objection.revision},
          {"computation_id", Wire(objection.computation)},
          {"assessee", AssesseeRefJson(objection.assessee)},
          {"column", objection.figure},
          {"column_title", objection.figure_title},
          {"value", objection.value},
          {"text", objection.text},
          {"evidence", EvidenceRefsJson(objection.evidence)},
          {"state", res::NameOf(objection.state)},
          {"state_title", res::TitleOf(objection.state).In(language)},
          {"handler", std::move(handler)},
          {"reason", OrNull(objection.reason)},
          {"raised_by", objection.raised_by},
          {"raised_at", objection.raised_at},
          {"decided_by", OrNull(objection.decided_by)},
          {"decided_at", OrNull(objection.decided_at)},
          {"corrections", std::move(corrections)},
          {"revised_publication_id", WireOrNull(objection.revised_publication)},
          {"revised_computation_id", WireOrNull(objection.revised_computation)},
          {"revised_value", OrNull(objection.revised_value)},
          {"may", objection.may},
          {"version", objection.version}};
}

}  // namespace kaogong::api
