// SPDX-License-Identifier: Apache-2.0
// What screens and programs need of a checked report and of a search for copies: plain values with
// the text beside the findings, ready for JSON. Whoever only wants the JSON calls CheckJson or
// SimilarJson.
//
// Places. Paragraphs count from 0. Places within one count UTF-16 code units, as the strings of a
// browser do. What a line end cut in two has a piece in each paragraph.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "text/finding.h"
#include "text/record.h"
#include "text/report.h"
#include "text/similar/similar.h"

namespace kaogong::text {

// Code units [begin, end) of one paragraph.
struct Piece {
  std::size_t paragraph = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A stretch of the report as its author wrote it.
struct Stretch {
  std::string text;
  std::vector<Piece> pieces;  // One or more, in order.
};

struct ParagraphView {
  std::string text;
  std::string_view kind;  // "body", "heading" or "cell".
  int line = 0;           // As in Paragraph.
  int page = 0;
  int table = 0;
  int row = 0;
  int column = 0;
};

struct FindingView {
  std::string_view check;      // "share", "parts-of-whole", "record", …
  Text check_title;            // 占比 / share
  std::string_view certainty;  // "sure", "likely" or "ask"
  Text certainty_title;
  Stretch figure;        // The figure at fault.
  std::string sentence;  // It stands in.
  Text message;          // One line.
  std::string computed;  // "114 ÷ 120 = 95%"; may be empty.
  Text location;         // 第3行第26字
  std::vector<Stretch> compared_with;
};

struct ReportView {
  std::string name;
  std::string_view format;  // "txt", "md", "html", "docx" or "pdf".
  std::string encoding;
  std::size_t characters = 0;
  std::size_t statements_verified = 0;  // Statements that were put to the test and held.
  std::vector<Text> notes;              // What the reader had to leave out or guess.
  std::vector<ParagraphView> paragraphs;
  std::vector<FindingView> findings;  // In the order of the text.
};

// Checks a report and returns what a screen shows of it. `record` may be null.
ReportView CheckForScreen(const Report& report, const Record* record = nullptr);

// One side of a shared passage.
struct PassageSide {
  std::size_t report = 0;  // Index.
  std::vector<Piece> pieces;
  std::vector<std::pair<std::string, bool>>
      text;  // In stretches; true for what the other side has too.
};

struct SharedView {
  int likeness_percent = 0;
  PassageSide a;
  PassageSide b;
};

struct PairView {
  std::size_t a = 0;  // Indexes of reports, a < b.
  std::size_t b = 0;
  int percent_a = 0;  // How much of each is shared with the other.
  int percent_b = 0;
  std::size_t letters_a = 0;
  std::size_t letters_b = 0;
  std::vector<SharedView> passages;  // By place in a.
};

struct ComparedView {
  std::string name;
  std::size_t letters = 0;
  std::size_t shared_letters = 0;  // In passages shared with any other report.
  int shared_percent = 0;
  std::vector<ParagraphView> paragraphs;
};

struct SimilarityView {
  std::vector<ComparedView> reports;               // As given.
  std::size_t pairs_total = 0;                     // Those past `pairs_most` are only counted.
  std::vector<PairView> pairs;                     // By the larger share, largest first.
  std::vector<std::vector<std::size_t>> clusters;  // Indexes of reports that are linked by pairs.
};

// Compares reports with each other and returns what a screen shows of it.
SimilarityView CompareForScreen(const std::vector<Report>& reports,
                                const SimilarOptions& options = {}, std::size_t pairs_most = 200);

}  // namespace kaogong::text
