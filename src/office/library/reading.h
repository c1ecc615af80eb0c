// SPDX-License-Identifier: Apache-2.0
// Reading: a regulation as a reader goes through it, each article beside its rules, figures,
// parameters and findings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "office/library/check.h"

namespace kaogong::office::library {

// One line of a rule block.
struct RuleLine {
  int line = 0;  // In the file.
  std::string text;
};

struct ReadingArticle {
  scheme::ArticleId article = scheme::kNone;  // Index into Scheme::articles.
  std::vector<std::string> paragraphs;
  std::vector<RuleLine> rules;
  std::vector<scheme::FigureId> figures;        // Of its rules.
  std::vector<scheme::ParameterId> parameters;  // That it states or its figures use.
  std::vector<std::size_t> issues;              // Indices into Checked::issues.
};

// Returns every article in order.
std::vector<ReadingArticle> ReadArticles(const regulation::RegulationFiles& files,
                                         const Checked& checked);

}  // namespace kaogong::office::library
