/** Records in the words of the interface. */

import { day, label, list, number, period, t } from '../../lib/i18n.svelte'
import { settings } from '../../lib/settings.svelte'
import { type Amount, type CodedRecord, headOf, HEAD, isList, NAMES, type When } from './records'

/** An arrow in the direction in which the page is read. */
export function arrow(): string {
  return settings.direction === 'rtl' ? '←' : '→'
}

/** A name from elsewhere, kept apart from the direction of the sentence around it. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

export function parties(ids: readonly string[]): string {
  return list(ids.map((each) => label(each)))
}

/** What a record is: «meeting: visit», «trade turnover». */
export function what(record: CodedRecord): string {
  const head = label(headOf(record), NAMES[HEAD[record.record]])
  if (record.record === 'event') return record.mode ? t('reader.of_mode', { type: head, mode: label(record.mode, 'modes') }) : head
  if (record.record === 'figure') return record.name ? `${head}: ${record.name}` : head
  if (record.record === 'assessment') return t('reader.of_mode', { type: head, mode: label(record.direction, 'directions') })
  return head
}

/** Who acts, and to whom it is done. */
export function ends(record: CodedRecord): { from: string; to: string } {
  switch (record.record) {
    case 'event':
      return { from: parties(record.actors), to: parties(record.recipients) }
    case 'tie':
      return { from: label(record.from), to: label(record.to) }
    case 'figure':
      return { from: parties(record.subjects), to: '' }
    case 'assessment':
      return { from: label(record.subject), to: record.object ? label(record.object) : '' }
  }
}

/** A record in one phrase, for screen readers and lists of choices. */
export function phrase(record: CodedRecord): string {
  const { from, to } = ends(record)
  return [from, what(record), to].filter(Boolean).join(` ${arrow()} `)
}

/** A time of the granularity in which the text speaks. */
export function shownTime(when: When): string {
  if (when.granularity === 'month' || when.granularity === 'year') {
    const whole = period(when.start, when.end)
    return when.start.slice(0, 7) === when.end.slice(0, 7) || when.granularity === 'year' ? day(when.start, when.granularity) : whole
  }
  return period(when.start, when.end)
}

/** An ISO 8601 year, month, day or interval. */
export function shownPeriod(written: string): string {
  const ends = written.split('/')
  return ends.every((each) => /^\d{4}(-\d\d){0,2}$/.test(each)) ? ends.map((each) => day(each)).join(' – ') : written
}

export function amount(value: Amount): string {
  return value.unit && /^[A-Z]{3}$/.test(value.unit) ? money(value.value, value.unit) : `${number(value.value)} ${value.unit ?? ''}`.trim()
}

function money(value: number, currency: string): string {
  return number(value, { style: 'currency', currency, notation: value >= 1e6 ? 'compact' : 'standard', maximumFractionDigits: 1 })
}

/** The number that a figure states, with its unit. */
export function measured(record: CodedRecord & { record: 'figure' }): string {
  const unit = record.unit === 'percent' ? '%' : record.unit
  const first = amount({ value: record.value, unit })
  const whole = record.value_to === null ? first : `${number(record.value)}–${amount({ value: record.value_to, unit })}`
  return record.qualifier === 'exactly' ? whole : t(`reader.qualified.${record.qualifier}`, { value: whole })
}

/** A value of a field in words. */
export function valueName(field: string, value: string): string {
  if (!value) return t('reader.nothing')
  if (isList(field)) return list(value.split(';').map((each) => label(each, NAMES[field])))
  return label(value, NAMES[field])
}
