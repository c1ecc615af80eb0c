// SPDX-License-Identifier: Apache-2.0
#include "document/expression.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "document/format.h"
#include "formula/parser.h"

namespace kaogong::document {

namespace {

using explain::Scale;
using formula::Argument;
using formula::Node;
using formula::NodeKind;
using scoring::State;

Error Wrong(Text message) { return {ErrorCode::kInvalidInput, std::move(message)}; }

Error UnknownName(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = NearestName(name, known);
  return {ErrorCode::kNotFound,
          near.empty() ? Say("这里没有“{}”这一项", "there is no '{}' here", name)
                       : Say("这里没有“{0}”这一项，是否想写“{1}”？",
                             "there is no '{0}' here; did you mean '{1}'?", name, near)};
}

// One name of a function with both spellings.
struct FunctionName {
  std::string_view zh;
  std::string_view en;
};

bool Is(const Node& call, FunctionName name) {
  return call.text == name.zh || call.text == name.en;
}

constexpr FunctionName kSum{"合计", "sum"}, kMean{"平均", "mean"}, kMaximum{"最大", "max"},
    kMinimum{"最小", "min"}, kCount{"计数", "count"}, kGrowth{"增幅", "growth"},
    kDifference{"增减额", "difference"}, kCompletion{"完成率", "completion"},
    kShare{"占比", "share"}, kHas{"有", "has"}, kFirst{"前", "first"}, kAbsolute{"绝对值", "abs"},
    kRound{"四舍五入", "round"}, kWhere{"当", "where"}, kText{"文字", "text"},
    kSort{"排序", "sort"}, kFilter{"其中", "filter"}, kLights{"亮灯", "lights"}, kBy{"按", "by"},
    kDescending{"降", "descending"};

bool IsLoop(std::string_view scope) { return scope.starts_with(kLoopScope); }

class Evaluator {
 public:
  Evaluator(const Record& record, std::span<const std::string> scopes)
      : record_(record), scopes_(scopes.begin(), scopes.end()) {}

  Result<Item> At(const Node& node) {
    switch (node.kind) {
      case NodeKind::kNumber: {
        Item item = Item::Of(Rational(node.number));
        if (node.is_percent) item.scale = Scale::kPercent;
        return item;
      }
      case NodeKind::kText:
        return Item::Of(node.text);
      case NodeKind::kName:
        return Name(node.text);
      case NodeKind::kMember:
        return Member(node);
      case NodeKind::kIndex:
        return Index(node);
      case NodeKind::kNegate:
        return Negate(node);
      case NodeKind::kNot: {
        KAOGONG_TRY_ASSIGN(const Item operand, At(*node.operands[0]));
        return Item::Truth(!IsTrue(operand));
      }
      case NodeKind::kBinary:
        return Binary(node);
      case NodeKind::kIf: {
        KAOGONG_TRY_ASSIGN(const Item condition, At(*node.operands[0]));
        return At(*node.operands[IsTrue(condition) ? 1 : 2]);
      }
      case NodeKind::kCall:
        return Call(node);
      case NodeKind::kCompareArm:
      case NodeKind::kInterval:
      case NodeKind::kElse:
        break;
    }
    return Wrong({"这里不能写分段", "bands cannot stand here"});
  }

 private:
  Result<Item> Name(const std::string& name) {
    std::vector<std::string> known;
    for (const std::string& scope : scopes_) {
      if (auto item = IsLoop(scope) ? InLoop(scope, name) : record_.Look(scope, name))
        return *std::move(item);
    }
    if (auto item = record_.Look("", name)) return *std::move(item);
    for (const std::string& scope : scopes_) {
      for (std::string& other : record_.NamesOf(scope)) known.push_back(std::move(other));
    }
    for (std::string& other : record_.NamesOf("")) known.push_back(std::move(other));
    return UnknownName(name, known);
  }

  // 循环:3/20 is the third of twenty.
  static std::optional<Item> InLoop(const std::string& scope, const std::string& name) {
    const std::string_view counts = std::string_view(scope).substr(kLoopScope.size());
    const std::size_t slash = counts.find('/');
    const auto number = Decimal::Parse(name == "序号"   ? counts.substr(0, slash)
                                       : name == "总数" ? counts.substr(slash + 1)
                                                        : std::string_view());
    if (!number) return std::nullopt;
    return Item::Of(Rational(*number));
  }

