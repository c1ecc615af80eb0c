// SPDX-License-Identifier: Apache-2.0
import { LockOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Act } from '../api/types'
import { can } from '../lib/authorization'
import { useText } from '../i18n'
import { useMe } from './me'
import { Notice } from './notice'

// A page that the user's roles do not open says so, instead of asking and being refused.
export function Guard({ act, children }: { act: Act; children: ReactNode }) {
  const t = useText()
  const me = useMe()
  if (can(me, act)) return <>{children}</>
  return (
    <Notice
      icon={<LockOutlined />}
      title={t('error.forbidden')}
      action={<Link to="/">{t('nav.home')}</Link>}
    >
      {t('error.forbiddenHint')}
    </Notice>
  )
}
