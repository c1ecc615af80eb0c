// SPDX-License-Identifier: Apache-2.0
// Answers that are files to be kept, never shown as a page of ours.
#pragma once

#include <string>
#include <string_view>

#include "http/response.h"

namespace kaogong::api {

inline constexpr std::string_view kDocxType =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
inline constexpr std::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
inline constexpr std::string_view kZipType = "application/zip";

// Returns 200 with the file, not kept by caches.
http::Response Download(std::string bytes, std::string_view type, std::string_view name);

}  // namespace kaogong::api