  Result<Item> Look(const std::string& object, const std::string& name) {
    if (auto item = record_.Look(object, name)) return *std::move(item);
    return UnknownName(name, record_.NamesOf(object));
  }

  // 粮食生产.目标 may be one name of the record, or a step from one object to the next.
  Result<Item> Member(const Node& node) {
    if (const auto whole = DottedName(node)) {
      for (const std::string& scope : scopes_) {
        if (auto item = record_.Look(scope, *whole)) return *std::move(item);
      }
    }
    KAOGONG_TRY_ASSIGN(const Item from, At(*node.operands[0]));
    switch (from.kind) {
      case ItemKind::kNothing:
        return Item::Nothing();
      case ItemKind::kObject:
        return Look(from.objects.front(), node.text);
      case ItemKind::kList:
        return Wrong(Say("“{}”是一组，请用 合计、平均、最大、最小 或 计数",
                         "'{}' is a list; use sum, mean, max, min or count",
                         node.operands[0]->text));
      default:
        return Wrong(
            Say("“{0}”没有“{1}”", "'{0}' has no '{1}'", node.operands[0]->text, node.text));
    }
  }

  static std::optional<std::string> DottedName(const Node& node) {
    if (node.kind == NodeKind::kName) return node.text;
    if (node.kind != NodeKind::kMember) return std::nullopt;
    const auto first = DottedName(*node.operands[0]);
    if (!first) return std::nullopt;
    return *first + "." + node.text;
  }

  // 得分[1月] is a name of the record.
  Result<Item> Index(const Node& node) {
    const auto name = DottedName(*node.operands[0]);
    const Node& index = *node.operands[1];
    const bool is_number = index.kind == NodeKind::kNumber;
    if (!name || (index.kind != NodeKind::kName && !is_number))
      return Wrong({"方括号里应是考核期，如 得分[1月]", "write a period in brackets: 得分[1月]"});
    return Name(*name + "[" + (is_number ? index.number.ToString() : index.text) + "]");
  }

  Result<Item> Negate(const Node& node) {
    KAOGONG_TRY_ASSIGN(Item operand, At(*node.operands[0]));
    if (operand.kind == ItemKind::kNothing) return operand;
    if (operand.kind != ItemKind::kNumber) return NotANumber();
    operand.number = -operand.number;
    return operand;
  }

  static Error NotANumber() { return Wrong({"参加计算的不是数", "an operand is no number"}); }

  Result<Item> Binary(const Node& node) {
    const std::string& sign = node.text;
    KAOGONG_TRY_ASSIGN(const Item a, At(*node.operands[0]));
    if (sign == "and" && !IsTrue(a)) return Item::Truth(false);
    if (sign == "or" && IsTrue(a)) return Item::Truth(true);
    KAOGONG_TRY_ASSIGN(const Item b, At(*node.operands[1]));
    if (sign == "and" || sign == "or") return Item::Truth(IsTrue(b));
    if (sign == "+" || sign == "-" || sign == "*" || sign == "/") return Arithmetic(sign, a, b);
    return Compare(sign, a, b);
  }

  static Result<Item> Compare(const std::string& sign, const Item& a, const Item& b) {
    const bool is_equality = sign == "=" || sign == "≠";
    if (!a.has_value() || !b.has_value()) return Item::Truth(sign == "≠");
    if (a.kind == ItemKind::kText || b.kind == ItemKind::kText) {
      if (!is_equality || a.kind != b.kind)
        return Wrong({"文字只能比较是否相同", "texts can only be compared for equality"});
      return Item::Truth((a.text == b.text) == (sign == "="));
    }
    const auto order = a.number <=> b.number;
    if (sign == "=") return Item::Truth(order == 0);
    if (sign == "≠") return Item::Truth(order != 0);
    if (sign == "<") return Item::Truth(order < 0);
    if (sign == "<=") return Item::Truth(order <= 0);
    if (sign == ">") return Item::Truth(order > 0);
    return Item::Truth(order >= 0);
  }

