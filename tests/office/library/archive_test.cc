// SPDX-License-Identifier: Apache-2.0
#include "office/library/archive.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zip.h>

#include <functional>

namespace kaogong::office::library {
namespace {

// Makes an archive and lets `change` have its way with it before it is closed.
std::string Packed(const std::vector<ArchiveEntry>& entries,
                   const std::function<void(zip_t*)>& change) {
  const auto plain = WriteArchive(entries);
  EXPECT_TRUE(plain.ok());
  zip_error_t error;
  zip_source_t* const source =
      zip_source_buffer_create(plain.value().data(), plain.value().size(), 0, &error);
  zip_source_keep(source);
  zip_t* const archive = zip_open_from_source(source, 0, &error);
  change(archive);
  EXPECT_EQ(zip_close(archive), 0);
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

ErrorCode CodeOf(const Result<std::vector<ArchiveEntry>>& result) {
  EXPECT_FALSE(result.ok());
  return result.ok() ? ErrorCode::kInternal : result.error().code;
}

// Replaces a name of the same length in local header and directory.
std::string Renamed(std::string bytes, const std::string& from, const std::string& to) {
  EXPECT_EQ(from.size(), to.size());
  for (std::size_t at = bytes.find(from); at != std::string::npos;
       at = bytes.find(from, at + from.size()))
    bytes.replace(at, from.size(), to);
  return bytes;
}

TEST(Archive, GivesBackWhatWentIn) {
  const std::vector<ArchiveEntry> entries{{"a/办法.md", "正文"}, {"a/空.md", ""}};
  const auto packed = WriteArchive(entries);
  ASSERT_TRUE(packed.ok());
  EXPECT_EQ(packed.value(), WriteArchive(entries).value());
  const auto read = ReadArchive(packed.value());
  ASSERT_TRUE(read.ok()) << read.error().message.en;
  ASSERT_EQ(read.value().size(), 2U);
  EXPECT_EQ(read.value()[0].path, "a/办法.md");
  EXPECT_EQ(read.value()[0].bytes, "正文");
  EXPECT_EQ(read.value()[1].bytes, "");
}

TEST(Archive, PassesOverFoldersAndWhatFileManagersLeaveBehind) {
  const auto read =
      ReadArchive(Packed({{"a.md", "1"}, {"__MACOSX/a.md", "2"}, {"b/Thumbs.db", "3"}},
                         [](zip_t* zip) { zip_dir_add(zip, "c", 0); }));
  ASSERT_TRUE(read.ok()) << read.error().message.en;
  EXPECT_EQ(read.value().size(), 1U);
}

TEST(Archive, RefusesNamesThatLeaveTheFolder) {
  const std::string packed = WriteArchive({{"xx/yy/zz.md", "a"}}).value();
  for (const std::string name :
       {"../../../md", "/x/yy/zz.md", "xx/../zz.md", "xx\\yy\\zz.md", "xx//yy/z.md",
        "xx/yy/\xff\xfe.md", "xx/yy/.z.md", "C:/yy/zz.md", "xx/yy/z\n.md"}) {
    const std::string bad = Renamed(packed, "xx/yy/zz.md", name);
    EXPECT_EQ(CodeOf(ReadArchive(bad)), ErrorCode::kInvalidInput) << name;
  }
}

TEST(Archive, RefusesADirectoryThatDoesNotTellOfItsEntries) {
  std::string packed = WriteArchive({{"aa.md", "a"}}).value();
  const std::size_t end = packed.size() - 22;
  ASSERT_EQ(packed.compare(end, 4, "PK\x05\x06"), 0);
  const std::size_t directory = packed.find("PK\x01\x02");
  packed.erase(directory, end - directory);
  // Counts and size are zero; the directory begins where it ends.
  packed.replace(directory + 8, 8, 8, '\0');
  packed[directory + 16] = static_cast<char>(directory);
  EXPECT_EQ(CodeOf(ReadArchive(packed)), ErrorCode::kInvalidInput);
}

TEST(Archive, RefusesTheSameNameTwice) {
  const std::string packed = WriteArchive({{"aa.md", "a"}, {"ab.md", "b"}}).value();
  EXPECT_EQ(CodeOf(ReadArchive(Renamed(packed, "ab.md", "aa.md"))), ErrorCode::kInvalidInput);
}

TEST(Archive, RefusesLinksAndDevices) {
  for (const mode_t type : {mode_t{S_IFLNK}, mode_t{S_IFCHR}, mode_t{S_IFIFO}}) {
    const std::string packed = Packed({{"a.md", "/etc/passwd"}}, [&](zip_t* zip) {
      zip_file_set_external_attributes(zip, 0, 0, ZIP_OPSYS_UNIX,
                                       static_cast<zip_uint32_t>((type | 0777U) << 16U));
    });
    EXPECT_EQ(CodeOf(ReadArchive(packed)), ErrorCode::kInvalidInput) << type;
  }
}

TEST(Archive, RefusesPasswords) {
  const std::string packed = Packed({{"a.md", "secret"}}, [](zip_t* zip) {
    zip_file_set_encryption(zip, 0, ZIP_EM_AES_256, "password");
  });
  EXPECT_EQ(CodeOf(ReadArchive(packed)), ErrorCode::kInvalidInput);
}

TEST(Archive, RefusesWhatUnpacksToTooMuch) {
  const std::string bomb =
      WriteArchive({{"a.md", std::string(std::size_t{4} << 20U, '\0')}}).value();
  EXPECT_LT(bomb.size(), std::size_t{10'000});
  ArchiveLimits limits;
  limits.entry_bytes_max = std::size_t{1} << 20U;
  EXPECT_EQ(CodeOf(ReadArchive(bomb, limits)), ErrorCode::kLimitExceeded);
  limits = {};
  limits.total_bytes_max = 5;
  EXPECT_EQ(CodeOf(ReadArchive(WriteArchive({{"a", "123"}, {"b", "456"}}).value(), limits)),
            ErrorCode::kLimitExceeded);
  limits = {};
  limits.entries_max = 1;
  EXPECT_EQ(CodeOf(ReadArchive(WriteArchive({{"a", ""}, {"b", ""}}).value(), limits)),
            ErrorCode::kLimitExceeded);
  limits = {};
  limits.archive_bytes_max = 10;
  EXPECT_EQ(CodeOf(ReadArchive(bomb, limits)), ErrorCode::kLimitExceeded);
}

TEST(Archive, TakesOnlyWhatIsAZipFromFirstByteToLast) {
  const std::string packed = WriteArchive({{"a.md", "text"}}).value();
  for (const std::string& bytes :
       {std::string(), std::string("PK"), std::string("not a zip"), "#!/bin/sh\n" + packed,
        packed + "trailing", packed.substr(0, packed.size() - 1), packed.substr(1),
        std::string("\x89PNG\r\n")}) {
    EXPECT_EQ(CodeOf(ReadArchive(bytes)), ErrorCode::kInvalidInput) << bytes.size();
  }
}

TEST(Archive, SurvivesAnyByteChanged) {
  const std::string packed = WriteArchive({{"a.md", "some text"}, {"b/c.md", "more"}}).value();
  for (std::size_t i = 0; i < packed.size(); ++i) {
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      std::string bytes = packed;
      bytes[i] = static_cast<char>(bytes[i] ^ flip);
      const auto read = ReadArchive(bytes);
      if (!read.ok()) {
        EXPECT_NE(read.error().code, ErrorCode::kInternal);
      }
    }
  }
}

}  // namespace
}  // namespace kaogong::office::library
