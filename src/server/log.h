// SPDX-License-Identifier: Apache-2.0
// The log: one JSON object a line on standard error. It holds no personal data: routes are patterns,
// clients and users do not appear; what was done by whom is in the audit log.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kaogong::server {

enum class LogLevel { kInfo, kWarning, kError };

using LogField = std::pair<std::string_view, std::string>;

// Safe for any thread.
void Log(LogLevel level, std::string_view event, const std::vector<LogField>& fields = {});

}  // namespace kaogong::server
