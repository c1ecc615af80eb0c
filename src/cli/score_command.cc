// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/result_book.h"
#include "cli/result_json.h"
#include "cli/terminal.h"
#include "office/library/figure_text.h"
#include "scoring/score.h"
#include "sheet/csv_write.h"
#include "sheet/write.h"

namespace kaogong::cli {

namespace {

// Follows the heading of a column that a screen does not show in full.
constexpr std::string_view kAbout = "≈";

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

// The place of a value among others: smaller is better.
Rational OrderOf(const Run& run, scheme::FigureId id, const scoring::Value& value) {
  const scheme::Figure& figure = run.regulation.scheme().figure(id);
  if (figure.role == scheme::Role::kRanking) return value.number;
  if (figure.type == scheme::Type::kNumber) return -value.number;
  const std::string text =
      ShowValue(run.regulation.scheme(), run.facts, id, value, Language::kChinese);
  const auto at = std::find(figure.grades.begin(), figure.grades.end(), text);
  return Rational(at - figure.grades.begin());
}

// The rows to show, best first when the options say by what; rows without a value come last.
std::vector<facts::Row> RowsOf(const Run& run, const ScoreOptions& options, scheme::KindId kind) {
  std::vector<facts::Row> rows(run.facts.table(kind).order.begin(),
                               run.facts.table(kind).order.end());
  if (!options.sort.empty()) {
    const FigureChoice by = FindFigures(run.regulation.scheme(), {options.sort}).value().front();
    std::vector<std::pair<std::optional<Rational>, facts::Row>> keys;
    for (const facts::Row row : rows) {
      const scoring::Value value = run.outcome.At(by.figure, row, by.period.value_or(0));
      keys.emplace_back(value.ok() ? std::optional(OrderOf(run, by.figure, value)) : std::nullopt,
                        row);
    }
    std::stable_sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
      if (!a.first || !b.first) return a.first.has_value() && !b.first.has_value();
      return options.is_reversed ? *b.first < *a.first : *a.first < *b.first;
    });
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keys[i].second;
  }
  if (options.top > 0 && rows.size() > static_cast<std::size_t>(options.top))
    rows.resize(static_cast<std::size_t>(options.top));
  return rows;
}

struct Page {
  std::vector<std::vector<std::string>> rows;  // The first one is the heading.
  std::size_t labels = 0;                      // Columns that say whose row it is.
  std::vector<ColumnChoice> columns;           // The others.
  std::vector<facts::Row> of;                  // Rows below the heading.
  bool is_cut = false;
  int pending = 0;
};

enum class Digits { kScreen, kAll };

Page PageOf(const Run& run, const ScoreOptions& options, scheme::KindId kind, Digits digits) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const facts::Table& table = run.facts.table(kind);
  const scheme::KindId parent = scheme.kind(kind).parent;
  const bool has_names = !table.names.empty();
  Page page;
  page.columns = ColumnsOf(run, options, kind);
  page.of = RowsOf(run, options, kind);
  page.rows.resize(1);
  page.rows[0].push_back(scheme.kind(kind).name);
  if (has_names) page.rows[0].push_back(kaogong::Say("名称", "name").In(OutputLanguage()));
  if (parent > 0) page.rows[0].push_back(scheme.kind(parent).name);
  page.labels = page.rows[0].size();
  for (const ColumnChoice& column : page.columns)
    page.rows[0].push_back(HeadingOf(scheme, column.figure, column.period));
  // A record has no identifier: its number in the order of the facts.
  std::vector<std::size_t> number(table.order.size());
  for (std::size_t i = 0; i < table.order.size(); ++i)
    number[static_cast<std::size_t>(table.order[i])] = i + 1;
  for (const facts::Row row : page.of) {
    const auto at = static_cast<std::size_t>(row);
    std::vector<std::string> cells{scheme.kind(kind).is_record ? std::to_string(number[at])
                                                               : table.ids[at]};
    if (has_names) cells.push_back(table.NameOf(row));
    if (parent > 0)
      cells.push_back(run.facts.table(parent).NameOf(table.parents[static_cast<std::size_t>(row)]));
    for (const ColumnChoice& column : page.columns) {
      const scoring::Value value = run.outcome.At(column.figure, row, column.period);
      const auto show =
          digits == Digits::kScreen ? office::library::ShowOnScreen : office::library::ShowDigits;
      office::library::FigureText text =
          show(scheme, run.facts, column.figure, value, OutputLanguage());
      std::string& heading = page.rows[0][cells.size()];
      if (text.is_cut && digits == Digits::kScreen && !heading.ends_with(kAbout)) heading += kAbout;
      page.is_cut = page.is_cut || text.is_cut;
      if (value.state == scoring::State::kPending) ++page.pending;
      cells.push_back(std::move(text.text));
    }
    page.rows.push_back(std::move(cells));
  }
  return page;
}

