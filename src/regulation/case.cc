// SPDX-License-Identifier: Apache-2.0
#include "regulation/case.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "facts/builder.h"
#include "scoring/reference.h"

namespace kaogong::regulation {
namespace {

using scheme::KindId;
using scheme::kNone;

// Splits "得分[半年]" into name and period.
std::pair<std::string, std::string> SplitPeriod(const std::string& text) {
  const std::size_t open = text.find('[');
  if (open == std::string::npos || text.back() != ']') return {text, {}};
  return {text.substr(0, open), text.substr(open + 1, text.size() - open - 2)};
}

// Limits of one file of cases. Cases are small; these keep crafted ones, such as YAML that repeats
// itself by reference, from taking all time.
constexpr std::size_t kCasesMax = 300;
constexpr std::int64_t kStepsMax = 10'000'000;
// Of all files together; a thousand cases of the largest shipped regulation take a tenth.
constexpr std::int64_t kStepsOfAllMax = 60'000'000;
constexpr int kHintsMax = 30;

// What the cases of one run share: the regulation compiled once for each year and set of
// parameters.
class Session {
 public:
  explicit Session(const RegulationFiles& files) : files_(files) {}

  const Compiled& CompiledFor(const CompileOptions& options) {
    constexpr std::size_t kKeptMax = 8;
    if (compiled_.size() > kKeptMax) compiled_.clear();
    auto& compiled = compiled_[{options.year, options.overrides}];
    if (!compiled) {
      compiled = std::make_unique<Compiled>(Compile(files_, options));
      for (const SourceFile& file : files_.documents) {
        Spend(4 * static_cast<std::int64_t>(file.text.size()));
      }
    }
    return *compiled;
  }

  void Spend(std::int64_t steps) { steps_left_ -= steps; }
  std::int64_t steps_left() const { return steps_left_; }
  void set_steps_left(std::int64_t steps) { steps_left_ = steps; }
  bool is_exhausted() const { return steps_left_ < 0; }
  bool MaySuggest() { return ++hints_ <= kHintsMax; }
  // What the file before did not use is not carried over.
  void NextFile() {
    steps_of_all_left_ -= kStepsMax - std::max<std::int64_t>(steps_left_, 0);
    steps_left_ = std::min(kStepsMax, steps_of_all_left_);
  }

 private:
  using Key = std::pair<int, std::vector<std::pair<std::string, std::string>>>;

  const RegulationFiles& files_;
  std::map<Key, std::unique_ptr<Compiled>> compiled_;
  std::int64_t steps_left_ = kStepsMax;
  std::int64_t steps_of_all_left_ = kStepsOfAllMax;
  int hints_ = 0;
};

class CaseRunner {
 public:
  CaseRunner(Session* session, const SourceFile& source, const YAML::Node& node)
      : session_(session), node_(node) {
    result_.file = source.path;
    result_.line = node.Mark().line + 1;
  }

  CaseResult Run() {
    if (!node_.IsMap() || !node_["case"] || !node_["given"]) {
      Fail(node_, "case.shape",
           Say("案例要有 case、given 和 expect", "a case needs case, given and expect"));
      return result_;
    }
    result_.title = node_["case"].as<std::string>();
    if (node_["origin"]) result_.origin = node_["origin"].as<std::string>();
    for (const auto& basis : node_["basis"]) result_.basis.push_back(basis.as<std::string>());
    CompileOptions options;
    if (node_["year"]) options.year = node_["year"].as<int>();
    for (const auto& item : node_["set"]) {
      options.overrides.emplace_back(item.first.as<std::string>(), item.second.as<std::string>());
    }
    compiled_ = &session_->CompiledFor(options);
    if (compiled_->issues.has_errors()) {
      const auto& issues = compiled_->issues.list();
      const auto first = std::find_if(issues.begin(), issues.end(), [](const Issue& issue) {
        return issue.severity == Severity::kError;
      });
      Fail(node_, "case.regulation",
           Say("办法本身有错误，案例没有运行", "the regulation has errors; the case did not run"),
           first->message);
      return result_;
    }
    for (const scheme::Field& field : scheme().fields) {
      session_->Spend(scheme().level(field.level).count());
    }
    facts::Builder builder(scheme());
    for (const auto& kind : node_["given"]) Given(kind.first, kind.second, &builder);
    if (session_->is_exhausted()) return TooLarge();
    AddMissingParents(&builder);
    Issues linking;
    const facts::Facts facts = builder.Finish(&linking);
    for (const Issue& issue : linking.list()) found_codes_.emplace_back(issue.code);
    if (!ExpectedIssues()) return result_;
    for (const Issue& issue : linking.list()) {
      Fail(node_, "case.facts", issue.message);
    }
    if (result_.failures.empty()) Expect(facts);
    return session_->is_exhausted() ? TooLarge() : result_;
  }

