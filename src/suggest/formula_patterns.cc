// SPDX-License-Identifier: Apache-2.0
// Formulas as people note them down: 总分=基本分+加分-扣分 · 主体得分=任务30%+效率30%+完成40% ·
// C=(Σ得分/Σ系数)×40 · 得分=基本分×完成率,封顶基本分 · 得分=Σ(票数×100/80/60)÷有效票.
#include <algorithm>
#include <optional>
#include <utility>

#include "suggest/patterns.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

// ---- words of a formula --------------------------------------------------------------------

struct Token {
  enum Kind { kName, kNumber, kSign, kSum } kind = kSign;
  std::string text;
  std::size_t end = 0;  // The byte after it.
};

// × for *, ÷ for /, ( for [.
std::string PlainSign(const std::string& sign) {
  static constexpr std::pair<std::string_view, std::string_view> kSame[] = {
      {"*", "×"}, {"/", "÷"}, {"[", "("}, {"]", ")"}};
  for (const auto& [other, plain] : kSame) {
    if (sign == other) return std::string(plain);
  }
  return sign;
}

// The tokens up to the first character that is none of a formula.
std::vector<Token> TokensOf(const std::string& expression) {
  // A name of ideographs does not end in digits: 民主测评5 is a name and its points; A1 is a name.
  static const RE2 kName("^([A-Za-z]+\\d*|[\\p{Han}A-Za-z]+(?:\\d+[\\p{Han}A-Za-z]+)*)");
  static const RE2 kNumber("^(\\d+(?:\\.\\d+)?%?)(?:分|元)?");
  static const RE2 kSign("^(\\+|-|×|\\*|÷|/|\\(|\\)|\\[|\\])");
  static const RE2 kSum("^(Σ|∑)");
  std::vector<Token> tokens;
  re2::StringPiece rest(expression);
  while (!rest.empty()) {
    Token token;
    if (RE2::Consume(&rest, kNumber, &token.text)) {
      token.kind = Token::kNumber;
    } else if (RE2::Consume(&rest, kSign, &token.text)) {
      token.kind = Token::kSign;
      token.text = PlainSign(token.text);
    } else if (RE2::Consume(&rest, kSum, &token.text)) {
      token.kind = Token::kSum;
    } else if (RE2::Consume(&rest, kName, &token.text)) {
      token.kind = Token::kName;
    } else {
      break;
    }
    token.end = expression.size() - rest.size();
    tokens.push_back(std::move(token));
  }
  return tokens;
}

// ---- what a formula says -------------------------------------------------------------------

// A name of the formula: a figure of the assessee, or of each of its rows when it stands under Σ.
struct Named {
  std::string text;
  bool is_summed = false;
  std::optional<Rational> most;  // 民主测评5: a mark of at most 5 points.
  bool is_rate = false;          // 完成率: a percentage.
  std::string field;
};

// 效率 is a mark, and so is whatever a share is taken of: 满意率30%.
bool IsRate(const std::string& name, const std::string& share) {
  return share.empty() && name.ends_with("率") && !name.ends_with("效率");
}

bool MeansThePoints(const std::string& name) {
  return name == "满分" || name == "本项分值" || name == "该项分值" || name == "本项满分";
}

// What a part of a formula comes to in the example: for the assessee and, under Σ, for each row.
using Values = std::vector<Rational>;

struct Piece {
  std::string formula;
  Values values;  // One for the assessee, kRows under Σ.
};

constexpr std::size_t kRows = 2;  // Of the example under Σ.

// Reads sums of products and computes them without the engine.
class FormulaReader {
 public:
  // `given` are figures for the names in their order; without them the reader takes its own.
  FormulaReader(const std::vector<Token>& tokens, const Scope& scope, Namer& namer, const std::string& record,
                Values given = {})
      : tokens_(tokens), scope_(scope), namer_(namer), record_(record), given_(std::move(given)) {}

  // Nothing when the tokens are no formula. What follows a whole formula is left.
  std::optional<Piece> Run() { return Sum(); }
  std::size_t taken() const { return at_; }
  const std::vector<Named>& names() const { return names_; }
  bool has_sum() const { return has_sum_; }

