// SPDX-License-Identifier: Apache-2.0
// The document centre: the office drafts, previews and issues a bulletin, makes scorecards for all, is
// kept from issuing what the record no longer says; a clerk edits the work report of the unit.
import type { Page } from '@playwright/test'
import { call, enter, expect, look, test } from './helpers'

interface Row {
  id: string
  title: string
  stage: string
  year: number
  regulation: { slug: string }
}
interface Computation {
  id: string
  label: string
  basis: string
  state: string
}
interface Cell {
  element_id: string
  subject_id: string
  year: number
  period: number
  version: number
  state: string
  type: string
  class: string
}

test.describe.configure({ mode: 'serial' })

const assessments = async (page: Page, slug: string) =>
  (await call<{ items: Row[] }>(page, 'GET', '/assessments?page_size=200')).items.filter(
    (row) => row.regulation.slug === slug,
  )

async function lastYear(page: Page, slug: string): Promise<Row> {
  return (await assessments(page, slug)).find((row) => row.stage === 'archived')!
}

test('the office drafts a bulletin, looks at it and issues it', async ({ page }) => {
  test.setTimeout(240_000)
  await enter(page, 'office', '/documents')
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await look(page, 'documents-list')
  const { id, title } = await lastYear(page, 'ganxi-village')
  await page.getByRole('button', { name: '起草公文' }).click()
  await look(page, 'documents-templates-choice')
  await page.getByRole('button', { name: '通报', exact: true }).click()
  await page.getByRole('combobox', { name: '考核' }).click()
  await page.locator('.ant-select-item-option', { hasText: title }).click()
  await look(page, 'documents-about')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('发文机关').fill('甘溪镇人民政府')
  await page.getByLabel('文号').fill('甘政发〔2026〕88号')
  await page.getByRole('button', { name: '问题 加一行' }).click()
  await page.getByLabel('单位 1').fill('大湾村')
  await page.getByLabel('内容 1').fill('村务公开逾期')
  await look(page, 'documents-given')
  await page.getByRole('button', { name: '起草并预览' }).click()
  await expect(page).toHaveURL(/\/documents\/\d+$/)
  const preview = page.frameLocator('iframe[title="预览"]')
  await expect(preview.getByText('甘政发〔2026〕88号').first()).toBeVisible()
  await expect(preview.locator('data.figure').first()).toBeVisible()
  await look(page, 'document-draft')
  await page.getByRole('button', { name: '核对数字' }).click()
  await expect(page.getByText('全部数字与记录一致')).toBeVisible()
  await page.getByRole('button', { name: /^印\s?发$/ }).click()
  await look(page, 'document-issue')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^印\s?发$/ })
    .click()
  await expect(page.getByText('已印发').first()).toBeVisible()
  await look(page, 'document-issued')
  for (const [format, magic] of [
    ['docx', 'PK'],
    ['pdf', '%PDF'],
    ['xlsx', 'PK'],
  ]) {
    const address = new URL(page.url()).pathname
    const file = await page.request.get(`/api/v1${address}/file?format=${format}`)
    expect((await file.body()).subarray(0, magic!.length).toString()).toBe(magic)
  }
  expect(id).toBeTruthy()
})

test('scorecards for all come as one archive', async ({ page }) => {
  test.setTimeout(240_000)
  await enter(page, 'office', '/document-batches')
  const { title } = await lastYear(page, 'jingzhou-county')
  await page.getByRole('button', { name: '新批次' }).click()
  await page.getByRole('button', { name: '成绩单', exact: true }).click()
  await page.getByRole('combobox', { name: '考核' }).click()
  await page.locator('.ant-select-item-option', { hasText: title }).click()
  await page.getByLabel('对象类别').click()
  await page.locator('.ant-select-item-option').last().click()
  await look(page, 'batch-about')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '开始生成' }).click()
  await expect(page).toHaveURL(/\/document-batches\/\d+/)
  await expect(page.getByRole('link', { name: '打包下载 DOCX' })).toBeVisible()
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await look(page, 'batch-done')
  const path = new URL(page.url()).pathname
  const zip = await page.request.get(`/api/v1${path}/files.zip?format=pdf`)
  expect((await zip.body()).subarray(0, 2).toString()).toBe('PK')
})

// Submits a figure that is missing, whichever the regulation takes as it is.
async function report(page: Page, assessment: string, assessee: string): Promise<boolean> {
  for (const [level, periods] of [
    ['年', 1],
    ['季', 4],
    ['月', 12],
  ] as const) {
    for (let period = 0; period < periods; period++) {
      const query = `assessment_id=${assessment}&assessee_id=${assessee}&level=${encodeURIComponent(level)}&period=${period}`
      const answer = await page.request.get(`/api/v1/reporting-sheet?${query}`)
      if (!answer.ok()) continue
      const { cells } = (await answer.json()) as { cells: Cell[] }
      for (const cell of cells) {
        const isOpen = cell.state === 'missing' || cell.state === 'draft'
        if (!isOpen || cell.type !== 'number' || cell.class !== 'measurement') continue
        const { element_id, subject_id, year, version } = cell
        const session = await page.request.get('/api/v1/session')
        const { csrf_token } = (await session.json()) as { csrf_token: string }
        const sent = await page.request.put('/api/v1/measurements', {
          headers: { 'X-CSRF-Token': csrf_token },
          data: {
            submit: true,
            items: [{ element_id, subject_id, year, period: cell.period, version, value: '3' }],
          },
        })
        if (sent.ok()) return true
      }
    }
  }
  return false
}

