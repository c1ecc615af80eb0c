// SPDX-License-Identifier: Apache-2.0
// Parameter files: params/*.yaml, one dated parameter each, or the calendar of working days.
//
//   name: 人口系数
//   unit: 倍
//   basis: 第七条
//   values:
//     2012-01-01:
//       bands: {"[0, 1500]": "1", "(1500, 2000]": "1.042", "(2000, +∞)": "1.083"}
//       reference: …
//     2015-01-01: {value: "3"}       # or a day, 2015-03-31, or a text, 统计局
//
//   calendar: 工作日
//   basis: 国务院办公厅关于部分节假日安排的通知
//   years:
//     2025: {rest: [01-01, 01-28..02-04], work: [01-26, 02-08]}
#include <yaml-cpp/yaml.h>

#include "base/utf8.h"
#include "formula/parser.h"
#include "regulation/internal/builder.h"

namespace kaogong::regulation::internal {
namespace {

// A day and a text need no marks in a file of values; rules want 日期("…") and quotes.
std::string RuleTextOfValue(const std::string& value) {
  if (Date::Parse(value).ok()) return "日期(\"" + value + "\")";
  const std::string plain = NormalizeFullWidth(value);
  const bool is_rule_text = plain.empty() || plain.find_first_of("0123456789+-\"") == 0 ||
                            plain.find('(') != std::string::npos;
  return is_rule_text ? value : "\"" + value + "\"";
}

// The rule text that says the same as one dated entry: "3", 分段([0, 1500]: 1, …).
std::string RuleText(const YAML::Node& entry) {
  if (entry.IsScalar()) return RuleTextOfValue(entry.Scalar());
  if (entry["value"]) return RuleTextOfValue(entry["value"].as<std::string>());
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

// Reads "01-28" or "01-28..02-04" of a year; false when it is neither.
bool AddDays(int year, const std::string& text, std::vector<Date>* to) {
  const std::size_t dots = text.find("..");
  const auto day = [&](const std::string& of) {
    return Date::Parse(std::to_string(year) + "-" + of);
  };
  const auto first = day(text.substr(0, dots));
  const auto last = dots == std::string::npos ? first : day(text.substr(dots + 2));
  if (!first.ok() || !last.ok() || last.value() < first.value()) return false;
  for (int i = first.value().days_since_epoch(); i <= last.value().days_since_epoch(); ++i) {
    to->push_back(Date::FromDays(i).value());
  }
  return true;
}

}  // namespace

void Builder::ReadCalendar(const YAML::Node& root, Place place) {
  const auto report = [&](const YAML::Node& at) {
    place.line = at.Mark().line + 1;
    issues_.Error("params.calendar", place,
                  Say("工作日历的这一处看不懂", "this part of the calendar cannot be read"),
                  Say("如 years: 下面写 2025: {{rest: [01-01, 01-28..02-04], work: [01-26]}}",
                      "such as years: 2025: {{rest: [01-01, 01-28..02-04], work: [01-26]}}"));
  };
  if (!root["years"] || !root["years"].IsMap()) return report(root);
  for (const auto& item : root["years"]) {
    constexpr int kYearMin = 1900;
    constexpr int kYearMax = 2199;
    const auto year = Decimal::Parse(item.first.as<std::string>());
    const bool is_year = year && year->scale() == 0 && *year >= Decimal::FromInteger(kYearMin) &&
                         *year <= Decimal::FromInteger(kYearMax);
    if (!is_year || !item.second.IsMap()) return report(item.first);
    std::vector<Date> off;
    std::vector<Date> worked;
    for (const auto& [key, days] : {std::pair{"rest", &off}, std::pair{"work", &worked}}) {
      for (const auto& day : item.second[key]) {
        if (!AddDays(static_cast<int>(year->units()), day.as<std::string>(), days)) report(day);
      }
    }
    scheme_.calendar.SetYear(static_cast<int>(year->units()), off, worked);
  }
}

void Builder::ReadParameterFiles(const std::vector<SourceFile>& files) {
  for (const SourceFile& file : files) ReadParameterFile(file);
}

void Builder::ReadParameterFile(const SourceFile& file) {
  Place place;
  place.file = file.path;
  place.line = 1;
  try {
    const YAML::Node root = YAML::Load(file.text);
    if (root.IsMap() && root["calendar"]) return ReadCalendar(root, std::move(place));
    if (!root.IsMap() || !root["name"] || !root["values"] || !root["values"].IsMap()) {
      issues_.Error("params.shape", place,
                    Say("参数文件要有 name 和 values", "a parameter file needs name and values"),
                    Say("如 name: 人口系数，values: 下面写 2012-01-01: {{value: \"3\"}}",
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
        Say("参数文件格式不对：{}", "the parameter file is not valid YAML: {}", error.msg));
  }
}

}  // namespace kaogong::regulation::internal
