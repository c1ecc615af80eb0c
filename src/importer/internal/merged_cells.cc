// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/merged_cells.h"

#include <algorithm>
#include <string>
#include <utility>

#include "importer/internal/xml_stream.h"

namespace kaogong::importer {
namespace {

constexpr std::string_view kMergeElement = "mergeCell";

class MergesHandler : public XmlHandler {
 public:
  explicit MergesHandler(const XlsxLimits& limits) : limits_(limits) {}

  void StartElement(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheetData") is_in_rows_ = true;
    if (name != kMergeElement || is_in_rows_) return;
    const std::string_view range = attributes.Get("ref");
    const std::size_t colon = range.find(':');
    const auto first = ParseCellReference(range.substr(0, colon), limits_);
    const auto last = colon == std::string_view::npos
                          ? first
                          : ParseCellReference(range.substr(colon + 1), limits_);
    if (!first || !last || first->row > last->row || first->column > last->column) {
      wrong_ = range;
      Stop();
      return;
    }
    ranges_.push_back({*first, *last});
    if (ranges_.size() > limits_.merges_max) Stop();
  }
  void EndElement(std::string_view name) override {
    if (name == "sheetData") is_in_rows_ = false;
  }
  void Text(std::string_view) override {}

  std::vector<MergedRange>& ranges() { return ranges_; }
  const std::optional<std::string>& wrong() const { return wrong_; }

 private:
  const XlsxLimits& limits_;
  std::vector<MergedRange> ranges_;
  std::optional<std::string> wrong_;
  bool is_in_rows_ = false;
};

// Returns whether the part mentions merged cells at all. Large sheets seldom do, and looking for
// the word costs a fraction of parsing them.
Result<bool> MentionsMerges(ZipArchive& archive, const std::string& part) {
  bool is_found = false;
  bool is_first = true;
  std::string seam;  // The end of what went before: the word may be cut in two.
  KAOGONG_TRY(archive.Stream(part, archive.limits().sheet_bytes_max, [&](std::string_view piece) {
    // In UTF-16 the word looks different; nearly nobody writes it.
    is_found = is_first && (piece.starts_with("\xFF\xFE") || piece.starts_with("\xFE\xFF"));
    is_first = false;
    seam += piece.substr(0, kMergeElement.size());
    is_found = is_found || seam.find(kMergeElement) != std::string::npos ||
               piece.find(kMergeElement) != std::string_view::npos;
    if (piece.size() > kMergeElement.size())
      seam = piece.substr(piece.size() - kMergeElement.size());
    seam.erase(0, seam.size() - std::min(seam.size(), kMergeElement.size()));
    return !is_found;
  }));
  return is_found;
}

}  // namespace

std::optional<CellReference> ParseCellReference(std::string_view text, const XlsxLimits& limits) {
  CellReference reference;
  std::size_t at = 0;
  for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z'; ++at) {
    reference.column = reference.column * 26 + (text[at] - 'A') + 1;
    if (reference.column > limits.columns_max) return std::nullopt;
  }
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    reference.row = reference.row * 10 + (text[at] - '0');
    if (reference.row > limits.rows_max) return std::nullopt;
  }
  if (at != text.size() || reference.row == 0 || reference.column == 0) return std::nullopt;
  --reference.column;
  return reference;
}

MergedCells::MergedCells(std::vector<MergedRange> ranges) : ranges_(std::move(ranges)) {
  std::ranges::stable_sort(ranges_, {}, [](const MergedRange& range) { return range.first.row; });
}

const std::vector<MergedRange>& MergedCells::RangesOfRow(int row) {
  std::erase_if(active_, [row](const MergedRange& range) { return range.last.row < row; });
  for (; next_ < ranges_.size() && ranges_[next_].first.row <= row; ++next_) {
    const MergedRange& range = ranges_[next_];
    if (range.last.row < row) continue;
    const auto after =
        std::ranges::lower_bound(active_, range.first.column, {},
                                 [](const MergedRange& other) { return other.last.column; });
    const bool is_free = after == active_.end() || after->first.column > range.last.column;
    if (is_free) active_.insert(after, range);
  }
  return active_;
}

Result<MergedCells> ReadMergedCells(ZipArchive& archive, const std::string& part) {
  KAOGONG_TRY_ASSIGN(const bool has_merges, MentionsMerges(archive, part));
  if (!has_merges) return MergedCells();
  MergesHandler handler(archive.limits());
  KAOGONG_TRY(ReadXmlPart(archive, part, archive.limits().sheet_bytes_max, handler));
  if (handler.wrong().has_value()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("工作簿{}已损坏：合并单元格的范围“{}”不对",
                     "the workbook {} is damaged: \"{}\" is no range of merged cells",
                     archive.file(), *handler.wrong())};
  }
  if (handler.ranges().size() > archive.limits().merges_max) {
    return Error{ErrorCode::kLimitExceeded, Say("工作簿{}的合并单元格超过上限{}处",
                                                "the workbook {} has more than {} merged cells",
                                                archive.file(), archive.limits().merges_max)};
  }
  return MergedCells(std::move(handler.ranges()));
}

}  // namespace kaogong::importer