 private:
  const scheme::Scheme& scheme() const { return compiled_->scheme; }

  CaseResult TooLarge() {
    result_.failures = {};
    Fail(node_, "case.too-large",
         Say("案例太大，没有算完", "the cases are too large and were not finished"),
         Say("案例只写说明规则所需的几行；分成几个文件",
             "give only the rows the rule needs; use several files"));
    return result_;
  }

  Place PlaceOf(const YAML::Node& node) const {
    Place place;
    place.file = result_.file;
    place.line = node.Mark().line + 1;
    place.column = node.Mark().column + 1;
    return place;
  }

  void Fail(const YAML::Node& node, std::string_view code, Text message, Text hint = {}) {
    result_.failures.Error(code, PlaceOf(node), std::move(message), std::move(hint));
  }

  KindId Kind(const YAML::Node& node) {
    const auto name = node.as<std::string>();
    const KindId kind = scheme().FindKind(name);
    if (kind == kNone) {
      std::vector<std::string> known;
      for (const auto& candidate : scheme().kinds) known.push_back(candidate.name);
      Fail(node, "case.unknown-kind", Say("没有对象“{}”", "there is no kind '{}'", name),
           Say("可用：{}", "use: {}", fmt::format("{}", fmt::join(known, "、"))));
    }
    return kind;
  }

  void Given(const YAML::Node& kind_node, const YAML::Node& rows, facts::Builder* builder) {
    const KindId kind = Kind(kind_node);
    if (kind == kNone) return;
    given_kinds_.push_back(kind);
    if (rows.IsSequence()) {
      for (const auto& row : rows) GivenRow(kind, "", row, builder);
    } else if (kind == 0) {
      GivenRow(kind, "全体", rows, builder);
    } else {
      for (const auto& row : rows) {
        if (scheme().kind(kind).is_record) {
          Fail(kind_node, "case.shape",
               Say("明细要写成列表：- {{…}}", "records are a list: - {{…}}"));
          return;
        }
        GivenRow(kind, row.first.as<std::string>(), row.second, builder);
      }
    }
  }

  void GivenRow(KindId kind, const std::string& id, const YAML::Node& cells,
                facts::Builder* builder) {
    const scheme::Scheme& scheme = compiled_->scheme;
    const facts::Row row = builder->FindOrAdd(kind, id);
    const KindId parent = scheme.kind(kind).parent;
    bool has_parent = false;
    for (const auto& cell : cells) {
      session_->Spend(kStepsOfCell);
      if (session_->is_exhausted()) return;
      const auto [name, period] = SplitPeriod(cell.first.as<std::string>());
      if (parent > 0 && name == scheme.kind(parent).name) {
        const auto problem = builder->SetParent(kind, row, cell.second.as<std::string>());
        if (problem) Fail(cell.second, "case.facts", problem->message, problem->hint);
        named_parents_.emplace_back(parent, cell.second.as<std::string>());
        has_parent = true;
        continue;
      }
      const scheme::FieldId field = scheme.FindField(kind, name);
      if (field == kNone) {
        Unknown(cell.first, name, kind);
      } else if (cell.second.IsMap()) {
        for (const auto& item : cell.second)
          SetCell(field, row, item.first.as<std::string>(), item.second, builder);
      } else {
        SetCell(field, row, period, cell.second, builder);
      }
    }
    if (parent > 0 && !has_parent) orphans_.emplace_back(kind, row);
  }

