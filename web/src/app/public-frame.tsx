// SPDX-License-Identifier: Apache-2.0
// The frame of pages that need no sign-in.
import { LoginOutlined } from '@ant-design/icons'
import { Button, Flex, Layout as AntLayout, Spin } from 'antd'
import { Link, Outlet, useNavigation } from 'react-router'
import { LanguageSwitch } from '../components/language-switch'
import { useText } from '../i18n'

export function PublicFrame() {
  const t = useText()
  const navigation = useNavigation()
  return (
    <AntLayout className="shell">
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <AntLayout.Header className="shell-header">
        <Flex align="center" gap="small" className="shell-brand">
          <Link to="/public" className="shell-name">
            <img src="/favicon.svg" alt="" width={26} height={26} />
            <strong>{t('app.name')}</strong>
          </Link>
          <span className="shell-city">{t('nav.notices')}</span>
        </Flex>
        <Flex align="center" gap={4}>
          <LanguageSwitch />
          <Button type="text" icon={<LoginOutlined />} href="/">
            {t('nav.toSignIn')}
          </Button>
        </Flex>
      </AntLayout.Header>
      <AntLayout.Content id="main" className="shell-content">
        <Spin spinning={navigation.state === 'loading'} delay={300}>
          <Outlet />
        </Spin>
      </AntLayout.Content>
    </AntLayout>
  )
}
