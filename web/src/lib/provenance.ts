// SPDX-License-Identifier: Apache-2.0

interface Fact {
  name: string
  row: string
  period: string
}

// Returns where a fact of an explanation comes from: the same name, row and period.
export function provenanceOf<T extends Fact>(all: readonly T[], fact: Fact): T | undefined {
  return all.find(
    (item) => item.name === fact.name && item.row === fact.row && item.period === fact.period,
  )
}
