// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/lookup.h"
#include "cli/result_book.h"
#include "cli/terminal.h"
#include "explain/attainable.h"
#include "explain/ledger.h"
#include "explain/sentences.h"
#include "explain/trace.h"
#include "office/library/figure_text.h"
#include "scoring/reference.h"

namespace kaogong::cli {

using Json = nlohmann::ordered_json;

namespace {

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
  std::printf("%s", RenderTable(table, {TerminalWidth(), 1}).c_str());
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
  std::printf("%s\n\n", Paint(TitleLine(scheme), Tone::kFaint, color).c_str());
}

// Lines longer than the terminal go on below their own beginning.
void PrintWrapped(const std::string& line, std::size_t indent) {
  std::printf("%s\n", Wrap(line, indent, TerminalWidth()).c_str());
}

void PrintSentences(const Run& run, const explain::Explanation& explanation) {
  const auto sentences = explain::MakeSentences(run.regulation.scheme(), run.facts, explanation);
  for (const explain::Sentence& sentence : sentences) {
    const std::size_t indent = static_cast<std::size_t>(sentence.depth) * 2;
    PrintWrapped(std::string(indent, ' ') + sentence.text.In(OutputLanguage()), indent + 2);
  }
}

// A ledger or what is attainable is of numbers.
Error NotANumber(const std::string& figure) {
  return {ErrorCode::kInvalidInput,
          kaogong::Say("“{}”不是数，没有台账和可得分；请看它所依据的分数，如总分",
                       "'{}' is no number: ask the ledger of the score it rests on", figure)};
}

}  // namespace

int RunExplain(const ExplainOptions& options) {
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
  AdoptOutcome(*run, &reference);
  const facts::Row at = row.value().row;
  const scoring::Value value = run->outcome.At(choice.figure, at, period);
  const explain::Explanation explanation = explain::Explain(reference, choice.figure, at, period);
  if (options.view == "json") {
    std::printf("%s\n", ExplanationJson(*run, explanation).dump(2).c_str());
    return kExitOk;
  }
  const bool all = options.view == "all";
  const bool is_number = scheme.figure(choice.figure).type == scheme::Type::kNumber;
  const auto shows = [&](std::string_view view) { return all || options.view == view; };
  if (!is_number && (options.view == "ledger" || options.view == "attainable"))
    return Fail(NotANumber(scheme.figure(choice.figure).name));
  PrintHeading(
      *run, row.value(), choice.figure, period,
      office::library::ShowOnScreen(scheme, run->facts, choice.figure, value, OutputLanguage())
          .text);
  if (shows("sentences")) PrintSentences(*run, explanation);
  if (all) std::printf("\n");
  if (shows("tree")) {
    std::printf("%s",
                explain::RenderTree(scheme, run->facts, explanation, OutputLanguage()).c_str());
  }
  if (!is_number) return kExitOk;
  if (all) std::printf("\n");
  if (shows("ledger")) PrintLedger(*run, &reference, choice.figure, at, period);
  if (all) std::printf("\n");
  if (shows("attainable")) {
    const explain::Attainable attainable =
        explain::FindAttainable(reference, choice.figure, at, period);
    for (const Text& sentence : explain::MakeSentences(scheme, attainable))
      PrintWrapped(sentence.In(OutputLanguage()), 2);
  }
  return kExitOk;
}

}  // namespace kaogong::cli
