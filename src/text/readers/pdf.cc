// SPDX-License-Identifier: Apache-2.0
// Takes the text out of a PDF that has any, and puts its lines together to paragraphs.
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "text/readers/line_joiner.h"
#include "text/readers/paragraph_builder.h"
#include "text/readers/readers.h"

namespace kaogong::text {
namespace {

void Silence(const std::string&, void*) {}

std::string TextOfPage(const poppler::page& page) {
  const poppler::byte_array bytes = page.text(poppler::rectf(), poppler::page::physical_layout).to_utf8();
  return std::string(bytes.begin(), bytes.end());
}

Result<std::vector<std::string>> ReadPages(std::string_view bytes, const ReadLimits& limits) {
  poppler::set_debug_error_function(&Silence, nullptr);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!document) {
    return Error{ErrorCode::kInvalidInput, Say("PDF 已损坏，无法打开", "the PDF is damaged and cannot be opened")};
  }
  if (document->is_locked()) {
    return Error{ErrorCode::kInvalidInput, Say("PDF 加了密码，请先取消密码", "the PDF is protected by a password")};
  }
  const int count = document->pages();
  if (count < 0 || static_cast<std::size_t>(count) > limits.pages_max) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("PDF 有 {0} 页，超过 {1} 页的上限", "the PDF has {0} pages, over the limit of {1}", count,
                     limits.pages_max)};
  }
  std::vector<std::string> pages;
  std::size_t total = 0;
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    pages.push_back(page ? TextOfPage(*page) : std::string());
    total += pages.back().size();
    if (total > limits.text_bytes_max * 2) {
      return Error{ErrorCode::kLimitExceeded,
                   Say("PDF 的文字超过 {} MB 的上限", "the PDF's text is over the limit of {} MB",
                       limits.text_bytes_max >> 20U)};
    }
  }
  return pages;
}

std::size_t CountVisible(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    if (point.value > U' ' && point.value != kReplacementCharacter) ++count;
    at += point.size;
  }
  return count;
}

}  // namespace

Result<Report> ReadPdf(std::string_view bytes, const ReadLimits& limits) {
  std::vector<std::string> pages;
  try {
    KAOGONG_TRY_ASSIGN(pages, ReadPages(bytes, limits));
  } catch (const std::exception&) {
    return Error{ErrorCode::kInvalidInput, Say("PDF 已损坏，无法读取", "the PDF is damaged and cannot be read")};
  }
  std::size_t visible = 0;
  int blank_pages = 0;
  for (const std::string& page : pages) {
    const std::size_t on_page = CountVisible(page);
    visible += on_page;
    if (on_page < 5) ++blank_pages;
  }
  if (visible < 10) {
    return Error{ErrorCode::kInvalidInput,
                 Say("PDF 中没有文字，是扫描件或图片；请先做文字识别(OCR)",
                     "the PDF holds no text: it is a scan; run text recognition (OCR) first")};
  }
  Report report;
  report.format = Format::kPdf;
  ParagraphBuilder builder(limits);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    for (const std::string& paragraph : JoinLines(pages[i])) {
      Paragraph frame;
      frame.page = static_cast<int>(i) + 1;
      builder.Copy(paragraph, 0, 0);
      builder.End(frame);
      KAOGONG_TRY(builder.Check());
    }
  }
  report.paragraphs = builder.TakeParagraphs();
  for (Paragraph& paragraph : report.paragraphs) paragraph.origins.clear();
  if (blank_pages > 0) {
    report.notes.Warning("text.pages-without-text", {},
                         Say("有 {} 页没有文字(可能是扫描页)，未检查", "{} pages hold no text, perhaps scans; not checked",
                             blank_pages));
  }
  return report;
}

}  // namespace kaogong::text
