// SPDX-License-Identifier: Apache-2.0
// Record: where the figures of a document come from. A port: EngineRecord answers from a computed
// result, GivenRecord from what an office writes down, and whoever has a store brings its own.
//
// A record is a graph of objects, each named by an opaque text that the record itself made up; ""
// is the root. An object has names; a name leads to an Item: a number, text, day or truth, another
// object, or a list of objects. The same question gets the same answer as long as nothing changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/rational.h"
#include "explain/shown.h"
#include "scheme/scheme.h"
#include "scoring/value.h"

namespace kaogong::document {

// Stored by NameOf in document_json. Append only.
enum class ItemKind : std::uint8_t {
  kNothing,  // Known and empty: no last year, no veto. Shown as “—”.
  kNumber,
  kText,
  kDay,
  kTruth,
  kObject,
  kList,
};

// What a name leads to.
struct Item {
  ItemKind kind = ItemKind::kNothing;
  // Of numbers, texts, days and truths: why there is no value (待定, 不适用 …).
  scoring::State state = scoring::State::kValid;
  Rational number;                   // Of kNumber; days since 1970-01-01; 0 or 1 of kTruth.
  std::string text;                  // Of kText.
  std::vector<std::string> objects;  // One of kObject, all of kList, in official order.
  // How the number reads: a fraction shown as 86%, its unit, the places always shown.
  explain::Scale scale = explain::Scale::kPlain;
  std::string unit;
  int places = scheme::kNone;
  std::string source;  // For people: 第十条第二款; 村.csv:3.

  static Item Nothing() { return {}; }
  static Item Of(Rational number, std::string unit = {});
  static Item Of(std::string text);
  static Item Truth(bool truth);
  static Item Day(std::int32_t days_since_epoch);
  static Item Object(std::string object);
  static Item List(std::vector<std::string> objects);

  bool has_value() const { return kind != ItemKind::kNothing && state == scoring::State::kValid; }
};

// Returns whether a reader would see the same thing: kind, state, value, unit and objects. 1.50 and
// 1.5 are the same; where it comes from does not matter.
bool IsSame(const Item& a, const Item& b);

// What a condition makes of an item: a list or object that is there, a text that is not empty, a
// truth that holds, a number that is not zero.
bool IsTrue(const Item& item);

class Record {
 public:
  virtual ~Record() = default;

  // Returns what `name` leads to from `object`, or nothing when the object has no such name, which
  // is a mistake of the template's author.
  virtual std::optional<Item> Look(std::string_view object, std::string_view name) const = 0;
  // Returns the names of an object, to say what was meant when one is misspelt.
  virtual std::vector<std::string> NamesOf(std::string_view object) const = 0;
};

// What people call an object: 青石村; 青石村 生产总值 for a part of it; the whole is 全部. An object
// that the record no longer has is called by its text.
std::string NameOfObject(const Record& record, std::string_view object);

// Asks the first record, then the second: what an office gives beside what was computed. Both must
// outlive this.
class LayeredRecord : public Record {
 public:
  LayeredRecord(const Record& first, const Record& second) : first_(first), second_(second) {}
  std::optional<Item> Look(std::string_view object, std::string_view name) const override;
  std::vector<std::string> NamesOf(std::string_view object) const override;

 private:
  const Record& first_;
  const Record& second_;
};

}  // namespace kaogong::document
