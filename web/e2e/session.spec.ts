// SPDX-License-Identifier: Apache-2.0
import { enter, expect, isFixture, loginOf, password, roles, signIn, test } from './helpers'

for (const role of roles) {
  test(`${role} signs in, sees what the role may do, and signs out`, async ({ page }) => {
    await enter(page, role)
    const menu = page.getByRole('navigation', { name: '主菜单' })
    await expect(menu.getByRole('link', { name: '考核办法' })).toBeVisible()
    // Groups that are folded have to be opened first.
    for (const group of ['测算', '组织机构', '账号与权限']) {
      const title = menu.getByRole('menuitem', { name: group, exact: true })
      if ((await title.count()) > 0) await title.click()
    }
    const isOpen = async (name: string) =>
      (await menu.getByRole('link', { name, exact: true }).count()) > 0
    expect(await isOpen('账号')).toBe(['administrator', 'auditor'].includes(role))
    expect(await isOpen('审计日志')).toBe(['administrator', 'auditor'].includes(role))
    expect(await isOpen('批量导入')).toBe(['administrator', 'office'].includes(role))
    expect(await isOpen('测算结果')).toBe(['office', 'leader', 'auditor'].includes(role))
    await page.getByRole('button', { name: '当前用户' }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await expect(page.getByLabel('登录名')).toBeVisible()
    await page.goto('/organisation/units')
    await expect(page.getByLabel('登录名')).toBeVisible()
  })
}

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('登录名').fill('nobody-here')
  await page.getByLabel('密码', { exact: true }).fill('wrong-password')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
})

test('the language switches at once and stays', async ({ page }) => {
  await enter(page, 'office')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Welcome')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Welcome')
  await page.goto('/roles')
  await expect(page.getByRole('heading', { name: 'Role matrix' })).toBeVisible()
})

test('the role matrix shows every role and act on one page', async ({ page }) => {
  await enter(page, 'administrator')
  await page.goto('/roles')
  const table = page.getByRole('table', { name: '角色权限表' })
  await expect(table.getByRole('columnheader')).toHaveCount(9)
  await expect(table.getByRole('row')).toHaveCount(17)
  await expect(table.getByText('允许', { exact: true }).first()).toBeAttached()
})

test('a newcomer must choose a password first', async ({ page }) => {
  test.skip(!isFixture, 'the demonstration data has no such account')
  await signIn(page, 'newcomer')
  await expect(page.getByText('首次登录须先修改密码')).toBeVisible()
  await page.getByLabel('当前密码').fill(password)
  await page.getByLabel('新密码', { exact: true }).fill('LinJiang-2026')
  await page.getByLabel('再次输入新密码').fill('LinJiang-2026')
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('您好')
})

test('the administrator sees as another user, and only sees', async ({ page }) => {
  await enter(page, 'administrator')
  const clerk = loginOf('reporting_clerk')
  await page.goto(`/accounts?query=${clerk}`)
  await page.getByRole('link', { name: clerk, exact: true }).click()
  await page.getByRole('button', { name: '以此用户查看' }).click()
  await expect(page.getByText(/正在以“.*”的身份查看/)).toBeVisible()
  await page.goto('/organisation/units')
  await expect(page.getByRole('heading', { level: 1, name: '机构' })).toBeVisible()
  await expect(page.getByRole('button', { name: '新增机构' })).toHaveCount(0)
  await page.getByRole('button', { name: '结束查看' }).click()
  await expect(page.getByText(/正在以“.*”的身份查看/)).toHaveCount(0)
})
