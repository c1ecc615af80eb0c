// SPDX-License-Identifier: Apache-2.0
#include "cli/result_book.h"

#include "scoring/score.h"

namespace kaogong::cli {

std::string TitleLine(const scheme::Scheme& scheme) {
  Text line = kaogong::Say("{}  {}年度", "{}  year {}", scheme.title, scheme.year);
  if (scheme.version != std::to_string(scheme.year)) {
    const Text version = kaogong::Say("  版本 {}", "  version {}", scheme.version);
    line = {line.zh + version.zh, line.en + version.en};
  }
  return line.In(OutputLanguage());
}

sheet::Sheet BasisSheet(const Run& run) {
  const Language language = OutputLanguage();
  const scheme::Scheme& scheme = run.regulation.scheme();
  sheet::Sheet page;
  page.name = kaogong::Say("依据", "basis").In(language);
  page.columns.resize(2);
  page.columns[0].title = kaogong::Say("项目", "item").In(language);
  page.columns[1].title = kaogong::Say("内容", "value").In(language);
  const std::pair<Text, std::string> lines[] = {
      {{"办法", "regulation"}, scheme.title},
      {{"版本", "version"}, scheme.version},
      {{"考核年度", "year"}, std::to_string(scheme.year)},
      {{"引擎版本", "engine"}, std::string(scoring::kEngineVersion)},
      {{"办法指纹", "regulation hash"}, scheme.content_hash},
      {{"数据指纹", "facts hash"}, run.facts.content_hash},
      {{"结果指纹", "result hash"}, scoring::ResultHash(scheme, run.facts, run.outcome)}};
  for (const auto& [label, value] : lines)
    page.rows.push_back({sheet::Cell::Text(label.In(language)), sheet::Cell::Text(value)});
  return page;
}

}  // namespace kaogong::cli
