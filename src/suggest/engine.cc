// SPDX-License-Identifier: Apache-2.0
#include "suggest/engine.h"

#include "facts/builder.h"
#include "scoring/outcome.h"
#include "scoring/score.h"

namespace kaogong::suggest {
namespace {

// Sets a cell; a field with a facet is one of its own name: 产量.目标.
void SetCell(const scheme::Scheme& scheme, scheme::KindId kind, facts::Row row,
             const std::string& name, const std::string& value, facts::Builder* builder,
             Issues* issues) {
  const scheme::FieldId field = scheme.FindField(kind, name);
  if (field == scheme::kNone) {
    issues->Error("suggest.unknown-field", {}, Say("没有数据“{}”", "there is no field '{}'", name));
    return;
  }
  if (const auto problem = builder->SetCell(field, 0, row, value)) {
    issues->Error(problem->code, {}, problem->message, problem->hint);
  }
}

facts::Facts FactsOf(const scheme::Scheme& scheme, const Example& example, scheme::KindId kind,
                     Issues* issues) {
  facts::Builder builder(scheme);
  const scheme::KindId parent = scheme.kind(kind).parent;
  if (parent > 0) builder.FindOrAdd(parent, "甲组");
  for (const ExampleRow& given : example.rows) {
    const bool is_record = !given.kind.empty();
    const scheme::KindId of = is_record ? scheme.FindKind(given.kind) : kind;
    if (of == scheme::kNone) {
      issues->Error("suggest.unknown-kind", {},
                    Say("没有明细“{}”", "there is no record '{}'", given.kind));
      continue;
    }
    const std::string name = is_record            ? std::string()
                             : given.name.empty() ? kExampleRow
                                                  : given.name;
    const facts::Row row = builder.FindOrAdd(of, name);
    if (is_record) builder.SetParent(of, row, kExampleRow);
    if (!is_record && parent > 0) builder.SetParent(of, row, "甲组");
    for (const auto& [field, value] : given.facts)
      SetCell(scheme, of, row, field, value, &builder, issues);
  }
  return builder.Finish(issues);
}

}  // namespace

Computed Compute(const regulation::RegulationFiles& files, const Example& example,
                 const std::string& kind) {
  Computed computed;
  const regulation::Compiled compiled = regulation::Compile(files, {});
  for (const Issue& issue : compiled.issues.list()) {
    if (issue.severity == Severity::kError)
      computed.issues.Error(issue.code, issue.place, issue.message, issue.hint);
  }
  if (computed.issues.has_errors()) return computed;
  const scheme::Scheme& scheme = compiled.scheme;
  const scheme::KindId assessed = scheme.FindKind(kind);
  if (assessed == scheme::kNone) return computed;
  const facts::Facts facts = FactsOf(scheme, example, assessed, &computed.issues);
  if (computed.issues.has_errors()) return computed;
  const auto row = facts.FindRow(assessed, kExampleRow);
  if (!row) return computed;
  const scheme::FigureId figure = scheme.FindFigure(assessed, example.figure);
  if (figure == scheme::kNone) return computed;
  const scoring::Outcome outcome = scoring::ScoreByReference(scheme, facts);
  computed.value =
      scoring::ShowValue(scheme, facts, figure, outcome.At(figure, *row, 0), Language::kChinese);
  return computed;
}

}  // namespace kaogong::suggest
