// SPDX-License-Identifier: Apache-2.0
// A day with reports: the clerk uploads one whose parts do not make the whole, finds it in the text and
// corrects it; the office compares three reports and reads two side by side; a drafter takes a rubric
// to a draft in the library.
import { enter, expect, look, test } from './helpers'

const shared =
  '围绕产业振兴这一主线，村里把闲置校舍改造成电商服务站，组织返乡青年开展直播培训，帮助合作社把香菇、木耳和土蜂蜜销往省外，带动农户稳定增收，群众的获得感明显增强。'
const wrong = '全镇现有学校10所，其中中学3所、小学8所。'
const rubric = `指标,分值,评分标准,责任单位
粮食产量,20,完成目标得满分，未完成按比例得分，超额不加分。,农业局
安全生产,10,每发生一起事故扣2分，扣完为止。,应急局
工作作风,5,工作不力的酌情扣分。,考核办
`

const textFile = (name: string, ...lines: string[]) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(lines.join('\n')),
})

test('the clerk finds a false sum, jumps to it and back, and corrects it', async ({ page }) => {
  await enter(page, 'reporting_clerk', '/reports')
  await expect(page.getByRole('heading', { name: '工作汇报' })).toBeVisible()
  await look(page, 'reports-clerk')
  await page.getByRole('button', { name: '上传汇报' }).click()
  const dialog = page.getByRole('dialog')
  await dialog
    .locator('input[type=file]')
    .setInputFiles(textFile('上半年工作汇报.txt', '上半年工作汇报', wrong, '受理486件，办结479件，办结率98.56%。'))
  await look(page, 'reports-upload')
  await dialog.getByRole('button', { name: '上传汇报' }).click()
  const card = page.getByRole('article', { name: '1 部分与总数' })
  await expect(card).toBeVisible()
  await expect(page.getByText('核对无误', { exact: false })).toBeVisible()
  await look(page, 'report')
  // From the finding to its place …
  await page.setViewportSize({ width: 1366, height: 768 })
  await card.getByText('到原文').click()
  const mark = page.locator('#mark-0')
  await expect(mark).toHaveAttribute('aria-pressed', 'true')
  await expect(mark).toBeInViewport()
  await expect(page.locator('.report-text')).toContainText(wrong.slice(0, 6))
  // … and back.
  await mark.click()
  await expect(card).toHaveClass(/selected/)
  const copy = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载批注副本' }).click()
  expect((await copy).suggestedFilename()).toMatch(/批注\.html$/)
  await card.getByRole('button', { name: '待更正' }).click()
  await expect(card.getByText('撤销处置')).toBeVisible()
  // The corrected version no longer has it.
  await page.getByRole('button', { name: '上传更正稿' }).click()
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles(
      textFile('上半年工作汇报（改）.txt', '上半年工作汇报', wrong.replace('10所', '11所'), '受理486件，办结479件，办结率98.56%。'),
    )
  await expect(page.getByText('与第 1 版比：已消除 1 处，仍有 0 处，新出现 0 处')).toBeVisible()
  await expect(page.getByText('没有发现问题').first()).toBeVisible()
  await look(page, 'report-corrected')
})

