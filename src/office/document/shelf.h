// SPDX-License-Identifier: Apache-2.0
// Shelf: what the use cases of documents work with: opened results, the templates that come with the
// program, and templates that were read.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "document/template.h"
#include "office/result/board.h"

namespace kaogong::office::documents {

class Shelf {
 public:
  // `boards` outlive the shelf; `folder` has the shipped templates: scorecard.docx.
  Shelf(result::Boards& boards, std::filesystem::path folder);

  result::Boards& boards() const { return boards_; }
  library::Library& library() const { return boards_.library(); }
  const Office& office() const { return boards_.library().office(); }

  // The file of a shipped template. Errors: kUnavailable when it is not installed.
  Result<std::string> ShippedFile(std::string_view name) const;
  // Reads a template; one that was read without mistakes is known by its bytes. Nothing after
  // mistakes, which are in `issues`. Errors: as Template::ReadDocx. Safe for any number of threads.
  Result<std::optional<document::Template>> Read(std::string_view bytes, std::string_view name,
                                                 Issues* issues);

 private:
  result::Boards& boards_;
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<std::string, document::Template, std::less<>> known_;  // By SHA-256.
};

}  // namespace kaogong::office::documents
