// SPDX-License-Identifier: Apache-2.0
#include "explain/sentences.h"

#include <algorithm>

#include "explain/internal/clause.h"

namespace kaogong::explain {
namespace {

using internal::Beside;
using internal::Clauses;
using internal::Join;
using internal::Same;
using internal::operator+;
using scheme::kNone;
using scoring::State;

constexpr std::size_t kMissingShown = 5;
constexpr std::size_t kMembersSpoken = 4;
const Text kComma{"，", ", "};

std::string_view StateName(State state) {
  switch (state) {
    case State::kValid:
      return "valid";
    case State::kExempt:
      return "exempt";
    case State::kPending:
      return "pending";
    case State::kDivisionByZero:
      return "division_by_zero";
    case State::kNoBand:
      return "no_band";
    case State::kUndefined:
      return "undefined";
    case State::kTooLarge:
      return "too_large";
  }
  return {};
}

class SentenceMaker {
 public:
  SentenceMaker(const scheme::Scheme& scheme, const facts::Facts& facts,
                const Explanation& explanation)
      : scheme_(scheme), explanation_(explanation), clauses_(scheme, facts, Grouping::kThousands) {}

  std::vector<Sentence> Run() {
    Visit(explanation_.root, nullptr);
    return std::move(sentences_);
  }

 private:
  // Figures speak for themselves and for the steps of their own formula.
  void Visit(const Node& node, const Node* above) {
    if (node.kind == NodeKind::kFigure && !node.repeated) {
      sentences_.push_back({node.depth, node.figure, SentenceOf(node, above)});
    }
    // Of many periods or rows each says only what it came to.
    const bool is_brief =
        node.group != nullptr && node.group->is_own && node.children.size() > kMembersSpoken;
    brief_ += is_brief;
    if (brief_ == 0 || is_brief || node.kind != NodeKind::kFigure) {
      for (const Node& child : node.children)
        Visit(child, node.kind == NodeKind::kFigure ? &node : above);
    }
    brief_ -= is_brief;
  }

  Text SentenceOf(const Node& node, const Node* above) {
    Text head = Same(node.name);
    const bool is_elsewhere =
        above == nullptr || above->row_kind != node.row_kind || above->row != node.row;
    if (is_elsewhere && node.row_kind > 0) head = node.row_name + Same(" ") + head;
    if (!node.period_name.empty()) head = head + Same("[") + node.period_name + Same("]");
    head = head + Same(" ") + clauses_.ShowValueOf(node);
    std::vector<Text> parts;
    std::vector<const Node*> cited{&node};
    Collect(node, &parts, &cited);
    if (&node == &explanation_.root) AddMissing(&parts);
    Text sentence = head;
    if (!parts.empty()) sentence = sentence + Text{"：", ": "} + Join(parts, kComma);
    sentence = sentence + Brackets(node, cited);
    for (const Node& child : node.children) {
      if (child.kind == NodeKind::kEffect) sentence = sentence + EffectWords(child, node);
    }
    sentence = sentence + Text{"。", "."};
    sentence.zh = JoinAbout(std::move(sentence.zh));
    return sentence;
  }

  void Collect(const Node& node, std::vector<Text>* parts, std::vector<const Node*>* cited) {
    // Steps inside a formula come first, in the order in which they are worked out.
    for (const Node& child : node.children) {
      if (child.kind == NodeKind::kFigure || child.kind == NodeKind::kEffect ||
          child.kind == NodeKind::kMember || child.kind == NodeKind::kLimit) {
        continue;
      }
      cited->push_back(&child);
      Collect(child, parts, cited);
    }
    for (Text& part : clauses_.How(node)) parts->push_back(std::move(part));
    for (const Node& child : node.children) {
      if (child.kind != NodeKind::kLimit) continue;
      cited->push_back(&child);
      for (Text& part : clauses_.How(child)) parts->push_back(std::move(part));
    }
    Text rounding = clauses_.RoundingWords(node);
    if (!rounding.empty()) parts->push_back(std::move(rounding));
    const bool says_reason = !clauses_.Result(node).ok() && !node.reason.empty();
    const bool said = std::any_of(parts->begin(), parts->end(), [&](const Text& part) {
      return part.zh.find(node.reason.zh) != std::string::npos;
    });
    if (says_reason && !said) parts->push_back(node.reason);
  }

