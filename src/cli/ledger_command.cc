// SPDX-License-Identifier: Apache-2.0
// kaogong ledger: the lines of a figure for all rows, to be filed, checked or computed with.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/lookup.h"
#include "cli/result_book.h"
#include "cli/terminal.h"
#include "explain/ledger.h"
#include "explain/sentences.h"
#include "office/library/figure_text.h"
#include "scoring/score.h"
#include "sheet/csv_write.h"
#include "sheet/write.h"

namespace kaogong::cli {

using Json = nlohmann::ordered_json;

namespace {

struct Entry {
  facts::Row row = 0;
  int period = 0;
  explain::Ledger ledger;
};

struct Ledgers {
  scheme::FigureId figure = scheme::kNone;
  std::vector<Entry> entries;
};

std::string In(const char* zh, const char* en) {
  return OutputLanguage() == Language::kChinese ? zh : en;
}

// The first total of the regulation, else what matters most for the first kind with figures.
scheme::FigureId FirstTotal(const scheme::Scheme& scheme) {
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    if (scheme.figures[i].role == scheme::Role::kTotal) return static_cast<scheme::FigureId>(i);
  }
  for (std::size_t kind = 0; kind < scheme.kinds.size(); ++kind) {
    const auto figure = DefaultFigure(scheme, static_cast<scheme::KindId>(kind));
    if (figure != scheme::kNone) return figure;
  }
  return scheme::kNone;
}

Result<FigureChoice> ChooseFigure(const scheme::Scheme& scheme, const std::string& name) {
  FigureChoice choice;
  choice.figure = FirstTotal(scheme);
  if (!name.empty()) {
    KAOGONG_TRY_ASSIGN(const auto found, FindFigures(scheme, {name}));
    choice = found.front();
  }
  if (choice.figure == scheme::kNone ||
      scheme.figure(choice.figure).type != scheme::Type::kNumber) {
    return Error{ErrorCode::kInvalidInput,
                 kaogong::Say("“{}”不是数，没有台账", "'{}' is no number and has no ledger", name)};
  }
  return choice;
}

Result<std::vector<facts::Row>> ChooseRows(const Run& run, scheme::KindId kind,
                                           const std::vector<std::string>& names) {
  if (names.empty()) return run.facts.table(kind).order;
  std::vector<facts::Row> rows;
  for (const std::string& name : names) {
    const bool is_qualified = name.find('/') != std::string::npos;
    KAOGONG_TRY_ASSIGN(
        const RowChoice found,
        FindRow(run, is_qualified ? name : run.regulation.scheme().kind(kind).name + "/" + name));
    if (found.kind != kind) {
      return Error{ErrorCode::kInvalidInput,
                   kaogong::Say("“{}”没有这个数", "'{}' has no such figure", name)};
    }
    rows.push_back(found.row);
  }
  return rows;
}

Ledgers Collect(const Run& run, const FigureChoice& choice, const std::vector<facts::Row>& rows) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  scoring::Reference reference(scheme, run.facts);
  AdoptOutcome(run, &reference);
  const int periods = scheme.level(scheme.figure(choice.figure).level).count();
  Ledgers ledgers{choice.figure, {}};
  Progress progress(kaogong::Say("编台账", "writing ledgers"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    progress.Show(i, rows.size());
    for (int period = 0; period < periods; ++period) {
      if (choice.period && *choice.period != period) continue;
      ledgers.entries.push_back(
          {rows[i], period, explain::MakeLedger(reference, choice.figure, rows[i], period)});
    }
  }
  return ledgers;
}

// 月评得分[1月]; a row of another kind by its name: 得分(甲村).
std::string ItemOf(const Run& run, const Ledgers& ledgers, const explain::Ledger& ledger,
                   const explain::LedgerLine& line) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  std::string item = ledger.PathOf(scheme, line);
  const scheme::Level& level = scheme.level(line.level);
  if (level.count() > 1) item += "[" + level.periods[static_cast<std::size_t>(line.period)] + "]";
  const bool is_elsewhere = line.row_kind != scheme.figure(ledgers.figure).kind;
  if (is_elsewhere && line.row_kind > 0 && !scheme.kind(line.row_kind).is_record)
    item += "(" + run.facts.table(line.row_kind).NameOf(line.row) + ")";
  return item;
}

