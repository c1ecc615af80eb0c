// SPDX-License-Identifier: Apache-2.0
// Searches for passages that reports share: begun here, and what came of earlier ones.
import { DiffOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Form, Input, InputNumber, Modal, Select, Table } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { ReportComparison } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { comparisonsQuery, isBusy, jobTones } from './queries'
import { recentYears } from './reports-page'
import { UnitsSelect } from './units-select'
import '../../components/work.css'
import './reports.css'

export function ComparisonsPage() {
  const t = useText()
  const mayCompare = useMayWrite('compare_reports')
  const [isStarting, setStarting] = useState(false)
  return (
    <Guard act="compare_reports">
      <Page
        title={t('compare.title')}
        extra={
          mayCompare && (
            <Button type="primary" icon={<DiffOutlined />} onClick={() => setStarting(true)}>
              {t('compare.start')}
            </Button>
          )
        }
      >
        <Comparisons />
        {isStarting && <Start onClose={() => setStarting(false)} />}
      </Page>
    </Guard>
  )
}

function Comparisons() {
  const t = useText()
  const list = useListState()
  const comparisons = useQuery({
    ...comparisonsQuery(list.page, list.pageSize),
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.items.some((row) => isBusy(row.state)) ? 2000 : false,
  })
  const pagination = usePagination(list, comparisons.data?.total ?? 0)
  return (
    <Loaded
      query={comparisons}
      isEmpty={(data) => data.total === 0}
      empty={<Empty description={t('compare.none')} />}
    >
      {(data) => (
        <Table
          size="small"
          rowKey="id"
          pagination={pagination}
          scroll={{ x: 'max-content' }}
          dataSource={data.items}
          columns={[
            {
              title: t('compare.name'),
              className: 'text-cell',
              render: (_, row) => <Link to={`/report-comparisons/${row.id}`}>{row.title}</Link>,
            },
            { title: t('compare.years'), render: (_, row) => row.years.join('、') },
            {
              title: t('compare.units'),
              className: 'text-cell',
              render: (_, row) => row.units || t('compare.allUnits'),
            },
            {
              title: t('compare.state'),
              render: (_, row) => (
                <>
                  <StateTag tone={jobTones[row.state]}>{row.state_title}</StateTag>{' '}
                  <Outcome of={row} />
                </>
              ),
            },
            {
              title: t('compare.at'),
              render: (_, row) => (
                <>
                  {showInstant(row.created_at)} <span className="muted">{row.created_by}</span>
                </>
              ),
            },
          ]}
        />
      )}
    </Loaded>
  )
}

// What came of it, in a line.
export function Outcome({ of }: { of: ReportComparison }) {
  const t = useText()
  if (of.trouble) return <span className="bad">{of.trouble}</span>
  const parts = [t('compare.reportCount', { count: of.report_count })]
  if (of.pair_count !== null) parts.push(t('compare.pairCount', { count: of.pair_count }))
  if (of.cluster_count) parts.push(t('compare.clusterCount', { count: of.cluster_count }))
  return <>{parts.join(' · ')}</>
}

interface Values {
  title: string
  years: number[]
  unit_ids?: string[]
  letters_min: number
}

function Start({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [isSending, setSending] = useState(false)
  const [isNamed, setNamed] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [year = 0] = recentYears()

  // Until somebody writes a name of his own it follows from the years.
  function suggest(years: number[]) {
    if (isNamed) return
    form.setFieldValue(
      'title',
      t('compare.defaultName', { years: [...years].sort((a, b) => a - b).join('、') }),
    )
  }

  async function start(values: Values) {
    setSending(true)
    setError(null)
    try {
      const made = await api.create<ReportComparison>('/report-comparisons', {
        ...values,
        unit_ids: values.unit_ids ?? [],
      })
      await queryClient.invalidateQueries({ queryKey: ['report-comparisons'] })
      void navigate(`/report-comparisons/${made.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  const needed = [{ required: true, message: t('common.needed') }]
  return (
    <Modal
      open
      width={640}
      title={t('compare.start')}
      okText={t('compare.start')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="info" showIcon className="block" title={t('compare.startHint')} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          years: [year],
          title: t('compare.defaultName', { years: year }),
          letters_min: 45,
        }}
        onFinish={(values) => void start(values)}
      >
        <Form.Item name="years" label={t('compare.years')} rules={needed}>
          <Select
            mode="multiple"
            maxCount={10}
            onChange={suggest}
            options={recentYears().map((one) => ({ value: one, label: one }))}
          />
        </Form.Item>
        <Form.Item name="unit_ids" label={t('compare.units')} extra={t('compare.unitsHint')}>
          <UnitsSelect />
        </Form.Item>
        <Form.Item name="title" label={t('compare.name')} rules={needed}>
          <Input maxLength={100} onChange={() => setNamed(true)} />
        </Form.Item>
        <Form.Item name="letters_min" label={t('compare.lettersMin')} rules={needed}>
          <InputNumber min={20} max={1000} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
