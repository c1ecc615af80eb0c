// SPDX-License-Identifier: Apache-2.0
// Every page at a desktop's and a phone's width: it draws, nothing overflows sideways, and a picture
// of it lies in test-results/screens for people to look at.
import { expect, isFixture, signIn, test } from './helpers'

const sizes = { desktop: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } }

const pages: [role: string, name: string, path: string][] = [
  ['office', 'home', '/'],
  ['office', 'units', '/organisation/units'],
  ['office', 'persons', '/organisation/persons'],
  ['office', 'positions', '/organisation/positions'],
  ['office', 'import', '/organisation/import'],
  ['office', 'regulations', '/regulations'],
  ['office', 'facts', '/facts'],
  ['office', 'runs', '/runs'],
  ['office', 'what-if', '/what-if'],
  ['office', 'assessments', '/assessments'],
  ['office', 'target-sheets', '/target-sheets'],
  ['office', 'my-account', '/me'],
  ['office', 'forbidden', '/accounts'],
  ['office', 'not-found', '/nowhere'],
  ['administrator', 'accounts', '/accounts'],
  ['administrator', 'roles', '/roles'],
  ['administrator', 'home-administrator', '/'],
  ['auditor', 'audit', '/audit'],
  ['reporting_clerk', 'home-clerk', '/'],
  ['reporting_clerk', 'units-clerk', '/organisation/units'],
]

const fixturePages: typeof pages = [
  ['office', 'unit', '/organisation/units/102'],
  ['office', 'person', '/organisation/persons/1003'],
  ['office', 'regulation', '/regulations/31'],
  ['office', 'reading', '/regulation-versions/41'],
  ['office', 'editor', '/regulation-versions/42/edit'],
  ['office', 'diff', '/regulation-versions/42/diff?against=41'],
  ['office', 'run', '/runs/41'],
  ['administrator', 'account', '/accounts/9001'],
  ['office', 'assessment', '/assessments/7'],
  ['office', 'fields', '/assessments/7/fields'],
  ['office', 'assessees', '/assessments/7/assessees'],
  ['office', 'targets', '/assessments/7/targets'],
  ['office', 'review', '/assessments/7/review'],
  ['office', 'target-sheet-office', '/target-sheets/501'],
  ['office', 'public-targets', '/public/targets/7'],
  ['reporting_clerk', 'target-sheet', '/target-sheets/501'],
  ['reporting_clerk', 'decomposition', '/target-sheets/501/decomposition'],
  ['reporting_clerk', 'letter', '/target-sheets/501/letter'],
]

for (const [size, viewport] of Object.entries(sizes)) {
  test(`every page at ${size} width`, async ({ page }) => {
    test.setTimeout(240_000)
    await page.setViewportSize(viewport)
    await page.goto('/')
    await expect(page.getByLabel('登录名')).toBeVisible()
    await page.screenshot({ path: `test-results/screens/${size}-sign-in.png` })
    let current = ''
    for (const [role, name, path] of isFixture ? [...pages, ...fixturePages] : pages) {
      if (role !== current) {
        await page.context().clearCookies()
        await signIn(page, role)
        await expect(page.getByRole('heading', { level: 1 })).toContainText('您好')
        current = role
      }
      await page.goto(path)
      await expect(page.locator('.page h1, .notice-title').first()).toBeVisible()
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: `test-results/screens/${size}-${name}.png` })
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(excess, `${name} is too wide`).toBeLessThanOrEqual(0)
    }
  })
}
