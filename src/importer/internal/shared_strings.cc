// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/shared_strings.h"

#include <charconv>
#include <utility>

#include "base/utf8.h"
#include "importer/internal/xml_stream.h"

namespace kaogong::importer {
namespace {

class SharedStringsHandler : public XmlHandler {
 public:
  void StartElement(std::string_view name, const XmlAttributes&) override {
    if (name == "si") {
      text_.clear();
    } else if (name == "rPh") {
      is_reading_ = true;
    } else if (name == "t") {
      is_text_ = !is_reading_;
    }
  }
  void EndElement(std::string_view name) override {
    if (name == "t") {
      is_text_ = false;
    } else if (name == "rPh") {
      is_reading_ = false;
    } else if (name == "si") {
      UnescapeXstring(text_);
      strings_.Append(text_);
    }
  }
  void Text(std::string_view text) override {
    if (is_text_) text_ += text;
  }

  SharedStrings Take() { return std::move(strings_); }

 private:
  SharedStrings strings_;
  std::string text_;
  bool is_reading_ = false;
  bool is_text_ = false;
};

// Returns the character of the escape that `text` begins with, or zero when it begins with none.
char32_t EscapeAt(std::string_view text) {
  if (text.size() < 7 || text[1] != 'x' || text[6] != '_') return 0;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 6, value, 16);
  if (error != std::errc() || end != text.data() + 6) return 0;
  return value;
}

}  // namespace

void UnescapeXstring(std::string& text) {
  std::size_t from = text.find("_x");
  if (from == std::string::npos) return;
  std::string result = text.substr(0, from);
  const std::string_view view = text;
  while (from < view.size()) {
    const char32_t value = view[from] == '_' ? EscapeAt(view.substr(from)) : 0;
    // A NUL or half a surrogate pair is not text: such an escape is left as it is written.
    if (value != 0 && (value < 0xD800 || value > 0xDFFF)) {
      AppendCodePoint(value, result);
      from += 7;
    } else {
      result += view[from++];
    }
  }
  text = std::move(result);
}

Result<SharedStrings> ReadSharedStrings(ZipArchive& archive, const std::string& part) {
  if (part.empty()) return SharedStrings();
  SharedStringsHandler handler;
  KAOGONG_TRY(ReadXmlPart(archive, part, archive.limits().shared_strings_bytes_max, handler));
  return handler.Take();
}

}  // namespace kaogong::importer
