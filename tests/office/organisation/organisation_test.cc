// SPDX-License-Identifier: Apache-2.0
#include "organisation_test.h"

#include "store/audit.h"

namespace kaogong::office {

void OrganisationTest::SetUp() {
  pool_ = Open();
  ASSERT_NE(pool_, nullptr);
  office_ = std::make_unique<Office>(*pool_, clock_, secrets_);
}

std::string OrganisationTest::Error(const kaogong::Error& error) {
  std::string text = std::to_string(static_cast<int>(error.code)) + " " + error.message.en;
  for (const Fault& fault : error.faults) text += " [" + fault.pointer + "]";
  return text;
}

Id OrganisationTest::AddUnit(std::string name, Id parent, std::string_view from) {
  NewUnit made;
  if (parent != 0) made.parent = parent;
  made.code = name;
  made.name = name;
  made.category = UnitCategory::kDepartment;
  made.from = Day(from);
  const auto unit = CreateUnit(office(), program_, made);
  EXPECT_TRUE(unit.ok()) << (unit.ok() ? "" : Error(unit.error()));
  return unit.ok() ? unit.value().node.id : 0;
}

Id OrganisationTest::AddPerson(std::string code, std::string name, Id unit) {
  NewPerson made;
  made.code = std::move(code);
  made.name = std::move(name);
  made.phone = "555-" + made.code;
  if (unit != 0) made.appointments = {{unit, {}, {}, {Day("2020-01-01"), {}}}};
  const auto person = CreatePerson(office(), program_, made);
  EXPECT_TRUE(person.ok()) << (person.ok() ? "" : Error(person.error()));
  return person.ok() ? person.value().id : 0;
}

Actor OrganisationTest::With(Role role, std::optional<Id> unit) {
  Actor actor;
  actor.account = 900'001;
  actor.name = "tester";
  actor.grants = {{role, unit}};
  return actor;
}

UnitView OrganisationTest::Unit(Id id, std::string_view on) {
  const auto unit = FindUnit(office(), program_, id, Day(on));
  EXPECT_TRUE(unit.ok());
  return unit.ok() ? unit.value() : UnitView();
}

std::string OrganisationTest::TreeText(std::string_view on, const Actor& actor) {
  const auto rows = ListUnits(office(), cache_, actor, Day(on));
  EXPECT_TRUE(rows.ok());
  std::string text;
  if (!rows.ok()) return text;
  for (const UnitRowView& row : rows.value()) {
    text += std::string(static_cast<std::size_t>(row.node.depth), '-') + row.node.state.name +
            (row.is_covered ? "" : "?") + " ";
  }
  return text;
}

std::string OrganisationTest::LastAudit() {
  const auto last = pool_->Read([](store::Transaction& transaction) {
    return transaction.One<std::string, std::string, std::string>(
        "SELECT act, subject, detail FROM audit_entry ORDER BY seq DESC LIMIT 1");
  });
  EXPECT_TRUE(last.ok() && last.value().has_value());
  if (!last.ok() || !last.value().has_value()) return "";
  const auto& [act, subject, detail] = *last.value();
  return act + " " + subject.substr(0, subject.find('/')) + " " + detail;
}

void OrganisationTest::ExpectAuditWhole() {
  const auto report = pool_->Read(
      [](store::Transaction& transaction) { return store::VerifyAudit(transaction); });
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report.value().is_whole());
}

}  // namespace kaogong::office
