// SPDX-License-Identifier: Apache-2.0
#include "api/internal/report_json.h"

#include <algorithm>

#include "api/library_json.h"
#include "base/utf8.h"

namespace kaogong::api {

namespace rep = office::report;

namespace {

Json TextsJson(const std::vector<Text>& texts, Language language) {
  Json json = Json::array();
  for (const Text& text : texts) json.push_back(text.In(language));
  return json;
}

Json TroubleJson(const std::optional<Text>& trouble, Language language) {
  return trouble.has_value() ? Json(trouble->In(language)) : Json(nullptr);
}

Json NamedJson(const office::Named& named) {
  return {{"id", Wire(named.id)}, {"name", named.name}};
}

Json CheckJson(const rep::CheckRow& check, Language language) {
  return {{"state", NameOf(check.state)},
          {"state_title", TitleOf(check.state).In(language)},
          {"done", check.done},
          {"total", check.total},
          {"sure", check.sure},
          {"likely", check.likely},
          {"ask", check.ask},
          {"open", check.open},
          {"held", check.held},
          {"characters", check.characters},
          {"is_current", check.is_current},
          {"trouble", TroubleJson(check.trouble, language)},
          {"created_at", check.created_at},
          {"finished_at", OrNull(check.finished_at)}};
}

Json StretchJson(const text::Stretch& stretch) {
  Json pieces = Json::array();
  for (const text::Piece& piece : stretch.pieces) {
    pieces.push_back({{"paragraph", piece.paragraph}, {"begin", piece.begin}, {"end", piece.end}});
  }
  return {{"text", stretch.text}, {"pieces", std::move(pieces)}};
}

Json FindingJson(const rep::Finding& finding, Language language) {
  Json others = Json::array();
  for (const text::Stretch& stretch : finding.compared_with) others.push_back(StretchJson(stretch));
  Json decision = nullptr;
  if (finding.decision.has_value()) {
    decision = {{"verdict", NameOf(finding.decision->verdict)},
                {"reason", finding.decision->reason},
                {"made_by", finding.decision->made_by},
                {"made_at", finding.decision->made_at}};
  }
  return {{"key", finding.key},
          {"check", finding.check},
          {"check_title", finding.check_title.In(language)},
          {"certainty", finding.certainty},
          {"certainty_title", finding.certainty_title.In(language)},
          {"figure", StretchJson(finding.figure)},
          {"sentence", finding.sentence},
          {"message", finding.message.In(language)},
          {"computed", finding.computed},
          {"location", finding.location.In(language)},
          {"compared_with", std::move(others)},
          {"is_new", finding.is_new},
          {"decision", std::move(decision)}};
}

Json FindingsJson(const std::vector<rep::Finding>& findings, Language language) {
  Json json = Json::array();
  for (const rep::Finding& finding : findings) json.push_back(FindingJson(finding, language));
  return json;
}

Json MemberJson(const rep::Member& member) {
  return {{"place", member.place},
          {"report_id", Wire(member.report)},
          {"number", member.number},
          {"unit", NamedJson(member.unit)},
          {"year", member.year},
          {"title", member.title},
          {"letters", OrNull(member.letters)},
          {"shared_letters", member.shared_letters},
          {"shared_percent", member.shared_percent},
          {"cluster", OrNull(member.cluster)}};
}

Json PairJson(const rep::Pair& pair) {
  return {{"pair", pair.seq},
          {"a", pair.a},
          {"b", pair.b},
          {"percent_a", pair.percent_a},
          {"percent_b", pair.percent_b},
          {"letters_a", pair.letters_a},
          {"letters_b", pair.letters_b},
          {"passage_count", pair.passage_count}};
}

Json PassageTextJson(const rep::PassageText& text) {
  Json json = Json::array();
  for (const auto& [part, is_shared] : text)
    json.push_back({{"text", part}, {"is_shared", is_shared}});
  return json;
}

// The UTF-16 code units of the first `bytes` of a text.
std::size_t UnitsOf(std::string_view text, std::size_t bytes) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < std::min(bytes, text.size());) {
    const CodePoint point = DecodeCodePoint(text, at);
    units += point.value > 0xFFFF ? 2 : 1;
    at += point.size;
  }
  return units;
}

Json ExampleJson(const suggest::Example& example) {
  Json rows = Json::array();
  for (const suggest::ExampleRow& row : example.rows) {
    Json facts = Json::array();
    for (const auto& [field, value] : row.facts)
      facts.push_back({{"field", field}, {"value", value}});
    rows.push_back({{"kind", row.kind}, {"name", row.name}, {"facts", std::move(facts)}});
  }
  return {{"rows", std::move(rows)},
          {"figure", example.figure},
          {"expected", example.expected},
          {"told", example.told}};
}

