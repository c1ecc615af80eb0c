// SPDX-License-Identifier: Apache-2.0
// JSON of documents. Only for .cc files of this module.
#pragma once

#include "api/json.h"
#include "office/document/batch.h"
#include "office/document/form.h"

namespace kaogong::api {

Json TemplateJson(const office::documents::TemplateView& view, Language language);
Json DocumentFormJson(const office::documents::DocumentForm& form, Language language);
Json DocumentJson(const office::documents::DocumentRow& row, Language language);
Json WholeDocumentJson(const office::documents::DocumentView& view, Language language);
Json DocumentChangesJson(const std::vector<document::Change>& changes);
Json DocumentComparisonJson(const office::documents::DocumentComparison& comparison);
Json BatchJson(const office::documents::Batch& batch, Language language);

// What a client gave: [{"name", "text"} or {"name", "rows"}].
office::documents::GivenValues ReadGiven(Body& body, std::string_view name);
// What documents are made from: computation_id, basis, period.
struct WantedSource {
  std::optional<office::Id> computation;
  office::result::Basis basis = office::result::Basis::kVerified;
  std::string period;
};
WantedSource ReadSource(Body& body);

}  // namespace kaogong::api
