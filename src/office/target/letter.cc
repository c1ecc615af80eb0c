// SPDX-License-Identifier: Apache-2.0
#include "office/target/letter.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"

namespace kaogong::office::target {

namespace {

using store::Row;

// Nothing in a part may look like the end of it.
std::string Plain(std::string_view text) {
  std::string plain(Trim(text));
  std::ranges::replace_if(
      plain, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return plain;
}

void AppendLine(std::string* to, std::initializer_list<std::string_view> parts) {
  bool is_first = true;
  for (const std::string_view part : parts) {
    if (!is_first) to->push_back('\t');
    to->append(Plain(part));
    is_first = false;
  }
  to->push_back('\n');
}

std::vector<std::string> SplitAt(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// An article without the lines of its tables, as one paragraph.
std::string WordsOf(const scheme::Article& article) {
  std::string words;
  for (const std::string& line : SplitAt(article.text, '\n')) {
    const std::string_view trimmed = Trim(line);
    if (trimmed.empty() || trimmed.front() == '|' || trimmed.front() == '#') continue;
    words.append(trimmed);
  }
  return words;
}

// Who answers to whom: the names of the unit or person and of what stands above.
Result<std::string> SuperiorOf(const Session& session, const Opened& opened) {
  const std::string today = session.today.ToString();
  const auto name_of = [&](Id unit) {
    return session.transaction.One<std::string>(
        "SELECT name FROM unit_span WHERE unit_id = ? ORDER BY valid_from DESC LIMIT 1", {unit});
  };
  const AssesseeRow& assessee = opened.assessee;
  if (assessee.person.has_value() && assessee.unit.has_value()) {
    KAOGONG_TRY_ASSIGN(const auto name, name_of(*assessee.unit));
    return name.value_or("");
  }
  if (assessee.unit.has_value()) {
    const auto parent = session.transaction.One<std::optional<Id>>(
        "SELECT parent_id FROM unit_span WHERE unit_id = ? AND valid_from <= ? "
        "AND (valid_to IS NULL OR valid_to > ?)",
        {*assessee.unit, today, today});
    KAOGONG_TRY(parent);
    if (parent.value().has_value() && parent.value()->has_value()) {
      KAOGONG_TRY_ASSIGN(const auto name, name_of(**parent.value()));
      return name.value_or("");
    }
  }
  if (opened.frame.row.owner_unit.has_value()) {
    KAOGONG_TRY_ASSIGN(const auto name, name_of(*opened.frame.row.owner_unit));
    if (name.has_value()) return *name;
  }
  return std::string("考核办公室");
}

// The articles that matter to the letter: of the indicators with targets, and of total, grade, veto
// and payout.
void AddArticles(const SheetView& view, LetterText* letter) {
  const scheme::Scheme& scheme = view.frame.scheme();
  std::set<scheme::ArticleId> of_targets;
  for (const Term& term : view.terms) {
    if (term.figure != scheme::kNone) of_targets.insert(scheme.figure(term.figure).article);
  }
  std::set<scheme::ArticleId> of_results;
  for (const scheme::Figure& figure : scheme.figures) {
    if (figure.role == scheme::Role::kTotal || figure.role == scheme::Role::kGrade ||
        figure.role == scheme::Role::kVeto || figure.role == scheme::Role::kPayout) {
      of_results.insert(figure.article);
    }
  }
  const auto add = [&](std::string_view heading, const std::set<scheme::ArticleId>& articles) {
    bool is_first = true;
    for (const scheme::ArticleId at : articles) {
      if (at == scheme::kNone) continue;
      if (is_first) letter->paragraphs.emplace_back(heading);
      is_first = false;
      const scheme::Article& article = scheme.articles[static_cast<std::size_t>(at)];
      const std::string words = WordsOf(article);
      letter->paragraphs.push_back(words.empty() ? article.title : article.title + "：" + words);
    }
  };
  add("一、目标任务和计分", of_targets);
  for (const scheme::ArticleId at : of_targets) of_results.erase(at);
  add("二、考核结果", of_results);
}

Result<LetterText> Generate(const Session& session, const Opened& opened, const SheetView& view) {
  LetterText letter;
  const scheme::Scheme& scheme = view.frame.scheme();
  letter.title = fmt::format("{}目标责任书", opened.frame.row.title);
  letter.assessee = opened.assessee.name;
  KAOGONG_TRY_ASSIGN(letter.superior, SuperiorOf(session, opened));
  letter.paragraphs.push_back(
      fmt::format("为落实《{0}》，{1}与{2}签订{3}年度目标责任书（第{4}版）。", scheme.title,
                  letter.superior, letter.assessee, opened.frame.row.year, opened.sheet.revision));
  AddArticles(view, &letter);
  letter.paragraphs.emplace_back("三、附则");
  letter.paragraphs.emplace_back(
      "本责任书自双方签字之日起生效。目标如需调整，按程序审定后重新签订，原责任书随之作废。");
  for (const TargetView& target : view.items) {
    LetterItem item;
    item.label = target.term->label;
    item.period = target.term->periods[static_cast<std::size_t>(target.period)];
    item.value = target.is_not_applicable   ? "不适用"
                 : target.units.has_value() ? ValueText(*target.term, *target.units)
                                            : "";
    item.unit = target.term->field->is_percent ? "%" : target.term->field->unit;
    if (target.term->points.has_value()) item.points = target.term->points->ToString();
    item.article = target.term->article;
    item.deadline = target.deadline.value_or("");
    if (target.owner.has_value()) item.owner = target.owner->name;
    letter.items.push_back(std::move(item));
  }
  return letter;
}

struct Kept {
  std::string digest;
  std::string text;
};

Result<std::optional<Kept>> LoadKept(const Session& session, Id sheet) {
  std::optional<Kept> kept;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT digest, text FROM target_letter WHERE sheet_id = ?", {sheet}, [&](const Row& row) {
        kept = Kept{row.Get<std::string>(0), row.Get<std::string>(1)};
      }));
  return kept;
}

Result<std::vector<Signature>> SignaturesOf(const Session& session, Id sheet) {
  std::vector<Signature> signatures{{Party::kAssessee, {}, {}}, {Party::kSuperior, {}, {}}};
  KAOGONG_TRY(session.transaction.Query(
      "SELECT party, signed_by, signed_at FROM target_signature WHERE sheet_id = ?", {sheet},
      [&](const Row& row) {
        Signature& to = signatures[row.Get<std::string_view>(0) == "assessee" ? 0 : 1];
        to.by = row.Get<std::string>(1);
        to.at = row.Get<std::string>(2);
      }));
  return signatures;
}

Result<std::vector<LetterView::Past>> HistoryOf(const Session& session, const SheetRow& sheet) {
  std::vector<LetterView::Past> history;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT s.id, s.revision, s.is_void, l.digest, l.text FROM target_sheet s "
      "JOIN target_letter l ON l.sheet_id = s.id WHERE s.assessee_id = ? AND s.id <> ? "
      "ORDER BY s.revision",
      {sheet.assessee, sheet.id}, [&](const Row& row) {
        LetterView::Past past;
        past.sheet = row.Get<Id>(0);
        past.revision = row.Get<int>(1);
        past.is_void = row.Get<bool>(2);
        past.digest = row.Get<std::string>(3);
        const LetterText text = LetterText::FromText(row.Get<std::string_view>(4));
        past.assessee = text.assessee;
        past.superior = text.superior;
        history.push_back(std::move(past));
      }));
  for (LetterView::Past& past : history) {
    KAOGONG_TRY_ASSIGN(past.signatures, SignaturesOf(session, past.sheet));
  }
  return history;
}

