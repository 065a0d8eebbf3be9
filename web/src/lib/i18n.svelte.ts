/** Words, numbers, dates and names in the language of the interface. All that is read on a page goes through here. */

import { get } from './api'
import { isoOf } from './calendar'
import { directionOf, type Language, settings } from './settings.svelte'

type Message = string | { readonly [category: string]: string }
type Tree = { readonly [key: string]: unknown }
export type Granularity = 'day' | 'month' | 'season' | 'year' | 'week'
export type Values = Record<string, string | number>

/** Names of everything that has an id, by kind and then by id; see `/api/names`. */
type Names = Record<string, unknown>

const FILES: Record<Language, () => Promise<{ default: Record<string, Tree> }>> = {
  en: () => import('../messages/en'),
  fa: () => import('../messages/fa'),
  ar: () => import('../messages/ar'),
  ru: () => import('../messages/ru'),
}
const CATEGORIES = new Set(['zero', 'one', 'two', 'few', 'many', 'other'])
/** Digits as the language writes them. */
const LOCALES: Record<Language, string> = { en: 'en-GB', fa: 'fa-IR', ar: 'ar-EG', ru: 'ru-RU' }
// written as numbers: in the code they would be invisible
const FIRST_STRONG = String.fromCharCode(0x2068)
const POP = String.fromCharCode(0x2069)

function isPlural(value: object): boolean {
  return 'other' in value && Object.keys(value).every((key) => CATEGORIES.has(key))
}

function flatten(tree: Tree, prefix: string, into: Map<string, Message>): void {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') into.set(prefix + key, value)
    else if (value && typeof value === 'object') {
      if (isPlural(value)) into.set(prefix + key, value as Message)
      else flatten(value as Tree, `${prefix}${key}.`, into)
    }
  }
}

class Words {
  messages = $state.raw(new Map<string, Message>())
  names = $state.raw<Names>({})
  language = $state<Language>('en')
  #wanted = ''

  /** Fetches the messages of a language, then its names; messages must be there before anything is shown. */
  async learn(language: Language): Promise<void> {
    this.#wanted = language
    const files = (await FILES[language]()).default
    const found = new Map<string, Message>()
    for (const [path, tree] of Object.entries(files)) flatten(tree, `${path.replace(/^.*\/(\w+)\.json$/, '$1')}.`, found)
    if (this.#wanted !== language) return
    this.messages = found
    this.language = language
    await this.learnNames()
  }

  /** Fetches the names of what has an id; again after documents were added, which may bring actors of their own. */
  async learnNames(): Promise<void> {
    const language = settings.language
    try {
      const names = await get<Names>('names', { language })
      if (settings.language === language) this.names = names
    } catch {
      // ids are shown in their place, and the page that needs the program says itself that it cannot be reached
    }
  }
}

const words = new Words()
export const learn = words.learn.bind(words)
export const learnNames = words.learnNames.bind(words)
/** The language that the words on the page are in at this moment. */
export const shown = {
  get language(): Language {
    return words.language
  },
  get direction(): 'ltr' | 'rtl' {
    return directionOf(words.language) === 'rtl' ? 'rtl' : 'ltr'
  },
  /** Whether there are words at all yet. */
  get ready(): boolean {
    return words.messages.size > 0
  },
}

function locale(): string {
  return LOCALES[words.language]
}

const kept = new Map<string, unknown>()

/** Formatters are slow to make. */
function keep<T>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make())
  return kept.get(key) as T
}

/**
 * A message, as `t('stories.found', { n: 12 })`. Where it has plural forms, `n` chooses; numbers are written as the language writes them, words from
 * elsewhere are kept apart from the direction of the sentence around them.
 */
export function t(key: string, values: Values = {}): string {
  const message = words.messages.get(key)
  if (message === undefined) {
    if (words.messages.size) console.error(`no message ${key} in ${words.language}`)
    return key
  }
  let text: string | undefined
  if (typeof message === 'string') text = message
  else {
    const rules = keep(`plural ${locale()}`, () => new Intl.PluralRules(locale()))
    text = message[rules.select(Number(values.n ?? 0))] ?? message.other
  }
  return (text ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? number(value) : FIRST_STRONG + value + POP
  })
}

