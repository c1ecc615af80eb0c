// SPDX-License-Identifier: Apache-2.0
#include "office/library/line_diff.h"

#include <algorithm>
#include <optional>
#include <span>

namespace kaogong::office::library {

namespace {

using Lines = std::vector<std::string_view>;

Lines SplitLines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Myers' greedy algorithm: `trace[d]` holds, for each diagonal k = -d, -d + 2, … d, how far
// into `before` a path of d changes comes.
using Trace = std::vector<std::vector<int>>;

int ReachOf(const std::vector<int>& reach, int d, int k) {
  return reach[static_cast<std::size_t>((k + d) / 2)];
}

// Where a path of d changes on diagonal k begins, before it follows equal lines.
struct Start {
  int x = 0;
  bool is_added = false;  // Its last change adds a line.
};
Start StartOf(const Trace& trace, int d, int k) {
  if (d == 0) return {0, false};
  const std::vector<int>& last = trace[static_cast<std::size_t>(d) - 1];
  const bool adds =
      k == -d || (k != d && ReachOf(last, d - 1, k - 1) < ReachOf(last, d - 1, k + 1));
  return adds ? Start{ReachOf(last, d - 1, k + 1), true}
              : Start{ReachOf(last, d - 1, k - 1) + 1, false};
}

// Returns the paths up to the first that reaches the end, or nothing past `changes_max` changes.
std::optional<Trace> FindPath(std::span<const std::string_view> before,
                              std::span<const std::string_view> after, std::size_t changes_max) {
  const int n = static_cast<int>(before.size());
  const int m = static_cast<int>(after.size());
  Trace trace;
  for (int d = 0; d <= n + m && d <= static_cast<int>(changes_max); ++d) {
    trace.emplace_back(static_cast<std::size_t>(d) + 1);
    for (int k = -d; k <= d; k += 2) {
      int x = StartOf(trace, d, k).x;
      while (x < n && x - k >= 0 && x - k < m &&
             before[static_cast<std::size_t>(x)] == after[static_cast<std::size_t>(x - k)])
        ++x;
      trace.back()[static_cast<std::size_t>((k + d) / 2)] = x;
      if (x >= n && x - k >= m) return trace;
    }
  }
  return std::nullopt;
}

std::vector<DiffLine> FollowBack(const Trace& trace, std::span<const std::string_view> before,
                                 std::span<const std::string_view> after) {
  std::vector<DiffLine> lines;
  int x = static_cast<int>(before.size());
  int k = x - static_cast<int>(after.size());
  for (int d = static_cast<int>(trace.size()) - 1; d >= 0; --d) {
    const Start start = StartOf(trace, d, k);
    for (; x > start.x; --x)
      lines.push_back({LineKind::kSame, before[static_cast<std::size_t>(x) - 1]});
    if (d == 0) break;
    if (start.is_added) {
      lines.push_back({LineKind::kAdded, after[static_cast<std::size_t>(x - k) - 1]});
      ++k;
    } else {
      lines.push_back({LineKind::kRemoved, before[static_cast<std::size_t>(x) - 1]});
      --x;
      --k;
    }
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

std::vector<DiffLine> AllLines(const Lines& before, const Lines& after, std::size_t changes_max) {
  std::size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < before.size() - head && tail < after.size() - head &&
         before[before.size() - tail - 1] == after[after.size() - tail - 1])
    ++tail;
  const std::span old_lines(before.begin() + static_cast<std::ptrdiff_t>(head),
                            before.end() - static_cast<std::ptrdiff_t>(tail));
  const std::span new_lines(after.begin() + static_cast<std::ptrdiff_t>(head),
                            after.end() - static_cast<std::ptrdiff_t>(tail));
  std::vector<DiffLine> lines;
  for (std::size_t i = 0; i < head; ++i) lines.push_back({LineKind::kSame, before[i]});
  if (const auto trace = FindPath(old_lines, new_lines, changes_max)) {
    const auto between = FollowBack(*trace, old_lines, new_lines);
    lines.insert(lines.end(), between.begin(), between.end());
  } else {
    for (const std::string_view line : old_lines) lines.push_back({LineKind::kRemoved, line});
    for (const std::string_view line : new_lines) lines.push_back({LineKind::kAdded, line});
  }
  for (std::size_t i = before.size() - tail; i < before.size(); ++i)
    lines.push_back({LineKind::kSame, before[i]});
  return lines;
}

}  // namespace

std::vector<Hunk> DiffLines(std::string_view before, std::string_view after, std::size_t context,
                            std::size_t changes_max) {
  const std::vector<DiffLine> lines = AllLines(SplitLines(before), SplitLines(after), changes_max);
  std::vector<bool> is_shown(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind == LineKind::kSame) continue;
    const std::size_t end = std::min(lines.size(), i + context + 1);
    for (std::size_t j = i - std::min(i, context); j < end; ++j) is_shown[j] = true;
  }
  std::vector<Hunk> hunks;
  int before_line = 1;
  int after_line = 1;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_shown[i]) {
      if (i == 0 || !is_shown[i - 1]) hunks.push_back({before_line, after_line, {}});
      hunks.back().lines.push_back(lines[i]);
    }
    if (lines[i].kind != LineKind::kAdded) ++before_line;
    if (lines[i].kind != LineKind::kRemoved) ++after_line;
  }
  return hunks;
}

}  // namespace kaogong::office::library
