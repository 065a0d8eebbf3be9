/** Colours for what draws on a canvas, read from the variables of `app.css`; reactive: they change with the theme. */

import { untrack } from 'svelte'
import { settings } from './settings.svelte'

let turns = $state(0)
const kept = new Map<string, string>()

function renewed(): void {
  kept.clear()
  turns += 1
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', renewed)

/** Puts the theme that was chosen into force. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = settings.theme
  untrack(renewed)
}

/** A colour variable (`--accent`) as the browser works it out now, as `rgb(…)`. */
export function colour(name: string): string {
  void turns
  const before = kept.get(name)
  if (before) return before
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const found = getComputedStyle(probe).color
  probe.remove()
  kept.set(name, found)
  return found
}

/** A colour variable with less cover, as `rgb(… / 0.3)`. */
export function veiled(name: string, cover: number): string {
  return colour(name).replace(/^rgb\((.*)\)$/, (_, parts: string) => `rgba(${parts}, ${cover})`)
}

/** The variable of the power that stands at a place in the scope. */
export function powerVariable(at: number): string {
  return `--power-${((at % 8) + 8) % 8}`
}

/** The colour of the power that stands at a place in the scope. */
export function powerColour(at: number): string {
  return colour(powerVariable(at))
}

/** Whether the reader asked for less movement. */
export function still(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  void turns
  return settings.theme === 'dark' || (settings.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
}
