// SPDX-License-Identifier: Apache-2.0
#include "explain/internal/clause.h"

#include <algorithm>

namespace kaogong::explain::internal {

namespace {

constexpr std::size_t kPartsMax = 12;

bool IsCoefficient(const scheme::Scheme& scheme, const Node& node) {
  return node.figure != kNone && scheme.figure(node.figure).role == scheme::Role::kCoefficient;
}

}  // namespace

Text Clauses::Show(const Value& value, scheme::Type type, const Measure& measure) const {
  return {ShowValue(facts_, value, type, measure, Language::kChinese, grouping_),
          ShowValue(facts_, value, type, measure, Language::kEnglish, grouping_)};
}

const Term* Clauses::Find(const Node& node, TermRole role) const {
  const auto found = std::find_if(node.terms.begin(), node.terms.end(),
                                  [&](const Term& term) { return term.role == role; });
  return found == node.terms.end() ? nullptr : &*found;
}

Text Clauses::TermWords(const Term& term) const {
  return term.is_named ? term.name + Same(" ") + ShowTerm(term) : ShowTerm(term);
}

Text Clauses::InputWords(const Input& input) const {
  Text words = Same(std::string(input.name));
  if (!input.row_name.empty()) {
    words = Text{input.row_name.zh + "的" + words.zh, words.en + " of " + input.row_name.en};
  }
  if (!input.period_name.empty()) words = words + Same("[") + input.period_name + Same("]");
  words = words + Same(" ") + Show(input.value, input.type, input.measure);
  return words;
}

Text Clauses::StandingWords(const Input& input) const {
  switch (input.standing) {
    case Standing::kStated:
    case Standing::kNotApplicable:
      return {};
    case Standing::kPending:
      return {"缺失", "missing"};
    default:
      return {NameOf(input.standing).zh,
              input.standing == Standing::kZero ? "missing, counted as zero" : "missing, left out"};
  }
}

Text Clauses::StepResult(const Node& node) const {
  // Limits stand from the outermost to the innermost.
  for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) {
    if (child->kind != NodeKind::kLimit) continue;
    if (const Term* before = Find(*child, TermRole::kBefore)) {
      Measure measure = node.measure;
      measure.places = before->measure.places;
      return Show(before->value, node.type, measure);
    }
  }
  Value value = Result(node);
  Measure measure = node.measure;
  if (node.rounding && value.ok() && node.rounding->before != Rational(node.rounding->after)) {
    value.number = node.rounding->before;
    measure.places = kNone;
  }
  return Show(value, node.type, measure);
}

// 得 36.00 分, 系数 1.042.
Text Clauses::ResultWords(const Node& node, bool is_points) const {
  const Text shown = StepResult(node);
  if (IsCoefficient(scheme_, node)) return Text{"系数 ", "coefficient "} + shown;
  return (is_points ? Text{"得 ", "gives "} : Text{"为 ", "is "}) + shown;
}

Text Clauses::RoundingWords(const Node& node) const {
  if (!node.rounding || node.rounding->before == Rational(node.rounding->after)) return {};
  Measure measure = node.measure;
  measure.places = node.rounding->places;
  const Text shown = Show(Value::Of(node.rounding->after), scheme::Type::kNumber, measure);
  Text rule = NameOf(node.rounding->rounding);
  std::replace(rule.en.begin(), rule.en.end(), '_', ' ');
  const int places = node.rounding->places;
  if (places == 0)
    return Text{rule.zh + "取整为 " + shown.zh, "rounded " + rule.en + " to " + shown.en};
  return Text{fmt::format("{}到 {} 位小数为 {}", rule.zh, places, shown.zh),
              fmt::format("rounded {} to {} places: {}", rule.en, places, shown.en)};
}

