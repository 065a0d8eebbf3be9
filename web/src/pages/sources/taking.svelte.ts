/** Hands files over to the program, and follows the jobs that read them. */

import { Fault, get, post, put } from '../../lib/api'

export interface Count {
  read: number
  coded: number
  same: number
  sighted: number
  imported: number
  failed: number
  skipped: number
  noted: number
  records: number
  reasons: [string, number][]
  examples: { doc: string; stage: string; reason: string }[]
}
export interface Progress {
  stage: 'reading' | 'stories' | 'waiting'
  total: number | null
  settled: number
  count: Count
}
export type State = 'queued' | 'running' | 'done' | 'failed' | 'stopped'
export interface Job {
  id: string
  name: string
  kind: string
  state: State
  asked: string
  started: string | null
  ended: string | null
  progress: Progress | null
  result: Count | null
  error: { where: string; expected: string; found: string; hint: string } | null
}
export interface Possible {
  endings: string[]
  largest_file: number
  most_files: number
  folders: boolean
  coders: string[]
}
interface Upload {
  id: string
  name: string
  size: number
}
/** A file that was not sent, with the key of the message that says why. */
export interface Refused {
  name: string
  why: 'sources.not_read' | 'sources.too_large' | 'sources.empty_file' | 'sources.refused'
  says: string
}

const KINDS = new Set(['files', 'addresses', 'feeds', 'watch'])
const OVER = new Set<State>(['done', 'failed', 'stopped'])
const LOOK = 700

export function isOver(job: Job): boolean {
  return OVER.has(job.state)
}

/** The jobs that fill the case, looked at again and again while one of them goes on; call while a component is set up. */
export class Reading {
  jobs = $state.raw<readonly Job[]>([])
  fault = $state.raw<Fault>()
  /** The last job that has ended while somebody was looking. */
  ended = $state.raw<Job>()
  #timer = 0
  #gone = false

  constructor(onEnd: () => void) {
    $effect(() => {
      this.#gone = false
      void this.#look(onEnd)
      return () => {
        this.#gone = true
        clearTimeout(this.#timer)
      }
    })
    this.look = () => this.#look(onEnd)
  }

  /** Looks now. */
  look: () => Promise<void>

  async stop(job: Job): Promise<void> {
    await this.#try(() => post(`jobs/${job.id}/stop`))
    await this.look()
  }

  async #look(onEnd: () => void): Promise<void> {
    clearTimeout(this.#timer)
    const before = new Map(this.jobs.map((job) => [job.id, job]))
    const found = await this.#try(() => get<Job[]>('jobs'))
    if (found) {
      this.jobs = found.filter((job) => KINDS.has(job.kind))
      const ended = this.jobs.filter((job) => isOver(job) && before.has(job.id) && !isOver(before.get(job.id) as Job))
      const grown = this.jobs.some((job) => job.kind === 'watch' && job.progress?.count.coded !== before.get(job.id)?.progress?.count.coded && before.has(job.id))
      if (ended.length) this.ended = ended[0]
      if (ended.length || grown) onEnd()
    }
    if (!this.#gone && (this.fault || this.jobs.some((job) => !isOver(job)))) this.#timer = window.setTimeout(() => void this.look(), LOOK)
  }

  async #try<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      const found = await ask()
      this.fault = undefined
      return found
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
      return undefined
    }
  }
}

/** Files on their way to the program. */
export class Sending {
  total = $state(0)
  sent = $state(0)
  refused = $state.raw<readonly Refused[]>([])
  fault = $state.raw<Fault>()
  readonly busy = $derived(this.sent < this.total)

  /** Sends files, then has all of them read as one job. */
  async send(files: readonly File[], possible: Possible): Promise<void> {
    const refused: Refused[] = []
    const good = files.filter((file) => {
      const why = whyNot(file, possible)
      if (why) refused.push({ name: file.name, why, says: '' })
      return !why
    })
    this.refused = refused
    this.fault = undefined
    if (!good.length) return
    this.total += good.length
    const taken: string[] = []
    for (const file of good) {
      try {
        taken.push((await put<Upload>(`sources/files/${encodeURIComponent(file.name)}`, file)).id)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        this.refused = [...this.refused, { name: file.name, why: 'sources.refused', says: error.status ? `${error.found}; ${error.hint}` : '' }]
      }
      this.sent += 1
    }
    if (!this.busy) this.total = this.sent = 0
    try {
      if (taken.length) await post('sources/files', { uploads: taken })
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
    }
  }
}

function whyNot(file: File, possible: Possible): Refused['why'] | undefined {
  const name = file.name.toLowerCase()
  if (!possible.endings.some((ending) => name.endsWith(ending))) return 'sources.not_read'
  if (file.size > possible.largest_file) return 'sources.too_large'
  if (file.size === 0) return 'sources.empty_file'
  return undefined
}
