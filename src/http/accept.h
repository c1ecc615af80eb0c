// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "base/text.h"

namespace kaogong::http {

// Returns how much the client wants `offer`, in thousandths, by an Accept-… header such as
// "br;q=0.9, gzip, *;q=0": 0 is not at all; an offer not named takes what "*" has, else
// `otherwise`.
int QualityOf(std::string_view header, std::string_view offer, int otherwise);

// Returns the encoding among `offers`, best first, that the Accept-Encoding header wants most, or
// "identity".
std::string_view ChooseEncoding(std::string_view header, std::span<const std::string_view> offers);

// Returns Chinese unless the Accept-Language header wants English more.
Language ChooseLanguage(std::string_view header);

}  // namespace kaogong::http
