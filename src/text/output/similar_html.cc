// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>

#include "text/output/html_text.h"
#include "text/output/passage_view.h"
#include "text/output/similar_output.h"

namespace kaogong::text {
namespace {

constexpr std::size_t kNodesDrawn = 60;  // Of one cluster; a larger one is drawn by its closest reports.

struct Dot {
  int x = 0;
  int y = 0;
};

// Places the reports of a cluster on a circle.
std::map<std::size_t, Dot> CircleOf(const std::vector<std::size_t>& cluster, int centre, int radius) {
  std::map<std::size_t, Dot> dots;
  const std::size_t count = std::min(cluster.size(), kNodesDrawn);
  for (std::size_t i = 0; i < count; ++i) {
    const double angle = 2 * 3.14159265358979 * static_cast<double>(i) / static_cast<double>(count);
    dots[cluster[i]] = {centre + static_cast<int>(std::lround(radius * std::sin(angle))),
                        centre - static_cast<int>(std::lround(radius * std::cos(angle)))};
  }
  return dots;
}

// One picture of a cluster: a dot for each report, a line for each pair, thicker the more it shares.
std::string Picture(const std::vector<Report>& reports, const SimilarResult& result,
                    const std::vector<std::size_t>& cluster) {
  const int radius = 60 + 6 * static_cast<int>(std::min(cluster.size(), kNodesDrawn));
  const int centre = radius + 20;
  const int margin = 220;  // For names to the right and left.
  const std::map<std::size_t, Dot> dots = CircleOf(cluster, centre, radius);
  std::string svg = fmt::format(
      "<svg role=\"img\" viewBox=\"{0} 0 {1} {2}\" width=\"{1}\" height=\"{2}\" font-size=\"12\" "
      "fill=\"currentColor\" stroke=\"none\">\n",
      -margin, 2 * centre + 2 * margin, 2 * centre);
  for (const SimilarPair& pair : result.pairs) {
    const auto a = dots.find(pair.a);
    const auto b = dots.find(pair.b);
    if (a == dots.end() || b == dots.end()) continue;
    const int percent = std::max(pair.percent_a, pair.percent_b);
    svg += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#c0392b\" stroke-opacity=\"0.{}\" "
                       "stroke-width=\"{}\"><title>{} ~ {}: {}%</title></line>\n",
                       a->second.x, a->second.y, b->second.x, b->second.y, 3 + std::min(percent, 100) / 20,
                       1 + percent / 20, Escape(reports[pair.a].name), Escape(reports[pair.b].name), percent);
  }
  for (const auto& [report, dot] : dots) {
    const bool is_right = dot.x >= centre;
    svg += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"5\"/><text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{} {}%</text>\n",
                       dot.x, dot.y, dot.x + (is_right ? 9 : -9), dot.y + 4, is_right ? "start" : "end",
                       Escape(reports[report].name), result.reports[report].percent);
  }
  return svg + "</svg>\n";
}

std::string SideOf(const std::vector<MarkedText>& marked) {
  std::string html = "<p>";
  for (const MarkedText& stretch : marked) {
    const std::string text = Escape(stretch.text);
    html += stretch.is_shared ? "<span class=\"copy\">" + text + "</span>" : text;
  }
  return html + "</p>";
}

std::string PairHtml(const std::vector<Report>& reports, const SimilarPair& pair, PassageView& view,
                     Language language) {
  std::string html = fmt::format("<details><summary>{} ({}%) ~ {} ({}%)</summary>\n", Escape(reports[pair.a].name),
                                 pair.percent_a, Escape(reports[pair.b].name), pair.percent_b);
  for (const SharedPassage& passage : pair.passages) {
    html += "<div class=\"pair\"><div>";
    html += fmt::format("<span class=\"note\">{} · {}%</span>",
                        Say("第{}行", "line {}", view.LineOf(pair.a, passage.begin_a)).In(language),
                        passage.likeness_percent);
    html += SideOf(view.Marked(pair.a, passage.begin_a, passage.end_a, pair.b, passage.begin_b, passage.end_b));
    html += "</div><div>";
    html += "<span class=\"note\">" + Say("第{}行", "line {}", view.LineOf(pair.b, passage.begin_b)).In(language) +
            "</span>";
    html += SideOf(view.Marked(pair.b, passage.begin_b, passage.end_b, pair.a, passage.begin_a, passage.end_a));
    html += "</div></div>\n";
  }
  return html + "</details>\n";
}

}  // namespace

std::string SimilarHtml(const std::vector<Report>& reports, const SimilarResult& result, Language language) {
  const std::string title = Say("{0} 份报告的相同内容：{1} 对", "Passages shared by {0} reports: {1} pairs",
                                reports.size(), result.pairs.size())
                                .In(language);
  std::string html = HtmlHead(title, language == Language::kChinese ? "zh-CN" : "en");
  html += "<body>\n<main style=\"display:block\">\n<h1>" + Escape(title) + "</h1>\n";
  for (const std::vector<std::size_t>& cluster : result.clusters) {
    html += "<h2>" + Escape(Say("{} 份互有相同内容", "{} reports share passages", cluster.size()).In(language)) + "</h2>\n";
    html += "<div style=\"overflow:auto\">" + Picture(reports, result, cluster) + "</div>\n";
  }
  PassageView view(reports);
  const std::size_t shown = std::min(result.pairs.size(), kPairsShown);
  for (std::size_t i = 0; i < shown; ++i) html += PairHtml(reports, result.pairs[i], view, language);
  if (shown < result.pairs.size()) {
    html += "<p class=\"note\">" +
            Say("另有 {} 对未列出", "{} pairs more are not shown", result.pairs.size() - shown).In(language) + "</p>\n";
  }
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace kaogong::text