  // The state of a result; a result without value keeps the measure of its first operand.
  static std::optional<Item> WithoutValue(const Item& a, const Item& b) {
    if (a.kind == ItemKind::kNothing || b.kind == ItemKind::kNothing) return Item::Nothing();
    const State state = scoring::Worse(a.state, b.state);
    if (state == State::kValid) return std::nullopt;
    Item item = a;
    item.state = state;
    item.number = Rational();
    return item;
  }

  // Enough for both; nothing when one has no places of its own.
  static int MorePlaces(const Item& a, const Item& b) {
    if (a.places == scheme::kNone || b.places == scheme::kNone) return scheme::kNone;
    return std::max(a.places, b.places);
  }

  static Result<Item> Arithmetic(const std::string& sign, const Item& a, const Item& b) {
    if (auto none = WithoutValue(a, b)) return *std::move(none);
    const bool is_days = a.kind == ItemKind::kDay && b.kind == ItemKind::kDay && sign == "-";
    if (!is_days && (a.kind != ItemKind::kNumber || b.kind != ItemKind::kNumber))
      return NotANumber();
    if (is_days) return Item::Of(a.number - b.number, "天");
    Item item = Item::Of(Rational());
    if (sign == "+" || sign == "-") {
      item.number = sign == "+" ? a.number + b.number : a.number - b.number;
      item.unit = a.unit == b.unit ? a.unit : "";
      item.places = MorePlaces(a, b);
      item.scale = a.scale;
      if (sign == "-" && a.scale == Scale::kPercent && b.scale == Scale::kPercent)
        item.scale = Scale::kPercentagePoint;
    } else if (sign == "*") {
      item.number = a.number * b.number;
      item.unit = a.unit.empty() ? b.unit : a.unit;
    } else {
      if (b.number.is_zero()) {
        item.state = State::kDivisionByZero;
        return item;
      }
      item.number = Quotient(a.number, b.number);
      item.unit = b.unit.empty() ? a.unit : "";
    }
    return item;
  }

  Result<Item> Call(const Node& call) {
    if (call.arguments.empty())
      return Wrong(Say("“{}”要写括号里的内容", "'{}' needs arguments", call.text));
    if (Is(call, kSum) || Is(call, kMean) || Is(call, kMaximum) || Is(call, kMinimum) ||
        Is(call, kCount)) {
      return Aggregate(call);
    }
    if (Is(call, kHas)) return Has(call);
    if (Is(call, kFirst)) return First(call);
    if (Is(call, kSort)) return Sort(call);
    if (Is(call, kFilter)) return Filter(call);
    if (Is(call, kAbsolute) || Is(call, kRound)) return OfOne(call);
    if (Is(call, kText)) {
      KAOGONG_TRY_ASSIGN(const Item operand, At(*call.arguments[0].value));
      KAOGONG_TRY_ASSIGN(std::string shown, Show(operand, {}));
      return Item::Of(std::move(shown));
    }
    if (Is(call, kGrowth) || Is(call, kDifference) || Is(call, kCompletion) || Is(call, kShare))
      return OfTwo(call);
    if (Is(call, kLights)) return Lights(call);
    const std::vector<std::string> known{"合计",     "平均",   "最大", "最小", "计数", "增幅",
                                         "增减额",   "完成率", "占比", "有",   "前",   "绝对值",
                                         "四舍五入", "排序",   "其中", "文字", "亮灯"};
    const std::string near = NearestName(call.text, known);
    return Wrong(near.empty()
                     ? Say("没有“{}”这个算法", "there is no function '{}'", call.text)
                     : Say("没有“{0}”这个算法，是否想写“{1}”？",
                           "there is no function '{0}'; did you mean '{1}'?", call.text, near));
  }

  // What an office need not give may be asked for by 有: a name that is not there is none.
  Result<Item> Has(const Node& call) {
    const auto operand = At(*call.arguments[0].value);
    if (!operand.ok() && operand.error().code == ErrorCode::kNotFound) return Item::Truth(false);
    if (!operand.ok()) return operand.error();
    const Item& item = operand.value();
    if (item.kind == ItemKind::kList) return Item::Truth(!item.objects.empty());
    return Item::Truth(item.kind == ItemKind::kObject || item.has_value());
  }

