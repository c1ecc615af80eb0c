// SPDX-License-Identifier: Apache-2.0
import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Col, Flex, Form, Row, Select, Statistic, Table, Tabs, Tag } from 'antd'
import { lazy, Suspense, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { Comparison, ComparisonRow, Standing } from '../../api/types'
import { changeBars } from '../../charts/change-bars'
import { DecimalText } from '../../components/decimal-text'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Page } from '../../components/page'
import { pagesOf } from '../../components/paged'
import { useText, type Translate } from '../../i18n'
import { api } from '../../lib/api-client'
import { compareDecimals, groupDigits, negateDecimal, addDecimals, signOf, withSign } from '../../lib/decimal'
import { saveText, toCsv } from '../../lib/download'
import { OverridesEditor, toOverrides, type OverrideDraft } from './overrides'
import {
  choiceOf,
  factsSetsQuery,
  regulationListQuery,
  regulationVersionsQuery,
  useVersions,
  versionChoices,
} from './queries'

const Chart = lazy(async () => ({ default: (await import('../../charts/chart')).Chart }))

interface Values {
  before: string
  after: string
  facts_set_id: string
  overrides: OverrideDraft[]
}

export function WhatIfPage() {
  const t = useText()
  return (
    <Guard act="run_regulations">
      <Page title={t('nav.whatIf')}>
        <WhatIf />
      </Page>
    </Guard>
  )
}

function WhatIf() {
  const t = useText()
  const [search] = useSearchParams()
  const [form] = Form.useForm<Values>()
  const regulations = useQuery(regulationListQuery)
  const asked = search.get('version_id')
  const given = useVersions(asked ? [asked] : [])
  const listed = versionChoices(regulations.data?.items ?? [])
  // An older version that the user comes from is no longer in the list.
  const versions = [
    ...listed,
    ...[...given.values()].filter((item) => !listed.some((other) => other.value === item.value)),
  ]
  const before = Form.useWatch('before', form) ?? search.get('version_id') ?? undefined
  const after = Form.useWatch('after', form) ?? before
  const regulationId = versions.find((item) => item.value === before)?.regulationId
  const facts = useQuery({ ...factsSetsQuery(regulationId), enabled: regulationId !== undefined })
  const compare = useMutation({
    mutationFn: (values: Values) =>
      api.post<Comparison>('/comparisons', {
        before: { version_id: values.before },
        after: {
          version_id: values.after ?? values.before,
          overrides: toOverrides(values.overrides),
        },
        facts_set_id: values.facts_set_id,
      }),
  })
  const regulation = useQuery(regulationVersionsQuery(regulationId)).data
  const ofRegulation = regulation?.versions?.map((row) => choiceOf(regulation, row)) ?? []
  return (
    <>
      <Card size="small" className="block">
        <p className="muted">{t('whatIf.intro')}</p>
        <Form
          form={form}
          layout="vertical"
          initialValues={{
            before: search.get('version_id') ?? undefined,
            after: search.get('version_id') ?? undefined,
            facts_set_id: search.get('facts_set_id') ?? undefined,
            overrides: [{}],
          }}
          onFinish={(values) => compare.mutate(values)}
        >
          <Row gutter={16}>
            <Col xs={24} md={12} xl={8}>
              <Form.Item
                name="before"
                label={t('whatIf.before')}
                rules={[{ required: true, message: t('common.needed') }]}
              >
                <Select
                  showSearch={{ optionFilterProp: 'label' }}
                  options={versions}
                  onChange={(id: string) =>
                    form.setFieldsValue({ after: id, facts_set_id: undefined })
                  }
                />
              </Form.Item>
            </Col>
            <Col xs={24} md={12} xl={8}>
              <Form.Item name="after" label={t('whatIf.after')}>
                <Select options={ofRegulation} />
              </Form.Item>
            </Col>
            <Col xs={24} md={12} xl={8}>
              <Form.Item
                name="facts_set_id"
                label={t('runs.facts')}
                rules={[{ required: true, message: t('common.needed') }]}
              >
                <Select
                  options={facts.data?.items.map((item) => ({
                    value: item.id,
                    label: `${item.name} ${item.year}`,
                  }))}
                />
              </Form.Item>
            </Col>
            <Col xs={24} xl={16}>
              <Form.Item name="overrides" label={t('whatIf.overrides')}>
                <OverridesEditor versionId={after} />
              </Form.Item>
            </Col>
          </Row>
          <Button type="primary" htmlType="submit" loading={compare.isPending}>
            {t('whatIf.go')}
          </Button>
        </Form>
      </Card>
      <ErrorAlert error={compare.error} />
      {compare.data && <Result comparison={compare.data} />}
    </>
  )
}

const fieldsOf = ['score', 'rank', 'grade', 'payout'] as const

function csvOf(comparison: Comparison, t: Translate): string {
  return toCsv([
    [
      t('whatIf.kind'),
      t('whatIf.row'),
      t('whatIf.parent'),
      ...fieldsOf.flatMap((field) => [
        `${t(`whatIf.${field}`)} ${t('diff.before')}`,
        `${t(`whatIf.${field}`)} ${t('diff.after')}`,
      ]),
      t('whatIf.change'),
    ],
    ...comparison.rows.map((row) => [
      row.kind,
      row.name,
      row.parent ?? '',
      ...fieldsOf.flatMap((field) => [row.before[field] ?? '', row.after[field] ?? '']),
      row.change ?? '',
    ]),
  ])
}

// What the change costs.
function costOf({ before, after }: { before: string; after: string }): string {
  const minus = negateDecimal(before)
  return (minus && addDecimals(after, minus)) ?? '—'
}

