// SPDX-License-Identifier: Apache-2.0
// A day of the process in the demonstration year: the clerk reports, the verifier
// returns one figure and verifies the others, the office decides on an event that another proposed, a
// panel member scores on a phone.
import { enter, expect, look, phone, test } from './helpers'

const paper = {
  name: '核验单.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
}

test.describe.configure({ mode: 'serial' })

test('the clerk reports with evidence and submits', async ({ page }) => {
  await enter(page, 'reporting_clerk', '/reporting?state=missing')
  await expect(page.getByRole('heading', { name: '数据填报' })).toBeVisible()
  await look(page, 'process-reporting')
  await page.getByRole('link', { name: '填报', exact: true }).first().click()
  await expect(page.locator('.sheet-table')).toBeVisible()
  await look(page, 'process-sheet')
  const inputs = page.locator('.sheet-table .decimal-entry input:not([readonly])')
  const first = inputs.first()
  await first.fill('一百')
  await expect(page.getByText('应为数字').first()).toBeVisible()
  await first.fill('12')
  await first.press('Enter')
  await page.locator('.sheet-table input[type=file]').first().setInputFiles(paper)
  await expect(page.getByRole('button', { name: paper.name }).first()).toBeVisible()
  await page.getByRole('button', { name: paper.name }).first().click()
  await expect(page.locator('.preview-image')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page.getByText('已保存').first()).toBeVisible()
  const submit = page.getByRole('button', { name: /提交核实/ })
  const confirm = page.getByRole('button', { name: '提交已填的' })
  const done = page.getByText(/已提交 \d+ 项/)
  const refused = page.getByText(/没有保存任何内容/)
  await submit.click()
  await expect(confirm.or(done).or(refused).first()).toBeVisible()
  if (await confirm.isVisible()) await confirm.click()
  await expect(done.or(refused).first()).toBeVisible()
  if (await refused.isVisible()) {
    // A figure far from last year's needs a note, said beside the field.
    await expect(page.locator('.entry-message').first()).toBeVisible()
    await look(page, 'process-needs-note')
    for (const note of await page.locator('.sheet-typed textarea').all()) {
      await note.fill('上年同期含一次性收入，已附核验单。')
    }
    await submit.click()
    await expect(confirm.or(done).first()).toBeVisible()
    if (await confirm.isVisible()) await confirm.click()
  }
  await expect(done.first()).toBeVisible()
  await look(page, 'process-submitted')
})

test('the verifier returns one with a reason and verifies the rest', async ({ page }) => {
  await enter(page, 'verifying_department', '/verification')
  await expect(page.getByRole('button', { name: '退回', exact: true }).first()).toBeVisible()
  await look(page, 'process-verification')
  await page.getByRole('button', { name: '退回', exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '退回', exact: true }).click()
  await expect(dialog.getByText('此项必填')).toBeVisible()
  await dialog.getByRole('textbox').fill('与银行回单不符，请核对。')
  await dialog.getByRole('button', { name: '退回', exact: true }).click()
  await expect(page.getByText('已退回 1 项')).toBeVisible()
  const choose = page.locator('.ant-table-row .ant-checkbox-input:not([disabled])')
  if ((await choose.count()) > 0) {
    await choose.first().check()
    await page.getByRole('button', { name: /核实通过/ }).click()
    await expect(page.getByText('已核实 1 项')).toBeVisible()
  }
  await look(page, 'process-verified')
})

test('the office decides on an event, never on its own', async ({ page }) => {
  await enter(page, 'office-2', '/events?state=proposed')
  await expect(page.getByRole('heading', { name: '加减分事项' })).toBeVisible()
  await look(page, 'process-events')
  await page.getByRole('button', { name: '审定通过' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '审定通过' }).click()
  await expect(page.getByText('已审定').first()).toBeVisible()
})

test('a panel member scores on a phone', async ({ page }) => {
  await page.setViewportSize(phone)
  await enter(page, 'panel_member', '/panel')
  await expect(page.locator('.panel-sheet').first()).toBeVisible()
  await look(page, 'process-panel', { phone })
  await page.locator('.panel-sheet').first().click()
  await expect(page.locator('.panel-item')).toBeVisible()
  await look(page, 'process-panel-sheet', { phone })
  const next = page.getByRole('button', { name: '下一项' })
  const submit = page.getByRole('button', { name: '提交', exact: true })
  for (let step = 0; step < 60 && !(await submit.isEnabled()); step++) {
    if (step === 0) await page.getByText('不了解', { exact: true }).click()
    else await page.getByRole('button', { name: '满分' }).click()
    await expect(page.getByText('已保存')).toBeVisible()
    if (await next.isEnabled()) await next.click()
  }
  await submit.click()
  await page.getByRole('dialog').getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('评分已经提交，不能再修改。')).toBeVisible()
  await look(page, 'process-panel-submitted', { phone })
})

test('a work record with a PDF that is looked at in the page', async ({ page }) => {
  await enter(page, 'reporting_clerk', '/work-records')
  await page.getByRole('button', { name: '记录工作' }).click()
  await page.locator('.ant-drawer #title').fill('核对二季度台账')
  await page.locator('.ant-drawer input[type=file]').setInputFiles({
    name: '台账.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(pdf),
  })
  await expect(page.getByRole('button', { name: /^(eye )?台账\.pdf$/ })).toBeVisible()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('核对二季度台账').first()).toBeVisible()
  await page.getByRole('button', { name: /^(eye )?台账\.pdf$/ }).first().click()
  const canvas = page.locator('.pdf-page canvas')
  await expect(canvas).toBeVisible()
  await expect(page.getByText('第 1 页，共 1 页')).toBeVisible()
  await look(page, 'process-pdf')
})

// One page that says 2026; its table of references is rebuilt by the reader.
const pdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 42>>stream
BT /F1 36 Tf 60 90 Td (Ledger 2026) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
`
