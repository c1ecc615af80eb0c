// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { expect, it } from 'vitest'
import { ruleBlocks } from './rule-blocks'

it('joins what stands together and parts what does not', () => {
  expect(
    ruleBlocks([
      { line: 10, text: '针对 村' },
      { line: 11, text: '数据 粮食: 小数2\n  来源 统计站' },
      { line: 14, text: '指标 粮食 8分' },
      { line: 40, text: '总分 = 粮食' },
    ]),
  ).toEqual([
    { line: 10, text: '针对 村\n数据 粮食: 小数2\n  来源 统计站\n\n指标 粮食 8分' },
    { line: 40, text: '总分 = 粮食' },
  ])
  expect(ruleBlocks([])).toEqual([])
})