Error NoLetterYet(const SheetRow& sheet) {
  return {ErrorCode::kConflict,
          Text{fmt::format("目标表现在是“{}”，审定之后才有责任书", TitleOf(sheet.state).zh),
               fmt::format("The sheet is {}; there is a letter once it is approved",
                           TitleOf(sheet.state).en)}};
}

Result<LetterView> LetterOf(const Session& session, Opened opened) {
  LetterView letter;
  letter.sheet = opened.sheet;
  KAOGONG_TRY_ASSIGN(const auto kept, LoadKept(session, opened.sheet.id));
  if (kept.has_value()) {
    letter.digest = kept->digest;
    letter.text = LetterText::FromText(kept->text);
  } else if (!opened.sheet.is_approved()) {
    return NoLetterYet(opened.sheet);
  } else {
    KAOGONG_TRY_ASSIGN(const SheetView view, ViewOf(session, opened));
    KAOGONG_TRY_ASSIGN(letter.text, Generate(session, opened, view));
    letter.digest = Sha256Hex(letter.text.ToText());
  }
  KAOGONG_TRY_ASSIGN(letter.signatures, SignaturesOf(session, opened.sheet.id));
  KAOGONG_TRY_ASSIGN(letter.history, HistoryOf(session, opened.sheet));
  KAOGONG_TRY_ASSIGN(const Hands hands, Hands::Of(session));
  KAOGONG_TRY_ASSIGN(const auto first, FirstSigner(session, opened.sheet.id));
  const auto acts = hands.MayDo(opened.frame.row.stage, opened.sheet, opened.assessee, first);
  if (std::ranges::find(acts, SheetAct::kSign) != acts.end()) {
    letter.may_sign =
        opened.sheet.state == SheetState::kSignedByAssessee ? Party::kSuperior : Party::kAssessee;
  }
  return letter;
}

