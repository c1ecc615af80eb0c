// SPDX-License-Identifier: Apache-2.0
#include "office/audit/act_words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace kaogong::office {
namespace {

TEST(ActWords, SayWhatWasDoneToWhat) {
  EXPECT_EQ(TitleOfAct("unit.create").zh, "新增单位");
  EXPECT_EQ(TitleOfAct("account.reset_password").en, "reset password of account");
  EXPECT_EQ(TitleOfAct("unit.fly").zh, "fly单位");
  EXPECT_EQ(TitleOfSubject("unit/17").zh, "单位 17");
  EXPECT_EQ(TitleOfSubject("organisation").en, "organisation");
}

// Whoever adds an act finds here that it lacks a word.
TEST(ActWords, AreThereForEveryActThatIsRecorded) {
  namespace fs = std::filesystem;
  const std::regex act("\"([a-z_]+\\.[a-z_]+)\"");
  std::set<std::string> found;
  for (const char* folder : {"/src/office", "/src/demo"}) {
    for (const auto& entry : fs::recursive_directory_iterator(KAOGONG_SOURCE_DIR + std::string(folder))) {
      if (entry.path().extension() != ".cc") continue;
      std::ifstream file(entry.path());
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      // The call may go on over some lines; its first words are literals of the form noun.verb.
      for (std::size_t at = text.find("Record("); at != std::string::npos;
           at = text.find("Record(", at + 1)) {
        const std::string call = text.substr(at, text.find(';', at) - at);
        for (std::sregex_iterator i(call.begin(), call.end(), act), end; i != end; ++i) {
          found.insert((*i)[1]);
        }
      }
    }
  }
  EXPECT_GT(found.size(), 30U);
  for (const std::string& name : found) EXPECT_TRUE(HasWords(name)) << name;
}

}  // namespace
}  // namespace kaogong::office
