// SPDX-License-Identifier: Apache-2.0
#include "api/internal/document_json.h"

#include "api/internal/outcome_json.h"
#include "document/layout.h"

namespace kaogong::api {

namespace docs = office::documents;
namespace res = office::result;

namespace {

constexpr std::size_t kNameMax = 100;
constexpr std::size_t kCellMax = 2000;
constexpr std::size_t kValuesMax = 100;
constexpr std::size_t kRowsMax = 500;
constexpr std::size_t kCellsMax = 20;

// In reading order, with figures by their number.
Json ParagraphsJson(const document::Document& model) {
  Json paragraphs = Json::array();
  int figure = 0;
  document::EachParagraph(model, [&](const std::string& place,
                                     const document::Paragraph& paragraph) {
    Json pieces = Json::array();
    for (const document::Run& run : paragraph.runs) {
      Json piece = {{"text", run.text}, {"figure", nullptr}};
      if (run.figure) {
        piece["figure"] = ++figure;
        piece["expression"] = run.figure->expression;
        piece["object"] = run.figure->scopes.empty() ? "" : run.figure->scopes.front();
        piece["source"] = run.figure->value.source;
      }
      pieces.push_back(std::move(piece));
    }
    paragraphs.push_back({{"number", paragraphs.size() + 1},
                          {"place", place},
                          {"role", document::NameOf(paragraph.style.role).en},
                          {"is_cell", place.starts_with("表")},
                          {"pieces", std::move(pieces)}});
  });
  return paragraphs;
}

Json GivenJson(const docs::GivenValues& given) {
  Json list = Json::array();
  for (const docs::GivenValue& value : given) {
    Json one = {{"name", value.name}};
    if (value.text) {
      one["text"] = *value.text;
    } else {
      one["rows"] = Json::array();
      for (const docs::GivenRow& row : value.rows) {
        Json cells = Json::array();
        for (const docs::GivenCell& cell : row)
          cells.push_back({{"name", cell.name}, {"text", cell.text}});
        one["rows"].push_back({{"cells", std::move(cells)}});
      }
    }
    list.push_back(std::move(one));
  }
  return list;
}

Json AudienceJson(const std::optional<docs::Audience>& audience) {
  return audience ? Json(docs::NameOf(*audience)) : Json(nullptr);
}

Json PeriodJson(const std::string& period) {
  return period.empty() ? Json(nullptr) : Json(period);
}

docs::GivenValue ReadValue(Body& item) {
  docs::GivenValue value;
  value.name = item.Text("name", kNameMax);
  const auto text = item.OptionalText("text", docs::kGivenTextMax);
  if (!item.Has("rows")) {
    value.text = text.value_or("");
    return value;
  }
  for (Body& row : item.Objects("rows", kRowsMax)) {
    docs::GivenRow cells;
    for (Body& cell : row.RequiredObjects("cells", kCellsMax)) {
      docs::GivenCell made;
      made.name = cell.Text("name", kNameMax);
      made.text = cell.OptionalText("text", kCellMax).value_or("");
      row.Take(cell);
      cells.push_back(std::move(made));
    }
    item.Take(row);
    value.rows.push_back(std::move(cells));
  }
  return value;
}

}  // namespace

Json TemplateJson(const docs::TemplateView& view, Language language) {
  Json versions = Json::array();
  for (const docs::TemplateVersion& version : view.versions) {
    versions.push_back({{"number", version.number},
                        {"file_name", version.file_name},
                        {"size", version.size},
                        {"sha256", version.sha256},
                        {"uploaded_by", version.uploaded_by},
                        {"uploaded_at", version.uploaded_at}});
  }
  return {{"key", view.key},
          {"title", view.title.In(language)},
          {"subject", docs::NameOf(view.subject)},
          {"making", view.making == document::Making::kDraft ? "draft" : "template"},
          {"is_shipped", view.is_shipped()},
          {"is_archived", view.is_archived},
          {"versions", std::move(versions)},
          {"version", view.version}};
}

Json DocumentFormJson(const docs::DocumentForm& form, Language language) {
  Json fields = Json::array();
  for (const docs::FormField& field : form.fields) {
    Json columns = Json::array();
    for (const docs::FormColumn& column : field.columns)
      columns.push_back({{"name", column.name}, {"type", docs::NameOf(column.type)}});
    fields.push_back({{"name", field.name},
                      {"type", docs::NameOf(field.type)},
                      {"is_required", field.is_required},
                      {"hint", field.hint.In(language)},
                      {"suggestion", OrNull(field.suggestion)},
                      {"is_known", field.is_known},
                      {"columns", std::move(columns)}});
  }
  return {{"template", TemplateJson(form.form, language)},
          {"fields", std::move(fields)},
          {"periods", form.periods},
          {"kinds", form.kinds}};
}

Json DocumentJson(const docs::DocumentRow& row, Language language) {
  return {{"id", Wire(row.id)},
          {"title", row.title},
          {"template", row.form},
          {"template_title", row.form_title},
          {"subject", docs::NameOf(row.subject)},
          {"state", docs::NameOf(row.state)},
          {"state_title", docs::TitleOf(row.state).In(language)},
          {"assessment", AssessmentRefJson(row.assessment)},
          {"assessee", row.assessee ? AssesseeRefJson(*row.assessee) : Json(nullptr)},
          {"computation_id", WireOrNull(row.computation)},
          {"basis", res::NameOf(row.basis)},
          {"period", PeriodJson(row.period)},
          {"objection_id", WireOrNull(row.objection)},
          {"batch_id", WireOrNull(row.batch)},
          {"number", OrNull(row.number)},
          {"audience", AudienceJson(row.audience)},
          {"created_by", row.created_by},
          {"created_at", row.created_at},
          {"changed_at", row.changed_at},
          {"issued_by", OrNull(row.issued_by)},
          {"issued_at", OrNull(row.issued_at)},
          {"withdrawn_by", OrNull(row.withdrawn_by)},
          {"withdrawn_at", OrNull(row.withdrawn_at)},
          {"withdraw_reason", OrNull(row.withdraw_reason)},
          {"is_published", row.is_published},
          {"version", row.version}};
}

Json WholeDocumentJson(const docs::DocumentView& view, Language language) {
  Json json = DocumentJson(view.row, language);
  json["paragraphs"] = ParagraphsJson(view.model);
  json["given"] = GivenJson(view.given);
  json["versions"] = Json::array();
  for (const docs::DocumentVersion& version : view.versions) {
    json["versions"].push_back({{"number", version.number},
                                {"act", docs::NameOf(version.act)},
                                {"act_title", docs::TitleOf(version.act).In(language)},
                                {"note", version.note},
                                {"made_by", version.made_by},
                                {"made_at", version.made_at}});
  }
  json["files"] = Json::array();
  for (const docs::IssuedFile& file : view.files) {
    json["files"].push_back(
        {{"format", file.format}, {"sha256", file.sha256}, {"size", file.size}});
  }
  json["may"] = view.may;
  return json;
}

Json DocumentChangesJson(const std::vector<document::Change>& changes) {
  Json list = Json::array();
  for (const document::Change& change : changes) {
    list.push_back({{"place", change.place},
                    {"sentence", change.sentence},
                    {"expression", change.expression},
                    {"object", change.object},
                    {"before", change.before},
                    {"after", change.after}});
  }
  return list;
}

Json DocumentComparisonJson(const docs::DocumentComparison& comparison) {
  Json lines = Json::array();
  for (const docs::ComparedLine& line : comparison.lines) {
    Json segments = Json::array();
    for (const docs::Segment& segment : line.segments)
      segments.push_back({{"kind", docs::NameOf(segment.kind)}, {"text", segment.text}});
    lines.push_back({{"kind", docs::NameOf(line.kind)}, {"segments", std::move(segments)}});
  }
  return {{"before", comparison.before}, {"after", comparison.after}, {"lines", std::move(lines)}};
}

Json BatchJson(const docs::Batch& batch, Language language) {
  return {{"id", Wire(batch.id)},
          {"assessment", AssessmentRefJson(batch.assessment)},
          {"computation_id", WireOrNull(batch.computation)},
          {"basis", res::NameOf(batch.basis)},
          {"period", PeriodJson(batch.period)},
          {"template", batch.form},
          {"template_title", batch.form_title},
          {"issue_to", AudienceJson(batch.audience)},
          {"state", res::NameOf(batch.state)},
          {"state_title", res::TitleOf(batch.state).In(language)},
          {"done", batch.done},
          {"total", batch.total},
          {"made", batch.made},
          {"trouble", batch.trouble ? Json(batch.trouble->In(language)) : Json(nullptr)},
          {"created_by", batch.created_by},
          {"created_at", batch.created_at},
          {"finished_at", OrNull(batch.finished_at)}};
}

docs::GivenValues ReadGiven(Body& body, std::string_view name) {
  docs::GivenValues given;
  for (Body& item : body.Objects(name, kValuesMax)) {
    given.push_back(ReadValue(item));
    body.Take(item);
  }
  return given;
}

WantedSource ReadSource(Body& body) {
  WantedSource source;
  source.computation = body.OptionalId("computation_id");
  source.period = body.OptionalText("period", 20).value_or("");
  if (!body.Has("basis")) return source;
  const auto basis = res::BasisNamed(body.Text("basis", 20));
  if (!basis)
    body.AddFault("basis", Say("应为 verified 或 reported", "must be verified or reported"));
  source.basis = basis.value_or(res::Basis::kVerified);
  return source;
}

}  // namespace kaogong::api
