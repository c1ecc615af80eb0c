// SPDX-License-Identifier: Apache-2.0
import { App, Modal, Radio, Table, Tag, Typography } from 'antd'
import { useState } from 'react'
import { isConflict } from '../lib/api-client'
import { compareEdits, mergeEdits, type Fields } from '../lib/merge'
import { useText } from '../i18n'

export interface Conflict {
  base: Fields
  mine: Fields
  theirs: Fields
}

interface Props {
  conflict: Conflict
  labels: Record<string, string>
  show?: (field: string, value: unknown) => string
  isSaving?: boolean
  onSave: (merged: Fields) => void
  onCancel: () => void
}

const showPlainly = (_: string, value: unknown) =>
  value === null || value === undefined || value === '' ? '—' : String(value)

// Somebody saved the same thing meanwhile: both versions, field by field; what only one of the two
// changed is kept, what both changed the user chooses.
export function ConflictDialog({
  conflict,
  labels,
  show = showPlainly,
  isSaving,
  onSave,
  onCancel,
}: Props) {
  const t = useText()
  const [choices, setChoices] = useState<Record<string, 'mine' | 'theirs'>>({})
  const rows = compareEdits(Object.keys(labels), conflict.base, conflict.mine, conflict.theirs)
  return (
    <Modal
      open
      width={820}
      title={t('conflict.title')}
      okText={t('conflict.save')}
      cancelText={t('conflict.cancel')}
      confirmLoading={isSaving}
      onOk={() => onSave(mergeEdits(rows, choices))}
      onCancel={onCancel}
    >
      <Typography.Paragraph>{t('conflict.intro')}</Typography.Paragraph>
      <Table
        size="small"
        rowKey="field"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={rows}
        columns={[
          { title: t('conflict.field'), render: (_, row) => labels[row.field] },
          { title: t('conflict.base'), render: (_, row) => show(row.field, row.base) },
          { title: t('conflict.mine'), render: (_, row) => show(row.field, row.mine) },
          { title: t('conflict.theirs'), render: (_, row) => show(row.field, row.theirs) },
          {
            title: t('conflict.keep'),
            render: (_, row) =>
              row.isContested ? (
                <Radio.Group
                  size="small"
                  optionType="button"
                  aria-label={t('conflict.keep')}
                  value={choices[row.field] ?? 'mine'}
                  onChange={(event) =>
                    setChoices({
                      ...choices,
                      [row.field]: event.target.value as 'mine' | 'theirs',
                    })
                  }
                  options={[
                    { value: 'mine', label: t('conflict.mine') },
                    { value: 'theirs', label: t('conflict.theirs') },
                  ]}
                />
              ) : row.changedBy === 'nobody' ? (
                <span className="muted">{t('conflict.unchanged')}</span>
              ) : (
                <Tag>{t(row.changedBy === 'theirs' ? 'conflict.theirs' : 'conflict.mine')}</Tag>
              ),
          },
        ]}
      />
    </Modal>
  )
}

interface Current extends Fields {
  version: number
}

// Saves, and on a conflict keeps both sides for the dialog. `write` sends fields with the version
// they stand on.
export function useVersionedSave(
  write: (fields: Fields, version: number) => Promise<unknown>,
  read: (current: Current) => Fields,
  // Where the thing stands in what the server sent, when that is more than the thing.
  pick: (current: Fields) => Fields | undefined = (current) => current,
) {
  const { message } = App.useApp()
  const t = useText()
  const [conflict, setConflict] = useState<(Conflict & { version: number }) | null>(null)
  const [isSaving, setSaving] = useState(false)

  async function save(base: Fields, mine: Fields, version: number): Promise<boolean> {
    setSaving(true)
    try {
      await write(mine, version)
      setConflict(null)
      void message.success(t('common.saved'))
      return true
    } catch (error) {
      if (!isConflict(error)) throw error
      const current = pick(error.current as Fields) as Current | undefined
      if (!current) throw error
      setConflict({ base, mine, theirs: read(current), version: current.version })
      return false
    } finally {
      setSaving(false)
    }
  }
  return { save, conflict, isSaving, giveUp: () => setConflict(null) }
}
