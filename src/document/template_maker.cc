// SPDX-License-Identifier: Apache-2.0
// Makes the shipped templates: template_maker SOURCE.txt… writes SOURCE.docx into the folder above.
#include <cstdio>
#include <filesystem>

#include "document/render.h"
#include "document/template_source.h"
#include "importer/file.h"
#include "sheet/replace_file.h"

namespace {

kaogong::Result<void> Make(const std::filesystem::path& source) {
  using namespace kaogong;
  KAOGONG_TRY_ASSIGN(const auto file, importer::FileBytes::Open(source));
  KAOGONG_TRY_ASSIGN(auto document, document::ReadTemplateSource(file.bytes(), source.string()));
  document.title = source.stem().string();
  KAOGONG_TRY_ASSIGN(const std::string bytes, document::RenderDocx(document));
  return sheet::ReplaceFile(source.parent_path().parent_path() / (source.stem().string() + ".docx"),
                            bytes);
}

}  // namespace

int main(int argc, char** argv) {
  int code = 0;
  for (int i = 1; i < argc; ++i) {
    const auto made = Make(argv[i]);
    if (made.ok()) continue;
    std::fprintf(stderr, "%s\n", made.error().message.en.c_str());
    code = 1;
  }
  return code;
}
