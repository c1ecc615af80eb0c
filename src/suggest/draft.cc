// SPDX-License-Identifier: Apache-2.0
#include "suggest/draft.h"

#include <algorithm>

#include "suggest/correction.h"
#include "suggest/engine.h"

namespace kaogong::suggest {
namespace {

std::string YamlText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  return quoted + "\"";
}

std::string OwnerOf(const DraftItem& draft) {
  Namer clean;
  return draft.item.row.owner.empty() ? "考核办" : clean.Unique(draft.item.row.owner, "考核办");
}

// All readings of an item, each with the clause it came from.
struct Member {
  Reading* reading = nullptr;
  std::size_t clause = 0;
};

std::vector<Member> MembersOf(DraftItem& draft) {
  std::vector<Member> members;
  for (std::size_t i = 0; i < draft.clauses.size(); ++i) {
    for (Reading& reading : draft.clauses[i].readings) members.push_back({&reading, i});
  }
  return members;
}

bool Scores(const Reading& reading) {
  return reading.part == Part::kBase || reading.part == Part::kDeduction ||
         reading.part == Part::kBonus;
}

std::string Joined(const std::vector<Member>& members, Part part) {
  std::string sum;
  for (const Member& member : members) {
    if (member.reading->part != part) continue;
    // 若 … 则 … 否则 … takes all that follows.
    const bool is_choice = member.reading->formula.starts_with("若 ");
    sum += (sum.empty()                ? ""
            : part == Part::kDeduction ? " - "
                                       : " + ") +
           (is_choice ? "(" + member.reading->formula + ")" : member.reading->formula);
  }
  return sum;
}

// How the members of an item add up.
struct Shape {
  bool has_base = false;
  bool has_deduction = false;
  bool is_capped = false;  // The bases together exceed the points.
  Rational base;           // With neutral facts.
};

Shape ShapeOf(const std::vector<Member>& members, const DraftItem& draft) {
  Shape shape;
  int bases = 0;
  for (const Member& member : members) {
    if (member.reading->part == Part::kBase) {
      ++bases;
      shape.base += member.reading->neutral_value;
    }
    shape.has_deduction = shape.has_deduction || member.reading->part == Part::kDeduction;
  }
  shape.has_base = bases > 0;
  shape.is_capped = bases > 1 && shape.base > draft.points;
  if (!shape.has_base) shape.base = draft.is_bonus ? Rational() : draft.points;
  return shape;
}

std::string FormulaOf(const std::vector<Member>& members, const DraftItem& draft,
                      const Shape& shape) {
  std::string formula = shape.has_base   ? Joined(members, Part::kBase)
                        : draft.is_bonus ? ""
                                         : "满分";
  if (shape.is_capped) formula = "不超过(" + formula + ", 满分)";
  const std::string bonus = Joined(members, Part::kBonus);
  if (!bonus.empty()) formula += (formula.empty() ? "" : " + ") + bonus;
  const std::string off = Joined(members, Part::kDeduction);
  if (!off.empty()) formula = "不低于(" + formula + " - " + off + ", 0)";
  return formula;
}

// What the item gives when one member has its example and the others are neutral.
Rational ValueWith(const std::vector<Member>& members, const DraftItem& draft, const Shape& shape,
                   const Reading* active) {
  Rational base = shape.has_base ? Rational() : shape.base;
  Rational off;
  Rational bonus;
  for (const Member& member : members) {
    const Reading& reading = *member.reading;
    const Rational& value = &reading == active ? reading.value : reading.neutral_value;
    if (reading.part == Part::kBase) base += value;
    if (reading.part == Part::kDeduction) off += value;
    if (reading.part == Part::kBonus) bonus += value;
  }
  if (shape.is_capped) base = std::min(base, draft.points);
  const Rational sum = base + bonus - off;
  return shape.has_deduction ? std::max(sum, Rational()) : sum;
}

std::string Rounded(const Rational& value) {
  const auto rounded = value.Round(2, Rounding::kHalfUp);
  return rounded ? rounded->ToString() : value.ToString();
}

// The facts of one member's example on top of what the others are neutral with.
std::vector<ExampleRow> RowsWith(const std::vector<Member>& members, const Reading* active) {
  std::vector<ExampleRow> rows;
  ExampleRow first{"", kExampleRow, {}};
  for (const Member& member : members) {
    const Reading& reading = *member.reading;
    const bool is_active = &reading == active && !reading.rows.empty();
    const Facts& facts = is_active ? reading.rows.front().facts : reading.neutral;
    first.facts.insert(first.facts.end(), facts.begin(), facts.end());
    const auto& others = is_active ? reading.rows : reading.neutral_rows;
    for (std::size_t i = is_active ? 1 : 0; i < others.size(); ++i) rows.push_back(others[i]);
  }
  rows.insert(rows.begin(), std::move(first));
  return rows;
}

void Declare(DraftItem& draft, const std::vector<Member>& members) {
  draft.fields.clear();
  draft.records.clear();
  const std::string owner = OwnerOf(draft);
  std::string record;
  for (const Member& member : members) {
    for (const FieldUse& field : member.reading->fields) {
      const std::string line =
          "  数据 " + Quoted(field.name) + ": " + field.declaration + ", 来源 " + Quoted(owner);
      if (field.record.empty()) {
        draft.fields.push_back(line);
        continue;
      }
      if (field.record != record) draft.records.push_back("明细 " + Quoted(field.record));
      record = field.record;
      draft.records.back() += "\n" + line;
    }
  }
}

std::string PointsText(const Rational& points) { return Plain(points) + "分"; }

std::string FigureLine(const DraftItem& draft, const std::string& formula) {
  const std::string tail = " = " + formula + "\n  舍入 2位 四舍五入\n";
  if (draft.is_bonus) {
    const std::string cap = draft.points.sign() > 0 ? " 不超过 " + PointsText(draft.points) : "";
    return "加分 " + Quoted(draft.item.name) + cap + tail;
  }
  return "指标 " + Quoted(draft.item.name) + " " + PointsText(draft.points) + " 责任 " +
         Quoted(OwnerOf(draft)) + tail;
}

// Vetoes that clear the item. Those that bar a grade stand where the grades are.
std::string ClearingLines(const DraftItem& draft, const std::vector<Member>& members) {
  std::string lines;
  for (const Member& member : members) {
    const Reading& reading = *member.reading;
    if (reading.part != Part::kVeto || reading.role != "cleared") continue;
    lines += "否决 " + Quoted(reading.name) + " = " + reading.formula + "\n  效果 " +
             Quoted(draft.item.name) + " 清零\n";
  }
  return lines;
}

// The office gives the points; what clears the indicator still does.
void ScoreByHand(DraftItem& draft) {
  std::vector<Member> members = MembersOf(draft);
  std::erase_if(members, [](const Member& member) { return member.reading->role != "cleared"; });
  draft.is_bonus = false;
  draft.item.is_by_hand = true;
  Declare(draft, members);
  draft.fields.push_back("  数据 " + Quoted(draft.hand_field) + ": 小数2, 缺失 待定, 范围 [0, " +
                         Plain(draft.points) + "], 来源 " + Quoted(OwnerOf(draft)));
  draft.item.rules = FigureLine(draft, Quoted(draft.hand_field)) + ClearingLines(draft, members);
  draft.neutral = {{draft.hand_field, Plain(draft.points)}};
  draft.neutral_rows.clear();
  draft.neutral_value = draft.points;
}

// 该项不得分 needs an item that has points.
void LeaveUnassigned(DraftItem& draft) {
  for (ReadClause& read : draft.clauses) {
    const auto cleared = std::erase_if(
        read.readings, [](const Reading& reading) { return reading.role == "cleared"; });
    if (cleared == 0) continue;
    read.clause.understood = Understood::kNot;
    read.clause.reason =
        Say("没有写明是哪一项不得分", "it does not say which indicator is cleared");
  }
}

// Gives the clause its example and the formula it became.
void Show(DraftItem& draft, const Member& member, Example example) {
  Clause& clause = draft.clauses[member.clause].clause;
  const Reading& reading = *member.reading;
  clause.part = reading.part;
  clause.pattern += (clause.pattern.empty() ? "" : " ") + reading.pattern;
  clause.formula += (clause.formula.empty() ? "" : "\n") + reading.formula;
  clause.questions.insert(clause.questions.end(), reading.questions.begin(),
                          reading.questions.end());
  if (!example.rows.empty()) clause.examples.push_back(std::move(example));
}

regulation::RegulationFiles FilesOf(const DraftItem& draft, const SuggestOptions& options) {
  regulation::RegulationFiles files;
  files.id = "draft";
  const std::string rules =
      "```规则\n" + KindsOf({draft}, options) + RulesOf(draft, options) + "```\n";
  files.documents.push_back(
      {"regulation.md", DocumentOf("草案", options.year, {{ArticleName(1), rules}})});
  return files;
}

// What keeps the rules of an item from running.
struct Trouble {
  Text why;
  Issues issues;
  std::string rules;  // That they are about.
};

// Computes the example of each member. Returns false when the rules do not run or give something
// else.
bool Try(DraftItem& draft, const std::vector<Member>& members, const Shape& shape,
         const SuggestOptions& options, Trouble& trouble) {
  const regulation::RegulationFiles files = FilesOf(draft, options);
  for (const Member& member : members) {
    const Reading& reading = *member.reading;
    if (reading.part == Part::kDefinition || reading.role == "barred") {
      Show(draft, member, {});
      continue;
    }
    const bool is_cleared = reading.part == Part::kVeto;
    const bool is_corrected = reading.pattern == "corrected";
    Example example;
    example.rows = RowsWith(members, &reading);
    example.figure = draft.item.name;
    example.told = reading.told;
    const Computed computed = Compute(files, example, options.kind);
    if (!computed.value) {
      trouble.issues = computed.issues;
      trouble.rules = files.documents.front().text;
      if (!computed.issues.empty()) trouble.why = computed.issues.list().front().message;
      return false;
    }
    example.expected = is_cleared ? "0.00" : Rounded(ValueWith(members, draft, shape, &reading));
    if (draft.is_bonus && draft.points.sign() > 0) {
      example.expected =
          Rounded(std::min(ValueWith(members, draft, shape, &reading), draft.points));
    }
    const auto got = Decimal::Parse(*computed.value);
    const auto wanted = Decimal::Parse(example.expected);
    const bool is_same = got && wanted && Rational(*got) == Rational(*wanted);
    if (is_corrected) example.expected = *computed.value;
    if (!is_corrected && !is_same) {
      trouble.why = Say("引擎算得{}，按条文应为{}", "the engine gives {}, the clause {}", *computed.value,
                example.expected);
      return false;
    }
    Show(draft, member, std::move(example));
  }
  return true;
}

Understood LeastOf(const DraftItem& draft) {
  Understood least = Understood::kNote;
  const auto rank = [](Understood understood) {
    return understood == Understood::kNote ? -1 : static_cast<int>(understood);
  };
  for (const ReadClause& read : draft.clauses) {
    if (rank(read.clause.understood) > rank(least)) least = read.clause.understood;
  }
  return least;
}

}  // namespace