std::string_view NameOf(suggest::Verdict verdict) {
  switch (verdict) {
    case suggest::Verdict::kAccept:
      return "accept";
    case suggest::Verdict::kCorrect:
      return "correct";
    case suggest::Verdict::kReject:
      return "reject";
  }
  return "";
}

Json ClauseJson(const suggest::Clause& clause, const rep::ClauseDecision* made, Language language) {
  Json examples = Json::array();
  for (const suggest::Example& example : clause.examples) examples.push_back(ExampleJson(example));
  Json questions = Json::array();
  for (const suggest::Question& question : clause.questions) {
    questions.push_back({{"code", question.code},
                         {"question", question.question.In(language)},
                         {"taken", question.taken.In(language)}});
  }
  Json vague = Json::array();
  for (const suggest::Vague& one : clause.vague) {
    vague.push_back({{"begin", UnitsOf(clause.text, one.begin)},
                     {"end", UnitsOf(clause.text, one.end)},
                     {"words", clause.text.substr(one.begin, one.end - one.begin)},
                     {"reason", one.reason.In(language)},
                     {"wording", one.wording}});
  }
  Json decision = nullptr;
  if (made != nullptr) {
    decision = {{"verdict", NameOf(made->decision.verdict)},
                {"formula", made->decision.formula},
                {"made_by", made->made_by},
                {"made_at", made->made_at}};
  }
  return {{"text", clause.text},
          {"understood", NameOf(clause.understood)},
          {"understood_title", TitleOf(clause.understood).In(language)},
          {"part", NameOf(clause.part)},
          {"pattern", clause.pattern},
          {"formula", clause.formula},
          {"reason", clause.reason.In(language)},
          {"examples", std::move(examples)},
          {"questions", std::move(questions)},
          {"vague", std::move(vague)},
          {"decision", std::move(decision)}};
}

const rep::ClauseDecision* DecisionOn(const std::vector<rep::ClauseDecision>& decisions,
                                      std::size_t item, std::size_t clause) {
  for (const rep::ClauseDecision& made : decisions) {
    if (made.decision.item == item && made.decision.clause == clause) return &made;
  }
  return nullptr;
}

Json ItemJson(const suggest::Item& item, std::size_t at,
              const std::vector<rep::ClauseDecision>& decisions, Language language) {
  Json clauses = Json::array();
  for (std::size_t i = 0; i < item.clauses.size(); ++i)
    clauses.push_back(ClauseJson(item.clauses[i], DecisionOn(decisions, at, i), language));
  const bool has_points = item.row.points.units() != 0;
  return {{"item", at},
          {"blocks", item.row.blocks},
          {"name", item.name},
          {"points", has_points ? Json(item.row.points.Trimmed().ToString()) : Json(nullptr)},
          {"standard", item.row.standard},
          {"owner", item.row.owner},
          {"article", item.article},
          {"understood", NameOf(item.understood)},
          {"understood_title", TitleOf(item.understood).In(language)},
          {"is_by_hand", item.is_by_hand},
          {"rules", item.rules},
          {"clauses", std::move(clauses)}};
}

}  // namespace

Json ReportJson(const rep::Report& report, Language language) {
  Json versions = Json::array();
  for (const rep::VersionRow& version : report.versions) {
    versions.push_back({{"number", version.number},
                        {"file_name", version.file_name},
                        {"size", version.size},
                        {"sha256", version.sha256},
                        {"uploaded_by", version.uploaded_by},
                        {"uploaded_at", version.uploaded_at},
                        {"check", CheckJson(version.check, language)}});
  }
  Json assessment = nullptr;
  if (report.assessment.has_value()) {
    assessment = {{"id", Wire(report.assessment->id)},
                  {"title", report.assessment->title},
                  {"year", report.assessment->year}};
  }
  return {{"id", Wire(report.id)},
          {"unit", NamedJson(report.unit)},
          {"year", report.year},
          {"title", report.title},
          {"assessment", std::move(assessment)},
          {"created_by", report.created_by},
          {"created_at", report.created_at},
          {"may_check", report.may_check},
          {"versions", std::move(versions)},
          {"version", report.version}};
}

