/** Days in the Gregorian calendar and in Solar Hijri, worked out by the browser's own calendars. */

import type { Calendar } from './settings.svelte'

export interface Parts {
  year: number
  month: number
  day: number
}

const DAY = 86_400_000
const readers = new Map<Calendar, Intl.DateTimeFormat>()

function reader(calendar: Calendar): Intl.DateTimeFormat {
  let found = readers.get(calendar)
  if (!found) {
    found = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' })
    readers.set(calendar, found)
  }
  return found
}

function partsOf(time: number, calendar: Calendar): Parts {
  const found: Parts = { year: 0, month: 0, day: 0 }
  for (const part of reader(calendar).formatToParts(time)) {
    if (part.type === 'year' || part.type === 'month' || part.type === 'day') found[part.type] = Number.parseInt(part.value, 10)
  }
  return found
}

/** An ISO day (`2022-05-01`, or `2022-05` and `2022` for their first day) in a calendar. */
export function parts(iso: string, calendar: Calendar): Parts {
  const [year = 1970, month = 1, day = 1] = iso.split('-').map(Number)
  return partsOf(Date.UTC(year, month - 1, day), calendar)
}

function timeOf({ year, month, day }: Parts, calendar: Calendar): number {
  if (calendar === 'gregory') return Date.UTC(year, month - 1, day)
  // the year begins on 20 or 21 March; its first six months have 31 days
  let time = Date.UTC(year + 621, 2, 21) + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) * DAY
  for (let step = 0; step < 3; step += 1) {
    const found = partsOf(time, calendar)
    if (found.year === year && found.month === month) {
      return time + (day - found.day) * DAY
    }
    time += (found.year < year || (found.year === year && found.month < month) ? 1 : -1) * DAY
  }
  return time
}

/** The ISO day of a day of a calendar. */
export function isoOf(asked: Parts, calendar: Calendar): string {
  return new Date(timeOf(asked, calendar)).toISOString().slice(0, 10)
}

/** How many days a month has. */
export function daysIn(year: number, month: number, calendar: Calendar): number {
  const next = month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }
  return Math.round((timeOf(next, calendar) - timeOf({ year, month, day: 1 }, calendar)) / DAY)
}

/** Today as an ISO day. */
export function today(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
