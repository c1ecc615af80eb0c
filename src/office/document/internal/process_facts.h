// SPDX-License-Identifier: Apache-2.0
// What the process of an assessment knows and a result does not, as documents need it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "document/record.h"
#include "office/document/record.h"
#include "office/result/objection.h"

namespace kaogong::office::documents {

// Something that is to be put right.
struct Problem {
  std::string key;     // The same as long as it is the same problem.
  std::string object;  // Of whom: 村/青石村.
  std::string unit;
  std::string content;
  std::string demand;
  std::optional<Date> due;
};

// An objection with the figures of the row as they were published.
struct ObjectionFacts {
  Date day;
  std::string figure;
  std::string text;
  std::optional<std::string> reason;
  std::optional<bool> is_upheld;  // Nothing: not decided.
  std::vector<result::CorrectionView> corrections;
  document::Item total;
  document::Item rank;
  document::Item grade;
};

// Grades that were calibrated: by object and figure.
using CalibratedGrades = std::map<std::string, std::map<std::string, std::string>, std::less<>>;

struct ProcessFacts {
  std::vector<Problem> problems;
  CalibratedGrades grades;
  CalibratedGrades last_grades;
  struct Notice {
    Date from;
    Date until;
    int days = 0;
    std::string contact;
  };
  std::optional<Notice> notice;
  std::vector<std::string> paid;  // In official order, without those held.
  std::map<std::string, std::string, std::less<>> held;  // Why, by object, in official order below.
  std::vector<std::string> held_order;
  std::optional<ObjectionFacts> objection;
};

// What is known of one row.
struct RowFacts {
  std::string object;
  struct DataFacts {
    std::string entered_by;
    std::string verified_by;
    std::string owner;
    std::optional<Date> deadline;
    std::string measure;
  };
  std::map<std::string, DataFacts, std::less<>> data;     // By field.
  std::map<std::string, std::string, std::less<>> causes;  // By indicator.
  std::optional<std::string> sheet_state;                 // Of the targets.
  int sheet_revision = 0;
};

namespace internal {

// The object of a row, as document::EngineRecord names it.
std::string ObjectOf(const result::Board& board, scheme::KindId kind, facts::Row row);
// The row of an assessee in any kind.
struct FoundRow {
  scheme::KindId kind = scheme::kNone;
  facts::Row row = 0;
};
std::optional<FoundRow> RowOf(const result::Board& board, Id assessee);

// `original` is the board that the objection was about; null without one.
Result<ProcessFacts> LoadProcess(Shelf& shelf, const Session& session, const RecordWish& wish,
                                 const result::Board& board, const result::Board* original);
Result<RowFacts> LoadRow(Shelf& shelf, const Session& session, const RecordWish& wish,
                         const result::Board& board, Id assessee);

}  // namespace internal

}  // namespace kaogong::office::documents
