// SPDX-License-Identifier: Apache-2.0
#include "suggest/understand.h"

#include "suggest/clause_text.h"
#include "suggest/matcher.h"
#include "suggest/patterns.h"
#include "suggest/vague.h"

namespace kaogong::suggest {
namespace {

using re2::RE2;

// Words that say something about points, so that no rule may pass them over in silence.
bool SpeaksOfPoints(const std::string& words) {
  static const RE2 kScoring(
      "\\d(?:\\.\\d+)?分(?:$|[^钟])|\\d%|扣|加分|减分|得分|计分|给分|不得|满分|名次|排名|比例|折算|"
      "封顶|否决|等次|酌情|奖励|系数|"
      "权重|评为|±|≤|≥|Σ|∑|\\d:\\d+:\\d|×|÷|^[\\p{Han}A-Za-z]{1,16}=.*[-+*/]|"
      "\\d[\\p{Han}]?=\\d|(?:费|资|贴|金|酬)\\d+(?:\\.\\d+)?元?$");
  return RE2::PartialMatch(words, kScoring);
}

// 课时费200 of an indicator of 200 points: its points once more.
bool SaysThePoints(const std::string& words, const Scope& scope) {
  static const RE2 kAmount("^[\\p{Han}]{2,8}?(\\d+(?:\\.\\d+)?)(?:分|元)?$");
  std::string amount;
  return scope.has_points && RE2::FullMatch(words, kAmount, &amount) && NumberOf(amount) == scope.points;
}

// Words that only repeat what a rule has settled: 按百分制, 共20分.
bool IsCommonplace(const std::string& words) {
  static const RE2 kCommonplace(
      "^(?:本项|该项|此项)?(?:满分|分值|共|计|为|基本分|标准分)*\\d+(?:\\.\\d+)?分?$|^\\d+(?:\\."
      "\\d+)?$|^(?:百分制|得分|计分|扣分)$");
  return RE2::FullMatch(words, kCommonplace);
}

void ReadAll(const Scope& scope, Matcher& matcher, std::vector<Reading>& readings) {
  ReadWhole(scope, matcher, readings);
  ReadLevels(scope, matcher, readings);
  ReadRates(scope, matcher, readings);
  ReadBonuses(scope, matcher, readings);
  ReadEvents(scope, matcher, readings);
  ReadChecks(scope, matcher, readings);
}

// Beside a sum over rows, what another clause adds or takes off may be meant for each row.
void AskOfRows(const Scope& scope, const std::string& clause, std::vector<Reading>& readings) {
  if (scope.standard.find("Σ") == std::string::npos || clause.find("Σ") != std::string::npos) return;
  for (Reading& reading : readings) {
    if (reading.part == Part::kDefinition) continue;
    reading.questions.push_back(
        {"each-row", Say("是对 Σ 的每一项，还是对合计？", "is it of each row of Σ, or of the sum?"),
         Say("草案对合计", "the draft takes it of the sum")});
    return;
  }
}

Text LeftOver(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& piece : words) joined += (joined.empty() ? "" : "；") + piece;
  return Say("没有写进规则：{}", "in no rule: {}", joined);
}

ReadClause ReadOne(std::string_view standard, const Stretch& stretch, const Scope& scope) {
  ReadClause read;
  read.clause.text = std::string(standard.substr(stretch.begin, stretch.end - stretch.begin));
  read.clause.begin = stretch.begin;
  const ClauseText normal = NormalClause(read.clause.text);
  read.clause.vague = FindVague(normal);
  Matcher matcher(normal.text);
  ReadAll(scope, matcher, read.readings);
  AskOfRows(scope, normal.text, read.readings);
  std::vector<std::string> unread;
  for (const std::string& piece : matcher.Rest()) {
    if (SpeaksOfPoints(piece) && !IsCommonplace(piece) && !SaysThePoints(piece, scope)) unread.push_back(piece);
  }
  if (!read.readings.empty()) {
    const bool is_whole = unread.empty() && read.clause.vague.empty();
    read.clause.understood = is_whole ? Understood::kWhole : Understood::kPartly;
    if (!unread.empty()) read.clause.reason = LeftOver(unread);
    if (unread.empty() && !is_whole) {
      read.clause.reason =
          Say("用语没有可以核对的标准", "its words have no measure that can be verified");
    }
    return read;
  }
  // 扣完为止 alone was taken by those whose points it limits.
  if (unread.empty()) {
    read.clause.understood = Understood::kNote;
    return read;
  }
  read.clause.understood = Understood::kNot;
  read.clause.reason = read.clause.vague.empty()
                           ? Say("没有认出计分办法", "no way of scoring was recognised in it")
                           : Say("用语没有可以核对的标准，写不成规则",
                                 "its words have no measure, so there is no rule for it");
  return read;
}

}  // namespace

std::vector<ReadClause> ReadStandard(std::string_view standard, const Scope& scope) {
  std::vector<ReadClause> clauses;
  for (const Stretch& stretch : SplitClauses(standard))
    clauses.push_back(ReadOne(standard, stretch, scope));
  return clauses;
}

}  // namespace kaogong::suggest
