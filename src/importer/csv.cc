// SPDX-License-Identifier: Apache-2.0
#include "importer/csv.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "importer/internal/csv_scanner.h"
#include "importer/internal/findings.h"
#include "importer/internal/header.h"
#include "importer/internal/text_encoding.h"

namespace kaogong::importer {
namespace {

constexpr HeaderCodes kHeaderCodes{.empty_name = "csv.header-empty-name",
                                   .duplicate_name = "csv.header-duplicate-name",
                                   .merged = "csv.header-empty-name"};

bool IsLineEnd(char byte) { return byte == '\n' || byte == '\r'; }

bool IsBlank(std::string_view text) {
  // Nearly every cell is decided by its first byte.
  if (!text.empty() && text.front() > ' ' && text.front() < '\x7F') return false;
  return Trim(text).empty();
}

CellView CellOf(const char* begin, const char* end) {
  return CellView{.text = std::string_view(begin, static_cast<std::size_t>(end - begin)),
                  .kind = begin == end ? CellKind::kEmpty : CellKind::kText};
}

class CsvReader {
 public:
  CsvReader(std::string_view text, const CsvOptions& options, RowSink& sink, Findings& findings)
      : text_(text), options_(options), sink_(sink), findings_(findings) {}

  void Read();

 private:
  // What is wrong with the quotes of a row.
  enum class QuoteFault { kNone, kStray, kUnterminated };

  void TakeSeparator();
  void SkipLines(int count);
  std::size_t ScanPlainCells(CsvScanner& scanner_at_cell, std::size_t& cell_at,
                             std::size_t& begin_at);
  void ScanRow(CsvScanner& scanner);
  std::size_t ScanQuoted(CsvScanner& scanner, std::size_t quote, std::size_t cell);
  void GrowCells();
  void Keep(std::size_t cell, std::size_t begin, std::size_t end);
  void Fault(QuoteFault fault, std::size_t cell);
  void Unescape();
  bool IsBlankRow() const;
  bool IsSound();
  RowView View() const;
  bool TakeRow();
  bool TakeHeaderRow();
  void ReportWidth();
  void ReportFault();
  void ReportLongRow();

  std::string_view text_;
  const CsvOptions& options_;
  RowSink& sink_;
  Findings& findings_;
  char separator_ = ',';
  TableInfo table_;

