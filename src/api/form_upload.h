// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"

namespace kaogong::api {

struct FormLimits {
  static constexpr std::size_t kFieldBytesMax = 4096;

  std::size_t files_max = 1;
  std::size_t bytes_max = std::size_t{32} << 20U;  // Of all files together.
};

struct FormFile {
  std::string name;  // As the client gave it, without folders; only for showing.
  std::string bytes;
};

// What a multipart/form-data body held.
struct Form {
  std::vector<http::NameValue> fields;
  std::vector<FormFile> files;

  // Returns a text field; empty when it was not sent.
  std::string Field(std::string_view name) const;
};

// Returns a sink that takes a form as it arrives, in memory and under limits. Meant for
// EndpointOptions::open_upload: it is opened once the user is known, so a stranger sends nothing.
// Errors: kInvalidInput when the body is no form.
Result<std::unique_ptr<http::BodySink>> OpenForm(const Call& call, const FormLimits& limits);

// Returns the form of a request whose route was opened with OpenForm.
// Errors: kInvalidInput when the body broke off.
Result<Form> TakeForm(http::Request& request);

}  // namespace kaogong::api
