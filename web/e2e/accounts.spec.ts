// SPDX-License-Identifier: Apache-2.0
import { call, enter, expect, look, signIn, test } from './helpers'

interface Persons {
  items: { id: string; code: string; name: string }[]
}

test('a new account: grants, a password shown once, and another chosen at once', async ({
  page,
  other,
}) => {
  await enter(page, 'administrator', '/accounts')
  // Nobody at the end of the list has an account.
  const { items } = await call<Persons>(page, 'GET', '/persons?page_size=1&page=280')
  const newcomer = items[0]!
  await page.getByRole('button', { name: '新建账号' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('人员').click()
  await dialog.getByLabel('人员').fill(newcomer.code)
  await page.locator('.ant-select-item-option', { hasText: newcomer.code }).click()
  await dialog.getByLabel('登录名').fill('office')
  await dialog.getByLabel('角色').click()
  await page.locator('.ant-select-item-option', { hasText: '审计员' }).click()
  await dialog.getByLabel('范围').click()
  await page.locator('.ant-select-item-option', { hasText: '全部范围' }).click()
  await look(page, 'account-new')
  await dialog.getByRole('button', { name: '新建' }).click()
  // The server's word stands beside the field.
  await expect(dialog.getByText('登录名“office”已被使用')).toBeVisible()
  await dialog.getByLabel('登录名').fill('second.auditor')
  await dialog.getByRole('button', { name: '新建' }).click()
  const shown = page.getByRole('dialog', { name: '初始密码' })
  const initial = await shown.locator('.copy-text code').innerText()
  expect(initial.length).toBeGreaterThanOrEqual(12)
  await look(page, 'password-once')
  await shown.getByRole('button', { name: '已记录' }).click()
  await expect(page.getByText(initial)).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'second.auditor' })).toBeVisible()

  await signIn(other, 'second.auditor', initial)
  await expect(other.getByText('首次登录须先修改密码')).toBeVisible()
  // Nothing else is open before that.
  await other.goto('/audit')
  await expect(other.getByText('首次登录须先修改密码')).toBeVisible()
  await look(other, 'password-forced')
  await other.getByLabel('当前密码').fill(initial)
  await other.getByLabel('新密码', { exact: true }).fill('12345678')
  await other.getByLabel('再次输入新密码').fill('12345678')
  await other.getByRole('button', { name: '修改密码' }).click()
  await expect(other.getByText('首次登录须先修改密码')).toBeVisible()
  await other.getByLabel('新密码', { exact: true }).fill('LinJiang-2026')
  await other.getByLabel('再次输入新密码').fill('LinJiang-2026')
  await other.getByRole('button', { name: '修改密码' }).click()
  await expect(other.getByRole('heading', { level: 1, name: '审计日志' })).toBeVisible()
  await other.context().clearCookies()
  await signIn(other, 'second.auditor', 'LinJiang-2026')
  await expect(other.getByRole('heading', { level: 1 })).toContainText(newcomer.name)
})

test('the auditor verifies the log and reads a record', async ({ page }) => {
  await enter(page, 'auditor', '/audit')
  await page.getByRole('button', { name: '校验完整性' }).click()
  await expect(page.getByText(/日志完整/)).toBeVisible()
  await page.locator('.ant-table-row button').first().click()
  await expect(page.getByRole('heading', { name: '详情' })).toBeVisible()
  await look(page, 'audit-detail')
})
