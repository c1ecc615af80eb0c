// SPDX-License-Identifier: Apache-2.0
import { useEffect, type ReactNode } from 'react'
import { LanguageSwitch } from '../../components/language-switch'
import { useText } from '../../i18n'

export function SignInFrame({ city, children }: { city?: string; children: ReactNode }) {
  const t = useText()
  useEffect(() => {
    document.title = t('app.fullName')
  })
  return (
    <main className="sign-in">
      <div className="sign-in-corner">
        <LanguageSwitch />
      </div>
      <div className="sign-in-head">
        <img src="/favicon.svg" alt="" width={44} height={44} />
        <h1>{t('app.fullName')}</h1>
        <p className="muted">{city ?? t('app.motto')}</p>
      </div>
      <div className="sign-in-card framed">{children}</div>
    </main>
  )
}
