// SPDX-License-Identifier: Apache-2.0
// JSON of the process. Only for .cc files of this module.
#pragma once

#include <string_view>
#include <vector>

#include "api/json.h"
#include "office/process/evidence.h"
#include "office/process/progress.h"
#include "office/process/record.h"
#include "office/process/work_record.h"

namespace kaogong::api {

Json EvidenceJson(const office::process::EvidenceView& view);
Json EvidenceRefsJson(const std::vector<office::process::Evidence>& files);
Json AssesseeJson(const office::process::AssesseeName& assessee);
Json AssessmentJson(const office::process::AssessmentName& assessment);
Json LightsJson(const office::process::Lights& lights);
Json ProgressJson(const office::process::Progress& progress, Language language);
Json RangeJson(const scheme::Field& field);
std::string_view TypeName(scheme::Type type);
// A text, or null when it is empty.
Json TextOrNull(std::string_view text);

// Ids of an array of the body; absent or null: nothing.
std::optional<std::vector<office::Id>> ReadOptionalIds(Body& body, std::string_view name,
                                                       std::size_t items_max);
// A whole number of the query; nothing when it is not given. Errors: kInvalidInput.
Result<std::optional<int>> QueryNumber(const Call& call, std::string_view name);
// An id or whole number that the query must give. Errors: kInvalidInput.
Result<office::Id> NeedId(const Call& call, std::string_view name);
Result<int> NeedNumber(const Call& call, std::string_view name);

}  // namespace kaogong::api
