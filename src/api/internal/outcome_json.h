// SPDX-License-Identifier: Apache-2.0
// JSON of computations, publications and objections. Only for .cc files of this module.
#pragma once

#include "api/json.h"
#include "office/result/objection.h"

namespace kaogong::api {

Json AssessmentRefJson(const office::result::AssessmentRef& assessment);
Json AssesseeRefJson(const office::result::AssesseeRef& assessee);
Json ComputationJson(const office::result::Computation& computation, Language language);
Json ResultColumnJson(const scheme::Scheme& scheme, const office::result::ResultColumn& column);
Json CalibrationJson(const office::result::Calibration& calibration);
Json StandingJson(const std::optional<office::result::Standing>& standing);
Json EvidenceRefsJson(const std::vector<office::result::EvidenceRef>& evidence);
Json ReadinessJson(const office::result::Readiness& readiness, Language language);
Json PublicationJson(const office::result::Publication& publication, Language language);
Json ObjectionJson(const office::result::Objection& objection, Language language);
// Ids as text or null.
Json WireOrNull(const std::optional<office::Id>& id);

}  // namespace kaogong::api
