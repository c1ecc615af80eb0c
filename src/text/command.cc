// SPDX-License-Identifier: Apache-2.0
#include "text/command.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>

#include "importer/file.h"
#include "text/check.h"
#include "text/document.h"
#include "text/output/check_output.h"
#include "text/output/similar_output.h"
#include "text/similar/weights.h"

namespace kaogong::text {
namespace {

namespace fs = std::filesystem;

bool IsReportName(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const char* known : {".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf"}) {
    if (extension == known) return true;
  }
  return false;
}

// Word keeps "~$name.docx" beside an open document.
bool IsLockFile(const fs::path& path) { return path.filename().string().starts_with("~$"); }

std::vector<fs::path> Expand(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    auto it = fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, error);
    while (!error && it != fs::recursive_directory_iterator()) {
      if (it->is_regular_file(error) && IsReportName(it->path()) && !IsLockFile(it->path())) {
        inside.push_back(it->path());
      }
      it.increment(error);
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

void Complain(const fs::path& path, const Error& error, Language language, std::ostream& err) {
  err << path.string() << ": " << error.message.In(language) << "\n";
}

void ComplainOfNone(Language language, std::ostream& err) {
  err << Say("没有找到报告(txt md html docx pdf)", "no reports found (txt md html docx pdf)").In(language)
      << "\n";
}

// One report with what belongs to it; the parts point at each other, so it stays where it is.
struct Held {
  fs::path path;
  Report report;
  Document document;
  Outcome outcome;

  CheckedReport View() const { return {&report, &document, &outcome}; }
};

std::unique_ptr<Held> CheckOne(const fs::path& path, Report report, const Record* record, Certainty least) {
  auto held = std::make_unique<Held>();
  held->path = path;
  held->report = std::move(report);
  held->document = Analyze(held->report);
  held->outcome = Check(held->document, record);
  std::erase_if(held->outcome.findings, [&](const Finding& finding) { return finding.certainty > least; });
  return held;
}

Result<void> Annotate(const Held& held, const CheckOptions& options) {
  std::error_code error;
  fs::create_directories(*options.annotate_folder, error);
  fs::path target = *options.annotate_folder / held.path.filename();
  if (held.report.format != Format::kDocx) {
    target += ".html";
    return options.write(target, CheckHtml({held.View()}, options.language));
  }
  if (fs::equivalent(target, held.path, error)) {
    return Error{ErrorCode::kConflict,
                 Say("批注副本会覆盖原文件 {}，请另选文件夹", "the annotated copy would replace {}; choose another folder",
                     held.path.string())};
  }
  KAOGONG_TRY_ASSIGN(const importer::FileBytes file,
                     importer::FileBytes::Open(held.path, options.limits.file_bytes_max));
  KAOGONG_TRY_ASSIGN(const std::string annotated, AnnotateDocx(file.bytes(), held.View(), options.language));
  return options.write(target, annotated);
}

// Reads the record, and says what is wrong with it.
bool TakeRecord(const fs::path& path, Language language, std::optional<Record>& record, std::ostream& err) {
  Issues issues;
  auto read = ReadRecord(path, issues);
  for (const Issue& issue : issues.list()) err << Render(issue, language);
  if (!read.ok()) Complain(path, read.error(), language, err);
  if (!read.ok() || issues.has_errors()) return false;
  record = std::move(read).value();
  if (!record->measurements.empty()) return true;
  err << Say("{}：没有可以核对的数据", "{}: holds no figures to compare with", path.string()).In(language) << "\n";
  return false;
}

std::string RenderCheck(const std::vector<CheckedReport>& reports, const CheckOptions& options) {
  switch (options.format) {
    case OutputFormat::kTable:
      return CheckTable(reports, options.language);
    case OutputFormat::kJson:
      return CheckJson(reports);
    case OutputFormat::kHtml:
      return CheckHtml(reports, options.language);
  }
  return {};
}

}  // namespace

int RunCheck(const CheckOptions& options, std::ostream& out, std::ostream& err) {
  std::optional<Record> record;
  if (options.record && !TakeRecord(*options.record, options.language, record, err)) return kExitUnread;
  std::vector<std::unique_ptr<Held>> all;
  const std::vector<fs::path> paths = Expand(options.paths);
  bool is_unread = paths.empty();
  if (is_unread) ComplainOfNone(options.language, err);
  for (const fs::path& path : paths) {
    auto report = ReadReportFile(path, options.limits);
    if (!report.ok()) {
      Complain(path, report.error(), options.language, err);
      is_unread = true;
      continue;
    }
    all.push_back(CheckOne(path, std::move(report).value(), record ? &*record : nullptr, options.least));
    if (!options.annotate_folder) continue;
    if (const auto written = Annotate(*all.back(), options); !written.ok()) {
      Complain(path, written.error(), options.language, err);
      is_unread = true;
    }
  }
  std::vector<CheckedReport> views;
  bool is_found = false;
  for (const auto& held : all) {
    views.push_back(held->View());
    is_found = is_found || !held->outcome.findings.empty();
  }
  out << RenderCheck(views, options);
  if (is_unread) return kExitUnread;
  return is_found ? kExitFound : kExitClean;
}

int RunSimilar(const SimilarCommandOptions& options, std::ostream& out, std::ostream& err) {
  std::vector<Report> reports;
  const std::vector<fs::path> paths = Expand(options.paths);
  bool is_unread = paths.empty();
  if (is_unread) ComplainOfNone(options.language, err);
  for (const fs::path& path : paths) {
    if (reports.size() == Sentences::kReportsMax) {
      err << Say("报告超过 {} 份，其余未比较", "over {} reports; the rest is not compared", Sentences::kReportsMax)
                 .In(options.language)
          << "\n";
      is_unread = true;
      break;
    }
    auto report = ReadReportFile(path, options.limits);
    if (report.ok()) {
      reports.push_back(std::move(report).value());
    } else {
      Complain(path, report.error(), options.language, err);
      is_unread = true;
    }
  }
  const SimilarResult result = FindSimilar(reports, options.similar);
  switch (options.format) {
    case OutputFormat::kTable:
      out << SimilarTable(reports, result, options.language);
      break;
    case OutputFormat::kJson:
      out << SimilarJson(reports, result);
      break;
    case OutputFormat::kHtml:
      out << SimilarHtml(reports, result, options.language);
      break;
  }
  if (is_unread) return kExitUnread;
  return result.pairs.empty() ? kExitClean : kExitFound;
}

}  // namespace kaogong::text
