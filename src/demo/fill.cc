// SPDX-License-Identifier: Apache-2.0
#include "demo/fill.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace kaogong::demo {

namespace {

using office::Id;
using office::assessment::Frame;
using scheme::KindId;
using scheme::Scheme;

// The rows of a kind below a row of the sample; of the whole those without a parent.
std::vector<const SampleRow*> Below(const Sample& sample, const Scheme& scheme, KindId kind,
                                    const SampleRow* parent) {
  std::vector<const SampleRow*> rows;
  const auto found = sample.find(kind);
  if (found == sample.end()) return rows;
  const bool is_top = scheme.kind(kind).parent <= 0;
  for (const SampleRow& row : found->second) {
    if (is_top || (parent != nullptr && row.parent == parent->id)) rows.push_back(&row);
  }
  return rows;
}

class Filler {
 public:
  Filler(const Scheme& scheme, const Sample& sample) : scheme_(scheme), sample_(sample) {}

  void Add(office::assessment::AssesseeRow assessee, Filling* to) {
    FilledRow row;
    row.kind = scheme_.FindKind(assessee.kind);
    const Id parent = assessee.parent.value_or(0);
    const auto above = samples_.find(parent);
    const auto choice =
        Below(sample_, scheme_, row.kind, above == samples_.end() ? nullptr : above->second);
    const std::size_t at = counts_[{parent, row.kind}]++;
    if (!choice.empty()) row.sample = choice[at % choice.size()];
    samples_[assessee.id] = row.sample;
    row.assessee = std::move(assessee);
    to->rows.push_back(std::move(row));
  }

  void AddRecords(Filling* to) const {
    for (KindId kind = 1; kind < static_cast<KindId>(scheme_.kinds.size()); ++kind) {
      if (!scheme_.kind(kind).is_record) continue;
      for (const FilledRow& row : to->rows) {
        if (row.kind != scheme_.kind(kind).parent || row.sample == nullptr) continue;
        for (const SampleRow* record : Below(sample_, scheme_, kind, row.sample)) {
          to->records.push_back({kind, &row, record});
        }
      }
    }
  }

 private:
  const Scheme& scheme_;
  const Sample& sample_;
  std::unordered_map<Id, const SampleRow*> samples_;
  std::map<std::pair<Id, KindId>, std::size_t> counts_;
};

}  // namespace

Result<Filling> FillRows(const office::Session& session, const Frame& frame, const Sample& sample) {
  std::vector<office::assessment::AssesseeRow> assessees;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM assessee a WHERE a.assessment_id = ? ORDER BY a.place, a.id",
                  office::assessment::kAssesseeColumns),
      {frame.row.id},
      [&](const store::Row& row) { assessees.push_back(office::assessment::ReadAssessee(row)); }));
  std::ranges::stable_sort(assessees, {}, [&](const auto& row) {
    return frame.scheme().FindKind(row.kind);  // A kind comes after the one it belongs to.
  });
  Filling filling;
  filling.rows.reserve(assessees.size());  // Records point into it.
  Filler filler(frame.scheme(), sample);
  for (auto& assessee : assessees) filler.Add(std::move(assessee), &filling);
  filler.AddRecords(&filling);
  return filling;
}

}  // namespace kaogong::demo