std::string ArticleName(int number) {
  static constexpr const char* kDigits[] = {"零", "一", "二", "三", "四",
                                            "五", "六", "七", "八", "九"};
  std::string name;
  if (number >= 1000) name += std::string(kDigits[number / 1000 % 10]) + "千";
  if (number >= 100 && number / 100 % 10 > 0)
    name += std::string(kDigits[number / 100 % 10]) + "百";
  if (number >= 1000 && number / 100 % 10 == 0 && number % 100 > 0) name += "零";
  const int tens = number / 10 % 10;
  if (tens > 0) name += (number >= 20 ? std::string(kDigits[tens]) : std::string()) + "十";
  if (tens == 0 && number >= 100 && number % 10 > 0 && !name.ends_with("零")) name += "零";
  if (number % 10 > 0) name += kDigits[number % 10];
  return "第" + name + "条";
}

std::string KindsOf(const std::vector<DraftItem>& drafts, const SuggestOptions& options) {
  std::string text = "对象 " + Quoted(options.group) + "\n对象 " + Quoted(options.kind) + " 属于 " +
                     Quoted(options.group) + "\n";
  for (const DraftItem& draft : drafts) {
    for (const std::string& record : draft.records) {
      const std::size_t line = std::min(record.find('\n'), record.size());
      text += record.substr(0, line) + " 属于 " + Quoted(options.kind) + record.substr(line) + "\n";
    }
  }
  return text;
}

