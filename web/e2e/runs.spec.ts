// SPDX-License-Identifier: Apache-2.0
import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { call, enter, expect, look, phone, test } from './helpers'

const facts = resolve('../regulations/ganxi-village/2012/facts')

interface RunRow {
  id: string
  slug: string
  created_by: string
}

// The run of the village regulation that the demonstration came with.
async function shippedRun(page: Page): Promise<string> {
  const { items } = await call<{ items: RunRow[] }>(page, 'GET', '/runs?page_size=200')
  const row = items.find((one) => one.slug === 'ganxi-village' && one.created_by === 'kaogong')!
  return `/runs/${row.id}`
}

test('refused facts name table and line', async ({ page }) => {
  await enter(page, 'office', '/facts')
  await page.getByRole('button', { name: '上传数据' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('考核办法').click()
  await page.keyboard.type('甘溪镇村级')
  await page.locator('.ant-select-item-option', { hasText: '甘溪镇村级' }).click()
  await dialog.getByLabel('名称').fill('2026 年数据')
  const names = ['镇.csv', '村.csv', '村干部.csv', '表彰.csv', '通报批评.csv']
  await dialog.locator('input[type=file]').setInputFiles(
    names.map((name) => ({
      name,
      mimeType: 'text/csv',
      buffer: Buffer.from(
        readFileSync(resolve(facts, name), 'utf8')
          // A village that is not there, and a number that is none.
          .replace('钱桂英,青石村', '钱桂英,清石村')
          .replace('柳塘村,甘溪镇,1523', '柳塘村,甘溪镇,一千五'),
      ),
    })),
  )
  await dialog.getByRole('button', { name: '上传', exact: true }).click()
  const wrong = (text: string) => dialog.getByRole('row').filter({ hasText: text })
  await expect(wrong('“一千五”是中文数字')).toContainText('村.csv第 3 行')
  await expect(wrong('“清石村”不在数据里')).toContainText('村干部.csv第 3 行')
  await look(page, 'facts-refused')
})

test('a result is sorted, its columns chosen, every number explained', async ({ page }) => {
  await enter(page, 'office')
  await page.goto(await shippedRun(page))
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
  await look(page, 'why')
  await drawer.getByRole('tab', { name: '计算过程' }).click()
  await expect(drawer.getByRole('treeitem').first()).toBeVisible()
  await look(page, 'why-tree')
  await drawer.getByRole('tab', { name: '得分台账' }).click()
  await expect(drawer.getByText(/项相加等于该数/)).toBeVisible()
  await look(page, 'why-ledger')
  await drawer.getByRole('tab', { name: '还能得多少' }).click()
  await expect(drawer.getByText(/可再得/).first()).toBeVisible()
})

test('what-if: who moves, in words, a chart, a table and as data', async ({ page }) => {
  await enter(page, 'office')
  await page.goto(await shippedRun(page))
  await page.getByRole('button', { name: '试算比较' }).click()
  await page.getByLabel('参数', { exact: true }).fill('超额加分上限')
  await page.getByLabel('取值').fill('10%')
  await page.getByRole('button', { name: '开始比较' }).click()
  await expect(page.getByText(/\d+ 个上升，\d+ 个下降/).first()).toBeVisible()
  await expect(page.locator('canvas')).toBeVisible()
  await look(page, 'what-if-result')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出数据（CSV）' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text.split('\r\n').length).toBeGreaterThan(15)
})

test('on a phone a score and its reasons can be read', async ({ page }) => {
  await page.setViewportSize(phone)
  await enter(page, 'leader')
  await page.getByRole('button', { name: '主菜单' }).click()
  await page.getByRole('menuitem', { name: /测算$/ }).click()
  await page.getByRole('link', { name: '测算结果', exact: true }).click()
  await page.locator(`a[href="${await shippedRun(page)}"]`).click()
  await page.getByRole('button', { name: /青石村 总分/ }).click()
  await expect(page.getByRole('dialog').getByText(/第十条第二款/).first()).toBeVisible()
})
