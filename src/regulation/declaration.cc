// SPDX-License-Identifier: Apache-2.0
#include "regulation/declaration.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "formula/parser.h"

namespace kaogong::regulation {
namespace {

using formula::LogicalLine;
using formula::Token;
using formula::TokenKind;
using formula::TokenStream;

struct KeywordSpelling {
  std::string_view zh;
  std::string_view en;
  Keyword keyword;
};

constexpr std::array<KeywordSpelling, 32> kKeywords{{
    {"对象", "kind", Keyword::kKind},
    {"明细", "records", Keyword::kRecords},
    {"针对", "on", Keyword::kOn},
    {"考核期", "periods", Keyword::kPeriods},
    {"属性", "attribute", Keyword::kAttribute},
    {"数据", "data", Keyword::kData},
    {"引用", "import", Keyword::kImport},
    {"参数", "parameter", Keyword::kParameter},
    {"指标", "indicator", Keyword::kIndicator},
    {"加分", "bonus", Keyword::kBonus},
    {"扣分", "deduction", Keyword::kDeduction},
    {"项", "item", Keyword::kItem},
    {"定义", "define", Keyword::kDefinition},
    {"总分", "total", Keyword::kTotal},
    {"排名", "ranking", Keyword::kRanking},
    {"等次", "grade", Keyword::kGrade},
    {"系数", "coefficient", Keyword::kCoefficient},
    {"奖金", "payout", Keyword::kPayout},
    {"否决", "veto", Keyword::kVeto},
    {"一票否决", "veto", Keyword::kVeto},
    {"例外", "exception", Keyword::kException},
    {"校验", "check", Keyword::kCheck},
    {"计分", "score", Keyword::kScoring},
    {"舍入", "round", Keyword::kRounding},
    {"责任", "owner", Keyword::kOwner},
    {"满分", "full", Keyword::kPoints},
    {"不低于", "floor", Keyword::kFloor},
    {"不超过", "cap", Keyword::kCap},
    {"单位", "unit", Keyword::kUnit},
    {"条件", "when", Keyword::kCondition},
    {"效果", "effect", Keyword::kEffect},
    {"改为", "becomes", Keyword::kReplace},
}};

std::optional<Keyword> FindKeyword(const Token& token) {
  if (token.kind != TokenKind::kName || token.is_quoted) return std::nullopt;
  for (const KeywordSpelling& spelling : kKeywords) {
    if (token.text == spelling.zh || token.text == spelling.en) return spelling.keyword;
  }
  return std::nullopt;
}

// What the lines of a document know of those before them.
struct Shared {
  std::set<std::string, std::less<>> levels{"年",    "年度", "半年", "季",   "季度", "月",
                                            "周",    "日",   "天",   "year", "half", "quarter",
                                            "month", "week", "day"};  // And those of 考核期.
  int hints = 0;                                                      // Suggestions made so far.
};

// Reads one logical line.
class LineReader {
 public:
  LineReader(const LogicalLine& line, const Place& base, Shared* shared, Issues* issues)
      : stream_(line.tokens, base, issues), issues_(issues), shared_(shared) {}

  // Returns nothing when the line is no statement; that has been reported.
  std::optional<Declaration> Read(const Declaration* parent) {
    Declaration declaration;
    declaration.place = stream_.Here();
    if (parent != nullptr && parent->keyword == Keyword::kGrade && stream_.Peek(1).IsSymbol(":")) {
      declaration.keyword = Keyword::kArm;
      declaration.name = stream_.Next().text;
      stream_.Next();
      if (stream_.AcceptWord("其余", "else")) {
        declaration.words.push_back("其余");
      } else {
        declaration.formula = formula::ParseFormula(&stream_);
        if (!declaration.formula) return std::nullopt;
      }
      return Finish(std::move(declaration));
    }
    const auto keyword = FindKeyword(stream_.Peek());
    if (!keyword) return Unknown();
    declaration.keyword = *keyword;
    keyword_text_ = stream_.Next().text;
    if (!Body(&declaration)) return std::nullopt;
    return Finish(std::move(declaration));
  }

