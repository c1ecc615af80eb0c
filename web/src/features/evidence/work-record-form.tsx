// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { Paged, Schemas, WorkRecord } from '../../api/types'
import { assessmentFieldsQuery } from '../../components/assessment-fields'
import { AssesseeSelect } from '../../components/assessee-select'
import { AssessmentSelect } from '../../components/assessment-select'
import { ConflictDialog, useVersionedSave } from '../../components/conflict-dialog'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList, type EvidenceFile } from '../../components/evidence-list'
import { applyErrors } from '../../components/form-errors'
import { LeaveGuard } from '../../components/leave-guard'
import { useMe } from '../../components/me'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { today } from '../../lib/date'
import type { Fields } from '../../lib/merge'

interface Values {
  unit_id: string
  day: string
  title: string
  text: string
  assessment_id?: string
  assessee_id?: string
  field?: string
  evidence: EvidenceFile[]
}

const valuesOf = (record: WorkRecord): Values => ({
  unit_id: record.unit.id,
  day: record.day,
  title: record.title,
  text: record.text,
  assessment_id: record.assessment?.id,
  assessee_id: record.assessee?.id,
  field: record.field ?? undefined,
  evidence: record.evidence,
})

const bodyOf = (values: Partial<Values>) => ({
  day: values.day,
  title: values.title?.trim(),
  text: values.text?.trim() ?? '',
  assessee_id: values.assessee_id ?? null,
  field: values.field ?? null,
  evidence_ids: values.evidence?.map((file) => file.id) ?? [],
})

// What both sides of a conflict are compared by.
const fieldsOf = ({ day, title, text, assessee_id, field, evidence }: Partial<Values>): Fields => ({
  day,
  title,
  text,
  assessee_id,
  field,
  evidence,
})

// The fields of the assessee's targets and data, for the record to serve one.
function useFields(assessmentId: string | undefined) {
  return useQuery({
    ...assessmentFieldsQuery(assessmentId ?? ''),
    enabled: assessmentId !== undefined,
  })
}

export function WorkRecordForm({
  record,
  onDone,
}: {
  record: WorkRecord | null
  onDone: () => void
}) {
  const t = useText()
  const me = useMe()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const [isDirty, setDirty] = useState(false)
  const assessmentId = Form.useWatch('assessment_id', form) ?? record?.assessment?.id
  const assesseeId = Form.useWatch('assessee_id', form)
  const fields = useFields(assessmentId)
  const assessees = queryClient.getQueriesData<Paged<Schemas['Assessee']>>({
    queryKey: ['assessments', assessmentId, 'assessees', 'choice'],
  })
  const kind =
    assessees.flatMap(([, page]) => page?.items ?? []).find((row) => row.id === assesseeId)?.kind ??
    record?.assessee?.kind

  const versioned = useVersionedSave(
    (changed, version) =>
      api.patch(`/work-records/${record!.id}`, { ...bodyOf(changed as Partial<Values>), version }),
    (current) => fieldsOf(valuesOf(current as unknown as WorkRecord)),
  )

  async function saved() {
    setDirty(false)
    await queryClient.invalidateQueries({ queryKey: ['work-records'] })
    onDone()
  }

  async function save(values: Values) {
    setSending(true)
    setError(null)
    try {
      if (record) {
        const isSaved = await versioned.save(
          fieldsOf(valuesOf(record)),
          fieldsOf(values),
          record.version,
        )
        if (!isSaved) return
      } else {
        await api.create('/work-records', { ...bodyOf(values), unit_id: values.unit_id })
        void message.success(t('common.saved'))
      }
      await saved()
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  // The unit that the user's first grant is about.
  const ownUnit = me.grants.find((grant) => grant.unit)?.unit?.id
  return (
    <>
      <LeaveGuard isDirty={isDirty} />
      <ErrorAlert error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={
          record ? valuesOf(record) : { unit_id: ownUnit, day: today(), text: '', evidence: [] }
        }
        onValuesChange={() => setDirty(true)}
        onFinish={(values) => void save(values)}
      >
        {!record && (
          <Form.Item
            name="unit_id"
            label={t('work.unit')}
            rules={[{ required: true, message: t('common.needed') }]}
          >
            <UnitSelect />
          </Form.Item>
        )}
        <Form.Item
          name="day"
          label={t('work.day')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <DayPicker />
        </Form.Item>
        <Form.Item
          name="title"
          label={t('work.title')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="text" label={t('work.text')}>
          <Input.TextArea rows={6} maxLength={10000} showCount />
        </Form.Item>
        <Form.Item name="evidence" label={t('evidence.title')} valuePropName="files">
          <EvidenceList files={[]} />
        </Form.Item>
        <Form.Item name="assessment_id" label={t('work.assessment')} extra={t('work.serveHint')}>
          <AssessmentSelect allowClear />
        </Form.Item>
        {assessmentId && (
          <>
            <Form.Item name="assessee_id" label={t('assessee.one')}>
              <AssesseeSelect assessmentId={assessmentId} allowClear />
            </Form.Item>
            <Form.Item name="field" label={t('work.field')}>
              <Select
                allowClear
                loading={fields.isLoading}
                showSearch={{ optionFilterProp: 'label' }}
                options={fields.data?.items
                  .filter((field) => !kind || field.kind === kind)
                  .filter((field) => field.class === 'measurement' || field.class === 'target')
                  .map((field) => ({ value: field.field, label: field.label }))}
              />
            </Form.Item>
          </>
        )}
        <Flex gap="small" justify="end" className="form-foot">
          <Button onClick={onDone}>{t('common.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={isSending}>
            {t('common.save')}
          </Button>
        </Flex>
      </Form>
      {versioned.conflict && record && (
        <ConflictDialog
          conflict={versioned.conflict}
          labels={{
            day: t('work.day'),
            title: t('work.title'),
            text: t('work.text'),
            assessee_id: t('assessee.one'),
            field: t('work.field'),
            evidence: t('evidence.title'),
          }}
          show={(field, value) =>
            field === 'evidence'
              ? (value as EvidenceFile[]).map((file) => file.name).join(t('common.comma')) || '—'
              : String(value ?? '—')
          }
          isSaving={versioned.isSaving}
          onSave={(merged) =>
            void versioned
              .save(versioned.conflict!.theirs, merged, versioned.conflict!.version)
              .then((isSaved) => (isSaved ? saved() : undefined))
              .catch(setError)
          }
          onCancel={versioned.giveUp}
        />
      )}
    </>
  )
}
