// SPDX-License-Identifier: Apache-2.0
// Who is there: nobody (sign in), somebody who must choose a password first, or a user. When a
// session ends in the middle of work a dialog signs in again and the work stays as it is.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Me } from '../api/types'
import { MeContext } from '../components/me'
import { ErrorPanel } from '../components/error-panel'
import { ChangePassword } from '../features/session/change-password'
import { SignInForm } from '../features/session/sign-in-form'
import { SignInFrame } from '../features/session/sign-in-frame'
import { useText } from '../i18n'
import { ApiError, onSessionEnd, request, setCsrfToken } from '../lib/api-client'
import { Layout } from './layout'
import { RootLoading } from './root-states'

async function readSession(): Promise<Me | null> {
  try {
    const me = await request<Me>('GET', '/session', { isSignIn: true })
    setCsrfToken(me.csrf_token)
    return me
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

export function Session() {
  const t = useText()
  const queryClient = useQueryClient()
  const session = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity })
  const [isRenewing, setRenewing] = useState(false)
  const renewed = useRef<(() => void) | null>(null)

  const enter = useCallback(
    (me: Me) => {
      setCsrfToken(me.csrf_token)
      queryClient.setQueryData(['session'], me)
    },
    [queryClient],
  )

  useEffect(() => {
    onSessionEnd(
      () =>
        new Promise<void>((resolve) => {
          renewed.current = resolve
          setRenewing(true)
        }),
    )
    return () => onSessionEnd(null)
  }, [])

  const me = session.data
  if (session.isError) {
    return <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />
  }
  if (me === undefined) return <RootLoading />
  if (me === null) {
    return (
      <SignInFrame>
        <SignInForm
          onDone={(next) => {
            // Nothing that somebody else read here before stays.
            queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
            enter(next)
          }}
        />
      </SignInFrame>
    )
  }
  if (me.must_change_password) {
    return (
      <SignInFrame city={me.city}>
        <ChangePassword me={me} isForced onDone={enter} />
      </SignInFrame>
    )
  }

  function renew(next: Me) {
    // Somebody else sits here now: nothing of the former user's screen may stay.
    if (next.account.id !== me?.account.id) {
      window.location.assign('/')
      return
    }
    enter(next)
    setRenewing(false)
    renewed.current?.()
    renewed.current = null
  }

  return (
    <MeContext value={me}>
      <Layout me={me} onSession={enter} />
      <Modal
        open={isRenewing}
        title={t('signIn.renewTitle')}
        footer={null}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        width={420}
        destroyOnHidden
      >
        <p>{t('signIn.renewText')}</p>
        <SignInForm login={me.account.login} onDone={renew} />
      </Modal>
    </MeContext>
  )
}
