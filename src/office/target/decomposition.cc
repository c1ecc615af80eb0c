// SPDX-License-Identifier: Apache-2.0
#include "office/target/decomposition.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "office/faults.h"
#include "store/batch_insert.h"

namespace kaogong::office::target {

namespace {

using store::Row;

constexpr int kChoicesMax = 1000;

// A sum past this is refused, so that it fits the database's numbers.
const Rational& SumLimit() {
  static const Rational limit(std::int64_t{Decimal::kUnitsLimit - 1});
  return limit;
}

using SharesByTarget = std::map<std::pair<std::string, int>, std::vector<Share>>;

Result<SharesByTarget> LoadShares(const Session& session, Id sheet) {
  SharesByTarget shares;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT h.field, h.period, h.unit_id, (SELECT n.name FROM unit_span n "
      "WHERE n.unit_id = h.unit_id ORDER BY n.valid_from DESC LIMIT 1), h.person_id, p.name, "
      "h.units, h.deadline FROM target_share h LEFT JOIN person p ON p.id = h.person_id "
      "WHERE h.sheet_id = ? ORDER BY h.place",
      {sheet}, [&](const Row& row) {
        Share share;
        if (const auto unit = row.Get<std::optional<Id>>(2); unit.has_value()) {
          share.unit = Named{*unit, row.Get<std::optional<std::string>>(3).value_or("")};
        }
        if (const auto person = row.Get<std::optional<Id>>(4); person.has_value()) {
          share.person = Named{*person, row.Get<std::optional<std::string>>(5).value_or("")};
        }
        share.units = row.Get<std::optional<std::int64_t>>(6);
        share.deadline = row.Get<std::optional<std::string>>(7);
        shares[{row.Get<std::string>(0), row.Get<int>(1)}].push_back(std::move(share));
      }));
  return shares;
}

Result<std::vector<Named>> UnitsBelow(const Session& session, const AssesseeRow& assessee) {
  std::vector<Named> units;
  if (!assessee.unit.has_value() || assessee.person.has_value()) return units;
  const std::string today = session.today.ToString();
  KAOGONG_TRY(session.transaction.Query(
      "SELECT unit_id, name FROM unit_span WHERE parent_id = ? AND valid_from <= ? "
      "AND (valid_to IS NULL OR valid_to > ?) ORDER BY official_order, unit_id LIMIT ?",
      {*assessee.unit, today, today, kChoicesMax}, [&](const Row& row) {
        units.push_back({row.Get<Id>(0), row.Get<std::string>(1)});
      }));
  return units;
}

Result<std::vector<Named>> PersonsWithin(const Session& session, const AssesseeRow& assessee) {
  std::vector<Named> persons;
  if (!assessee.unit.has_value()) return persons;
  Reach reach;
  reach.roots.push_back(*assessee.unit);
  const WithinReach within(reach, session.today);
  const std::string today = session.today.ToString();
  std::vector<store::Argument> arguments = within.arguments();
  arguments.emplace_back(today);
  arguments.emplace_back(today);
  arguments.emplace_back(kChoicesMax);
  KAOGONG_TRY(session.transaction.Query(
      within.with() +
          "SELECT DISTINCT p.id, p.name, p.name_order, p.code FROM appointment a "
          "JOIN person p ON p.id = a.person_id WHERE a.unit_id IN (SELECT id FROM within) "
          "AND a.valid_from <= ? AND (a.valid_to IS NULL OR a.valid_to > ?) "
          "ORDER BY p.name_order, p.code LIMIT ?",
      arguments, [&](const Row& row) {
        persons.push_back({row.Get<Id>(0), row.Get<std::string>(1)});
      }));
  return persons;
}

Result<DecompositionView> Load(const Session& session, Opened opened) {
  DecompositionView view;
  const AssesseeRow assessee = opened.assessee;
  KAOGONG_TRY_ASSIGN(SharesByTarget shares, LoadShares(session, opened.sheet.id));
  KAOGONG_TRY_ASSIGN(view.sheet, ViewOf(session, std::move(opened)));
  for (const TargetView& target : view.sheet.items) {
    Decomposed item;
    item.term = target.term;
    item.period = target.period;
    item.units = target.units;
    item.is_not_applicable = target.is_not_applicable;
    item.shares = std::move(shares[{target.term->field->name, target.period}]);
    if (item.term->use->is_additive && !item.shares.empty()) {
      std::int64_t sum = 0;
      for (const Share& share : item.shares) sum += share.units.value_or(0);
      item.sum = sum;
    }
    item.coverage = CoverageOf(item);
    view.items.push_back(std::move(item));
  }
  KAOGONG_TRY_ASSIGN(view.units, UnitsBelow(session, assessee));
  KAOGONG_TRY_ASSIGN(view.persons, PersonsWithin(session, assessee));
  return view;
}

// --- Writing

struct CheckedShare {
  const NewShare* share = nullptr;
  std::optional<std::int64_t> units;
  std::optional<std::string> deadline;
};

class ShareCheck {
 public:
  ShareCheck(const Session& session, const Opened& opened)
      : session_(session),
        terms_(TermsOf(opened.frame, opened.frame.scheme().FindKind(opened.assessee.kind))) {}

