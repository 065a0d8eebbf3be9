/** Which component shows which page. A page is found by its file: `pages/Balance.svelte` is the page `balance`. */

import type { Component } from 'svelte'
import type { PageName } from './router.svelte'

const files = import.meta.glob<{ default: Component }>('../pages/*.svelte')
const byName = new Map(Object.entries(files).map(([path, load]) => [path.replace(/^.*\/(\w+)\.svelte$/, '$1').toLowerCase(), load]))

/** Whether there is such a page. */
export function exists(page: PageName): boolean {
  return byName.has(page)
}

/** Fetches a page's component. */
export async function load(page: PageName): Promise<Component> {
  const found = byName.get(page)
  if (!found) throw new Error(`no page ${page}`)
  return (await found()).default
}

/** The pages of the bar on top, in their order; the others are reached from these. */
export const BAR: readonly PageName[] = ['balance', 'stories', 'documents', 'narratives', 'network', 'ahead', 'scenario', 'brief', 'search', 'sources']

/** The entry of the bar that a page belongs to. */
export const UNDER: Partial<Record<PageName, PageName>> = { dyad: 'balance', story: 'stories', reader: 'documents' }
