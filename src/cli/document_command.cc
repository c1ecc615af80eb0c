// SPDX-License-Identifier: Apache-2.0
// kaogong document: official documents filled in from a result, or a draft held against it again.
#include <algorithm>

#include "cli/commands.h"
#include "cli/lookup.h"
#include "cli/regulation_folder.h"
#include "cli/server_commands.h"
#include "cli/terminal.h"
#include "document/annual_report.h"
#include "document/catalogue.h"
#include "document/document_json.h"
#include "document/engine_record.h"
#include "document/given.h"
#include "document/render.h"
#include "document/result_workbook.h"
#include "document/template.h"
#include "document/verify.h"
#include "sheet/replace_file.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

// Prints findings; false when there is an error among them.
bool Pass(const Issues& issues) {
  PrintIssues(issues, nullptr);
  return !issues.has_errors();
}

// --- What is asked for

Result<std::string> TemplateFile(const std::string& name) {
  std::error_code failure;
  if (name.ends_with(".docx") || fs::exists(name, failure)) return name;
  const document::ShippedTemplate* const shipped = document::FindShipped(name);
  const std::string folder = Installed("templates", "templates");
  if (shipped != nullptr && !folder.empty())
    return folder + "/" + std::string(shipped->name) + ".docx";
  std::string known;
  for (const auto& one : document::ShippedTemplates()) {
    known += (known.empty() ? "" : OutputLanguage() == Language::kChinese ? "、" : ", ");
    known += OutputLanguage() == Language::kChinese ? one.title_zh : one.name;
  }
  return Error{
      ErrorCode::kNotFound,
      kaogong::Say("没有模板“{0}”；可用 .docx 文件，或其中之一：{1}",
                   "there is no template '{0}'; give a .docx file or one of {1}", name, known)};
}

Result<scheme::KindId> FindKind(const scheme::Scheme& scheme, const std::string& name) {
  if (name.empty()) return scheme::kNone;
  const scheme::KindId kind = scheme.FindKind(name);
  if (kind > 0 && !scheme.kind(kind).is_record) return kind;
  return Error{ErrorCode::kInvalidInput,
               kaogong::Say("办法里没有对象“{}”", "the regulation has no kind '{}'", name)};
}

// --- Records

// This year's result with what the office gives, and last year's if there is one.
struct Sources {
  Run run;
  std::optional<Run> last;
  document::GivenRecord given;
  std::optional<document::EngineRecord> last_record;
  std::optional<document::EngineRecord> engine;
  std::optional<document::LayeredRecord> record;
};

Result<void> ReadGiven(const DocumentOptions& options, Sources* sources) {
  if (!options.given.empty()) {
    KAOGONG_TRY_ASSIGN(const std::string yaml, ReadFile(options.given));
    KAOGONG_TRY_ASSIGN(sources->given, document::GivenRecord::Parse(yaml, options.given));
  }
  for (const std::string& text : options.give) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error{ErrorCode::kInvalidInput,
                   kaogong::Say("“{}”应写成 名称=内容", "'{}' should be NAME=TEXT", text)};
    }
    sources->given.Set("", text.substr(0, equals), text.substr(equals + 1));
  }
  return {};
}

Result<void> MakeRecords(const DocumentOptions& options, scheme::KindId kind, Sources* sources) {
  KAOGONG_TRY(ReadGiven(options, sources));
  const scheme::Scheme& scheme = sources->run.regulation.scheme();
  document::EngineOptions engine;
  engine.kind = kind;
  engine.day = document::DocumentDayOf(sources->given);
  KAOGONG_TRY_ASSIGN(engine.period, document::FindPeriod(scheme, kind, options.period));
  if (sources->last) {
    sources->last_record.emplace(document::ComputedResult{
        sources->last->regulation.scheme(), sources->last->facts, sources->last->outcome});
    engine.last_year = &*sources->last_record;
  }
  sources->engine.emplace(
      document::ComputedResult{scheme, sources->run.facts, sources->run.outcome}, engine);
  sources->record.emplace(sources->given, *sources->engine);
  return {};
}

// --- Output

Result<std::string> Render(const document::Document& document, const std::string& format) {
  if (format == "pdf") return document::RenderPdf(document);
  if (format == "html") return document::RenderHtml(document);
  if (format == "xlsx") return document::RenderXlsx(document);
  if (format == "json") return document::ToJson(document);
  if (format == "text") return document::TextOf(document);
  return document::RenderDocx(document);
}

