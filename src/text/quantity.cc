// SPDX-License-Identifier: Apache-2.0
#include "text/quantity.h"

#include <algorithm>
#include <utility>

#include "text/enumerator.h"
#include "text/fold.h"
#include "text/numeral.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

char32_t CharAt(View text, std::size_t at) { return at < text.size() ? text[at] : U'\0'; }

bool IsOneOf(char32_t c, View set) { return c != U'\0' && set.find(c) != View::npos; }

bool HasAt(View text, std::size_t at, View word) { return text.substr(at, word.size()) == word; }

struct Word {
  View word;
  Approximation approximation;
};

constexpr Word kBefore[] = {
    {U"大约", Approximation::kAbout},   {U"约为", Approximation::kAbout},
    {U"约", Approximation::kAbout},     {U"不少于", Approximation::kOver},
    {U"不低于", Approximation::kOver},  {U"超过", Approximation::kOver},
    {U"突破", Approximation::kOver},    {U"逾", Approximation::kOver},
    {U"至少", Approximation::kOver},    {U"高于", Approximation::kOver},
    {U"多于", Approximation::kOver},    {U"超", Approximation::kOver},
    {U"不超过", Approximation::kUnder}, {U"最多", Approximation::kUnder},
    {U"不高于", Approximation::kUnder}, {U"低于", Approximation::kUnder},
    {U"少于", Approximation::kUnder},   {U"不足", Approximation::kUnder},
    {U"不到", Approximation::kUnder},   {U"不满", Approximation::kUnder},
    {U"将近", Approximation::kUnder},   {U"接近", Approximation::kUnder},
    {U"近", Approximation::kUnder},
};

constexpr Word kBehind[] = {
    {U"以上", Approximation::kOver},  {U"以下", Approximation::kUnder},
    {U"以内", Approximation::kUnder}, {U"左右", Approximation::kAbout},
    {U"上下", Approximation::kAbout}, {U"多", Approximation::kMore},
    {U"余", Approximation::kMore},
};

// Finds the word of approximation that ends at `at`; moves `at` before it.
Approximation TakeBefore(View text, std::size_t& at) {
  const Word* best = nullptr;
  for (const Word& entry : kBefore) {
    const std::size_t size = entry.word.size();
    if (at < size || text.substr(at - size, size) != entry.word) continue;
    if (best == nullptr || size > best->word.size()) best = &entry;
  }
  if (best == nullptr) return Approximation::kNone;
  // 附近, 最近 and 契约 are words of their own.
  const char32_t before = at > best->word.size() ? text[at - best->word.size() - 1] : U'\0';
  if (best->word == U"近" && IsOneOf(before, U"附最邻临靠远新亲")) return Approximation::kNone;
  if (best->word == U"约" && IsOneOf(before, U"契合预节条公相履签")) return Approximation::kNone;
  if (best->word == U"超" && IsOneOf(before, U"高")) return Approximation::kNone;
  at -= best->word.size();
  return best->approximation;
}

Approximation TakeBehind(View text, std::size_t& at) {
  for (const Word& entry : kBehind) {
    if (!HasAt(text, at, entry.word)) continue;
    const char32_t next = CharAt(text, at + entry.word.size());
    // 30个多媒体教室, 5项多元…: here 多 begins the next word.
    if (entry.word == U"多" && IsOneOf(next, U"媒元样种功个次级部方形层维渠边党")) continue;
    if (entry.word == U"余" && IsOneOf(next, U"额款地下粮")) continue;
    at += entry.word.size();
    return entry.approximation;
  }
  return Approximation::kNone;
}

bool IsBlankMark(char32_t c) { return IsOneOf(c, U"xX×*_□"); }

