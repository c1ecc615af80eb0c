// SPDX-License-Identifier: Apache-2.0
#include "document/internal/draft_writer.h"

#include <utility>

#include "document/expression.h"

namespace kaogong::document {

void DraftWriter::Begin(Role role, std::string_view text) {
  Paragraph paragraph;
  paragraph.style = StyleOf(role);
  document_.blocks.emplace_back(std::move(paragraph));
  Text(text);
}

void DraftWriter::Text(std::string_view text) {
  if (text.empty()) return;
  auto& runs = std::get<Paragraph>(document_.blocks.back()).runs;
  if (!runs.empty() && !runs.back().figure) {
    runs.back().text += text;
  } else {
    runs.push_back({std::string(text), {}, std::nullopt});
  }
}

bool DraftWriter::ends_with(std::string_view text) const {
  return std::get<Paragraph>(document_.blocks.back()).Text().ends_with(text);
}

void DraftWriter::Figure(const std::string& object, std::string_view expression,
                         std::string_view format) {
  const std::vector<std::string> scopes{object};
  auto item = Evaluate(expression, record_, scopes);
  const auto words = ParseFormat(format);
  KAOGONG_ASSERT(words.ok());
  auto shown = item.ok() ? Show(item.value(), words.value()) : Result<std::string>(item.error());
  if (!shown.ok()) {
    if (!error_) error_ = shown.error();
    return;
  }
  document::Figure figure{scopes, std::string(expression), words.value(), std::move(item).value()};
  std::get<Paragraph>(document_.blocks.back())
      .runs.push_back({std::move(shown).value(), {}, std::move(figure)});
}

Item DraftWriter::Look(const std::string& object, std::string_view expression) {
  std::vector<std::string> scopes{object};
  auto item = Evaluate(expression, record_, scopes);
  if (!item.ok()) {
    if (!error_) error_ = item.error();
    return Item::Nothing();
  }
  const auto paragraphs = static_cast<int>(document_.blocks.size());
  document_.premises.push_back({std::move(scopes), std::string(expression), item.value(),
                                PlaceOfParagraph(paragraphs)});
  return std::move(item).value();
}

std::vector<std::string> DraftWriter::ListOf(const std::string& object,
                                             std::string_view expression) {
  return Look(object, expression).objects;
}

std::string DraftWriter::TextOf(const std::string& object, std::string_view expression) {
  const Item item = Look(object, expression);
  return item.kind == ItemKind::kText && item.has_value() ? item.text : std::string();
}

}  // namespace kaogong::document
