// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Flex, Form, Grid, Input, Select } from 'antd'
import { useState } from 'react'
import type { RecordField, RecordKind } from '../../api/types'
import { AssesseeSelect } from '../../components/assessee-select'
import { AssessmentSelect } from '../../components/assessment-select'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList, type EvidenceFile } from '../../components/evidence-list'
import { factMessage } from '../../components/fact-entry'
import { useText } from '../../i18n'
import { api, ApiError } from '../../lib/api-client'
import { today } from '../../lib/date'
import { factFault, no, readFact, yes } from '../../lib/fact-value'

interface Values {
  assessment_id: string
  // The place in the list of kinds: an event of a field has no kind of its own.
  kind: number
  assessee_id: string
  day: string
  amount?: string
  values?: Record<string, string | undefined>
  basis: string
  evidence: EvidenceFile[]
}

// Puts the server's errors beside the fields of this form; returns what is left over.
function placeErrors(error: unknown): {
  fields: { name: (string | number)[]; errors: string[] }[]
  rest: unknown
} {
  if (!(error instanceof ApiError)) return { fields: [], rest: error }
  const fields = error.errors.flatMap(({ pointer, message }) => {
    const path = pointer.split('/').slice(1).map(decodeURIComponent)
    return path.length > 0 ? [{ name: path, errors: [message] }] : []
  })
  return { fields, rest: fields.length === error.errors.length && fields.length > 0 ? null : error }
}

export function ProposeDrawer({
  assessmentId,
  onClose,
}: {
  assessmentId?: string
  onClose: () => void
}) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const isWide = Grid.useBreakpoint().md ?? true
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const chosen = Form.useWatch('assessment_id', form) ?? assessmentId
  const kinds = useQuery({
    queryKey: ['assessments', chosen, 'record-kinds'],
    queryFn: ({ signal }) =>
      api.get<{ items: RecordKind[] }>(`/assessments/${chosen}/record-kinds`, {}, signal),
    enabled: chosen !== undefined,
  })
  const offered = (kinds.data?.items ?? []).filter((kind) => kind.role !== 'panel')
  const kindPlace = Form.useWatch('kind', form)
  const kind = kindPlace === undefined ? undefined : offered[kindPlace]

  async function propose(values: Values) {
    if (!kind) return
    setSending(true)
    setError(null)
    try {
      const filled = Object.entries(values.values ?? {}).flatMap(([field, text]) =>
        text?.trim() ? [[field, text.trim()] as const] : [],
      )
      await api.create(
        '/records',
        {
          assessment_id: chosen,
          kind: kind.kind,
          field: kind.field,
          assessee_id: values.assessee_id,
          day: values.day,
          amount: kind.role === 'event' ? values.amount?.trim() || null : null,
          values: kind.role === 'record' ? Object.fromEntries(filled) : null,
          basis: values.basis.trim(),
          evidence_ids: values.evidence.map((file) => file.id),
        },
      )
      await queryClient.invalidateQueries({ queryKey: ['records'] })
      void message.success(t('events.proposed'))
      onClose()
    } catch (problem) {
      const { fields, rest } = placeErrors(problem)
      form.setFields(fields as never)
      setError(rest)
    } finally {
      setSending(false)
    }
  }

  const field = kind?.role === 'event' ? kind.fields[0] : undefined
  return (
    <Drawer
      open
      size={isWide ? 640 : '100%'}
      title={t('events.propose')}
      mask={{ closable: false }}
      onClose={onClose}
    >
      <ErrorAlert error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ assessment_id: assessmentId, day: today(), evidence: [] }}
        onFinish={(values) => void propose(values)}
      >
        <Form.Item
          name="assessment_id"
          label={t('assessment.one')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <AssessmentSelect />
        </Form.Item>
        <Form.Item
          name="kind"
          label={t('events.kind')}
          rules={[{ required: true, message: t('common.needed') }]}
          extra={kind?.article && t('events.article', { article: kind.article })}
        >
          <Select
            loading={kinds.isLoading}
            disabled={chosen === undefined}
            showSearch={{ optionFilterProp: 'label' }}
            notFoundContent={t('events.noKinds')}
            onChange={() => form.resetFields(['assessee_id', 'amount', 'values'])}
            options={offered.map((item, index) => ({ value: index, label: item.title }))}
          />
        </Form.Item>
        {kind && (
          <>
            <Form.Item
              name="assessee_id"
              label={kind.parent_kind || t('assessee.one')}
              rules={[{ required: true, message: t('common.needed') }]}
            >
              <AssesseeSelect assessmentId={chosen} kind={kind.parent_kind} />
            </Form.Item>
            <Form.Item
              name="day"
              label={t('events.day')}
              rules={[{ required: true, message: t('common.needed') }]}
            >
              <DayPicker />
            </Form.Item>
            {field?.type === 'number' && <FieldItem field={field} name="amount" isRequired />}
            {kind.role === 'record' &&
              kind.fields
                .filter((item) => item.field !== kind.date_field)
                .map((item) => (
                  <FieldItem
                    key={item.field}
                    field={item}
                    name={['values', item.field]}
                    isRequired={item.is_required}
                  />
                ))}
            <Form.Item
              name="basis"
              label={t('events.basis')}
              rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
              extra={t('events.basisHint')}
            >
              <Input.TextArea rows={3} maxLength={1000} showCount />
            </Form.Item>
            <Form.Item name="evidence" label={t('evidence.title')} valuePropName="files">
              <EvidenceList files={[]} />
            </Form.Item>
          </>
        )}
        <p className="muted">{t('events.proposeHint')}</p>
        <Flex gap="small" justify="end" className="form-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={isSending} disabled={!kind}>
            {t('events.propose')}
          </Button>
        </Flex>
      </Form>
    </Drawer>
  )
}

interface ItemProps {
  field: RecordField
  name: string | string[]
  isRequired: boolean
}

// One figure of a record, checked by its own rule.
function FieldItem({ field, name, isRequired }: ItemProps) {
  const t = useText()
  const choices =
    field.type === 'boolean'
      ? [
          { value: yes, label: t('common.yes') },
          { value: no, label: t('common.no') },
        ]
      : field.options.map((option) => ({ value: option, label: option }))
  const unit = field.is_percent ? '%' : field.unit
  return (
    <Form.Item
      name={name}
      label={unit ? t('fact.withUnit', { label: field.label, unit }) : field.label}
      normalize={(text: string | undefined) =>
        field.type === 'text' ? text : text && readFact(text, field)
      }
      rules={[
        { required: isRequired, message: t('common.needed') },
        {
          validator: (_, value: string | undefined) => {
            const trouble = factMessage(factFault(value ?? '', field), field, t)
            return trouble ? Promise.reject(new Error(trouble)) : Promise.resolve()
          },
        },
      ]}
    >
      {choices.length > 0 ? (
        <Select allowClear={!isRequired} options={choices} />
      ) : field.type === 'date' ? (
        <DayPicker allowClear={!isRequired} />
      ) : (
        <Input
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          maxLength={1000}
          autoComplete="off"
        />
      )}
    </Form.Item>
  )
}
