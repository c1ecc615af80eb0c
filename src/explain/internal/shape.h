// SPDX-License-Identifier: Apache-2.0
// The shapes into which the compiler turns named functions, found again.
#pragma once

#include <optional>
#include <vector>

#include "scheme/scheme.h"

namespace kaogong::explain::internal {

using scheme::ExprId;
using scheme::kNone;
using scheme::Op;
using scheme::Scheme;

// 按比例, 按反比例: full × limited ratio.
struct Proportional {
  ExprId full = kNone;
  ExprId ratio = kNone;
  ExprId limited = kNone;  // The ratio after 封顶 and 保底; equals ratio without them.
  ExprId actual = kNone;
  ExprId target = kNone;
  ExprId cap = kNone;
  ExprId floor = kNone;
  bool is_inverse = false;
};
std::optional<Proportional> AsProportional(const Scheme& scheme, ExprId id);

// 功效系数: base + span × (subject − worst) ÷ (best − worst).
struct Efficacy {
  ExprId base = kNone;
  ExprId span = kNone;
  ExprId subject = kNone;
  ExprId worst = kNone;
  ExprId best = kNone;
};
std::optional<Efficacy> AsEfficacy(const Scheme& scheme, ExprId id);

// 每: the steps of `step` that `subject` holds, never below zero.
struct Steps {
  ExprId subject = kNone;
  ExprId step = kNone;
  std::optional<Rounding> rounding;  // kDown: 足, kUp: 起, nothing: 连续.
};
std::optional<Steps> AsSteps(const Scheme& scheme, ExprId id);

// 完成率: now ÷ before. 增长率: (now − before) ÷ |before|.
struct Ratio {
  ExprId now = kNone;
  ExprId before = kNone;
  bool is_growth = false;
};
std::optional<Ratio> AsRatio(const Scheme& scheme, ExprId id);

// 不超过, 不低于, 封顶, 保底: args[0] held to the other args.
bool IsLimit(const scheme::Expr& expr);

// Operations that only step to another row or period.
bool IsTransparent(Op op);

// The conditions that members of a domain must all meet, without the compiler's own test that a
// record lies in the period.
std::vector<ExprId> ConditionsOf(const Scheme& scheme, ExprId filter);

// True for an aggregate over the row's own records or periods, false for one over a group.
bool IsOverOwn(const scheme::Expr& aggregate);

}  // namespace kaogong::explain::internal
