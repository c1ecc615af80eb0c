// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "text/output/similar_output.h"

namespace kaogong::text {

std::string SimilarTable(const std::vector<Report>& reports, const SimilarResult& result, Language language) {
  std::string table = Say("{0} 份报告，{1} 对有相同内容\n", "{0} reports, {1} pairs share passages\n", reports.size(),
                          result.pairs.size())
                          .In(language);
  const std::size_t listed = std::min(result.pairs.size(), kPairsListed);
  for (std::size_t i = 0; i < listed; ++i) {
    const SimilarPair& pair = result.pairs[i];
    table += Say("{0}({1}%)~ {2}({3}%):{4} 段，{5} 字\n", "{0} ({1}%) ~ {2} ({3}%): {4} passages, {5} letters\n",
                 reports[pair.a].name, pair.percent_a, reports[pair.b].name, pair.percent_b, pair.passages.size(),
                 pair.letters_a)
                 .In(language);
  }
  if (listed < result.pairs.size()) {
    table += Say("…… 另有 {} 对\n", "… and {} pairs more\n", result.pairs.size() - listed).In(language);
  }
  std::vector<std::size_t> order(reports.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return result.reports[a].percent > result.reports[b].percent;
  });
  for (const std::size_t i : order) {
    if (result.reports[i].shared == 0) break;
    table += Say("{0}：与其他报告相同 {1}%({2} / {3} 字)\n", "{0}: {1}% shared with others ({2} of {3} letters)\n",
                 reports[i].name, result.reports[i].percent, result.reports[i].shared, result.reports[i].letters)
                 .In(language);
  }
  for (std::size_t c = 0; c < result.clusters.size(); ++c) {
    table += Say("第 {0} 组：{1} 份", "group {0}: {1} reports", c + 1, result.clusters[c].size()).In(language);
    for (const std::size_t i : result.clusters[c]) table += " " + reports[i].name;
    table += "\n";
  }
  return table;
}

}  // namespace kaogong::text
