/**
 * Addresses and pages. An address holds all that decides what is seen, so that it can be sent to somebody.
 *
 * `/dyad/KAZ/RUS?from=2022-01` → `{ page: 'dyad', params: { state: 'KAZ', power: 'RUS' }, query: { from: '2022-01' } }`
 */

/** The pages with the shape of their addresses. */
const SHAPES = {
  balance: '/balance',
  dyad: '/dyad/:state/:power',
  stories: '/stories',
  story: '/stories/:id',
  documents: '/documents',
  reader: '/documents/:id',
  narratives: '/narratives',
  network: '/network',
  search: '/search',
  ahead: '/ahead',
  scenario: '/scenario',
  brief: '/brief',
  sources: '/sources',
} as const

export type PageName = keyof typeof SHAPES
export type Params = Record<string, string>
export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>
export interface Route {
  /** `unknown` where no page has this address. */
  page: PageName | 'unknown'
  params: Params
  query: Record<string, string>
}

/** What goes along when one page leads to another: the reader's question. */
const SHARED = ['region', 'powers', 'from', 'to', 'period', 'channel'] as const

function match(shape: string, path: string): Params | undefined {
  const wanted = shape.split('/')
  const found = path.split('/')
  if (wanted.length !== found.length) return undefined
  const params: Params = {}
  for (const [at, part] of wanted.entries()) {
    const value = found[at] ?? ''
    if (part.startsWith(':')) {
      if (!value) return undefined
      try {
        params[part.slice(1)] = decodeURIComponent(value)
      } catch {
        return undefined
      }
    } else if (part !== value) return undefined
  }
  return params
}

function read(address: URL): Route {
  const path = address.pathname.replace(/\/+$/, '') || '/balance'
  const query = Object.fromEntries(address.searchParams)
  for (const [page, shape] of Object.entries(SHAPES)) {
    const params = match(shape, path)
    if (params) return { page: page as PageName, params, query }
  }
  return { page: 'unknown', params: {}, query }
}

function written(query: Query): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value
    if (text !== null && text !== undefined && text !== '' && text !== false) parts.set(name, String(text))
  }
  // commas are allowed in a query and easier to read than %2C
  const all = parts.toString().replaceAll('%2C', ',')
  return all ? `?${all}` : ''
}

class Router {
  #route = $state.raw<Route>(read(new URL(location.href)))
  #moves = $state(0)

  /** Where the reader is. */
  get route(): Route {
    return this.#route
  }

  /** How often the page was changed since the start: 0 for the page that was opened first. */
  get moves(): number {
    return this.#moves
  }

  constructor() {
    addEventListener('popstate', () => this.#arrive(true))
    document.addEventListener('click', (event) => this.#click(event))
  }

  /** The address of a page; the shared filters of the present address go along unless `query` says otherwise (null takes one away). */
  href(page: PageName, params: Params = {}, query: Query = {}): string {
    const path = SHAPES[page].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const along = Object.fromEntries(SHARED.filter((name) => name in this.#route.query).map((name) => [name, this.#route.query[name]]))
    return path + written({ ...along, ...query })
  }

  /** Goes to a page, as a link would. */
  go(page: PageName, params: Params = {}, query: Query = {}): void {
    this.visit(this.href(page, params, query))
  }

  /** Goes to an address of this page. */
  visit(address: string): void {
    history.pushState(null, '', address)
    this.#arrive(false)
  }

  /** Changes parts of the query where the reader is; null takes one away. `push` makes it a step that «back» undoes. */
  setQuery(changes: Query, push = false): void {
    const address = location.pathname + written({ ...this.#route.query, ...changes })
    if (push) history.pushState(null, '', address)
    else history.replaceState(history.state, '', address)
    this.#route = read(new URL(location.href))
  }

  #arrive(back: boolean): void {
    const before = this.#route
    this.#route = read(new URL(location.href))
    if (before.page !== this.#route.page || JSON.stringify(before.params) !== JSON.stringify(this.#route.params)) {
      this.#moves += 1
      if (!back) scrollTo(0, 0)
    }
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return
    const address = new URL(link.href)
    if (address.origin !== location.origin || address.pathname.startsWith('/api/')) return
    if (address.pathname === location.pathname && address.search === location.search && address.hash) return
    event.preventDefault()
    this.visit(address.pathname + address.search + address.hash)
  }
}

const router = new Router()

/** Where the reader is; reactive. */
export const route: Route & { readonly moves: number } = {
  get page() {
    return router.route.page
  },
  get params() {
    return router.route.params
  },
  get query() {
    return router.route.query
  },
  get moves() {
    return router.moves
  },
}
export const href = router.href.bind(router)
export const go = router.go.bind(router)
export const visit = router.visit.bind(router)
export const setQuery = router.setQuery.bind(router)
