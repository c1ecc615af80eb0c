// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "base/result.h"
#include "scoring/internal/kernels.h"
#include "scoring/operations.h"
#include "scoring/plan.h"
#include "scoring/statistics.h"

namespace kaogong::scoring {

using facts::Row;
using facts::RowRange;
using scheme::Expr;
using scheme::KindId;
using scheme::kNone;

namespace {

// Rows of the largest kind that a block gathers at least, so that short groups share the cost of
// walking the program.
constexpr Row kBlockRows = 128;

class BlockRunner {
 public:
  BlockRunner(const scheme::Scheme& scheme, const facts::Facts& facts, const Plan& plan,
              Outcome* outcome)
      : scheme_(scheme),
        facts_(facts),
        plan_(plan),
        outcome_(outcome),
        ranges_(scheme.kinds.size()),
        integers_(plan.slots.size()),
        bytes_(plan.slots.size()),
        values_(plan.slots.size()) {}

  void Run(RowRange partition) {
    SetRanges(partition);
    Reserve();
    for (const Instruction& instruction : plan_.program) Execute(instruction);
    WriteOutputs();
  }

 private:
  void SetRanges(RowRange partition) {
    for (std::size_t kind = 0; kind < ranges_.size(); ++kind) {
      const auto id = static_cast<KindId>(kind);
      RowRange& range = ranges_[kind];
      if (scheme_.IsAncestor(plan_.partition, id)) {
        range = {facts::RowsBelow(scheme_, facts_, plan_.partition, partition.begin, id).begin,
                 facts::RowsBelow(scheme_, facts_, plan_.partition, partition.end - 1, id).end};
      } else if (scheme_.IsAncestor(id, plan_.partition)) {
        range = {facts::RowAbove(scheme_, facts_, plan_.partition, partition.begin, id),
                 facts::RowAbove(scheme_, facts_, plan_.partition, partition.end - 1, id) + 1};
      } else {
        range = {};
      }
    }
  }

  std::size_t Size(KindId kind) const {
    const RowRange& range = ranges_[static_cast<std::size_t>(kind)];
    return static_cast<std::size_t>(range.end - range.begin);
  }

  void Reserve() {
    for (std::size_t i = 0; i < plan_.slots.size(); ++i) {
      const auto& [bank, kind] = plan_.slots[i];
      const std::size_t rows = Size(kind);
      if (bank == Bank::kInteger && integers_[i].size() < rows) integers_[i].resize(rows);
      if (bank == Bank::kByte && bytes_[i].size() < rows) bytes_[i].resize(rows);
      if (bank == Bank::kValue && values_[i].size() < rows) values_[i].resize(rows);
    }
  }

  const Register& RegisterOf(RegisterId id) const {
    return plan_.registers[static_cast<std::size_t>(id)];
  }

  const std::int64_t* Integers(RegisterId id) {
    const Register& reg = RegisterOf(id);
    const Row begin = ranges_[static_cast<std::size_t>(reg.kind)].begin;
    if (reg.column != nullptr) return reg.column + begin;
    return MutableIntegers(id);
  }

  std::int64_t* MutableIntegers(RegisterId id) {
    const Register& reg = RegisterOf(id);
    if (reg.output >= 0) {
      const Output& output = plan_.outputs[static_cast<std::size_t>(reg.output)];
      return ColumnOf(output).units.data() + ranges_[static_cast<std::size_t>(reg.kind)].begin;
    }
    return integers_[static_cast<std::size_t>(reg.slot)].data();
  }

  const std::uint8_t* Bytes(RegisterId id) {
    const Register& reg = RegisterOf(id);
    if (reg.bytes != nullptr) return reg.bytes + ranges_[static_cast<std::size_t>(reg.kind)].begin;
    return MutableBytes(id);
  }
  std::uint8_t* MutableBytes(RegisterId id) {
    return bytes_[static_cast<std::size_t>(RegisterOf(id).slot)].data();
  }
  Value* Values(RegisterId id) {
    return values_[static_cast<std::size_t>(RegisterOf(id).slot)].data();
  }

  FigureColumn& ColumnOf(const Output& output) {
    return outcome_
        ->figures[static_cast<std::size_t>(output.figure)][static_cast<std::size_t>(output.period)];
  }

  State StateAt(RegisterId id, std::size_t row) {
    return id < 0 ? State::kValid : static_cast<State>(Bytes(id)[row]);
  }

