// SPDX-License-Identifier: Apache-2.0
// One function per command; each returns the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/common.h"

namespace kaogong::cli {

struct LintOptions {
  std::vector<std::string> folders;
  bool as_json = false;
  bool with_cases = true;  // Run the cases to find rules that none exercises.
};
int RunLint(const LintOptions& options);

struct TestOptions {
  std::vector<std::string> folders;
  bool is_verbose = false;
};
int RunTest(const TestOptions& options);

struct ScoreOptions {
  RegulationOptions regulation;
  FactsOptions facts;
  std::vector<std::string> figures;  // Empty: the headlines.
  bool all = false;
  std::string kind;  // Only rows of this kind.
  std::string sort;  // A figure: its kind alone, best first.
  bool is_reversed = false;
  int top = 0;         // Only so many rows of each kind; 0: all.
  std::string format;  // table | csv | json | xlsx; empty: by the name of `out`, else a table.
  std::string out;
};
int RunScore(const ScoreOptions& options);

struct LedgerOptions {
  RegulationOptions regulation;
  FactsOptions facts;
  std::string figure;             // Empty: the first total.
  std::vector<std::string> rows;  // Empty: all rows of the figure.
  std::string format;             // As of ScoreOptions.
  std::string out;
};
int RunLedger(const LedgerOptions& options);

struct ExplainOptions {
  RegulationOptions regulation;
  FactsOptions facts;
  std::string row;                 // "甲村" or "村/甲村"
  std::string figure;              // Empty: the row's score, else its first payout.
  std::string view = "sentences";  // sentences | tree | ledger | attainable | json | all
};
int RunExplain(const ExplainOptions& options);

struct DocumentOptions {
  std::string name;  // A shipped template, a .docx file, or a draft (.json) to be issued.
  RegulationOptions regulation;
  FactsOptions facts;
  std::vector<std::string> rows;  // One document each.
  bool all = false;               // One for every assessee.
  std::string kind;               // What is assessed; empty: the first kind with a total.
  std::string period;             // 3月, 一季度
  std::string last_year;          // Facts of the year before.
  std::string given;              // YAML: number, issuer, date …
  std::vector<std::string> give;  // 名称=内容
  std::string format;             // docx | pdf | html | xlsx | json | text; empty: by `out`.
  std::string out;
};
int RunDocument(const DocumentOptions& options);

struct CompareOptions {
  RegulationOptions before;
  RegulationOptions after;  // folder empty: the same regulation with after.set.
  FactsOptions facts;
  bool text_only = false;  // Only the regulations, no facts.
  bool as_json = false;
  int most = 30;  // Rows shown.
};
int RunCompare(const CompareOptions& options);

struct TemplateOptions {
  RegulationOptions regulation;
  FactsOptions facts;
  std::string out;
  bool is_long = false;
  bool is_filled = false;  // With the facts in it.
};
int RunTemplate(const TemplateOptions& options);

struct HashOptions {
  RegulationOptions regulation;
  FactsOptions facts;
};
int RunHash(const HashOptions& options);

struct ReplayOptions {
  std::string result;  // JSON written by score.
  RegulationOptions regulation;
  FactsOptions facts;
};
int RunReplay(const ReplayOptions& options);

struct NewOptions {
  std::string folder;
  std::string title;
  std::string kind;
  std::string group;
  std::vector<std::string> indicators;  // 名称:分值
  int year = 0;                         // 0: this year.
  bool is_interactive = true;
};
int RunNew(const NewOptions& options);

struct ReportOptions {
  std::vector<std::string> paths;
  std::string format = "table";  // table | json | html
  std::string out;
  std::string least = "ask";  // check: sure | likely | ask
  std::string annotate;       // check: a folder for annotated copies; empty: none.
  std::string record;         // check: tables of facts to compare with; empty: none.
  int letters_min = 0;        // similar: 0 is the default of text::SimilarOptions.
};
int RunCheck(const ReportOptions& options);
int RunSimilar(const ReportOptions& options);

struct SuggestOptions {
  std::string file;             // A rubric.
  std::string folder;           // Where the draft goes; empty: nowhere.
  std::string title;            // Empty: that of the rubric.
  std::string kind = "单位";
  std::string group = "组";
  int year = 0;                 // 0: this year.
  std::string format = "table"; // table | json
  std::string out;
};
int RunSuggest(const SuggestOptions& options);

}  // namespace kaogong::cli
