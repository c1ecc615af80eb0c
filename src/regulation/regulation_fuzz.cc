// SPDX-License-Identifier: Apache-2.0
// Any folder of a regulation is compiled, linted and its cases run without fault, under the limits
// that the product itself has. The input is a document; lines "==== params/x.yaml" and
// "==== cases/x.yaml" begin other files. Text without a header stands under one article.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "regulation/linter.h"

namespace kaogong::regulation {
namespace {

constexpr std::string_view kFile = "==== ";

void AddFile(std::string_view name, std::string text, RegulationFiles* files) {
  if (name.starts_with("params/")) {
    files->parameters.push_back({std::string(name), std::move(text)});
  } else if (name.starts_with("cases/")) {
    files->cases.push_back({std::string(name), std::move(text)});
  } else if (text.starts_with("---")) {
    files->documents.push_back({std::string(name), std::move(text)});
  } else {
    files->documents.push_back(
        {std::string(name),
         "---\n名称: 例\n施行: 2012-01-01\n---\n## 第一条 规则\n\n```规则\n" + text + "```\n"});
  }
}

RegulationFiles ReadFiles(std::string_view input) {
  RegulationFiles files;
  files.id = "fuzz";
  std::string name = "regulation.md";
  std::string text;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view line = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
    if (line.starts_with(kFile)) {
      AddFile(name, std::exchange(text, {}), &files);
      name = line.substr(kFile.size());
    } else {
      text.append(line).push_back('\n');
    }
  }
  AddFile(name, std::move(text), &files);
  return files;
}

void CheckWords(const Issues& issues) {
  for (const Issue& issue : issues.list())
    KAOGONG_ASSERT(!issue.code.empty() && !issue.message.zh.empty() && !issue.message.en.empty());
}

}  // namespace
}  // namespace kaogong::regulation

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong::regulation;
  const RegulationFiles files = ReadFiles({reinterpret_cast<const char*>(data), size});
  const Compiled compiled = Compile(files, {});
  CheckWords(compiled.issues);
  std::vector<CaseResult> cases;
  if (!compiled.issues.has_errors()) cases = RunAllCases(files);
  for (const CaseResult& result : cases) CheckWords(result.failures);
  CheckWords(Lint(files, compiled, &cases));
  return 0;
}
