// SPDX-License-Identifier: Apache-2.0
import type { MeasurementStateName } from '../api/types'
import { StateTag, type Tone } from './state-tag'

const tones: Record<MeasurementStateName, Tone> = {
  missing: 'idle',
  draft: 'working',
  submitted: 'waiting',
  returned: 'returned',
  verified: 'done',
}

export function MeasurementState({ state, title }: { state: MeasurementStateName; title: string }) {
  return <StateTag tone={tones[state]}>{title}</StateTag>
}