  static const Node* Labelled(const Node& call, FunctionName label) {
    for (const Argument& argument : call.arguments) {
      if (argument.label && (argument.label->text == label.zh || argument.label->text == label.en))
        return argument.value.get();
    }
    return nullptr;
  }

  Result<Item> ListOf(const Node& call) {
    KAOGONG_TRY_ASSIGN(Item list, At(*call.arguments[0].value));
    if (list.kind == ItemKind::kNothing) return Item::List({});
    if (list.kind != ItemKind::kList)
      return Wrong(Say("“{}”要一组对象", "'{}' needs a list", call.text));
    return list;
  }

  Result<Item> Inside(const std::string& object, const Node& node) {
    scopes_.insert(scopes_.begin(), object);
    auto item = At(node);
    scopes_.erase(scopes_.begin());
    return item;
  }

  // By a key of each member, those without value last; equal ones stay in order.
  Result<Item> Sort(const Node& call) {
    KAOGONG_TRY_ASSIGN(Item list, ListOf(call));
    const Node* const by = Labelled(call, kBy);
    if (by == nullptr) return Wrong({"写作 排序(一组, 按: 名称)", "write sort(list, by: name)"});
    const bool is_descending = Labelled(call, kDescending) != nullptr;
    std::vector<std::pair<Item, std::string>> keyed;
    for (const std::string& object : list.objects) {
      KAOGONG_TRY_ASSIGN(Item key, Inside(object, *by));
      keyed.emplace_back(std::move(key), object);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
      if (!a.first.has_value() || !b.first.has_value())
        return a.first.has_value() && !b.first.has_value();
      const auto order = a.first.kind == ItemKind::kText
                             ? std::strong_ordering(a.first.text <=> b.first.text)
                             : a.first.number <=> b.first.number;
      return is_descending ? order > 0 : order < 0;
    });
    for (std::size_t i = 0; i < keyed.size(); ++i) list.objects[i] = std::move(keyed[i].second);
    return list;
  }

  Result<Item> Filter(const Node& call) {
    KAOGONG_TRY_ASSIGN(const Item list, ListOf(call));
    const Node* const condition = Labelled(call, kWhere);
    if (condition == nullptr)
      return Wrong({"写作 其中(一组, 当: 条件)", "write filter(list, where: condition)"});
    std::vector<std::string> kept;
    for (const std::string& object : list.objects) {
      KAOGONG_TRY_ASSIGN(const Item holds, Inside(object, *condition));
      if (IsTrue(holds)) kept.push_back(object);
    }
    return Item::List(std::move(kept));
  }

  Result<Item> First(const Node& call) {
    if (call.arguments.size() != 2) return Wrong({"写作 前(一组, 个数)", "write first(list, n)"});
    KAOGONG_TRY_ASSIGN(Item list, At(*call.arguments[0].value));
    KAOGONG_TRY_ASSIGN(const Item count, At(*call.arguments[1].value));
    if (list.kind != ItemKind::kList || count.kind != ItemKind::kNumber)
      return Wrong({"写作 前(一组, 个数)", "write first(list, n)"});
    const auto most = count.number.ToInteger(Rounding::kDown).value_or(0);
    if (most >= 0 && static_cast<std::size_t>(most) < list.objects.size())
      list.objects.resize(static_cast<std::size_t>(most));
    return list;
  }

  Result<Item> OfOne(const Node& call) {
    KAOGONG_TRY_ASSIGN(Item item, At(*call.arguments[0].value));
    if (!item.has_value()) return item;
    if (item.kind != ItemKind::kNumber) return NotANumber();
    if (Is(call, kAbsolute)) {
      item.number = Absolute(item.number);
      return item;
    }
    if (call.arguments.size() != 2)
      return Wrong({"写作 四舍五入(数, 位数)", "write round(number, places)"});
    KAOGONG_TRY_ASSIGN(const Item places, At(*call.arguments[1].value));
    const auto count = places.number.ToInteger(Rounding::kDown).value_or(-1);
    if (places.kind != ItemKind::kNumber || count < 0 || count > Decimal::kScaleMax)
      return Wrong({"位数应是0到12", "places are 0 to 12"});
    const auto rounded = item.number.Round(static_cast<int>(count), Rounding::kHalfUp);
    if (!rounded) {
      item.state = State::kTooLarge;
      return item;
    }
    item.number = Rational(*rounded);
    item.places = static_cast<int>(count);
    return item;
  }

