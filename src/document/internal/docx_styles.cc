// SPDX-License-Identifier: Apache-2.0
#include "document/internal/docx_styles.h"

#include <charconv>
#include <cstring>
#include <string_view>

#include "document/layout.h"

namespace kaogong::document {

namespace {

constexpr int kStylesDeepMax = 20;

bool IsOn(pugi::xml_node flag) {
  if (!flag) return false;
  const std::string_view value = flag.attribute("w:val").as_string("1");
  return value != "0" && value != "false" && value != "off" && value != "none";
}

std::string FontOf(pugi::xml_node fonts) {
  for (const char* const script : {"w:eastAsia", "w:ascii", "w:hAnsi"}) {
    const char* const font = fonts.attribute(script).as_string();
    if (*font != '\0') return font;
  }
  return {};
}

void ApplyText(pugi::xml_node properties, TextStyle* style) {
  if (!properties) return;
  if (const std::string font = FontOf(properties.child("w:rFonts")); !font.empty())
    style->font = font;
  if (const auto size = properties.child("w:sz")) style->size = size.attribute("w:val").as_int();
  if (const auto bold = properties.child("w:b")) style->is_bold = IsOn(bold);
  if (const auto line = properties.child("w:u")) style->is_underlined = IsOn(line);
  if (const auto color = properties.child("w:color"))
    style->color = ReadColor(color.attribute("w:val").as_string());
}

Align ReadAlign(std::string_view word, Align fallback) {
  if (word == "left" || word == "start") return Align::kLeft;
  if (word == "center") return Align::kCenter;
  if (word == "right" || word == "end") return Align::kRight;
  if (word == "both" || word == "distribute") return Align::kBoth;
  return fallback;
}

Border ReadBorder(pugi::xml_node line) {
  const std::string_view kind = line.attribute("w:val").as_string("none");
  if (!line || kind == "none" || kind == "nil") return {};
  return {line.attribute("w:sz").as_int(4),
          ReadColor(line.attribute("w:color").as_string()).value_or(0)};
}

// Indents in characters go before those in twips, which Word keeps beside them.
void ApplyIndent(pugi::xml_node indent, ParagraphStyle* style) {
  const int character = style->text.size * 10;
  const auto read = [&](const char* twips, const char* characters, int* to) {
    if (const auto value = indent.attribute(characters); value && value.as_int() != 0) {
      *to = value.as_int() * character / 100;
    } else if (const auto plain = indent.attribute(twips)) {
      *to = plain.as_int();
    }
  };
  read("w:left", "w:leftChars", &style->indent_left);
  read("w:right", "w:rightChars", &style->indent_right);
  read("w:firstLine", "w:firstLineChars", &style->indent_first);
  int hanging = 0;
  read("w:hanging", "w:hangingChars", &hanging);
  if (hanging != 0) style->indent_first = -hanging;
}

void ApplySpacing(pugi::xml_node spacing, ParagraphStyle* style) {
  if (const auto before = spacing.attribute("w:before")) style->space_before = before.as_int();
  if (const auto after = spacing.attribute("w:after")) style->space_after = after.as_int();
  const std::string_view rule = spacing.attribute("w:lineRule").as_string("auto");
  if (const auto line = spacing.attribute("w:line"))
    style->line = rule == "exact" || rule == "atLeast" ? line.as_int() : 0;
}

void ApplyParagraph(pugi::xml_node properties, ParagraphStyle* style) {
  if (!properties) return;
  if (const auto align = properties.child("w:jc"))
    style->align = ReadAlign(align.attribute("w:val").as_string(), style->align);
  ApplyIndent(properties.child("w:ind"), style);
  ApplySpacing(properties.child("w:spacing"), style);
  if (const auto keep = properties.child("w:keepNext")) style->keeps_with_next = IsOn(keep);
  if (const auto page = properties.child("w:pageBreakBefore")) style->begins_page = IsOn(page);
  if (const auto borders = properties.child("w:pBdr")) {
    style->above = ReadBorder(borders.child("w:top"));
    style->below = ReadBorder(borders.child("w:bottom"));
  }
}

}  // namespace

std::optional<std::uint32_t> ReadColor(const char* text) {
  const char* const end = text + std::strlen(text);
  std::uint32_t color = 0;
  const auto [stop, error] = std::from_chars(text, end, color, 16);
  if (error != std::errc() || stop != end || end - text != 6) return std::nullopt;
  return color;
}

DocxStyles::DocxStyles(pugi::xml_node styles) {
  defaults_ = styles.child("w:docDefaults");
  for (const pugi::xml_node style : styles.children("w:style")) {
    const std::string id = style.attribute("w:styleId").as_string();
    by_id_[id] = style;
    const bool is_paragraph =
        std::string_view(style.attribute("w:type").as_string()) == "paragraph";
    if (is_paragraph && style.attribute("w:default").as_bool()) default_paragraph_ = id;
  }
}

void DocxStyles::ApplyStyle(const std::string& id, ParagraphStyle* style, int depth) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end() || depth > kStylesDeepMax) return;
  const pugi::xml_node node = found->second;
  if (const auto base = node.child("w:basedOn"))
    ApplyStyle(base.attribute("w:val").as_string(), style, depth + 1);
  ApplyText(node.child("w:rPr"), &style->text);
  ApplyParagraph(node.child("w:pPr"), style);
  const Role role = RoleOf(node.child("w:name").attribute("w:val").as_string());
  if (role != Role::kBody) style->role = role;
}

ParagraphStyle DocxStyles::OfParagraph(pugi::xml_node properties) const {
  ParagraphStyle style;
  style.text.font = "宋体";
  style.text.size = 21;
  style.align = Align::kBoth;
  ApplyText(defaults_.child("w:rPrDefault").child("w:rPr"), &style.text);
  ApplyParagraph(defaults_.child("w:pPrDefault").child("w:pPr"), &style);
  const char* const named = properties.child("w:pStyle").attribute("w:val").as_string();
  ApplyStyle(*named == '\0' ? default_paragraph_ : named, &style, 0);
  ApplyParagraph(properties, &style);
  return style;
}

TextStyle DocxStyles::OfRun(pugi::xml_node properties, const TextStyle& paragraph) const {
  TextStyle style = paragraph;
  if (const auto named = properties.child("w:rStyle")) {
    const auto found = by_id_.find(named.attribute("w:val").as_string());
    if (found != by_id_.end()) ApplyText(found->second.child("w:rPr"), &style);
  }
  ApplyText(properties, &style);
  if (style == paragraph) return {};
  if (style.font == paragraph.font) style.font.clear();
  if (style.size == paragraph.size) style.size = 0;
  return style;
}

Border DocxStyles::OfTable(pugi::xml_node properties) const {
  if (const auto own = properties.child("w:tblBorders")) {
    const Border inside = ReadBorder(own.child("w:insideH"));
    return inside.width > 0 ? inside : ReadBorder(own.child("w:top"));
  }
  const auto found =
      by_id_.find(properties.child("w:tblStyle").attribute("w:val").as_string());
  if (found == by_id_.end()) return {};
  return ReadBorder(found->second.child("w:tblPr").child("w:tblBorders").child("w:insideH"));
}

}  // namespace kaogong::document
