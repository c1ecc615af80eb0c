// SPDX-License-Identifier: Apache-2.0
// Builder: the state of one compilation. Declarations become kinds, fields and figure drafts
// (collect.cc); drafts become figures (figures.cc); formulas become Exprs (resolve.cc), with the
// named functions of the language in functions.cc.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "regulation/compile.h"
#include "regulation/declaration.h"

namespace YAML {
class Node;
}

namespace kaogong::regulation::internal {

using scheme::Expr;
using scheme::ExprId;
using scheme::FigureId;
using scheme::KindId;
using scheme::LevelId;
using scheme::Op;
using scheme::Type;

// Where a formula stands. Names are looked up in `kind`; the Expr is evaluated for rows of
// `member`, which is `kind` or, inside an aggregate, a kind below it.
struct Context {
  KindId kind = 0;
  KindId member = 0;
  LevelId level = scheme::kYear;
  FigureId self = scheme::kNone;
};

// A table parameter (参数 人口系数 = 分段(…)): called like a function of one argument.
struct TableParameter {
  std::string name;
  struct Version {
    std::optional<Date> from;
    const formula::Node* table;  // Null: no longer in force.
    Place place;
  };
  Place place;
  std::vector<Version> versions;  // Ascending.
  bool is_used = false;
};

// What a parameter is on one day: a number, a day or a text.
struct ParameterConstant {
  Decimal value;
  Type type = Type::kNumber;
  bool is_percent = false;
};

struct FigureDraft {
  const Declaration* declaration = nullptr;
  enum class State { kNew, kResolving, kDone } state = State::kNew;
};

struct EffectDraft {
  const Declaration* declaration = nullptr;  // The 效果 line, or the 例外.
  const Declaration* veto = nullptr;         // The 否决; null for an exception.
  FigureId condition = scheme::kNone;
  FigureId target = scheme::kNone;
  KindId kind = scheme::kNone;  // Where it was declared.
};

// The arguments of one call, by position and by label; reports what is missing or left over.
class Call;

// Limits that no regulation people write comes near; they keep crafted text from taking all time,
// memory or stack.
inline constexpr int kNestingMax = 500;            // Formulas open at once, through figures named.
inline constexpr int kDepthMax = 1000;             // Levels of one value's computation.
inline constexpr std::size_t kExprsMax = 100'000;  // Steps of all computations.
inline constexpr std::size_t kColumnsMax = 200'000;  // Fields and figures times their periods.
inline constexpr int kHintsMax = 30;                 // "Did you mean …" suggestions.

class Builder {
 public:
  Builder(const CompileOptions& options, Compiled* out);

  void Collect(const std::vector<Declaration>& declarations);
  void ReadParameterFiles(const std::vector<SourceFile>& files);
  void ResolveAll();
  // Moves what the linter asks about table parameters to Compiled::tables.
  void ReportTables(std::vector<Compiled::Table>* to) const;

  // --- Formulas. kNone after an error, which has been reported.
  // Refuses formulas that nest past the limits above.
  ExprId Resolve(const formula::Node& node, const Context& context);
  ExprId ResolveAs(const formula::Node& node, const Context& context, Type type);
  ExprId ResolveCall(const formula::Node& node, const Context& context);

  ExprId Add(Expr expr);
  ExprId Literal(Decimal value, const Context& context);
  ExprId TextLiteral(std::string_view text, const Context& context);
  // Returns the id of a text, which it keeps in the scheme.
  scheme::TextId KeepText(std::string_view text);
  // Reports, once, that the calendar of working days does not reach this year.
  bool CheckCalendar(const formula::Node& node);
  // Returns the day that 日期("2012-03-31") names; nothing after an error, which it has reported.
  std::optional<Date> ReadDate(const formula::Node& call);
  ExprId Make(Op op, std::vector<ExprId> args, const Context& context, const formula::Node* node,
              Type type = Type::kNumber);
  const Expr& expr(ExprId id) const { return scheme_.expr(id); }
  // 不适用 or 待定, which stand for any type.
  bool IsWithoutValue(ExprId id) const {
    return expr(id).op == Op::kExempt || expr(id).op == Op::kPending;
  }
  // Fails with a message unless the expression has the type.
  bool Expect(ExprId id, Type type, const formula::Node& node);
  // "Did you mean …" for a name that is near one of `known`; empty when there is none, and when
  // many suggestions have been made already.
  kaogong::Text Suggest(std::string_view name,
                        const std::function<std::vector<std::string>()>& known);

  scheme::Scheme& scheme() { return scheme_; }
  Issues& issues() { return issues_; }
  Place PlaceOf(const formula::Node& node) const;
  const CompileOptions& options() const { return options_; }
  Date as_of() const { return scheme_.as_of; }

  LevelId FindLevel(std::string_view name) const;
  // The kind below context.member that the formula's dotted names speak of; kNone if none.
  // Aggregates inside it have members of their own and are passed over.
  KindId MemberKind(const formula::Node& node, const Context& context, bool is_root = true) const;
  // The finest level of the fields and figures that the formula names.
  LevelId FinestLevel(const formula::Node& node, const Context& context) const;
  TableParameter* FindTable(std::string_view name);
  // Context inside an aggregate over rows of `member`.
  static Context Inside(Context context, KindId member);
  // Applies a table (分段, 插值, 对照) to a subject.
  ExprId ResolveTable(const formula::Node& table, std::string_view function, ExprId subject,
                      std::size_t first_argument, const Context& context);
  std::optional<Decimal> FullPoints(FigureId figure) const;

