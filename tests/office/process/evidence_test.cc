// SPDX-License-Identifier: Apache-2.0
#include "office/process/evidence.h"

#include <fstream>

#include "office/process/internal/sniff.h"
#include "office/process/work_record.h"
#include "process_fixture.h"

namespace kaogong::office::process {
namespace {

using store::IsOk;

std::string Png() {
  const std::string_view bytes(
      "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9BU\0\0\0\nIDATx\x9C"
      "c`\0\0\0\2\0\1H\xAF\xA4q\0\0\0\0IEND\xAE"
      "B`\x82",
      67);
  return std::string(bytes);
}

// An archive with empty files of these names.
std::string Archive(const std::vector<std::string>& names) {
  const auto number = [](std::size_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i, value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
    return out;
  };
  std::string files;
  std::string directory;
  for (const std::string& name : names) {
    directory += "PK\1\2" + number(20, 2) + number(20, 2) + number(0, 20) + number(name.size(), 2) +
                 number(0, 12) + number(files.size(), 4) + name;
    files +=
        "PK\3\4" + number(20, 2) + number(0, 20) + number(name.size(), 2) + number(0, 2) + name;
  }
  return files + directory + "PK\5\6" + number(0, 4) + number(names.size(), 2) +
         number(names.size(), 2) + number(directory.size(), 4) + number(files.size(), 4) +
         number(0, 2);
}

TEST(Sniff, TellsWhatAFileIs) {
  struct Case {
    std::string name;
    std::string bytes;
    std::string want;  // Empty: refused.
  };
  const std::string docx =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const std::string xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const std::string pdf = "%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n";
  const std::string jpeg = std::string("\xFF\xD8\xFF\xE0") + "JFIF" + "\xFF\xD9";
  const Case cases[] = {
      {"a.png", Png(), "image/png"},
      {"a.PNG", Png(), "image/png"},
      {"a.jpg", Png(), ""},
      {"a", Png(), ""},
      {"a.png", Png() + "more", ""},
      {"a.png", Png().substr(0, 40), ""},
      {"a.png", Png() + Archive({"x"}), ""},
      {"a.pdf", pdf, "application/pdf"},
      {"a.pdf", pdf + Archive({"x"}), ""},
      {"a.pdf", "%PDF-1.7\n cut off", ""},
      {"a.jpeg", jpeg, "image/jpeg"},
      {"a.jpg", jpeg + "<script>", ""},
      {"a.gif", "GIF89a...;", "image/gif"},
      {"a.gif", "GIF89a<script>alert(1)</script>;", ""},
      {"a.webp", std::string("RIFF\4\0\0\0WEBP", 12), "image/webp"},
      {"a.docx", Archive({"[Content_Types].xml", "word/document.xml"}), docx},
      {"a.xlsx", Archive({"[Content_Types].xml", "xl/workbook.xml"}), xlsx},
      {"a.xlsx", Archive({"[Content_Types].xml", "word/document.xml"}), ""},
      {"a.docx", Archive({"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"}), ""},
      {"a.docx", Archive({"virus.exe"}), ""},
      {"a.zip", Archive({"a.txt"}), ""},
      {"a.txt", "村民会议记录\n到会三十人。\n", "text/plain"},
      {"a.csv", "村,数\n甲,1\n", "text/csv"},
      {"a.txt", "<html><script>alert(1)</script>", ""},
      {"a.html", "<html></html>", ""},
      {"a.svg", "<svg xmlns='x'/>", ""},
      {"a.exe", std::string("MZ\0\1", 4), ""},
      {"a.txt", std::string("a\0b", 3), ""},
      {"a.txt", "", ""},
      {"photo.png.exe", Png(), ""},
  };
  for (const Case& one : cases) {
    Text why;
    const auto got = internal::SniffEvidence(one.name, one.bytes, &why);
    EXPECT_EQ(got.value_or(""), one.want) << one.name << " " << why.en;
    EXPECT_EQ(why.empty(), !one.want.empty()) << one.name;
  }
}

class EvidenceTest : public ProcessTest {
 protected:
  Result<EvidenceView> Upload(const Actor& actor, const std::string& name,
                              const std::string& bytes) {
    const auto path = folder_.path() / "upload";
    std::ofstream(path, std::ios::binary) << bytes;
    return UploadEvidence(office(), actor, name, path);
  }
};

TEST_P(EvidenceTest, IsSeenByWhoUploadedItAndByWhoSeesWhatItIsFor) {
  const auto made = Upload(clerk_, "合影.png", Png());
  ASSERT_TRUE(IsOk(made));
  const Id id = made.value().evidence.id;
  EXPECT_EQ(made.value().evidence.media_type, "image/png");
  EXPECT_EQ(Trouble(FindEvidence(*library_, verifier_, id)), "not found");
  NewMeasurement told = New("粮食", "甲村", "7");
  told.evidence = {id};
  ASSERT_TRUE(IsOk(SaveMeasurements(*library_, clerk_, {told}, true)));
  const auto seen = OpenEvidence(*library_, verifier_, id);
  ASSERT_TRUE(IsOk(seen));
  EXPECT_EQ(seen.value().bytes, Png());
  EXPECT_EQ(FindEvidence(*library_, chief_, id).value().used_by.at(0).what, "measurement");
  EXPECT_EQ(Trouble(OpenEvidence(*library_, neighbour_, id)), "not found");
  EXPECT_EQ(Trouble(OpenEvidence(*library_, judge_, id)), "not found");
  EXPECT_EQ(Refusal("UPDATE evidence SET name = 'x'"), store::FailureKind::kImmutable);
}

TEST_P(EvidenceTest, OnlyOwnFilesAreAttached) {
  const Id id = Upload(neighbour_, "a.txt", "文字").value().evidence.id;
  NewMeasurement told = New("粮食", "甲村", "7");
  told.evidence = {id, 987654};
  EXPECT_EQ(Trouble(SaveMeasurements(*library_, clerk_, {told}, true)),
            "invalid /items/0/evidence_ids/0 /items/0/evidence_ids/1");
  EXPECT_EQ(Count(*pool_, "measurement"), 0);
}

TEST_P(EvidenceTest, WhatItIsNotIsRefused) {
  EXPECT_EQ(Trouble(Upload(clerk_, "a.pdf", Png())), "invalid /file");
  EXPECT_EQ(Count(*pool_, "evidence"), 0);
}

TEST_P(EvidenceTest, WorkRecordsBelongToTheirAuthor) {
  NewWorkRecord made;
  made.unit = villages_[0];
  made.day = Date::Parse("2026-02-27").value();
  made.title = "入户走访";
  made.assessee = AssesseeOf(assessment_, "甲村");
  made.field = "粮食";
  made.evidence = {Upload(clerk_, "a.txt", "文字").value().evidence.id};
  const auto record = AddWorkRecord(*library_, clerk_, made);
  ASSERT_TRUE(IsOk(record));
  const Id id = record.value().id;
  Actor other = clerk_;
  ++other.account;
  WorkRecordChange change;
  change.version = 1;
  change.title = "改写";
  EXPECT_EQ(Trouble(ChangeWorkRecord(*library_, other, id, change)), "not permitted");
  EXPECT_EQ(Trouble(FindWorkRecord(office(), neighbour_, id)), "not found");
  ASSERT_TRUE(IsOk(ChangeWorkRecord(*library_, clerk_, id, change)));
  EXPECT_EQ(Trouble(ChangeWorkRecord(*library_, clerk_, id, change)), "conflict");
  WorkRecordFilter filter;
  filter.assessee = made.assessee;
  const auto listed = ListWorkRecords(office(), chief_, filter, {});
  ASSERT_TRUE(IsOk(listed));
  EXPECT_EQ(listed.value().items.at(0).title, "改写");
  EXPECT_EQ(ListWorkRecords(office(), neighbour_, {}, {}).value().total, 0);
  filter.query = "没有";
  const auto none = ListWorkRecords(office(), chief_, filter, {});
  ASSERT_TRUE(IsOk(none));
  EXPECT_EQ(none.value().total, 0);
  ASSERT_TRUE(IsOk(ArchiveWorkRecord(office(), clerk_, id)));
  EXPECT_EQ(Count(*pool_, "work_record"), 1);
  EXPECT_EQ(Trouble(FindWorkRecord(office(), clerk_, id)), "not found");
  made.unit = other_village_;
  made.title = " ";
  made.day = Date::Parse("2026-12-01").value();
  made.field = "没有这一项";
  EXPECT_EQ(Trouble(AddWorkRecord(*library_, clerk_, made)), "invalid /title /day /unit_id /field");
}

KAOGONG_STORE_SUITE(EvidenceTest);

}  // namespace
}  // namespace kaogong::office::process
