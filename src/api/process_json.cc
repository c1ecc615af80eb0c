// SPDX-License-Identifier: Apache-2.0
#include "api/process_json.h"

#include <charconv>

namespace kaogong::api {

namespace pro = office::process;

namespace {

Error BadParameter(std::string_view name, const Text& wanted) {
  return {ErrorCode::kInvalidInput,
          Say("网址参数 {0} {1}", "The query parameter {0} {2}", name, wanted.zh, wanted.en)};
}

Json BoundJson(const std::optional<Decimal>& bound) {
  return bound.has_value() ? Json(bound->Trimmed().ToString()) : Json(nullptr);
}

}  // namespace

Json EvidenceJson(const pro::EvidenceView& view) {
  const pro::Evidence& file = view.evidence;
  Json used_by = Json::array();
  for (const pro::EvidenceUse& use : view.used_by) {
    used_by.push_back({{"what", use.what}, {"title", use.title}});
  }
  return {{"id", Wire(file.id)},
          {"name", file.name},
          {"size", file.size},
          {"media_type", file.media_type},
          {"sha256", file.sha256},
          {"is_viewable", file.is_viewable()},
          {"uploaded_by", file.uploaded_by},
          {"uploaded_at", file.uploaded_at},
          {"used_by", std::move(used_by)}};
}

Json EvidenceRefsJson(const std::vector<pro::Evidence>& files) {
  Json items = Json::array();
  for (const pro::Evidence& file : files) {
    items.push_back({{"id", Wire(file.id)},
                     {"name", file.name},
                     {"size", file.size},
                     {"media_type", file.media_type},
                     {"is_viewable", file.is_viewable()}});
  }
  return items;
}

Json AssesseeJson(const pro::AssesseeName& assessee) {
  return {{"id", Wire(assessee.id)},
          {"kind", assessee.kind},
          {"code", assessee.code},
          {"name", assessee.name}};
}

Json AssessmentJson(const pro::AssessmentName& assessment) {
  return {{"id", Wire(assessment.id)},
          {"title", assessment.title},
          {"year", assessment.year},
          {"stage", assessment.stage}};
}

Json LightsJson(const pro::Lights& lights) {
  return {
      {"red", lights.red}, {"amber", lights.amber}, {"green", lights.green}, {"none", lights.none}};
}

Json ProgressJson(const pro::Progress& progress, Language language) {
  return {{"light", pro::NameOf(progress.light)}, {"text", progress.text.In(language)}};
}

Json RangeJson(const scheme::Field& field) {
  if (!field.range.has_value()) return nullptr;
  return {{"low", BoundJson(field.range->low)},
          {"high", BoundJson(field.range->high)},
          {"closed_low", field.range->closed_low},
          {"closed_high", field.range->closed_high}};
}

std::string_view TypeName(scheme::Type type) {
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

Json TextOrNull(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

std::optional<std::vector<office::Id>> ReadOptionalIds(Body& body, std::string_view name,
                                                       std::size_t items_max) {
  if (body.Any(name).is_null()) return std::nullopt;
  std::vector<office::Id> ids;
  for (const std::string& text : body.Texts(name, items_max, 20)) {
    office::Id id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() || id <= 0) {
      body.AddFault(name, Say("应为编号", "These must be ids"));
      return ids;
    }
    ids.push_back(id);
  }
  return ids;
}

Result<std::optional<int>> QueryNumber(const Call& call, std::string_view name) {
  const auto text = call.request.Query(name);
  if (!text.has_value() || text->empty()) return std::optional<int>();
  int number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < 0) {
    return BadParameter(name, Say("应为从 0 起的整数", "must be a whole number from 0"));
  }
  return std::optional(number);
}

Result<office::Id> NeedId(const Call& call, std::string_view name) {
  KAOGONG_TRY_ASSIGN(const auto id, call.QueryId(name));
  if (id.has_value()) return *id;
  return BadParameter(name, Say("必须给出", "is required"));
}

Result<int> NeedNumber(const Call& call, std::string_view name) {
  KAOGONG_TRY_ASSIGN(const auto number, QueryNumber(call, name));
  if (number.has_value()) return *number;
  return BadParameter(name, Say("必须给出", "is required"));
}

}  // namespace kaogong::api