  Result<std::vector<CheckedShare>> Run(const Opened& opened, const std::vector<NewShare>& shares) {
    KAOGONG_TRY(LoadChoices(opened));
    std::vector<CheckedShare> checked;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      checked.push_back(Check(shares[i], fmt::format("/shares/{}", i)));
    }
    KAOGONG_TRY(std::move(faults_).Finish());
    return checked;
  }

 private:
  Result<void> LoadChoices(const Opened& opened) {
    KAOGONG_TRY_ASSIGN(const auto units, UnitsBelow(session_, opened.assessee));
    for (const Named& unit : units) units_.insert(unit.id);
    KAOGONG_TRY_ASSIGN(const auto persons, PersonsWithin(session_, opened.assessee));
    for (const Named& person : persons) persons_.insert(person.id);
    // Who has a share already may keep it.
    return session_.transaction.Query(
        "SELECT unit_id, person_id FROM target_share WHERE sheet_id = ?", {opened.sheet.id},
        [&](const Row& row) {
          if (const auto unit = row.Get<std::optional<Id>>(0)) units_.insert(*unit);
          if (const auto person = row.Get<std::optional<Id>>(1)) persons_.insert(*person);
        });
  }

  CheckedShare Check(const NewShare& share, const std::string& at) {
    CheckedShare made{&share, {}, {}};
    const Term* term = FindTerm(terms_, share.field);
    if (term == nullptr) {
      faults_.Add(at + "/field", Say("没有目标“{}”", "There is no target '{}'", share.field));
      return made;
    }
    if (share.period < 0 || share.period >= static_cast<int>(term->periods.size())) {
      faults_.Add(at + "/period", Say("“{0}”只有 {1} 期", "'{0}' has {1} periods only", term->label,
                                      term->periods.size()));
    }
    CheckOwner(share, at);
    if (share.value.has_value()) {
      Text problem;
      made.units = UnitsOf(*term, *share.value, &problem);
      faults_.Add(at + "/value", std::move(problem));
      Rational& sum = sums_[{share.field, share.period}];
      sum += Absolute(Rational(made.units.value_or(0)));
      if (sum > SumLimit()) {
        faults_.Add(at + "/value", Say("合计太大", "The shares add up to too large a number"));
      }
    } else if (term->use->is_additive) {
      faults_.Add(at + "/value", Say("请写明承担多少", "Say how much this one takes"));
    }
    if (share.deadline.has_value()) made.deadline = share.deadline->ToString();
    return made;
  }

  void CheckOwner(const NewShare& share, const std::string& at) {
    if (share.unit.has_value() == share.person.has_value()) {
      faults_.Add(at + "/unit_id", Say("请选一个下级单位或一个人员，也只选一个",
                                       "Choose either a unit below or a person"));
      return;
    }
    if (share.unit.has_value() && !units_.contains(*share.unit)) {
      faults_.Add(at + "/unit_id", Say("不是直属的下级单位", "This is no unit directly below"));
    }
    if (share.person.has_value() && !persons_.contains(*share.person)) {
      faults_.Add(at + "/person_id", Say("不是本单位或下级单位的人员",
                                         "This is nobody of the unit or those below it"));
    }
    const auto key =
        std::tuple(share.field, share.period, share.unit.value_or(0), share.person.value_or(0));
    if (!seen_.insert(key).second) {
      faults_.Add(at + "/unit_id", Say("同一目标分给同一单位或人员两次，请合并",
                                       "The same target is given twice to the same owner; put the "
                                       "two together"));
    }
  }

  const Session& session_;
  const std::vector<Term> terms_;
  std::set<Id> units_;
  std::set<Id> persons_;
  std::set<std::tuple<std::string, int, Id, Id>> seen_;
  std::map<std::pair<std::string, int>, Rational> sums_;
  Faults faults_;
};