// One number: digits or Chinese, or a blank (x, ××, ____).
struct Number {
  std::optional<Numeral> numeral;  // Nothing for a blank.
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::optional<Number> NumberAt(View text, std::size_t at) {
  if (IsBlankMark(CharAt(text, at))) {
    if (at > 0 && IsBlankMark(text[at - 1])) return std::nullopt;
    std::size_t end = at;
    while (IsBlankMark(CharAt(text, end)) && end - at < 9) ++end;
    if (end - at > 8 || (at > 0 && (IsLatin(text[at - 1]) || IsDigit(text[at - 1])))) return std::nullopt;
    if (IsLatin(CharAt(text, end)) || IsDigit(CharAt(text, end))) return std::nullopt;
    if (IsOneOf(CharAt(text, end), U"万亿")) ++end;
    return Number{std::nullopt, at, end};
  }
  const auto numeral = NumeralAt(text, at);
  if (!numeral) return std::nullopt;
  return Number{numeral, at, at + numeral->length};
}

// True for numbers that name something instead of counting it.
bool IsName(View text, const Number& number) {
  const char32_t before = number.begin > 0 ? text[number.begin - 1] : U'\0';
  const char32_t after = CharAt(text, number.end);
  if (before == U'[' || IsOneOf(before, U"+＋/=:#№") || after == U'+' || after == U'=') return true;
  if (after == U':' && IsDigit(CharAt(text, number.end + 1))) return true;
  if (after == U']' || after == U'号') return !HasAt(text, number.end, U"号人");
  if (IsOneOf(before, U"“‘\"") && IsOneOf(after, U"”’\"")) return true;
  if (before == U'(' && after == U')') return true;
  if (after == U'/' && IsDigit(CharAt(text, number.end + 1))) return true;
  if (number.numeral && number.numeral->is_arabic && IsLatin(after) && !UnitAt(text, number.end)) {
    return true;
  }
  return before == U'-' && number.begin > 1 && IsLatin(text[number.begin - 2]);
}

// 统一, 之一, 十分, 一些…: Chinese numerals inside other words.
bool IsPartOfWord(View text, const Number& number) {
  if (!number.numeral || number.numeral->is_arabic) return false;
  const char32_t before = number.begin > 0 ? text[number.begin - 1] : U'\0';
  const char32_t first = text[number.begin];
  const char32_t after = CharAt(text, number.end);
  const bool is_single = number.end - number.begin == 1;
  if (is_single && first == U'一') {
    if (IsOneOf(before, U"统唯单专同不逐之任万合第某划归")) return true;
    // 一户一策, 一人一档: a pattern, not a count.
    if (CharAt(text, number.end + 1) == U'一' || (number.begin > 1 && text[number.begin - 2] == U'一')) {
      return true;
    }
  }
  if (is_single && first == U'十' && after == U'分') return true;
  static constexpr View kPlaces[] = {U"七台河", U"五台山", U"五台县", U"九台区", U"三台县", U"三门峡",
                                     U"三门县", U"双台子", U"六枝特"};
  for (const View place : kPlaces) {
    if (HasAt(text, number.begin, place)) return true;
  }
  if (is_single && IsOneOf(before, U"周期拜") && IsOneOf(after, U"上下早晚、至和,到的")) return true;
  return HasAt(text, number.end, U"位一体") || HasAt(text, number.end, U"中全会") ||
         HasAt(text, number.end, U"年一贯") || HasAt(text, number.end, U"大以来");
}

Rational Percent(std::int64_t parts_per) { return Quotient(Rational(100), Rational(parts_per)); }

Interval AdmittedBy(const Quantity& quantity, const Rational& round_step) {
  const Rational& value = quantity.value;
  const Rational high = quantity.range_high.value_or(value);
  const bool is_exact = quantity.unit.is_discrete && quantity.step <= Rational(1) * quantity.unit.scale &&
                        quantity.step == quantity.unit.scale;
  const Rational half = is_exact ? Rational() : Quotient(quantity.step, Rational(2));
  switch (quantity.approximation) {
    case Approximation::kNone:
      return Interval::Between(value - half, high + half);
    case Approximation::kAbout: {
      const Rational slack = Quotient(high, Rational(10)) + half;
      return Interval::Between(value - slack, high + slack);
    }
    case Approximation::kMore:
      return Interval::Between(value, high + round_step - (quantity.unit.is_discrete ? quantity.unit.scale : Rational()));
    case Approximation::kOver:
      return Interval::AtLeast(value);
    case Approximation::kUnder: {
      return Interval::Between(value - Quotient(value, Rational(5)), high);
    }
  }
  return Interval::Exactly(value);
}

struct Continuation {
  View unit;
  View next;
};

// Where a unit of one character goes on like this, it is the beginning of a word: 12345市民热线.
constexpr Continuation kNotUnits[] = {
    {U"市", U"民直级场委政区县长"}, {U"县", U"级域直委长"},     {U"区", U"级域县委间"},
    {U"村", U"民级干委务两庄支"},   {U"镇", U"级村区长党"},     {U"乡", U"村级长土"},
    {U"校", U"园长级区本"},         {U"院", U"校长"},           {U"园", U"区长"},
    {U"站", U"点长"},               {U"点", U"前后半钟整多至到位"}, {U"对", U"于照口比应接外标策"},
    {U"面", U"积向对临貌"},         {U"方", U"式案针便法向位"}, {U"分", U"析别类管工离布校公局"},
    {U"步", U"伐入"},               {U"名", U"称师校牌列义"},   {U"位", U"于居列置"},
    {U"人", U"民员均才大力事口文"}, {U"口", U"号径岸"},         {U"部", U"分署队委门"},
    {U"本", U"科级校市县镇区年"},   {U"期", U"间望待限"},       {U"班", U"子级主"},
    {U"度", U"假过"},               {U"件", U"均"},             {U"家", U"庭长乡"},
    {U"科", U"学技研级室"},         {U"课", U"题程改"},         {U"种", U"植子养"},
    {U"队", U"伍"},                 {U"单", U"位纯一"},         {U"通", U"过"},
    {U"条", U"件例款"},             {U"把", U"握关"},           {U"支", U"持部书出付委"},
    {U"组", U"织建成"},             {U"年", U"级度"},           {U"省", U"级委直"},
    {U"州", U"级委"},               {U"级", U""},               {U"街道", U"办"},
    {U"社区", U"居"},               {U"章", U"程"},             {U"集", U"中体团聚"},
    {U"轮", U"训换"},               {U"起", U"来到草步"},       {U"车", U"间辆"},
    {U"升", U"级"},                 {U"回", U"访复收"},         {U"天", U"然气"},
    {U"题", U"库"}, {U"地", U"区市级点方处块面下位段域质税价理球铁图"},                 {U"版", U"本权"},           {U"线", U""},
};

// The unit at `at`, unless what stands there is a longer word.
std::optional<UnitMatch> PlainUnitAt(View text, std::size_t at) {
  const auto match = UnitAt(text, at);
  if (!match) return std::nullopt;
  for (const Continuation& entry : kNotUnits) {
    if (entry.unit == match->unit.name && IsOneOf(CharAt(text, at + match->length), entry.next)) {
      return std::nullopt;
    }
  }
  return match;
}

bool IsPlaceName(const Unit& unit) {
  static constexpr View kPlaces[] = {U"市", U"县", U"省", U"区", U"镇", U"乡", U"村", U"州", U"街道",
                                     U"社区", U"校", U"院", U"园", U"厂", U"店", U"学校", U"单位",
                                     U"部门", U"企业", U"乡镇", U"局", U"年"};
  return std::find(std::begin(kPlaces), std::end(kPlaces), unit.name) != std::end(kPlaces);
}

// Reads quantities from left to right.
class Finder {
 public:
  Finder(View text, const std::vector<DateMention>& dates) : text_(text), dates_(dates) {}

