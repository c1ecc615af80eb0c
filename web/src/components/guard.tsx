// SPDX-License-Identifier: Apache-2.0
import { Result } from 'antd'
import type { ReactNode } from 'react'
import type { Act } from '../api/types'
import { can } from '../lib/authorization'
import { useText } from '../i18n'
import { useMe } from './me'

// A page that the user's roles do not open says so, instead of asking and being refused.
export function Guard({ act, children }: { act: Act; children: ReactNode }) {
  const t = useText()
  const me = useMe()
  if (can(me, act)) return <>{children}</>
  return <Result status="403" title={t('error.forbidden')} subTitle={t('error.forbiddenHint')} />
}
