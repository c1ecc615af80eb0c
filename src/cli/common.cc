// SPDX-License-Identifier: Apache-2.0
#include "cli/common.h"

#include <algorithm>
#include <thread>

#include "base/sha256.h"
#include "base/utf8.h"
#include "cli/regulation_folder.h"
#include "cli/terminal.h"
#include "intake/facts_reader.h"
#include "scoring/plan.h"
#include "scoring/score.h"
#include "sheet/replace_file.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

Language g_language = Language::kChinese;

constexpr std::size_t kIssuesShown = 100;

std::optional<std::vector<std::pair<std::string, std::string>>> Overrides(
    const RegulationOptions& options) {
  std::vector<std::pair<std::string, std::string>> overrides;
  for (const std::string& text : options.set) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      Misuse(
          kaogong::Say("--set 要写成 名称=值，不是“{}”", "--set takes name=value, not '{}'", text));
      return std::nullopt;
    }
    overrides.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return overrides;
}

// Finds the folder of an imported regulation: --from id=folder, or a neighbour of this one.
Result<fs::path> FolderOf(const std::string& id, const LoadedRegulation& regulation,
                          const FactsOptions& options) {
  for (const std::string& text : options.from) {
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos && text.substr(0, equals) == id)
      return fs::path(text.substr(equals + 1));
  }
  fs::path above = fs::absolute(regulation.folder).lexically_normal();
  if (!above.has_filename()) above = above.parent_path();
  for (int i = 0; i < 2; ++i) {
    above = above.parent_path();
    const auto found = FindRegulationFolders(above / id);
    if (!found.empty()) return found.back();
  }
  return Error{
      ErrorCode::kNotFound,
      kaogong::Say("找不到被引用的办法 {0}；请用 --from {0}=文件夹 指明",
                   "cannot find the regulation {0} that is imported; say --from {0}=FOLDER", id)};
}

// Regulations being scored on behalf of one another; a second time round is a circle.
std::vector<std::string>& Importing() {
  static std::vector<std::string> importing;
  return importing;
}

class Importer {
 public:
  Importer(const LoadedRegulation& regulation, const FactsOptions& options)
      : regulation_(regulation), options_(options) {}

  // Scores every imported regulation once. False after an error, which has been printed.
  bool Prepare(int* exit_code) {
    for (const scheme::Field& field : regulation_.scheme().fields) {
      const std::string& id = field.imported_regulation;
      if (id.empty() || runs_.count(id) > 0) continue;
      auto& importing = Importing();
      if (importing.empty()) importing.push_back(regulation_.files.id);
      if (std::find(importing.begin(), importing.end(), id) != importing.end()) {
        *exit_code =
            Fail({ErrorCode::kInvalidInput,
                  kaogong::Say("办法之间循环引用：{} → {}", "regulations import each other: {} → {}",
                               fmt::format("{}", fmt::join(importing, " → ")), id)});
        return false;
      }
      const auto folder = FolderOf(id, regulation_, options_);
      if (!folder.ok()) {
        *exit_code = Fail(folder.error());
        return false;
      }
      importing.push_back(id);
      FactsOptions own = options_;
      own.facts.clear();
      auto run = LoadAndScore({folder.value().string(), 0, {}, {}}, own, {}, exit_code);
      importing.pop_back();
      if (!run) return false;
      runs_.emplace(id, std::move(*run));
    }
    if (Importing().size() == 1) Importing().clear();
    return true;
  }

  void Fill(facts::Builder* builder, Issues* issues) {
    const scheme::Scheme& scheme = regulation_.scheme();
    for (std::size_t i = 0; i < scheme.fields.size(); ++i) {
      const scheme::Field& field = scheme.fields[i];
      const auto run = runs_.find(field.imported_regulation);
      if (run == runs_.end()) continue;
      FillField(static_cast<scheme::FieldId>(i), run->second, builder, issues);
    }
  }

