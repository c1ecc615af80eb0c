// SPDX-License-Identifier: Apache-2.0
// What stands open to everybody: results under notice and targets to comment on. No sign-in.
import { RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Empty } from 'antd'
import { Link } from 'react-router'
import type { Notice, Schemas } from '../../api/types'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import '../../components/work.css'

type Targets = Schemas['PublicTargets']

export function NoticesPage() {
  const t = useText()
  const notices = useQuery({
    queryKey: ['public', 'notices'],
    queryFn: ({ signal }) => api.get<{ items: Notice[] }>('/public/notices', {}, signal),
  })
  const targets = useQuery({
    queryKey: ['public', 'targets'],
    queryFn: ({ signal }) => api.get<{ items: Targets[] }>('/public/targets', {}, signal),
  })
  return (
    <Page title={t('nav.notices')}>
      <h2>{t('public.results')}</h2>
      <Loaded
        query={notices}
        isEmpty={(data) => data.items.length === 0}
        empty={<Empty description={t('public.noResults')} />}
      >
        {(data) => (
          <ul className="panel-sheets">
            {data.items.map((notice) => (
              <li key={notice.id}>
                <Link to={`/public/notices/${notice.id}`} className="framed panel-sheet">
                  <span className="panel-sheet-name">
                    <strong>{t('public.noticeTitle', { title: notice.title })}</strong>
                    <span className="muted small">
                      {t('public.period', { from: notice.notice_from, to: notice.notice_until })}
                      {' · '}
                      {t('publication.daysLeft', { days: notice.working_days_left })}
                      {notice.revision > 1 &&
                        ` · ${t('publication.revisionNumber', { revision: notice.revision })}`}
                    </span>
                  </span>
                  <RightOutlined aria-hidden />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <h2>{t('public.targets')}</h2>
      <Loaded
        query={targets}
        isEmpty={(data) => data.items.length === 0}
        empty={<Empty description={t('public.noTargets')} />}
      >
        {(data) => (
          <ul className="panel-sheets">
            {data.items.map((item) => (
              <li key={item.assessment.id}>
                <Link to={`/public/targets/${item.assessment.id}`} className="framed panel-sheet">
                  <span className="panel-sheet-name">
                    <strong>{item.assessment.title}</strong>
                    <span className="muted small">
                      {t('public.commentUntil', { day: item.comment_until })}
                    </span>
                  </span>
                  <RightOutlined aria-hidden />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}
