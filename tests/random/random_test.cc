// SPDX-License-Identifier: Apache-2.0
// What must hold of every regulation and all facts, tried on thousands of small random ones.
// KAOGONG_SEED runs one seed again, KAOGONG_ROUNDS another number of them. What fails is printed
// as the smallest regulation and facts that still fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <sstream>

#include "scheme/reading.h"
#include "scored.h"
#include "scoring/given.h"
#include "scoring/operations.h"
#include "scoring/plan.h"
#include "scoring/reference.h"
#include "scoring/score.h"

namespace kaogong {
namespace {

using scheme::Expr;
using scheme::ExprId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;

#ifdef KAOGONG_SANITIZED
constexpr std::uint64_t kRounds = 250;
#else
constexpr std::uint64_t kRounds = 3000;
#endif

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Returns what is wrong, or nothing. A regulation that does not compile is not wrong.
using Property = std::function<std::string(const RandomRegulation&)>;

void Check(const Property& property, std::uint64_t divisor = 1) {
  const bool has_seed = std::getenv("KAOGONG_SEED") != nullptr;
  const std::uint64_t first = FromEnvironment("KAOGONG_SEED", 20121231);
  const std::uint64_t rounds =
      has_seed ? 1 : FromEnvironment("KAOGONG_ROUNDS", kRounds) / divisor;
  std::printf("seeds %llu to %llu\n", static_cast<unsigned long long>(first),
              static_cast<unsigned long long>(first + rounds - 1));
  for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
    const RandomRegulation made = MakeRandomRegulation(seed);
    if (property(made).empty()) continue;
    const RandomRegulation small = Shrink(made, [&](const RandomRegulation& smaller) {
      return !property(smaller).empty();
    });
    FAIL() << "KAOGONG_SEED=" << seed << "\n"
           << property(small) << "\n"
           << small.rules << small.Given();
  }
}

bool KeepAll(FigureId) { return true; }

std::string FirstDifference(const std::vector<std::string>& got,
                            const std::vector<std::string>& want) {
  if (got == want) return "";
  if (got.size() != want.size()) return "another number of figures";
  std::size_t i = 0;
  while (got[i] == want[i]) ++i;
  return "got  " + got[i] + "\nwant " + want[i];
}

TEST(RandomRegulations, PlanEqualsReference) {
  Check([](const RandomRegulation& made) -> std::string {
    const auto scored = ReadRandom(made);
    if (!scored->problems.empty()) return "";
    const auto plan = scoring::Score(scored->scheme, scored->facts);
    const auto reference = scoring::ScoreByReference(scored->scheme, scored->facts);
    const std::string difference = FirstDifference(ShowOutcome(*scored, plan, KeepAll),
                                                   ShowOutcome(*scored, reference, KeepAll));
    if (!difference.empty()) return difference;
    return scoring::HashOf(scored->scheme, plan) == scoring::HashOf(scored->scheme, reference)
               ? ""
               : "equal figures with unequal hashes";
  });
}

// Threads share out the rows of the partition: in any portions and order the outcome is the same.
TEST(RandomRegulations, PlanRunsInAnyPortions) {
  Check(
      [](const RandomRegulation& made) -> std::string {
        const auto scored = ReadRandom(made);
        if (!scored->problems.empty()) return "";
        const scheme::Scheme& scheme = scored->scheme;
        const auto plan = scoring::MakePlan(scheme, scored->facts, {});
        scoring::Outcome pieces = scoring::MakeOutcome(scheme, scored->facts, plan);
        for (facts::Row row = scored->facts.table(plan.partition).rows(); row-- > 0;)
          scoring::RunPlan(scheme, scored->facts, plan, {row, row + 1}, &pieces);
        return FirstDifference(
            ShowOutcome(*scored, pieces, KeepAll),
            ShowOutcome(*scored, scoring::Score(scheme, scored->facts), KeepAll));
      },
      4);
}

// --- What may depend on the order of rows: the last cents of an allocation go by it.

class OrderOf {
 public:
  explicit OrderOf(const scheme::Scheme& scheme) : scheme_(scheme) {
    // A figure comes after those it depends on.
    for (const FigureId id : scheme.order) {
      if (Reaches(scheme.figure(id).expr)) figures_.insert(id);
    }
  }
  bool Matters(FigureId id) const { return figures_.count(id) > 0; }

 private:
  bool Reaches(ExprId id) {
    if (id == kNone) return false;
    const auto known = exprs_.find(id);
    if (known != exprs_.end()) return known->second;
    const Expr& expr = scheme_.expr(id);
    bool reaches = expr.op == Op::kAllocate ||
                   (expr.op == Op::kFigure && figures_.count(expr.target) > 0) ||
                   Reaches(expr.domain.filter) || Reaches(expr.domain.key);
    for (const ExprId operand : scoring::OperandsOf(expr)) reaches = reaches || Reaches(operand);
    return exprs_[id] = reaches;
  }

