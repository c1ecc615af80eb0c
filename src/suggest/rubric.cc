// SPDX-License-Identifier: Apache-2.0
#include "suggest/rubric.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "importer/file.h"
#include "importer/read.h"
#include "suggest/clause_text.h"
#include "text/read_report.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

constexpr std::size_t kCellsMax = 500'000;  // Of all sheets of a workbook.
constexpr int kHeaderRowsMax = 8;

// A table as text, with where each row stands.
struct GridRow {
  std::vector<std::string> cells;
  Place place;
};
using Grid = std::vector<GridRow>;

std::string Trimmed(std::string_view text) {
  std::string result(Trim(text));
  static const RE2 kBlank("^[\\s\u3000]+|[\\s\u3000]+$");
  RE2::GlobalReplace(&result, kBlank, "");
  return result;
}

// ---- columns -------------------------------------------------------------------------------

struct Columns {
  std::vector<std::size_t> names;  // Indicators, outermost first; the last is the name.
  std::optional<std::size_t> points;
  std::optional<std::size_t> standard;
  std::optional<std::size_t> owner;

  bool is_rubric() const { return standard.has_value() && (points.has_value() || !names.empty()); }
};

bool Says(const std::string& heading, const char* pattern) {
  return RE2::PartialMatch(heading, pattern);
}

Columns ColumnsOf(const std::vector<std::string>& header) {
  Columns columns;
  std::optional<std::size_t> content;
  for (std::size_t c = 0; c < header.size(); ++c) {
    const std::string heading = NormalClause(header[c]).text;
    if (heading.empty() || Says(heading, "序号|编号|备注|自评|得分$|考核得分|实得")) continue;
    if (!columns.points && Says(heading, "分值|标准分|满分|基本分|权重|分数$|^分$")) {
      columns.points = c;
    } else if (!columns.standard && Says(heading, "标准|办法|细则|计分|评分|扣分|打分|方法")) {
      columns.standard = c;
    } else if (!columns.owner && Says(heading, "责任|部门|单位|牵头|评价主体|考核人|科室")) {
      columns.owner = c;
    } else if (Says(heading, "指标|项目|类别|板块|要点|目标|任务|名称")) {
      columns.names.push_back(c);
    } else if (!content && Says(heading, "内容|要求")) {
      content = c;
    }
  }
  if (!columns.standard) {
    columns.standard = content;
  } else if (content) {
    columns.names.push_back(*content);
  }
  return columns;
}

// 20分, 20, 20%.
std::optional<Decimal> PointsOf(const std::string& cell) {
  static const RE2 kPoints("^(?:计|满)?(\\d+(?:\\.\\d+)?)(?:分|%)?$");
  std::string digits;
  if (!RE2::FullMatch(NormalClause(cell).text, kPoints, &digits)) return std::nullopt;
  return Decimal::Parse(digits);
}

bool IsTotal(const std::string& name) { return Says(name, "^(?:合计|总计|总分|小计)$"); }

// Turns the rows below a heading into rows of the rubric. Cells left empty repeat the one above, as
// merged cells do; a row of its own standard alone goes on with the indicator above.
class TableReader {
 public:
  TableReader(const Columns& columns, Rubric& rubric, Issues& issues)
      : columns_(columns), rubric_(rubric), issues_(issues) {}

  void Take(const GridRow& row) {
    const auto cell = [&](std::optional<std::size_t> column) {
      return column && *column < row.cells.size() ? Trimmed(row.cells[*column]) : std::string();
    };
    std::vector<std::string> names;
    bool is_named = false;
    for (std::size_t i = 0; i < columns_.names.size(); ++i) {
      names.push_back(cell(columns_.names[i]));
      is_named = is_named || !names.back().empty();
    }
    const std::string standard = cell(columns_.standard);
    const std::string points = cell(columns_.points);
    if (!names.empty() &&
        IsTotal(NormalClause(names.back().empty() ? names.front() : names.back()).text))
      return;
    const bool goes_on = !is_named && points.empty() && !rubric_.rows.empty() && is_begun_;
    if (goes_on) {
      if (!standard.empty()) rubric_.rows.back().standard += "\n" + standard;
      return;
    }
    if (standard.empty() && !is_named) return;
    Add(std::move(names), standard, points, cell(columns_.owner), row.place);
  }

