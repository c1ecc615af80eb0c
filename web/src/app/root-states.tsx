// SPDX-License-Identifier: Apache-2.0
import { Button, Flex, Result, Spin } from 'antd'
import { Link } from 'react-router'
import { useText } from '../i18n'

export function RootLoading() {
  const t = useText()
  return (
    <Flex className="root-loading" justify="center" align="center">
      <Spin size="large" aria-label={t('common.loading')} />
    </Flex>
  )
}

// A page that could not be drawn, or a chunk that a newer release has replaced.
export function RootError() {
  const t = useText()
  return (
    <Result
      status="warning"
      title={t('error.title')}
      subTitle={t('error.page')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('common.reload')}
        </Button>
      }
    />
  )
}

export function NotFound() {
  const t = useText()
  return (
    <Result
      status="404"
      title={t('error.notFound')}
      subTitle={t('error.notFoundHint')}
      extra={<Link to="/">{t('nav.home')}</Link>}
    />
  )
}
