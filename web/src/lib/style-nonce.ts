// SPDX-License-Identifier: Apache-2.0

// Where the server writes a nonce into the page, styles made at run time carry it.
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')
  return meta?.content || undefined
}
