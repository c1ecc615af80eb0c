// SPDX-License-Identifier: Apache-2.0
#include "scored.h"

#include <algorithm>
#include <sstream>

#include "facts/builder.h"
#include "regulation/compile.h"

namespace kaogong {
namespace {

void SetCell(const scheme::Scheme& scheme, scheme::KindId kind, facts::Row row,
             const std::string& name, const std::string& text, facts::Builder* builder,
             std::string* problems) {
  const std::size_t open = name.find('[');
  const scheme::FieldId field = scheme.FindField(kind, name.substr(0, open));
  if (field == scheme::kNone) {
    *problems += "no field " + name + "\n";
    return;
  }
  const scheme::LevelId level = scheme.field(field).level;
  std::optional<int> period = 0;
  if (open != std::string::npos) {
    period = scheme::FindPeriod(level, scheme.level(level),
                                name.substr(open + 1, name.size() - open - 2), scheme.year);
  }
  if (!period) {
    *problems += "no period " + name + "\n";
    return;
  }
  if (const auto problem = builder->SetCell(field, *period, row, text))
    *problems += name + ": " + problem->message.en + "\n";
}

facts::Facts ReadRows(const scheme::Scheme& scheme, const std::vector<RandomRow>& rows,
                      std::string* problems) {
  facts::Builder builder(scheme);
  for (const RandomRow& row : rows) {
    const scheme::KindId kind = scheme.FindKind(row.kind);
    if (kind == scheme::kNone) {
      *problems += "no kind " + row.kind + "\n";
      continue;
    }
    const facts::Row at = builder.FindOrAdd(kind, row.id);
    if (!row.parent.empty()) builder.SetParent(kind, at, row.parent);
    for (const auto& [name, text] : row.cells)
      SetCell(scheme, kind, at, name, text, &builder, problems);
  }
  Issues issues;
  facts::Facts facts = builder.Finish(&issues);
  for (const Issue& issue : issues.list()) *problems += issue.message.en + "\n";
  return facts;
}

}  // namespace

std::unique_ptr<Scored> ReadRandom(const RandomRegulation& made) {
  regulation::RegulationFiles files;
  files.id = "random";
  files.documents.push_back(
      {"regulation.md", "---\n名称: 试行办法\n版本: 2012\n施行: 2012-01-01\n---\n\n" + made.rules});
  files.parameters.push_back({"params/workdays.yaml", kRandomCalendar});
  regulation::Compiled compiled = regulation::Compile(files, {});
  auto scored = std::make_unique<Scored>();
  for (const Issue& issue : compiled.issues.list()) {
    if (issue.severity == Severity::kError)
      scored->problems += Render(issue, Language::kEnglish, files.documents.front().text);
  }
  scored->scheme = std::move(compiled.scheme);
  if (scored->problems.empty())
    scored->facts = ReadRows(scored->scheme, made.rows, &scored->problems);
  return scored;
}

std::vector<std::string> ShowOutcome(const Scored& scored, const scoring::Outcome& outcome,
                                     const std::function<bool(scheme::FigureId)>& is_kept) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < scored.scheme.figures.size(); ++i) {
    const auto id = static_cast<scheme::FigureId>(i);
    if (!is_kept(id)) continue;
    const scheme::Figure& figure = scored.scheme.figures[i];
    const facts::Table& table = scored.facts.table(figure.kind);
    for (int period = 0; period < scored.scheme.level(figure.level).count(); ++period) {
      for (facts::Row row = 0; row < table.rows(); ++row) {
        const scoring::Value value = outcome.At(id, row, period);
        const bool is_text = value.ok() && figure.type == scheme::Type::kText;
        const std::string shown =
            is_text ? scoring::ShowValue(scored.scheme, scored.facts, id, value, Language::kEnglish)
                    : value.number.ToString() + " state " +
                          std::to_string(static_cast<int>(value.state));
        lines.push_back(scored.scheme.kind(figure.kind).name + "." + figure.name + "[" +
                        std::to_string(period) + "] " +
                        table.ids[static_cast<std::size_t>(row)] + " = " + shown);
      }
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

namespace {

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

class Shrinker {
 public:
  Shrinker(RandomRegulation failing, const std::function<bool(const RandomRegulation&)>& fails)
      : best_(std::move(failing)), fails_(fails) {}

  RandomRegulation Run() {
    while (DropStatements() || DropRows() || SimplifyFormulas()) {
    }
    return std::move(best_);
  }

 private:
  bool Try(RandomRegulation candidate) {
    if (!fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  // A statement goes with the lines indented below it.
  bool DropStatements() {
    bool any = false;
    for (std::size_t at = 0; at < LinesOf(best_.rules).size();) {
      const std::vector<std::string> lines = LinesOf(best_.rules);
      std::size_t end = at + 1;
      const std::size_t indent = lines[at].find_first_not_of(' ');
      while (end < lines.size() && lines[end].find_first_not_of(' ') > indent) ++end;
      RandomRegulation candidate = best_;
      candidate.rules.clear();
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i < at || i >= end) candidate.rules += lines[i] + "\n";
      }
      if (Try(std::move(candidate))) {
        any = true;
      } else {
        ++at;
      }
    }
    return any;
  }

  bool DropRows() {
    bool any = false;
    for (std::size_t row = best_.rows.size(); row-- > 0;) {
      RandomRegulation candidate = best_;
      candidate.rows.erase(candidate.rows.begin() + static_cast<std::ptrdiff_t>(row));
      if (Try(std::move(candidate))) {
        any = true;
        continue;
      }
      for (std::size_t cell = best_.rows[row].cells.size(); cell-- > 0;) {
        RandomRegulation fewer = best_;
        auto& cells = fewer.rows[row].cells;
        cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(cell));
        any = Try(std::move(fewer)) || any;
      }
    }
    return any;
  }

  // Puts a number in the place of a bracket, or what stands inside it.
  bool SimplifyFormulas() {
    bool any = false;
    for (std::size_t open = best_.rules.find('('); open != std::string::npos;
         open = best_.rules.find('(', open + 1)) {
      std::size_t end = open + 1;
      for (int depth = 1; end < best_.rules.size() && depth > 0; ++end)
        depth += best_.rules[end] == '(' ? 1 : best_.rules[end] == ')' ? -1 : 0;
      const std::string inside = best_.rules.substr(open + 1, end - open - 2);
      for (const std::string& shorter : {std::string("1"), inside}) {
        std::size_t begin = open;
        // The name of a function goes with its bracket: letters of Chinese are bytes above 127.
        while (begin > 0 && static_cast<unsigned char>(best_.rules[begin - 1]) > 127) --begin;
        RandomRegulation candidate = best_;
        candidate.rules.replace(begin, end - begin, shorter);
        if (candidate.rules.size() < best_.rules.size() && Try(std::move(candidate))) {
          any = true;
          break;
        }
      }
    }
    return any;
  }

  RandomRegulation best_;
  const std::function<bool(const RandomRegulation&)>& fails_;
};

}  // namespace

RandomRegulation Shrink(RandomRegulation failing,
                        const std::function<bool(const RandomRegulation&)>& fails) {
  return Shrinker(std::move(failing), fails).Run();
}

}  // namespace kaogong
