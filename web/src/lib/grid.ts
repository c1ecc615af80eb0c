// SPDX-License-Identifier: Apache-2.0
// Cells as Excel and WPS put them on the clipboard, and putting them into a table of texts.

export type Grid = string[][]

// Reads tab-separated text; a quoted cell may hold tabs, line ends and doubled quotes.
export function readClipboard(text: string): Grid {
  const rows: Grid = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[i + 1] === '"') {
        cell += '"'
        i++
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === '\t') {
      row.push(cell)
      cell = ''
    } else if (letter === '\n') {
      row.push(cell)
      rows.push(row)
      row = []
      cell = ''
    } else if (letter !== '\r') cell += letter
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows
}

// Returns the table with the clipboard laid over it from a cell on; rows are added as needed, what
// goes beyond the last column is left out.
export function pasteInto(
  grid: Grid,
  clipboard: Grid,
  row: number,
  column: number,
  width: number,
): Grid {
  const result = grid.map((cells) => [...cells])
  clipboard.forEach((cells, down) => {
    while (result.length <= row + down) result.push(new Array<string>(width).fill(''))
    cells.forEach((cell, right) => {
      if (column + right < width) result[row + down]![column + right] = cell.trim()
    })
  })
  return result
}
