// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import { expect, test as base, type Cookie, type Page } from '@playwright/test'

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

// The accounts of the demonstration city; the others are named like their roles.
const logins: Record<string, string> = {
  reporting_clerk: 'clerk',
  unit_leader: 'unit-leader',
  verifying_department: 'verifier',
  panel_member: 'panel',
}
export const loginOf = (role: string) => logins[role] ?? role
export const password = 'Anhe-2026-shifan'

// A file that tests/browser/workbooks.py wrote.
export const fileToUpload = (name: string) => resolve('../build/browser', name)

export const desktop = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

// Signs in as a user does.
export async function signIn(page: Page, login: string, typed = password) {
  await page.goto('/')
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(typed)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

const sessions = new Map<string, Cookie[]>()

// Opens a page as somebody, whose session lasts as long as the worker.
export async function enter(page: Page, role: string, path = '/') {
  const context = page.context()
  await context.clearCookies()
  const known = sessions.get(role)
  if (known) await context.addCookies(known)
  else {
    const answer = await page.request.post('/api/v1/session', {
      data: { login: loginOf(role), password },
    })
    expect(answer.status(), await answer.text()).toBe(200)
    sessions.set(role, await context.cookies())
  }
  await page.goto(path)
}

// Calls the API as whoever the page belongs to.
export async function call<T>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const session = await page.request.get('/api/v1/session')
  const { csrf_token } = (await session.json()) as { csrf_token: string }
  const answer = await page.request.fetch(`/api/v1${path}`, {
    method,
    headers: { 'X-CSRF-Token': csrf_token },
    data: body,
  })
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as T
}

// A picture at a desktop's and a phone's width for people to look at; nothing overflows sideways.
export async function look(page: Page, name: string, sizes: Record<string, typeof phone> = { phone, desktop }) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    await settled(page)
    await page.screenshot({ path: `test-results/screens/${name}-${size}.png` })
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(excess, `${name} is too wide at ${size}`).toBeLessThanOrEqual(0)
  }
}

// Nothing is loading, and what has been drawn is on the screen.
export async function settled(page: Page) {
  await expect(page.locator('.loading, .root-loading, .ant-spin-spinning')).toHaveCount(0)
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )
}

// Collects what no page may do: an error in the console, a request to another host, a refusal by the
// content security policy, an answer that is the server's fault. And what may be, for a failing test.
function watch(page: Page, origin: string) {
  const troubles: string[] = []
  const refused: string[] = []
  page.on('console', (message) => {
    // A refused request is logged by the browser; whether it may be refused each test knows.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
      troubles.push(message.text())
    }
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) troubles.push(url)
  })
  page.on('response', (response) => {
    if (response.status() < 400) return
    const text = `${response.status()} ${response.request().method()} ${response.url()}`
    if (response.status() >= 500) troubles.push(text)
    else refused.push(text)
  })
  return { troubles, refused }
}

interface Fixtures {
  watched: void
  // The page of a second person, in a browser of the own.
  other: Page
}

export const test = base.extend<Fixtures>({
  watched: [
    async ({ page, baseURL }, run, info) => {
      const { troubles, refused } = watch(page, baseURL!)
      await run()
      if (info.status !== info.expectedStatus) {
        console.log([`at ${page.url()}`, ...refused, ...troubles].join('\n  '))
      }
      expect(troubles).toEqual([])
    },
    { auto: true },
  ],
  other: async ({ browser, baseURL, locale, viewport, contextOptions }, run) => {
    const context = await browser.newContext({ ...contextOptions, baseURL, locale, viewport })
    const page = await context.newPage()
    const { troubles } = watch(page, baseURL!)
    await run(page)
    await context.close()
    expect(troubles).toEqual([])
  },
})

export { expect }