Json CheckedReportJson(const rep::CheckedReport& checked, Language language) {
  Json paragraphs = Json::array();
  for (const rep::Paragraph& paragraph : checked.paragraphs) {
    paragraphs.push_back({{"text", paragraph.text},
                          {"kind", paragraph.kind},
                          {"page", paragraph.page},
                          {"table", paragraph.table},
                          {"row", paragraph.row},
                          {"column", paragraph.column}});
  }
  return {{"report", ReportJson(checked.report, language)},
          {"number", checked.version.number},
          {"format", checked.format},
          {"encoding", checked.encoding},
          {"notes", TextsJson(checked.notes, language)},
          {"paragraphs", std::move(paragraphs)},
          {"findings", FindingsJson(checked.findings, language)},
          {"gone", FindingsJson(checked.gone, language)},
          {"compared_number", OrNull(checked.compared_number)},
          {"measurement_count", checked.measurement_count}};
}

Json ComparisonOfReportsJson(const rep::Comparison& comparison, Language language) {
  return {{"id", Wire(comparison.id)},
          {"title", comparison.title},
          {"years", comparison.years},
          {"units", comparison.units},
          {"letters_min", comparison.letters_min},
          {"state", NameOf(comparison.state)},
          {"state_title", TitleOf(comparison.state).In(language)},
          {"done", comparison.done},
          {"total", comparison.total},
          {"report_count", comparison.report_count},
          {"pair_count", OrNull(comparison.pair_count)},
          {"cluster_count", OrNull(comparison.cluster_count)},
          {"is_current", comparison.is_current},
          {"trouble", TroubleJson(comparison.trouble, language)},
          {"created_by", comparison.created_by},
          {"created_at", comparison.created_at},
          {"finished_at", OrNull(comparison.finished_at)}};
}

Json ComparisonViewJson(const rep::ComparisonView& view, Language language) {
  Json json = ComparisonOfReportsJson(view.comparison, language);
  json["members"] = Json::array();
  for (const rep::Member& member : view.members) json["members"].push_back(MemberJson(member));
  json["pairs"] = Json::array();
  for (const rep::Pair& pair : view.pairs) json["pairs"].push_back(PairJson(pair));
  return json;
}

Json PairViewJson(const rep::PairView& view) {
  Json passages = Json::array();
  for (const rep::Passage& passage : view.passages) {
    passages.push_back({{"likeness_percent", passage.likeness_percent},
                        {"a", PassageTextJson(passage.a)},
                        {"b", PassageTextJson(passage.b)}});
  }
  return {{"pair", PairJson(view.pair)},
          {"a", MemberJson(view.a)},
          {"b", MemberJson(view.b)},
          {"passages", std::move(passages)}};
}

Json RubricJson(const rep::RubricRow& rubric) {
  Json saved = nullptr;
  if (rubric.saved.has_value()) {
    saved = {{"regulation_id", Wire(rubric.saved->regulation)},
             {"version_id", Wire(rubric.saved->version)},
             {"slug", rubric.saved->slug},
             {"label", rubric.saved->label}};
  }
  return {{"id", Wire(rubric.id)},
          {"file_name", rubric.file_name},
          {"title", rubric.title},
          {"kind", rubric.kind},
          {"group", rubric.group_kind},
          {"year", rubric.year},
          {"decision_count", rubric.decision_count},
          {"saved", std::move(saved)},
          {"created_by", rubric.created_by},
          {"created_at", rubric.created_at},
          {"changed_at", rubric.changed_at},
          {"version", rubric.version}};
}

Json WorkbenchJson(const rep::Workbench& bench, Language language) {
  const suggest::Coverage& coverage = bench.suggestion.coverage;
  Json items = Json::array();
  for (std::size_t i = 0; i < bench.suggestion.items.size(); ++i)
    items.push_back(ItemJson(bench.suggestion.items[i], i, bench.decisions, language));
  std::string document;
  for (const suggest::DraftFile& file : bench.suggestion.files) {
    if (file.path == "regulation.md") document = file.text;
  }
  Json json = RubricJson(bench.row);
  json["coverage"] = {{"clauses", coverage.clauses()},
                      {"whole", coverage.whole},
                      {"partly", coverage.partly},
                      {"not", coverage.missed},
                      {"notes", coverage.notes}};
  json["items"] = std::move(items);
  json["document"] = std::move(document);
  json["issues"] = IssuesJson(bench.suggestion.issues, language);
  json["reading"] = IssuesJson(bench.reading, language);
  return json;
}

Json PreviewJson(const rep::ClausePreview& preview, Language language) {
  return {{"item", ItemJson(preview.item, preview.item_number, {}, language)},
          {"clause", ClauseJson(preview.item.clauses[preview.clause], nullptr, language)},
          {"runs", !preview.issues.has_errors()},
          {"issues", IssuesJson(preview.issues, language)}};
}

}  // namespace kaogong::api
