// SPDX-License-Identifier: Apache-2.0
#include "document/document_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "document/layout.h"

namespace kaogong::document {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kParagraphsMax = 200'000;
constexpr std::size_t kBytesMax = std::size_t{64} << 20U;

// --- Words of the wire, in the order of the enums.

constexpr std::array<std::string_view, 7> kItemKinds{"nothing", "number", "text", "day",
                                                     "truth",   "object", "list"};
constexpr std::array<std::string_view, 7> kStates{
    "valid", "exempt", "pending", "division_by_zero", "no_band", "undefined", "too_large"};
constexpr std::array<std::string_view, 3> kScales{"plain", "percent", "percentage_point"};
constexpr std::array<std::string_view, 4> kAligns{"left", "center", "right", "both"};
constexpr std::array<std::string_view, 3> kVerticals{"top", "center", "bottom"};
constexpr std::array<std::string_view, 3> kNumbers{"none", "outside", "centered"};

template <class Enum, std::size_t N>
std::string WordOf(const std::array<std::string_view, N>& words, Enum value) {
  return std::string(words[static_cast<std::size_t>(value)]);
}

// --- Writing

Json ToJsonValue(const TextStyle& style) {
  Json json = Json::object();
  if (!style.font.empty()) json["font"] = style.font;
  if (style.size != 0) json["size"] = style.size;
  if (style.is_bold) json["is_bold"] = true;
  if (style.is_underlined) json["is_underlined"] = true;
  if (style.color) json["color"] = *style.color;
  return json;
}

Json ToJsonValue(const Border& border) {
  return {{"width", border.width}, {"color", border.color}};
}

Json ToJsonValue(const ParagraphStyle& style) {
  Json json{{"role", NameOf(style.role).en}};
  if (style == StyleOf(style.role)) return json;
  json["text"] = ToJsonValue(style.text);
  json["align"] = WordOf(kAligns, style.align);
  json["indent_first"] = style.indent_first;
  json["indent_left"] = style.indent_left;
  json["indent_right"] = style.indent_right;
  json["space_before"] = style.space_before;
  json["space_after"] = style.space_after;
  json["line"] = style.line;
  json["keeps_with_next"] = style.keeps_with_next;
  json["begins_page"] = style.begins_page;
  json["above"] = ToJsonValue(style.above);
  json["below"] = ToJsonValue(style.below);
  return json;
}

Json ToJsonValue(const Item& item) {
  Json json{{"kind", WordOf(kItemKinds, item.kind)}};
  if (item.state != scoring::State::kValid) json["state"] = WordOf(kStates, item.state);
  if (item.kind == ItemKind::kNumber || item.kind == ItemKind::kDay ||
      item.kind == ItemKind::kTruth)
    json["number"] = item.number.ToString();
  if (!item.text.empty()) json["text"] = item.text;
  if (!item.objects.empty()) json["objects"] = item.objects;
  if (item.scale != explain::Scale::kPlain) json["scale"] = WordOf(kScales, item.scale);
  if (!item.unit.empty()) json["unit"] = item.unit;
  if (item.places != scheme::kNone) json["places"] = item.places;
  if (!item.source.empty()) json["source"] = item.source;
  return json;
}

Json ToJsonValue(const Run& run) {
  Json json{{"text", run.text}};
  if (const Json style = ToJsonValue(run.style); !style.empty()) json["style"] = style;
  if (run.figure) {
    json["figure"] = {{"scopes", run.figure->scopes},
                      {"expression", run.figure->expression},
                      {"format", WordsOf(run.figure->format)},
                      {"value", ToJsonValue(run.figure->value)}};
  }
  return json;
}

Json ToJsonValue(const Paragraph& paragraph) {
  Json runs = Json::array();
  for (const Run& run : paragraph.runs) runs.push_back(ToJsonValue(run));
  return {{"style", ToJsonValue(paragraph.style)}, {"runs", std::move(runs)}};
}

Json ToJsonValue(const Cell& cell) {
  Json paragraphs = Json::array();
  for (const Paragraph& paragraph : cell.paragraphs) paragraphs.push_back(ToJsonValue(paragraph));
  Json json{{"paragraphs", std::move(paragraphs)},
            {"columns", cell.columns},
            {"rows", cell.rows},
            {"align", WordOf(kVerticals, cell.align)}};
  if (cell.fill) json["fill"] = *cell.fill;
  return json;
}

Json ToJsonValue(const Table& table) {
  Json rows = Json::array();
  for (const Row& row : table.rows) {
    Json cells = Json::array();
    for (const Cell& cell : row.cells) cells.push_back(ToJsonValue(cell));
    rows.push_back(
        {{"is_head", row.is_head}, {"height_min", row.height_min}, {"cells", std::move(cells)}});
  }
  return {
      {"widths", table.widths}, {"border", ToJsonValue(table.border)}, {"rows", std::move(rows)}};
}

// --- Reading

// A member is missing or of another kind: all such faults are collected, and reading goes on.
class Reader {
 public:
  Result<Document> Read(const Json& json) {
    Document document;
    Text(json, "/title", "title", &document.title);
    Text(json, "/template", "template", &document.template_name);
    if (const Json* page = Member(json, "", "page", true)) ReadPage(*page, &document.page);
    Each(json, "", "blocks", [&](const Json& block, const std::string& at) {
      if (block.is_object() && block.contains("table")) {
        document.blocks.emplace_back(ReadTable(block["table"], at + "/table"));
      } else if (block.is_object() && block.contains("paragraph")) {
        document.blocks.emplace_back(ReadParagraph(block["paragraph"], at + "/paragraph"));
      } else {
        Fault(at, {"应有 paragraph 或 table", "paragraph or table is wanted"});
      }
    });
    Each(json, "", "premises", [&](const Json& premise, const std::string& at) {
      Premise read;
      ReadScopes(premise, at, &read.scopes);
      Text(premise, at + "/expression", "expression", &read.expression);
      Text(premise, at + "/place", "place", &read.place);
      if (const Json* value = Member(premise, at, "value", true)) read.value = ReadItem(*value, at);
      document.premises.push_back(std::move(read));
    });
    if (paragraphs_ > kParagraphsMax) {
      return Error{ErrorCode::kLimitExceeded,
                   Say("文稿超过 {} 段", "the document has over {} paragraphs", kParagraphsMax)};
    }
    if (faults_.empty()) return document;
    return Error{ErrorCode::kInvalidInput,
                 Say("文稿有 {} 处不合格式", "the document has {} faults", faults_.size()),
                 std::move(faults_)};
  }

