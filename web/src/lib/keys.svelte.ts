/** Keys of the keyboard: what a page answers to, in one list that `?` shows. */

import { untrack } from 'svelte'

export interface Key {
  /** The letter as it is written on a Latin keyboard (`j`, `1`, `/`, `Escape`, `ArrowDown`). */
  key: string
  /** How it is shown where it is no single letter, as `1…9`. */
  shown?: string
  /** What it does, as the key of a message. */
  says: string
  run: (event: KeyboardEvent) => void
  /** Not in the list of `?`: one of a range that another entry shows. */
  hidden?: boolean
}

const groups = $state<{ id: number; keys: readonly Key[] }[]>([])
let last = 0

/** All keys that work now, those of the shell first. */
export function activeKeys(): Key[] {
  return groups.flatMap((each) => each.keys)
}

/** Makes keys work for as long as the component lives; call while it is set up. */
export function useKeys(keys: readonly Key[]): void {
  $effect(() => {
    const id = (last += 1)
    untrack(() => groups.push({ id, keys }))
    return () =>
      untrack(() => {
        const at = groups.findIndex((each) => each.id === id)
        if (at >= 0) groups.splice(at, 1)
      })
  })
}

const CODES: Record<string, string> = { '/': 'Slash', '.': 'Period', ',': 'Comma', '[': 'BracketLeft', ']': 'BracketRight' }

function codeOf(key: string): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`
  if (/^\d$/.test(key)) return `Digit${key}`
  return CODES[key] ?? ''
}

/**
 * Whether an event is a key. What is written on the key decides; where the keyboard writes another script (Persian, Russian), the place of the key does,
 * so that nobody needs to change the layout to press `j`.
 */
export function matches(event: KeyboardEvent, key: string): boolean {
  if (event.key === key) return true
  if (key === '?') return event.key === '؟' || (event.shiftKey && event.code === 'Slash' && (event.key.codePointAt(0) ?? 0) > 127)
  const foreign = event.key.length === 1 && (event.key.codePointAt(0) ?? 0) > 127
  if (/^\d$/.test(key)) return event.code === `Numpad${key}` || (event.code === codeOf(key) && !/^[\d]$/.test(event.key) && !event.shiftKey)
  return foreign && !event.shiftKey && event.code !== '' && event.code === codeOf(key)
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range'].includes(target.type)
}

/** Hands a key on to whoever asked for it last; not while something is written, not while a dialog is open, not with Ctrl, Alt or Meta. */
export function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return
  if (document.querySelector('dialog[open]')) return
  for (const key of activeKeys().reverse()) {
    if (matches(event, key.key)) {
      event.preventDefault()
      key.run(event)
      return
    }
  }
}
