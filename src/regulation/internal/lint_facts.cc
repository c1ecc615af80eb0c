// SPDX-License-Identifier: Apache-2.0
// Facts and parameters: missing-data policies, sources, days without a value, what nobody uses.
#include "regulation/internal/lint.h"

namespace kaogong::regulation::internal {

using scheme::Expr;
using scheme::Field;
using scheme::kNone;
using scheme::Op;
using scheme::Type;

namespace {

// A field and its facets are declared on one line: they are asked about together.
bool SamePlace(const Place& a, const Place& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
}

template <class Predicate, class Report>
void ForEachDeclared(const std::vector<Field>& fields, Predicate wanted, Report report) {
  for (std::size_t i = 0; i < fields.size();) {
    std::string names;
    std::size_t next = i;
    for (; next < fields.size() && SamePlace(fields[next].place, fields[i].place); ++next) {
      if (wanted(next)) names += (names.empty() ? "" : "、") + fields[next].name;
    }
    if (!names.empty()) report(fields[i], names);
    i = next;
  }
}

// Free text is for people to read, and a record's day says when it counts.
bool IsDescription(const scheme::Scheme& scheme, std::size_t id) {
  const Field& field = scheme.fields[id];
  return scheme.kind(field.kind).date_field == static_cast<int>(id) ||
         (field.type == Type::kText && field.options.empty());
}

Date FirstDayInForce(const scheme::Scheme& scheme) {
  const Date first = Date::FromYearMonthDay(scheme.year, 1, 1).value();
  return scheme.effective_from && *scheme.effective_from > first ? *scheme.effective_from : first;
}

// Reports the first days of the year in force on which a parameter has no value.
template <class HasValue>
void LintDays(const std::string& name, const std::vector<std::optional<Date>>& changes,
              const Place& place, HasValue has_value, LintContext* context) {
  const Date first = FirstDayInForce(context->scheme);
  const Date last = Date::FromYearMonthDay(context->scheme.year, 12, 31).value();
  std::vector<Date> days{first};
  for (const auto& change : changes) {
    if (change && *change > first && *change <= last) days.push_back(*change);
  }
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (has_value(days[i])) continue;
    const Date until = i + 1 < days.size() ? days[i + 1].AddDays(-1).value() : last;
    context->issues.Error(
        "lint.parameter-gap", place,
        Say("参数“{0}”在 {1} 至 {2} 没有值", "parameter '{0}' has no value from {1} to {2}", name,
            days[i].ToString(), until.ToString()),
        Say("补上这段时间的值，或改正起始日",
            "add a value for these days or correct the first day"));
    return;
  }
}

// Whether what is aggregated is something the members have per period.
bool HasOwnPeriods(const scheme::Scheme& scheme, const Expr& aggregate) {
  std::vector<scheme::ExprId> rest = aggregate.args;
  while (!rest.empty()) {
    const Expr& expr = scheme.expr(rest.back());
    rest.pop_back();
    const bool is_own = expr.kind == aggregate.domain.member && expr.level == aggregate.level;
    if (is_own && (expr.op == Op::kField || expr.op == Op::kFigure)) return true;
    ForEachPart(expr, [&](scheme::ExprId part) { rest.push_back(part); });
  }
  return false;
}

void WarnUnused(const std::string& name, const Place& place, LintContext* context) {
  context->issues.Warning("lint.unused-parameter", place,
                          Say("没有规则用到参数“{}”", "no rule uses parameter '{}'", name),
                          Say("用上它，或删去", "use it or leave it out"));
}

}  // namespace

