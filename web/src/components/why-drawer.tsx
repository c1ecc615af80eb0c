// SPDX-License-Identifier: Apache-2.0
// Why a number is what it is: sentences, the tree of figures, a ledger that adds up to it, and what
// could still be gained.
import { useQuery } from '@tanstack/react-query'
import { Alert, Drawer, Empty, Grid, Table, Tabs, Tag } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Calibration, Explanation, FactProvenance, FlatNode } from '../api/types'
import { useText } from '../i18n'
import { api } from '../lib/api-client'
import { showInstant } from '../lib/date'
import { compareDecimals, groupDigits, sumDecimals, withSign } from '../lib/decimal'
import { provenanceOf } from '../lib/provenance'
import { DecimalText } from './decimal-text'
import { EvidenceList } from './evidence-list'
import { Loaded } from './loaded'

// A figure of a run or of a computation.
export interface Asked {
  // /runs/7/explanation, /computations/7/explanation
  path: string
  query: Record<string, string | number>
  name: string
  title: string
}

// A computation also tells where each fact comes from.
type Answer = Explanation & { provenance?: FactProvenance[]; calibration?: Calibration | null }

interface Props {
  asked: Asked
  onClose: () => void
  // What can be done about the figure, given what is known of it.
  action?: (data: Answer) => ReactNode
}

