// SPDX-License-Identifier: Apache-2.0
// Views of a trace: sentences that a village clerk understands, an indented tree for the terminal,
// and a flat list of strings for JSON. All linear in the nodes.
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "explain/trace.h"

namespace kaogong::explain {

struct Sentence {
  int depth = 0;  // Of the figure in the tree.
  scheme::FigureId figure = scheme::kNone;
  Text text;
};

// Returns one sentence for every figure that the trace explains, the asked one first:
// 粮食生产 36.00 分:实际 90 吨,目标 100 吨,完成 90%,满分 40 分按比例得 36.00 分(第三条)。
std::vector<Sentence> MakeSentences(const scheme::Scheme& scheme, const facts::Facts& facts,
                                    const Explanation& explanation);

// Returns the whole trace as indented lines.
std::string RenderTree(const scheme::Scheme& scheme, const facts::Facts& facts,
                       const Explanation& explanation, Language language);

// --- Strings for JSON. `exact` is the value as digits ("36", "1/3"), `shown` as people read it.

struct FlatValue {
  std::string state;  // valid, exempt, pending, division_by_zero, no_band, undefined, too_large
  std::string exact;  // Empty without a value.
  Text shown;
};

struct FlatTerm {
  std::string role;
  Text name;
  FlatValue value;
  std::string weight;
};

struct FlatInput {
  scheme::FieldId field_id = scheme::kNone;
  facts::Row row_id = 0;
  int period_number = 0;
  std::string name;
  Text row;
  Text period;
  FlatValue value;
  std::string standing;
  std::string source;
  std::string file;
  int line = 0;
  std::string cell;
  std::string entered_by;
  std::string verified_by;
  std::string evidence;
};

struct FlatParameter {
  std::string name;
  Text value;
  std::string from;
  std::string reference;
};

struct FlatNotTaken {
  std::string kind;
  Text name;
  Text why;
  std::string article;
  std::string clause;
};

struct FlatRounding {
  std::string before;
  std::string after;
  int places = 0;
  std::string rule;
};

struct FlatNode {
  int id = 0;
  int parent = -1;
  int depth = 0;
  std::string kind;
  std::string name;
  std::string method;
  Text row;
  Text period;
  std::string article;
  std::string clause;
  std::string owner;
  std::string formula;
  FlatValue value;
  std::string full_points;
  std::vector<FlatRounding> rounding;  // None or one.
  std::string calculation;
  Text reason;
  Text group;  // What a group function saw, in words.
  std::vector<FlatTerm> terms;
  std::vector<FlatInput> inputs;
  std::vector<FlatParameter> parameters;
  std::vector<FlatNotTaken> not_taken;
  bool repeated = false;
  bool truncated = false;
};

// Returns the nodes in the order of the tree; parents before children.
std::vector<FlatNode> Flatten(const scheme::Scheme& scheme, const facts::Facts& facts,
                              const Explanation& explanation);

// Returns 第三条第一款, or an empty text.
std::string CitationOf(const scheme::Scheme& scheme, scheme::ArticleId article,
                       std::string_view clause);

// Returns 粮食产量(乙村,农业站).
Text Describe(const MissingFact& fact);

}  // namespace kaogong::explain
