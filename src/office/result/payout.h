// SPDX-License-Identifier: Apache-2.0
// Payout lists (奖金清单) of a publication, to the cent. While an objection is open the amounts of its
// row and of the rows below are held. Pay that follows from a calibrated grade is computed from that
// grade, and so is everybody else's share of the same pool.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "office/result/publication.h"

namespace kaogong::office::result {

struct PayoutFigure {
  std::string key;
  std::string kind;
  std::string title;
  std::string unit;
};

struct PayoutItem {
  facts::Row row = 0;
  AssesseeRef assessee;
  std::string parent;
  scoring::Value value;
  std::string amount;  // Empty without a value.
  // What it would have been without calibrations; nothing when that is the same.
  std::optional<std::string> uncalibrated;
  Text why;            // Why it is held; empty when it is not.

  bool is_held() const { return !why.empty(); }
};

struct Payouts {
  Publication publication;
  std::vector<PayoutFigure> figures;  // All that the regulation pays.
  std::optional<PayoutFigure> figure;  // The one that is listed.
  std::string amount_total;            // Of the rows in reach, held ones included.
  std::string held_total;
  std::vector<PayoutItem> items;       // Of the page.
  std::int64_t total = 0;
};
struct PayoutQuery {
  std::string figure;  // Key; empty: that of the lowest kind.
  std::string search;
  Page page;
};
Result<Payouts> ListPayouts(Boards& boards, const Actor& actor, Id publication,
                            const PayoutQuery& query);
// A workbook with a sheet for each payout of the rows in reach.
Result<std::string> PayoutWorkbook(Boards& boards, const Actor& actor, Id publication,
                                   Language language);

// --- For the neighbours

// Why amounts are held, by assessee.
class Holds {
 public:
  static Result<Holds> Load(const Session& session, Id assessment);
  // Of the row itself or of one above it; empty when the amount is not held.
  Text WhyOf(const Board& board, scheme::KindId kind, facts::Row row) const;

 private:
  std::map<Id, Text> why_;
};

}  // namespace kaogong::office::result