/** Whether there is such a message. */
export function has(key: string): boolean {
  return words.messages.has(key)
}

/** A number in the digits of the language. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `number ${locale()} ${JSON.stringify(options)}`
  return keep(key, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2, ...options })).format(value)
}

/** A share between 0 and 1, as per cent. */
export function percent(value: number, digits = 0): string {
  return number(value, { style: 'percent', maximumFractionDigits: digits })
}

/** Several names as one phrase: «A, B and C». */
export function list(items: readonly string[], type: 'conjunction' | 'disjunction' | 'unit' = 'conjunction'): string {
  return keep(`list ${locale()} ${type}`, () => new Intl.ListFormat(locale(), { type })).format([...items])
}

/** Compares words as the language orders them. */
export function compare(first: string, second: string): number {
  return keep(`order ${locale()}`, () => new Intl.Collator(locale(), { numeric: true })).compare(first, second)
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const calendar = settings.calendar
  const key = `date ${locale()} ${calendar} ${JSON.stringify(options)}`
  return keep(key, () => new Intl.DateTimeFormat(`${locale()}-u-ca-${calendar}`, { timeZone: 'UTC', ...options }))
}

/**
 * A date as the language writes it. For Solar Hijri the browsers know no order of day, month and year, so it is ours, the one of all four languages; and
 * without the name of the era, which nobody writes.
 */
function plain(format: Intl.DateTimeFormat, first: Date): string {
  if (settings.calendar === 'gregory') return format.format(first)
  const parts = Object.fromEntries(format.formatToParts(first).map((part) => [part.type, part.value]))
  const year = parts.relatedYear ?? parts.year
  const date = [parts.day, parts.month, year].filter(Boolean).join(' ')
  return parts.hour ? `${date}${words.language === 'en' || words.language === 'ru' ? ',' : '،'} ${parts.hour}:${parts.minute}` : date
}

/** From one date to another; what both share is written once. */
function span(shape: 'day' | 'month' | 'year', first: Date, last: Date): string {
  const one = plain(dates(SHAPES[shape]), first)
  const two = plain(dates(SHAPES[shape]), last)
  if (one === two) return one
  const year = plain(dates(SHAPES.year), first)
  const sameYear = shape !== 'year' && year === plain(dates(SHAPES.year), last)
  const short: Intl.DateTimeFormatOptions = shape === 'day' ? { month: SHAPES.day.month, day: 'numeric' } : { month: SHAPES.month.month }
  const begin = sameYear ? plain(dates(short), first) : one
  return begin + (words.language === 'fa' ? ' تا ' : '\u00a0– ') + two
}

function dateOf(iso: string): Date {
  const [year = 1970, month = 1, day = 1] = iso.slice(0, 10).split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day))
}

