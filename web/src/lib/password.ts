// SPDX-License-Identifier: Apache-2.0
// The password policy, shown while typing. The server checks again, and against common passwords.

export interface PasswordCheck {
  isLongEnough: boolean
  isNotOwnName: boolean
  isNotTrivial: boolean
}

export function checkPassword(password: string, login: string, name: string): PasswordCheck {
  const lower = password.toLowerCase()
  const own = [login.toLowerCase(), name.toLowerCase()].filter((text) => text !== '')
  return {
    isLongEnough: [...password].length >= 10,
    isNotOwnName: password !== '' && !own.some((text) => lower.includes(text)),
    isNotTrivial:
      password !== '' &&
      new Set(password).size >= 4 &&
      !/^(password|passw0rd|qwerty|admin|abc)/.test(lower) &&
      !'01234567890123456789'.includes(lower),
  }
}
