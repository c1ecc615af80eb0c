// SPDX-License-Identifier: Apache-2.0
// JSON of regulations, facts and results. Only for .cc files of this module.
#pragma once

#include <string_view>

#include "api/json.h"
#include "office/library/check.h"
#include "office/library/explanation.h"
#include "office/library/facts_sets.h"
#include "office/library/line_diff.h"
#include "office/library/regulations.h"
#include "office/library/result_table.h"
#include "office/library/runs.h"

namespace kaogong::api {

std::string_view NameOf(scheme::Role role);  // indicator, total, …
std::string_view NameOf(scheme::Type type);  // number, boolean, text, date
std::string_view NameOf(scheme::Article::Status status);

Json VersionRowJson(const office::library::VersionRow& row);
Json RegulationJson(const office::library::Regulation& regulation);
// With all its versions.
Json WholeRegulationJson(const office::library::Regulation& regulation);
Json VersionJson(const office::library::Version& version);

Json IssueJson(const Issue& issue, Language language);
Json IssuesJson(const Issues& issues, Language language);
// A refusal with the findings behind it: a problem document with the member "issues". When there
// are none it is the plain error.
Answer Refuse(const Call& call, const Error& error, const Issues& issues);

Json CoverageJson(const regulation::Coverage& coverage);
Json CheckedJson(const office::library::Checked& checked, Language language);
Json ReadingJson(const regulation::RegulationFiles& files, const office::library::Checked& checked,
                 Language language);
Json HunksJson(const std::vector<office::library::Hunk>& hunks);

// Numbers have exact digits, "36" or "1/3", beside the text that people read.
Json ValueJson(const office::library::ResultView& view, scheme::FigureId figure,
               const scoring::Value& value);

Json FactsSetJson(const office::library::FactsSet& set);
Json RunRowJson(const office::library::RunRow& run);
// With what the result holds.
Json RunJson(const office::library::Run& run);
Json RowsJson(const office::library::ResultView& view, scheme::KindId kind,
              const std::vector<office::library::ResultColumn>& columns,
              const std::vector<facts::Row>& rows, office::Page page);
Json ExplanationJson(const office::library::Evaluation& evaluation,
                     const office::library::FigureExplanation& explanation, Language language);
Json ComparisonJson(const office::library::ComparisonResult& result, Language language);

// Texts that a client may have sent as overrides: [{"name", "value"}].
office::library::Overrides ReadOverrides(Body& body, std::string_view name);

}  // namespace kaogong::api
