/** Phrases that the balance and the dyad share. */

import { has, label, number, percent, t } from '../../lib/i18n.svelte'
import type { Act, BandOf, Period, Trend, Valence, Verdict } from './types'

/** A date as the step of the lines names it. */
export function grain(period: Period): 'day' | 'month' {
  return period === 'month' ? 'month' : 'day'
}

/** «no clear change», «rising», «falling». */
export function verdict(value: Verdict): string {
  return t(`balance.verdict.${value === 'no clear change' ? 'none' : value}`)
}

export function valence(value: Valence): string {
  return t(`balance.valence.${value}`)
}

/** «×1.6 (1.2–2.1)». */
export function factor(band: BandOf): string {
  return t('balance.factor', { mean: times(band.mean), low: times(band.low90), high: times(band.high90) })
}

export function times(value: number): string {
  return number(value, value < 10 ? { minimumFractionDigits: 1, maximumFractionDigits: value < 1 ? 2 : 1 } : { maximumFractionDigits: 0 })
}

/** «41% (32–50)». */
export function shareSays(band: BandOf): string {
  return t('balance.share_says', { mean: percent(band.mean), low: percent(band.low90), high: percent(band.high90) })
}

/** An arrow for a trend; nothing where none is named. */
export function arrow(trend: Trend | null): string {
  if (trend?.verdict === 'rising') return '↑'
  return trend?.verdict === 'falling' ? '↓' : ''
}

/** Why stories were not counted, in words of the page. */
export function reason(written: string): string {
  const status = /^not done, but (\w+)$/.exec(written)?.[1]
  if (status) return t('balance.left_out.status', { status: label(status, 'statuses') })
  const days = /more than (\d+) days/.exec(written)?.[1]
  if (days) return t('balance.left_out.long', { n: Number(days) })
  const key = { 'no time': 'no_time', 'before or after the days that count': 'outside' }[written] ?? (written.startsWith('about no dyad') ? 'elsewhere' : '')
  return key && has(`balance.left_out.${key}`) ? t(`balance.left_out.${key}`) : written
}

/** Who did what to whom, in short. */
export function deed(act: Act): string {
  const names = (parties: readonly string[]) => parties.map((each) => label(each)).join(t('balance.and'))
  const what = act.mode ? `${label(act.type, 'types')} (${label(act.mode, 'modes')})` : label(act.type, 'types')
  return act.recipients.length ? t('balance.deed', { who: names(act.actors), what, whom: names(act.recipients) }) : t('balance.deed_together', { who: names(act.actors), what })
}

/** Whether the page is narrow; for what is a table on a wide page and a list on a narrow one. */
export const NARROW = '(width < 48rem)'
