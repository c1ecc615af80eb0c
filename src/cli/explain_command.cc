// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "explain/attainable.h"
#include "explain/ledger.h"
#include "explain/sentences.h"
#include "explain/trace.h"
#include "scoring/reference.h"

namespace kaogong::cli {

using Json = nlohmann::ordered_json;

namespace {

struct RowChoice {
  scheme::KindId kind = scheme::kNone;
  facts::Row row = 0;
};

bool HasFigures(const scheme::Scheme& scheme, scheme::KindId kind) {
  return std::any_of(scheme.figures.begin(), scheme.figures.end(),
                     [&](const scheme::Figure& figure) { return figure.kind == kind; });
}

// "甲村" or "村/甲村".
Result<RowChoice> FindRow(const Run& run, const std::string& text) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const std::size_t slash = text.find('/');
  const std::string wanted_kind = slash == std::string::npos ? "" : text.substr(0, slash);
  const std::string id = slash == std::string::npos ? text : text.substr(slash + 1);
  std::vector<RowChoice> found;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const auto kind = static_cast<scheme::KindId>(i);
    if (scheme.kinds[i].is_record || !HasFigures(scheme, kind)) continue;
    if (!wanted_kind.empty() && scheme.kinds[i].name != wanted_kind) continue;
    const facts::Table& table = run.facts.table(kind);
    for (facts::Row row = 0; row < table.rows(); ++row) {
      if (table.ids[static_cast<std::size_t>(row)] == id || table.NameOf(row) == id)
        found.push_back({kind, row});
      if (known.size() < 10'000) known.push_back(table.ids[static_cast<std::size_t>(row)]);
    }
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    const std::string near = NearestName(id, known);
    return Error{ErrorCode::kInvalidInput,
                 near.empty()
                     ? kaogong::Say("数据里没有“{}”", "the facts have no row '{}'", id)
                     : kaogong::Say("数据里没有“{}”,是否想写“{}”?",
                                    "the facts have no row '{}'; did you mean '{}'?", id, near)};
  }
  return Error{ErrorCode::kInvalidInput,
               kaogong::Say("有几个“{0}”,请写明对象,如 {1}/{0}",
                            "there are several '{0}'; name the kind, such as {1}/{0}", id,
                            scheme.kind(found.front().kind).name)};
}

// The figure that matters most for a kind: its total, else its payout, else the last one.
scheme::FigureId DefaultFigure(const scheme::Scheme& scheme, scheme::KindId kind) {
  scheme::FigureId best = scheme::kNone;
  int best_order = 0;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.kind != kind) continue;
    const int order = figure.role == scheme::Role::kTotal       ? 4
                      : figure.role == scheme::Role::kPayout    ? 3
                      : figure.role == scheme::Role::kIndicator ? 2
                                                                : 1;
    if (order > best_order || (order == 1 && best_order == 1)) {
      best = static_cast<scheme::FigureId>(i);
      best_order = order;
    }
  }
  return best;
}

std::string Signed(const Decimal& amount) {
  return (amount.units() > 0 ? "+" : "") + amount.ToString();
}

void PrintLedger(const Run& run, scoring::Reference* reference, scheme::FigureId figure,
                 facts::Row row, int period) {
  const scheme::Scheme& scheme = run.regulation.scheme();
  const explain::Ledger ledger = explain::MakeLedger(*reference, figure, row, period);
  const bool zh = OutputLanguage() == Language::kChinese;
  std::vector<std::vector<std::string>> table{{zh ? "项目" : "item", zh ? "种类" : "kind",
                                               zh ? "分值" : "amount", zh ? "依据" : "basis",
                                               zh ? "说明" : "text"}};
  for (const explain::LedgerLine& line : ledger.lines) {
    table.push_back({ledger.PathOf(scheme, line), explain::NameOf(line.kind).In(OutputLanguage()),
                     Signed(line.amount), explain::CitationOf(scheme, line.article, line.clause),
                     line.text.In(OutputLanguage())});
  }
  if (ledger.total) table.push_back({zh ? "合计" : "total", "", ledger.total->ToString(), "", ""});
  std::printf("%s", RenderTable(table).c_str());
}

Json ValueJson(const explain::FlatValue& value) {
  return {
      {"state", value.state}, {"exact", value.exact}, {"shown", value.shown.In(OutputLanguage())}};
}

