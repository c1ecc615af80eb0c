// SPDX-License-Identifier: Apache-2.0
#include "office/result/internal/row_names.h"

#include <algorithm>
#include <functional>

namespace kaogong::office::result::internal {

RowNames::RowNames(const library::ResultView& view, scheme::KindId kind) {
  const facts::Table& table = view.facts.table(kind);
  begins_.reserve(table.ids.size());
  for (facts::Row row = 0; row < table.rows(); ++row) {
    begins_.push_back(text_.size());
    text_ += table.NameOf(row);
    text_ += '\n';
    text_ += table.ids[static_cast<std::size_t>(row)];
    text_ += '\n';
    text_ += library::ParentNameOf(view, kind, row);
    text_ += '\n';
  }
}

std::vector<bool> RowNames::Containing(std::string_view text) const {
  std::vector<bool> found(begins_.size(), false);
  const std::boyer_moore_horspool_searcher searcher(text.begin(), text.end());
  auto at = text_.begin();
  while (!text.empty() && at < text_.end()) {
    at = std::search(at, text_.end(), searcher);
    if (at == text_.end()) break;
    const auto place = static_cast<std::size_t>(at - text_.begin());
    const auto next = std::ranges::upper_bound(begins_, place);
    found[static_cast<std::size_t>(next - begins_.begin()) - 1] = true;
    if (next == begins_.end()) break;
    at = text_.begin() + static_cast<std::ptrdiff_t>(*next);
  }
  return found;
}

}  // namespace kaogong::office::result::internal