  Result<Item> OfTwo(const Node& call) {
    if (call.arguments.size() != 2)
      return Wrong(Say("“{}”要两个数，用逗号隔开", "'{}' takes two numbers", call.text));
    KAOGONG_TRY_ASSIGN(const Item a, At(*call.arguments[0].value));
    KAOGONG_TRY_ASSIGN(const Item b, At(*call.arguments[1].value));
    if (Is(call, kDifference)) return Arithmetic("-", a, b);
    if (auto none = WithoutValue(a, b)) return *std::move(none);
    if (a.kind != ItemKind::kNumber || b.kind != ItemKind::kNumber) return NotANumber();
    Item item = Item::Of(Rational());
    item.scale = Scale::kPercent;
    if (b.number.is_zero()) {
      item.state = State::kDivisionByZero;
      return item;
    }
    // Growth over a loss is told by the difference; a quotient of it would mislead.
    const Rational part = Is(call, kGrowth) ? a.number - b.number : a.number;
    item.number = Quotient(part, Is(call, kGrowth) ? Absolute(b.number) : b.number);
    return item;
  }

  // green from the second number on, amber from the third, red below; none where one has no value.
  Result<Item> Lights(const Node& call) {
    if (call.arguments.size() != 3)
      return Wrong({"写作 亮灯(数, 绿灯线, 黄灯线)", "write lights(number, green, amber)"});
    Rational numbers[3];
    for (std::size_t i = 0; i < 3; ++i) {
      KAOGONG_TRY_ASSIGN(const Item item, At(*call.arguments[i].value));
      if (!item.has_value()) return Item::Of("none");
      if (item.kind != ItemKind::kNumber) return NotANumber();
      numbers[i] = item.number;
    }
    return Item::Of(numbers[0] >= numbers[1]   ? "green"
                    : numbers[0] >= numbers[2] ? "amber"
                                               : "red");
  }

  // Members of a list, each with the name behind the last dot: 村.村报酬.
  struct Gathered {
    std::vector<Item> items;
    std::size_t count = 0;
  };

  Result<Gathered> Gather(const Node& call) {
    const Node& what = *call.arguments[0].value;
    const Node* condition = nullptr;
    for (std::size_t i = 1; i < call.arguments.size(); ++i) {
      const Argument& argument = call.arguments[i];
      const bool is_where = argument.label && (argument.label->text == kWhere.zh ||
                                               argument.label->text == kWhere.en);
      if (!is_where)
        return Wrong(
            Say("“{}”只能再写 当: 条件", "'{}' takes where: condition besides", call.text));
      condition = argument.value.get();
    }
    std::string member;
    KAOGONG_TRY_ASSIGN(const Item list, ListAndMember(what, Is(call, kCount), &member));
    if (list.kind == ItemKind::kNothing) return Gathered{};
    if (list.kind != ItemKind::kList)
      return Wrong(Say("“{}”要一组对象，如 合计(村.村报酬)", "'{}' needs a list: sum(村.村报酬)",
                       call.text));
    Gathered gathered;
    for (const std::string& object : list.objects) {
      scopes_.insert(scopes_.begin(), object);
      const auto found = MemberOf(object, member, condition);
      scopes_.erase(scopes_.begin());
      if (!found.ok()) return found.error();
      if (!found.value()) continue;
      ++gathered.count;
      gathered.items.push_back(*found.value());
    }
    return gathered;
  }

  static bool AddNames(const Node& node, std::vector<std::string>* names) {
    if (node.kind == NodeKind::kMember && !AddNames(*node.operands[0], names)) return false;
    if (node.kind != NodeKind::kMember && node.kind != NodeKind::kName) return false;
    names->push_back(node.text);
    return true;
  }