std::vector<Text> Clauses::How(const Node& node) const {
  std::vector<Text> parts;
  const std::string_view method = node.method;
  if (method == "按比例" || method == "按反比例") {
    Proportion(node, &parts);
  } else if (method == "功效系数") {
    Efficacy(node, &parts);
  } else if (method == "完成率" || method == "增长率") {
    for (const Term& term : node.terms) parts.push_back(TermWords(term));
    if (Result(node).ok()) {
      parts.push_back(NameOfMethod(method) + Same(" ") +
                      Show(Result(node), node.type, {Scale::kPercent, {}, kNone}));
    }
  } else if (method == "每") {
    const Term* subject = Find(node, TermRole::kSubject);
    const Term* step = Find(node, TermRole::kStep);
    if (subject != nullptr && step != nullptr) {
      parts.push_back(Same(node.calculation + " = ") + ShowTerm(*subject));
      parts.push_back(Text{"每 ", "one step for every "} + Beside(ShowTerm(*step), {"计一步", ""}));
    }
    parts.push_back(Text{"共 ", ""} + Show(Result(node), node.type, {}) + Text{" 步", " steps"});
  } else if (method == "分段") {
    Bands(node, &parts);
  } else if (method == "对照" || method == "插值") {
    Table(node, &parts);
  } else if (method == "若" || method == "达标" || method == "等次") {
    Branch(node, &parts);
  } else if (method == "如缺") {
    if (!node.reason.empty()) parts.push_back(node.reason);
    if (const Term* chosen = Find(node, TermRole::kChosen)) {
      parts.push_back(Text{"按 ", "counted as "} + TermWords(*chosen) + Text{" 计", ""});
    }
  } else if (node.group != nullptr) {
    parts = GroupWords(node);
  } else if (!node.terms.empty() && node.kind != NodeKind::kLimit &&
             node.kind != NodeKind::kEffect) {
    const bool is_exempt = std::any_of(node.terms.begin(), node.terms.end(), [](const Term& term) {
      return term.value.state == State::kExempt;
    });
    // A calculation writes the parts of a plain sum out.
    if (node.calculation.empty() || method != "合计" || is_exempt) Parts(node, &parts);
  } else if (!node.reason.empty() && node.type != scheme::Type::kNumber) {
    parts.push_back(node.reason);
  }
  if (!node.calculation.empty() && method != "每") {
    parts.push_back(Same(node.calculation + " = ") + StepResult(node));
  }
  if (node.kind == NodeKind::kLimit) {
    const Term* before = Find(node, TermRole::kBefore);
    const bool is_cap = method == "不超过";
    const Text after = Show(node.value, node.type, node.measure);
    if (before != nullptr) {
      const Text held = Text{"，按 ", ", counts as "} + Beside(after, {"计", ""});
      const Text from = ShowTerm(*before);
      parts.push_back((is_cap ? Beside(from, {"超过上限", "is over the cap"})
                              : Beside(from, {"低于下限", "is under the floor"})) +
                      held);
    }
  }
  if (parts.empty()) {
    for (const Input& input : node.inputs) {
      Text standing = StandingWords(input);
      if (!standing.empty()) standing = Text{"（" + standing.zh + "）", " (" + standing.en + ")"};
      parts.push_back(InputWords(input) + standing);
    }
    for (const Node& child : node.children) {
      if (child.kind == NodeKind::kFigure && parts.size() < kPartsMax) {
        parts.push_back(Same(child.name + " ") + ShowValueOf(child));
      }
    }
  }
  return parts;
}

void Clauses::Proportion(const Node& node, std::vector<Text>* parts) const {
  const Term* full = Find(node, TermRole::kFull);
  const Term* actual = Find(node, TermRole::kActual);
  const Term* target = Find(node, TermRole::kTarget);
  const Term* ratio = Find(node, TermRole::kRatio);
  const Term* limited = Find(node, TermRole::kLimited);
  if (full == nullptr || actual == nullptr || target == nullptr || ratio == nullptr) return;
  const bool is_inverse = node.method == "按反比例";
  parts->push_back(actual->name + Same(" ") + ShowTerm(*actual));
  parts->push_back(target->name + Same(" ") + ShowTerm(*target));
  if (!ratio->value.ok()) return;
  const Text share = ShowTerm(*ratio);
  parts->push_back(is_inverse
                       ? Text{"目标为实际的 " + share.zh, "target is " + share.en + " of actual"}
                       : Text{"完成 " + share.zh, share.en + " done"});
  if (limited != nullptr) {
    const bool is_lower = limited->value.number < ratio->value.number;
    const Text held = Beside(ShowTerm(*limited), {"计", ""});
    parts->push_back((is_lower ? Text{"超过上限，按 ", "over the cap, counted as "}
                               : Text{"低于下限，按 ", "under the floor, counted as "}) +
                     held);
  }
  Measure points = full->measure;
  points.unit = "分";
  const Text whole = Show(full->value, full->type, points);
  const Text result = ResultWords(node, true);
  parts->push_back(Text{"满分 " + whole.zh + (is_inverse ? "按反比例" : "按比例") + result.zh,
                        "in proportion to " + whole.en + " " + result.en});
}

