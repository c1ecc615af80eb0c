// SPDX-License-Identifier: Apache-2.0
#include "office/detail.h"

#include <nlohmann/json.hpp>

namespace kaogong::office {

namespace {

std::string Quoted(std::string_view text) {
  // What is no UTF-8 cannot stand in JSON; it is replaced rather than losing the record.
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class Items, class ToJson>
std::string Array(const Items& items, ToJson to_json) {
  std::string json = "[";
  for (const auto& item : items) json.append(json.size() == 1 ? "" : ",").append(to_json(item));
  return json + "]";
}

}  // namespace

Detail& Detail::Set(std::string_view key, std::string_view text) {
  members_.insert_or_assign(std::string(key), Quoted(text));
  return *this;
}

Detail& Detail::Set(std::string_view key, std::int64_t number) {
  members_.insert_or_assign(std::string(key), std::to_string(number));
  return *this;
}

Detail& Detail::SetFlag(std::string_view key, bool is_true) {
  members_.insert_or_assign(std::string(key), is_true ? "true" : "false");
  return *this;
}

Detail& Detail::SetNull(std::string_view key) {
  members_.insert_or_assign(std::string(key), "null");
  return *this;
}

Detail& Detail::SetOptional(std::string_view key, const std::optional<std::string>& text) {
  return text.has_value() ? Set(key, std::string_view(*text)) : SetNull(key);
}

Detail& Detail::Set(std::string_view key, const Detail& object) {
  members_.insert_or_assign(std::string(key), object.ToJson());
  return *this;
}

Detail& Detail::Set(std::string_view key, const std::vector<Detail>& objects) {
  members_.insert_or_assign(std::string(key),
                            Array(objects, [](const Detail& object) { return object.ToJson(); }));
  return *this;
}

Detail& Detail::Set(std::string_view key, const std::vector<std::string>& texts) {
  members_.insert_or_assign(std::string(key), Array(texts, Quoted));
  return *this;
}

Detail& Detail::SetChange(std::string_view key, std::string_view before, std::string_view after) {
  if (before == after) return *this;
  return Set(key, Detail().Set("before", before).Set("after", after));
}

std::string Detail::ToJson() const {
  std::string json = "{";
  for (const auto& [key, value] : members_) {
    json.append(json.size() == 1 ? "" : ",").append(Quoted(key)).append(":").append(value);
  }
  return json + "}";
}

}  // namespace kaogong::office