  // The example's figure of a name: 10, 20 … for the assessee, 4, 5 … in rows, a tenth less each for
  // rates, four fifths of the points for marks.
  Rational ExampleOf(std::size_t name, std::size_t row) const {
    const Named& named = names_[name];
    if (name < given_.size()) return given_[name];
    const auto turn = static_cast<std::int64_t>(name);
    if (named.most) return *named.most * Rational::Fraction(4, 5);
    if (named.is_rate) return Rational::Fraction(std::max<std::int64_t>(9 - turn, 1), 10);
    if (named.is_summed) return Rational(4 + turn + static_cast<std::int64_t>(row));
    return Rational(10 * (turn + 1));
  }

 private:
  bool IsAt(Token::Kind kind) const { return at_ < tokens_.size() && tokens_[at_].kind == kind; }

  bool TakeSign(std::string_view sign) {
    if (!IsAt(Token::kSign) || tokens_[at_].text != sign) return false;
    ++at_;
    return true;
  }

  template <class Operation>
  static std::optional<Values> Combine(const Values& a, const Values& b, const Operation& operation) {
    const std::size_t count = std::max(a.size(), b.size());
    Values values;
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = operation(a[a.size() == 1 ? 0 : i], b[b.size() == 1 ? 0 : i]);
      if (!value) return std::nullopt;
      values.push_back(*value);
    }
    return values;
  }

  std::optional<Piece> Join(std::optional<Piece> left, const std::optional<Piece>& right, char sign) {
    if (!left || !right) return std::nullopt;
    const auto compute = [sign](const Rational& a, const Rational& b) -> std::optional<Rational> {
      if (sign == '+') return a + b;
      if (sign == '-') return a - b;
      if (sign == '*') return a * b;
      if (b.sign() == 0) return std::nullopt;
      return Quotient(a, b);
    };
    auto values = Combine(left->values, right->values, compute);
    if (!values) return std::nullopt;
    const char* shown = sign == '+' ? " + " : sign == '-' ? " - " : sign == '*' ? " × " : " ÷ ";
    return Piece{left->formula + shown + right->formula, std::move(*values)};
  }

  std::optional<Piece> Sum() {
    auto piece = Product();
    while (piece) {
      const bool is_plus = TakeSign("+");
      if (!is_plus && !TakeSign("-")) break;
      piece = Join(std::move(piece), Product(), is_plus ? '+' : '-');
    }
    return piece;
  }

  std::optional<Piece> Product() {
    const std::size_t begin = at_;
    auto piece = One();
    int divisions = 0;
    while (piece) {
      const bool is_times = TakeSign("×");
      if (!is_times && !TakeSign("÷")) break;
      // 100/80/60: a list of choices, no quotient of quotients.
      const bool is_number = IsAt(Token::kNumber);
      divisions = !is_times && is_number ? divisions + 1 : 0;
      if (divisions > 1) return std::nullopt;
      piece = Join(std::move(piece), One(), is_times ? '*' : '/');
    }
    // Points stand by themselves in a sum: in a product 新开课5 says how much, not how much at most.
    if (piece && at_ > begin + 2 && HasMarkIn(begin, at_)) return std::nullopt;
    return piece;
  }

  // True when tokens [begin, end) hold a name with its points.
  bool HasMarkIn(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i + 1 < end; ++i) {
      if (tokens_[i].kind == Token::kName && tokens_[i + 1].kind == Token::kNumber &&
          !tokens_[i + 1].text.ends_with('%'))
        return true;
    }
    return false;
  }

  std::optional<Piece> One() {
    if (at_ >= tokens_.size()) return std::nullopt;
    if (depth_ < 50 && TakeSign("(")) {
      ++depth_;
      auto piece = Sum();
      --depth_;
      if (!piece || !TakeSign(")")) return std::nullopt;
      piece->formula = "(" + piece->formula + ")";
      return piece;
    }
    if (IsAt(Token::kSum)) return Summed();
    if (IsAt(Token::kName)) return Name();
    if (IsAt(Token::kNumber)) return Number();
    return std::nullopt;
  }

  std::optional<Piece> Number() {
    const std::string& text = tokens_[at_++].text;
    const bool is_percent = text.ends_with('%');
    const Rational number = NumberOf(is_percent ? text.substr(0, text.size() - 1) : text);
    return Piece{text, {is_percent ? Quotient(number, Rational(100)) : number}};
  }

  // Σ得分, Σ(数量×单价).
  std::optional<Piece> Summed() {
    ++at_;
    if (is_summing_) return std::nullopt;
    is_summing_ = true;
    auto piece = One();
    is_summing_ = false;
    if (!piece || piece->values.size() != kRows) return std::nullopt;
    has_sum_ = true;
    Rational sum;
    for (const Rational& value : piece->values) sum += value;
    const bool is_enclosed = piece->formula.starts_with("(");
    return Piece{"合计" + (is_enclosed ? piece->formula : "(" + piece->formula + ")"), {sum}};
  }

  std::optional<Piece> Name() {
    const std::string text = tokens_[at_++].text;
    if (MeansThePoints(text) && !IsAt(Token::kNumber)) return Piece{"满分", {scope_.points}};
    // 任务量30%: a share of it; 民主测评5: a mark of so many points at most.
    std::optional<Rational> most;
    std::string share;
    if (IsAt(Token::kNumber)) {
      share = tokens_[at_++].text;
      const bool is_share = share.ends_with('%');
      if (!is_share && share.find('.') != std::string::npos) return std::nullopt;
      if (!is_share) most = NumberOf(std::exchange(share, {}));
      if (IsAt(Token::kName) || IsAt(Token::kNumber)) return std::nullopt;
    }
    const auto name = IndexOf({text, is_summing_, most, IsRate(text, share), {}});
    if (!name) return std::nullopt;
    Piece piece;
    piece.formula = is_summing_ ? Quoted(record_) + "." + Quoted(names_[*name].field)
                                : Quoted(names_[*name].field);
    for (std::size_t row = 0; row < (is_summing_ ? kRows : 1); ++row)
      piece.values.push_back(ExampleOf(*name, row));
    if (share.empty()) return piece;
    const Rational percent = Quotient(NumberOf(share.substr(0, share.size() - 1)), Rational(100));
    return Join(piece, Piece{share, {percent}}, '*');
  }

  // The name's place among the names. Nothing when it stands both under Σ and by itself.
  std::optional<std::size_t> IndexOf(Named named) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].text != named.text) continue;
      if (names_[i].is_summed != named.is_summed || names_[i].most != named.most) return std::nullopt;
      return i;
    }
    named.field = namer_.Unique(named.text, "数值");
    names_.push_back(std::move(named));
    return names_.size() - 1;
  }

  const std::vector<Token>& tokens_;
  const Scope& scope_;
  Namer& namer_;
  const std::string& record_;
  const Values given_;
  std::vector<Named> names_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool is_summing_ = false;
  bool has_sum_ = false;
};

