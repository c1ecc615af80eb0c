// SPDX-License-Identifier: Apache-2.0
#include "document/template_source.h"

#include <charconv>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "document/layout.h"

namespace kaogong::document {

namespace {

constexpr std::uint32_t kGrey = 0xEDEDED;

std::vector<std::string_view> Split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + separator.size();
  }
}

std::optional<int> ReadInteger(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  Result<Document> Read(std::string_view text) {
    for (const std::string_view raw : Split(text, "\n")) {
      ++line_;
      if (raw.starts_with("//")) continue;
      KAOGONG_TRY(ReadLine(Trim(raw)));
    }
    return std::move(document_);
  }

 private:
  Error Wrong(std::string_view line) const {
    return {ErrorCode::kInvalidInput,
            Say("{0}:{1}: 看不懂“{2}”", "{0}:{1}: '{2}' is not understood", file_, line_, line)};
  }

  Result<void> ReadLine(std::string_view line) {
    if (line.empty()) {
      is_in_table_ = false;
      return {};
    }
    if (line.starts_with('%')) return ReadSetting(line);
    if (is_in_table_ && (line.starts_with("= ") || line.starts_with("- ")))
      return ReadRow(line.substr(2), line[0] == '=');
    is_in_table_ = false;
    if (!line.starts_with('@')) {
      document_.blocks.emplace_back(MakeParagraph(Role::kBody, std::string(line)));
      return {};
    }
    const std::size_t space = line.find(' ');
    const std::string_view name = line.substr(1, space - 1);
    const Role role = RoleOf(name);
    if (NameOf(role).zh != name) return Wrong(line);
    std::string text(space == std::string_view::npos ? "" : line.substr(space + 1));
    document_.blocks.emplace_back(MakeParagraph(role, std::move(text)));
    return {};
  }

  Result<void> ReadSetting(std::string_view line) {
    std::vector<int> numbers;
    const auto words = Split(line.substr(1), " ");
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (const auto number = ReadInteger(words[i])) numbers.push_back(*number);
    }
    Page& page = document_.page;
    const std::string_view name = words[0];
    if (name == "表" || name == "无框表") {
      Table table;
      table.widths = numbers;
      if (name == "无框表") table.border.width = 0;
      document_.blocks.emplace_back(std::move(table));
      is_in_table_ = true;
    } else if (name == "字号" && numbers.size() == 1) {
      size_ = numbers[0];
    } else if (name == "行高" && numbers.size() == 1) {
      height_ = numbers[0];
    } else if (name == "横向") {
      std::swap(page.width, page.height);
    } else if (name == "页边" && numbers.size() == 4) {
      const auto twips = [](int millimetres) { return millimetres * 1440 * 10 / 254; };
      page.top = twips(numbers[0]);
      page.bottom = twips(numbers[1]);
      page.left = twips(numbers[2]);
      page.right = twips(numbers[3]);
    } else if (name == "页码" && words.size() == 2) {
      page.numbers = words[1] == "无"     ? PageNumbers::kNone
                     : words[1] == "居中" ? PageNumbers::kCentered
                                          : PageNumbers::kOutside;
    } else {
      return Wrong(line);
    }
    return {};
  }

  Result<void> ReadRow(std::string_view line, bool is_head) {
    auto& table = std::get<Table>(document_.blocks.back());
    Row row;
    row.is_head = is_head;
    row.height_min = height_;
    for (const std::string_view cell : Split(line, " | ")) {
      KAOGONG_TRY_ASSIGN(Cell read, ReadCell(Trim(cell), is_head));
      row.cells.push_back(std::move(read));
    }
    table.rows.push_back(std::move(row));
    return {};
  }

  Result<Cell> ReadCell(std::string_view text, bool is_head) {
    Cell cell;
    std::optional<Align> align;
    while (text.starts_with('[')) {
      const std::size_t close = text.find(']');
      if (close == std::string_view::npos) return Wrong(text);
      const std::string_view mark = text.substr(1, close - 1);
      if (const auto columns = ReadInteger(mark)) {
        cell.columns = *columns;
      } else if (mark == "v") {
        cell.rows = 2;
      } else if (mark == "^") {
        cell.rows = 0;
      } else if (mark == "左" || mark == "中" || mark == "右") {
        align = mark == "左" ? Align::kLeft : mark == "右" ? Align::kRight : Align::kCenter;
      } else if (mark == "灰") {
        cell.fill = kGrey;
      } else if (mark == "头") {
        is_head = true;
      } else {
        return Wrong(text);
      }
      text.remove_prefix(close + 1);
    }
    for (const std::string_view line : Split(text, "\\n")) {
      Paragraph paragraph = MakeParagraph(is_head ? Role::kTableHead : Role::kTableText,
                                          std::string(Trim(line)));
      if (align) paragraph.style.align = *align;
      if (size_ > 0) paragraph.style.text.size = size_;
      cell.paragraphs.push_back(std::move(paragraph));
    }
    return cell;
  }

  std::string_view file_;
  Document document_;
  int line_ = 0;
  int size_ = 0;
  int height_ = 0;
  bool is_in_table_ = false;
};

}  // namespace

Result<Document> ReadTemplateSource(std::string_view text, std::string_view file) {
  return Reader(file).Read(text);
}

}  // namespace kaogong::document
