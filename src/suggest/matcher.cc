// SPDX-License-Identifier: Apache-2.0
#include "suggest/matcher.h"

#include <algorithm>

#include "base/decimal.h"

namespace kaogong::suggest {
namespace {

constexpr int kGroupsMax = 9;
constexpr std::string_view kMarks = ",;:()!?";

// Marks of three bytes that part a clause as well.
bool IsWideMarkAt(std::string_view text, std::size_t at) {
  return text.substr(at, 3) == "。" || text.substr(at, 3) == "、";
}

bool IsMarkAt(std::string_view text, std::size_t at) {
  return kMarks.find(text[at]) != std::string_view::npos || IsWideMarkAt(text, at);
}

}  // namespace

bool Matcher::Find(const re2::RE2& pattern) {
  const re2::StringPiece whole(text_);
  std::vector<re2::StringPiece> groups(kGroupsMax + 1);
  const int count = std::min(pattern.NumberOfCapturingGroups(), kGroupsMax) + 1;
  for (std::size_t from = 0; from < text_.size();) {
    if (!pattern.Match(whole, from, text_.size(), re2::RE2::UNANCHORED, groups.data(), count))
      return false;
    const auto begin = static_cast<std::size_t>(groups[0].data() - text_.data());
    const std::size_t end = begin + groups[0].size();
    if (end > begin && std::none_of(used_.begin() + static_cast<std::ptrdiff_t>(begin),
                                    used_.begin() + static_cast<std::ptrdiff_t>(end),
                                    [](bool is_used) { return is_used; })) {
      begin_ = begin;
      end_ = end;
      groups_.clear();
      for (int i = 0; i < count; ++i) {
        const re2::StringPiece& group = groups[static_cast<std::size_t>(i)];
        groups_.emplace_back(group.data() == nullptr ? std::string()
                                                     : std::string(group.data(), group.size()));
      }
      return true;
    }
    from = begin + 1;
    while (from < text_.size() && (static_cast<unsigned char>(text_[from]) & 0xC0U) == 0x80U)
      ++from;
  }
  return false;
}

void Matcher::Take() {
  std::fill(used_.begin() + static_cast<std::ptrdiff_t>(begin_),
            used_.begin() + static_cast<std::ptrdiff_t>(end_), true);
}

std::vector<std::vector<std::string>> Matcher::TakeAll(const re2::RE2& pattern) {
  std::vector<std::vector<std::string>> all;
  while (Find(pattern)) {
    Take();
    all.push_back(groups_);
  }
  return all;
}

std::string Matcher::Before() const {
  std::size_t from = begin_;
  // One mark right before the match (未按时报送的,每次扣1分) belongs to it.
  if (from > 0 && text_[from - 1] == ',') --from;
  const std::size_t end = from;
  while (from > 0 && !used_[from - 1] && !IsMarkAt(text_, from - 1) &&
         !(from >= 3 && IsWideMarkAt(text_, from - 3))) {
    --from;
  }
  return text_.substr(from, end - from);
}

std::vector<std::string> Matcher::Rest() const {
  std::vector<std::string> rest;
  std::size_t begin = 0;
  bool is_taken = false;
  const auto close = [&](std::size_t end) {
    if (end > begin && !is_taken) rest.push_back(text_.substr(begin, end - begin));
    is_taken = false;
  };
  for (std::size_t at = 0; at < text_.size(); ++at) {
    is_taken = is_taken || used_[at];
    if (!IsMarkAt(text_, at) || used_[at]) continue;
    close(at);
    begin = at + (static_cast<unsigned char>(text_[at]) < 0x80U ? 1 : 3);
    at = begin - 1;
  }
  close(text_.size());
  return rest;
}

Rational NumberOf(const std::string& digits) {
  const auto number = Decimal::Parse(digits);
  return number ? Rational(*number) : Rational();
}

}  // namespace kaogong::suggest
