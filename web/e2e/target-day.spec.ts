// SPDX-License-Identifier: Apache-2.0
// The way of a unit's targets in the demonstration year: the clerk drafts, the leader confirms, the
// office returns and approves, both sides sign, the public reads.
// It works on next year's sheet of the clerk's unit, so it runs once on fresh data.
import type { Locator, Page } from '@playwright/test'
import { call, enter, expect, look, test } from './helpers'

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

interface Sheet {
  id: string
  may: string[]
}

test('clerk and leader type into one sheet: what either typed stays', async ({ page, other }) => {
  await enter(page, 'reporting_clerk')
  const { items } = await call<{ items: Sheet[] }>(page, 'GET', '/target-sheets?page_size=200')
  const address = `/target-sheets/${items.find((sheet) => sheet.may.includes('save'))!.id}`
  const values = 'table.sheet tbody .decimal-entry input'
  await page.goto(address)
  await page.locator(values).nth(0).fill('11')
  await page.locator(values).nth(1).fill('12')

  await enter(other, 'unit_leader', address)
  await other.locator(values).nth(0).fill('21')
  await other.locator(values).nth(2).fill('23')
  await other.getByRole('button', { name: '保存', exact: true }).click()
  await expect(other.getByText('已保存')).toBeVisible()

  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText(/其中 1 项双方都改过/)).toBeVisible()
  await expect(page.locator(values).nth(0)).toHaveValue('11')
  await expect(page.locator(values).nth(2)).toHaveValue('23')
  await expect(page.getByText('他人填写：21')).toBeVisible()
  await look(page, 'targets-conflict')
  await page.getByRole('button', { name: '采用', exact: true }).click()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已保存')).toBeVisible()
  await page.reload()
  for (const [index, value] of ['21', '12', '23'].entries()) {
    await expect(page.locator(values).nth(index)).toHaveValue(value)
  }
})

test('targets are drafted, returned, approved, published and signed', async ({ page }) => {
  test.setTimeout(400_000)
  const state = (text: string) => page.locator('.page-title').getByText(text, { exact: true })

  await enter(page, 'reporting_clerk')
  await look(page, 'targets-clerk-home')
  await page.getByRole('region', { name: /目标/ }).getByRole('link').first().click()
  await expect(state('拟定')).toBeVisible()
  const address = new URL(page.url()).pathname
  await look(page, 'targets-draft')
  await expect(page.getByRole('button', { name: '提交', exact: true })).toBeDisabled()
  await fillEmpty(page)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已填齐')).toBeVisible()
  await confirmIn(page, '提交')
  await expect(state('待单位确认')).toBeVisible()
  await expect(page.getByRole('button', { name: '保存', exact: true })).toHaveCount(0)

  await enter(page, 'unit_leader')
  await look(page, 'targets-leader-home')
  await page.goto(address)
  await confirmIn(page, '确认')
  await expect(state('待审定')).toBeVisible()
  await look(page, 'targets-confirmed')

  await enter(page, 'office')
  await look(page, 'targets-office-home')
  await page.goto(address)
  await page.getByRole('button', { name: '退回', exact: true }).click()
  await page.getByLabel('退回理由', { exact: true }).fill('请说明测算依据')
  await page.getByLabel(/^此项退回理由/).first().fill('低于上年完成数')
  await look(page, 'targets-returning')
  await page.getByRole('button', { name: '确认退回' }).click()
  await expect(page.getByText('退回：低于上年完成数')).toBeVisible()
  await look(page, 'targets-returned')

  await enter(page, 'reporting_clerk', address)
  await expect(page.getByText('退回：请说明测算依据').first()).toBeVisible()
  await page.getByLabel(/^措施/).first().fill('按月调度，确保不低于上年')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已保存')).toBeVisible()
  await confirmIn(page, '提交')
  await expect(state('待单位确认')).toBeVisible()
  await enter(page, 'unit_leader', address)
  await confirmIn(page, '确认')
  await expect(state('待审定')).toBeVisible()

  await enter(page, 'office', address)
  const assessment = await page.locator('a[href^="/assessments/"]').first().getAttribute('href')
  await confirmIn(page, '审定')
  await expect(state('已审定')).toBeVisible()
  await page.goto(assessment!)
  await look(page, 'targets-assessment')
  await page.goto(`${assessment}/targets`)
  await look(page, 'targets-list')
  await page.getByRole('button', { name: '公布征求意见' }).click()
  await page.getByRole('dialog').getByLabel('征求意见截止日').fill('2026-12-20')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: '公布', exact: true }).click()
  await expect(page.getByText(/已公布 \d+ 张/)).toBeVisible()

  await enter(page, 'reporting_clerk', `${address}/decomposition`)
  await expect(page.getByText(/项目标未完全落实|全部目标都已落实/).first()).toBeVisible()
  const even = page.getByRole('button', { name: '平均分给下级' }).first()
  if ((await even.count()) > 0) await even.click()
  await look(page, 'targets-decomposition')

  await page.goto('/')
  await enter(page, 'unit_leader', `${address}/letter`)
  await page.getByRole('button', { name: '代表被考核方签字' }).click()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await look(page, 'targets-signing')
  await page.getByRole('dialog').getByRole('button', { name: '确认签字' }).click()
  await expect(page.getByRole('button', { name: '代表被考核方签字' })).toHaveCount(0)

  await enter(page, 'leader', `${address}/letter`)
  await page.getByRole('button', { name: '代表上级签字' }).click()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await page.getByRole('dialog').getByRole('button', { name: '确认签字' }).click()
  await expect(page.getByText('双方已签字，责任书生效。')).toBeVisible()
  await look(page, 'targets-letter')
  await page.emulateMedia({ media: 'print' })
  await page.screenshot({ path: 'test-results/screens/targets-print-letter.png' })
  await page.emulateMedia({ media: 'screen' })

  await page.context().clearCookies()
  await page.goto(`/public/targets/${assessment!.split('/').pop()}`)
  await expect(page.getByRole('heading', { name: /目标公布/ })).toBeVisible()
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await look(page, 'targets-public')
})

const officePages: [name: string, path: string][] = [
  ['assessments', '/assessments'],
  ['fields', '/fields'],
  ['assessees', '/assessees'],
  ['review', '/review'],
]

test('the office sees fields, assessees and the review of the year', async ({ page }) => {
  test.setTimeout(200_000)
  await enter(page, 'office', '/assessments?stage=process')
  const first = await page.locator('.ant-table-row a').first().getAttribute('href')
  for (const [name, path] of officePages) {
    await page.goto(path === '/assessments' ? path : first + path)
    await expect(page.locator('.page h1')).toBeVisible()
    await expect(page.getByRole('status', { name: '正在载入' })).toHaveCount(0)
    await expect(page.locator('table').first()).toBeVisible()
    await look(page, `targets-office-${name}`)
  }
})

for (const role of ['verifying_department', 'panel_member', 'leader', 'auditor', 'staff']) {
  test(`${role}: what is to do and a guide on the first visit`, async ({ page }) => {
      await enter(page, role)
    await expect(page.getByText('初次使用指引')).toBeVisible()
    await look(page, `targets-home-${role}`)
    await page.getByRole('button', { name: '不再显示' }).click()
    await page.reload()
    await expect(page.getByRole('button', { name: '使用指引' })).toBeVisible()
    await expect(page.getByText('初次使用指引')).toHaveCount(0)
  })
}
