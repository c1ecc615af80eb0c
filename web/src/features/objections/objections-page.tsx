// SPDX-License-Identifier: Apache-2.0
// Objections (申诉) to published figures: those one raised, has to handle, or may see.
import { PlusOutlined, RightOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Empty, Flex, Pagination, Segmented } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Objection, ObjectionState, Paged } from '../../api/types'
import { AssessmentSelect } from '../../components/assessment-select'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { StateTag, type Tone } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { RaiseDrawer } from './raise-drawer'
import '../../components/work.css'

const states: readonly ObjectionState[] = ['open', 'assigned', 'upheld', 'not_upheld']
export const objectionTones: Record<ObjectionState, Tone> = {
  open: 'returned',
  assigned: 'waiting',
  upheld: 'done',
  not_upheld: 'over',
}

export function ObjectionsPage() {
  const t = useText()
  const mayRaise = useMayWrite('raise_objections')
  const [search, setSearch] = useSearchParams()
  // A figure of a scorecard that somebody objects to.
  const publication = search.get('publication') ?? undefined
  const [isRaising, setRaising] = useState(publication !== undefined)
  function close() {
    setRaising(false)
    setSearch(
      (old) => {
        const next = new URLSearchParams(old)
        for (const name of ['publication', 'assessee', 'column']) next.delete(name)
        return next
      },
      { replace: true },
    )
  }
  return (
    <Guard act="view_process">
      <Page
        title={t('nav.objections')}
        extra={
          mayRaise && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setRaising(true)}>
              {t('objections.raise')}
            </Button>
          )
        }
      >
        <Objections />
        {isRaising && mayRaise && (
          <RaiseDrawer
            publicationId={publication}
            assesseeId={search.get('assessee') ?? undefined}
            column={search.get('column') ?? undefined}
            onClose={close}
          />
        )}
      </Page>
    </Guard>
  )
}

function Objections() {
  const t = useText()
  const list = useListState()
  const filter = {
    assessment_id: list.get('assessment'),
    state: list.get('state'),
    mine: list.get('mine') === '1' ? true : null,
    page: list.page,
    page_size: list.pageSize,
  }
  const objections = useQuery({
    queryKey: ['objections', filter],
    queryFn: ({ signal }) => api.get<Paged<Objection>>('/objections', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, objections.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <div className="scroll-x">
          <Segmented
            value={filter.state}
            onChange={(state) => list.set({ state })}
            options={[
              { value: '', label: t('events.all') },
              ...states.map((state) => ({ value: state, label: t(`objections.state.${state}`) })),
            ]}
          />
        </div>
        <AssessmentSelect
          allowClear
          value={filter.assessment_id}
          onChange={(assessment) => list.set({ assessment })}
        />
        <Checkbox
          checked={filter.mine === true}
          onChange={(event) => list.set({ mine: event.target.checked ? '1' : null })}
        >
          {t('objections.mine')}
        </Checkbox>
      </Flex>
      <Loaded
        query={objections}
        isEmpty={(data) => data.total === 0}
        empty={<Empty description={t('objections.none')} />}
      >
        {(data) => (
          <>
            <ul className="panel-sheets">
              {data.items.map((item) => (
                <li key={item.id}>
                  <Link to={`/objections/${item.id}`} className="framed panel-sheet">
                    <span className="panel-sheet-name">
                      <span>
                        <StateTag tone={objectionTones[item.state]}>{item.state_title}</StateTag>
                        <strong>
                          {item.assessee.name} · {item.column_title} {item.value}
                        </strong>
                      </span>
                      <span className="objection-text">{item.text}</span>
                      <span className="muted small">
                        {item.assessment.title} · {item.raised_by} {showInstant(item.raised_at)}
                        {item.handler &&
                          ` · ${t('objections.handledBy', { name: item.handler.name })}`}
                      </span>
                    </span>
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