// ---- the limit of a formula ----------------------------------------------------------------

struct Limit {
  std::string formula;
  Rational value;
};

// 封顶基本分, 最高不超过20分, 累计≤4. The limit is a number, a name of the formula, or the points.
std::optional<Limit> TakeLimit(const Scope& scope, const FormulaReader& reader, Matcher& clause) {
  static const RE2 kLimit(
      "(?:得分|加分|累计|合计|最高|最多|总计)*(?:封顶(?:为|至|到)?|上限(?:为|是)?|不(?:得)?超过|≤|<="
      "|最高|最多)(?:(\\d+(?:\\.\\d+)?)(?:分)?|([\\p{Han}]{2,8}))");
  if (!clause.Find(kLimit)) return std::nullopt;
  if (clause.Has(1)) {
    clause.Take();
    return Limit{clause.Group(1), NumberOf(clause.Group(1))};
  }
  const std::string& name = clause.Group(2);
  for (std::size_t i = 0; i < reader.names().size(); ++i) {
    const Named& named = reader.names()[i];
    if (named.text != name || named.is_summed) continue;
    clause.Take();
    return Limit{Quoted(named.field), reader.ExampleOf(i, 0)};
  }
  if (!MeansThePoints(name)) return std::nullopt;
  clause.Take();
  return Limit{"满分", scope.points};
}

