// SPDX-License-Identifier: Apache-2.0
// Any bytes are read as a report of any kind without fault, within the limits; what was read keeps
// the promises of report.h, and can be checked, compared and shown. The first byte chooses the
// name, so that every reader is reached.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/utf8.h"
#include "text/read_report.h"
#include "text/screen.h"

namespace kaogong::text {
namespace {

constexpr std::string_view kNames[] = {"a.txt", "a.md", "a.html", "a.docx", "a.pdf"};

constexpr ReadLimits kLimits = {.file_bytes_max = 1 << 20,
                                .text_bytes_max = 1 << 18,
                                .paragraphs_max = 2000,
                                .part_bytes_max = 1 << 20,
                                .pages_max = 20};

void HoldPromises(const Report& report) {
  for (const Paragraph& paragraph : report.paragraphs) {
    KAOGONG_ASSERT(!paragraph.text.empty());
    KAOGONG_ASSERT(!FindInvalidUtf8(paragraph.text).has_value());
    KAOGONG_ASSERT(paragraph.text.find_first_of("\r\n") == std::string::npos);
    std::uint32_t last = 0;
    for (const Origin& origin : paragraph.origins) {
      KAOGONG_ASSERT(origin.text_begin >= last);
      last = origin.text_begin;
    }
  }
}

void HoldPromises(const ReportView& view) {
  for (const FindingView& finding : view.findings) {
    KAOGONG_ASSERT(!finding.message.zh.empty() && !finding.figure.pieces.empty());
    for (const Piece& piece : finding.figure.pieces) {
      KAOGONG_ASSERT(piece.paragraph < view.paragraphs.size() && piece.begin < piece.end);
      KAOGONG_ASSERT(piece.end <= view.paragraphs[piece.paragraph].text.size());
    }
  }
}

}  // namespace
}  // namespace kaogong::text

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  if (size == 0) return 0;
  const std::string_view name = text::kNames[data[0] % std::size(text::kNames)];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto report = text::ReadReport(bytes, name, text::kLimits);
  if (!report.ok()) {
    KAOGONG_ASSERT(!report.error().message.zh.empty());
    return 0;
  }
  text::HoldPromises(report.value());
  text::HoldPromises(text::CheckForScreen(report.value()));
  const std::vector<text::Report> twice = {report.value(), report.value()};
  text::CompareForScreen(twice, {.threads = 1});
  return 0;
}