  Text EffectWords(const Node& effect, const Node& figure) {
    const bool is_veto = effect.method == "否决";
    Text words = is_veto ? Say("；否决“{}”", "; veto '{}'", effect.name)
                         : Say("；例外“{}”", "; exception '{}'", effect.name);
    if (!effect.reason.empty()) words = words + Text{"：", ": "} + effect.reason;
    const scoring::Value& value = effect.terms.front().value;
    Text before = clauses_.Show(value, figure.type, figure.measure);
    Text after = clauses_.Show(effect.value, figure.type, figure.measure);
    if (figure.type == scheme::Type::kText) {
      before = Text{"“" + before.zh + "”", "'" + before.en + "'"};
      after = Text{"“" + after.zh + "”", "'" + after.en + "'"};
    }
    const bool changes =
        value.state != effect.value.state || value.number != effect.value.number;
    words = words + (changes ? Text{"，由 " + Beside(before, {"改为 ", ""}).zh + after.zh,
                                    ", from " + before.en + " to " + after.en}
                             : Text{"，仍为 " + after.zh, ", still " + after.en});
    const std::string citation = CitationOf(scheme_, effect.article, effect.clause);
    const bool is_same = effect.article == figure.article && effect.clause == figure.clause;
    if (!citation.empty() && !is_same)
      words = words + Text{"（" + citation + "）", " (" + citation + ")"};
    return words;
  }

  void AddMissing(std::vector<Text>* parts) {
    if (explanation_.missing.empty()) return;
    std::vector<Text> facts;
    for (std::size_t i = 0; i < explanation_.missing.size() && i < kMissingShown; ++i) {
      facts.push_back(Describe(explanation_.missing[i]));
    }
    Text words = Text{"还缺 ", "still missing "} + Join(facts, {"、", ", "});
    if (explanation_.missing_count > static_cast<std::int64_t>(facts.size())) {
      words =
          words + Say(" 等 {} 项数据", " and more, {} facts in all", explanation_.missing_count);
    }
    parts->push_back(std::move(words));
  }

  // (第七条,2012-01-01 起执行)
  Text Brackets(const Node& node, const std::vector<const Node*>& cited) {
    std::vector<Text> parts;
    const std::string citation = CitationOf(scheme_, node.article, node.clause);
    if (!citation.empty()) parts.push_back(Same(citation));
    std::vector<const ParameterUse*> uses;
    for (const Node* from : cited) {
      for (const ParameterUse& use : from->parameters) uses.push_back(&use);
    }
    for (const ParameterUse* use : uses) {
      Text words;
      if (use->value) {
        const Text value =
            clauses_.Show(scoring::Value::Of(*use->value), use->type, use->measure);
        words = Same(std::string(use->name) + " ") + value;
        if (use->from) words = words + Text{" ", " "};
      } else if (use->from && uses.size() > 1) {
        words = Same(std::string(use->name) + " ");
      }
      if (use->from)
        words = words +
                Text{use->from->ToString() + " 起执行", "in force since " + use->from->ToString()};
      if (!words.empty()) parts.push_back(std::move(words));
    }
    if (parts.empty()) return {};
    const Text joined = Join(parts, kComma);
    return {"（" + joined.zh + "）", " (" + joined.en + ")"};
  }

  const scheme::Scheme& scheme_;
  const Explanation& explanation_;
  Clauses clauses_;
  std::vector<Sentence> sentences_;
  int brief_ = 0;
};

class TreeWriter {
 public:
  TreeWriter(const scheme::Scheme& scheme, const facts::Facts& facts, Language language)
      : scheme_(scheme), clauses_(scheme, facts, Grouping::kNone), language_(language) {}

  std::string Run(const Explanation& explanation) {
    Visit(explanation.root, nullptr, "", "");
    if (!explanation.missing.empty()) {
      Line("", Say("还缺 {} 项数据：", "{} facts are missing:", explanation.missing_count));
      for (const MissingFact& fact : explanation.missing) {
        Text owner;
        if (!fact.owner.empty()) owner = Say("，责任 {}", ", owner {}", fact.owner);
        Line("  · ", Describe(fact) + owner);
      }
    }
    for (const Text& cause : explanation.causes) Line("", Text{"原因：", "cause: "} + cause);
    return zh() ? JoinAbout(std::move(out_)) : std::move(out_);
  }

