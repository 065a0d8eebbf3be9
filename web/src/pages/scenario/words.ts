/** How lines and texts of scenarios are said. */

import { label, shown, t } from '../../lib/i18n.svelte'
import type { EffectLine, Text } from './types'

/** A text in the language of the page; in English where it is not given in that. */
export function told(text: Text): string {
  return typeof text === 'string' ? text : (text[shown.language] ?? text.en ?? '')
}

/** The language that a text stands in. */
export function languageOf(text: Text): string {
  return typeof text === 'string' || text[shown.language] ? shown.language : 'en'
}

/** Who towards whom. */
export function pair(line: EffectLine): string {
  return t('scenario.pair', { source: label(line.source), target: label(line.target) })
}

/** Of what. */
export function matter(line: EffectLine): string {
  const what = t(`scenario.valences.${line.valence}`)
  return line.whole ? what : t('scenario.in_channel', { what, channel: line.channel ? label(line.channel, 'channels') : t('scenario.no_channel') })
}

/** Who towards whom, and of what. */
export function both(line: EffectLine): string {
  return t('scenario.line', { pair: pair(line), matter: matter(line) })
}
