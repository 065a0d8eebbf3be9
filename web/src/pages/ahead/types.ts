/** What the program says of forecasts; see api/viewing_outlooks.py and forecast/outlook_scores.py. */

export interface Line {
  id: string
  as_of: string
  until: string
  made: string
  horizon: number
  region: string[]
  powers: string[]
  questions: number
  learned: 'trees' | 'rates' | 'base rates'
}
export interface Ground {
  said: string
  weight: number
  stories: string[]
}
export interface Question {
  rank: number
  subject: string
  relation: string
  object: string
  said: string
  so_far: string
  chance: number
  expected: number
  base_rate: number
  persistence: number
  recurrency: number
  met: number
  grounds: Ground[]
}
export interface Glance {
  id: string
  type: string
  mode: string | null
  channel: string | null
  actors: string[]
  recipients: string[]
  status: string
  day: string | null
}
export interface View {
  line: Line
  digest: string
  coder: string
  stories_read: number
  acts: number
  fitted: { origins: number; came: number; log_score: number; usual_log_score: number; mix: Record<string, number> }
  questions: Question[]
  total: number
  unasked: [number, number]
  relations: { id: string; name: string }[]
  parties: string[]
  counts: { one: string; other: string; valence: 'cooperation' | 'conflict'; expected: number; usual: number; last: number }[]
  stories: Glance[]
  left_out: { why: string; stories: number }[]
}
export interface Grade {
  method: string
  brier: number
  log_score: number
  mrr: number
  h1: number
  h3: number
  h10: number
  questions: number
  came: number
}
export interface Bin {
  low: number
  high: number
  questions: number
  chance: number
  came: number
  low90: number
  high90: number
}
export interface Scores {
  scored: {
    forecasts: number
    grades: Grade[]
    never_met: Grade[]
    counts: { method: string; crps: number; pairs: number }[]
    reliability: Bin[]
    unasked: [number, number]
  }
  ids: string[]
  dated_back: string[]
  pending: { id: string; until: string; why: 'early' | 'unread'; told: string | null }[]
}
