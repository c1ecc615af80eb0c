// SPDX-License-Identifier: Apache-2.0
import {
  ApartmentOutlined,
  AuditOutlined,
  BookOutlined,
  CalculatorOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Card, Col, Descriptions, Row, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Act, Device, Paged } from '../../api/types'
import { useMe } from '../../components/me'
import { Page } from '../../components/page'
import { useText, type TextKey } from '../../i18n'
import { api } from '../../lib/api-client'
import { can } from '../../lib/authorization'
import { showInstant } from '../../lib/date'

interface Door {
  key: string
  title: TextKey
  icon: ReactNode
  links: { to: string; text: TextKey; act: Act | null }[]
}

const doors: Door[] = [
  {
    key: 'regulations',
    title: 'nav.regulations',
    icon: <BookOutlined />,
    links: [
      { to: '/regulations', text: 'home.readRegulations', act: 'view_regulations' },
      { to: '/regulations?state=draft', text: 'home.editDrafts', act: 'edit_regulations' },
    ],
  },
  {
    key: 'runs',
    title: 'nav.runs',
    icon: <CalculatorOutlined />,
    links: [
      { to: '/facts', text: 'home.uploadFacts', act: 'run_regulations' },
      { to: '/runs', text: 'home.readResults', act: 'view_runs' },
      { to: '/what-if', text: 'home.whatIf', act: 'run_regulations' },
    ],
  },
  {
    key: 'organisation',
    title: 'nav.organisation',
    icon: <ApartmentOutlined />,
    links: [
      { to: '/organisation/units', text: 'home.readUnits', act: 'view_organisation' },
      { to: '/organisation/persons', text: 'home.readPersons', act: 'view_persons' },
      { to: '/organisation/import', text: 'home.import', act: 'import_organisation' },
    ],
  },
  {
    key: 'accounts',
    title: 'nav.accounts',
    icon: <TeamOutlined />,
    links: [
      { to: '/accounts', text: 'home.accounts', act: 'view_accounts' },
      { to: '/roles', text: 'home.roles', act: null },
    ],
  },
  {
    key: 'audit',
    title: 'nav.audit',
    icon: <AuditOutlined />,
    links: [
      { to: '/audit', text: 'home.readAudit', act: 'view_audit' },
      { to: '/audit?verify=1', text: 'home.verifyAudit', act: 'verify_audit' },
    ],
  },
]

export function Home() {
  const t = useText()
  const me = useMe()
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => api.get<Paged<Device>>('/session/devices', {}, signal),
  })
  const current = devices.data?.items.find((device) => device.is_current)
  return (
    <Page title={t('home.title', { name: me.person.name })}>
      <Card size="small" className="block" title={t('home.mine')}>
        <Descriptions size="small" column={{ xs: 1, md: 2 }}>
          <Descriptions.Item label={t('home.grants')}>
            {me.grants.length === 0
              ? t('home.noGrants')
              : me.grants.map((grant, index) => (
                  <Tag key={index} className="wrap-tag">
                    {t(`role.${grant.role}`)} ·{' '}
                    {grant.unit ? (
                      <Link to={`/organisation/units/${grant.unit.id}`}>{grant.unit.name}</Link>
                    ) : (
                      t('grants.everything')
                    )}
                  </Tag>
                ))}
          </Descriptions.Item>
          <Descriptions.Item label={t('home.signedIn')}>
            {current ? showInstant(current.created_at) : '—'}
          </Descriptions.Item>
        </Descriptions>
      </Card>
      <Row gutter={[12, 12]}>
        {doors.map((door) => {
          const links = door.links.filter((link) => link.act === null || can(me, link.act))
          if (links.length === 0) return null
          return (
            <Col key={door.key} xs={24} md={12} xl={8}>
              <Card
                size="small"
                className="door"
                title={
                  <>
                    {door.icon} {t(door.title)}
                  </>
                }
              >
                <ul className="plain-list">
                  {links.map((link) => (
                    <li key={link.to}>
                      <Link to={link.to}>{t(link.text)}</Link>
                    </li>
                  ))}
                </ul>
              </Card>
            </Col>
          )
        })}
      </Row>
      <Typography.Paragraph className="muted foot-note">{t('home.note')}</Typography.Paragraph>
    </Page>
  )
}
