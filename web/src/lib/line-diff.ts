// SPDX-License-Identifier: Apache-2.0
// Lines of texts compared, and two edits of one text brought together.

type Match = [number, number]

// Returns the pairs of equal lines, longest common subsequence. Texts here have a few thousand lines;
// what is equal at both ends is passed over first.
function matches(a: readonly string[], b: readonly string[]): Match[] {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const rows = endA - start
  const columns = endB - start
  const lengths = new Uint32Array((rows + 1) * (columns + 1))
  const at = (i: number, j: number) => i * (columns + 1) + j
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[at(i, j)] =
        a[start + i] === b[start + j]
          ? lengths[at(i + 1, j + 1)]! + 1
          : Math.max(lengths[at(i + 1, j)]!, lengths[at(i, j + 1)]!)
    }
  }
  const pairs: Match[] = []
  for (let i = 0; i < start; i++) pairs.push([i, i])
  let i = 0
  let j = 0
  while (i < rows && j < columns) {
    if (a[start + i] === b[start + j]) pairs.push([start + i++, start + j++])
    else if (lengths[at(i + 1, j)]! >= lengths[at(i, j + 1)]!) i++
    else j++
  }
  for (let k = 0; endA + k < a.length; k++) pairs.push([endA + k, endB + k])
  return pairs
}

export interface Chunk {
  kind: 'same' | 'mine' | 'theirs' | 'conflict'
  base: string[]
  mine: string[]
  theirs: string[]
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((line, i) => line === b[i])

// Returns the text in pieces: the same in all, changed by one of the two, or changed by both.
export function mergeLines(base: string, mine: string, theirs: string): Chunk[] {
  const [o, a, b] = [base, mine, theirs].map((text) => text.split('\n')) as [
    string[],
    string[],
    string[],
  ]
  const inMine = new Map(matches(o, a))
  const inTheirs = new Map(matches(o, b))
  const chunks: Chunk[] = []
  let [i, j, k] = [0, 0, 0]

  function push(kind: Chunk['kind'], nextI: number, nextJ: number, nextK: number) {
    chunks.push({
      kind,
      base: o.slice(i, nextI),
      mine: a.slice(j, nextJ),
      theirs: b.slice(k, nextK),
    })
    ;[i, j, k] = [nextI, nextJ, nextK]
  }

  while (i < o.length || j < a.length || k < b.length) {
    let length = 0
    while (
      i + length < o.length &&
      inMine.get(i + length) === j + length &&
      inTheirs.get(i + length) === k + length
    ) {
      length++
    }
    if (length > 0) {
      push('same', i + length, j + length, k + length)
      continue
    }
    // Up to the next line that all three have.
    let next = i
    while (next < o.length && !(inMine.has(next) && inTheirs.has(next))) next++
    const nextJ = next < o.length ? inMine.get(next)! : a.length
    const nextK = next < o.length ? inTheirs.get(next)! : b.length
    const [x, y, z] = [o.slice(i, next), a.slice(j, nextJ), b.slice(k, nextK)]
    const kind = isSame(y, z) || isSame(x, z) ? 'mine' : isSame(x, y) ? 'theirs' : 'conflict'
    push(kind, next, nextJ, nextK)
  }
  return chunks
}

// Returns the text; `choices` says for each conflict, in order, whose lines stay.
export function joinChunks(
  chunks: readonly Chunk[],
  choices: readonly ('mine' | 'theirs' | 'both')[],
): string {
  let conflict = 0
  return chunks
    .flatMap((chunk) => {
      if (chunk.kind === 'theirs') return chunk.theirs
      if (chunk.kind !== 'conflict') return chunk.mine
      const choice = choices[conflict++] ?? 'both'
      if (choice === 'both') return [...chunk.mine, ...chunk.theirs]
      return chunk[choice]
    })
    .join('\n')
}
