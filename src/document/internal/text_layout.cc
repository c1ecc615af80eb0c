// SPDX-License-Identifier: Apache-2.0
#include "document/internal/text_layout.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace kaogong::document {

namespace {

// Free fonts that stand in for those the standard names, best first.
struct Substitute {
  std::string_view part;  // Of the wanted font's name.
  std::array<const char*, 3> families;
};
constexpr std::array<Substitute, 4> kSubstitutes{{
    {"楷", {"KaiTi", "AR PL UKai CN", "Noto Serif CJK SC"}},
    {"黑", {"SimHei", "Noto Sans CJK SC", "Noto Serif CJK SC"}},
    {"仿宋", {"FangSong", "Noto Serif CJK SC", "Noto Sans CJK SC"}},
    {"", {"SimSun", "Noto Serif CJK SC", "Noto Sans CJK SC"}},
}};

bool HasFamily(PangoFontMap* fonts, const char* name) {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(fonts, &families, &count);
  bool is_there = false;
  for (int i = 0; i < count && !is_there; ++i)
    is_there = std::strcmp(pango_font_family_get_name(families[i]), name) == 0;
  g_free(families);
  return is_there;
}

void Insert(PangoAttrList* list, PangoAttribute* attribute, std::size_t begin, std::size_t end) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(list, attribute);
}

guint16 Channel(std::uint32_t color, int shift) {
  return static_cast<guint16>(((color >> shift) & 0xFFU) * 257U);
}

PangoAlignment AlignOf(Align align) {
  switch (align) {
    case Align::kCenter: return PANGO_ALIGN_CENTER;
    case Align::kRight: return PANGO_ALIGN_RIGHT;
    case Align::kLeft:
    case Align::kBoth: break;
  }
  return PANGO_ALIGN_LEFT;
}

double InPoints(int pango_units) { return pango_units / static_cast<double>(PANGO_SCALE); }

}  // namespace

double SetParagraph::height() const {
  double sum = before + after;
  for (const SetLine& line : lines) sum += line.height;
  return sum;
}

TextSetter::TextSetter()
    : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())) {
  // A point is a unit of the PDF surface.
  pango_cairo_context_set_resolution(context_.get(), 72);
  pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
  for (const char* const family : kSubstitutes.back().families)
    has_chinese_ = has_chinese_ || HasFamily(fonts_.get(), family);
}

const char* TextSetter::FamilyOf(const std::string& font) {
  thread_local std::vector<std::pair<std::string, const char*>> known;
  for (const auto& [name, family] : known) {
    if (name == font) return family;
  }
  const char* found = nullptr;
  if (HasFamily(fonts_.get(), font.c_str())) found = g_intern_string(font.c_str());
  for (const Substitute& substitute : kSubstitutes) {
    if (found != nullptr || font.find(substitute.part) == std::string::npos) continue;
    for (const char* const family : substitute.families) {
      if (found == nullptr && HasFamily(fonts_.get(), family)) found = family;
    }
  }
  if (found == nullptr) found = "Serif";
  known.emplace_back(font, found);
  return found;
}

PangoFontDescription* TextSetter::DescriptionOf(const TextStyle& style) {
  PangoFontDescription* const description = pango_font_description_new();
  pango_font_description_set_family(description, FamilyOf(style.font));
  pango_font_description_set_size(description, style.size * PANGO_SCALE / 2);
  // 小标宋 is heavier than the Song face that stands in for it.
  const bool is_heavy = style.is_bold || style.font.find("标宋") != std::string::npos;
  pango_font_description_set_weight(description,
                                    is_heavy ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  return description;
}

PangoAttrList* TextSetter::AttributesOf(const Paragraph& paragraph) {
  PangoAttrList* const list = pango_attr_list_new();
  std::size_t begin = 0;
  for (const Run& run : paragraph.runs) {
    const std::size_t end = begin + run.text.size();
    TextStyle style = run.style;
    if (!(style == TextStyle{})) {
      if (style.font.empty()) style.font = paragraph.style.text.font;
      if (style.size == 0) style.size = paragraph.style.text.size;
      PangoFontDescription* const description = DescriptionOf(style);
      Insert(list, pango_attr_font_desc_new(description), begin, end);
      pango_font_description_free(description);
    }
    if (style.is_underlined)
      Insert(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), begin, end);
    const auto color = style.color ? style.color : paragraph.style.text.color;
    if (color) {
      Insert(list,
             pango_attr_foreground_new(Channel(*color, 16), Channel(*color, 8), Channel(*color, 0)),
             begin, end);
    }
    begin = end;
  }
  return list;
}

SetParagraph TextSetter::Set(const Paragraph& paragraph, double width) {
  const ParagraphStyle& style = paragraph.style;
  SetParagraph set;
  set.source = &paragraph;
  set.before = Points(style.space_before);
  set.after = Points(style.space_after);
  set.layout.reset(pango_layout_new(context_.get()));
  PangoLayout* const layout = set.layout.get();
  PangoFontDescription* const description = DescriptionOf(style.text);
  pango_layout_set_font_description(layout, description);
  pango_font_description_free(description);
  const double left = Points(style.indent_left);
  const double room = std::max(width - left - Points(style.indent_right), 8.0);
  pango_layout_set_width(layout, static_cast<int>(room * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout, AlignOf(style.align));
  pango_layout_set_justify(layout, style.align == Align::kBoth);
  pango_layout_set_indent(layout, static_cast<int>(Points(style.indent_first) * PANGO_SCALE));
  const std::string text = paragraph.Text();
  pango_layout_set_text(layout, text.c_str(), static_cast<int>(text.size()));
  PangoAttrList* const attributes = AttributesOf(paragraph);
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);

  PangoLayoutIter* const iterator = pango_layout_get_iter(layout);
  do {
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(iterator, nullptr, &extents);
    SetLine line;
    line.line = pango_layout_iter_get_line_readonly(iterator);
    line.x = left + InPoints(extents.x);
    const double natural = InPoints(extents.height);
    const double ascent = InPoints(pango_layout_iter_get_baseline(iterator) - extents.y);
    // The free fonts have tall lines; those that a document leaves to the font are set closer.
    line.height = style.line > 0 ? Points(style.line) : natural * 0.92;
    line.ascent = ascent + (line.height - natural) / 2;
    set.lines.push_back(line);
  } while (pango_layout_iter_next_line(iterator) != 0);
  pango_layout_iter_free(iterator);
  return set;
}

}  // namespace kaogong::document
