// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "base/issue.h"
#include "facts/builder.h"

namespace kaogong::explain {

namespace fs = std::filesystem;

namespace {

std::pair<std::string, std::string> SplitPeriod(const std::string& text) {
  const std::size_t open = text.find('[');
  if (open == std::string::npos || text.back() != ']') return {text, {}};
  return {text.substr(0, open), text.substr(open + 1, text.size() - open - 2)};
}

// Fills facts as the cases of a regulation do.
class GivenReader {
 public:
  GivenReader(const scheme::Scheme& scheme, std::string* problems)
      : scheme_(scheme), builder_(scheme), problems_(problems) {}

  facts::Facts Run(const YAML::Node& given) {
    for (const auto& kind_node : given) {
      const scheme::KindId kind = scheme_.FindKind(kind_node.first.as<std::string>());
      if (kind == scheme::kNone) {
        *problems_ += "no kind " + kind_node.first.as<std::string>() + "\n";
        continue;
      }
      given_.insert(kind);
      if (kind_node.second.IsSequence()) {
        for (const auto& row : kind_node.second) Row(kind, "", row);
      } else if (kind == 0) {
        Row(kind, "全体", kind_node.second);
      } else {
        for (const auto& row : kind_node.second) Row(kind, row.first.as<std::string>(), row.second);
      }
    }
    for (const auto& [kind, id] : named_) Ensure(kind, id);
    for (const auto& [kind, row] : orphans_) {
      const scheme::KindId parent = scheme_.kind(kind).parent;
      std::string only = scheme_.kind(parent).name;
      const YAML::Node rows = given[only];
      if (rows && rows.IsMap() && rows.size() == 1) only = rows.begin()->first.as<std::string>();
      Ensure(parent, only);
      builder_.SetParent(kind, row, only);
    }
    Issues issues;
    facts::Facts facts = builder_.Finish(&issues);
    for (const Issue& issue : issues.list()) *problems_ += issue.message.zh + "\n";
    return facts;
  }

 private:
  void Row(scheme::KindId kind, const std::string& id, const YAML::Node& cells) {
    const facts::Row row = builder_.FindOrAdd(kind, id);
    const scheme::KindId parent = scheme_.kind(kind).parent;
    bool has_parent = false;
    for (const auto& cell : cells) {
      const auto [name, period] = SplitPeriod(cell.first.as<std::string>());
      if (parent > 0 && name == scheme_.kind(parent).name) {
        builder_.SetParent(kind, row, cell.second.as<std::string>());
        named_.emplace_back(parent, cell.second.as<std::string>());
        has_parent = true;
        continue;
      }
      const scheme::FieldId field = scheme_.FindField(kind, name);
      if (field == scheme::kNone) {
        *problems_ += "no field " + name + "\n";
      } else if (cell.second.IsMap()) {
        for (const auto& item : cell.second)
          Cell(field, row, item.first.as<std::string>(), item.second);
      } else {
        Cell(field, row, period, cell.second);
      }
    }
    if (parent > 0 && !has_parent) orphans_.emplace_back(kind, row);
  }

  void Cell(scheme::FieldId field, facts::Row row, const std::string& period_name,
            const YAML::Node& value) {
    if (value.IsNull()) return;
    const scheme::LevelId level = scheme_.field(field).level;
    std::optional<int> period = 0;
    if (level != scheme::kYear) {
      period = scheme::FindPeriod(level, scheme_.level(level), period_name, scheme_.year);
    }
    if (!period) {
      *problems_ += "no period " + period_name + "\n";
      return;
    }
    const auto problem = builder_.SetCell(field, *period, row, value.as<std::string>());
    if (problem) *problems_ += problem->message.zh + "\n";
  }

  void Ensure(scheme::KindId kind, const std::string& id) {
    const facts::Row row = builder_.FindOrAdd(kind, id);
    const scheme::KindId parent = scheme_.kind(kind).parent;
    if (parent <= 0 || given_.count(kind) > 0) return;
    Ensure(parent, scheme_.kind(parent).name);
    builder_.SetParent(kind, row, scheme_.kind(parent).name);
  }

