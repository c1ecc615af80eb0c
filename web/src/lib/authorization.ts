// SPDX-License-Identifier: Apache-2.0
// What the screens offer. The server decides; this only spares users doors that do not open.
import type { Act, Me } from '../api/types'

export function can(me: Me | null | undefined, act: Act): boolean {
  return me?.acts.includes(act) ?? false
}

// While another user's view is borrowed nothing may be written.
export function mayWrite(me: Me | null | undefined, act: Act): boolean {
  return can(me, act) && !me?.viewing_as
}
