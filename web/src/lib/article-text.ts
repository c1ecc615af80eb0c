// SPDX-License-Identifier: Apache-2.0
// Tables in the text of an article: | 方式 | 分值 |, as Markdown writes them.

const row = /^\|(.*)\|$/

// Returns the cells of each row, without the line under the head; null for what is no table.
export function tableOf(text: string): string[][] | null {
  const lines = text.trim().split('\n').map((line) => line.trim())
  if (!lines.every((line) => row.test(line))) return null
  return lines
    .map((line) => row.exec(line)![1]!.split('|').map((cell) => cell.trim()))
    .filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)))
}
