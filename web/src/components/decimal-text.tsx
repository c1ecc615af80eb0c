// SPDX-License-Identifier: Apache-2.0
import { groupDigits } from '../lib/decimal'

export function DecimalText({ value }: { value: string | null | undefined }) {
  return <span className="decimal">{value ? groupDigits(value) : '—'}</span>
}
