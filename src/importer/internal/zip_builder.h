// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kaogong::importer {

// Builds zip archives, sound and unsound ones, for tests and fuzzing only. Entries are stored
// without compression.
class ZipBuilder {
 public:
  // How an entry departs from what is true and usual.
  struct Lie {
    std::uint16_t method = 0;
    std::uint16_t flags = 0;
    std::uint32_t size_added = 0;  // To the uncompressed size.
    std::uint32_t crc_changed = 0;
  };

  void Add(std::string_view name, std::string_view content) { Add(name, content, Lie{}); }
  void Add(std::string_view name, std::string_view content, Lie lie) {
    const std::size_t offset = bytes_.size();
    const std::string header = Header(name, content, lie);
    bytes_ += "PK\x03\x04" + header;
    bytes_ += name;
    bytes_ += content;
    directory_ += "PK\x01\x02" + Number(20, 2) + header + std::string(10, '\0') + Number(offset, 4);
    directory_ += name;
    ++count_;
  }
  // Returns the whole archive.
  std::string Finish() const {
    return bytes_ + directory_ + "PK\x05\x06" + std::string(4, '\0') + Number(count_, 2) +
           Number(count_, 2) + Number(directory_.size(), 4) + Number(bytes_.size(), 4) +
           std::string(2, '\0');
  }

 private:
  static std::string Number(std::size_t value, std::size_t size) {
    std::string bytes;
    for (; size > 0; --size, value >>= 8U) bytes += static_cast<char>(value & 0xFFU);
    return bytes;
  }
  // The fields that local and central headers share, from "version needed" to the extra length.
  static std::string Header(std::string_view name, std::string_view content, Lie lie) {
    return Number(20, 2) + Number(lie.flags, 2) + Number(lie.method, 2) + Number(0x00210000, 4) +
           Number(Crc(content) ^ lie.crc_changed, 4) + Number(content.size(), 4) +
           Number(content.size() + lie.size_added, 4) + Number(name.size(), 2) + Number(0, 2);
  }
  static std::uint32_t Crc(std::string_view content) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : content) {
      crc ^= static_cast<unsigned char>(byte);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
  }

  std::string bytes_;
  std::string directory_;
  std::size_t count_ = 0;
};

// The parts of a small workbook of one sheet, "表一"; a test replaces those it is about.
struct WorkbookParts {
  std::string root_relations =
      R"(<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
  std::string workbook =
      R"(<workbook xmlns:r="x"><sheets><sheet name="表一" sheetId="1" r:id="r1"/></sheets></workbook>)";
  std::string relations =
      R"(<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>)"
      R"(<Relationship Id="r2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>)"
      R"(<Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>)";
  std::string shared_strings = "<sst/>";
  std::string styles = "<styleSheet/>";
  std::string sheet = "<worksheet><sheetData/></worksheet>";

  // Returns the archive, without the part named.
  std::string Zip(std::string_view left_out = "") const {
    ZipBuilder zip;
    const auto add = [&](std::string_view name, std::string_view content) {
      if (name != left_out) zip.Add(name, content);
    };
    add("_rels/.rels", root_relations);
    add("xl/workbook.xml", workbook);
    add("xl/_rels/workbook.xml.rels", relations);
    add("xl/sharedStrings.xml", shared_strings);
    add("xl/styles.xml", styles);
    add("xl/worksheets/sheet1.xml", sheet);
    return zip.Finish();
  }
};

}  // namespace kaogong::importer
