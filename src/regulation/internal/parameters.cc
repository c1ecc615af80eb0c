// SPDX-License-Identifier: Apache-2.0
// Parameter files: params/*.yaml, one dated parameter each.
//
//   name: 人口系数
//   unit: 倍
//   basis: 第七条
//   values:
//     2012-01-01:
//       bands: {"[0, 1500]": "1", "(1500, 2000]": "1.042", "(2000, +∞)": "1.083"}
//       reference: …
//     2015-01-01: {value: "3"}
#include <yaml-cpp/yaml.h>

#include "formula/parser.h"
#include "regulation/internal/builder.h"

namespace kaogong::regulation::internal {
namespace {

// The rule text that says the same as one dated entry: "3", 分段([0, 1500]: 1, …).
std::string RuleText(const YAML::Node& entry) {
  if (entry.IsScalar()) return entry.Scalar();
  if (entry["value"]) return entry["value"].as<std::string>();
  for (const auto& [key, function] :
       {std::pair{"bands", "分段"}, std::pair{"points", "插值"}, std::pair{"lookup", "对照"}}) {
    if (!entry[key]) continue;
    std::string text = std::string(function) + "(";
    for (const auto& item : entry[key]) {
      if (text.back() != '(') text += ", ";
      const std::string label = item.first.as<std::string>();
      const bool is_text = std::string_view(key) == "lookup" && label != "其余" &&
                           label.find_first_not_of("0123456789.") != std::string::npos;
      text += (is_text ? "\"" + label + "\"" : label) + ": " + item.second.as<std::string>();
    }
    return text + ")";
  }
  return {};
}

}  // namespace

void Builder::ReadParameterFiles(const std::vector<SourceFile>& files) {
  for (const SourceFile& file : files) ReadParameterFile(file);
}

void Builder::ReadParameterFile(const SourceFile& file) {
  Place place;
  place.file = file.path;
  place.line = 1;
  try {
    const YAML::Node root = YAML::Load(file.text);
    if (!root.IsMap() || !root["name"] || !root["values"] || !root["values"].IsMap()) {
      issues_.Error("params.shape", place,
                    Say("参数文件要有 name 和 values", "a parameter file needs name and values"),
                    Say("如 name: 人口系数,values: 下面写 2012-01-01: {{value: \"3\"}}",
                        "such as name: …, values: 2012-01-01: {{value: \"3\"}}"));
      return;
    }
    const std::string unit = root["unit"] ? root["unit"].as<std::string>() : std::string();
    const std::string name = root["name"].as<std::string>();
    std::vector<Date> ends;
    for (const auto& item : root["values"]) {
      place.line = item.first.Mark().line + 1;
      const auto from = Date::ParseLenient(item.first.as<std::string>());
      if (!from.ok()) {
        issues_.Error("params.date", place, from.error().message);
        continue;
      }
      if (item.second.IsNull()) {
        ends.push_back(from.value());
        continue;
      }
      const std::string reference = item.second.IsMap() && item.second["reference"]
                                        ? item.second["reference"].as<std::string>()
                                        : "";
      auto lines = formula::Tokenize(RuleText(item.second), place, place.line, &issues_);
      if (lines.size() != 1) {
        issues_.Error("params.shape", place,
                      Say("这一天的值应写 value、bands、points 或 lookup 之一",
                          "the value of a day is one of value, bands, points, lookup"));
        continue;
      }
      if (!lines[0].is_sound) continue;
      owned_tokens_.push_back(std::move(lines[0].tokens));
      formula::TokenStream stream(owned_tokens_.back(), place, &issues_);
      auto declaration = std::make_unique<Declaration>();
      declaration->formula = formula::ParseFormula(&stream);
      declaration->place = place;
      if (!declaration->formula) continue;
      AddParameterValue(name, *declaration->formula, from.value(), reference, place, unit);
      owned_.push_back(std::move(declaration));
    }
    for (const Date end : ends) EndParameter(name, end);
  } catch (const YAML::Exception& error) {
    // yaml-cpp reports by exception; this file is its only edge in the module besides cases.
    place.line = error.mark.line + 1;
    issues_.Error(
        "params.yaml", place,
        Say("参数文件格式不对:{}", "the parameter file is not valid YAML: {}", error.msg));
  }
}

}  // namespace kaogong::regulation::internal