Json ExplanationJson(const Run& run, const explain::Explanation& explanation) {
  const Language language = OutputLanguage();
  Json nodes = Json::array();
  for (const explain::FlatNode& node :
       explain::Flatten(run.regulation.scheme(), run.facts, explanation)) {
    Json json{{"id", node.id},
              {"parent", node.parent},
              {"kind", node.kind},
              {"name", node.name},
              {"method", node.method},
              {"row", node.row.In(language)},
              {"period", node.period.In(language)},
              {"article", node.article},
              {"clause", node.clause},
              {"formula", node.formula},
              {"value", ValueJson(node.value)},
              {"calculation", node.calculation},
              {"reason", node.reason.In(language)}};
    for (const auto& rounding : node.rounding) {
      json["rounding"] = {{"before", rounding.before},
                          {"after", rounding.after},
                          {"places", rounding.places},
                          {"rule", rounding.rule}};
    }
    Json& inputs = json["inputs"] = Json::array();
    for (const auto& input : node.inputs) {
      inputs.push_back({{"name", input.name},
                        {"row", input.row.In(language)},
                        {"period", input.period.In(language)},
                        {"value", ValueJson(input.value)},
                        {"standing", input.standing},
                        {"source", input.source},
                        {"file", input.file},
                        {"line", input.line},
                        {"cell", input.cell},
                        {"entered_by", input.entered_by},
                        {"verified_by", input.verified_by},
                        {"evidence", input.evidence}});
    }
    Json& parameters = json["parameters"] = Json::array();
    for (const auto& parameter : node.parameters) {
      parameters.push_back({{"name", parameter.name},
                            {"value", parameter.value.In(language)},
                            {"from", parameter.from},
                            {"reference", parameter.reference}});
    }
    Json& not_taken = json["not_taken"] = Json::array();
    for (const auto& other : node.not_taken) {
      not_taken.push_back({{"kind", other.kind},
                           {"name", other.name.In(language)},
                           {"why", other.why.In(language)},
                           {"article", other.article},
                           {"clause", other.clause}});
    }
    nodes.push_back(std::move(json));
  }
  return nodes;
}

void PrintHeading(const Run& run, const RowChoice& row, scheme::FigureId figure, int period,
                  const std::string& value) {
  const bool color = HasColor(stdout);
  const scheme::Scheme& scheme = run.regulation.scheme();
  std::printf("%s\n", Paint(run.facts.table(row.kind).NameOf(row.row) + "  " +
                                HeadingOf(scheme, figure, period) + " " + value,
                            Tone::kBold, color)
                          .c_str());
  std::printf("%s\n\n", Paint(scheme.title + " " + scheme.version, Tone::kFaint, color).c_str());
}

}  // namespace

int RunExplain(const ExplainOptions& options) {
  static const std::string kViews[] = {"sentences", "tree", "ledger", "attainable", "json", "all"};
  if (std::find(std::begin(kViews), std::end(kViews), options.view) == std::end(kViews)) {
    Say(stderr, kaogong::Say("--view 只能是 sentences、tree、ledger、attainable、json 或 all",
                             "--view is sentences, tree, ledger, attainable, json or all"));
    return kExitUsage;
  }
  int exit_code = kExitOk;
  const auto run = LoadAndScore(options.regulation, options.facts, {}, &exit_code);
  if (!run) return exit_code;
  const scheme::Scheme& scheme = run->regulation.scheme();
  const auto row = FindRow(*run, options.row);
  if (!row.ok()) return Fail(row.error());
  FigureChoice choice;
  choice.figure = DefaultFigure(scheme, row.value().kind);
  if (!options.figure.empty()) {
    const bool is_qualified = options.figure.find('.') != std::string::npos;
    const auto found = FindFigures(
        scheme, {is_qualified ? options.figure
                              : scheme.kind(row.value().kind).name + "." + options.figure});
    if (!found.ok()) return Fail(found.error());
    choice = found.value().front();
  }
  const int period = choice.period.value_or(0);
  scoring::Reference reference(scheme, run->facts);
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto id = static_cast<scheme::FigureId>(i);
    for (std::size_t p = 0; p < run->outcome.figures[i].size(); ++p) {
      for (facts::Row r = 0; r < run->facts.table(scheme.figures[i].kind).rows(); ++r) {
        reference.Adopt(id, r, static_cast<int>(p), run->outcome.At(id, r, static_cast<int>(p)));
      }
    }
  }
  const facts::Row at = row.value().row;
  const scoring::Value value = run->outcome.At(choice.figure, at, period);
  const explain::Explanation explanation = explain::Explain(reference, choice.figure, at, period);
  if (options.view == "json") {
    std::printf("%s\n", ExplanationJson(*run, explanation).dump(2).c_str());
    return kExitOk;
  }
  PrintHeading(*run, row.value(), choice.figure, period,
               ShowValue(scheme, run->facts, choice.figure, value, OutputLanguage()));
  const bool all = options.view == "all";
  if (all || options.view == "sentences") {
    for (const explain::Sentence& sentence :
         explain::MakeSentences(scheme, run->facts, explanation)) {
      std::printf("%s%s\n", std::string(static_cast<std::size_t>(sentence.depth) * 2, ' ').c_str(),
                  sentence.text.In(OutputLanguage()).c_str());
    }
  }
  if (all || options.view == "tree") {
    std::printf("%s",
                explain::RenderTree(scheme, run->facts, explanation, OutputLanguage()).c_str());
  }
  const bool is_number = scheme.figure(choice.figure).type == scheme::Type::kNumber;
  if (all && is_number) std::printf("\n");
  if ((all || options.view == "ledger") && is_number)
    PrintLedger(*run, &reference, choice.figure, at, period);
  if ((all || options.view == "attainable") && is_number) {
    if (all) std::printf("\n");
    const explain::Attainable attainable =
        explain::FindAttainable(reference, choice.figure, at, period);
    for (const Text& sentence : explain::MakeSentences(scheme, attainable)) Say(stdout, sentence);
  }
  return kExitOk;
}

}  // namespace kaogong::cli
