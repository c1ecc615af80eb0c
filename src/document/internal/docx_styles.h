// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>

#include "document/model.h"

namespace kaogong::document {

// The styles of a Word document, each with what it inherits.
class DocxStyles {
 public:
  DocxStyles() = default;
  // `styles` is the root of word/styles.xml and may be empty; it must outlive this.
  explicit DocxStyles(pugi::xml_node styles);

  // The style of a paragraph with its own properties (w:pPr).
  ParagraphStyle OfParagraph(pugi::xml_node properties) const;
  // The style of a run (w:rPr) in a paragraph of that style; what is the paragraph's is left out.
  TextStyle OfRun(pugi::xml_node properties, const TextStyle& paragraph) const;
  // The lines of a table (w:tblPr).
  Border OfTable(pugi::xml_node properties) const;

 private:
  void ApplyStyle(const std::string& id, ParagraphStyle* style, int depth) const;

  std::map<std::string, pugi::xml_node> by_id_;
  std::string default_paragraph_;
  pugi::xml_node defaults_;
};

// Reads 0xRRGGBB of "D90000"; nothing for "auto".
std::optional<std::uint32_t> ReadColor(const char* text);

}  // namespace kaogong::document
