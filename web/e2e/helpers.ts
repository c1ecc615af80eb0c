// SPDX-License-Identifier: Apache-2.0
import { expect, test as base, type Page } from '@playwright/test'

export const roles = [
  'administrator',
  'office',
  'reporting_clerk',
  'unit_leader',
  'verifying_department',
  'panel_member',
  'leader',
  'auditor',
  'staff',
] as const
export type Role = (typeof roles)[number]

export const isFixture = !process.env.KAOGONG_URL
export const password = process.env.KAOGONG_PASSWORD ?? 'kaogong-demo-1'

// KAOGONG_LOGIN_OFFICE=… where an account is not named like its role.
export const loginOf = (role: string) =>
  process.env[`KAOGONG_LOGIN_${role.toUpperCase()}`] ?? role

export async function signIn(page: Page, role: string) {
  await page.goto('/')
  await page.getByLabel('登录名').fill(loginOf(role))
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

export async function enter(page: Page, role: string) {
  await signIn(page, role)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('您好')
}

// Every page test also fails on an error in the console, a request to another host, or a refusal by
// the content security policy.
export const test = base.extend<{ watch: void }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const troubles: string[] = []
      page.on('console', (message) => {
        // A refused request is logged by the browser; whether it may be refused each test knows.
        if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
          troubles.push(message.text())
        }
      })
      page.on('pageerror', (error) => troubles.push(String(error)))
      page.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(baseURL!) && !/^(data|blob):/.test(url)) troubles.push(url)
      })
      await use()
      expect(troubles).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