 private:
  std::optional<Declaration> Unknown() {
    std::vector<std::string> known;
    for (const KeywordSpelling& spelling : kKeywords) {
      known.emplace_back(spelling.zh);
      known.emplace_back(spelling.en);
    }
    // A file that is no regulation at all needs no suggestion for each of its lines.
    constexpr int kHintsMax = 30;
    const std::string near =
        ++shared_->hints > kHintsMax ? std::string() : NearestName(stream_.Peek().text, known);
    issues_->Error("rule.unknown-statement", stream_.Here(),
                   Say("不认识的语句“{}”", "unknown statement '{}'", stream_.Peek().text),
                   near.empty()
                       ? Say("每行以 对象、数据、指标、计分、定义、总分 等词开头",
                             "a line begins with kind, data, indicator, score, define, total …")
                       : Say("是否想写“{}”？", "did you mean '{}'?", near));
    return std::nullopt;
  }

  std::optional<Declaration> Finish(Declaration declaration) {
    if (!Clause(&declaration)) return std::nullopt;
    if (!stream_.at_end()) {
      issues_->Error("rule.unexpected", stream_.Here(),
                     Say("多出“{}”", "unexpected '{}'", stream_.Peek().text),
                     Say("名称含空格或符号时请写在「」中；运算符两边的名称要用空格隔开",
                         "write names with blanks or signs in 「」"));
      return std::nullopt;
    }
    return declaration;
  }

  bool Clause(Declaration* declaration) {
    if (!stream_.AcceptSymbol("@")) return true;
    while (!stream_.at_end()) declaration->clause += stream_.Next().text;
    return true;
  }

  bool Expected(std::string_view zh, std::string_view en) {
    issues_->Error("rule.expected", stream_.Here(),
                   stream_.at_end() ? Say("此处应为{0}，却到了行尾",
                                          "expected {1}, found the end of the line", zh, en)
                                    : Say("此处应为{0}，却是“{1}”", "expected {2}, found '{1}'", zh,
                                          stream_.Peek().text, en));
    return false;
  }

  bool Name(std::string* to) {
    const Token& token = stream_.Peek();
    if (token.kind != TokenKind::kName && token.kind != TokenKind::kText) {
      return Expected("名称", "a name");
    }
    *to = stream_.Next().text;
    return true;
  }

  bool Names(std::vector<std::string>* to) {
    do {
      std::string name;
      if (!Name(&name)) return false;
      to->push_back(std::move(name));
    } while (stream_.AcceptSymbol(","));
    return true;
  }

  bool Formula(Declaration* declaration) {
    declaration->formula = formula::ParseFormula(&stream_);
    return declaration->formula != nullptr;
  }

  bool Sum(formula::NodePtr* to) {
    *to = formula::ParseSum(&stream_);
    return *to != nullptr;
  }

  bool Body(Declaration* declaration) {
    switch (declaration->keyword) {
      case Keyword::kKind:
      case Keyword::kRecords:
        return KindHead(declaration);
      case Keyword::kOn:
        return Name(&declaration->name);
      case Keyword::kPeriods:
        if (!Name(&declaration->name)) return false;
        if (!stream_.AcceptSymbol(":")) return Expected("“:”", "':'");
        shared_->levels.insert(declaration->name);
        return Names(&declaration->words);
      case Keyword::kAttribute:
      case Keyword::kData:
        return FieldHead(declaration);
      case Keyword::kImport:
        return ImportHead(declaration);
      case Keyword::kParameter:
        return ParameterHead(declaration);
      case Keyword::kCheck:
        if (!Name(&declaration->name)) return false;
        if (!Level(declaration)) return false;
        if (!stream_.AcceptSymbol("=") && !stream_.AcceptSymbol(":")) return Expected("“:”", "':'");
        return Formula(declaration);
      case Keyword::kScoring:
        stream_.AcceptSymbol("=");
        return Formula(declaration);
      case Keyword::kCondition:
      case Keyword::kReplace:
        return Formula(declaration);
      case Keyword::kRounding:
        return Rounding(declaration);
      case Keyword::kOwner:
        return Names(&declaration->owners);
      case Keyword::kPoints:
        return Points(declaration);
      case Keyword::kFloor:
        return Sum(&declaration->floor);
      case Keyword::kCap:
        return Sum(&declaration->cap);
      case Keyword::kUnit:
        return Name(&declaration->unit);
      case Keyword::kEffect:
        return EffectHead(declaration);
      case Keyword::kException:
        return EffectTarget(declaration);
      default:
        return FigureHead(declaration);
    }
  }

