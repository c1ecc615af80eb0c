// SPDX-License-Identifier: Apache-2.0
// The document centre: its lists, drafting, editing, comparing, issuing, templates.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { openApp, problem, serveFixtures } from './render-app'

const lists = [
  {
    path: '/documents',
    api: '/documents',
    outsider: 'panel_member',
    filled: /甘溪|绩效考核成绩单/,
    empty: /没有公文/,
  },
  {
    path: '/document-batches',
    api: '/document-batches',
    outsider: 'leader',
    filled: /已生成 8 \/ 8 份/,
    empty: /没有批次/,
  },
]

const nothing = {
  status: 200,
  headers: {},
  text: JSON.stringify({ items: [], total: 0, page: 1, page_size: 50 }),
}

const bodyOf = (server: ReturnType<typeof serveFixtures>, method: string, path: string) =>
  server.calls.filter((call) => call.method === method && call.path === path).at(-1)?.body as
    | Record<string, unknown>
    | undefined

describe.each(lists)('$path', ({ path, api, outsider, filled, empty }) => {
  it('fills, says that it is empty, and tries again after an error', async () => {
    const server = serveFixtures('office')
    server.failures.set(`GET ${api}`, problem(500, 'internal', '存储暂时不可用'))
    const { unmount } = openApp(path)
    expect(await screen.findByText('存储暂时不可用')).toBeTruthy()
    server.failures.clear()
    await userEvent.setup().click(screen.getByRole('button', { name: '重试' }))
    expect((await screen.findAllByText(filled)).length).toBeGreaterThan(0)
    unmount()
    server.failures.set(`GET ${api}`, nothing)
    openApp(path)
    expect((await screen.findAllByText(empty)).length).toBeGreaterThan(0)
  })

  it('is closed to who may not see it, without asking', async () => {
    const server = serveFixtures(outsider)
    openApp(path)
    expect(await screen.findByText('没有查看权限')).toBeTruthy()
    expect(server.calls.some((call) => call.path === api)).toBe(false)
  })
})

describe('the document centre', () => {
  it('shows the assessed what was issued, and no way to draft for others', async () => {
    serveFixtures('leader')
    openApp('/documents')
    expect(await screen.findByText('2027年度绩效考核成绩单')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /起草公文/ })).toBeNull()
  })

  it('drafts from a template with what the office gives', async () => {
    const server = serveFixtures('office')
    openApp('/documents/new?template=bulletin&assessment=7')
    const user = userEvent.setup()
    const next = await screen.findByRole('button', { name: '下一步' })
    await waitFor(() => expect((next as HTMLButtonElement).disabled).toBe(false))
    await user.click(next)
    const issuer = await screen.findByRole('textbox', { name: '发文机关' })
    expect((issuer as HTMLInputElement).value).toBe('甘溪镇人民政府')
    await user.click(screen.getByRole('button', { name: '起草并预览' }))
    expect(await screen.findByText('此项必填')).toBeTruthy()
    expect(bodyOf(server, 'POST', '/documents')).toBeUndefined()
    await user.type(screen.getByRole('textbox', { name: '文号' }), '甘政发12号')
    await user.click(screen.getByRole('button', { name: /加一行/ }))
    await user.type(screen.getByRole('textbox', { name: '内容 1' }), '公开逾期')
    await user.click(screen.getByRole('button', { name: '起草并预览' }))
    expect(await screen.findByTitle('预览')).toBeTruthy()
    expect(bodyOf(server, 'POST', '/documents')).toMatchObject({
      assessment_id: '7',
      computation_id: '81',
      template: 'bulletin',
      given: [
        { name: '发文机关', text: '甘溪镇人民政府' },
        { name: '文号', text: '甘政发12号' },
        {
          name: '问题',
          rows: [
            {
              cells: [
                { name: '单位', text: '' },
                { name: '内容', text: '公开逾期' },
                { name: '期限', text: '' },
              ],
            },
          ],
        },
      ],
    })
  })

  it('names what changed instead of issuing, and issues after the figures were brought up to date', async () => {
    const server = serveFixtures('office')
    openApp('/documents/301')
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: /印\s?发/ }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: /印\s?发/ }))
    expect(await within(dialog).findByText('有 1 处与现在的记录不一致')).toBeTruthy()
    expect(within(dialog).getByText('第2段')).toBeTruthy()
    expect(within(dialog).getByText('83.90')).toBeTruthy()
    await user.click(within(dialog).getByRole('button', { name: '更新数字' }))
    await waitFor(() => expect(bodyOf(server, 'POST', '/documents/301/refresh')).toBeTruthy())
    await waitFor(() => expect(within(dialog).queryByText('83.90')).toBeNull())
    await user.click(within(dialog).getByRole('button', { name: /印\s?发/ }))
    expect((await screen.findAllByText('已印发')).length).toBeGreaterThan(0)
    expect(bodyOf(server, 'POST', '/documents/301/issue')).toMatchObject({
      version: 2,
      audience: 'assessed',
      number: null,
    })
  })

  it('keeps figures live while a sentence is edited, and shows what changed', async () => {
    const server = serveFixtures('office')
    openApp('/documents/301/edit')
    const sentence = await screen.findByRole('textbox', { name: '第 2 段' })
    expect(screen.queryByText('考核对象')).toBeNull()
    expect(within(sentence).getByText('84.12').dataset.figure).toBe('2')
    // As a browser leaves it after typing.
    sentence.firstChild!.textContent = '全年共考核'
    fireEvent.input(sentence)
    const user = userEvent.setup()
    await user.click(screen.getByRole('button', { name: '在后面加一段 2' }))
    const added = await screen.findByRole('textbox', { name: '新增段落' })
    added.textContent = '特此说明。'
    fireEvent.input(added)
    await user.type(screen.getByRole('textbox', { name: /修改说明/ }), '审阅后')
    await user.click(screen.getByRole('button', { name: /保\s?存/ }))
    expect(await screen.findByText('全年', { selector: 'ins' })).toBeTruthy()
    expect(screen.getByText('本次', { selector: 'del' })).toBeTruthy()
    expect(bodyOf(server, 'PUT', '/documents/301/paragraphs')).toEqual({
      version: 1,
      note: '审阅后',
      replaced: [
        {
          number: 2,
          pieces: [
            { text: '全年共考核' },
            { figure: 1 },
            { text: '个村，平均' },
            { figure: 2 },
            { text: '分。' },
          ],
        },
      ],
      removed: [],
      added: [{ number: 2, pieces: [{ text: '特此说明。' }] }],
    })
  })

  it('offers a batch as an archive', async () => {
    serveFixtures('office')
    openApp('/document-batches/401')
    const zip = await screen.findByRole('link', { name: /打包下载 DOCX/ })
    expect(zip.getAttribute('href')).toBe('/api/v1/document-batches/401/files.zip?format=docx')
  })

  it('tells the paragraph and the placeholder of a mistake in a template', async () => {
    serveFixtures('office')
    openApp('/document-templates')
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: /上传模板/ }))
    const dialog = await screen.findByRole('dialog')
    await user.type(within(dialog).getByRole('textbox', { name: '模板名称' }), '坏模板')
    const input = dialog.querySelector('input[type=file]') as HTMLInputElement
    await user.upload(input, new File(['x'], '坏.docx'))
    await user.click(within(dialog).getByRole('button', { name: /保\s?存/ }))
    expect(await within(dialog).findByText(/总分\|没有的格式/)).toBeTruthy()
    expect(within(dialog).getByText('12')).toBeTruthy()
  })
})
