// SPDX-License-Identifier: Apache-2.0
import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { enter, expect, isFixture, test } from './helpers'

// The newest run of the village regulation.
async function openRun(page: Page) {
  const row = page.getByRole('row', { name: /甘溪镇村级目标管理考核办法/ }).first()
  await row.getByRole('link', { name: /测算 \d+/ }).click()
}

test('refused facts name sheet and cell', async ({ page }) => {
  test.skip(!isFixture, 'writes')
  await enter(page, 'office')
  await page.goto('/facts')
  await page.getByRole('button', { name: '上传数据' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('考核办法').click()
  await page.locator('.ant-select-item-option', { hasText: '甘溪镇' }).click()
  await dialog.getByLabel('名称').fill('2026 年数据')
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: '村.csv', mimeType: 'text/csv', buffer: Buffer.from('bad') })
  await dialog.getByRole('button', { name: '上传', exact: true }).click()
  await expect(dialog.getByText('没有名为“清石村”的村')).toBeVisible()
  await expect(dialog.getByRole('cell', { name: 'C3' })).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/desktop-facts-refused.png' })
})

test('a result is sorted, its columns chosen, every number explained', async ({ page }) => {
  await enter(page, 'office')
  await page.goto('/runs')
  await openRun(page)
  await page.getByRole('columnheader', { name: /总分/ }).click()
  await expect(page).toHaveURL(/sort=/)
  await page.getByRole('button', { name: /显示列/ }).click()
  await page.getByRole('checkbox', { name: '粮食生产' }).check()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: /粮食生产/ })).toBeVisible()
  await page.getByPlaceholder('按名称查找').fill('青石')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /青石村 总分/ }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText(/第十条第二款/).first()).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/desktop-why.png' })
  await drawer.getByRole('tab', { name: '计算过程' }).click()
  await expect(drawer.getByRole('treeitem').first()).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/desktop-why-tree.png' })
  await drawer.getByRole('tab', { name: '得分台账' }).click()
  await expect(drawer.getByText(/项相加等于该数/)).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/desktop-why-ledger.png' })
  await drawer.getByRole('tab', { name: '还能得多少' }).click()
  await expect(drawer.getByText(/可再得/).first()).toBeVisible()
})

test('what-if: who moves, in words, a chart, a table and as data', async ({ page }) => {
  await enter(page, 'office')
  await page.goto('/runs')
  await openRun(page)
  await page.getByRole('button', { name: '试算比较' }).click()
  await page.getByLabel('参数', { exact: true }).fill('超额加分上限')
  await page.getByLabel('取值').fill('10%')
  await page.getByRole('button', { name: '开始比较' }).click()
  await expect(page.getByText(/\d+ 个上升，\d+ 个下降/).first()).toBeVisible()
  await expect(page.locator('canvas')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/desktop-what-if-result.png', fullPage: true })
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出数据（CSV）' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text.split('\r\n').length).toBeGreaterThan(15)
})

test('on a phone a score and its reasons can be read', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await enter(page, 'leader')
  await page.getByRole('button', { name: '主菜单' }).click()
  await page.getByRole('menuitem', { name: /测算$/ }).click()
  await page.getByRole('link', { name: '测算结果', exact: true }).click()
  await openRun(page)
  await page.getByRole('button', { name: /青石村 总分/ }).click()
  await expect(page.getByRole('dialog').getByText(/第十条第二款/).first()).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/phone-why.png' })
})