  const scheme::Scheme& scheme_;
  std::set<FigureId> figures_;
  std::map<ExprId, bool> exprs_;
};

std::string DifferenceAfter(const RandomRegulation& made, const RandomRegulation& moved) {
  const auto before = ReadRandom(made);
  if (!before->problems.empty()) return "";
  const auto after = ReadRandom(moved);
  if (!after->problems.empty()) return after->problems;
  const auto show = [](const Scored& scored) {
    const OrderOf order(scored.scheme);
    return ShowOutcome(scored, scoring::Score(scored.scheme, scored.facts),
                       [&](FigureId id) { return !order.Matters(id); });
  };
  return FirstDifference(show(*after), show(*before));
}

// Not std::shuffle: it differs between libraries.
template <class Items>
void Shuffle(Items* items, std::mt19937_64* random) {
  for (std::size_t i = items->size(); i > 1; --i)
    std::swap((*items)[i - 1], (*items)[(*random)() % i]);
}

TEST(RandomRegulations, OrderOfRowsChangesNothing) {
  Check(
      [](const RandomRegulation& made) {
        RandomRegulation moved = made;
        std::mt19937_64 random(7);
        Shuffle(&moved.rows, &random);
        return DifferenceAfter(made, moved);
      },
      4);
}

// --- Indicators and items beside one another.

struct Statement {
  std::string line;
  std::vector<Statement> below;
};

std::size_t IndentOf(const std::string& line) { return line.find_first_not_of(' '); }

std::vector<Statement> ReadStatements(const std::vector<std::string>& lines, std::size_t begin,
                                      std::size_t end) {
  std::vector<Statement> statements;
  while (begin < end) {
    std::size_t next = begin + 1;
    while (next < end && IndentOf(lines[next]) > IndentOf(lines[begin])) ++next;
    statements.push_back({lines[begin], ReadStatements(lines, begin + 1, next)});
    begin = next;
  }
  return statements;
}

// Indicators and items change places among themselves; all else stays where it is.
void ShuffleSiblings(std::vector<Statement>* statements, std::mt19937_64* random) {
  for (const std::string word : {"指标 ", "项 "}) {
    std::vector<std::size_t> places;
    std::vector<Statement> movable;
    for (std::size_t i = 0; i < statements->size(); ++i) {
      const Statement& statement = (*statements)[i];
      if (statement.line.compare(IndentOf(statement.line), word.size(), word) != 0) continue;
      places.push_back(i);
      movable.push_back(statement);
    }
    Shuffle(&movable, random);
    for (std::size_t i = 0; i < places.size(); ++i) (*statements)[places[i]] = movable[i];
  }
  for (Statement& statement : *statements) ShuffleSiblings(&statement.below, random);
}

std::string TextOf(const std::vector<Statement>& statements) {
  std::string text;
  for (const Statement& statement : statements)
    text += statement.line + "\n" + TextOf(statement.below);
  return text;
}

TEST(RandomRegulations, OrderOfSiblingsChangesNothing) {
  Check(
      [](const RandomRegulation& made) {
        std::vector<std::string> lines;
        std::istringstream stream(made.rules);
        for (std::string line; std::getline(stream, line);) {
          if (!line.empty()) lines.push_back(line);
        }
        auto statements = ReadStatements(lines, 0, lines.size());
        std::mt19937_64 random(7);
        ShuffleSiblings(&statements, &random);
        RandomRegulation moved = made;
        moved.rules = TextOf(statements);
        return DifferenceAfter(made, moved);
      },
      4);
}

// --- Grades that people decide on.

// The worst grade for the first row of the first kind that is graded.
std::vector<scoring::Given> WorstForTheFirst(const Scored& scored) {
  for (std::size_t i = 0; i < scored.scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scored.scheme.figures[i];
    if (figure.role != scheme::Role::kGrade || scored.facts.table(figure.kind).rows() == 0) continue;
    return {{static_cast<FigureId>(i), 0, 0, figure.grades.back(), {}}};
  }
  return {};
}

TEST(RandomRegulations, GivenGradesAreFollowed) {
  std::size_t followed = 0;
  Check(
      [&](const RandomRegulation& made) -> std::string {
        const auto scored = ReadRandom(made);
        if (!scored->problems.empty()) return "";
        const auto given = WorstForTheFirst(*scored);
        if (given.empty()) return "";
        auto input = scoring::WithGiven(scored->scheme, scored->facts, given);
        const Scored changed{std::move(input.scheme), std::move(input.facts), ""};
        const auto outcome = scoring::Score(changed.scheme, changed.facts);
        std::string difference = FirstDifference(
            ShowOutcome(changed, outcome, KeepAll),
            ShowOutcome(changed, scoring::ScoreByReference(changed.scheme, changed.facts), KeepAll));
        if (!difference.empty()) return difference;
        const FigureId grade = given.front().figure;
        const std::string is = scoring::ShowValue(changed.scheme, changed.facts, grade,
                                                  outcome.At(grade, 0, 0), Language::kChinese);
        if (is != given.front().grade) return "the given grade is " + is;
        const auto is_apart = [&](FigureId id) {
          const bool follows = scheme::FiguresReadBy(scored->scheme, id).contains(grade);
          followed += follows ? 1 : 0;
          return id != grade && !follows;
        };
        return FirstDifference(
            ShowOutcome(changed, outcome, is_apart),
            ShowOutcome(*scored, scoring::Score(scored->scheme, scored->facts), is_apart));
      },
      4);
  if (std::getenv("KAOGONG_SEED") == nullptr) {
    EXPECT_GT(followed, 20u);
  }
}

// --- Money.

// The shares of one allocation, where all have a value and divide the same total, add up to it.
std::string SharesDoNotAddUp(const Scored& scored, FigureId id, std::size_t* checked) {
  const scheme::Figure& figure = scored.scheme.figure(id);
  const Expr& expr = scored.scheme.expr(figure.expr);
  scoring::Reference reference(scored.scheme, scored.facts);
  for (facts::Row row = 0; row < scored.facts.table(figure.kind).rows(); ++row) {
    const scoring::Value total = reference.Evaluate(expr.args[0], row, 0);
    if (!total.ok()) continue;
    Rational sum;
    bool has_weight = false;
    bool is_whole = true;
    for (const auto& member : reference.Members(expr, row, 0)) {
      const scoring::Value share = reference.Figure(id, member.row, 0);
      const scoring::Value of = reference.Evaluate(expr.args[0], member.row, 0);
      is_whole = is_whole && share.ok() && of.ok() && of.number == total.number;
      if (share.ok()) sum += share.number;
      const scoring::Value weight = reference.Evaluate(expr.args[1], member.row, 0);
      const bool is_in = expr.domain.filter == kNone ||
                         reference.Evaluate(expr.domain.filter, member.row, 0).truth();
      has_weight = has_weight || (is_in && weight.ok() && weight.number.sign() > 0);
    }
    if (!is_whole || !has_weight) continue;
    ++*checked;
    const auto cents = total.number.Round(expr.places, Rounding::kDown);
    if (!cents || sum != Rational(*cents))
      return "shares add up to " + sum.ToString() + " of " + total.number.ToString();
  }
  return "";
}

TEST(RandomRegulations, SharesAddUpToTheCent) {
  std::size_t checked = 0;
  Check([&](const RandomRegulation& made) -> std::string {
    const auto scored = ReadRandom(made);
    if (!scored->problems.empty()) return "";
    for (std::size_t i = 0; i < scored->scheme.figures.size(); ++i) {
      const scheme::Figure& figure = scored->scheme.figures[i];
      const Expr& expr = scored->scheme.expr(figure.expr);
      if (expr.op != Op::kAllocate || expr.domain.key != kNone || figure.level != scheme::kYear)
        continue;
      const std::string wrong = SharesDoNotAddUp(*scored, static_cast<FigureId>(i), &checked);
      if (!wrong.empty()) return figure.name + ": " + wrong;
    }
    return "";
  });
  if (std::getenv("KAOGONG_SEED") == nullptr) {
    EXPECT_GT(checked, 50u);
  }
}

// --- The generator itself.

std::string OpsOf(const scheme::Scheme& scheme, std::set<int>* ops, std::set<int>* functions) {
  for (const Expr& expr : scheme.exprs) {
    ops->insert(static_cast<int>(expr.op));
    if (expr.op == Op::kAggregate) functions->insert(static_cast<int>(expr.function));
  }
  return "";
}

TEST(RandomRegulations, UseTheWholeLanguage) {
  std::set<int> ops;
  std::set<int> functions;
  int usable = 0;
  const int rounds = 400;
  std::map<std::string, int> problems;
  for (int i = 0; i < rounds; ++i) {
    const auto scored = ReadRandom(MakeRandomRegulation(20121231 + static_cast<std::uint64_t>(i)));
    if (!scored->problems.empty()) {
      ++problems[scored->problems];
      continue;
    }
    ++usable;
    OpsOf(scored->scheme, &ops, &functions);
  }
  for (int op = 0; op <= static_cast<int>(Op::kAllocate); ++op)
    EXPECT_EQ(ops.count(op), 1u) << "no random regulation uses operation " << op;
  for (int function = 0; function <= static_cast<int>(scheme::AggregateFunction::kAll); ++function)
    EXPECT_EQ(functions.count(function), 1u) << "no random regulation uses aggregate " << function;
  EXPECT_GE(usable * 10, rounds * 9) << "too few of the random regulations compile; one says\n"
                                     << (problems.empty() ? "" : problems.begin()->first);
}

}  // namespace
}  // namespace kaogong
