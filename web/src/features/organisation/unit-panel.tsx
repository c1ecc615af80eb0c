// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Alert, Breadcrumb, Button, Card, Descriptions, Flex, Table, Tabs, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Paged, Person, Unit } from '../../api/types'
import { DecimalText } from '../../components/decimal-text'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { AppointmentEntry } from './appointment-entry'
import { CloseUnit, EditUnit } from './unit-dialogs'

export function UnitPanel({ id, on, isNarrow }: { id: string; on: string; isNarrow?: boolean }) {
  const t = useText()
  const unit = useQuery({
    queryKey: ['units', 'one', id, on],
    queryFn: ({ signal }) => api.get<Unit>(`/units/${id}`, { on }, signal),
  })
  const canSeePersons = useCan('view_persons')
  return (
    <Card size="small">
      {isNarrow && (
        <p>
          <Link to={`/organisation/units${on ? `?on=${on}` : ''}`}>{t('units.toTree')}</Link>
        </p>
      )}
      <Loaded query={unit}>
        {(data) => (
          <>
            <UnitHead unit={data} on={on} />
            <Tabs
              items={[
                ...(canSeePersons
                  ? [
                      {
                        key: 'people',
                        label: t('units.people'),
                        children: <UnitPeople unit={data} on={on} />,
                      },
                    ]
                  : []),
                {
                  key: 'history',
                  label: t('units.history'),
                  children: <UnitHistory unit={data} />,
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </Card>
  )
}

function UnitHead({ unit, on }: { unit: Unit; on: string }) {
  const t = useText()
  const canEdit = useMayWrite('edit_organisation') && unit.is_covered
  const [dialog, setDialog] = useState<'edit' | 'close' | null>(null)
  return (
    <>
      {!unit.exists && (
        <Alert type="info" showIcon className="block" title={t('units.notThen')} />
      )}
      <Breadcrumb
        items={[...unit.path.filter((step) => step.id !== unit.id), unit].map((step) => ({
          key: step.id,
          title:
            step.id === unit.id ? (
              step.name
            ) : (
              <Link to={`/organisation/units/${step.id}${on ? `?on=${on}` : ''}`}>{step.name}</Link>
            ),
        }))}
      />
      <Flex justify="space-between" align="center" wrap gap="small">
        <Typography.Title level={2}>{unit.name}</Typography.Title>
        {canEdit && (
          <Flex gap="small">
            <Button onClick={() => setDialog('edit')}>{t('units.edit')}</Button>
            <Button danger onClick={() => setDialog('close')}>
              {t('units.close')}
            </Button>
          </Flex>
        )}
      </Flex>
      <Descriptions size="small" column={{ xs: 1, sm: 2, xl: 3 }}>
        <Descriptions.Item label={t('units.code')}>{unit.code}</Descriptions.Item>
        <Descriptions.Item label={t('units.shortName')}>{unit.short_name || '—'}</Descriptions.Item>
        <Descriptions.Item label={t('units.category')}>
          {t(`category.${unit.category}`)}
        </Descriptions.Item>
        <Descriptions.Item label={t('units.order')}>{unit.order}</Descriptions.Item>
        <Descriptions.Item label={t('units.personCount')}>{unit.person_count}</Descriptions.Item>
        <Descriptions.Item label={t('units.validity')}>
          {unit.valid_from} – {unit.valid_to ?? t('common.today')}
        </Descriptions.Item>
      </Descriptions>
      {dialog === 'edit' && <EditUnit unit={unit} onClose={() => setDialog(null)} />}
      {dialog === 'close' && <CloseUnit unit={unit} onClose={() => setDialog(null)} />}
    </>
  )
}

function UnitPeople({ unit, on }: { unit: Unit; on: string }) {
  const t = useText()
  const [page, setPage] = useState(1)
  const [isEntering, setEntering] = useState(false)
  const canEdit = useMayWrite('edit_organisation') && unit.is_covered
  const persons = useQuery({
    queryKey: ['persons', 'of-unit', unit.id, on, page],
    queryFn: ({ signal }) =>
      api.get<Paged<Person>>(
        '/persons',
        { unit_id: unit.id, on, page, page_size: 20 },
        signal,
      ),
  })
  return (
    <>
      <Flex justify="space-between" gap="small" wrap className="block">
        <Link to={`/organisation/persons?unit_id=${unit.id}&with_below=1`}>
          {t('units.peopleBelow')}
        </Link>
        {canEdit && (
          <Button size="small" onClick={() => setEntering(!isEntering)}>
            {t(isEntering ? 'units.stopEntering' : 'units.enterPeople')}
          </Button>
        )}
      </Flex>
      {isEntering && <AppointmentEntry unit={unit} onDone={() => setEntering(false)} />}
      <Loaded query={persons}>
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            dataSource={data.items}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: t('units.noPeople') }}
            pagination={{
              current: page,
              pageSize: 20,
              total: data.total,
              hideOnSinglePage: true,
              onChange: setPage,
            }}
            columns={[
              {
                title: t('persons.name'),
                render: (_, person) => (
                  <Link to={`/organisation/persons/${person.id}`}>{person.name}</Link>
                ),
              },
              { title: t('persons.code'), dataIndex: 'code' },
              {
                title: t('persons.position'),
                render: (_, person) => {
                  const here = person.appointments.find((item) => item.unit.id === unit.id)
                  return here ? (
                    <>
                      {here.position?.name ?? '—'}{' '}
                      {!here.is_primary && <Tag>{t('persons.concurrent')}</Tag>}
                    </>
                  ) : (
                    '—'
                  )
                },
              },
              {
                title: t('positions.coefficient'),
                align: 'right',
                render: (_, person) => (
                  <DecimalText
                    value={
                      person.appointments.find((item) => item.unit.id === unit.id)?.position
                        ?.coefficient
                    }
                  />
                ),
              },
              {
                title: t('persons.since'),
                render: (_, person) =>
                  person.appointments.find((item) => item.unit.id === unit.id)?.valid_from ?? '—',
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}

function UnitHistory({ unit }: { unit: Unit }) {
  const t = useText()
  return (
    <Table
      size="small"
      rowKey="valid_from"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={unit.history}
      columns={[
        { title: t('common.from'), dataIndex: 'valid_from' },
        { title: t('persons.until'), render: (_, span) => span.valid_to ?? t('common.today') },
        { title: t('units.name'), dataIndex: 'name' },
        { title: t('units.parent'), render: (_, span) => span.parent?.name ?? '—' },
        { title: t('units.category'), render: (_, span) => t(`category.${span.category}`) },
        { title: t('units.order'), dataIndex: 'order', align: 'right' },
      ]}
    />
  )
}
