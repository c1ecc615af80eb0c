// SPDX-License-Identifier: Apache-2.0
// Writes generated facts for benchmarks/assess: the same bytes for the same number of people on any
// machine, and the same rows for a person whatever the number.
//
//   make_assess_facts PEOPLE FOLDER
//
// PEOPLE is a multiple of 100, the size of a group. FOLDER gets groups_PEOPLE.csv and
// assess_PEOPLE.csv, which has a row for each person and period.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace {

using Number = std::int64_t;

// How the values of an indicator are spread. All but the counts are in hundredths.
enum class Spread : std::uint8_t { kTarget, kCriteria, kBands, kRanked, kLosses, kGains };

// a, b: the targets of both periods; the lowest and highest criterion; the lowest and highest band.
struct Indicator {
  Spread spread;
  Number a = 0;
  Number b = 0;
};

constexpr std::array<Indicator, 30> kIndicators{{
    {Spread::kTarget, 125'000, 250'000},
    {Spread::kTarget, 36'550, 73'100},
    {Spread::kTarget, 8'800, 17'600},
    {Spread::kTarget, 420'000, 840'000},
    {Spread::kTarget, 9'730, 19'460},
    {Spread::kTarget, 1'575, 3'150},
    {Spread::kTarget, 73'000, 146'000},
    {Spread::kTarget, 5'225, 10'450},
    {Spread::kTarget, 610'000, 1'220'000},
    {Spread::kCriteria, 7'000, 9'800},
    {Spread::kCriteria, 350, 1'250},
    {Spread::kCriteria, 75, 185},
    {Spread::kCriteria, 3'000, 6'400},
    {Spread::kCriteria, 150'000, 330'000},
    {Spread::kTarget, 2'190, 4'380},
    {Spread::kBands, 6'000, 9'500},
    {Spread::kBands, 8'000, 9'850},
    {Spread::kBands, 5'000, 9'000},
    {Spread::kBands, 6'000, 9'200},
    {Spread::kBands, 8'800, 9'900},
    {Spread::kBands, 5'000, 8'800},
    {Spread::kGains},
    {Spread::kLosses},
    {Spread::kLosses},
    {Spread::kLosses},
    {Spread::kLosses},
    {Spread::kGains},
    {Spread::kGains},
    {Spread::kRanked},
    {Spread::kRanked},
}};

constexpr std::uint64_t kSeed = 0x4153'5345'5353'0001U;

// SplitMix64's output for a state: a hash rather than a stream, so that rows do not depend on each
// other.
std::uint64_t Mix(std::uint64_t state) {
  state += 0x9E37'79B9'7F4A'7C15U;
  state = (state ^ (state >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
  state = (state ^ (state >> 27U)) * 0x94D0'49BB'1331'11EBU;
  return state ^ (state >> 31U);
}

// Slots: 1 and 2 of period 0 are a person's ability, 4 the population; of periods 1 and 2, one for
// each indicator from 1 on, and 100 for the veto.
std::uint64_t Chance(Number person, int period, int slot) {
  return Mix(kSeed ^
             (static_cast<std::uint64_t>(person) * 4096 +
              static_cast<std::uint64_t>(period) * 1024 + static_cast<std::uint64_t>(slot)));
}

Number Below(std::uint64_t chance, std::uint64_t limit) {
  return static_cast<Number>(chance % limit);
}

// The value for a person of that ability (0 to 1000) with that luck.
Number Draw(const Indicator& indicator, int period, Number ability, std::uint64_t chance) {
  const Number luck = Below(chance >> 8U, 3000);
  const Number both = 2 * ability + luck / 2;  // 0 to 3499
  switch (indicator.spread) {
    case Spread::kTarget:
      return (period == 1 ? indicator.a : indicator.b) * (2000 + 10 * ability + luck) / 10'000;
    case Spread::kCriteria: {
      const Number least = indicator.a * 9 / 10;
      return least + (indicator.b * 105 / 100 - least) * both / 3200;
    }
    case Spread::kBands: {
      const Number width = indicator.b - indicator.a;
      return std::min<Number>(10'000, indicator.a - width / 3 + (width * 5 / 3) * both / 3500);
    }
    case Spread::kRanked:
      return (5 * ability + luck) / 10 * 10;
    case Spread::kLosses:
      // Now and then a catastrophe.
      if (Below(chance >> 40U, 400) == 0) return 60 + Below(chance >> 50U, 90);
      return Below(chance >> 8U, 9) * (1400 - ability) / 2000;
    case Spread::kGains:
      return Below(chance >> 8U, 7) * (ability + 300) / 700;
  }
  return 0;
}

// Some people report round numbers: ties are frequent, as they are in life.
Number Rounded(const Indicator& indicator, Number value, std::uint64_t chance) {
  const bool may_be_round = indicator.spread <= Spread::kBands;
  if (!may_be_round || chance >> 60U >= 5) return value;
  const Number step = value >= 1000 ? 100 : 10;
  return value / step * step;
}

class Csv {
 public:
  explicit Csv(const std::filesystem::path& path) : file_(std::fopen(path.c_str(), "w")) {
    if (file_ == nullptr) {
      std::perror(path.c_str());
      std::exit(1);
    }
  }
  Csv(const Csv&) = delete;
  Csv& operator=(const Csv&) = delete;
  ~Csv() {
    Flush();
    std::fclose(file_);
  }

  void Text(std::string_view text) { line_ += text; }
  void Whole(Number number) {
    std::array<char, 24> digits;
    line_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
  }
  void Hundredths(Number number) {
    Whole(number / 100);
    line_ += '.';
    line_ += static_cast<char>('0' + number / 10 % 10);
    line_ += static_cast<char>('0' + number % 10);
  }
  void EndRow() {
    line_ += '\n';
    if (line_.size() > (std::size_t{1} << 16U)) Flush();
  }

 private:
  void Flush() {
    std::fwrite(line_.data(), 1, line_.size(), file_);
    line_.clear();
  }

  std::FILE* file_;
  std::string line_;
};

void WriteGroups(Number groups, const std::filesystem::path& path) {
  Csv csv(path);
  csv.Text("grp,pool_cents\n");
  for (Number group = 0; group < groups; ++group) {
    csv.Whole(group);
    csv.Text(",");
    const std::uint64_t chance = Mix(kSeed ^ (0xAB'CDEF'0000U + static_cast<std::uint64_t>(group)));
    csv.Whole(50'000'000 + Below(chance, 40'000'000));
    csv.EndRow();
  }
}

void WritePerson(Number person, Csv* csv) {
  const Number ability =
      (Below(Chance(person, 0, 1), 1001) + Below(Chance(person, 0, 2), 1001)) / 2;
  const Number population = 1000 + Below(Chance(person, 0, 4), 119'000);
  for (int period = 1; period <= 2; ++period) {
    const bool has_veto = Below(Chance(person, period, 100), 200) == 0;
    for (const Number number : {person, person / 100, Number{period}, population}) {
      csv->Whole(number);
      csv->Text(",");
    }
    csv->Text(has_veto ? "1" : "0");
    for (std::size_t i = 0; i < kIndicators.size(); ++i) {
      const Indicator& indicator = kIndicators[i];
      const std::uint64_t chance = Chance(person, period, static_cast<int>(i) + 1);
      const Number value = Rounded(indicator, Draw(indicator, period, ability, chance), chance);
      csv->Text(",");
      if (indicator.spread >= Spread::kLosses) {
        csv->Whole(value);
      } else {
        csv->Hundredths(value);
      }
    }
    csv->EndRow();
  }
}

void WritePeople(Number people, const std::filesystem::path& path) {
  Csv csv(path);
  csv.Text("id,grp,period,population,veto");
  for (std::size_t i = 1; i <= kIndicators.size(); ++i) {
    csv.Text(i < 10 ? ",v0" : ",v");
    csv.Whole(static_cast<Number>(i));
  }
  csv.Text("\n");
  for (Number person = 0; person < people; ++person) WritePerson(person, &csv);
}

}  // namespace

int main(int argc, char** argv) {
  const Number people = argc == 3 ? std::atoll(argv[1]) : 0;
  if (people <= 0 || people % 100 != 0) {
    std::fprintf(stderr, "usage: make_assess_facts PEOPLE FOLDER\nPEOPLE is a multiple of 100\n");
    return 2;
  }
  const std::filesystem::path folder = argv[2];
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string name = std::to_string(people) + ".csv";
  WriteGroups(people / 100, folder / ("groups_" + name));
  WritePeople(people, folder / ("assess_" + name));
  return 0;
}
