// SPDX-License-Identifier: Apache-2.0
#include "http/accept.h"

#include <algorithm>

#include "http/ascii.h"

namespace kaogong::http {

namespace {

// Reads "0.85" as 850; anything else is 0.
int ReadQuality(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 0;
  int value = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return 0;
  int place = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (!IsDigit(c) || place == 0) return 0;
    value += (c - '0') * place;
    place /= 10;
  }
  return std::min(value, 1000);
}

// Takes the next item and its quality; false at the end.
bool TakeItem(std::string_view& rest, std::string_view& name, int& quality) {
  while (!rest.empty()) {
    std::string_view parameters = TakeUntil(rest, ',');
    name = TrimBlanks(TakeUntil(parameters, ';'));
    if (name.empty()) continue;
    quality = 1000;
    while (!parameters.empty()) {
      const std::string_view parameter = TrimBlanks(TakeUntil(parameters, ';'));
      if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
        quality = ReadQuality(parameter.substr(2));
      }
    }
    return true;
  }
  return false;
}

// "en-GB" is wanted when English is asked about.
int QualityOfLanguage(std::string_view header, std::string_view language) {
  int best = -1;
  std::string_view name;
  int quality = 0;
  while (TakeItem(header, name, quality)) {
    if (EqualsIgnoringCase(TakeUntil(name, '-'), language)) best = std::max(best, quality);
  }
  return best;
}

}  // namespace

int QualityOf(std::string_view header, std::string_view offer, int otherwise) {
  std::string_view name;
  int quality = 0;
  while (TakeItem(header, name, quality)) {
    if (EqualsIgnoringCase(name, offer)) return quality;
    if (name == "*") otherwise = quality;
  }
  return otherwise;
}

std::string_view ChooseEncoding(std::string_view header, std::span<const std::string_view> offers) {
  std::string_view best = "identity";
  // Not naming identity does not refuse it; anything wanted at all is better.
  int best_quality = 0;
  for (const std::string_view offer : offers) {
    const int quality = QualityOf(header, offer, 0);
    if (quality > best_quality) {
      best = offer;
      best_quality = quality;
    }
  }
  return QualityOf(header, "identity", 0) > best_quality ? "identity" : best;
}

Language ChooseLanguage(std::string_view header) {
  return QualityOfLanguage(header, "en") > QualityOfLanguage(header, "zh") ? Language::kEnglish
                                                                           : Language::kChinese;
}

}  // namespace kaogong::http
