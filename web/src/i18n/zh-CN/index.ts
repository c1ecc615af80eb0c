// SPDX-License-Identifier: Apache-2.0
import { accounts } from './accounts'
import { assessments } from './assessments'
import { audit } from './audit'
import { frame } from './frame'
import { inbox } from './inbox'
import { organisation } from './organisation'
import { process } from './process'
import { regulations } from './regulations'
import { yearResults } from './results'
import { runs } from './runs'
import { session } from './session'
import { targets } from './targets'

export const zh = {
  ...frame,
  ...session,
  ...organisation,
  ...accounts,
  ...regulations,
  ...runs,
  ...audit,
  ...inbox,
  ...assessments,
  ...targets,
  ...process,
  ...yearResults,
}

export type TextKey = keyof typeof zh