 private:
  void Add(std::vector<std::string> names, const std::string& standard, const std::string& points,
           std::string owner, const Place& place) {
    RubricRow made;
    for (std::size_t i = 0; i < names.size(); ++i) {
      // An inner name of its own begins below the outer one that is still in force.
      if (names[i].empty() && i < above_.size()) names[i] = above_[i];
    }
    above_ = names;
    if (owner.empty()) owner = owner_above_;
    owner_above_ = owner;
    for (std::size_t i = 0; i + 1 < names.size(); ++i) {
      if (!names[i].empty()) made.blocks.push_back(names[i]);
    }
    made.name = names.empty() ? std::string() : names.back();
    if (made.name.empty() && !made.blocks.empty()) {
      made.name = made.blocks.back();
      made.blocks.pop_back();
    }
    made.standard = standard.empty() ? made.name : standard;
    made.owner = std::move(owner);
    made.place = place;
    if (const auto value = PointsOf(points)) {
      made.points = *value;
    } else if (!points.empty()) {
      issues_.Warning("suggest.points", place,
                      Say("分值“{}”不是数", "the points \"{}\" are no number", points),
                      Say("写成 20 或 20分", "write 20"));
    }
    rubric_.rows.push_back(std::move(made));
    is_begun_ = true;
  }

  const Columns& columns_;
  Rubric& rubric_;
  Issues& issues_;
  std::vector<std::string> above_;
  std::string owner_above_;
  bool is_begun_ = false;
};

// Returns whether the grid is a rubric; rows above its heading may hold a title.
bool TakeGrid(const Grid& grid, Rubric& rubric, Issues& issues) {
  const std::size_t last = std::min<std::size_t>(grid.size(), kHeaderRowsMax);
  for (std::size_t h = 0; h < last; ++h) {
    const Columns columns = ColumnsOf(grid[h].cells);
    if (!columns.is_rubric()) continue;
    TableReader reader(columns, rubric, issues);
    // One past the limit tells that it is passed; an endless table is not read to its end.
    for (std::size_t r = h + 1; r < grid.size() && rubric.rows.size() <= kRubricRowsMax; ++r)
      reader.Take(grid[r]);
    return true;
  }
  return false;
}

// ---- workbooks -----------------------------------------------------------------------------

Grid GridOf(const importer::Table& table) {
  Grid grid;
  Place head;
  head.file = table.info.file;
  grid.push_back({table.info.header, head});
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    GridRow row;
    for (const importer::Cell& cell : table.rows[r].cells) row.cells.push_back(cell.text);
    row.place = table.PlaceOf(r, 0);
    grid.push_back(std::move(row));
  }
  return grid;
}

// The heading may stand below a title: the first row whose words are those of a rubric.
Result<Rubric> ReadTable(std::string_view bytes, std::string_view name, Issues& issues) {
  Issues first_issues;
  for (int header = 1; header <= kHeaderRowsMax; ++header) {
    importer::ReadOptions options;
    options.xlsx.header_row = header;
    options.csv.header_line = header;
    importer::TableCollector collector(importer::CollectOptions{.cells_max = kCellsMax});
    Issues found;
    KAOGONG_TRY(importer::ReadTables(bytes, name, options, collector, found));
    if (collector.is_over_limit()) {
      return Error{ErrorCode::kLimitExceeded,
                   Say("表格超过 {0} 格，不像评分细则；请只留评分表再试",
                       "over {0} cells, which is no rubric; keep the rubric's table alone and try again",
                       kCellsMax)};
    }
    Rubric rubric;
    bool is_rubric = false;
    for (const importer::Table& table : collector.tables())
      is_rubric = TakeGrid(GridOf(table), rubric, found) || is_rubric;
    if (is_rubric && !rubric.rows.empty()) {
      issues.Append(std::move(found));
      return rubric;
    }
    if (header == 1) first_issues = std::move(found);
  }
  issues.Append(std::move(first_issues));
  return Error{ErrorCode::kInvalidInput, Say("没有找到评分表的表头：要有“评分标准”（或计分办法、考"
                                             "核内容）和“指标”“分值”两列之一；表头不要合并单元格",
                                             "no heading of a rubric: a column 评分标准 and one of "
                                             "指标 or 分值 are needed, not merged")};
}

// ---- documents and text --------------------------------------------------------------------

