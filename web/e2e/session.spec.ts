// SPDX-License-Identifier: Apache-2.0
import { call, enter, expect, loginOf, roles, signIn, test } from './helpers'

// Who finds what in the menu.
const doors: Record<string, readonly string[]> = {
  考核办法: roles,
  账号: ['administrator', 'auditor'],
  审计日志: ['administrator', 'auditor'],
  批量导入: ['administrator', 'office'],
  测算结果: ['office', 'leader', 'auditor'],
}

for (const role of roles) {
  test(`${role} signs in, sees what the role may do, and signs out`, async ({ page }) => {
    await signIn(page, loginOf(role))
    await expect(page.getByRole('heading', { level: 1 })).toContainText('您好')
    const menu = page.getByRole('navigation', { name: '主菜单' })
    // Groups that are folded have to be opened first; their names stand behind an icon's.
    for (const group of ['测算', '组织机构', '账号与权限']) {
      const title = menu.getByRole('menuitem', { name: new RegExp(`(^| )${group}$`) })
      if ((await title.count()) > 0) await title.click()
    }
    for (const [name, whose] of Object.entries(doors)) {
      await expect(menu.getByRole('link', { name, exact: true })).toHaveCount(
        whose.includes(role) ? 1 : 0,
      )
    }
    await page.getByRole('button', { name: '当前用户' }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await expect(page.getByLabel('登录名')).toBeVisible()
    await page.goto('/organisation/units')
    await expect(page.getByLabel('登录名')).toBeVisible()
  })
}

test('a wrong password is refused in words', async ({ page }) => {
  await signIn(page, 'nobody-here', 'wrong-password')
  await expect(page.getByRole('alert')).toContainText('登录名或密码不对')
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

interface Matrix {
  roles: { role: string; name: string }[]
  acts: { act: string; roles: string[] }[]
}

test('the role matrix shows every role and act on one page', async ({ page }) => {
  await enter(page, 'administrator', '/roles')
  const matrix = await call<Matrix>(page, 'GET', '/roles')
  expect(matrix.roles.map(({ role }) => role).sort()).toEqual([...roles].sort())
  const table = page.getByRole('table', { name: '角色权限表' })
  // One column and one row more: what the acts and the roles are called.
  await expect(table.getByRole('columnheader')).toHaveCount(matrix.roles.length + 1)
  await expect(table.getByRole('row')).toHaveCount(matrix.acts.length + 1)
  await expect(table.getByText('允许', { exact: true })).toHaveCount(
    matrix.acts.reduce((sum, act) => sum + act.roles.length, 0),
  )
})

test('the administrator sees as another user, and only sees', async ({ page }) => {
  const clerk = loginOf('reporting_clerk')
  // In a session of its own: what it sees as it keeps to itself.
  await signIn(page, 'administrator')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('您好')
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