 private:
  void Fault(const std::string& at, kaogong::Text message) {
    if (faults_.size() < 100) faults_.push_back({at, std::move(message)});
  }

  const Json* Member(const Json& json, const std::string& at, const char* name, bool is_needed) {
    if (json.is_object()) {
      const auto found = json.find(name);
      if (found != json.end()) return &*found;
    }
    if (is_needed) Fault(at + "/" + name, {"缺少这一项", "it is missing"});
    return nullptr;
  }

  template <class Visit>
  void Each(const Json& json, const std::string& at, const char* name, const Visit& visit) {
    const Json* const list = Member(json, at, name, true);
    if (list == nullptr) return;
    if (!list->is_array()) return Fault(at + "/" + name, {"应是列表", "a list is wanted"});
    for (std::size_t i = 0; i < list->size(); ++i)
      visit((*list)[i], at + "/" + name + "/" + std::to_string(i));
  }

  void Text(const Json& json, const std::string& at, const char* name, std::string* to) {
    const Json* const member = Member(json, at, name, false);
    if (member == nullptr) return;
    if (!member->is_string()) return Fault(at, {"应是文字", "a text is wanted"});
    *to = member->get<std::string>();
  }

  void Number(const Json& json, const std::string& at, const char* name, int low, int high,
              int* to) {
    const Json* const member = Member(json, at, name, false);
    if (member == nullptr) return;
    const bool is_number = member->is_number_integer() && member->get<std::int64_t>() >= low &&
                           member->get<std::int64_t>() <= high;
    if (!is_number) {
      return Fault(at + "/" + name, Say("应是 {} 到 {} 的整数",
                                        "a whole number from {} to {} is wanted", low, high));
    }
    *to = member->get<int>();
  }

  void Flag(const Json& json, const std::string& at, const char* name, bool* to) {
    const Json* const member = Member(json, at, name, false);
    if (member == nullptr) return;
    if (!member->is_boolean())
      return Fault(at + "/" + name, {"应是 true 或 false", "true or false is wanted"});
    *to = member->get<bool>();
  }

  template <class Enum, std::size_t N>
  void Word(const Json& json, const std::string& at, const char* name,
            const std::array<std::string_view, N>& words, Enum* to) {
    std::string word;
    const Json* const member = Member(json, at, name, false);
    if (member == nullptr) return;
    if (member->is_string()) word = member->get<std::string>();
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
      return Fault(at + "/" + name, Say("没有“{}”", "there is no '{}'", word));
    *to = static_cast<Enum>(found - words.begin());
  }

  void Color(const Json& json, const std::string& at, const char* name,
             std::optional<std::uint32_t>* to) {
    int color = -1;
    Number(json, at, name, 0, 0xFFFFFF, &color);
    if (color >= 0) *to = static_cast<std::uint32_t>(color);
  }

