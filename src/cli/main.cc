// SPDX-License-Identifier: Apache-2.0
// The kaogong program.
#include <csignal>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "cli/program.h"

namespace {

using kaogong::Language;
using namespace kaogong::cli;

Language LanguageOf(int argc, char** argv) {
  std::string_view language;
  if (const char* variable = std::getenv("KAOGONG_LANG")) language = variable;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument(argv[i]);
    if (argument == "--lang" && i + 1 < argc) language = argv[i + 1];
    if (argument.starts_with("--lang=")) language = argument.substr(7);
  }
  return language.starts_with("en") ? Language::kEnglish : Language::kChinese;
}

int RunProgram(int argc, char** argv) {
  try {
    return Program().Run(argc, argv);
  } catch (const std::exception& error) {
    // The last resort: what comes here is a mistake of ours.
    Say(stderr, kaogong::Say("程序内部错误：{}", "internal error: {}", error.what()));
    return kExitInternal;
  }
}

}  // namespace

int main(int argc, char** argv) {
  // Whoever reads our output may stop reading: the program then ends without a word, also when it
  // was started with the signal ignored.
  std::signal(SIGPIPE, SIG_DFL);
  SetOutputLanguage(LanguageOf(argc, argv));
  const int code = RunProgram(argc, argv);
  // A full disk shows only when the last of the output is written.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    return Fail({kaogong::ErrorCode::kUnavailable,
                 kaogong::Say("输出没有写完：磁盘已满或不可写",
                              "the output could not be written: disk full or not writable")});
  }
  return code;
}
