// SPDX-License-Identifier: Apache-2.0
#include "result_fixture.h"

#include <set>

#include "office/library/transfer.h"
#include "store/batch_insert.h"

namespace kaogong::office::result {

namespace {

std::string_view TypeName(scheme::Type type) {
  switch (type) {
    case scheme::Type::kBoolean: return "boolean";
    case scheme::Type::kText: return "text";
    case scheme::Type::kDate: return "date";
    default: return "number";
  }
}

// In units of the facts: of a percentage 86.5 is 86.5.
std::int64_t FactUnits(const scheme::Field& field, const facts::Column& column, facts::Row row) {
  const std::int64_t units = column.UnitsOf(row);
  if (field.type != scheme::Type::kNumber) return units;
  Rational value(Decimal::FromUnits(units, column.scale));
  if (field.is_percent) value = value * Rational(100);
  return value.Round(field.places_max, Rounding::kHalfUp)->units();
}

std::string CellText(const scheme::Field& field, const facts::Facts& facts,
                     const facts::Column& column, facts::Row row) {
  if (column.PresenceOf(row) == facts::Presence::kNotApplicable) return "不适用";
  const std::int64_t units = FactUnits(field, column, row);
  switch (field.type) {
    case scheme::Type::kBoolean: return units != 0 ? "是" : "否";
    case scheme::Type::kText: return facts.texts[static_cast<std::size_t>(units)];
    case scheme::Type::kDate: return Date::FromDays(units).value().ToString();
    default: return Decimal::FromUnits(units, field.places_max).Trimmed().ToString();
  }
}

}  // namespace

void ResultTest::SetUp() {
  pool_ = Open();
  ASSERT_NE(pool_, nullptr);
  desk_.emplace(*pool_, clock_, secrets_);
  library_.emplace(*desk_);
  boards_.emplace(*library_);
  clerk_account_ = NewAccount("填报人甲", Role::kReportingClerk);
  verifier_account_ = NewAccount("核实人乙", Role::kVerifyingDepartment);
}

Actor ResultTest::ActorWith(Role role, Id account, std::optional<Id> unit) {
  Actor actor;
  actor.account = account;
  actor.person = account + 100'000;
  actor.name = std::string(office::NameOf(role)) + std::to_string(account);
  actor.grants.push_back({role, unit});
  return actor;
}

Id ResultTest::NewAccount(const std::string& name, Role role) {
  const auto made = pool_->Write([&](store::Transaction& transaction) -> Result<Id> {
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction, 2));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO person (id, code, name, name_key, name_order, phone, note, version) "
        "VALUES (?, ?, ?, ?, ?, '', '', 1)",
        {id, "P" + std::to_string(id), name, name, name}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO account (id, person_id, login, password_hash, must_change_password, "
        "is_active, created_at) VALUES (?, ?, ?, '-', ?, ?, '2025-01-01T00:00:00Z')",
        {id + 1, id, "login" + std::to_string(id), false, true}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO account_grant (account_id, role) VALUES (?, ?)",
        {id + 1, office::NameOf(role)}));
    return id + 1;
  });
  EXPECT_TRUE(IsOk(made));
  return made.ok() ? made.value() : 0;
}

Id ResultTest::NewUnit(const std::string& code, const std::string& name) {
  const auto made = pool_->Write([&](store::Transaction& transaction) -> Result<Id> {
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction, 2));
    KAOGONG_TRY(
        transaction.Execute("INSERT INTO unit (id, code, version) VALUES (?, ?, 1)", {id, code}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO unit_span (id, unit_id, name, short_name, category, official_order, "
        "valid_from) VALUES (?, ?, ?, ?, 'other', 1, '2000-01-01')",
        {id + 1, id, name, name}));
    return id;
  });
  EXPECT_TRUE(IsOk(made));
  return made.ok() ? made.value() : 0;
}

