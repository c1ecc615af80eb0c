// SPDX-License-Identifier: Apache-2.0
// Paragraphs set in lines by Pango. Lengths are points; this is the one place of the module with
// binary floating point, because ink has no digits to keep.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <vector>

#include "document/model.h"

namespace kaogong::document {

inline double Points(int twips) { return twips / 20.0; }

struct Unreference {
  void operator()(gpointer object) const { g_object_unref(object); }
};

// One line of a paragraph, to be drawn with its baseline `ascent` below its top.
struct SetLine {
  PangoLayoutLine* line = nullptr;  // Belongs to the paragraph.
  double x = 0;                     // From the left edge of the column.
  double ascent = 0;
  double height = 0;
};

struct SetParagraph {
  std::unique_ptr<PangoLayout, Unreference> layout;
  const Paragraph* source = nullptr;
  std::vector<SetLine> lines;
  double before = 0;
  double after = 0;

  double height() const;
};

// Sets paragraphs with the fonts of this machine. One for each thread.
class TextSetter {
 public:
  TextSetter();

  SetParagraph Set(const Paragraph& paragraph, double width);
  // The family that stands for a font: itself when it is there.
  const char* FamilyOf(const std::string& font);
  // True when some font has Chinese characters.
  bool has_chinese() const { return has_chinese_; }

 private:
  PangoAttrList* AttributesOf(const Paragraph& paragraph);
  PangoFontDescription* DescriptionOf(const TextStyle& style);

  std::unique_ptr<PangoFontMap, Unreference> fonts_;
  std::unique_ptr<PangoContext, Unreference> context_;
  bool has_chinese_ = false;
};

}  // namespace kaogong::document