// ---- formulas ------------------------------------------------------------------------------

std::string DeclarationOf(const Named& named) {
  if (named.most) return "小数2, 缺失 待定, 范围 [0, " + Plain(*named.most) + "]";
  return named.is_rate ? "百分比, 缺失 待定" : "小数4, 缺失 待定";
}

std::string CellOf(const FormulaReader& reader, std::size_t name, std::size_t row) {
  const Rational value = reader.ExampleOf(name, row);
  return reader.names()[name].is_rate ? Plain(value * Rational(100)) + "%" : Plain(value);
}

void AddFacts(const FormulaReader& reader, const std::string& record, Reading& reading) {
  Facts facts;
  std::vector<ExampleRow> rows(kRows, {record, "", {}});
  for (std::size_t i = 0; i < reader.names().size(); ++i) {
    const Named& named = reader.names()[i];
    reading.fields.push_back({named.field, DeclarationOf(named), named.is_summed ? record : ""});
    std::string cells;
    for (std::size_t row = 0; row < (named.is_summed ? kRows : 1); ++row) {
      const std::string cell = CellOf(reader, i, row);
      (named.is_summed ? rows[row].facts : facts).emplace_back(named.field, cell);
      cells += (cells.empty() ? "" : "和") + cell;
    }
    reading.told += (reading.told.empty() ? "" : "、") + named.field + "=" + cells;
  }
  reading.neutral = facts;
  reading.rows = {{"", "", facts}};
  if (!reader.has_sum()) return;
  reading.neutral_rows = rows;
  reading.rows.insert(reading.rows.end(), rows.begin(), rows.end());
}

void AddQuestions(const FormulaReader& reader, Reading& reading) {
  if (reader.has_sum()) {
    reading.questions.push_back({"rows", Say("Σ 对哪些项求和？", "over which rows does Σ run?"),
                                 Say("草案一项记一行，有几行合计几行", "the draft sums a row for each item")});
  }
  for (const Named& named : reader.names()) {
    if (!named.most) continue;
    reading.questions.push_back(
        {"mark",
         Say("“{0}”是得分，满分{1}分吗？", "is {0} a mark of at most {1} points?", named.field,
             Plain(*named.most)),
         Say("草案按最高{0}分的得分相加", "the draft adds a mark of at most {0}", Plain(*named.most))});
  }
}

// The end of the formula among its tokens: all of them, or up to a remark in parentheses. Zero when
// what follows is neither.
std::size_t EndOf(const std::string& expression, const std::vector<Token>& tokens, std::size_t taken) {
  if (taken == 0) return 0;
  const std::size_t end = tokens[taken - 1].end;
  static const RE2 kRemark("^[(](?:原文|例如|如|例|注|即)");
  if (end < expression.size() && !RE2::PartialMatch(expression.substr(end), kRemark)) return 0;
  return end;
}

// The figures of the author's own example, (原文11人/2人=5061), when they fit the names and the formula
// gives what it says; nothing otherwise, and the example stays to be read.
Values TakeExample(const std::vector<Token>& tokens, const FormulaReader& probe, const Scope& scope,
                   Matcher& clause) {
  static const RE2 kExample("[(](?:原文|例如|如|例):?([\\p{Han}\\d./、,]+)=(\\d+(?:\\.\\d+)?)(?:分|元)?[)]");
  static const RE2 kNumber("(\\d+(?:\\.\\d+)?)");
  if (probe.has_sum() || !clause.Find(kExample)) return {};
  const Rational told = NumberOf(clause.Group(2));
  Values given;
  Matcher numbers(clause.Group(1));
  for (const auto& number : numbers.TakeAll(kNumber)) given.push_back(NumberOf(number[1]));
  if (given.size() != probe.names().size()) return {};
  Namer trial = *scope.namer;
  const std::string record;
  FormulaReader reader(tokens, scope, trial, record, given);
  const auto piece = reader.Run();
  if (!piece || piece->values.front() != told) return {};
  clause.Take();
  return given;
}

