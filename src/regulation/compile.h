// SPDX-License-Identifier: Apache-2.0
// Compiles a regulation's folder (already read into memory) to a Scheme.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "regulation/document.h"
#include "scheme/scheme.h"

namespace kaogong::regulation {

struct RegulationFiles {
  std::string id;                      // Name of the folder.
  std::vector<SourceFile> documents;   // regulation.md, or regulation/*.md in order of name.
  std::vector<SourceFile> parameters;  // params/*.yaml
  std::vector<SourceFile> cases;       // cases/*.yaml
};

struct CompileOptions {
  int year = 0;               // The assessment year; 0: the year the regulation takes effect.
  std::optional<Date> as_of;  // Day whose parameters count; nothing: the last day of the year.
  // What-if: {"加分上限", "5"}, {"经济.权重", "30%"}, {"经济.分值", "35"}.
  std::vector<std::pair<std::string, std::string>> overrides;
};

struct Compiled {
  scheme::Scheme scheme;  // Usable only when issues has no errors.
  Issues issues;

  // A parameter that is a table (参数 人口系数 = 分段(…)). The scheme holds it only expanded, where
  // it is used.
  struct Table {
    struct Version {
      std::optional<Date> from;  // Nothing: from the beginning.
      bool has_value = true;     // False: no longer in force.
    };
    std::string name;
    Place place;
    std::vector<Version> versions;  // Ascending.
    bool is_used = false;
  };
  std::vector<Table> tables;
};

Compiled Compile(const RegulationFiles& files, const CompileOptions& options);

}  // namespace kaogong::regulation