 private:
  bool zh() const { return language_ == Language::kChinese; }

  void Line(std::string_view indent, const Text& text) {
    out_ += indent;
    out_ += text.In(language_);
    out_ += '\n';
  }

  void Visit(const Node& node, const Node* above, const std::string& first,
             const std::string& rest) {
    Line(first, Head(node, above));
    std::vector<std::string> details;
    if (!node.repeated) Details(node, &details);
    const std::string bar = node.children.empty() || node.repeated ? "  " : "│ ";
    for (const std::string& detail : details) out_ += rest + bar + detail + "\n";
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const bool is_last = i + 1 == node.children.size();
      Visit(node.children[i], &node, rest + (is_last ? "└ " : "├ "),
            rest + (is_last ? "  " : "│ "));
    }
  }

  Text Head(const Node& node, const Node* above) {
    Text head = Same(node.name);
    if (node.kind != NodeKind::kFigure) {
      head = NameOfMethod(node.name);
      if (node.kind == NodeKind::kMember) head = node.row_name;
      if (node.kind == NodeKind::kEffect) {
        head = NameOfMethod(node.method) + Say("“{}”", " '{}'", node.name);
      } else if (node.kind != NodeKind::kMember) {
        head = Same(node.formula);
      }
    }
    const bool is_elsewhere =
        above == nullptr || above->row_kind != node.row_kind || above->row != node.row;
    if (is_elsewhere && node.row_kind > 0 && node.kind == NodeKind::kFigure)
      head = node.row_name + Same(" ") + head;
    if (!node.period_name.empty()) head = head + Same("[") + node.period_name + Same("]");
    const bool is_bare_member =
        node.kind == NodeKind::kMember && scheme_.expr(node.expr).op == scheme::Op::kLiteral;
    if (!is_bare_member) head = head + Same(" ") + clauses_.ShowValueOf(node);
    if (node.full_points) {
      head = head + Say(" / 满分 {}", " of {}", ShowNumber(*node.full_points, {}, language_));
    }
    const bool cites =
        above == nullptr || above->article != node.article || above->clause != node.clause;
    const std::string citation = CitationOf(scheme_, node.article, node.clause);
    if (cites && !citation.empty()) head = head + Text{"（" + citation + "）", " (" + citation + ")"};
    if (!node.owner.empty() && (above == nullptr || above->owner != node.owner) &&
        node.kind == NodeKind::kFigure) {
      head = head + Say(" 责任 {}", ", owner {}", node.owner);
    }
    if (node.repeated) head = head + Text{"(见前)", " (see above)"};
    if (node.truncated) head = head + Text{"(以下略)", " (not shown further)"};
    return head;
  }

  void Details(const Node& node, std::vector<std::string>* lines) {
    const auto add = [&](const Text& text) {
      if (!text.empty()) lines->push_back(text.In(language_));
    };
    if (node.kind == NodeKind::kEffect) return EffectDetails(node, lines);
    const std::vector<Text> how = clauses_.How(node);
    // The steps inside have lines of their own; what only repeats the facts is below.
    const bool repeats = node.method.empty() && node.calculation.empty() && node.group == nullptr &&
                         node.reason.empty() && node.kind != NodeKind::kLimit;
    if (!how.empty() && !repeats) add(Join(how, kComma));
    add(clauses_.RoundingWords(node));
    if (!node.value.ok() && !node.reason.empty()) {
      const bool said = std::any_of(how.begin(), how.end(),
                                    [&](const Text& part) { return part.zh == node.reason.zh; });
      if (!said) add(node.reason);
    }
    for (const Input& input : node.inputs) lines->push_back("· " + InputLine(input));
    for (const ParameterUse& use : node.parameters) lines->push_back("· " + ParameterLine(use));
    for (const NotTaken& entry : node.not_taken) lines->push_back("× " + NotTakenLine(entry));
  }

  void EffectDetails(const Node& node, std::vector<std::string>* lines) {
    const Text before = clauses_.Show(node.terms.front().value, node.type, node.measure);
    lines->push_back(node.reason.In(language_));
    lines->push_back((Text{"原为 ", "before: "} + before).In(language_));
    if (!node.formula.empty()) lines->push_back(node.formula);
    for (const Input& input : node.inputs) lines->push_back("· " + InputLine(input));
    for (const ParameterUse& use : node.parameters) lines->push_back("· " + ParameterLine(use));
  }