  std::vector<Quantity> Run() {
    while (at_ < text_.size()) {
      if (SkipDate() || SkipEnumerator()) continue;
      if (const auto quantity = QuantityAt(at_)) {
        at_ = quantity->end;
        found_.push_back(*quantity);
      } else {
        at_ = std::max(next_, at_ + 1);
      }
    }
    return std::move(found_);
  }

 private:
  bool SkipDate() {
    while (date_ < dates_.size() && dates_[date_].end <= at_) ++date_;
    if (date_ == dates_.size() || dates_[date_].begin > at_) return false;
    at_ = dates_[date_].end;
    return true;
  }

  bool SkipEnumerator() {
    if (at_ > 0 && !IsOneOf(text_[at_ - 1], U"。;:!?")) return false;
    const auto enumerator = EnumeratorAt(text_, at_);
    if (!enumerator) return false;
    at_ += enumerator->length;
    return true;
  }

  std::size_t Limit() const { return date_ < dates_.size() ? dates_[date_].begin : text_.size(); }

  std::optional<Quantity> QuantityAt(std::size_t at) {
    next_ = at + 1;
    if (const auto fraction = FractionAt(at)) return fraction;
    const auto number = NumberAt(text_, at);
    if (!number || number->end > Limit()) return std::nullopt;
    next_ = number->end;
    if (IsName(text_, *number) || IsPartOfWord(text_, *number)) return std::nullopt;
    Quantity quantity;
    quantity.begin = quantity.number_begin = number->begin;
    quantity.number_end = number->end;
    if (!number->numeral) return Blank(quantity);
    return Complete(quantity, *number->numeral);
  }

