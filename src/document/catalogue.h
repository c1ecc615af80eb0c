// SPDX-License-Identifier: Apache-2.0
// The documents that come with the program: templates, and those that are drafted or computed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/text.h"

namespace kaogong::document {

// What a template is filled in for.
enum class Subject : std::uint8_t {
  kWhole,     // All that are assessed together.
  kAssessee,  // One of them.
  kPaid,      // Those who are paid, together.
};

// How it is made.
enum class Making : std::uint8_t {
  kTemplate,  // From NAME.docx.
  kDraft,     // DraftAnnualReport.
  kWorkbook,  // MakeResultWorkbook.
};

struct ShippedTemplate {
  std::string_view name;  // Of the file: scorecard.docx.
  std::string_view title_zh;
  std::string_view title_en;
  Subject subject = Subject::kWhole;
  Making making = Making::kTemplate;
};

std::span<const ShippedTemplate> ShippedTemplates();

// Returns the template of that name or title, or null.
const ShippedTemplate* FindShipped(std::string_view name);

}  // namespace kaogong::document