Result<void> WriteShares(const Session& session, Id sheet,
                         const std::vector<CheckedShare>& shares) {
  KAOGONG_TRY(session.transaction.Execute("DELETE FROM target_share WHERE sheet_id = ?", {sheet}));
  if (shares.empty()) return {};
  KAOGONG_TRY_ASSIGN(auto batch,
                     store::BatchInsert::Open(session.transaction, "target_share",
                                              {"sheet_id", "place", "field", "period", "unit_id",
                                               "person_id", "units", "deadline"}));
  std::int64_t place = 0;
  for (const CheckedShare& checked : shares) {
    const NewShare& share = *checked.share;
    KAOGONG_TRY(batch.Add({sheet, place++, share.field, share.period, share.unit, share.person,
                           checked.units, checked.deadline}));
  }
  KAOGONG_TRY(batch.Finish());
  return {};
}

}  // namespace

std::string_view NameOf(Coverage::State state) {
  switch (state) {
    case Coverage::State::kOk:
      return "ok";
    case Coverage::State::kUnowned:
      return "unowned";
    case Coverage::State::kShort:
      return "short";
    case Coverage::State::kOver:
      return "over";
    case Coverage::State::kNoDate:
      return "no_date";
  }
  return "ok";
}

Coverage CoverageOf(const Decomposed& target) {
  using State = Coverage::State;
  if (target.is_not_applicable) {
    return {State::kOk, Say("不适用，不需要分解", "Does not apply; nothing to share out")};
  }
  if (target.shares.empty()) {
    return {State::kUnowned, Say("还没有落实到单位或人员", "Nobody owns it yet")};
  }
  if (target.sum.has_value() && target.units.has_value() && *target.sum != *target.units) {
    const bool is_short = *target.sum < *target.units;
    const std::string difference = ValueText(
        *target.term, is_short ? *target.units - *target.sum : *target.sum - *target.units);
    return is_short ? Coverage{State::kShort,
                               Say("合计比目标少 {}", "{} less than the target", difference)}
                    : Coverage{State::kOver,
                               Say("合计比目标多 {}", "{} more than the target", difference)};
  }
  for (const Share& share : target.shares) {
    if (!share.deadline.has_value()) {
      return {State::kNoDate, Say("有的份额没有完成期限", "A share has no deadline")};
    }
  }
  return {State::kOk, Say("已全部落实", "All of it is owned, with dates")};
}

Result<DecompositionView> GetDecomposition(library::Library& library, const Actor& actor,
                                           Id sheet) {
  return library.office().Read(actor, [&](Session& session) -> Result<DecompositionView> {
    KAOGONG_TRY_ASSIGN(Opened opened, OpenSheet(library, session, sheet, Act::kViewAssessments));
    return Load(session, std::move(opened));
  });
}

Result<DecompositionView> PutDecomposition(library::Library& library, const Actor& actor, Id sheet,
                                           std::int64_t version,
                                           const std::vector<NewShare>& shares) {
  return library.office().Write(actor, [&](Change& change) -> Result<DecompositionView> {
    KAOGONG_TRY_ASSIGN(const Opened opened, OpenSheet(library, change, sheet, Act::kDraftTargets));
    KAOGONG_TRY(RequireOpenStage(opened.frame));
    KAOGONG_TRY(RequireState(
        opened.sheet,
        {SheetState::kDraft, SheetState::kSubmitted, SheetState::kConfirmed, SheetState::kApproved,
         SheetState::kPublished, SheetState::kSignedByAssessee, SheetState::kSigned}));
    if (opened.sheet.decomposition_version != version) {
      return Stale(
          Say("“{}”的目标分解", "the decomposition of the targets of '{}'", opened.assessee.name));
    }
    ShareCheck check(change, opened);
    KAOGONG_TRY_ASSIGN(const auto checked, check.Run(opened, shares));
    KAOGONG_TRY(WriteShares(change, sheet, checked));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE target_sheet SET decomposition_version = decomposition_version + 1 WHERE id = ?",
        {sheet}));
    change.Record("target_sheet.decompose", fmt::format("target_sheet/{}", sheet),
                  Detail()
                      .Set("assessee", opened.assessee.name)
                      .Set("shares", static_cast<std::int64_t>(shares.size())));
    KAOGONG_TRY_ASSIGN(Opened now, LoadSheet(library, change, sheet));
    return Load(change, std::move(now));
  });
}

}  // namespace kaogong::office::target
