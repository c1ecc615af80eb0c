// SPDX-License-Identifier: Apache-2.0
#include "office/document/record.h"

#include "document_fixture.h"
#include "office/process/measurement.h"
#include "office/result/objection.h"

namespace kaogong::office::documents {
namespace {

using document::Item;

class RecordTest : public DocumentsTest {
 protected:
  std::shared_ptr<const RecordBasis> Basis(std::optional<Id> objection = {}) {
    RecordWish wish;
    wish.assessment = loaded_.assessment;
    wish.computation = computation_.id;
    wish.objection = objection;
    const auto basis = OpenBasis(*shelf_, wish, &issues_);
    EXPECT_TRUE(IsOk(basis));
    return basis.value();
  }
  std::unique_ptr<StoreRecord> Record(const GivenValues& given = {},
                                      std::optional<Id> objection = {}) {
    const auto basis = Basis(objection);
    const auto row = desk_->Read(office_, [&](Session& session) {
      return LoadRowFacts(*shelf_, session, *basis, village_);
    });
    EXPECT_TRUE(IsOk(row));
    return std::make_unique<StoreRecord>(basis, given, row.value());
  }
  void Change(std::string_view field, int state, std::string_view act, std::string_view note) {
    const Id element = loaded_.elements.at({"村", std::string(field)});
    const Id subject = loaded_.subjects.at({"村", "青石村"});
    ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) -> Result<void> {
      KAOGONG_TRY(transaction.Execute(
          "UPDATE measurement SET state = ?, version = 9 WHERE element_id = ? AND subject_id = ?",
          {state, element, subject}));
      KAOGONG_TRY(transaction.Execute(
          "INSERT INTO measurement_change (element_id, year, period, subject_id, version, act, "
          "is_not_applicable, note, account_id, made_by, made_at) "
          "VALUES (?, ?, 0, ?, 9, ?, ?, ?, 1, '王五', '2012-12-20T01:00:00Z')",
          {element, loaded_.year, subject, act, false, note}));
      return {};
    })));
  }
};

TEST_P(RecordTest, ReturnedDataAreProblemsWithTheirDeadline) {
  Prepare();
  Change("粮食生产", 2, "return", "与台账不符");
  const auto record = Record();
  const auto own = record->Look("村/青石村", "问题");
  ASSERT_TRUE(own.has_value());
  ASSERT_EQ(own->objects.size(), 1U);
  EXPECT_EQ(record->Look(own->objects[0], "内容")->text, "粮食生产数据被退回：与台账不符");
  EXPECT_EQ(record->Look(own->objects[0], "单位")->text, "青石村");
  EXPECT_EQ(record->Look(own->objects[0], "期限")->kind, document::ItemKind::kDay);
  EXPECT_FALSE(record->Look("村/柳塘村", "问题").has_value());
  EXPECT_TRUE(record->Look("", "问题").has_value());
  // What the office gives goes before, for a row too.
  const auto given = Record({{"问题", {}, {{{"内容", "另一个问题"}}}}});
  EXPECT_FALSE(given->Look("村/青石村", "问题").has_value());
  EXPECT_EQ(given->Look(given->Look("", "问题")->objects.at(0), "内容")->text, "另一个问题");
}

TEST_P(RecordTest, NotesAreCausesAndFiguresSayWhoEnteredThem) {
  Prepare();
  Change("特色产业", 3, "submit", "夏旱受灾");
  const auto record = Record();
  const auto causes = record->Look("村/青石村", "原因");
  ASSERT_TRUE(causes.has_value());
  EXPECT_EQ(record->Look(causes->objects.at(0), "特色产业")->text, "夏旱受灾");
  const auto list = record->Look("村/青石村", "数据");
  ASSERT_TRUE(list.has_value());
  for (const std::string& data : list->objects) {
    if (record->Look(data, "名称")->text != "特色产业") continue;
    EXPECT_EQ(record->Look(data, "填报人")->text, "王五 2012-12-20");
    EXPECT_NE(record->Look(data, "值")->source.find("王五"), std::string::npos);
  }
  NewDocument wanted = Scorecard();
  wanted.form = "work-report";
  EXPECT_NE(document::TextOf(Draft(wanted).model).find("夏旱受灾"), std::string::npos);
}

