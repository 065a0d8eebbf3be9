/** What a reader chose: kept in this browser, never sent anywhere. */

export const LANGUAGES = ['en', 'fa', 'ar', 'ru'] as const
export type Language = (typeof LANGUAGES)[number]
export type Calendar = 'gregory' | 'persian'
export type Theme = 'system' | 'light' | 'dark'

/** Each language under its own name, so that whoever looks for it can read it. */
export const OWN_NAMES: Record<Language, string> = { en: 'English', fa: 'فارسی', ar: 'العربية', ru: 'Русский' }

const RIGHT_TO_LEFT = new Set(['fa', 'ar', 'ur', 'he', 'ps', 'ckb', 'ug', 'sd', 'yi', 'dv', 'azb'])

/** Which way a language is written; `auto` where the language is not known. */
export function directionOf(language: string | null | undefined): 'ltr' | 'rtl' | 'auto' {
  if (!language) return 'auto'
  return RIGHT_TO_LEFT.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr'
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(`tarazu.${name}`)
  } catch {
    return null // a browser may forbid it; then choices last as long as the page is open
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`tarazu.${name}`, value)
  } catch {
    // see kept
  }
}

function oneOf<T extends string>(value: string | null | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value)
}

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  const spoken = navigator.languages.map((each) => oneOf(each.split('-')[0], LANGUAGES)).find(Boolean)
  return oneOf(asked, LANGUAGES) ?? oneOf(kept('language'), LANGUAGES) ?? spoken ?? 'en'
}

class Settings {
  #language = $state<Language>(firstLanguage())
  #calendar = $state<Calendar | undefined>(oneOf(kept('calendar'), ['gregory', 'persian']))
  #theme = $state<Theme>(oneOf(kept('theme'), ['system', 'light', 'dark']) ?? 'system')
  #author = $state(kept('author') ?? 'analyst')

  /** The language of the interface. */
  get language(): Language {
    return this.#language
  }
  set language(value: Language) {
    this.#language = value
    keep('language', value)
  }

  /** Which way the interface is written. */
  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.#language) === 'rtl' ? 'rtl' : 'ltr'
  }

  /** The calendar dates are shown in; until one is chosen, Solar Hijri with Persian. */
  get calendar(): Calendar {
    return this.#calendar ?? (this.#language === 'fa' ? 'persian' : 'gregory')
  }
  set calendar(value: Calendar) {
    this.#calendar = value
    keep('calendar', value)
  }

  get theme(): Theme {
    return this.#theme
  }
  set theme(value: Theme) {
    this.#theme = value
    keep('theme', value)
  }

  /** The name that judgements are signed with. */
  get author(): string {
    return this.#author
  }
  set author(value: string) {
    this.#author = value.trim() || 'analyst'
    keep('author', this.#author)
  }
}

export const settings = new Settings()
