// SPDX-License-Identifier: Apache-2.0
#include "document/record.h"

#include <utility>

namespace kaogong::document {

Item Item::Of(Rational number, std::string unit) {
  Item item;
  item.kind = ItemKind::kNumber;
  item.number = std::move(number);
  item.unit = std::move(unit);
  return item;
}

Item Item::Of(std::string text) {
  Item item;
  item.kind = ItemKind::kText;
  item.text = std::move(text);
  return item;
}

Item Item::Truth(bool truth) {
  Item item;
  item.kind = ItemKind::kTruth;
  item.number = Rational(truth ? 1 : 0);
  return item;
}

Item Item::Day(std::int32_t days_since_epoch) {
  Item item;
  item.kind = ItemKind::kDay;
  item.number = Rational(days_since_epoch);
  return item;
}

Item Item::Object(std::string object) {
  Item item;
  item.kind = ItemKind::kObject;
  item.objects.push_back(std::move(object));
  return item;
}

Item Item::List(std::vector<std::string> objects) {
  Item item;
  item.kind = ItemKind::kList;
  item.objects = std::move(objects);
  return item;
}

bool IsSame(const Item& a, const Item& b) {
  if (a.kind != b.kind || a.state != b.state) return false;
  return a.number == b.number && a.text == b.text && a.objects == b.objects && a.scale == b.scale &&
         a.unit == b.unit && a.places == b.places;
}

bool IsTrue(const Item& item) {
  switch (item.kind) {
    case ItemKind::kList: return !item.objects.empty();
    case ItemKind::kObject: return true;
    case ItemKind::kText: return item.has_value() && !item.text.empty();
    default: return item.has_value() && !item.number.is_zero();
  }
}

std::string NameOfObject(const Record& record, std::string_view object) {
  if (object.empty() || object == "全部") return "全部";
  const auto own = record.Look(object, "名称");
  std::string name = own && own->kind == ItemKind::kText ? own->text : std::string(object);
  const std::size_t part = object.find('#');
  if (part == std::string_view::npos) return name;
  return NameOfObject(record, object.substr(0, part)) + " " + name;
}

std::optional<Item> LayeredRecord::Look(std::string_view object, std::string_view name) const {
  if (auto item = first_.Look(object, name)) return item;
  return second_.Look(object, name);
}

std::vector<std::string> LayeredRecord::NamesOf(std::string_view object) const {
  std::vector<std::string> names = first_.NamesOf(object);
  for (std::string& name : second_.NamesOf(object)) names.push_back(std::move(name));
  return names;
}

}  // namespace kaogong::document