void Clauses::Efficacy(const Node& node, std::vector<Text>* parts) const {
  const Term* base = Find(node, TermRole::kBase);
  const Term* span = Find(node, TermRole::kSpan);
  for (const Term& term : node.terms) {
    if (term.role == TermRole::kSubject) parts->push_back(TermWords(term));
    if (term.role == TermRole::kWorst || term.role == TermRole::kBest) {
      parts->push_back(term.name + Same(" ") + ShowTerm(term));
    }
  }
  if (base == nullptr || span == nullptr) return;
  const Text result = ResultWords(node, true);
  parts->push_back(Text{
      "底分 " + ShowTerm(*base).zh + "、幅度 " + ShowTerm(*span).zh + " 按功效系数" + result.zh,
      "efficacy coefficient on " + ShowTerm(*base).en + " + " + ShowTerm(*span).en + " " +
          result.en});
}

void Clauses::Bands(const Node& node, std::vector<Text>* parts) const {
  const Term* subject = Find(node, TermRole::kSubject);
  if (subject == nullptr) return;
  parts->push_back(TermWords(*subject));
  const Term* low = Find(node, TermRole::kLow);
  const Term* high = Find(node, TermRole::kHigh);
  if (low != nullptr && high != nullptr && low->value.number == high->value.number) {
    // One number: the subject says it already.
    low = high = nullptr;
  }
  if (low != nullptr) {
    const Text bound = ShowTerm(*low);
    parts->push_back(low->is_closed ? Text{"达到 " + bound.zh, "at least " + bound.en}
                                    : Text{"超过 " + bound.zh, "over " + bound.en});
  }
  if (high != nullptr) {
    const Text bound = ShowTerm(*high);
    parts->push_back(high->is_closed ? Text{"不超过 " + bound.zh, "at most " + bound.en}
                                     : Text{"不到 " + bound.zh, "under " + bound.en});
  }
  if (Find(node, TermRole::kResult) != nullptr) {
    parts->push_back(ResultWords(node, true));
  } else if (!node.reason.empty()) {
    parts->push_back(node.reason);
  }
}

void Clauses::Table(const Node& node, std::vector<Text>* parts) const {
  const Term* subject = Find(node, TermRole::kSubject);
  if (subject == nullptr) return;
  parts->push_back(TermWords(*subject));
  const Term* low = Find(node, TermRole::kLow);
  const Term* high = Find(node, TermRole::kHigh);
  if (low != nullptr && high != nullptr) {
    const Text from =
        ShowTerm(*low) + Text{"（", " ("} + ShowTerm(*Find(node, TermRole::kLowValue)) + Text{"）", ")"};
    const Text to =
        ShowTerm(*high) + Text{"（", " ("} + ShowTerm(*Find(node, TermRole::kHighValue)) + Text{"）", ")"};
    parts->push_back(Text{"在 " + from.zh + " 与 " + to.zh + " 之间按直线",
                          "on the line between " + from.en + " and " + to.en});
  }
  const bool is_known =
      low != nullptr || high != nullptr || Find(node, TermRole::kResult) != nullptr;
  if (is_known) {
    parts->push_back(ResultWords(node, true));
  } else if (!node.reason.empty()) {
    parts->push_back(node.reason);
  }
}

void Clauses::Branch(const Node& node, std::vector<Text>* parts) const {
  if (!node.reason.empty()) parts->push_back(node.reason);
  const Term* result = Find(node, TermRole::kResult);
  if (result == nullptr) return;
  if (node.method == "等次") {
    const Text shown = Show(Result(node), node.type, node.measure);
    parts->push_back(Text{"等次为" + shown.zh, "grade " + shown.en});
  } else if (node.method == "达标") {
    const Term* full = Find(node, TermRole::kFull);
    const bool passes = full != nullptr && full->value.ok() && result->value.ok() &&
                        full->value.number == result->value.number;
    const Text words = ResultWords(node, true);
    parts->push_back(passes ? Text{"达标，", "passed, "} + words
                            : Text{"未达标，", "not passed, "} + words);
  } else if (node.calculation.empty()) {
    const bool is_points = node.type == scheme::Type::kNumber;
    parts->push_back(ResultWords(node, is_points));
  }
}

