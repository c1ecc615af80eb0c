// SPDX-License-Identifier: Apache-2.0
// Fonts cut down to the glyphs that are drawn, before Cairo embeds them.
//
// Cairo embeds the glyphs that a document uses, but with them the table of all subroutines of the
// font, empty, which is 50 KB for a Chinese one, and it reads the whole font, 20 MB, for every
// document. Cut and without subroutines, a font costs a document what its glyphs cost. Glyphs keep
// their numbers, so that a document has the same bytes whatever was drawn before it.
#pragma once

#include <hb.h>
#include <pango/pangocairo.h>

#include <memory>
#include <vector>

namespace kaogong::document {

// Not thread-safe; one a thread. Fonts that are not cut (no CFF, or a glyph for what no font has)
// are drawn by Pango.
class LeanFonts {
 public:
  LeanFonts();
  ~LeanFonts();

  // Notes what a line draws: lines are shown after all that a document draws was noted.
  void Note(PangoLayoutLine* line);
  // Draws a line at the current point of the context, as pango_cairo_show_layout_line does.
  void Show(cairo_t* context, PangoLayoutLine* line);

 private:
  struct Font;
  struct Renderer;

  Font* FontOf(PangoGlyphItem* item);

  std::vector<std::unique_ptr<Font>> fonts_;
};

}  // namespace kaogong::document