TEST_P(RecordTest, NoticeAndPayAreThoseOfThePublication) {
  Prepare();
  EXPECT_FALSE(Record()->Look("", "公示开始").has_value());
  ASSERT_TRUE(IsOk(Publish(loaded_, computation_)));
  const auto record = Record();
  EXPECT_EQ(record->Look("", "公示工作日")->number, Rational(5));
  EXPECT_EQ(record->Look("", "联系方式")->text, "考核办 555-8800");
  const std::size_t paid = record->Look("", "发放名单")->objects.size();
  EXPECT_GT(paid, 0U);
  EXPECT_TRUE(record->Look("", "暂缓名单")->objects.empty());
  result::NewObjection objection;
  objection.publication = Number("SELECT max(id) FROM publication");
  objection.assessee = village_;
  objection.figure = KeyOf(*BoardOf(computation_), "村", "粮食生产.得分");
  objection.text = "与台账不符";
  const auto raised = result::RaiseObjection(*boards_, clerk_, objection);
  ASSERT_TRUE(IsOk(raised));
  // While it is open the pay of the village and of those below is held.
  const auto held = Record()->Look("", "暂缓名单");
  EXPECT_FALSE(held->objects.empty());
  EXPECT_EQ(Record()->Look("", "发放名单")->objects.size() + held->objects.size(), paid);
  EXPECT_NE(Record()->Look(held->objects[0], "暂缓原因")->text.find("申诉"), std::string::npos);
  const auto decision = Record({}, raised.value().id);
  EXPECT_EQ(decision->Look("", "申诉理由")->text, "与台账不符");
  EXPECT_TRUE(decision->Look("", "原总分")->has_value());
  EXPECT_FALSE(decision->Look("", "申诉成立").has_value());
}

TEST_P(RecordTest, RevisedPublicationStandsInForTheOneBefore) {
  Prepare();
  ASSERT_TRUE(IsOk(Publish(loaded_, computation_)));
  const DocumentView draft = Draft(Scorecard());
  const auto standing = [&] {
    return desk_
        ->Read(office_,
               [&](Session& session) { return StandingComputation(session, computation_.id); })
        .value();
  };
  EXPECT_EQ(standing(), computation_.id);
  result::NewObjection wanted;
  wanted.publication = Number("SELECT max(id) FROM publication");
  wanted.assessee = village_;
  wanted.figure = KeyOf(*BoardOf(computation_), "村", "粮食生产.得分");
  wanted.text = "与台账不符";
  const auto raised = result::RaiseObjection(*boards_, clerk_, wanted);
  ASSERT_TRUE(IsOk(raised));
  const Id handler = NewAccount("无关人丙", Role::kVerifyingDepartment);
  const auto assigned =
      result::AssignObjection(*boards_, office_, raised.value().id, handler, 1);
  ASSERT_TRUE(IsOk(assigned));
  result::Decision decision;
  decision.is_upheld = true;
  decision.reason = "经复核，原数有误";
  decision.stamp = assigned.value().version;
  decision.corrections.push_back({{loaded_.elements.at({"村", "粮食生产"}), loaded_.year, 0,
                                   loaded_.subjects.at({"村", "青石村"})},
                                  "300",
                                  false});
  ASSERT_TRUE(IsOk(result::ResolveObjection(*boards_, ActorWith(Role::kVerifyingDepartment, handler),
                                            raised.value().id, decision, &issues_)));
  EXPECT_GT(standing(), computation_.id);
  EXPECT_EQ(Issue(draft).error().code, ErrorCode::kConflict);
  EXPECT_FALSE(changes_.empty());
  NewDocument letter = Scorecard();
  letter.form = "objection-decision";
  letter.objection = raised.value().id;
  letter.given = {{"发文机关", "甘溪镇人民政府", {}}, {"成文日期", "2026-11-20", {}}};
  const std::string text = document::TextOf(Draft(letter).model);
  EXPECT_NE(text.find("申诉成立，予以更正"), std::string::npos);
  EXPECT_NE(text.find("495"), std::string::npos);
  EXPECT_NE(text.find("经复核，原数有误"), std::string::npos);
}

TEST_P(RecordTest, GradesAreThoseThatWereCalibrated) {
  loaded_ = Load("linked-quota/2012", "results");
  computation_ = Compute(loaded_.assessment);
  shelf_.emplace(*boards_, std::filesystem::path(KAOGONG_SOURCE_DIR) / "templates");
  const auto board = BoardOf(computation_);
  const auto kind = board->scheme().FindKind("工作人员");
  const auto figure = result::KeyFiguresOf(board->scheme(), kind).grade;
  const facts::Row row = board->facts().table(kind).order.at(0);
  village_ = board->AssesseeOf(kind, row);
  const std::string& code = board->facts().table(kind).ids[static_cast<std::size_t>(row)];
  const std::string object = "工作人员/" + code;
  const std::string before = Record()->Look(object, "等次")->text;
  std::string other;
  for (const std::string& grade : board->scheme().figure(figure).grades) {
    if (grade != before) other = grade;
  }
  const std::string key = library::KeyOf(board->scheme(), {figure, 0});
  ASSERT_TRUE(IsOk(result::Calibrate(*boards_, office_, computation_.id,
                                     {village_, key, other, "主管部门通报"})));
  EXPECT_EQ(Record()->Look(object, "等次")->text, other);
  EXPECT_EQ(Record()->Look(object, board->scheme().figure(figure).name)->text, other);
}

KAOGONG_STORE_SUITE(RecordTest);

}  // namespace
}  // namespace kaogong::office::documents