LoadedYear ResultTest::Load(const std::string& path, std::string_view stage, int year) {
  const std::filesystem::path root = std::filesystem::path(KAOGONG_SOURCE_DIR) / "regulations";
  LoadedYear loaded;
  Issues issues;
  const Actor program = ProgramActor();
  const auto imported = library::ImportFolder(*library_, program, root / path, {}, &issues);
  EXPECT_TRUE(IsOk(imported)) << path;
  if (!imported.ok()) return loaded;
  loaded.version = imported.value().version;
  loaded.facts_set = imported.value().facts_set.value_or(0);
  const auto run =
      library::CreateRun(*library_, program, {loaded.version, loaded.facts_set, {}}, &issues);
  EXPECT_TRUE(IsOk(run)) << path;
  if (!run.ok()) return loaded;
  loaded.shipped = run.value().evaluation;
  loaded.year = year == 0 ? run.value().row.year : year;
  const auto made = pool_->Write([&](store::Transaction& transaction) -> Result<Id> {
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO assessment (id, version_id, year, title, stage, created_at, created_by, "
        "version) VALUES (?, ?, ?, ?, ?, '2025-01-01T00:00:00Z', 'test', 1)",
        {id, loaded.version, loaded.year, "考核 " + path, stage}));
    return id;
  });
  EXPECT_TRUE(IsOk(made));
  loaded.assessment = made.value();
  InsertRows(&loaded);
  InsertFields(&loaded);
  InsertRecords(&loaded);
  return loaded;
}

void ResultTest::InsertRows(LoadedYear* loaded) {
  const scheme::Scheme& scheme = loaded->shipped->scheme();
  const facts::Facts& facts = loaded->shipped->facts;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const scheme::Kind& kind = scheme.kinds[i];
    const facts::Table& table = facts.tables[i];
    if (kind.is_record) continue;
    std::int64_t place = 0;
    for (const facts::Row row : table.order) {
      const std::string& code = table.ids[static_cast<std::size_t>(row)];
      const Id unit = NewUnit(fmt::format("{}-{}-{}", loaded->assessment, i, code),
                              table.NameOf(row));
      std::optional<Id> parent;
      if (kind.parent > 0) {
        const auto& above = facts.table(kind.parent);
        const auto at = table.parents[static_cast<std::size_t>(row)];
        parent = loaded->assessees[{scheme.kind(kind.parent).name,
                                    above.ids[static_cast<std::size_t>(at)]}];
      }
      ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) -> Result<void> {
        KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction, 2));
        KAOGONG_TRY(transaction.Execute("INSERT INTO subject (id, unit_id) VALUES (?, ?)",
                                        {id, unit}));
        KAOGONG_TRY(transaction.Execute(
            "INSERT INTO assessee (id, assessment_id, kind, code, name, parent_id, subject_id, "
            "unit_id, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {id + 1, loaded->assessment, kind.name, code, table.NameOf(row), parent, id, unit,
             place++}));
        loaded->subjects[{kind.name, code}] = id;
        loaded->assessees[{kind.name, code}] = id + 1;
        return {};
      })));
    }
  }
}

