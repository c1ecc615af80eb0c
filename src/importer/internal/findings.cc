// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/findings.h"

#include <utility>

namespace kaogong::importer {

void Findings::ListError(std::string_view code, Place place, Text message, Text hint) {
  issues_.Error(code, std::move(place), std::move(message), std::move(hint));
}

void Findings::ListWarning(std::string_view code, Place place, Text message, Text hint) {
  issues_.Warning(code, std::move(place), std::move(message), std::move(hint));
}

void Findings::Error(std::string_view code, Place place, Text message, Text hint) {
  if (CountError()) ListError(code, std::move(place), std::move(message), std::move(hint));
}

void Findings::Warning(std::string_view code, Place place, Text message, Text hint) {
  if (CountWarning()) ListWarning(code, std::move(place), std::move(message), std::move(hint));
}

void Findings::Adopt(const Issues& issues) {
  for (const Issue& issue : issues.list()) {
    if (issue.severity == Severity::kError) {
      Error(issue.code, issue.place, issue.message, issue.hint);
    } else {
      Warning(issue.code, issue.place, issue.message, issue.hint);
    }
  }
}

void Findings::Close() {
  if (errors_ > kListedMax) {
    issues_.Error("table.more-errors", FilePlace(),
                  Say("另有{}处错误未列出", "and {} more errors", errors_ - kListedMax));
  }
  if (warnings_ > kListedMax) {
    issues_.Warning("table.more-warnings", FilePlace(),
                    Say("另有{}处提醒未列出", "and {} more warnings", warnings_ - kListedMax));
  }
}

}  // namespace kaogong::importer
