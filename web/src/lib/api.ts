/** What the page asks the program for. */

import type { Query } from './router.svelte'

/** An error that says where, what was expected, what was found, and what to do. */
export class Fault extends Error {
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly found: string,
    readonly hint: string,
    readonly status = 0,
  ) {
    super(`${where}: ${expected} / ${found}`)
    this.name = 'Fault'
  }
}

/** The state of an answer that is not there yet, as the program tells it with 202. */
export interface Waiting {
  done?: number
  total?: number
  stage?: string
}

interface Options {
  signal?: AbortSignal
  /** Told each time the program answers that it is still at work. */
  onWait?: (state: Waiting) => void
}

function address(path: string, query: Query = {}): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value
    if (text !== null && text !== undefined && text !== '') parts.set(name, String(text))
  }
  const all = parts.toString().replaceAll('%2C', ',')
  return `${path.startsWith('/') ? path : `/api/${path}`}${all ? `?${all}` : ''}`
}

function fault(status: number, body: unknown): Fault {
  const error = (body as { error?: Partial<Record<'where' | 'expected' | 'found' | 'hint', string>> } | null)?.error
  return new Fault(error?.where ?? '', error?.expected ?? '', error?.found ?? `HTTP ${status}`, error?.hint ?? '', status)
}

async function ask(input: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(input, { ...init, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Fault('', '', 'unreachable', '')
  }
}

async function body(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    throw new Fault(new URL(response.url).pathname, 'JSON', text.slice(0, 80), '', response.status)
  }
}

function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('stopped', 'AbortError'))
    })
  })
}

/** Gets `/api/…`; where the program is still at work (202), asks again until it is done. Throws `Fault`. */
export async function get<T>(path: string, query: Query = {}, { signal, onWait }: Options = {}): Promise<T> {
  for (;;) {
    const response = await ask(address(path, query), { signal: signal ?? null })
    const found = await body(response)
    if (!response.ok) throw fault(response.status, found)
    if (response.status !== 202) return found as T
    onWait?.((found ?? {}) as Waiting)
    await pause(Number(response.headers.get('Retry-After') ?? 1) || 1, signal)
  }
}

/** Sends JSON. Throws `Fault`. */
export async function post<T>(path: string, content: unknown = {}, { signal }: Options = {}): Promise<T> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await ask(address(path), { method: 'POST', headers, body: JSON.stringify(content), signal: signal ?? null })
  const found = await body(response)
  if (!response.ok) throw fault(response.status, found)
  return found as T
}

/** Sends a file as it is. Throws `Fault`. */
export async function put<T>(path: string, content: Blob, { signal }: Options = {}): Promise<T> {
  const headers = { 'Content-Type': 'application/octet-stream' }
  const response = await ask(address(path), { method: 'PUT', headers, body: content, signal: signal ?? null })
  const found = await body(response)
  if (!response.ok) throw fault(response.status, found)
  return found as T
}

/** The address of the same answer as a table (`csv`) or as it is (`json`), for a link. */
export function twin(path: string, query: Query = {}, shape: 'csv' | 'json' = 'csv'): string {
  return address(shape === 'csv' ? `${path}.csv` : path, query)
}
