// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { password } from '../../testing/fake/server'
import { openApp, problem, serveFixtures } from '../../testing/render-app'

async function fillIn(login: string, secret: string) {
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('登录名'), login)
  await user.type(screen.getByLabelText('密码'), secret)
  await user.click(screen.getByRole('button', { name: '登录' }))
  return user
}

it('signs in and stays at the address that was asked for', async () => {
  serveFixtures()
  openApp('/roles')
  await fillIn('office', password)
  expect(await screen.findByRole('heading', { name: '角色权限表' })).toBeTruthy()
})

it('says what was wrong with the password, and with which request', async () => {
  serveFixtures()
  openApp('/')
  await fillIn('office', 'wrong')
  expect(await screen.findByText('登录名或密码不正确')).toBeTruthy()
  expect(screen.getByText(/^req-/)).toBeTruthy()
})

it('shows how long a locked account has to wait, and sends nothing meanwhile', async () => {
  serveFixtures()
  openApp('/')
  await fillIn('locked', password)
  expect(await screen.findByText('请在 1 分 30 秒后再试。')).toBeTruthy()
  expect(screen.getByRole('button', { name: '登录' })).toHaveProperty('disabled', true)
})

it('asks for the one-time code only where it is needed', async () => {
  const server = serveFixtures('office')
  server.handle({
    method: 'PUT',
    path: '/session/totp',
    query: new URLSearchParams(),
    cookie: 'kaogong_session=t1',
    csrf: 'csrf-t1',
    body: { code: '123456' },
  })
  server.endSessions()
  openApp('/')
  const user = await fillIn('office', password)
  const code = await screen.findByLabelText('动态验证码')
  expect(screen.queryByRole('alert')).toBeNull()
  await user.type(code, '123456')
  await user.click(screen.getByRole('button', { name: '登录' }))
  expect(await screen.findByText(/您好$/)).toBeTruthy()
})

it('makes a newcomer choose a password, showing the policy while typing', async () => {
  serveFixtures('newcomer')
  openApp('/')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('当前密码'), password)
  const next = screen.getByLabelText('新密码')
  await user.type(next, 'newcomer1')
  const policy = screen.getByRole('list', { name: '密码要求' })
  expect(within(policy).getByText(/不少于 10 个字符/).className).toBe('unmet')
  expect(within(policy).getByText(/不得包含登录名或姓名/).className).toBe('unmet')
  await user.clear(next)
  await user.type(next, 'LinJiang-2026')
  expect(within(policy).getByText(/不少于 10 个字符/).className).toBe('met')
  await user.type(screen.getByLabelText('再次输入新密码'), 'LinJiang-2026')
  await user.click(screen.getByRole('button', { name: '修改密码' }))
  expect(await screen.findByText(/您好$/)).toBeTruthy()
})

it('keeps a form when the session ends, and sends it after signing in again', async () => {
  const server = serveFixtures('office')
  openApp('/organisation/persons')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: /新增人员/ }))
  const dialog = await screen.findByRole('dialog')
  await user.type(within(dialog).getByLabelText('编号'), 'P9001')
  await user.type(within(dialog).getByLabelText('姓名'), '高立新')
  server.endSessions()
  await user.click(within(dialog).getByRole('button', { name: '新建' }))
  // Ant Design gives every dialog the same id in tests, so that names cannot tell them apart.
  const renew = (await screen.findByText('登录已过期')).closest<HTMLElement>('[role=dialog]')!
  expect(within(dialog).getByLabelText('姓名')).toHaveProperty('value', '高立新')
  await user.type(within(renew).getByLabelText('密码'), password)
  await user.click(within(renew).getByRole('button', { name: '登录' }))
  expect(await screen.findByRole('heading', { name: '高立新' })).toBeTruthy()
})

it('switches the language at once and asks the server for the other', async () => {
  const server = serveFixtures('office')
  openApp('/roles')
  await screen.findByRole('heading', { name: '角色权限表' })
  const before = server.calls.length
  await userEvent.setup().click(screen.getByRole('button', { name: /English/ }))
  expect(await screen.findByRole('heading', { name: 'Role matrix' })).toBeTruthy()
  expect(document.documentElement.lang).toBe('en')
  await waitFor(() => expect(server.calls.length).toBeGreaterThan(before))
})

it('shows whom one is seeing as, and offers no change meanwhile', async () => {
  const server = serveFixtures('administrator')
  openApp('/accounts')
  await screen.findByRole('button', { name: /新建账号/ })
  const office = server.handle({
    method: 'GET',
    path: '/accounts',
    query: new URLSearchParams({ query: 'office' }),
    cookie: 'kaogong_session=t1',
    csrf: '',
    body: undefined,
  })
  const id = (JSON.parse(office.text) as { items: { id: string }[] }).items[0]!.id
  server.handle({
    method: 'PUT',
    path: '/session/view-as',
    query: new URLSearchParams(),
    cookie: 'kaogong_session=t1',
    csrf: 'csrf-t1',
    body: { account_id: id },
  })
  document.body.innerHTML = ''
  openApp('/organisation/positions')
  expect(await screen.findByText(/正在以“.*”的身份查看/)).toBeTruthy()
  await screen.findByLabelText('代码 1')
  expect(screen.queryByRole('button', { name: '保存' })).toBeNull()
})

it('an unreachable server is said so, with a way to try again', async () => {
  const server = serveFixtures('office')
  server.failures.set('GET /session', problem(500, 'internal', '服务器内部错误'))
  openApp('/')
  expect(await screen.findByText('服务器内部错误')).toBeTruthy()
  server.failures.clear()
  await userEvent.setup().click(screen.getByRole('button', { name: '重试' }))
  expect(await screen.findByText(/您好$/)).toBeTruthy()
})
