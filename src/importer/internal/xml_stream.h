// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "importer/internal/zip_archive.h"

namespace kaogong::importer {

// The attributes of an element. Lives while the handler runs.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

  // Returns the value of the attribute of that name (with its prefix, as written), or a view whose
  // data() is null.
  std::string_view Get(std::string_view name) const;
  // Likewise, whatever its prefix: the prefixes of OOXML are free to choose.
  std::string_view GetLocal(std::string_view name) const;
  // True for "1" and "true".
  bool IsTrue(std::string_view name) const;

 private:
  const char* const* pairs_;
};

// Receives the elements and text of a part. Names come without prefix.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;

  virtual void StartElement(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void EndElement(std::string_view name) = 0;
  virtual void Text(std::string_view text) = 0;

  bool is_stopped() const { return is_stopped_; }

 protected:
  // Ends the reading of the part: no further call, and no error if the rest is malformed.
  void Stop() { is_stopped_ = true; }

 private:
  bool is_stopped_ = false;
};

// Reads one XML part. A DOCTYPE is refused, so there are no entities; the parser's memory is
// bounded by limits.parser_bytes_max. Errors: as ZipArchive::Stream; kInvalidInput when malformed.
Result<void> ReadXmlPart(ZipArchive& archive, const std::string& part, std::size_t bytes_max,
                         XmlHandler& handler);

}  // namespace kaogong::importer
