// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.h"

#include <algorithm>

#include "base/utf8.h"
#include "http/ascii.h"

namespace kaogong::http {

namespace {

Error Malformed() {
  return {ErrorCode::kInvalidInput, Say("上传的表单格式有误", "The uploaded form is malformed")};
}

Error TooLarge() {
  return {ErrorCode::kLimitExceeded, Say("上传的表单部分过多或表头过长",
                                         "The uploaded form has too many parts or a long head")};
}

bool IsBoundaryCharacter(char c) {
  return IsDigit(c) || IsAlpha(c) ||
         std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

// Takes a quoted string from the front, which begins with its quote. Clients escape a quote as \"
// or %22; any other backslash stands for itself, for some send whole Windows paths.
std::optional<std::string> TakeQuoted(std::string_view& rest) {
  std::string text;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return text;
    }
    if (rest.substr(i).starts_with("\\\"")) {
      text.push_back('"');
      ++i;
    } else if (rest.substr(i).starts_with("%22")) {
      text.push_back('"');
      i += 2;
    } else {
      text.push_back(rest[i]);
    }
  }
  return std::nullopt;
}

struct HeaderParameter {
  std::string name;  // Lower case.
  std::string value;
};

// Takes "; name=value" from the front; nothing when it is malformed.
std::optional<HeaderParameter> TakeParameter(std::string_view& rest) {
  if (!rest.starts_with(';')) return std::nullopt;
  rest = TrimBlanks(rest.substr(1));
  HeaderParameter parameter;
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos || !IsToken(rest.substr(0, equals))) return std::nullopt;
  parameter.name = ToLower(rest.substr(0, equals));
  rest.remove_prefix(equals + 1);
  if (rest.starts_with('"')) {
    auto quoted = TakeQuoted(rest);
    if (!quoted.has_value()) return std::nullopt;
    parameter.value = *std::move(quoted);
  } else {
    const std::size_t end = std::min(rest.find_first_of("; \t"), rest.size());
    if (!IsToken(rest.substr(0, end))) return std::nullopt;
    parameter.value = rest.substr(0, end);
    rest.remove_prefix(end);
  }
  rest = TrimBlanks(rest);
  return parameter;
}

bool IsCleanText(std::string_view text) {
  return !FindInvalidUtf8(text).has_value() && std::ranges::none_of(text, IsControl);
}

bool ReadDisposition(std::string_view value, PartHead& head) {
  std::string_view rest = value;
  const std::size_t end = std::min(rest.find(';'), rest.size());
  if (!EqualsIgnoringCase(TrimBlanks(rest.substr(0, end)), "form-data")) return false;
  rest.remove_prefix(end);
  bool has_name = false;
  while (!rest.empty()) {
    const auto parameter = TakeParameter(rest);
    if (!parameter.has_value() || !IsCleanText(parameter->value)) return false;
    if (parameter->name == "name") {
      if (has_name) return false;
      has_name = true;
      head.name = parameter->value;
    } else if (parameter->name == "filename") {
      if (head.file_name.has_value()) return false;
      const std::size_t folder_end = parameter->value.find_last_of("/\\") + 1;  // 0 for none.
      head.file_name = parameter->value.substr(folder_end);
    }
  }
  return has_name;
}

// Reads the lines of a part's head, which end with CR LF each.
bool ReadPartHead(std::string_view lines, PartHead& head) {
  bool has_disposition = false;
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    std::string_view value = lines.substr(0, end);
    lines.remove_prefix(end + 2);
    if (value.find(':') == std::string_view::npos || !IsCleanText(value)) return false;
    const std::string_view name = TakeUntil(value, ':');
    value = TrimBlanks(value);
    if (!IsToken(name)) return false;
    if (EqualsIgnoringCase(name, "content-disposition")) {
      if (has_disposition || !ReadDisposition(value, head)) return false;
      has_disposition = true;
    } else if (EqualsIgnoringCase(name, "content-type")) {
      head.content_type = value;
    } else if (EqualsIgnoringCase(name, "content-transfer-encoding")) {
      return false;
    }
  }
  return has_disposition;
}

}  // namespace