test('a scan says that it is one', async ({ page }) => {
  await enter(page, 'reporting_clerk', '/reports')
  await page.getByRole('button', { name: '上传汇报' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles({
    name: '扫描件.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('\x89PNG\r\n\x1a\n picture', 'latin1'),
  })
  await dialog.getByRole('button', { name: '上传汇报' }).click()
  await expect(page.getByText('这一版读不了')).toBeVisible()
  await look(page, 'report-unreadable')
})

test('the office compares three reports and reads two side by side', async ({ page }) => {
  await enter(page, 'office', '/reports')
  await page.getByRole('button', { name: '上传汇报' }).click()
  const upload = page.getByRole('dialog')
  await upload.getByLabel('单位').click()
  await page.keyboard.type('甘溪镇')
  await page.locator('.ant-select-tree-title', { hasText: /^甘溪镇$/ }).click()
  await upload.getByLabel('年度').fill('2003')
  await upload
    .locator('input[type=file]')
    .setInputFiles([
      textFile('甲村汇报.txt', '甲村工作汇报', shared, '汛期前对二十三处山塘逐一排查，更换老化闸门，全年没有发生险情。'),
      textFile('乙村汇报.txt', '乙村工作汇报', '敬老院新建无障碍通道，配备康复器材，每周安排医生上门问诊。', shared.replace('返乡青年', '回乡青年')),
      textFile('丙村汇报.txt', '丙村工作汇报', '公路硬化三公里，安装路灯四十盏，夜间出行更加方便安全。'),
    ])
  await upload.getByRole('button', { name: '上传汇报' }).click()
  await expect(upload).toBeHidden()
  await look(page, 'reports')
  // The years of the demonstration are in the choice; the picture is of those reports.
  await page.goto('/report-comparisons')
  await page.getByRole('link', { name: '两年汇报比对' }).click()
  await expect(page.getByRole('tab', { name: '雷同图' })).toBeVisible()
  await expect(page.locator('canvas')).toBeVisible()
  await look(page, 'comparison-map')
  await page.getByRole('tab', { name: '雷同的两份' }).click()
  await look(page, 'comparison-pairs')
  await page.getByRole('link', { name: '并排对照' }).first().click()
  await expect(page.locator('.passage mark').first()).toBeVisible()
  await look(page, 'pair')
  // A comparison of one's own.
  await page.goto('/report-comparisons')
  await page.getByRole('button', { name: '发起比对' }).click()
  const start = page.getByRole('dialog')
  await look(page, 'comparison-start')
  await start.getByRole('button', { name: '发起比对' }).click()
  const refused = start.getByText(/至少要两份才能比对/)
  const outcome = page.getByText(/汇报 \d+ 份 · 雷同 \d+ 对/)
  await expect(refused.or(outcome).first()).toBeVisible()
})

test('a drafter takes a rubric to a draft in the library', async ({ page }) => {
  await enter(page, 'office', '/rubrics')
  await page.getByRole('button', { name: '上传评分细则' }).click()
  const dialog = page.getByRole('dialog')
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: '细则.csv', mimeType: 'text/csv', buffer: Buffer.from(rubric) })
  await dialog.getByLabel('办法名称').fill('浏览器试用考核办法')
  await dialog.getByRole('button', { name: '上传评分细则' }).click()
  await expect(page.getByRole('heading', { name: '浏览器试用考核办法' })).toBeVisible()
  await look(page, 'workbench')
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.getByRole('button', { name: /安全生产/ }).click()
  const safety = page.getByRole('article', { name: '每发生一起事故扣2分，扣完为止' })
  await expect(safety.getByText('得 6.00')).toBeVisible()
  await safety.getByRole('button', { name: '改写' }).click()
  await safety.getByRole('textbox').fill('3 × 事故总数')
  await expect(safety.getByText(/第 5 字/)).toBeVisible()
  await look(page, 'workbench-wrong')
  await page.setViewportSize({ width: 1366, height: 768 })
  await safety.getByRole('textbox').fill('3 × 「事故起数」')
  await expect(safety.getByText('原得 6.00，改后得 4.00')).toBeVisible()
  await safety.getByRole('button', { name: '保存改写' }).click()
  await expect(safety.getByText('已改写')).toBeVisible()
  await page.getByRole('button', { name: /工作作风/ }).click()
  const conduct = page.getByRole('article', { name: '工作不力的酌情扣分' })
  await expect(conduct.getByText('未理解')).toBeVisible()
  await conduct.getByRole('button', { name: '改写' }).click()
  await conduct.getByRole('textbox').fill('0.5 × 「督办次数」')
  await expect(conduct.getByText('得 4.00')).toBeVisible()
  await conduct.getByRole('button', { name: '保存改写' }).click()
  await expect(page.getByRole('img', { name: '已理解 3 句，部分理解 0 句，未理解 0 句' })).toBeVisible()
  await look(page, 'workbench-understood')
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.getByRole('button', { name: '存入办法库' }).click()
  const save = page.getByRole('dialog')
  await save.getByLabel('代号').fill('browser-rubric')
  await save.getByRole('button', { name: '存入办法库' }).click()
  await expect(page.getByText(/已存为 browser-rubric/)).toBeVisible()
  await page.getByRole('link', { name: '打开草稿' }).click()
  await expect(page.getByText('督办次数').first()).toBeVisible()
})