  void Unknown(const YAML::Node& node, const std::string& name, KindId kind) {
    std::vector<std::string> known;
    for (const auto& field : scheme().fields) {
      if (field.kind == kind) known.push_back(field.name);
    }
    for (const auto& figure : scheme().figures) {
      if (figure.kind == kind) known.push_back(figure.name);
    }
    const std::string near = session_->MaySuggest() ? NearestName(name, known) : std::string();
    Fail(node, "case.unknown-name",
         Say("“{1}”中没有“{0}”", "there is no '{0}' in '{1}'", name, scheme().kind(kind).name),
         near.empty() ? Text{} : Say("是否想写“{}”？", "did you mean '{}'?", near));
  }

  std::optional<int> Period(scheme::LevelId level, const std::string& name,
                            const YAML::Node& node) {
    if (level == scheme::kYear && name.empty()) return 0;
    const auto period = scheme::FindPeriod(level, scheme().level(level), name, scheme().year);
    if (!period) {
      Fail(node, "case.unknown-period",
           Say("没有考核期“{}”；写成 名称[期] 或 {{期: 值}}",
               "there is no period '{}'; write name[period]", name));
    }
    return period;
  }

  void SetCell(scheme::FieldId field, facts::Row row, const std::string& period_name,
               const YAML::Node& value, facts::Builder* builder) {
    session_->Spend(kStepsOfCell);
    if (session_->is_exhausted()) return;
    const auto period = Period(scheme().field(field).level, period_name, value);
    if (!period || value.IsNull()) return;
    if (auto problem = builder->SetCell(field, *period, row, value.as<std::string>())) {
      found_codes_.emplace_back(problem->code);
      if (!node_["issues"]) Fail(value, "case.facts", problem->message, problem->hint);
    }
  }

  // Rows that name no parent belong to the only one there is; where none is given, one is made.
  void AddMissingParents(facts::Builder* builder) {
    for (const auto& [kind, id] : named_parents_) EnsureRow(kind, id, builder);
    std::map<KindId, std::optional<std::string>> only_parents;
    for (const auto& [kind, row] : orphans_) {
      const auto [only, is_new] = only_parents.try_emplace(kind);
      if (is_new) only->second = OnlyParent(kind);
      if (!only->second) return;
      EnsureRow(scheme().kind(kind).parent, *only->second, builder);
      builder->SetParent(kind, row, *only->second);
    }
  }

  // Returns the one row above that is given, or the name of the one to make; nothing when there are
  // several to choose from, which has been reported.
  std::optional<std::string> OnlyParent(KindId kind) {
    const scheme::Kind& parent = scheme().kind(scheme().kind(kind).parent);
    std::string only = parent.name;
    for (const auto& item : node_["given"]) {
      if (item.first.as<std::string>() != parent.name || !item.second.IsMap()) continue;
      if (item.second.size() > 1) {
        Fail(item.first, "case.which-parent",
             Say("每个{0}要写明属于哪个{1}", "every {0} must name its {1}",
                 scheme().kind(kind).name, parent.name));
        return std::nullopt;
      }
      if (item.second.size() == 1) only = item.second.begin()->first.as<std::string>();
    }
    return only;
  }

  void EnsureRow(KindId kind, const std::string& id, facts::Builder* builder) {
    const facts::Row row = builder->FindOrAdd(kind, id);
    const KindId parent = scheme().kind(kind).parent;
    const bool given =
        std::find(given_kinds_.begin(), given_kinds_.end(), kind) != given_kinds_.end();
    if (parent <= 0 || given) return;
    EnsureRow(parent, scheme().kind(parent).name, builder);
    builder->SetParent(kind, row, scheme().kind(parent).name);
  }

