// SPDX-License-Identifier: Apache-2.0
// A template from outside: read, and filled in from a record that has something of every kind.
// Bytes that are no archive are taken for the text inside one, so that mutations reach it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/given.h"
#include "document/render.h"
#include "document/template.h"
#include "text/archive.h"

namespace {

constexpr std::size_t kBytesMax = 1U << 18U;

const kaogong::document::GivenRecord& Record() {
  static const auto record = kaogong::document::GivenRecord::Parse(
      "单位: 甘溪镇\n收入: 12300\n成文日期: 2013-01-15\n合格: 是\n空: \n"
      "村: [{名称: 青石村, 得分: 92.5}, {名称: 大湾村, 得分: 80}]\n",
      "given");
  return record.value();
}

std::string Packed(std::string_view bytes) {
  if (bytes.starts_with("PK")) return std::string(bytes);
  return kaogong::text::WriteArchive({{"word/document.xml", std::string(bytes)}}).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kBytesMax) return 0;
  kaogong::Issues issues;
  const std::string docx_in = Packed({reinterpret_cast<const char*>(data), size});
  const auto form = kaogong::document::Template::ReadDocx(docx_in, "fuzz.docx", &issues);
  if (!form.ok() || !form.value()) return 0;
  kaogong::Issues mistakes;
  const auto filled = form.value()->Fill(Record(), "", &mistakes);
  if (!filled.ok() || !filled.value()) return 0;
  // What was filled in can be written, and what was written can be read.
  const auto docx = kaogong::document::RenderDocx(*filled.value());
  KAOGONG_ASSERT(docx.ok());
  kaogong::Issues again;
  KAOGONG_ASSERT(kaogong::document::Template::ReadDocx(docx.value(), "again.docx", &again).ok());
  (void)kaogong::document::RenderHtml(*filled.value());
  return 0;
}
