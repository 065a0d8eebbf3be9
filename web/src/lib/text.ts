/** Spans count code points; strings of JavaScript count UTF-16 units. */

/** A string that can be cut by code points: `new Text(text).slice(start, end)`. */
export class Text {
  readonly #units: Int32Array | null

  constructor(readonly text: string) {
    // most texts hold no letter outside the first plane: then both count alike
    this.#units = /[\ud800-\udfff]/.test(text) ? unitsOf(text) : null
  }

  /** The place in UTF-16 units of a place in code points. */
  unit(point: number): number {
    if (!this.#units) return Math.min(Math.max(point, 0), this.text.length)
    return this.#units[Math.min(Math.max(point, 0), this.#units.length - 1)] ?? this.text.length
  }

  /** How many code points it has. */
  get length(): number {
    return this.#units ? this.#units.length - 1 : this.text.length
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end))
  }
}

function unitsOf(text: string): Int32Array {
  const found: number[] = []
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) found.push(at)
  found.push(text.length)
  return Int32Array.from(found)
}

/** A piece of a text, marked or not. */
export interface Piece {
  text: string
  marked: boolean
}

/** Parts a text at its marks (spans in code points, from `start` on, which may overlap). */
export function pieces(text: string, marks: readonly (readonly [number, number])[], start = 0): Piece[] {
  const points = new Text(text)
  const found: Piece[] = []
  let done = 0
  for (const [from, to] of [...marks].sort((first, second) => first[0] - second[0] || first[1] - second[1])) {
    const first = Math.max(from - start, done)
    const last = Math.min(to - start, points.length)
    if (last <= first) continue
    if (first > done) found.push({ text: points.slice(done, first), marked: false })
    found.push({ text: points.slice(first, last), marked: true })
    done = last
  }
  if (done < points.length) found.push({ text: points.slice(done, points.length), marked: false })
  return found
}
