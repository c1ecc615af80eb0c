// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { expect, it } from 'vitest'
import { tableOf } from './article-text'

it('reads a table and leaves prose alone', () => {
  expect(tableOf('| 方式 | 分值 |\n|---|---:|\n| 看 | 10 |')).toEqual([
    ['方式', '分值'],
    ['看', '10'],
  ])
  expect(tableOf('| 看 | 10 | 看校园和设施 |')).toEqual([['看', '10', '看校园和设施']])
  expect(tableOf('每项 10 分。\n| 看 | 10 |')).toBeNull()
})