 private:
  void FillField(scheme::FieldId id, const Run& run, facts::Builder* builder, Issues* issues) {
    const scheme::Field& field = regulation_.scheme().field(id);
    const scheme::Scheme& other = run.regulation.scheme();
    scheme::FigureId figure = scheme::kNone;
    for (std::size_t i = 0; i < other.figures.size(); ++i) {
      const bool matches =
          other.figures[i].name == field.imported_figure && other.figures[i].level == scheme::kYear;
      if (matches) figure = static_cast<scheme::FigureId>(i);
    }
    if (figure == scheme::kNone) {
      issues->Error("import.no-figure", field.place,
                    kaogong::Say("办法 {0} 没有“{1}”这个全年的数",
                                 "regulation {0} has no yearly figure '{1}'",
                                 field.imported_regulation, field.imported_figure));
      return;
    }
    const auto ids = builder->ids(field.kind);
    for (std::size_t row = 0; row < ids.size(); ++row) {
      const auto found = run.facts.FindRow(other.figure(figure).kind, ids[row]);
      const auto value = found ? run.outcome.At(figure, *found, 0)
                               : scoring::Value::Without(scoring::State::kPending);
      const bool is_number = other.figure(figure).type == scheme::Type::kNumber;
      if (value.ok() && is_number && !value.number.ExactDecimal()) {
        issues->Error(
            "import.not-rounded", field.place,
            kaogong::Say("办法 {0} 的“{1}”没有舍入，是除不尽的数，不能引用",
                         "'{1}' of regulation {0} is a fraction without end and cannot "
                         "be imported",
                         field.imported_regulation, field.imported_figure),
            kaogong::Say("请在那个办法里写明保留几位小数", "round it in that regulation"));
        return;
      }
      if (value.ok())
        FillCell(id, static_cast<facts::Row>(row),
                 ShowValue(other, run.facts, figure, value, Language::kChinese), run, builder,
                 issues);
    }
  }

  void FillCell(scheme::FieldId id, facts::Row row, const std::string& text, const Run& run,
                facts::Builder* builder, Issues* issues) {
    const scheme::Field& field = regulation_.scheme().field(id);
    if (const auto problem = builder->SetCell(id, 0, row, text)) {
      // The facts give the imported figure themselves, and differently.
      issues->Error(problem->code, field.place,
                    kaogong::Say("“{0}”应引用 {1} 的结果 {2}:{3}",
                                 "'{0}' is imported from {1} as {2}: {3}", field.name,
                                 field.imported_regulation, text, problem->message.In(g_language)),
                    kaogong::Say("请从数据表中去掉这一列", "take the column out of the facts"));
      return;
    }
    facts::Provenance provenance;
    provenance.source = run.regulation.scheme().title;
    provenance.evidence = field.imported_figure;
    builder->SetProvenance(id, 0, row, std::move(provenance));
  }

  const LoadedRegulation& regulation_;
  const FactsOptions& options_;
  std::map<std::string, Run> runs_;
};

}  // namespace

Language OutputLanguage() { return g_language; }
void SetOutputLanguage(Language language) { g_language = language; }

void Say(std::FILE* stream, const Text& text) {
  std::fprintf(stream, "%s\n", text.In(g_language).c_str());
}

int Fail(const Error& error) {
  const std::string label = g_language == Language::kChinese ? "错误: " : "error: ";
  std::fprintf(stderr, "%s%s\n", Paint(label, Tone::kBad, HasColor(stderr)).c_str(),
               error.message.In(g_language).c_str());
  return error.code == ErrorCode::kNotFound || error.code == ErrorCode::kUnavailable
             ? kExitFile
             : kExitFindings;
}

int Misuse(const Text& message) {
  Fail({ErrorCode::kInvalidInput, message});
  return kExitUsage;
}

void PrintIssues(const Issues& issues, const regulation::RegulationFiles* files) {
  const bool color = HasColor(stderr);
  std::size_t shown = 0;
  for (const Issue& issue : issues.list()) {
    if (++shown > kIssuesShown) break;
    std::string_view source;
    if (files != nullptr) {
      for (const auto* list : {&files->documents, &files->parameters, &files->cases}) {
        for (const auto& file : *list) {
          if (file.path == issue.place.file) source = file.text;
        }
      }
    }
    const std::string text = Render(issue, g_language, source);
    const std::size_t line_end = text.find('\n');
    const Tone tone = issue.severity == Severity::kError ? Tone::kBad : Tone::kWarn;
    std::fprintf(stderr, "%s%s", Paint(text.substr(0, line_end), tone, color).c_str(),
                 text.substr(line_end).c_str());
  }
  if (issues.list().size() > kIssuesShown) {
    Say(stderr,
        kaogong::Say("……还有 {} 处", "... and {} more", issues.list().size() - kIssuesShown));
  }
}

