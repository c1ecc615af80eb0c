// SPDX-License-Identifier: Apache-2.0
#include "office/result/scorecard.h"

#include <algorithm>

#include "office/library/check.h"
#include "office/library/figure_text.h"

namespace kaogong::office::result {

namespace {

using facts::Row;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Role;
using scheme::Scheme;

// Weeks and days of a figure would fill pages.
constexpr int kPeriodsShownMax = 12;

std::string Rounded(const Rational& number) {
  const auto rounded = number.Round(2, Rounding::kHalfUp);
  return rounded ? rounded->ToString() : number.ToString();
}

class CardMaker {
 public:
  CardMaker(const Board& board, KindId kind, Row row)
      : board_(board), scheme_(board.scheme()), kind_(kind), row_(row) {}

  void Fill(Scorecard* card) {
    for (const library::TreeRow& tree : library::TreeOf(scheme_)) {
      const scheme::Figure& figure = scheme_.figure(tree.figure);
      const int periods = scheme_.level(figure.level).count();
      if (figure.kind != kind_ || periods > kPeriodsShownMax) continue;
      std::vector<CardFigure>* const to = ListFor(figure.role, card);
      if (to == nullptr) continue;
      for (int period = 0; period < periods; ++period)
        to->push_back(Make({tree.figure, period}, tree.depth));
    }
  }

 private:
  static std::vector<CardFigure>* ListFor(Role role, Scorecard* card) {
    switch (role) {
      case Role::kIndicator: return &card->indicators;
      case Role::kBonus:
      case Role::kDeduction:
      case Role::kVeto:
      case Role::kCheck: return &card->adjustments;
      case Role::kPayout: return &card->payouts;
      case Role::kTotal:
      case Role::kRanking:
      case Role::kGrade:
      case Role::kCoefficient: return &card->standings;
      case Role::kDefinition: return nullptr;
    }
    return nullptr;
  }

  CardFigure Make(const ResultColumn& column, int depth) const {
    const scheme::Figure& figure = scheme_.figure(column.figure);
    CardFigure made{column, depth, board_.At(column, row_), {}, {}, {}};
    const bool is_number = figure.type == scheme::Type::kNumber;
    if (is_number && made.value.ok() && figure.points) {
      const Rational lost = Rational(*figure.points) - made.value.number;
      made.lost = lost.sign() < 0 ? "0" : lost.ToString();
    }
    if (!is_number || figure.role == Role::kRanking) return made;
    const GroupStatistics group = board_.StatisticsOf(column, row_);
    if (group.mean) made.group_average = Rounded(*group.mean);
    if (group.best) {
      made.best = library::ShowOnScreen(scheme_, board_.facts(), column.figure,
                                        scoring::Value::Of(*group.best), Language::kChinese)
                      .text;
    }
    return made;
  }

  const Board& board_;
  const Scheme& scheme_;
  KindId kind_;
  Row row_;
};

std::optional<std::string> TextOf(const Board& board, FigureId figure, Row row,
                                  Language language) {
  if (figure == kNone) return std::nullopt;
  const scoring::Value value = board.At({figure, 0}, row);
  if (!value.ok()) return std::nullopt;
  return scoring::ShowValue(board.scheme(), board.facts(), figure, value, language);
}

Error NotInComputation() {
  return {ErrorCode::kNotFound,
          Say("这次计算里没有这个考核对象", "The computation has no such assessee")};
}

void FillGroup(const Board& board, Scorecard* card, Language language) {
  const Scheme& scheme = board.scheme();
  const KindId parent = scheme.kind(card->kind).parent;
  const facts::Table& table = board.facts().table(card->kind);
  const auto ranking = board.RankingOf(card->kind);
  card->group_count = static_cast<std::int64_t>(ranking->PeersOf(card->row).size());
  if (card->kind == 0) return;
  if (parent > 0) {
    const Row above = table.parents[static_cast<std::size_t>(card->row)];
    card->parent = board.facts().table(parent).NameOf(above);
  }
  card->group_name = GroupOf(*ranking, card->row);
  if (card->group_name.empty())
    card->group_name = card->parent.value_or(Text{"全体", "all"}.In(language));
}

}  // namespace

Result<Scorecard> ScorecardOf(Boards& boards, const Actor& actor, Id computation, Id assessee,
                              Language language) {
  Scorecard card;
  const Office& office = boards.library().office();
  KAOGONG_TRY(office.Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const auto row,
                       assessment::FindAssessee(session, assessee, Act::kViewResults));
    card.assessee = {row.id, row.code, row.name, row.kind};
    return {};
  }));
  KAOGONG_TRY_ASSIGN(card.opened, boards.Open(actor, computation));
  const Board& board = *card.opened.board;
  KAOGONG_TRY(office.Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(card.calibrations, LoadCalibrations(session, computation));
    std::erase_if(card.calibrations, [&](const Calibration& calibration) {
      return calibration.assessee.id != assessee;
    });
    return session.transaction.Query(
        "SELECT id, figure, state FROM objection WHERE assessee_id = ? ORDER BY id", {assessee},
        [&](const store::Row& found) {
          card.objections.push_back({found.Get<Id>(0), found.Get<std::string>(1),
                                     found.Get<std::string>(2)});
        });
  }));
  card.kind = board.scheme().FindKind(card.assessee.kind);
  const auto row =
      card.kind == kNone ? std::nullopt : board.RowOfAssessee(card.kind, card.assessee.id);
  if (!row) return NotInComputation();
  card.row = *row;
  FillGroup(board, &card, language);
  CardMaker(board, card.kind, card.row).Fill(&card);
  const KeyFigures figures = KeyFiguresOf(board.scheme(), card.kind);
  card.rank = TextOf(board, figures.rank, card.row, language);
  card.score = TextOf(board, figures.score, card.row, language);
  card.grade = TextOf(board, figures.grade, card.row, language);
  const std::string grade_key =
      figures.grade == kNone ? std::string() : library::KeyOf(board.scheme(), {figures.grade, 0});
  for (Calibration& calibration : card.calibrations) {
    const auto column = library::ColumnOfKey(board.scheme(), calibration.figure);
    if (column) calibration.figure_title = library::HeadingOf(board.scheme(), *column);
    if (!calibration.withdrawn_at && calibration.figure == grade_key) card.grade = calibration.after;
  }
  card.last_year = LastYearOf(board, card.kind, card.row, language);
  card.rank_change = RankChangeOf(board, card.kind, card.row);
  return card;
}

}  // namespace kaogong::office::result