// The person himself needs no grant for his own letter.
Result<Opened> OpenToSign(library::Library& library, const Session& session, Id sheet) {
  KAOGONG_TRY_ASSIGN(Opened opened, LoadSheet(library, session, sheet));
  const bool is_own =
      opened.assessee.person.has_value() && *opened.assessee.person == session.actor.person;
  if (is_own) return opened;
  return OpenSheet(library, session, sheet, Act::kSignTargets);
}

Result<Party> PartyToSign(const Session& session, const Opened& opened) {
  KAOGONG_TRY_ASSIGN(const Hands hands, Hands::Of(session));
  const bool is_first = opened.sheet.state != SheetState::kSignedByAssessee;
  if (is_first && !hands.SignsForAssessee(opened.assessee)) {
    return Error{
        ErrorCode::kNotPermitted,
        Say("先由考核对象“{}”签字：单位由负责人签，个人由本人签",
            "'{}' signs first: for a unit its leader, a person in person", opened.assessee.name)};
  }
  if (is_first) return Party::kAssessee;
  if (!hands.SignsForSuperior(opened.assessee)) {
    return Error{ErrorCode::kNotPermitted,
                 Say("考核对象已经签字，现在由上级的领导签字",
                     "The assessee has signed; now a leader of the superior has to")};
  }
  KAOGONG_TRY_ASSIGN(const auto first, FirstSigner(session, opened.sheet.id));
  if (IsOwn(session.actor, first)) {
    return Error{ErrorCode::kNotPermitted, Say("一个人不能代表双方签字，请由上级的领导签字",
                                               "Nobody signs for both parties")};
  }
  return Party::kSuperior;
}

Result<void> WriteSignature(const Session& session, const LetterView& letter, Party party) {
  const Id sheet = letter.sheet.id;
  if (party == Party::kAssessee) {
    KAOGONG_TRY(session.transaction.Execute(
        "INSERT INTO target_letter (sheet_id, digest, text) VALUES (?, ?, ?)",
        {sheet, letter.digest, letter.text.ToText()}));
  }
  KAOGONG_TRY(session.transaction.Execute(
      "INSERT INTO target_signature (sheet_id, party, digest, account_id, signed_by, signed_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      {sheet, NameOf(party), letter.digest, session.actor.account, session.actor.name,
       session.now.ToString()}));
  KAOGONG_TRY(session.transaction.Execute(
      "UPDATE target_sheet SET state = ?, version = version + 1 WHERE id = ?",
      {NameOf(party == Party::kAssessee ? SheetState::kSignedByAssessee : SheetState::kSigned),
       sheet}));
  return AddStep(session, sheet, "sign", NameOf(party));
}

}  // namespace

