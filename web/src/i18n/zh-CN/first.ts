// SPDX-License-Identifier: Apache-2.0
// The texts of the frame, the sign-in and the home page; those of other pages come with the first of
// them.
import { frame } from './frame'
import { inbox } from './inbox'
import { session } from './session'

export const first = { ...frame, ...session, ...inbox }
