// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "office/ports.h"

namespace kaogong::office {

// Time-based one-time passwords (RFC 6238): six digits, steps of 30 seconds, HMAC-SHA-1, as every
// authenticator app has them.

// Returns a new secret of 160 bits in Base32.
std::string MakeTotpSecret(SecretSource& secrets);

// Returns the otpauth:// address that an app reads from a QR code.
std::string TotpUri(std::string_view secret, std::string_view login, std::string_view issuer);

// Returns the step that a code belongs to: the present one, the one before or the one after, and
// later than `step_used`, so that a code serves once. Nothing when it belongs to none.
std::optional<std::int64_t> TotpStepOf(std::string_view secret, std::string_view code, Instant now,
                                       std::int64_t step_used);

// Returns the code of a step.
std::string TotpCode(std::string_view secret, std::int64_t step);

}  // namespace kaogong::office
