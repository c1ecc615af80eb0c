// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "text/output/passage_view.h"
#include "text/output/similar_output.h"

namespace kaogong::text {
namespace {

using Json = nlohmann::ordered_json;

Json SideJson(PassageView& view, std::size_t report, std::uint32_t begin, std::uint32_t end) {
  return {{"line", view.LineOf(report, begin)}, {"letters", end - begin}, {"text", view.TextOf(report, begin, end)}};
}

Json PairJson(const std::vector<Report>& reports, const SimilarPair& pair, PassageView& view) {
  Json passages = Json::array();
  for (const SharedPassage& passage : pair.passages) {
    passages.push_back({{"likeness_percent", passage.likeness_percent},
                        {"a", SideJson(view, pair.a, passage.begin_a, passage.end_a)},
                        {"b", SideJson(view, pair.b, passage.begin_b, passage.end_b)}});
  }
  return {{"a", reports[pair.a].name},
          {"b", reports[pair.b].name},
          {"percent_a", pair.percent_a},
          {"percent_b", pair.percent_b},
          {"letters_a", pair.letters_a},
          {"letters_b", pair.letters_b},
          {"passages", std::move(passages)}};
}

}  // namespace

std::string SimilarJson(const std::vector<Report>& reports, const SimilarResult& result) {
  Json list = Json::array();
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const SimilarReport& report = result.reports[i];
    list.push_back({{"file", reports[i].name},
                    {"letters", report.letters},
                    {"shared_letters", report.shared},
                    {"shared_percent", report.percent}});
  }
  PassageView view(reports);
  Json pairs = Json::array();
  const std::size_t listed = std::min(result.pairs.size(), kPairsListed);
  for (std::size_t i = 0; i < listed; ++i) pairs.push_back(PairJson(reports, result.pairs[i], view));
  Json clusters = Json::array();
  for (const std::vector<std::size_t>& cluster : result.clusters) {
    Json names = Json::array();
    for (const std::size_t i : cluster) names.push_back(reports[i].name);
    clusters.push_back(std::move(names));
  }
  const Json json = {{"reports", std::move(list)},
                     {"pairs_total", result.pairs.size()},
                     {"pairs", std::move(pairs)},
                     {"clusters", std::move(clusters)}};
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace kaogong::text
