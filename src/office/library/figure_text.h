// SPDX-License-Identifier: Apache-2.0
// A computed figure as text: for a person at a screen, and with all its digits for programs.
#pragma once

#include <string>

#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"

namespace kaogong::office::library {

// Decimal places of a figure that the regulation does not round, on a screen.
inline constexpr int kScreenPlaces = 4;

struct FigureText {
  std::string text;
  bool is_cut = false;  // There are more digits than the text has.
};

// A figure that is not rounded, such as 87.618634139115…, is rounded half up to kScreenPlaces.
FigureText ShowOnScreen(const scheme::Scheme& scheme, const facts::Facts& facts,
                        scheme::FigureId figure, const scoring::Value& value, Language language);

// All digits, so that programs read a number; a fraction without end is rounded to 12 places.
FigureText ShowDigits(const scheme::Scheme& scheme, const facts::Facts& facts,
                      scheme::FigureId figure, const scoring::Value& value, Language language);

// The digits cut to the 15 that a spreadsheet holds.
std::string DigitsForSpreadsheet(const Rational& number);

}  // namespace kaogong::office::library
