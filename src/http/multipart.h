// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kaogong::http {

// The head of one part of a multipart/form-data body.
struct PartHead {
  std::string name;
  // The last piece of the name the client gave, without folders; nothing for a plain field. For
  // showing, never for a path of ours.
  std::optional<std::string> file_name;
  std::string content_type;  // As claimed; empty when not given.
};

// Takes the parts of a body as they arrive. An Error ends the reading.
class PartHandler {
 public:
  virtual ~PartHandler() = default;
  virtual Result<void> Begin(const PartHead& head) = 0;
  virtual Result<void> Take(std::string_view bytes) = 0;
  virtual Result<void> End() = 0;
};

// Returns the boundary of a Content-Type header that says multipart/form-data, or nothing.
std::optional<std::string> MultipartBoundary(std::string_view content_type);

// MultipartReader reads a multipart/form-data body piece by piece and keeps no more of it than one
// part's head. It is strict: no preamble, epilogue, folded lines or transfer encodings.
class MultipartReader {
 public:
  static constexpr std::size_t kHeadBytesMax = 8192;
  static constexpr std::size_t kPartsMax = 100;

  // `handler` outlives the reader.
  MultipartReader(std::string_view boundary, PartHandler& handler);

  // Errors: kInvalidInput for what is no such body; kLimitExceeded; those of the handler. After an
  // error nothing more may be fed.
  Result<void> Feed(std::string_view bytes);
  // Errors: kInvalidInput when the body broke off.
  Result<void> Finish() const;

 private:
  enum class State { kDelimiter, kAfterDelimiter, kHead, kData, kEnd };

  Result<bool> Step();
  Result<bool> ReadDelimiter();
  Result<bool> ReadAfterDelimiter();
  Result<bool> ReadHead();
  Result<bool> ReadData();

  std::string delimiter_;  // CR LF -- boundary
  PartHandler& handler_;
  State state_ = State::kDelimiter;
  std::string waiting_;  // Not yet understood.
  std::size_t part_count_ = 0;
};

}  // namespace kaogong::http
