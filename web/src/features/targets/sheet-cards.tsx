// SPDX-License-Identifier: Apache-2.0
// The sheet on a phone: a card for each target, to be read, confirmed, returned or mended.
import { Button } from 'antd'
import { DayEntry } from '../../components/day-entry'
import { DecimalEntry } from '../../components/decimal-entry'
import { DecimalText } from '../../components/decimal-text'
import { useText } from '../../i18n'
import { targetKey, type Totals } from './sheet-edits'
import {
  Change,
  History,
  labelOf,
  Peers,
  SheetTotals,
  TargetNotes,
  unitOf,
  useOwners,
  type GridProps,
} from './sheet-grid'

export function SheetCards({
  sheet,
  targets,
  stored,
  clashing,
  faults,
  isEditable,
  reasons,
  totals,
  onReason,
  onChange,
  onPaste,
  onTakeTheirs,
}: GridProps & { totals: Totals }) {
  const t = useText()
  const owners = useOwners(sheet, isEditable)
  return (
    <>
      <div className="block">
        <SheetTotals totals={totals} />
      </div>
      <ul className="target-cards" data-cells>
        {targets.map((target, row) => {
          const key = targetKey(target)
          const label = labelOf(target)
          const choices = target.owner_person
            ? [target.owner_person, ...owners.filter((one) => one.id !== target.owner_person?.id)]
            : owners
          return (
            <li key={key} className="framed target-card">
              <div className="target-card-head">
                <strong>{label}</strong>
                <span className="muted">
                  {[target.article, target.points && t('tree.points', { points: target.points })]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </div>
              <div className="target-card-value">
                {target.is_not_applicable ? (
                  <span>{t('targets.notApplicable')}</span>
                ) : isEditable ? (
                  <DecimalEntry
                    cell={`${row}:0`}
                    label={`${t('targets.value')} ${label}`}
                    places={target.places}
                    value={target.value ?? ''}
                    error={faults.get(key)}
                    onChange={(value) => onChange(key, { value: value === '' ? null : value })}
                    onPasteGrid={(block) => onPaste(row, block)}
                  />
                ) : (
                  <span className="target-figure">
                    <DecimalText value={target.value} />
                  </span>
                )}
                <span>{unitOf(target)}</span>
                {isEditable && (
                  <Button
                    size="small"
                    type="link"
                    onClick={() =>
                      onChange(key, {
                        is_not_applicable: !target.is_not_applicable,
                        ...(target.is_not_applicable ? {} : { value: null }),
                      })
                    }
                  >
                    {t(target.is_not_applicable ? 'targets.applicable' : 'targets.setNotApplicable')}
                  </Button>
                )}
              </div>
              <TargetNotes
                target={target}
                theirs={clashing.includes(key) ? stored.get(key) : undefined}
                onTakeTheirs={() => onTakeTheirs(key)}
              />
              <dl className="target-card-data">
                <div>
                  <dt>{t('targets.baseline')}</dt>
                  <dd>
                    <DecimalText value={target.baseline} />{' '}
                    {target.baseline && <Change target={target} />}
                  </dd>
                </div>
                <div>
                  <dt>{t('targets.peers')}</dt>
                  <dd>
                    <Peers target={target} />
                  </dd>
                </div>
                <div>
                  <dt>{t('targets.history')}</dt>
                  <dd>
                    <History target={target} />
                  </dd>
                </div>
                <div>
                  <dt>{t('targets.owner')}</dt>
                  <dd>
                    {isEditable ? (
                      <select
                        aria-label={`${t('targets.owner')} ${label}`}
                        value={target.owner_person?.id ?? ''}
                        onChange={(event) =>
                          onChange(key, {
                            owner_person:
                              choices.find((one) => one.id === event.target.value) ?? null,
                          })
                        }
                      >
                        <option value="">{t('targets.noOwner')}</option>
                        {choices.map((one) => (
                          <option key={one.id} value={one.id}>
                            {one.name}
                          </option>
                        ))}
                      </select>
                    ) : (
                      (target.owner_person?.name ?? '—')
                    )}
                  </dd>
                </div>
                <div>
                  <dt>{t('targets.deadline')}</dt>
                  <dd>
                    {isEditable ? (
                      <DayEntry
                        label={`${t('targets.deadline')} ${label}`}
                        value={target.deadline ?? ''}
                        onChange={(day) => onChange(key, { deadline: day || null })}
                      />
                    ) : (
                      (target.deadline ?? '—')
                    )}
                  </dd>
                </div>
                {(isEditable || target.measure) && (
                  <div>
                    <dt>{t('targets.measure')}</dt>
                    <dd>
                      {isEditable ? (
                        <input
                          maxLength={500}
                          aria-label={`${t('targets.measure')} ${label}`}
                          value={target.measure}
                          onChange={(event) => onChange(key, { measure: event.target.value })}
                        />
                      ) : (
                        target.measure
                      )}
                    </dd>
                  </div>
                )}
              </dl>
              {reasons && (
                <input
                  className="target-card-reason"
                  maxLength={500}
                  aria-label={`${t('sheet.itemReason')} ${label}`}
                  placeholder={t('sheet.itemReasonHint')}
                  value={reasons[key] ?? ''}
                  onChange={(event) => onReason(key, event.target.value)}
                />
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