std::string Signed(const Decimal& amount) {
  return (amount.units() > 0 ? "+" : "") + amount.ToString();
}

// Columns: who, period where there are several, then the line. The last line of each is the total.
struct Lines {
  std::vector<std::vector<std::string>> rows;  // The first one is the heading.
  std::size_t amount = 0;                      // The column of amounts.
};

Lines Tabulate(const Run& run, const Ledgers& ledgers) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const scheme::Figure& figure = scheme.figure(ledgers.figure);
  const facts::Table& table = run.facts.table(figure.kind);
  const scheme::Level& level = scheme.level(figure.level);
  const bool has_names = !table.names.empty();
  const bool has_periods = level.count() > 1;
  Lines sheet;
  std::vector<std::string> heading{scheme.kind(figure.kind).name};
  if (has_names) heading.push_back(In("名称", "name"));
  if (has_periods) heading.push_back(In("考核期", "period"));
  for (const auto& title : {In("项目", "item"), In("种类", "kind"), In("分值", "amount"),
                            In("依据", "basis"), In("说明", "text")})
    heading.push_back(title);
  sheet.amount = heading.size() - 3;
  sheet.rows.push_back(std::move(heading));
  for (const Entry& entry : ledgers.entries) {
    std::vector<std::string> who{table.ids[static_cast<std::size_t>(entry.row)]};
    if (has_names) who.push_back(table.NameOf(entry.row));
    if (has_periods) who.push_back(level.periods[static_cast<std::size_t>(entry.period)]);
    const auto add = [&](const std::vector<std::string>& cells) {
      sheet.rows.push_back(who);
      sheet.rows.back().insert(sheet.rows.back().end(), cells.begin(), cells.end());
    };
    for (const explain::LedgerLine& line : entry.ledger.lines) {
      add({ItemOf(run, ledgers, entry.ledger, line),
           explain::NameOf(line.kind).In(OutputLanguage()), line.amount.ToString(),
           explain::CitationOf(scheme, line.article, line.clause), line.text.In(OutputLanguage())});
    }
    const office::library::FigureText total = office::library::ShowDigits(
        scheme, run.facts, ledgers.figure, run.outcome.At(ledgers.figure, entry.row, entry.period),
        OutputLanguage());
    add({HeadingOf(scheme, ledgers.figure, entry.period), In("合计", "total"),
         entry.ledger.total ? entry.ledger.total->ToString() : total.text,
         explain::CitationOf(scheme, figure.article, figure.clause), ""});
  }
  return sheet;
}

std::string TableText(const Run& run, const Ledgers& ledgers) {
  Lines sheet = Tabulate(run, ledgers);
  for (std::size_t i = 1; i < sheet.rows.size(); ++i) {
    std::string& amount = sheet.rows[i][sheet.amount];
    const auto number = Decimal::Parse(amount);
    const bool is_total = sheet.rows[i][sheet.amount - 1] == In("合计", "total");
    if (number && !is_total) amount = Signed(*number);
  }
  return TitleLine(run.regulation.scheme()) + "\n\n" +
         RenderTable(sheet.rows, {TerminalWidth(), 2});
}

std::string CsvText(const Run& run, const Ledgers& ledgers, bool is_file) {
  std::string text;
  sheet::CsvStyle style;
  style.has_byte_order_mark = is_file;
  style.is_formula_escaped = true;
  sheet::CsvWriter writer(text, style);
  for (const auto& row : Tabulate(run, ledgers).rows) writer.Row(row);
  return text;
}