  // Returns false when the case is about refused facts and ends here.
  bool ExpectedIssues() {
    if (!node_["issues"]) return true;
    for (const auto& code : node_["issues"]) {
      const auto wanted = code.as<std::string>();
      if (std::find(found_codes_.begin(), found_codes_.end(), wanted) == found_codes_.end()) {
        Fail(code, "case.no-issue",
             Say("数据没有因“{}”被退回", "the facts were not refused for '{}'", wanted));
      }
    }
    return false;
  }

  void Expect(const facts::Facts& facts) {
    const scheme::Scheme& scheme = compiled_->scheme;
    scoring::Reference reference(scheme, facts);
    reference.LimitSteps(session_->steps_left());
    result_.figures.assign(scheme.figures.size(), false);
    result_.effects.assign(scheme.effects.size(), false);
    result_.expected.assign(scheme.figures.size(), false);
    int expectations = 0;
    for (const auto& kind_node : node_["expect"]) {
      const KindId kind = Kind(kind_node.first);
      if (kind == kNone) continue;
      const YAML::Node rows = kind == 0 ? YAML::Node() : kind_node.second;
      if (kind == 0) {
        ExpectRow(kind, 0, kind_node.second, &reference, &expectations);
        continue;
      }
      for (const auto& row_node : rows) {
        const auto row = facts.FindRow(kind, row_node.first.as<std::string>());
        if (!row) {
          Fail(row_node.first, "case.unknown-row",
               Say("given 里没有“{}”", "'{}' is not given", row_node.first.as<std::string>()));
          continue;
        }
        ExpectRow(kind, *row, row_node.second, &reference, &expectations);
      }
    }
    if (expectations == 0) {
      Fail(node_, "case.no-expectation", Say("案例没有写 expect", "the case expects nothing"));
    }
    NoteCoverage(facts, &reference);
    session_->set_steps_left(reference.steps_left());
  }

  void ExpectRow(KindId kind, facts::Row row, const YAML::Node& cells,
                 scoring::Reference* reference, int* expectations) {
    const scheme::Scheme& scheme = compiled_->scheme;
    for (const auto& cell : cells) {
      const auto [name, period] = SplitPeriod(cell.first.as<std::string>());
      const scheme::FigureId figure = scheme.FindFigure(kind, name);
      if (figure == kNone) {
        Unknown(cell.first, name, kind);
        continue;
      }
      result_.expected[static_cast<std::size_t>(figure)] = true;
      if (cell.second.IsMap()) {
        for (const auto& item : cell.second) {
          ++*expectations;
          ExpectValue(figure, row, item.first.as<std::string>(), item.second, reference);
        }
      } else {
        ++*expectations;
        ExpectValue(figure, row, period, cell.second, reference);
      }
    }
  }

  void ExpectValue(scheme::FigureId figure, facts::Row row, const std::string& period_name,
                   const YAML::Node& node, scoring::Reference* reference) {
    const scheme::Scheme& scheme = compiled_->scheme;
    const auto period = Period(scheme.figure(figure).level, period_name, node);
    if (!period) return;
    const scoring::Value value = reference->Figure(figure, row, *period);
    const auto wanted = node.as<std::string>();
    const std::string got = Show(scheme.figure(figure), value, reference->facts());
    if (!Matches(scheme.figure(figure), value, wanted, got)) {
      Fail(node, "case.mismatch",
           Say("“{0}”应为 {1}，算得 {2}", "'{0}' should be {1} but is {2}",
               scheme.figure(figure).name, wanted, got));
    }
  }

  static std::string Show(const scheme::Figure& figure, const scoring::Value& value,
                          const facts::Facts& facts) {
    switch (value.state) {
      case scoring::State::kValid:
        break;
      case scoring::State::kExempt:
        return "不适用";
      case scoring::State::kPending:
        return "待定";
      default:
        return "无法计算";
    }
    if (figure.type == scheme::Type::kText) {
      return facts.texts[static_cast<std::size_t>(*value.number.ToInteger(Rounding::kDown))];
    }
    if (figure.type == scheme::Type::kBoolean) return value.truth() ? "是" : "否";
    return value.number.ToString();
  }