  bool KindHead(Declaration* declaration) {
    if (!Name(&declaration->name)) return false;
    while (!stream_.at_end() && !stream_.Peek().IsSymbol("@")) {
      if (stream_.AcceptWord("属于", "in")) {
        if (!Name(&declaration->parent)) return false;
      } else if (stream_.AcceptWord("列", "column")) {
        if (!Name(&declaration->column)) return false;
      } else if (stream_.AcceptWord("上级列", "parent_column")) {
        if (!Name(&declaration->parent_column)) return false;
      } else if (!stream_.AcceptSymbol(",")) {
        return Expected("“属于”、“列”或“上级列”", "'in', 'column' or 'parent_column'");
      }
    }
    return true;
  }

  // 每月, or "per month".
  bool Level(Declaration* declaration) {
    constexpr std::string_view kEach = "每";
    const Token& token = stream_.Peek();
    if (token.kind == TokenKind::kName && !token.is_quoted && token.text.starts_with(kEach) &&
        token.text.size() > kEach.size() && !stream_.Peek(1).IsSymbol("(")) {
      declaration->level = stream_.Next().text.substr(kEach.size());
      return true;
    }
    if (stream_.AcceptWord("per", "per")) return Name(&declaration->level);
    return true;
  }

  bool AtLevel() const {
    const Token& token = stream_.Peek();
    return token.kind == TokenKind::kName && !token.is_quoted &&
           ((token.text.starts_with("每") && token.text.size() > std::string_view("每").size()) ||
            token.text == "per");
  }

  bool AtKnownLevel() const {
    if (!AtLevel()) return false;
    const std::string_view text = stream_.Peek().text;
    return text == "per" || shared_->levels.contains(text.substr(std::string_view("每").size()));
  }

  bool FieldHead(Declaration* declaration) {
    if (!Name(&declaration->name)) return false;
    if (!stream_.AcceptSymbol(":")) return Expected("“:”和类型", "':' and a type");
    return Type(declaration) && FieldOptions(declaration);
  }

  // 小数2, 选项(优秀, 良好)
  bool Type(Declaration* declaration) {
    if (!Name(&declaration->type)) return false;
    if (!stream_.AcceptSymbol("(")) return true;
    if (!Names(&declaration->words)) return false;
    return stream_.AcceptSymbol(")") || Expected("“)”", "')'");
  }

  bool FieldOptions(Declaration* declaration) {
    while (!stream_.at_end() && !stream_.Peek().IsSymbol("@")) {
      if (stream_.AcceptSymbol(",")) continue;
      bool ok = true;
      if (AtLevel()) {
        ok = Level(declaration);
      } else if (stream_.AcceptWord("含", "with")) {
        // Facets: 目标, 上年, 基数 … until the next option.
        do {
          std::string facet;
          if (!(ok = Name(&facet))) break;
          declaration->owners.push_back(std::move(facet));
        } while (stream_.AcceptWord("和", "and"));
      } else if (stream_.AcceptWord("范围", "range")) {
        declaration->range = formula::TryParseInterval(&stream_);
        if (!declaration->range) ok = Expected("区间，如 [0, 100]", "an interval such as [0, 100]");
      } else if (stream_.AcceptWord("来源", "source")) {
        ok = Name(&declaration->source);
      } else if (stream_.AcceptWord("缺失", "missing")) {
        ok = Name(&declaration->missing);
      } else if (stream_.AcceptWord("列", "column")) {
        ok = Name(&declaration->column);
      } else if (stream_.AcceptWord("单位", "unit")) {
        ok = Name(&declaration->unit);
      } else {
        ok = Expected("每…、含、范围、来源、缺失、列或单位",
                      "per, with, range, source, missing, column or unit");
      }
      if (!ok) return false;
    }
    return true;
  }

