/** What the case holds, counted; asked for again at each step, since documents may have come in. */

import { get } from './api'
import { learnNames } from './i18n.svelte'

export interface Contents {
  title: string
  documents: number
  uncoded: number
  records: number
  stories: number
  untold: number
  languages: Record<string, number>
  outlets: number
  first: string | null
  last: string | null
  skipped: number
}
interface Answer {
  survey: { file: string; contents: Contents; version: string }
  revision: string
  private: boolean
  coder: string | null
}

class Holding {
  answer = $state.raw<Answer>()

  /** What it is about, or the name of its file. */
  get title(): string {
    return this.answer?.survey.contents.title || this.answer?.survey.file || ''
  }

  get contents(): Contents | undefined {
    return this.answer?.survey.contents
  }

  /** Whether there is nothing in it; false while that is not known. */
  get empty(): boolean {
    const contents = this.contents
    return contents !== undefined && contents.documents + contents.uncoded === 0
  }

  /** Asks again; where the case has changed, its actors are named again too. */
  async refresh(): Promise<void> {
    try {
      const before = this.answer?.revision
      const found = await get<Answer>('case')
      if (found.revision === before) return
      this.answer = found
      if (before !== undefined) await learnNames()
    } catch {
      // the page that is open says itself that the program cannot be reached
    }
  }
}

export const holding = new Holding()
