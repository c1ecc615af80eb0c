// SPDX-License-Identifier: Apache-2.0
#include "office/result/payout.h"

#include <algorithm>

#include "office/library/figure_text.h"
#include "sheet/write.h"

namespace kaogong::office::result {

namespace {

using facts::Row;
using scheme::FigureId;
using scheme::KindId;
using scheme::Scheme;

// Payouts of rows that are somebody, those of the lowest kind last.
std::vector<ResultColumn> PayoutColumns(const Scheme& scheme) {
  std::vector<ResultColumn> columns;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    if (scheme.kinds[i].is_record) continue;
    for (const FigureId figure : KeyFiguresOf(scheme, static_cast<KindId>(i)).payouts)
      columns.push_back({figure, 0});
  }
  const auto depth = [&](const ResultColumn& column) {
    int steps = 0;
    for (KindId kind = scheme.figure(column.figure).kind; kind > 0; kind = scheme.kind(kind).parent)
      ++steps;
    return steps;
  };
  std::ranges::stable_sort(columns, {}, depth);
  return columns;
}

PayoutFigure FigureOf(const Scheme& scheme, const ResultColumn& column) {
  const scheme::Figure& figure = scheme.figure(column.figure);
  return {library::KeyOf(scheme, column), scheme.kind(figure.kind).name, figure.name, figure.unit};
}

// Two places at least: money.
std::string MoneyText(const Rational& sum) {
  const auto exact = sum.ExactDecimal();
  if (exact && exact->scale() <= 2) return sum.Round(2, Rounding::kHalfUp)->ToString();
  return exact ? exact->ToString()
               : sum.Round(Decimal::kScaleMax, Rounding::kHalfUp).value_or(Decimal()).ToString();
}

// A publication's result with what bounds a list of it.
struct Opened {
  Publication publication;
  std::shared_ptr<const Board> board;
  std::optional<Visibility> visibility;
};
Result<Opened> Open(Boards& boards, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kViewPayouts));
  Opened opened;
  Computation computation;
  KAOGONG_TRY(boards.library().office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(opened.publication, LoadPublication(boards.library(), session, id));
    KAOGONG_TRY_ASSIGN(computation, LoadComputation(session, opened.publication.computation));
    KAOGONG_TRY_ASSIGN(opened.visibility, Visibility::Of(session, Act::kViewPayouts));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(opened.board, boards.OpenAny(computation));
  return opened;
}

struct Sums {
  Rational all;
  Rational held;
};

// Calls `take` with each row in reach that the search finds, in official order.
template <class Take>
Sums Walk(const Opened& opened, const Holds& holds, const ResultColumn& column,
          const std::string& search, Take&& take) {
  const Board& board = *opened.board;
  const Scheme& scheme = board.scheme();
  const KindId kind = scheme.figure(column.figure).kind;
  const facts::Table& table = board.facts().table(kind);
  const library::ResultView view = board.ViewIn(Language::kChinese);
  const auto found = search.empty() ? std::vector<bool>() : board.RowsContaining(kind, search);
  Sums sums;
  for (const Row row : table.order) {
    if (!search.empty() && !found[static_cast<std::size_t>(row)]) continue;
    if (!opened.visibility->Sees(board, kind, row)) continue;
    const std::string& code = table.ids[static_cast<std::size_t>(row)];
    const std::string& parent = library::ParentNameOf(view, kind, row);
    PayoutItem item;
    item.row = row;
    item.assessee = {board.AssesseeOf(kind, row), code, table.NameOf(row), scheme.kind(kind).name};
    item.parent = parent;
    item.value = board.At(column, row);
    item.why = holds.WhyOf(board, kind, row);
    if (item.value.ok()) {
      sums.all += item.value.number;
      if (item.is_held()) sums.held += item.value.number;
    }
    take(std::move(item));
  }
  return sums;
}

std::string AmountText(const Board& board, const ResultColumn& column,
                       const scoring::Value& value) {
  if (!value.ok()) return {};
  return library::ShowDigits(board.scheme(), board.facts(), column.figure, value,
                             Language::kChinese)
      .text;
}

void FillAmounts(const Board& board, const ResultColumn& column, PayoutItem* item) {
  item->amount = AmountText(board, column, item->value);
  if (!board.Follows(column.figure)) return;
  std::string before = AmountText(board, column, board.ComputedAt(column, item->row));
  if (before != item->amount) item->uncalibrated = std::move(before);
}

Result<Holds> LoadHolds(Boards& boards, const Actor& actor, const Opened& opened) {
  return boards.library().office().Read(actor, [&](Session& session) {
    return Holds::Load(session, opened.publication.assessment.id);
  });
}

sheet::Cell NumberOrEmpty(const std::string& amount) {
  return amount.empty() ? sheet::Cell() : sheet::Cell::Number(amount);
}

