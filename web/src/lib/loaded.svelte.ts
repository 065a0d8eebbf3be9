/** A value that comes from the program and follows what it depends on. */

import { Fault, type Waiting } from './api'

/**
 * `const stories = new Loaded((signal, onWait) => get<Stories>('stories', { q: route.query.q }, { signal, onWait }))`, made while a component is set up.
 *
 * It is fetched again whenever something reactive that `fetch` reads before its first `await` changes; what was under way is then dropped. While it is
 * fetched again the old value stays. Show it with `<Loading of={stories}>`.
 */
export class Loaded<T> {
  value = $state.raw<T>()
  fault = $state.raw<Fault>()
  busy = $state(true)
  waiting = $state.raw<Waiting>()
  #again = $state(0)

  constructor(fetch: (signal: AbortSignal, onWait: (state: Waiting) => void) => Promise<T>) {
    $effect(() => {
      void this.#again
      const stop = new AbortController()
      this.busy = true
      this.waiting = undefined
      fetch(stop.signal, (state) => (this.waiting = state)).then(
        (value) => {
          if (stop.signal.aborted) return
          this.value = value
          this.fault = undefined
          this.busy = false
        },
        (error: unknown) => {
          if (stop.signal.aborted) return
          this.fault = error instanceof Fault ? error : new Fault('', '', String(error), '')
          this.busy = false
          if (!(error instanceof Fault)) console.error(error)
        },
      )
      return () => stop.abort()
    })
  }

  /** Fetches it once more, after something was changed. */
  again(): void {
    this.#again += 1
  }
}
