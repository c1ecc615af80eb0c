// SPDX-License-Identifier: Apache-2.0
import type { PublicationState } from '../../api/types'
import type { Tone } from '../../components/state-tag'

export const publicationTones: Record<PublicationState, Tone> = {
  notice: 'waiting',
  ended: 'working',
  final: 'done',
  archived: 'done',
  superseded: 'over',
}
