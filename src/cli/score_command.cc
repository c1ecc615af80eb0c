// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/result_json.h"
#include "cli/terminal.h"
#include "sheet/csv_write.h"
#include "sheet/write.h"

namespace kaogong::cli {

namespace {

struct ColumnChoice {
  scheme::FigureId figure = scheme::kNone;
  int period = 0;
};

// The columns shown for one kind, in the order of the regulation.
std::vector<ColumnChoice> ColumnsOf(const Run& run, const ScoreOptions& options,
                                    scheme::KindId kind) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  std::vector<ColumnChoice> columns;
  const auto add = [&](scheme::FigureId id, std::optional<int> period) {
    if (scheme.figure(id).kind != kind) return;
    const int count = scheme.level(scheme.figure(id).level).count();
    for (int i = 0; i < count; ++i) {
      if (!period || *period == i) columns.push_back({id, i});
    }
  };
  if (!options.figures.empty()) {
    const auto choices = FindFigures(scheme, options.figures);
    for (const FigureChoice& choice : choices.value()) add(choice.figure, choice.period);
    return columns;
  }
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto id = static_cast<scheme::FigureId>(i);
    // Days and weeks would fill the screen; ask for them by name.
    const bool is_short = scheme.level(scheme.figure(id).level).count() <= 12;
    if (options.all || (IsHeadline(scheme, id) && is_short)) add(id, std::nullopt);
  }
  return columns;
}

std::vector<scheme::KindId> KindsShown(const Run& run, const ScoreOptions& options) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  std::vector<scheme::KindId> kinds;
  for (std::size_t kind = 0; kind < scheme.kinds.size(); ++kind) {
    const auto id = static_cast<scheme::KindId>(kind);
    if (!options.kind.empty() && scheme.kinds[kind].name != options.kind) continue;
    if (!ColumnsOf(run, options, id).empty()) kinds.push_back(id);
  }
  return kinds;
}

