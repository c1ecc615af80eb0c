// SPDX-License-Identifier: Apache-2.0
// How every assessee stands against the calendar at the end of a period, and what the office has to say.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Input, Select, Table } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Assessment, ReviewPage as Review, ReviewRow } from '../../api/types'
import { assessmentFieldsQuery } from '../../components/assessment-fields'
import { AssessmentFrame } from '../../components/assessment-frame'
import { DecimalText } from '../../components/decimal-text'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { LightTag, lights, type Light } from '../../components/light-tag'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api, isConflict } from '../../lib/api-client'
import { today } from '../../lib/date'
import { lastPeriod, periodChoices } from './periods'

export function ReviewPage() {
  const { id = '' } = useParams()
  return (
    <Guard act="view_process">
      <AssessmentFrame id={id} current="review">
        {(assessment) => <Levels assessment={assessment} />}
      </AssessmentFrame>
    </Guard>
  )
}

function Levels({ assessment }: { assessment: Assessment }) {
  const t = useText()
  const fields = useQuery(assessmentFieldsQuery(assessment.id))
  return (
    <Loaded
      query={fields}
      isEmpty={(data) => periodChoices(data.items).length === 0}
      empty={<Empty description={t('review.nothing')} />}
    >
      {(data) => <Rows assessment={assessment} levels={periodChoices(data.items)} />}
    </Loaded>
  )
}

function Rows({
  assessment,
  levels,
}: {
  assessment: Assessment
  levels: ReturnType<typeof periodChoices>
}) {
  const t = useText()
  const list = useListState()
  const level = levels.find((item) => item.level === list.get('level')) ?? levels[0]!
  const period = list.get('period') || String(lastPeriod(level.periods, assessment.year, today()))
  const filter = {
    level: level.level,
    period,
    light: list.get('light'),
    query: list.get('query'),
    page: list.page,
    page_size: list.pageSize,
  }
  const review = useQuery({
    queryKey: ['review', assessment.id, filter],
    queryFn: ({ signal }) =>
      api.get<Review>(`/assessments/${assessment.id}/review`, filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, review.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap className="filters" align="center">
        {levels.length > 1 && (
          <Select
            className="filter-short"
            aria-label={t('review.level')}
            value={level.level}
            onChange={(next: string) => list.set({ level: next, period: null })}
            options={levels.map((item) => ({ value: item.level, label: item.level }))}
          />
        )}
        <Select
          className="filter-short"
          aria-label={t('review.period')}
          value={period}
          onChange={(next: string) => list.set({ period: next })}
          options={level.periods.map((title, index) => ({ value: String(index), label: title }))}
        />
        <Select
          className="filter-select"
          allowClear
          placeholder={t('review.light')}
          aria-label={t('review.light')}
          value={(filter.light || undefined) as Light | undefined}
          onChange={(light?: Light) => list.set({ light })}
          options={lights.map((light) => ({ value: light, label: t(`light.${light}`) }))}
        />
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('assessees.search')}
          onSearch={(query) => list.set({ query })}
        />
      </Flex>
      <Loaded
        query={review}
        isEmpty={(data) => data.total === 0}
        empty={<Empty description={t('review.none')} />}
      >
        {(data) => (
          <>
            <Flex gap="middle" wrap className="block">
              {lights.map((light) => (
                <LightTag key={light} light={light} count={data.lights[light]} />
              ))}
            </Flex>
            <Table
              size="small"
              rowKey={(row) => row.assessee.id}
              dataSource={data.items}
              loading={review.isPlaceholderData}
              pagination={pagination}
              scroll={{ x: 'max-content' }}
              expandable={{
                expandedRowRender: (row) => <Items row={row} />,
                rowExpandable: (row) => row.items.length > 0,
              }}
              columns={[
                {
                  title: t('assessees.name'),
                  fixed: 'left',
                  render: (_, row) => (
                    <Link
                      to={`/reporting/${assessment.id}/${row.assessee.id}/${encodeURIComponent(level.level)}/${period}`}
                    >
                      {row.assessee.name}
                    </Link>
                  ),
                },
                {
                  title: t('review.progress'),
                  render: (_, row) => (
                    <Flex gap="small" wrap>
                      {lights
                        .filter((light) => row.lights[light] > 0)
                        .map((light) => (
                          <LightTag key={light} light={light} count={row.lights[light]} />
                        ))}
                    </Flex>
                  ),
                },
                {
                  title: t('review.behind'),
                  className: 'text-cell',
                  render: (_, row) =>
                    row.items
                      .filter((item) => item.light === 'red')
                      .map((item) => item.label)
                      .join(' · ') || '—',
                },
                {
                  title: t('review.remark'),
                  className: 'text-cell',
                  render: (_, row) => (
                    <Remark
                      key={row.assessee.id}
                      assessmentId={assessment.id}
                      level={level.level}
                      period={period}
                      row={row}
                    />
                  ),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  )
}

function Items({ row }: { row: ReviewRow }) {
  const t = useText()
  return (
    <Table
      size="small"
      rowKey="field"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={row.items}
      columns={[
        {
          title: t('review.item'),
          className: 'text-cell',
          render: (_, item) => item.label,
        },
        {
          title: t('review.value'),
          align: 'right',
          render: (_, item) => <DecimalText value={item.value} />,
        },
        {
          title: t('review.target'),
          align: 'right',
          render: (_, item) => <DecimalText value={item.target} />,
        },
        { title: t('fields.unit'), render: (_, item) => item.unit || '—' },
        {
          title: t('review.progress'),
          render: (_, item) => <LightTag light={item.light} text={item.text} />,
        },
      ]}
    />
  )
}

function Remark({
  assessmentId,
  level,
  period,
  row,
}: {
  assessmentId: string
  level: string
  period: string
  row: ReviewRow
}) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const canRemark = useMayWrite('manage_assessments')
  const [text, setText] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)

  async function save() {
    setSaving(true)
    try {
      await api.put(`/assessments/${assessmentId}/review`, {
        assessee_id: row.assessee.id,
        level,
        period: parseInt(period, 10),
        remark: text,
        version: row.version,
      })
      setText(null)
      await queryClient.invalidateQueries({ queryKey: ['review', assessmentId] })
    } catch (error) {
      // What the other one wrote comes into view; what was typed here stays in the box.
      if (isConflict(error)) {
        const theirs = error.current as ReviewRow
        void message.warning(t('review.conflict', { by: theirs.remark_by ?? '', text: theirs.remark }))
        await queryClient.invalidateQueries({ queryKey: ['review', assessmentId] })
      } else {
        void message.error(messageOf(error, t))
      }
    } finally {
      setSaving(false)
    }
  }

  if (text === null) {
    return (
      <>
        {row.remark && (
          <div>
            {row.remark} <span className="muted">{row.remark_by}</span>
          </div>
        )}
        {canRemark && (
          <Button type="link" size="small" className="cell-link" onClick={() => setText(row.remark)}>
            {t(row.remark ? 'common.edit' : 'review.addRemark')}
          </Button>
        )}
      </>
    )
  }
  return (
    <Flex vertical gap={4}>
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={2000}
        value={text}
        aria-label={`${t('review.remark')} ${row.assessee.name}`}
        onChange={(event) => setText(event.target.value)}
      />
      <Flex gap={6}>
        <Button size="small" type="primary" loading={isSaving} onClick={() => void save()}>
          {t('common.save')}
        </Button>
        <Button size="small" onClick={() => setText(null)}>
          {t('common.cancel')}
        </Button>
      </Flex>
    </Flex>
  )
}