  // 引用 单位得分 = jingzhou-unit/总分
  bool ImportHead(Declaration* declaration) {
    if (!Name(&declaration->name)) return false;
    if (!stream_.AcceptSymbol("=")) return Expected("“=”", "'='");
    std::string regulation;
    while (!stream_.at_end() && !stream_.Peek().IsSymbol("/")) regulation += stream_.Next().text;
    std::string figure;
    if (!stream_.AcceptSymbol("/")) return Expected("“办法/指标”", "'regulation/figure'");
    if (!Name(&figure)) return false;
    declaration->imported = {std::move(regulation), std::move(figure)};
    declaration->type = "小数";
    if (stream_.AcceptSymbol(":") && !Type(declaration)) return false;
    return FieldOptions(declaration);
  }

  // 参数 名称 = 数 [自 日期], or a table: 参数 名称 = 分段(…).
  bool ParameterHead(Declaration* declaration) {
    if (!Name(&declaration->name)) return false;
    if (stream_.AcceptWord("单位", "unit") && !Name(&declaration->unit)) return false;
    if (!stream_.AcceptSymbol("=")) return Expected("“=”", "'='");
    if (!Formula(declaration)) return false;
    if (!stream_.AcceptWord("自", "from")) return true;
    std::string text;
    const Place place = stream_.Here();
    while (!stream_.at_end() && !stream_.Peek().IsSymbol("@")) text += stream_.Next().text;
    auto date = Date::ParseLenient(text);
    if (!date.ok()) {
      issues_->Error("rule.bad-date", place, date.error().message);
      return false;
    }
    declaration->from = date.value();
    return true;
  }

  bool Rounding(Declaration* declaration) {
    const Token& token = stream_.Peek();
    if (token.kind != TokenKind::kNumber || token.number.scale() != 0 || token.number.units() < 0 ||
        token.number.units() > Decimal::kScaleMax) {
      return Expected("小数位数(0到12)，如 2位", "a number of decimal places, 0 to 12");
    }
    declaration->places = static_cast<int>(stream_.Next().number.units());
    stream_.AcceptWord("位", "places");
    if (stream_.Peek().kind == TokenKind::kName) {
      for (const std::string_view word : {"四舍五入", "四舍六入", "舍去", "进一", "half-up"}) {
        if (stream_.Peek().IsName(word)) declaration->rounding = word;
      }
      for (const auto& [en, zh] :
           std::array<std::pair<std::string_view, std::string_view>, 4>{{{"half_up", "四舍五入"},
                                                                         {"half_even", "四舍六入"},
                                                                         {"down", "舍去"},
                                                                         {"up", "进一"}}}) {
        if (stream_.Peek().IsName(en)) declaration->rounding = zh;
      }
      if (declaration->rounding.empty()) {
        // Another option of the head may follow; it is not ours to read.
        return true;
      }
      stream_.Next();
    }
    return true;
  }

  bool Points(Declaration* declaration) {
    if (stream_.Peek().kind != TokenKind::kNumber) return Expected("分值", "points");
    declaration->points = stream_.Next().number;
    return true;
  }

  // [对象.]名称
  bool EffectTarget(Declaration* declaration) {
    if (!Name(&declaration->name)) return false;
    if (stream_.AcceptSymbol(".")) {
      declaration->parent = declaration->name;
      if (!Name(&declaration->name)) return false;
    }
    return true;
  }