  void Execute(const Instruction& instruction);
  void ExecuteIntegers(const Instruction& instruction, std::size_t n);
  void ExecuteBytes(const Instruction& instruction, std::size_t n);
  void ExecuteSegments(const Instruction& instruction);
  void ExecuteGroups(const Instruction& instruction);
  void ExecuteValues(const Instruction& instruction, std::size_t n);
  void ToAncestor(const Instruction& instruction, std::size_t n);
  void Lookup(const Instruction& instruction, std::size_t n);
  void TruthState(const Instruction& instruction, std::size_t n);
  void RowsOfValues(const Instruction& instruction);
  void RankRows(const Instruction& instruction, const Expr& expr, RowRange members);
  void PeriodsOfValues(const Instruction& instruction, std::size_t n);
  void WriteOutputs();

  // Calls visit(row of scope, range of member rows) for every row of `scope` in the block; rows of
  // scope above the partition are the whole block.
  template <class Visit>
  void ForEachScope(KindId scope, KindId member, Visit visit) {
    const RowRange scopes = ranges_[static_cast<std::size_t>(scope)];
    for (Row row = scopes.begin; row < scopes.end; ++row) {
      visit(row, facts::RowsBelow(scheme_, facts_, scope, row, member));
    }
  }
  Row Begin(KindId kind) const { return ranges_[static_cast<std::size_t>(kind)].begin; }

