// SPDX-License-Identifier: Apache-2.0
// What the formula of a figure reads, directly or through other figures.
#pragma once

#include <set>

#include "scheme/scheme.h"

namespace kaogong::scheme {

std::set<FieldId> FieldsReadBy(const Scheme& scheme, FigureId figure);
// Without the figure itself.
std::set<FigureId> FiguresReadBy(const Scheme& scheme, FigureId figure);

}  // namespace kaogong::scheme
