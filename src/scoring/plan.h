// SPDX-License-Identifier: Apache-2.0
// Plan: a scheme compiled for one set of facts to a straight-line program over columns.
//
// A plan runs block by block. A block is one or more rows of the partition kind with every row
// below them, so that each group's ranks and shares lie inside one block and its columns stay in
// the cache. Figures of every period are separate columns: periods are unrolled.
//
// Numbers are 64-bit integers at a scale known when the plan is made, wherever interval arithmetic
// over the facts' own minima and maxima proves that nothing can overflow; quotients stay pairs of
// such columns until a rounding step. What cannot be proved runs on columns of Value, exact and
// unbounded, by the same instructions. There is no floating point.
//
// Invariant: a plan's outcome equals the reference evaluator's, figure by figure.
#pragma once

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"

namespace kaogong::scoring {

using RegisterId = int;

enum class Bank : std::uint8_t { kInteger, kByte, kValue };

// One column of a block. States and truths are bytes.
struct Register {
  Bank bank = Bank::kInteger;
  scheme::KindId kind = 0;
  const std::int64_t* column = nullptr;  // Read straight from the facts.
  const std::int32_t* narrow = nullptr;  // The same, of a narrow column; for kWiden alone.
  const std::uint8_t* bytes = nullptr;
  int slot = -1;    // Place in the block's scratch memory otherwise.
  int output = -1;  // Written straight into this output's column.
};

enum class Code : std::uint8_t {
  kWiden,            // out = narrow in[0]
  kLinear,           // out = k[0] + Σ k[1 + i] × in[i]
  kMultiply,         // out = in[0] × in[1]
  kDivideConstant,   // out = round((in[0] × k[0] + k[1]) ÷ k[2]); by multiplication
  kDivide,           // out = round(in[0] × k[0] ÷ in[1]); in[1] > 0
  kDivideWide,       // the same with 128-bit numerator
  kMinimumConstant,  // out = min(in[0], k[0])
  kMaximumConstant,
  kMinimum,
  kMaximum,
  kAbsolute,
  kStep,             // out = k[0] + Σ (in[0] >= k[2i + 1]) × k[2i + 2]
  kPiecewise,        // segments (from, factor, offset): out = factor × in[0] + offset
  kLookup,           // out = value whose key equals in[0]; out2 = 0 or the state when none does
  kCompareConstant,  // byte = in[0] op k[0]
  kCompare,          // byte = in[0] op in[1]
  kBytesAnd,
  kBytesOr,
  kBytesNot,
  kTruthState,  // And/or of truths with states
  kSelect,      // out = byte in[0] ? in[1] : in[2]; constants in k where in is -1
  kSelectBytes,
  kWorst,         // byte = worst of k[0] and in[...]
  kFirstState,    // byte = in[0] if not valid, else in[1]
  kStateIf,       // byte = in[0] ? k[0] : valid
  kStateIn,       // byte = state in[0] is in the set of bits k[0]
  kDropExempt,    // byte = in[0], valid instead of exempt
  kSelectState,   // byte = in[0] if not valid, else truth in[1] ? in[2] : in[3]; -1 is valid
  kClearInvalid,  // out = in[1] valid ? in[0] : 0
  kToAncestor,    // out rows take the value of the row above; also bytes and values
  kSegmentSum,    // out (scope) = Σ in[0] over members; in[1] include or -1
  kSegmentCount,
  kSegmentExtreme,  // k[0]: 0 minimum, 1 maximum; out2 state pending when there is none
  kSegmentBytes,    // k[0]: 0 any, 1 all, 2 worst state
  kRank,
  kWithinQuota,  // places in[1]: one number for all rows of a scope
  kAllocate,     // total in[0]: one for all rows of a scope
  kPeriodOf,        // table of days
  kTruthToInteger,  // integer 0 or 1 from a byte
  kIntegerToTruth,
  // Columns of Value.
  kValueFromInteger,   // in[0] units at scale k[0], or k[1] constant; in[1] state
  kValueFromFraction,  // in[0] ÷ in[1]
  kValueFromBytes,
  kOperate,          // any operation of the language on Values
  kRowsOfValues,     // any aggregate, rank, quota or allocation over rows of Values
  kPeriodsOfValues,  // any aggregate over periods: value, filter, weight of each in turn
  kRoundValues,      // out integer at scale k[0], out2 state
  kTruthFromValues,  // out byte, out2 state
};

struct Instruction {
  Code code = Code::kLinear;
  scheme::KindId kind = 0;    // Whose rows the result is for.
  scheme::KindId member = 0;  // Of segments: whose rows are read …
  scheme::KindId scope = 0;   // … below each row of this kind.
  RegisterId out = -1;
  RegisterId out2 = -1;
  std::vector<RegisterId> in;
  std::vector<std::int64_t> k;
  scheme::ExprId expr = scheme::kNone;  // For options; of a comparison: its Op.
  Rounding rounding = Rounding::kHalfUp;
  bool is_signed = true;  // The operand may be negative.
};

struct Output {
  scheme::FigureId figure = scheme::kNone;
  int period = 0;
  int scale = 0;
  RegisterId value = -1;  // Integer or Value register.
  RegisterId state = -1;
  bool is_byte = false;
};

struct Plan {
  scheme::KindId partition = 0;
  std::vector<Register> registers;
  std::vector<Instruction> program;
  std::vector<Output> outputs;
  std::vector<std::pair<Bank, scheme::KindId>> slots;   // Scratch columns; reused.
  std::deque<std::vector<std::uint8_t>> state_columns;  // States of fields with missing cells.
};

// Compiles the figures in `wanted` (all when empty) for these facts, which must outlive the plan.
Plan MakePlan(const scheme::Scheme& scheme, const facts::Facts& facts,
              const std::vector<scheme::FigureId>& wanted);

// Returns an outcome with room for the plan's outputs.
Outcome MakeOutcome(const scheme::Scheme& scheme, const facts::Facts& facts, const Plan& plan);

// Runs the plan for rows [begin, end) of the partition kind and writes their part of the outcome.
// Calls for disjoint ranges may run at the same time.
void RunPlan(const scheme::Scheme& scheme, const facts::Facts& facts, const Plan& plan,
             facts::RowRange range, Outcome* outcome);

}  // namespace kaogong::scoring