  // 百分之七十五, 千分之三, 三分之二.
  std::optional<Quantity> FractionAt(std::size_t at) {
    std::int64_t parts = 0;
    std::size_t end = at;
    if (HasAt(text_, at, U"百分之")) parts = 100;
    if (HasAt(text_, at, U"千分之")) parts = 1000;
    if (HasAt(text_, at, U"万分之")) parts = 10'000;
    if (parts > 0) {
      end = at + 3;
    } else if (IsChineseNumeral(text_[at]) && HasAt(text_, at + 1, U"分之")) {
      parts = ChineseDigit(text_[at]) > 0 ? ChineseDigit(text_[at]) : 0;
      end = at + 3;
    }
    if (parts == 0 || end >= text_.size()) return std::nullopt;
    const auto numeral = NumeralAt(text_, end);
    if (!numeral || end + numeral->length > Limit()) return std::nullopt;
    const Rational factor = Percent(parts);
    Quantity quantity;
    quantity.begin = quantity.number_begin = at;
    quantity.end = quantity.number_end = end + numeral->length;
    quantity.unit = UnitAt(U"%", 0)->unit;
    quantity.value = numeral->value * factor;
    // 三分之一 is said of anything near a third.
    quantity.step = parts < 100 ? Rational(10) : numeral->step * factor;
    Approximate(quantity, numeral->round_step * factor);
    return quantity;
  }

  std::optional<Quantity> Blank(Quantity quantity) {
    const auto unit = PlainUnitAt(text_, quantity.number_end);
    if (!unit || IsPlaceName(unit->unit)) return std::nullopt;
    quantity.kind = QuantityKind::kUnknown;
    quantity.unit = unit->unit;
    quantity.end = quantity.number_end + unit->length;
    return quantity;
  }

  std::optional<Quantity> Complete(Quantity quantity, Numeral numeral) {
    std::size_t at = quantity.number_end;
    bool has_more = numeral.has_more;
    if (!has_more && IsOneOf(CharAt(text_, at), U"余多来几") && MoreFits(at)) {
      ++at;
      has_more = true;
    }
    const auto unit = PlainUnitAt(text_, at);
    std::optional<Rational> high = numeral.range_high;
    std::optional<Unit> found;
    std::size_t unit_length = 0;
    if (const auto span = SpanAt(at, unit, numeral)) {
      high = span->high;
      found = span->unit;
      at = span->end;
      if (span->low_factor) numeral.value = numeral.value * *span->low_factor;
      if (span->low_factor) numeral.step = numeral.step * *span->low_factor;
    } else if (unit && at + unit->length <= Limit()) {
      found = unit->unit;
      unit_length = unit->length;
    }
    at += unit_length;
    if (!found && TenthsAt(at)) {
      found = UnitAt(U"%", 0)->unit;
      found->scale = Rational(10);
      ++at;
    }
    const bool is_ordinal = quantity.begin > 0 && text_[quantity.begin - 1] == U'第';
    const bool is_top = quantity.begin > 0 && text_[quantity.begin - 1] == U'前' && found &&
                        found->dimension == Dimension::kPerson;
    if (!found && !numeral.is_arabic && !is_ordinal) return std::nullopt;
    if (found && found->name == U"年" && numeral.value > Rational(1000)) return std::nullopt;
    quantity.kind = is_ordinal ? QuantityKind::kOrdinal
                    : is_top   ? QuantityKind::kTop
                    : found    ? QuantityKind::kAmount
                               : QuantityKind::kBare;
    quantity.unit = found.value_or(Unit{Dimension::kOther, U"", Rational(1), false});
    quantity.value = numeral.value * quantity.unit.scale;
    quantity.step = numeral.step * quantity.unit.scale;
    if (high) quantity.range_high = *high * quantity.unit.scale;
    quantity.is_weak = !numeral.is_arabic && text_[quantity.number_begin] == U'一' &&
                       quantity.number_end - quantity.number_begin == 1;
    quantity.is_rate_per = CharAt(text_, at) == U'/' && !IsDigit(CharAt(text_, at + 1));
    quantity.end = at;
    if (is_ordinal) --quantity.begin;
    if (has_more) quantity.approximation = Approximation::kMore;
    if (!is_ordinal && !is_top) {
      Approximate(quantity, numeral.round_step * quantity.unit.scale);
    } else {
      quantity.admitted = Interval::Exactly(quantity.value);
    }
    return quantity;
  }