  void ReadPage(const Json& json, Page* page) {
    Number(json, "/page", "width", 2000, 31'680, &page->width);
    Number(json, "/page", "height", 2000, 31'680, &page->height);
    Number(json, "/page", "top", 0, page->height / 3, &page->top);
    Number(json, "/page", "bottom", 0, page->height / 3, &page->bottom);
    Number(json, "/page", "left", 0, page->width / 3, &page->left);
    Number(json, "/page", "right", 0, page->width / 3, &page->right);
    Word(json, "/page", "numbers", kNumbers, &page->numbers);
    Flag(json, "/page", "one_page", &page->is_one_page);
  }

  void ReadScopes(const Json& json, const std::string& at, std::vector<std::string>* scopes) {
    Each(json, at, "scopes", [&](const Json& scope, const std::string& place) {
      if (!scope.is_string()) return Fault(place, {"应是文字", "a text is wanted"});
      scopes->push_back(scope.get<std::string>());
    });
  }

  // "12.5" or "1/3", however long.
  static std::optional<Rational> ReadRational(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) {
      const auto numerator = ReadRational(text.substr(0, slash));
      const auto denominator = ReadRational(text.substr(slash + 1));
      if (!numerator || !denominator || denominator->is_zero()) return std::nullopt;
      return Quotient(*numerator, *denominator);
    }
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    if (text.empty() || text.size() > 4000) return std::nullopt;
    Rational value;
    Rational scale(1);
    bool is_fraction = false;
    for (const char c : text) {
      if (c == '.' && !is_fraction) {
        is_fraction = true;
        continue;
      }
      if (c < '0' || c > '9') return std::nullopt;
      value = value * Rational(10) + Rational(c - '0');
      if (is_fraction) scale = scale * Rational(10);
    }
    value = Quotient(value, scale);
    return is_negative ? -value : value;
  }

  Item ReadItem(const Json& json, const std::string& at) {
    Item item;
    Word(json, at, "kind", kItemKinds, &item.kind);
    Word(json, at, "state", kStates, &item.state);
    Word(json, at, "scale", kScales, &item.scale);
    Text(json, at, "text", &item.text);
    Text(json, at, "unit", &item.unit);
    Text(json, at, "source", &item.source);
    Number(json, at, "places", 0, Decimal::kScaleMax, &item.places);
    std::string number;
    Text(json, at, "number", &number);
    if (!number.empty()) {
      const auto value = ReadRational(number);
      if (!value)
        Fault(at + "/number", {"应是数，如 12.5 或 1/3", "a number such as 12.5 or 1/3 is wanted"});
      item.number = value.value_or(Rational());
    }
    if (Member(json, at, "objects", false) != nullptr) {
      Each(json, at, "objects", [&](const Json& object, const std::string& place) {
        if (!object.is_string()) return Fault(place, {"应是文字", "a text is wanted"});
        item.objects.push_back(object.get<std::string>());
      });
    }
    return item;
  }

  TextStyle ReadTextStyle(const Json& json, const std::string& at) {
    TextStyle style;
    Text(json, at, "font", &style.font);
    Number(json, at, "size", 0, 400, &style.size);
    Flag(json, at, "is_bold", &style.is_bold);
    Flag(json, at, "is_underlined", &style.is_underlined);
    Color(json, at, "color", &style.color);
    return style;
  }

  void ReadBorder(const Json& json, const std::string& at, const char* name, Border* to) {
    const Json* const border = Member(json, at, name, false);
    if (border == nullptr) return;
    Number(*border, at, "width", 0, 96, &to->width);
    std::optional<std::uint32_t> color;
    Color(*border, at, "color", &color);
    to->color = color.value_or(0);
  }

  ParagraphStyle ReadStyle(const Json& json, const std::string& at) {
    std::string role = "body";
    Text(json, at, "role", &role);
    ParagraphStyle style = StyleOf(RoleOf(role));
    if (NameOf(style.role).en != role)
      Fault(at + "/role", Say("没有“{}”", "there is no '{}'", role));
    if (const Json* text = Member(json, at, "text", false)) style.text = ReadTextStyle(*text, at);
    Word(json, at, "align", kAligns, &style.align);
    Number(json, at, "indent_first", -10'000, 10'000, &style.indent_first);
    Number(json, at, "indent_left", -10'000, 10'000, &style.indent_left);
    Number(json, at, "indent_right", -10'000, 10'000, &style.indent_right);
    Number(json, at, "space_before", 0, 20'000, &style.space_before);
    Number(json, at, "space_after", 0, 20'000, &style.space_after);
    Number(json, at, "line", 0, 20'000, &style.line);
    Flag(json, at, "keeps_with_next", &style.keeps_with_next);
    Flag(json, at, "begins_page", &style.begins_page);
    ReadBorder(json, at, "above", &style.above);
    ReadBorder(json, at, "below", &style.below);
    return style;
  }

  Run ReadRun(const Json& json, const std::string& at) {
    Run run;
    if (Member(json, at, "text", true) != nullptr) Text(json, at, "text", &run.text);
    if (const Json* style = Member(json, at, "style", false)) run.style = ReadTextStyle(*style, at);
    const Json* const figure = Member(json, at, "figure", false);
    if (figure == nullptr) return run;
    run.figure.emplace();
    ReadScopes(*figure, at + "/figure", &run.figure->scopes);
    Text(*figure, at + "/figure", "expression", &run.figure->expression);
    std::string words;
    Text(*figure, at + "/figure", "format", &words);
    auto format = ParseFormat(words);
    if (format.ok()) {
      run.figure->format = std::move(format).value();
    } else {
      Fault(at + "/figure/format", format.error().message);
    }
    if (const Json* value = Member(*figure, at + "/figure", "value", true))
      run.figure->value = ReadItem(*value, at + "/figure/value");
    return run;
  }

  Paragraph ReadParagraph(const Json& json, const std::string& at) {
    ++paragraphs_;
    Paragraph paragraph;
    if (const Json* style = Member(json, at, "style", true))
      paragraph.style = ReadStyle(*style, at + "/style");
    Each(json, at, "runs", [&](const Json& run, const std::string& place) {
      paragraph.runs.push_back(ReadRun(run, place));
    });
    return paragraph;
  }

  Cell ReadCell(const Json& json, const std::string& at) {
    Cell cell;
    Number(json, at, "columns", 1, 63, &cell.columns);
    Number(json, at, "rows", 0, 100'000, &cell.rows);
    Word(json, at, "align", kVerticals, &cell.align);
    Color(json, at, "fill", &cell.fill);
    Each(json, at, "paragraphs", [&](const Json& paragraph, const std::string& place) {
      cell.paragraphs.push_back(ReadParagraph(paragraph, place));
    });
    return cell;
  }

  Table ReadTable(const Json& json, const std::string& at) {
    Table table;
    Each(json, at, "widths", [&](const Json& width, const std::string& place) {
      const bool is_number = width.is_number_integer() && width.get<std::int64_t>() > 0 &&
                             width.get<std::int64_t>() <= 31'680;
      if (!is_number) return Fault(place, {"应是列宽", "a width is wanted"});
      table.widths.push_back(width.get<int>());
    });
    ReadBorder(json, at, "border", &table.border);
    Each(json, at, "rows", [&](const Json& row, const std::string& place) {
      Row read;
      Flag(row, place, "is_head", &read.is_head);
      Number(row, place, "height_min", 0, 16'000, &read.height_min);
      Each(row, place, "cells", [&](const Json& cell, const std::string& inner) {
        read.cells.push_back(ReadCell(cell, inner));
      });
      table.rows.push_back(std::move(read));
    });
    return table;
  }

  std::vector<kaogong::Fault> faults_;
  int paragraphs_ = 0;
};

}  // namespace

std::string ToJson(const Document& document) {
  const Page& page = document.page;
  Json json{{"title", document.title},
            {"template", document.template_name},
            {"page",
             {{"width", page.width},
              {"height", page.height},
              {"top", page.top},
              {"bottom", page.bottom},
              {"left", page.left},
              {"right", page.right},
              {"numbers", WordOf(kNumbers, page.numbers)},
              {"one_page", page.is_one_page}}}};
  Json& blocks = json["blocks"] = Json::array();
  for (const Block& block : document.blocks) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      blocks.push_back({{"paragraph", ToJsonValue(*paragraph)}});
    } else {
      blocks.push_back({{"table", ToJsonValue(std::get<Table>(block))}});
    }
  }
  Json& premises = json["premises"] = Json::array();
  for (const Premise& premise : document.premises) {
    premises.push_back({{"scopes", premise.scopes},
                        {"expression", premise.expression},
                        {"value", ToJsonValue(premise.value)},
                        {"place", premise.place}});
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Document> FromJson(std::string_view json) {
  if (json.size() > kBytesMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("文稿超过 {} MB", "the document is larger than {} MB", kBytesMax >> 20U)};
  }
  const Json parsed = Json::parse(json, nullptr, false);
  if (parsed.is_discarded())
    return Error{ErrorCode::kInvalidInput, {"文稿不是 JSON", "the document is not JSON"}};
  return Reader().Read(parsed);
}

}  // namespace kaogong::document