  // The row at hand. Cells beyond columns_max are counted, not kept.
  std::vector<CellView> cells_;
  std::size_t count_ = 0;
  std::size_t begin_ = 0;  // Of the row.
  std::size_t end_ = 0;    // Without line end.
  std::size_t next_ = 0;   // Begin of the next row.
  int line_ = 1;           // Of begin_.
  int next_line_ = 1;
  QuoteFault fault_ = QuoteFault::kNone;
  std::size_t fault_cell_ = 0;
  std::vector<std::size_t> escaped_;  // Cells that contain doubled quotes.
  std::string unescaped_;
};

// ---- Finding out how the file is written
// ---------------------------------------------------------

// Passes over lines as lines, whatever quotes they have: titles above a header are not CSV.
void CsvReader::SkipLines(int count) {
  for (; count > 0 && next_ < text_.size(); --count) {
    next_ = std::min(text_.find_first_of("\r\n", next_), text_.size());
    if (text_.substr(next_).starts_with("\r\n")) ++next_;
    next_ = std::min(next_ + 1, text_.size());
    ++next_line_;
  }
}

void CsvReader::TakeSeparator() {
  constexpr std::string_view kDirective = "sep=";
  const std::string_view rest = text_.substr(next_);
  if (next_ == 0 && rest.starts_with(kDirective) && rest.size() > 5 && IsLineEnd(rest[5])) {
    separator_ = rest[4];
    SkipLines(1);
  } else {
    constexpr std::array kCandidates{',', '\t', ';'};
    std::array<std::size_t, kCandidates.size()> counts{};
    bool is_quoted = false;
    // A tab may be the separator after an empty name, so only line ends are passed over.
    std::size_t at = std::min(text_.find_first_not_of("\r\n", next_), text_.size());
    for (; at < text_.size() && (is_quoted || !IsLineEnd(text_[at])); ++at) {
      if (text_[at] == '"') is_quoted = !is_quoted;
      for (std::size_t i = 0; i < counts.size() && !is_quoted; ++i) {
        counts[i] += text_[at] == kCandidates[i] ? 1U : 0U;
      }
    }
    const auto most = std::ranges::max_element(counts);
    separator_ = kCandidates[static_cast<std::size_t>(most - counts.begin())];
  }
  if (options_.separator != '\0') separator_ = options_.separator;
}

// ---- One row
// --------------------------------------------------------------------------------------

// Apart, to keep the loop over the cells of a row small.
[[gnu::noinline]] void CsvReader::GrowCells() {
  cells_.resize(std::min(2 * cells_.size() + 16, options_.columns_max));
}

void CsvReader::Keep(std::size_t cell, std::size_t begin, std::size_t end) {
  if (cell >= cells_.size()) {
    if (cell >= options_.columns_max) return;
    GrowCells();
  }
  cells_[cell] = CellOf(text_.data() + begin, text_.data() + end);
}

void CsvReader::Fault(QuoteFault fault, std::size_t cell) {
  if (fault_ != QuoteFault::kNone) return;
  fault_ = fault;
  fault_cell_ = cell;
}

// Reads the quoted cell that opens at `quote` and returns the offset of what ends it.
std::size_t CsvReader::ScanQuoted(CsvScanner& scanner, std::size_t quote, std::size_t cell) {
  bool is_escaped = false;
  for (;;) {
    const std::size_t at = scanner.Next();
    if (at == text_.size()) {
      Fault(QuoteFault::kUnterminated, cell);
      return at;
    }
    const char byte = text_[at];
    const char after = at + 1 < text_.size() ? text_[at + 1] : '\0';
    if (byte == '\n' || (byte == '\r' && after != '\n')) {
      ++next_line_;
    } else if (byte == '"' && after == '"') {
      scanner.Next();
      is_escaped = true;
    } else if (byte == '"') {
      Keep(cell, quote + 1, at);
      if (is_escaped && cell < options_.columns_max) escaped_.push_back(cell);
      break;
    }
  }
  return scanner.Next();
}

// Keeps the cells up to the first byte that is no separator and returns its offset. Nearly all the
// time of a reading goes here, so everything the loop needs is in local variables.
std::size_t CsvReader::ScanPlainCells(CsvScanner& scanner_at_cell, std::size_t& cell_at,
                                      std::size_t& begin_at) {
  CsvScanner scanner = scanner_at_cell;
  const char separator = separator_;
  const char* const data = text_.data();
  const char* const end = data + text_.size();
  CellView* const cells = cells_.data();
  const std::size_t room = cells_.size();
  std::size_t cell = cell_at;
  const char* begin = data + begin_at;
  const char* at = data + scanner.Next();
  for (; at != end && *at == separator && cell < room; at = data + scanner.Next()) {
    cells[cell++] = CellOf(begin, at);
    begin = at + 1;
  }
  scanner_at_cell = scanner;
  cell_at = cell;
  begin_at = static_cast<std::size_t>(begin - data);
  return static_cast<std::size_t>(at - data);
}

// Splits the row that begins at next_. The scanner stands there and is moved past the row.
void CsvReader::ScanRow(CsvScanner& scanner) {
  begin_ = next_;
  line_ = next_line_;
  fault_ = QuoteFault::kNone;
  escaped_.clear();
  const char* const data = text_.data();
  const std::size_t size = text_.size();
  std::size_t cell = 0;
  std::size_t begin = begin_;
  std::size_t at = 0;
  for (;;) {
    at = ScanPlainCells(scanner, cell, begin);
    if (at < size && data[at] == separator_) {  // There was no room for it.
      Keep(cell++, begin, at);
      begin = at + 1;
    } else if (at < size && data[at] == '"') {
      if (at != begin) {
        Fault(QuoteFault::kStray, cell);
        continue;
      }
      const std::size_t quote = at;
      at = ScanQuoted(scanner, quote, cell);
      if (fault_ == QuoteFault::kUnterminated) {
        ++cell;
        break;
      }
      // ScanQuoted has left the closing quote just before `at`, unless something follows it.
      while (at < size && data[at] == '"') {
        Fault(QuoteFault::kStray, cell);
        at = scanner.Next();
      }
      if (data[at - 1] != '"') Fault(QuoteFault::kStray, cell);
      ++cell;
      begin = at + 1;
      if (at == size || data[at] != separator_) break;
    } else {
      Keep(cell++, begin, at);
      break;
    }
  }
  count_ = cell;
  end_ = at;
  next_ = std::min(at + 1, size);
  if (at + 1 < size && data[at] == '\r' && data[at + 1] == '\n') next_ = scanner.Next() + 1;
  if (at < size) ++next_line_;
}

void CsvReader::Unescape() {
  // Reserved at once, so that no view into it moves.
  unescaped_.clear();
  unescaped_.reserve(end_ - begin_);
  for (const std::size_t cell : escaped_) {
    const std::string_view raw = cells_[cell].text;
    const std::size_t first = unescaped_.size();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      unescaped_.push_back(raw[i]);
      if (raw[i] == '"') ++i;
    }
    cells_[cell].text = std::string_view(unescaped_).substr(first);
  }
}

bool CsvReader::IsBlankRow() const {
  if (fault_ != QuoteFault::kNone || count_ > options_.columns_max) return false;
  const std::span<const CellView> cells(cells_.data(), count_);
  return std::ranges::all_of(cells, [](const CellView& cell) { return IsBlank(cell.text); });
}

RowView CsvReader::View() const {
  return RowView{.table = &table_,
                 .number = line_,
                 .cells = std::span(cells_.data(), std::min(count_, cells_.size())),
                 .source = text_.substr(begin_, end_ - begin_),
                 .separator = separator_};
}

// ---- Findings
// -------------------------------------------------------------------------------------

void CsvReader::ReportLongRow() {
  if (!findings_.CountError()) return;
  const bool is_many_lines = next_line_ - line_ > 1;
  findings_.ListError(
      "csv.row-too-long", findings_.FilePlace(line_),
      is_many_lines ? Say("从第{}行开始的一条记录有{}字节，跨{}行，超过上限{}字节",
                          "the row that begins on line {} has {} bytes and spans {} lines; the "
                          "limit is {} bytes",
                          line_, end_ - begin_, next_line_ - line_, options_.row_bytes_max)
                    : Say("第{}行有{}字节，超过上限{}字节", "line {} has {} bytes; the limit is {}",
                          line_, end_ - begin_, options_.row_bytes_max),
      is_many_lines ? Say("可能有一个引号没有配对", "perhaps a quote is not closed")
                    : Say("这不像是逐行的表格，请重新导出",
                          "this does not look like a table of lines; export it again"));
}

void CsvReader::ReportFault() {
  if (!findings_.CountError()) return;
  Place place = View().PlaceOf(fault_cell_);
  if (fault_ == QuoteFault::kUnterminated) {
    const int line = place.line;
    findings_.ListError("csv.unterminated-quote", std::move(place),
                        Say("第{}行的引号直到文件末尾都没有配对",
                            "the quote that opens on line {} is never closed", line),
                        Say("请补上右引号；单元格内的引号要写成两个",
                            "close it; a quote inside a cell is written twice"));
    return;
  }
  findings_.ListError("csv.stray-quote", std::move(place),
                      Say("单元格里的引号写法不对", "a quote stands where none may be"),
                      Say("整个单元格要用引号括起来，里面的引号写成两个",
                          "put the whole cell in quotes and double the quotes inside"));
}

void CsvReader::ReportWidth() {
  if (!findings_.CountError()) return;
  const std::size_t width = table_.header.size();
  findings_.ListError(
      "csv.row-width", findings_.FilePlace(line_),
      Say("这一行有{}个单元格，表头有{}个", "this row has {} cells, the header {}", count_, width),
      count_ > width ? Say("含分隔符的文字要用引号括起来",
                           "text that contains the separator must be put in quotes")
                     : Say("请补齐单元格；没有内容的也要留出分隔符",
                           "add the missing cells; empty ones keep their separators"));
}

// Reports what makes the row unusable whatever the header. Returns whether nothing does.
bool CsvReader::IsSound() {
  if (end_ - begin_ > options_.row_bytes_max && fault_ != QuoteFault::kUnterminated) {
    ReportLongRow();
    return false;
  }
  if (fault_ != QuoteFault::kNone) {
    ReportFault();
    return false;
  }
  return true;
}

// ---- The table
// ------------------------------------------------------------------------------------

// Returns whether to go on with the rows.
bool CsvReader::TakeHeaderRow() {
  if (!IsSound()) return false;
  if (count_ > options_.columns_max) {
    findings_.Error("csv.too-many-columns", findings_.FilePlace(line_),
                    Say("表头有{}列，超过上限{}列", "the header has {} columns; the limit is {}",
                        count_, options_.columns_max));
    return false;
  }
  if (!escaped_.empty()) Unescape();
  Issues header_issues;
  Findings header_findings(header_issues, findings_.file());
  TakeHeader(View(), kHeaderCodes, table_, header_findings);
  if (!sink_.Begin(table_)) return false;
  findings_.Adopt(header_issues);
  if (count_ == 1 && table_.header.front().find("，") != std::string::npos) {
    findings_.Warning(
        "csv.full-width-separator", View().PlaceOf(0),
        Say("表头只有一列，却含有全角逗号“，”",
            "the header is one column with full-width commas in it"),
        Say("全角逗号不作分隔符；请用半角逗号", "a full-width comma divides nothing; use \",\""));
  }
  return true;
}

// Returns false when the sink wants no more.
bool CsvReader::TakeRow() {
  if (!IsSound()) return true;
  if (IsBlankRow()) return true;
  if (count_ != table_.header.size()) {
    ReportWidth();
    return true;
  }
  if (!table_.is_header_sound) return true;
  if (!escaped_.empty()) Unescape();
  return sink_.Row(View());
}

void CsvReader::Read() {
  table_.file = findings_.file();
  SkipLines(options_.header_line - 1);
  TakeSeparator();
  text_.remove_prefix(next_);
  next_ = 0;
  CsvScanner scanner(text_, separator_);
  bool has_header = false;
  while (next_ < text_.size()) {
    ScanRow(scanner);
    if (!has_header && IsBlankRow()) continue;
    const bool goes_on = has_header ? TakeRow() : TakeHeaderRow();
    has_header = true;
    if (!goes_on) return;
  }
  if (!has_header) {
    findings_.Error("csv.empty", findings_.FilePlace(),
                    Say("文件里没有表格", "the file has no table"),
                    Say("第一行应是表头", "the first line is the header"));
  }
}

}  // namespace

void ReadCsv(std::string_view bytes, std::string_view file, const CsvOptions& options,
             RowSink& sink, Issues& issues) {
  Findings findings(issues, file);
  if (bytes.size() > options.file_bytes_max) {
    findings.Error("csv.too-large", findings.FilePlace(),
                   Say("文件有{}字节，超过上限{}字节", "the file has {} bytes; the limit is {}",
                       bytes.size(), options.file_bytes_max),
                   Say("请拆成几个文件", "divide it into several files"));
  } else {
    std::string storage;
    const std::string_view text = DecodeText(bytes, storage, findings);
    if (!findings.has_errors()) CsvReader(text, options, sink, findings).Read();
  }
  findings.Close();
}

}  // namespace kaogong::importer
