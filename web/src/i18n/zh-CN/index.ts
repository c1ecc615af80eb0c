// SPDX-License-Identifier: Apache-2.0
import { accounts } from './accounts'
import { audit } from './audit'
import { frame } from './frame'
import { organisation } from './organisation'
import { regulations } from './regulations'
import { runs } from './runs'
import { session } from './session'

export const zh = {
  ...frame,
  ...session,
  ...organisation,
  ...accounts,
  ...regulations,
  ...runs,
  ...audit,
}

export type TextKey = keyof typeof zh
