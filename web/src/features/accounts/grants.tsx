// SPDX-License-Identifier: Apache-2.0
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Tag } from 'antd'
import type { Grant, Role } from '../../api/types'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'

export const roles: readonly Role[] = [
  'administrator',
  'office',
  'reporting_clerk',
  'unit_leader',
  'verifying_department',
  'panel_member',
  'leader',
  'auditor',
  'staff',
]

export function GrantTags({ grants }: { grants: Grant[] }) {
  const t = useText()
  if (grants.length === 0) return <span className="muted">{t('home.noGrants')}</span>
  return grants.map((grant, index) => (
    <Tag key={index} className="wrap-tag">
      {t(`role.${grant.role}`)} · {grant.unit?.name ?? t('grants.everything')}
    </Tag>
  ))
}

// A grant as it is edited: null is the whole, undefined not chosen yet.
export interface GrantDraft {
  role?: Role
  unit_id?: string | null
}

export const isWhole = (grants: readonly GrantDraft[]) =>
  grants.every((grant) => grant.role !== undefined && grant.unit_id !== undefined)

interface Props {
  value?: GrantDraft[]
  onChange?: (grants: GrantDraft[]) => void
}

export function GrantsEditor({ value = [], onChange }: Props) {
  const t = useText()
  const change = (index: number, next: GrantDraft) =>
    onChange?.(value.map((grant, i) => (i === index ? next : grant)))
  return (
    <Flex vertical gap="small">
      {value.map((grant, index) => (
        <Flex key={index} gap="small" wrap align="center" className="grant-row">
          <Select
            className="filter-select"
            placeholder={t('accounts.role')}
            aria-label={t('accounts.role')}
            value={grant.role}
            onChange={(role: Role) => change(index, { ...grant, role })}
            options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          />
          <Select
            className="scope-select"
            aria-label={t('grants.scope')}
            value={grant.unit_id === null ? 'all' : 'unit'}
            onChange={(scope: string) =>
              change(index, { ...grant, unit_id: scope === 'all' ? null : undefined })
            }
            options={[
              { value: 'unit', label: t('grants.ofUnit') },
              { value: 'all', label: t('grants.everything') },
            ]}
          />
          {grant.unit_id !== null && (
            <div className="filter-unit">
              <UnitSelect
                value={grant.unit_id}
                onChange={(id) => change(index, { ...grant, unit_id: id ?? undefined })}
                label={t('persons.unit')}
              />
            </div>
          )}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('grants.remove')}
            onClick={() => onChange?.(value.filter((_, i) => i !== index))}
          />
        </Flex>
      ))}
      <div>
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange?.([...value, {}])}>
          {t('grants.add')}
        </Button>
      </div>
    </Flex>
  )
}
