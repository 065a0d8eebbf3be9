/** The network as the program tells it; see `api/networks.py`. */

interface Counted {
  stories: number
  cooperation: number
  conflict: number
  ids: string[]
}

export interface Pair extends Counted {
  source: string
  target: string
  score: number
}

/** Two parties and what is between them in either direction. */
export interface Line extends Counted {
  one: string
  two: string
}

export interface Spot extends Counted {
  name: string
  country: string | null
  latitude: number
  longitude: number
}

export interface Month {
  start: string
  stories: number
}

export interface NetworkAnswer {
  pairs: Pair[]
  lines: Line[]
  spots: Spot[]
  months: Month[]
  stories: number
  unplaced: number
}

export interface Act {
  id: string
  type: string
  mode: string | null
  actors: string[]
  recipients: string[]
  when: { start: string; end: string; granularity: 'day' | 'month' | 'season' | 'year' } | null
  told: string | null
  status: string
  witnesses: number
}
