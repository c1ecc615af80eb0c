// SPDX-License-Identifier: Apache-2.0
// kaogong check and similar: work reports, read by src/text.
#include <sstream>

#include "cli/commands.h"
#include "sheet/replace_file.h"
#include "text/command.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

text::OutputFormat FormatOf(const std::string& name) {
  if (name == "json") return text::OutputFormat::kJson;
  return name == "html" ? text::OutputFormat::kHtml : text::OutputFormat::kTable;
}

text::Certainty CertaintyOf(const std::string& name) {
  if (name == "sure") return text::Certainty::kSure;
  return name == "likely" ? text::Certainty::kLikely : text::Certainty::kAsk;
}

// Hands on what a command of src/text wrote, and its exit code as ours.
int Finish(const ReportOptions& options, int code, const std::ostringstream& out,
           const std::ostringstream& err) {
  std::fputs(err.str().c_str(), stderr);
  const auto written = WriteOutput(options.out, out.str());
  if (!written.ok()) return Fail(written.error());
  if (code == text::kExitUnread) return kExitFile;
  return code == text::kExitFound ? kExitFindings : kExitOk;
}

}  // namespace

int RunCheck(const ReportOptions& options) {
  text::CheckOptions check;
  check.paths.assign(options.paths.begin(), options.paths.end());
  check.format = FormatOf(options.format);
  check.language = OutputLanguage();
  check.least = CertaintyOf(options.least);
  if (!options.annotate.empty()) check.annotate_folder = fs::path(options.annotate);
  if (!options.record.empty()) check.record = fs::path(options.record);
  check.write = sheet::ReplaceFile;
  std::ostringstream out;
  std::ostringstream err;
  const int code = text::RunCheck(check, out, err);
  return Finish(options, code, out, err);
}

int RunSimilar(const ReportOptions& options) {
  text::SimilarCommandOptions similar;
  similar.paths.assign(options.paths.begin(), options.paths.end());
  similar.format = FormatOf(options.format);
  similar.language = OutputLanguage();
  if (options.letters_min > 0)
    similar.similar.letters_min = static_cast<std::size_t>(options.letters_min);
  std::ostringstream out;
  std::ostringstream err;
  const int code = text::RunSimilar(similar, out, err);
  return Finish(options, code, out, err);
}

}  // namespace kaogong::cli
