// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Descriptions, Form, Modal, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Appointment, Person } from '../../api/types'
import { ConflictDialog, useVersionedSave } from '../../components/conflict-dialog'
import { DecimalText } from '../../components/decimal-text'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import type { Fields } from '../../lib/merge'
import { AppointmentDialog, PersonFields } from './person-dialogs'

export function PersonPage() {
  const t = useText()
  const { id } = useParams()
  const person = useQuery({
    queryKey: ['persons', 'one', id],
    queryFn: ({ signal }) => api.get<Person>(`/persons/${id}`, {}, signal),
  })
  return (
    <Guard act="view_persons">
      <Page title={person.data?.name ?? t('nav.persons')} back="/organisation/persons">
        <Loaded query={person}>{(data) => <PersonView person={data} />}</Loaded>
      </Page>
    </Guard>
  )
}

function PersonView({ person }: { person: Person }) {
  const t = useText()
  const canEdit = useMayWrite('edit_organisation')
  const canSeeDetails = useCan('view_person_details')
  const [isEditing, setEditing] = useState(false)
  const [dialog, setDialog] = useState<{ appointment?: Appointment } | null>(null)
  return (
    <>
      <Card
        size="small"
        className="block"
        title={t('persons.data')}
        extra={canEdit && <Button onClick={() => setEditing(true)}>{t('common.edit')}</Button>}
      >
        <Descriptions size="small" column={{ xs: 1, sm: 2 }}>
          <Descriptions.Item label={t('persons.code')}>{person.code}</Descriptions.Item>
          {canSeeDetails && (
            <Descriptions.Item label={t('persons.phone')}>{person.phone || '—'}</Descriptions.Item>
          )}
          {canSeeDetails && (
            <Descriptions.Item label={t('persons.note')}>{person.note || '—'}</Descriptions.Item>
          )}
        </Descriptions>
      </Card>
      <Card
        size="small"
        title={t('persons.appointments')}
        extra={
          canEdit && <Button onClick={() => setDialog({})}>{t('persons.addAppointment')}</Button>
        }
      >
        <Table
          size="small"
          rowKey="id"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={person.appointments}
          locale={{ emptyText: t('persons.noAppointment') }}
          columns={[
            {
              title: t('persons.unit'),
              render: (_, item) => (
                <Link to={`/organisation/units/${item.unit.id}`}>{item.unit.name}</Link>
              ),
            },
            { title: t('persons.position'), render: (_, item) => item.position?.name ?? '—' },
            {
              title: t('positions.coefficient'),
              align: 'right',
              render: (_, item) => <DecimalText value={item.position?.coefficient} />,
            },
            {
              title: t('persons.kind'),
              render: (_, item) => (
                <Tag color={item.is_primary ? 'blue' : undefined}>
                  {t(item.is_primary ? 'persons.primary' : 'persons.concurrent')}
                </Tag>
              ),
            },
            { title: t('common.from'), dataIndex: 'valid_from' },
            { title: t('persons.until'), render: (_, item) => item.valid_to ?? t('common.today') },
            ...(canEdit
              ? [
                  {
                    title: t('common.actions'),
                    render: (_: unknown, item: Appointment) => (
                      <Button size="small" onClick={() => setDialog({ appointment: item })}>
                        {t('common.edit')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {isEditing && <EditPerson person={person} onClose={() => setEditing(false)} />}
      {dialog && (
        <AppointmentDialog
          person={person}
          appointment={dialog.appointment}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}

const fieldsOf = (person: Fields): Fields => ({
  code: person.code,
  name: person.name,
  phone: person.phone ?? '',
  note: person.note ?? '',
})

function EditPerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const [error, setError] = useState<unknown>(null)
  const base = fieldsOf(person as unknown as Fields)
  const { save, conflict, isSaving, giveUp } = useVersionedSave(
    (fields, version) => api.patch(`/persons/${person.id}`, { ...fields, version }),
    fieldsOf,
  )

  async function submit(start: Fields, mine: Fields, version: number) {
    setError(null)
    try {
      if (await save(start, mine, version)) {
        await queryClient.invalidateQueries({ queryKey: ['persons'] })
        onClose()
      }
    } catch (problem) {
      setError(applyErrors(form, problem))
    }
  }

  return (
    <>
      <Modal
        open
        title={t('persons.edit')}
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
          onFinish={(values) => void submit(base, { ...base, ...values }, person.version)}
        >
          <PersonFields />
        </Form>
      </Modal>
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          labels={{
            code: t('persons.code'),
            name: t('persons.name'),
            phone: t('persons.phone'),
            note: t('persons.note'),
          }}
          isSaving={isSaving}
          onSave={(merged) => void submit(conflict.theirs, merged, conflict.version)}
          onCancel={giveUp}
        />
      )}
    </>
  )
}