  static bool Matches(const scheme::Figure& figure, const scoring::Value& value,
                      const std::string& wanted, const std::string& got) {
    if (value.ok() && figure.type == scheme::Type::kNumber) {
      const auto number = Decimal::Parse(wanted);
      return number && Rational(*number) == value.number;
    }
    if (wanted == "true" || wanted == "false") return got == (wanted == "true" ? "是" : "否");
    return wanted == got;
  }

  void NoteCoverage(const facts::Facts& facts, scoring::Reference* reference) {
    const scheme::Scheme& scheme = compiled_->scheme;
    for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
      const scheme::Figure& figure = scheme.figures[i];
      for (facts::Row row = 0; row < facts.table(figure.kind).rows() && !result_.figures[i];
           ++row) {
        for (int period = 0; period < scheme.level(figure.level).count() && !result_.figures[i];
             ++period) {
          result_.figures[i] =
              reference->Figure(static_cast<scheme::FigureId>(i), row, period).ok();
        }
      }
    }
    for (const scheme::Expr& expr : scheme.exprs) {
      if (expr.op != scheme::Op::kIf || expr.effect == kNone) continue;
      const auto effect = static_cast<std::size_t>(expr.effect);
      for (facts::Row row = 0; row < facts.table(expr.kind).rows() && !result_.effects[effect];
           ++row) {
        for (int period = 0; period < scheme.level(expr.level).count(); ++period) {
          if (reference->Evaluate(expr.args[0], row, period).truth())
            result_.effects[effect] = true;
        }
      }
    }
  }

  static constexpr std::int64_t kStepsOfCell = 10;

  Session* session_;
  const YAML::Node& node_;
  CaseResult result_;
  const Compiled* compiled_ = nullptr;
  std::vector<KindId> given_kinds_;
  std::vector<std::pair<KindId, std::string>> named_parents_;
  std::vector<std::pair<KindId, facts::Row>> orphans_;
  std::vector<std::string> found_codes_;
};

}  // namespace

namespace {

void RunFile(const SourceFile& cases, Session* session, std::vector<CaseResult>* results) {
  std::size_t count = 0;
  session->NextFile();
  try {
    for (const YAML::Node& node : YAML::LoadAll(cases.text)) {
      if (node.IsNull()) continue;
      results->push_back(CaseRunner(session, cases, node).Run());
      if (session->is_exhausted()) return;
      if (++count == kCasesMax) {
        Place place;
        place.file = cases.path;
        place.line = node.Mark().line + 1;
        results->back().failures.Error(
            "case.too-many", std::move(place),
            Say("一个文件最多{}个案例，其余没有运行",
                "a file holds at most {} cases; the rest did not run", kCasesMax),
            Say("分成几个文件", "use several files"));
        return;
      }
    }
  } catch (const YAML::Exception& error) {
    // yaml-cpp reports by exception: bad YAML, or a list where a word was expected.
    CaseResult broken;
    broken.file = cases.path;
    broken.line = error.mark.line + 1;
    broken.title = cases.path;
    Place place;
    place.file = cases.path;
    place.line = broken.line;
    broken.failures.Error(
        "case.yaml", place,
        Say("案例文件格式不对：{}", "the case file is not as expected: {}", error.msg));
    results->push_back(std::move(broken));
  }
}

}  // namespace

std::vector<CaseResult> RunCases(const RegulationFiles& files, const SourceFile& cases) {
  std::vector<CaseResult> results;
  Session session(files);
  RunFile(cases, &session, &results);
  return results;
}

std::vector<CaseResult> RunAllCases(const RegulationFiles& files) {
  std::vector<CaseResult> results;
  Session session(files);
  for (const SourceFile& cases : files.cases) RunFile(cases, &session, &results);
  return results;
}

}  // namespace kaogong::regulation
