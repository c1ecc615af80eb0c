// SPDX-License-Identifier: Apache-2.0
import { isDecimal } from '../lib/decimal'
import { tableOf } from '../lib/article-text'

const classOf = (cell: string) => (isDecimal(cell) ? 'decimal' : undefined)

// A paragraph of an article, or a table where it has one. A single row is one that a rule quotes.
export function ArticleParagraph({ text, className }: { text: string; className?: string }) {
  const rows = tableOf(text)
  if (!rows) return <p className={className}>{text}</p>
  const [head, ...rest] = rows
  return (
    <div className="table-scroll">
      <table className="article-table">
        {rest.length > 0 && (
          <thead>
            <tr>
              {head!.map((cell, index) => (
                <th key={index}>{cell}</th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {(rest.length > 0 ? rest : rows).map((cells, place) => (
            <tr key={place}>
              {cells.map((cell, index) => (
                <td key={index} className={classOf(cell)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
