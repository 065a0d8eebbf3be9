/** Decisions about records: sent one after the other, said aloud, taken back. */

import { Fault, post } from '../../lib/api'
import { t } from '../../lib/i18n.svelte'
import { settings } from '../../lib/settings.svelte'
import type { Action } from './records'

interface Kept {
  judgement: { id: string }
}

/** A judgement, and the record that it is about. */
interface Made {
  id: string
  record: string
}

export class Judging {
  /** What was done last, in words. */
  said = $state('')
  fault = $state.raw<Fault>()
  #waiting = $state(0)
  #made: Made[] = []
  /** What was taken back here: it may stand in a list until that is fetched anew. */
  readonly #undone = new Set<string>()
  #last: Promise<void> = Promise.resolve()
  readonly #after: () => void

  /** Whether something is under way. */
  get busy(): boolean {
    return this.#waiting > 0
  }

  /** `after` is called when something was decided: what is shown is then out of date. */
  constructor(after: () => void) {
    this.#after = after
  }

  /** Decides about records, each group of ids as a judgement of its own. Returns the ids of the judgements, none where it failed. */
  async decide(action: Action, groups: readonly (readonly string[])[], says: string, changes: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const made: string[] = []
    await this.#work(says, async () => {
      for (const ids of groups) {
        const kept = await post<Kept>('judgements', { ids, action, changes, author: settings.author })
        made.push(kept.judgement.id)
        this.#made.push({ id: kept.judgement.id, record: ids[0] ?? '' })
      }
    })
    return made
  }

  /** Takes judgements back, the last one first. */
  async undo(ids: readonly string[]): Promise<void> {
    await this.#work(t('reader.did.undo'), async () => {
      this.#made = this.#made.filter((each) => !ids.includes(each.id))
      for (const id of ids) this.#undone.add(id)
      for (const id of [...ids].reverse()) await post(`judgements/${encodeURIComponent(id)}/undo`, { author: settings.author })
    })
  }

  /**
   * Takes the last judgement back: of those made here the last one that is not taken back yet, where there is none the one that `before` names. Which one
   * that is shows only when all that was pressed before is done. Returns the record that it was about.
   */
  async undoLast(before: (undone: ReadonlySet<string>) => Made | undefined): Promise<string | undefined> {
    let last: Made | undefined
    await this.#work(t('reader.did.undo'), async () => {
      last = this.#made.pop() ?? before(this.#undone)
      if (!last) return
      this.#undone.add(last.id)
      await post(`judgements/${encodeURIComponent(last.id)}/undo`, { author: settings.author })
    })
    if (!last) this.said = t('reader.nothing_to_undo')
    return last?.record
  }

  say(words: string): void {
    this.said = words
  }

  /** One after the other, as they were pressed: whoever is faster than the program loses nothing. */
  #work(says: string, work: () => Promise<void>): Promise<void> {
    this.#waiting += 1
    this.#last = this.#last.then(async () => {
      this.fault = undefined
      try {
        await work()
        this.said = says
      } catch (error) {
        this.fault = error instanceof Fault ? error : new Fault('', '', String(error), '')
        this.said = ''
      } finally {
        this.#waiting -= 1
        this.#after()
      }
    })
    return this.#last
  }
}
