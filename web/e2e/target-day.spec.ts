// SPDX-License-Identifier: Apache-2.0
// The way of a unit's targets against a real server with the demonstration year: the clerk drafts, the
// leader confirms, the office returns and approves, both sides sign, the public reads.
// It works on next year's sheet of the clerk's unit, so it runs once on fresh data.
import type { Locator, Page } from '@playwright/test'
import { enter, expect, isFixture, test } from './helpers'

const desktop = { width: 1366, height: 768 }
const phone = { width: 390, height: 844 }

async function shot(page: Page, name: string) {
  await page.waitForLoadState('networkidle')
  for (const [size, viewport] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport)
    await page.waitForTimeout(300)
    await page.screenshot({ path: `test-results/screens/targets-${size}-${name}.png` })
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(excess, `${name} is too wide at ${size}`).toBeLessThanOrEqual(0)
  }
}

async function as(page: Page, role: string) {
  await page.context().clearCookies()
  await enter(page, role)
}

// Fills what is still empty with last year's value, or 10.
async function fillEmpty(page: Page) {
  const rows = page.locator('table.sheet tbody tr')
  for (let index = 0; index < (await rows.count()); index++) {
    const row = rows.nth(index)
    const value = row.locator('.decimal-entry input')
    if ((await value.count()) === 0 || (await value.inputValue()) !== '') continue
    const baseline = await row.locator('td.number').first().textContent()
    const number = baseline?.replaceAll(',', '').trim() ?? ''
    await value.fill(/^\d/.test(number) ? number : '10')
  }
}

async function confirmIn(page: Page, button: string) {
  await page.getByRole('button', { name: button, exact: true }).click()
  const dialog: Locator = page.getByRole('dialog')
  await dialog.getByRole('button', { name: button, exact: true }).click()
  await expect(dialog).toHaveCount(0)
}

test('targets are drafted, returned, approved, published and signed', async ({ page }) => {
  test.skip(isFixture, 'needs the demonstration year')
  test.setTimeout(400_000)
  const state = (text: string) => page.locator('.page-title').getByText(text, { exact: true })

  await as(page, 'reporting_clerk')
  await shot(page, 'clerk-home')
  await page.getByRole('region', { name: /目标/ }).getByRole('link').first().click()
  await expect(state('拟定')).toBeVisible()
  const address = new URL(page.url()).pathname
  await shot(page, 'draft')
  await expect(page.getByRole('button', { name: '提交', exact: true })).toBeDisabled()
  await fillEmpty(page)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已填齐')).toBeVisible()
  await confirmIn(page, '提交')
  await expect(state('待单位确认')).toBeVisible()
  await expect(page.getByRole('button', { name: '保存', exact: true })).toHaveCount(0)

  await as(page, 'unit_leader')
  await shot(page, 'leader-home')
  await page.goto(address)
  await confirmIn(page, '确认')
  await expect(state('待审定')).toBeVisible()
  await shot(page, 'confirmed')

  await as(page, 'office')
  await shot(page, 'office-home')
  await page.goto(address)
  await page.getByRole('button', { name: '退回', exact: true }).click()
  await page.getByLabel('退回理由', { exact: true }).fill('请说明测算依据')
  await page.getByLabel(/^此项退回理由/).first().fill('低于上年完成数')
  await shot(page, 'returning')
  await page.getByRole('button', { name: '确认退回' }).click()
  await expect(page.getByText('退回：低于上年完成数')).toBeVisible()
  await shot(page, 'returned')

  await as(page, 'reporting_clerk')
  await page.goto(address)
  await expect(page.getByText('退回：请说明测算依据').first()).toBeVisible()
  await page.getByLabel(/^措施/).first().fill('按月调度，确保不低于上年')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已保存')).toBeVisible()
  await confirmIn(page, '提交')
  await expect(state('待单位确认')).toBeVisible()
  await as(page, 'unit_leader')
  await page.goto(address)
  await confirmIn(page, '确认')
  await expect(state('待审定')).toBeVisible()

  await as(page, 'office')
  await page.goto(address)
  const assessment = await page.locator('a[href^="/assessments/"]').first().getAttribute('href')
  await confirmIn(page, '审定')
  await expect(state('已审定')).toBeVisible()
  await page.goto(assessment!)
  await shot(page, 'assessment')
  await page.goto(`${assessment}/targets`)
  await shot(page, 'list')
  await page.getByRole('button', { name: '公布征求意见' }).click()
  await page.getByRole('dialog').getByLabel('征求意见截止日').fill('2026-12-20')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: '公布', exact: true }).click()
  await expect(page.getByText(/已公布 \d+ 张/)).toBeVisible()

  await as(page, 'reporting_clerk')
  await page.goto(`${address}/decomposition`)
  await expect(page.getByText(/项目标未完全落实|全部目标都已落实/).first()).toBeVisible()
  const even = page.getByRole('button', { name: '平均分给下级' }).first()
  if ((await even.count()) > 0) await even.click()
  await shot(page, 'decomposition')

  await page.goto('/')
  await as(page, 'unit_leader')
  await page.goto(`${address}/letter`)
  await page.getByRole('button', { name: '代表被考核方签字' }).click()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await shot(page, 'signing')
  await page.getByRole('dialog').getByRole('button', { name: '确认签字' }).click()
  await expect(page.getByRole('button', { name: '代表被考核方签字' })).toHaveCount(0)

  await as(page, 'leader')
  await page.goto(`${address}/letter`)
  await page.getByRole('button', { name: '代表上级签字' }).click()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await page.getByRole('dialog').getByRole('button', { name: '确认签字' }).click()
  await expect(page.getByText('双方已签字，责任书生效。')).toBeVisible()
  await shot(page, 'letter')
  await page.emulateMedia({ media: 'print' })
  await page.screenshot({ path: 'test-results/screens/targets-print-letter.png' })
  await page.emulateMedia({ media: 'screen' })

  await page.context().clearCookies()
  await page.goto(`/public/targets/${assessment!.split('/').pop()}`)
  await expect(page.getByRole('heading', { name: /目标公布/ })).toBeVisible()
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await shot(page, 'public')
})

const officePages: [name: string, path: string][] = [
  ['assessments', '/assessments'],
  ['fields', '/fields'],
  ['assessees', '/assessees'],
  ['review', '/review'],
]

test('the office sees fields, assessees and the review of the year', async ({ page }) => {
  test.skip(isFixture, 'needs the demonstration year')
  test.setTimeout(200_000)
  await enter(page, 'office')
  await page.goto('/assessments?stage=process')
  const first = await page.locator('.ant-table-row a').first().getAttribute('href')
  for (const [name, path] of officePages) {
    await page.goto(path === '/assessments' ? path : first + path)
    await expect(page.locator('.page h1')).toBeVisible()
    await expect(page.getByRole('status', { name: '正在载入' })).toHaveCount(0)
    await expect(page.locator('table').first()).toBeVisible()
    await shot(page, `office-${name}`)
  }
})

for (const role of ['verifying_department', 'panel_member', 'leader', 'auditor', 'staff']) {
  test(`${role}: what is to do and a guide on the first visit`, async ({ page }) => {
    test.skip(isFixture, 'needs the demonstration year')
    await enter(page, role)
    await expect(page.getByText('初次使用指引')).toBeVisible()
    await shot(page, `home-${role}`)
    await page.getByRole('button', { name: '不再显示' }).click()
    await page.reload()
    await expect(page.getByRole('button', { name: '使用指引' })).toBeVisible()
    await expect(page.getByText('初次使用指引')).toHaveCount(0)
  })
}
