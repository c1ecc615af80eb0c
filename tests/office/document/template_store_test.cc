// SPDX-License-Identifier: Apache-2.0
#include "office/document/templates.h"

#include "document_fixture.h"

namespace kaogong::office::documents {
namespace {

class TemplateTest : public DocumentsTest {
 protected:
  static NewTemplate Notice(const std::string& source) {
    NewTemplate wanted;
    wanted.title = "镇内通知";
    wanted.subject = document::Subject::kAssessee;
    wanted.file_name = "通知.docx";
    wanted.bytes = DocxOf(source);
    return wanted;
  }
};

constexpr const char* kSource = "@公文标题 致{{名称}}\n你村得{{总分}}分。{{若 有(附言)}}{{附言}}{{完}}联系人{{联络员}}。\n"
                                "{{每个 措施}}\n{{序号}}．{{事项}}，{{完成时间}}前完成。\n{{完}}\n";

TEST_P(TemplateTest, UploadedTemplatesAreVersionsThatDocumentsName) {
  Prepare();
  const auto made = AddTemplate(*shelf_, office_, Notice(kSource), &issues_);
  ASSERT_TRUE(IsOk(made)) << (issues_.empty() ? "" : issues_.list()[0].message.zh);
  const std::string key = made.value().key;
  EXPECT_EQ(LastAct(), "document_template.add");
  NewDocument wanted = Scorecard();
  wanted.form = key;
  wanted.given = {{"联络员", "李四", {}},
                  {"措施", {}, {{{"事项", "清淤"}, {"完成时间", "2026-12-01"}}}}};
  const DocumentView draft = Draft(wanted);
  EXPECT_EQ(draft.row.form, key + "/1");
  EXPECT_NE(document::TextOf(draft.model).find("1．清淤，2026年12月1日前完成。"), std::string::npos)
      << document::TextOf(draft.model);
  const auto second = AddTemplateVersion(*shelf_, office_, key, "通知2.docx",
                                         DocxOf("@公文标题 致{{名称}}\n"), &issues_);
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(second.value().versions.size(), 2U);
  EXPECT_EQ(GetTemplateFile(*shelf_, office_, key, 1).value().name, "通知.docx");
  EXPECT_EQ(GetTemplateFile(*shelf_, office_, key, {}).value().name, "通知2.docx");
  // A draft stays with the version that it was made from.
  const auto again = RefreshDocument(*shelf_, office_, draft.row.id, {1, true, {}}, &issues_);
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(document::TextOf(again.value().model), document::TextOf(draft.model));
  EXPECT_EQ(Refusal("UPDATE document_template_version SET file_name = 'x'"),
            store::FailureKind::kImmutable);
}

TEST_P(TemplateTest, MistakesAreToldWithParagraphAndPlaceholder) {
  Prepare();
  const auto refused = AddTemplate(
      *shelf_, office_, Notice("好的一段\n{{总分|没有这种格式}}\n{{若 总分}}没有完\n"), &issues_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  ASSERT_GE(issues_.error_count(), 2U);
  EXPECT_EQ(issues_.list()[0].place.line, 2);
  EXPECT_NE(issues_.list()[0].message.zh.find("总分"), std::string::npos);
  EXPECT_EQ(Number("SELECT count(*) FROM document_template"), 0);
  Issues other;
  NewTemplate hostile = Notice("x\n");
  hostile.bytes = "%PDF-1.7";
  EXPECT_FALSE(AddTemplate(*shelf_, office_, hostile, &other).ok());
}

TEST_P(TemplateTest, TheFormAsksForWhatTheRecordDoesNotHave) {
  Prepare();
  const auto made = AddTemplate(*shelf_, office_, Notice(kSource), &issues_);
  ASSERT_TRUE(IsOk(made));
  const auto form = GetForm(*shelf_, office_, made.value().key, loaded_.assessment, {});
  ASSERT_TRUE(IsOk(form));
  std::map<std::string, FormField> fields;
  for (const FormField& field : form.value().fields) fields[field.name] = field;
  ASSERT_EQ(fields.size(), 3U);
  EXPECT_TRUE(fields.at("联络员").is_required);
  EXPECT_FALSE(fields.at("附言").is_required);
  EXPECT_EQ(fields.at("措施").type, FieldType::kList);
  ASSERT_EQ(fields.at("措施").columns.size(), 2U);
  EXPECT_EQ(fields.at("措施").columns[1].type, FieldType::kDay);
  EXPECT_NE(std::ranges::find(form.value().kinds, "村"), form.value().kinds.end());
  EXPECT_NE(std::ranges::find(form.value().periods, "一季度"), form.value().periods.end());
}

// What each shipped template asks for; nothing that the record knows.
TEST_P(TemplateTest, FormsOfShippedTemplates) {
  Prepare();
  const std::map<std::string, std::string> wanted{
      {"scorecard", "考核机构 成文日期"},
      {"bulletin", "发文机关* 文号* 主送机关 绿灯线 黄灯线 问题 附件 抄送 成文日期*"},
      {"rectification", "文号* 检查日期* 问题* 异议工作日 发文机关* 成文日期*"},
      {"work-report", "问题 原因 成文日期"},
  };
  for (const auto& [key, names] : wanted) {
    const auto form = GetForm(*shelf_, office_, key, loaded_.assessment, {});
    ASSERT_TRUE(IsOk(form)) << key;
    std::set<std::string> asked;
    for (const FormField& field : form.value().fields)
      asked.insert(field.name + (field.is_required ? "*" : ""));
    std::set<std::string> expected;
    std::istringstream in(names);
    for (std::string name; in >> name;) expected.insert(name);
    // The record knows of problems itself.
    if (asked.contains("问题")) expected.erase("问题*"), expected.insert("问题");
    EXPECT_EQ(asked, expected) << key;
  }
}

TEST_P(TemplateTest, ShippedOnesCannotBeChangedAndTitlesAreUnique) {
  Prepare();
  const auto listed = ListTemplates(*shelf_, office_, false);
  ASSERT_TRUE(IsOk(listed));
  EXPECT_EQ(listed.value().size(), 12U);
  EXPECT_EQ(AddTemplateVersion(*shelf_, office_, "scorecard", "x.docx", DocxOf("x\n"), &issues_)
                .error()
                .code,
            ErrorCode::kConflict);
  NewTemplate taken = Notice("x\n");
  taken.title = "成绩单";
  EXPECT_EQ(AddTemplate(*shelf_, office_, taken, &issues_).error().code, ErrorCode::kConflict);
  EXPECT_EQ(AddTemplate(*shelf_, clerk_, Notice("x\n"), &issues_).error().code,
            ErrorCode::kNotPermitted);
  EXPECT_EQ(GetTemplateFile(*shelf_, office_, "work-report", {}).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(GetTemplateFile(*shelf_, office_, "../passwd", {}).error().code, ErrorCode::kNotFound);
  const auto made = AddTemplate(*shelf_, office_, Notice("x\n"), &issues_);
  ASSERT_TRUE(IsOk(made));
  const auto archived =
      ChangeTemplate(*shelf_, office_, made.value().key, {made.value().version, {}, true});
  ASSERT_TRUE(IsOk(archived));
  EXPECT_EQ(ListTemplates(*shelf_, office_, false).value().size(), 12U);
  EXPECT_EQ(ListTemplates(*shelf_, office_, true).value().size(), 13U);
  NewDocument wanted = Scorecard();
  wanted.form = made.value().key;
  EXPECT_EQ(DraftDocument(*shelf_, office_, wanted, &issues_).error().code, ErrorCode::kConflict);
}

KAOGONG_STORE_SUITE(TemplateTest);

}  // namespace
}  // namespace kaogong::office::documents
