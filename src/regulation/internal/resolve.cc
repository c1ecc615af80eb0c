// SPDX-License-Identifier: Apache-2.0
// From formulas to typed expressions: names, levels, kinds, operators.
#include <algorithm>
#include <utility>

#include "base/result.h"
#include "base/utf8.h"
#include "regulation/internal/builder.h"
#include "regulation/internal/call.h"

namespace kaogong::regulation::internal {

using formula::Node;
using formula::NodeKind;
using scheme::kNone;

namespace {

// Returns the parts of a.b.c, or nothing when the node is not a plain dotted name.
std::vector<std::string> NameParts(const Node& node) {
  if (node.kind == NodeKind::kName) return {node.text};
  if (node.kind != NodeKind::kMember) return {};
  std::vector<std::string> parts = NameParts(*node.operands[0]);
  if (!parts.empty()) parts.push_back(node.text);
  return parts;
}

std::string JoinParts(const std::vector<std::string>& parts, std::size_t from) {
  std::string joined;
  for (std::size_t i = from; i < parts.size(); ++i) joined += (i > from ? "." : "") + parts[i];
  return joined;
}

std::string_view TypeName(Type type, Language language) {
  const bool zh = language == Language::kChinese;
  switch (type) {
    case Type::kNumber:
      return zh ? "数" : "a number";
    case Type::kBoolean:
      return zh ? "是否(条件)" : "a condition";
    case Type::kText:
      return zh ? "文字" : "a text";
    case Type::kDate:
      return zh ? "日期" : "a date";
  }
  return "";
}

}  // namespace

Place Builder::PlaceOf(const Node& node) const {
  // The draft being resolved knows file and article; the node knows line and column.
  Place place;
  if (!resolving_.empty()) {
    const auto& draft = drafts_[static_cast<std::size_t>(resolving_.back())];
    if (draft.declaration != nullptr) place = draft.declaration->place;
  }
  if (table_place_ != nullptr) place = *table_place_;
  place.line = node.span.line;
  place.column = node.span.column;
  place.length = node.span.length;
  return place;
}

ExprId Builder::Add(Expr expr) {
  int depth = 0;
  const auto over = [&](ExprId part) {
    if (part != kNone) depth = std::max(depth, depths_[static_cast<std::size_t>(part)]);
  };
  for (const ExprId arg : expr.args) over(arg);
  for (const scheme::Arm& arm : expr.arms) {
    over(arm.low);
    over(arm.high);
    over(arm.value);
  }
  over(expr.domain.filter);
  over(expr.domain.key);
  depths_.push_back(depth + 1);
  if (depth >= kDepthMax) ReportTooDeep(expr.place);
  scheme_.exprs.push_back(std::move(expr));
  return static_cast<ExprId>(scheme_.exprs.size()) - 1;
}

void Builder::ReportTooDeep(Place place) {
  if (std::exchange(is_too_deep_, true)) return;
  if (place.line == 0 && !resolving_.empty()) place = scheme_.figure(resolving_.back()).place;
  issues_.Error(
      "rule.too-deep", std::move(place),
      Say("计算一层套一层，超过了上限", "the computation nests too deep"),
      Say("请少用层层引用的定义，或把先用到的写在前面",
          "use fewer definitions of definitions, and define things before they are used"));
}

kaogong::Text Builder::Suggest(std::string_view name,
                               const std::function<std::vector<std::string>()>& known) {
  if (hints_ >= kHintsMax) return {};
  ++hints_;
  const std::string near = NearestName(name, known());
  return near.empty() ? kaogong::Text{} : Say("是否想写“{}”？", "did you mean '{}'?", near);
}

// A figure's name stands over the whole of its formula.
void Builder::NoteDepth(ExprId id) {
  const ExprId formula = scheme_.figure(expr(id).target).expr;
  if (formula == kNone) return;
  int& depth = depths_[static_cast<std::size_t>(id)];
  depth = depths_[static_cast<std::size_t>(formula)] + 1;
  if (depth > kDepthMax) ReportTooDeep(expr(id).place);
}

ExprId Builder::Literal(Decimal value, const Context& context) {
  Expr expr;
  expr.op = Op::kLiteral;
  expr.kind = context.member;
  expr.level = context.level;
  expr.literal = value;
  return Add(std::move(expr));
}

scheme::TextId Builder::KeepText(std::string_view text) {
  const scheme::TextId known = scheme_.FindText(text);
  if (known != kNone) return known;
  scheme_.texts.emplace_back(text);
  return static_cast<scheme::TextId>(scheme_.texts.size()) - 1;
}

ExprId Builder::TextLiteral(std::string_view text, const Context& context) {
  const ExprId literal = Literal(Decimal::FromInteger(KeepText(text)), context);
  scheme_.exprs[static_cast<std::size_t>(literal)].type = Type::kText;
  return literal;
}

ExprId Builder::Make(Op op, std::vector<ExprId> args, const Context& context, const Node* node,
                     Type type) {
  for (const ExprId arg : args) {
    if (arg == kNone) return kNone;
  }
  Expr expr;
  expr.op = op;
  expr.type = type;
  expr.kind = context.member;
  expr.level = context.level;
  expr.args = std::move(args);
  if (node != nullptr) expr.place = PlaceOf(*node);
  return Add(std::move(expr));
}

bool Builder::Expect(ExprId id, Type type, const Node& node) {
  if (id == kNone) return false;
  const Type found = expr(id).type;
  if (found == type) return true;
  issues_.Error("formula.type", PlaceOf(node),
                Say("此处应为{0}，却是{1}", "expected {2}, found {3}",
                    TypeName(type, Language::kChinese), TypeName(found, Language::kChinese),
                    TypeName(type, Language::kEnglish), TypeName(found, Language::kEnglish)));
  return false;
}

ExprId Builder::ResolveAs(const Node& node, const Context& context, Type type) {
  expects_other_than_text_ = type != Type::kText;
  const ExprId id = Resolve(node, context);
  return Expect(id, type, node) ? id : kNone;
}

ExprId Builder::Resolve(const Node& node, const Context& context) {
  if (nesting_ >= kNestingMax) {
    ReportTooDeep(PlaceOf(node));
    return kNone;
  }
  if (scheme_.exprs.size() > kExprsMax) {
    if (!std::exchange(is_too_large_, true)) {
      issues_.Error(
          "rule.too-large", PlaceOf(node),
          Say("展开后的计算超过{}步", "the rules expand to more than {} steps", kExprsMax),
          Say("参数表不要层层套用", "do not let tables call tables again and again"));
    }
    return kNone;
  }
  ++nesting_;
  const ExprId id = ResolveNode(node, context);
  --nesting_;
  return id;
}

ExprId Builder::ResolveNode(const Node& node, const Context& context) {
  const bool can_be_text = !std::exchange(expects_other_than_text_, false);
  if (can_be_text) AskAboutOption(node, context);
  switch (node.kind) {
    case NodeKind::kNumber:
      return ResolveNumber(node, context);
    case NodeKind::kText:
      return TextLiteral(node.text, context);
    case NodeKind::kName:
    case NodeKind::kMember: {
      const auto parts = NameParts(node);
      if (!parts.empty()) return ResolveName(node, parts, context);
      break;
    }
    case NodeKind::kIndex:
      return ResolveIndex(node, context);
    case NodeKind::kNegate: {
      const ExprId operand = ResolveAs(*node.operands[0], context, Type::kNumber);
      return Make(Op::kNegate, {operand}, context, &node);
    }
    case NodeKind::kNot: {
      const ExprId operand = ResolveAs(*node.operands[0], context, Type::kBoolean);
      return Make(Op::kNot, {operand}, context, &node, Type::kBoolean);
    }
    case NodeKind::kBinary:
      return ResolveBinary(node, context);
    case NodeKind::kIf:
      return ResolveIf(node, context);
    case NodeKind::kCall:
      return ResolveCall(node, context);
    case NodeKind::kCompareArm:
    case NodeKind::kInterval:
    case NodeKind::kElse:
      break;
  }
  issues_.Error("formula.syntax", PlaceOf(node), Say("此处不能这样写", "this cannot stand here"));
  return kNone;
}

ExprId Builder::ResolveNumber(const Node& node, const Context& context) {
  const ExprId id = Literal(node.number, context);
  Expr& literal = scheme_.exprs[static_cast<std::size_t>(id)];
  literal.text = node.text;
  literal.place = PlaceOf(node);
  return id;
}

ExprId Builder::ResolveName(const Node& node, const std::vector<std::string>& parts,
                            const Context& context) {
  const KindId kind = parts.size() > 1 ? scheme_.FindKind(parts[0]) : kNone;
  const bool is_facet = scheme_.FindField(context.kind, JoinParts(parts, 0)) != kNone;
  if (kind == kNone || is_facet)
    return ResolveInKind(node, JoinParts(parts, 0), context.kind, context);
  if (!scheme_.IsAncestor(kind, context.member)) {
    if (scheme_.IsAncestor(context.member, kind)) {
      issues_.Error("formula.many-rows", PlaceOf(node),
                    Say("每个“{0}”有多条“{1}”，要说明怎样合并",
                        "each '{0}' has many '{1}': say how they combine",
                        scheme_.kind(context.member).name, parts[0]),
                    Say("如 合计({0})、平均({0})、最大({0})",
                        "such as sum({0}), mean({0}), max({0})", JoinParts(parts, 0)));
    } else {
      issues_.Error("formula.unrelated-kind", PlaceOf(node),
                    Say("“{0}”不是“{1}”的上级", "'{0}' is not above '{1}'", parts[0],
                        scheme_.kind(context.member).name));
    }
    return kNone;
  }
  return ResolveInKind(node, JoinParts(parts, 1), kind, context);
}

std::optional<Decimal> Builder::FullPoints(FigureId figure) const {
  if (figure == kNone) return std::nullopt;
  const scheme::Figure& found = scheme_.figure(figure);
  if (found.points) return found.points;
  if (found.role == scheme::Role::kIndicator) return Decimal::FromInteger(100);
  return found.cap;
}

ExprId Builder::ResolveInKind(const Node& node, const std::string& name, KindId kind,
                              const Context& context) {
  Context own = context;
  own.member = kind;
  if (name == "满分" || name == "full_points") {
    const auto points = FullPoints(context.self);
    if (!points) {
      issues_.Error("formula.no-full-points", PlaceOf(node),
                    Say("“满分”只能用在有分值的指标里",
                        "'full_points' works only inside an indicator with points"));
      return kNone;
    }
    const ExprId id = Literal(*points, context);
    scheme_.exprs[static_cast<std::size_t>(id)].text = "满分";
    return id;
  }
  constexpr std::string_view kFull = ".满分";
  if (name.ends_with(kFull)) {
    const FigureId figure = scheme_.FindFigure(kind, name.substr(0, name.size() - kFull.size()));
    if (const auto points = FullPoints(figure)) return Literal(*points, context);
  }
  const scheme::FieldId field = scheme_.FindField(kind, name);
  if (field != kNone) {
    own.level = scheme_.field(field).level;
    const ExprId id = Make(Op::kField, {}, own, &node, scheme_.field(field).type);
    scheme_.exprs[static_cast<std::size_t>(id)].target = field;
    scheme_.exprs[static_cast<std::size_t>(id)].text = name;
    return Lift(id, context, node);
  }
  const FigureId figure = scheme_.FindFigure(kind, name);
  if (figure != kNone) {
    if (!ResolveFigure(figure)) return kNone;
    own.level = scheme_.figure(figure).level;
    const ExprId id = Make(Op::kFigure, {}, own, &node, scheme_.figure(figure).type);
    scheme_.exprs[static_cast<std::size_t>(id)].target = figure;
    scheme_.exprs[static_cast<std::size_t>(id)].text = name;
    NoteDepth(id);
    return Lift(id, context, node);
  }
  for (std::size_t i = 0; i < scheme_.parameters.size(); ++i) {
    if (scheme_.parameters[i].name != name) continue;
    if (scheme_.parameters[i].At(as_of()) == nullptr) {
      issues_.Error("formula.parameter-not-in-force", PlaceOf(node),
                    Say("参数“{}”在 {} 没有有效的值", "parameter '{}' has no value in force on {}",
                        name, as_of().ToString()));
      return kNone;
    }
    const ExprId id = Make(Op::kParameter, {}, context, &node, scheme_.parameters[i].type);
    scheme_.exprs[static_cast<std::size_t>(id)].target = static_cast<int>(i);
    scheme_.exprs[static_cast<std::size_t>(id)].text = name;
    return id;
  }
  if (name == "不适用" || name == "not_applicable") {
    return Make(Op::kExempt, {}, context, &node);
  }
  if (name == "待定" || name == "pending") return Make(Op::kPending, {}, context, &node);
  if (name == "真" || name == "是" || name == "true" || name == "假" || name == "否" ||
      name == "false") {
    const bool truth = name == "真" || name == "是" || name == "true";
    const ExprId id = Literal(Decimal::FromInteger(truth ? 1 : 0), context);
    scheme_.exprs[static_cast<std::size_t>(id)].type = Type::kBoolean;
    return id;
  }
  if (known_texts_.find(name) != known_texts_.end()) return TextLiteral(name, context);
  ReportUnknown(node, name, kind);
  return kNone;
}

void Builder::ReportUnknown(const Node& node, const std::string& name, KindId kind) {
  kaogong::Text hint = Suggest(name, [&] {
    std::vector<std::string> known;
    for (const scheme::Field& field : scheme_.fields) {
      if (field.kind == kind) known.push_back(field.name);
    }
    for (const scheme::Figure& figure : scheme_.figures) {
      if (figure.kind == kind) known.push_back(figure.name);
    }
    for (const scheme::Parameter& parameter : scheme_.parameters) known.push_back(parameter.name);
    known.insert(known.end(), known_texts_.begin(), known_texts_.end());
    return known;
  });
  if (hint.empty()) {
    hint = Say("先用“数据”“属性”“参数”或“定义”声明它；运算符两边要有空格",
               "declare it as data, attribute, parameter or definition");
  }
  if (scheme_.FindKind(name) != kNone) {
    hint = Say("“{0}”是对象，请写 {0}.某数据", "'{0}' is a kind: write {0}.something", name);
  }
  issues_.Error(
      "formula.unknown-name", PlaceOf(node),
      Say("“{1}”中没有“{0}”", "there is no '{0}' in '{1}'", name, scheme_.kind(kind).name), hint);
}

ExprId Builder::Lift(ExprId id, const Context& context, const Node& node) {
  const LevelId level = expr(id).level;
  const KindId kind = expr(id).kind;
  const Type type = expr(id).type;
  Context own = context;
  own.member = kind;
  if (level != context.level) {
    if (!scheme::Divides(level, context.level)) {
      issues_.Error(
          "formula.finer-period", PlaceOf(node),
          Say("“{0}”是每{1}一个值，这里是每{2}算一次，要说明怎样合并",
              "'{0}' has a value per {1} but is used per {2}: say how they combine", expr(id).text,
              scheme_.level(level).name, scheme_.level(context.level).name),
          Say("如 合计({0}, 各: {1})、平均({0}, 各: {1}) 或 {0}[{2}]",
              "such as sum({0}, each: {1}), mean({0}, each: {1}) or {0}[{2}]", expr(id).text,
              scheme_.level(level).name, scheme_.level(level).periods.front()));
      return kNone;
    }
    id = Make(Op::kContaining, {id}, own, &node, type);
  }
  if (kind != context.member) id = Make(Op::kToAncestor, {id}, context, &node, type);
  return id;
}

ExprId Builder::ResolveIndex(const Node& node, const Context& context) {
  const LevelId level = FinestLevel(*node.operands[0], context);
  const Node& index = *node.operands[1];
  std::string text = index.text;
  if (level == scheme::kYear || level == kNone) {
    issues_.Error("formula.no-period", PlaceOf(*node.operands[0]),
                  Say("它不分考核期，不能取某一期的值", "it has no periods to choose from"));
    return kNone;
  }
  const auto period = scheme::FindPeriod(level, scheme_.level(level), text, scheme_.year);
  if (!period || (index.kind != NodeKind::kName && index.kind != NodeKind::kNumber &&
                  index.kind != NodeKind::kText)) {
    std::string known;
    const auto& periods = scheme_.level(level).periods;
    for (std::size_t i = 0; i < periods.size() && i < 12; ++i)
      known += (i ? "、" : "") + periods[i];
    issues_.Error("formula.unknown-period", PlaceOf(index),
                  Say("没有“{}”这一期", "there is no period '{}'", text),
                  Say("可用：{}", "use: {}", known));
    return kNone;
  }
  Context inner = context;
  inner.level = level;
  const ExprId body = Resolve(*node.operands[0], inner);
  if (body == kNone) return kNone;
  const ExprId id = Make(Op::kAtPeriod, {body}, context, &node, expr(body).type);
  scheme_.exprs[static_cast<std::size_t>(id)].target = *period;
  scheme_.exprs[static_cast<std::size_t>(id)].text =
      scheme_.level(level).periods[static_cast<std::size_t>(*period)];
  return id;
}

ExprId Builder::ResolveBinary(const Node& node, const Context& context) {
  const Node& left_node = *node.operands[0];
  const Node& right_node = *node.operands[1];
  if (node.text == "and" || node.text == "or") {
    const ExprId left = ResolveAs(left_node, context, Type::kBoolean);
    const ExprId right = ResolveAs(right_node, context, Type::kBoolean);
    return Make(node.text == "and" ? Op::kAnd : Op::kOr, {left, right}, context, &node,
                Type::kBoolean);
  }
  static constexpr std::pair<std::string_view, Op> kArithmetic[] = {
      {"+", Op::kAdd}, {"-", Op::kSubtract}, {"*", Op::kMultiply}, {"/", Op::kDivide}};
  for (const auto& [symbol, op] : kArithmetic) {
    if (node.text != symbol) continue;
    const ExprId left = ResolveAs(left_node, context, Type::kNumber);
    const ExprId right = ResolveAs(right_node, context, Type::kNumber);
    return Make(op, {left, right}, context, &node);
  }
  static constexpr std::pair<std::string_view, Op> kComparisons[] = {
      {"=", Op::kEqual},        {"≠", Op::kUnequal}, {"<", Op::kLess},
      {"<=", Op::kLessOrEqual}, {">", Op::kGreater}, {">=", Op::kGreaterOrEqual}};
  for (const auto& [symbol, op] : kComparisons) {
    if (node.text != symbol) continue;
    const auto [left, right] = ResolvePair(left_node, right_node, context);
    if (left == kNone || right == kNone) return kNone;
    if (!Expect(right, expr(left).type, right_node)) return kNone;
    const bool ordered = expr(left).type == Type::kNumber || expr(left).type == Type::kDate;
    if (!ordered && op != Op::kEqual && op != Op::kUnequal) {
      issues_.Error("formula.type", PlaceOf(node),
                    Say("只有数和日期能比大小", "only numbers and dates have an order"));
      return kNone;
    }
    return Make(op, {left, right}, context, &node, Type::kBoolean);
  }
  return kNone;
}

bool Builder::IsOptionWord(const Node& node) const {
  return node.kind == NodeKind::kName && !node.is_quoted &&
         known_texts_.find(node.text) != known_texts_.end();
}

// Where a text may stand a word that is an option and a figure has two readings.
void Builder::AskAboutOption(const Node& node, const Context& context) {
  if (!IsOptionWord(node)) return;
  const bool is_named = scheme_.FindField(context.kind, node.text) != kNone ||
                        scheme_.FindFigure(context.kind, node.text) != kNone;
  if (!is_named) return;
  issues_.Warning("formula.option-or-figure", PlaceOf(node),
                  Say("“{}”既是选项或等次，又是数据或指标，这里当作后者",
                      "'{}' is both an option and a figure; it is taken for the figure", node.text),
                  Say("指选项写 \"{0}\"，指数据或指标写「{0}」",
                      "write \"{0}\" for the option and 「{0}」 for the figure", node.text));
}

bool Builder::HoldsText(ExprId root, std::string_view text) const {
  std::vector<ExprId> rest{root};
  std::set<ExprId> seen;
  while (!rest.empty()) {
    const ExprId at = rest.back();
    rest.pop_back();
    if (at == kNone || expr(at).type != Type::kText || !seen.insert(at).second) continue;
    const Expr& of = expr(at);
    if (of.op == Op::kLiteral &&
        scheme_.texts[static_cast<std::size_t>(of.literal.units())] == text) {
      return true;
    }
    if (of.op == Op::kField) {
      const auto& options = scheme_.field(of.target).options;
      if (std::find(options.begin(), options.end(), text) != options.end()) return true;
    }
    if (of.op == Op::kFigure) rest.push_back(scheme_.figure(of.target).expr);
    if (of.op != Op::kLookup) rest.insert(rest.end(), of.args.begin(), of.args.end());
    for (const scheme::Arm& arm : of.arms) rest.push_back(arm.value);
  }
  return false;
}

ExprId Builder::ResolveBeside(const Node& node, ExprId beside, const Context& context) {
  if (IsOptionWord(node) && HoldsText(beside, node.text)) return TextLiteral(node.text, context);
  return Resolve(node, context);
}

// Where one side of a comparison has options, a word of the other side that is one of them is
// that option, even if a figure is called so too.
std::pair<ExprId, ExprId> Builder::ResolvePair(const Node& left, const Node& right,
                                               const Context& context) {
  if (IsOptionWord(left) && !IsOptionWord(right)) {
    const ExprId second = Resolve(right, context);
    return {ResolveBeside(left, second, context), second};
  }
  const ExprId first = Resolve(left, context);
  return {first, ResolveBeside(right, first, context)};
}

ExprId Builder::ResolveIf(const Node& node, const Context& context) {
  const ExprId condition = ResolveAs(*node.operands[0], context, Type::kBoolean);
  const ExprId yes = Resolve(*node.operands[1], context);
  const ExprId no = Resolve(*node.operands[2], context);
  if (yes == kNone || no == kNone) return kNone;
  // 不适用 and 待定 take the type of the other branch.
  const bool without_yes = IsWithoutValue(yes);
  if (!without_yes && !IsWithoutValue(no) && !Expect(no, expr(yes).type, *node.operands[2])) {
    return kNone;
  }
  return Make(Op::kIf, {condition, yes, no}, context, &node, expr(without_yes ? no : yes).type);
}

Context Builder::Inside(Context context, KindId member) {
  context.member = member;
  return context;
}

KindId Builder::MemberKind(const Node& node, const Context& context, bool is_root) const {
  if (!is_root && node.kind == NodeKind::kCall && IsAggregateName(node.text)) return kNone;
  KindId found = kNone;
  const auto consider = [&](KindId kind) {
    if (kind == kNone || kind == context.member || !scheme_.IsAncestor(context.member, kind))
      return;
    if (found == kNone || scheme_.IsAncestor(found, kind)) found = kind;
  };
  if (node.kind == NodeKind::kName) {
    consider(scheme_.FindKind(node.text));
  } else if (node.kind == NodeKind::kMember) {
    const auto parts = NameParts(node);
    if (!parts.empty() && scheme_.FindField(context.kind, JoinParts(parts, 0)) == kNone) {
      consider(scheme_.FindKind(parts[0]));
    }
  }
  if (node.kind != NodeKind::kMember) {
    for (const auto& operand : node.operands) {
      if (operand) consider(MemberKind(*operand, context, false));
    }
  }
  for (const auto& argument : node.arguments) {
    if (argument.label && argument.label->kind != NodeKind::kName) {
      consider(MemberKind(*argument.label, context, false));
    }
    if (argument.label && argument.label->kind == NodeKind::kName &&
        (argument.label->text == "在" || argument.label->text == "in")) {
      continue;
    }
    consider(MemberKind(*argument.value, context, false));
  }
  return found;
}

void Builder::CollectLevels(const Node& node, const Context& context, LevelId* finest) const {
  const auto consider = [&](LevelId level) {
    if (level == kNone || level == context.level) return;
    if (*finest == kNone || scheme::Divides(*finest, level)) *finest = level;
  };
  const auto parts = NameParts(node);
  if (!parts.empty()) {
    const std::string joined = JoinParts(parts, 0);
    KindId kind = context.kind;
    std::string name = joined;
    if (parts.size() > 1 && scheme_.FindField(kind, joined) == kNone &&
        scheme_.FindKind(parts[0]) != kNone) {
      kind = scheme_.FindKind(parts[0]);
      name = JoinParts(parts, 1);
    }
    const scheme::FieldId field = scheme_.FindField(kind, name);
    const FigureId figure = scheme_.FindFigure(kind, name);
    if (field != kNone) {
      consider(scheme_.field(field).level);
    } else if (figure != kNone) {
      consider(scheme_.figure(figure).level);
    }
    return;
  }
  for (const auto& operand : node.operands) {
    if (operand) CollectLevels(*operand, context, finest);
  }
  for (const auto& argument : node.arguments) CollectLevels(*argument.value, context, finest);
}

LevelId Builder::FinestLevel(const Node& node, const Context& context) const {
  LevelId finest = kNone;
  CollectLevels(node, context, &finest);
  return finest;
}

}  // namespace kaogong::regulation::internal