std::string FormatOf(const DocumentOptions& options) {
  if (!options.format.empty()) return options.format;
  for (const char* const format : {"docx", "pdf", "html", "xlsx", "json"}) {
    if (options.out.ends_with(std::string(".") + format)) return format;
  }
  return options.out.empty() ? "text" : "docx";
}

// A name of a file: what a file system refuses becomes "_".
std::string FileName(std::string name) {
  for (char& byte : name) {
    if (byte == '/' || byte == '\\' || byte == ':' || byte == '"' || byte == '\0' || byte == '\n')
      byte = '_';
  }
  return name.size() > 200 ? name.substr(0, 200) : name;
}

struct Asked {
  std::optional<document::Template> form;  // Nothing: the annual report is drafted.
  std::vector<RowChoice> rows;             // Empty: one document of the whole.
};

// Fills in or drafts; nothing after findings, which it has printed.
Result<std::optional<document::Document>> MakeDocument(const Asked& asked, const Sources& sources,
                                                       const std::string& subject) {
  if (!asked.form) {
    KAOGONG_TRY_ASSIGN(auto drafted, document::DraftAnnualReport(*sources.record, subject));
    return std::optional(std::move(drafted));
  }
  Issues issues;
  KAOGONG_TRY_ASSIGN(auto filled, asked.form->Fill(*sources.record, subject, &issues));
  if (!Pass(issues)) filled.reset();
  return filled;
}

int WriteOne(const document::Document& document, const std::string& format,
             const std::string& path) {
  const auto bytes = Render(document, format);
  if (!bytes.ok()) return Fail(bytes.error());
  const auto written = WriteOutput(path, bytes.value());
  return written.ok() ? kExitOk : Fail(written.error());
}

int WriteAll(const DocumentOptions& options, const Asked& asked, const Sources& sources) {
  const std::string format = FormatOf(options);
  const bool is_folder = asked.rows.size() > 1;
  std::error_code failure;
  if (is_folder) fs::create_directories(options.out, failure);
  Progress progress(kaogong::Say("生成文件", "writing documents"));
  const std::size_t count = std::max<std::size_t>(asked.rows.size(), 1);
  for (std::size_t i = 0; i < count; ++i) {
    progress.Show(i, count);
    std::string subject;
    std::string path = options.out;
    if (!asked.rows.empty()) {
      const RowChoice& row = asked.rows[i];
      subject = sources.engine->ObjectOf(row.kind, row.row);
      const auto& table = sources.run.facts.table(row.kind);
      if (is_folder)
        path += "/" + FileName(table.ids[static_cast<std::size_t>(row.row)]) + "." + format;
    }
    const auto document = MakeDocument(asked, sources, subject);
    if (!document.ok()) return Fail(document.error());
    if (!document.value()) return kExitFindings;
    const int code = WriteOne(*document.value(), format, path);
    if (code != kExitOk) return code;
  }
  if (!options.out.empty())
    Say(stdout, kaogong::Say("已生成 {0} 份：{1}", "wrote {0}: {1}", count, options.out));
  return kExitOk;
}

// A draft is issued when everything in it is still so.
int IssueDraft(const DocumentOptions& options, const Sources& sources) {
  const auto json = ReadFile(options.name);
  if (!json.ok()) return Fail(json.error());
  auto draft = document::FromJson(json.value());
  if (!draft.ok()) return Fail(draft.error());
  const auto verified = document::Verify(draft.value(), *sources.record);
  if (!verified.ok()) {
    Say(stderr, verified.error().message);
    for (const Fault& fault : verified.error().faults) Say(stderr, fault.message);
    return kExitFindings;
  }
  if (options.out.empty()) {
    Say(stdout, kaogong::Say("{} 处数字与记录一致", "{} figures agree with the record",
                             document::CountFigures(draft.value())));
    return kExitOk;
  }
  return WriteOne(draft.value(), FormatOf(options), options.out);
}

Result<std::vector<RowChoice>> ChooseRows(const DocumentOptions& options, const Sources& sources) {
  std::vector<RowChoice> rows;
  for (const std::string& name : options.rows) {
    KAOGONG_TRY_ASSIGN(const RowChoice row, FindRow(sources.run, name));
    rows.push_back(row);
  }
  if (options.all) {
    const scheme::KindId kind = sources.engine->kind();
    for (const facts::Row row : sources.run.facts.table(kind).order) rows.push_back({kind, row});
  }
  return rows;
}

