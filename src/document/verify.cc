// SPDX-License-Identifier: Apache-2.0
#include "document/verify.h"

#include <fmt/format.h>

#include <utility>

#include "base/utf8.h"
#include "document/expression.h"

namespace kaogong::document {

namespace {

constexpr std::size_t kSentenceMax = 60;

std::string Cut(const std::string& text) {
  const std::size_t end = AdvanceCodePoints(text, 0, kSentenceMax);
  return end == text.size() ? text : text.substr(0, end) + "…";
}

std::string ObjectOf(const std::vector<std::string>& scopes) {
  return scopes.empty() || scopes.front().empty() ? "全部" : scopes.front();
}

// Lists as their members: what a loop ran over.
std::string TextOfItem(const Item& item, const Format& format) {
  if (item.kind == ItemKind::kObject || item.kind == ItemKind::kList) {
    std::string text = fmt::format("{}项", item.objects.size());
    for (std::size_t i = 0; i < item.objects.size() && i < 5; ++i)
      text += (i == 0 ? "：" : "、") + item.objects[i];
    return item.objects.size() > 5 ? text + "…" : text;
  }
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
      changes.push_back({place, Cut(paragraph.Text()), figure.expression, ObjectOf(figure.scopes),
                         run.text, *after});
    }
  });
  for (const Premise& premise : document.premises) {
    const auto after = Differs(record, premise.scopes, premise.expression, premise.value, {});
    if (!after) continue;
    changes.push_back({premise.place,
                       {},
                       premise.expression,
                       ObjectOf(premise.scopes),
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
