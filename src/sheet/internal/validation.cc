// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/validation.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "sheet/internal/check.h"
#include "sheet/internal/number_cell.h"
#include "sheet/internal/xstring.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KAOGONG_HAS_LEAK_CHECK
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define KAOGONG_HAS_LEAK_CHECK
#endif
#ifdef KAOGONG_HAS_LEAK_CHECK
#include <sanitizer/lsan_interface.h>
#endif

namespace kaogong::sheet {
namespace {

// libxlsxwriter 1.1.4 copies the formula of a list twice and loses the first copy, some twenty
// bytes. While this lives, the leak check of the sanitizers does not count what is allocated.
#ifdef KAOGONG_HAS_LEAK_CHECK
using LibraryLeak = __lsan::ScopedDisabler;
#else
struct [[maybe_unused]] LibraryLeak {};
#endif

// Excel allows 255 UTF-16 units; libxlsxwriter 1.1.4 checks characters but has room for 255 bytes.
constexpr std::size_t kInlineListMax = 255;
// Limits of Excel, in UTF-16 units.
constexpr std::size_t kPromptTitleMax = 32;
constexpr std::size_t kPromptMax = 255;

std::string ColumnName(std::size_t column) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

// Returns the items once each, without empty ones.
std::vector<std::string> Distinct(const std::vector<std::string>& items) {
  std::vector<std::string> distinct;
  for (const std::string& item : items) {
    if (!item.empty() && std::ranges::find(distinct, item) == distinct.end()) {
      distinct.push_back(item);
    }
  }
  return distinct;
}

// True when the list can stand within the validation, where commas divide and spaces are trimmed.
bool IsInline(const std::vector<std::string>& items) {
  std::size_t bytes = items.size();
  for (const std::string& item : items) {
    bytes += item.size();
    const bool has_control = std::ranges::any_of(
        item, [](char byte) { return static_cast<unsigned char>(byte) < 0x20; });
    const bool is_plain = !has_control && item.find_first_of(",\"") == std::string::npos &&
                          item.front() != '=' && item.front() != ' ' && item.back() != ' ';
    if (!is_plain || bytes > kInlineListMax) return false;
  }
  return !items.empty();
}

// What a validation says to whoever fills in the cell, and its bounds as a formula writes them.
struct Bounds {
  std::string min;
  std::string max;
  Text rule;
};

Text RangeText(const std::optional<std::string>& min, const std::optional<std::string>& max) {
  if (min && max) return Say("{}至{}", "from {} to {}", *min, *max);
  if (min) return Say("不小于{}", "at least {}", *min);
  return Say("不大于{}", "at most {}", *max);
}

Bounds NumberBounds(const NumberBetween& range) {
  const Text between = RangeText(range.min, range.max);
  return {range.min.value_or(""), range.max.value_or(""),
          Say("请填数：{0}", "A number {1}", between.zh, between.en)};
}

Bounds DateBounds(const DateBetween& range) {
  const auto serial = [](const std::optional<std::string>& day) {
    return day.has_value() ? std::to_string(DateSerial(*day).value()) : std::string();
  };
  const Text between = RangeText(range.first, range.last);
  return {
      serial(range.first), serial(range.last),
      Say("请填日期（如2012-03-01）：{0}", "A day (as 2012-03-01) {1}", between.zh, between.en)};
}

void SetBounds(lxw_data_validation& validation, const Bounds& bounds) {
  if (!bounds.min.empty() && !bounds.max.empty()) {
    validation.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    validation.minimum_formula = Unconst(bounds.min);
    validation.maximum_formula = Unconst(bounds.max);
  } else if (!bounds.min.empty()) {
    validation.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
    validation.value_formula = Unconst(bounds.min);
  } else {
    validation.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
    validation.value_formula = Unconst(bounds.max);
  }
}

// The words of a prompt; they live as long as the library reads them.
struct Words {
  std::string title;
  std::string prompt;
  std::string error_title;
  std::string error;
};

Words WordsFor(const Column& column, const Text& rule, Language language) {
  const std::string& allowed = rule.In(language);
  return {PlainText(column.title, kPromptTitleMax),
          PlainText(column.prompt.empty() ? allowed : column.prompt, kPromptMax),
          Say("填写有误", "Not allowed here").In(language),
          PlainText(allowed.empty() ? column.prompt : allowed, kPromptMax)};
}

void Apply(lxw_worksheet* worksheet, const EntryRange& range, lxw_data_validation& validation,
           const Words& words) {
  validation.ignore_blank = LXW_VALIDATION_ON;
  validation.show_input = LXW_VALIDATION_ON;
  validation.input_title = Unconst(words.title);
  validation.input_message = Unconst(words.prompt);
  validation.show_error = LXW_VALIDATION_ON;
  validation.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
  validation.error_title = Unconst(words.error_title);
  validation.error_message = Unconst(words.error);
  const LibraryLeak leak;
  const lxw_error error = worksheet_data_validation_range(
      worksheet, range.first_row, range.column, range.last_row, range.column, &validation);
  KAOGONG_ASSERT(error == LXW_NO_ERROR);
}

void AddList(lxw_worksheet* worksheet, const EntryRange& range, const Column& column,
             const OneOf& list, Language language, ChoiceSheet& choices) {
  const std::vector<std::string> items = Distinct(list.items);
  if (items.empty()) return;
  lxw_data_validation validation{};
  std::vector<char*> pointers;
  std::string formula;
  if (IsInline(items)) {
    for (const std::string& item : items) pointers.push_back(Unconst(item));
    pointers.push_back(nullptr);
    validation.validate = LXW_VALIDATION_TYPE_LIST;
    validation.value_list = pointers.data();
  } else {
    formula = choices.Add(items);
    validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    validation.value_formula = Unconst(formula);
  }
  validation.dropdown = LXW_VALIDATION_ON;
  const Text rule = Say("请从下拉列表中选择", "Choose from the list");
  Apply(worksheet, range, validation, WordsFor(column, rule, language));
}

}  // namespace

std::string ChoiceSheet::Add(const std::vector<std::string>& items) {
  const auto known = std::ranges::find(lists_, items);
  const auto index = static_cast<std::size_t>(known - lists_.begin());
  if (known == lists_.end()) lists_.push_back(items);
  std::string quoted;
  for (const char byte : name_) quoted.append(byte == '\'' ? 2 : 1, byte);
  const std::string column = ColumnName(index);
  return "='" + quoted + "'!$" + column + "$2:$" + column + "$" + std::to_string(items.size() + 1);
}

Result<void> ChoiceSheet::Write(Book& book) const {
  if (lists_.empty()) return {};
  KAOGONG_TRY_ASSIGN(lxw_worksheet* const worksheet, book.AddSheet(name_));
  worksheet_hide(worksheet);
  std::size_t rows = 0;
  for (std::size_t column = 0; column < lists_.size(); ++column) {
    rows = std::max(rows, lists_[column].size());
    // A header, so that the sheet is a table like others to whoever reads the file.
    const std::string header = name_ + std::to_string(column + 1);
    worksheet_write_string(worksheet, 0, static_cast<lxw_col_t>(column), header.c_str(), nullptr);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < lists_.size(); ++column) {
      if (row >= lists_[column].size()) continue;
      worksheet_write_string(worksheet, static_cast<lxw_row_t>(row + 1),
                             static_cast<lxw_col_t>(column),
                             EscapeXstring(lists_[column][row]).c_str(), nullptr);
    }
  }
  return {};
}

void AddValidation(lxw_worksheet* worksheet, const EntryRange& range, const Column& column,
                   Language language, ChoiceSheet& choices) {
  if (const auto* list = std::get_if<OneOf>(&column.validation)) {
    AddList(worksheet, range, column, *list, language, choices);
    return;
  }
  lxw_data_validation validation{};
  Bounds bounds;
  if (const auto* numbers = std::get_if<NumberBetween>(&column.validation)) {
    bounds = NumberBounds(*numbers);
    validation.validate = LXW_VALIDATION_TYPE_DECIMAL_FORMULA;
    SetBounds(validation, bounds);
  } else if (const auto* days = std::get_if<DateBetween>(&column.validation)) {
    bounds = DateBounds(*days);
    validation.validate = LXW_VALIDATION_TYPE_DATE_FORMULA;
    SetBounds(validation, bounds);
  } else if (!column.prompt.empty()) {
    validation.validate = LXW_VALIDATION_TYPE_ANY;
  } else {
    return;
  }
  Apply(worksheet, range, validation, WordsFor(column, bounds.rule, language));
}

}  // namespace kaogong::sheet