void ResultTest::InsertFields(LoadedYear* loaded) {
  const scheme::Scheme& scheme = loaded->shipped->scheme();
  const facts::Facts& facts = loaded->shipped->facts;
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) -> Result<void> {
    for (std::size_t i = 0; i < scheme.fields.size(); ++i) {
      const scheme::Field& field = scheme.fields[i];
      const scheme::Kind& kind = scheme.kind(field.kind);
      if (kind.is_record) continue;
      KAOGONG_TRY_ASSIGN(const Id element, TakeIds(transaction));
      const bool is_imported = !field.imported_regulation.empty();
      KAOGONG_TRY(transaction.Execute(
          "INSERT INTO data_element (id, name, type, level, places, is_percent, unit) "
          "VALUES (?, ?, ?, ?, ?, ?, ?)",
          {element, fmt::format("{}/{}/{}", loaded->assessment, kind.name, field.name),
           TypeName(field.type), scheme.level(field.level).name, field.places_max,
           field.is_percent, field.unit}));
      KAOGONG_TRY(transaction.Execute(
          "INSERT INTO assessment_field (assessment_id, kind, field, element_id, class, rounds, "
          "due_days, is_additive) VALUES (?, ?, ?, ?, ?, 1, 10, ?)",
          {loaded->assessment, kind.name, field.name, element,
           is_imported ? "imported" : "measurement", false}));
      loaded->elements[{kind.name, field.name}] = element;
      if (is_imported) continue;
      const facts::Table& table = facts.table(field.kind);
      for (int period = 0; period < scheme.level(field.level).count(); ++period) {
        const facts::Column& column =
            facts::ColumnOf(scheme, facts, static_cast<scheme::FieldId>(i), period);
        for (facts::Row row = 0; row < table.rows(); ++row) {
          if (column.PresenceOf(row) == facts::Presence::kMissing) continue;
          const Id subject =
              loaded->subjects[{kind.name, table.ids[static_cast<std::size_t>(row)]}];
          const bool is_not_applicable =
              column.PresenceOf(row) == facts::Presence::kNotApplicable;
          const bool is_text = field.type == scheme::Type::kText;
          std::optional<std::int64_t> units;
          std::optional<std::string> text;
          if (!is_not_applicable && is_text) text = CellText(field, facts, column, row);
          if (!is_not_applicable && !is_text) units = FactUnits(field, column, row);
          KAOGONG_TRY(transaction.Execute(
              "INSERT INTO measurement (element_id, year, period, subject_id, state, "
              "is_not_applicable, units, text, round, version) VALUES (?, ?, ?, ?, 3, ?, ?, ?, 1, "
              "2)",
              {element, loaded->year, period, subject, is_not_applicable, units, text}));
          for (int version = 1; version <= 2; ++version) {
            KAOGONG_TRY(transaction.Execute(
                "INSERT INTO measurement_change (element_id, year, period, subject_id, version, "
                "act, is_not_applicable, units, text, note, account_id, made_by, made_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, '2025-02-01T00:00:00Z')",
                {element, loaded->year, period, subject, version,
                 version == 1 ? "submit" : "verify", is_not_applicable, units, text,
                 version == 1 ? clerk_account_ : verifier_account_,
                 version == 1 ? "填报人甲" : "核实人乙"}));
          }
        }
      }
    }
    return {};
  })));
}

void ResultTest::InsertRecords(LoadedYear* loaded) {
  const scheme::Scheme& scheme = loaded->shipped->scheme();
  const facts::Facts& facts = loaded->shipped->facts;
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) -> Result<void> {
    for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
      const scheme::Kind& kind = scheme.kinds[i];
      if (!kind.is_record) continue;
      const facts::Table& table = facts.tables[i];
      for (const facts::Row row : table.order) {
        const scheme::KindId above = std::max(kind.parent, 0);
        const std::string parent_code =
            kind.parent > 0
                ? facts.table(above).ids[static_cast<std::size_t>(
                      table.parents[static_cast<std::size_t>(row)])]
                : std::string("全体");
        KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction));
        std::string day = fmt::format("{}-12-31", loaded->year);
        std::vector<std::pair<std::string, std::string>> values;
        for (std::size_t j = 0; j < kind.fields.size(); ++j) {
          const scheme::Field& field = scheme.field(kind.fields[j]);
          const facts::Column& column = table.columns[j].front();
          if (column.PresenceOf(row) == facts::Presence::kMissing) continue;
          const std::string text = CellText(field, facts, column, row);
          if (kind.fields[j] == kind.date_field) {
            day = text;
          } else {
            values.emplace_back(field.name, text);
          }
        }
        KAOGONG_TRY(transaction.Execute(
            "INSERT INTO record (id, assessment_id, kind, assessee_id, day, state, basis, matter, "
            "proposed_by, proposed_name, proposed_at, version) "
            "VALUES (?, ?, ?, ?, ?, 'proposed', '文件', '文件', ?, '填报人甲', "
            "'2025-02-01T00:00:00Z', 1)",
            {id, loaded->assessment, kind.name,
             loaded->assessees[{scheme.kind(above).name, parent_code}], day, clerk_account_}));
        for (const auto& [field, value] : values) {
          KAOGONG_TRY(transaction.Execute(
              "INSERT INTO record_value (record_id, field, value) VALUES (?, ?, ?)",
              {id, field, value}));
        }
        KAOGONG_TRY(transaction.Execute(
            "UPDATE record SET state = 'approved', decided_by = ?, decided_name = '核实人乙', "
            "decided_at = '2025-02-02T00:00:00Z' WHERE id = ?",
            {verifier_account_, id}));
      }
    }
    return {};
  })));
}

