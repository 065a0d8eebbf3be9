/** How numbers and days of forecasts are written. */

import { day, number } from '../../lib/i18n.svelte'

/** A chance: small ones with a decimal, so that they can be told apart. */
export function share(value: number): string {
  const digits = value < 0.1 ? 1 : 0
  return number(value, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** A sentence of the program with its days in the calendar the reader chose. */
export function dated(said: string): string {
  return said.replace(/\d{4}-\d{2}-\d{2}/g, (iso) => day(iso))
}
