// SPDX-License-Identifier: Apache-2.0
#include "office/report/internal/stored.h"

#include <map>
#include <nlohmann/json.hpp>

#include "base/sha256.h"

namespace kaogong::office::report::internal {

namespace {

using Json = nlohmann::json;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Error Broken() {
  return {ErrorCode::kInternal,
          Say("库中保存的核对结果已损坏，请重新核对", "A stored check is damaged; check again")};
}

// Runs `read` on the parsed text; what is not of the shape it expects is an Error.
template <class Read>
auto Parsed(std::string_view text, Read&& read) -> Result<decltype(read(Json()))> {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return Broken();
  try {
    return read(json);
  } catch (const Json::exception&) {
    return Broken();
  }
}

Json TextJson(const Text& text) { return Json::array({text.zh, text.en}); }
Text TextOf(const Json& json) {
  return {json.at(0).get<std::string>(), json.at(1).get<std::string>()};
}

Json StretchJson(const text::Stretch& stretch) {
  Json pieces = Json::array();
  for (const text::Piece& piece : stretch.pieces)
    pieces.push_back(Json::array({piece.paragraph, piece.begin, piece.end}));
  return {{"text", stretch.text}, {"pieces", std::move(pieces)}};
}
text::Stretch StretchOf(const Json& json) {
  text::Stretch stretch{json.at("text").get<std::string>(), {}};
  for (const Json& piece : json.at("pieces")) {
    stretch.pieces.push_back({piece.at(0).get<std::size_t>(), piece.at(1).get<std::size_t>(),
                              piece.at(2).get<std::size_t>()});
  }
  return stretch;
}

Json FindingJson(const Finding& finding) {
  Json others = Json::array();
  for (const text::Stretch& stretch : finding.compared_with) others.push_back(StretchJson(stretch));
  return {{"key", finding.key},
          {"check", finding.check},
          {"check_title", TextJson(finding.check_title)},
          {"certainty", finding.certainty},
          {"certainty_title", TextJson(finding.certainty_title)},
          {"figure", StretchJson(finding.figure)},
          {"sentence", finding.sentence},
          {"message", TextJson(finding.message)},
          {"computed", finding.computed},
          {"location", TextJson(finding.location)},
          {"compared_with", std::move(others)}};
}
Finding FindingOf(const Json& json) {
  Finding finding;
  finding.key = json.at("key").get<std::string>();
  finding.check = json.at("check").get<std::string>();
  finding.check_title = TextOf(json.at("check_title"));
  finding.certainty = json.at("certainty").get<std::string>();
  finding.certainty_title = TextOf(json.at("certainty_title"));
  finding.figure = StretchOf(json.at("figure"));
  finding.sentence = json.at("sentence").get<std::string>();
  finding.message = TextOf(json.at("message"));
  finding.computed = json.at("computed").get<std::string>();
  finding.location = TextOf(json.at("location"));
  for (const Json& other : json.at("compared_with"))
    finding.compared_with.push_back(StretchOf(other));
  return finding;
}

Json ParagraphJson(const Paragraph& paragraph) {
  Json json{{"text", paragraph.text}, {"kind", paragraph.kind}};
  if (paragraph.page > 0) json["page"] = paragraph.page;
  if (paragraph.table > 0) {
    json["cell"] = Json::array({paragraph.table, paragraph.row, paragraph.column});
  }
  return json;
}
Paragraph ParagraphOf(const Json& json) {
  Paragraph paragraph;
  paragraph.text = json.at("text").get<std::string>();
  paragraph.kind = json.at("kind").get<std::string>();
  paragraph.page = json.value("page", 0);
  if (json.contains("cell")) {
    paragraph.table = json.at("cell").at(0).get<int>();
    paragraph.row = json.at("cell").at(1).get<int>();
    paragraph.column = json.at("cell").at(2).get<int>();
  }
  return paragraph;
}

// What a finding says, wherever it stands.
std::string WordsOf(const Finding& finding) {
  std::string words = finding.check + "\n" + finding.figure.text + "\n";
  for (const text::Stretch& stretch : finding.compared_with) words += stretch.text + "\n";
  return words + finding.computed;
}

Json PassageTextJson(const PassageText& text) {
  Json json = Json::array();
  for (const auto& [part, is_shared] : text) json.push_back(Json::array({part, is_shared}));
  return json;
}
PassageText PassageTextOf(const Json& json) {
  PassageText text;
  for (const Json& part : json)
    text.emplace_back(part.at(0).get<std::string>(), part.at(1).get<bool>());
  return text;
}

}  // namespace

StoredView StoredOf(const text::ReportView& view) {
  StoredView stored;
  stored.format = view.format;
  stored.encoding = view.encoding;
  stored.characters = static_cast<std::int64_t>(view.characters);
  stored.held = static_cast<std::int64_t>(view.statements_verified);
  stored.notes = view.notes;
  for (const text::ParagraphView& paragraph : view.paragraphs) {
    stored.paragraphs.push_back({paragraph.text, std::string(paragraph.kind), paragraph.page,
                                 paragraph.table, paragraph.row, paragraph.column});
  }
  std::map<std::string, int> seen;
  for (const text::FindingView& shown : view.findings) {
    Finding finding;
    finding.check = shown.check;
    finding.check_title = shown.check_title;
    finding.certainty = shown.certainty;
    finding.certainty_title = shown.certainty_title;
    finding.figure = shown.figure;
    finding.sentence = shown.sentence;
    finding.message = shown.message;
    finding.computed = shown.computed;
    finding.location = shown.location;
    finding.compared_with = shown.compared_with;
    std::string words = WordsOf(finding);
    const int number = ++seen[words];
    finding.key = Sha256Hex(number == 1 ? words : words + fmt::format("\n#{}", number));
    stored.findings.push_back(std::move(finding));
  }
  return stored;
}

std::string ToJson(const StoredView& view) {
  Json notes = Json::array();
  for (const Text& note : view.notes) notes.push_back(TextJson(note));
  Json paragraphs = Json::array();
  for (const Paragraph& paragraph : view.paragraphs) paragraphs.push_back(ParagraphJson(paragraph));
  Json findings = Json::array();
  for (const Finding& finding : view.findings) findings.push_back(FindingJson(finding));
  return Dump({{"format", view.format},
               {"encoding", view.encoding},
               {"characters", view.characters},
               {"held", view.held},
               {"notes", std::move(notes)},
               {"paragraphs", std::move(paragraphs)},
               {"findings", std::move(findings)}});
}

Result<StoredView> ViewOf(std::string_view json) {
  return Parsed(json, [](const Json& from) {
    StoredView view;
    view.format = from.at("format").get<std::string>();
    view.encoding = from.at("encoding").get<std::string>();
    view.characters = from.at("characters").get<std::int64_t>();
    view.held = from.at("held").get<std::int64_t>();
    for (const Json& note : from.at("notes")) view.notes.push_back(TextOf(note));
    for (const Json& one : from.at("paragraphs")) view.paragraphs.push_back(ParagraphOf(one));
    for (const Json& one : from.at("findings")) view.findings.push_back(FindingOf(one));
    return view;
  });
}

std::string ToJson(const text::Record& record) {
  Json list = Json::array();
  for (const text::Measurement& one : record.measurements) {
    const auto value = one.value.ExactDecimal();
    if (!value.has_value()) continue;  // Of the store, all have one.
    list.push_back({{"subject", one.subject},
                    {"item", one.item},
                    {"unit", one.unit},
                    {"period", one.period},
                    {"year", one.year},
                    {"value", value->Trimmed().ToString()},
                    {"source", one.source}});
  }
  return Dump(list);
}

Result<text::Record> RecordOf(std::string_view json) {
  return Parsed(json, [](const Json& from) {
    text::Record record;
    for (const Json& one : from) {
      text::Measurement made;
      made.subject = one.at("subject").get<std::string>();
      made.item = one.at("item").get<std::string>();
      made.unit = one.at("unit").get<std::string>();
      made.period = one.at("period").get<std::string>();
      made.year = one.at("year").get<int>();
      made.source = one.at("source").get<std::string>();
      const auto value = Decimal::Parse(one.at("value").get<std::string>());
      if (!value.has_value()) continue;
      made.value = Rational(*value);
      record.measurements.push_back(std::move(made));
    }
    return record;
  });
}

std::string ToJson(const std::vector<Passage>& passages) {
  Json list = Json::array();
  for (const Passage& passage : passages) {
    list.push_back({{"likeness", passage.likeness_percent},
                    {"a", PassageTextJson(passage.a)},
                    {"b", PassageTextJson(passage.b)}});
  }
  return Dump(list);
}

Result<std::vector<Passage>> PassagesOf(std::string_view json) {
  return Parsed(json, [](const Json& from) {
    std::vector<Passage> passages;
    for (const Json& one : from) {
      passages.push_back(
          {one.at("likeness").get<int>(), PassageTextOf(one.at("a")), PassageTextOf(one.at("b"))});
    }
    return passages;
  });
}

std::vector<Passage> PassagesOf(const text::PairView& pair) {
  std::vector<Passage> passages;
  for (const text::SharedView& shared : pair.passages)
    passages.push_back({shared.likeness_percent, shared.a.text, shared.b.text});
  return passages;
}

}  // namespace kaogong::office::report::internal
