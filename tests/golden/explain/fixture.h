// SPDX-License-Identifier: Apache-2.0
// Regulations and facts for tests: from text, and from the folders that are shipped.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/facts.h"
#include "random_regulation.h"
#include "regulation/compile.h"
#include "scoring/reference.h"

namespace YAML {
class Node;
}

namespace kaogong::explain {

// A compiled regulation with facts, and the evaluator over them.
struct Fixture {
  scheme::Scheme scheme;
  facts::Facts facts;
  std::unique_ptr<scoring::Reference> reference;
  std::string problems;  // Rendered issues; empty when it can be used.

  // Returns "村/甲村/总分[3月]" taken apart; ends the test program when it names nothing.
  struct Asked {
    scheme::FigureId figure = scheme::kNone;
    facts::Row row = 0;
    int period = 0;
  };
  Asked Find(const std::string& path) const;
};

// `rules` is a document, or only its part below the header. `given` is the YAML of a case's given.
std::unique_ptr<Fixture> MakeFixture(const std::string& rules, const std::string& given,
                                     int year = 2012);
std::unique_ptr<Fixture> MakeFixture(const RandomRegulation& made);

// The cases of a regulation's folder as fixtures; those that are about refused facts are left out.
struct ShippedCase {
  std::string name;
  std::unique_ptr<Fixture> fixture;
};
std::vector<std::filesystem::path> ShippedFolders();
std::vector<ShippedCase> ReadShipped(const std::filesystem::path& folder);

std::string ReadText(const std::filesystem::path& path);

}  // namespace kaogong::explain
