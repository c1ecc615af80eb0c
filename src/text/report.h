// SPDX-License-Identifier: Apache-2.0
// Report: a work report (工作汇报) as its reader left it, whatever file it came from.
//
// A report is a list of paragraphs, each with its text as the author wrote it and a map from every
// place in that text back to the file, so that a finding can be shown where it stands.
//
// Invariants
// 1. All text is valid UTF-8, without line ends and without blanks at either end; none is empty.
// 2. Paragraphs stand in the order of the file; the cells of a table row by row.
// 3. The origins of a paragraph are ordered by text_begin and the first begins at 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"

namespace kaogong::text {

enum class Format : std::uint8_t { kPlain, kMarkdown, kHtml, kDocx, kPdf };

// Returns "txt", "md", "html", "docx" or "pdf".
std::string_view NameOf(Format format);

// For text that no comment can be tied to: footnotes, PDF.
inline constexpr std::uint32_t kNoNode = 0xFFFFFFFF;

// From `text_begin` on, every `text_step` bytes of the paragraph were `source_step` bytes of the
// source, beginning at `source_begin`. The source is the file itself for plain text, Markdown and
// HTML; for DOCX it is the text of the run number `node` in word/document.xml; for PDF nothing.
struct Origin {
  std::uint32_t text_begin = 0;
  std::uint32_t source_begin = 0;
  std::uint32_t node = 0;
  std::uint8_t text_step = 1;
  std::uint8_t source_step = 1;
};

struct SourcePosition {
  std::uint32_t node = 0;
  std::uint32_t offset = 0;
};

enum class ParagraphKind : std::uint8_t { kBody, kHeading, kCell };

struct Paragraph {
  std::string text;
  ParagraphKind kind = ParagraphKind::kBody;
  int line = 0;    // 1-based line on which it begins; 0 for DOCX and PDF.
  int page = 0;    // 1-based; PDF only.
  int table = 0;   // 1-based, with row and column, when it is part of a table cell.
  int row = 0;
  int column = 0;
  std::vector<Origin> origins;

  // Returns where the byte at `offset` of the text stood in the source.
  // Requires: offset <= text.size().
  SourcePosition SourceOf(std::size_t offset) const;
};

struct Report {
  std::string name;  // For messages: the file as the caller named it.
  Format format = Format::kPlain;
  std::string encoding;  // "UTF-8", "GB18030", "UTF-16LE"…; empty for DOCX and PDF.
  std::vector<Paragraph> paragraphs;
  Issues notes;  // What the reader had to leave out or guess; warnings only.
};

// Returns the place of a byte of a paragraph for messages: the file, the line (text formats) or
// the number of the paragraph, and the column counted in characters.
// Requires: paragraph < report.paragraphs.size().
Place PlaceOf(const Report& report, std::size_t paragraph, std::size_t offset);

}  // namespace kaogong::text
