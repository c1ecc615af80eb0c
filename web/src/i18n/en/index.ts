// SPDX-License-Identifier: Apache-2.0
import { accounts } from './accounts'
import { assessments } from './assessments'
import { audit } from './audit'
import { documents } from './documents'
import { frame } from './frame'
import { inbox } from './inbox'
import { organisation } from './organisation'
import { process } from './process'
import { regulations } from './regulations'
import { reports } from './reports'
import { yearResults } from './results'
import { runs } from './runs'
import { session } from './session'
import { targets } from './targets'
import type { TextKey } from '../zh-CN'

export const en: Record<TextKey, string> = {
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
  ...reports,
  ...documents,
}