  const scheme::Scheme& scheme_;
  const facts::Facts& facts_;
  const Plan& plan_;
  Outcome* outcome_;
  std::vector<RowRange> ranges_;
  std::vector<std::vector<std::int64_t>> integers_;
  std::vector<std::vector<std::uint8_t>> bytes_;
  std::vector<std::vector<Value>> values_;
  std::vector<const std::int64_t*> pointers_;
};

void BlockRunner::Execute(const Instruction& instruction) {
  const std::size_t n = Size(instruction.kind);
  if (instruction.code >= Code::kValueFromInteger) return ExecuteValues(instruction, n);
  switch (instruction.code) {
    case Code::kToAncestor:
      return ToAncestor(instruction, n);
    case Code::kLookup:
      return Lookup(instruction, n);
    case Code::kSegmentSum:
    case Code::kSegmentCount:
    case Code::kSegmentExtreme:
    case Code::kSegmentBytes:
      return ExecuteSegments(instruction);
    case Code::kRank:
    case Code::kWithinQuota:
    case Code::kAllocate:
      return ExecuteGroups(instruction);
    case Code::kBytesAnd:
    case Code::kBytesOr:
    case Code::kBytesNot:
    case Code::kTruthState:
    case Code::kSelectBytes:
    case Code::kWorst:
    case Code::kFirstState:
    case Code::kStateIf:
    case Code::kStateIn:
    case Code::kDropExempt:
    case Code::kSelectState:
      return ExecuteBytes(instruction, n);
    default:
      return ExecuteIntegers(instruction, n);
  }
}

void BlockRunner::ExecuteIntegers(const Instruction& instruction, std::size_t n) {
  const auto& in = instruction.in;
  const auto& k = instruction.k;
  switch (instruction.code) {
    case Code::kCompareConstant:
      return internal::Compare(Integers(in[0]), n, k[0], static_cast<scheme::Op>(instruction.expr),
                               MutableBytes(instruction.out));
    case Code::kIntegerToTruth: {
      const std::int64_t* x = Integers(in[0]);
      std::uint8_t* out = MutableBytes(instruction.out);
      for (std::size_t i = 0; i < n; ++i) out[i] = x[i] != 0;
      return;
    }
    default:
      break;
  }
  std::int64_t* out = MutableIntegers(instruction.out);
  if (instruction.code == Code::kWiden) {
    const std::int32_t* x = RegisterOf(in[0]).narrow + Begin(instruction.kind);
    return internal::Widen(x, n, out);
  }
  const auto each = [&](auto&& compute) {
    const std::int64_t* x = Integers(in[0]);
    for (std::size_t i = 0; i < n; ++i) out[i] = compute(x[i], i);
  };
  switch (instruction.code) {
    case Code::kLinear:
      pointers_.clear();
      for (const RegisterId reg : in) pointers_.push_back(Integers(reg));
      return internal::Linear(pointers_.data(), k.data(), in.size(), n, out);
    case Code::kMultiply: {
      const std::int64_t* y = Integers(in[1]);
      return each([y](std::int64_t x, std::size_t i) { return x * y[i]; });
    }
    case Code::kDivideConstant:
      return internal::DivideConstant(Integers(in[0]), n, k[0], k[1], k[2], instruction.rounding,
                                      instruction.is_signed, out);
    case Code::kDivide:
      return internal::Divide(Integers(in[0]), Integers(in[1]), n, k[0], instruction.rounding, out);
    case Code::kDivideWide:
      return internal::DivideWide(Integers(in[0]), in[1] < 0 ? nullptr : Integers(in[1]), n, k[0],
                                  k.size() > 1 ? k[1] : 1, instruction.rounding, out);
    case Code::kMinimumConstant: {
      const std::int64_t bound = k[0];
      return each([bound](std::int64_t x, std::size_t) { return std::min(x, bound); });
    }
    case Code::kMaximumConstant: {
      const std::int64_t bound = k[0];
      return each([bound](std::int64_t x, std::size_t) { return std::max(x, bound); });
    }
    case Code::kMinimum: {
      const std::int64_t* y = Integers(in[1]);
      return each([y](std::int64_t x, std::size_t i) { return std::min(x, y[i]); });
    }
    case Code::kMaximum: {
      const std::int64_t* y = Integers(in[1]);
      return each([y](std::int64_t x, std::size_t i) { return std::max(x, y[i]); });
    }
    case Code::kAbsolute:
      return each([](std::int64_t x, std::size_t) { return x < 0 ? -x : x; });
    case Code::kStep:
      return internal::Step(Integers(in[0]), n, k.data(), (k.size() - 1) / 2, out);
    case Code::kPiecewise:
      return internal::Piecewise(Integers(in[0]), n, k.data(), k.size() / 3, out);
    case Code::kSelect: {
      const std::uint8_t* truth = Bytes(in[0]);
      const std::int64_t* yes = in[1] < 0 ? nullptr : Integers(in[1]);
      const std::int64_t* no = in[2] < 0 ? nullptr : Integers(in[2]);
      for (std::size_t i = 0; i < n; ++i) {
        out[i] = truth[i] != 0 ? (yes == nullptr ? k[0] : yes[i]) : (no == nullptr ? k[1] : no[i]);
      }
      return;
    }
    case Code::kClearInvalid: {
      const std::uint8_t* state = Bytes(in[1]);
      return each([state](std::int64_t x, std::size_t i) { return state[i] == 0 ? x : 0; });
    }
    case Code::kPeriodOf:
      return each([&k](std::int64_t day, std::size_t) {
        const std::int64_t at = day - k[0] + 1;
        return at < 1 || at >= static_cast<std::int64_t>(k.size())
                   ? -1
                   : k[static_cast<std::size_t>(at)];
      });
    case Code::kTruthToInteger: {
      const std::uint8_t* truth = Bytes(in[0]);
      for (std::size_t i = 0; i < n; ++i) out[i] = truth[i];
      return;
    }
    default:
      KAOGONG_ASSERT(false);
  }
}

void BlockRunner::ExecuteBytes(const Instruction& instruction, std::size_t n) {
  const auto& in = instruction.in;
  const auto& k = instruction.k;
  std::uint8_t* out = MutableBytes(instruction.out);
  switch (instruction.code) {
    case Code::kBytesAnd:
    case Code::kBytesOr: {
      const std::uint8_t* a = Bytes(in[0]);
      const std::uint8_t* b = Bytes(in[1]);
      const bool is_and = instruction.code == Code::kBytesAnd;
      for (std::size_t i = 0; i < n; ++i) out[i] = is_and ? a[i] & b[i] : a[i] | b[i];
      return;
    }
    case Code::kBytesNot: {
      const std::uint8_t* a = Bytes(in[0]);
      for (std::size_t i = 0; i < n; ++i) out[i] = a[i] ^ 1U;
      return;
    }
    case Code::kTruthState:
      return TruthState(instruction, n);
    case Code::kSelectBytes: {
      const std::uint8_t* truth = Bytes(in[0]);
      const std::uint8_t* yes = Bytes(in[1]);
      const std::uint8_t* no = Bytes(in[2]);
      for (std::size_t i = 0; i < n; ++i) out[i] = truth[i] != 0 ? yes[i] : no[i];
      return;
    }
    case Code::kWorst:
      std::fill(out, out + n, static_cast<std::uint8_t>(k[0]));
      for (const RegisterId reg : in) {
        const std::uint8_t* state = Bytes(reg);
        for (std::size_t i = 0; i < n; ++i) out[i] = std::max(out[i], state[i]);
      }
      return;
    case Code::kFirstState: {
      const std::uint8_t* first = Bytes(in[0]);
      const std::uint8_t* second = Bytes(in[1]);
      for (std::size_t i = 0; i < n; ++i) out[i] = first[i] != 0 ? first[i] : second[i];
      return;
    }
    case Code::kStateIf: {
      const std::uint8_t* truth = Bytes(in[0]);
      for (std::size_t i = 0; i < n; ++i)
        out[i] = truth[i] != 0 ? static_cast<std::uint8_t>(k[0]) : 0;
      return;
    }
    case Code::kStateIn: {
      const std::uint8_t* state = Bytes(in[0]);
      for (std::size_t i = 0; i < n; ++i)
        out[i] = (static_cast<std::uint64_t>(k[0]) >> state[i] & 1U) != 0;
      return;
    }
    case Code::kDropExempt: {
      const std::uint8_t* state = Bytes(in[0]);
      for (std::size_t i = 0; i < n; ++i)
        out[i] = state[i] == static_cast<std::uint8_t>(State::kExempt) ? 0 : state[i];
      return;
    }
    case Code::kSelectState: {
      const std::uint8_t* truth = Bytes(in[1]);
      for (std::size_t i = 0; i < n; ++i) {
        State state = StateAt(in[0], i);
        if (state == State::kValid) state = StateAt(truth[i] != 0 ? in[2] : in[3], i);
        out[i] = static_cast<std::uint8_t>(state);
      }
      return;
    }
    default:
      KAOGONG_ASSERT(false);
  }
}

void BlockRunner::TruthState(const Instruction& instruction, std::size_t n) {
  const auto& in = instruction.in;
  const std::uint8_t deciding = instruction.k[0] == 1 ? 1 : 0;
  const std::uint8_t* a = Bytes(in[0]);
  const std::uint8_t* b = Bytes(in[2]);
  std::uint8_t* out = MutableBytes(instruction.out);
  std::uint8_t* out_state = MutableBytes(instruction.out2);
  for (std::size_t i = 0; i < n; ++i) {
    const State a_state = StateAt(in[1], i);
    const State b_state = StateAt(in[3], i);
    const bool decided = (a_state == State::kValid && a[i] == deciding) ||
                         (b_state == State::kValid && b[i] == deciding);
    const State state = decided ? State::kValid : Worse(a_state, b_state);
    out[i] = decided ? deciding : deciding ^ 1U;
    out_state[i] = static_cast<std::uint8_t>(state);
    if (state != State::kValid) out[i] = 0;
  }
}

void BlockRunner::ToAncestor(const Instruction& instruction, std::size_t n) {
  const Register& from = RegisterOf(instruction.in[0]);
  const Row begin = Begin(instruction.kind);
  const Row base = Begin(from.kind);
  const auto gather = [&](const auto* source, auto* out) {
    Row last_parent = -1;
    Row above = 0;
    const auto& parents = facts_.table(instruction.kind).parents;
    for (std::size_t i = 0; i < n; ++i) {
      const Row parent = parents[static_cast<std::size_t>(begin) + i];
      if (parent != last_parent) {
        above = facts::RowAbove(scheme_, facts_, instruction.kind, begin + static_cast<Row>(i),
                                from.kind);
        last_parent = parent;
      }
      out[i] = source[above - base];
    }
  };
  switch (from.bank) {
    case Bank::kInteger:
      return gather(Integers(instruction.in[0]), MutableIntegers(instruction.out));
    case Bank::kByte:
      return gather(Bytes(instruction.in[0]), MutableBytes(instruction.out));
    case Bank::kValue:
      return gather(Values(instruction.in[0]), Values(instruction.out));
  }
}

void BlockRunner::Lookup(const Instruction& instruction, std::size_t n) {
  const auto& k = instruction.k;
  const std::int64_t* x = Integers(instruction.in[0]);
  std::int64_t* out = MutableIntegers(instruction.out);
  std::uint8_t* state = instruction.out2 < 0 ? nullptr : MutableBytes(instruction.out2);
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t at = 2;
    while (at < k.size() && k[at] != x[i]) at += 2;
    const bool found = at < k.size();
    out[i] = found ? k[at + 1] : k[0];
    if (state != nullptr) state[i] = found ? 0 : static_cast<std::uint8_t>(State::kNoBand);
  }
}

void BlockRunner::ExecuteSegments(const Instruction& instruction) {
  const auto& in = instruction.in;
  const KindId scope = instruction.kind;
  const KindId member = instruction.member;
  const Row scope_begin = Begin(scope);
  const Row member_begin = Begin(member);
  if (instruction.code == Code::kSegmentBytes) {
    const std::uint8_t* x = Bytes(in[0]);
    const std::uint8_t* include = in[1] < 0 ? nullptr : Bytes(in[1]);
    std::uint8_t* out = MutableBytes(instruction.out);
    const bool is_any = instruction.k[0] == 0;
    ForEachScope(scope, member, [&](Row row, RowRange members) {
      bool result = !is_any;
      for (Row i = members.begin - member_begin; i < members.end - member_begin; ++i) {
        if (include != nullptr && include[i] == 0) continue;
        result = is_any ? result || x[i] != 0 : result && x[i] != 0;
      }
      out[row - scope_begin] = result;
    });
    return;
  }
  std::int64_t* out = MutableIntegers(instruction.out);
  if (instruction.code == Code::kSegmentCount) {
    const std::uint8_t* include = in[0] < 0 ? nullptr : Bytes(in[0]);
    ForEachScope(scope, member, [&](Row row, RowRange members) {
      std::int64_t count = members.end - members.begin;
      if (include != nullptr) {
        count = std::count_if(include + (members.begin - member_begin),
                              include + (members.end - member_begin),
                              [](std::uint8_t byte) { return byte != 0; });
      }
      out[row - scope_begin] = count;
    });
    return;
  }
  const std::int64_t* x = Integers(in[0]);
  const std::uint8_t* include = in[1] < 0 ? nullptr : Bytes(in[1]);
  const bool is_sum = instruction.code == Code::kSegmentSum;
  const bool is_maximum = !is_sum && instruction.k[0] == 1;
  std::uint8_t* state = instruction.out2 < 0 ? nullptr : MutableBytes(instruction.out2);
  ForEachScope(scope, member, [&](Row row, RowRange members) {
    std::int64_t result = 0;
    bool any = false;
    for (Row i = members.begin - member_begin; i < members.end - member_begin; ++i) {
      if (include != nullptr && include[i] == 0) continue;
      if (is_sum) {
        result += x[i];
      } else if (!any || (is_maximum ? x[i] > result : x[i] < result)) {
        result = x[i];
      }
      any = true;
    }
    out[row - scope_begin] = result;
    if (state != nullptr)
      state[row - scope_begin] = any ? 0 : static_cast<std::uint8_t>(State::kPending);
  });
}

void BlockRunner::ExecuteGroups(const Instruction& instruction) {
  const auto& k = instruction.k;
  const Row base = Begin(instruction.kind);
  const std::int64_t* x = Integers(instruction.in[0]);
  ForEachScope(instruction.scope, instruction.kind, [&](Row, RowRange members) {
    const auto n = static_cast<std::size_t>(members.end - members.begin);
    const Row at = members.begin - base;
    if (n == 0) return;
    switch (instruction.code) {
      case Code::kRank:
        return internal::Rank(x + at, n, k[0] == 1, k[1] == 1,
                              MutableIntegers(instruction.out) + at);
      case Code::kWithinQuota:
        return internal::WithinQuota(x + at, n, Integers(instruction.in[1])[at], k[0] == 1,
                                     k[1] == 1, MutableBytes(instruction.out) + at);
      default:
        return internal::AllocateUnits(x[at], Integers(instruction.in[1]) + at, n,
                                       MutableIntegers(instruction.out) + at);
    }
  });
}

void BlockRunner::ExecuteValues(const Instruction& instruction, std::size_t n) {
  const auto& in = instruction.in;
  const auto& k = instruction.k;
  switch (instruction.code) {
    case Code::kRoundValues: {
      const Value* x = Values(in[0]);
      std::int64_t* out = MutableIntegers(instruction.out);
      std::uint8_t* state = MutableBytes(instruction.out2);
      for (std::size_t i = 0; i < n; ++i) {
        const auto rounded = x[i].ok()
                                 ? x[i].number.Round(static_cast<int>(k[0]), instruction.rounding)
                                 : std::nullopt;
        out[i] = rounded ? rounded->units() : 0;
        state[i] = static_cast<std::uint8_t>(!x[i].ok() ? x[i].state
                                             : rounded  ? State::kValid
                                                        : State::kTooLarge);
      }
      return;
    }
    case Code::kTruthFromValues: {
      const Value* x = Values(in[0]);
      std::uint8_t* out = MutableBytes(instruction.out);
      std::uint8_t* state = MutableBytes(instruction.out2);
      for (std::size_t i = 0; i < n; ++i) {
        out[i] = x[i].truth();
        state[i] = static_cast<std::uint8_t>(x[i].state);
      }
      return;
    }
    case Code::kRowsOfValues:
      return RowsOfValues(instruction);
    case Code::kPeriodsOfValues:
      return PeriodsOfValues(instruction, n);
    default:
      break;
  }
  Value* out = Values(instruction.out);
  const auto fill = [&](RegisterId state, auto&& number) {
    for (std::size_t i = 0; i < n; ++i) {
      const State found = StateAt(state, i);
      out[i] = found == State::kValid ? Value::Of(number(i)) : Value::Without(found);
    }
  };
  const auto ten = [](std::int64_t scale) { return Rational(10).Power(Rational(scale)).value(); };
  switch (instruction.code) {
    case Code::kValueFromInteger: {
      const std::int64_t* x = Integers(in[0]);
      if (k[0] <= 18) {
        const std::int64_t divisor = PowerOfTen(static_cast<int>(k[0]));
        return fill(in[1],
                    [x, divisor](std::size_t i) { return Rational::Fraction(x[i], divisor); });
      }
      const Rational divisor = ten(k[0]);
      return fill(in[1], [&](std::size_t i) { return Quotient(Rational(x[i]), divisor); });
    }
    case Code::kValueFromFraction: {
      const std::int64_t* x = Integers(in[0]);
      const std::int64_t* y = Integers(in[1]);
      const Rational scale = Quotient(ten(k[1]), ten(k[0]));
      return fill(in[2], [&](std::size_t i) { return Rational::Fraction(x[i], y[i]) * scale; });
    }
    case Code::kValueFromBytes: {
      const std::uint8_t* x = in[0] < 0 ? nullptr : Bytes(in[0]);
      return fill(in[1], [x, &k](std::size_t i) {
        return Rational(x == nullptr ? k[0] : x[i] != 0 ? 1 : 0);
      });
    }
    case Code::kOperate: {
      const Expr& expr = scheme_.expr(instruction.expr);
      std::vector<Value> operands(in.size());
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < in.size(); ++j) operands[j] = Values(in[j])[i];
        out[i] = Operate(scheme_, expr, operands);
      }
      return;
    }
    default:
      KAOGONG_ASSERT(false);
  }
}