async function compute(page: Page, assessment: string, label: string): Promise<Computation> {
  const started = await call<Computation>(page, 'POST', `/assessments/${assessment}/computations`, {
    basis: 'reported',
    label,
  })
  await expect
    .poll(async () => (await call<Computation>(page, 'GET', `/computations/${started.id}`)).state, {
      timeout: 120_000,
    })
    .toBe('done')
  return started
}

test('a figure altered after drafting keeps the document from being issued, with its place', async ({
  page,
}) => {
  test.setTimeout(240_000)
  await enter(page, 'office')
  const assessment = (await assessments(page, 'ganxi-village')).find(
    (row) => row.stage === 'process',
  )!
  const before = await compute(page, assessment.id, '浏览器测试快照')
  const rows = await call<{ items: { assessee_id: string }[] }>(
    page,
    'GET',
    `/computations/${before.id}/rows?kind=${encodeURIComponent('村')}`,
  )
  const assessee = rows.items[0]!.assessee_id
  await page.goto(
    `/documents/new?template=self-evaluation&assessment=${assessment.id}` +
      `&computation=${before.id}&assessee=${assessee}`,
  )
  await page.getByRole('button', { name: '起草并预览' }).click()
  await expect(page).toHaveURL(/\/documents\/\d+$/)
  expect(await report(page, assessment.id, assessee)).toBe(true)
  await compute(page, assessment.id, '浏览器测试快照')
  await page.getByRole('button', { name: /^印\s?发$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^印\s?发$/ }).click()
  await expect(dialog.getByText(/有 \d+ 处与现在的记录不一致/)).toBeVisible()
  await expect(dialog.getByText(/表\d+第\d+行第\d+格/).first()).toBeVisible()
  await look(page, 'document-refused')
  await dialog.getByRole('button', { name: '重新起草' }).click()
  await expect(dialog.getByText(/处与现在的记录不一致/)).toHaveCount(0)
  await dialog.getByRole('button', { name: /^印\s?发$/ }).click()
  await expect(page.getByText('已印发').first()).toBeVisible()
})

test('a clerk edits the work report and sees what changed', async ({ page }) => {
  test.setTimeout(240_000)
  await enter(page, 'reporting_clerk')
  let found = ''
  for (const slug of ['ganxi-village', 'jingzhou-county', 'jingzhou-unit']) {
    const assessment = await lastYear(page, slug)
    const computations = await call<{ items: Computation[] }>(
      page,
      'GET',
      `/computations?assessment_id=${assessment.id}`,
    )
    const assessees = await call<{ items: { id: string; kind: string }[] }>(
      page,
      'GET',
      `/assessments/${assessment.id}/assessees?page_size=1`,
    )
    if (assessees.items.length === 0 || computations.items.length === 0) continue
    found =
      `/documents/new?template=work-report&assessment=${assessment.id}` +
      `&computation=${computations.items[0]!.id}&assessee=${assessees.items[0]!.id}`
    break
  }
  expect(found).not.toBe('')
  await page.goto(found)
  await page.getByRole('button', { name: '起草并预览' }).click()
  await expect(page).toHaveURL(/\/documents\/\d+$/)
  await page.getByRole('button', { name: '修改文字' }).click()
  const sentence = page.getByRole('textbox', { name: /^第 3 段$/ })
  await sentence.click()
  await page.keyboard.press('Home')
  await page.keyboard.type('一年来，')
  await expect(sentence.locator('.figure-chip').first()).toBeVisible()
  await page.getByRole('button', { name: '在后面加一段 3', exact: true }).click()
  await page.getByRole('textbox', { name: '新增段落' }).fill('群众满意度进一步提高。')
  await page.getByLabel('修改说明（可不填）').fill('补充开头')
  await look(page, 'document-edit')
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await expect(page).toHaveURL(/\/compare/)
  await expect(page.locator('ins', { hasText: '一年来，' })).toBeVisible()
  await expect(page.locator('ins', { hasText: '群众满意度进一步提高。' })).toBeVisible()
  await look(page, 'document-compare')
})

test('templates say what is wrong with them', async ({ page }) => {
  await enter(page, 'office', '/document-templates')
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
  await look(page, 'document-templates')
  await page.getByRole('button', { name: '上传模板' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('模板名称').fill('不是模板')
  await dialog.locator('input[type=file]').setInputFiles({
    name: '不是模板.docx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('不是文档'),
  })
  await dialog.getByRole('button', { name: /^保\s?存$/ }).click()
  await expect(dialog.getByRole('alert').first()).toBeVisible()
  await look(page, 'document-template-refused')
})
