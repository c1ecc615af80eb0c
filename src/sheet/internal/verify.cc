// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/verify.h"

#include <expat.h>
#include <zip.h>

#include <memory>
#include <type_traits>
#include <vector>

namespace kaogong::sheet {
namespace {

constexpr std::size_t kPieceBytes = 65'536;

using Archive = std::unique_ptr<zip_t, decltype([](zip_t* archive) { zip_discard(archive); })>;
using Entry = std::unique_ptr<zip_file_t, decltype([](zip_file_t* entry) { zip_fclose(entry); })>;
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>,
                               decltype([](XML_Parser parser) { XML_ParserFree(parser); })>;

Archive OpenArchive(std::string_view bytes) {
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return nullptr;
  zip_t* const archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr) zip_source_free(source);
  return Archive(archive);
}

// Every part of the workbooks written here is XML.
bool IsWholeXml(zip_t* archive, zip_uint64_t index) {
  const Entry entry(zip_fopen_index(archive, index, 0));
  const Parser parser(XML_ParserCreate(nullptr));
  if (entry == nullptr || parser == nullptr) return false;
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    const zip_int64_t size = zip_fread(entry.get(), piece.data(), piece.size());
    if (size < 0) return false;
    if (XML_Parse(parser.get(), piece.data(), static_cast<int>(size), size == 0) != XML_STATUS_OK) {
      return false;
    }
    if (size == 0) return true;
  }
}

}  // namespace

Result<void> VerifyWorkbook(std::string_view bytes) {
  const Archive archive = OpenArchive(bytes);
  const zip_int64_t count = archive == nullptr ? 0 : zip_get_num_entries(archive.get(), 0);
  bool is_whole = count > 0;
  for (zip_int64_t i = 0; i < count && is_whole; ++i) {
    is_whole = IsWholeXml(archive.get(), static_cast<zip_uint64_t>(i));
  }
  if (is_whole) return {};
  return Error{ErrorCode::kUnavailable,
               Say("工作簿没有写全，临时文件夹所在的磁盘可能已满",
                   "the workbook was not written in full; perhaps the disk of the temporary folder "
                   "is full")};
}

}  // namespace kaogong::sheet
