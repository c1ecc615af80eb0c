// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext } from 'react'
import type { Act, Me } from '../api/types'
import { can, mayWrite } from '../lib/authorization'

export const MeContext = createContext<Me | null>(null)

export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe outside a session')
  return me
}

export const useCan = (act: Act) => can(useMe(), act)
export const useMayWrite = (act: Act) => mayWrite(useMe(), act)
