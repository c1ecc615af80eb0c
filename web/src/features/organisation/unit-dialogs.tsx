// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { categories, type Unit } from '../../api/types'
import { ConflictDialog, useVersionedSave } from '../../components/conflict-dialog'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { UnitSelect, unitsQuery } from '../../components/unit-select'
import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { today } from '../../lib/date'
import type { Fields } from '../../lib/merge'

function useCategories() {
  const t = useText()
  return categories.map((value) => ({ value, label: t(`category.${value}`) }))
}

function useRefresh() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['units'] }),
      queryClient.invalidateQueries({ queryKey: ['persons'] }),
    ])
}

function UnitFields({ withParent }: { withParent: boolean }) {
  const t = useText()
  const options = useCategories()
  return (
    <>
      <Form.Item
        name="name"
        label={t('units.name')}
        rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="short_name" label={t('units.shortName')}>
        <Input maxLength={40} />
      </Form.Item>
      {withParent && (
        <Form.Item
          name="parent_id"
          label={t('units.parent')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <UnitSelect />
        </Form.Item>
      )}
      <Form.Item
        name="category"
        label={t('units.category')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <Select options={options} />
      </Form.Item>
      <Form.Item name="order" label={t('units.order')} tooltip={t('units.orderHint')}>
        <InputNumber min={0} max={1_000_000} precision={0} />
      </Form.Item>
    </>
  )
}

export function CreateUnit({
  parentId,
  onClose,
}: {
  parentId: string | null
  onClose: () => void
}) {
  const t = useText()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const [form] = Form.useForm<Fields>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function create(values: Fields) {
    setSending(true)
    setError(null)
    try {
      const unit = await api.create<Unit>('/units', values)
      await refresh()
      void message.success(t('common.saved'))
      onClose()
      void navigate(`/organisation/units/${unit.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('units.create')}
      okText={t('common.create')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ parent_id: parentId, category: 'department', valid_from: today() }}
        onFinish={(values) => void create(values)}
      >
        <Form.Item
          name="code"
          label={t('units.code')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <UnitFields withParent />
        <Form.Item
          name="valid_from"
          label={t('units.validFrom')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <DayPicker />
        </Form.Item>
      </Form>
    </Modal>
  )
}

const edited = ['name', 'short_name', 'parent_id', 'category', 'order'] as const

const fieldsOf = (unit: Fields): Fields =>
  Object.fromEntries(edited.map((field) => [field, unit[field] ?? null]))

// Renames, moves or re-orders from a day on; the days before keep what was.
export function EditUnit({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = useText()
  const refresh = useRefresh()
  const units = useQuery(unitsQuery())
  const [form] = Form.useForm<Fields>()
  const [error, setError] = useState<unknown>(null)
  const base = fieldsOf(unit as unknown as Fields)
  const [from, setFrom] = useState(today())
  const { save, conflict, isSaving, giveUp } = useVersionedSave(
    (fields, version) => api.patch(`/units/${unit.id}`, { ...fields, from, version }),
    fieldsOf,
  )

  async function submit(start: Fields, mine: Fields, version: number) {
    setError(null)
    try {
      if (await save(start, mine, version)) {
        await refresh()
        onClose()
      }
    } catch (problem) {
      setError(applyErrors(form, problem))
    }
  }

  const showField = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—'
    if (field === 'parent_id') {
      return units.data?.items.find((row) => row.id === value)?.name ?? String(value)
    }
    if (field === 'category') return t(`category.${value as Unit['category']}`)
    return String(value)
  }

  return (
    <>
      <Modal
        open
        title={t('units.editTitle', { name: unit.name })}
        okText={t('common.save')}
        confirmLoading={isSaving}
        onOk={form.submit}
        onCancel={onClose}
      >
        <ErrorAlert error={error} />
        <Form
          form={form}
          layout="vertical"
          initialValues={base}
          onFinish={(values) => void submit(base, { ...base, ...values }, unit.version ?? 0)}
        >
          <Form.Item label={t('units.changeFrom')} extra={t('units.changeFromHint')}>
            <DayPicker
              value={from}
              onChange={(day) => setFrom(day ?? today())}
              label={t('units.changeFrom')}
            />
          </Form.Item>
          <UnitFields withParent={unit.parent_id !== null} />
        </Form>
      </Modal>
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          labels={{
            name: t('units.name'),
            short_name: t('units.shortName'),
            parent_id: t('units.parent'),
            category: t('units.category'),
            order: t('units.order'),
          }}
          show={showField}
          isSaving={isSaving}
          onSave={(merged) => void submit(conflict.theirs, merged, conflict.version)}
          onCancel={giveUp}
        />
      )}
    </>
  )
}

export function CloseUnit({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const refresh = useRefresh()
  const [on, setOn] = useState(today())
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function close() {
    setSending(true)
    setError(null)
    try {
      await api.post(`/units/${unit.id}/close`, { version: unit.version, on })
      await refresh()
      void message.success(t('common.saved'))
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('units.closeTitle', { name: unit.name })}
      okText={t('units.close')}
      okButtonProps={{ danger: true }}
      confirmLoading={isSending}
      onOk={() => void close()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="info" showIcon className="block" title={t('units.closeHint')} />
      <Form layout="vertical">
        <Form.Item label={t('units.closeOn')}>
          <DayPicker
            value={on}
            onChange={(day) => setOn(day ?? today())}
            label={t('units.closeOn')}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