void Clauses::Parts(const Node& node, std::vector<Text>* parts) const {
  std::vector<Text> shown;
  std::size_t exempt = 0;
  std::vector<Text> left_out;
  const bool has_weights = node.method == "权重合计";
  for (const Term& term : node.terms) {
    if (term.value.state == State::kExempt) {
      if (left_out.size() < kPartsMax) left_out.push_back(term.name);
      ++exempt;
      continue;
    }
    if (shown.size() >= kPartsMax) continue;
    Text words = TermWords(term);
    if (has_weights && term.weight) {
      words = words + Same(" × ") +
              Show(Value::Of(*term.weight), scheme::Type::kNumber, {Scale::kPercent, {}, kNone});
    }
    shown.push_back(std::move(words));
  }
  const bool adds = node.method == "合计" || has_weights;
  const std::size_t count = node.terms.size() - exempt;
  Text joined = Join(shown, adds ? Same(" + ") : Text{"、", ", "});
  if (count > shown.size()) joined = joined + Say(" 等共 {} 项", " and more, {} in all", count);
  const Text result = StepResult(node);
  if (adds) {
    // Re-weighting and limits change the plain sum; the value is at the head of the sentence.
    parts->push_back(std::move(joined));
  } else {
    static const std::vector<std::pair<std::string_view, Text>> kWords{
        {"平均", {" 的平均数", ": the mean"}},     {"较小", {" 中较小的", ": the smaller"}},
        {"较大", {" 中较大的", ": the larger"}},   {"最大", {" 中最大的", ": the largest"}},
        {"最小", {" 中最小的", ": the smallest"}}, {"不超过", {" 中较小的", ": the smaller"}},
        {"不低于", {" 中较大的", ": the larger"}}};
    Text word;
    for (const auto& [method, text] : kWords) {
      if (node.method == method) word = text;
    }
    parts->push_back(joined + word + Text{"为 ", ", "} + result);
  }
  if (exempt > 0) {
    const bool shares = std::any_of(node.terms.begin(), node.terms.end(),
                                    [](const Term& term) { return term.weight.has_value(); });
    Text names = Join(left_out, {"、", ", "});
    parts->push_back(names + (shares ? Text{" 不适用，分值由其他各项按比例分担",
                                            " not applicable, the points go to the others"} +
                                           ShareFactor(node, has_weights)
                                     : Text{" 不适用，不计入", " not applicable, left out"}));
  }
}

// By how much the parts that apply count more: all weights over theirs.
Text Clauses::ShareFactor(const Node& node, bool is_percent) const {
  Rational all;
  Rational taken;
  for (const Term& term : node.terms) {
    if (!term.weight) return {};
    all += *term.weight;
    if (term.value.state != State::kExempt) taken += *term.weight;
  }
  if (taken.is_zero()) return {};
  const Measure measure{is_percent ? Scale::kPercent : Scale::kPlain, {}, kNone};
  const auto shown = [&](const Rational& sum) {
    return Show(Value::Of(sum), scheme::Type::kNumber, measure);
  };
  return Text{"，合计再乘 ", ": the sum times "} + shown(all) + Same(" ÷ ") + shown(taken);
}

Text Clauses::CountWords(const Group& group, std::int64_t count) const {
  const Text& kind = group.member_kind;
  return {fmt::format("{} {}{}", count, group.is_record ? "条" : "个", kind.zh),
          fmt::format("{} {}", count, kind.en)};
}

void Clauses::Rank(const Node& node, const Group& group, std::vector<Text>* parts) const {
  if (group.rank && Result(node).ok()) {
    const Text rank = Show(Value::Of(*group.rank), scheme::Type::kNumber, {});
    const Text all = CountWords(group, group.counted);
    parts->push_back(Text{"在" + group.scope.zh + "的 " + all.zh + "中列第 " + rank.zh + " 名",
                          "place " + rank.en + " among " + all.en + " of " + group.scope.en});
    if (group.tied > 0)
      parts->push_back(Say("与另外 {} 个并列", "tied with {} others", group.tied));
  } else if (!node.reason.empty()) {
    parts->push_back(node.reason);
  }
  if (!Result(node).ok()) return;
  const auto neighbour = [&](const std::optional<Neighbour>& who, const Text& word) {
    if (!who) return;
    const Text value = Show(Value::Of(who->value), scheme::Type::kNumber, group.measure);
    Text name = who->name + Text{"（" + value.zh + "）", " (" + value.en + ")"};
    if (who->tied > 1) name = name + Say("等 {} 个", " and others, {} in all", who->tied);
    parts->push_back(word + name);
  };
  neighbour(group.above, {"前面是", "next above "});
  neighbour(group.below, {"后面是", "next below "});
}