// The document's own figures need all that was computed.
std::optional<Sources> LoadSources(const DocumentOptions& options, int* exit_code) {
  auto run = LoadAndScore(options.regulation, options.facts, {}, exit_code);
  if (!run) return std::nullopt;
  Sources sources{std::move(*run), std::nullopt, {}, {}, {}, {}};
  if (!options.last_year.empty()) {
    RegulationOptions last = options.regulation;
    last.year = sources.run.regulation.scheme().year - 1;
    // Under this year's parameters: a change shows what was done, not what the rules were.
    if (last.as_of.empty()) last.as_of = sources.run.regulation.scheme().as_of.ToString();
    FactsOptions facts = options.facts;
    facts.facts = options.last_year;
    sources.last = LoadAndScore(last, facts, {}, exit_code);
    if (!sources.last) return std::nullopt;
  }
  return sources;
}

Result<document::Template> LoadTemplate(const std::string& name) {
  KAOGONG_TRY_ASSIGN(const std::string path, TemplateFile(name));
  KAOGONG_TRY_ASSIGN(const std::string bytes, ReadFile(path));
  Issues issues;
  KAOGONG_TRY_ASSIGN(
      auto form, document::Template::ReadDocx(bytes, fs::path(path).filename().string(), &issues));
  PrintIssues(issues, nullptr);
  if (form) return *std::move(form);
  return Error{
      ErrorCode::kInvalidInput,
      kaogong::Say("模板有 {} 处错误", "the template has {} mistakes", issues.error_count())};
}

int WriteWorkbook(const DocumentOptions& options, const Sources& sources) {
  const auto made = document::MakeResultWorkbook(
      {sources.run.regulation.scheme(), sources.run.facts, sources.run.outcome});
  if (!made.ok()) return Fail(made.error());
  const auto written = WriteOutput(options.out, made.value().bytes);
  if (!written.ok()) return Fail(written.error());
  Say(stdout, kaogong::Say("已生成 {0}：{1} 个公式，{2} 项数值不是公式",
                           "wrote {0}: {1} formulas, {2} figures as values", options.out,
                           made.value().formulas, made.value().unexpressed.size()));
  for (const document::Unexpressed& figure : made.value().unexpressed) {
    Say(stdout,
        kaogong::Say("  {0}：{1}", "  {0}: {2}", figure.figure, figure.why.zh, figure.why.en));
  }
  return kExitOk;
}

int Produce(const DocumentOptions& options, Sources* sources) {
  const auto* const shipped = document::FindShipped(options.name);
  if (shipped != nullptr && shipped->making == document::Making::kWorkbook)
    return WriteWorkbook(options, *sources);
  std::optional<document::Template> form;
  if (shipped == nullptr || shipped->making == document::Making::kTemplate) {
    auto read = LoadTemplate(options.name);
    if (!read.ok()) {
      const int code = Fail(read.error());
      return read.error().code == ErrorCode::kInvalidInput ? kExitFindings : code;
    }
    form = std::move(read).value();
  }
  auto rows = ChooseRows(options, *sources);
  if (!rows.ok()) return Fail(rows.error());
  const bool needs_row = shipped != nullptr && shipped->subject == document::Subject::kAssessee;
  if (needs_row && rows.value().empty())
    return Misuse(kaogong::Say("请用 --row 写明考核对象，或用 --all 生成全部",
                               "name whom it is about with --row, or all with --all"));
  if (rows.value().size() > 1 && options.out.empty())
    return Misuse(
        kaogong::Say("几份文件要用 --out 指明文件夹", "several documents need a folder: --out"));
  return WriteAll(options, {std::move(form), std::move(rows).value()}, *sources);
}

}  // namespace

int RunDocument(const DocumentOptions& options) {
  const auto* const shipped = document::FindShipped(options.name);
  const bool is_workbook = shipped != nullptr && shipped->making == document::Making::kWorkbook;
  const std::string format = is_workbook ? "xlsx" : FormatOf(options);
  const bool is_binary = format == "docx" || format == "pdf" || format == "xlsx";
  if (is_binary && options.out.empty())
    return Misuse(kaogong::Say("{} 要用 --out 指明文件", "{} needs a file: --out", format));
  int exit_code = kExitOk;
  auto sources = LoadSources(options, &exit_code);
  if (!sources) return exit_code;
  const auto kind = FindKind(sources->run.regulation.scheme(), options.kind);
  if (!kind.ok()) return Fail(kind.error());
  const auto made = MakeRecords(options, kind.value(), &*sources);
  if (!made.ok()) return Fail(made.error());
  if (!options.name.ends_with(".json")) return Produce(options, &*sources);
  return IssueDraft(options, *sources);
}

}  // namespace kaogong::cli