sheet::Sheet SheetOf(const Opened& opened, const Holds& holds, const ResultColumn& column,
                     Language language) {
  const Board& board = *opened.board;
  const PayoutFigure figure = FigureOf(board.scheme(), column);
  sheet::Sheet page;
  page.name = figure.kind + figure.title;
  page.has_autofilter = true;
  for (const Text& title :
       {Text{"编号", "identifier"}, Text{"名称", "name"}, Text{"上级", "parent"},
        Text{"金额", "amount"}, Text{"暂缓发放", "held"}, Text{"原因", "why"},
        Text{"校准前金额", "amount before calibration"}}) {
    sheet::Column heading;
    heading.title = title.In(language);
    page.columns.push_back(std::move(heading));
  }
  page.columns[3].title += figure.unit.empty() ? "" : "（" + figure.unit + "）";
  const Sums sums = Walk(opened, holds, column, "", [&](PayoutItem item) {
    FillAmounts(board, column, &item);
    page.rows.push_back({sheet::Cell::Text(item.assessee.code),
                         sheet::Cell::Text(item.assessee.name), sheet::Cell::Text(item.parent),
                         NumberOrEmpty(item.amount),
                         sheet::Cell::Text(item.is_held() ? Text{"暂缓", "held"}.In(language) : ""),
                         sheet::Cell::Text(item.why.In(language)),
                         NumberOrEmpty(item.uncalibrated.value_or(""))});
  });
  const auto total = [&](const Text& title, const Rational& sum) {
    page.rows.push_back({sheet::Cell::Text(title.In(language)), sheet::Cell(), sheet::Cell(),
                         sheet::Cell::Number(MoneyText(sum)), sheet::Cell(), sheet::Cell(),
                         sheet::Cell()});
  };
  total({"合计", "total"}, sums.all);
  total({"其中暂缓", "of which held"}, sums.held);
  return page;
}

}  // namespace

Result<Holds> Holds::Load(const Session& session, Id assessment) {
  Holds holds;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT assessee_id, id, figure_title FROM objection WHERE assessment_id = ? "
      "AND decided_at IS NULL",
      {assessment}, [&](const store::Row& row) {
        holds.why_[row.Get<Id>(0)] =
            Say("{0}号申诉（{1}）未办结", "objection {0} ({1}) is not decided", row.Get<Id>(1),
                row.Get<std::string_view>(2));
      }));
  return holds;
}

Text Holds::WhyOf(const Board& board, KindId kind, Row row) const {
  if (why_.empty()) return {};
  while (kind > 0) {
    const auto found = why_.find(board.AssesseeOf(kind, row));
    if (found != why_.end()) return found->second;
    const KindId parent = board.scheme().kind(kind).parent;
    if (parent <= 0) break;
    row = facts::RowAbove(board.scheme(), board.facts(), kind, row, parent);
    kind = parent;
  }
  return {};
}

Result<Payouts> ListPayouts(Boards& boards, const Actor& actor, Id id, const PayoutQuery& query) {
  KAOGONG_TRY_ASSIGN(Opened opened, Open(boards, actor, id));
  const Board& board = *opened.board;
  Payouts list;
  list.publication = opened.publication;
  list.amount_total = list.held_total = "0.00";
  const auto columns = PayoutColumns(board.scheme());
  for (const ResultColumn& column : columns)
    list.figures.push_back(FigureOf(board.scheme(), column));
  if (columns.empty()) return list;
  ResultColumn column = columns.back();
  if (!query.figure.empty()) {
    const auto wanted = library::ColumnOfKey(board.scheme(), query.figure);
    if (!wanted || std::ranges::find(columns, *wanted) == columns.end()) {
      return Error{ErrorCode::kNotFound,
                   Say("没有这项奖金", "There is no such payout")};
    }
    column = *wanted;
  }
  list.figure = FigureOf(board.scheme(), column);
  KAOGONG_TRY_ASSIGN(const Holds holds, LoadHolds(boards, actor, opened));
  const std::int64_t begin = query.page.offset();
  const Sums sums = Walk(opened, holds, column, query.search, [&](PayoutItem item) {
    if (list.total >= begin && list.total < begin + query.page.size) {
      FillAmounts(board, column, &item);
      list.items.push_back(std::move(item));
    }
    ++list.total;
  });
  list.amount_total = MoneyText(sums.all);
  list.held_total = MoneyText(sums.held);
  return list;
}

Result<std::string> PayoutWorkbook(Boards& boards, const Actor& actor, Id id, Language language) {
  KAOGONG_TRY_ASSIGN(const Opened opened, Open(boards, actor, id));
  sheet::Workbook workbook;
  workbook.title = opened.publication.assessment.title;
  workbook.language = language;
  KAOGONG_TRY_ASSIGN(const Holds holds, LoadHolds(boards, actor, opened));
  for (const ResultColumn& column : PayoutColumns(opened.board->scheme()))
    workbook.sheets.push_back(SheetOf(opened, holds, column, language));
  if (workbook.sheets.empty()) {
    return Error{ErrorCode::kNotFound, Say("这个办法没有奖金", "The regulation pays nothing")};
  }
  return sheet::RenderWorkbook(workbook);
}

}  // namespace kaogong::office::result