// What a member contributes, and the state that a member without a value puts on the others.
struct MemberValue {
  Row row = 0;
  bool is_in = false;  // Passed the filter.
  State note = State::kValid;  // Of its own filter and key, on its own result.
  State key_state = State::kValid;
  Rational key;
  Value value;
  Rational weight = Rational(1);
};

void BlockRunner::RowsOfValues(const Instruction& instruction) {
  const Expr& expr = scheme_.expr(instruction.expr);
  ForEachScope(instruction.scope, instruction.member,
               [&](Row, RowRange members) { RankRows(instruction, expr, members); });
  if (instruction.member == instruction.kind) return;
  // Aggregates of rows below: one result for every row of the kind under the scope's row.
  const auto& in = instruction.in;
  const Row member_base = Begin(instruction.member);
  Value* out = Values(instruction.out);
  ForEachScope(instruction.scope, instruction.kind, [&](Row scope_row, RowRange rows) {
    const RowRange members =
        facts::RowsBelow(scheme_, facts_, instruction.scope, scope_row, instruction.member);
    State state = State::kValid;
    std::vector<Member> list;
    bool saw_exempt = false;
    const auto note = [&](State found) {
      saw_exempt = saw_exempt || found == State::kExempt;
      if (found == State::kExempt || (expr.domain.skip_pending && found == State::kPending)) return;
      state = Worse(state, found);
    };
    for (Row i = members.begin - member_base; i < members.end - member_base; ++i) {
      if (in[1] >= 0) {
        const Value& filter = Values(in[1])[i];
        if (!filter.ok()) note(filter.state);
        if (!filter.truth()) continue;
      }
      const Value& value = Values(in[0])[i];
      if (!value.ok()) {
        note(value.state);
        continue;
      }
      Member member{value.number, Rational(1)};
      if (in[3] >= 0) {
        const Value& weight = Values(in[3])[i];
        if (!weight.ok()) {
          note(weight.state);
          continue;
        }
        member.weight = weight.number;
      }
      list.push_back(std::move(member));
    }
    const Value result =
        state != State::kValid
            ? Value::Without(state)
            : Aggregate(expr.function, std::move(list), expr.drop_high, expr.drop_low, saw_exempt);
    for (Row row = rows.begin; row < rows.end; ++row) out[row - Begin(instruction.kind)] = result;
  });
}

