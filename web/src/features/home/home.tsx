// SPDX-License-Identifier: Apache-2.0
// What waits for the user, where the year stands, and the doors that are open to him.
import { CompassOutlined } from '@ant-design/icons'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Act, Assessment, AssessmentRow, Device, Inbox, Paged, Reminder } from '../../api/types'
import { Loaded } from '../../components/loaded'
import { useCan, useMe } from '../../components/me'
import { Page } from '../../components/page'
import { Panel } from '../../components/panel'
import { YearBar } from '../../components/year-strip'
import { useText, type TextKey } from '../../i18n'
import { api } from '../../lib/api-client'
import { can } from '../../lib/authorization'
import { showInstant } from '../../lib/date'
import { Guide } from './guide'
import { guideOf, readGuide, writeGuide, type GuideState } from './guides'
import './home.css'
import { InboxPanel } from './inbox-panel'

const doors: { to: string; text: TextKey; act: Act | null }[] = [
  { to: '/regulations', text: 'home.readRegulations', act: 'view_regulations' },
  { to: '/regulations?state=draft', text: 'home.editDrafts', act: 'edit_regulations' },
  { to: '/runs', text: 'home.readResults', act: 'view_runs' },
  { to: '/what-if', text: 'home.whatIf', act: 'run_regulations' },
  { to: '/organisation/units', text: 'home.readUnits', act: 'view_organisation' },
  { to: '/organisation/persons', text: 'home.readPersons', act: 'view_persons' },
  { to: '/organisation/import', text: 'home.import', act: 'import_organisation' },
  { to: '/accounts', text: 'home.accounts', act: 'view_accounts' },
  { to: '/roles', text: 'home.roles', act: null },
  { to: '/audit', text: 'home.readAudit', act: 'view_audit' },
  { to: '/audit?verify=1', text: 'home.verifyAudit', act: 'verify_audit' },
]

export function Home() {
  const t = useText()
  const me = useMe()
  const canSeeYears = useCan('view_assessments')
  const steps = guideOf(me.grants.map((grant) => grant.role))
  const [guide, setGuide] = useState<GuideState>(() => readGuide(me.account.id))
  const inbox = useQuery({
    queryKey: ['inbox'],
    queryFn: ({ signal }) => api.get<Inbox>('/inbox', {}, signal),
    refetchOnWindowFocus: true,
  })

  function keepGuide(next: GuideState) {
    setGuide(next)
    writeGuide(me.account.id, next)
  }

  return (
    <Page
      title={t('home.title', { name: me.person.name })}
      extra={
        guide.isDismissed &&
        steps.length > 0 && (
          <Button
            icon={<CompassOutlined />}
            onClick={() => keepGuide({ ...guide, isDismissed: false })}
          >
            {t('guide.show')}
          </Button>
        )
      }
    >
      {!guide.isDismissed && steps.length > 0 && (
        <Guide steps={steps} state={guide} onChange={keepGuide} />
      )}
      <div className="home">
        <div className="home-main">
          <Loaded query={inbox}>{(data) => <InboxPanel inbox={data} />}</Loaded>
        </div>
        <div className="home-side">
          {canSeeYears && <Years />}
          <Reminders />
          <Panel title={t('inbox.doors')}>
            <ul className="plain-list">
              {doors
                .filter((door) => door.act === null || can(me, door.act))
                .map((door) => (
                  <li key={door.to}>
                    <Link to={door.to}>{t(door.text)}</Link>
                  </li>
                ))}
            </ul>
          </Panel>
          <Mine />
        </div>
      </div>
    </Page>
  )
}

// The strips of that many assessments are shown; the others stand in the list.
const yearsMax = 3

function Years() {
  const t = useText()
  const rows = useQuery({
    queryKey: ['assessments', 'home'],
    queryFn: ({ signal }) =>
      api.get<Paged<AssessmentRow>>('/assessments', { page_size: 20 }, signal),
  })
  const running = (rows.data?.items ?? []).filter(
    (row) => row.stage !== 'archived' && row.stage !== 'final',
  )
  const details = useQueries({
    queries: running.slice(0, yearsMax).map((row) => ({
      queryKey: ['assessment', row.id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<Assessment>(`/assessments/${row.id}`, {}, signal),
    })),
  })
  return (
    <Panel
      title={t('inbox.years')}
      extra={<Link to="/assessments">{t('inbox.all')}</Link>}
    >
      <Loaded query={rows}>
        {() =>
          running.length === 0 ? (
            <span className="muted">{t('inbox.noYears')}</span>
          ) : (
            details.map((detail, index) => {
              const row = running[index]!
              return (
                <div key={row.id} className="home-year">
                  <Link to={`/assessments/${row.id}`}>{row.title}</Link>
                  {detail.data ? (
                    <YearBar steps={detail.data.strip} />
                  ) : (
                    <div className="muted">{row.stage_title}</div>
                  )}
                </div>
              )
            })
          )
        }
      </Loaded>
    </Panel>
  )
}

function Reminders() {
  const t = useText()
  const queryClient = useQueryClient()
  const me = useMe()
  const reminders = useQuery({
    queryKey: ['reminders'],
    queryFn: ({ signal }) =>
      api.get<Paged<Reminder>>('/reminders', { unread: true, page_size: 5 }, signal),
  })

  async function read(reminder: Reminder) {
    await api.post(`/reminders/${reminder.id}/read`)
    await queryClient.invalidateQueries({ queryKey: ['reminders'] })
  }

  return (
    <Panel title={t('inbox.reminders')}>
      <Loaded query={reminders}>
        {(data) =>
          data.items.length === 0 ? (
            <span className="muted">{t('inbox.noReminders')}</span>
          ) : (
            <ul className="plain-list home-reminders">
              {data.items.map((reminder) => (
                <li key={reminder.id}>
                  <Link to={reminder.link}>{reminder.title}</Link>{' '}
                  <span className="muted">{reminder.detail}</span>
                  {!me.viewing_as && (
                    <Button type="link" size="small" onClick={() => void read(reminder)}>
                      {t('inbox.read')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}

function Mine() {
  const t = useText()
  const me = useMe()
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => api.get<Paged<Device>>('/session/devices', {}, signal),
  })
  const current = devices.data?.items.find((device) => device.is_current)
  return (
    <Panel title={t('home.mine')}>
      <div className="block">
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
      </div>
      <span className="muted">
        {t('home.signedIn')} {current ? showInstant(current.created_at) : '—'}
      </span>
    </Panel>
  )
}
