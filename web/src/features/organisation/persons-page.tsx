// SPDX-License-Identifier: Apache-2.0
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Flex, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Paged, Person, Position } from '../../api/types'
import { DayPicker } from '../../components/day-picker'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { CreatePerson } from './person-dialogs'

export function PersonsPage() {
  const t = useText()
  const canEdit = useMayWrite('edit_organisation')
  const [isCreating, setCreating] = useState(false)
  return (
    <Guard act="view_persons">
      <Page
        title={t('nav.persons')}
        extra={
          canEdit && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {t('persons.create')}
            </Button>
          )
        }
      >
        <Persons />
        {isCreating && <CreatePerson onClose={() => setCreating(false)} />}
      </Page>
    </Guard>
  )
}

function Persons() {
  const t = useText()
  const list = useListState()
  const canSeeDetails = useCan('view_person_details')
  const filter = {
    query: list.get('query'),
    unit_id: list.get('unit_id'),
    with_below: list.get('with_below'),
    position_id: list.get('position_id'),
    on: list.get('on'),
    sort: list.get('sort'),
    page: list.page,
    page_size: list.pageSize,
  }
  const persons = useQuery({
    queryKey: ['persons', filter],
    queryFn: ({ signal }) => api.get<Paged<Person>>('/persons', filter, signal),
    placeholderData: keepPreviousData,
  })
  const positions = useQuery({
    queryKey: ['positions'],
    queryFn: ({ signal }) => api.get<Paged<Position>>('/positions', { page_size: 200 }, signal),
  })
  const pagination = usePagination(list, persons.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap className="filters">
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('persons.search')}
          onSearch={(query) => list.set({ query })}
        />
        <div className="filter-unit">
          <UnitSelect
            allowClear
            value={filter.unit_id || null}
            onChange={(id) => list.set({ unit_id: id, with_below: id ? '1' : null })}
            label={t('persons.unit')}
          />
        </div>
        {filter.unit_id && (
          <Checkbox
            checked={filter.with_below === '1'}
            onChange={(event) => list.set({ with_below: event.target.checked ? '1' : null })}
          >
            {t('persons.withBelow')}
          </Checkbox>
        )}
        <Select
          className="filter-select"
          allowClear
          placeholder={t('persons.position')}
          aria-label={t('persons.position')}
          value={filter.position_id || undefined}
          onChange={(id: string | undefined) => list.set({ position_id: id })}
          options={positions.data?.items.map((item) => ({ value: item.id, label: item.name }))}
        />
        <Flex align="center" gap={6}>
          <span className="muted">{t('units.asOf')}</span>
          <DayPicker
            allowClear
            value={filter.on || null}
            onChange={(on) => list.set({ on })}
            label={t('units.asOf')}
          />
        </Flex>
      </Flex>
      <Loaded query={persons}>
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            dataSource={data.items}
            loading={persons.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: t('persons.none') }}
            onChange={(_, __, sorter) => {
              if (Array.isArray(sorter)) return
              const field = String(sorter.columnKey ?? '')
              list.set({
                sort: sorter.order ? (sorter.order === 'descend' ? '-' : '') + field : null,
              })
            }}
            columns={[
              {
                key: 'name',
                title: t('persons.name'),
                sorter: true,
                render: (_, person) => (
                  <Link to={`/organisation/persons/${person.id}`}>{person.name}</Link>
                ),
              },
              { key: 'code', title: t('persons.code'), sorter: true, dataIndex: 'code' },
              {
                title: t('persons.appointments'),
                render: (_, person) =>
                  person.appointments.length === 0 ? (
                    <span className="muted">{t('persons.noAppointment')}</span>
                  ) : (
                    person.appointments.map((item) => (
                      <div key={item.id}>
                        {item.unit.name} · {item.position?.name ?? t('persons.noPosition')}{' '}
                        {!item.is_primary && <Tag>{t('persons.concurrent')}</Tag>}
                      </div>
                    ))
                  ),
              },
              ...(canSeeDetails
                ? [{ title: t('persons.phone'), dataIndex: 'phone', key: 'phone' }]
                : []),
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