// Ranks, quotas, allocations and aggregates among rows of one kind: members are gathered once,
// then sorted once for each group of equal keys.
void BlockRunner::RankRows(const Instruction& instruction, const Expr& expr, RowRange members) {
  if (instruction.member != instruction.kind) return;
  const auto& in = instruction.in;
  const Row base = Begin(instruction.kind);
  Value* out = Values(instruction.out);
  const auto counts = [&](State state) {
    return state != State::kExempt && !(expr.domain.skip_pending && state == State::kPending)
               ? state
               : State::kValid;
  };
  State common = State::kValid;  // From filters and keys: on everybody.
  std::vector<MemberValue> list;
  for (Row row = members.begin; row < members.end; ++row) {
    const Row i = row - base;
    MemberValue member;
    member.row = row;
    member.is_in = true;
    if (in[1] >= 0) {
      const Value& filter = Values(in[1])[i];
      member.is_in = filter.truth();
      if (!filter.ok()) {
        member.note = filter.state;
        common = Worse(common, counts(filter.state));
      }
    }
    if (in[2] >= 0) {
      const Value& key = Values(in[2])[i];
      member.key = key.number;
      if (!key.ok()) {
        // A row without a key is compared with nobody; its own result has the key's state.
        member.key_state = key.state;
        if (member.is_in) {
          member.note = key.state;
          common = Worse(common, counts(key.state));
        }
        member.is_in = false;
      }
    }
    member.value = Values(in[0])[i];
    if (in[3] >= 0 && member.value.ok()) {
      const Value& weight = Values(in[3])[i];
      if (weight.ok()) {
        member.weight = weight.number;
      } else {
        member.value = weight;
      }
    }
    list.push_back(std::move(member));
  }
  const bool noted_exempt = std::any_of(list.begin(), list.end(), [](const MemberValue& member) {
    return member.note == State::kExempt;
  });
  std::map<Rational, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < list.size(); ++i)
    groups[in[2] >= 0 ? list[i].key : Rational()].push_back(i);
  for (const auto& [key, group] : groups) {
    State state = common;
    std::vector<std::size_t> valid;
    bool saw_exempt = noted_exempt;
    for (const std::size_t i : group) {
      if (!list[i].is_in) continue;
      saw_exempt = saw_exempt || list[i].value.state == State::kExempt;
      if (list[i].value.ok()) {
        valid.push_back(i);
      } else {
        state = Worse(state, counts(list[i].value.state));
      }
    }
    std::vector<Rational> values;
    for (const std::size_t i : valid) values.push_back(list[i].value.number);
    if (expr.op == scheme::Op::kAggregate) {
      std::vector<Member> parts;
      for (const std::size_t i : valid) parts.push_back({list[i].value.number, list[i].weight});
      const Value result = state != State::kValid
                               ? Value::Without(state)
                               : Aggregate(expr.function, std::move(parts), expr.drop_high,
                                           expr.drop_low, saw_exempt);
      for (const std::size_t i : group) {
        const State own = list[i].key_state;
        out[list[i].row - base] = own == State::kValid ? result : Value::Without(own);
      }
      continue;
    }
    std::vector<Value> results(group.size());
    std::vector<std::size_t> place(list.size(), list.size());
    for (std::size_t v = 0; v < valid.size(); ++v) place[valid[v]] = v;
    std::vector<Rational> ranks;
    if (expr.op == scheme::Op::kRank) ranks = RanksOf(values, expr.ties, expr.ascending);
    std::vector<Rational> last;
    if (expr.op == scheme::Op::kWithinQuota)
      last = LastPlaces(values, expr.quota_ties, expr.ascending);
    std::map<Rational, std::vector<Decimal>> shares;
    for (const std::size_t i : group) {
      const Row at = list[i].row - base;
      State own = Worse(state, list[i].note);
      if (list[i].is_in && !list[i].value.ok()) own = Worse(own, list[i].value.state);
      const bool ranked = place[i] < list.size();
      if (expr.op == scheme::Op::kRank) {
        out[at] = own != State::kValid ? Value::Without(own)
                  : ranked             ? Value::Of(ranks[place[i]])
                                       : Value::Without(State::kExempt);
        continue;
      }
      const Value& given = Values(in[4])[at];
      if (expr.op == scheme::Op::kWithinQuota) {
        own = Worse(own, given.state);
        out[at] = own != State::kValid && own != State::kExempt ? Value::Without(own)
                  : ranked ? Value::Truth(last[place[i]] <= given.number)
                           : Value::Truth(false);
        continue;
      }
      if (own != State::kValid && own != State::kExempt) {
        out[at] = Value::Without(own);
      } else if (!given.ok()) {
        out[at] = given;
      } else {
        const auto total = given.number.Round(expr.places, Rounding::kDown);
        const bool negative = std::any_of(values.begin(), values.end(),
                                          [](const Rational& weight) { return weight.sign() < 0; });
        if (!total) {
          out[at] = Value::Without(State::kTooLarge);
        } else if (negative || total->units() < 0) {
          out[at] = Value::Without(State::kUndefined);
        } else if (!ranked) {
          out[at] = Value::Of(Decimal::FromUnits(0, expr.places));
        } else {
          auto& split = shares[*total];
          if (split.empty()) split = Allocate(*total, values);
          out[at] = Value::Of(split[place[i]]);
        }
      }
    }
  }
}

