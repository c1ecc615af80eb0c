// SPDX-License-Identifier: Apache-2.0
// What the office gives for a document, typed: texts, days, lists with rows.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import type { DocumentField, GivenValue } from '../../api/types'
import { DayPicker } from '../../components/day-picker'
import { useText } from '../../i18n'
import { no, yes } from './given-words'
import './documents.css'

type Row = Record<string, string>
export type GivenState = Record<string, string | Row[]>

const isRows = (field: DocumentField) => field.type === 'list' || field.type === 'causes'

// What the form begins with: what was given before, else what the server suggests.
export function firstState(
  fields: readonly DocumentField[],
  given: readonly GivenValue[] = [],
): GivenState {
  const state: GivenState = {}
  for (const field of fields) {
    const before = given.find((value) => value.name === field.name)
    if (isRows(field)) {
      state[field.name] = (before?.rows ?? []).map((row) =>
        Object.fromEntries(row.cells.map((cell) => [cell.name, cell.text ?? ''])),
      )
    } else {
      state[field.name] = before?.text ?? field.suggestion ?? ''
    }
  }
  return state
}

// As the API takes it; what is empty is left to the record.
export function toGiven(fields: readonly DocumentField[], state: GivenState): GivenValue[] {
  const given: GivenValue[] = []
  for (const field of fields) {
    const value = state[field.name]
    if (typeof value === 'string') {
      if (value.trim()) given.push({ name: field.name, text: value.trim() })
      continue
    }
    const rows = (value ?? []).filter((row) => Object.values(row).some((text) => text.trim()))
    if (rows.length === 0) continue
    given.push({
      name: field.name,
      rows: rows.map((row) => ({
        cells: field.columns.map((column) => ({
          name: column.name,
          text: (row[column.name] ?? '').trim(),
        })),
      })),
    })
  }
  return given
}

export function missingIn(fields: readonly DocumentField[], state: GivenState): string[] {
  const given = toGiven(fields, state).map((value) => value.name)
  return fields
    .filter((field) => field.is_required && !given.includes(field.name))
    .map((field) => field.name)
}

interface Props {
  fields: readonly DocumentField[]
  state: GivenState
  missing: readonly string[]
  onChange: (state: GivenState) => void
}

export function GivenForm({ fields, state, missing, onChange }: Props) {
  const t = useText()
  if (fields.length === 0) return <p className="muted">{t('newDocument.nothingAsked')}</p>
  return (
    <Form layout="vertical" component="div">
      {fields.map((field) => (
        <Form.Item
          key={field.name}
          label={field.name}
          htmlFor={`given-${field.name}`}
          required={field.is_required}
          validateStatus={missing.includes(field.name) ? 'error' : undefined}
          help={missing.includes(field.name) ? t('common.needed') : undefined}
          extra={[field.is_known ? t('newDocument.known') : '', field.hint]
            .filter(Boolean)
            .join(' · ')}
        >
          {isRows(field) ? (
            <Rows
              field={field}
              rows={(state[field.name] as Row[] | undefined) ?? []}
              onChange={(rows) => onChange({ ...state, [field.name]: rows })}
            />
          ) : (
            <Entry
              id={`given-${field.name}`}
              label={field.name}
              type={field.type}
              value={(state[field.name] as string | undefined) ?? ''}
              onChange={(text) => onChange({ ...state, [field.name]: text })}
            />
          )}
        </Form.Item>
      ))}
    </Form>
  )
}

interface EntryProps {
  id?: string
  label: string
  type: DocumentField['type']
  value: string
  onChange: (text: string) => void
}

function Entry({ id, label, type, value, onChange }: EntryProps) {
  const t = useText()
  switch (type) {
    case 'day':
      return (
        <DayPicker
          id={id}
          label={label}
          allowClear
          value={value || null}
          onChange={(day) => onChange(day ?? '')}
        />
      )
    case 'truth':
      return (
        <Select
          id={id}
          aria-label={label}
          allowClear
          value={value || undefined}
          onChange={(next: string | undefined) => onChange(next ?? '')}
          options={[
            { value: yes, label: t('common.yes') },
            { value: no, label: t('common.no') },
          ]}
        />
      )
    case 'long_text':
      return (
        <Input.TextArea
          id={id}
          aria-label={label}
          autoSize={{ minRows: 2, maxRows: 10 }}
          maxLength={2000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    default:
      return (
        <Input
          id={id}
          aria-label={label}
          inputMode={type === 'number' ? 'decimal' : undefined}
          maxLength={200}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )
  }
}

interface RowsProps {
  field: DocumentField
  rows: readonly Row[]
  onChange: (rows: Row[]) => void
}

function Rows({ field, rows, onChange }: RowsProps) {
  const t = useText()
  return (
    <>
      {rows.length > 0 && (
        <div className="scroll-x">
          <table className="given-table">
            <thead>
              <tr>
                {field.columns.map((column) => (
                  <th key={column.name}>{column.name}</th>
                ))}
                <th />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, number) => (
                <tr key={number}>
                  {field.columns.map((column) => (
                    <td key={column.name}>
                      <Entry
                        label={`${column.name} ${number + 1}`}
                        type={column.type}
                        value={row[column.name] ?? ''}
                        onChange={(text) =>
                          onChange(
                            rows.map((other, place) =>
                              place === number ? { ...other, [column.name]: text } : other,
                            ),
                          )
                        }
                      />
                    </td>
                  ))}
                  <td>
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={t('newDocument.removeRow', { number: number + 1 })}
                      onClick={() => onChange(rows.filter((_, place) => place !== number))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button
        size="small"
        icon={<PlusOutlined />}
        aria-label={`${field.name} ${t('newDocument.addRow')}`}
        onClick={() => onChange([...rows, {}])}
      >
        {t('newDocument.addRow')}
      </Button>
    </>
  )
}
