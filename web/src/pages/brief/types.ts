/** What `/api/brief` answers: a brief in the words of its language; see `tarazu.exports.brief_page`. */

export interface Run {
  text: string
  kind: 'plain' | 'foreign' | 'note'
  number: number
}
export interface Line {
  runs: Run[]
  nested: boolean
}
export interface Estimate {
  mean: number
  low50: number
  high50: number
  low90: number
  high90: number
}
export interface PageChart {
  chart: { kind: 'lines' | 'shares'; step: string; lines: { points: { start: string; stories: number; band: Estimate | null }[] }[] }
  title: string
  caption: string
  names: string[]
  periods: string[]
  top: number
  ticks: string[]
  head: string[]
  rows: string[][]
}
export interface Part {
  key: string
  heading: string
  lines: Line[]
  charts: PageChart[]
  running: boolean
}
export interface Note {
  number: number
  mark: string
  source: Run[]
  quotation: string
  language: string
  direction: 'ltr' | 'rtl'
  remarks: Run[][]
  url: string
  doc: string
  record: string
}
export interface BriefPage {
  language: string
  direction: 'ltr' | 'rtl'
  title: string
  subtitle: string
  parts: Part[]
  notes_heading: string
  back: string
  numbers: string
  notes: Note[]
}
export interface Offered {
  languages: string[]
  formats: string[]
}
