// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/regulation_folder.h"
#include "cli/result_json.h"
#include "cli/terminal.h"
#include "scoring/score.h"

namespace kaogong::cli {

using Json = nlohmann::ordered_json;

namespace {

std::vector<scheme::FigureId> AllFigures(const scheme::Scheme& scheme) {
  std::vector<scheme::FigureId> figures;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i)
    figures.push_back(static_cast<scheme::FigureId>(i));
  return figures;
}

// Prints where two results part, at most `most` places.
void PrintDifferences(const Json& before, const Json& after, std::size_t most) {
  std::size_t shown = 0;
  for (const Json& change : Json::diff(before, after)) {
    const std::string path = change.at("path").get<std::string>();
    if (!path.starts_with("/kinds")) continue;
    if (++shown > most) break;
    const Json::json_pointer pointer(path);
    const std::string was = before.contains(pointer) ? before.at(pointer).dump() : "—";
    const std::string is = after.contains(pointer) ? after.at(pointer).dump() : "—";
    std::printf("  %s: %s → %s\n", path.c_str(), was.c_str(), is.c_str());
  }
}

}  // namespace

int RunHash(const HashOptions& options) {
  int exit_code = kExitOk;
  const auto run = LoadAndScore(options.regulation, options.facts, {}, &exit_code);
  if (!run) return exit_code;
  const scheme::Scheme& scheme = run->regulation.scheme();
  const std::vector<std::vector<std::string>> rows{
      {OutputLanguage() == Language::kChinese ? "项目" : "item", "SHA-256"},
      {kaogong::Say("办法", "regulation").In(OutputLanguage()), scheme.content_hash},
      {kaogong::Say("数据", "facts").In(OutputLanguage()), run->facts.content_hash},
      {kaogong::Say("引擎版本", "engine").In(OutputLanguage()),
       std::string(scoring::kEngineVersion)},
      {kaogong::Say("结果", "result").In(OutputLanguage()),
       scoring::ResultHash(scheme, run->facts, run->outcome)}};
  std::printf("%s", RenderTable(rows).c_str());
  return kExitOk;
}

int RunReplay(const ReplayOptions& options) {
  const auto text = ReadFile(options.result);
  if (!text.ok()) return Fail(text.error());
  const Json stored = Json::parse(text.value(), nullptr, false);
  if (stored.is_discarded() || !stored.is_object() || !stored.contains("result_hash") ||
      !stored["result_hash"].is_string()) {
    return Fail({ErrorCode::kInvalidInput,
                 kaogong::Say("{} 不是 kaogong score --format json 写出的结果",
                              "{} is not a result written by kaogong score --format json",
                              options.result)});
  }
  int exit_code = kExitOk;
  ScoreOptions score;
  RegulationOptions regulation = options.regulation;
  if (regulation.year == 0 && stored.contains("year") && stored["year"].is_number_integer()) {
    regulation.year = stored["year"].get<int>();
  }
  std::vector<std::string> names;
  if (stored.contains("figures") && stored["figures"].is_array()) {
    for (const Json& name : stored["figures"]) {
      if (name.is_string()) names.push_back(name.get<std::string>());
    }
  }
  const auto run = LoadAndScore(regulation, options.facts, names, &exit_code);
  if (!run) return exit_code;
  const scheme::Scheme& scheme = run->regulation.scheme();
  std::vector<scheme::FigureId> figures;
  for (const scheme::FigureId id : AllFigures(scheme)) {
    if (run->outcome.figures[static_cast<std::size_t>(id)].front().is_kept()) figures.push_back(id);
  }
  const Json replayed = ResultJson(*run, figures);
  // The digest covers what the file claims; the rows are compared too, for they could be edited
  // alone.
  const bool same_hash = stored["result_hash"] == replayed["result_hash"];
  const bool same_rows = stored.contains("kinds") && stored["kinds"] == replayed["kinds"];
  if (same_hash && same_rows) {
    Say(stdout, kaogong::Say("一致：重算结果与 {} 逐位相同，指纹 {}",
                             "identical: replaying gives {} digit for digit, hash {}",
                             options.result, replayed["result_hash"].get<std::string>()));
    return kExitOk;
  }
  Say(stdout, kaogong::Say("不一致：重算结果与 {} 不同", "different: replaying does not give {}",
                           options.result));
  const std::pair<Text, const char*> parts[] = {{{"办法", "regulation"}, "regulation"},
                                                {{"数据", "facts"}, "facts_hash"},
                                                {{"引擎版本", "engine"}, "engine"},
                                                {{"结果指纹", "result hash"}, "result_hash"}};
  for (const auto& [label, key] : parts) {
    if (stored.contains(key) && stored[key] == replayed[key]) continue;
    Say(stdout, kaogong::Say("  {}不同", "  {} differs", label.In(OutputLanguage())));
  }
  if (!same_rows && stored.contains("kinds")) PrintDifferences(stored, replayed, 20);
  return kExitFindings;
}

}  // namespace kaogong::cli