void ReadFormula(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kFormula("([\\p{Han}A-Za-z]{1,16})=([\\p{Han}A-Za-z0-9.+\\-×*÷/()%\\[\\]Σ∑]+)");
  constexpr std::size_t kBytesMax = 600;
  if (!clause.Find(kFormula) || clause.Group(2).size() > kBytesMax) return;
  const std::string left = clause.Group(1);
  const std::string expression = clause.Group(2);
  const std::vector<Token> tokens = TokensOf(expression);
  // Tried on a copy first: what is no formula shall take no names.
  Namer trial = *scope.namer;
  FormulaReader probe(tokens, scope, trial, left);
  if (!probe.Run() || probe.names().empty() || probe.taken() < 3) return;
  const std::size_t end = EndOf(expression, tokens, probe.taken());
  if (end == 0) return;
  const std::string record = probe.has_sum() ? scope.namer->Unique(left + "明细", "明细") : left;
  const Values given = TakeExample(tokens, probe, scope, clause);
  FormulaReader reader(tokens, scope, *scope.namer, record, given);
  const auto piece = reader.Run();
  if (!piece || !clause.Find(RE2(RE2::QuoteMeta(left + "=" + expression.substr(0, end))))) return;
  clause.Take();
  Reading reading;
  reading.pattern = "formula";
  reading.part = Part::kBase;
  reading.formula = piece->formula;
  reading.value = piece->values.front();
  if (const auto limit = TakeLimit(scope, reader, clause)) {
    reading.formula = "不超过(" + reading.formula + ", " + limit->formula + ")";
    reading.value = std::min(reading.value, limit->value);
  }
  reading.neutral_value = reading.value;
  AddFacts(reader, record, reading);
  AddQuestions(reader, reading);
  readings.push_back(std::move(reading));
}

// ---- ballots -------------------------------------------------------------------------------

// 得分=Σ(票数×100/80/60/40)÷有效票: what each vote is worth, grade by grade.
void ReadBallots(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  static const RE2 kBallots(
      "(?:[\\p{Han}A-Za-z]{1,16}=)?[Σ∑]\\((?:各)?(?:等次|档次|等|档|级)?(?:得)?票数?[×*](\\d+(?:/\\d+){"
      "1,5})\\)[÷/](?:有效票|总票|有效|总)数?票?数?");
  if (!clause.Find(kBallots)) return;
  static const RE2 kNumber("(\\d+)");
  Matcher numbers(clause.Group(1));
  const auto worths = numbers.TakeAll(kNumber);
  clause.Take();
  Reading reading;
  reading.pattern = "ballots";
  std::string points;
  std::string votes;
  Rational sum;
  Rational count;
  Facts facts;
  std::int64_t cast = 5;
  for (const auto& worth : worths) {
    const std::string field = scope.namer->Unique("得" + worth[1] + "分的票数", "票数");
    reading.fields.push_back({field, "整数, 缺失 零", {}});
    points += (points.empty() ? "" : " + ") + worth[1] + " × " + Quoted(field);
    votes += (votes.empty() ? "" : " + ") + Quoted(field);
    facts.emplace_back(field, std::to_string(cast));
    reading.told += (reading.told.empty() ? "" : "、") + field + "=" + std::to_string(cast);
    sum += NumberOf(worth[1]) * Rational(cast);
    count += Rational(cast);
    cast = std::max<std::int64_t>(cast - 2, 1);
  }
  reading.formula = "(" + points + ") ÷ (" + votes + ")";
  reading.rows = {{"", "", facts}};
  reading.neutral = facts;
  reading.value = Quotient(sum, count);
  reading.neutral_value = reading.value;
  reading.questions.push_back(
      {"ballots", Say("每个分值是哪一等次的票，弃权和废票算不算？", "which grade is worth what, and do blank votes count?"),
       Say("草案按分值各记票数，只有这些票有效", "the draft counts the votes of each worth, and no others")});
  readings.push_back(std::move(reading));
}

}  // namespace

void ReadFormulas(const Scope& scope, Matcher& clause, std::vector<Reading>& readings) {
  ReadBallots(scope, clause, readings);
  ReadFormula(scope, clause, readings);
}

}  // namespace kaogong::suggest
