/** Who has a story from whom, laid out in layers from left to right: the givers first. */

export interface Source {
  name: string
  kind: 'outlet' | 'voice' | 'document'
  state: string | null
  docs: readonly string[]
  first: string | null
}
export interface SourceLink {
  taker: string
  giver: string
  kind: 'cites' | 'copies' | 'translates'
  docs: readonly string[]
  share: number
  loop: boolean
}
export interface Chain {
  story: string
  sources: readonly Source[]
  links: readonly SourceLink[]
  origin: string | null
  witnesses: readonly string[]
}
export interface Spot {
  source: Source
  layer: number
  row: number
}

/** A chain, laid out. */
export interface Layout {
  spots: readonly Spot[]
  /** For each link, in their order, the free places that it passes on its way through the layers between. */
  ways: readonly (readonly { layer: number; row: number }[])[]
}

/** How far each source is from those it has the story from. Links that close a circle are left out of account. */
function depths(chain: Chain): Map<string, number> {
  const givers = new Map<string, string[]>()
  for (const link of chain.links) if (!link.loop && link.giver !== link.taker) givers.set(link.taker, [...(givers.get(link.taker) ?? []), link.giver])
  const found = new Map<string, number>()
  const depth = (name: string, on: ReadonlySet<string>): number => {
    const known = found.get(name)
    if (known !== undefined) return known
    const from = (givers.get(name) ?? []).filter((each) => !on.has(each)) // should a circle be left, it is cut where it is met again
    const own = from.length ? 1 + Math.max(...from.map((each) => depth(each, new Set([...on, name])))) : 0
    found.set(name, own)
    return own
  }
  for (const source of chain.sources) depth(source.name, new Set())
  return found
}

/** Where each source stands: one layer after the last of those it has the story from; a link through a layer has a row of its own there. */
export function layers(chain: Chain): Layout {
  const layer = depths(chain)
  const rows = new Map<number, number>()
  const next = (at: number): number => {
    const row = rows.get(at) ?? 0
    rows.set(at, row + 1)
    return row
  }
  const linked = new Set(chain.links.flatMap((each) => [each.taker, each.giver]))
  const place = (source: Source): Spot => ({ source, layer: layer.get(source.name) ?? 0, row: next(layer.get(source.name) ?? 0) })
  const together = chain.sources.filter((each) => linked.has(each.name)).map(place)
  const ways = chain.links.map((link) => {
    const [from, to] = [layer.get(link.giver) ?? 0, layer.get(link.taker) ?? 0]
    return Array.from({ length: Math.max(0, to - from - 1) }, (_, at) => ({ layer: from + 1 + at, row: next(from + 1 + at) }))
  })
  // those who stand alone come below, so that the lines stay together
  return { spots: [...together, ...chain.sources.filter((each) => !linked.has(each.name)).map(place)], ways }
}
