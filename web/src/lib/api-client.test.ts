// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest'
import { api, ApiError } from './api-client'

const realFetch = globalThis.fetch

// Answers one request after the other, null with a broken connection; returns the keys they came with.
function answerWith(...statuses: (number | null)[]): (string | null)[] {
  const keys: (string | null)[] = []
  globalThis.fetch = vi.fn(async (_: unknown, options: RequestInit = {}) => {
    keys.push(new Headers(options.headers).get('Idempotency-Key'))
    const status = statuses[keys.length - 1]
    if (!status) throw new TypeError('no connection')
    return new Response(JSON.stringify({ code: 'x', status }), { status })
  })
  return keys
}

describe('a request that creates', () => {
  afterEach(() => {
    globalThis.fetch = realFetch
  })

  const post = (name: string) => api.create('/units', { name }).catch((error: unknown) => error)

  it('keeps its key while nobody knows whether it was done', async () => {
    const keys = answerWith(null, 503, 201)
    expect(await post('甲')).toBeInstanceOf(ApiError)
    expect(await post('甲')).toBeInstanceOf(ApiError)
    await post('甲')
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(keys).size).toBe(1)
  })

  it('has another key once it was refused and corrected, or refused and sent again', async () => {
    const keys = answerWith(422, 422, 201)
    await post('乙')
    await post('乙')
    await post('丙')
    expect(new Set(keys).size).toBe(3)
  })

  it('is another request when the same is wanted twice', async () => {
    const keys = answerWith(201, 201)
    await post('丁')
    await post('丁')
    expect(new Set(keys).size).toBe(2)
  })
})