  std::string InputLine(const Input& input) {
    std::string line = clauses_.InputWords(input).In(language_);
    std::vector<Text> parts;
    Text standing = clauses_.StandingWords(input);
    if (!standing.empty()) parts.push_back(std::move(standing));
    if (!input.source.empty()) parts.push_back(Same(std::string(input.source)));
    if (const facts::Provenance* from = input.provenance) {
      if (!from->source.empty() && from->source != input.source)
        parts.push_back(Same(from->source));
      AddPlace(from->file, from->line, from->cell, &parts);
      if (!from->entered_by.empty())
        parts.push_back(Say("{} 填报", "entered by {}", from->entered_by));
      if (!from->verified_by.empty())
        parts.push_back(Say("{} 核实", "verified by {}", from->verified_by));
      if (!from->evidence.empty()) parts.push_back(Say("佐证 {}", "evidence {}", from->evidence));
    } else {
      AddPlace(std::string(input.file), input.line, {}, &parts);
    }
    if (parts.empty()) return line;
    return line + (zh() ? "（" : " (") + Join(parts, {"；", "; "}).In(language_) + (zh() ? "）" : ")");
  }

  static void AddPlace(const std::string& file, int line, const std::string& cell,
                       std::vector<Text>* parts) {
    if (file.empty()) return;
    std::string place = file;
    if (!cell.empty()) {
      place += "!" + cell;
    } else if (line > 0) {
      place += ":" + std::to_string(line);
    }
    parts->push_back(Same(std::move(place)));
  }

  std::string ParameterLine(const ParameterUse& use) {
    Text words = Text{"参数 ", "parameter "} + Same(std::string(use.name));
    if (use.value) {
      words = words + Same(" ") +
              clauses_.Show(scoring::Value::Of(*use.value), use.type, use.measure);
    }
    std::vector<Text> parts;
    if (use.from)
      parts.push_back(
          Text{use.from->ToString() + " 起执行", "in force since " + use.from->ToString()});
    if (!use.reference.empty()) parts.push_back(Same(std::string(use.reference)));
    std::string line = words.In(language_);
    return parts.empty()
               ? line
               : line + (zh() ? "（" : " (") + Join(parts, {"；", "; "}).In(language_) + (zh() ? "）" : ")");
  }

  std::string NotTakenLine(const NotTaken& entry) {
    Text head = entry.name;
    if (entry.kind == Alternative::kVeto) head = Say("否决“{}”", "veto '{}'", entry.name.zh);
    if (entry.kind == Alternative::kException)
      head = Say("例外“{}”", "exception '{}'", entry.name.zh);
    Text line = head + Text{"：", ": "} + entry.why;
    const std::string citation = CitationOf(scheme_, entry.article, entry.clause);
    if (!citation.empty()) line = line + Text{"（" + citation + "）", " (" + citation + ")"};
    return line.In(language_);
  }

  const scheme::Scheme& scheme_;
  Clauses clauses_;
  Language language_;
  std::string out_;
};

class Flattener {
 public:
  Flattener(const scheme::Scheme& scheme, const facts::Facts& facts)
      : scheme_(scheme), facts_(facts), clauses_(scheme, facts, Grouping::kThousands) {}

  std::vector<FlatNode> Run(const Node& root) {
    Visit(root, -1);
    return std::move(nodes_);
  }

 private:
  FlatValue ValueOf(const scoring::Value& value, scheme::Type type, const Measure& measure) const {
    FlatValue flat;
    flat.state = StateName(value.state);
    if (value.ok()) {
      flat.exact = type == scheme::Type::kNumber
                       ? value.number.ToString()
                       : ShowValue(facts_, value, type, measure, Language::kChinese);
    }
    flat.shown = clauses_.Show(value, type, measure);
    return flat;
  }

  std::string ArticleOf(scheme::ArticleId article) const {
    return article == kNone ? std::string()
                            : scheme_.articles[static_cast<std::size_t>(article)].number;
  }

