// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "office/library/facts_book.h"
#include "sheet/csv_write.h"
#include "sheet/replace_file.h"
#include "sheet/write.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

std::string CsvText(const sheet::Sheet& page) {
  std::string text;
  sheet::CsvStyle style;
  style.has_byte_order_mark = true;
  sheet::CsvWriter writer(text, style);
  std::vector<std::string> cells;
  for (const sheet::Column& column : page.columns) cells.push_back(column.title);
  writer.Row(cells);
  for (const auto& row : page.rows) {
    cells.clear();
    for (const sheet::Cell& cell : row) cells.push_back(cell.text);
    writer.Row(cells);
  }
  return text;
}

// What is there may be filled in already.
Error Exists(const fs::path& path) {
  return {ErrorCode::kConflict,
          kaogong::Say("{} 已经存在，模板不会覆盖它；请换个名称或先移走",
                       "{} exists and a template does not replace it; choose another name",
                       path.string())};
}

// Writes all tables or none.
Result<void> WriteFolder(const std::vector<sheet::Sheet>& sheets, const fs::path& folder) {
  std::error_code error;
  const auto path_of = [&](const sheet::Sheet& page) { return folder / (page.name + ".csv"); };
  for (const sheet::Sheet& page : sheets) {
    if (fs::exists(path_of(page), error)) return Exists(path_of(page));
  }
  fs::create_directories(folder, error);
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const auto written = sheet::ReplaceFile(path_of(sheets[i]), CsvText(sheets[i]));
    if (written.ok()) continue;
    for (std::size_t done = 0; done < i; ++done) fs::remove(path_of(sheets[done]), error);
    return written.error();
  }
  return {};
}

Result<void> WriteWorkbook(const scheme::Scheme& scheme, std::vector<sheet::Sheet> sheets,
                           const fs::path& path) {
  std::error_code error;
  if (fs::exists(path, error)) return Exists(path);
  sheet::Workbook workbook;
  workbook.title = scheme.title;
  workbook.language = OutputLanguage();
  workbook.sheets = std::move(sheets);
  workbook.sheets.push_back(office::library::GuideSheet(scheme, OutputLanguage()));
  return sheet::SaveWorkbook(workbook, path);
}

}  // namespace

int RunTemplate(const TemplateOptions& options) {
  int exit_code = kExitOk;
  const auto regulation = LoadRegulation(options.regulation, &exit_code);
  if (!regulation) return exit_code;
  std::optional<facts::Facts> facts;
  if (options.is_filled) {
    facts = LoadFacts(*regulation, options.facts, &exit_code);
    if (!facts) return exit_code;
  }
  const scheme::Scheme& scheme = regulation->scheme();
  auto sheets = office::library::FactsSheets(
      scheme,
      options.is_long ? office::library::TableForm::kLong : office::library::TableForm::kWide,
      facts ? &*facts : nullptr, OutputLanguage());
  const std::size_t count = sheets.size();
  const auto written = options.out.ends_with(".xlsx")
                           ? WriteWorkbook(scheme, std::move(sheets), options.out)
                           : WriteFolder(sheets, options.out);
  if (!written.ok()) return Fail(written.error());
  Say(stdout, kaogong::Say("已写出填报模板 {}:{} 张表", "wrote the template {}: {} tables",
                           options.out, count));
  return kExitOk;
}

}  // namespace kaogong::cli