std::string RulesOf(const DraftItem& draft, const SuggestOptions& options) {
  std::string text = "针对 " + Quoted(options.kind) + "\n";
  for (const std::string& field : draft.fields) text += field + "\n";
  return text + draft.item.rules;
}

std::string DocumentOf(const std::string& title, int year,
                       const std::vector<std::pair<std::string, std::string>>& articles) {
  const std::string number = std::to_string(year);
  std::string text = "---\n名称: " + title + "\n版本: " + number + "\n施行: " + number +
                     "-01-01\n---\n\n# " + title + "\n";
  for (const auto& [heading, body] : articles) text += "\n## " + heading + "\n\n" + body;
  return text;
}

std::string CaseOf(const Example& example, const std::string& title, const std::string& basis,
                   const SuggestOptions& options) {
  std::string text =
      "case: " + YamlText(title) + "\norigin: office\nbasis: [" + basis + "]\ngiven:\n";
  const auto cells = [](const Facts& facts) {
    std::string line;
    for (const auto& [field, value] : facts)
      line += (line.empty() ? "" : ", ") + YamlText(field) + ": " + YamlText(value);
    return line;
  };
  text += "  " + YamlText(options.kind) + ":\n";
  for (const ExampleRow& row : example.rows) {
    if (row.kind.empty())
      text += "    " + YamlText(row.name.empty() ? kExampleRow : row.name) + ": {" +
              cells(row.facts) + "}\n";
  }
  std::string record;
  for (const ExampleRow& row : example.rows) {
    if (row.kind.empty()) continue;
    if (row.kind != record) text += "  " + YamlText(row.kind) + ":\n";
    record = row.kind;
    const std::string facts = cells(row.facts);
    text += "    - {" + YamlText(options.kind) + ": " + YamlText(kExampleRow) +
            (facts.empty() ? "" : ", " + facts) + "}\n";
  }
  return text + "expect:\n  " + YamlText(options.kind) + ":\n    " + YamlText(kExampleRow) + ": {" +
         YamlText(example.figure) + ": " + YamlText(example.expected) + "}\n";
}