void BlockRunner::PeriodsOfValues(const Instruction& instruction, std::size_t n) {
  const Expr& expr = scheme_.expr(instruction.expr);
  const auto& in = instruction.in;
  Value* out = Values(instruction.out);
  for (std::size_t row = 0; row < n; ++row) {
    State state = State::kValid;
    std::vector<Member> list;
    bool saw_exempt = false;
    const auto note = [&](State found) {
      saw_exempt = saw_exempt || found == State::kExempt;
      if (found == State::kExempt || (expr.domain.skip_pending && found == State::kPending)) return;
      state = Worse(state, found);
    };
    for (std::size_t i = 0; i + 2 < in.size(); i += 3) {
      if (in[i + 1] >= 0) {
        const Value& filter = Values(in[i + 1])[row];
        if (!filter.ok()) note(filter.state);
        if (!filter.truth()) continue;
      }
      const Value& value = Values(in[i])[row];
      if (!value.ok()) {
        note(value.state);
        continue;
      }
      Member member{value.number, Rational(1)};
      if (in[i + 2] >= 0) {
        const Value& weight = Values(in[i + 2])[row];
        if (!weight.ok()) {
          note(weight.state);
          continue;
        }
        member.weight = weight.number;
      }
      list.push_back(std::move(member));
    }
    out[row] = state != State::kValid ? Value::Without(state)
                                      : Aggregate(expr.function, std::move(list), expr.drop_high,
                                                  expr.drop_low, saw_exempt);
  }
}