std::vector<std::vector<std::string>> Rows(const Run& run, const ScoreOptions& options,
                                           scheme::KindId kind) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const facts::Table& table = run.facts.table(kind);
  const auto columns = ColumnsOf(run, options, kind);
  const scheme::KindId parent = scheme.kind(kind).parent;
  const bool has_names = !table.names.empty();
  std::vector<std::vector<std::string>> rows(1);
  rows[0].push_back(scheme.kind(kind).name);
  if (has_names) rows[0].push_back(OutputLanguage() == Language::kChinese ? "名称" : "name");
  if (parent > 0) rows[0].push_back(scheme.kind(parent).name);
  for (const ColumnChoice& column : columns)
    rows[0].push_back(HeadingOf(scheme, column.figure, column.period));
  for (const facts::Row row : table.order) {
    std::vector<std::string> cells{table.ids[static_cast<std::size_t>(row)]};
    if (has_names) cells.push_back(table.NameOf(row));
    if (parent > 0)
      cells.push_back(run.facts.table(parent).NameOf(table.parents[static_cast<std::size_t>(row)]));
    for (const ColumnChoice& column : columns) {
      cells.push_back(ShowValue(scheme, run.facts, column.figure,
                                run.outcome.At(column.figure, row, column.period),
                                OutputLanguage()));
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::string TableText(const Run& run, const ScoreOptions& options) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  std::string text = scheme.title + "  " + scheme.version + "\n";
  for (const scheme::KindId kind : KindsShown(run, options))
    text += "\n" + RenderTable(Rows(run, options, kind));
  text += "\n" +
          kaogong::Say("结果指纹 {}", "result {}", ResultHash(scheme, run.facts, run.outcome))
              .In(OutputLanguage()) +
          "\n";
  return text;
}

std::string CsvText(const Run& run, const ScoreOptions& options) {
  std::string text;
  sheet::CsvStyle style;
  style.has_byte_order_mark = !options.out.empty();
  style.is_formula_escaped = true;
  sheet::CsvWriter writer(text, style);
  for (const scheme::KindId kind : KindsShown(run, options)) {
    for (const auto& row : Rows(run, options, kind)) writer.Row(row);
  }
  return text;
}

std::string WorkbookBytes(const Run& run, const ScoreOptions& options, int* exit_code) {
  sheet::Workbook workbook;
  workbook.title = run.regulation.scheme().title;
  workbook.language = OutputLanguage();
  for (const scheme::KindId kind : KindsShown(run, options)) {
    sheet::Sheet page;
    page.name = run.regulation.scheme().kind(kind).name;
    page.has_autofilter = true;
    page.frozen_columns = 1;
    const auto columns = ColumnsOf(run, options, kind);
    const auto rows = Rows(run, options, kind);
    const std::size_t labels = rows[0].size() - columns.size();
    for (const std::string& title : rows[0]) {
      sheet::Column column;
      column.title = title;
      page.columns.push_back(std::move(column));
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
      std::vector<sheet::Cell> cells;
      for (std::size_t j = 0; j < rows[i].size(); ++j) {
        const bool is_number = j >= labels && Decimal::Parse(rows[i][j]).has_value();
        cells.push_back(is_number ? sheet::Cell::Number(rows[i][j])
                                  : sheet::Cell::Text(rows[i][j]));
      }
      page.rows.push_back(std::move(cells));
    }
    workbook.sheets.push_back(std::move(page));
  }
  sheet::Sheet proof;
  proof.name = OutputLanguage() == Language::kChinese ? "依据" : "basis";
  proof.columns.resize(2);
  proof.columns[0].title = OutputLanguage() == Language::kChinese ? "项目" : "item";
  proof.columns[1].title = OutputLanguage() == Language::kChinese ? "内容" : "value";
  const scheme::Scheme& scheme = run.regulation.scheme();
  const std::pair<Text, std::string> lines[] = {
      {{"办法", "regulation"}, scheme.title},
      {{"版本", "version"}, scheme.version},
      {{"考核年度", "year"}, std::to_string(scheme.year)},
      {{"办法指纹", "regulation hash"}, scheme.content_hash},
      {{"数据指纹", "facts hash"}, run.facts.content_hash},
      {{"结果指纹", "result hash"}, ResultHash(scheme, run.facts, run.outcome)}};
  for (const auto& [label, value] : lines) {
    proof.rows.push_back({sheet::Cell::Text(label.In(OutputLanguage())), sheet::Cell::Text(value)});
  }
  workbook.sheets.push_back(std::move(proof));
  auto bytes = sheet::RenderWorkbook(workbook);
  if (bytes.ok()) return std::move(bytes).value();
  *exit_code = Fail(bytes.error());
  return {};
}

// Checks of the facts (校验) that do not hold.
int PrintFailedChecks(const Run& run) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  int failed = 0;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.role != scheme::Role::kCheck || !run.outcome.figures[i].front().is_kept()) continue;
    for (int period = 0; period < scheme.level(figure.level).count(); ++period) {
      for (facts::Row row = 0; row < run.facts.table(figure.kind).rows(); ++row) {
        const scoring::Value value = run.outcome.At(static_cast<scheme::FigureId>(i), row, period);
        if (!value.ok() || value.truth()) continue;
        if (++failed > 20) continue;
        Say(stderr, kaogong::Say("校验不通过:{0}“{1}”{2}", "check failed: {0} '{1}' {2}",
                                 scheme.kind(figure.kind).name,
                                 run.facts.table(figure.kind).NameOf(row), figure.message));
      }
    }
  }
  return failed;
}

}  // namespace

int RunScore(const ScoreOptions& options) {
  int exit_code = kExitOk;
  const bool is_json = options.format == Format::kJson;
  const auto run = LoadAndScore(options.regulation, options.facts, options.figures, &exit_code);
  if (!run) return exit_code;
  const scheme::Scheme& scheme = run->regulation.scheme();
  if (!options.kind.empty() && scheme.FindKind(options.kind) == scheme::kNone) {
    return Fail({ErrorCode::kInvalidInput,
                 kaogong::Say("没有对象“{}”", "there is no kind '{}'", options.kind)});
  }
  std::string bytes;
  switch (options.format) {
    case Format::kTable:
      bytes = TableText(*run, options);
      break;
    case Format::kCsv:
      bytes = CsvText(*run, options);
      break;
    case Format::kXlsx:
      if (options.out.empty()) {
        Say(stderr, kaogong::Say("xlsx 要用 --out 指明文件", "xlsx needs a file: --out"));
        return kExitUsage;
      }
      bytes = WorkbookBytes(*run, options, &exit_code);
      break;
    case Format::kJson:
      break;
  }
  if (is_json) {
    std::vector<scheme::FigureId> figures;
    for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
      if (run->outcome.figures[i].front().is_kept())
        figures.push_back(static_cast<scheme::FigureId>(i));
    }
    bytes = ResultJson(*run, figures).dump(2) + "\n";
  }
  if (exit_code != kExitOk) return exit_code;
  const auto written = WriteOutput(options.out, bytes);
  if (!written.ok()) return Fail(written.error());
  return PrintFailedChecks(*run) > 0 ? kExitFindings : kExitOk;
}

}  // namespace kaogong::cli
