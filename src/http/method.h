// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace kaogong::http {

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };

std::string_view NameOf(Method method);
// Returns nothing for a method this server does not implement. Case counts.
std::optional<Method> ParseMethod(std::string_view name);

}  // namespace kaogong::http