 private:
  // collect.cc
  void CollectOne(const Declaration& declaration);
  void CollectKind(const Declaration& declaration);
  void CollectPeriods(const Declaration& declaration);
  void CollectField(const Declaration& declaration, KindId kind);
  void AddField(const Declaration& declaration, KindId kind, const std::string& facet);
  void SetType(const Declaration& declaration, scheme::Field* field);
  void SetMissing(const Declaration& declaration, scheme::Field* field);
  void SetRange(const Declaration& declaration, scheme::Field* field);
  void CollectParameter(const Declaration& declaration);
  void AddParameterValue(const std::string& name, const formula::Node& node,
                         std::optional<Date> from, const std::string& reference, const Place& place,
                         const std::string& unit);
  FigureId CollectFigure(const Declaration& declaration, scheme::Role role, FigureId parent,
                         LevelId level);
  void CollectFigureOptions(const Declaration& declaration, scheme::Figure* figure);
  void CollectException(const Declaration& declaration);
  void CollectGrades(const Declaration& declaration, scheme::Figure* figure);
  void CheckName(std::string_view name, KindId kind, scheme::Role role, const Place& place);
  void ApplyOverrides();
  void ReadParameterFile(const SourceFile& file);
  void ReadCalendar(const YAML::Node& root, Place place);
  std::optional<ParameterConstant> ReadConstant(const formula::Node& node);
  void EndParameter(const std::string& name, Date from);
  void ReportSecondValue(const std::string& name, const Place& place);
  ExprId ResolveTableCall(TableParameter* table, Call* call);

  // figures.cc
  void LinkEffects();
  bool ResolveFigure(FigureId id);
  ExprId ResolveBody(FigureId id, const Context& context);
  ExprId ResolveTree(FigureId id, const Context& context);
  ExprId ResolveChild(FigureId child, const Context& context);
  ExprId ResolveAdjustments(FigureId id, ExprId body, const Context& context);
  bool Names(ExprId root, FigureId figure) const;
  ExprId ResolveGrade(FigureId id, const Context& context);
  ExprId ResolveLimits(FigureId id, ExprId body, const Context& context);
  ExprId ResolveRounding(FigureId id, ExprId body, const Context& context);
  ExprId ResolveEffects(FigureId id, ExprId body, const Context& context);
  ExprId FinishEffect(FigureId id, ExprId value, const Context& context);
  ExprId EffectValue(const EffectDraft& draft, FigureId target, ExprId body,
                     const Context& context);
  ExprId EffectCondition(const EffectDraft& draft, const Context& context);
  ExprId GradeLimit(FigureId target, const std::string& best, ExprId body, const Context& context,
                    const EffectDraft& draft);
  void ReportCycle(FigureId id);

  // resolve.cc
  ExprId ResolveNode(const formula::Node& node, const Context& context);
  void ReportTooDeep(Place place);
  void CheckSize();
  void NoteDepth(ExprId id);
  ExprId ResolveNumber(const formula::Node& node, const Context& context);
  ExprId ResolveName(const formula::Node& node, const std::vector<std::string>& parts,
                     const Context& context);
  ExprId ResolveInKind(const formula::Node& node, const std::string& name, KindId kind,
                       const Context& context);
  ExprId ResolveIndex(const formula::Node& node, const Context& context);
  ExprId ResolveBinary(const formula::Node& node, const Context& context);
  ExprId ResolveIf(const formula::Node& node, const Context& context);
  // A bare word that is an option or a grade somewhere.
  bool IsOptionWord(const formula::Node& node) const;
  void AskAboutOption(const formula::Node& node, const Context& context);
  // Whether the text is one that the expression is known to give.
  bool HoldsText(ExprId id, std::string_view text) const;
  // Resolves what is compared with `beside`: an option of it goes before a figure of that name.
  ExprId ResolveBeside(const formula::Node& node, ExprId beside, const Context& context);
  std::pair<ExprId, ExprId> ResolvePair(const formula::Node& left, const formula::Node& right,
                                        const Context& context);
  // Brings an expression of another (coarser) level and (ancestor) kind into the context.
  ExprId Lift(ExprId id, const Context& context, const formula::Node& node);
  void ReportUnknown(const formula::Node& node, const std::string& name, KindId kind);
  void CollectLevels(const formula::Node& node, const Context& context, LevelId* finest) const;

  CompileOptions options_;
  scheme::Scheme& scheme_;
  Issues& issues_;
  std::vector<FigureDraft> drafts_;  // Parallel to scheme_.figures.
  std::vector<EffectDraft> effects_;
  std::vector<TableParameter> tables_;
  std::vector<std::unique_ptr<Declaration>> owned_;  // Parameter formulas from files.
  std::vector<std::vector<formula::Token>> owned_tokens_;
  std::set<std::string, std::less<>> known_texts_;  // Options and grades usable without quotes.
  std::vector<FigureId> resolving_;
  std::vector<int> depths_;  // Parallel to scheme_.exprs.
  int nesting_ = 0;
  int hints_ = 0;
  bool has_asked_for_calendar_ = false;
  bool expects_other_than_text_ = false;  // Of the formula that is resolved next.
  bool is_too_deep_ = false;
  bool is_too_large_ = false;
  const Place* table_place_ = nullptr;  // While a parameter table is resolved: where it is written.
  KindId current_kind_ = scheme::kNone;

  friend class Call;
};

}  // namespace kaogong::regulation::internal
