// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/encoding.h"
#include "text/read_report.h"
#include "text/report.h"

namespace kaogong::text {

// Puts paragraphs together from pieces of a source and keeps the limits. Line ends and tabs become
// blanks, runs of blanks one; blanks at the ends go.
class ParagraphBuilder {
 public:
  explicit ParagraphBuilder(const ReadLimits& limits) : limits_(limits) {}

  // Appends text that stood in the source as it is. `node` and `source` say where.
  void Copy(std::string_view text, std::uint32_t node, std::size_t source);
  // Appends text that stands for `source_size` bytes of the source (an entity).
  void Replace(std::string_view text, std::uint32_t node, std::size_t source, std::size_t source_size);
  // A blank, unless one stands there already.
  void Blank();

  // Ends the paragraph and adds it to the report unless it is empty. The fields of `frame` other
  // than the text go into it.
  void End(const Paragraph& frame);
  bool is_empty() const { return text_.empty(); }

  // Errors: kLimitExceeded when the text has grown past the limits.
  Result<void> Check() const;
  std::vector<Paragraph> TakeParagraphs() { return std::move(paragraphs_); }

 private:
  void AddOrigin(std::uint32_t node, std::size_t source, std::size_t text_step, std::size_t source_step);

  ReadLimits limits_;
  std::string text_;
  std::vector<Origin> origins_;
  std::vector<Paragraph> paragraphs_;
  std::size_t total_ = 0;
  bool is_over_ = false;
};

// Turns origins that point into decoded text into origins that point into the file.
void ResolveOrigins(const DecodedText& decoded, std::vector<Paragraph>& paragraphs);

// Adds the note that some bytes could not be decoded, if so.
void NoteReplaced(const DecodedText& decoded, Report& report);

}  // namespace kaogong::text
