// SPDX-License-Identifier: Apache-2.0
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Button, Flex, Input } from 'antd'
import type { Override, Reading } from '../../api/types'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { toPercent } from '../../lib/decimal'

export interface OverrideDraft {
  name?: string
  value?: string
}

export function toOverrides(drafts: readonly OverrideDraft[] | undefined): Override[] {
  return (drafts ?? []).flatMap(({ name, value }) =>
    name?.trim() && value?.trim() ? [{ name: name.trim(), value: value.trim() }] : [],
  )
}

interface Props {
  versionId?: string
  value?: OverrideDraft[]
  onChange?: (drafts: OverrideDraft[]) => void
}

// Other values for parameters: 超额加分上限 = 10%. Offers the parameters of the version.
export function OverridesEditor({ versionId, value = [], onChange }: Props) {
  const t = useText()
  const reading = useQuery({
    queryKey: ['versions', versionId, 'reading'],
    queryFn: ({ signal }) =>
      api.get<Reading>(`/regulation-versions/${versionId}/reading`, {}, signal),
    enabled: versionId !== undefined,
  })
  const parameters = reading.data?.parameters ?? []
  const valueOf = (name: string | undefined) => {
    const found = parameters.find((item) => item.name === name)
    const now = found?.values.at(-1)?.value
    return now && found.is_percent ? toPercent(now) : now
  }
  const change = (index: number, next: OverrideDraft) =>
    onChange?.(value.map((draft, i) => (i === index ? next : draft)))
  return (
    <Flex vertical gap="small">
      {value.map((draft, index) => (
        <Flex key={index} gap="small" align="center" className="grant-row">
          <AutoComplete
            className="grow"
            aria-label={t('parameters.name')}
            placeholder={t('parameters.name')}
            value={draft.name}
            showSearch={{ filterOption: true }}
            onChange={(name: string) => change(index, { ...draft, name })}
            options={parameters.map((item) => ({ value: item.name }))}
          />
          <span>=</span>
          <Input
            className="filter-select"
            aria-label={t('parameters.value')}
            placeholder={valueOf(draft.name) ?? t('parameters.value')}
            value={draft.value}
            onChange={(event) => change(index, { ...draft, value: event.target.value })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('common.remove')}
            onClick={() => onChange?.(value.filter((_, i) => i !== index))}
          />
        </Flex>
      ))}
      <div>
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange?.([...value, {}])}>
          {t('runs.addOverride')}
        </Button>
      </div>
    </Flex>
  )
}
