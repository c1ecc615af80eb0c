// SPDX-License-Identifier: Apache-2.0
// The one way to the server. It knows the conventions of /api/v1: CSRF token, language, problem
// documents, idempotency keys; and what to do when a session ends: the request waits until the
// user has signed in again and is then sent once more, so that no form is lost.
import type { DocumentChange, IssueRow, Problem, ProblemError } from '../api/types'
import { language } from './language'

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly errors: ProblemError[]
  readonly issues: IssueRow[]
  readonly requestId: string
  readonly current: unknown
  // Of a document that is not issued: what in it has changed.
  readonly changes: DocumentChange[]
  readonly retryAfter: number | null

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail || problem.title || `HTTP ${problem.status}`)
    this.name = 'ApiError'
    this.status = problem.status
    this.code = problem.code
    this.errors = problem.errors ?? []
    this.issues = problem.issues ?? []
    this.requestId = problem.request_id
    this.current = problem.current
    this.changes = (problem as { changes?: DocumentChange[] }).changes ?? []
    this.retryAfter = retryAfter
  }
}

export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 409 && error.current !== undefined
}

type Query = Record<string, string | number | boolean | null | undefined>

interface Options {
  query?: Query
  body?: unknown
  form?: FormData
  // A POST that creates.
  idempotencyKey?: string
  signal?: AbortSignal
  // The sign-in form handles its own 401.
  isSignIn?: boolean
}

const root = '/api/v1'
let csrfToken = ''
let renewal: Promise<void> | null = null
let renew: (() => Promise<void>) | null = null

export function setCsrfToken(token: string) {
  csrfToken = token
}

// Registers what lets the user sign in again; without it a 401 is an error like others.
export function onSessionEnd(handler: (() => Promise<void>) | null) {
  renew = handler
}

export function url(path: string, query?: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return root + path + (text ? '?' + text : '')
}

// Random without crypto.randomUUID, which plain HTTP in an office network does not have.
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function problemOf(response: Response): Promise<ApiError> {
  const wait = response.headers.get('Retry-After')
  const retryAfter = wait && /^\d+$/.test(wait) ? parseInt(wait, 10) : null
  let problem: Partial<Problem> = {}
  try {
    problem = (await response.json()) as Partial<Problem>
  } catch {
    // A proxy answered, not the server: the status has to do.
  }
  return new ApiError(
    {
      ...problem,
      type: problem.type ?? 'about:blank',
      code: problem.code ?? 'internal',
      status: response.status,
      request_id: problem.request_id ?? response.headers.get('X-Request-Id') ?? '',
    },
    retryAfter,
  )
}

function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': language() === 'en' ? 'en' : 'zh',
  }
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  return fetch(url(path, options.query), {
    method,
    headers,
    body: options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    credentials: 'same-origin',
    signal: options.signal,
  })
}

export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  let response: Response
  try {
    response = await send(method, path, options)
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiError({ type: 'about:blank', status: 0, code: 'unreachable', request_id: '' })
  }
  if (response.status === 401 && !options.isSignIn && renew) {
    renewal ??= renew().finally(() => {
      renewal = null
    })
    await renewal
    response = await send(method, path, options)
  }
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

// Keys of requests of which nobody knows whether they were done: sent again, they are done once. An
// answer ends that, a refusal too: what is corrected and sent then is another request.
const unanswered = new Map<string, string>()

async function create<T>(path: string, body: unknown): Promise<T> {
  const intent = `${path} ${JSON.stringify(body)}`
  const idempotencyKey = unanswered.get(intent) ?? newKey()
  unanswered.set(intent, idempotencyKey)
  const isKnown = (error: unknown) =>
    error instanceof ApiError && error.status >= 400 && error.status < 500
  try {
    const made = await request<T>('POST', path, { body, idempotencyKey })
    unanswered.delete(intent)
    return made
  } catch (error) {
    if (isKnown(error)) unanswered.delete(intent)
    throw error
  }
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    request<T>('GET', path, { query, signal }),
  create,
  post: <T>(path: string, body: unknown = {}, signal?: AbortSignal) =>
    request<T>('POST', path, { body, signal }),
  upload: <T>(path: string, form: FormData) =>
    request<T>('POST', path, { form, idempotencyKey: newKey() }),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', path, { body }),
  remove: <T>(path: string, query?: Query, body?: unknown) =>
    request<T>('DELETE', path, { query, body }),
}