const SHAPES: Record<'day' | 'month' | 'year', Intl.DateTimeFormatOptions> = {
  day: { year: 'numeric', month: 'short', day: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  year: { year: 'numeric' },
}

function lastOf(first: Date, shape: 'day' | 'month' | 'year'): Date {
  if (shape === 'day') return first
  const last = new Date(first)
  if (shape === 'month') last.setUTCMonth(last.getUTCMonth() + 1, 0)
  else last.setUTCFullYear(last.getUTCFullYear() + 1, 0, 0)
  return last
}

/**
 * A day, month or year of the Gregorian calendar (`2022-05-01`, `2022-05`, `2022`) in the calendar the reader chose. A Gregorian month or year lies in
 * two of Solar Hijri: both are named.
 */
export function day(iso: string | null | undefined, granularity: Granularity = 'day'): string {
  if (!iso) return ''
  const length = iso.length <= 4 ? 'year' : iso.length <= 7 ? 'month' : 'day'
  const asked = granularity === 'season' || granularity === 'week' ? 'day' : granularity
  const shape = length === 'year' || asked === 'year' ? 'year' : length === 'month' || asked === 'month' ? 'month' : 'day'
  const first = dateOf(shape === 'year' ? iso.slice(0, 4) : shape === 'month' ? iso.slice(0, 7) : iso)
  if (shape === 'day' || settings.calendar === 'gregory') return plain(dates(SHAPES[shape]), first)
  return span(shape, first, lastOf(first, shape))
}

/**
 * The time between two days, both of them inside: as one month or year where it is just that in the calendar the reader chose, else from day to day.
 */
export function period(start: string, end: string): string {
  const first = dateOf(start)
  const last = dateOf(end)
  const after = new Date(last.getTime() + 86_400_000)
  const part = (date: Date, type: Intl.DateTimeFormatPartTypes, option: Intl.DateTimeFormatOptions) =>
    dates(option).formatToParts(date).find((each) => each.type === type || (type === 'year' && (each.type as string) === 'relatedYear'))?.value
  const year = (date: Date) => part(date, 'year', { year: 'numeric' })
  const month = (date: Date) => `${year(date)} ${part(date, 'month', { month: 'numeric' })}`
  const before = new Date(first.getTime() - 86_400_000)
  if (start === end) return day(start)
  if (year(first) === year(last) && year(before) !== year(first) && year(after) !== year(last)) return plain(dates(SHAPES.year), first)
  if (month(first) === month(last) && month(before) !== month(first) && month(after) !== month(last)) return plain(dates(SHAPES.month), first)
  return span('day', first, last)
}

/** A short name of a moment for the axis of a chart. */
export function tick(iso: string, granularity: 'day' | 'month' | 'year' = 'month'): string {
  if (granularity === 'year') return plain(dates({ year: 'numeric' }), dateOf(iso))
  if (granularity === 'day') return plain(dates({ month: 'short', day: 'numeric' }), dateOf(iso))
  return plain(dates({ year: '2-digit', month: 'short' }), dateOf(iso))
}

/** The name of a month (1 to 12) of the calendar the reader chose. */
export function monthName(month: number): string {
  const first = isoOf({ year: settings.calendar === 'persian' ? 1400 : 2020, month, day: 5 }, settings.calendar)
  return plain(dates({ month: 'long' }), dateOf(first))
}

/** A moment with its hour (an ISO time with its zone), in the zone of the reader. */
export function moment(iso: string): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short', timeZone: undefined }
  return plain(dates(options), new Date(iso))
}

/** A language by its name in the language of the interface. */
export function languageName(code: string | null | undefined): string {
  if (!code) return t('shell.unknown_language')
  try {
    return keep(`languages ${locale()}`, () => new Intl.DisplayNames(locale(), { type: 'language' })).of(code) ?? code
  } catch {
    return code
  }
}

function named(kind: unknown, id: string): string | undefined {
  const value = (kind as Record<string, unknown> | null | undefined)?.[id]
  if (typeof value === 'string') return value
  return typeof (value as { name?: unknown } | undefined)?.name === 'string' ? (value as { name: string }).name : undefined
}

/**
 * What an id is called: actors, types, modes, statuses, channels, kinds, indicators… by the register and the ontology. Where one word is an id of several
 * kinds (`military` the channel and the context), name the kind, as in `label('military', 'channels')`. An unknown id is shown as it is.
 */
export function label(id: string | null | undefined, kind?: string): string {
  if (!id) return ''
  const within = kind ? [words.names[kind]] : Object.values(words.names)
  for (const each of within) {
    if (each && typeof each === 'object') {
      const found = named(each, id)
      if (found) return found
    }
  }
  if (kind) return label(id)
  // a person or body of a state, `KAZ/ministry-of-energy`, that has no name of its own
  const cut = id.lastIndexOf('/')
  return cut > 0 ? id.slice(cut + 1).replaceAll('-', ' ') : id
}

/** All of `/api/names`: what a page offers to choose from. */
export const register = {
  get names(): Names {
    return words.names
  },
}
