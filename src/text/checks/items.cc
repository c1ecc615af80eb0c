// SPDX-License-Identifier: Apache-2.0
#include "text/checks/items.h"

#include <algorithm>

#include "text/checks/words.h"
#include "text/enumerator.h"
#include "text/fold.h"
#include "text/numeral.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

constexpr View kOpening = U"(“《‘[【〈";
constexpr View kClosing = U")”》’]】〉";

// Joints that may part the last two items.
int CountJoints(View piece) {
  int joints = 0;
  int depth = 0;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    if (kOpening.find(piece[i]) != View::npos) ++depth;
    if (kClosing.find(piece[i]) != View::npos && depth > 0) --depth;
    if (depth > 0 || i == 0 || i + 1 == piece.size()) continue;
    if (View(U"和及与或").find(piece[i]) == View::npos) continue;
    // 和谐, 普及, 及时, 参与, 以及: 以及 counts once, the others are words.
    const View around = piece.substr(i - 1, 3);
    if (ContainsAny(around, {U"和谐", U"温和", U"共和", U"和平", U"缓和", U"普及", U"及时", U"及格", U"涉及",
                             U"参与", U"与会", U"给与", U"云和", U"平和", U"总和", U"和解", U"与时"})) {
      continue;
    }
    ++joints;
  }
  return joints;
}

void AddCommaReadings(const std::vector<View>& by_comma, const std::vector<View>& by_mark,
                      ItemCount& count) {
  const std::vector<View> first = SplitOutside(by_comma.front(), U"、");
  const int in_first = static_cast<int>(first.size());
  const LastItem last = ReadLastItem(first.back(), {first.begin(), first.end() - 1});
  // A、B、C,由… : the list is the first clause when it has three items or more.
  count.is_plain = in_first - 1 + last.least >= 3;
  count.pieces = first;
  if (count.is_plain) count.possible.clear();
  count.possible.insert(in_first - 1 + last.least);
  count.possible.insert(in_first - 1 + last.most);
  if (count.is_plain) return;
  // Clauses that hold pairs of their own: A、B,C、D.
  count.possible.insert(static_cast<int>(by_comma.size()));
  count.possible.insert(static_cast<int>(by_mark.size() + by_comma.size()) - 1);
}

// The two sides of the only joint in the text.
bool Halve(View text, View& left, View& right) {
  if (CountJoints(text) != 1) return false;
  int depth = 0;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (kOpening.find(text[i]) != View::npos) ++depth;
    if (kClosing.find(text[i]) != View::npos && depth > 0) --depth;
    if (depth > 0 || CountJoints(text.substr(i - 1, 3)) != 1) continue;
    left = text.substr(0, i);
    right = text.substr(i + 1);
    if (left.ends_with(U'以')) left.remove_suffix(1);
    return !left.empty() && !right.empty();
  }
  return false;
}

}  // namespace

LastItem ReadLastItem(View last, const std::vector<View>& others) {
  const int joints = CountJoints(last);
  if (joints == 0) return {1, 1};
  View left;
  View right;
  if (!Halve(last, left, right)) return {1, joints + 1};
  std::vector<std::size_t> lengths;
  for (std::size_t i = others.size() > 1 ? 1 : 0; i < others.size(); ++i) lengths.push_back(others[i].size());
  std::sort(lengths.begin(), lengths.end());
  const std::size_t usual = lengths.empty() ? right.size() : lengths[lengths.size() / 2];
  const bool ends_alike = left.back() == right.back();
  // 作风和纪律建设: the left side lacks what the right one says for both.
  const bool is_whole = left.size() * 5 >= usual * 3 && left.size() * 5 >= right.size() * 2;
  if (ends_alike || is_whole) return {2, 2};
  return {1, 2};
}

bool IsPair(View text) {
  View left;
  View right;
  if (!Halve(text, left, right)) return false;
  if (left.back() == right.back()) return true;
  const std::size_t longer = std::max(left.size(), right.size());
  const std::size_t shorter = std::min(left.size(), right.size());
  return left.size() >= 3 && right.size() >= 3 && shorter * 3 >= longer * 2;
}

std::vector<View> SplitOutside(View text, View separators) {
  std::vector<View> pieces;
  int depth = 0;
  std::size_t begin = 0;
  const bool parts_quotes = separators.find(U'、') != View::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kOpening.find(text[i]) != View::npos) {
      if (parts_quotes && depth == 0 && i > begin && text[i] == U'“' && text[i - 1] == U'”') {
        pieces.push_back(text.substr(begin, i - begin));
        begin = i;
      }
      ++depth;
    } else if (kClosing.find(text[i]) != View::npos) {
      if (depth > 0) --depth;
    } else if (depth == 0 && separators.find(text[i]) != View::npos) {
      pieces.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  if (begin < text.size()) pieces.push_back(text.substr(begin));
  std::erase_if(pieces, [](View piece) { return piece.empty(); });
  return pieces;
}

