/** One job that the reader has started and waits for. */

import { Fault, get, post } from './api'

export interface FollowedJob<R> {
  id: string
  name: string
  kind: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'stopped'
  asked: string
  progress: { done?: number } | null
  result: R | null
  error: { where: string; expected: string; found: string; hint: string } | null
}

const LOOK = 400
const OVER = new Set(['done', 'failed', 'stopped'])

/** Starts a job, looks how far it is, and has what it came to; make it while a component is set up. */
export class Following<R> {
  job = $state.raw<FollowedJob<R>>()
  fault = $state.raw<Fault>()
  #timer = 0
  #gone = false

  constructor(private readonly ended?: (result: R) => void) {
    $effect(() => () => {
      this.#gone = true
      clearTimeout(this.#timer)
    })
  }

  /** Whether it is going on. */
  get busy(): boolean {
    return this.job !== undefined && !OVER.has(this.job.state)
  }

  /** How much is done, from 0 to 1; undefined where that is not known. */
  get done(): number | undefined {
    return this.job?.progress?.done
  }

  async start(path: string, content: unknown): Promise<void> {
    this.fault = undefined
    try {
      this.job = await post<FollowedJob<R>>(path, content)
      this.#look(this.job.id)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Takes up a job that was started before. A job of a server that has gone is simply not there. */
  async takeUp(id: string): Promise<void> {
    try {
      this.#take(await get<FollowedJob<R>>(`jobs/${encodeURIComponent(id)}`))
    } catch (error) {
      if (!(error instanceof Fault && error.status === 404)) this.#fail(error)
    }
  }

  async stop(): Promise<void> {
    if (!this.job) return
    try {
      await post(`jobs/${this.job.id}/stop`)
    } catch (error) {
      this.#fail(error)
    }
  }

  #look(id: string): void {
    this.#timer = window.setTimeout(async () => {
      try {
        const found = await get<FollowedJob<R>>(`jobs/${id}`)
        if (!this.#gone) this.#take(found)
      } catch (error) {
        this.#fail(error)
      }
    }, LOOK)
  }

  #take(found: FollowedJob<R>): void {
    this.job = found
    if (!OVER.has(found.state)) this.#look(found.id)
    else if (found.state === 'failed' && found.error) this.fault = new Fault(found.error.where, found.error.expected, found.error.found, found.error.hint, 400)
    else if (found.state === 'done' && found.result !== null) this.ended?.(found.result)
  }

  #fail(error: unknown): void {
    this.job = undefined
    this.fault = error instanceof Fault ? error : new Fault('', '', String(error), '')
    if (!(error instanceof Fault)) console.error(error)
  }
}
