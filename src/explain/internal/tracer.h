// SPDX-License-Identifier: Apache-2.0
// Tracer: builds the nodes of one explanation.
#pragma once

#include <set>
#include <tuple>

#include "explain/internal/wording.h"
#include "explain/trace.h"

namespace kaogong::explain::internal {

class Tracer {
 public:
  Tracer(scoring::Reference& reference, const TraceOptions& options)
      : reference_(reference), options_(options), wording_(reference) {}

  Node Figure(FigureId id, Row row, int period, int depth);

 private:
  const scheme::Scheme& scheme() const { return reference_.scheme(); }
  const scheme::Expr& expr(ExprId id) const { return scheme().expr(id); }
  Value Evaluate(Point at) { return reference_.Evaluate(at.id, at.row, at.period); }

  // Adds what an expression read and did to a node. `spine`: its value is the node's value, apart
  // from rounding and limits, so that its step may merge with the node.
  void Into(Node* node, Point at, bool spine);
  // The node that describes a step: the node itself when it has no step yet, else a new child.
  // Null when the limits are reached.
  Node* Target(Node* node, NodeKind kind, Point at, std::string_view method, bool spine);
  Node* Child(Node* parent, NodeKind kind, Point at, std::string_view method);
  void Operands(Node* node, const scheme::Expr& expr, Point at);

  // trace_leaf.cc: facts, parameters, figures.
  void AddInput(Node* node, Point at);
  void AddParameter(Node* node, scheme::ParameterId id);
  void AddTableParameter(Node* node, const scheme::Expr& table);
  void AddFigure(Node* node, Point at);
  void AddEffects(Node* node, Point* body);
  Point WithoutIdleSteps(Point at);

  // trace_step.cc: methods, tables, branches, limits.
  Term TermOf(TermRole role, Point at);
  Term NamedTerm(TermRole role, Text name, Point at);
  Text LabelOf(ExprId id, ExprId beside, Text usual);
  void Arithmetic(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Proportion(Node* node, Point at, bool spine);
  void Efficacy(Node* node, Point at, bool spine);
  void Steps(Node* node, Point at, bool spine);
  void Ratio(Node* node, Point at, bool spine);
  void Round(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Limit(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Choice(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Parts(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Branch(Node* node, Point at, bool spine);
  void Fallback(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Bands(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Lookup(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Interpolate(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void Truth(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void NotTakenArm(Node* node, const scheme::Expr& expr, const scheme::Arm& arm, Point at,
                   Text why);
  void AddNotTaken(Node* node, NotTaken entry);

  // trace_many.cc: aggregates, ranks, quotas, allocations.
  struct Member {
    Point body;
    Text name;
    Value value;
    Value weight;
    Text why_not;            // Empty: it counts.
    bool is_silent = false;  // Left out by the period, not by the author.
  };
  void OwnMembers(Node* node, const scheme::Expr& expr, Point at, bool spine);
  Member JudgeMember(const scheme::Expr& expr, Point at, scoring::Reference::Place place,
                     const Value& own_key);
  void DropExtremes(const scheme::Expr& expr, std::vector<Member>* members);
  void AddMember(Node* node, const scheme::Expr& expr, const Member& member);
  void GroupFunction(Node* node, const scheme::Expr& expr, Point at, bool spine);
  void SeeGroup(const scheme::Expr& expr, std::size_t arg, Point at, Group* group, Rational* sum);
  void Neighbours(const scheme::Expr& expr, const std::vector<std::pair<Row, Rational>>& values,
                  Group* group);

  scoring::Reference& reference_;
  const TraceOptions& options_;
  Wording wording_;
  std::set<std::tuple<FigureId, Row, int>> seen_;
  ExprId skip_ = kNone;  // An effect's operand that is explained elsewhere.
  int nodes_ = 0;
};

// Collects the facts that a figure without value waits for, and the causes that are no facts.
void FindMissing(scoring::Reference& reference, FigureId figure, Row row, int period,
                 const TraceOptions& options, Explanation* to);

}  // namespace kaogong::explain::internal