export function WhyDrawer({ asked, onClose, action }: Props) {
  const t = useText()
  const isWide = Grid.useBreakpoint().md ?? true
  const explanation = useQuery({
    queryKey: ['explanation', asked.path, asked.query],
    queryFn: ({ signal }) => api.get<Answer>(asked.path, asked.query, signal),
  })
  const shown = explanation.data?.asked.value.text
  return (
    <Drawer
      open
      size={isWide ? 760 : '100%'}
      title={
        <>
          {asked.name} · {asked.title} {shown && <strong>{shown}</strong>}
        </>
      }
      onClose={onClose}
    >
      <Loaded query={explanation}>
        {(data) => (
          <>
            {data.calibration && (
              <Alert
                type="warning"
                showIcon
                className="block"
                title={t('why.calibrated', {
                  before: data.calibration.before,
                  after: data.calibration.after,
                  by: data.calibration.made_by,
                })}
                description={data.calibration.reason}
              />
            )}
            {action?.(data)}
            <Tabs
              items={[
                {
                  key: 'sentences',
                  label: t('why.sentences'),
                  children: <Sentences data={data} />,
                },
                {
                  key: 'tree',
                  label: t('why.tree'),
                  children: <NodeTree nodes={data.nodes} provenance={data.provenance ?? []} />,
                },
                { key: 'ledger', label: t('why.ledger'), children: <LedgerTable data={data} /> },
                {
                  key: 'attainable',
                  label: t('why.attainable'),
                  children:
                    data.attainable.length === 0 ? (
                      <Empty description={t('why.nothingAttainable')} />
                    ) : (
                      <ul className="attainable">
                        {data.attainable.map((text, index) => (
                          <li key={index}>{text}</li>
                        ))}
                      </ul>
                    ),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </Drawer>
  )
}

function Sentences({ data }: { data: Explanation }) {
  return (
    <div className="sentences">
      {data.sentences.map((sentence, index) => (
        <p key={index} className={`depth-${Math.min(sentence.depth, 6)}`}>
          {sentence.text}
        </p>
      ))}
    </div>
  )
}

function LedgerTable({ data }: { data: Explanation }) {
  const t = useText()
  const { total, lines } = data.ledger ?? { total: null, lines: [] }
  if (lines.length === 0) return <Empty description={t('why.noLedger')} />
  const sum = sumDecimals(lines.map((line) => line.amount))
  const addsUp = total !== null && sum !== null && compareDecimals(total, sum) === 0
  return (
    <>
      {total !== null && !addsUp && (
        <Alert type="error" showIcon className="block" title={t('why.doesNotAddUp')} />
      )}
      <Table
        size="small"
        rowKey={(_, index) => index ?? 0}
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={lines}
        columns={[
          { title: t('why.path'), render: (_, line) => line.path.replaceAll('/', ' / ') },
          { title: t('why.kind'), render: (_, line) => line.name },
          {
            title: t('why.amount'),
            align: 'right',
            render: (_, line) => (
              <span className="decimal">{withSign(groupDigits(line.amount))}</span>
            ),
          },
          { title: t('tree.basis'), render: (_, line) => line.article + line.clause },
          { title: t('why.text'), dataIndex: 'text', className: 'text-cell' },
        ]}
        summary={() => (
          <Table.Summary.Row>
            <Table.Summary.Cell index={0} colSpan={2}>
              <strong>{t('why.total')}</strong>
            </Table.Summary.Cell>
            <Table.Summary.Cell index={2} align="right">
              <strong>
                <DecimalText value={total} />
              </strong>
            </Table.Summary.Cell>
            <Table.Summary.Cell index={3} colSpan={2}>
              {addsUp && <Tag color="green">{t('why.addsUp', { count: lines.length })}</Tag>}
            </Table.Summary.Cell>
          </Table.Summary.Row>
        )}
      />
    </>
  )
}

function NodeTree({ nodes, provenance }: { nodes: FlatNode[]; provenance: FactProvenance[] }) {
  const children = new Map<number, FlatNode[]>()
  for (const node of nodes) {
    children.set(node.parent, [...(children.get(node.parent) ?? []), node])
  }
  const roots = children.get(-1) ?? []
  return (
    <div className="node-tree" role="tree">
      {roots.map((node) => (
        <NodeView
          key={node.id}
          node={node}
          childrenOf={children}
          depth={0}
          provenance={provenance}
        />
      ))}
    </div>
  )
}

interface NodeProps {
  node: FlatNode
  childrenOf: Map<number, FlatNode[]>
  depth: number
  provenance: FactProvenance[]
}

function NodeView({ node, childrenOf, depth, provenance }: NodeProps) {
  const t = useText()
  const [isOpen, setOpen] = useState(depth < 2)
  const below = childrenOf.get(node.id) ?? []
  const { rounding } = node
  return (
    <details
      className="node"
      open={isOpen}
      role="treeitem"
      aria-expanded={isOpen}
      onToggle={(event) => {
        // A toggle of a child comes up here too.
        if (event.target === event.currentTarget) setOpen(event.currentTarget.open)
      }}
    >
      <summary>
        <span className="node-name">
          {node.name}
          {node.period && ` [${node.period}]`}
        </span>
        <span className={`decimal ${node.value.state === 'valid' ? '' : 'not-valid'}`}>
          {node.value.shown}
        </span>
        {(node.article || node.clause) && (
          <span className="muted">
            {node.article}
            {node.clause}
          </span>
        )}
      </summary>
      <div className="node-body">
        {node.formula && <pre className="rule">{node.formula}</pre>}
        {node.calculation && <div>{node.calculation}</div>}
        {node.reason && <div>{node.reason}</div>}
        {node.group && <div className="muted">{node.group}</div>}
        {rounding && rounding.before !== rounding.after && (
          <div className="muted">
            {t('why.rounding', {
              before: rounding.before,
              after: rounding.after,
              places: rounding.places,
            })}
          </div>
        )}
        {node.inputs.map((input, index) => (
          <Input key={index} input={input} provenance={provenanceOf(provenance, input)} />
        ))}
        {node.parameters.map((parameter) => (
          <div key={parameter.name} className="node-input">
            {t('why.parameter')} {parameter.name} ={' '}
            <span className="decimal">{parameter.value}</span>{' '}
            <span className="muted">
              {[parameter.from, parameter.reference].filter(Boolean).join(' · ')}
            </span>
          </div>
        ))}
        {node.not_taken.map((branch, index) => (
          <div key={index} className="muted">
            {t('why.notTaken', { name: branch.name, why: branch.why })}
          </div>
        ))}
        {isOpen &&
          below.map((child) => (
            <NodeView
              key={child.id}
              node={child}
              childrenOf={childrenOf}
              depth={depth + 1}
              provenance={provenance}
            />
          ))}
      </div>
    </details>
  )
}

interface InputProps {
  input: FlatNode['inputs'][number]
  provenance: FactProvenance | undefined
}

// A fact with who entered it, who verified it and what proves it.
function Input({ input, provenance }: InputProps) {
  const t = useText()
  const origin = provenance
    ? [
        t(`why.source.${provenance.source}`),
        provenance.entered_by &&
          t('why.enteredBy', {
            name: `${provenance.entered_by} ${showInstant(provenance.entered_at)}`,
          }),
        provenance.verified_by &&
          t('why.verifiedBy', {
            name: `${provenance.verified_by} ${showInstant(provenance.verified_at)}`,
          }),
        provenance.note,
      ]
    : [
        input.source,
        input.file && `${input.file.split('/').pop()}${input.line ? `:${input.line}` : ''}`,
        input.cell,
        input.entered_by && t('why.enteredBy', { name: input.entered_by }),
        input.verified_by && t('why.verifiedBy', { name: input.verified_by }),
      ]
  return (
    <div className="node-input">
      {input.name}
      {input.period && ` [${input.period}]`}
      {input.row && <span className="muted"> {input.row}</span>} ={' '}
      <span className="decimal">{input.value.shown}</span>{' '}
      <span className="muted">{origin.filter(Boolean).join(' · ')}</span>
      {provenance && provenance.evidence.length > 0 && (
        <EvidenceList files={provenance.evidence} isCompact />
      )}
    </div>
  )
}