void Compose(DraftItem& draft, const SuggestOptions& options, Issues& issues) {
  std::vector<Member> members = MembersOf(draft);
  const auto count = [&](auto is_wanted) {
    return std::count_if(members.begin(), members.end(), is_wanted);
  };
  const auto scoring = count([](const Member& member) { return Scores(*member.reading); });
  const auto bonuses =
      count([](const Member& member) { return member.reading->part == Part::kBonus; });
  const auto missed = std::any_of(
      draft.clauses.begin(), draft.clauses.end(),
      [](const ReadClause& read) { return read.clause.understood == Understood::kNot; });
  draft.is_bonus = scoring > 0 && scoring == bonuses;
  draft.is_indicator = scoring > 0 || missed || draft.item.row.points.units() > 0;
  const Shape shape = ShapeOf(members, draft);
  if (scoring > 0) {
    Declare(draft, members);
    draft.item.rules =
        FigureLine(draft, FormulaOf(members, draft, shape)) + ClearingLines(draft, members);
    const std::vector<ExampleRow> rows = RowsWith(members, nullptr);
    draft.neutral = rows.front().facts;
    draft.neutral_rows.assign(rows.begin() + 1, rows.end());
    draft.neutral_value = ValueWith(members, draft, shape, nullptr);
  }
  Trouble trouble;
  const std::vector<ReadClause> before = draft.clauses;
  if (scoring == 0 || !Try(draft, members, shape, options, trouble)) {
    draft.clauses = before;
    if (scoring > 0) {
      for (ReadClause& read : draft.clauses) {
        if (read.readings.empty()) continue;
        const Text& why = trouble.why;
        const auto correction =
            std::find_if(read.readings.begin(), read.readings.end(),
                         [](const Reading& reading) { return reading.pattern == "corrected"; });
        if (correction != read.readings.end()) {
          read.clause.errors =
              PlacedInFormula(correction->formula, trouble.rules, trouble.issues);
          issues.Error("suggest.correction", draft.item.row.place,
                       Say("改写的规则不能运行：{0}", "the corrected rule does not run: {1}",
                           why.zh, why.en));
        }
        read.clause.understood = Understood::kNot;
        read.clause.reason = Say("按这一条写出的规则不能运行：{0}",
                                 "the rule made of it does not run: {1}", why.zh, why.en);
        std::erase_if(read.readings, [](const Reading& reading) {
          return Scores(reading) || reading.role == "cleared";
        });
      }
    }
    if (draft.is_indicator) {
      ScoreByHand(draft);
    } else {
      LeaveUnassigned(draft);
    }
    for (const Member& member : MembersOf(draft)) Show(draft, member, {});
  }
  draft.item.understood = LeastOf(draft);
}

}  // namespace kaogong::suggest