  // 村.粮食生产.目标: the list 村, and of each member 粮食生产.目标.
  Result<Item> ListAndMember(const Node& what, bool is_count, std::string* member) {
    std::vector<std::string> names;
    if (is_count) return At(what);
    if (!AddNames(what, &names)) {
      if (what.kind != NodeKind::kMember) return At(what);
      *member = what.text;
      return At(*what.operands[0]);
    }
    KAOGONG_TRY_ASSIGN(Item item, Name(names[0]));
    std::size_t next = 1;
    while (item.kind == ItemKind::kObject && next < names.size()) {
      auto below = Look(item.objects.front(), names[next++]);
      if (!below.ok()) return below.error();
      item = std::move(below).value();
    }
    for (; next < names.size(); ++next) *member += (member->empty() ? "" : ".") + names[next];
    return item;
  }

  // Nothing when the condition leaves the object out.
  Result<std::optional<Item>> MemberOf(const std::string& object, const std::string& member,
                                       const Node* condition) {
    if (condition != nullptr) {
      KAOGONG_TRY_ASSIGN(const Item holds, At(*condition));
      if (!IsTrue(holds)) return std::optional<Item>();
    }
    if (member.empty()) return std::optional<Item>(Item::Nothing());
    KAOGONG_TRY_ASSIGN(Item item, Look(object, member));
    return std::optional<Item>(std::move(item));
  }

  // Members without value that are exempt or empty are left out; one that is pending makes the
  // whole pending, as in the rule language.
  Result<Item> Aggregate(const Node& call) {
    KAOGONG_TRY_ASSIGN(const Gathered gathered, Gather(call));
    if (Is(call, kCount)) return Item::Of(Rational(static_cast<std::int64_t>(gathered.count)));
    Item result = Item::Of(Rational());
    State state = State::kValid;
    std::int64_t count = 0;
    for (const Item& item : gathered.items) {
      if (item.kind == ItemKind::kNothing || item.state == State::kExempt) continue;
      if (item.kind != ItemKind::kNumber) return NotANumber();
      state = scoring::Worse(state, item.state);
      if (!item.has_value()) continue;
      const int places = count == 0 ? item.places : MorePlaces(result, item);
      if (count == 0) {
        result = item;
      } else if (Is(call, kMaximum)) {
        result.number = std::max(result.number, item.number);
      } else if (Is(call, kMinimum)) {
        result.number = std::min(result.number, item.number);
      } else {
        result.number += item.number;
      }
      result.places = places;
      ++count;
    }
    if (count == 0 && state == State::kValid && !Is(call, kSum)) return Item::Nothing();
    result.state = state;
    if (state != State::kValid) result.number = Rational();
    if (Is(call, kMean) && result.has_value()) {
      result.number = Quotient(result.number, Rational(count));
      result.places = scheme::kNone;
    }
    result.source.clear();
    return result;
  }

  const Record& record_;
  std::vector<std::string> scopes_;
};

}  // namespace

std::optional<Expression> Expression::Parse(std::string_view text, const Place& place,
                                            Issues* issues) {
  Issues found;
  const auto lines = formula::Tokenize(text, place, 1, &found);
  formula::NodePtr root;
  if (!found.has_errors() && lines.size() == 1) {
    formula::TokenStream stream(lines[0].tokens, place, &found);
    root = formula::ParseFormula(&stream);
    if (root && !stream.at_end()) {
      found.Error(
          "document.expression", place,
          Say("“{}”后面的内容看不懂", "what follows is not understood: '{}'", stream.Peek().text));
    }
  } else if (!found.has_errors()) {
    found.Error("document.expression", place, {"占位符里没有内容", "the placeholder is empty"});
  }
  if (found.has_errors()) {
    for (const Issue& issue : found.list()) {
      issues->Error(
          issue.code, place,
          Say("{{{{{0}}}}}：{1}", "{{{{{0}}}}}: {2}", text, issue.message.zh, issue.message.en),
          issue.hint);
    }
    return std::nullopt;
  }
  Expression expression;
  expression.text_ = text;
  expression.root_ = std::move(root);
  return expression;
}

Result<Item> Expression::Evaluate(const Record& record, std::span<const std::string> scopes) const {
  return Evaluator(record, scopes).At(*root_);
}

Result<Item> Evaluate(std::string_view text, const Record& record,
                      std::span<const std::string> scopes) {
  Issues issues;
  const auto expression = Expression::Parse(text, {}, &issues);
  if (!expression) return Error{ErrorCode::kInvalidInput, issues.list().front().message};
  return expression->Evaluate(record, scopes);
}

}  // namespace kaogong::document
