/**
 * Where marks lie in a text. Spans come as code points of the text as received, half-open; they may overlap in any way. The text is cut into paragraphs
 * and these at every end of a mark, so that each piece lies wholly within each of its marks and no letter is ever drawn twice.
 */

import type { Text } from '../../lib/text'
import type { CodedRecord, Direction, Skipped } from './records'

/** Roles that look alike, for they are alike: who, to whom, the deed itself, when, where, how much, on whose word. */
export type Look = 'deed' | 'actor' | 'recipient' | 'time' | 'place' | 'amount' | 'speaker'
export const LOOKS: readonly Look[] = ['actor', 'deed', 'recipient', 'time', 'place', 'amount', 'speaker']

const LOOK_OF: Readonly<Record<string, Look>> = {
  trigger: 'deed', actor: 'actor', subject: 'actor', from: 'actor', recipient: 'recipient', object: 'recipient', to: 'recipient', time: 'time', place: 'place',
  amount: 'amount', value: 'amount', speaker: 'speaker',
}
/** More lines than these under one letter would run into the next line of text. */
export const LANES = 4

/** A span of the text that plays a part in one or more records. */
export interface Mark {
  look: Look
  start: number
  end: number
  /** The records in which it does, with the role it plays there and whom it names. */
  in: readonly { record: string; role: string; id: string | null }[]
  /** Which line under the text is its own: 0 is nearest to the letters. */
  lane: number
}
/** A piece of a paragraph within which nothing begins or ends. */
export interface Segment {
  start: number
  end: number
  text: string
  /** From the outermost to the innermost. */
  marks: readonly Mark[]
  /** The records whose sentence it is part of. */
  sentences: readonly string[]
  /** Why it was left out; the places in the list of what was. */
  skipped: readonly number[]
}
export interface Paragraph {
  start: number
  direction: Direction
  segments: readonly Segment[]
}

/** The parts of records as marks: what is the same span in the same look for several records is one mark of them all. */
export function marksOf(records: readonly CodedRecord[]): Mark[] {
  const found = new Map<string, Omit<Mark, 'in' | 'lane'> & { in: { record: string; role: string; id: string | null }[] }>()
  for (const record of records) {
    for (const part of record.evidence.flatMap((each) => each.parts)) {
      if (part.end <= part.start) continue
      const look = LOOK_OF[part.role] ?? 'deed'
      const key = `${look} ${part.start} ${part.end}`
      const mark = found.get(key) ?? { look, start: part.start, end: part.end, in: [] }
      if (!mark.in.some((each) => each.record === record.id && each.role === part.role)) mark.in.push({ record: record.id, role: part.role, id: part.id })
      found.set(key, mark)
    }
  }
  return laid([...found.values()])
}

/** Gives each mark a line that no mark over the same letters has; short ones come nearest to the letters. */
function laid(marks: readonly Omit<Mark, 'lane'>[]): Mark[] {
  const order = [...marks].sort((one, two) => one.end - one.start - (two.end - two.start) || one.start - two.start)
  const done: Mark[] = []
  for (const mark of order) {
    const taken = new Set(done.filter((each) => each.start < mark.end && mark.start < each.end).map((each) => each.lane))
    let lane = 0
    while (taken.has(lane) && lane < LANES - 1) lane += 1
    done.push({ ...mark, lane })
  }
  return done.sort((one, two) => one.start - two.start || two.end - one.end || two.lane - one.lane)
}

/** The text as paragraphs of segments. Put together again they are the text, but for the ends of its lines. */
export function paragraphs(text: Text, direction: Direction, records: readonly CodedRecord[], skipped: readonly Skipped[] = []): Paragraph[] {
  const marks = marksOf(records)
  const sentences = records.flatMap((record) => record.evidence.map((each) => ({ record: record.id, start: each.start, end: each.end })))
  const left = skipped.flatMap((each, at) => (each.start !== null && each.end !== null && each.end > each.start ? [{ at, start: each.start, end: each.end }] : []))
  const ends = [...new Set([...marks, ...sentences, ...left].flatMap((each) => [each.start, each.end]))].sort((one, two) => one - two)
  const take = { marks: cursor(marks), sentences: cursor(sentences), left: cursor(left) }
  let next = 0
  return lines(text).map(([start, end]) => {
    while (next < ends.length && (ends[next] ?? 0) <= start) next += 1
    const cuts = [start]
    for (; next < ends.length && (ends[next] ?? 0) < end; next += 1) cuts.push(ends[next] ?? 0)
    const segments = cuts.flatMap((from, at) => {
      const to = cuts[at + 1] ?? end
      if (to <= from) return []
      const over = { marks: take.marks(from), sentences: take.sentences(from), left: take.left(from) }
      return [{ start: from, end: to, text: text.slice(from, to), marks: over.marks, sentences: [...new Set(over.sentences.map((each) => each.record))], skipped: over.left.map((each) => each.at) }]
    })
    return { start, direction: directionOfParagraph(text.slice(start, end), direction), segments }
  })
}

/** Hands out the spans over a place; to be asked for places in their order, so that a long text is walked only once. */
function cursor<T extends { start: number; end: number }>(spans: readonly T[]): (at: number) => T[] {
  const order = [...spans].sort((one, two) => one.start - two.start || two.end - one.end)
  let next = 0
  let open: T[] = []
  return (at) => {
    const begun: T[] = []
    for (; next < order.length && (order[next]?.start ?? 0) <= at; next += 1) begun.push(order[next] as T)
    open = [...open, ...begun].filter((each) => each.end > at) // a list of its own: what was handed out before stays as it is
    return open
  }
}

/** The spans of the lines of a text, in code points, without what ends them. */
function lines(text: Text): [number, number][] {
  const found: [number, number][] = []
  let points = 0
  const parts = text.text.split(/(\r\n|[\n\r\u2028\u2029])/)
  for (let at = 0; at < parts.length; at += 2) {
    const length = count(parts[at] ?? '')
    found.push([points, points + length])
    points += length + (parts[at + 1] ?? '').length
  }
  return found
}

function count(text: string): number {
  let found = text.length
  for (let at = 0; at < text.length - 1; at += 1) if ((text.codePointAt(at) ?? 0) > 0xffff) (found -= 1), (at += 1)
  return found
}

const RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u
const LEFT = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}]/u

/**
 * In which way a paragraph is written. A Persian one that begins with a Latin name is Persian still, so the first letter decides nothing; only a
 * paragraph without any letter of the document's own kind goes its own way.
 */
export function directionOfParagraph(text: string, direction: Direction): Direction {
  if (direction === 'rtl') return !RIGHT.test(text) && LEFT.test(text) ? 'ltr' : 'rtl'
  if (direction === 'ltr') return !LEFT.test(text) && RIGHT.test(text) ? 'rtl' : 'ltr'
  return 'auto'
}
