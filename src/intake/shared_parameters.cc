// SPDX-License-Identifier: Apache-2.0
#include "intake/shared_parameters.h"

namespace kaogong::intake {

namespace fs = std::filesystem;

Result<fs::path> FindSharedParameters(const fs::path& folder, const std::string& name) {
  const bool is_plain = name.find_first_of("/\\.") == std::string::npos;
  const fs::path begin = fs::absolute(folder / "").lexically_normal().parent_path();
  for (fs::path at = begin; is_plain && at.has_relative_path(); at = at.parent_path()) {
    const fs::path candidate = at.parent_path() / "_shared" / (name + ".yaml");
    std::error_code failure;
    if (fs::is_regular_file(candidate, failure)) return candidate;
  }
  return Error{ErrorCode::kNotFound,
               Say("文首“共用: {0}”：上级文件夹里没有 _shared/{0}.yaml",
                   "the header shares {0}, but no folder above has _shared/{0}.yaml", name)};
}

}  // namespace kaogong::intake
