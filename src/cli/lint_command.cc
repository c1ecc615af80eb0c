// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/regulation_folder.h"
#include "cli/terminal.h"
#include "regulation/linter.h"

namespace kaogong::cli {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

Json ToJson(const Issue& issue) {
  const Language language = OutputLanguage();
  Json json;
  json["file"] = issue.place.file;
  json["line"] = issue.place.line;
  json["column"] = issue.place.column;
  json["article"] = issue.place.article;
  json["severity"] = issue.severity == Severity::kError ? "error" : "warning";
  json["code"] = issue.code;
  json["message"] = issue.message.In(language);
  json["hint"] = issue.hint.In(language);
  return json;
}

struct Linted {
  Issues issues;
  regulation::Coverage coverage;
};

Linted Lint(const regulation::RegulationFiles& files, bool with_cases) {
  Linted linted;
  const regulation::Compiled compiled = regulation::Compile(files, {});
  std::vector<regulation::CaseResult> cases;
  if (with_cases && !compiled.issues.has_errors()) cases = regulation::RunAllCases(files);
  linted.issues = compiled.issues;
  linted.issues.Append(regulation::Lint(files, compiled, with_cases ? &cases : nullptr));
  linted.issues.SortByPlace();
  linted.coverage = regulation::CoverageOf(compiled.scheme);
  return linted;
}

}  // namespace

int RunLint(const LintOptions& options) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  int regulations = 0;
  Json list = Json::array();
  for (const std::string& root : options.folders) {
    const auto folders = FindRegulationFolders(root);
    if (folders.empty()) {
      return Fail({ErrorCode::kNotFound,
                   kaogong::Say("{} 里没有办法", "there is no regulation in {}", root)});
    }
    for (const fs::path& folder : folders) {
      const auto files = ReadRegulationFolder(folder);
      if (!files.ok()) return Fail(files.error());
      const Linted linted = Lint(files.value(), options.with_cases);
      errors += linted.issues.error_count();
      warnings += linted.issues.warning_count();
      ++regulations;
      if (options.as_json) {
        for (const Issue& issue : linted.issues.list()) list.push_back(ToJson(issue));
        continue;
      }
      PrintIssues(linted.issues, &files.value());
      const auto& coverage = linted.coverage;
      Say(stdout,
          kaogong::Say(
              "{0}: {1}条中 {2}条已编码，{3}条说明，{4}条未编码，{5}条未标明；{6}处错误，{7}处提醒",
              "{0}: of {1} articles {2} encoded, {3} informative, {4} not modelled, {5} unmarked; "
              "{6} errors, {7} warnings",
              folder.string(), coverage.articles(), coverage.encoded, coverage.informative,
              coverage.not_modelled, coverage.unmarked, linted.issues.error_count(),
              linted.issues.warning_count()));
    }
  }
  if (options.as_json) {
    std::printf("%s\n", list.dump(2).c_str());
  } else if (regulations > 1) {
    Say(stdout,
        kaogong::Say("共 {} 个办法，{} 处错误，{} 处提醒", "{} regulations, {} errors, {} warnings",
                     regulations, errors, warnings));
  }
  return errors > 0 ? kExitFindings : kExitOk;
}

int RunTest(const TestOptions& options) {
  int passed = 0;
  int failed = 0;
  const bool color = HasColor(stdout);
  std::vector<fs::path> folders;
  for (const std::string& root : options.folders) {
    const auto found = FindRegulationFolders(root);
    if (found.empty()) {
      return Fail({ErrorCode::kNotFound,
                   kaogong::Say("{} 里没有办法", "there is no regulation in {}", root)});
    }
    folders.insert(folders.end(), found.begin(), found.end());
  }
  Progress progress(kaogong::Say("运行案例", "running cases"));
  for (std::size_t i = 0; i < folders.size(); ++i) {
    progress.Show(i, folders.size());
    const auto files = ReadRegulationFolder(folders[i]);
    if (!files.ok()) return Fail(files.error());
    const regulation::Compiled compiled = regulation::Compile(files.value(), {});
    if (compiled.issues.has_errors()) {
      PrintIssues(compiled.issues, &files.value());
      ++failed;
      continue;
    }
    for (const regulation::CaseResult& result : regulation::RunAllCases(files.value())) {
      const bool ok = result.failures.empty();
      ++(ok ? passed : failed);
      if (ok && !options.is_verbose) continue;
      const std::string mark =
          OutputLanguage() == Language::kChinese ? (ok ? "通过" : "失败") : (ok ? "ok" : "FAILED");
      std::printf("%s %s:%d %s\n", Paint(mark, ok ? Tone::kGood : Tone::kBad, color).c_str(),
                  result.file.c_str(), result.line, result.title.c_str());
      std::fflush(stdout);
      PrintIssues(result.failures, &files.value());
    }
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed > 0 ? kExitFindings : kExitOk;
}

}  // namespace kaogong::cli
