// SPDX-License-Identifier: Apache-2.0
#include "document/given.h"

#include <yaml-cpp/yaml.h>

#include "base/date.h"
#include "base/number_text.h"

namespace kaogong::document {

namespace {

constexpr int kDepthMax = 8;
constexpr int kEntriesMax = 100'000;
// Objects of lists are told from those of other records by this word.
constexpr std::string_view kPrefix = "给定:";

Item Read(std::string_view text) {
  if (text == "是") return Item::Truth(true);
  if (text == "否") return Item::Truth(false);
  if (const auto day = Date::Parse(text); day.ok()) return Item::Day(day.value().days_since_epoch());
  const NumberReading reading = ReadNumberText(text);
  if (const auto* number = std::get_if<NumberText>(&reading)) {
    const auto decimal = Decimal::Parse(number->digits);
    // 007 and +5 stay as they are written.
    const bool is_plain = number->unit == NumberUnit::kPercent || number->digits == text;
    if (decimal && is_plain && number->unit != NumberUnit::kPermille) {
      Item item = Item::Of(Rational(*decimal));
      item.places = decimal->scale();
      if (number->unit == NumberUnit::kPercent) {
        item.number = Quotient(item.number, Rational(100));
        item.scale = explain::Scale::kPercent;
      }
      return item;
    }
  }
  return Item::Of(std::string(text));
}

Error TooDeep(const YAML::Node& node, std::string_view file) {
  return {ErrorCode::kInvalidInput,
          Say("{0}:{1}: 层次超过 {2} 层", "{0}:{1}: more than {2} levels deep", file,
              node.Mark().line + 1, kDepthMax)};
}

class Reader {
 public:
  Reader(std::string_view file, GivenRecord* record) : file_(file), record_(record) {}

  Result<void> Map(const std::string& object, const YAML::Node& map, int depth) {
    if (depth > kDepthMax) return TooDeep(map, file_);
    for (const auto& entry : map) {
      if (++count_ > kEntriesMax) return TooMany();
      const std::string name = entry.first.as<std::string>();
      // 村/青石村: what is given for an object of another record.
      if (depth == 1 && entry.second.IsMap() && name.find('/') != std::string::npos) {
        KAOGONG_TRY(Map(name, entry.second, depth + 1));
        continue;
      }
      KAOGONG_TRY_ASSIGN(Item item, Value(object, name, entry.second, depth));
      record_->Set(object, name, std::move(item));
    }
    return {};
  }

 private:
  Result<Item> Value(const std::string& object, const std::string& name, const YAML::Node& node,
                     int depth) {
    if (node.IsNull()) return Item::Nothing();
    if (node.IsScalar()) return Read(node.Scalar());
    const std::string below = NameBelow(object, name);
    if (node.IsMap()) {
      KAOGONG_TRY(Map(below, node, depth + 1));
      return Item::Object(below);
    }
    std::vector<std::string> objects;
    for (const auto& member : node) {
      if (++count_ > kEntriesMax) return TooMany();
      objects.push_back(fmt::format("{}/{}", below, objects.size() + 1));
      if (member.IsMap()) {
        KAOGONG_TRY(Map(objects.back(), member, depth + 1));
      } else {
        KAOGONG_TRY_ASSIGN(Item item, Value(objects.back(), "名称", member, depth + 1));
        record_->Set(objects.back(), "名称", std::move(item));
      }
    }
    return Item::List(std::move(objects));
  }

  // Aliases of aliases grow without end.
  Error TooMany() const {
    return {ErrorCode::kLimitExceeded, Say("{0}: 超过 {1} 项", "{0}: more than {1} entries", file_,
                                           kEntriesMax)};
  }

  static std::string NameBelow(const std::string& object, const std::string& name) {
    if (object.starts_with(kPrefix)) return object + "/" + name;
    return std::string(kPrefix) + (object.empty() ? name : object + "/" + name);
  }

  std::string_view file_;
  GivenRecord* record_;
  int count_ = 0;
};

}  // namespace

Result<GivenRecord> GivenRecord::Parse(std::string_view yaml, std::string_view file) {
  GivenRecord record;
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (root.IsNull()) return record;
    if (!root.IsMap()) {
      return Error{ErrorCode::kInvalidInput,
                   Say("{}: 应是“名称: 值”的列表", "{}: names with values are wanted", file)};
    }
    KAOGONG_TRY(Reader(file, &record).Map("", root, 1));
  } catch (const YAML::Exception& error) {
    return Error{ErrorCode::kInvalidInput,
                 Say("{0}:{1}: 不是 YAML（{2}）", "{0}:{1}: not YAML ({2})", file,
                     error.mark.line + 1, error.msg)};
  }
  return record;
}

void GivenRecord::Set(std::string_view object, std::string_view name, std::string_view text) {
  Set(object, name, Read(text));
}

void GivenRecord::Set(std::string_view object, std::string_view name, Item item) {
  if (item.source.empty()) item.source = "公文信息";
  objects_[std::string(object)].insert_or_assign(std::string(name), std::move(item));
}

std::optional<Item> GivenRecord::Look(std::string_view object, std::string_view name) const {
  const auto names = objects_.find(object);
  if (names == objects_.end()) return std::nullopt;
  const auto found = names->second.find(name);
  if (found == names->second.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> GivenRecord::NamesOf(std::string_view object) const {
  std::vector<std::string> result;
  const auto names = objects_.find(object);
  if (names == objects_.end()) return result;
  for (const auto& [name, item] : names->second) result.push_back(name);
  return result;
}

std::optional<Date> DocumentDayOf(const GivenRecord& given) {
  const auto item = given.Look("", "成文日期");
  if (!item || item->kind != ItemKind::kDay) return std::nullopt;
  const auto day = Date::FromDays(item->number.ToInteger(Rounding::kDown).value_or(-1'000'000));
  return day.ok() ? std::optional(day.value()) : std::nullopt;
}

}  // namespace kaogong::document