std::string_view NameOf(Party party) { return party == Party::kAssessee ? "assessee" : "superior"; }

std::string LetterText::ToText() const {
  std::string text;
  AppendLine(&text, {"title", title});
  for (const std::string& paragraph : paragraphs) AppendLine(&text, {"text", paragraph});
  for (const LetterItem& item : items) {
    AppendLine(&text, {"item", item.label, item.period, item.value, item.unit, item.points,
                       item.article, item.deadline, item.owner});
  }
  AppendLine(&text, {"assessee", assessee});
  AppendLine(&text, {"superior", superior});
  return text;
}

LetterText LetterText::FromText(std::string_view text) {
  LetterText letter;
  for (const std::string& line : SplitAt(text, '\n')) {
    std::vector<std::string> parts = SplitAt(line, '\t');
    parts.resize(std::max<std::size_t>(parts.size(), 9));
    if (parts[0] == "title") letter.title = parts[1];
    if (parts[0] == "text") letter.paragraphs.push_back(parts[1]);
    if (parts[0] == "assessee") letter.assessee = parts[1];
    if (parts[0] == "superior") letter.superior = parts[1];
    if (parts[0] == "item") {
      letter.items.push_back(
          {parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts[8]});
    }
  }
  return letter;
}

Result<LetterView> GetLetter(library::Library& library, const Actor& actor, Id sheet) {
  return library.office().Read(actor, [&](Session& session) -> Result<LetterView> {
    KAOGONG_TRY_ASSIGN(Opened opened, OpenSheet(library, session, sheet, Act::kViewAssessments));
    return LetterOf(session, std::move(opened));
  });
}

Result<LetterView> SignLetter(library::Library& library, const Actor& actor, Id sheet,
                              std::string_view digest, std::int64_t version) {
  return library.office().Write(actor, [&](Change& change) -> Result<LetterView> {
    KAOGONG_TRY_ASSIGN(const Opened opened, OpenToSign(library, change, sheet));
    KAOGONG_TRY(RequireOpenStage(opened.frame));
    KAOGONG_TRY(RequireState(opened.sheet, {SheetState::kApproved, SheetState::kPublished,
                                            SheetState::kSignedByAssessee}));
    if (opened.sheet.is_void) {
      return Error{ErrorCode::kConflict,
                   Say("目标正在修订，这份责任书已经作废，请在新的一版审定后签订",
                       "The targets are being revised and this letter is void; sign the new one "
                       "once it is approved")};
    }
    KAOGONG_TRY_ASSIGN(const Party party, PartyToSign(change, opened));
    KAOGONG_TRY(RequireVersion(opened, version));
    KAOGONG_TRY_ASSIGN(const LetterView letter, LetterOf(change, opened));
    if (letter.digest != digest) {
      return Error{ErrorCode::kConflict,
                   Say("责任书的内容与您看到的不同，请重新阅读后再签",
                       "The letter is no longer what you read; read it again before signing")};
    }
    KAOGONG_TRY(WriteSignature(change, letter, party));
    change.Record("target_sheet.sign", fmt::format("target_sheet/{}", sheet),
                  Detail()
                      .Set("assessee", opened.assessee.name)
                      .Set("party", NameOf(party))
                      .Set("digest", digest));
    KAOGONG_TRY_ASSIGN(Opened now, LoadSheet(library, change, sheet));
    return LetterOf(change, std::move(now));
  });
}

}  // namespace kaogong::office::target
