// SPDX-License-Identifier: Apache-2.0
// What an office gives for a document besides the record: number, issuer, addressees, date, a
// rectification's problems. YAML: names with texts, numbers, days, lists of names with …
//
//   发文机关: 甘溪镇人民政府
//   成文日期: 2013-01-15
//   问题:
//     - 名称: 村务公开逾期
//       期限: 2013-03-31
//   村/青石村:          # for one object of the record
//     评语: 措施扎实。
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "document/record.h"

namespace kaogong::document {

class GivenRecord : public Record {
 public:
  GivenRecord() = default;
  // Errors: kInvalidInput with the line for what is not YAML or nests deeper than eight levels.
  static Result<GivenRecord> Parse(std::string_view yaml, std::string_view file);

  // Gives an object a value; the root is "". Numbers are read as numbers, ISO days as days, 是 and 否
  // as truths, all else as text.
  void Set(std::string_view object, std::string_view name, std::string_view text);
  void Set(std::string_view object, std::string_view name, Item item);

  std::optional<Item> Look(std::string_view object, std::string_view name) const override;
  std::vector<std::string> NamesOf(std::string_view object) const override;

 private:
  std::map<std::string, std::map<std::string, Item, std::less<>>, std::less<>> objects_;
};

// The day that the document is to bear (成文日期), when the office gave one.
std::optional<Date> DocumentDayOf(const GivenRecord& given);

}  // namespace kaogong::document
