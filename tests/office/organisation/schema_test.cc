// SPDX-License-Identifier: Apache-2.0
// What the database itself refuses, whoever writes.
#include "organisation_test.h"

namespace kaogong::office {
namespace {

class Schema : public OrganisationTest {
 protected:
  void SetUp() override {
    OrganisationTest::SetUp();
    Run(*pool_, {"INSERT INTO unit (id, code, version) VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 1)",
                 Span(11, 1, "NULL", "2020-01-01", "NULL"),
                 Span(12, 2, "1", "2020-01-01", "'2025-01-01'"),
                 Span(13, 3, "2", "2020-01-01", "'2024-01-01'"),
                 "INSERT INTO person (id, code, name, name_key, name_order, phone, note, version) "
                 "VALUES (5, 'p', 'n', 'n', 'n', '', '', 1)",
                 Appointment(21, 2, "true", "2020-01-01", "'2021-01-01'")});
  }

  static std::string_view Kept(std::string sql) {
    static std::vector<std::unique_ptr<std::string>> kept;
    kept.push_back(std::make_unique<std::string>(std::move(sql)));
    return *kept.back();
  }
  static std::string_view Span(int id, int unit, std::string_view parent, std::string_view from,
                               std::string_view to) {
    return Kept(fmt::format(
        "INSERT INTO unit_span (id, unit_id, parent_id, name, short_name, category, "
        "official_order, valid_from, valid_to) VALUES ({}, {}, {}, 'n', '', 'other', 1, '{}', {})",
        id, unit, parent, from, to));
  }
  static std::string_view Appointment(int id, int unit, std::string_view is_primary,
                                      std::string_view from, std::string_view to) {
    return Kept(fmt::format(
        "INSERT INTO appointment (id, person_id, unit_id, is_primary, valid_from, valid_to, "
        "version) VALUES ({}, 5, {}, {}, '{}', {}, 1)",
        id, unit, is_primary, from, to));
  }
  std::string Refusal(std::string_view sql) {
    const store::Failure failure = store::FailureOf(
        *pool_, [&](store::Transaction& transaction) { return transaction.Execute(sql); });
    if (failure.kind == store::FailureKind::kNone) return "taken";
    if (failure.kind == store::FailureKind::kCheck) return failure.subject;
    return "kind " + std::to_string(static_cast<int>(failure.kind));
  }
};

TEST_P(Schema, RefusesSpansOfOneUnitThatOverlap) {
  EXPECT_EQ(Refusal(Span(14, 2, "1", "2024-12-31", "NULL")), "unit_span_overlap");
  EXPECT_EQ(Refusal(Span(14, 2, "1", "2019-01-01", "'2020-01-02'")), "unit_span_overlap");
  EXPECT_EQ(Refusal(Span(14, 2, "1", "2019-01-01", "'2020-01-01'")), "taken");
  EXPECT_EQ(Refusal(Span(14, 2, "1", "2025-01-01", "NULL")), "taken");
  EXPECT_EQ(Refusal("UPDATE unit_span SET valid_to = NULL WHERE id = 12"), "taken");
}

TEST_P(Schema, RefusesACircleOnAnyDay) {
  EXPECT_EQ(Refusal("UPDATE unit_span SET parent_id = 3 WHERE id = 12"), "unit_span_cycle");
  EXPECT_EQ(Refusal("UPDATE unit_span SET parent_id = 3 WHERE id = 11"), "unit_span_cycle");
  // After the span of 3 under 2 ended, 2 may stand under 3.
  EXPECT_EQ(Refusal(Span(14, 3, "1", "2024-01-01", "NULL")), "taken");
  Run(*pool_, {Span(14, 3, "1", "2024-01-01", "NULL")});
  EXPECT_EQ(Refusal(Span(15, 2, "3", "2025-01-01", "NULL")), "taken");
  EXPECT_EQ(Refusal("UPDATE unit_span SET parent_id = 2 WHERE id = 14"), "taken");
  Run(*pool_, {Span(15, 2, "3", "2025-01-01", "NULL")});
  EXPECT_EQ(Refusal("UPDATE unit_span SET parent_id = 2 WHERE id = 14"), "unit_span_cycle");
  EXPECT_NE(Refusal("UPDATE unit_span SET parent_id = 2 WHERE id = 12"), "taken");
}

TEST_P(Schema, RefusesTwoPrimaryAppointmentsOnOneDay) {
  EXPECT_EQ(Refusal(Appointment(22, 1, "true", "2020-12-31", "NULL")), "appointment_primary");
  EXPECT_EQ(Refusal(Appointment(22, 1, "true", "2021-01-01", "NULL")), "taken");
  EXPECT_EQ(Refusal(Appointment(22, 1, "false", "2020-01-01", "NULL")), "taken");
  Run(*pool_, {Appointment(22, 1, "false", "2020-01-01", "NULL")});
  EXPECT_EQ(Refusal("UPDATE appointment SET is_primary = true WHERE id = 22"),
            "appointment_primary");
}

TEST_P(Schema, RefusesDaysThatAreNoneAndEndsBeforeBeginnings) {
  EXPECT_NE(Refusal(Span(14, 1, "NULL", "2019-1-01", "'2019-12-31'")), "taken");
  EXPECT_NE(Refusal(Span(14, 3, "1", "2025-05-05", "'2025-05-05'")), "taken");
  EXPECT_NE(Refusal(Appointment(22, 1, "false", "2025-05-05", "'2025-05-05'")), "taken");
  EXPECT_NE(Refusal("UPDATE unit_span SET category = 'palace' WHERE id = 11"), "taken");
}

// A CHECK with LIKE could be written only by the connection that made the table.
TEST_P(Schema, TakesRowsAfterTheDatabaseWasOpenedAgain) {
  pool_.reset();
  pool_ = Open();
  EXPECT_EQ(Refusal(Span(14, 2, "1", "2025-01-01", "NULL")), "taken");
  EXPECT_EQ(Refusal(Appointment(22, 1, "true", "2021-01-01", "NULL")), "taken");
}

KAOGONG_STORE_SUITE(Schema);

}  // namespace
}  // namespace kaogong::office
