// SPDX-License-Identifier: Apache-2.0
// From declarations to kinds, levels, fields, parameters and figure drafts.
#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "regulation/internal/builder.h"
#include "scheme/constant.h"

namespace kaogong::regulation::internal {

using scheme::Field;
using scheme::Figure;
using scheme::kNone;
using scheme::Missing;
using scheme::Role;

Builder::Builder(const CompileOptions& options, Compiled* out)
    : options_(options), scheme_(out->scheme), issues_(out->issues) {
  scheme_.levels = scheme::BuiltinLevels();
  scheme::Kind whole;
  whole.name = "全体";
  whole.parent = kNone;
  scheme_.kinds.push_back(std::move(whole));
}

void Builder::Collect(const std::vector<Declaration>& declarations) {
  for (const Declaration& declaration : declarations) CollectOne(declaration);
  ApplyOverrides();
}

void Builder::CollectOne(const Declaration& declaration) {
  switch (declaration.keyword) {
    case Keyword::kKind:
    case Keyword::kRecords:
      return CollectKind(declaration);
    case Keyword::kPeriods:
      return CollectPeriods(declaration);
    case Keyword::kParameter:
      return CollectParameter(declaration);
    case Keyword::kOn: {
      const KindId kind = scheme_.FindKind(declaration.name);
      if (kind == kNone) {
        issues_.Error("rule.unknown-kind", declaration.place,
                      Say("没有声明过对象“{}”", "no kind '{}' has been declared", declaration.name),
                      Say("请先写“对象 {0}”", "declare it first: kind {0}", declaration.name));
        return;
      }
      current_kind_ = kind;
      for (const Declaration& child : declaration.children) CollectOne(child);
      return;
    }
    default:
      break;
  }
  if (current_kind_ == kNone) {
    issues_.Error("rule.no-kind", declaration.place,
                  Say("还没有声明考核对象", "no kind of assessee has been declared yet"),
                  Say("请在前面写“对象 …”", "write 'kind …' before it"));
    return;
  }
  switch (declaration.keyword) {
    case Keyword::kAttribute:
    case Keyword::kData:
    case Keyword::kImport:
      return CollectField(declaration, current_kind_);
    case Keyword::kException:
      return CollectException(declaration);
    case Keyword::kItem:
      issues_.Error(
          "rule.misplaced-item", declaration.place,
          Say("“项”应写在“加分”或“扣分”之下", "an item belongs below a bonus or deduction"));
      return;
    default:
      break;
  }
  static constexpr std::array<std::pair<Keyword, Role>, 11> kRoles{
      {{Keyword::kIndicator, Role::kIndicator},
       {Keyword::kBonus, Role::kBonus},
       {Keyword::kDeduction, Role::kDeduction},
       {Keyword::kDefinition, Role::kDefinition},
       {Keyword::kTotal, Role::kTotal},
       {Keyword::kRanking, Role::kRanking},
       {Keyword::kGrade, Role::kGrade},
       {Keyword::kCoefficient, Role::kCoefficient},
       {Keyword::kPayout, Role::kPayout},
       {Keyword::kVeto, Role::kVeto},
       {Keyword::kCheck, Role::kCheck}}};
  for (const auto& [keyword, role] : kRoles) {
    if (keyword == declaration.keyword) CollectFigure(declaration, role, kNone, scheme::kYear);
  }
}

void Builder::CollectKind(const Declaration& declaration) {
  if (scheme_.FindKind(declaration.name) != kNone) {
    issues_.Error("rule.duplicate-kind", declaration.place,
                  Say("对象“{}”声明了两次", "kind '{}' is declared twice", declaration.name));
    return;
  }
  scheme::Kind kind;
  kind.name = declaration.name;
  kind.is_record = declaration.keyword == Keyword::kRecords;
  kind.id_column = declaration.column.empty() ? declaration.name : declaration.column;
  kind.place = declaration.place;
  if (!declaration.parent.empty()) {
    kind.parent = scheme_.FindKind(declaration.parent);
    if (kind.parent == kNone) {
      issues_.Error("rule.unknown-kind", declaration.place,
                    Say("没有声明过对象“{}”", "no kind '{}' has been declared", declaration.parent),
                    Say("上级对象要先声明", "declare the kind above it first"));
      kind.parent = 0;
    } else if (scheme_.kind(kind.parent).is_record) {
      issues_.Error(
          "rule.parent-is-records", declaration.place,
          Say("明细“{}”没有名称，不能有下级",
              "records '{}' have no names: nothing can belong to them", declaration.parent),
          Say("把它声明为“对象”", "declare it as a kind instead"));
    }
  } else if (kind.is_record) {
    issues_.Error(
        "rule.records-need-parent", declaration.place,
        Say("明细“{}”必须写明属于哪种对象", "records '{}' must say what they belong to",
            declaration.name),
        Say("如：明细 {0} 属于 村", "for example: records {0} in village", declaration.name));
  }
  kind.parent_column = !declaration.parent_column.empty() ? declaration.parent_column
                                                          : scheme_.kind(kind.parent).name;
  const auto id = static_cast<KindId>(scheme_.kinds.size());
  scheme_.kinds.push_back(std::move(kind));
  if (!scheme_.kinds.back().is_record) current_kind_ = id;
  for (const Declaration& child : declaration.children) {
    if (child.keyword == Keyword::kAttribute || child.keyword == Keyword::kData ||
        child.keyword == Keyword::kImport) {
      CollectField(child, id);
    } else {
      issues_.Error("rule.misplaced", child.place,
                    Say("对象之下只能写属性、数据和引用",
                        "only attributes, data and imports stand below a kind"),
                    Say("这一行不要缩进", "do not indent this line"));
    }
  }
}

void Builder::CollectPeriods(const Declaration& declaration) {
  if (FindLevel(declaration.name) != kNone) {
    issues_.Error(
        "rule.duplicate-period", declaration.place,
        Say("考核期“{}”已经有了", "the level of period '{}' exists already", declaration.name));
    return;
  }
  scheme_.levels.push_back({declaration.name, declaration.name, declaration.words});
}

LevelId Builder::FindLevel(std::string_view name) const {
  for (std::size_t i = 0; i < scheme_.levels.size(); ++i) {
    if (scheme_.levels[i].name == name || scheme_.levels[i].name_en == name) {
      return static_cast<LevelId>(i);
    }
  }
  if (name == "季度") return scheme::kQuarter;
  if (name == "年度") return scheme::kYear;
  return name == "天" ? scheme::kDay : kNone;
}

void Builder::CollectField(const Declaration& declaration, KindId kind) {
  AddField(declaration, kind, {});
  for (const std::string& facet : declaration.owners) AddField(declaration, kind, facet);
}

void Builder::AddField(const Declaration& declaration, KindId kind, const std::string& facet) {
  Field field;
  const std::string suffix = facet.empty() ? "" : "." + facet;
  field.name = declaration.name + suffix;
  field.column = (declaration.column.empty() ? declaration.name : declaration.column) + suffix;
  field.kind = kind;
  field.is_attribute = declaration.keyword == Keyword::kAttribute;
  field.source = declaration.source;
  field.unit = declaration.unit;
  field.place = declaration.place;
  if (scheme_.FindField(kind, field.name) != kNone) {
    issues_.Error("rule.duplicate-name", declaration.place,
                  Say("“{}”在“{}”中声明了两次", "'{}' is declared twice in '{}'", field.name,
                      scheme_.kind(kind).name));
    return;
  }
  if (declaration.keyword == Keyword::kImport) {
    field.imported_regulation = declaration.imported[0];
    field.imported_figure = declaration.imported[1];
    field.source = declaration.imported[0];
    field.missing = Missing::kPending;
  }
  if (!declaration.level.empty()) {
    field.level = FindLevel(declaration.level);
    if (field.level == kNone) {
      issues_.Error("rule.unknown-period", declaration.place,
                    Say("没有考核期“{}”", "there is no level of period '{}'", declaration.level),
                    Say("可用：年、半年、季、月、周、日，或用“考核期”声明",
                        "use year, half, quarter, month, week, day, or declare 'periods'"));
      field.level = scheme::kYear;
    }
  }
  SetType(declaration, &field);
  SetMissing(declaration, &field);
  SetRange(declaration, &field);
  const auto id = static_cast<scheme::FieldId>(scheme_.fields.size());
  scheme::Kind& owner = scheme_.kinds[static_cast<std::size_t>(kind)];
  if (owner.is_record && field.type == Type::kDate && owner.date_field == kNone) {
    owner.date_field = id;
  }
  owner.fields.push_back(id);
  scheme_.fields.push_back(std::move(field));
}

void Builder::SetType(const Declaration& declaration, Field* field) {
  const std::string& type = declaration.type;
  constexpr std::string_view kDecimal = "小数";
  if (type == "整数" || type == "integer") {
    field->places_max = 0;
  } else if (type.starts_with(kDecimal) || type.starts_with("decimal")) {
    const std::string digits = type.substr(type.starts_with(kDecimal) ? kDecimal.size() : 7);
    const auto places = digits.empty() ? std::nullopt : Decimal::Parse(digits);
    if (places && places->units() <= Decimal::kScaleMax) {
      field->places_max = static_cast<int>(places->units());
    } else if (!digits.empty()) {
      issues_.Error("rule.unknown-type", declaration.place,
                    Say("小数位数“{}”应为0到12", "decimal places '{}' must be 0 to 12", digits));
    }
  } else if (type == "百分比" || type == "percent") {
    field->is_percent = true;
    field->places_max = 8;
  } else if (type == "金额" || type == "money") {
    field->places_max = 2;
  } else if (type == "是否" || type == "boolean") {
    field->type = Type::kBoolean;
  } else if (type == "日期" || type == "date") {
    field->type = Type::kDate;
  } else if (type == "文字" || type == "text") {
    field->type = Type::kText;
  } else if (type == "选项" || type == "choice") {
    field->type = Type::kText;
    field->options = declaration.words;
    for (const std::string& option : declaration.words) known_texts_.insert(option);
    if (declaration.words.empty()) {
      issues_.Error(
          "rule.no-options", declaration.place,
          Say("选项要列出来，如 选项(优秀, 良好)", "list the choices: choice(good, fair)"));
    }
  } else {
    issues_.Error(
        "rule.unknown-type", declaration.place, Say("不认识的类型“{}”", "unknown type '{}'", type),
        Say("可用：整数、小数、小数2、百分比、金额、是否、日期、文字、选项(…)",
            "use integer, decimal, decimal2, percent, money, boolean, date, text, choice(…)"));
  }
}

void Builder::SetMissing(const Declaration& declaration, Field* field) {
  static constexpr std::array<std::pair<std::string_view, Missing>, 6> kWords{
      {{"待定", Missing::kPending},
       {"pending", Missing::kPending},
       {"零", Missing::kZero},
       {"zero", Missing::kZero},
       {"免", Missing::kExempt},
       {"exempt", Missing::kExempt}}};
  if (declaration.missing.empty()) return;
  for (const auto& [word, missing] : kWords) {
    if (declaration.missing == word) field->missing = missing;
  }
  if (field->missing == Missing::kUnstated) {
    issues_.Error("rule.unknown-missing", declaration.place,
                  Say("缺失只能是 待定、零 或 免，不是“{}”",
                      "missing is pending, zero or exempt, not '{}'", declaration.missing));
  }
  if (field->missing == Missing::kZero && field->type != Type::kNumber &&
      field->type != Type::kBoolean) {
    issues_.Error(
        "rule.unknown-missing", declaration.place,
        Say("只有数和是否可以缺失按零", "only numbers and booleans can be zero when missing"));
  }
}

void Builder::SetRange(const Declaration& declaration, Field* field) {
  if (!declaration.range) return;
  scheme::Range range;
  const auto bound = [&](const formula::NodePtr& node) -> std::optional<Decimal> {
    if (!node) return std::nullopt;
    const formula::Node* number = node.get();
    const bool negative = number->kind == formula::NodeKind::kNegate;
    if (negative) number = number->operands[0].get();
    if (number->kind != formula::NodeKind::kNumber) {
      issues_.Error("rule.bad-range", PlaceOf(*node),
                    Say("范围的界限必须是数", "the bounds of a range must be numbers"));
      return std::nullopt;
    }
    return negative ? Decimal::FromUnits(-number->number.units(), number->number.scale())
                    : number->number;
  };
  range.low = bound(declaration.range->operands[0]);
  range.high = bound(declaration.range->operands[1]);
  range.closed_low = declaration.range->text[0] == '[';
  range.closed_high = declaration.range->text[1] == ']';
  if (range.low && range.high && *range.low > *range.high) {
    issues_.Error("rule.bad-range", declaration.place,
                  Say("范围 {} 是空的", "the range {} is empty", range.ToString()));
  }
  field->range = range;
}

void Builder::CollectParameter(const Declaration& declaration) {
  AddParameterValue(declaration.name, *declaration.formula, declaration.from, {}, declaration.place,
                    declaration.unit);
}

void Builder::AddParameterValue(const std::string& name, const formula::Node& node,
                                std::optional<Date> from, const std::string& reference,
                                const Place& place, const std::string& unit) {
  const auto later = [](const auto& a, const auto& b) { return a.from < b.from; };
  if (node.kind == formula::NodeKind::kCall && node.text != "日期" && node.text != "date") {
    TableParameter* found = FindTable(name);
    if (found == nullptr) {
      tables_.push_back({name, place, {}, false});
      found = &tables_.back();
    }
    for (const TableParameter::Version& known : found->versions) {
      if (known.from == from) return ReportSecondValue(name, place);
    }
    found->versions.push_back({from, &node, place});
    std::stable_sort(found->versions.begin(), found->versions.end(), later);
    return;
  }
  const Place* const outer = std::exchange(table_place_, &place);
  const auto constant = ReadConstant(node);
  table_place_ = outer;
  if (!constant) return;
  auto found = std::find_if(scheme_.parameters.begin(), scheme_.parameters.end(),
                            [&](const scheme::Parameter& known) { return known.name == name; });
  if (found == scheme_.parameters.end()) {
    scheme_.parameters.push_back(
        {name, unit, constant->type, constant->is_percent, {}, place.file, place});
    found = scheme_.parameters.end() - 1;
  } else if (found->type != constant->type) {
    issues_.Error("rule.bad-parameter", place,
                  Say("参数“{}”各日的值应是同一类", "the values of '{}' must be of one type", name),
                  Say("都写数、都写日期，或都写文字", "numbers, dates or texts, not a mixture"));
    return;
  }
  for (const scheme::ParameterValue& known : found->values) {
    if (known.from == from) return ReportSecondValue(name, place);
  }
  found->values.push_back({from, constant->value, reference});
  std::stable_sort(found->values.begin(), found->values.end(), later);
}

std::optional<ParameterConstant> Builder::ReadConstant(const formula::Node& node) {
  if (node.kind == formula::NodeKind::kCall) {
    const auto date = ReadDate(node);
    if (!date) return std::nullopt;
    return ParameterConstant{Decimal::FromInteger(date->days_since_epoch()), Type::kDate, false};
  }
  if (node.kind == formula::NodeKind::kText) {
    return ParameterConstant{Decimal::FromInteger(KeepText(node.text)), Type::kText, false};
  }
  const bool negative = node.kind == formula::NodeKind::kNegate;
  const formula::Node& number = negative ? *node.operands[0] : node;
  if (number.kind != formula::NodeKind::kNumber) {
    issues_.Error("rule.bad-parameter", PlaceOf(node),
                  Say("参数的值应是一个数、日期、文字，或 分段、插值、对照",
                      "a parameter is a number, a date, a text or a table"),
                  Say("日期写 日期(\"2012-03-31\")，文字写在引号里",
                      "write date(\"2012-03-31\"), a text in quotes"));
    return std::nullopt;
  }
  const Decimal value = number.number;
  return ParameterConstant{negative ? Decimal::FromUnits(-value.units(), value.scale()) : value,
                           Type::kNumber, number.is_percent};
}

void Builder::ReportSecondValue(const std::string& name, const Place& place) {
  issues_.Error("rule.duplicate-name", place,
                Say("参数“{}”在同一天有两个值", "parameter '{}' has two values for one day", name));
}

// A parameter may end before a later value begins, so values are kept in order of their days.
void Builder::EndParameter(const std::string& name, Date from) {
  for (scheme::Parameter& parameter : scheme_.parameters) {
    if (parameter.name != name) continue;
    parameter.values.push_back({from, std::nullopt, {}});
    std::stable_sort(parameter.values.begin(), parameter.values.end(),
                     [](const auto& a, const auto& b) { return a.from < b.from; });
  }
  if (TableParameter* table = FindTable(name)) {
    table->versions.push_back({from, nullptr, table->versions.back().place});
    std::stable_sort(table->versions.begin(), table->versions.end(),
                     [](const auto& a, const auto& b) { return a.from < b.from; });
  }
}

void Builder::ReportTables(std::vector<Compiled::Table>* to) const {
  for (const TableParameter& table : tables_) {
    Compiled::Table reported{table.name, table.place, {}, table.is_used};
    for (const TableParameter::Version& version : table.versions) {
      reported.versions.push_back({version.from, version.table != nullptr});
    }
    to->push_back(std::move(reported));
  }
}

TableParameter* Builder::FindTable(std::string_view name) {
  for (TableParameter& table : tables_) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

void Builder::CheckName(std::string_view name, KindId kind, Role role, const Place& place) {
  const bool is_item = role == Role::kIndicator || role == Role::kBonus || role == Role::kDeduction;
  const bool taken_by_figure = scheme_.FindFigure(kind, name) != kNone;
  const bool taken_by_field = scheme_.FindField(kind, name) != kNone && !is_item;
  if (taken_by_figure || taken_by_field) {
    issues_.Error(
        "rule.duplicate-name", place,
        Say("“{}”在“{}”中已经有了", "'{}' exists already in '{}'", name, scheme_.kind(kind).name),
        Say("每个名称只能用一次；指标可与它的数据同名",
            "a name can be used once; an indicator may share its data's name"));
  }
}

FigureId Builder::CollectFigure(const Declaration& declaration, Role role, FigureId parent,
                                LevelId level) {
  CheckName(declaration.name, current_kind_, role, declaration.place);
  Figure figure;
  figure.name = declaration.name;
  figure.kind = current_kind_;
  figure.role = role;
  figure.parent = parent;
  figure.level = level;
  figure.article = declaration.article;
  figure.clause = declaration.clause;
  figure.formula = declaration.text;
  figure.place = declaration.place;
  figure.points = declaration.points;
  figure.owner = parent == kNone ? "" : scheme_.figure(parent).owner;
  if (!declaration.level.empty()) {
    figure.level = FindLevel(declaration.level);
    if (figure.level == kNone) {
      issues_.Error("rule.unknown-period", declaration.place,
                    Say("没有考核期“{}”", "there is no level of period '{}'", declaration.level));
      figure.level = scheme::kYear;
    }
  }
  if (role == Role::kVeto || role == Role::kCheck) figure.type = Type::kBoolean;
  CollectFigureOptions(declaration, &figure);
  if (role == Role::kGrade) CollectGrades(declaration, &figure);
  if (role == Role::kCheck) figure.message = declaration.name;
  const auto id = static_cast<FigureId>(scheme_.figures.size());
  const LevelId own_level = figure.level;
  scheme_.figures.push_back(std::move(figure));
  drafts_.push_back({&declaration, FigureDraft::State::kNew});
  if (parent != kNone) scheme_.figures[static_cast<std::size_t>(parent)].children.push_back(id);
  for (const Declaration& child : declaration.children) {
    if (child.keyword == Keyword::kItem && (role == Role::kBonus || role == Role::kDeduction)) {
      CollectFigure(child, role, id, own_level);
    } else if (child.keyword == Keyword::kIndicator && role == Role::kIndicator) {
      CollectFigure(child, Role::kIndicator, id, own_level);
    } else if (child.keyword == Keyword::kBonus &&
               (role == Role::kIndicator || role == Role::kBonus)) {
      CollectFigure(child, Role::kBonus, id, own_level);
    } else if (child.keyword == Keyword::kDeduction &&
               (role == Role::kIndicator || role == Role::kDeduction)) {
      CollectFigure(child, Role::kDeduction, id, own_level);
    } else if (child.keyword == Keyword::kEffect && role == Role::kVeto) {
      effects_.push_back({&child, &declaration, id, kNone, current_kind_});
    } else if (child.keyword < Keyword::kScoring) {
      issues_.Error("rule.misplaced", child.place,
                    Say("这条声明不能写在“{}”之下", "this declaration cannot stand below '{}'",
                        declaration.name));
    }
  }
  return id;
}

void Builder::CollectFigureOptions(const Declaration& declaration, Figure* figure) {
  const auto take = [&](const Declaration& from) {
    if (from.places) figure->places = *from.places;
    if (!from.unit.empty()) figure->unit = from.unit;
    if (!from.owners.empty()) {
      figure->owner.clear();
      for (const std::string& owner : from.owners) {
        figure->owner += (figure->owner.empty() ? "" : "、") + owner;
      }
    }
  };
  take(declaration);
  for (const Declaration& child : declaration.children) {
    if (child.keyword == Keyword::kRounding || child.keyword == Keyword::kUnit ||
        child.keyword == Keyword::kOwner) {
      take(child);
    }
    if (child.keyword == Keyword::kPoints) figure->points = child.points;
    if (child.keyword >= Keyword::kScoring && child.keyword != Keyword::kOwner &&
        child.keyword != Keyword::kUnit && child.keyword != Keyword::kPoints) {
      figure->formula += "\n" + child.text;
      if (!child.clause.empty() && figure->clause.empty()) figure->clause = child.clause;
    }
  }
}

void Builder::CollectGrades(const Declaration& declaration, Figure* figure) {
  figure->type = Type::kText;
  for (const Declaration& child : declaration.children) {
    if (child.keyword != Keyword::kArm) continue;
    figure->grades.push_back(child.name);
    known_texts_.insert(child.name);
  }
  if (figure->grades.empty() && declaration.formula == nullptr) {
    issues_.Error("rule.no-grades", declaration.place,
                  Say("等次之下要逐行写“优秀: 条件”，最后一行“…: 其余”",
                      "below a grade write lines 'excellent: condition' and last '…: else'"));
  }
}

void Builder::CollectException(const Declaration& declaration) {
  effects_.push_back({&declaration, nullptr, kNone, kNone, current_kind_});
}

void Builder::ApplyOverrides() {
  for (const auto& [name, value] : options_.overrides) {
    std::string digits = NormalizeFullWidth(Trim(value));
    const bool percent = digits.ends_with('%');
    if (percent) digits.pop_back();
    auto number = Decimal::Parse(digits);
    if (number && percent) number = (Rational(*number) * Rational::Fraction(1, 100)).ExactDecimal();
    bool found = false;
    bool is_date = false;
    for (scheme::Parameter& parameter : scheme_.parameters) {
      if (parameter.name != name) continue;
      if (parameter.type == Type::kText) {
        number = Decimal::FromInteger(KeepText(Trim(value)));
      } else if (parameter.type == Type::kDate) {
        const auto date = Date::ParseLenient(Trim(value));
        number = date.ok() ? std::optional(Decimal::FromInteger(date.value().days_since_epoch()))
                           : std::nullopt;
      }
      is_date = parameter.type == Type::kDate;
      parameter.values = {{std::nullopt, number, "what-if"}};
      found = true;
    }
    for (Figure& figure : scheme_.figures) {
      // The formulas in place are replaced when figures are resolved.
      found = found || name == figure.name + ".权重" || name == figure.name + ".weight" ||
              name == figure.name + ".分值" || name == figure.name + ".points";
      if (name == figure.name + ".分值" || name == figure.name + ".points") figure.points = number;
    }
    Place place;
    place.file = "--set " + name + "=" + value;
    if (!number) {
      issues_.Error("rule.bad-override", place,
                    is_date ? Say("“{}”不是日期", "'{}' is not a date", value)
                            : Say("“{}”不是数", "'{}' is not a number", value));
    } else if (!found) {
      std::vector<std::string> known;
      for (const auto& parameter : scheme_.parameters) known.push_back(parameter.name);
      for (const Figure& figure : scheme_.figures) {
        if (figure.role == Role::kIndicator) known.push_back(figure.name + ".权重");
      }
      const std::string near = NearestName(name, known);
      issues_.Error(
          "rule.bad-override", place,
          Say("没有参数或指标权重“{}”", "there is no parameter or weight '{}'", name),
          near.empty() ? kaogong::Text{} : Say("是否想写“{}”？", "did you mean '{}'?", near));
    }
  }
}

}  // namespace kaogong::regulation::internal
