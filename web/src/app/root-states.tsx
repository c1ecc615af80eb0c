// SPDX-License-Identifier: Apache-2.0
import { SearchOutlined, WarningOutlined } from '@ant-design/icons'
import { Button, Flex, Spin } from 'antd'
import { Link } from 'react-router'
import { Notice } from '../components/notice'
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
    <Notice
      icon={<WarningOutlined />}
      title={t('error.title')}
      action={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('common.reload')}
        </Button>
      }
    >
      {t('error.page')}
    </Notice>
  )
}

export function NotFound() {
  const t = useText()
  return (
    <Notice
      icon={<SearchOutlined />}
      title={t('error.notFound')}
      action={<Link to="/">{t('nav.home')}</Link>}
    >
      {t('error.notFoundHint')}
    </Notice>
  )
}
