// SPDX-License-Identifier: Apache-2.0
// From computation to notice to objection in the demonstration year: the data of this year's
// assessment of counties are closed, its result is computed, explained, published in spite of what is
// missing, read by the public, objected to by the clerk's county and decided.
import type { Page } from '@playwright/test'
import { call, enter, expect, look, phone, test } from './helpers'

interface Row {
  id: string
  stage: string
  version: number
  year: number
  regulation: { slug: string }
}

test.describe.configure({ mode: 'serial' })

// This year's assessment of counties, its data closed.
async function closed(page: Page): Promise<string> {
  const { items } = await call<{ items: Row[] }>(page, 'GET', '/assessments?page_size=200')
  const found = items
    .filter((row) => row.regulation.slug === 'jingzhou-county')
    .find((row) => row.stage === 'process' || row.stage === 'results')!
  if (found.stage === 'process') {
    await call(page, 'POST', `/assessments/${found.id}/stage`, {
      to: 'results',
      reason: '浏览器测试：提前关闭数据。',
      version: found.version,
    })
  }
  return found.id
}

let computation = ''
let objection = ''
let notice = ''

test('the office computes, explains, calibrates and publishes', async ({ page }) => {
  test.setTimeout(240_000)
  await enter(page, 'office')
  const toPublish = await closed(page)
  await page.goto(`/assessments/${toPublish}/results`)
  await page.getByRole('button', { name: /计算$/ }).first().click()
  await page.getByRole('dialog').getByLabel('名称').fill('浏览器测试结果')
  await page.getByRole('dialog').getByRole('button', { name: '开始计算' }).click()
  await page.getByRole('link', { name: '浏览器测试结果' }).first().click({ timeout: 60_000 })
  await expect(page).toHaveURL(/\/computations\/\d+/)
  computation = /computations\/(\d+)/.exec(page.url())![1]!
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await look(page, 'result-rank')

  // Why on a number, down to who entered it.
  await page.locator('.ant-table-row .cell-link.decimal').first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('tab', { name: '计算过程' }).click()
  await expect(drawer.locator('.node').first()).toBeVisible()
  await look(page, 'result-why')
  await drawer.getByRole('tab', { name: '得分台账' }).click()
  await page.keyboard.press('Escape')

  await page.getByRole('tab', { name: '分布' }).click()
  await expect(page.locator('canvas').first()).toBeVisible()
  await look(page, 'result-distribution')

  await page.goto(`/assessments/${toPublish}/publish?computation=${computation}`)
  await expect(page.getByText(/可以公示|尚不具备公示条件/).first()).toBeVisible()
  await look(page, 'result-readiness')
  await page.getByLabel('联系方式').fill('考核办 555-8800')
  const override = page.getByLabel('理由')
  if (await override.isVisible()) await override.fill('浏览器测试：其余事项不影响所公示的栏目。')
  await page.getByRole('button', { name: '开始公示' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '开始公示' }).click()
  await expect(page).toHaveURL(/\/publications\/\d+/)
  notice = /publications\/(\d+)/.exec(page.url())![1]!
  await look(page, 'result-publication')
  await page.goto(`/publications/${notice}/payouts`)
  await expect(page.getByRole('heading', { name: '奖金清单' })).toBeVisible()
  await look(page, 'result-payouts')
})

test('anybody reads the notice on a phone, without signing in', async ({ page }) => {
  await page.setViewportSize(phone)
  await page.goto('/public')
  await page.locator(`a[href="/public/notices/${notice}"]`).click()
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await look(page, 'result-notice', { phone })
})

test('the assessed objects to a figure of the own scorecard', async ({ page }) => {
  await page.setViewportSize(phone)
  await enter(page, 'reporting_clerk', `/computations/${computation}`)
  await page.locator('.ant-table-row a[href*="/scorecard/"]').first().click()
  await expect(page.locator('.scorecard')).toBeVisible()
  await look(page, 'result-scorecard', { phone })
  await page.locator('.scorecard-table .cell-link').first().click()
  await page.getByRole('button', { name: '对此项提出申诉' }).click()
  await page.getByLabel('申诉理由').fill('二季度到位的资金未计入，银行回单已交统计局。')
  await look(page, 'result-objecting', { phone })
  await page.getByRole('button', { name: '提交申诉' }).click()
  await expect(page).toHaveURL(/\/objections\/\d+/)
  objection = new URL(page.url()).pathname
  await look(page, 'result-objection', { phone })
})

test('the office assigns, to somebody independent', async ({ page }) => {
  await enter(page, 'office', '/objections?state=open')
  await page.locator(`a[href="${objection}"]`).click()
  await page.getByRole('button', { name: '指定办理人' }).click()
  await page.getByRole('dialog').getByLabel('办理人').click()
  await page
    .locator('.ant-select-item-option:not(.ant-select-item-option-disabled)')
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: '指定', exact: true }).click()
  await expect(page.getByText('办理中').first()).toBeVisible()
  await look(page, 'result-assigned')
})

test('the handler decides with a reason', async ({ page }) => {
  // Whom the office could choose from depends on who touched the figures: the API says who it was.
  for (const role of ['office-2', 'verifying_department', 'office']) {
    await enter(page, role, objection)
    const { may } = await call<{ may: string[] }>(page, 'GET', objection)
    if (may.includes('resolve')) break
  }
  await page.getByRole('button', { name: '作出结论' }).click()
  await expect(page.getByText('请选择成立或不成立')).toBeVisible()
  await page.getByText('成立', { exact: true }).first().click()
  await expect(page.getByText(/请更正有误的数据/)).toBeVisible()
  await look(page, 'result-correcting')
  // Some of the facts were never reported; one that was is corrected.
  const inputs = page.locator('.entry-table .decimal-entry input')
  let value = inputs.first()
  for (const input of await inputs.all()) {
    value = input
    if ((await input.inputValue()) !== '') break
  }
  const before = await value.inputValue()
  await value.fill(before.replace(/\d/, (digit) => (digit === '9' ? '8' : '9')))
  await page.getByLabel(/办理意见/).fill('经核对银行回单和统计台账，情况属实。')
  await page.getByRole('button', { name: '作出结论' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '作出结论' }).click()
  await expect(page.getByText('办理结论')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('link', { name: '查看改版后的公示' })).toBeVisible()
  await expect(page.getByText('连带变化')).toBeVisible()
  await look(page, 'result-decided')
})

test('the auditor recomputes the run and verifies the log', async ({ page }) => {
  await enter(page, 'auditor', `/computations/${computation}`)
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await page.goto('/audit?verify=1')
  await expect(page.getByText(/完整/).first()).toBeVisible()
  await look(page, 'result-auditor')
})
