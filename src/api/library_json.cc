// SPDX-License-Identifier: Apache-2.0
#include "api/library_json.h"

#include <utility>

#include "office/library/figure_text.h"
#include "office/library/reading.h"

namespace kaogong::api {

namespace {

namespace lib = office::library;

using scheme::FigureId;
using scheme::kNone;
using scheme::Scheme;

Json Digits(const std::optional<Decimal>& number) {
  return number ? Json(number->ToString()) : Json(nullptr);
}

Json Maybe(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string ArticleOf(const Scheme& scheme, scheme::ArticleId article) {
  return article == kNone ? "" : scheme.articles[static_cast<std::size_t>(article)].number;
}

Json FigureJson(const Scheme& scheme, FigureId id) {
  const scheme::Figure& figure = scheme.figure(id);
  return {{"id", std::to_string(id)},
          {"name", figure.name},
          {"kind", scheme.kind(figure.kind).name},
          {"role", NameOf(figure.role)},
          {"points", Digits(figure.points)},
          {"weight", Digits(figure.weight)},
          {"cap", Digits(figure.cap)},
          {"formula", figure.formula},
          {"owner", figure.owner},
          {"clause", figure.clause}};
}

Json TreeJson(const lib::Checked& checked) {
  const Scheme& scheme = checked.compiled.scheme;
  Json rows = Json::array();
  for (const lib::TreeRow& row : checked.tree) {
    Json json = FigureJson(scheme, row.figure);
    json["figure_id"] = json["id"];
    json.erase("id");
    json["parent_id"] = row.parent == kNone ? Json(nullptr) : Json(std::to_string(row.parent));
    json["depth"] = row.depth;
    json["source"] = row.source;
    json["article"] = ArticleOf(scheme, scheme.figure(row.figure).article);
    rows.push_back(std::move(json));
  }
  return rows;
}

Json TotalsJson(const lib::Checked& checked) {
  Json totals = Json::array();
  for (const lib::PointsTotal& total : checked.totals) {
    totals.push_back({{"figure", checked.compiled.scheme.figure(total.figure).name},
                      {"points", total.points.ToString()},
                      {"children_points", total.children_points},
                      {"is_balanced", total.is_balanced}});
  }
  return totals;
}

Json FailuresJson(const lib::Checked& checked, Language language) {
  Json failures = Json::array();
  for (const regulation::CaseResult& result : checked.cases) {
    for (const Issue& issue : result.failures.list()) {
      failures.push_back({{"file", result.file},
                          {"line", issue.place.line > 0 ? issue.place.line : result.line},
                          {"title", result.title},
                          {"message", issue.message.In(language)}});
    }
  }
  return failures;
}

Json ParameterJson(const scheme::Parameter& parameter) {
  Json values = Json::array();
  for (const scheme::ParameterValue& value : parameter.values) {
    values.push_back({{"from", value.from ? Json(value.from->ToString()) : Json(nullptr)},
                      {"value", Digits(value.value)},
                      {"reference", value.reference}});
  }
  return {{"name", parameter.name},
          {"unit", parameter.unit},
          {"is_percent", parameter.is_percent},
          {"file", parameter.place.file},
          {"line", parameter.place.line},
          {"values", std::move(values)}};
}

Json ArticleJson(const lib::ReadingArticle& article, const lib::Checked& checked,
                 Language language) {
  const Scheme& scheme = checked.compiled.scheme;
  const scheme::Article& text = scheme.articles[static_cast<std::size_t>(article.article)];
  Json rules = Json::array();
  for (const lib::RuleLine& rule : article.rules)
    rules.push_back({{"line", rule.line}, {"text", rule.text}});
  Json figures = Json::array();
  for (const FigureId figure : article.figures) figures.push_back(FigureJson(scheme, figure));
  Json parameters = Json::array();
  for (const scheme::ParameterId parameter : article.parameters)
    parameters.push_back(scheme.parameters[static_cast<std::size_t>(parameter)].name);
  Json issues = Json::array();
  for (const std::size_t at : article.issues)
    issues.push_back(IssueJson(checked.issues.list()[at], language));
  return {{"number", text.number},
          {"title", text.title},
          {"status", NameOf(text.status)},
          {"reason", Maybe(text.reason)},
          {"file", text.file},
          {"line", text.line},
          {"paragraphs", article.paragraphs},
          {"rules", std::move(rules)},
          {"figures", std::move(figures)},
          {"parameters", std::move(parameters)},
          {"issues", std::move(issues)}};
}

Json CaseJson(const regulation::CaseResult& result, Language language) {
  Json failures = Json::array();
  for (const Issue& issue : result.failures.list()) failures.push_back(issue.message.In(language));
  return {{"file", result.file},
          {"line", result.line},
          {"title", result.title},
          {"origin", result.origin},
          {"basis", result.basis},
          {"passed", result.failures.empty()},
          {"failures", std::move(failures)}};
}

Json OverridesJson(const lib::Overrides& overrides) {
  Json list = Json::array();
  for (const auto& [name, value] : overrides) list.push_back({{"name", name}, {"value", value}});
  return list;
}

Json ResultFigureJson(const Scheme& scheme, FigureId id) {
  const scheme::Figure& figure = scheme.figure(id);
  const scheme::Level& level = scheme.level(figure.level);
  Json json{{"id", std::to_string(id)},    {"name", figure.name},
            {"role", NameOf(figure.role)}, {"unit", figure.unit},
            {"type", NameOf(figure.type)}, {"is_headline", lib::IsHeadline(scheme, id)}};
  if (level.count() > 1) json["periods"] = level.periods;
  return json;
}

Json ColumnJson(const Scheme& scheme, const lib::ResultColumn& column) {
  const scheme::Figure& figure = scheme.figure(column.figure);
  return {{"key", lib::KeyOf(scheme, column)},
          {"name", lib::HeadingOf(scheme, column)},
          {"role", NameOf(figure.role)},
          {"unit", figure.unit},
          {"type", NameOf(figure.type)}};
}

Json FlatValueJson(const explain::FlatValue& value, Language language) {
  return {{"state", value.state}, {"exact", value.exact}, {"shown", value.shown.In(language)}};
}

Json InputJson(const explain::FlatInput& input, Language language) {
  return {{"name", input.name},
          {"row", input.row.In(language)},
          {"period", input.period.In(language)},
          {"value", FlatValueJson(input.value, language)},
          {"standing", input.standing},
          {"source", input.source},
          {"file", input.file},
          {"line", input.line},
          {"cell", input.cell},
          {"entered_by", input.entered_by},
          {"verified_by", input.verified_by},
          {"evidence", input.evidence}};
}

Json NodeJson(const explain::FlatNode& node, Language language) {
  Json json{{"id", node.id},
            {"parent", node.parent},
            {"depth", node.depth},
            {"kind", node.kind},
            {"name", node.name},
            {"method", node.method},
            {"row", node.row.In(language)},
            {"period", node.period.In(language)},
            {"article", node.article},
            {"clause", node.clause},
            {"owner", node.owner},
            {"formula", node.formula},
            {"value", FlatValueJson(node.value, language)},
            {"full_points", node.full_points},
            {"rounding", nullptr},
            {"calculation", node.calculation},
            {"reason", node.reason.In(language)},
            {"group", node.group.In(language)},
            {"terms", Json::array()},
            {"inputs", Json::array()},
            {"parameters", Json::array()},
            {"not_taken", Json::array()},
            {"repeated", node.repeated},
            {"truncated", node.truncated}};
  for (const auto& rounding : node.rounding) {
    json["rounding"] = {{"before", rounding.before},
                        {"after", rounding.after},
                        {"places", rounding.places},
                        {"rule", rounding.rule}};
  }
  for (const auto& term : node.terms) {
    json["terms"].push_back({{"role", term.role},
                             {"name", term.name.In(language)},
                             {"value", FlatValueJson(term.value, language)},
                             {"weight", term.weight}});
  }
  for (const auto& input : node.inputs) json["inputs"].push_back(InputJson(input, language));
  for (const auto& parameter : node.parameters) {
    json["parameters"].push_back({{"name", parameter.name},
                                  {"value", parameter.value.In(language)},
                                  {"from", parameter.from},
                                  {"reference", parameter.reference}});
  }
  for (const auto& other : node.not_taken) {
    json["not_taken"].push_back({{"kind", other.kind},
                                 {"name", other.name.In(language)},
                                 {"why", other.why.In(language)},
                                 {"article", other.article},
                                 {"clause", other.clause}});
  }
  return json;
}

Json LedgerJson(const Scheme& scheme, const explain::Ledger& ledger, Language language) {
  Json lines = Json::array();
  for (const explain::LedgerLine& line : ledger.lines) {
    lines.push_back({{"kind", explain::NameOf(line.kind).en},
                     {"name", explain::NameOf(line.kind).In(language)},
                     {"path", ledger.PathOf(scheme, line)},
                     {"amount", line.amount.ToString()},
                     {"article", ArticleOf(scheme, line.article)},
                     {"clause", line.clause},
                     {"text", line.text.In(language)}});
  }
  return {{"total", Digits(ledger.total)}, {"lines", std::move(lines)}};
}

Json StandingJson(const lib::Standing& standing) {
  return {{"score", Maybe(standing.score)},
          {"rank", Maybe(standing.rank)},
          {"grade", Maybe(standing.grade)},
          {"payout", Maybe(standing.payout)}};
}

}  // namespace

std::string_view NameOf(scheme::Role role) {
  switch (role) {
    case scheme::Role::kDefinition:
      return "definition";
    case scheme::Role::kIndicator:
      return "indicator";
    case scheme::Role::kBonus:
      return "bonus";
    case scheme::Role::kDeduction:
      return "deduction";
    case scheme::Role::kCoefficient:
      return "coefficient";
    case scheme::Role::kTotal:
      return "total";
    case scheme::Role::kRanking:
      return "ranking";
    case scheme::Role::kGrade:
      return "grade";
    case scheme::Role::kPayout:
      return "payout";
    case scheme::Role::kVeto:
      return "veto";
    case scheme::Role::kCheck:
      return "check";
  }
  return "";
}

std::string_view NameOf(scheme::Type type) {
  switch (type) {
    case scheme::Type::kNumber:
      return "number";
    case scheme::Type::kBoolean:
      return "boolean";
    case scheme::Type::kText:
      return "text";
    case scheme::Type::kDate:
      return "date";
  }
  return "";
}

std::string_view NameOf(scheme::Article::Status status) {
  switch (status) {
    case scheme::Article::Status::kEncoded:
      return "encoded";
    case scheme::Article::Status::kInformative:
      return "informative";
    case scheme::Article::Status::kNotModelled:
      return "not_modelled";
    case scheme::Article::Status::kUnmarked:
      return "unmarked";
  }
  return "";
}

Json CoverageJson(const regulation::Coverage& coverage) {
  return {{"encoded", coverage.encoded},
          {"informative", coverage.informative},
          {"not_modelled", coverage.not_modelled},
          {"unmarked", coverage.unmarked}};
}

Json VersionRowJson(const lib::VersionRow& row) {
  return {{"id", Wire(row.id)},
          {"label", row.label},
          {"state", lib::NameOf(row.state())},
          {"effective_from", OrNull(row.effective_from)},
          {"content_hash", row.content_hash},
          {"updated_at", row.updated_at},
          {"updated_by", row.updated_by},
          {"published_at", OrNull(row.published_at)},
          {"published_by", OrNull(row.published_by)},
          {"withdrawn_at", OrNull(row.withdrawn_at)},
          {"withdraw_reason", OrNull(row.withdraw_reason)},
          {"coverage", CoverageJson(row.coverage)},
          {"errors", row.errors},
          {"warnings", row.warnings},
          {"cases", {{"passed", row.cases_passed}, {"failed", row.cases_failed}}},
          {"version", row.version}};
}

Json RegulationJson(const lib::Regulation& regulation) {
  const auto row = [](const std::optional<lib::VersionRow>& version) {
    return version ? VersionRowJson(*version) : Json(nullptr);
  };
  Json owner;
  if (regulation.owner)
    owner = {{"id", Wire(regulation.owner->id)}, {"name", regulation.owner->name}};
  return {{"id", Wire(regulation.id)},          {"slug", regulation.slug},
          {"title", regulation.title},          {"owner", std::move(owner)},
          {"current", row(regulation.current)}, {"draft", row(regulation.draft)},
          {"version", regulation.version}};
}

Json WholeRegulationJson(const lib::Regulation& regulation) {
  Json json = RegulationJson(regulation);
  Json& versions = json["versions"] = Json::array();
  for (const lib::VersionRow& row : regulation.versions) versions.push_back(VersionRowJson(row));
  return json;
}

Json VersionJson(const lib::Version& version) {
  Json json = VersionRowJson(version.row);
  json["regulation"] = {
      {"id", Wire(version.row.regulation)}, {"slug", version.slug}, {"title", version.title}};
  Json& files = json["files"] = Json::array();
  for (const lib::FileRow& file : version.files)
    files.push_back({{"path", file.path}, {"size", file.size}, {"sha256", file.sha256}});
  return json;
}

Json IssueJson(const Issue& issue, Language language) {
  return {{"severity", issue.severity == Severity::kError ? "error" : "warning"},
          {"code", issue.code},
          {"file", issue.place.file},
          {"line", issue.place.line},
          {"column", issue.place.column},
          {"length", issue.place.length},
          {"article", issue.place.article},
          {"sheet", issue.place.sheet},
          {"cell", issue.place.cell},
          {"message", issue.message.In(language)},
          {"hint", issue.hint.In(language)}};
}

Json IssuesJson(const Issues& issues, Language language) {
  Json list = Json::array();
  for (const Issue& issue : issues.list()) list.push_back(IssueJson(issue, language));
  return list;
}

Answer Refuse(const Call& call, const Error& error, const Issues& issues) {
  if (issues.empty() || error.code != ErrorCode::kInvalidInput) return error;
  http::Problem problem = http::ProblemOf(error);
  problem.status = 422;
  http::Response response = http::Render(problem, call.language, call.request.id);
  Json json = Json::parse(std::get<std::string>(response.body()));
  json["issues"] = IssuesJson(issues, call.language);
  response.set_body(Written(json));
  return response;
}

Json CheckedJson(const lib::Checked& checked, Language language) {
  return {{"issues", IssuesJson(checked.issues, language)},
          {"tree", TreeJson(checked)},
          {"totals", TotalsJson(checked)},
          {"coverage", CoverageJson(checked.coverage)},
          {"cases",
           {{"passed", checked.cases_passed},
            {"failed", checked.cases_failed},
            {"failures", FailuresJson(checked, language)}}}};
}

Json ReadingJson(const regulation::RegulationFiles& files, const lib::Checked& checked,
                 Language language) {
  Json articles = Json::array();
  for (const lib::ReadingArticle& article : lib::ReadArticles(files, checked))
    articles.push_back(ArticleJson(article, checked, language));
  Json parameters = Json::array();
  for (const scheme::Parameter& parameter : checked.compiled.scheme.parameters)
    parameters.push_back(ParameterJson(parameter));
  Json cases = Json::array();
  for (const regulation::CaseResult& result : checked.cases)
    cases.push_back(CaseJson(result, language));
  return {{"articles", std::move(articles)},
          {"parameters", std::move(parameters)},
          {"cases", std::move(cases)}};
}

Json HunksJson(const std::vector<lib::Hunk>& hunks) {
  Json list = Json::array();
  for (const lib::Hunk& hunk : hunks) {
    Json lines = Json::array();
    for (const lib::DiffLine& line : hunk.lines) {
      const bool is_same = line.kind == lib::LineKind::kSame;
      const bool is_added = line.kind == lib::LineKind::kAdded;
      lines.push_back(
          {{"kind", is_same ? "same" : (is_added ? "added" : "removed")}, {"text", line.text}});
    }
    list.push_back({{"before_line", hunk.before_line},
                    {"after_line", hunk.after_line},
                    {"lines", std::move(lines)}});
  }
  return list;
}

Json ValueJson(const lib::ResultView& view, FigureId figure, const scoring::Value& value) {
  const bool is_number = view.scheme.figure(figure).type == scheme::Type::kNumber;
  return {{"state", lib::NameOfState(value.state)},
          {"text", lib::ShowOnScreen(view.scheme, view.facts, figure, value, view.language).text},
          {"exact", value.ok() && is_number ? value.number.ToString() : ""}};
}

Json FactsSetJson(const lib::FactsSet& set) {
  Json files = Json::array();
  for (const lib::FactsFileRow& file : set.files)
    files.push_back({{"name", file.name}, {"size", file.size}, {"sha256", file.sha256}});
  return {{"id", Wire(set.id)},
          {"name", set.name},
          {"year", set.year},
          {"regulation", {{"id", Wire(set.regulation)}, {"slug", set.slug}}},
          {"files", std::move(files)},
          {"content_hash", set.content_hash},
          {"row_count", set.row_count},
          {"created_at", set.created_at},
          {"created_by", set.created_by}};
}

Json RunRowJson(const lib::RunRow& run) {
  return {{"id", Wire(run.id)},
          {"version_id", Wire(run.version)},
          {"facts_set_id", Wire(run.facts_set)},
          {"slug", run.slug},
          {"label", run.label},
          {"facts_name", run.facts_name},
          {"year", run.year},
          {"overrides", OverridesJson(run.overrides)},
          {"content_hash", run.content_hash},
          {"result_hash", run.result_hash},
          {"engine_version", run.engine_version},
          {"duration_ms", run.duration_ms},
          {"created_at", run.created_at},
          {"created_by", run.created_by}};
}

Json RunJson(const lib::Run& run) {
  const Scheme& scheme = run.evaluation->scheme();
  Json json = RunRowJson(run.row);
  Json& kinds = json["kinds"] = Json::array();
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    Json figures = Json::array();
    for (std::size_t j = 0; j < scheme.figures.size(); ++j) {
      if (scheme.figures[j].kind == static_cast<scheme::KindId>(i))
        figures.push_back(ResultFigureJson(scheme, static_cast<FigureId>(j)));
    }
    if (figures.empty()) continue;
    kinds.push_back(
        {{"kind", scheme.kinds[i].name},
         {"row_count", run.evaluation->facts.table(static_cast<scheme::KindId>(i)).rows()},
         {"figures", std::move(figures)}});
  }
  return json;
}

Json RowsJson(const lib::ResultView& view, scheme::KindId kind,
              const std::vector<lib::ResultColumn>& columns, const std::vector<facts::Row>& rows,
              office::Page page) {
  Json headings = Json::array();
  for (const lib::ResultColumn& column : columns)
    headings.push_back(ColumnJson(view.scheme, column));
  Json items = Json::array();
  const auto begin = std::min(rows.size(), static_cast<std::size_t>(page.offset()));
  const auto end = std::min(rows.size(), begin + static_cast<std::size_t>(page.size));
  for (std::size_t i = begin; i < end; ++i) {
    Json values = Json::object();
    for (const lib::ResultColumn& column : columns) {
      values[lib::KeyOf(view.scheme, column)] =
          ValueJson(view, column.figure, view.outcome.At(column.figure, rows[i], column.period));
    }
    items.push_back({{"row", rows[i]},
                     {"name", view.facts.table(kind).NameOf(rows[i])},
                     {"parent", Maybe(lib::ParentNameOf(view, kind, rows[i]))},
                     {"values", std::move(values)}});
  }
  return {{"kind", view.scheme.kind(kind).name},
          {"columns", std::move(headings)},
          {"items", std::move(items)},
          {"total", rows.size()},
          {"page", page.number},
          {"page_size", page.size}};
}

Json ExplanationJson(const lib::Evaluation& evaluation, const lib::FigureExplanation& explanation,
                     Language language) {
  const Scheme& scheme = evaluation.scheme();
  const lib::ResultView view{scheme, evaluation.facts, evaluation.outcome, language};
  Json sentences = Json::array();
  for (const explain::Sentence& sentence : explanation.sentences)
    sentences.push_back({{"depth", sentence.depth}, {"text", sentence.text.In(language)}});
  Json nodes = Json::array();
  for (const explain::FlatNode& node : explanation.nodes) nodes.push_back(NodeJson(node, language));
  Json attainable = Json::array();
  for (const Text& text : explanation.attainable) attainable.push_back(text.In(language));
  const FigureId figure = explanation.column.figure;
  return {{"asked",
           {{"kind", scheme.kind(explanation.kind).name},
            {"row", explanation.row},
            {"name", evaluation.facts.table(explanation.kind).NameOf(explanation.row)},
            {"key", lib::KeyOf(scheme, explanation.column)},
            {"figure", lib::HeadingOf(scheme, explanation.column)},
            {"value", ValueJson(view, figure, explanation.value)}}},
          {"sentences", std::move(sentences)},
          {"nodes", std::move(nodes)},
          {"ledger",
           explanation.ledger ? LedgerJson(scheme, *explanation.ledger, language) : Json(nullptr)},
          {"attainable", std::move(attainable)}};
}

Json ComparisonJson(const lib::ComparisonResult& result, Language language) {
  // More would be a burden to whoever draws them; those that move most come first.
  constexpr std::size_t kRowsMax = 5000;
  const lib::Comparison& comparison = result.comparison;
  const lib::Evaluation& before = *result.before;
  const lib::ResultView view{before.scheme(), before.facts, before.outcome, language};
  Json rows = Json::array();
  for (const lib::ComparisonRow& row : comparison.rows) {
    if (rows.size() == kRowsMax) break;
    rows.push_back({{"kind", before.scheme().kind(row.kind).name},
                    {"row", row.row},
                    {"name", before.facts.table(row.kind).NameOf(row.row)},
                    {"parent", Maybe(lib::ParentNameOf(view, row.kind, row.row))},
                    {"before", StandingJson(row.before)},
                    {"after", StandingJson(row.after)},
                    {"change", Maybe(row.change)}});
  }
  Json payouts = Json::array();
  for (const lib::PayoutTotal& total : comparison.payouts) {
    const scheme::Figure& figure = before.scheme().figure(total.figure);
    payouts.push_back({{"kind", before.scheme().kind(figure.kind).name},
                       {"name", figure.name},
                       {"before", total.before},
                       {"after", total.after}});
  }
  const bool has_payout = !comparison.payouts.empty();
  return {{"rows", std::move(rows)},
          {"summary",
           {{"row_count", comparison.rows.size()},
            {"moved", comparison.moved},
            {"grade_changes", comparison.grade_changes},
            {"payout_before", has_payout ? Json(comparison.payouts[0].before) : Json(nullptr)},
            {"payout_after", has_payout ? Json(comparison.payouts[0].after) : Json(nullptr)},
            {"payouts", std::move(payouts)},
            {"not_comparable", comparison.not_comparable}}}};
}

lib::Overrides ReadOverrides(Body& body, std::string_view name) {
  lib::Overrides overrides;
  for (Body& part : body.Objects(name, 50)) {
    std::string parameter = part.Text("name");
    std::string value = part.Text("value");
    body.Take(part);
    overrides.emplace_back(std::move(parameter), std::move(value));
  }
  return overrides;
}

}  // namespace kaogong::api