std::optional<LoadedRegulation> LoadRegulation(const RegulationOptions& options, int* exit_code) {
  const auto overrides = Overrides(options);
  if (!overrides) {
    *exit_code = kExitUsage;
    return std::nullopt;
  }
  LoadedRegulation loaded;
  loaded.folder = options.folder;
  if (!fs::exists(loaded.folder / "regulation.md") && !fs::exists(loaded.folder / "regulation")) {
    // The folder of all versions stands for its newest.
    const auto versions = FindRegulationFolders(loaded.folder);
    if (!versions.empty()) loaded.folder = versions.back();
  }
  auto files = ReadRegulationFolder(loaded.folder);
  if (!files.ok()) {
    *exit_code = Fail(files.error());
    return std::nullopt;
  }
  loaded.files = std::move(files).value();
  regulation::CompileOptions compile;
  compile.year = options.year;
  compile.overrides = *overrides;
  if (!options.as_of.empty()) {
    const auto day = Date::ParseLenient(options.as_of);
    if (!day.ok()) {
      *exit_code = Misuse(day.error().message);
      return std::nullopt;
    }
    compile.as_of = day.value();
  }
  loaded.compiled = regulation::Compile(loaded.files, compile);
  PrintIssues(loaded.compiled.issues, &loaded.files);
  if (loaded.compiled.issues.has_errors()) {
    *exit_code = kExitFindings;
    return std::nullopt;
  }
  return loaded;
}

std::optional<facts::Facts> LoadFacts(const LoadedRegulation& regulation,
                                      const FactsOptions& options, int* exit_code) {
  const fs::path path =
      options.facts.empty() ? regulation.folder / "facts" : fs::path(options.facts);
  const auto files = intake::FactsFiles(path);
  if (!files.ok()) {
    *exit_code = Fail(files.error());
    return std::nullopt;
  }
  Importer importer(regulation, options);
  if (!importer.Prepare(exit_code)) return std::nullopt;
  Issues issues;
  Progress progress(kaogong::Say("读取数据", "reading facts"));
  intake::ReadHooks hooks;
  hooks.progress = [&](std::size_t rows) { progress.Show(rows); };
  hooks.finish = [&](facts::Builder* builder) { importer.Fill(builder, &issues); };
  auto facts = intake::ReadFacts(regulation.scheme(), files.value(), &issues, hooks);
  PrintIssues(issues, nullptr);
  if (!facts.ok()) {
    *exit_code = Fail(facts.error());
    return std::nullopt;
  }
  if (issues.has_errors()) {
    Say(stderr, kaogong::Say("数据有 {} 处错误，没有计分",
                             "{} errors in the facts; nothing was scored", issues.error_count()));
    *exit_code = kExitFindings;
    return std::nullopt;
  }
  return std::move(facts).value();
}

scoring::Outcome ScoreWithProgress(const scheme::Scheme& scheme, const facts::Facts& facts,
                                   const std::vector<scheme::FigureId>& wanted, int threads) {
  const scoring::Plan plan = scoring::MakePlan(scheme, facts, wanted);
  scoring::Outcome outcome = scoring::MakeOutcome(scheme, facts, plan);
  const facts::Row rows = facts.table(plan.partition).rows();
  if (threads <= 0) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  // Starting a thread costs more than a small run.
  if (rows < 2 * threads) threads = 1;
  Progress progress(kaogong::Say("计分", "scoring"));
  constexpr facts::Row kChunks = 50;
  std::vector<std::thread> workers;
  const auto work = [&](int index) {
    const auto begin = static_cast<facts::Row>(static_cast<std::int64_t>(rows) * index / threads);
    const auto end =
        static_cast<facts::Row>(static_cast<std::int64_t>(rows) * (index + 1) / threads);
    const facts::Row step = std::max<facts::Row>(1, (end - begin) / kChunks + 1);
    for (facts::Row at = begin; at < end; at += step) {
      scoring::RunPlan(scheme, facts, plan, {at, std::min(at + step, end)}, &outcome);
      if (index == 0)
        progress.Show(static_cast<std::size_t>(at - begin), static_cast<std::size_t>(end - begin));
    }
  };
  for (int i = 1; i < threads; ++i) workers.emplace_back(work, i);
  work(0);
  for (std::thread& worker : workers) worker.join();
  return outcome;
}

std::optional<Run> LoadAndScore(const RegulationOptions& options, const FactsOptions& facts_options,
                                const std::vector<std::string>& wanted, int* exit_code) {
  auto regulation = LoadRegulation(options, exit_code);
  if (!regulation) return std::nullopt;
  return ScoreLoaded(std::move(*regulation), facts_options, wanted, exit_code);
}

