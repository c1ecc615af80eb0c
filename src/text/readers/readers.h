// SPDX-License-Identifier: Apache-2.0
// One reader for each kind of file. Each returns a report without its name.
// Errors: those of ReadReport.
#pragma once

#include <string_view>

#include "base/result.h"
#include "text/read_report.h"
#include "text/report.h"

namespace kaogong::text {

Result<Report> ReadPlain(std::string_view bytes, const ReadLimits& limits);
Result<Report> ReadMarkdown(std::string_view bytes, const ReadLimits& limits);
Result<Report> ReadHtml(std::string_view bytes, const ReadLimits& limits);
Result<Report> ReadDocx(std::string_view bytes, const ReadLimits& limits);
Result<Report> ReadPdf(std::string_view bytes, const ReadLimits& limits);

}  // namespace kaogong::text
