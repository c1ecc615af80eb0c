// SPDX-License-Identifier: Apache-2.0
// How a figure is written in an official document. Exact: nothing is rounded but as the format
// says, and ties go as it says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/record.h"

namespace kaogong::document {

// Stored by NameOf in document_json. Append only.
enum class Form : std::uint8_t {
  kUsual,            // As the figure's own measure says: 36.00, 86%, 优秀, 2012年3月1日.
  kCapitals,         // 大写: an amount in yuan, 壹万贰仟叁佰元整.
  kTenThousands,     // 万: in ten thousands of its unit, 1.23 of 12300 元 with unit 万元.
  kHundredMillions,  // 亿
  kPercent,          // 百分数: 0.865 is 86.5%.
  kPercentagePoint,  // 百分点: 0.03 is 3个百分点.
  kChineseDigits,    // 汉字: 十二 for 12; whole numbers only.
  kChange,           // 增减: 增长5.2%, 下降3%, 持平; 提高1.2个百分点 of percentages.
  kSigned,           // 带号: +1.50, -0.50, 0.
  kMagnitude,        // 绝对值
  kDay,              // 日期: 2012年3月1日.
  kIsoDay,           // 2012-03-01
  kMark,             // 勾: √ for true, empty for false.
  kLight,            // 灯: ●红 ▲黄 ■绿 ○无 of the texts red, amber, green, none.
};

struct Format {
  Form form = Form::kUsual;
  // Decimal places shown; nothing: the figure's own, else its digits, of more than four places two.
  std::optional<int> places = {};
  Rounding rounding = Rounding::kHalfUp;
  bool has_unit = false;      // 带单位
  bool is_grouped = false;    // 千分位: 1,234.50
  std::string nothing = "—";  // Shown for what is known and empty: 空 "无".

  friend bool operator==(const Format&, const Format&) = default;
};

// Reads the words after “|” in a placeholder, separated by blanks or “,”: 大写 万元 亿元 百分数
// 百分点 汉字 增减 带号 绝对值 日期 短日期 勾 灯 N位 舍去 进一 四舍六入 带单位 千分位 空:文字; each
// also in English (capitals, 10k, 100m, percent, points, digits, change, signed, magnitude, day,
// iso, mark, light, N places …). Errors: kInvalidInput naming the word.
Result<Format> ParseFormat(std::string_view words);

// Returns the words that ParseFormat reads back.
std::string WordsOf(const Format& format);

// Returns the item as the document shows it. One without value gives 待定, 不适用 or 无法计算.
// Errors: kInvalidInput when the form does not fit the item (capitals of a text, an amount that is
// not whole cents and no places given).
Result<std::string> Show(const Item& item, const Format& format);

// Returns the colour of a light: red, amber or green; nothing for what is none.
std::optional<std::uint32_t> ColorOf(const Item& item, const Format& format);

}  // namespace kaogong::document
