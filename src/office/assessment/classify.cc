// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/classify.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/utf8.h"

namespace kaogong::office::assessment {

namespace {

using scheme::ExprId;
using scheme::FieldId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;
using scheme::Scheme;

constexpr std::array<std::string_view, 3> kTargetEndings{"目标值", "目标", "计划数"};

// "粮食产量.目标" is about 粮食产量 in the facet 目标.
std::string_view FacetOf(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

bool IsTargetName(std::string_view name) {
  const std::string_view facet = FacetOf(name);
  if (facet == "目标" || facet == "计划" || facet.starts_with("应")) return true;
  return std::ranges::any_of(kTargetEndings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

// Which fields and figures an expression reads itself.
class Reader {
 public:
  explicit Reader(const Scheme& scheme) : scheme_(scheme) {}

  void Read(ExprId at) {
    if (at == kNone || !seen_.insert(at).second) return;
    const scheme::Expr& expr = scheme_.expr(at);
    if (expr.op == Op::kField) fields.insert(expr.target);
    if (expr.op == Op::kFigure) figures.insert(expr.target);
    for (const ExprId argument : expr.args) Read(argument);
    for (const scheme::Arm& arm : expr.arms) {
      Read(arm.low);
      Read(arm.high);
      Read(arm.value);
    }
    Read(expr.domain.filter);
    Read(expr.domain.key);
  }

  std::set<FieldId> fields;
  std::set<FigureId> figures;

 private:
  const Scheme& scheme_;
  std::set<ExprId> seen_;
};

// For each field the roles of the figures that read it, through definitions.
std::map<FieldId, std::set<scheme::Role>> ReadersOf(const Scheme& scheme) {
  std::map<FieldId, std::set<scheme::Role>> readers;
  std::map<FigureId, std::set<FieldId>> by_definition;
  for (const FigureId id : scheme.order) {  // Each after those it depends on.
    const scheme::Figure& figure = scheme.figure(id);
    Reader reader(scheme);
    reader.Read(figure.expr);
    std::set<FieldId> fields = reader.fields;
    for (const FigureId read : reader.figures) {
      const auto known = by_definition.find(read);
      if (known != by_definition.end()) fields.insert(known->second.begin(), known->second.end());
    }
    if (figure.role == scheme::Role::kDefinition) {
      by_definition[id] = std::move(fields);
    } else if (figure.role != scheme::Role::kCheck) {
      for (const FieldId field : fields) readers[field].insert(figure.role);
    }
  }
  return readers;
}

bool IsOfEvents(const std::set<scheme::Role>& roles) {
  return !roles.empty() && std::ranges::all_of(roles, [](scheme::Role role) {
    return role == scheme::Role::kVeto || role == scheme::Role::kBonus ||
           role == scheme::Role::kDeduction;
  });
}

bool IsNumberOrBoolean(const scheme::Field& field) {
  return field.type == scheme::Type::kNumber || field.type == scheme::Type::kBoolean;
}

FieldClass UseOf(const scheme::Field& field, FieldId base, const std::set<scheme::Role>& roles) {
  const std::string_view facet = FacetOf(field.name);
  const bool is_number = field.type == scheme::Type::kNumber;
  if (!field.imported_regulation.empty()) return FieldClass::kImported;
  if (field.is_attribute) return FieldClass::kAttribute;
  if (is_number && IsTargetName(field.name)) return FieldClass::kTarget;
  if (is_number && facet == "上年") return FieldClass::kBaseline;
  if (is_number && facet == "上报" && base != kNone) return FieldClass::kReported;
  if (IsNumberOrBoolean(field) && field.missing == scheme::Missing::kZero && IsOfEvents(roles)) {
    return FieldClass::kEvent;
  }
  return FieldClass::kMeasurement;
}

std::size_t Distance(std::string_view name, std::string_view source) {
  return std::max(name.size(), source.size()) - std::min(name.size(), source.size());
}

bool MeansUnit(std::string_view source, std::string_view name) {
  // One character alone, as 市, means nobody.
  if (CountCodePoints(name) < 2 || CountCodePoints(source) < 2) return false;
  return name == source || name.ends_with(source) || source.ends_with(name);
}

}  // namespace

FieldId BaseOf(const Scheme& scheme, FieldId field) {
  const scheme::Field& about = scheme.field(field);
  const auto find = [&](std::string_view name) {
    if (name.empty()) return kNone;
    const FieldId found = scheme.FindField(about.kind, name);
    return found == kNone || found == field || scheme.field(found).type != about.type ? kNone
                                                                                      : found;
  };
  const std::string_view name = about.name;
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
    return find(name.substr(0, dot));
  }
  for (const std::string_view ending : kTargetEndings) {
    if (name.ends_with(ending)) return find(name.substr(0, name.size() - ending.size()));
  }
  return kNone;
}

std::vector<Classified> Classify(const Scheme& scheme) {
  const auto readers = ReadersOf(scheme);
  static const std::set<scheme::Role> kNobody;
  std::vector<Classified> all;
  for (std::size_t i = 0; i < scheme.fields.size(); ++i) {
    const scheme::Field& field = scheme.fields[i];
    if (scheme.kind(field.kind).is_record) continue;
    Classified made;
    made.field = static_cast<FieldId>(i);
    made.base = BaseOf(scheme, made.field);
    const auto roles = readers.find(made.field);
    made.use = UseOf(field, made.base, roles == readers.end() ? kNobody : roles->second);
    made.is_additive = field.type == scheme::Type::kNumber && !field.is_percent &&
                       field.unit.find('%') == std::string::npos;
    all.push_back(made);
  }
  return all;
}

std::vector<FieldClass> ClassesFor(const Scheme& scheme, const Classified& classified) {
  const scheme::Field& field = scheme.field(classified.field);
  if (!field.imported_regulation.empty()) return {FieldClass::kImported};
  std::vector<FieldClass> classes{FieldClass::kAttribute, FieldClass::kMeasurement};
  if (field.type == scheme::Type::kNumber) classes.push_back(FieldClass::kTarget);
  if (field.type == scheme::Type::kNumber) classes.push_back(FieldClass::kBaseline);
  if (classified.base != kNone) classes.push_back(FieldClass::kReported);
  if (IsNumberOrBoolean(field)) classes.push_back(FieldClass::kEvent);
  return classes;
}

std::optional<Id> VerifierFor(std::string_view source, std::span<const UnitName> names) {
  const UnitName* best = nullptr;
  for (const UnitName& candidate : names) {
    if (!MeansUnit(source, candidate.name)) continue;
    if (best == nullptr || Distance(candidate.name, source) < Distance(best->name, source)) {
      best = &candidate;
    }
  }
  if (best == nullptr) return std::nullopt;
  return best->unit;
}

}  // namespace kaogong::office::assessment
