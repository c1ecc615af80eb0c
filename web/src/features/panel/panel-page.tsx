// SPDX-License-Identifier: Apache-2.0
// Whom the user was appointed to score: cards, because most panel members hold a phone.
import { CheckCircleFilled, RightOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Empty, Flex, Pagination, Progress, Segmented } from 'antd'
import { Link } from 'react-router'
import type { Paged, PanelSheetRow } from '../../api/types'
import { AssessmentSelect } from '../../components/assessment-select'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import '../../components/work.css'

export const panelSheetPath = (row: PanelSheetRow) =>
  `/panel/${row.assessment.id}/${encodeURIComponent(row.kind)}/${row.assessee.id}`

export function PanelPage() {
  const t = useText()
  return (
    <Guard act="score_panel">
      <Page title={t('nav.panel')}>
        <Sheets />
      </Page>
    </Guard>
  )
}

function Sheets() {
  const t = useText()
  const list = useListState({ state: 'open' })
  const filter = {
    assessment_id: list.get('assessment'),
    state: list.get('state') === 'all' ? null : list.get('state'),
    page: list.page,
    page_size: list.pageSize,
  }
  const sheets = useQuery({
    queryKey: ['panel', 'sheets', filter],
    queryFn: ({ signal }) => api.get<Paged<PanelSheetRow>>('/panel/sheets', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, sheets.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <Segmented
          value={list.get('state')}
          onChange={(state) => list.set({ state })}
          options={(['open', 'submitted', 'all'] as const).map((state) => ({
            value: state,
            label: t(`panel.state.${state}`),
          }))}
        />
        <AssessmentSelect
          allowClear
          value={filter.assessment_id}
          onChange={(assessment) => list.set({ assessment })}
        />
      </Flex>
      <Loaded
        query={sheets}
        isEmpty={(data) => data.total === 0}
        empty={
          <Empty description={t(list.get('state') === 'open' ? 'panel.noneOpen' : 'panel.none')} />
        }
      >
        {(data) => (
          <>
            <ul className="panel-sheets">
              {data.items.map((row) => (
                <li key={panelSheetPath(row)}>
                  <Link to={panelSheetPath(row)} className="framed panel-sheet">
                    <span className="panel-sheet-name">
                      <strong>{row.assessee.name}</strong>
                      <span className="muted small">
                        {row.title} · {row.assessment.title}
                        {row.due && ` · ${t('panel.due', { day: row.due })}`}
                      </span>
                    </span>
                    {row.is_submitted ? (
                      <span className="met">
                        <CheckCircleFilled aria-hidden /> {t('panel.submitted')}
                      </span>
                    ) : (
                      <span className="panel-sheet-progress">
                        <Progress
                          size="small"
                          showInfo={false}
                          percent={row.total > 0 ? (row.done * 100) / row.total : 0}
                        />
                        <span className="decimal small">
                          {row.done}/{row.total}
                        </span>
                      </span>
                    )}
                    <RightOutlined aria-hidden />
                  </Link>
                </li>
              ))}
            </ul>
            <Pagination {...pagination} size="small" align="end" />
          </>
        )}
      </Loaded>
    </>
  )
}
