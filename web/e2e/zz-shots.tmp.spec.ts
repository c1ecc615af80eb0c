import { signIn, test, expect } from './helpers'
const sizes = { desktop: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } }
const pages: [string, string, string][] = [
  ['reporting_clerk', 'reporting', '/reporting'],
  ['reporting_clerk', 'sheet', '/reporting/7/601/%E6%9C%88/4'],
  ['verifying_department', 'verification', '/verification'],
  ['reporting_clerk', 'work', '/work-records'],
  ['office', 'events', '/events?assessment=7'],
  ['panel_member', 'panel', '/panel'],
  ['panel_member', 'panel-sheet', '/panel/7/%E7%8E%B0%E5%9C%BA%E8%AF%84%E5%AE%A1/601'],
  ['office', 'panels', '/assessments/7/panels'],
  ['office', 'computations', '/assessments/7/results'],
  ['office', 'rank', '/computations/81'],
  ['office', 'distribution', '/computations/81?view=distribution'],
  ['office', 'calibrations', '/computations/81?view=calibrations'],
  ['reporting_clerk', 'scorecard', '/computations/81/scorecard/602'],
  ['office', 'publish', '/assessments/7/publish'],
  ['office', 'publication', '/publications/95'],
  ['office', 'payouts', '/publications/95/payouts'],
  ['reporting_clerk', 'objections', '/objections'],
  ['office', 'objection', '/objections/91'],
  ['office', 'objection-upheld', '/objections/92'],
  ['', 'public', '/public'],
  ['', 'notice', '/public/notices/95'],
]
for (const [size, viewport] of Object.entries(sizes)) {
  test(`shots ${size}`, async ({ page }) => {
    test.setTimeout(240_000)
    await page.setViewportSize(viewport)
    let current = ''
    for (const [role, name, path] of pages) {
      if (role !== current) {
        await page.context().clearCookies()
        if (role) { await signIn(page, role); await expect(page.locator('h1').first()).toBeVisible() }
        current = role
      }
      await page.goto(path)
      await expect(page.locator('.page h1, .notice-title').first()).toBeVisible()
      await page.waitForLoadState('networkidle')
      await page.waitForTimeout(300)
      await page.screenshot({ path: `/tmp/e_shots/${size}-${name}.png` })
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (excess > 0) console.log(size, name, 'too wide by', excess)
    }
  })
}