ItemCount CountItems(View list) {
  list = TrimEndOf(TrimStartOf(list, U":,;。、"), U":,;。、等");
  ItemCount count;
  if (list.empty()) return count;
  std::size_t end = 0;
  if (const int numbered = CountEnumerators(list, 0, 1, end); numbered >= 2) {
    count.possible = {numbered};
    count.pieces = {list};
    count.is_plain = true;
    return count;
  }
  const std::vector<View> by_semicolon = SplitOutside(list, U";");
  if (by_semicolon.size() >= 2) {
    count.possible = {static_cast<int>(by_semicolon.size())};
    count.pieces = by_semicolon;
    count.is_plain = true;
    return count;
  }
  const std::vector<View> by_mark = SplitOutside(list, U"、");
  const std::vector<View> by_comma = SplitOutside(list, U",");
  if (by_mark.size() >= 2) {
    const int pieces = static_cast<int>(by_mark.size());
    count.pieces = by_mark;
    count.possible.insert(pieces);
    const LastItem last = ReadLastItem(by_mark.back(), {by_mark.begin(), by_mark.end() - 1});
    count.possible.clear();
    for (int extra = last.least; extra <= last.most; ++extra) count.possible.insert(pieces - 1 + extra);
    int all_joints = 0;
    for (const View piece : by_mark) all_joints += CountJoints(piece);
    if (all_joints > last.most) count.possible.insert(pieces + all_joints);
    count.is_plain = true;
    if (by_comma.size() >= 2) AddCommaReadings(by_comma, by_mark, count);
  } else if (by_comma.size() >= 2) {
    count.pieces = by_comma;
    count.possible = {static_cast<int>(by_comma.size())};
    const int joints = CountJoints(by_comma.back());
    if (joints > 0) count.possible.insert(static_cast<int>(by_comma.size()) + 1);
    // Items that each carry a figure, and a clause behind that does not.
    const auto with_digits = std::count_if(by_comma.begin(), by_comma.end(), [](View piece) {
      return std::any_of(piece.begin(), piece.end(), IsDigit);
    });
    if (with_digits >= 2) count.possible.insert(static_cast<int>(with_digits));
    count.is_plain = true;
  } else if (const int joints = CountJoints(list); joints > 0) {
    count.pieces = {list};
    count.possible = {joints + 1};
    if (joints > 1) count.possible.insert(2);
    count.is_plain = joints == 1 && IsPair(list);
    return count;
  }
  for (const View piece : count.pieces) count.is_plain = count.is_plain && piece.size() <= 24;
  return count;
}

int CountEnumerators(View text, std::size_t begin, std::size_t reach, std::size_t& end) {
  struct Mark {
    int number = 0;
    std::size_t length = 0;
    char32_t word = 0;  // 是, 要 …; for a style without a word, its style.
  };
  const auto mark_at = [&](std::size_t at) -> Mark {
    if (const auto enumerator = EnumeratorAt(text, at)) {
      if (enumerator->style == EnumeratorStyle::kChineseComma) return {};
      return {enumerator->number, enumerator->length,
              static_cast<char32_t>(enumerator->style) + 1};
    }
    // 一要, 二抓, 三看.
    const int digit = at + 1 < text.size() ? ChineseDigit(text[at]) : -1;
    if (digit >= 1 && text[at] != U'两' && !IsChineseNumeral(text[at + 1]) &&
        View(U"要抓看查靠重严强促建保有能会做把树立讲听问").find(text[at + 1]) != View::npos) {
      return {digit, 2, text[at + 1]};
    }
    return {};
  };
  const auto may_begin = [&](std::size_t at) {
    return at == 0 || View(U"。;:,、!?”)》(").find(text[at - 1]) != View::npos || at == begin;
  };
  Mark first;
  std::size_t at = begin;
  for (; at < text.size() && at <= begin + reach; ++at) {
    if (!may_begin(at)) continue;
    first = mark_at(at);
    if (first.number == 1) break;
    first = {};
  }
  if (first.number != 1) return 0;
  int count = 1;
  end = at + first.length;
  const bool is_verb = first.word > 64;
  constexpr std::size_t kReach = 20'000;  // No row of items is longer.
  for (std::size_t i = end; i < std::min(text.size(), begin + kReach); ++i) {
    if (!may_begin(i)) continue;
    const Mark mark = mark_at(i);
    if (mark.number == 0) continue;
    const bool is_alike = is_verb ? mark.word > 64 : mark.word == first.word;
    if (!is_alike) continue;
    if (mark.number == 1) break;
    if (mark.number != count + 1) continue;
    ++count;
    end = i + mark.length;
    i = end - 1;
  }
  return count;
}

}  // namespace kaogong::text