std::optional<Run> ScoreLoaded(LoadedRegulation regulation, const FactsOptions& options,
                               const std::vector<std::string>& wanted, int* exit_code) {
  const auto choices = FindFigures(regulation.scheme(), wanted);
  if (!choices.ok()) {
    *exit_code = Fail(choices.error());
    return std::nullopt;
  }
  auto facts = LoadFacts(regulation, options, exit_code);
  if (!facts) return std::nullopt;
  std::vector<scheme::FigureId> figures;
  for (const FigureChoice& choice : choices.value()) figures.push_back(choice.figure);
  Run run{std::move(regulation), std::move(*facts), {}};
  run.outcome = ScoreWithProgress(run.regulation.scheme(), run.facts, figures, options.threads);
  return run;
}

std::string FormatFor(const std::string& format, const std::string& out) {
  if (!format.empty()) return format;
  for (const char* known : {"csv", "json", "xlsx"}) {
    if (out.ends_with(std::string(".") + known)) return known;
  }
  return "table";
}

Result<void> WriteOutput(const std::string& path, const std::string& bytes) {
  if (!path.empty()) return sheet::ReplaceFile(path, bytes);
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
  return {};
}

std::string HeadingOf(const scheme::Scheme& scheme, scheme::FigureId figure, int period) {
  const scheme::Figure& definition = scheme.figure(figure);
  const scheme::Level& level = scheme.level(definition.level);
  if (level.count() == 1) return definition.name;
  return definition.name + "[" + level.periods[static_cast<std::size_t>(period)] + "]";
}

Result<std::vector<FigureChoice>> FindFigures(const scheme::Scheme& scheme,
                                              const std::vector<std::string>& names) {
  std::vector<FigureChoice> choices;
  for (const std::string& text : names) {
    std::string name = text;
    std::string period;
    const std::size_t open = text.find('[');
    if (open != std::string::npos && text.back() == ']') {
      name = text.substr(0, open);
      period = text.substr(open + 1, text.size() - open - 2);
    }
    FigureChoice choice;
    const std::size_t dot = name.find('.');
    const scheme::KindId kind =
        dot == std::string::npos ? scheme::kNone : scheme.FindKind(name.substr(0, dot));
    std::vector<std::string> known;
    for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
      const scheme::Figure& figure = scheme.figures[i];
      known.push_back(figure.name);
      const bool matches = kind == scheme::kNone
                               ? figure.name == name || figure.name + ".得分" == name
                               : figure.kind == kind && figure.name == name.substr(dot + 1);
      if (matches && choice.figure == scheme::kNone)
        choice.figure = static_cast<scheme::FigureId>(i);
    }
    if (choice.figure == scheme::kNone) {
      const std::string near = NearestName(name, known);
      return Error{
          ErrorCode::kInvalidInput,
          near.empty()
              ? kaogong::Say("办法里没有“{}”", "the regulation has no figure '{}'", name)
              : kaogong::Say("办法里没有“{}”，是否想写“{}”？",
                             "the regulation has no figure '{}'; did you mean '{}'?", name, near)};
    }
    if (!period.empty()) {
      const scheme::LevelId level = scheme.figure(choice.figure).level;
      choice.period = scheme::FindPeriod(level, scheme.level(level), period, scheme.year);
      if (!choice.period) {
        return Error{ErrorCode::kInvalidInput,
                     kaogong::Say("没有考核期“{}”", "there is no period '{}'", period)};
      }
    }
    choices.push_back(choice);
  }
  return choices;
}

bool IsHeadline(const scheme::Scheme& scheme, scheme::FigureId id) {
  const scheme::Figure& figure = scheme.figure(id);
  switch (figure.role) {
    case scheme::Role::kIndicator: {
      // Roots, and the blocks right below them.
      const scheme::FigureId parent = figure.parent;
      return parent == scheme::kNone ||
             (scheme.figure(parent).parent == scheme::kNone && !figure.children.empty());
    }
    case scheme::Role::kBonus:
    case scheme::Role::kDeduction:
      return figure.parent == scheme::kNone;
    case scheme::Role::kDefinition:
    case scheme::Role::kVeto:
    case scheme::Role::kCheck:
      return false;
    default:
      return true;
  }
}

}  // namespace kaogong::cli