  // 效果 总分 = 0 | 效果 总分 扣 5分 | 效果 等次 不高于 良好 | 效果 等次 降 1等
  bool EffectHead(Declaration* declaration) {
    if (!EffectTarget(declaration)) return false;
    if (stream_.AcceptSymbol("=")) {
      declaration->words.push_back("=");
      return Formula(declaration);
    }
    if (stream_.AcceptWord("清零", "cleared")) {
      declaration->words.push_back("清零");
      return true;
    }
    if (stream_.AcceptWord("扣", "loses")) {
      declaration->words.push_back("扣");
      return Sum(&declaration->formula);
    }
    if (stream_.AcceptWord("不高于", "at_most")) {
      declaration->words.push_back("不高于");
      declaration->words.emplace_back();
      return Name(&declaration->words.back());
    }
    if (stream_.AcceptWord("降", "lowered")) {
      declaration->words.push_back("降");
      return Steps(declaration);
    }
    return Expected("“=”、“清零”、“扣”、“不高于”或“降”",
                    "'=', 'cleared', 'loses', 'at_most' or 'lowered'");
  }

  // "1等" is one name to the lexer, "1 grades" a number and a word.
  bool Steps(Declaration* declaration) {
    constexpr std::string_view kGrades = "等";
    const Token& token = stream_.Peek();
    std::string digits = NormalizeFullWidth(token.text);
    if (token.kind == TokenKind::kName && digits.ends_with(kGrades))
      digits.resize(digits.size() - kGrades.size());
    const auto steps = token.kind == TokenKind::kEnd ? std::nullopt : Decimal::Parse(digits);
    constexpr int kStepsMax = 100;
    if (!steps || steps->scale() != 0 || steps->units() < 1 || steps->units() > kStepsMax) {
      return Expected("等次数，如 1等", "a number of grades such as 1");
    }
    declaration->points = steps;
    stream_.Next();
    stream_.AcceptWord("等", "grades");
    return true;
  }

  bool FigureHead(Declaration* declaration) {
    const Token& token = stream_.Peek();
    const bool is_name = token.kind == TokenKind::kName || token.kind == TokenKind::kText;
    // These always have a name, even one that begins with 每 or is a word of the language; the name
    // of the others may be left out: 总分 每月 = … but 总分 每人得分 = ….
    const Keyword keyword = declaration->keyword;
    const bool is_bonus = keyword == Keyword::kBonus || keyword == Keyword::kDeduction;
    const bool is_always_named = keyword == Keyword::kIndicator || keyword == Keyword::kItem ||
                                 keyword == Keyword::kDefinition || keyword == Keyword::kVeto;
    const bool is_option = IsHeadOption() || (AtKnownLevel() && !is_bonus);
    if (is_name && (is_always_named || !is_option)) {
      declaration->has_name = true;
      declaration->name = stream_.Next().text;
    } else {
      declaration->name = keyword_text_;
    }
    while (!stream_.at_end() && !stream_.Peek().IsSymbol("@")) {
      const bool has_formula = declaration->formula != nullptr;
      if (!has_formula && (stream_.AcceptSymbol("=") || stream_.AcceptSymbol(":"))) {
        if (!Formula(declaration)) return false;
      } else if (has_formula && !IsHeadOption()) {
        return true;  // Finish reports what is left over.
      } else if (!HeadOption(declaration)) {
        return false;
      }
    }
    return true;
  }

  bool IsHeadOption() const {
    return stream_.PeekWord("权重", "weight") || stream_.PeekWord("不超过", "cap") ||
           stream_.PeekWord("不低于", "floor") || stream_.PeekWord("责任", "owner") ||
           stream_.PeekWord("单位", "unit") || stream_.PeekWord("舍入", "round") ||
           stream_.PeekWord("满分", "full");
  }

  bool HeadOption(Declaration* declaration) {
    if (stream_.AcceptSymbol(",")) return true;
    if (stream_.Peek().kind == TokenKind::kNumber && stream_.Peek().is_points) {
      declaration->points = stream_.Next().number;
      return true;
    }
    if (AtLevel()) return Level(declaration);
    if (stream_.AcceptWord("权重", "weight")) return Sum(&declaration->weight);
    if (stream_.AcceptWord("不超过", "cap")) return Sum(&declaration->cap);
    if (stream_.AcceptWord("不低于", "floor")) return Sum(&declaration->floor);
    if (stream_.AcceptWord("满分", "full")) return Points(declaration);
    if (stream_.AcceptWord("责任", "owner")) return Names(&declaration->owners);
    if (stream_.AcceptWord("单位", "unit")) return Name(&declaration->unit);
    if (stream_.AcceptWord("舍入", "round")) return Rounding(declaration);
    return Expected("分值(如 10分)、权重、责任、舍入、“=”等",
                    "points, weight, owner, round or '='");
  }