std::optional<std::string> MultipartBoundary(std::string_view content_type) {
  std::string_view rest = content_type;
  const std::size_t end = std::min(rest.find(';'), rest.size());
  if (!EqualsIgnoringCase(TrimBlanks(rest.substr(0, end)), "multipart/form-data")) {
    return std::nullopt;
  }
  rest.remove_prefix(end);
  std::optional<std::string> boundary;
  while (!rest.empty()) {
    auto parameter = TakeParameter(rest);
    if (!parameter.has_value()) return std::nullopt;
    if (parameter->name != "boundary") continue;
    if (boundary.has_value()) return std::nullopt;
    boundary = std::move(parameter->value);
  }
  const bool is_sound = boundary.has_value() && !boundary->empty() && boundary->size() <= 70 &&
                        std::ranges::all_of(*boundary, IsBoundaryCharacter) &&
                        !boundary->ends_with(' ');
  if (!is_sound) return std::nullopt;
  return boundary;
}

// The body begins with the delimiter without its line end, which is put in front here.
MultipartReader::MultipartReader(std::string_view boundary, PartHandler& handler)
    : delimiter_("\r\n--" + std::string(boundary)), handler_(handler), waiting_("\r\n") {}

Result<void> MultipartReader::Feed(std::string_view bytes) {
  waiting_.append(bytes);
  while (true) {
    KAOGONG_TRY_ASSIGN(const bool goes_on, Step());
    if (!goes_on) return {};
  }
}

Result<void> MultipartReader::Finish() const {
  if (state_ == State::kEnd) return {};
  return Malformed();
}

// Each step returns whether it got somewhere; if not, more bytes are needed.
Result<bool> MultipartReader::Step() {
  switch (state_) {
    case State::kDelimiter:
      return ReadDelimiter();
    case State::kAfterDelimiter:
      return ReadAfterDelimiter();
    case State::kHead:
      return ReadHead();
    case State::kData:
      return ReadData();
    case State::kEnd:
      break;
  }
  if (std::string_view("\r\n").starts_with(waiting_)) return false;
  return Malformed();
}

Result<bool> MultipartReader::ReadDelimiter() {
  const std::size_t known = std::min(waiting_.size(), delimiter_.size());
  if (waiting_.compare(0, known, delimiter_, 0, known) != 0) return Malformed();
  if (known < delimiter_.size()) return false;
  waiting_.erase(0, delimiter_.size());
  state_ = State::kAfterDelimiter;
  return true;
}

Result<bool> MultipartReader::ReadAfterDelimiter() {
  if (waiting_.size() < 2) return false;
  if (waiting_.starts_with("--")) {
    state_ = State::kEnd;
  } else if (waiting_.starts_with("\r\n")) {
    state_ = State::kHead;
  } else {
    return Malformed();
  }
  waiting_.erase(0, 2);
  return true;
}

Result<bool> MultipartReader::ReadHead() {
  const std::size_t end = waiting_.find("\r\n\r\n");
  if (std::min(end, waiting_.size()) > kHeadBytesMax || part_count_ == kPartsMax) return TooLarge();
  if (end == std::string::npos) return false;
  PartHead head;
  if (!ReadPartHead(std::string_view(waiting_).substr(0, end + 2), head)) return Malformed();
  waiting_.erase(0, end + 4);
  ++part_count_;
  state_ = State::kData;
  KAOGONG_TRY(handler_.Begin(head));
  return true;
}

Result<bool> MultipartReader::ReadData() {
  const std::size_t found = waiting_.find(delimiter_);
  // The end of what is here may be the beginning of a delimiter.
  const std::size_t kept = std::min(waiting_.size(), delimiter_.size() - 1);
  const std::size_t size = found == std::string::npos ? waiting_.size() - kept : found;
  if (size > 0) KAOGONG_TRY(handler_.Take(std::string_view(waiting_).substr(0, size)));
  waiting_.erase(0, size);
  if (found == std::string::npos) return false;
  KAOGONG_TRY(handler_.End());
  state_ = State::kDelimiter;
  return true;
}

}  // namespace kaogong::http
