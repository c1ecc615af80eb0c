// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "text/readers/paragraph_builder.h"
#include "text/readers/readers.h"

namespace kaogong::text {

Result<Report> ReadPlain(std::string_view bytes, const ReadLimits& limits) {
  KAOGONG_TRY_ASSIGN(const DecodedText decoded, DecodeText(bytes));
  ParagraphBuilder builder(limits);
  const std::string_view text = decoded.utf8;
  Paragraph frame;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\n\r\f", begin), text.size());
    ++frame.line;
    builder.Copy(text.substr(begin, end - begin), 0, begin);
    builder.End(frame);
    KAOGONG_TRY(builder.Check());
    const bool is_pair = end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n';
    begin = end + (is_pair ? 2 : 1);
  }
  Report report;
  report.format = Format::kPlain;
  report.encoding = decoded.encoding;
  report.paragraphs = builder.TakeParagraphs();
  ResolveOrigins(decoded, report.paragraphs);
  NoteReplaced(decoded, report);
  return report;
}

}  // namespace kaogong::text
