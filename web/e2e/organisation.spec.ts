// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { call, enter, expect, fileToUpload, look, test } from './helpers'

test('finds a unit in the tree and goes to its people', async ({ page }) => {
  await enter(page, 'office', '/organisation/units')
  const tree = page.locator('.unit-tree')
  await expect(tree).toBeVisible()
  const names = await tree.locator('.tree-title > span:first-child').allTextContents()
  expect(names.length).toBeGreaterThan(20)
  const wanted = names[3]!
  await page.getByPlaceholder('按名称、简称或代码查找机构').fill(wanted)
  await tree.getByText(wanted, { exact: true }).click()
  await expect(page.getByRole('heading', { level: 2, name: wanted })).toBeVisible()
  await page.getByRole('link', { name: '查看本机构及下级全部人员' }).click()
  await expect(page).toHaveURL(/with_below=1/)
  await page.locator('.ant-table-row a').first().click()
  await expect(page.getByText('基本信息')).toBeVisible()
})

test('positions are typed and pasted by keyboard', async ({ page }) => {
  await enter(page, 'office', '/organisation/positions')
  const codes = page.getByLabel(/^代码 \d+$/)
  await expect(codes.first()).toBeVisible()
  const count = await codes.count()
  await codes.last().click()
  await codes.last().press('Enter')
  const [one, two] = [count + 1, count + 2]
  await expect(page.getByLabel(`代码 ${one}`, { exact: true })).toBeFocused()
  await page.getByLabel(`代码 ${one}`, { exact: true }).evaluate((input) => {
    const data = new DataTransfer()
    data.setData('text/plain', 'T1\t一级调研员\t1.35\t97\nT2\t二级调研员\t1.3x\t98')
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  })
  await expect(page.getByLabel(`职务名称 ${two}`)).toHaveValue('二级调研员')
  await expect(page.getByRole('button', { name: '保存' })).toBeDisabled()
  await page.getByLabel(`系数 ${two}`).fill('1.3')
  await page.getByLabel(`系数 ${two}`).press('ArrowUp')
  await expect(page.getByLabel(`系数 ${one}`)).toBeFocused()
  await look(page, 'positions-typed')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存 2 行')).toBeVisible()
})

test('two people edit one person: both sides shown, nothing lost', async ({ page, other }) => {
  await enter(page, 'office')
  const { items } = await call<{ items: { id: string }[] }>(
    page,
    'GET',
    '/persons?page_size=1&page=270',
  )
  const address = `/organisation/persons/${items[0]!.id}`
  await page.goto(address)
  await page.getByRole('button', { name: '编辑' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('姓名').fill('我改的名')
  await dialog.getByLabel('备注').fill('我写的备注')

  await enter(other, 'office-2', address)
  await other.getByRole('button', { name: '编辑' }).first().click()
  await other.getByRole('dialog').getByLabel('姓名').fill('他改的名')
  await other.getByRole('dialog').getByLabel('电话').fill('13911112222')
  await other.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(other.getByRole('heading', { level: 1, name: '他改的名' })).toBeVisible()

  await dialog.getByRole('button', { name: '保存' }).click()
  const conflict = page.getByRole('dialog', { name: '内容已被他人修改' })
  await expect(conflict.getByText('我改的名')).toBeVisible()
  await expect(conflict.getByText('他改的名')).toBeVisible()
  await conflict.getByRole('radiogroup').getByText('他人修改').click()
  await look(page, 'conflict')
  await conflict.getByRole('button', { name: '按选择保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '他改的名' })).toBeVisible()
  await expect(page.getByText('我写的备注')).toBeVisible()
  await expect(page.getByText('13911112222')).toBeVisible()
})

test('an import with bad rows writes nothing and says where they are', async ({ page }) => {
  await enter(page, 'office', '/organisation/import')
  await page.locator('input[type=file]').setInputFiles(fileToUpload('bad.xlsx'))
  await expect(page.getByText(/处错误，未写入任何数据/)).toBeVisible()
  await expect(page.getByRole('columnheader', { name: '单元格' })).toBeVisible()
  await look(page, 'import-refused')
  await expect(page.getByRole('button', { name: '确认写入' })).toHaveCount(0)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text).toContain('单元格')
})

test('an import in order is shown before it is applied', async ({ page }) => {
  await enter(page, 'office', '/organisation/import')
  await page.locator('input[type=file]').setInputFiles(fileToUpload('good.xlsx'))
  await expect(page.getByText('核对无误，可以写入')).toBeVisible()
  await look(page, 'import-ready')
  await page.getByRole('button', { name: '确认写入' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认写入' }).click()
  await expect(page.getByText('已写入', { exact: true })).toBeVisible()
})