  const scheme::Scheme& scheme_;
  facts::Builder builder_;
  std::string* problems_;
  std::set<scheme::KindId> given_;
  std::vector<std::pair<scheme::KindId, std::string>> named_;
  std::vector<std::pair<scheme::KindId, facts::Row>> orphans_;
};

std::unique_ptr<Fixture> MakeFixture(const regulation::RegulationFiles& files,
                                     const regulation::CompileOptions& options,
                                     const YAML::Node& given) {
  auto fixture = std::make_unique<Fixture>();
  regulation::Compiled compiled = regulation::Compile(files, options);
  for (const Issue& issue : compiled.issues.list()) {
    if (issue.severity == Severity::kError) {
      fixture->problems += Render(issue, Language::kChinese, files.documents.front().text);
    }
  }
  fixture->scheme = std::move(compiled.scheme);
  if (!fixture->problems.empty()) return fixture;
  fixture->facts = GivenReader(fixture->scheme, &fixture->problems).Run(given);
  fixture->reference = std::make_unique<scoring::Reference>(fixture->scheme, fixture->facts);
  return fixture;
}

std::vector<regulation::SourceFile> FilesIn(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<regulation::SourceFile> files;
  for (const fs::path& path : paths) files.push_back({path.filename().string(), ReadText(path)});
  return files;
}

}  // namespace

std::string ReadText(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return std::move(text).str();
}

Fixture::Asked Fixture::Find(const std::string& path) const {
  const std::size_t first = path.find('/');
  const std::size_t last = path.rfind('/');
  const auto [name, period_name] = SplitPeriod(path.substr(last + 1));
  const scheme::KindId kind = scheme.FindKind(path.substr(0, first));
  Asked asked;
  if (kind != scheme::kNone) asked.figure = scheme.FindFigure(kind, name);
  if (asked.figure == scheme::kNone) {
    std::fprintf(stderr, "no figure %s\n", path.c_str());
    std::abort();
  }
  const std::string id = path.substr(first + 1, last - first - 1);
  const auto row =
      kind == 0 || last == first ? std::optional<facts::Row>(0) : facts.FindRow(kind, id);
  if (!row) {
    std::fprintf(stderr, "no row %s\n", path.c_str());
    std::abort();
  }
  asked.row = *row;
  const scheme::LevelId level = scheme.figure(asked.figure).level;
  if (level != scheme::kYear) {
    asked.period = scheme::FindPeriod(level, scheme.level(level), period_name, scheme.year).value();
  }
  return asked;
}

std::unique_ptr<Fixture> MakeFixture(const std::string& rules, const std::string& given, int year) {
  regulation::RegulationFiles files;
  files.id = "test";
  const bool is_whole = rules.starts_with("---");
  const std::string header = "---\n名称: 试行办法\n版本: 2012\n施行: 2012-01-01\n---\n\n";
  files.documents.push_back({"regulation.md", is_whole ? rules : header + rules});
  files.parameters.push_back({"params/workdays.yaml",
                              "calendar: 工作日\nyears:\n  2012: {rest: [09-30..10-07], work: [09-29]}\n"});
  regulation::CompileOptions options;
  options.year = year;
  return MakeFixture(files, options, YAML::Load(given));
}

std::unique_ptr<Fixture> MakeFixture(const RandomRegulation& made) {
  regulation::RegulationFiles files;
  files.id = "random";
  files.documents.push_back(
      {"regulation.md", "---\n名称: 试行办法\n版本: 2012\n施行: 2012-01-01\n---\n\n" + made.rules});
  files.parameters.push_back({"params/workdays.yaml", kRandomCalendar});
  return MakeFixture(files, {}, YAML::Load(made.Given()));
}

std::vector<fs::path> ShippedFolders() {
  std::vector<fs::path> folders;
  const fs::path root = fs::path(KAOGONG_SOURCE_DIR) / "regulations";
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().filename().string();
    // Folders such as _rejects hold regulations that are wrong on purpose.
    if (name.starts_with('_')) entry.disable_recursion_pending();
    if (name == "cases" && entry->is_directory()) folders.push_back(entry->path().parent_path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::vector<ShippedCase> ReadShipped(const fs::path& folder) {
  regulation::RegulationFiles files;
  files.id = folder.filename().string();
  files.documents = FilesIn(folder / "regulation", ".md");
  if (fs::exists(folder / "regulation.md")) {
    files.documents.insert(files.documents.begin(),
                           {"regulation.md", ReadText(folder / "regulation.md")});
  }
  files.parameters = FilesIn(folder / "params", ".yaml");
  for (const std::string& name : regulation::SharedFilesOf(files.documents)) {
    const fs::path shared = fs::path(KAOGONG_SOURCE_DIR) / "regulations" / "_shared" / (name + ".yaml");
    files.parameters.push_back({name + ".yaml", ReadText(shared)});
  }
  std::vector<ShippedCase> cases;
  for (const regulation::SourceFile& source : FilesIn(folder / "cases", ".yaml")) {
    for (const YAML::Node& node : YAML::LoadAll(source.text)) {
      if (!node.IsMap() || !node["case"] || !node["given"] || node["issues"]) continue;
      regulation::CompileOptions options;
      if (node["year"]) options.year = node["year"].as<int>();
      for (const auto& item : node["set"]) {
        options.overrides.emplace_back(item.first.as<std::string>(), item.second.as<std::string>());
      }
      cases.push_back(
          {folder.filename().string() + "/" + source.path + ": " + node["case"].as<std::string>(),
           MakeFixture(files, options, node["given"])});
    }
  }
  return cases;
}

}  // namespace kaogong::explain