void Clauses::Allocation(const Node& node, std::vector<Text>* parts) const {
  const Term* total = Find(node, TermRole::kTotal);
  const Term* weight = Find(node, TermRole::kWeight);
  const Term* sum = Find(node, TermRole::kWeightSum);
  const Term* exact = Find(node, TermRole::kShareExact);
  if (total == nullptr || weight == nullptr || sum == nullptr) return;
  const Group& group = *node.group;
  const Text all = CountWords(group, group.counted);
  parts->push_back(TermWords(*total));
  parts->push_back(
      Text{"在" + group.scope.zh + "的 " + all.zh + "间按“" + weight->name.zh + "”分配",
           "divided among " + all.en + " of " + group.scope.en + " by '" + weight->name.en + "'"});
  parts->push_back(
      Text{group.own_name.zh + "占 " + ShowTerm(*weight).zh + " ÷ " + ShowTerm(*sum).zh,
           "the part of " + group.own_name.en + " is " + ShowTerm(*weight).en + " of " +
               ShowTerm(*sum).en});
  if (exact != nullptr && exact->value.ok() && Result(node).ok() &&
      exact->value.number != Result(node).number) {
    const Text before = ShowTerm(*exact);
    parts->push_back(
        Text{"应得 " + before.zh + "，按最大余数法取到最小单位",
             before.en + " exactly, cut to the smallest unit by the largest remainder"});
  }
  parts->push_back(Text{"分得 ", "receives "} + Show(Result(node), node.type, node.measure));
}

std::vector<Text> Clauses::GroupWords(const Node& node) const {
  std::vector<Text> parts;
  if (node.group == nullptr) return parts;
  const Group& group = *node.group;
  const Text method = NameOfMethod(node.method);
  const Text result = StepResult(node);
  const Text all = CountWords(group, group.counted);
  if (node.method == "名次") {
    Rank(node, group, &parts);
  } else if (node.method == "入围") {
    if (const Term* places = Find(node, TermRole::kPlaces)) {
      const Text count = Show(places->value, places->type, {});
      const bool is_plain = group.places_from.empty();
      parts.push_back(is_plain ? Text{"名额 " + count.zh + " 名", count.en + " places"}
                               : Text{"名额 " + group.places_from.zh + "为 " + count.zh + " 名",
                                      "places: " + group.places_from.en + " to " + count.en});
    }
    Rank(node, group, &parts);
    const Value inside = Result(node);
    if (inside.ok()) {
      parts.push_back(inside.truth() ? Text{"在名额之内", "within the quota"}
                                     : Text{"不在名额之内", "outside the quota"});
    }
  } else if (node.method == "分配") {
    Allocation(node, &parts);
  } else if (group.is_own) {
    const bool adds = node.method == "合计" || node.method == "平均";
    const bool is_extreme = node.method == "最大" || node.method == "最小";
    const Text joint{adds ? "" : is_extreme ? "中" : "的", ""};
    if (node.method == "计数") {
      parts.push_back(Text{"共 " + all.zh, all.en});
    } else if (node.method == "任一" || node.method == "全部") {
      parts.push_back(Text{all.zh + "中" + method.zh + "成立：" + result.zh,
                           method.en + " of " + all.en + ": " + result.en});
    } else {
      parts.push_back(Text{all.zh + joint.zh + method.zh + " " + result.zh,
                           method.en + " of " + all.en + ": " + result.en});
    }
  } else {
    parts.push_back(
        Text{group.scope.zh + "的 " + all.zh + method.zh + " " + result.zh,
             method.en + " over " + all.en + " of " + group.scope.en + " is " + result.en});
    if (group.own) {
      parts.push_back(group.own_name + Same(" ") +
                      Show(Value::Of(*group.own), scheme::Type::kNumber, group.measure));
    }
    if (group.above && (node.method == "最大" || node.method == "最小")) {
      parts.push_back(Text{"取自", "from "} + group.above->name);
    }
  }
  if (group.pending > 0) parts.push_back(Say("还有 {} 项待定", "{} still pending", group.pending));
  if (group.exempt > 0) parts.push_back(Say("{} 项不适用", "{} not applicable", group.exempt));
  if (group.left_out > 0) parts.push_back(Say("{} 项不计", "{} left out", group.left_out));
  return parts;
}

}  // namespace kaogong::explain::internal
