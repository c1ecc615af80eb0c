// SPDX-License-Identifier: Apache-2.0
// Suggestion: a rubric as the draft of a regulation that runs.
//
// Each clause of a standard (完成目标得满分,未完成按比例得分) is looked for among the patterns of
// official prose. What is understood becomes a formula of the rule language with a worked example,
// and the example is computed by the engine before it is shown: a rule that does not compile, or
// whose example does not come out as the pattern's own arithmetic says, is never suggested. What a
// clause leaves open is asked, with what the draft takes meanwhile. What is not understood stays
// text, and the indicator is scored by hand. Nothing is guessed in silence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.h"
#include "base/text.h"
#include "suggest/rubric.h"

namespace kaogong::suggest {

// How far a clause was understood. Stored. Do not renumber; append only.
enum class Understood : std::uint8_t {
  kWhole,  // 已理解: the rule says all that the clause says; what the clause leaves open is asked.
  kPartly,  // 部分理解: some of its words are in no rule, or are vague.
  kNot,     // 未理解: kept as text.
  kNote,    // 说明: nothing to compute.
};

// Returns "whole", "partly", "not" or "note".
std::string_view NameOf(Understood understood);
Text TitleOf(Understood understood);

// What a clause leaves open.
struct Question {
  std::string_view code;  // A literal: "steps", "floor", "ties", …
  Text question;          // 不足1个百分点的怎样计?
  Text taken;             // 草案按足1个百分点计
};

// Words that two people apply differently: 酌情扣分.
struct Vague {
  std::size_t begin = 0;  // Bytes of the clause's text.
  std::size_t end = 0;
  Text reason;
  std::string wording;  // What could stand there instead, in Chinese.
};

// What a clause is in the draft.
enum class Part : std::uint8_t {
  kBase,        // How the indicator is scored.
  kDeduction,   // What is taken off.
  kBonus,       // What is added.
  kVeto,        // What clears the indicator or bars the grade.
  kDefinition,  // A figure of the whole: a weighted sum, a grade, a quota.
  kNone,
};

// Returns "base", "deduction", "bonus", "veto", "definition" or "none".
std::string_view NameOf(Part part);

// A row of facts: fields and values as cells have them.
struct ExampleRow {
  std::string kind;  // Empty: whoever is assessed. Else a record of the first row: 表彰记录.
  std::string name;  // 甲单位; empty for records.
  std::vector<std::pair<std::string, std::string>> facts;
};

// A worked example: facts, and what must come out for the first row.
struct Example {
  std::vector<ExampleRow> rows;
  std::string figure;    // 粮食产量
  std::string expected;  // 18
  std::string told;      // 完成90、目标100:20×90%=18分
};

struct Clause {
  std::string text;       // As its author wrote it.
  std::size_t begin = 0;  // Bytes of the standard.
  Understood understood = Understood::kNot;
  Part part = Part::kNone;
  std::string pattern;  // "proportional", "steps", …; empty when not understood.
  std::string formula;  // In the rule language; empty when not understood.
  std::vector<Example> examples;
  std::vector<Question> questions;
  std::vector<Vague> vague;
  Text reason;  // Why it was not, or only partly, understood.
  // What keeps a corrected formula from running; columns are characters of the formula.
  Issues errors;
};

// One indicator, or one sentence about the whole.
struct Item {
  RubricRow row;
  std::string name;  // Of the indicator in the draft; unlike any other.
  Understood understood =
      Understood::kNot;  // The least understood of its clauses that are no notes.
  std::vector<Clause> clauses;
  std::string article;      // 第三条
  std::string rules;        // Its statements in the rule language; empty when scored by hand.
  bool is_by_hand = false;  // 考核办评分 stands in for a rule.
};

struct Coverage {
  int whole = 0;
  int partly = 0;
  int missed = 0;
  int notes = 0;

  int clauses() const { return whole + partly + missed; }
};

struct DraftFile {
  std::string path;  // "regulation.md", "cases/01-粮食产量.yaml"
  std::string text;
};

// What a person decided about a clause at the workbench.
enum class Verdict : std::uint8_t { kAccept, kCorrect, kReject };

struct Decision {
  std::size_t item = 0;
  std::size_t clause = 0;
  Verdict verdict = Verdict::kAccept;
  // For kCorrect: what shall stand instead, on one line; its value in the example is computed. A name
  // in 「」 that nothing in the draft has becomes a new figure of the assessee; written 「x」.目标 or
  // 「x」.上年 it has that beside it.
  std::string formula;
};

struct SuggestOptions {
  std::string title;          // Empty: that of the rubric.
  std::string kind = "单位";  // Who is assessed.
  std::string group = "组";   // Within what they rank.
  int year = 2026;
  std::vector<Decision> decisions;
};

struct Suggestion {
  std::string title;
  std::vector<Item> items;       // In the order of the rubric.
  Coverage coverage;             // Of clauses.
  std::vector<DraftFile> files;  // A regulation's folder; compiles, and its cases pass.
  Issues issues;  // What the linter asks about the draft, and what decisions got wrong.
};

// Makes the draft. Deterministic; computes every example.
// Requires: options.kind and options.group are different names without punctuation.
Suggestion Suggest(const Rubric& rubric, const SuggestOptions& options);

}  // namespace kaogong::suggest
