// SPDX-License-Identifier: Apache-2.0
import type { FormInstance } from 'antd'
import { ApiError } from '../lib/api-client'

// Puts the server's errors beside their fields (/name, /grants/0/role). Returns what is left over
// for an alert: the error itself when some of it has no field here.
export function applyErrors(form: FormInstance, error: unknown): unknown {
  if (!(error instanceof ApiError) || error.errors.length === 0) return error
  let isAllPlaced = true
  const byField = new Map<string, string[]>()
  for (const { pointer, message } of error.errors) {
    const name = pointer.split('/')[1] ?? ''
    if (form.getFieldInstance(name) === undefined) isAllPlaced = false
    byField.set(name, [...(byField.get(name) ?? []), message])
  }
  form.setFields([...byField].map(([name, errors]) => ({ name, errors })))
  return isAllPlaced ? null : error
}