void LintFields(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  ForEachDeclared(
      scheme.fields,
      [&](std::size_t id) {
        return scheme.fields[id].missing == scheme::Missing::kUnstated && context->used_fields[id];
      },
      [&](const Field& field, const std::string& names) {
        context->issues.Error("lint.missing-policy", field.place,
                              Say("没有说明“{}”缺失时怎么办",
                                  "nothing says what happens when '{}' is missing", names),
                              Say("加上“缺失 待定”(等数据报齐)、“缺失 零”(按零计)或“缺失 "
                                  "免”(不适用，分值摊给其他指标)",
                                  "add 'missing pending' (wait), 'missing zero', or 'missing "
                                  "exempt' (its points go to the others)"));
      });
  ForEachDeclared(
      scheme.fields, [&](std::size_t id) { return scheme.fields[id].source.empty(); },
      [&](const Field& field, const std::string& names) {
        context->issues.Warning("lint.no-source", field.place,
                                Say("没有写“{}”由谁提供", "nothing says who reports '{}'", names),
                                Say("加上“来源 …”，如 来源 统计局", "add 'source …'"));
      });
  if (context->compiled.issues.has_errors()) return;
  ForEachDeclared(
      scheme.fields,
      [&](std::size_t id) { return !context->used_fields[id] && !IsDescription(scheme, id); },
      [&](const Field& field, const std::string& names) {
        context->issues.Warning(
            "lint.unused-field", field.place, Say("没有规则用到“{}”", "no rule uses '{}'", names),
            Say("用上它，或不再要求填报", "use it, or do not ask people to report it"));
      });
}

void LintParameters(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  const bool has_errors = context->compiled.issues.has_errors();
  const Date last = Date::FromYearMonthDay(scheme.year, 12, 31).value();
  if (scheme.effective_from && *scheme.effective_from > last) {
    Place place;
    if (!context->files.documents.empty()) place.file = context->files.documents.front().path;
    place.line = 1;
    context->issues.Error(
        "lint.not-yet-in-force", std::move(place),
        Say("办法自 {0} 起施行，{1} 年尚未施行", "the regulation takes effect on {0}, after {1}",
            scheme.effective_from->ToString(), scheme.year),
        Say("换一个考核年度，或改正施行日期", "choose another year or correct the effective date"));
    return;
  }
  for (std::size_t i = 0; i < scheme.parameters.size(); ++i) {
    const scheme::Parameter& parameter = scheme.parameters[i];
    if (!context->used_parameters[i]) {
      if (!has_errors) WarnUnused(parameter.name, parameter.place, context);
      continue;
    }
    std::vector<std::optional<Date>> changes;
    for (const scheme::ParameterValue& value : parameter.values) changes.push_back(value.from);
    LintDays(
        parameter.name, changes, parameter.place,
        [&](Date day) { return parameter.At(day) != nullptr; }, context);
  }
  for (const Compiled::Table& table : context->compiled.tables) {
    if (!table.is_used) {
      if (!has_errors) WarnUnused(table.name, table.place, context);
      continue;
    }
    std::vector<std::optional<Date>> changes;
    for (const Compiled::Table::Version& version : table.versions) changes.push_back(version.from);
    const auto has_value = [&](Date day) {
      bool in_force = false;
      for (const Compiled::Table::Version& version : table.versions) {
        if (!version.from || *version.from <= day) in_force = version.has_value;
      }
      return in_force;
    };
    LintDays(table.name, changes, table.place, has_value, context);
  }
}

// A record without a day, or in periods that days do not divide, would count in every period.
void LintRecords(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  for (const Expr& expr : scheme.exprs) {
    if (expr.op != Op::kAggregate || expr.domain.member == kNone || expr.domain.level != kNone)
      continue;
    const scheme::Kind& member = scheme.kind(expr.domain.member);
    if (!member.is_record || expr.level == scheme::kYear || expr.domain.member == expr.kind)
      continue;
    if (member.date_field != kNone && expr.level <= scheme::kDay) continue;
    // A condition, or a value that the records have per period, may tell the periods apart.
    if (expr.domain.filter != kNone || HasOwnPeriods(scheme, expr)) continue;
    const std::string& level = scheme.level(expr.level).name;
    context->issues.Error("lint.record-without-day", expr.place,
                          Say("“{0}”没有日期，每{1}都会重复计算同一条",
                              "'{0}' have no day: each would count in every {2}", member.name,
                              level, scheme.level(expr.level).name_en),
                          Say("给“{0}”加一个日期字段，或按年计算",
                              "give '{0}' a date field, or compute per year", member.name));
  }
}

}  // namespace kaogong::regulation::internal
