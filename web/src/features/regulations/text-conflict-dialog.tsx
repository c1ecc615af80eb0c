// SPDX-License-Identifier: Apache-2.0
import { Modal, Radio, Typography } from 'antd'
import { useMemo, useState } from 'react'
import { useText } from '../../i18n'
import { joinChunks, mergeLines } from '../../lib/line-diff'

export interface TextConflict {
  path: string
  base: string
  mine: string
  theirs: string
}

type Choice = 'mine' | 'theirs' | 'both'

interface Props {
  conflict: TextConflict
  onTake: (text: string) => void
  onCancel: () => void
}

// Somebody else saved this file meanwhile. What only one side changed is taken over; for the lines
// that both changed the user says whose stay, or both.
export function TextConflictDialog({ conflict, onTake, onCancel }: Props) {
  const t = useText()
  const chunks = useMemo(
    () => mergeLines(conflict.base, conflict.mine, conflict.theirs),
    [conflict],
  )
  const contested = chunks.filter((chunk) => chunk.kind === 'conflict')
  const [choices, setChoices] = useState<Choice[]>(() => contested.map(() => 'both'))
  const taken = chunks.filter((chunk) => chunk.kind === 'theirs').length
  return (
    <Modal
      open
      width={900}
      title={t('textConflict.title', { path: conflict.path })}
      okText={t('textConflict.take')}
      cancelText={t('conflict.cancel')}
      onOk={() => onTake(joinChunks(chunks, choices))}
      onCancel={onCancel}
    >
      <Typography.Paragraph>
        {t('textConflict.intro', { taken, contested: contested.length })}
      </Typography.Paragraph>
      {contested.map((chunk, index) => (
        <div key={index} className="block framed">
          <Radio.Group
            className="block"
            aria-label={t('conflict.keep')}
            value={choices[index]}
            onChange={(event) =>
              setChoices(choices.map((old, i) => (i === index ? (event.target.value as Choice) : old)))
            }
            options={[
              { value: 'mine', label: t('conflict.mine') },
              { value: 'theirs', label: t('conflict.theirs') },
              { value: 'both', label: t('textConflict.both') },
            ]}
          />
          <div className="two-columns">
            <pre className="diff-added">{chunk.mine.join('\n') || ' '}</pre>
            <pre className="diff-theirs">{chunk.theirs.join('\n') || ' '}</pre>
          </div>
        </div>
      ))}
    </Modal>
  )
}
