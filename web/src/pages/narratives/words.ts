/** How what is said, and who says it, is called. */

import { label, languageName, t } from '../../lib/i18n.svelte'
import type { Grouping, Opposed, SaidColumn } from './types'

/** A phrase as part of another: without the marks that keep it apart, for a phrase all of which is apart has no direction of its own. */
export function bare(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '')
}

/** The words of a column; `sides` are the names of the two parties that are asked about. */
export function columnName(column: SaidColumn, sides: readonly string[]): string {
  const whose = column.side === 'first' ? sides[0] : column.side === 'second' ? sides[1] : undefined
  if (column.kind === 'assessment') {
    const what = bare(t('narratives.judged', { what: label(column.matter, 'dimensions'), way: label(column.value, 'directions') }))
    return whose ? t('narratives.of', { what, whose }) : what
  }
  if (column.kind === 'tie') return whose ? t('narratives.tie', { what: label(column.matter, 'ties'), whose }) : label(column.matter, 'ties')
  const act = column.status && column.status !== 'actual' ? bare(t('narratives.act_status', { act: label(column.value, 'types'), status: label(column.status, 'statuses') })) : label(column.value, 'types')
  return whose ? t('narratives.by_whom', { what: act, whose }) : act
}

/** The name of a row. */
export function rowName(key: string, by: Grouping): string {
  if (!key) return t(`narratives.unknown.${by}`)
  if (by === 'language') return languageName(key)
  return by === 'outlet' ? key : label(key)
}

/** What one side of a contradiction holds. */
export function standName(value: string, field: string): string {
  const kind = { direction: 'directions', status: 'statuses', type: 'types' }[field]
  return kind ? label(value, kind) : value
}

/** What a contradiction is about. */
export function opposedName(each: Opposed): string {
  const what = label(each.field, 'fields')
  if (!each.matter) return t('narratives.act_differs', { what })
  const about = each.matter.object ? bare(t('narratives.pair', { one: label(each.matter.subject), two: label(each.matter.object) })) : label(each.matter.subject)
  return t('narratives.judgement_differs', { about, dimension: label(each.matter.dimension, 'dimensions'), what })
}
