// SPDX-License-Identifier: Apache-2.0
// Where what a stage lacks can be mended.
const places: [prefix: string, to: (id: string) => string][] = [
  ['sheet_draft', (id) => `/assessments/${id}/targets?state=draft`],
  ['sheet_submitted', (id) => `/assessments/${id}/targets?state=submitted`],
  ['sheet_confirmed', (id) => `/assessments/${id}/targets?state=confirmed`],
  ['sheet_', (id) => `/assessments/${id}/targets`],
  ['target', (id) => `/assessments/${id}/targets`],
  ['data_', (id) => `/reporting?assessment=${id}`],
  ['no_verifier', (id) => `/assessments/${id}/fields`],
  ['no_field', (id) => `/assessments/${id}/fields`],
  ['no_', (id) => `/assessments/${id}/assessees`],
]

export function missingLink(id: string, code: string): string | null {
  return places.find(([prefix]) => code.startsWith(prefix))?.[1](id) ?? null
}