void BlockRunner::WriteOutputs() {
  for (const Output& output : plan_.outputs) {
    FigureColumn& column = ColumnOf(output);
    const Register& reg = RegisterOf(output.value);
    const auto begin = static_cast<std::size_t>(Begin(reg.kind));
    const std::size_t n = Size(reg.kind);
    if (reg.bank == Bank::kValue) {
      const Value* values = Values(output.value);
      for (std::size_t i = 0; i < n; ++i) {
        column.exact[begin + i] = values[i].number;
        column.states[begin + i] = values[i].state;
      }
    } else if (output.state >= 0) {
      const std::uint8_t* states = Bytes(output.state);
      for (std::size_t i = 0; i < n; ++i) column.states[begin + i] = static_cast<State>(states[i]);
    }
  }
}

}  // namespace

void RunPlan(const scheme::Scheme& scheme, const facts::Facts& facts, const Plan& plan,
             RowRange range, Outcome* outcome) {
  BlockRunner runner(scheme, facts, plan, outcome);
  // The kind with the most rows decides how many rows of the partition make a block.
  KindId largest = plan.partition;
  for (std::size_t kind = 0; kind < scheme.kinds.size(); ++kind) {
    const auto id = static_cast<KindId>(kind);
    if (scheme.IsAncestor(plan.partition, id) &&
        facts.table(id).rows() > facts.table(largest).rows())
      largest = id;
  }
  for (Row begin = range.begin; begin < range.end;) {
    Row end = begin + 1;
    const Row first = facts::RowsBelow(scheme, facts, plan.partition, begin, largest).begin;
    while (end < range.end &&
           facts::RowsBelow(scheme, facts, plan.partition, end - 1, largest).end - first <
               kBlockRows) {
      ++end;
    }
    runner.Run({begin, end});
    begin = end;
  }
}

}  // namespace kaogong::scoring