std::string TableText(const Run& run, const ScoreOptions& options) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const Language language = OutputLanguage();
  std::string text = TitleLine(scheme) + "\n";
  bool is_cut = false;
  int pending = 0;
  for (const scheme::KindId kind : KindsShown(run, options)) {
    const Page page = PageOf(run, options, kind, Digits::kScreen);
    text += "\n" + RenderTable(page.rows, {options.out.empty() ? TerminalWidth() : 0, page.labels});
    is_cut = is_cut || page.is_cut;
    pending += page.pending;
  }
  text += "\n";
  if (is_cut) {
    text += kaogong::Say("≈ 未作舍入的数，表中只显示 {} 位小数；--format csv 写出全部位数\n",
                         "≈ not rounded by the regulation, shown to {} places; --format csv has "
                         "all digits\n",
                         office::library::kScreenPlaces)
                .In(language);
  }
  if (pending > 0) {
    text += kaogong::Say("待定 {} 处：数据还没有报齐，kaogong explain 会列出缺哪些\n",
                         "{} pending: facts are missing, kaogong explain lists which\n", pending)
                .In(language);
  }
  return text +
         kaogong::Say("结果指纹 {}", "result {}",
                      scoring::ResultHash(scheme, run.facts, run.outcome))
             .In(language) +
         "\n";
}

std::string CsvText(const Run& run, const ScoreOptions& options) {
  std::string text;
  sheet::CsvStyle style;
  style.has_byte_order_mark = !options.out.empty();
  style.is_formula_escaped = true;
  sheet::CsvWriter writer(text, style);
  for (const scheme::KindId kind : KindsShown(run, options)) {
    for (const auto& row : PageOf(run, options, kind, Digits::kAll).rows) writer.Row(row);
  }
  return text;
}

std::string NumberFormatOf(const scheme::Figure& figure, bool is_cut) {
  if (figure.type != scheme::Type::kNumber) return {};
  if (is_cut) return "0." + std::string(office::library::kScreenPlaces, '0');
  if (figure.places <= 0) return {};
  const std::string places = "." + std::string(static_cast<std::size_t>(figure.places), '0');
  return (figure.role == scheme::Role::kPayout ? "#,##0" : "0") + places;
}

sheet::Sheet SheetOf(const Run& run, const ScoreOptions& options, scheme::KindId kind) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const Page page = PageOf(run, options, kind, Digits::kScreen);
  sheet::Sheet sheet;
  sheet.name = scheme.kind(kind).name;
  sheet.has_autofilter = true;
  sheet.frozen_columns = 1;
  sheet.is_landscape = page.rows[0].size() > 8;
  for (std::size_t i = 0; i < page.rows[0].size(); ++i) {
    sheet::Column column;
    column.title = page.rows[0][i];
    if (i >= page.labels) {
      const bool is_cut = column.title.ends_with(kAbout);
      if (is_cut) column.title.resize(column.title.size() - kAbout.size());
      column.format = NumberFormatOf(scheme.figure(page.columns[i - page.labels].figure), is_cut);
    }
    sheet.columns.push_back(std::move(column));
  }
  for (std::size_t i = 1; i < page.rows.size(); ++i) {
    std::vector<sheet::Cell> cells;
    for (std::size_t j = 0; j < page.rows[i].size(); ++j) {
      cells.push_back(sheet::Cell::Text(page.rows[i][j]));
      if (j < page.labels) continue;
      const ColumnChoice& column = page.columns[j - page.labels];
      const scoring::Value value = run.outcome.At(column.figure, page.of[i - 1], column.period);
      if (value.ok() && scheme.figure(column.figure).type == scheme::Type::kNumber)
        cells.back() = sheet::Cell::Number(office::library::DigitsForSpreadsheet(value.number));
    }
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

Result<std::string> WorkbookBytes(const Run& run, const ScoreOptions& options) {
  sheet::Workbook workbook;
  workbook.title = run.regulation.scheme().title;
  workbook.language = OutputLanguage();
  for (const scheme::KindId kind : KindsShown(run, options))
    workbook.sheets.push_back(SheetOf(run, options, kind));
  workbook.sheets.push_back(BasisSheet(run));
  return sheet::RenderWorkbook(workbook);
}

std::string JsonText(const Run& run) {
  std::vector<scheme::FigureId> figures;
  for (std::size_t i = 0; i < run.outcome.figures.size(); ++i) {
    if (run.outcome.figures[i].front().is_kept())
      figures.push_back(static_cast<scheme::FigureId>(i));
  }
  return ResultJson(run, figures).dump(2) + "\n";
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
        Say(stderr, kaogong::Say("校验不通过：{0}“{1}”{2}", "check failed: {0} '{1}' {2}",
                                 scheme.kind(figure.kind).name,
                                 run.facts.table(figure.kind).NameOf(row), figure.message));
      }
    }
  }
  return failed;
}

