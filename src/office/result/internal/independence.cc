// SPDX-License-Identifier: Apache-2.0
#include "office/result/internal/independence.h"
#include "scheme/reading.h"

#include <algorithm>
#include <vector>

namespace kaogong::office::result::internal {

namespace {

using assessment::FieldUse;
using assessment::Frame;
using facts::Row;
using scheme::FieldId;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Scheme;

// Rows below one, of which each has data of its own; more are not looked at one by one.
constexpr Row kRowsMax = 2000;

class Finder {
 public:
  Finder(const Session& session, const Frame& frame, const Board& board, KindId kind, Row row)
      : session_(session),
        frame_(frame),
        scheme_(board.scheme()),
        board_(board),
        kind_(kind),
        row_(row) {}

  Result<std::map<Id, Text>> Run(FigureId figure) {
    std::set<KindId> records;
    for (const FieldId id : scheme::FieldsReadBy(scheme_, figure)) {
      const scheme::Field& field = scheme_.field(id);
      if (scheme_.kind(field.kind).is_record) {
        records.insert(field.kind);
        continue;
      }
      for (const Row row : RowsOf(field.kind)) KAOGONG_TRY(AddField(id, row));
    }
    for (const KindId kind : records) KAOGONG_TRY(AddRecords(kind));
    return std::move(accounts_);
  }

 private:
  // The row itself, the one above it, or those below it.
  std::vector<Row> RowsOf(KindId kind) const {
    if (scheme_.IsAncestor(kind, kind_))
      return {facts::RowAbove(scheme_, board_.facts(), kind_, row_, kind)};
    std::vector<Row> rows;
    if (!scheme_.IsAncestor(kind_, kind)) return rows;
    const auto range = facts::RowsBelow(scheme_, board_.facts(), kind_, row_, kind);
    for (Row row = range.begin; row < std::min(range.end, range.begin + kRowsMax); ++row)
      rows.push_back(row);
    return rows;
  }

  void Note(Id account, const Text& what) {
    if (account != 0) accounts_.emplace(account, what);
  }

  Result<void> AddField(FieldId id, Row row) {
    const FieldUse* const use = frame_.UseOf(id);
    const KindId kind = scheme_.field(id).kind;
    const auto& subjects = board_.identities(kind).subjects;
    if (use == nullptr || static_cast<std::size_t>(row) >= subjects.size()) return {};
    const Id subject = subjects[static_cast<std::size_t>(row)];
    KAOGONG_TRY(AddMeasurements(id, use->element, frame_.row.year, subject));
    if (const FieldUse* const base = use->base == kNone ? nullptr : frame_.UseOf(use->base)) {
      KAOGONG_TRY(AddMeasurements(id, base->element, frame_.row.year, subject));
      KAOGONG_TRY(AddMeasurements(id, base->element, frame_.row.year - 1, subject));
    }
    return session_.transaction.Query(
        "SELECT proposed_by, decided_by FROM record WHERE assessee_id = ? AND kind = '' "
        "AND field = ? AND state = 'approved'",
        {board_.AssesseeOf(kind, row), scheme_.field(id).name}, [&](const store::Row& record) {
          NoteRecord(record, scheme_.field(id).name);
        });
  }

  void NoteRecord(const store::Row& record, const std::string& what) {
    Note(record.Get<Id>(0), Say("提出过“{}”事项", "proposed events of {}", what));
    Note(record.Get<std::optional<Id>>(1).value_or(0),
         Say("审定过“{}”事项", "decided on events of {}", what));
  }

  Result<void> AddMeasurements(FieldId id, Id element, int year, Id subject) {
    const int periods = scheme_.level(scheme_.field(id).level).count();
    const std::string& name = scheme_.field(id).name;
    for (int period = 0; period < periods; ++period) {
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT DISTINCT act, account_id FROM measurement_change WHERE element_id = ? "
          "AND year = ? AND period = ? AND subject_id = ?",
          {element, year, period, subject}, [&](const store::Row& row) {
            const auto act = row.Get<std::string_view>(0);
            const bool is_check =
                act == "verify" || act == "return" || act == "correct" || act == "reopen";
            Note(row.Get<Id>(1), is_check ? Say("核实过“{}”", "verified {}", name)
                                          : Say("填报过“{}”", "reported {}", name));
          }));
    }
    return {};
  }

  Result<void> AddRecords(KindId kind) {
    const scheme::Kind& definition = scheme_.kind(kind);
    for (const Row row : RowsOf(std::max(definition.parent, 0))) {
      const Id assessee = board_.AssesseeOf(std::max(definition.parent, 0), row);
      if (assessee == 0) continue;
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT proposed_by, decided_by FROM record WHERE assessee_id = ? AND kind = ? "
          "AND state = 'approved'",
          {assessee, definition.name},
          [&](const store::Row& record) { NoteRecord(record, definition.name); }));
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT DISTINCT account_id FROM panel_score WHERE assessment_id = ? AND kind = ? "
          "AND assessee_id = ?",
          {frame_.row.id, definition.name, assessee}, [&](const store::Row& score) {
            Note(score.Get<Id>(0), Say("参加过“{}”评审", "scored {}", definition.name));
          }));
    }
    return {};
  }

  const Session& session_;
  const Frame& frame_;
  const Scheme& scheme_;
  const Board& board_;
  const KindId kind_;
  const Row row_;
  std::map<Id, Text> accounts_;
};

}  // namespace

Result<std::map<Id, Text>> Involved(const Session& session, const Frame& frame, const Board& board,
                                    KindId kind, Row row, FigureId figure) {
  return Finder(session, frame, board, kind, row).Run(figure);
}

}  // namespace kaogong::office::result::internal
