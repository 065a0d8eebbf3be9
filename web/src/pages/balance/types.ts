/** What the program answers on the balance: fields as in `tarazu.api.viewing_balance` and `viewing_dyad`. */

export type Verdict = 'rising' | 'falling' | 'no clear change'
export type Valence = 'cooperation' | 'conflict'
export type Period = 'week' | 'month'
export type Values = readonly (number | null)[]

export interface BandOf {
  mean: number
  low50: number
  high50: number
  low90: number
  high90: number
}
export interface Trend {
  verdict: Verdict
  factor: BandOf
  since: string
  at: string
}
export interface Cell {
  power: string
  share: BandOf | null
  best_rank: number
  worst_rank: number
  course: Values
  cooperation: Trend | null
  conflict: Trend | null
  stories: number
}
export interface Row {
  state: string
  at: string | null
  too_little: { stories: number; needed: number } | null
  multi_vector: BandOf | null
  undecided: number
  cells: readonly Cell[]
}
export interface Finding {
  kind: 'change' | 'lead' | 'mixed' | 'nothing'
  state: string
  power: string
  valence: Valence | null
  verdict: Verdict | null
  factor: BandOf | null
  since: string | null
  at: string | null
  share: BandOf | null
}
export interface Shift {
  key: { state: string; power: string; channel: string | null; valence: Valence }
  start: string
  factor: BandOf
  strength: number
}
export interface Perceived {
  state: string
  power: string
  dimension: string
  direction: string
  statements: number
  outlets: number
  records: readonly string[]
}
export interface BalanceAnswer {
  states: readonly string[]
  powers: readonly string[]
  since: string
  until: string
  period: Period
  channel: string | null
  channels: readonly string[]
  rows: readonly Row[]
  finding: Finding
  shifts: readonly Shift[]
  house_effects: readonly { source: string; state: string; power: string; valence: Valence; factor: number }[]
  left_out: readonly { reason: string; stories: number }[]
  perception: readonly Perceived[]
  stories: number
  compared: number
}
export interface CourseOf {
  mean: Values
  low50: Values
  high50: Values
  low90: Values
  high90: Values
}
export interface AlignmentAnswer {
  state: string
  channel: string | null
  period: Period
  starts: readonly string[]
  shares: readonly { power: string; share: CourseOf }[]
  multi_vector: CourseOf
}
export interface Line {
  channel: string | null
  valence: Valence
  total: number
  stories: readonly number[]
  rate: CourseOf
  trend: Trend | null
}
export interface Act {
  story: string
  day: string | null
  last: string | null
  type: string
  mode: string | null
  status: string
  channel: string | null
  valence: Valence
  actors: readonly string[]
  recipients: readonly string[]
  score: number
  witnesses: number
  documents: number
}
export interface Fact {
  indicator: string
  subject: string
  object: string
  first_year: number
  year: number
  value: number
  value_to: number | null
  unit: string
  name: string
  source: string
  note: string
  certainty: 'checked' | 'recalled'
}
interface Evidence {
  text: string
}
export interface Stated {
  state: string
  power: string
  record: {
    record: 'figure' | 'tie'
    id: string
    doc: string
    indicator?: string
    name?: string | null
    value?: number
    value_to?: number | null
    unit?: string | null
    period?: string | null
    kind?: string
    from?: string
    to?: string
    evidence: readonly Evidence[]
  }
  facts: { doc: string; language: string; outlet: string | null; published: string | null }
}
export interface DyadAnswer {
  state: string
  power: string
  since: string
  until: string
  period: Period
  channel: string | null
  starts: readonly string[]
  lines: readonly Line[]
  shifts: readonly Shift[]
  marked: number
  acts: readonly Act[]
  structure: readonly Fact[]
  stated: readonly Stated[]
  perception: readonly Perceived[]
}
export interface MovedAnswer {
  state: string
  power: string
  channel: string | null
  since: string
  until: string
  stories: number
  movers: readonly { act: Act; net: number; on_change: number }[]
  rest: number
}
export interface OpposedAnswer {
  total: number
  found: readonly {
    field: string
    subject: string
    object: string
    dimension: string
    story: string | null
    opposition: number
    sides: readonly {
      value: string
      outlets: readonly string[]
      speakers: readonly string[]
      languages: readonly string[]
      records: number
      sentences: readonly { record: string; doc: string; outlet: string | null; language: string; published: string | null; text: string }[]
    }[]
  }[]
}