std::string JsonText(const Run& run, const Ledgers& ledgers) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const scheme::Figure& figure = scheme.figure(ledgers.figure);
  const facts::Table& table = run.facts.table(figure.kind);
  Json json;
  json["figure"] = scheme.kind(figure.kind).name + "." + figure.name;
  json["result_hash"] = scoring::ResultHash(scheme, run.facts, run.outcome);
  Json& rows = json["rows"] = Json::array();
  for (const Entry& entry : ledgers.entries) {
    Json row{{"id", table.ids[static_cast<std::size_t>(entry.row)]},
             {"name", table.NameOf(entry.row)},
             {"period", scheme.level(figure.level).periods[static_cast<std::size_t>(entry.period)]},
             {"total", nullptr},
             {"is_exact", entry.ledger.is_exact}};
    if (entry.ledger.total) row["total"] = entry.ledger.total->ToString();
    Json& lines = row["lines"] = Json::array();
    for (const explain::LedgerLine& line : entry.ledger.lines) {
      lines.push_back({{"item", ItemOf(run, ledgers, entry.ledger, line)},
                       {"kind", explain::NameOf(line.kind).en},
                       {"amount", line.amount.ToString()},
                       {"basis", explain::CitationOf(scheme, line.article, line.clause)},
                       {"text", line.text.In(OutputLanguage())}});
    }
    rows.push_back(std::move(row));
  }
  return json.dump(2) + "\n";
}

Result<std::string> WorkbookBytes(const Run& run, const Ledgers& ledgers) {
  const Lines lines = Tabulate(run, ledgers);
  sheet::Sheet page;
  page.name = In("台账", "ledger");
  page.has_autofilter = true;
  page.frozen_columns = 1;
  page.is_landscape = true;
  for (const std::string& title : lines.rows[0]) {
    sheet::Column column;
    column.title = title;
    page.columns.push_back(std::move(column));
  }
  for (std::size_t i = 1; i < lines.rows.size(); ++i) {
    const bool is_total = lines.rows[i][lines.amount - 1] == In("合计", "total");
    std::vector<sheet::Cell> cells;
    for (std::size_t j = 0; j < lines.rows[i].size(); ++j) {
      const std::string& text = lines.rows[i][j];
      const bool is_number = j == lines.amount && Decimal::Parse(text);
      cells.push_back(is_number ? sheet::Cell::Number(text) : sheet::Cell::Text(text));
      cells.back().style.is_bold = is_total;
    }
    page.rows.push_back(std::move(cells));
  }
  sheet::Workbook workbook;
  workbook.title = run.regulation.scheme().title;
  workbook.language = OutputLanguage();
  workbook.sheets.push_back(std::move(page));
  workbook.sheets.push_back(BasisSheet(run));
  return sheet::RenderWorkbook(workbook);
}

}  // namespace

int RunLedger(const LedgerOptions& options) {
  const std::string format = FormatFor(options.format, options.out);
  if (format == "xlsx" && options.out.empty())
    return Misuse(kaogong::Say("xlsx 要用 --out 指明文件", "xlsx needs a file: --out"));
  int exit_code = kExitOk;
  auto regulation = LoadRegulation(options.regulation, &exit_code);
  if (!regulation) return exit_code;
  const auto choice = ChooseFigure(regulation->scheme(), options.figure);
  if (!choice.ok()) return Fail(choice.error());
  const auto run = ScoreLoaded(std::move(*regulation), options.facts, {}, &exit_code);
  if (!run) return exit_code;
  const auto rows =
      ChooseRows(*run, run->regulation.scheme().figure(choice.value().figure).kind, options.rows);
  if (!rows.ok()) return Fail(rows.error());
  const Ledgers ledgers = Collect(*run, choice.value(), rows.value());
  Result<std::string> bytes = std::string();
  if (format == "json") {
    bytes = JsonText(*run, ledgers);
  } else if (format == "csv") {
    bytes = CsvText(*run, ledgers, !options.out.empty());
  } else if (format == "xlsx") {
    bytes = WorkbookBytes(*run, ledgers);
  } else {
    bytes = TableText(*run, ledgers);
  }
  if (!bytes.ok()) return Fail(bytes.error());
  const auto written = WriteOutput(options.out, bytes.value());
  return written.ok() ? kExitOk : Fail(written.error());
}

}  // namespace kaogong::cli
