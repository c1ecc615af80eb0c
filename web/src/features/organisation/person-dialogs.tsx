// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Appointment, Paged, Person, Position } from '../../api/types'
import { ConflictDialog, useVersionedSave } from '../../components/conflict-dialog'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { today } from '../../lib/date'
import type { Fields } from '../../lib/merge'

export function PersonFields() {
  const t = useText()
  const needed = [{ required: true, whitespace: true, message: t('common.needed') }]
  return (
    <>
      <Form.Item name="code" label={t('persons.code')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="name" label={t('persons.name')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="phone" label={t('persons.phone')}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name="note" label={t('persons.note')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </>
  )
}

export function CreatePerson({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function create(values: Fields) {
    setSending(true)
    setError(null)
    try {
      const person = await api.create<Person>('/persons', values)
      await queryClient.invalidateQueries({ queryKey: ['persons'] })
      onClose()
      void navigate(`/organisation/persons/${person.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('persons.create')}
      okText={t('common.create')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form form={form} layout="vertical" onFinish={(values) => void create(values)}>
        <PersonFields />
      </Form>
    </Modal>
  )
}

const appointmentFields = ['position_id', 'is_primary', 'valid_from', 'valid_to']

const fieldsOf = (appointment: Fields): Fields => ({
  position_id: (appointment.position as { id: string } | null)?.id ?? null,
  is_primary: appointment.is_primary,
  valid_from: appointment.valid_from,
  valid_to: appointment.valid_to ?? null,
})

interface AppointmentDialogProps {
  person: Person
  appointment?: Appointment
  onClose: () => void
}

// A new appointment, or another end, day or position of one there is.
export function AppointmentDialog({ person, appointment, onClose }: AppointmentDialogProps) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const [error, setError] = useState<unknown>(null)
  const [isCreating, setCreating] = useState(false)
  const positions = useQuery({
    queryKey: ['positions'],
    queryFn: ({ signal }) => api.get<Paged<Position>>('/positions', { page_size: 200 }, signal),
  })
  const base = appointment
    ? fieldsOf(appointment as unknown as Fields)
    : { is_primary: person.appointments.length === 0, valid_from: today() }
  const { save, conflict, isSaving, giveUp } = useVersionedSave(
    (fields, version) => api.patch(`/appointments/${appointment?.id}`, { ...fields, version }),
    fieldsOf,
    (current) =>
      Array.isArray(current.appointments)
        ? (current.appointments as Fields[]).find((item) => item.id === appointment?.id)
        : current,
  )

  async function finish() {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['persons'] }),
      queryClient.invalidateQueries({ queryKey: ['units'] }),
    ])
    onClose()
  }

  async function submit(start: Fields, mine: Fields, version: number) {
    setError(null)
    try {
      if (await save(start, mine, version)) await finish()
    } catch (problem) {
      setError(applyErrors(form, problem))
    }
  }

  async function create(values: Fields) {
    setCreating(true)
    setError(null)
    try {
      await api.create(`/persons/${person.id}/appointments`, values)
      void message.success(t('common.saved'))
      await finish()
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setCreating(false)
    }
  }

  const showField = (field: string, value: unknown) => {
    if (field === 'is_primary') return t(value ? 'common.yes' : 'common.no')
    if (field === 'position_id') {
      return positions.data?.items.find((item) => item.id === value)?.name ?? '—'
    }
    return value ? String(value) : '—'
  }

  return (
    <>
      <Modal
        open
        title={t(appointment ? 'persons.editAppointment' : 'persons.addAppointment')}
        okText={t('common.save')}
        confirmLoading={isSaving || isCreating}
        onOk={form.submit}
        onCancel={onClose}
      >
        <ErrorAlert error={error} />
        <Form
          form={form}
          layout="vertical"
          initialValues={base}
          onFinish={(values) =>
            void (appointment
              ? submit(base, { ...base, ...values }, appointment.version)
              : create(values))
          }
        >
          {appointment ? (
            <Form.Item label={t('persons.unit')}>{appointment.unit.name}</Form.Item>
          ) : (
            <Form.Item
              name="unit_id"
              label={t('persons.unit')}
              rules={[{ required: true, message: t('common.needed') }]}
            >
              <UnitSelect />
            </Form.Item>
          )}
          <Form.Item name="position_id" label={t('persons.position')}>
            <Select
              allowClear
              options={positions.data?.items.map((item) => ({
                value: item.id,
                label: `${item.name} ${item.coefficient}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="is_primary" valuePropName="checked">
            <Checkbox>{t('persons.primary')}</Checkbox>
          </Form.Item>
          <Form.Item
            name="valid_from"
            label={t('common.from')}
            rules={[{ required: true, message: t('common.needed') }]}
          >
            <DayPicker />
          </Form.Item>
          <Form.Item name="valid_to" label={t('persons.until')} extra={t('persons.endHint')}>
            <DayPicker allowClear />
          </Form.Item>
        </Form>
      </Modal>
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          labels={Object.fromEntries(
            appointmentFields.map((field) => [
              field,
              {
                position_id: t('persons.position'),
                is_primary: t('persons.primary'),
                valid_from: t('common.from'),
                valid_to: t('persons.until'),
              }[field] ?? field,
            ]),
          )}
          show={showField}
          isSaving={isSaving}
          onSave={(merged) => void submit(conflict.theirs, merged, conflict.version)}
          onCancel={giveUp}
        />
      )}
    </>
  )
}
