// SPDX-License-Identifier: Apache-2.0
import { QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect, useState } from 'react'
import { RouterProvider } from 'react-router'
import { useLanguage } from '../i18n'
import { makeQueryClient } from '../lib/query-client'
import { styleNonce } from '../lib/style-nonce'
import { makeRouter } from './router'
import { theme } from './theme'

export function Provider() {
  const language = useLanguage()
  const [queryClient] = useState(makeQueryClient)
  const [router] = useState(makeRouter)
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn')
  // The server's texts come in the language asked for: ask again.
  useEffect(() => {
    void queryClient.invalidateQueries()
  }, [language, queryClient])
  return (
    <ConfigProvider
      locale={language === 'en' ? enUS : zhCN}
      theme={theme}
      csp={{ nonce: styleNonce() }}
      button={{ autoInsertSpace: false }}
    >
      <App>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}
