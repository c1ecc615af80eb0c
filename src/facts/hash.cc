// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/sha256.h"
#include "facts/facts.h"

namespace kaogong::facts {
namespace {

constexpr std::size_t kBlock = 4096;

// Gathers short pieces: a million calls of the digest would take longer than the digest.
class Digest {
 public:
  void Add(std::string_view bytes) {
    if (held_.size() + bytes.size() > kHeld) Flush();
    if (bytes.size() > kHeld) return hash_.Update(bytes);
    held_ += bytes;
  }
  // A text with its length before it, so that no two lists of texts read the same.
  void AddText(std::string_view text) {
    Add(std::to_string(text.size()));
    Add(":");
    Add(text);
  }
  std::string TakeHex() {
    Flush();
    return hash_.TakeHex();
  }

 private:
  static constexpr std::size_t kHeld = std::size_t{1} << 14U;

  void Flush() {
    hash_.Update(held_);
    held_.clear();
  }

  Sha256 hash_;
  std::string held_;
};

// Little-endian; the supported machines all are.
template <class Narrow, class Number>
void AddAbove(Number low, std::span<const Number> numbers, Digest* digest) {
  // Unsigned, for the difference of two numbers of four bytes may take five.
  using Unsigned = std::make_unsigned_t<Number>;
  std::array<Narrow, kBlock> narrow;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    narrow[i] = static_cast<Narrow>(static_cast<Unsigned>(numbers[i]) - static_cast<Unsigned>(low));
  const std::array head{std::int64_t{low}, std::int64_t{sizeof(Narrow)}};
  digest->Add({reinterpret_cast<const char*>(head.data()), sizeof head});
  digest->Add({reinterpret_cast<const char*>(narrow.data()), numbers.size() * sizeof(Narrow)});
}

// Block by block: the least number, how many bytes each takes above it, and those bytes. The fewer
// there are, the less the digest has to do. Numbers have at most 18 digits: no difference
// overflows.
template <class Number>
void AddNumbers(std::span<const Number> all, Digest* digest) {
  for (std::size_t begin = 0; begin < all.size(); begin += kBlock) {
    const auto block = all.subspan(begin, std::min(kBlock, all.size() - begin));
    Number low = block[0];
    Number high = block[0];
    for (const Number number : block) {
      low = std::min(low, number);
      high = std::max(high, number);
    }
    const std::int64_t span = std::int64_t{high} - std::int64_t{low};
    if (span <= std::numeric_limits<std::uint8_t>::max()) {
      AddAbove<std::uint8_t>(low, block, digest);
    } else if (span <= std::numeric_limits<std::uint16_t>::max()) {
      AddAbove<std::uint16_t>(low, block, digest);
    } else if (span <= std::numeric_limits<std::uint32_t>::max()) {
      AddAbove<std::uint32_t>(low, block, digest);
    } else {
      AddAbove<std::uint64_t>(low, block, digest);
    }
  }
}

void AddRows(const Table& table, Digest* digest) {
  digest->AddText(std::to_string(table.ids.size()));
  for (const std::string& id : table.ids) digest->AddText(id);
  for (const std::string& name : table.names) digest->AddText(name);
  AddNumbers<Row>(table.parents, digest);
  AddNumbers<Row>(table.order, digest);
}

// Texts are numbered as they were read, table by table, so their numbers say in which order the
// tables came. The digest numbers them as they stand in the facts.
class TextNumbers {
 public:
  TextNumbers(const scheme::Scheme& scheme, const Facts& facts)
      : numbers_(facts.texts.size(), kNone) {
    for (std::size_t i = 0; i < scheme.texts.size(); ++i) Add(static_cast<std::int64_t>(i));
    for (const Table& table : facts.tables) {
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (scheme.field(scheme.kind(table.kind).fields[i]).type != scheme::Type::kText) continue;
        for (const Column& column : table.columns[i]) AddAll(column);
      }
    }
  }

  // Returns old numbers, each once.
  const std::vector<std::int64_t>& order() const { return order_; }
  std::vector<std::int64_t> Of(const Column& column) const {
    std::vector<std::int64_t> numbers(column.size(), 0);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto row = static_cast<Row>(i);
      if (column.PresenceOf(row) != Presence::kPresent) continue;
      numbers[i] = numbers_[static_cast<std::size_t>(column.UnitsOf(row))];
    }
    return numbers;
  }

 private:
  static constexpr std::int64_t kNone = -1;

  void Add(std::int64_t text) {
    std::int64_t& number = numbers_[static_cast<std::size_t>(text)];
    if (number != kNone) return;
    number = static_cast<std::int64_t>(order_.size());
    order_.push_back(text);
  }
  void AddAll(const Column& column) {
    for (std::size_t i = 0; i < column.size(); ++i) {
      const auto row = static_cast<Row>(i);
      if (column.PresenceOf(row) == Presence::kPresent) Add(column.UnitsOf(row));
    }
  }

  std::vector<std::int64_t> numbers_;  // New by old.
  std::vector<std::int64_t> order_;    // Old by new.
};

}  // namespace

std::string HashOf(const scheme::Scheme& scheme, const Facts& facts) {
  Digest digest;
  const TextNumbers texts(scheme, facts);
  for (const std::int64_t text : texts.order())
    digest.AddText(facts.texts[static_cast<std::size_t>(text)]);
  for (const Table& table : facts.tables) {
    digest.AddText(scheme.kind(table.kind).name);
    AddRows(table, &digest);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      digest.AddText(scheme.field(scheme.kind(table.kind).fields[i]).name);
      for (const Column& column : table.columns[i]) {
        digest.AddText(std::to_string(column.scale));
        if (scheme.field(scheme.kind(table.kind).fields[i]).type == scheme::Type::kText) {
          const std::vector<std::int64_t> numbers = texts.Of(column);
          AddNumbers<std::int64_t>(numbers, &digest);
        } else if (column.is_wide()) {
          AddNumbers<std::int64_t>(column.wide, &digest);
        } else {
          AddNumbers<std::int32_t>(column.narrow, &digest);
        }
        digest.AddText(
            {reinterpret_cast<const char*>(column.presence.data()), column.presence.size()});
      }
    }
  }
  return digest.TakeHex();
}

}  // namespace kaogong::facts
