// SPDX-License-Identifier: Apache-2.0
// Writes paragraphs whose figures are references.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/layout.h"
#include "document/model.h"
#include "document/record.h"

namespace kaogong::document {

class DraftWriter {
 public:
  explicit DraftWriter(const Record& record) : record_(record) {}

  // Begins a paragraph; what follows belongs to it.
  void Begin(Role role, std::string_view text = {});
  void Text(std::string_view text);
  // Appends a figure of an object in the words of a format: Figure(indicator, "得分", "2位").
  void Figure(const std::string& object, std::string_view expression, std::string_view format = {});

  // The value now, for deciding what to say; what was decided on is a premise of the document.
  Item Look(const std::string& object, std::string_view expression);
  // The objects of a list; a text, empty when there is none.
  std::vector<std::string> ListOf(const std::string& object, std::string_view expression);
  std::string TextOf(const std::string& object, std::string_view expression);

  // True when the paragraph begun last ends so.
  bool ends_with(std::string_view text) const;

  // The first mistake met, if any.
  const std::optional<Error>& error() const { return error_; }
  Document Take() { return std::move(document_); }

 private:
  const Record& record_;
  Document document_;
  std::optional<Error> error_;
};

}  // namespace kaogong::document