std::vector<Grid> TablesOf(const text::Report& report) {
  std::map<int, std::map<int, std::map<int, std::string>>> cells;
  std::map<std::pair<int, int>, Place> places;
  for (std::size_t i = 0; i < report.paragraphs.size(); ++i) {
    const text::Paragraph& paragraph = report.paragraphs[i];
    if (paragraph.table == 0) continue;
    std::string& cell = cells[paragraph.table][paragraph.row][paragraph.column];
    cell += (cell.empty() ? "" : "\n") + paragraph.text;
    places.try_emplace({paragraph.table, paragraph.row}, text::PlaceOf(report, i, 0));
  }
  std::vector<Grid> tables;
  for (const auto& [table, rows] : cells) {
    Grid grid;
    for (const auto& [number, row] : rows) {
      GridRow made;
      made.cells.resize(static_cast<std::size_t>(std::max(row.rbegin()->first, 1)));
      for (const auto& [column, value] : row)
        made.cells[static_cast<std::size_t>(std::max(column, 1)) - 1] = value;
      made.place = places[{table, number}];
      grid.push_back(std::move(made));
    }
    tables.push_back(std::move(grid));
  }
  return tables;
}

bool SpeaksOfPoints(const std::string& words) {
  static const RE2 kScoring(
      "\\d(?:\\.\\d+)?分|\\d%|扣|加分|减分|得分|计分|满分|名次|按比例|否决|等次|酌情|插值|功效系数|"
      "平均|递减|得\\d|取消[^,;]{0,8}资格|不得(?:评|参评|提拔)");
  return RE2::PartialMatch(words, kScoring);
}

// A paragraph such as 2.粮食产量(20分):完成目标得满分… taken apart.
struct Line {
  std::string name;
  std::optional<Decimal> points;
  std::string standard;
};

// What follows the head of the line in the source: as many bytes from the end as in the normal
// text.
Line LineOf(const std::string& paragraph) {
  static const RE2 kHead(
      "^(?:[(]?[0-9一二三四五六七八九十]{1,3}[)]?[、.,]?)?([^(:,。;\\d]{2,24})[(](?:满分|计|共|"
      "分值)?(\\d+(?:\\.\\d+)?)分[)][:,]?");
  static const RE2 kColon(
      "^(?:[(]?[0-9一二三四五六七八九十]{1,3}[)]?[、.,]?)?([^(:,。;\\d]{2,24}):?(\\d+(?:\\.\\d+)?)"
      "分[:,。;]");
  const ClauseText normal = NormalClause(paragraph);
  Line line;
  re2::StringPiece rest(normal.text);
  std::string digits;
  for (const RE2* pattern : {&kHead, &kColon}) {
    rest = re2::StringPiece(normal.text);
    if (!RE2::Consume(&rest, *pattern, &line.name, &digits)) continue;
    // 每发生一起得5分: words of scoring are no name. Points in parentheses leave less doubt.
    if (Says(line.name, pattern == &kHead ? "扣|每|得分" : "扣|加|得|计|每|达到|完成|超")) break;
    line.points = Decimal::Parse(digits);
    line.standard = Trimmed(paragraph.substr(
        std::min(paragraph.size(), normal.origins[normal.text.size() - rest.size()])));
    return line;
  }
  line = {};
  line.standard = Trimmed(paragraph);
  return line;
}

// Behind an indicator, a paragraph of the whole: 总分90分以上为优秀, 弄虚作假的取消评优资格.
bool IsAboutWhole(const std::string& words) {
  return Says(words,
              "总分|否决|取消[^,;]{0,8}资格|等次|优秀(?:比例|名额|人数|单位)|表彰|奖励|为优秀|"
              "弄虚作假|加减分") &&
         !Says(words, "本项|该项|此项");
}

// 创新:每项创新加1分 names itself, without points. Returns the bytes of the name and its colon.
std::size_t OwnNameLength(const std::string& paragraph, std::string& name) {
  static const RE2 kName("^([^:,。;\\d()、]{2,12}):");
  const ClauseText normal = NormalClause(paragraph);
  re2::StringPiece rest(normal.text);
  if (!RE2::Consume(&rest, kName, &name)) return 0;
  if (Says(name, "责任|部门|单位|标准|办法|内容|要求|说明|扣分|加分|计分|方法|数据|来源|备注|得分"))
    return 0;
  return std::min(paragraph.size(), normal.origins[normal.text.size() - rest.size()]);
}

void TakeOwner(RubricRow& row) {
  static const RE2 kOwner(
      "[(（]?(?:责任单位|责任部门|牵头单位|考核单位)[:：]\\s*([^)）。;；\\n]{1,40})[)）]?[。;；]?");
  std::string owner;
  if (!RE2::PartialMatch(row.standard, kOwner, &owner)) return;
  row.owner = Trimmed(owner);
  RE2::Replace(&row.standard, kOwner, "");
}

class TextReader {
 public:
  TextReader(const text::Report& report, Rubric& rubric) : report_(report), rubric_(rubric) {}

