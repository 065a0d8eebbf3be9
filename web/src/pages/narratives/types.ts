/** What `/api/narratives` answers; see `tarazu.api.viewing_narratives`. */

export const GROUPINGS = ['outlet', 'language', 'outlet_state', 'speaker'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface SaidRow {
  key: string
  name: string | null
  documents: number
  statements: number
  stories: number
  tellings: number
}
export interface SaidColumn {
  key: string
  kind: 'assessment' | 'tie' | 'act'
  matter: string
  value: string
  side: 'first' | 'second' | null
  status: string | null
  count: number
}
export interface SaidCell {
  row: number
  column: number
  count: number
  share: number
  voices: number
}
export interface Sentence {
  record: string
  doc: string
  outlet: string | null
  language: string
  published: string | null
  text: string
}
export interface Stand {
  value: string
  outlets: string[]
  states: string[]
  languages: string[]
  speakers: string[]
  weight: number
  records: number
  sentences: Sentence[]
}
export interface Opposed {
  field: string
  matter: { subject: string; object: string; dimension: string } | null
  story: string | null
  weight: number
  sides: Stand[]
}
export interface Leant {
  outlet: string
  stories: number
  evidence: number
  mean: number
  leaning: number | null
  low: number | null
  high: number | null
  lean: 'towards cooperation' | 'towards conflict' | 'no lean seen' | 'too little to tell'
}
export interface Silent {
  outlet: string
  kind: string
  exposed: number
  told: number
  expected: number
  verdict: 'silent' | 'reports more'
  untold: string[]
}
export interface Narratives {
  by: Grouping
  rows: SaidRow[]
  columns: SaidColumn[]
  cells: SaidCell[]
  more_rows: number
  more_columns: number
  contradictions: Opposed[]
  all_contradictions: number
  leanings: Leant[] | null
  between: number
  within: number
  silences: Silent[]
  tested: number
  unplaced: number
}
export interface Chosen {
  group: string
  column: string
}
export interface Page<T> {
  items: T[]
  total: number
  offset: number
}
