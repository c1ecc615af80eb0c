// SPDX-License-Identifier: Apache-2.0
import { DatePicker } from 'antd'
import { fromPicker, toPicker, type IsoDay } from '../lib/date'

interface Props {
  value?: IsoDay | null
  onChange?: (day: IsoDay | null) => void
  allowClear?: boolean
  id?: string
  label?: string
}

export function DayPicker({ value, onChange, allowClear = false, id, label }: Props) {
  return (
    <DatePicker
      id={id}
      aria-label={label}
      value={toPicker(value)}
      onChange={(day) => onChange?.(fromPicker(day))}
      allowClear={allowClear}
    />
  )
}
