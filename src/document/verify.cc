// SPDX-License-Identifier: Apache-2.0
#include "document/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "document/expression.h"

namespace kaogong::document {

namespace {

constexpr std::size_t kSentenceMax = 60;
constexpr std::size_t kNamesMax = 5;

std::string Cut(const std::string& text) {
  const std::size_t end = AdvanceCodePoints(text, 0, kSentenceMax);
  return end == text.size() ? text : text.substr(0, end) + "…";
}

std::string ObjectOf(const Record& record, const std::vector<std::string>& scopes) {
  return NameOfObject(record, scopes.empty() ? "" : scopes.front());
}

bool HasObjects(const Item& item) {
  return item.kind == ItemKind::kObject || item.kind == ItemKind::kList;
}

// Those of `objects` that `others` lacks: A、B, A、B等7项. One that is gone from the record has no name
// left and is only counted: 3项.
std::string NamesBeyond(const Record& record, const std::vector<std::string>& objects,
                        const std::vector<std::string>& others) {
  std::string names;
  std::size_t named = 0;
  std::size_t count = 0;
  for (const std::string& object : objects) {
    if (std::find(others.begin(), others.end(), object) != others.end()) continue;
    ++count;
    const std::string name = NameOfObject(record, object);
    if (name == object || named == kNamesMax) continue;
    names += (named++ > 0 ? "、" : "") + name;
  }
  if (count == named) return names;
  return fmt::format("{}{}{}项", names, names.empty() ? "" : "等", count);
}

// What a loop runs over now, held against what it ran over.
std::string TellObjects(const Record& record, const std::vector<std::string>& before,
                        const std::vector<std::string>& now) {
  std::string text = fmt::format("{}项", now.size());
  const std::string more = NamesBeyond(record, now, before);
  const std::string gone = NamesBeyond(record, before, now);
  if (more.empty() && gone.empty()) return text + "，次序不同";
  if (!more.empty()) text += "，增加" + more;
  return gone.empty() ? text : text + "，减少" + gone;
}

std::string TextOfItem(const Item& item, const Format& format) {
  if (HasObjects(item)) return fmt::format("{}项", item.objects.size());
  if (item.kind == ItemKind::kTruth) return item.number.is_zero() ? "否" : "是";
  const auto shown = Show(item, format);
  return shown.ok() ? shown.value() : shown.error().message.zh;
}

// The present value, or the reason why there is none.
std::optional<std::string> Differs(const Record& record, const std::vector<std::string>& scopes,
                                   const std::string& expression, const Item& before,
                                   const Format& format) {
  const auto now = Evaluate(expression, record, scopes);
  if (!now.ok()) return now.error().message.zh;
  if (IsSame(before, now.value())) return std::nullopt;
  if (HasObjects(before) && HasObjects(now.value()))
    return TellObjects(record, before.objects, now.value().objects);
  return TextOfItem(now.value(), format);
}

}  // namespace

std::vector<Change> FindChanges(const Document& document, const Record& record) {
  std::vector<Change> changes;
  EachParagraph(document, [&](const std::string& place, const Paragraph& paragraph) {
    for (const Run& run : paragraph.runs) {
      if (!run.figure) continue;
      const Figure& figure = *run.figure;
      auto after = Differs(record, figure.scopes, figure.expression, figure.value, figure.format);
      if (!after) {
        const auto shown = Show(figure.value, figure.format);
        if (shown.ok() && shown.value() == run.text) continue;
        after = shown.ok() ? shown.value() : shown.error().message.zh;
      }
      changes.push_back({place, Cut(paragraph.Text()), figure.expression,
                         ObjectOf(record, figure.scopes), run.text, *after});
    }
  });
  for (const Premise& premise : document.premises) {
    const auto after = Differs(record, premise.scopes, premise.expression, premise.value, {});
    if (!after) continue;
    changes.push_back({premise.place,
                       {},
                       premise.expression,
                       ObjectOf(record, premise.scopes),
                       TextOfItem(premise.value, {}),
                       *after});
  }
  return changes;
}

Result<void> Verify(const Document& document, const Record& record) {
  const std::vector<Change> changes = FindChanges(document, record);
  if (changes.empty()) return {};
  Error error{ErrorCode::kConflict,
              Say("文稿有 {} 处与记录不一致，不能印发：请更新数字或重新起草",
                  "The document differs from the record in {} places and cannot be issued: update "
                  "its figures or draft it again",
                  changes.size())};
  for (const Change& change : changes) {
    error.faults.push_back(
        {change.place,
         Say("{0}：{1} 的“{2}”原为 {3}，现为 {4}", "{0}: '{2}' of {1} was {3} and is {4}",
             change.place, change.object, change.expression, change.before, change.after)});
  }
  return error;
}

void Refresh(const Record& record, Document* document) {
  EachParagraph(*document, [&](const std::string&, Paragraph& paragraph) {
    for (Run& run : paragraph.runs) {
      if (!run.figure) continue;
      auto now = Evaluate(run.figure->expression, record, run.figure->scopes);
      if (!now.ok()) continue;
      auto shown = Show(now.value(), run.figure->format);
      if (!shown.ok()) continue;
      if (const auto color = ColorOf(now.value(), run.figure->format)) run.style.color = color;
      run.figure->value = std::move(now).value();
      run.text = std::move(shown).value();
    }
  });
}

}  // namespace kaogong::document