  TokenStream stream_;
  Issues* issues_;
  Shared* shared_;
  std::string keyword_text_;
};

// The source lines that a logical line spans, without common indentation or comments.
std::string TextOf(const LogicalLine& line, const RuleBlock& block,
                   const std::vector<std::string_view>& lines) {
  std::string text;
  const int first = line.tokens.front().span.line;
  const int last = line.tokens.back().span.line;
  for (int i = first; i <= last; ++i) {
    const auto at = static_cast<std::size_t>(i - block.line);
    if (at >= lines.size()) break;
    if (!text.empty()) text += ' ';
    text += Trim(lines[at].substr(0, lines[at].find('#')));
  }
  return text;
}

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// Which options may stand on lines below which declarations.
bool IsOption(Keyword keyword) { return keyword >= Keyword::kScoring; }

class BlockReader {
 public:
  BlockReader(const RuleBlock& block, const Place& base, Shared* shared, Issues* issues,
              std::vector<Declaration>* to)
      : block_(block), base_(base), shared_(shared), issues_(issues), to_(to) {}

  void Read() {
    const auto lines = SplitLines(block_.text);
    for (const LogicalLine& line : formula::Tokenize(block_.text, base_, block_.line, issues_)) {
      while (!open_.empty() && open_.back().indent >= line.indent) open_.pop_back();
      Declaration* parent = Parent();
      auto declaration =
          line.is_sound ? LineReader(line, base_, shared_, issues_).Read(parent) : std::nullopt;
      if (!declaration) {
        // What stands below a line that failed is not misread as belonging to the line above.
        open_.push_back({line.indent, {}, true});
        continue;
      }
      if (!open_.empty() && open_.back().failed) continue;
      declaration->text = TextOf(line, block_, lines);
      declaration->article = block_.article;
      if (parent == nullptr && IsOption(declaration->keyword)) {
        issues_->Error("rule.misplaced-option", declaration->place,
                       Say("“{}”应缩进写在某条声明之下",
                           "'{}' must be indented below a declaration", line.tokens.front().text));
        continue;
      }
      auto& siblings = parent != nullptr ? parent->children : *to_;
      std::vector<std::size_t> path =
          open_.empty() ? std::vector<std::size_t>{} : open_.back().path;
      path.push_back(siblings.size());
      siblings.push_back(std::move(*declaration));
      open_.push_back({line.indent, std::move(path), false});
    }
  }

 private:
  struct Open {
    int indent;
    std::vector<std::size_t> path;  // Indices from the top level down.
    bool failed;
  };

  Declaration* Parent() {
    if (open_.empty() || open_.back().failed) return nullptr;
    std::vector<Declaration>* list = to_;
    Declaration* found = nullptr;
    for (const std::size_t index : open_.back().path) {
      found = &(*list)[index];
      list = &found->children;
    }
    return found;
  }

  const RuleBlock& block_;
  const Place& base_;
  Shared* shared_;
  Issues* issues_;
  std::vector<Declaration>* to_;
  std::vector<Open> open_;
};

}  // namespace

const Declaration* Declaration::Child(Keyword wanted) const {
  for (const Declaration& child : children) {
    if (child.keyword == wanted) return &child;
  }
  return nullptr;
}

std::vector<Declaration> ReadDeclarations(const Document& document, Issues* issues) {
  std::vector<Declaration> declarations;
  Shared shared;
  for (const RuleBlock& block : document.blocks) {
    Place base;
    base.file = block.file;
    base.article = document.articles[static_cast<std::size_t>(block.article)].number;
    BlockReader(block, base, &shared, issues, &declarations).Read();
  }
  return declarations;
}

}  // namespace kaogong::regulation