  void Run() {
    for (std::size_t i = 0; i < report_.paragraphs.size(); ++i) {
      const text::Paragraph& paragraph = report_.paragraphs[i];
      if (paragraph.table == 0) Take(paragraph, text::PlaceOf(report_, i, 0));
    }
    Close();
  }

 private:
  void Take(const text::Paragraph& paragraph, const Place& place) {
    Line line = LineOf(paragraph.text);
    if (line.points) {
      // A head without a standard that another head follows is the name of a block.
      if (open_ && open_->standard.empty()) {
        block_ = open_->name;
        open_.reset();
      }
      Close();
      open_ = RubricRow{};
      if (!block_.empty()) open_->blocks.push_back(block_);
      open_->name = std::move(line.name);
      open_->points = *line.points;
      open_->standard = std::move(line.standard);
      open_->place = place;
      return;
    }
    const bool is_heading = paragraph.kind == text::ParagraphKind::kHeading;
    const std::string words = NormalClause(line.standard).text;
    const bool is_heading_word = is_heading && !Says(words, "\\d");
    const bool is_scoring = !is_heading_word && SpeaksOfPoints(words);
    if (is_heading && !is_scoring) {
      Close();
      if (rubric_.title.empty() && rubric_.rows.empty()) rubric_.title = line.standard;
      block_.clear();
      return;
    }
    std::string own_name;
    const std::size_t own = is_scoring ? OwnNameLength(line.standard, own_name) : 0;
    if (open_ && !open_->standard.empty() && (own > 0 || IsAboutWhole(words))) Close();
    if (open_) {
      open_->standard += (open_->standard.empty() ? "" : "\n") + line.standard;
      return;
    }
    if (!is_scoring) {
      if (rubric_.title.empty() && rubric_.rows.empty() && line.standard.size() <= 90)
        rubric_.title = line.standard;
      else
        rubric_.prose.push_back(line.standard);
      return;
    }
    RubricRow row;
    row.name = own > 0 ? own_name : std::string();
    row.standard = Trimmed(line.standard.substr(own));
    row.place = place;
    TakeOwner(row);
    rubric_.rows.push_back(std::move(row));
  }

  void Close() {
    if (!open_) return;
    TakeOwner(*open_);
    if (open_->standard.empty()) open_->standard = open_->name;
    rubric_.rows.push_back(std::move(*open_));
    open_.reset();
  }

  const text::Report& report_;
  Rubric& rubric_;
  std::optional<RubricRow> open_;
  std::string block_;
};

Result<Rubric> ReadDocument(std::string_view bytes, std::string_view name, Issues& issues) {
  KAOGONG_TRY_ASSIGN(const text::Report report, text::ReadReport(bytes, name));
  Rubric rubric;
  bool has_table = false;
  for (const Grid& grid : TablesOf(report)) has_table = TakeGrid(grid, rubric, issues) || has_table;
  TextReader(report, rubric).Run();
  if (!rubric.rows.empty()) return rubric;
  return Error{ErrorCode::kInvalidInput,
               Say("没有找到计分的内容：要有带“评分标准”一列的表，或写明分值、扣分、加分的条文",
                   "nothing in it scores: a table with a column 评分标准, or sentences that name "
                   "points, is needed")};
}

// What the file holds tells, not its name: a DOCX is a zip as well.
bool IsWorkbook(std::string_view bytes, std::string_view name) {
  const auto holds = [&](std::string_view entry) { return bytes.find(entry) != std::string_view::npos; };
  if (bytes.starts_with("PK\x03\x04")) return holds("xl/workbook") || !holds("word/");
  return name.ends_with(".csv") || name.ends_with(".CSV");
}

}  // namespace

Result<Rubric> ReadRubric(std::string_view bytes, std::string_view name, Issues& issues) {
  auto rubric =
      IsWorkbook(bytes, name) ? ReadTable(bytes, name, issues) : ReadDocument(bytes, name, issues);
  if (!rubric.ok()) return rubric;
  if (rubric.value().rows.size() > kRubricRowsMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("评分项超过 {0} 条的上限", "there are more rows than the limit of {0}",
                     kRubricRowsMax)};
  }
  rubric.value().file = name;
  return rubric;
}

Result<Rubric> ReadRubricFile(const std::filesystem::path& path, Issues& issues) {
  KAOGONG_TRY_ASSIGN(const importer::FileBytes file, importer::FileBytes::Open(path));
  return ReadRubric(file.bytes(), path.string(), issues);
}

}  // namespace kaogong::suggest
