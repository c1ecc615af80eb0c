// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/chart_writer.h"

#include <cstddef>

#include "sheet/internal/check.h"

namespace kaogong::sheet {
namespace {

constexpr std::size_t kTitleUnitsMax = 255;

std::uint8_t TypeOf(Chart::Kind kind) {
  switch (kind) {
    case Chart::Kind::kColumns:
      return LXW_CHART_COLUMN;
    case Chart::Kind::kBars:
      return LXW_CHART_BAR;
    case Chart::Kind::kPie:
      return LXW_CHART_PIE;
  }
  return LXW_CHART_COLUMN;
}

void AddSeries(const Chart& chart, const Sheet& source, const std::string& name, lxw_chart* made) {
  lxw_chart_series* const series = chart_add_series(made, nullptr, nullptr);
  const auto first = static_cast<lxw_row_t>(FirstDataRow(source) + chart.first_row);
  const auto last = static_cast<lxw_row_t>(FirstDataRow(source) + chart.last_row);
  const auto names = static_cast<lxw_col_t>(chart.names);
  const auto values = static_cast<lxw_col_t>(chart.values);
  chart_series_set_categories(series, name.c_str(), first, names, last, names);
  chart_series_set_values(series, name.c_str(), first, values, last, values);
  chart_series_set_name_range(series, name.c_str(), static_cast<lxw_row_t>(HeaderRow(source)),
                              values);
  chart_series_set_labels(series);
}

}  // namespace

void WriteCharts(const Sheet& sheet, const Workbook& workbook,
                 const std::vector<std::string>& names, lxw_worksheet* worksheet, Book* book) {
  constexpr double kDefaultWidth = 480;  // Pixels of a chart that is not scaled.
  constexpr double kDefaultHeight = 288;
  for (const Chart& chart : sheet.charts) {
    lxw_chart* const made = book->AddChart(TypeOf(chart.kind));
    AddSeries(chart, workbook.sheets[chart.sheet], names[chart.sheet], made);
    chart_title_set_name(made, PlainText(chart.title, kTitleUnitsMax).c_str());
    // One series needs no legend, but the parts of a pie do.
    if (chart.kind == Chart::Kind::kPie) {
      chart_legend_set_position(made, LXW_CHART_LEGEND_RIGHT);
    } else {
      chart_legend_set_position(made, LXW_CHART_LEGEND_NONE);
    }
    // Bars grow from the top in the order of the rows.
    if (chart.kind == Chart::Kind::kBars) chart_axis_set_reverse(made->y_axis);
    lxw_chart_options options{};
    options.x_scale = chart.width / kDefaultWidth;
    options.y_scale = chart.height / kDefaultHeight;
    const lxw_error error =
        worksheet_insert_chart_opt(worksheet, static_cast<lxw_row_t>(chart.at_row),
                                   static_cast<lxw_col_t>(chart.at_column), made, &options);
    KAOGONG_ASSERT(error == LXW_NO_ERROR);
  }
}

}  // namespace kaogong::sheet
