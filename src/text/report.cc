// SPDX-License-Identifier: Apache-2.0
#include "text/report.h"

#include <algorithm>

#include "base/result.h"
#include "base/utf8.h"

namespace kaogong::text {

std::string_view NameOf(Format format) {
  switch (format) {
    case Format::kPlain:
      return "txt";
    case Format::kMarkdown:
      return "md";
    case Format::kHtml:
      return "html";
    case Format::kDocx:
      return "docx";
    case Format::kPdf:
      return "pdf";
  }
  return "";
}

SourcePosition Paragraph::SourceOf(std::size_t offset) const {
  KAOGONG_ASSERT(offset <= text.size());
  const auto after = std::upper_bound(
      origins.begin(), origins.end(), offset,
      [](std::size_t wanted, const Origin& origin) { return wanted < origin.text_begin; });
  if (after == origins.begin()) return {};
  const Origin& origin = *std::prev(after);
  const std::size_t steps = (offset - origin.text_begin) / origin.text_step;
  return {origin.node, static_cast<std::uint32_t>(origin.source_begin + steps * origin.source_step)};
}

Place PlaceOf(const Report& report, std::size_t paragraph, std::size_t offset) {
  KAOGONG_ASSERT(paragraph < report.paragraphs.size());
  const Paragraph& at = report.paragraphs[paragraph];
  Place place;
  place.file = report.name;
  place.line = at.line > 0 ? at.line : static_cast<int>(paragraph) + 1;
  place.column =
      static_cast<int>(CountCodePoints(std::string_view(at.text).substr(0, offset))) + 1;
  return place;
}

}  // namespace kaogong::text
