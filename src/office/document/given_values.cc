// SPDX-License-Identifier: Apache-2.0
#include "office/document/given_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace kaogong::office::documents {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kCauses = "原因";

// What stands in the first column names what the second says: 原因.粮食生产.
void SetCauses(const GivenValue& value, document::GivenRecord* record) {
  const std::string object = fmt::format("给定:{}", value.name);
  for (const GivenRow& row : value.rows) {
    if (row.size() < 2 || row[0].text.empty() || row[1].text.empty()) continue;
    record->Set(object, row[0].text, row[1].text);
  }
  record->Set("", value.name, document::Item::Object(object));
}

void SetRows(const GivenValue& value, document::GivenRecord* record) {
  std::vector<std::string> objects;
  for (const GivenRow& row : value.rows) {
    objects.push_back(fmt::format("给定:{}/{}", value.name, objects.size() + 1));
    for (const GivenCell& cell : row) {
      if (cell.text.empty()) {
        record->Set(objects.back(), cell.name, document::Item::Nothing());
      } else {
        record->Set(objects.back(), cell.name, cell.text);
      }
    }
  }
  record->Set("", value.name, document::Item::List(std::move(objects)));
}

}  // namespace

std::string TextOf(const GivenValues& given, std::string_view name) {
  const auto found = std::ranges::find(given, name, &GivenValue::name);
  return found == given.end() ? std::string() : found->text.value_or("");
}

document::GivenRecord RecordOf(const GivenValues& given) {
  document::GivenRecord record;
  for (const GivenValue& value : given) {
    if (value.text) {
      if (!value.text->empty()) record.Set("", value.name, *value.text);
    } else if (!value.rows.empty()) {
      value.name == kCauses ? SetCauses(value, &record) : SetRows(value, &record);
    }
  }
  return record;
}

std::string ToJson(const GivenValues& given) {
  Json list = Json::array();
  for (const GivenValue& value : given) {
    Json one = {{"name", value.name}};
    if (value.text) {
      one["text"] = *value.text;
    } else {
      one["rows"] = Json::array();
      for (const GivenRow& row : value.rows) {
        Json cells = Json::array();
        for (const GivenCell& cell : row) cells.push_back(Json::array({cell.name, cell.text}));
        one["rows"].push_back(std::move(cells));
      }
    }
    list.push_back(std::move(one));
  }
  return list.dump();
}

Result<GivenValues> GivenFromJson(std::string_view json) {
  const Error damaged{ErrorCode::kInternal, Say("所存的公文信息无法读取",
                                                "What was given for the document cannot be read")};
  const Json list = Json::parse(json, nullptr, false);
  if (!list.is_array()) return damaged;
  GivenValues given;
  try {
    for (const Json& one : list) {
      GivenValue value;
      value.name = one.at("name").get<std::string>();
      if (one.contains("text")) value.text = one.at("text").get<std::string>();
      for (const Json& cells : one.value("rows", Json::array())) {
        GivenRow row;
        for (const Json& cell : cells)
          row.push_back({cell.at(0).get<std::string>(), cell.at(1).get<std::string>()});
        value.rows.push_back(std::move(row));
      }
      given.push_back(std::move(value));
    }
  } catch (const Json::exception&) {
    return damaged;
  }
  return given;
}

}  // namespace kaogong::office::documents
