import { enter, test } from './helpers'
const pages: [string,string,string][] = [
 ['reporting_clerk','home-clerk','/'],
 ['reporting_clerk','target-sheet','/target-sheets/501'],
 ['reporting_clerk','decomposition','/target-sheets/501/decomposition'],
 ['reporting_clerk','letter','/target-sheets/501/letter'],
 ['office','home','/'],['office','assessment','/assessments/7'],['office','targets','/assessments/7/targets'],['office','fields','/assessments/7/fields'],['office','review','/assessments/7/review'],['office','public','/public/targets/7'],
]
test('phone', async ({ page }) => {
  test.setTimeout(250000)
  await page.setViewportSize({ width: 390, height: 844 })
  let cur=''
  for (const [role,name,path] of pages) {
    if (role!==cur) { await page.context().clearCookies(); await enter(page, role); cur=role }
    await page.goto(path); await page.waitForLoadState('networkidle'); await page.waitForTimeout(800)
    await page.screenshot({ path: `test-results/screens/p-${name}.png` })
    const w = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (w>0) console.log('WIDE', name, w)
  }
})
