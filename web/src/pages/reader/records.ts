/** What the program says of documents and their records, as it is written over the wire. */

export type Status = 'actual' | 'planned' | 'cancelled' | 'hypothetical' | 'denied'
export type Direction = 'ltr' | 'rtl' | 'auto'

export interface Part {
  role: string
  start: number
  end: number
  id: string | null
}
/** A sentence that a record stands on; spans are code points of the document. */
export interface Evidence {
  sentence: number
  start: number
  end: number
  text: string
  parts: readonly Part[]
}
export interface When {
  start: string
  end: string
  granularity: 'day' | 'month' | 'season' | 'year'
  text: string
}
export interface Amount {
  value: number
  unit: string | null
}
interface Any {
  id: string
  doc: string
  said_by: readonly string[]
  confidence: number
  coder: string
  evidence: readonly Evidence[]
}
export interface Event extends Any {
  record: 'event'
  type: string
  mode: string | null
  contexts: readonly string[]
  channel: string | null
  actors: readonly string[]
  recipients: readonly string[]
  when: When | null
  where: { name: string; country: string | null } | null
  status: Status
  amount: Amount | null
  score: number
}
export interface Tie extends Any {
  record: 'tie'
  kind: string
  from: string
  to: string
  since: string | null
  until: string | null
}
export interface Figure extends Any {
  record: 'figure'
  indicator: string
  name: string | null
  value: number
  value_to: number | null
  unit: string | null
  period: string | null
  subjects: readonly string[]
  qualifier: string
  status: Status
}
export interface Assessment extends Any {
  record: 'assessment'
  subject: string
  object: string | null
  dimension: string
  direction: string
  when: When | null
}
export type CodedRecord = Event | Tie | Figure | Assessment
export type Judged = 'accepted' | 'corrected' | null

export interface ReadRecord {
  held: { record: CodedRecord; judged: Judged }
  story: string | null
  tellings: number
}
export interface Skipped {
  stage: string
  reason: string
  start: number | null
  end: number | null
}
export type Action = 'accept' | 'reject' | 'set' | 'merge' | 'split'
export interface Decision {
  id: string
  action: Action
  author: string
  made: string
  note: string
  changes: Readonly<Record<string, string>>
  records: readonly string[]
  targets: readonly CodedRecord[]
  elsewhere: readonly string[]
}
export interface OpenDocument {
  doc: string
  text: string
  coded: boolean
  language: string | null
  direction: Direction
  title: string | null
  published: string | null
  outlet: string | null
  author: string | null
  url: string | null
  chain: readonly string[]
  translated: boolean
  skipped: readonly Skipped[]
  sightings: readonly { address: string; seen: string }[]
  sentences: readonly (readonly [number, number])[]
  records: readonly ReadRecord[]
  decisions: readonly Decision[]
}
/** What a person may set; see `/api/settable`. */
export interface Settable {
  fields: Readonly<Record<string, readonly string[]>>
  values: Readonly<Record<string, readonly string[]>>
  modes: Readonly<Record<string, readonly string[]>>
}

/** What digits set, by kind of record: the field that says what the record is. */
export const HEAD: Readonly<Record<CodedRecord['record'], string>> = { event: 'type', tie: 'kind', figure: 'indicator', assessment: 'dimension' }

/** The kind of names that the values of a field have; see `label`. */
export const NAMES: Readonly<Record<string, string>> = {
  type: 'types', kind: 'ties', indicator: 'indicators', dimension: 'dimensions', direction: 'directions', status: 'statuses', channel: 'channels',
  contexts: 'contexts', granularity: 'granularities', qualifier: 'qualifiers', mode: 'modes',
}

/** The value of the field that says what a record is. */
export function headOf(record: CodedRecord): string {
  switch (record.record) {
    case 'event':
      return record.type
    case 'tie':
      return record.kind
    case 'figure':
      return record.indicator
    case 'assessment':
      return record.dimension
  }
}

const LISTS: readonly string[] = ['actors', 'recipients', 'subjects', 'contexts', 'said_by']

/** Whether a field holds several values. */
export function isList(field: string): boolean {
  return LISTS.includes(field)
}

/** Whether a field holds ids of the register. */
export function holdsParties(field: string): boolean {
  return ['actors', 'recipients', 'subjects', 'said_by', 'from', 'to', 'subject', 'object'].includes(field)
}

/** The value of a field as it is written to set it: lists with semicolons, empty for nothing. */
export function written(record: CodedRecord, field: string): string {
  const flat: Record<string, unknown> = { ...record }
  if ('when' in record) Object.assign(flat, { start: record.when?.start, end: record.when?.end, granularity: record.when?.granularity })
  if (record.record === 'event') Object.assign(flat, { place: record.where?.name, country: record.where?.country, amount: record.amount?.value, unit: record.amount?.unit })
  const value = flat[field]
  if (Array.isArray(value)) return value.join(';')
  return value === null || value === undefined ? '' : String(value)
}

/** An act as all its tellings together give it. */
export interface Story {
  id: string
  type: string
  mode: string | null
  contexts: readonly string[]
  channel: string | null
  actors: readonly string[]
  recipients: readonly string[]
  when: When | null
  where: { name: string; country: string | null } | null
  status: Status
  amount: Amount | null
  score: number
  confidence: number
  tellings: readonly string[]
  docs: readonly string[]
  disagreements: readonly { field: string; variants: readonly { value: string; records: readonly string[] }[] }[]
  thread: string
  witnesses: number
  origin: string | null
  told: string | null
}
export interface StoryCard {
  story: Story
  told: { record: string; doc: string; language: string; outlet: string | null; text: string; languages: readonly string[] } | null
  direction: Direction
}

/** A story as an event, to be worded as one. */
export function asEvent(story: Story): Event {
  const { id, type, mode, contexts, channel, actors, recipients, when, where, status, amount, score, confidence } = story
  return { record: 'event', id, type, mode, contexts, channel, actors, recipients, when, where, status, amount, score, confidence, doc: '', said_by: [], coder: '', evidence: [] }
}
