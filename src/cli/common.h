// SPDX-License-Identifier: Apache-2.0
// What every command needs: language, messages, loading a regulation with its facts.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/issue.h"
#include "base/result.h"
#include "facts/facts.h"
#include "regulation/case.h"
#include "regulation/compile.h"
#include "scoring/outcome.h"

namespace kaogong::cli {

// Exit codes. Documented in docs/reference/command-line.md.
inline constexpr int kExitOk = 0;
// Errors in a regulation or facts, failed cases, a hash that differs.
inline constexpr int kExitFindings = 1;
inline constexpr int kExitUsage = 2;  // Wrong arguments.
inline constexpr int kExitFile = 3;   // A file or folder that cannot be found, read or written.
inline constexpr int kExitInternal = 70;

Language OutputLanguage();
void SetOutputLanguage(Language language);

// Prints a line in the output language.
void Say(std::FILE* stream, const Text& text);
// Prints the error and returns the exit code for it.
int Fail(const Error& error);
// Prints what is wrong with the arguments and returns kExitUsage.
int Misuse(const Text& message);

// How to read a regulation: the options that all commands share.
struct RegulationOptions {
  std::string folder;
  int year = 0;
  std::string as_of;
  std::vector<std::string> set;  // 名称=值
};

// How to read facts.
struct FactsOptions {
  std::string facts;              // File or folder; empty: the regulation's own facts/.
  std::vector<std::string> from;  // id=folder: where imported results come from.
  int threads = 0;                // 0: as many as there are processors.
};

struct LoadedRegulation {
  std::filesystem::path folder;
  regulation::RegulationFiles files;
  regulation::Compiled compiled;

  const scheme::Scheme& scheme() const { return compiled.scheme; }
};

struct Run {
  LoadedRegulation regulation;
  facts::Facts facts;
  scoring::Outcome outcome;
};

// Prints findings with their source lines to standard error.
void PrintIssues(const Issues& issues, const regulation::RegulationFiles* files);

// Reads and compiles. Findings are printed; nothing when there were errors, `exit_code` then says
// what to return.
std::optional<LoadedRegulation> LoadRegulation(const RegulationOptions& options, int* exit_code);

// Reads facts for the regulation, with results imported from other regulations (引用).
std::optional<facts::Facts> LoadFacts(const LoadedRegulation& regulation,
                                      const FactsOptions& options, int* exit_code);

// Scores a regulation. `wanted` as in scoring::Score.
std::optional<Run> ScoreLoaded(LoadedRegulation regulation, const FactsOptions& options,
                               const std::vector<std::string>& wanted, int* exit_code);

// Loads both and scores.
std::optional<Run> LoadAndScore(const RegulationOptions& options, const FactsOptions& facts_options,
                                const std::vector<std::string>& wanted, int* exit_code);

// Scores on several threads with progress.
scoring::Outcome ScoreWithProgress(const scheme::Scheme& scheme, const facts::Facts& facts,
                                   const std::vector<scheme::FigureId>& wanted, int threads);

// "csv" for "result.csv"; `format` when it is given, "table" when the name says nothing.
std::string FormatFor(const std::string& format, const std::string& out);

// Writes to a file (all or nothing) or, when `path` is empty, to standard output.
Result<void> WriteOutput(const std::string& path, const std::string& bytes);

// "总分", "村.总分", "得分[1月]" → figure and period. Errors: kNotFound with the nearest name.
struct FigureChoice {
  scheme::FigureId figure = scheme::kNone;
  std::optional<int> period;
};
Result<std::vector<FigureChoice>> FindFigures(const scheme::Scheme& scheme,
                                              const std::vector<std::string>& names);

// The name of a figure in a column heading: "总分" or "得分[1月]".
std::string HeadingOf(const scheme::Scheme& scheme, scheme::FigureId figure, int period);

// Ranks, grades, totals, payouts and coefficients, and the blocks of indicator trees: what a result
// shows unless asked for more.
bool IsHeadline(const scheme::Scheme& scheme, scheme::FigureId figure);

}  // namespace kaogong::cli
