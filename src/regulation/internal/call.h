// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string_view>

#include "regulation/internal/builder.h"

namespace kaogong::regulation::internal {

// The arguments of one function call, by position and by label.
class Call {
 public:
  Call(Builder* builder, const formula::Node& node, const Context& context);

  std::size_t count() const { return positional_.size(); }
  const formula::Node& At(std::size_t index) const { return *positional_[index]; }
  // Returns the value labelled so, or null; marks the label as known.
  const formula::Node* Named(std::string_view zh, std::string_view en);
  // Returns the plain name labelled so ("并列: 跳号"), or an empty string.
  std::string_view Word(std::string_view zh, std::string_view en);
  // Reports a missing label that the regulation has to settle.
  bool Require(std::string_view zh, std::string_view en, std::string_view choices);
  // Reports a wrong number of positional arguments.
  bool Count(std::size_t min, std::size_t max);
  // Reports labels that no Named or Word asked for.
  bool Finish();
  ExprId Number(std::size_t index);
  ExprId Number(const formula::Node& node) {
    return builder_->ResolveAs(node, context_, Type::kNumber);
  }
  Builder& builder() { return *builder_; }
  const Context& context() const { return context_; }
  const formula::Node& node() const { return node_; }

 private:
  Builder* builder_;
  const formula::Node& node_;
  const Context& context_;
  std::vector<const formula::Node*> positional_;
  std::set<std::string_view> known_;
};

// Aggregates, ranks, quotas and allocations (aggregates.cc). Returns whether `name` is one of them;
// the result, kNone after an error, goes to `result`.
bool ResolveAggregateCall(std::string_view name, Call* call, ExprId* result);

bool IsAggregateName(std::string_view name);

}  // namespace kaogong::regulation::internal
