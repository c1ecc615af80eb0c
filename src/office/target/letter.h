// SPDX-License-Identifier: Apache-2.0
// Responsibility letters (责任书): what the regulation says, the targets, and two signatures in
// order.
//
// A letter is generated from an approved sheet. When the first party signs it is kept as it is, and
// the digest of exactly that text is what both sign. A revision of the targets voids it; it is
// kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/target/sheets.h"

namespace kaogong::office::target {

enum class Party { kAssessee, kSuperior };
std::string_view NameOf(Party party);

struct LetterItem {
  std::string label;
  std::string period;
  std::string value;  // Digits, or 不适用.
  std::string unit;
  std::string points;  // Empty: none.
  std::string article;
  std::string deadline;  // Empty: none.
  std::string owner;
};

struct LetterText {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<LetterItem> items;
  std::string assessee;  // Who the parties are.
  std::string superior;

  // One line for each part; the same letter gives the same bytes.
  std::string ToText() const;
  static LetterText FromText(std::string_view text);
};

struct Signature {
  Party party = Party::kAssessee;
  std::optional<std::string> by;
  std::optional<std::string> at;
};

struct LetterView {
  SheetRow sheet;
  LetterText text;
  std::string digest;
  std::vector<Signature> signatures;  // Of both parties, in order.
  struct Past {
    Id sheet = 0;
    int revision = 1;
    std::string digest;
    bool is_void = false;
    std::string assessee;
    std::string superior;
    std::vector<Signature> signatures;
  };
  std::vector<Past> history;  // Letters of other revisions, the earliest first.
  std::optional<Party> may_sign;
};

// Errors: kNotFound; kConflict until the sheet is approved.
Result<LetterView> GetLetter(library::Library& library, const Actor& actor, Id sheet);

// Signs for the party whose turn it is. Errors: kNotPermitted for who does not stand for that party
// or signed for the other; kConflict out of turn, stale, void, or with another digest.
Result<LetterView> SignLetter(library::Library& library, const Actor& actor, Id sheet,
                              std::string_view digest, std::int64_t version);

}  // namespace kaogong::office::target
