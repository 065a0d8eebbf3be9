/** What is supposed, and what the program says comes of it; see forecast/scenario.py and forecast/scenario_types.py. */

export type Text = string | Record<string, string>
export type Valence = 'cooperation' | 'conflict'

export interface Force {
  weeks?: string | number
  type: string
  mode?: string | null
  actors: string[]
  recipients?: string[]
  channel?: string | null
  count?: number
  rate?: number
}
export interface Forbid {
  weeks?: string | number
  actors?: string[]
  recipients?: string[]
  type?: string | null
  valence?: Valence | null
  channel?: string | null
}
export interface Rate {
  weeks?: string | number
  actors?: string[]
  recipients?: string[]
  valence?: Valence | null
  channel?: string | null
  both_ways?: boolean
  factor: number
}
export interface Membership {
  state: string
  body: string
  change: 'joins' | 'leaves'
  week?: number
}
export interface Assumption {
  name: Text
  of: string
  low: number
  high: number
}
export interface Scenario {
  title: Text
  horizon_weeks: number
  about: Text
  force: Force[]
  forbid: Forbid[]
  rates: Rate[]
  bodies: Membership[]
  assumptions: Assumption[]
  name: string
}
export type Group = 'force' | 'forbid' | 'rates' | 'bodies'

export interface Spread {
  mean: number
  low50: number
  high50: number
  low90: number
  high90: number
}
export interface EffectLine {
  source: string
  target: string
  valence: Valence
  channel: string | null
  whole: boolean
}
export interface Effect {
  line: EffectLine
  supposed: boolean
  base: Spread
  scenario: Spread
  difference: Spread
  above: number
  below: number
  verdict: 'more' | 'less' | 'no difference to tell'
  fan: Spread[]
}
export interface Sensitivity {
  name: string
  meaning: string
  kind: 'model' | 'scenario'
  low: number
  estimate: number
  high: number
  outcome_low: number
  outcome: number
  outcome_high: number
  line: EffectLine
  moved: number
}
export interface Sign {
  line: EffectLine
  more_than: number
  since: string
  by: string
  scenario: number
  base: number
  bits: number
}
export interface Report {
  title: Text
  origin: string
  until: string
  weeks: number
  paths: number
  seed: number
  stories: number
  series: number
  effects: Effect[]
  unnamed: number
  sensitivity: Sensitivity[]
  signs: Sign[]
  left_out: Record<string, number>
  notes: string[]
}

export function empty(): Scenario {
  return { title: '', horizon_weeks: 26, about: '', force: [], forbid: [], rates: [], bodies: [], assumptions: [], name: '' }
}
