// SPDX-License-Identifier: Apache-2.0
// The whole application at an address, against the fixtures.
import { render } from '@testing-library/react'
import { Provider } from '../app/provider'
import { FakeServer, type Reply } from './fake/server'

function toResponse(reply: Reply): Response {
  return new Response(reply.status === 204 ? null : reply.text, {
    status: reply.status,
    headers: reply.headers,
  })
}

// Answers fetch from a fake server. `login` is signed in already; none leaves the sign-in page.
export function serveFixtures(login?: string): FakeServer {
  const server = new FakeServer()
  let cookie = login ? `kaogong_session=${server.signIn(login)}` : ''
  globalThis.fetch = async (input, options = {}) => {
    const address = new URL(String(input), 'http://localhost')
    const body = options.body
    const reply = server.handle({
      method: options.method ?? 'GET',
      path: address.pathname.slice('/api/v1'.length),
      query: address.searchParams,
      cookie,
      csrf: new Headers(options.headers).get('X-CSRF-Token') ?? '',
      body: typeof body === 'string' ? JSON.parse(body) : body ? 'form' : undefined,
    })
    cookie = reply.headers['Set-Cookie']?.split(';')[0] ?? cookie
    options.signal?.throwIfAborted()
    return toResponse(reply)
  }
  return server
}

export function openApp(path: string) {
  window.history.pushState(null, '', path)
  return render(<Provider />)
}

export function problem(status: number, code: string, detail: string): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
    text: JSON.stringify({ type: 'about:blank', status, code, detail, request_id: 'req-test' }),
  }
}