  // 余 and 多 count only before a unit: 20余名, 30多万; not in 5多媒体.
  bool MoreFits(std::size_t at) const { return PlainUnitAt(text_, at + 1).has_value(); }

  bool TenthsAt(std::size_t at) const {
    return CharAt(text_, at) == U'成' &&
           !IsOneOf(CharAt(text_, at + 1), U"为立功果员就都长绩本品效交分人年熟套");
  }

  struct Span {
    Rational high;
    std::optional<Rational> low_factor;  // 1-5万元: the low end shares the magnitude.
    std::optional<Unit> unit;
    std::size_t end = 0;
  };

  // The second half of 7-9名, 30%-40%, 3至5个; `at` is where the separator would stand.
  std::optional<Span> SpanAt(std::size_t at, const std::optional<UnitMatch>& unit,
                             const Numeral& low) const {
    const std::size_t after_unit = at + (unit ? unit->length : 0);
    std::size_t separator = SeparatorLength(at);
    bool has_unit = false;
    std::size_t from = at;
    if (separator == 0 && unit && SeparatorLength(after_unit) > 0 &&
        !IsOneOf(CharAt(text_, after_unit), U"至到")) {
      separator = SeparatorLength(after_unit);
      from = after_unit;
      has_unit = true;
    }
    if (separator == 0 || from + separator >= text_.size()) return std::nullopt;
    const auto numeral = NumeralAt(text_, from + separator);
    if (!numeral) return std::nullopt;
    const std::size_t end = from + separator + numeral->length;
    const auto second = PlainUnitAt(text_, end);
    if (!second || (has_unit && second->unit.name != unit->unit.name)) return std::nullopt;
    if (end + second->length > Limit()) return std::nullopt;
    Span span;
    span.high = numeral->value;
    span.unit = second->unit;
    span.end = end + second->length;
    if (numeral->has_magnitude && !low.has_magnitude && low.value * Rational(100) < numeral->value) {
      span.low_factor = numeral->value >= Rational(100'000'000) ? Rational(100'000'000) : Rational(10'000);
    }
    const Rational low_value = span.low_factor ? low.value * *span.low_factor : low.value;
    if (span.high < low_value) return std::nullopt;
    return span;
  }

  std::size_t SeparatorLength(std::size_t at) const {
    std::size_t end = at;
    while (IsOneOf(CharAt(text_, end), U"-~—") && end - at < 2) ++end;
    if (end > at) return end - at;
    return IsOneOf(CharAt(text_, at), U"至到") ? 1 : 0;
  }

  void Approximate(Quantity& quantity, const Rational& round_step) {
    std::size_t begin = quantity.begin;
    const Approximation before = TakeBefore(text_, begin);
    const std::size_t floor = found_.empty() ? 0 : found_.back().end;
    if (before != Approximation::kNone && begin >= floor) {
      quantity.begin = begin;
      // 超过5000余 says no more than 5000余.
      if (quantity.approximation == Approximation::kNone) quantity.approximation = before;
    }
    const Approximation behind = TakeBehind(text_, quantity.end);
    if (quantity.approximation == Approximation::kNone) quantity.approximation = behind;
    quantity.round_step = round_step;
    quantity.admitted = AdmittedBy(quantity, round_step);
  }

  View text_;
  const std::vector<DateMention>& dates_;
  std::size_t date_ = 0;
  std::size_t at_ = 0;
  std::size_t next_ = 0;  // Where to go on when nothing is found at at_.
  std::vector<Quantity> found_;
};

}  // namespace

std::vector<Quantity> FindQuantities(View text, const std::vector<DateMention>& dates) {
  return Finder(text, dates).Run();
}

}  // namespace kaogong::text
