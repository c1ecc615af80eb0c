// SPDX-License-Identifier: Apache-2.0
// Every page at a desktop's and a phone's width: it draws, nothing overflows sideways, and a picture
// of it lies in test-results/screens for people to look at. The days of the roles show the others.
import { call, enter, expect, look, test } from './helpers'

// {list}: the first of that list of the API, so that addresses need no fixed ids.
const pages: Record<string, [name: string, path: string][]> = {
  office: [
    ['home', '/'],
    ['units', '/organisation/units'],
    ['unit', '/organisation/units/{units}'],
    ['persons', '/organisation/persons'],
    ['person', '/organisation/persons/{persons}'],
    ['positions', '/organisation/positions'],
    ['import', '/organisation/import'],
    ['regulations', '/regulations'],
    ['regulation', '/regulations/{regulations}'],
    ['facts', '/facts'],
    ['runs', '/runs'],
    ['run', '/runs/{runs}'],
    ['what-if', '/what-if'],
    ['assessments', '/assessments'],
    ['assessment', '/assessments/{assessments}'],
    ['fields', '/assessments/{assessments}/fields'],
    ['assessees', '/assessments/{assessments}/assessees'],
    ['targets', '/assessments/{assessments}/targets'],
    ['review', '/assessments/{assessments}/review'],
    ['panels', '/assessments/{assessments}/panels'],
    ['results', '/assessments/{assessments}/results'],
    ['target-sheets', '/target-sheets'],
    ['target-sheet', '/target-sheets/{target-sheets}'],
    ['reporting', '/reporting'],
    ['verification', '/verification'],
    ['work-records', '/work-records'],
    ['events', '/events'],
    ['objections', '/objections'],
    ['reports-office', '/reports'],
    ['report-office', '/reports/{reports}'],
    ['comparisons', '/report-comparisons'],
    ['comparison', '/report-comparisons/{report-comparisons}'],
    ['rubrics', '/rubrics'],
    ['rubric', '/rubrics/{rubrics}'],
    ['my-account', '/me'],
    ['forbidden', '/accounts'],
    ['not-found', '/nowhere'],
  ],
  administrator: [
    ['home-administrator', '/'],
    ['accounts', '/accounts'],
    ['account', '/accounts/{accounts}'],
    ['roles', '/roles'],
  ],
  auditor: [
    ['home-auditor', '/'],
    ['audit', '/audit'],
  ],
  reporting_clerk: [
    ['home-clerk', '/'],
    ['units-clerk', '/organisation/units'],
    ['reporting-clerk', '/reporting'],
    ['work-records-clerk', '/work-records'],
  ],
  unit_leader: [['home-unit-leader', '/']],
  verifying_department: [['verification-department', '/verification']],
  panel_member: [['panel', '/panel']],
  leader: [['assessments-leader', '/assessments']],
  staff: [['work-records-staff', '/work-records']],
}

test('the pages for which nobody has signed in', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByLabel('登录名')).toBeVisible()
  await look(page, 'sign-in')
  await page.goto('/public')
  await expect(page.locator('.page h1')).toBeVisible()
  await look(page, 'notices')
})

for (const [role, those] of Object.entries(pages)) {
  test(`every page of ${role}`, async ({ page }) => {
    await enter(page, role)
    for (const [name, pattern] of those) {
      const [whole, list] = /\{(.*)\}/.exec(pattern) ?? []
      let path = pattern
      if (whole) {
        const { items } = await call<{ items: { id: string }[] }>(page, 'GET', `/${list}`)
        path = pattern.replace(whole, items[0]!.id)
      }
      await page.goto(path)
      await expect(page.locator('.page h1, .notice-title').first()).toBeVisible()
      await look(page, name)
    }
  })
}
