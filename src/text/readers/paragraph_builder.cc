// SPDX-License-Identifier: Apache-2.0
#include "text/readers/paragraph_builder.h"

#include <algorithm>

#include "base/utf8.h"

namespace kaogong::text {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

}  // namespace

void ParagraphBuilder::AddOrigin(std::uint32_t node, std::size_t source, std::size_t text_step,
                                 std::size_t source_step) {
  if (!origins_.empty()) {
    const Origin& last = origins_.back();
    const std::size_t steps = (text_.size() - last.text_begin) / last.text_step;
    const bool goes_on = last.node == node && last.text_step == text_step &&
                         last.source_step == source_step &&
                         (text_.size() - last.text_begin) % last.text_step == 0 &&
                         last.source_begin + steps * last.source_step == source;
    if (goes_on) return;
  }
  origins_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(source), node,
                      static_cast<std::uint8_t>(text_step), static_cast<std::uint8_t>(source_step)});
}

void ParagraphBuilder::Copy(std::string_view text, std::uint32_t node, std::size_t source) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (IsBlank(text[at])) {
      AddOrigin(node, source + at, 1, 1);
      Blank();
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !IsBlank(text[end])) ++end;
    AddOrigin(node, source + at, 1, 1);
    text_.append(text, at, end - at);
    at = end;
  }
  is_over_ = is_over_ || total_ + text_.size() > limits_.text_bytes_max;
}

void ParagraphBuilder::Replace(std::string_view text, std::uint32_t node, std::size_t source,
                               std::size_t source_size) {
  if (text.empty()) return;
  if (text.size() == 1 && IsBlank(text[0])) {
    Blank();
    return;
  }
  AddOrigin(node, source, std::min<std::size_t>(text.size(), 255), std::min<std::size_t>(source_size, 255));
  text_ += text;
}

void ParagraphBuilder::Blank() {
  if (!text_.empty() && text_.back() != ' ') text_ += ' ';
}

void ParagraphBuilder::End(const Paragraph& frame) {
  const std::string_view whole = text_;
  const std::string_view trimmed = Trim(whole);
  if (!trimmed.empty() && !is_over_) {
    Paragraph paragraph = frame;
    const auto cut = static_cast<std::uint32_t>(trimmed.data() - whole.data());
    paragraph.text = trimmed;
    for (Origin origin : origins_) {
      if (origin.text_begin >= cut + trimmed.size()) break;
      if (origin.text_begin < cut) {
        // Blanks are one byte in the text and in the source.
        const std::uint32_t steps = (cut - origin.text_begin) / origin.text_step;
        origin.source_begin += steps * origin.source_step;
        origin.text_begin = cut;
      }
      origin.text_begin -= cut;
      const bool hides_last = !paragraph.origins.empty() &&
                              paragraph.origins.back().text_begin == origin.text_begin;
      if (hides_last) paragraph.origins.pop_back();
      paragraph.origins.push_back(origin);
    }
    total_ += paragraph.text.size();
    paragraphs_.push_back(std::move(paragraph));
    is_over_ = paragraphs_.size() > limits_.paragraphs_max || total_ > limits_.text_bytes_max;
  }
  text_.clear();
  origins_.clear();
}

Result<void> ParagraphBuilder::Check() const {
  if (!is_over_) return {};
  return Error{ErrorCode::kLimitExceeded,
               Say("文字超过 {0} MB 或 {1} 段的上限", "the text is over the limit of {0} MB or {1} paragraphs",
                   limits_.text_bytes_max >> 20U, limits_.paragraphs_max)};
}

void ResolveOrigins(const DecodedText& decoded, std::vector<Paragraph>& paragraphs) {
  const bool is_identity = decoded.origins.size() == 1 && decoded.origins[0].source_begin == 0 &&
                           decoded.origins[0].text_step == decoded.origins[0].source_step;
  if (is_identity) return;
  for (Paragraph& paragraph : paragraphs) {
    std::vector<Origin> resolved;
    for (std::size_t i = 0; i < paragraph.origins.size(); ++i) {
      const Origin& origin = paragraph.origins[i];
      const std::size_t text_end =
          i + 1 < paragraph.origins.size() ? paragraph.origins[i + 1].text_begin : paragraph.text.size();
      const std::size_t steps = (text_end - origin.text_begin) / origin.text_step;
      const std::size_t decoded_end = origin.source_begin + steps * origin.source_step;
      const bool is_copy = origin.text_step == 1 && origin.source_step == 1;
      for (Origin slice : decoded.OriginsOf(origin.source_begin, std::max<std::size_t>(decoded_end, origin.source_begin + 1))) {
        slice.text_begin += origin.text_begin;
        if (!is_copy) slice.text_step = origin.text_step;
        resolved.push_back(slice);
        if (!is_copy) break;
      }
    }
    paragraph.origins = std::move(resolved);
  }
}

void NoteReplaced(const DecodedText& decoded, Report& report) {
  if (decoded.replaced == 0) return;
  report.notes.Warning("text.bytes-replaced", {},
                       Say("按 {0} 读取，有 {1} 处字节无法识别，以“�”代替",
                           "read as {0}; {1} bytes belong to no character and show as \"�\"",
                           decoded.encoding, decoded.replaced));
}

}  // namespace kaogong::text
