// SPDX-License-Identifier: Apache-2.0

const step = 1024

// Returns 512 B, 3.4 KB, 12 MB.
export function showSize(bytes: number): string {
  if (bytes < step) return `${bytes} B`
  const kilo = bytes / step
  if (kilo < step) return `${kilo < 10 ? kilo.toFixed(1) : Math.round(kilo)} KB`
  const mega = kilo / step
  return `${mega < 10 ? mega.toFixed(1) : Math.round(mega)} MB`
}