// The figures to compute: those named, those of one kind for a program, else all.
std::vector<std::string> WantedOf(const scheme::Scheme& scheme, const ScoreOptions& options,
                                  bool is_json) {
  std::vector<std::string> wanted = options.figures;
  if (wanted.empty() && is_json && !options.kind.empty()) {
    for (const scheme::Figure& figure : scheme.figures) {
      if (scheme.kind(figure.kind).name == options.kind)
        wanted.push_back(options.kind + "." + figure.name);
    }
  }
  if (!wanted.empty() && !options.sort.empty()) wanted.push_back(options.sort);
  return wanted;
}

// Says what does not go together or is not in the regulation.
Result<void> CheckOptions(const scheme::Scheme& scheme, const ScoreOptions& options) {
  if (!options.kind.empty() && scheme.FindKind(options.kind) == scheme::kNone) {
    std::vector<std::string> kinds;
    for (const scheme::Kind& kind : scheme.kinds) kinds.push_back(kind.name);
    const std::string near = NearestName(options.kind, kinds);
    return Error{ErrorCode::kInvalidInput,
                 near.empty() ? kaogong::Say("没有对象“{}”", "there is no kind '{}'", options.kind)
                              : kaogong::Say("没有对象“{}”，是否想写“{}”？",
                                             "there is no kind '{}'; did you mean '{}'?",
                                             options.kind, near)};
  }
  if (options.sort.empty()) return {};
  KAOGONG_TRY_ASSIGN(const auto by, FindFigures(scheme, {options.sort}));
  const std::string& kind = scheme.kind(scheme.figure(by.front().figure).kind).name;
  if (options.kind.empty() || options.kind == kind) return {};
  return Error{ErrorCode::kInvalidInput,
               kaogong::Say("“{}”是{}的，不能给{}排序", "'{}' belongs to {} and cannot sort {}",
                            options.sort, kind, options.kind)};
}

}  // namespace

int RunScore(const ScoreOptions& given) {
  ScoreOptions options = given;
  const std::string format = FormatFor(options.format, options.out);
  const bool is_json = format == "json";
  if (format == "xlsx" && options.out.empty())
    return Misuse(kaogong::Say("xlsx 要用 --out 指明文件", "xlsx needs a file: --out"));
  if (is_json && (!options.sort.empty() || options.top > 0)) {
    return Misuse(kaogong::Say("json 保持数据的次序，不能与 --sort、--top 同用",
                               "json keeps the order of the facts: not with --sort or --top"));
  }
  if (options.sort.empty() && options.is_reversed)
    return Misuse(kaogong::Say("--reverse 要与 --sort 同用", "--reverse goes with --sort"));
  int exit_code = kExitOk;
  auto regulation = LoadRegulation(options.regulation, &exit_code);
  if (!regulation) return exit_code;
  if (const auto checked = CheckOptions(regulation->scheme(), options); !checked.ok())
    return Fail(checked.error());
  const auto wanted = WantedOf(regulation->scheme(), options, is_json);
  const auto run = ScoreLoaded(std::move(*regulation), options.facts, wanted, &exit_code);
  if (!run) return exit_code;
  const scheme::Scheme& scheme = run->regulation.scheme();
  if (!options.sort.empty()) {
    const auto by = FindFigures(scheme, {options.sort});
    options.kind = scheme.kind(scheme.figure(by.value().front().figure).kind).name;
  }
  Result<std::string> bytes = std::string();
  if (is_json) {
    bytes = JsonText(*run);
  } else if (format == "csv") {
    bytes = CsvText(*run, options);
  } else if (format == "xlsx") {
    bytes = WorkbookBytes(*run, options);
  } else {
    bytes = TableText(*run, options);
  }
  if (!bytes.ok()) return Fail(bytes.error());
  const auto written = WriteOutput(options.out, bytes.value());
  if (!written.ok()) return Fail(written.error());
  return PrintFailedChecks(*run) > 0 ? kExitFindings : kExitOk;
}

}  // namespace kaogong::cli