function Result({ comparison }: { comparison: Comparison }) {
  const t = useText()
  const { summary } = comparison
  const kinds = [...new Set(comparison.rows.map((row) => row.kind))]
  return (
    <>
      <Card size="small" className="block">
        <Flex gap="large" wrap>
          <Statistic title={t('whatIf.moved')} value={String(summary.moved)} />
          <Statistic title={t('whatIf.gradeChanges')} value={String(summary.grade_changes)} />
          {summary.payouts.map((payout) => (
            <Statistic
              key={`${payout.kind} ${payout.name}`}
              title={payout.name.startsWith(payout.kind) ? payout.name : `${payout.kind} ${payout.name}`}
              value={groupDigits(payout.after)}
              suffix={<span className="muted">{withSign(groupDigits(costOf(payout)))}</span>}
            />
          ))}
          <Button
            icon={<DownloadOutlined />}
            onClick={() => saveText(`${t('nav.whatIf')}.csv`, csvOf(comparison, t))}
          >
            {t('whatIf.csv')}
          </Button>
        </Flex>
        {summary.not_comparable.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('whatIf.notComparable')}
            description={summary.not_comparable.join('；')}
          />
        )}
      </Card>
      <Tabs
        items={kinds.map((kind) => ({
          key: kind,
          label: kind,
          children: <KindResult rows={comparison.rows.filter((row) => row.kind === kind)} />,
        }))}
      />
    </>
  )
}

const barsMax = 40

function KindResult({ rows }: { rows: ComparisonRow[] }) {
  const t = useText()
  const sorted = useMemo(
    () =>
      rows
        .flatMap((row) => (row.change && signOf(row.change) !== 0 ? [{ ...row, change: row.change }] : []))
        .sort((a, b) => compareDecimals(b.change, a.change)),
    [rows],
  )
  // The extremes at both ends tell who moves.
  const bars = useMemo(
    () =>
      sorted.length <= barsMax
        ? sorted
        : [...sorted.slice(0, barsMax / 2), ...sorted.slice(-barsMax / 2)],
    [sorted],
  )
  const option = useMemo(() => changeBars(bars), [bars])
  const up = sorted.filter((row) => signOf(row.change) > 0)
  const down = sorted.filter((row) => signOf(row.change) < 0)
  const sentence = t('whatIf.sentence', {
    up: up.length,
    down: down.length,
    same: rows.length - sorted.length,
    most: up[0] ? `${up[0].name} ${withSign(up[0].change)}` : '—',
    least: down.at(-1) ? `${down.at(-1)!.name} ${down.at(-1)!.change}` : '—',
  })
  return (
    <>
      <p>{sentence}</p>
      {bars.length > 0 && (
        <Card size="small" title={t('whatIf.chart')} className="block">
          {sorted.length > barsMax && <p className="muted">{t('whatIf.extremes')}</p>}
          <Suspense fallback={null}>
            <Chart option={option} height={60 + bars.length * 24} label={sentence} />
          </Suspense>
        </Card>
      )}
      <ChangeTable rows={rows} />
    </>
  )
}

function ChangeTable({ rows }: { rows: ComparisonRow[] }) {
  const t = useText()
  const pair = (row: ComparisonRow, field: keyof Standing, isDecimal: boolean) => {
    const before = row.before[field]
    const after = row.after[field]
    const show = (text: string | null | undefined) =>
      isDecimal ? <DecimalText value={text} /> : (text ?? '—')
    if (before === after) return show(after)
    return (
      <>
        <span className="muted">{show(before)}</span> → <strong>{show(after)}</strong>
      </>
    )
  }
  const has = (field: keyof Standing) =>
    rows.some((row) => row.before[field] || row.after[field])
  return (
    <Table
      size="small"
      rowKey="row"
      pagination={pagesOf(t, 50)}
      scroll={{ x: 'max-content' }}
      dataSource={rows}
      columns={[
        {
          title: t('whatIf.row'),
          fixed: 'left',
          render: (_, row) => (
            <>
              {row.name}
              {row.parent && <span className="muted"> {row.parent}</span>}
            </>
          ),
        },
        {
          title: t('whatIf.change'),
          align: 'right',
          sorter: (a, b) => compareDecimals(a.change ?? '0', b.change ?? '0'),
          render: (_, row) => {
            if (!row.change) return '—'
            const sign = signOf(row.change)
            return (
              <span className={`decimal ${sign > 0 ? 'rise' : sign < 0 ? 'fall' : ''}`}>
                {sign > 0 ? '▲ ' : sign < 0 ? '▼ ' : ''}
                {withSign(row.change)}
              </span>
            )
          },
        },
        ...(has('score')
          ? [
              {
                title: t('whatIf.score'),
                align: 'right' as const,
                render: (_: unknown, row: ComparisonRow) => pair(row, 'score', true),
              },
            ]
          : []),
        ...(has('rank')
          ? [
              {
                title: t('whatIf.rank'),
                align: 'right' as const,
                render: (_: unknown, row: ComparisonRow) => pair(row, 'rank', false),
              },
            ]
          : []),
        ...(has('grade')
          ? [
              {
                title: t('whatIf.grade'),
                render: (_: unknown, row: ComparisonRow) => (
                  <>
                    {pair(row, 'grade', false)}
                    {row.before.grade !== row.after.grade && (
                      <Tag color="gold" className="tie">
                        {t('whatIf.gradeChanged')}
                      </Tag>
                    )}
                  </>
                ),
              },
            ]
          : []),
        ...(has('payout')
          ? [
              {
                title: t('whatIf.payout'),
                align: 'right' as const,
                render: (_: unknown, row: ComparisonRow) => pair(row, 'payout', true),
              },
            ]
          : []),
      ]}
    />
  )
}
