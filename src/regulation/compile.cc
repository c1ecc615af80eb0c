// SPDX-License-Identifier: Apache-2.0
#include "regulation/compile.h"

#include <algorithm>

#include "base/rational.h"
#include "base/sha256.h"
#include "regulation/internal/builder.h"

namespace kaogong::regulation {
namespace {

std::string HeaderValue(const Document& document, std::string_view zh, std::string_view en) {
  for (const std::string_view key : {zh, en}) {
    const auto found = document.header.find(std::string(key));
    if (found != document.header.end()) return found->second;
  }
  return {};
}

void ReadHeader(const Document& document, const RegulationFiles& files,
                const CompileOptions& options, Compiled* out) {
  scheme::Scheme& scheme = out->scheme;
  scheme.id = files.id;
  scheme.title = HeaderValue(document, "名称", "title");
  scheme.version = HeaderValue(document, "版本", "version");
  Place place;
  if (!files.documents.empty()) place.file = files.documents.front().path;
  place.line = 1;
  if (scheme.title.empty()) scheme.title = files.id;
  const std::string effective = HeaderValue(document, "施行", "effective");
  if (!effective.empty()) {
    const auto date = Date::ParseLenient(effective);
    if (date.ok()) {
      scheme.effective_from = date.value();
    } else {
      out->issues.Error("regulation.bad-date", place, date.error().message);
    }
  } else if (!out->issues.has_errors()) {
    // Of a document that could not be read nothing is known.
    out->issues.Error(
        "regulation.no-effective-date", place,
        Say("文首没有写施行日期", "the header has no effective date"),
        Say("在文首加一行“施行: 2012-01-01”", "add a line 'effective: 2012-01-01' to the header"));
  }
  scheme.year = options.year != 0       ? options.year
                : scheme.effective_from ? scheme.effective_from->year()
                                        : 2000;
  const auto last_day = Date::FromYearMonthDay(scheme.year, 12, 31);
  if (!last_day.ok()) {
    out->issues.Error("regulation.bad-year", place, last_day.error().message);
    scheme.year = 2000;
    return;
  }
  scheme.as_of = options.as_of ? *options.as_of : last_day.value();
}

std::string ContentHash(const RegulationFiles& files, const CompileOptions& options,
                        const scheme::Scheme& scheme) {
  Sha256 hash;
  const auto add = [&](std::string_view text) {
    hash.Update(std::to_string(text.size()) + ":");
    hash.Update(text);
  };
  for (const auto* list : {&files.documents, &files.parameters}) {
    for (const SourceFile& file : *list) add(file.text);
  }
  for (const auto& [name, value] : options.overrides) {
    add(name);
    add(value);
  }
  add(std::to_string(scheme.year));
  add(scheme.as_of.ToString());
  return hash.TakeHex();
}

// Other points for one indicator (分值) leave the total out of another number of points: that may be
// wanted, but is never to happen unsaid.
void WarnOfOtherTotals(const CompileOptions& options, Compiled* compiled) {
  const auto is_overridden = [&](const scheme::Figure& figure) {
    return std::any_of(options.overrides.begin(), options.overrides.end(), [&](const auto& item) {
      return item.first == figure.name + ".分值" || item.first == figure.name + ".points";
    });
  };
  for (const scheme::Figure& parent : compiled->scheme.figures) {
    if (parent.role != scheme::Role::kIndicator || !parent.points) continue;
    Rational sum;
    bool is_about = is_overridden(parent);
    bool adds_up = !parent.children.empty();
    for (const scheme::FigureId id : parent.children) {
      const scheme::Figure& child = compiled->scheme.figure(id);
      adds_up = adds_up && child.points && !child.weight;
      if (!adds_up) break;
      sum = sum + Rational(*child.points);
      is_about = is_about || is_overridden(child);
    }
    if (!adds_up || !is_about || sum == Rational(*parent.points)) continue;
    compiled->issues.Warning(
        "rule.override-total", parent.place,
        Say("“{}”是{}分，改动后下面各项合计{}分", "'{}' has {} points, those below it now add up to {}",
            parent.name, parent.points->ToString(), sum.ToString()),
        Say("请用另一个 --set 让各项合计与总分一致，或确认就是要这样",
            "change another one too, so that they add up, or make sure that this is meant"));
  }
}

}  // namespace

Compiled Compile(const RegulationFiles& files, const CompileOptions& options) {
  Compiled compiled;
  const Document document = ReadDocument(files.documents, &compiled.issues);
  ReadHeader(document, files, options, &compiled);
  const std::vector<Declaration> declarations = ReadDeclarations(document, &compiled.issues);
  internal::Builder builder(options, &compiled);
  compiled.scheme.articles = document.articles;
  builder.ReadParameterFiles(files.parameters);
  builder.Collect(declarations);
  builder.ResolveAll();
  builder.ReportTables(&compiled.tables);
  WarnOfOtherTotals(options, &compiled);
  compiled.scheme.content_hash = ContentHash(files, options, compiled.scheme);
  compiled.issues.SortByPlace();
  return compiled;
}

}  // namespace kaogong::regulation
