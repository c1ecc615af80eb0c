// SPDX-License-Identifier: Apache-2.0
import {
  ApartmentOutlined,
  AuditOutlined,
  BookOutlined,
  CalculatorOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  FlagOutlined,
  FormOutlined,
  HomeOutlined,
  LogoutOutlined,
  MenuOutlined,
  TeamOutlined,
  TrophyOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Alert, Button, Drawer, Dropdown, Flex, Grid, Layout as AntLayout, Menu, Spin, App } from 'antd'
import type { MenuProps } from 'antd'
import { useState } from 'react'
import { Link, Outlet, useLocation, useNavigate, useNavigation } from 'react-router'
import type { Me } from '../api/types'
import { messageOf } from '../components/error-panel'
import { LanguageSwitch } from '../components/language-switch'
import { useText, type TextKey } from '../i18n'
import { api } from '../lib/api-client'
import { can } from '../lib/authorization'
import { sections, type Section } from '../config/sections'

const icons: Record<Section['key'], React.ReactNode> = {
  home: <HomeOutlined />,
  assessments: <FlagOutlined />,
  process: <FormOutlined />,
  results: <TrophyOutlined />,
  reports: <FileSearchOutlined />,
  documents: <FileTextOutlined />,
  regulations: <BookOutlined />,
  runs: <CalculatorOutlined />,
  organisation: <ApartmentOutlined />,
  accounts: <TeamOutlined />,
  audit: <AuditOutlined />,
}

function menuItems(me: Me, t: (key: TextKey) => string): MenuProps['items'] {
  return sections.flatMap((section): NonNullable<MenuProps['items']> => {
    const pages = section.pages.filter(
      (page) => page.acts.length === 0 || page.acts.some((act) => can(me, act)),
    )
    if (pages.length === 0) return []
    const items = pages.map((page) => ({
      key: page.path,
      label: <Link to={page.path}>{t(page.name)}</Link>,
    }))
    if (section.isSingle) return [{ ...items[0]!, icon: icons[section.key] }]
    return [
      { key: section.key, label: t(section.name), icon: icons[section.key], children: items },
    ]
  })
}

// Pages whose address begins otherwise than that of their entry in the menu.
const elsewhere: Record<string, string> = {
  '/regulation-versions': '/regulations',
  '/computations': '/assessments',
  '/publications': '/assessments',
}

// The page that an address belongs to: /runs/7 is of /runs.
function currentKey(path: string): string {
  if (path === '/') return '/'
  const pages = sections.flatMap((section) => section.pages.map((page) => page.path))
  const other = Object.keys(elsewhere).find((prefix) => path.startsWith(prefix))
  if (other) return elsewhere[other]!
  const found = pages.filter((page) => page !== '/' && path.startsWith(page))
  return found.sort((a, b) => b.length - a.length)[0] ?? ''
}

export function Layout({ me, onSession }: { me: Me; onSession: (me: Me) => void }) {
  const t = useText()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const location = useLocation()
  const navigation = useNavigation()
  const isWide = Grid.useBreakpoint().lg ?? true
  const [isOpen, setOpen] = useState(false)

  async function signOut() {
    try {
      await api.remove('/session')
    } catch (error) {
      void message.error(messageOf(error, t))
      return
    }
    // A fresh page: nothing of this user stays in memory.
    window.location.assign('/')
  }

  async function stopViewing() {
    try {
      onSession(await api.remove<Me>('/session/view-as'))
      window.location.assign('/')
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }

  const roles = [...new Set(me.grants.map((grant) => grant.role))]
  const roleText = roles.map((role) => t(`role.${role}`)).join(' · ')
  const current = currentKey(location.pathname)
  const unfolded = sections.filter(
    (section) => !section.isFolded || section.pages.some((page) => page.path === current),
  )
  const menu = (
    <Menu
      mode="inline"
      selectedKeys={[current]}
      defaultOpenKeys={unfolded.map((section) => section.key)}
      items={menuItems(me, t)}
      onClick={() => setOpen(false)}
    />
  )
  return (
    <AntLayout className="shell">
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <AntLayout.Header className="shell-header">
        <Flex align="center" gap="small" className="shell-brand">
          {!isWide && (
            <Button
              type="text"
              icon={<MenuOutlined />}
              aria-label={t('nav.menu')}
              onClick={() => setOpen(true)}
            />
          )}
          <Link to="/" className="shell-name">
            <img src="/favicon.svg" alt="" width={26} height={26} />
            <strong>{t('app.name')}</strong>
          </Link>
          <span className="shell-city" title={me.city}>
            {me.city}
          </span>
        </Flex>
        <Flex align="center" gap={4}>
          <LanguageSwitch />
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                {
                  key: 'who',
                  type: 'group',
                  label: (
                    <>
                      <div>{me.account.login}</div>
                      <div>{roleText}</div>
                    </>
                  ),
                },
                {
                  key: 'me',
                  icon: <UserOutlined />,
                  label: t('nav.me'),
                  onClick: () => void navigate('/me'),
                },
                {
                  key: 'out',
                  icon: <LogoutOutlined />,
                  label: t('nav.signOut'),
                  onClick: () => void signOut(),
                },
              ],
            }}
          >
            <Button type="text" icon={<UserOutlined />} aria-label={t('nav.user')}>
              <span className="shell-user">{me.person.name}</span>
              {isWide && roles[0] && <span className="muted">{t(`role.${roles[0]}`)}</span>}
            </Button>
          </Dropdown>
        </Flex>
      </AntLayout.Header>
      {me.viewing_as && (
        <Alert
          banner
          type="warning"
          title={t('viewAs.banner', { name: me.viewing_as.name })}
          action={
            <Button size="small" onClick={() => void stopViewing()}>
              {t('viewAs.stop')}
            </Button>
          }
        />
      )}
      <AntLayout>
        {isWide ? (
          <AntLayout.Sider width={196} className="shell-sider">
            <nav aria-label={t('nav.menu')}>{menu}</nav>
          </AntLayout.Sider>
        ) : (
          <Drawer
            open={isOpen}
            placement="left"
            size={260}
            title={me.city}
            onClose={() => setOpen(false)}
            styles={{ body: { padding: 0 } }}
          >
            <nav aria-label={t('nav.menu')}>{menu}</nav>
          </Drawer>
        )}
        <AntLayout.Content id="main" className="shell-content">
          <Spin spinning={navigation.state === 'loading'} delay={300}>
            <Outlet />
          </Spin>
        </AntLayout.Content>
      </AntLayout>
    </AntLayout>
  )
}
