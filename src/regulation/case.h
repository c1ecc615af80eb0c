// SPDX-License-Identifier: Apache-2.0
// Cases: worked examples beside a regulation that say what must come out.
//
//   case: 超额按百分之二十封顶
//   origin: regulation            # regulation | office | invented
//   basis: [第五条]
//   year: 2013                    # optional; set: {参数: 值} is optional too
//   given:
//     村: {甲村: {人口: 1200, 粮食产量: 1350, 粮食产量.目标: 1000}}
//     表彰: [{村: 甲村, 级别: 省}]
//   expect:
//     村: {甲村: {粮食产量.得分: "12.00", 等次: 优秀, 总分: 待定}}
//   issues: [facts.range]         # optional: what the facts must be refused for
//
// A file may hold several, divided by lines of ---.
#pragma once

#include <string>
#include <vector>

#include "base/issue.h"
#include "regulation/compile.h"

namespace kaogong::regulation {

struct CaseResult {
  std::string file;
  int line = 0;
  std::string title;
  std::string origin;
  std::vector<std::string> basis;
  Issues failures;  // Empty: the case passed. Codes case.*.
  // Figures and effects that took part with a value, for the linter's question which rules no
  // case exercises.
  std::vector<bool> figures;
  std::vector<bool> effects;
  std::vector<bool> expected;  // Figures whose result the case states.
};

// Runs every case of a file against the regulation. A file that would take too long is stopped:
// case.too-large, case.too-many.
std::vector<CaseResult> RunCases(const RegulationFiles& files, const SourceFile& cases);

// Runs the cases of all files.cases; the regulation is compiled once for all that use the same
// year and parameters.
std::vector<CaseResult> RunAllCases(const RegulationFiles& files);

}  // namespace kaogong::regulation
