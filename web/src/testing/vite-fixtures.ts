// SPDX-License-Identifier: Apache-2.0
// Serves the fixtures under /api/v1 from Vite itself: the screens in a browser without the server.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { FakeServer } from './fake/server.ts'

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

export function fixtures(): Plugin {
  const server = new FakeServer()
  async function answer(request: IncomingMessage, response: ServerResponse, next: () => void) {
    const address = new URL(request.url ?? '/', 'http://localhost')
    if (!address.pathname.startsWith('/api/v1')) return next()
    const body = await readBody(request)
    const isJson = (request.headers['content-type'] ?? '').includes('json')
    const reply = server.handle({
      method: request.method ?? 'GET',
      path: address.pathname.slice('/api/v1'.length),
      query: address.searchParams,
      cookie: request.headers.cookie ?? '',
      csrf: String(request.headers['x-csrf-token'] ?? ''),
      body: isJson && body.length > 0 ? (JSON.parse(body.toString()) as unknown) : body.toString('latin1'),
    })
    response.statusCode = reply.status
    for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value)
    response.end(reply.text)
  }
  // Returns nothing: what a hook returns Vite runs later.
  const install = (app: { use: (handler: typeof answer) => void }) => {
    app.use(answer)
  }
  return {
    name: 'kaogong-fixtures',
    configureServer: (dev) => install(dev.middlewares),
    configurePreviewServer: (preview) => install(preview.middlewares),
  }
}
