// SPDX-License-Identifier: Apache-2.0
// What changed between two versions: paragraphs, and inside of a changed one the characters.
#include <utility>

#include "base/utf8.h"
#include "office/document/documents.h"
#include "office/document/internal/rows.h"
#include "office/library/line_diff.h"

namespace kaogong::office::documents {

namespace {

using library::DiffLine;
using library::LineKind;

constexpr std::size_t kWholeText = 1'000'000;

ChangeKind KindOf(LineKind kind) {
  if (kind == LineKind::kSame) return ChangeKind::kSame;
  return kind == LineKind::kAdded ? ChangeKind::kAdded : ChangeKind::kRemoved;
}

// All lines of both texts in order. Equal texts have no hunk.
std::vector<DiffLine> AllLines(std::string_view before, std::string_view after) {
  std::vector<DiffLine> lines;
  for (library::Hunk& hunk : library::DiffLines(before, after, kWholeText))
    lines.insert(lines.end(), hunk.lines.begin(), hunk.lines.end());
  if (!lines.empty()) return lines;
  while (!after.empty()) {
    const std::size_t end = after.find('\n');
    lines.push_back({LineKind::kSame, after.substr(0, end)});
    after.remove_prefix(end == std::string_view::npos ? after.size() : end + 1);
  }
  return lines;
}

// One character a line, so that lines are compared as characters are.
std::string Spread(std::string_view text) {
  std::string spread;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = AdvanceCodePoints(text, at, 1);
    spread.append(text.substr(at, next - at)).append("\n");
    at = next;
  }
  return spread;
}

std::vector<Segment> SegmentsOf(std::string_view before, std::string_view after) {
  std::vector<Segment> segments;
  const std::string spread_before = Spread(before);
  const std::string spread_after = Spread(after);
  for (const DiffLine& line : AllLines(spread_before, spread_after)) {
    const ChangeKind kind = KindOf(line.kind);
    if (segments.empty() || segments.back().kind != kind) segments.push_back({kind, {}});
    segments.back().text += line.text;
  }
  return segments;
}

// Whether two lines are one sentence edited, and not two sentences: a third of it stayed.
bool IsEdited(const std::vector<Segment>& segments, std::string_view before,
              std::string_view after) {
  std::size_t same = 0;
  for (const Segment& segment : segments) {
    if (segment.kind == ChangeKind::kSame) same += segment.text.size();
  }
  return 3 * same >= std::min(before.size(), after.size());
}

ComparedLine LineOf(ChangeKind kind, std::string_view text) {
  return {kind, {{kind, std::string(text)}}};
}

// Lines taken away and lines put in their place, pair by pair.
void AddPairs(const std::vector<std::string_view>& removed,
              const std::vector<std::string_view>& added, std::vector<ComparedLine>* to) {
  const std::size_t pairs = std::min(removed.size(), added.size());
  for (std::size_t i = 0; i < pairs; ++i) {
    auto segments = SegmentsOf(removed[i], added[i]);
    if (IsEdited(segments, removed[i], added[i])) {
      to->push_back({ChangeKind::kChanged, std::move(segments)});
    } else {
      to->push_back(LineOf(ChangeKind::kRemoved, removed[i]));
      to->push_back(LineOf(ChangeKind::kAdded, added[i]));
    }
  }
  for (std::size_t i = pairs; i < removed.size(); ++i)
    to->push_back(LineOf(ChangeKind::kRemoved, removed[i]));
  for (std::size_t i = pairs; i < added.size(); ++i)
    to->push_back(LineOf(ChangeKind::kAdded, added[i]));
}

}  // namespace

std::vector<ComparedLine> CompareTexts(std::string_view before, std::string_view after) {
  std::vector<ComparedLine> lines;
  std::vector<std::string_view> removed;
  std::vector<std::string_view> added;
  const auto flush = [&] {
    AddPairs(removed, added, &lines);
    removed.clear();
    added.clear();
  };
  for (const DiffLine& line : AllLines(before, after)) {
    if (line.kind == LineKind::kRemoved) removed.push_back(line.text);
    if (line.kind == LineKind::kAdded) added.push_back(line.text);
    if (line.kind != LineKind::kSame) continue;
    flush();
    lines.push_back(LineOf(ChangeKind::kSame, line.text));
  }
  flush();
  return lines;
}

Result<DocumentComparison> CompareVersions(Shelf& shelf, const Actor& actor, Id id,
                                           std::optional<int> before, std::optional<int> after) {
  return shelf.office().Read(actor, [&](Session& session) -> Result<DocumentComparison> {
    KAOGONG_TRY_ASSIGN(const DocumentRow row, internal::LoadDocument(session, id));
    KAOGONG_TRY(internal::RequireSeen(session, row));
    DocumentComparison comparison;
    comparison.before = before.value_or(1);
    comparison.after = after.value_or(row.latest);
    KAOGONG_TRY_ASSIGN(const auto from, internal::LoadVersion(session, id, comparison.before));
    KAOGONG_TRY_ASSIGN(const auto to, internal::LoadVersion(session, id, comparison.after));
    comparison.lines =
        CompareTexts(document::TextOf(from.model), document::TextOf(to.model));
    return comparison;
  });
}

}  // namespace kaogong::office::documents
