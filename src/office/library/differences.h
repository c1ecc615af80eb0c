// SPDX-License-Identifier: Apache-2.0
// What differs between two regulations, in words: articles, parameters, figures.
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "scheme/scheme.h"

namespace kaogong::office::library {

enum class DifferenceKind { kArticle, kParameter, kFigure };

struct Difference {
  DifferenceKind kind = DifferenceKind::kFigure;
  Text what;            // 村的“粮食生产”的分值; 第三条的条文
  std::string article;  // Number of the article it belongs to; empty for a parameter of a file.
  std::string before;   // Empty: there was none.
  std::string after;    // Empty: there is none any more.
};

// Returns the differences in the order of the text: articles, parameters (by their values on each
// scheme's own day), figures (points, weight, cap, formula each by itself).
std::vector<Difference> DifferencesOf(const scheme::Scheme& before, const scheme::Scheme& after);

}  // namespace kaogong::office::library
