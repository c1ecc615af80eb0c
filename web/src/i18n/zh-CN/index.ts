// SPDX-License-Identifier: Apache-2.0
import { accounts } from './accounts'
import { assessments } from './assessments'
import { audit } from './audit'
import { documents } from './documents'
import { first } from './first'
import { organisation } from './organisation'
import { process } from './process'
import { regulations } from './regulations'
import { reports } from './reports'
import { yearResults } from './results'
import { runs } from './runs'
import { targets } from './targets'

export const zh = {
  ...first,
  ...organisation,
  ...accounts,
  ...regulations,
  ...runs,
  ...audit,
  ...assessments,
  ...targets,
  ...process,
  ...yearResults,
  ...reports,
  ...documents,
}

export type TextKey = keyof typeof zh
