// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kaogong::document {

// Returns Chinese text with full-width punctuation: , : ; ( ) beside Chinese characters become
// ，：；（）. Those between digits or Latin letters stay: 1,916.52.
std::string FullWidth(std::string_view text);

// Returns the text without the blanks between a Chinese character and a digit or letter:
// 实际82万元. Text with arithmetic keeps them: 5 - 2 × 一般事故 2 = 1 分.
std::string WithoutBlanks(std::string_view text);

// Returns a reason short enough to read: of one with more than 100 characters the clauses that only
// repeat a formula are left out, then those between the first three and the last.
std::string Concise(std::string_view reason);

// Returns the clauses of a reason that state facts, without arithmetic, rounding and citation.
std::string FactsIn(std::string_view reason);

}  // namespace kaogong::document
