// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'

interface Props {
  title?: ReactNode
  extra?: ReactNode
  className?: string
  children: ReactNode
}

// A framed part of a page with a title, for the first page: it weighs next to nothing.
export function Panel({ title, extra, className = '', children }: Props) {
  return (
    <section className={`panel ${className}`}>
      {title && (
        <header className="panel-head">
          <h2>{title}</h2>
          {extra}
        </header>
      )}
      <div className="panel-body">{children}</div>
    </section>
  )
}
