// SPDX-License-Identifier: Apache-2.0
import type { Page } from '@playwright/test'
import { call, enter, expect, look, test } from './helpers'

const title = '甘溪镇村级目标管理考核办法'

interface Regulation {
  id: string
  current: { id: string }
}

// The village regulation as it stands.
async function villages(page: Page): Promise<Regulation> {
  const { items } = await call<{ items: { id: string; slug: string }[] }>(
    page,
    'GET',
    '/regulations?query=ganxi-village',
  )
  const { id } = items.find((row) => row.slug === 'ganxi-village')!
  return call<Regulation>(page, 'GET', `/regulations/${id}`)
}

// Begins a draft on what is in force; returns the address of its editor.
async function draft(page: Page, label: string): Promise<string> {
  const { id } = await villages(page)
  await page.goto(`/regulations/${id}`)
  await page.getByRole('button', { name: '起草新版本' }).last().click()
  await page.getByLabel('版本号').fill(label)
  await page.getByRole('dialog').getByRole('button', { name: '新建' }).click()
  await expect(page).toHaveURL(/\/edit$/)
  await expect(page.getByText('已检查')).toBeVisible()
  return new URL(page.url()).pathname
}

async function replaceAll(page: Page, before: string, after: string) {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+f')
  const find = page.locator('.cm-search')
  await find.locator('input[name=search]').fill(before)
  await find.locator('input[name=replace]').fill(after)
  await find.locator('button[name=replaceAll]').click()
  await find.locator('button[name=close]').click()
}

test('reads a regulation: text, rules and cases side by side', async ({ page }) => {
  await enter(page, 'office', '/regulations?query=ganxi-village')
  await page.getByRole('link', { name: title }).click()
  await expect(page).toHaveURL(/\/regulations\/\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('甘溪镇')
  await page
    .getByRole('row', { name: /2012/ })
    .getByRole('link', { name: '2012', exact: true })
    .last()
    .click()
  const article = page.getByRole('region', { name: /第十条/ })
  await article.scrollIntoViewIfNeeded()
  await expect(article.getByText('系数', { exact: true })).toBeVisible()
  await expect(article.getByRole('listitem').first()).toBeVisible()
})

test('edits with live lint and totals, keeps unsaved work, saves, compares', async ({ page }) => {
  await enter(page, 'office')
  const { current } = await villages(page)
  const editing = await draft(page, '试编')
  await page.getByRole('tab', { name: /指标树/ }).click()
  await expect(page.locator('.indicator-table').first()).toBeVisible()
  await look(page, 'editor-tree')

  await replaceAll(page, '指标 粮食生产 8分', '指标 粮食生产 9分')
  await expect(page.getByText('1 个文件尚未保存')).toBeVisible()
  await expect(page.getByText('下级合计 41 分，应为 40 分')).toBeVisible()
  await look(page, 'editor-wrong')
  await page.getByRole('tab', { name: /检查/ }).click()
  await page.getByRole('button', { name: /regulation.md:\d+/ }).first().click()
  await expect(page.locator('.cm-lintRange-error').first()).toBeVisible()

  await page.getByRole('button', { name: '返回' }).click()
  await expect(page.getByRole('dialog', { name: '有尚未保存的修改' })).toBeVisible()
  await page.getByRole('button', { name: '留在此页' }).click()

  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('已全部保存')).toBeVisible()
  await replaceAll(page, '参数 超额加分上限 = 20%', '参数 超额加分上限 = 10%')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已全部保存')).toBeVisible()
  await page.goto(`${editing.replace(/\/edit$/, '/diff')}?against=${current.id}`)
  await expect(page.getByText('参数“超额加分上限”')).toBeVisible()
  await look(page, 'diff')
})

test('two people edit one text: the lines of both stay', async ({ page, other }) => {
  await enter(page, 'office')
  const editing = await draft(page, '合编')
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await page.keyboard.type('（我改的）')

  await enter(other, 'office-2', editing)
  await expect(other.getByText('已检查')).toBeVisible()
  await other.locator('.cm-content').click()
  await other.keyboard.press('Control+Home')
  await other.keyboard.press('ArrowDown')
  await other.keyboard.press('End')
  await other.keyboard.type('（他改的）')
  await other.keyboard.press('Control+End')
  await other.keyboard.type('\n他加的一行\n')
  await other.getByRole('button', { name: '保存' }).click()
  await expect(other.getByText('已全部保存')).toBeVisible()

  await page.getByRole('button', { name: '保存' }).click()
  const dialog = page.getByRole('dialog', { name: /已被他人修改/ })
  await expect(dialog).toBeVisible()
  await look(page, 'text-conflict')
  await dialog.getByRole('button', { name: '合并' }).click()
  const editor = page.locator('.cm-content')
  await expect(editor.getByText('（我改的）')).toBeVisible()
  await expect(editor.getByText('（他改的）')).toBeVisible()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已全部保存')).toBeVisible()
  const stored = await call<{ text: string }>(
    page,
    'GET',
    `${editing.replace(/\/edit$/, '')}/files/regulation.md`,
  )
  expect(stored.text).toContain('（我改的）')
  expect(stored.text).toContain('（他改的）')
  expect(stored.text).toContain('他加的一行')
})

test('publishing has a checklist and freezes the version', async ({ page }) => {
  await enter(page, 'office')
  await draft(page, '2028')
  await page.getByRole('button', { name: '发布' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/没有错误/)).toBeVisible()
  await look(page, 'publish')
  const publish = dialog.getByRole('button', { name: '发布' })
  await expect(publish).toBeDisabled()
  await dialog.getByRole('checkbox').check()
  await publish.click()
  await expect(page.getByText('此版本已经发布或撤回，不能修改')).toBeVisible()
})