void ResultTest::SetStage(Id assessment, std::string_view stage) {
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) {
    return transaction.Execute("UPDATE assessment SET stage = ? WHERE id = ?",
                               {stage, assessment});
  })));
}

void ResultTest::SetUnits(const LoadedYear& loaded, const std::string& kind,
                          const std::string& code, const std::string& field,
                          std::optional<std::int64_t> units, int state) {
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) {
    return transaction.Execute(
        "UPDATE measurement SET units = ?, state = ?, version = version + 1 WHERE element_id = ? "
        "AND subject_id = ?",
        {units, state, loaded.elements.at({kind, field}), loaded.subjects.at({kind, code})});
  })));
}

Computation ResultTest::Compute(Id assessment, Basis basis) {
  const auto started = StartComputation(*library_, office_, assessment, {basis, "年终"});
  EXPECT_TRUE(IsOk(started));
  if (!started.ok()) return {};
  const auto ran = RunNextComputation(*library_, progress_);
  EXPECT_TRUE(IsOk(ran));
  const auto done = GetComputation(*library_, office_, started.value().id);
  EXPECT_TRUE(IsOk(done));
  EXPECT_EQ(done.value().state, ComputationState::kDone)
      << (done.value().trouble ? done.value().trouble->en : "")
      << (done.value().issues.empty() ? "" : done.value().issues[0].message.en);
  return done.value();
}

std::shared_ptr<const Board> ResultTest::BoardOf(const Computation& computation) {
  const auto board = boards_->OpenAny(computation);
  EXPECT_TRUE(IsOk(board));
  return board.ok() ? board.value() : nullptr;
}

Result<Publication> ResultTest::Publish(const LoadedYear& loaded, const Computation& computation,
                                        int days) {
  const auto board = BoardOf(computation);
  NewPublication wanted;
  wanted.computation = computation.id;
  wanted.notice_days = days;
  wanted.contact = "考核办 555-8800";
  wanted.override_reason = "演练";
  for (const std::string& kind : KindsWithColumns(board->scheme())) {
    if (board->scheme().kind(board->scheme().FindKind(kind)).is_record) continue;
    wanted.kinds.push_back(kind);
    for (const auto& column :
         library::ColumnsOf(board->scheme(), board->scheme().FindKind(kind),
                            library::ColumnChoice::kHeadlines))
      wanted.columns.push_back(library::KeyOf(board->scheme(), column));
  }
  Readiness readiness;
  return PublishResults(*boards_, office_, loaded.assessment, wanted, &readiness);
}

std::string ResultTest::KeyOf(const Board& board, const std::string& kind,
                              const std::string& figure) {
  const auto id = board.scheme().FindFigure(board.scheme().FindKind(kind), figure);
  EXPECT_NE(id, scheme::kNone) << figure;
  return library::KeyOf(board.scheme(), {id, 0});
}

std::string ResultTest::TextOf(const Board& board, const std::string& kind,
                               const std::string& code, const std::string& figure) {
  const auto kind_id = board.scheme().FindKind(kind);
  const auto id = board.scheme().FindFigure(kind_id, figure);
  const auto row = board.facts().FindRow(kind_id, code);
  if (id == scheme::kNone || !row) return "?";
  return scoring::ShowValue(board.scheme(), board.facts(), id, board.At({id, 0}, *row),
                            Language::kChinese);
}

store::FailureKind ResultTest::Refusal(std::string_view sql) {
  return store::FailureOf(*pool_,
                          [&](store::Transaction& transaction) { return transaction.Execute(sql); })
      .kind;
}

std::int64_t ResultTest::Number(std::string_view sql) {
  return pool_
      ->Read([&](store::Transaction& transaction) { return transaction.One<std::int64_t>(sql); })
      .value()
      .value_or(0);
}

std::string ResultTest::LastAct() {
  return pool_
      ->Read([](store::Transaction& transaction) {
        return transaction.One<std::string>(
            "SELECT act FROM audit_entry ORDER BY seq DESC LIMIT 1");
      })
      .value()
      .value_or("");
}

}  // namespace kaogong::office::result