  void Visit(const Node& node, int parent) {
    const int id = static_cast<int>(nodes_.size());
    FlatNode flat;
    flat.id = id;
    flat.parent = parent;
    flat.depth = node.depth;
    flat.kind = NameOf(node.kind).en;
    flat.name = node.name;
    flat.method = node.method;
    flat.row = node.row_name;
    flat.period = node.period_name;
    flat.article = ArticleOf(node.article);
    flat.clause = node.clause;
    flat.owner = node.owner;
    flat.formula = node.formula;
    flat.value = ValueOf(node.value, node.type, node.measure);
    if (node.full_points) flat.full_points = node.full_points->ToString();
    if (node.rounding) {
      flat.rounding.push_back({node.rounding->before.ToString(), node.rounding->after.ToString(),
                               node.rounding->places, NameOf(node.rounding->rounding).en});
    }
    flat.calculation = node.calculation;
    flat.reason = node.reason;
    flat.group = Join(clauses_.GroupWords(node), kComma);
    for (const Term& term : node.terms) {
      flat.terms.push_back({NameOf(term.role).en, term.name,
                            ValueOf(term.value, term.type, term.measure),
                            term.weight ? term.weight->ToString() : std::string()});
    }
    for (const Input& input : node.inputs) flat.inputs.push_back(InputOf(input));
    for (const ParameterUse& use : node.parameters) {
      FlatParameter parameter{std::string(use.name),
                              {},
                              use.from ? use.from->ToString() : std::string(),
                              std::string(use.reference)};
      if (use.value) {
        parameter.value =
            clauses_.Show(scoring::Value::Of(*use.value), use.type, use.measure);
      }
      flat.parameters.push_back(std::move(parameter));
    }
    for (const NotTaken& entry : node.not_taken) {
      flat.not_taken.push_back({NameOf(entry.kind).en, entry.name, entry.why,
                                ArticleOf(entry.article), std::string(entry.clause)});
    }
    flat.repeated = node.repeated;
    flat.truncated = node.truncated;
    nodes_.push_back(std::move(flat));
    for (const Node& child : node.children) Visit(child, id);
  }

  FlatInput InputOf(const Input& input) const {
    FlatInput flat;
    flat.field_id = input.field;
    flat.row_id = input.row;
    flat.period_number = input.period;
    flat.name = input.name;
    flat.row = input.row_name;
    flat.period = input.period_name;
    flat.value = ValueOf(input.value, input.type, input.measure);
    flat.standing = NameOf(input.standing).en;
    flat.source = input.source;
    flat.file = input.file;
    flat.line = input.line;
    if (const facts::Provenance* from = input.provenance) {
      flat.file = from->file;
      flat.line = from->line;
      flat.cell = from->cell;
      flat.entered_by = from->entered_by;
      flat.verified_by = from->verified_by;
      flat.evidence = from->evidence;
    }
    return flat;
  }

  const scheme::Scheme& scheme_;
  const facts::Facts& facts_;
  Clauses clauses_;
  std::vector<FlatNode> nodes_;
};

}  // namespace

std::vector<Sentence> MakeSentences(const scheme::Scheme& scheme, const facts::Facts& facts,
                                    const Explanation& explanation) {
  return SentenceMaker(scheme, facts, explanation).Run();
}

std::string RenderTree(const scheme::Scheme& scheme, const facts::Facts& facts,
                       const Explanation& explanation, Language language) {
  return TreeWriter(scheme, facts, language).Run(explanation);
}

std::vector<FlatNode> Flatten(const scheme::Scheme& scheme, const facts::Facts& facts,
                              const Explanation& explanation) {
  return Flattener(scheme, facts).Run(explanation.root);
}

std::string CitationOf(const scheme::Scheme& scheme, scheme::ArticleId article,
                       std::string_view clause) {
  if (article == kNone) return {};
  return scheme.articles[static_cast<std::size_t>(article)].number + std::string(clause);
}

Text Describe(const MissingFact& fact) {
  Text words = Same(std::string(fact.name));
  if (!fact.period_name.empty()) words = words + Same("[") + fact.period_name + Same("]");
  std::vector<Text> parts{fact.row_name};
  if (!fact.source.empty()) parts.push_back(Same(std::string(fact.source)));
  const Text joined = Join(parts, kComma);
  return words + Text{"（" + joined.zh + "）", " (" + joined.en + ")"};
}

}  // namespace kaogong::explain
