// SPDX-License-Identifier: Apache-2.0
#include "regulation/compile.h"

#include <algorithm>

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
  compiled.scheme.content_hash = ContentHash(files, options, compiled.scheme);
  compiled.issues.SortByPlace();
  return compiled;
}

}  // namespace kaogong::regulation
